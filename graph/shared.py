"""What several deals share, derived from the statements of all of them.

The statements stand on the deals' own edges: COVERS says an asset's names, targets,
indications and modality, LICENSOR and LICENSEE a company's names and country, an Account
its source's publisher and date. Earlier deals come first wherever one value is shown.

What the deals of a batch say is at hand. What other deals say is read only where it matters:
of a new thing they say nothing, and who repeats what a company is known by changes nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from dealgraph.graph.assets import share_assets, share_indications, share_targets
from dealgraph.graph.companies import share_companies
from dealgraph.graph.content import Content
from dealgraph.graph.naming import forget
from dealgraph.graph.saying import Said, first
from dealgraph.graph.statements import Transaction, create_nodes, found, merge_nodes


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


def share(tx: Transaction, before: Touched, said: Said, shared: Content) -> None:
    """Write what coming deals share with others; `before` is what deals that went had shared.

    To be called when the deals that go are out, and those that come are not in yet.
    """
    share_targets(tx, shared.nodes.get("Target", []))
    share_indications(tx, before.indications, said)
    share_companies(tx, before.companies, said)
    share_assets(tx, before.assets, said, shared)
    _sources(tx, before.sources, said, shared)


def tidy(tx: Transaction, before: Touched, said: Said) -> None:
    """Count companies' deals anew when the coming deals are in; sweep what no deal needs now."""
    tx.run(
        """
        UNWIND $ids AS id
        MATCH (c:Company {id: id})
        SET c.deals = COUNT { (c)<-[:LICENSOR|LICENSEE]-() }
        """,
        {"ids": list(before.companies | said.companies.keys())},
    )
    _sweep(tx, before)


# --- sources -------------------------------------------------------------------------------------

_ACCOUNTS = """
UNWIND $ids AS id
MATCH (s:Source {id: id})
RETURN collect({id: s.id, accounts: [(s)<-[:BY]-(a:Account) |
                                    a {.id, .publisher, .published, .kind}]}) AS found
"""


def _sources(tx: Transaction, before: set[str], said: Said, shared: Content) -> None:
    """Show of a source what the first of its accounts says, in the order of their ids."""
    rows = found(tx, _ACCOUNTS, before | said.accounts.keys())
    known = {row["id"]: row["accounts"] for row in rows}
    bare = {row["id"]: row for row in shared.nodes.get("Source", [])}
    shown: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
    for source in said.accounts.keys() | known.keys():
        accounts = [*said.accounts.get(source, ()), *known.get(source, ())]
        if accounts:
            accounts.sort(key=lambda account: account["id"])
            facts = {name: first(accounts, name) for name in ("publisher", "published", "kind")}
            shown[source in known].append({"id": source, **bare.get(source, {}), **facts})
    create_nodes(tx, "Source", shown[False])
    merge_nodes(tx, "Source", shown[True])


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
