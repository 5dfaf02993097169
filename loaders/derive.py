"""f: what the records of one deal make of the graph; a pure function, without a database."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dealgraph.graph.content import Content, EdgeKind
from dealgraph.loaders.evidence import add_accounts
from dealgraph.loaders.identities import Identities, Item, Member, identify
from dealgraph.loaders.life import add_events, dates, life
from dealgraph.loaders.network import add_network
from dealgraph.loaders.rights import add_rights
from dealgraph.loaders.shown import left_out
from dealgraph.loaders.shown import shown as choose_shown
from dealgraph.loaders.stored import Stored
from dealgraph.schema.amounts import AMOUNTS
from dealgraph.schema.dates import first_day, last_day
from dealgraph.schema.money import Rate, short_amount, usd_rate
from dealgraph.schema.names import slug
from dealgraph.schema.places import places
from dealgraph.schema.record import (
    DealRecord,
    Royalties,
)
from dealgraph.schema.royalties import read_royalties
from dealgraph.schema.targets import TargetEntry, with_broader

_SAME = ("type", "status", "exclusive", "currency", "upfront_includes_equity", "equity_kind")
_LISTED_ASSETS = 3


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

    Which value of each figure is shown is the matter of dealgraph.loaders.shown; what the
    others tell is kept as claims. The result depends on the records alone, so it is the same in
    whatever order they were loaded. `who` spares resolving the names of the only record.
    """
    chosen = choose_shown(stored)
    shown = chosen.record
    who = who or identify(shown, deal)
    rate = usd_rate(shown.currency, shown.announced) if shown.currency else None
    owned, shared = Content(), Content()
    if who.faults:
        return DealGraph(deal, owned, shared, who, ())
    changed = max(s.changed for s in stored)
    latest = max(dates(stored))
    owned.node("Deal", **_deal(deal, shown, who, rate), latest=latest, loaded=changed)
    _parties(owned, shared, deal, who)
    _covered(owned, shared, deal, who)
    add_rights(owned, deal, shown, who)
    add_accounts(owned, shared, deal, chosen)
    add_events(owned, deal, shown)
    add_network(owned, deal, who)
    notes = (*_notes(shown, rate, who), *left_out(chosen))
    return DealGraph(deal, owned, shared, who, notes)


def _notes(record: DealRecord, rate: Rate | None, who: Identities) -> Iterator[str]:
    yield from who.notes
    if record.currency and rate is None:
        yield f"no ECB rate for {record.currency} in {record.announced}: no amounts in US dollars"


# --- the deal itself -----------------------------------------------------------------------------


def _deal(deal: str, record: DealRecord, who: Identities, rate: Rate | None) -> dict[str, Any]:
    return {
        "id": deal,
        "title": _title(who),
        "short": _short(record, rate),
        "text": _text(deal, record, who),
        "announced": first_day(record.announced),
        "announced_until": last_day(record.announced),
        "territory": places(record.territory).wording if record.territory else None,
        "inferred": list(record.inferred),
        "note": record.note,
        "follows": record.follows.deal if record.follows else None,
        "follows_how": record.follows.how if record.follows else None,
        **{name: getattr(record, name) for name in _SAME},
        **life(record),
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


# --- parties and assets ---------------------------------------------------------------------


def _parties(owned: Content, shared: Content, deal: str, who: Identities) -> None:
    sides = (("LICENSOR", who.licensors), ("LICENSEE", who.licensees),
             ("ASSIGNEE", _once(who.assignees.values())))  # fmt: skip
    for type_, members in sides:
        for member in members:
            seat = {} if type_ == "ASSIGNEE" else {"country": member.country}
            owned.edge(EdgeKind(type_, "Deal", "Company"), deal, member.id,
                       names=list(member.names), **seat)  # fmt: skip
            if not member.registered:
                shared.node("Company", id=member.id)


def _once(members: Iterable[Member]) -> list[Member]:
    return list({member.id: member for member in members}.values())


def _covered(owned: Content, shared: Content, deal: str, who: Identities) -> None:
    for position, item in enumerate(who.items):
        owned.edge(EdgeKind("COVERS", "Deal", "Asset"), deal, item.id, **_cover(position, item))
        shared.node("Asset", id=item.id, kind=item.kind, unii=item.unii)
        for target in item.targets:
            for entry in with_broader(target):
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
