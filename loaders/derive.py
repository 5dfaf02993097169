"""f: what the records of one deal make of the graph; a pure function, without a database."""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import product
from typing import Any
from urllib.parse import urlsplit

from dealgraph.graph.content import Content, EdgeKind
from dealgraph.loaders.identities import Identities, Item, Member, identify
from dealgraph.schema.amounts import AMOUNTS
from dealgraph.schema.dates import first_day, last_day
from dealgraph.schema.money import Rate, short_amount, usd_rate
from dealgraph.schema.names import slug
from dealgraph.schema.record import (
    ENDINGS,
    DealRecord,
    EventRecord,
    Royalties,
    SourceRecord,
    Territory,
)
from dealgraph.schema.royalties import read_royalties
from dealgraph.schema.targets import TargetEntry, broader
from dealgraph.schema.territory import places, regions
from dealgraph.schema.vocabulary import CompanyKind, DealType, RightKind

_SAME = ("type", "status", "exclusive", "currency", "upfront_includes_equity", "equity_kind")
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
_LISTED_ASSETS = 3


@dataclass(frozen=True)
class Stored:
    """A record as it lies in the graph: its dataset and when it last changed there."""

    dataset: str
    record: DealRecord
    changed: datetime


@dataclass(frozen=True)
class DealGraph:
    """What one deal is in the graph.

    `owned` goes with the deal; `shared` are the bare nodes that other deals may also need.
    """

    deal: str
    owned: Content
    shared: Content
    identities: Identities
    notes: tuple[str, ...]


def derive(deal: str, stored: Sequence[Stored], who: Identities | None = None) -> DealGraph:
    """Make the graph of a deal from its records, one per dataset.

    The first dataset by name gives the shown values; each other record's differences are
    kept as what its sources say. The result depends on nothing else, so it is the same in
    whatever order records were loaded. `who` spares resolving the names of the only record.
    """
    records = sorted(stored, key=lambda s: s.dataset)
    shown = records[0].record
    who = who or identify(shown, deal)
    rate = usd_rate(shown.currency, shown.announced) if shown.currency else None
    owned, shared = Content(), Content()
    if who.faults:
        return DealGraph(deal, owned, shared, who, ())
    changed = max(s.changed for s in records)
    owned.node("Deal", **_deal(deal, records, who, rate), loaded=changed)
    _parties(owned, shared, deal, who)
    _covered(owned, shared, deal, who)
    _rights(owned, deal, shown, who)
    _accounts(owned, shared, deal, records)
    _events(owned, deal, shown)
    _network(owned, deal, who)
    return DealGraph(deal, owned, shared, who, tuple(_notes(deal, shown, rate, who)))


def _notes(deal: str, record: DealRecord, rate: Rate | None, who: Identities) -> Iterator[str]:
    yield from who.notes
    if record.currency and rate is None:
        yield f"no ECB rate for {record.currency} in {record.announced}: no amounts in US dollars"


# --- the deal itself -----------------------------------------------------------------------------


def _deal(
    deal: str, records: Sequence[Stored], who: Identities, rate: Rate | None
) -> dict[str, Any]:
    record = records[0].record
    return {
        "id": deal,
        "title": _title(who),
        "short": _short(record, rate),
        "text": _text(deal, record, who),
        "announced": first_day(record.announced),
        "announced_until": last_day(record.announced),
        "latest": max(_dates(records)),
        "territory": places(record.territory).wording if record.territory else None,
        "inferred": list(record.inferred),
        "note": record.note,
        "follows": record.follows.deal if record.follows else None,
        "follows_how": record.follows.how if record.follows else None,
        **{name: getattr(record, name) for name in _SAME},
        **_ended(record),
        **_amounts(record, rate),
        **{f"{name}_bound": bound for name, bound in record.bounds.items()},
        **_royalties(record),
    }


def _title(who: Identities) -> str:
    sides = [", ".join(m.name for m in side) for side in (who.licensors, who.licensees)]
    named = [item.names[0] for item in who.items]
    more = len(named) - _LISTED_ASSETS
    listed = ", ".join(named[:_LISTED_ASSETS]) + (f" and {more} more" if more > 0 else "")
    return f"{' - '.join(sides)}: {listed}"


