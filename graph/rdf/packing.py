"""Cypher that packs nodes and edges into plain lists, as the mapping to RDF wants them.

A list of scalars is thirty times cheaper to read than a node. Labels, types and properties in
the text come from the model; values are always parameters.
"""

from collections.abc import Sequence

from dealgraph.schema.model import NODES, Edge, Element, KnownAs, Node
from dealgraph.schema.rdf.mapping import LABEL
from dealgraph.schema.rdf.properties import Property, links_to_deal, properties

_AS_TEXT = ("xsd:date", "xsd:dateTime")


def values(element: type[Element], name: str) -> str:
    """Give the list of an element's values; `name` is its variable. Dates become text."""
    return f"[{', '.join(_values(element, name))}]"


def edge_values(edge: type[Edge], end: str, end_types: Sequence[type[Node]]) -> str:
    """Give the list of label and key of the node at one end of `e`, and the edge's own values."""
    label, key = _label(end, end_types), f"{end}.{_key(end_types)}"
    return f"[{', '.join([label, key, *_values(edge, 'e')])}]"


def out_edges(edge: type[Edge], start: str) -> str:
    """Give the list of edges of a type that start at a node.

    Where there is one for each deal, only the ends: the edges themselves are the deals' part.
    """
    if links_to_deal(edge):
        end = f"[{_label('m', edge.end)}, m.{_key(edge.end)}]"
        return f"COLLECT {{ MATCH ({start})-[:{edge.type}]->(m) RETURN DISTINCT {end} }}"
    return f"[({start})-[e:{edge.type}]->(m) | {edge_values(edge, 'm', edge.end)}]"


def edges_of_deal(edge: type[Edge], deal: str) -> str:
    """Give the list of a deal's own edges of a type: key of the start, then as `edge_values`."""
    (start,), (end,) = edge.start, edge.end
    return (
        f"COLLECT {{ MATCH (s:{start.label})-[e:{edge.type} {{deal: {deal}.id}}]->(m:{end.label}) "
        f"RETURN [s.{start.key}] + {edge_values(edge, 'm', edge.end)} }}"
    )


def _values(element: type[Element], name: str) -> list[str]:
    return [
        f"toString({name}.{p.name})" if p.datatype in _AS_TEXT else f"{name}.{p.name}"
        for p in properties(element)
    ]


def _label(name: str, types: Sequence[type[Node]]) -> str:
    if len(types) == 1:
        return f"'{types[0].label}'"
    labels = [node.label for node in types]
    return f"head([l IN labels({name}) WHERE l IN {labels}])"


def _key(types: Sequence[type[Node]]) -> str:
    keys = {NODES[node.label].key for node in types}
    assert len(keys) == 1, "ends of one edge have one key"
    return keys.pop()


def neighbour(name: str, node: type[Node]) -> str:
    """Give the list that tells what a node at the other end is: its key, and how it is called.

    What has a name is `[key, name, language]`; what has none is `[key, its values]`.
    """
    label = label_of(node)
    if label is None:
        return f"[{name}.{node.key}, {values(node, name)}]"
    return f"[{name}.{node.key}, {name}.{label.name}, {_language(name, node, label)}]"


def label_of(node: type[Node]) -> Property | None:
    """Give the property by which a node is called; None for what has no name."""
    return next((given for given in properties(node) if given.term == LABEL), None)


def _language(name: str, node: type[Node], label: Property) -> str:
    if node not in KnownAs.start:
        return f"'{label.said.language}'"
    names = f"({name})-[k:KNOWN_AS]->() WHERE k.text = {name}.{label.name} | k.language"
    return f"head([{names}])"
