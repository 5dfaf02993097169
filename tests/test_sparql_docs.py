"""The answers that docs/sparql.md shows are those of the bundled data."""

import re
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from golden import Golden
from support import ROOT

PAGE = ROOT / "docs" / "sparql.md"
SHOWN = re.compile(
    r"(?P<head>```sparql\n(?P<query>.*?)```\n\n```(?P<form>csv|turtle)\n)(?P<answer>.*?)(?=```\n)",
    re.DOTALL,
)


def test_docs_sparql_shows_what_the_endpoint_answers(golden: Golden, service: str) -> None:
    def answered(block: re.Match[str]) -> str:
        body = urlencode({"query": block["query"]}).encode()
        request = Request(f"{service}/sparql", body, {"Accept": f"text/{block['form']}"})
        with urlopen(request) as reply:
            answer: str = reply.read().decode().replace("\r\n", "\n")
        assert answer.count("\n") > 1, block["query"]
        return f"{block['head']}{answer.rstrip()}\n"

    text = PAGE.read_text("utf-8")
    assert len(SHOWN.findall(text)) == text.count("```sparql") == 10
    golden(PAGE, SHOWN.sub(answered, text))
