"""What several deals share, derived from the statements of all of them.

The statements stand on the deals' own edges: COVERS says an asset's names, targets,
indications and modality, LICENSOR and LICENSEE a company's names and country, an Account
its source's publisher and date. Earlier deals come first wherever one value is shown.

What the deals of a batch say is at hand. What other deals say is read only where it matters:
of a new thing they say nothing, and who repeats what a company is known by changes nothing.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

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
from dealgraph.graph.statements import Rows, Transaction, create_edges, merge_nodes
from dealgraph.schema import ladder, register, targets
from dealgraph.schema.dates import first_day, last_day
from dealgraph.schema.names import key, slug
from dealgraph.schema.targets import TargetEntry
from dealgraph.schema.vocabulary import CompanyKind, NameKind, TargetKind

_SIDES = ("LICENSOR", "LICENSEE", "ASSIGNEE")


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
                   [(d)-[:COVERS]->()-[:TARGETS]->()-[:MEMBER_OF*0..1]->(t) | t.id] AS targets,
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
    _targets(tx, shared.nodes.get("Target", []))
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


class Called(NamedTuple):
    """A name of a thing: as written, what it is to the thing, its language, from when to when."""

    text: str
    kind: NameKind
    language: str | None = None
    since: date | None = None
    until: date | None = None


def known_as(
    tx: Transaction,
    label: str,
    names: Mapping[str, Iterable[Called]],
    known: Collection[str] | None = None,
) -> None:
    """Give things of a label their names anew, by the thing's id.

    `known` are those that may have names already; all of them when it is left out.
    """
    by_key = {thing: _by_key(called) for thing, called in names.items()}
    _known_by(tx, label, by_key, names if known is None else known)


def _known_by(
    tx: Transaction,
    label: str,
    names: Mapping[str, Mapping[str, Mapping[str, Any]]],
    known: Collection[str],
) -> None:
    """Do as `known_as` with names by their keys."""
    if not names:
        return
    rows = [
        {"from": thing, "to": k, "set": named}
        for thing, by_key in names.items()
        for k, named in sorted(by_key.items())
    ]
    dropped = _drop_names(tx, label, names.keys() & known)
    keys = {row["to"] for row in rows}
    tx.run("UNWIND $keys AS key MERGE (:Name {key: key})", {"keys": sorted(keys)})
    create_edges(tx, EdgeKind("KNOWN_AS", label, "Name"), rows)
    _forget(tx, dropped - keys)


def _by_key(called: Iterable[Called]) -> dict[str, dict[str, Any]]:
    """Give what edges to names say by the names' keys; of two with one key, the first stays."""
    return {key(name.text): _given(name) for name in reversed(list(called))}


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


def _given(name: Called) -> dict[str, Any]:
    return {field: value for field, value in name._asdict().items() if value is not None}


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


def _own_names(said: Iterable[Statement]) -> list[Called]:
    """Give the usual name first, then the others, each once in the order of their deals."""
    names = union(said, "names")
    kinds = [NameKind.NAME] + [NameKind.ALIAS] * len(names)
    return [Called(name, kind) for name, kind in zip(names, kinds, strict=False)]


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
    """Name and place companies outside the register; of the others deals say decided names only."""
    own = {c: said for c, said in said_in(owned, *_SIDES).items() if said[0].says.get("names")}
    rows = tx.run(_KNOWN_COMPANIES, {"ids": list(before | own.keys())})
    known = {row["id"]: row for row in rows}
    registered = {company for company, shown in known.items() if shown["registered"]}
    again = {
        company
        for company in known.keys() - registered
        if company in before or not _repeat(own[company], known[company])
    }
    new = {company: said for company, said in own.items() if company not in known.keys() - again}
    _write_companies(tx, joined(new, said_by_others(tx, _SAID_OF_COMPANIES, again)), again)
    name_registered(tx, {c for c in registered if c in own or _is_renamed(c, known[c])}, own)


def _is_renamed(company: str, shown: Mapping[str, Any]) -> bool:
    """Tell whether a company of the register is shown with names that decisions gave or took."""
    named = {key(name.text) for name in register.companies()[company].names}
    return named != {key(text) for text in shown["names"]}


def registered_names(company: str) -> list[Called]:
    """Give the names by which the register knows a company."""
    return [
        Called(name.text, name.kind, name.language,
               first_day(name.since) if name.since else None,
               last_day(name.until) if name.until else None)
        for name in ladder.names_of(register.companies()[company])
    ]  # fmt: skip


def name_registered(tx: Transaction, ids: Collection[str], own: Statements | None = None) -> None:
    """Name companies of the register anew: as it has them, and as was decided of deals' names.

    `own` is what coming deals say, where they are not in the graph yet.
    """
    said = joined(own or {}, said_by_others(tx, _SAID_OF_COMPANIES, ids))
    names = {}
    for company in ids:
        told = union(said.get(company, ()), "names")
        names[company] = [
            *registered_names(company),
            *(Called(name, NameKind.ALIAS) for name in told),
        ]
    known_as(tx, "Company", names)


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
            {"id": company, "name": _usual_name(company, said), "kind": CompanyKind.COMPANY}
            for company, said in found.items()
        ],
    )
    _unlink(tx, "Company", "BASED_IN", again)
    seats = {company: first((s.says for s in said), "country") for company, said in found.items()}
    _link(tx, "Company", "BASED_IN", "Country", {c: [k] for c, k in seats.items() if k})
    known_as(tx, "Company", {c: _own_names(said) for c, said in found.items()}, again)


