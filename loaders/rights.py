"""What a deal grants: a Right for each asset and holder, stated or read from its territory."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

from dealgraph.graph.content import Content, EdgeKind
from dealgraph.loaders.identities import Identities, Member
from dealgraph.loaders.tenure import Tenure, lived
from dealgraph.schema import life
from dealgraph.schema.life import Days
from dealgraph.schema.places import TerritoryPlaces, places, regions
from dealgraph.schema.record import DealRecord, RightRecord
from dealgraph.schema.territory import completes
from dealgraph.schema.vocabulary import Activity, DealType, RightKind

#: What a deal's territory grants on each of its assets, by the deal's type.
RIGHT_KINDS = {
    DealType.LICENSE: RightKind.LICENCE,
    DealType.COLLABORATION: RightKind.LICENCE,
    DealType.NEWCO: RightKind.LICENCE,
    DealType.OPTION: RightKind.OPTION,
    DealType.CO_DEVELOPMENT: RightKind.CO_DEVELOPMENT,
    DealType.ASSET_PURCHASE: RightKind.ASSIGNMENT,
    DealType.DISTRIBUTION: RightKind.DISTRIBUTION,
}  # an acquisition moves no rights, equity grants none

#: Rights that say who sells: co-development beside them is about development alone, everywhere.
_SELLING = (
    RightKind.LICENCE,
    RightKind.CO_COMMERCIALISATION,
    RightKind.ASSIGNMENT,
    RightKind.DISTRIBUTION,
)


def add_rights(owned: Content, deal: str, record: DealRecord, who: Identities) -> None:
    """Give each asset its rights: those stated for it, else the deal's territory, per licensee.

    The rights that events make of them come after them.
    """
    told = [*_stated(record, who), *_implied(record, who)]
    rights = lived([_commercial(right, told) for right in told], record, who.assignees)
    for number, right in enumerate(rights, start=1):
        _right(owned, f"{deal}-r{number}", deal, right, _completed(right, rights))


def _stated(record: DealRecord, who: Identities) -> Iterator[Tenure]:
    items = {item.record.name: item for item in who.items}
    for told in record.rights:
        where = places(told.territory) if told.territory else None
        since = Days.of(told.since) if told.since else _begun(record, told.kind)
        until = told.until
        for name, holder in product(told.assets, _holders(told, record, who)):
            yield Tenure(items[name], holder, told.kind, where, since,
                         until=Days.of(until) if until else None, activities=told.activities,
                         exclusive=told.exclusive, scope=told.scope, share=told.share)  # fmt: skip


def _implied(record: DealRecord, who: Identities) -> Iterator[Tenure]:
    kind = RIGHT_KINDS.get(record.type)
    if kind is None:
        return
    stated = {name for right in record.rights for name in right.assets}
    where = places(record.territory) if record.territory else None
    since = _begun(record, kind)
    for item, holder in product(who.items, who.licensees):
        if item.record.name not in stated:
            yield Tenure(item, holder, kind, where, since, exclusive=record.exclusive)


def _begun(record: DealRecord, kind: RightKind) -> Days:
    """Give the days from which a right runs: the announcement, as for deals and networks.

    What is bought passes with the closing, where that is dated: until then the seller has it.
    """
    closed = life.closed(record) if kind is RightKind.ASSIGNMENT else None
    return closed or Days.of(record.announced)


def _holders(told: RightRecord, record: DealRecord, who: Identities) -> list[Member]:
    if told.holder is None:
        return who.licensors if told.kind is RightKind.RETAINED else who.licensees
    written = (*record.licensors, *record.licensees)
    return [m for party, m in zip(written, who.members, strict=True) if party.name == told.holder]


def _commercial(right: Tenure, told: Sequence[Tenure]) -> Tenure:
    """Say whether a right lets its holder sell, as far as the record tells."""
    if right.activities:
        return replace(right, commercial=Activity.COMMERCIALISE in right.activities)
    if right.kind is RightKind.PROFIT_SHARE:
        return replace(right, commercial=False)
    if right.kind is RightKind.CO_DEVELOPMENT:
        selling = any(o.item.id == right.item.id and o.kind in _SELLING for o in told)
        return replace(right, commercial=not selling)
    return right


def _completed(right: Tenure, rights: Sequence[Tenure]) -> int | None:
    """Find the like right whose vague borders this one fills, by its place in the list."""
    alike = ("item", "holder", "kind", "exclusive", "scope", "activities")
    for index, other in enumerate(rights):
        if (other is not right and other.places and right.places
                and all(getattr(right, name) == getattr(other, name) for name in alike)
                and completes(other.places, right.places)):  # fmt: skip
            return index
    return None


def _right(owned: Content, id_: str, deal: str, right: Tenure, completed: int | None) -> None:
    owned.node("Right", id=id_, **_properties(right, deal, completed))
    owned.edge(EdgeKind("GRANTS", "Deal", "Right"), deal, id_)
    owned.edge(EdgeKind("ON", "Right", "Asset"), id_, right.item.id)
    owned.edge(EdgeKind("HELD_BY", "Right", "Company"), id_, right.holder.id)
    if right.places is not None:
        _territory(owned, id_, right.places)


def _properties(right: Tenure, deal: str, completed: int | None) -> dict[str, Any]:
    where, share = right.places, right.share
    return {
        "kind": right.kind,
        "activities": list(right.activities),
        "exclusive": right.exclusive,
        "scope": right.scope,
        "commercial": right.commercial,
        "wording": where.wording if where else None,
        "vague": list(where.vague) if where else None,
        "vague_exclude": list(where.vague_exclude) if where else None,
        "licensor_share": share.licensor if share else None,
        "licensee_share": share.licensee if share else None,
        **right.since.under("since"),
        **(right.until.under("until") if right.until else {}),
        **(right.doubtful.under("doubtful") if right.doubtful else {}),
        "ended_undated": right.ended_undated or None,
        "kept": right.kept,
        "licensor_side": right.licensor_side or None,
        "came_from": None if right.came_from is None else f"{deal}-r{right.came_from + 1}",
        "completes": None if completed is None else f"{deal}-r{completed + 1}",
    }


def _territory(owned: Content, right: str, where: TerritoryPlaces) -> None:
    for type_, codes in (("INCLUDES", where.include), ("EXCLUDES", where.exclude)):
        for code in codes:
            label = "Region" if code in regions() else "Country"
            owned.edge(EdgeKind(type_, "Right", label), right, code)
    for code in where.doubtful:
        owned.edge(EdgeKind("MAY_INCLUDE", "Right", "Country"), right, code)