def _short(record: DealRecord, rate: Rate | None) -> str:
    year = first_day(record.announced).year
    if record.upfront is None or record.currency is None:
        return f"{year} undisclosed"
    upfront = float(record.upfront)
    in_dollars = rate and short_amount(upfront * rate.usd)
    return f"{year} {in_dollars or short_amount(upfront, record.currency)}"


def _text(deal: str, record: DealRecord, who: Identities) -> str:
    parties = (*record.licensors, *record.licensees)
    words = [deal, *(m.name for m in who.members)]
    words += [name for party in parties for name in (party.name, *party.aliases)]
    for item in who.items:
        words += [*item.names, *item.record.targets, *item.record.indications]
    return "\n".join(dict.fromkeys(word.casefold() for word in words))


def _dates(records: Sequence[Stored]) -> Iterator[date]:
    for stored in records:
        record = stored.record
        yield first_day(record.announced)
        dated = [event.date for event in record.events] + [s.date for s in record.sources]
        yield from (first_day(text) for text in dated if text)


def _ended(record: DealRecord) -> dict[str, Any]:
    """Give the days between which the whole deal ended: `effective` counts, not the notice."""
    ends = [
        event.effective or event.date
        for event in record.events
        if event.kind in ENDINGS and event.what is None and (event.effective or event.date)
    ]
    if not ends:
        return {}
    first = min((text for text in ends if text), key=last_day)
    return {"ended": first_day(first), "ended_until": last_day(first)}


def _amounts(record: DealRecord, rate: Rate | None) -> dict[str, Any]:
    given = {name: getattr(record, name) for name in AMOUNTS}
    amounts = {name: float(value) for name, value in given.items() if value is not None}
    if rate is None or not amounts:
        return amounts
    converted = {f"{name}_musd": value * rate.usd for name, value in amounts.items()}
    if record.currency == "USD":
        return amounts | converted
    rounded = {name: round(value, 6) for name, value in converted.items()}
    return amounts | rounded | {"fx_rate": rate.usd, "fx_date": rate.date}


def _royalties(record: DealRecord) -> dict[str, Any]:
    told = record.royalties
    if not isinstance(told, Royalties):
        return {"royalties": told, **_royalties_in_words(told)}
    return {
        "royalty_tiered": told.tiered,
        "royalty_low": None if told.low is None else float(told.low),
        "royalty_high": None if told.high is None else float(told.high),
    }


def _royalties_in_words(told: str | None) -> dict[str, Any]:
    """Give percentages that are written as such; what words stand for is kept apart from them."""
    band = read_royalties(told) if told else None
    if band is None:
        return {}
    name = "royalty" if band.in_numbers else "royalty_band"
    return {f"{name}_low": band.low, f"{name}_high": band.high}


# --- parties, assets, rights ---------------------------------------------------------------------


def _parties(owned: Content, shared: Content, deal: str, who: Identities) -> None:
    sides = (("LICENSOR", who.licensors), ("LICENSEE", who.licensees))
    for type_, members in sides:
        for member in members:
            owned.edge(EdgeKind(type_, "Deal", "Company"), deal, member.id,
                       country=member.country, names=list(member.names))  # fmt: skip
            if not member.registered:
                shared.node("Company", id=member.id)


def _covered(owned: Content, shared: Content, deal: str, who: Identities) -> None:
    for position, item in enumerate(who.items):
        owned.edge(EdgeKind("COVERS", "Deal", "Asset"), deal, item.id, **_cover(position, item))
        shared.node("Asset", id=item.id, kind=item.kind, unii=item.unii)
        for target in item.targets:
            for entry in (target, *broader(target)):
                shared.node("Target", **target_node(entry))
        for indication in item.record.indications:
            shared.node("Indication", id=_indication(indication))


def _cover(position: int, item: Item) -> dict[str, Any]:
    return {
        "position": position,
        "phase": item.record.phase,
        "indications": list(item.record.indications),
        "indication_ids": [_indication(text) for text in item.record.indications],
        "targets": [target.id for target in item.targets],
        "modality": item.record.modality,
        "names": list(item.names),
    }


@lru_cache(maxsize=10_000)
def _indication(text: str) -> str:
    return slug(text)


def target_node(target: TargetEntry) -> dict[str, Any]:
    """Give the properties of a target's node."""
    return {
        "id": target.id,
        "name": target.name,
        "kind": target.kind,
        "genes": list(target.genes),
    }


def _rights(owned: Content, deal: str, record: DealRecord, who: Identities) -> None:
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


