"""What several deals share, derived from the statements of all of them.

The statements stand on the deals' own edges: COVERS says an asset's names, targets,
indications and modality, LICENSOR and LICENSEE a company's names and country, an Account
its source's publisher and date. Earlier deals come first wherever one value is shown.

What the deals of a batch say is at hand. What other deals say is read only where it matters:
of a new thing they say nothing, and who repeats what a company is known by changes nothing.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dealgraph.graph.content import Content, EdgeKind
from dealgraph.graph.saying import (
    Statement,
    Statements,
    first,
    joined,
    said_by_others,
    said_in,
    union,
)
from dealgraph.graph.statements import Transaction, create_edges, merge_nodes
from dealgraph.schema import targets
from dealgraph.schema.names import key, slug
from dealgraph.schema.vocabulary import CompanyKind, NameKind, TargetKind

_SIDES = ("LICENSOR", "LICENSEE", "ASSIGNEE")


@dataclass
class Touched:
    """Keys of the shared nodes that deals have to do with."""

    companies: set[str] = field(default_factory=set)
    assets: set[str] = field(default_factory=set)
    targets: set[str] = field(default_factory=set)
    indications: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, tx: Transaction, deals: Iterable[str]) -> "Touched":
        """Give what deals of the graph touch."""
        rows = tx.run(
            """
            UNWIND $deals AS id
            MATCH (d:Deal {id: id})
            RETURN [(d)-[:LICENSOR|LICENSEE|ASSIGNEE]->(c) | c.id] AS companies,
                   [(d)-[:COVERS]->(a) | a.id] AS assets,
                   [(d)-[:COVERS]->()-[:TARGETS]->(t) | t.id] AS targets,
                   [(d)-[:COVERS]->()-[:TREATS]->(i) | i.id] AS indications,
                   [(d)-[:REPORTED_IN]->()-[:BY]->(s) | s.id] AS sources
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
    merge_nodes(tx, "Target", shared.nodes.get("Target", []))
    _name_targets(tx, {row["id"] for row in shared.nodes.get("Target", [])})
    _indications(tx, before.indications, owned)
    _companies(tx, before.companies, owned)
    _assets(tx, before.assets, owned, shared)
    _sources(tx, before.sources, owned, shared)


def tidy(tx: Transaction, before: Touched, owned: Content) -> None:
    """Count companies' deals anew when the coming deals are in; sweep what no deal needs now."""
    tx.run(
        """
        UNWIND $ids AS id
        MATCH (c:Company {id: id})
        SET c.deals = COUNT { (c)<-[:LICENSOR|LICENSEE]-() }
        """,
        {"ids": list(before.companies | said_in(owned, *_SIDES).keys())},
    )
    _sweep(tx, before)


# --- names ---------------------------------------------------------------------------------------


def known_as(
    tx: Transaction,
    label: str,
    names: Mapping[str, Iterable[tuple[str, NameKind, str | None]]],
    known: Collection[str] | None = None,
) -> None:
    """Give things of a label their names anew: (text, kind, language) by the thing's id.

    `known` are those that may have names already; all of them when it is left out.
    """
    if not names:
        return
    rows = []
    for thing, called in names.items():
        by_key = {key(text): (text, kind, lang) for text, kind, lang in reversed(list(called))}
        rows += [
            {"from": thing, "to": k, "set": _named(*named)} for k, named in sorted(by_key.items())
        ]
    dropped = _drop_names(tx, label, names if known is None else names.keys() & known)
    keys = {row["to"] for row in rows}
    tx.run("UNWIND $keys AS key MERGE (:Name {key: key})", {"keys": sorted(keys)})
    create_edges(tx, EdgeKind("KNOWN_AS", label, "Name"), rows)
    _forget(tx, dropped - keys)


def _drop_names(tx: Transaction, label: str, ids: Collection[str]) -> set[str]:
    """Take things' names away; gives the keys."""
    if not ids:
        return set()
    dropped = tx.run(
        f"UNWIND $ids AS id MATCH (:{label} {{id: id}})-[e:KNOWN_AS]->(n:Name) "
        "DELETE e RETURN collect(DISTINCT n.key) AS keys",
        {"ids": list(ids)},
    )
    return set(dropped.single()["keys"])


