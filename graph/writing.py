"""Storing deals: one transaction a batch, in which every deal it holds becomes whole.

A deal's own nodes and edges are removed and made anew; what several deals share (companies
outside the register, assets, targets, indications, sources, names) is then derived again
from the statements of all deals that are left, so that the order of loading never shows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dealgraph.graph.content import Content
from dealgraph.graph.families import settle_families
from dealgraph.graph.saying import Said
from dealgraph.graph.shared import Touched, share, tidy
from dealgraph.graph.statements import (
    Transaction,
    Unhurried,
    create_edges,
    create_nodes,
)


@dataclass
class Batch:
    """Deals to be stored, or taken out, together.

    `deals` are all that are touched; `owned`, `shared` and what is `said` are what they are to
    be, and hold nothing for a deal that goes. `records` are rows of Record nodes to store, `gone`
    the keys of those to remove before: what a record was is gone too when it changes.
    """

    deals: set[str] = field(default_factory=set)
    owned: Content = field(default_factory=Content)
    shared: Content = field(default_factory=Content)
    said: Said = field(default_factory=Said)
    records: list[dict[str, Any]] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)

    def add(self, deal: str, owned: Content, shared: Content) -> None:
        """Take in what a deal is to be."""
        self.deals.add(deal)
        self.owned.add(owned)
        self.shared.add(shared)
        self.said.add(owned)

    def let_go(self) -> None:
        """Empty the lists of rows when they are stored.

        The driver's results keep the lists that they were given, and themselves, in cycles:
        looking for what each batch leaves behind took the collector a twentieth of a load.
        """
        self.owned.clear()
        self.shared.clear()
        self.records.clear()


def lock(tx: Transaction) -> None:
    """Let no other batch in until this transaction ends; the Graph node is the lock."""
    tx.run("MATCH (g:Graph {id: 'graph'}) SET g.revision = g.revision")


def write(transaction: Transaction, batch: Batch) -> list[list[str]]:
    """Store a batch; gives the circles of deals that it found among their families.

    Raises WriteCountError when an end of an edge is missing.
    """
    tx = Unhurried(transaction)
    before = _take_out(tx, batch.deals)
    share(tx, before, batch.said, batch.shared)
    for label, rows in batch.owned.nodes.items():
        create_nodes(tx, label, rows)
    for kind, edges in batch.owned.edges.items():
        create_edges(tx, kind, edges)
    circles = settle_families(tx, batch.deals, before.relatives)
    tidy(tx, before, batch.said)
    _store_records(tx, batch)
    if before == Touched():
        _add_deals(tx, batch.owned.nodes.get("Deal", []))
    else:
        raise_revision(tx)
    tx.check()
    return circles


def _add_deals(tx: Transaction, deals: Sequence[Mapping[str, Any]]) -> None:
    """Do as `raise_revision` where deals only came, without looking at all the others."""
    tx.run(
        """
        MATCH (g:Graph {id: 'graph'})
        SET g.revision = g.revision + 1, g.deals = g.deals + $deals,
            g.data_as_of = CASE WHEN g.data_as_of >= coalesce($latest, g.data_as_of)
                                THEN g.data_as_of ELSE $latest END
        """,
        {"deals": len(deals), "latest": max((deal["latest"] for deal in deals), default=None)},
    )


def raise_revision(tx: Transaction) -> None:
    """Say in the Graph node that something changed, with the counts that answers carry."""
    tx.run(
        """
        MATCH (g:Graph {id: 'graph'})
        CALL () { MATCH (d:Deal) RETURN count(d) AS deals }
        CALL () {
          MATCH (d:Deal) WHERE d.latest IS NOT NULL
          RETURN d.latest AS latest ORDER BY latest DESC LIMIT 1
          UNION ALL
          RETURN null AS latest
        }
        WITH g, deals, max(latest) AS latest
        SET g.revision = g.revision + 1, g.deals = deals, g.data_as_of = latest
        """
    )


def records_of(tx: Transaction, deals: Iterable[str]) -> list[Mapping[str, Any]]:
    """Read the stored records of deals: key, dataset, deal, json, checksum, created, changed."""
    return list(
        tx.run(
            """
            UNWIND $deals AS deal
            MATCH (r:Record {deal: deal})
            RETURN r.key AS key, r.dataset AS dataset, r.deal AS deal, r.json AS json,
                   r.checksum AS checksum, r.created AS created, r.changed AS changed
            """,
            {"deals": list(deals)},
        )
    )


def _take_out(tx: Transaction, deals: Iterable[str]) -> Touched:
    present = {"deals": _present(tx, deals)}
    if not present["deals"]:
        return Touched()
    touched = Touched.read(tx, present["deals"])
    for statement in (
        """
        UNWIND $deals AS id
        MATCH (:Deal {id: id})-[:REPORTED_IN]->()-[:STATES]->(own) DETACH DELETE own
        """,
        """
        UNWIND $deals AS id
        MATCH (:Deal {id: id})-[:GRANTS|HAS_EVENT|REPORTED_IN]->(own) DETACH DELETE own
        """,
        "UNWIND $deals AS id MATCH ()-[e:LICENSED {deal: id}]->() DELETE e",
        "UNWIND $deals AS id MATCH ()-[e:FLOW {deal: id}]->() DELETE e",
        "UNWIND $deals AS id MATCH (d:Deal {id: id}) DETACH DELETE d",
    ):
        tx.run(statement, present)
    return touched


def _present(tx: Transaction, deals: Iterable[str]) -> list[str]:
    found = tx.run(
        "UNWIND $deals AS id MATCH (d:Deal {id: id}) RETURN d.id AS id", {"deals": list(deals)}
    )
    return [row["id"] for row in found]


def _store_records(tx: Transaction, batch: Batch) -> None:
    if batch.gone:
        tx.run("UNWIND $keys AS key MATCH (r:Record {key: key}) DELETE r", {"keys": batch.gone})
    create_nodes(tx, "Record", batch.records)
