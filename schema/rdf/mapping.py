"""From rows of the graph to statements: the one mapping behind pages, exports and endpoint.

Rows are plain: the values of a node or an edge in the order of `properties`, dates as text of
ISO 8601, None for what is missing. What comes out is text in N-Triples, one statement a line.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from dealgraph.schema.model import EDGES, NODES, Edge, KnownAs, Node, Target
from dealgraph.schema.rdf.addresses import Iris, edge_word
from dealgraph.schema.rdf.concepts import concepts
from dealgraph.schema.rdf.genes import gene_links
from dealgraph.schema.rdf.properties import Property, links_to_deal, properties
from dealgraph.schema.rdf.terms import (
    NAMESPACE,
    TYPE,
    decimal,
    escaped,
    iri,
    literal,
    statement,
    term,
)

Values = Sequence[Any]
#: Gives the statements of one value of a subject (in brackets).
Writer = Callable[[str, Any], str]

LABEL = "skos:prefLabel"
#: Classes of others that a thing is of besides the one in the model.
MORE_CLASSES = {
    "Account": ("prov:Entity",),
    "Company": ("org:Organization",),
    "Country": ("schema:Place",),
    "Region": ("schema:Place",),
}


class Statements:
    """Writes the statements of nodes and edges under one base of IRIs."""

    def __init__(self, iris: Iris) -> None:
        self.iris = iris
        self.nodes = {label: NodeText(node, iris) for label, node in NODES.items()}
        self.edges = {type_: EdgeText(edge, iris) for type_, edge in EDGES.items()}


class NodeText:
    """Writes the nodes of one label."""

    def __init__(self, node: type[Node], iris: Iris) -> None:
        self.subject = iris.maker(node.label)
        classes = (node.rdf, *MORE_CLASSES.get(node.label, ()))
        self._typed = [f" {TYPE} {term(curie)} .\n" for curie in classes]
        given = properties(node)
        self._key = next(place for place, p in enumerate(given) if p.name == node.key)
        self._genes = node is Target
        self._names = {p.name: place for place, p in enumerate(given)}
        self._label = next((i for i, p in enumerate(given) if _is_named(node, p)), None)
        self._writers = [writer(p, iris) for p in given]

    def text(self, values: Values, languages: Mapping[str, str] | None = None) -> str:
        """Write a node; `languages` are those of its names, by text."""
        subject = self.subject(values[self._key])
        lines = [subject + typed for typed in self._typed]
        for place, (value, write) in enumerate(zip(values, self._writers, strict=True)):
            if value is None:
                continue
            if place == self._label:
                language = (languages or {}).get(value, "")
                lines.append(statement(subject, term(LABEL), literal(value, language=language)))
            else:
                lines.append(write(subject, value))
        if self._genes:
            genes, kind = (values[self._names[name]] for name in ("genes", "kind"))
            lines += [statement(subject, *link) for link in gene_links(genes or (), kind)]
        return "".join(lines)

    def named(self, key: str, name: str, language: str | None) -> str:
        """Write no more of a node than what it is and how it is called."""
        subject = self.subject(key)
        typed = "".join(subject + typed for typed in self._typed)
        return typed + statement(subject, term(LABEL), literal(name, language=language or ""))


class EdgeText:
    """Writes the edges of one type: a triple, and a node for what the edge itself says."""

    def __init__(self, edge: type[Edge], iris: Iris) -> None:
        self.edge = edge
        self.predicate = term(edge.rdf)
        given = properties(edge)
        self.has_node = bool(given)
        self._word = edge_word(edge)
        self._several_labels = len(edge.end) > 1
        self._class = f" {TYPE} <{NAMESPACE}{edge.__name__}> .\n"
        self._deal = next((i for i, p in enumerate(given) if p.name == "deal"), None)
        self._deal = self._deal if links_to_deal(edge) else None
        self._writers = [writer(p, iris) for p in given]
        self._base = iris.base

    def triple(self, start: str, end: str) -> str:
        """Write the edge between two terms as one statement."""
        return f"{start} {self.predicate} {end} .\n"

    def address(self, start: str, end: str, values: Values) -> str:
        """Give the term of the edge's own node."""
        path = end[len(self._base) + 1 : -1]
        if not self._several_labels:
            path = path.partition("/")[2]
        below = f"/{values[self._deal]}" if self._deal is not None else ""
        return f"{start[:-1]}/{self._word}/{path}{below}>"

    def node(self, start: str, end: str, values: Values) -> str:
        """Write the edge's own node, with what the edge says; nothing for an edge without."""
        if not self.has_node:
            return ""
        subject = self.address(start, end, values)
        lines = [
            f"{subject}{self._class}{subject} {_SUBJECT} {start} .\n"
            f"{subject} {_PREDICATE} {self.predicate} .\n{subject} {_OBJECT} {end} .\n"
        ]
        lines += [
            write(subject, value)
            for value, write in zip(values, self._writers, strict=True)
            if value is not None
        ]
        return "".join(lines)


_SUBJECT, _PREDICATE, _OBJECT = map(term, ("rdf:subject", "rdf:predicate", "rdf:object"))
_ALSO_KNOWN = term("skos:altLabel")
_SAME = term("skos:exactMatch")


def other_name(subject: str, text: str, language: str | None) -> str:
    """Write one of a thing's names besides the one it is shown under."""
    return statement(subject, _ALSO_KNOWN, literal(text, language=language or ""))


@cache
def known_as_places() -> tuple[int, int]:
    """Give where text and language stand among the values of KNOWN_AS."""
    names = [p.name for p in properties(KnownAs)]
    return names.index("text"), names.index("language")


def writer(said: Property, iris: Iris) -> Writer:
    """Choose how the values of a property become statements."""
    head = f" {term(said.term)} "
    write = _matched(said, head, _one(said, iris)) if said.said.match else _plain(head, said, iris)
    if not said.many:
        return write
    return lambda subject, values: "".join([write(subject, value) for value in values])


def _is_named(node: type[Node], said: Property) -> bool:
    """Whether the language of a label is to be found among the thing's names."""
    return said.term == LABEL and node in KnownAs.start


def _plain(head: str, said: Property, iris: Iris) -> Writer:
    if said.words is None and not said.of and said.datatype == "":  # most of all values
        tail = f'"@{said.said.language} .\n' if said.said.language else '" .\n'
        return lambda subject, value: f'{subject}{head}"{escaped(value)}{tail}'
    one = _one(said, iris)
    return lambda subject, value: f"{subject}{head}{one(value)} .\n"


def _matched(said: Property, head: str, one: Callable[[Any], str]) -> Writer:
    def write(subject: str, value: Any) -> str:
        elsewhere = iri(said.said.match.format(value))
        same = statement(subject, _SAME, elsewhere)
        return f"{subject}{head}{one(value)} .\n{same}"

    return write


def _one(said: Property, iris: Iris) -> Callable[[Any], str]:
    """Choose how one value of a property becomes a term."""
    if said.words:
        return concepts(said.words).__getitem__
    if said.of:
        return iris.maker(said.of)
    tail = f'"^^{term(said.datatype)}' if said.datatype else '"'
    text = _TEXTS.get(said.datatype, str)
    return lambda value: f'"{text(value)}{tail}'


_TEXTS: dict[str, Callable[[Any], str]] = {
    "": lambda value: escaped(value),
    "xsd:decimal": decimal,
    "xsd:boolean": lambda value: "true" if value else "false",
}
