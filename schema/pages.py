"""The page about the model, derived from it: docs/model.md."""

import datetime as dt
from collections.abc import Iterator
from enum import StrEnum
from types import NoneType
from typing import Any, get_args, get_origin

from dealgraph.schema.model import EDGES, NODES, Edge, Element, Node, P
from dealgraph.schema.vocabulary import VOCABULARIES

_WORDS: dict[Any, str] = {
    str: "text",
    int: "integer",
    float: "number",
    bool: "boolean",
    dt.date: "date",
    dt.datetime: "date and time",
}
_INTRODUCTION = """\
# The graph model

Made from `schema/model.py`; `pytest --golden` writes it anew.

![Nodes and edges of the graph](model.svg)

- An optional property that is not known is missing; it is never 0 and never an empty text.
- A date known by month or year only is two properties: its first and its last possible day.
- Amounts named `*_musd` are in millions of US dollars at the ECB reference rate of the day of
  announcement; the others are as announced, in millions of the deal's currency.
- Neo4j Community checks that keys are unique. That required properties are there, and of their
  type, is checked before anything is written.
- `dg:` stands for the vocabulary of dealgraph; the other prefixes are those in common use. What
  has no term means something in one graph only, and does not leave it as RDF.
"""


def model_page() -> str:
    """Give the page that describes every node, edge, property and list of words."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield _INTRODUCTION
    yield from ("## Nodes", "")
    for node in NODES.values():
        yield from _node(node)
    yield from ("## Edges", "")
    for edge in EDGES.values():
        yield from _edge(edge)
    yield from ("## Lists of words", "")
    for name, words in used_vocabularies().items():
        yield from (f"### {name}", "", _sentence(words), "", ", ".join(map(_code, words)), "")


def used_vocabularies() -> dict[str, type[StrEnum]]:
    """Give the closed lists that properties of the model take their words from, by name."""
    elements: list[type[Element]] = [*NODES.values(), *EDGES.values()]
    used = {
        inner
        for each in elements
        for f in each.model_fields.values()
        for inner in _in(f.annotation)
    }
    return {name: words for name, words in VOCABULARIES.items() if words in used}


def _node(node: type[Node]) -> Iterator[str]:
    also = f", also labelled {' and '.join(map(_code, node.also))}" if node.also else ""
    page = f" Its page is `/{node.path}/{{{node.key}}}`." if node.path else ""
    yield from (f"### {node.label}", "", _sentence(node), "")
    yield f"Unique by `{node.key}`{also}; `{node.rdf}` in RDF.{page}"
    yield from ("", *_properties(node), "")


def _edge(edge: type[Edge]) -> Iterator[str]:
    start, end = (" or ".join(node.label for node in side) for side in (edge.start, edge.end))
    yield from (f"### {edge.type}", "", f"`({start})-[:{edge.type}]->({end})`", "")
    yield f"{_sentence(edge)} `{edge.rdf}` in RDF."
    yield ""
    if edge.model_fields:
        yield from (*_properties(edge), "")


def _properties(element: type[Element]) -> Iterator[str]:
    yield "| property | type | meaning | unit | index | RDF |"
    yield "|---|---|---|---|---|---|"
    for field, (name, said) in zip(
        element.model_fields.values(), element.property_names().items(), strict=True
    ):
        optional = "" if field.is_required() or field.default is not None else ", optional"
        kind = f"{_type(field.annotation)}{optional}"
        yield f"| `{name}` | {kind} | {said.about} | {said.unit} | {_index(element, name, said)} " \
              f"| {'' if said.local else _code(said.rdf)} |"  # fmt: skip


def _index(element: type[Element], name: str, said: P) -> str:
    key = "unique" if issubclass(element, Node) and name == element.key else ""
    return ", ".join(filter(None, (key, said.index)))


def _type(annotation: Any) -> str:
    if get_origin(annotation) is list:
        return f"list of {_type(get_args(annotation)[0])}"
    if alternatives := [each for each in get_args(annotation) if each is not NoneType]:
        return " or ".join(map(_type, alternatives))
    if annotation in _WORDS:
        return _WORDS[annotation]
    name = next(name for name, words in VOCABULARIES.items() if words is annotation)
    return f"[{name}](#{name})"


def _in(annotation: Any) -> Iterator[Any]:
    yield annotation
    for inner in get_args(annotation):
        yield from _in(inner)


def _sentence(documented: type) -> str:
    return (documented.__doc__ or "").strip()


def _code(word: str) -> str:
    return f"`{word}`"
