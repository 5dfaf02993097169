"""Short forms, so that a test can show whole rows: a thing is its id, a row is its values."""

from collections.abc import Mapping
from typing import Any

from dealgraph.graph.asking import Answer, Asker


def ask(asker: Asker, question: str, /, **parameters: object) -> Answer:
    """Ask a bundled question; parameters are text or Python values."""
    return asker.ask(asker.catalogue[question], parameters)


def items(asker: Asker, question: str, /, **parameters: object) -> list[dict[str, object]]:
    """Give the items of an answer, each thing in them by its id."""
    return [ids(item) for item in ask(asker, question, **parameters).items]


def rows(
    asker: Asker, question: str, columns: str, /, **parameters: object
) -> list[tuple[Any, ...]]:
    """Give some columns (their names, with spaces between) of an answer, row by row."""
    return table(ask(asker, question, **parameters), columns)


def table(answer: Answer, columns: str) -> list[tuple[Any, ...]]:
    """Give some columns of an answer, row by row."""
    found = [ids(item) for item in answer.items]
    return [tuple(item[column] for column in columns.split()) for item in found]


def pages(asker: Asker, question: str, /, **parameters: object) -> list[Answer]:
    """Ask page by page, as `next` says, to the end."""
    found = [ask(asker, question, **parameters)]
    while found[-1].next:
        found.append(ask(asker, question, cursor=found[-1].next, **parameters))
    return found


def examples(asker: Asker, question: str) -> list[Answer]:
    """Ask each example of a question."""
    asked = asker.catalogue[question]
    return [asker.ask(asked, example) for example in asked.examples]


def ids(value: object) -> dict[str, object]:
    """Give an item with each thing in it by its id."""
    found = _ids(value)
    assert isinstance(found, dict)
    return found


def _ids(value: object) -> object:
    if isinstance(value, Mapping):
        if value.keys() == {"id", "name", "url"}:
            return value["id"]
        return {name: _ids(entry) for name, entry in value.items()}
    return [_ids(entry) for entry in value] if isinstance(value, list) else value
