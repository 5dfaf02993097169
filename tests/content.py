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
    nodes = [
        (sorted(row["labels"]), _properties(row["labels"], row["properties"]))
        for row in connection.read(
            "MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties"
        ).records
    ]
    edges = [
        (_key(row["a"]), row["type"], _key(row["b"]), sorted(row["properties"].items()))
        for row in connection.read(
            "MATCH (a)-[e]->(b) RETURN a, type(e) AS type, b, properties(e) AS properties"
        ).records
    ]
    return {"nodes": sorted(nodes, key=repr), "edges": sorted(edges, key=repr)}


def _properties(labels: list[str], properties: dict[str, Any]) -> list[tuple[str, Any]]:
    without = {name for label in labels for name in _CIRCUMSTANCES.get(label, set())}
    return sorted((name, value) for name, value in properties.items() if name not in without)


def _key(node: Any) -> tuple[str, str]:
    label = next(label for label in node.labels if label in NODES)
    return label, node[node_type(node.labels).key]
