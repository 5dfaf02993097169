"""What several deals share, derived from the statements of all of them.

The statements stand on the deals' own edges: COVERS says an asset's names, targets,
indications and modality, LICENSOR and LICENSEE a company's names and country, an Account
its source's publisher and date. Earlier deals come first wherever one value is shown.

What the deals of a batch say is at hand. What other deals say is read only where it matters:
of a new thing they say nothing, and who repeats what a company is known by changes nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dealgraph.graph.assets import share_assets, share_indications, share_targets
from dealgraph.graph.companies import SIDES, share_companies
from dealgraph.graph.content import Content
from dealgraph.graph.naming import forget
from dealgraph.graph.saying import first, said_in
from dealgraph.graph.statements import Transaction, merge_nodes


@dataclass
class Touched:
    """Keys of the shared nodes that deals have to do with, and of the deals linked to them."""

    companies: set[str] = field(default_factory=set)
    assets: set[str] = field(default_factory=set)
    targets: set[str] = field(default_factory=set)
    indications: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    relatives: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, tx: Transaction, deals: Iterable[str]) -> "Touched":
        """Give what deals of the graph touch."""
        rows = tx.run(
            """
            UNWIND $deals AS id
            MATCH (d:Deal {id: id})
            RETURN [(d)-[:LICENSOR|LICENSEE|ASSIGNEE]->(c) | c.id] AS companies,
                   [(d)-[:COVERS]->(a) | a.id] AS assets,
                   [(d)-[:COVERS]->()-[:TARGETS]->()-[:MEMBER_OF*0..2]->(t) | t.id] AS targets,
                   [(d)-[:COVERS]->()-[:TREATS]->(i) | i.id] AS indications,
                   [(d)-[:REPORTED_IN]->()-[:BY]->(s) | s.id] AS sources,
                   [(d)-[:FOLLOWS]-(o) | o.id] AS relatives
            """,
            {"deals": list(deals)},
        )
        found = cls()
        for row in rows:
            for name in row.keys():  # noqa: SIM118 - a driver's row iterates over its values
                getattr(found, name).update(row[name])
        return found


def share(tx: Transaction, before: Touched, owned: Content, shared: Content) -> None:
    """Write what coming deals share with others; `before` is what deals that went had shared.

    To be called when the deals that go are out, and those that come are not in yet.
    """
    share_targets(tx, shared.nodes.get("Target", []))
    share_indications(tx, before.indications, owned)
    share_companies(tx, before.companies, owned)
    share_assets(tx, before.assets, owned, shared)
    _sources(tx, before.sources, owned, shared)


def tidy(tx: Transaction, before: Touched, owned: Content) -> None:
    """Count companies' deals anew when the coming deals are in; sweep what no deal needs now."""
    tx.run(
        """
        UNWIND $ids AS id
        MATCH (c:Company {id: id})
        SET c.deals = COUNT { (c)<-[:LICENSOR|LICENSEE]-() }
        """,
        {"ids": list(before.companies | said_in(owned, *SIDES).keys())},
    )
    _sweep(tx, before)


# --- sources -------------------------------------------------------------------------------------

_ACCOUNTS = """
UNWIND $ids AS id
MATCH (s:Source {id: id})
RETURN s.id AS id, [(s)<-[:BY]-(a:Account) | a {.id, .publisher, .published, .kind}] AS accounts
"""


def _sources(tx: Transaction, before: set[str], owned: Content, shared: Content) -> None:
    """Show of a source what the first of its accounts says, in the order of their ids."""
    bare = {row["id"]: row for row in shared.nodes.get("Source", [])}
    told = _told(owned)
    for row in tx.run(_ACCOUNTS, {"ids": list(before | told.keys())}):
        told.setdefault(row["id"], []).extend(row["accounts"])
    shown = []
    for source, accounts in told.items():
        accounts.sort(key=lambda account: account["id"])
        facts = {name: first(accounts, name) for name in ("publisher", "published", "kind")}
        shown.append({**bare.get(source, {}), "id": source, **facts})
    merge_nodes(tx, "Source", [row for row in shown if told[row["id"]]])


def _told(owned: Content) -> dict[str, list[Mapping[str, Any]]]:
    """Give the accounts of the coming deals by their source."""
    accounts = {row["id"]: row for row in owned.nodes.get("Account", [])}
    told: dict[str, list[Mapping[str, Any]]] = {}
    for kind, rows in owned.edges.items():
        if kind.type == "BY":
            for row in rows:
                told.setdefault(row["to"], []).append(accounts[row["from"]])
    return told


# --- what nothing points to any more -------------------------------------------------------------


def _sweep(tx: Transaction, before: Touched) -> None:
    """Remove shared nodes that the deals of `before` left without any deal."""
    for label, ids, support in (
        ("Company", before.companies,
         "n.registered OR EXISTS { (n)<-[:LICENSOR|LICENSEE|ASSIGNEE]-() }"),
        ("Asset", before.assets, "EXISTS { (n)<-[:COVERS]-() }"),
        ("Target", before.targets, "EXISTS { (n)<-[:MEMBER_OF*0..2]-()<-[:TARGETS]-() }"),
        ("Indication", before.indications, "EXISTS { (n)<-[:TREATS]-() }"),
        ("Source", before.sources, "EXISTS { (n)<-[:BY]-() }"),
    ):  # fmt: skip
        if not ids:
            continue
        names = tx.run(
            f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) "
            f"WHERE NOT coalesce({support}, false) "
            "WITH n, [(n)-[:KNOWN_AS]->(name) | name.key] AS keys DETACH DELETE n "
            "WITH keys UNWIND keys AS key RETURN collect(DISTINCT key) AS keys",
            {"ids": list(ids)},
        ).single()["keys"]
        forget(tx, names)