# --- evidence and life ---------------------------------------------------------------------------


def _accounts(owned: Content, shared: Content, deal: str, records: Sequence[Stored]) -> None:
    seen: set[str] = set()
    for stored in records:
        differs = _differences(stored.record, records[0].record)
        for position, source in enumerate(stored.record.sources):
            source_id = _source_id(source, deal)
            account = f"{deal}--{source_id}"
            if account in seen:  # one publication cited twice for one deal
                continue
            seen.add(account)
            owned.node("Account", id=account, dataset=stored.dataset, position=position,
                       publisher=source.publisher, kind=source.kind, **_published(source),
                       says=_says(source, differs))  # fmt: skip
            owned.edge(EdgeKind("REPORTED_IN", "Deal", "Account"), deal, account)
            owned.edge(EdgeKind("BY", "Account", "Source"), account, source_id)
            shared.node("Source", id=source_id, url=source.url)


def _source_id(source: SourceRecord, deal: str) -> str:
    # A text without an address cannot be recognised elsewhere, so it stays with its deal.
    named = source.url or f"{deal}|{source.publisher or ''}|{source.date or ''}"
    host = urlsplit(source.url).hostname if source.url else slug(source.publisher or "unnamed")
    plain = re.sub(r"[^a-z0-9]+", "-", (host or "").removeprefix("www.")).strip("-")
    return f"{plain}-{hashlib.sha256(named.encode()).hexdigest()[:8]}"


def _published(source: SourceRecord) -> dict[str, Any]:
    if source.date is None:
        return {}
    return {"published": first_day(source.date), "published_until": last_day(source.date)}


def _says(source: SourceRecord, differs: dict[str, Any]) -> str | None:
    own = source.says.model_dump(mode="json", exclude_unset=True) if source.says else {}
    told = differs | own
    return json.dumps(told, ensure_ascii=False, sort_keys=True) if told else None


def _differences(record: DealRecord, shown: DealRecord) -> dict[str, Any]:
    if record is shown:
        return {}
    ours = record.model_dump(mode="json", exclude_unset=True, exclude={"sources", "note", "id"})
    theirs = shown.model_dump(mode="json", exclude_unset=True)
    return {name: value for name, value in ours.items() if theirs.get(name) != value}


def _events(owned: Content, deal: str, record: DealRecord) -> None:
    for number, event in enumerate(record.events, start=1):
        event_id = f"{deal}-e{number}"
        owned.node("Event", id=event_id, kind=event.kind, by=event.by, what=event.what,
                   **_days(event))  # fmt: skip
        owned.edge(EdgeKind("HAS_EVENT", "Deal", "Event"), deal, event_id)
        if event.source is not None:
            account = f"{deal}--{_source_id(record.sources[event.source], deal)}"
            owned.edge(EdgeKind("REPORTED_IN", "Event", "Account"), event_id, account)


def _days(event: EventRecord) -> dict[str, Any]:
    days: dict[str, Any] = {}
    for name, text in (("date", event.date), ("effective", event.effective)):
        if text:
            days |= {name: first_day(text), f"{name}_until": last_day(text)}
    return days


# --- derived edges -------------------------------------------------------------------------------


def _network(owned: Content, deal: str, who: Identities) -> None:
    """Add LICENSED per licensor and licensee, and FLOW per distinct pair of countries.

    An undisclosed partner gets no LICENSED edge: a walk through it would connect deals that
    have nothing in common but that somebody was not named.
    """
    (node,) = owned.nodes["Deal"]
    shared = ("short", "type", "status", "announced", "announced_until", "ended", "upfront_musd")
    licensed = {name: node.get(name) for name in shared}
    for licensor, licensee in product(who.licensors, who.licensees):
        if CompanyKind.UNDISCLOSED not in (licensor.kind, licensee.kind):
            owned.edge(EdgeKind("LICENSED", "Company", "Company"), licensor.id, licensee.id,
                       deal=deal, **licensed)  # fmt: skip
    pairs = dict.fromkeys(
        (licensor.country, licensee.country)
        for licensor, licensee in product(who.licensors, who.licensees)
        if licensor.country and licensee.country
    )
    for start, end in pairs:
        owned.edge(EdgeKind("FLOW", "Country", "Country"), start, end, deal=deal,
                   total_musd=node.get("total_musd"), **licensed)  # fmt: skip
