"""The statements that store plain rows: nodes created or merged by key, edges between keys.

Labels, types and keys in the query text come from the model; values are always parameters.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from dealgraph.graph.content import EdgeKind
from dealgraph.graph.errors import GraphError
from dealgraph.schema.model import EDGES, NODES


class Transaction(Protocol):
    """What writing needs of a driver's transaction."""

    def run(self, query: Any, parameters: dict[str, Any] | None = None) -> Any:
        """Run a statement."""
        ...


class WriteCountError(GraphError):
    """The database made another number of elements than it was given: nothing is committed."""


Rows = Sequence[Mapping[str, Any]]


def create_nodes(tx: Transaction, label: str, rows: Rows) -> None:
    """Create nodes; WriteCountError when not all were made."""
    result = tx.run(f"UNWIND $rows AS row CREATE (n:{_labels(label)}) SET n = row", {"rows": rows})
    _expect(label, len(rows), result.consume().counters.nodes_created)


def merge_nodes(tx: Transaction, label: str, rows: Rows) -> None:
    """Create the nodes that are missing and set the given properties on all."""
    if not rows:
        return
    key = NODES[label].key
    also = "".join(f" SET n:{other}" for other in NODES[label].also)
    tx.run(
        f"UNWIND $rows AS row MERGE (n:{label} {{{key}: row.{key}}}) SET n += row{also}",
        {"rows": list({row[key]: row for row in rows}.values())},
    ).consume()


def create_edges(tx: Transaction, kind: EdgeKind, rows: Rows) -> None:
    """Create edges; WriteCountError when one of their ends is missing."""
    start, end = NODES[kind.start].key, NODES[kind.end].key
    properties = " SET e = row.set" if EDGES[kind.type].model_fields else ""
    result = tx.run(
        f"UNWIND $rows AS row MATCH (a:{kind.start} {{{start}: row.from}}) "
        f"MATCH (b:{kind.end} {{{end}: row.to}}) CREATE (a)-[e:{kind.type}]->(b){properties}",
        {"rows": rows},
    )
    _expect(kind.type, len(rows), result.consume().counters.relationships_created)


def _labels(label: str) -> str:
    return ":".join((label, *NODES[label].also))


def _expect(what: str, given: int, made: int) -> None:
    if given != made:
        raise WriteCountError(f"{given} {what} were to be made, the database made {made}")
