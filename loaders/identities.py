"""Who and what a record speaks of: its names resolved to ids by the bundled tables, or refused.

Only ids, keys, the tables and recorded decisions join names. What they do not know becomes new,
under an id that depends on the name alone, so that the order of records never matters.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from dealgraph.schema import assets, decisions, ladder, register, targets
from dealgraph.schema.decisions import Kind
from dealgraph.schema.ladder import Resolved, Rung
from dealgraph.schema.names import key, target_key
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
    """A party of a deal. `names` are as written; those that the register knows are left out."""

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
    meant = ladder.resolve(party.name)
    if meant.rung in (Rung.AMBIGUOUS, Rung.UNKNOWN):
        meant = _by_alias(party, meant, found)
    if meant.rung is Rung.AMBIGUOUS:
        found.faults.append(Fault(place, party.name, _candidates(meant)))
        return None
    company = register.companies().get(meant.id or "")
    if company is None:
        return _newcomer(party, meant, found)
    if meant.rung is Rung.OWN_KEY:
        found.notes.append(f"company {party.name!r} is {company.id} by the key of its name")
    names = (party.name, *party.aliases) if meant.rung is Rung.DECISION else ()
    country = party.country or company.country
    return Member(company.id, company.name, company.kind, country, registered=True, names=names)


def _by_alias(party: Party, meant: Resolved, found: Identities) -> Resolved:
    """Take what the record's other names for a party say, where its usual name does not tell."""
    told = [ladder.resolve(alias) for alias in party.aliases]
    apart = decisions.current().apart(Kind.COMPANY, decisions.subject(Kind.COMPANY, party.name))
    ids = {one.id for one in told if one.id and one.id not in apart}
    if meant.candidates:
        ids &= set(meant.candidates)
    if len(ids) > 1:
        return Resolved(None, Rung.AMBIGUOUS, None, tuple(sorted(ids)))
    for company in ids:
        found.notes.append(f"company {party.name!r} is {company} by an alias of the record")
        return Resolved(company, Rung.KEY)
    unclear = (one for one in told if one.rung is Rung.AMBIGUOUS)
    return meant if meant.rung is Rung.AMBIGUOUS else next(unclear, meant)


def _newcomer(party: Party, meant: Resolved, found: Identities) -> Member:
    new = Member(
        id=meant.id or register.new_id(party.name),
        name=party.name,
        kind=CompanyKind.COMPANY,
        country=party.country,
        registered=False,
        names=(party.name, *party.aliases),
    )
    told = f"; {meant.why}" if meant.why else ""
    found.notes.append(f"new company {new.id} ({party.name}{told})")
    return new


def _candidates(meant: Resolved) -> str:
    known = register.companies()
    named = " or ".join(f"{known[c].name} ({c})" for c in meant.candidates)
    told = f"it may be {named}" if named else "the name alone does not tell"
    return f"ambiguous: {told}" + (f"; {meant.why}" if meant.why else "")


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
    id_ = entry.id if entry else f"{deal}-a{index + 1}"
    if joined := decisions.current().joined(Kind.ASSET, id_):
        id_, entry = joined, assets.register().get(joined) or entry
    if entry is None:
        kind = AssetKind.SUBSTANCE if joined else assets.kind(asset.name)
        return Item(id_, kind, own, asset, entries)
    names = _once((*entry.names, *own))
    return Item(id_, AssetKind.SUBSTANCE, names, asset, entries, entry.unii)


def _once(names: Iterable[str]) -> tuple[str, ...]:
    """Keep of each name the first spelling, in its place: the first is the one shown."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(key(name), name)
    return tuple(found.values())


def _targets(asset: AssetRecord, place: str, found: Identities) -> tuple[targets.TargetEntry, ...]:
    entries: dict[targets.TargetEntry, None] = {}
    for index, word in enumerate(asset.targets):
        try:
            entries.update(dict.fromkeys(_target(word)))
        except (targets.UnknownTargetError, targets.AmbiguousTargetError) as error:
            found.faults.append(Fault(f"{place}.targets[{index}]", word, str(error)))
    return tuple(entries)


def _target(word: str) -> Iterator[targets.TargetEntry]:
    decided = decisions.current()
    if joined := decided.joined(Kind.TARGET, target_key(word)):
        yield from targets.resolve(joined)
        return
    for entry in targets.resolve(word):
        meant = decided.joined(Kind.TARGET, target_key(entry.id))
        yield from targets.resolve(meant) if meant else (entry,)
