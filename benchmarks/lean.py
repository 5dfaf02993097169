"""The leanest loader: ready-made rows, UNWIND and MERGE by key, nothing read but what is there.

It knows nothing of names, corrections or sources that disagree; what it needs is the least
that any loader needs which writes the same graph. Run a second time it adds nothing.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any

from benchmarks.written import Written
from dealgraph.graph.connection import Connection, Transaction
from dealgraph.graph.content import Content, EdgeKind
from dealgraph.graph.statements import create_edges, create_nodes, merge_nodes
from dealgraph.schema.model import EDGES, NODES

#: Rows of one statement, and deals of one transaction.
ROWS = 5000
DEALS = 1000


def write(connection: Connection, written: Written) -> None:
    """Write all rows: what deals share, then deals by the thousand, each transaction whole."""
    for label, nodes in written.shared.nodes.items():
        for some in _some(nodes):
            connection.write(partial(_nodes, label=label, rows=some))
    late = {kind for kind in written.shared.edges if kind.start == "Deal"}
    _share(connection, written.shared, written.shared.edges.keys() - late)
    deals = iter(written.deals.items())
    while batch := dict(islice(deals, DEALS)):
        connection.write(partial(_write_deals, batch=batch))
    _share(connection, written.shared, late)
    connection.write(
        lambda tx: tx.run("MATCH (g:Graph) SET g += $graph", {"graph": written.graph}).consume()
    )


def _nodes(tx: Transaction, label: str, rows: Sequence[dict[str, Any]]) -> None:
    merge_nodes(tx, label, rows)


def _share(connection: Connection, shared: Content, kinds: set[EdgeKind]) -> None:
    for kind in kinds:
        for some in _some(shared.edges[kind]):
            connection.write(partial(_merge_edges, kind=kind, rows=some))


def _merge_edges(tx: Transaction, kind: EdgeKind, rows: Sequence[dict[str, Any]]) -> None:
    start, end = NODES[kind.start].key, NODES[kind.end].key
    properties = " SET e = row.set" if EDGES[kind.type].model_fields else ""
    tx.run(
        f"UNWIND $rows AS row MATCH (a:{kind.start} {{{start}: row.from}}) "
        f"MATCH (b:{kind.end} {{{end}: row.to}}) MERGE (a)-[e:{kind.type}]->(b){properties}",
        {"rows": rows},
    ).consume()


def _write_deals(tx: Transaction, batch: dict[str, Content]) -> None:
    """Create what belongs to the deals that are not there yet."""
    found = tx.run(
        "UNWIND $deals AS id MATCH (d:Deal {id: id}) RETURN d.id AS id", {"deals": list(batch)}
    )
    there = {row["id"] for row in found}
    new = Content()
    for deal, content in batch.items():
        if deal not in there:
            new.add(content)
    for label, nodes in new.nodes.items():
        create_nodes(tx, label, nodes)
    for kind, edges in new.edges.items():
        create_edges(tx, kind, edges)


def _some(rows: Sequence[dict[str, Any]]) -> Iterator[Sequence[dict[str, Any]]]:
    for start in range(0, len(rows), ROWS):
        yield rows[start : start + ROWS]