def _usual_name(company: str, said: Iterable[Statement]) -> str:
    """Give the first name that made the id: another may have been joined to it by decision."""
    named: list[str] = [s.says["names"][0] for s in said]
    return next((name for name in named if register.new_id(name) == company), named[0])


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
_SHOWN_ASSETS = """
UNWIND $ids AS id
MATCH (a:Asset {id: id})
RETURN a.id AS id, a {.*} AS node, [(a)-[:TARGETS]->(t) | t.id] AS targets,
       [(a)-[:TREATS]->(i) | i.id] AS indications,
       [(a)-[:ORIGINATED_BY]->(o) | o.id] AS originators, [(a)-[e:KNOWN_AS]->() | e {.*}] AS names
"""


@dataclass(frozen=True)
class _Shown:
    """What is shown of an asset; the ends of its edges and its names in no order."""

    node: Mapping[str, Any]
    targets: frozenset[str]
    indications: frozenset[str]
    originators: frozenset[str]
    names: Mapping[str, Mapping[str, Any]]

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "_Shown":
        """Read what the graph shows now."""
        names = {key(name["text"]): name for name in row["names"]}
        ends = {of: frozenset(row[of]) for of in ("targets", "indications", "originators")}
        return cls(row["node"], **ends, names=names)


def _assets(tx: Transaction, before: set[str], owned: Content, shared: Content) -> None:
    """Show of assets what their deals say, and write only what changes."""
    own = said_in(owned, "COVERS")
    ids = {"ids": list(before | own.keys())}
    known = {row["id"]: _Shown.of(row) for row in tx.run(_SHOWN_ASSETS, ids)}
    found = joined(own, said_by_others(tx, _SAID_OF_ASSETS, known.keys()))
    bare = {row["id"]: row for row in shared.nodes.get("Asset", [])}
    granting = _granting(owned)
    shown = {
        asset: _shown(bare.get(asset) or known[asset].node, said, granting)
        for asset, said in found.items()
    }
    changed = {asset: one for asset, one in shown.items() if one != known.get(asset)}
    _write_assets(tx, changed, known.keys() & changed.keys())


def _shown(
    bare: Mapping[str, Any], said: Sequence[Statement], granting: Mapping[str, Sequence[str]]
) -> _Shown:
    modality = first((s.says for s in said), "modality")
    node = {**bare, "name": said[0].says["names"][0], "modality": modality}
    return _Shown(
        {name: value for name, value in node.items() if value is not None},
        frozenset(union(said, "targets")),
        frozenset(union(said, "indication_ids")),
        frozenset(granting.get(said[0].deal) or said[0].says["originators"]),
        _by_key(_own_names(said)),
    )


def _write_assets(tx: Transaction, shown: Mapping[str, _Shown], again: Collection[str]) -> None:
    merge_nodes(tx, "Asset", [{"modality": None, **one.node} for one in shown.values()])
    _unlink(tx, "Asset", "TARGETS|TREATS|ORIGINATED_BY", again)
    _link(tx, "Asset", "TARGETS", "Target", {a: one.targets for a, one in shown.items()})
    _link(tx, "Asset", "TREATS", "Indication", {a: one.indications for a, one in shown.items()})
    originators = {a: one.originators for a, one in shown.items()}
    _link(tx, "Asset", "ORIGINATED_BY", "Company", originators, inferred=True)
    _known_by(tx, "Asset", {a: one.names for a, one in shown.items()}, again)


def _granting(owned: Content) -> dict[str, list[str]]:
    """Give the licensors of the coming deals: those of its first deal originated an asset."""
    granting: dict[str, list[str]] = {}
    for company, said in said_in(owned, "LICENSOR").items():
        for s in said:
            granting.setdefault(s.deal, []).append(company)
    return granting


def _targets(tx: Transaction, rows: Rows) -> None:
    """Write targets that are new, with their names and what they belong to.

    All three depend on the bundled tables alone.
    """
    known = tx.run(
        """
        UNWIND $ids AS id
        MATCH (t:Target {id: id}) WHERE EXISTS { (t)-[:KNOWN_AS]->() } RETURN collect(t.id) AS ids
        """,
        {"ids": list({row["id"] for row in rows})},
    ).single()["ids"]
    new = {row["id"]: row for row in rows if row["id"] not in set(known)}
    merge_nodes(tx, "Target", list(new.values()))
    entries = [entry for target in new for entry in targets.resolve(target)]
    wholes = {entry.id: [whole.id for whole in targets.broader(entry)] for entry in entries}
    _link(tx, "Target", "MEMBER_OF", "Target", wholes)
    known_as(tx, "Target", {entry.id: list(_target_names(entry)) for entry in entries}, known=())


def _target_names(entry: TargetEntry) -> Iterable[Called]:
    own = NameKind.SYMBOL if entry.kind is TargetKind.GENE else NameKind.NAME
    for name in targets.names(entry):
        yield Called(name, own if name == entry.name else NameKind.ALIAS)


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
        ("Target", before.targets, "EXISTS { (n)<-[:MEMBER_OF*0..1]-()<-[:TARGETS]-() }"),
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
