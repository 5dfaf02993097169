"""What deals say of assets, and the targets and indications that these have."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dealgraph.graph.content import Content
from dealgraph.graph.naming import Called, known_as, name_by_key, named_by_key, own_names
from dealgraph.graph.saying import (
    Said,
    Statement,
    first,
    joined,
    said_by_others,
    union,
)
from dealgraph.graph.statements import (
    Rows,
    Transaction,
    create_nodes,
    found,
    link,
    merge_nodes,
    unlink,
)
from dealgraph.schema import targets
from dealgraph.schema.names import key, slug
from dealgraph.schema.targets import TargetEntry
from dealgraph.schema.vocabulary import NameKind, TargetKind

_SAID_OF_ASSETS = """
UNWIND $ids AS id
MATCH (a:Asset {id: id})
RETURN collect({id: a.id, said: [(a)<-[c:COVERS]-(d:Deal) |
  {announced: d.announced, deal: d.id,
   says: c {.names, .modality, .targets, .indication_ids,
            originators: [(d)-[:LICENSOR]->(o) | o.id]}}]}) AS found
"""
_SHOWN_ASSETS = """
UNWIND $ids AS id
MATCH (a:Asset {id: id})
RETURN collect({id: a.id, node: a {.*}, targets: [(a)-[:TARGETS]->(t) | t.id],
                indications: [(a)-[:TREATS]->(i) | i.id],
                originators: [(a)-[:ORIGINATED_BY]->(o) | o.id],
                names: [(a)-[e:KNOWN_AS]->() | e {.*}]}) AS found
"""
_KNOWN_TARGETS = """
UNWIND $ids AS id
MATCH (t:Target {id: id}) WHERE EXISTS { (t)-[:KNOWN_AS]->() } RETURN collect(t {.id}) AS found
"""
_SPELT = """
UNWIND $ids AS id
MATCH (i:Indication {id: id}) RETURN collect({id: i.id, text: i.name}) AS found
"""
_SPELT_BY_DEALS = """
UNWIND $ids AS id
MATCH (i:Indication {id: id})<-[:TREATS]-(:Asset)<-[c:COVERS]-(:Deal)
UNWIND c.indications AS text
RETURN collect(DISTINCT {id: i.id, text: text}) AS found
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


def share_assets(tx: Transaction, before: set[str], coming: Said, shared: Content) -> None:
    """Show of assets what their deals say, and write only what changes."""
    rows = found(tx, _SHOWN_ASSETS, before | coming.assets.keys())
    known = {row["id"]: _Shown.of(row) for row in rows}
    told = joined(coming.assets, said_by_others(tx, _SAID_OF_ASSETS, known.keys()))
    bare = {row["id"]: row for row in shared.nodes.get("Asset", [])}
    shown = {
        asset: _shown(bare.get(asset) or known[asset].node, said, coming.granting)
        for asset, said in told.items()
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
        named_by_key(own_names(said)),
    )


def _write_assets(tx: Transaction, shown: Mapping[str, _Shown], again: Collection[str]) -> None:
    create_nodes(tx, "Asset", [one.node for asset, one in shown.items() if asset not in again])
    merge_nodes(tx, "Asset", [{"modality": None, **shown[asset].node} for asset in again])
    unlink(tx, "Asset", "TARGETS|TREATS|ORIGINATED_BY", again)
    link(tx, "Asset", "TARGETS", "Target", {a: one.targets for a, one in shown.items()})
    link(tx, "Asset", "TREATS", "Indication", {a: one.indications for a, one in shown.items()})
    originators = {a: one.originators for a, one in shown.items()}
    link(tx, "Asset", "ORIGINATED_BY", "Company", originators, inferred=True)
    name_by_key(tx, "Asset", {a: one.names for a, one in shown.items()}, again)


def share_targets(tx: Transaction, rows: Rows) -> None:
    """Write targets that are new, with their names and what they belong to.

    All three depend on the bundled tables alone.
    """
    known = {row["id"] for row in found(tx, _KNOWN_TARGETS, {row["id"] for row in rows})}
    new = {row["id"]: row for row in rows if row["id"] not in known}
    merge_nodes(tx, "Target", list(new.values()))
    entries = [entry for target in new for entry in targets.resolve(target)]
    wholes = {entry.id: [whole.id for whole in targets.broader(entry)] for entry in entries}
    link(tx, "Target", "MEMBER_OF", "Target", wholes)
    known_as(tx, "Target", {entry.id: list(_target_names(entry)) for entry in entries}, known=())


def _target_names(entry: TargetEntry) -> Iterable[Called]:
    own = NameKind.SYMBOL if entry.kind is TargetKind.GENE else NameKind.NAME
    for name in targets.names(entry):
        yield Called(name, own if name == entry.name else NameKind.ALIAS)


def share_indications(tx: Transaction, before: set[str], coming: Said) -> None:
    """Show an indication under the first of its spellings, in the order of letters."""
    spelt: dict[str, set[str]] = {}
    for said in coming.assets.values():
        for s in said:
            pairs = zip(
                s.says.get("indication_ids", ()), s.says.get("indications", ()), strict=True
            )
            for indication, text in pairs:
                spelt.setdefault(indication, set()).add(text)
    # Where no deal went, the spelling that is shown stands for all that others use.
    others = found(tx, _SPELT, spelt.keys() - before) + found(tx, _SPELT_BY_DEALS, before)
    for row in others:
        if slug(row["text"]) == row["id"]:
            spelt.setdefault(row["id"], set()).add(row["text"])
    merge_nodes(tx, "Indication", [{"id": i, "name": min(texts)} for i, texts in spelt.items()])
