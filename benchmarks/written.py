"""A loaded graph as the rows that make it again: what any loader has to write, ready-made."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from dealgraph.graph.connection import Connection
from dealgraph.graph.content import Content, EdgeKind
from dealgraph.schema.model import EDGES, NODES

#: To which deal a node belongs; nodes of other labels are shared by deals.
_DEAL_OF_NODE = {
    "Deal": "{0}.id",
    "Record": "{0}.deal",
    "Right": "[(d:Deal)-[:GRANTS]->({0}) | d.id][0]",
    "Event": "[(d:Deal)-[:HAS_EVENT]->({0}) | d.id][0]",
    "Account": "split({0}.id, '--')[0]",
}
_DEAL_OF_EDGE = {"LICENSED": "e.deal", "FLOW": "e.deal"}
#: What stands without any deal: no loader of deals writes it.
_GROUND = {"nodes": {"Country", "Region", "Graph"}, "edges": {"PART_OF", "SUBSIDIARY_OF"}}
#: It links two deals, which may be written far apart.
_BETWEEN_DEALS = {"FOLLOWS"}


@dataclass
class Written:
    """All rows of a graph: of each deal its own, then what deals share, then the Graph node."""

    deals: dict[str, Content] = field(default_factory=dict)
    shared: Content = field(default_factory=Content)
    graph: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, connection: Connection) -> "Written":
        """Read a graph; values are Python's own, as a loader would have them."""
        written = cls()
        for label in NODES.keys() - _GROUND["nodes"]:
            written._take_nodes(connection, label)
        for kind in _edge_kinds():
            written._take_edges(connection, kind)
        (row,) = connection.read("MATCH (g:Graph) RETURN properties(g) AS properties").records
        written.graph = _native(row["properties"])
        return written

    def _take_nodes(self, connection: Connection, label: str) -> None:
        deal = _DEAL_OF_NODE.get(label, "null").format("n")
        cypher = f"MATCH (n:{label}) RETURN {deal} AS deal, properties(n) AS properties"
        for row in connection.read(cypher).records:
            rows = self._part(row["deal"]).nodes.setdefault(label, [])
            rows.append(_native(row["properties"]))

    def _take_edges(self, connection: Connection, kind: EdgeKind) -> None:
        deal = _DEAL_OF_EDGE.get(kind.type) or _DEAL_OF_NODE.get(kind.start, "null").format("a")
        if kind.type in _BETWEEN_DEALS:
            deal = "null"
        start, end = NODES[kind.start].key, NODES[kind.end].key
        cypher = (
            f"MATCH (a:{kind.start})-[e:{kind.type}]->(b:{kind.end}) RETURN {deal} AS deal, "
            f"a.{start} AS start, b.{end} AS end, properties(e) AS properties"
        )
        for row in connection.read(cypher).records:
            rows = self._part(row["deal"]).edges.setdefault(kind, [])
            properties = _native(row["properties"])
            rows.append({"from": row["start"], "to": row["end"], "set": properties})

    def _part(self, deal: str | None) -> Content:
        return self.shared if deal is None else self.deals.setdefault(deal, Content())


def _edge_kinds() -> Iterator[EdgeKind]:
    for edge in EDGES.values():
        if edge.type not in _GROUND["edges"]:
            for start, end in product(edge.start, edge.end):
                yield EdgeKind(edge.type, start.label, end.label)


def _native(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.to_native() if hasattr(value, "to_native") else value
        for name, value in properties.items()
    }
