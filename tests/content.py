"""The whole content of a graph as plain rows, so that two graphs can be compared."""

from typing import Any

from dealgraph.graph.connection import Connection
from dealgraph.schema.model import NODES, node_type

#: When and from where a record came is no content: it differs between equal graphs.
_CIRCUMSTANCES = {
    "Record": {"file", "line", "created", "changed"},
    "Deal": {"loaded"},
    "Graph": {"revision"},
}


def content(connection: Connection) -> dict[str, list[Any]]:
    """Give all nodes and edges, sorted, without the circumstances of loading."""
    # Two rows in all: fifty thousand would take the driver ten times as long.
    found = _all(connection, "MATCH (n) RETURN collect([elementId(n), labels(n), n {.*}])")
    keys = {at: _key(labels, properties) for at, labels, properties in found}
    nodes = [(sorted(labels), _properties(labels, properties)) for _, labels, properties in found]
    edges = [
        (keys[a], type_, keys[b], sorted(properties.items()))
        for a, type_, b, properties in _all(
            connection,
            "MATCH (a)-[e]->(b) RETURN collect([elementId(a), type(e), elementId(b), e {.*}])",
        )
    ]
    return {"nodes": sorted(nodes, key=repr), "edges": sorted(edges, key=repr)}


def _all(connection: Connection, statement: str) -> list[Any]:
    (row,) = connection.read(statement).records
    found: list[Any] = row[0]
    return found


def _properties(labels: list[str], properties: dict[str, Any]) -> list[tuple[str, Any]]:
    without = {name for label in labels for name in _CIRCUMSTANCES.get(label, set())}
    return sorted((name, value) for name, value in properties.items() if name not in without)


def _key(labels: list[str], properties: dict[str, Any]) -> tuple[str, str]:
    label = next(label for label in labels if label in NODES)
    return label, properties[node_type(frozenset(labels)).key]
