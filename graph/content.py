"""A piece of graph as plain rows: what derivation makes and writing stores."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Properties = Mapping[str, Any]


class EdgeKind(NamedTuple):
    """Edges that are written together: one type between two labels."""

    type: str
    start: str
    end: str


@dataclass
class Content:
    """Nodes by label and edges by kind.

    A node row holds its key among its properties; an edge row is `{"from", "to", "set"}`.
    """

    nodes: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    edges: dict[EdgeKind, list[dict[str, Any]]] = field(default_factory=dict)

    def node(self, label: str, **properties: Any) -> None:
        """Add a node; a property that is None or empty is left out: missing is not zero."""
        self.nodes.setdefault(label, []).append(_given(properties))

    def edge(self, kind: EdgeKind, start: str, end: str, **properties: Any) -> None:
        """Add an edge between two keys."""
        row = {"from": start, "to": end, "set": _given(properties) if properties else {}}
        self.edges.setdefault(kind, []).append(row)

    def add(self, other: "Content") -> None:
        """Take in another piece."""
        for label, rows in other.nodes.items():
            self.nodes.setdefault(label, []).extend(rows)
        for kind, edges in other.edges.items():
            self.edges.setdefault(kind, []).extend(edges)

    def clear(self) -> None:
        """Empty every list of rows, for whoever still holds one."""
        for rows in (*self.nodes.values(), *self.edges.values()):
            rows.clear()


def _given(properties: Properties) -> dict[str, Any]:
    return {
        name: value
        for name, value in properties.items()
        if value or (value is not None and not isinstance(value, (list, tuple)))
    }
