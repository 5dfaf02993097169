"""What is wrong with a record, or odd about it, in plain words with its place."""

import json
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from dealgraph.schema.amounts import AMOUNTS
from dealgraph.schema.contradictions import contradictions
from dealgraph.schema.dates import first_day
from dealgraph.schema.life import days, ended, whole_endings
from dealgraph.schema.record import (
    ENDINGS,
    AssetRecord,
    DealRecord,
    EventRecord,
    Party,
    SourceRecord,
    Territory,
)
from dealgraph.schema.vocabulary import DealStatus

_HARD_CURRENCIES = ("USD", "EUR", "GBP", "CHF")
#: No deal of a drug company was larger than this, in millions of one of these currencies.
_IMPLAUSIBLE = 200_000


def problems(error: ValidationError) -> list[tuple[str, str, str]]:
    """Give each fault as (field such as "assets[0].phase", value shortly, reason in plain words).

    The value is empty where the fault is that nothing is there.
    """
    return [
        (_path(found["loc"]), _shown(found), _reason(found))
        for found in error.errors(include_url=False)
    ]


#: Pydantic puts the form of a royalty among the steps of a place; readers need not see it.
_FORMS = ("<terms>", "<text>")


def _path(place: tuple[str | int, ...]) -> str:
    steps = (step for step in place if step not in _FORMS)
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return _printable(path.removeprefix("."))


def _shown(found: ErrorDetails) -> str:
    value = found["input"]
    if found["type"] == "missing" or value is None:
        return ""
    if isinstance(value, BaseModel):
        value = value.model_dump(mode="json", exclude_unset=True)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return shortly(text)


def shortly(text: str) -> str:
    """Show a value on one line of at most 80 signs, without what a terminal would obey."""
    shown = _printable(text[:81])
    return shown if len(shown) <= 80 else f"{shown[:77]}..."


def _printable(text: str) -> str:
    signs = (sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)
    return "".join(signs)


def _reason(found: ErrorDetails) -> str:
    context: dict[str, Any] = found.get("ctx", {})
    match found["type"]:
        case "extra_forbidden":
            return f"is an unknown field{_nearest_field(str(found['loc'][-1]))}"
        case "enum":
            return f"must be one of: {context['expected']}".replace("'", "").replace(" or ", ", ")
        case "string_too_short" | "too_short":
            return "must not be empty"
        case "string_pattern_mismatch":
            return "must be small letters, digits and hyphens, such as 2025-10-innovent-takeda"
        case "value_error":
            return str(context["error"])
    return _REASONS.get(found["type"], found["msg"])


_REASONS = {
    "missing": "is missing",
    "string_type": "must be text",
    "string_unicode": "must be valid Unicode text",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
    "tuple_type": "must be a list",
    "model_type": "must be an object with named fields",
    "model_attributes_type": "must be an object with named fields",
    "greater_than_equal": "must not be negative",
}

_FIELDS = sorted(
    {
        field
        for part in (DealRecord, Party, AssetRecord, Territory, SourceRecord, EventRecord)
        for field in part.model_fields
    }
)


def _nearest_field(name: str) -> str:
    nearest = get_close_matches(name, _FIELDS, n=1)
    return f"; perhaps {nearest[0]}" if nearest else ""


def warnings(record: DealRecord) -> list[str]:
    """Say what looks wrong with a record that is accepted all the same."""
    return [
        *_unit_warning(record),
        *_sum_warning(record),
        *_life_warnings(record),
        *contradictions(record),
    ]


def _unit_warning(record: DealRecord) -> Iterator[str]:
    for name in AMOUNTS:
        amount = getattr(record, name)
        if record.currency in _HARD_CURRENCIES and amount is not None and amount > _IMPLAUSIBLE:
            yield f"{name} is {amount:,} million {record.currency}: amounts are in millions"


def _sum_warning(record: DealRecord) -> Iterator[str]:
    """Parts that do not add up to the total are often right: other payments may belong to it.

    The note is shown beside the difference, as it is there that such payments are named. What a
    near-term figure holds beyond the upfront payment may be counted apart from the milestones.
    """
    if record.upfront is None or record.milestones is None or record.total is None:
        return
    parts = {"upfront": record.upfront, "milestones": record.milestones}
    if record.equity is not None and not record.upfront_includes_equity:
        parts["equity"] = record.equity
    difference = round(record.total - sum(parts.values()), 6)
    soon = 0 if record.near_term is None else round(record.near_term - record.upfront, 6)
    if difference not in (0, soon):
        yield (
            f"{' + '.join(parts)} is {_number(sum(parts.values()))}, total is "
            f"{_number(record.total)}: {_number(abs(difference))} "
            f"{'more' if difference > 0 else 'less'} in the total"
            f"{_noted(record.note)}"
        )


def _number(amount: float) -> str:
    return f"{round(amount, 6):,.10g}"


def _noted(note: str | None) -> str:
    return f" (note: {_printable(note)})" if note else "; no note says why"


def _life_warnings(record: DealRecord) -> Iterator[str]:
    """Say where events and status do not fit; each place is that in the record."""
    end, endings = ended(record), whole_endings(record)
    for number, event in enumerate(record.events):
        at, when = f"events[{number}]", days(event)
        if event.kind in ENDINGS and when is None:
            yield f"{at}: {event.kind}, but no date says when"
        if when and when.last < first_day(record.announced):
            told = event.effective or event.date
            yield f"{at}: {event.kind} {told} is before the announcement ({record.announced})"
        if end and when and event.kind not in ENDINGS and when.first > end.last:
            told = event.effective or event.date
            yield f"{at}: {event.kind} {told} is after the end of the deal ({end.last})"
    if record.status is DealStatus.TERMINATED and not endings:
        yield "status is terminated, but no event ends the whole deal: no day says when"
    if endings and record.status is not DealStatus.TERMINATED:
        at = f"events[{record.events.index(endings[0])}]"
        yield f"{at}: {endings[0].kind} ends the whole deal, but its status is {record.status}"
