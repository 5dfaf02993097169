"""The README's commands are run, and what it shows is compared."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from urllib.request import urlopen

import pytest
from golden import Golden
from support import ROOT, Served

from dealgraph.graph.asking import Asker

README = ROOT / "README.md"
SHOWN_BASE = "http://127.0.0.1:8000"
DEAL_ROW = re.compile(r"^\| `(?P<id>[\w-]+)` \|.*$", re.MULTILINE)
CONSOLE = re.compile(r"(?<=^```console\n)\$ (?P<command>.*)\n(?P<output>(?:.*\n)*?)(?=^```)", re.M)


@pytest.fixture(scope="module")
def environment(served: Served) -> dict[str, str]:
    """What a command needs to use the server of the session."""
    return os.environ | {
        "NEO4J_URI": served.uri,
        "NEO4J_PASSWORD": served.password or "",
        "COLUMNS": "100",  # whatever the terminal, or the lack of one, that the tests run in
    }


@pytest.fixture(scope="module")
def service(environment: dict[str, str]) -> Iterator[str]:
    """The address of a service on the graph of the session."""
    command = [sys.executable, "-m", "dealgraph", "serve", "--port", "0"]
    env = environment | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            said = next(line for line in process.stdout if line.startswith("dealgraph answers at"))
            yield said.split()[-1]
        finally:
            process.terminate()


def test_the_readme_shows_what_its_commands_answer(
    golden: Golden, environment: dict[str, str], service: str
) -> None:
    def answered(block: re.Match[str]) -> str:
        command = block["command"]
        words = shlex.split(command)
        output = curl(words, service) if words[0] == "curl" else run(words, environment)
        return f"$ {command}\n{plain(output)}"

    text = README.read_text("utf-8")
    assert len(CONSOLE.findall(text)) == text.count("```console") == 4
    golden(README, CONSOLE.sub(answered, text))


def test_the_deals_of_the_readme_are_those_of_the_graph(golden: Golden, asker: Asker) -> None:
    text = README.read_text("utf-8")
    assert len(DEAL_ROW.findall(text)) == 6
    golden(README, DEAL_ROW.sub(lambda row: deal_row(asker, row["id"]), text))


def test_the_readme_names_as_many_deals_as_there_are(asker: Asker) -> None:
    (every, *_) = asker.ask(asker.catalogue["coverage"], {}).items
    assert f"{every['deals']} deals of 2017 to 2026" in README.read_text("utf-8")


def run(words: list[str], environment: dict[str, str]) -> str:
    assert words[0] == "dealgraph"
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    assert done.returncode in (0, 1)  # 1: the example with a line that is refused
    return done.stdout.decode()


def curl(words: list[str], service: str) -> str:
    """Do what `curl -s ADDRESS` does, on machines without curl too."""
    _, option, address = words
    assert option == "-s"
    with urlopen(address.replace(SHOWN_BASE, service)) as answer:
        return str(answer.read().decode())


def plain(output: str) -> str:
    """Leave out what cannot be seen: spaces at the end of lines, blank lines at the end of all."""
    return "\n".join(line.rstrip() for line in output.rstrip().splitlines()) + "\n"


def deal_row(asker: Asker, deal: str) -> str:
    (found,) = asker.ask(asker.catalogue["deal"], {"deal": deal}).items
    sides = [names(found["licensors"]), names(found["licensees"])]
    amounts = [
        f"{found[name]:,g}" if found[name] else "" for name in ("upfront_musd", "total_musd")
    ]
    return f"| {' | '.join([f'`{deal}`', *sides, str(found['status']), *amounts])} |"


def names(parties: object) -> str:
    assert isinstance(parties, list)
    return "; ".join(party["company"]["name"] for party in parties)
