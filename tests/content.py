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
    found = connection.read(
        "MATCH (n) RETURN elementId(n) AS at, labels(n) AS labels, properties(n) AS properties"
    ).records
    keys = {row["at"]: _key(row["labels"], row["properties"]) for row in found}
    nodes = [
        (sorted(row["labels"]), _properties(row["labels"], row["properties"])) for row in found
    ]
    edges = [
        (keys[row["a"]], row["type"], keys[row["b"]], sorted(row["properties"].items()))
        for row in connection.read(
            "MATCH (a)-[e]->(b) RETURN elementId(a) AS a, type(e) AS type, elementId(b) AS b, "
            "properties(e) AS properties"
        ).records
    ]
    return {"nodes": sorted(nodes, key=repr), "edges": sorted(edges, key=repr)}


def _properties(labels: list[str], properties: dict[str, Any]) -> list[tuple[str, Any]]:
    without = {name for label in labels for name in _CIRCUMSTANCES.get(label, set())}
    return sorted((name, value) for name, value in properties.items() if name not in without)


def _key(labels: list[str], properties: dict[str, Any]) -> tuple[str, str]:
    label = next(label for label in labels if label in NODES)
    return label, properties[node_type(frozenset(labels)).key]
