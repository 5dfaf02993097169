"""The statements that store plain rows: nodes created or merged by key, edges between keys.

Labels, types and keys in the query text come from the model; values are always parameters.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from dealgraph.graph.content import EdgeKind
from dealgraph.graph.errors import GraphError
from dealgraph.schema.model import EDGES, NODES


class Transaction(Protocol):
    """What writing needs of a driver's transaction."""

    def run(self, query: Any, parameters: dict[str, Any] | None = None) -> Any:
        """Run a statement."""
        ...


class Unhurried:
    """A transaction in which one statement runs while the next one is being packed.

    Whether each made what it was given is checked by `check`, before the transaction ends.
    Each keeps the plan that was made for it first, however the graph has grown since (decision
    0019): all begin at keys, which is as good at any size.
    """

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._checks: list[Callable[[], None]] = []

    def run(self, query: Any, parameters: dict[str, Any] | None = None) -> Any:
        """Send a statement when the last one has ended; what comes back must not be waited for."""
        given = parameters or {}
        short = {name: _Short(v) if isinstance(v, list) else v for name, v in given.items()}
        return self._tx.run(f"CYPHER replan=skip {query}", short)

    def check_later(self, check: Callable[[], None]) -> None:
        """Keep a check until `check`."""
        self._checks.append(check)

    def check(self) -> None:
        """Raise WriteCountError when a statement did not make what it was given."""
        for check in self._checks:
            check()


class _Short(list[Any]):
    """A list that is written as its length: for a log that nobody reads, the driver writes out
    all that it sends, which took a twentieth of a load."""

    def __repr__(self) -> str:
        return f"<{len(self):,} values>"


class WriteCountError(GraphError):
    """The database made another number of elements than it was given: nothing is committed."""


Rows = Sequence[Mapping[str, Any]]


def found(tx: Transaction, cypher: str, ids: Collection[str]) -> list[Mapping[str, Any]]:
    """Read what a statement finds of some `$ids`: it returns all of it as one list, `found`.

    Row by row, whoever reads would wait for the other thread's turn at each of them.
    """
    if not ids:
        return []
    rows: list[Mapping[str, Any]] = tx.run(cypher, {"ids": list(ids)}).single()["found"]
    return rows


def create_nodes(tx: Transaction, label: str, rows: Rows) -> None:
    """Create nodes; WriteCountError when not all were made."""
    if not rows:
        return
    sent = _Sent(label, rows)
    cypher = f"UNWIND $rows AS row CREATE (n:{_labels(label)}) SET n = row{sent.then}"
    result = tx.run(cypher, sent.parameters)
    _expect(tx, label, len(rows), lambda: result.consume().counters.nodes_created)


def merge_nodes(tx: Transaction, label: str, rows: Rows) -> None:
    """Create the nodes that are missing and set the given properties on all."""
    if not rows:
        return
    key = NODES[label].key
    also = "".join(f" SET n:{other}" for other in NODES[label].also)
    sent = _Sent(label, list({row[key]: row for row in rows}.values()))
    tx.run(
        f"UNWIND $rows AS row MERGE (n:{label} {{{key}: row.{key}}}) SET n += row{also}{sent.then}",
        sent.parameters,
    )


def create_edges(tx: Transaction, kind: EdgeKind, rows: Rows) -> None:
    """Create edges; WriteCountError when one of their ends is missing."""
    if not rows:
        return
    start, end = NODES[kind.start].key, NODES[kind.end].key
    properties = " SET e = row.set" if EDGES[kind.type].model_fields else ""
    result = tx.run(
        f"UNWIND $rows AS row MATCH (a:{kind.start} {{{start}: row.from}}) "
        f"MATCH (b:{kind.end} {{{end}: row.to}}) CREATE (a)-[e:{kind.type}]->(b){properties}",
        {"rows": rows},
    )
    _expect(tx, kind.type, len(rows), lambda: result.consume().counters.relationships_created)


def unlink(tx: Transaction, label: str, types: str, ids: Collection[str]) -> None:
    """Take away the edges of some types (such as `A|B`) that start at things of a label."""
    if ids:
        tx.run(
            f"UNWIND $ids AS id MATCH (:{label} {{id: id}})-[old:{types}]->() DELETE old",
            {"ids": list(ids)},
        )


def link(
    tx: Transaction, label: str, type_: str, end: str, ends: Mapping[str, Iterable[str]], **of: Any
) -> None:
    """Create edges of a type from things to several others each, all with the same properties."""
    rows = [{"from": a, "to": b, "set": of} for a, several in ends.items() for b in several]
    create_edges(tx, EdgeKind(type_, label, end), rows)


class _Sent:
    """Rows of nodes as they are sent: each time of day once, as the driver packs them slowly.

    `then` is what sets them from `$times`.
    """

    def __init__(self, label: str, rows: Rows) -> None:
        names = [name for name, f in NODES[label].model_fields.items() if f.annotation is datetime]
        places: dict[datetime, int] = {}
        for name in names:
            place = {row[name]: places.setdefault(row[name], len(places)) for row in rows}
            rows = [{**row, name: place[row[name]]} for row in rows]
        self.then = "".join(f" SET n.{name} = $times[row.{name}]" for name in names)
        self.parameters = {"rows": rows, **({"times": list(places)} if names else {})}


def _labels(label: str) -> str:
    return ":".join((label, *NODES[label].also))


def _expect(tx: Transaction, what: str, given: int, made: Callable[[], int]) -> None:
    def check() -> None:
        if given != made():
            raise WriteCountError(f"{given} {what} were to be made, the database made {made()}")

    if isinstance(tx, Unhurried):
        tx.check_later(check)
    else:
        check()
