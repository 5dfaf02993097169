"""Who and what a record speaks of: its names resolved to ids by the bundled tables, or refused.

Only ids, exact keys and the tables join names. What they do not know becomes new, under an id
that depends on the name alone, so that the order of records never matters.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from dealgraph.schema import assets, register, targets
from dealgraph.schema.names import key, slug
from dealgraph.schema.record import AssetRecord, DealRecord, Party
from dealgraph.schema.vocabulary import AssetKind, CompanyKind


@dataclass(frozen=True)
class Fault:
    """A name that cannot be resolved: where it stands in the record, what it is, and why not."""

    field: str
    value: str
    reason: str


@dataclass(frozen=True)
class Member:
    """A party of a deal. `names` are as written, and empty for registered companies."""

    id: str
    name: str
    kind: CompanyKind
    country: str | None
    registered: bool
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """An asset of a deal: `names` begins with the usual one; `targets` are entries."""

    id: str
    kind: AssetKind
    names: tuple[str, ...]
    record: AssetRecord
    targets: tuple[targets.TargetEntry, ...]
    unii: str | None = None


@dataclass
class Identities:
    """What the names of one record stand for, with faults and with notes for the report."""

    licensors: list[Member] = field(default_factory=list)
    licensees: list[Member] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    #: Companies that events pass rights to, by name.
    assignees: dict[str, Member] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def members(self) -> list[Member]:
        """Give the parties of both sides."""
        return self.licensors + self.licensees


def identify(record: DealRecord, deal: str) -> Identities:
    """Resolve every name of a record; `deal` is its id. Faults are listed, not raised."""
    found = Identities()
    for side in ("licensors", "licensees"):
        for index, party in enumerate(getattr(record, side)):
            member = _member(party, f"{side}[{index}].name", found)
            if member is not None:
                getattr(found, side).append(member)
    _refuse_both_sides(found)
    for index, event in enumerate(record.events):
        if event.to and (to := _member(Party(name=event.to), f"events[{index}].to", found)):
            found.assignees[event.to] = to
    for index, asset in enumerate(record.assets):
        item = _item(asset, index, deal, found)
        if item is not None:
            found.items.append(item)
    return found


def _member(party: Party, place: str, found: Identities) -> Member | None:
    try:
        known = register.identify(party.name)
        if known is None:
            known = _by_alias(party, found)
    except register.AmbiguousCompanyError as error:
        found.faults.append(Fault(place, party.name, _candidates(error)))
        return None
    if known is None:
        return _newcomer(party, found)
    company = register.companies()[known]
    country = party.country or company.country
    return Member(company.id, company.name, company.kind, country, registered=True)


def _by_alias(party: Party, found: Identities) -> str | None:
    known = {company for alias in party.aliases if (company := register.identify(alias))}
    if len(known) > 1:
        raise register.AmbiguousCompanyError(party.name, tuple(sorted(known)), "")
    for company in known:
        found.notes.append(f"company {party.name!r} is {company} by an alias of the record")
        return company
    return None


def _newcomer(party: Party, found: Identities) -> Member:
    new = Member(
        id=slug(party.name),
        name=party.name,
        kind=CompanyKind.COMPANY,
        country=party.country,
        registered=False,
        names=(party.name, *party.aliases),
    )
    found.notes.append(f"new company {new.id} ({party.name})")
    return new


def _candidates(error: register.AmbiguousCompanyError) -> str:
    known = register.companies()
    named = " or ".join(f"{known[c].name} ({c})" for c in error.candidates)
    meant = f"it may be {named}" if named else "the name alone does not tell"
    return f"ambiguous: {meant}" + (f"; {error.why}" if error.why else "")


def _refuse_both_sides(found: Identities) -> None:
    granting = {member.id for member in found.licensors}
    for index, member in enumerate(found.licensees):
        if member.id in granting:
            reason = f"is both licensor and licensee ({member.id})"
            found.faults.append(Fault(f"licensees[{index}].name", member.name, reason))


def _item(asset: AssetRecord, index: int, deal: str, found: Identities) -> Item | None:
    place = f"assets[{index}]"
    entries = _targets(asset, place, found)
    parties = [member.id for member in found.members] or [""]
    try:
        entry = assets.identify(asset.name, asset.aliases, parties)
    except assets.AmbiguousAssetError as error:
        reason = f"ambiguous: it may be {' or '.join(error.candidates)}"
        found.faults.append(Fault(f"{place}.name", asset.name, reason))
        return None
    own = (asset.name, *asset.aliases)
    if entry is None:
        return Item(f"{deal}-a{index + 1}", assets.kind(asset.name), own, asset, entries)
    names = _once((*entry.names, *own))
    return Item(entry.id, AssetKind.SUBSTANCE, names, asset, entries, entry.unii)


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple({key(name): name for name in reversed(list(names))}.values())[::-1]


def _targets(asset: AssetRecord, place: str, found: Identities) -> tuple[targets.TargetEntry, ...]:
    entries: dict[targets.TargetEntry, None] = {}
    for index, word in enumerate(asset.targets):
        try:
            entries.update(dict.fromkeys(targets.resolve(word)))
        except (targets.UnknownTargetError, targets.AmbiguousTargetError) as error:
            found.faults.append(Fault(f"{place}.targets[{index}]", word, str(error)))
    return tuple(entries)
