"""The real answers in the API reference, kept in a file that `pytest --golden` writes anew."""

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypedDict

from dealgraph.api.addresses import address

if TYPE_CHECKING:
    from dealgraph.graph.asking import Asker
    from dealgraph.queries.catalogue import Catalogue, Question

FILE = "examples.json"
SHOWN_ITEMS = 3


class Example(TypedDict):
    """One question's first example: where it is asked, what is shown of it, the answer."""

    address: str
    summary: str
    answer: dict[str, Any]


@cache
def examples() -> dict[str, Example]:
    """Read the kept answers by question; none when they were not made yet."""
    file = files("dealgraph.api") / FILE
    return json.loads(file.read_text("utf-8")) if file.is_file() else {}


def ask_examples(asker: "Asker", catalogue: "Catalogue") -> dict[str, Example]:
    """Ask the first example of every question that has one."""
    return {q.name: _asked(asker, q) for q in catalogue.values() if q.examples}


def as_text(made: dict[str, Example]) -> str:
    """Write examples as the file keeps them; the same answers give the same text."""
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _asked(asker: "Asker", question: "Question") -> Example:
    given = question.examples[0]
    answer = json.loads(json.dumps(asker.ask(question, given).as_json(), default=str))
    items = answer["items"]
    summary = f"GET {address(question, given)}"
    if len(items) > SHOWN_ITEMS:
        summary += f": the first {SHOWN_ITEMS} of {len(items)} items"
    # How often the graph was changed says nothing about the answer, but would change the file.
    meta = answer["meta"] | {"revision": 1}
    shown = {"items": items[:SHOWN_ITEMS], "next": answer["next"], "meta": meta}
    return {"address": address(question, given), "summary": summary, "answer": shown}
