"""What several deals share, derived from the statements of all of them.

The statements stand on the deals' own edges: COVERS says an asset's names, targets,
indications and modality, LICENSOR and LICENSEE a company's names and country, an Account
its source's publisher and date. Earlier deals come first wherever one value is shown.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dealgraph.graph.content import Content
from dealgraph.graph.statements import Transaction
from dealgraph.schema import targets
from dealgraph.schema.names import key, slug
from dealgraph.schema.vocabulary import NameKind, TargetKind


@dataclass
class Touched:
    """Keys of the shared nodes that a batch has to do with."""

    companies: set[str] = field(default_factory=set)
    assets: set[str] = field(default_factory=set)
    targets: set[str] = field(default_factory=set)
    indications: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)

    @classmethod
    def by(cls, owned: Content, shared: Content) -> "Touched":
        """Give what new content touches."""
        ends = {
            kind.type: {row["to"] for row in rows}
            for kind, rows in owned.edges.items()
            if kind.type in ("LICENSOR", "LICENSEE", "COVERS", "BY")
        }
        nodes = {label: {row["id"] for row in rows} for label, rows in shared.nodes.items()}
        return cls(
            companies=ends.get("LICENSOR", set()) | ends.get("LICENSEE", set()),
            assets=ends.get("COVERS", set()),
            targets=nodes.get("Target", set()),
            indications=nodes.get("Indication", set()),
            sources=ends.get("BY", set()),
        )

    @classmethod
    def read(cls, tx: Transaction, deals: Iterable[str]) -> "Touched":
        """Give what deals of the graph touch."""
        rows = tx.run(
            """
            UNWIND $deals AS id
            MATCH (d:Deal {id: id})
            RETURN [(d)-[:LICENSOR|LICENSEE]->(c) | c.id] AS companies,
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


def refresh(tx: Transaction, before: Touched, after: Touched) -> None:
    """Derive what the deals that came and went share; remove what nothing points to any more."""
    _companies(tx, before.companies | after.companies)
    _assets(tx, before.assets | after.assets)
    _targets(tx, after.targets)
    _indications(tx, before.indications | after.indications)
    _sources(tx, before.sources | after.sources)
    _sweep(tx, before)


def known_as(
    tx: Transaction, label: str, names: Mapping[str, Iterable[tuple[str, NameKind, str | None]]]
) -> None:
    """Give things of a label their names anew: (text, kind, language) by the thing's id."""
    if not names:
        return
    rows = []
    for thing, known in names.items():
        by_key = {key(text): (text, kind, lang) for text, kind, lang in reversed(list(known))}
        rows += [
            {"id": thing, "key": k, "set": _named(*named)} for k, named in sorted(by_key.items())
        ]
    dropped = tx.run(
        f"UNWIND $ids AS id MATCH (:{label} {{id: id}})-[e:KNOWN_AS]->(n:Name) "
        "DELETE e RETURN collect(DISTINCT n.key) AS keys",
        {"ids": list(names)},
    ).single()["keys"]
    tx.run("UNWIND $keys AS key MERGE (:Name {key: key})", {"keys": _keys(rows)}).consume()
    tx.run(
        f"UNWIND $rows AS row MATCH (t:{label} {{id: row.id}}) MATCH (n:Name {{key: row.key}}) "
        "CREATE (t)-[e:KNOWN_AS]->(n) SET e = row.set",
        {"rows": rows},
    ).consume()
    _forget(tx, set(dropped) - set(_keys(rows)))


def _named(text: str, kind: NameKind, language: str | None) -> dict[str, Any]:
    named = {"text": text, "kind": kind, "language": language}
    return {name: value for name, value in named.items() if value is not None}


