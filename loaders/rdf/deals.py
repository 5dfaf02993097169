"""A deal in RDF as the fields of a record: from its own statements, not from how it was loaded.

Nothing is checked here: what cannot be a record's value is passed on as it stands, and refused
like the same value in any other file.
"""

import json
import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from typing import Any

from dealgraph.loaders.rdf.described import Thing
from dealgraph.loaders.rights import RIGHT_KINDS
from dealgraph.schema import register
from dealgraph.schema.amounts import AMOUNTS
from dealgraph.schema.dates import first_day, last_day
from dealgraph.schema.model import Deal
from dealgraph.schema.places import is_listed
from dealgraph.schema.rdf.concepts import concepts
from dealgraph.schema.rdf.terms import expand
from dealgraph.schema.record import ENDINGS
from dealgraph.schema.vocabulary import (
    Activity,
    Bound,
    DealStatus,
    DealType,
    EquityKind,
    EventKind,
    FollowsHow,
    Modality,
    Phase,
    RightKind,
    Side,
    SourceKind,
)

Fields = dict[str, Any]
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?")
#: Words of a territory with commas in them have at most so many.
_COMMAS = 3
_AMOUNT_TERMS = {name: p.rdf for name, p in Deal.property_names().items() if name in AMOUNTS}


def fields(deal: Thing) -> Fields:
    """Give the fields of a deal's record; what the file does not say is left out."""
    sources = _sources(deal)
    assets = _assets(deal)
    shown = scalars(deal) | {
        "licensors": _parties(deal, "dg:licensor"),
        "licensees": _parties(deal, "dg:licensee"),
        "assets": [asset for _, asset in assets],
        "sources": [source for _, source in sources],
        "events": _events(deal, [account.iri for account, _ in sources]),
        "inferred": deal.texts("dg:inferred"),
    }
    names = {thing.iri: asset["name"] for thing, asset in assets}
    rights = [
        _right(each, shown, names)
        for each in _by_number(deal.things("dg:grants"))
        if not _is_derived(each)
    ]
    shown["rights"] = _stated(rights, shown)
    return _given(shown)


def scalars(deal: Thing) -> Fields:
    """Give those fields that hold one value, or one small object."""
    amounts = {name: _number(deal.text(term)) for name, term in _AMOUNT_TERMS.items()}
    return _given(
        {
            "id": deal.text("dcterms:identifier") or deal.last_word,
            "type": _word(deal, "dg:dealType", DealType),
            "status": _word(deal, "dg:status", DealStatus),
            "announced": _day(deal, "dg:announced", "dg:announcedUntil"),
            "territory": _territory(deal.text("dg:territory")),
            "exclusive": _truth(deal, "dg:exclusive"),
            "currency": deal.text("schema:currency"),
            "upfront_includes_equity": _truth(deal, "dg:upfrontIncludesEquity"),
            "equity_kind": _word(deal, "dg:equityKind", EquityKind),
            "bounds": _bounds(deal),
            "royalties": _royalties(deal),
            "follows": _follows(deal),
            "note": deal.text("skos:note"),
            **amounts,
        }
    )


def _bounds(deal: Thing) -> Fields | None:
    terms = _AMOUNT_TERMS.items()
    bounds = {name: _word(deal, f"{term}Bound", Bound) for name, term in terms}
    return _given(bounds) or None


def _parties(deal: Thing, term: str) -> list[Fields]:
    return [_party(deal, company, term) for company in deal.things(term)]


def _party(deal: Thing, company: Thing, term: str) -> Fields:
    role = _edge(deal, term, company)
    shown = _company_name(company)
    written = role.texts("dg:asWritten") if role else []
    seat = role.things("dg:seat") if role else []
    return _given(
        {
            "name": shown,
            "aliases": [name for name in written if name != shown],
            "country": seat[0].last_word if seat else None,
        }
    )


def _assets(deal: Thing) -> list[tuple[Thing, Fields]]:
    covered = [(asset, _edge(deal, "dg:covers", asset)) for asset in deal.things("dg:covers")]
    covered.sort(key=lambda pair: _position(pair[1]))
    return [(asset, _asset(asset, edge)) for asset, edge in covered]