def _named(text: str, kind: NameKind, language: str | None) -> dict[str, Any]:
    named = {"text": text, "kind": kind, "language": language}
    return {name: value for name, value in named.items() if value is not None}


def _forget(tx: Transaction, keys: Collection[str]) -> None:
    if not keys:
        return
    tx.run(
        """
        UNWIND $keys AS key
        MATCH (n:Name {key: key}) WHERE NOT EXISTS { (n)<-[:KNOWN_AS]-() } DELETE n
        """,
        {"keys": list(keys)},
    )


def _own_names(said: Iterable[Statement]) -> list[tuple[str, NameKind, str | None]]:
    """Give the usual name first, then the others, each once in the order of their deals."""
    names = union(said, "names")
    kinds = [NameKind.NAME] + [NameKind.ALIAS] * len(names)
    return [(name, kind, None) for name, kind in zip(names, kinds, strict=False)]


# --- companies -----------------------------------------------------------------------------------

_KNOWN_COMPANIES = """
UNWIND $ids AS id
MATCH (c:Company {id: id})
RETURN c.id AS id, c.registered AS registered, c.name AS name,
       [(c)-[:BASED_IN]->(k) | k.code][0] AS country, [(c)-[e:KNOWN_AS]->() | e.text] AS names
"""
_SAID_OF_COMPANIES = """
UNWIND $ids AS id
MATCH (c:Company {id: id})
RETURN c.id AS id, [(c)<-[p:LICENSOR|LICENSEE|ASSIGNEE]-(d:Deal) |
  {announced: d.announced, deal: d.id, says: p {.names, .country}}] AS said
"""


def _companies(tx: Transaction, before: set[str], owned: Content) -> None:
    """Name and place companies outside the register; the others are as the register has them."""
    own = {c: said for c, said in said_in(owned, *_SIDES).items() if said[0].says.get("names")}
    rows = tx.run(_KNOWN_COMPANIES, {"ids": list(before | own.keys())})
    known = {row["id"]: row for row in rows}
    again = {
        company
        for company, shown in known.items()
        if not shown["registered"] and (company in before or not _repeat(own[company], shown))
    }
    new = {company: said for company, said in own.items() if company not in known.keys() - again}
    _write_companies(tx, joined(new, said_by_others(tx, _SAID_OF_COMPANIES, again)), again)


def _repeat(said: Iterable[Statement], shown: Mapping[str, Any]) -> bool:
    """Tell whether statements say no more than is shown, so that none of it can change."""
    return all(
        s.says["names"][0] == shown["name"]
        and s.says.get("country") in (None, shown["country"])
        and set(s.says["names"]) <= set(shown["names"])
        for s in said
    )


def _write_companies(tx: Transaction, found: Statements, again: Collection[str]) -> None:
    merge_nodes(
        tx,
        "Company",
        [
            {"id": company, "name": said[0].says["names"][0], "kind": CompanyKind.COMPANY}
            for company, said in found.items()
        ],
    )
    _unlink(tx, "Company", "BASED_IN", again)
    seats = {company: first((s.says for s in said), "country") for company, said in found.items()}
    _link(tx, "Company", "BASED_IN", "Country", {c: [k] for c, k in seats.items() if k})
    known_as(tx, "Company", {c: _own_names(said) for c, said in found.items()}, again)


def _unlink(tx: Transaction, label: str, types: str, ids: Collection[str]) -> None:
    if ids:
        tx.run(
            f"UNWIND $ids AS id MATCH (:{label} {{id: id}})-[old:{types}]->() DELETE old",
            {"ids": list(ids)},
        )


def _link(
    tx: Transaction, label: str, type_: str, end: str, ends: Mapping[str, Iterable[str]], **of: Any
) -> None:
    rows = [{"from": a, "to": b, "set": of} for a, several in ends.items() for b in several]
    create_edges(tx, EdgeKind(type_, label, end), rows)


# --- assets and what they act on and treat -------------------------------------------------------

_SAID_OF_ASSETS = """
UNWIND $ids AS id
MATCH (a:Asset {id: id})
RETURN a.id AS id, [(a)<-[c:COVERS]-(d:Deal) |
  {announced: d.announced, deal: d.id,
   says: c {.names, .modality, .targets, .indication_ids,
            originators: [(d)-[:LICENSOR]->(o) | o.id]}}] AS said
"""