def _keys(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    return sorted({row["key"] for row in rows})


def _forget(tx: Transaction, keys: Collection[str]) -> None:
    if not keys:
        return
    tx.run(
        """
        UNWIND $keys AS key
        MATCH (n:Name {key: key}) WHERE NOT EXISTS { (n)<-[:KNOWN_AS]-() } DELETE n
        """,
        {"keys": list(keys)},
    ).consume()


def _companies(tx: Transaction, ids: set[str]) -> None:
    tx.run(
        """
        UNWIND $ids AS id
        MATCH (c:Company {id: id})
        SET c.deals = COUNT { (c)<-[:LICENSOR|LICENSEE]-(:Deal) }
        """,
        {"ids": list(ids)},
    ).consume()
    rows = tx.run(
        """
        UNWIND $ids AS id
        MATCH (c:Company {id: id}) WHERE c.registered IS NULL
        MATCH (c)<-[p:LICENSOR|LICENSEE]-(d:Deal)
        WITH c, p, d ORDER BY d.announced, d.id
        RETURN c.id AS id, collect(p.country)[0] AS country, collect(DISTINCT p.names) AS names
        """,
        {"ids": list(ids)},
    )
    found = [dict(row) for row in rows]
    if not found:
        return
    shown = [{"id": r["id"], "name": r["names"][0][0], "country": r["country"]} for r in found]
    tx.run(
        """
        UNWIND $rows AS row
        MATCH (c:Company {id: row.id}) SET c.name = row.name, c.kind = 'company'
        WITH c, row
        OPTIONAL MATCH (c)-[old:BASED_IN]->()
        DELETE old
        WITH DISTINCT c, row
        MATCH (k:Country {code: row.country}) CREATE (c)-[:BASED_IN]->(k)
        """,
        {"rows": shown},
    ).consume()
    known_as(tx, "Company", {r["id"]: _own_names(r["names"]) for r in found})


def _own_names(lists: Iterable[Iterable[str]]) -> list[tuple[str, NameKind, str | None]]:
    """Give the usual name first, then the others, each once in the order of their deals."""
    names = dict.fromkeys(name for names in lists for name in names)
    kinds = [NameKind.NAME] + [NameKind.ALIAS] * len(names)
    return [(name, kind, None) for name, kind in zip(names, kinds, strict=False)]


def _assets(tx: Transaction, ids: set[str]) -> None:
    rows = tx.run(
        """
        UNWIND $ids AS id
        MATCH (a:Asset {id: id})<-[c:COVERS]-(d:Deal)
        WITH a, c, d ORDER BY d.announced, d.id
        WITH a, collect(c.modality)[0] AS modality, collect(c.names) AS names,
             collect(c.targets) AS targets, collect(c.indication_ids) AS indications,
             collect(d)[0] AS first
        RETURN a.id AS id, modality, names, targets, indications,
               [(first)-[:LICENSOR]->(o) | o.id] AS originators
        """,
        {"ids": list(ids)},
    )
    found = [dict(row) for row in rows]
    parameters = {
        "rows": [
            {
                "id": row["id"],
                "name": row["names"][0][0],
                "modality": row["modality"],
                "targets": _union(row["targets"]),
                "indications": _union(row["indications"]),
                "originators": row["originators"],
            }
            for row in found
        ]
    }
    for statement in _ASSET_STATEMENTS:
        tx.run(statement, parameters).consume()
    known_as(tx, "Asset", {row["id"]: _own_names(row["names"]) for row in found})


_ASSET_STATEMENTS = (
    """
    UNWIND $rows AS row
    MATCH (a:Asset {id: row.id}) SET a.name = row.name, a.modality = row.modality
    WITH a MATCH (a)-[old:TARGETS|TREATS|ORIGINATED_BY]->() DELETE old
    """,
    """
    UNWIND $rows AS row MATCH (a:Asset {id: row.id})
    UNWIND row.targets AS id MATCH (t:Target {id: id}) CREATE (a)-[:TARGETS]->(t)
    """,
    """
    UNWIND $rows AS row MATCH (a:Asset {id: row.id})
    UNWIND row.indications AS id MATCH (i:Indication {id: id}) CREATE (a)-[:TREATS]->(i)
    """,
    """
    UNWIND $rows AS row MATCH (a:Asset {id: row.id})
    UNWIND row.originators AS id
    MATCH (c:Company {id: id}) CREATE (a)-[:ORIGINATED_BY {inferred: true}]->(c)
    """,
)


def _union(lists: Iterable[Iterable[str]]) -> list[str]:
    return list(dict.fromkeys(value for values in lists for value in values))


def _targets(tx: Transaction, ids: set[str]) -> None:
    """Name targets that are new; their names depend on the bundled tables alone."""
    rows = tx.run(
        """
        UNWIND $ids AS id
        MATCH (t:Target {id: id}) WHERE NOT EXISTS { (t)-[:KNOWN_AS]->() } RETURN t.id AS id
        """,
        {"ids": list(ids)},
    )
    names = {row["id"]: list(_target_names(row["id"])) for row in rows}
    known_as(tx, "Target", names)


def _target_names(target: str) -> Iterable[tuple[str, NameKind, str | None]]:
    (entry,) = targets.resolve(target)
    own = NameKind.SYMBOL if entry.kind is TargetKind.GENE else NameKind.NAME
    for name in targets.names(entry):
        yield name, own if name == entry.name else NameKind.ALIAS, None


def _indications(tx: Transaction, ids: set[str]) -> None:
    """Show an indication under the first of its spellings, in the order of letters."""
    rows = tx.run(
        """
        UNWIND $ids AS id
        MATCH (i:Indication {id: id})<-[:TREATS]-(:Asset)<-[c:COVERS]-(:Deal)
        UNWIND c.indications AS text
        RETURN i.id AS id, collect(DISTINCT text) AS texts
        """,
        {"ids": list(ids)},
    )
    shown = [
        {"id": row["id"], "name": min(text for text in row["texts"] if slug(text) == row["id"])}
        for row in rows
    ]
    tx.run(
        "UNWIND $rows AS row MATCH (i:Indication {id: row.id}) SET i.name = row.name",
        {"rows": shown},
    ).consume()


def _sources(tx: Transaction, ids: set[str]) -> None:
    tx.run(
        """
        UNWIND $ids AS id
        MATCH (s:Source {id: id})<-[:BY]-(a:Account)
        WITH s, a ORDER BY a.id
        WITH s, collect(a.publisher)[0] AS publisher, collect(a.published)[0] AS published,
             collect(a.kind)[0] AS kind
        SET s.publisher = publisher, s.published = published, s.kind = kind
        """,
        {"ids": list(ids)},
    ).consume()


def _sweep(tx: Transaction, before: Touched) -> None:
    """Remove shared nodes that the deals of `before` left without any deal."""
    for label, ids, support in (
        ("Company", before.companies, "n.registered OR EXISTS { (n)<-[:LICENSOR|LICENSEE]-() }"),
        ("Asset", before.assets, "EXISTS { (n)<-[:COVERS]-() }"),
        ("Target", before.targets, "EXISTS { (n)<-[:TARGETS]-() }"),
        ("Indication", before.indications, "EXISTS { (n)<-[:TREATS]-() }"),
        ("Source", before.sources, "EXISTS { (n)<-[:BY]-() }"),
    ):
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
