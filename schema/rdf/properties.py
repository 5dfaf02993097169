"""What RDF needs to know of each property: its term, the kind of its values, how many."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import NoneType
from typing import Any, get_args, get_origin

from dealgraph.schema.model import EDGES, NODES, Edge, Element, Node, P

#: The XSD types of literals that are no plain text.
DATATYPES: dict[Any, str] = {
    str: "",
    int: "xsd:integer",
    float: "xsd:decimal",
    bool: "xsd:boolean",
    dt.date: "xsd:date",
    dt.datetime: "xsd:dateTime",
}
#: Lists of texts and texts of one line, of JSON or of more are all plain text.


@dataclass(frozen=True)
class Property:
    """A property as RDF sees it.

    `words` is the list its values are of, `of` the label of the things they name, `datatype` a
    CURIE ("" is plain text); `required` means at least one value, `many` more than one.
    """

    name: str
    said: P
    datatype: str
    words: type[StrEnum] | None
    required: bool
    many: bool

    @property
    def term(self) -> str:
        """Its predicate as a CURIE."""
        return self.said.rdf

    @property
    def of(self) -> str:
        """The label of the things that its values are keys of, or nothing."""
        return self.said.of

    @property
    def is_link(self) -> bool:
        """Whether its values are IRIs."""
        return bool(self.words or self.said.of)


@cache
def properties(element: type[Element]) -> tuple[Property, ...]:
    """Give the properties that leave the graph as RDF, in the order of declaration."""
    fields = zip(element.model_fields.values(), element.property_names().items(), strict=True)
    return tuple(
        _property(name, said, field.annotation, field.is_required())
        for field, (name, said) in fields
        if not said.local
    )


def links_to_deal(edge: type[Edge]) -> bool:
    """Tell whether there is one such edge for each deal between the same two ends."""
    return any(p.name == "deal" and p.of == "Deal" for p in properties(edge))


def elements() -> Iterator[type[Element]]:
    """Give all nodes and edges of the model."""
    yield from NODES.values()
    yield from EDGES.values()


def edges_from(node: type[Node]) -> list[type[Edge]]:
    """Give the edges that start at a node, in the order of the model."""
    return [edge for edge in EDGES.values() if node in edge.start]


def edges_to(node: type[Node]) -> list[type[Edge]]:
    """Give the edges that end at a node, in the order of the model."""
    return [edge for edge in EDGES.values() if node in edge.end]


def _property(name: str, said: P, annotation: Any, required: bool) -> Property:
    many, inner = _inner(annotation)
    words = inner if isinstance(inner, type) and issubclass(inner, StrEnum) else None
    datatype = "" if words else DATATYPES[inner]
    return Property(name, said, datatype, words, required, many)


def _inner(annotation: Any) -> tuple[bool, Any]:
    """Take `list[X] | None` apart: whether it is a list, and of what."""
    given = [each for each in get_args(annotation) if each is not NoneType]
    if get_origin(annotation) is list:
        return True, given[0]
    return _inner(given[0]) if given else (False, annotation)