def _assets(tx: Transaction, before: set[str], owned: Content, shared: Content) -> None:
    own = said_in(owned, "COVERS")
    others = said_by_others(tx, _SAID_OF_ASSETS, before | own.keys())
    found = joined(own, others)
    bare = {row["id"]: row for row in shared.nodes.get("Asset", [])}
    shown = [
        {**bare.get(asset, {}), "id": asset, "name": said[0].says["names"][0],
         "modality": first((s.says for s in said), "modality")}
        for asset, said in found.items()
    ]  # fmt: skip
    merge_nodes(tx, "Asset", shown)
    _unlink(tx, "Asset", "TARGETS|TREATS|ORIGINATED_BY", others)
    acted_on = {asset: union(said, "targets") for asset, said in found.items()}
    treated = {asset: union(said, "indication_ids") for asset, said in found.items()}
    _link(tx, "Asset", "TARGETS", "Target", acted_on)
    _link(tx, "Asset", "TREATS", "Indication", treated)
    _link(tx, "Asset", "ORIGINATED_BY", "Company", _originators(owned, found), inferred=True)
    known_as(tx, "Asset", {asset: _own_names(said) for asset, said in found.items()}, others)


def _originators(owned: Content, found: Statements) -> dict[str, list[str]]:
    """Give the licensors of each asset's first deal."""
    granting: dict[str, list[str]] = {}
    for company, said in said_in(owned, "LICENSOR").items():
        for s in said:
            granting.setdefault(s.deal, []).append(company)
    firsts = {asset: said[0] for asset, said in found.items()}
    return {
        asset: granting[first.deal] if first.deal in granting else first.says["originators"]
        for asset, first in firsts.items()
    }


def _name_targets(tx: Transaction, ids: set[str]) -> None:
    """Name targets that are new; their names depend on the bundled tables alone."""
    rows = tx.run(
        """
        UNWIND $ids AS id
        MATCH (t:Target {id: id}) WHERE NOT EXISTS { (t)-[:KNOWN_AS]->() } RETURN t.id AS id
        """,
        {"ids": list(ids)},
    )
    names = {row["id"]: list(_target_names(row["id"])) for row in rows}
    known_as(tx, "Target", names, known=())


def _target_names(target: str) -> Iterable[tuple[str, NameKind, str | None]]:
    (entry,) = targets.resolve(target)
    own = NameKind.SYMBOL if entry.kind is TargetKind.GENE else NameKind.NAME
    for name in targets.names(entry):
        yield name, own if name == entry.name else NameKind.ALIAS, None


def _indications(tx: Transaction, before: set[str], owned: Content) -> None:
    """Show an indication under the first of its spellings, in the order of letters."""
    spelt: dict[str, set[str]] = {}
    for said in said_in(owned, "COVERS").values():
        for s in said:
            pairs = zip(
                s.says.get("indication_ids", ()), s.says.get("indications", ()), strict=True
            )
            for indication, text in pairs:
                spelt.setdefault(indication, set()).add(text)
    for indication, text in _spelt_by_others(tx, before, spelt.keys() - before):
        if slug(text) == indication:
            spelt.setdefault(indication, set()).add(text)
    merge_nodes(tx, "Indication", [{"id": i, "name": min(texts)} for i, texts in spelt.items()])


def _spelt_by_others(
    tx: Transaction, before: Collection[str], more: Collection[str]
) -> Iterable[tuple[str, str]]:
    """Read how deals spell indications; where none went, the one that is shown stands for all."""
    yield from tx.run(
        "UNWIND $ids AS id MATCH (i:Indication {id: id}) RETURN i.id AS id, i.name AS text",
        {"ids": list(more)},
    )
    if before:
        yield from tx.run(
            """
            UNWIND $ids AS id
            MATCH (i:Indication {id: id})<-[:TREATS]-(:Asset)<-[c:COVERS]-(:Deal)
            UNWIND c.indications AS text
            RETURN DISTINCT i.id AS id, text
            """,
            {"ids": list(before)},
        )


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
        ("Target", before.targets, "EXISTS { (n)<-[:TARGETS]-() }"),
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
        _forget(tx, names)
