"""What happened to a deal, when, and when it ended."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from dealgraph.graph.content import Content, EdgeKind
from dealgraph.loaders.publications import account_id
from dealgraph.loaders.stored import Stored
from dealgraph.schema.dates import first_day, last_day
from dealgraph.schema.record import ENDINGS, DealRecord, EventRecord


def add_events(owned: Content, deal: str, record: DealRecord) -> None:
    """Add the deal's events, each with the account that tells of it."""
    for number, event in enumerate(record.events, start=1):
        event_id = f"{deal}-e{number}"
        owned.node("Event", id=event_id, kind=event.kind, by=event.by, what=event.what,
                   **_days(event))  # fmt: skip
        owned.edge(EdgeKind("HAS_EVENT", "Deal", "Event"), deal, event_id)
        if event.source is not None:
            account = account_id(record.sources[event.source], deal)
            owned.edge(EdgeKind("REPORTED_IN", "Event", "Account"), event_id, account)


def _days(event: EventRecord) -> dict[str, Any]:
    days: dict[str, Any] = {}
    for name, text in (("date", event.date), ("effective", event.effective)):
        if text:
            days |= {name: first_day(text), f"{name}_until": last_day(text)}
    return days


def ended(record: DealRecord) -> dict[str, Any]:
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


def dates(records: Sequence[Stored]) -> Iterator[date]:
    """Give the first possible day of all that the records date."""
    for stored in records:
        record = stored.record
        yield first_day(record.announced)
        dated = [event.date for event in record.events] + [s.date for s in record.sources]
        yield from (first_day(text) for text in dated if text)