def _asset(asset: Thing, edge: Thing | None) -> Fields:
    """Give an asset as the deal covers it; what the deal does not say is the asset's own.

    What a whole export says of an edge is all that its record says, so there is nothing to add.
    """
    whole = edge is not None and edge.text("dg:position") is not None
    told = [edge] if edge and whole else [each for each in (edge, asset) if each]
    shown = _name(asset)
    names = edge.texts("dg:asWritten") if edge else asset.texts("skos:altLabel")
    targets = [each for one in told for term in ("dg:target", "dg:targets")
               for each in one.things(term)]  # fmt: skip
    worded = [text for one in told for text in one.texts("dg:indicationWording")]
    treated = [_name(each) for one in told for each in one.things("dg:treats")]
    return _given(
        {
            "name": shown,
            "aliases": [name for name in names if name != shown],
            "targets": list(dict.fromkeys(target.last_word for target in targets)),
            "modality": _first(_word(one, "dg:modality", Modality) for one in told),
            "indications": worded or treated,
            "phase": _first(_word(one, "dg:phase", Phase) for one in told),
        }
    )


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value is not None), None)


def _sources(deal: Thing) -> list[tuple[Thing, Fields]]:
    accounts = sorted(deal.things("prov:wasDerivedFrom"), key=_position)
    return [(account, _source(account)) for account in accounts]


def _source(account: Thing) -> Fields:
    """Give a source from its account, or from a publication that is named without one."""
    if not account.is_described:
        return {"url": account.iri}
    publication = next(iter(account.things("prov:hadPrimarySource")), account)
    says = account.text("dg:says")
    return _given(
        {
            "url": publication.text("schema:url"),
            "publisher": account.text("dg:citedPublisher") or publication.text("schema:publisher"),
            "date": _day(account, "schema:datePublished", "dg:publishedUntil"),
            "kind": _word(account, "dg:sourceKind", SourceKind),
            "says": json.loads(says) if says else None,
        }
    )


def _events(deal: Thing, accounts: list[str]) -> list[Fields]:
    return [_event(event, accounts) for event in _by_number(deal.things("dg:hasEvent"))]


def _event(event: Thing, accounts: list[str]) -> Fields:
    reported = [account.iri for account in event.things("prov:wasDerivedFrom")]
    return _given(
        {
            "kind": _word(event, "dg:eventKind", EventKind),
            "date": _day(event, "dg:date", "dg:dateUntil"),
            "effective": _day(event, "dg:effective", "dg:effectiveUntil"),
            "by": _word(event, "dg:by", Side),
            "what": event.text("dg:what"),
            "assets": event.texts("dg:partAsset"),
            "territory": _territory(event.text("dg:territory")),
            "kept": event.text("dg:kept"),
            "to": event.text("dg:to"),
            "source": next((accounts.index(iri) for iri in reported if iri in accounts), None),
        }
    )


def _stated(rights: list[Fields], deal: Fields) -> list[Fields]:
    """Leave out the rights on assets of which only the deal's territory and type say what it is.

    Of an asset with a right of its own all rights are stated, also those that are like the deal's.
    """
    if "territory" not in deal:
        return rights  # nothing is implied
    implied = {"kind": RIGHT_KINDS.get(deal.get("type", "")), "territory": deal["territory"],
               "exclusive": deal.get("exclusive")}  # fmt: skip
    own = [_given({**right, "assets": None, "holder": None}) for right in rights]
    stated = {
        asset
        for right, terms in zip(rights, own, strict=True)
        if terms != _given(implied)
        for asset in right["assets"]
    }
    return [right for right in rights if stated.intersection(right["assets"])]


def _right(right: Thing, deal: Fields, names: dict[str, str]) -> Fields:
    holders = [_company_name(holder) for holder in right.things("dg:heldBy")]
    share = {"licensor": _number(right.text("dg:licensorShare")),
             "licensee": _number(right.text("dg:licenseeShare"))}  # fmt: skip
    kind = _word(right, "dg:rightKind", RightKind)
    own = _given(
        {
            "kind": kind,
            "activities": [_code(value, Activity) for value in right.texts("dg:activity")],
            "exclusive": _truth(right, "dg:exclusive"),
            "scope": right.text("dg:scope"),
            "territory": _territory(right.text("dg:territory")),
            "share": _given(share) or None,
            "since": _unless(_day(right, "dg:since", "dg:sinceUntil"), [deal.get("announced")]),
            "until": _unless(_day(right, "dg:until", "dg:untilUntil"), _event_days(deal, kind)),
        }
    )
    assets = [names.get(asset.iri, asset.last_word) for asset in right.things("dg:on")]
    return {"assets": assets, **own, **({"holder": holders[0]} if holders else {})}


def _is_derived(right: Thing) -> bool:
    """Tell whether the deal's events made a right; they make it anew."""
    return bool(right.things("dg:cameFrom")) or _truth(right, "dg:licensorSide") is True


