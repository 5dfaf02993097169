"""What a deal grants: a Right for each asset and holder, stated or read from its territory."""

from itertools import product
from typing import Any

from dealgraph.graph.content import Content, EdgeKind
from dealgraph.loaders.identities import Identities, Item, Member
from dealgraph.schema.record import DealRecord, Territory
from dealgraph.schema.territory import places, regions
from dealgraph.schema.vocabulary import DealType, RightKind

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


def add_rights(owned: Content, deal: str, record: DealRecord, who: Identities) -> None:
    """Give each asset its rights: those stated for it, else the deal's territory, per licensee."""
    stated = {name for right in record.rights for name in right.assets}
    items = {item.record.name: item for item in who.items}
    number = 0
    for told in record.rights:
        for name, holder in product(told.assets, _holders(told.holder, record, who)):
            number += 1
            share = told.share
            _right(owned, f"{deal}-r{number}", deal, items[name], holder, told.territory,
                   kind=told.kind, activities=list(told.activities), exclusive=told.exclusive,
                   scope=told.scope, licensor_share=share.licensor if share else None,
                   licensee_share=share.licensee if share else None)  # fmt: skip
    kind = RIGHT_KINDS.get(record.type)
    if kind is None or record.territory is None:
        return
    unstated = [item for item in who.items if item.record.name not in stated]
    for item, holder in product(unstated, who.licensees):
        number += 1
        _right(owned, f"{deal}-r{number}", deal, item, holder, record.territory,
               kind=kind, exclusive=record.exclusive)  # fmt: skip


def _holders(name: str | None, record: DealRecord, who: Identities) -> list[Member]:
    if name is None:
        return who.licensees
    written = (*record.licensors, *record.licensees)
    return [m for party, m in zip(written, who.members, strict=True) if party.name == name]


def _right(owned: Content, right: str, deal: str, item: Item, holder: Member,
           territory: Territory | None, **properties: Any) -> None:  # fmt: skip
    found = places(territory) if territory else None
    owned.node("Right", id=right, wording=found.wording if found else None, **properties)
    owned.edge(EdgeKind("GRANTS", "Deal", "Right"), deal, right)
    owned.edge(EdgeKind("ON", "Right", "Asset"), right, item.id)
    owned.edge(EdgeKind("HELD_BY", "Right", "Company"), right, holder.id)
    if found is None:
        return
    for type_, codes in (("INCLUDES", found.include), ("EXCLUDES", found.exclude)):
        for code in codes:
            owned.edge(EdgeKind(type_, "Right", _place_label(code)), right, code)


def _place_label(code: str) -> str:
    return "Region" if code in regions() else "Country"
