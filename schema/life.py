"""When a deal closed and ended, as its events say: days as intervals, and what nobody dates.

Something has happened by a day when its last possible day is not after it, and has not when its
first possible day is; in between it is uncertain.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple, Self

from dealgraph.schema.dates import first_day, last_day
from dealgraph.schema.record import ENDINGS, DealRecord, EventRecord
from dealgraph.schema.vocabulary import DealStatus, EventKind


class Days(NamedTuple):
    """The first and the last day on which something may have happened."""

    first: date
    last: date

    @classmethod
    def of(cls, text: str) -> Self:
        """Read `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; ValueError otherwise."""
        return cls(first_day(text), last_day(text))

    def under(self, name: str) -> dict[str, date]:
        """Give the two properties that hold them: `{name}` and `{name}_until`."""
        return {name: self.first, f"{name}_until": self.last}


def days(event: EventRecord) -> Days | None:
    """Give the days on which an event may have taken effect; None when nobody says.

    `effective` counts, not the notice.
    """
    text = event.effective or event.date
    return Days.of(text) if text else None


def is_whole(event: EventRecord) -> bool:
    """Tell whether an event is about the whole deal, not about a part in words or in fields."""
    return not (event.what or event.assets or event.territory)


def whole_endings(record: DealRecord) -> list[EventRecord]:
    """Give the events that end the whole deal."""
    return [event for event in record.events if event.kind in ENDINGS and is_whole(event)]


def ended(record: DealRecord) -> Days | None:
    """Give the days between which the whole deal ended; None when it did not, or undated."""
    return _earliest(whole_endings(record))


def ended_undated(record: DealRecord) -> bool:
    """Tell whether the deal ended and nobody says when."""
    told = whole_endings(record) or record.status is DealStatus.TERMINATED
    return bool(told) and ended(record) is None


def closed(record: DealRecord) -> Days | None:
    """Give the days between which the deal closed; None when it did not, or undated."""
    return _earliest(e for e in record.events if e.kind is EventKind.CLOSED and is_whole(e))


def first_status(record: DealRecord) -> DealStatus:
    """Give the status that holds until an event with a date changes it.

    What nobody dates is as last known all the time, so that no day is made up for it.
    """
    dated = {DealStatus.TERMINATED: ended, DealStatus.CLOSED: closed}.get(record.status)
    return DealStatus.ANNOUNCED if dated and dated(record) else record.status


def _earliest(events: Iterable[EventRecord]) -> Days | None:
    """Give the days of what happened first: once any of the events has happened, it has."""
    dated = [found for event in events if (found := days(event))]
    return Days(min(d.first for d in dated), min(d.last for d in dated)) if dated else None
