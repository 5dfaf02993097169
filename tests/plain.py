"""Figures from the deal files alone, by naive loops: what the answers of the graph must equal.

Written from what the questions say they count. Names of companies, targets and assets, and
rates of exchange, are the tables' (dealgraph.schema); nothing here knows of a graph.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import product
from statistics import median
from typing import Any

from support import BUNDLED

from dealgraph.schema import assets, register, targets
from dealgraph.schema.dates import first_day, last_day
from dealgraph.schema.money import usd_rate
from dealgraph.schema.names import slug

PRICED = ("license", "option", "collaboration", "co-development", "newco")
LICENSOR, LICENSEE = "licensor", "licensee"

#: What is disclosed in sum (None when nothing is), over how many deals, and how many say nothing.
Disclosed = tuple[float | None, int, int]


@dataclass(frozen=True)
class Asset:
    """An asset of one deal, as the record has it."""

    id: str
    targets: tuple[str, ...]
    indications: tuple[str, ...]
    modality: str | None
    phase: str | None


@dataclass(frozen=True)
class Party:
    """A company in one deal: its role, and where it sat."""

    company: str
    role: str
    country: str | None


@dataclass(frozen=True)
class Deal:
    """One line of the files; `record` is the line, amounts are in millions of US dollars."""

    id: str
    type: str
    status: str
    announced: date
    announced_until: date
    parties: tuple[Party, ...]
    assets: tuple[Asset, ...]
    upfront: float | None
    total: float | None
    record: dict[str, Any]

    def side(self, role: str) -> list[Party]:
        return [party for party in self.parties if party.role == role]

    @property
    def opposite(self) -> Iterator[tuple[Party, Party]]:
        """Each party with each of the other side, both ways round."""
        for licensor, licensee in product(self.side(LICENSOR), self.side(LICENSEE)):
            yield licensor, licensee
            yield licensee, licensor

    @property
    def pairs(self) -> set[tuple[str, str]]:
        """The distinct pairs of countries between which the deal stands."""
        return {
            (licensor.country, licensee.country)
            for licensor, licensee in product(self.side(LICENSOR), self.side(LICENSEE))
            if licensor.country and licensee.country
        }

    @property
    def targets(self) -> set[str]:
        return {target for asset in self.assets for target in asset.targets}


@cache
def all_deals() -> tuple[Deal, ...]:
    lines = [line for file in BUNDLED for line in file.read_text("utf-8").splitlines()]
    return tuple(_deal(json.loads(line)) for line in lines)


@cache
def deals() -> tuple[Deal, ...]:
    """Give the deals that count unless asked otherwise: all but rumours."""
    return tuple(deal for deal in all_deals() if deal.status != "rumoured")


def _deal(record: dict[str, Any]) -> Deal:
    parties = [
        Party(_company(party["name"]), role, party.get("country"))
        for role in (LICENSOR, LICENSEE)
        for party in record[f"{role}s"]
    ]
    return Deal(
        id=record["id"],
        type=record["type"],
        status=record["status"],
        announced=first_day(record["announced"]),
        announced_until=last_day(record["announced"]),
        parties=tuple(parties),
        assets=tuple(_assets(record, [party.company for party in parties])),
        upfront=_usd(record, "upfront"),
        total=_usd(record, "total"),
        record=record,
    )


def _company(name: str) -> str:
    company = register.identify(name)
    assert company is not None, f"{name} is not in the register"
    return company


def _assets(record: dict[str, Any], parties: list[str]) -> Iterator[Asset]:
    for number, asset in enumerate(record["assets"], start=1):
        known = assets.identify(asset["name"], asset.get("aliases", []), parties)
        words = [entry for word in asset.get("targets", []) for entry in targets.resolve(word)]
        yield Asset(
            id=known.id if known else f"{record['id']}-a{number}",
            targets=tuple(dict.fromkeys(entry.id for entry in words)),
            indications=tuple(map(slug, asset.get("indications", []))),
            modality=asset.get("modality"),
            phase=asset.get("phase"),
        )


def _usd(record: dict[str, Any], amount: str) -> float | None:
    if amount not in record:
        return None
    rate = usd_rate(record["currency"], record["announced"])
    assert rate is not None, f"no rate for {record['id']}"
    return round(float(record[amount]) * rate.usd, 6)


def disclosed(found: Iterable[Deal]) -> Disclosed:
    """Sum the upfront payments of deals, each once."""
    known = list({deal.id: deal for deal in found}.values())
    said = [deal.upfront for deal in known if deal.upfront is not None]
    return (round(sum(said), 6) if said else None, len(said), len(known) - len(said))


def period_of(day: date, length: str) -> str:
    return {
        "year": f"{day.year}",
        "half-year": f"{day.year}-H{1 if day.month <= 6 else 2}",
        "quarter": f"{day.year}-Q{1 + (day.month - 1) // 3}",
        "all": "all",
    }[length]


# --- companies -----------------------------------------------------------------------------------


@cache
def group(company: str, day: date) -> list[str]:
    """Give a company and all that own it on a day, the nearest first."""
    found = [company]
    while parent := _owner(found[-1], day):
        found.append(parent)
    return found


def _owner(company: str, day: date) -> str | None:
    entry = register.companies()[company]
    bought = first_day(entry.since) if entry.since else date.min
    return entry.parent if bought <= day else None


def is_of(party: Party, company: str, deal: Deal, subsidiaries: bool = True) -> bool:
    """Tell whether a party is the company, or belonged to it when the deal was announced."""
    if not subsidiaries:
        return party.company == company
    return company in group(party.company, deal.announced)


def is_named(party: Party) -> bool:
    return register.companies()[party.company].kind != "undisclosed"


def roles(company: str, subsidiaries: bool = True) -> dict[str, list[Deal]]:
    """Give the deals that a company is licensor and licensee in."""
    return {
        role: [
            deal
            for deal in deals()
            if any(is_of(party, company, deal, subsidiaries) for party in deal.side(role))
        ]
        for role in (LICENSOR, LICENSEE)
    }


@dataclass(frozen=True)
class Hop:
    """How a partner is reached: the distance, the deals of the last hop, and through whom."""

    depth: int
    deals: tuple[Deal, ...]
    via: tuple[str, ...]


def partners(
    company: str, depth: int, counts: Callable[[Deal], bool] = lambda deal: True
) -> dict[str, Hop]:
    """Walk from a company to its partners, their partners and so on."""
    found: dict[str, Hop] = {}
    for distance in range(1, depth + 1):
        ring: dict[str, list[tuple[Deal, str]]] = {}
        for deal in filter(counts, deals()):
            for near, far in deal.opposite:
                if distance == 1:
                    starts = is_of(near, company, deal)
                else:
                    starts = near.company in found and found[near.company].depth == distance - 1
                new = far.company not in found and not is_of(far, company, deal) and is_named(far)
                if starts and new:
                    ring.setdefault(far.company, []).append((deal, near.company))
        for partner, hops in ring.items():
            last = {deal.id: deal for deal, _ in hops}
            via = sorted({near for _, near in hops})
            found[partner] = Hop(distance, tuple(last.values()), tuple(via))
    return found


def distances(company: str) -> dict[str, int]:
    """Give how many deals apart companies are, as they signed: no parents, no subsidiaries."""
    found = {company: 0}
    for distance in range(1, 7):
        ring = {
            far.company
            for deal in deals()
            for near, far in deal.opposite
            if found.get(near.company) == distance - 1 and is_named(far)
        }
        found |= dict.fromkeys(ring - found.keys(), distance)
    return found


def between(one: str, other: str) -> list[str]:
    """Give the ids of the deals that two companies stand on opposite sides of."""
    return [
        deal.id
        for deal in sorted(deals(), key=lambda deal: (deal.announced, deal.id))
        if (one, other) in {(near.company, far.company) for near, far in deal.opposite}
    ]


def dealmakers(role: str, types: Iterable[str] | None = None) -> dict[str, list[Deal]]:
    """Give each group of companies, by its head on the day of the deal, with its deals."""
    found: dict[str, dict[str, Deal]] = {}
    for deal in deals():
        for party in deal.parties:
            counts = role in ("either", party.role) and is_named(party)
            if counts and (types is None or deal.type in types):
                head = group(party.company, deal.announced)[-1]
                found.setdefault(head, {})[deal.id] = deal
    return {company: list(made.values()) for company, made in found.items()}


def terms(deal: Deal) -> str:
    """Give the first deal whose terms this one amends, exercises or closes; else itself."""
    follows = deal.record.get("follows", {})
    if follows.get("how") not in ("amends", "exercises", "closes"):
        return deal.id
    return terms(next(d for d in all_deals() if d.id == follows["deal"]))


def totals(found: Iterable[Deal]) -> list[float]:
    """Give the disclosed potential totals; of deals on the same terms only the largest."""
    largest: dict[str, float] = {}
    for deal in found:
        if deal.total is not None:
            largest[terms(deal)] = max(deal.total, largest.get(terms(deal), 0))
    return list(largest.values())


def happenings(found: Iterable[Deal]) -> list[tuple[str, str, str]]:
    """Give what happened to deals on a known day, (day, id of the entry, what), latest first."""
    entries = []
    for deal in found:
        entries.append((deal.announced.isoformat(), deal.id, "announced"))
        for number, event in enumerate(deal.record.get("events", []), start=1):
            if date := event.get("date"):
                day = first_day(date).isoformat()
                entries.append((day, f"{deal.id}-e{number}", event["kind"]))
    return sorted(entries, reverse=True)


# --- flows ---------------------------------------------------------------------------------------


def flows(length: str) -> dict[tuple[str, str, str], list[Deal]]:
    """Give the cross-border deals by period, licensor's and licensee's country."""
    found: dict[tuple[str, str, str], list[Deal]] = {}
    for deal in deals():
        for start, end in deal.pairs:
            if start != end:
                row = period_of(deal.announced, length), start, end
                found.setdefault(row, []).append(deal)
    return found


def crossing(length: str) -> dict[str, list[Deal]]:
    """Give the deals that cross a border by period, each once."""
    found: dict[str, list[Deal]] = {}
    for deal in deals():
        if any(start != end for start, end in deal.pairs):
            found.setdefault(period_of(deal.announced, length), []).append(deal)
    return found


def seated(country: str, role: str) -> list[Deal]:
    return [deal for deal in deals() if any(p.country == country for p in deal.side(role))]


# --- assets --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Landscape:
    """What the deals about one target come to."""

    deals: int
    assets: int
    licensors: int
    licensees: int
    modalities: list[str]
    latest: str
    median_upfront: float | None
    disclosed: int
    undisclosed: int


def landscape(counts: Callable[[Deal], bool] = lambda deal: True) -> dict[str, Landscape]:
    about: dict[str, list[Deal]] = {}
    for deal in filter(counts, deals()):
        for target in deal.targets:
            about.setdefault(target, []).append(deal)
    return {target: _landscape(target, found) for target, found in about.items()}


def _landscape(target: str, found: list[Deal]) -> Landscape:
    acting = [asset for deal in found for asset in deal.assets if target in asset.targets]
    priced = [deal.upfront for deal in found if deal.type in PRICED]
    said = [upfront for upfront in priced if upfront is not None]
    return Landscape(
        deals=len(found),
        assets=len({asset.id for asset in acting}),
        licensors=len({p.company for deal in found for p in deal.side(LICENSOR)}),
        licensees=len({p.company for deal in found for p in deal.side(LICENSEE)}),
        modalities=sorted({asset.modality for asset in acting if asset.modality}),
        latest=max(deal.announced for deal in found).isoformat(),
        median_upfront=round(median(said), 6) if said else None,
        disclosed=len(said),
        undisclosed=len(priced) - len(said),
    )


def about_target(target: str, members: bool = True) -> dict[str, list[Deal]]:
    """Give the assets that act on a target or a part of it, each with its deals, latest first."""
    return _by_asset(lambda a: acts_on(a, target) if members else target in a.targets)


def acts_on(asset: Asset, target: str) -> bool:
    return any(target in wholes(own) for own in asset.targets)


@cache
def wholes(target: str) -> set[str]:
    """Give a target and those it belongs to."""
    (entry,) = targets.resolve(target)
    return {target, *(whole.id for whole in targets.broader(entry))}


def about_indication(indication: str) -> dict[str, list[Deal]]:
    """Give the assets that were meant for an indication, each with those deals."""
    return _by_asset(lambda asset: indication in asset.indications)


def _by_asset(fits: Callable[[Asset], bool]) -> dict[str, list[Deal]]:
    found: dict[str, list[Deal]] = {}
    for deal in sorted(deals(), key=lambda deal: (deal.announced, deal.id), reverse=True):
        for asset in deal.assets:
            if fits(asset):
                found.setdefault(asset.id, []).append(deal)
    return found


# --- evidence ------------------------------------------------------------------------------------


def coverage(found: list[Deal]) -> dict[str, float]:
    """Give how much deals disclose, rumours among them, as shares of all."""
    amounts = ("upfront", "equity", "near_term", "milestones", "total")
    tests: dict[str, Callable[[Deal], object]] = {
        "with_upfront": lambda deal: "upfront" in deal.record,
        "with_total": lambda deal: "total" in deal.record,
        "with_any_amount": lambda deal: any(amount in deal.record for amount in amounts),
        "with_territory": lambda deal: "territory" in deal.record,
        "with_stage": lambda deal: any(asset.phase for asset in deal.assets),
        "with_target": lambda deal: deal.targets,
        "with_day": lambda deal: deal.announced == deal.announced_until,
        "with_source": lambda deal: any("url" in source for source in deal.record["sources"]),
        "with_several_sources": lambda deal: len(publications(deal)) > 1,
    }
    return {name: round(sum(map(bool, map(t, found))) / len(found), 6) for name, t in tests.items()}


def publications(deal: Deal) -> set[str]:
    """Give the publications a deal cites: their addresses, or what else tells them apart."""
    return {
        source.get("url") or f"{deal.id} {source.get('publisher')} {source.get('date')}"
        for source in deal.record["sources"]
    }
