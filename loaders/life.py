"""What happened to a deal, when, and on which days that leaves it in force."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from dealgraph.graph.content import Content, EdgeKind
from dealgraph.loaders.publications import account_id
from dealgraph.loaders.stored import Stored
from dealgraph.schema.dates import first_day
from dealgraph.schema.life import Days, closed, ended, ended_undated, first_status
from dealgraph.schema.places import places
from dealgraph.schema.record import DealRecord, EventRecord
from dealgraph.schema.vocabulary import DealStatus, InForce

#: What the edges that people walk carry of a deal's life, so that a walk can ask for a day.
FILTERS = ("in_force", "ended", "ended_until")


def add_events(owned: Content, deal: str, record: DealRecord) -> None:
    """Add the deal's events, each with the account that tells of it."""
    for number, event in enumerate(record.events, start=1):
        event_id = f"{deal}-e{number}"
        owned.node("Event", id=event_id, kind=event.kind, by=event.by, what=event.what,
                   assets=list(event.assets), kept=event.kept, to=event.to,
                   territory=places(event.territory).wording if event.territory else None,
                   **_days(event))  # fmt: skip
        owned.edge(EdgeKind("HAS_EVENT", "Deal", "Event"), deal, event_id)
        if event.source is not None:
            account = account_id(record.sources[event.source], deal)
            owned.edge(EdgeKind("REPORTED_IN", "Event", "Account"), event_id, account)


def _days(event: EventRecord) -> dict[str, Any]:
    days: dict[str, Any] = {}
    for name, text in (("date", event.date), ("effective", event.effective)):
        if text:
            days |= Days.of(text).under(name)
    return days


def life(record: DealRecord) -> dict[str, Any]:
    """Give when the whole deal closed and ended, and what holds before any dated event."""
    found: dict[str, Any] = {"first_status": first_status(record)}
    for name, days in (("closed", closed(record)), ("ended", ended(record))):
        if days:
            found |= days.under(name)
    return found | {"end_undated": ended_undated(record) or None, "in_force": _in_force(record)}


def _in_force(record: DealRecord) -> InForce:
    """Say whether the deal is in force until a dated end."""
    known = record.status is not DealStatus.RUMOURED and not ended_undated(record)
    return InForce.YES if known else InForce.UNKNOWN


def dates(records: Sequence[Stored]) -> Iterator[date]:
    """Give the first possible day of all that the records date."""
    for stored in records:
        record = stored.record
        yield first_day(record.announced)
        dated = [event.date for event in record.events] + [s.date for s in record.sources]
        yield from (first_day(text) for text in dated if text)