def _unless(day: str | None, implied: Iterable[str | None]) -> str | None:
    """Give the day that a right states itself; None where its deal or an event implies it."""
    return None if day in tuple(implied) else day


def _event_days(deal: Fields, kind: str | None) -> list[str | None]:
    """Give the days on which rights of a kind end by an event; an amendment ends none."""
    exercised = (EventKind.OPTION_EXERCISED,) if kind == RightKind.OPTION else ()
    ending = (*ENDINGS, EventKind.ASSIGNED, *exercised)
    events = (event for event in deal.get("events", ()) if event.get("kind") in ending)
    return [event.get("effective") or event.get("date") for event in events]


def _company_name(company: Thing) -> str:
    known = register.companies().get(company.last_word)
    return known.name if known else _name(company)


def _follows(deal: Thing) -> Fields | None:
    earlier = deal.things("dg:follows")
    followed = deal.text("dg:followsId") or (earlier[0].last_word if earlier else None)
    edge = _edge(deal, "dg:follows", earlier[0]) if earlier else None
    how = _word(deal, "dg:followsHow", FollowsHow)
    how = how or (_word(edge, "dg:how", FollowsHow) if edge else None)
    return _given({"deal": followed, "how": how}) if followed else None


def _royalties(deal: Thing) -> Fields | str | None:
    if words := deal.text("dg:royalties"):
        return words
    terms = {
        "tiered": _truth(deal, "dg:royaltyTiered"),
        "low": _number(deal.text("dg:royaltyLow")),
        "high": _number(deal.text("dg:royaltyHigh")),
    }
    return _given(terms) or None


def _edge(start: Thing, term: str, end: Thing) -> Thing | None:
    """Find the node that stands for an edge."""
    for edge in start.subjects("rdf:subject"):
        if edge.texts("rdf:object") == [end.iri] and edge.texts("rdf:predicate") == [expand(term)]:
            return edge
    return None


def _name(thing: Thing) -> str:
    names = thing.values("skos:prefLabel") or thing.values("skos:altLabel")
    english = [name for name in names if (name.language or "").startswith("en")]
    return (english or names)[0].value if names else thing.last_word


def _word(thing: Thing, term: str, words: type[StrEnum]) -> str | None:
    value = thing.text(term)
    return None if value is None else _code(value, words)


def _code(value: str, words: type[StrEnum]) -> str:
    """Give the word of a concept; what is none stays as it is."""
    return _codes(words).get(value, value)


@cache
def _codes(words: type[StrEnum]) -> dict[str, str]:
    return {term[1:-1]: code for code, term in concepts(words).items()}


def _day(thing: Thing, term: str, until: str) -> str | None:
    """Give a date as precisely as its first and last possible day tell it."""
    first, last = thing.text(term), thing.text(until)
    for length in (4, 7):
        whole = first and first[:length]
        if whole and last and last != first and _days(whole) == (first, last):
            return whole
    return first


def _days(text: str) -> tuple[str, str] | None:
    try:
        return first_day(text).isoformat(), last_day(text).isoformat()
    except ValueError:
        return None


def _truth(thing: Thing, term: str) -> bool | str | None:
    value = thing.text(term)
    return {"true": True, "1": True, "false": False, "0": False}.get(value or "", value)


def _number(text: str | None) -> float | int | str | None:
    """Give a number as JSON would: 1200.0 of RDF is the 1200 of a record."""
    if text is None or not _NUMBER.fullmatch(text):
        return text
    value = float(text)
    return int(value) if value.is_integer() else value


def _territory(wording: str | None) -> Fields | None:
    """Take a wording such as `worldwide except CN, HK` apart into its words."""
    if wording is None:
        return None
    included, _, excluded = wording.partition(" except ")
    return _given({"include": _listed(included), "exclude": _listed(excluded)})


def _listed(words: str) -> list[str]:
    """Split at commas, except at those within a listed word."""
    parts, found = words.split(", ") if words else [], []
    while parts:
        length = next((n for n in range(_COMMAS, 1, -1) if is_listed(", ".join(parts[:n]))), 1)
        found.append(", ".join(parts[:length]))
        del parts[:length]
    return found


def _position(thing: Thing | None) -> tuple[int, str]:
    text = thing.text("dg:position") if thing else None
    return int(text) if text and text.isdigit() else 0, thing.iri if thing else ""


def _by_number(things: Iterable[Thing]) -> list[Thing]:
    """Put things in the order of the number at the end of their address."""
    return sorted(things, key=lambda thing: (len(thing.iri), thing.iri))


def _given(said: Fields) -> Fields:
    return {name: value for name, value in said.items() if value not in (None, [], {})}
