"""The kinds of value that a deal record holds, each checked where it stands."""

import math
import re
from collections.abc import Iterable
from datetime import date
from typing import Annotated, TypeVar
from unicodedata import normalize

from pydantic import (
    AfterValidator,
    HttpUrl,
    PlainValidator,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from dealgraph.schema.amounts import Unreadable
from dealgraph.schema.places import countries, currencies, resolve

#: No deal comes near this many millions in any currency: what does was not written in millions.
LARGEST_AMOUNT = 1_000_000_000

T = TypeVar("T")
#: Where in a record a fault stands, the value there, and what is wrong with it.
Fault = tuple[tuple[str | int, ...], object, str]

_YEARS = range(1950, 2101)
_DATE_FORMS = {4: "YYYY", 7: "YYYY-MM", 10: "YYYY-MM-DD"}
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
_URL = TypeAdapter(HttpUrl)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_CONTROL_BUT_TABS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # nor line ends


def fault(reason: str) -> PydanticCustomError:
    """Make the error that says what is wrong with a value, to be raised by a check."""
    return PydanticCustomError("fault", "{reason}", {"reason": reason})


def raise_faults(found: Iterable[tuple[tuple[str | int, ...], object, str]]) -> None:
    """Raise all faults (place, value, reason) at once, each with its own place; none: return."""
    errors = [
        InitErrorDetails(type=fault(reason), loc=place, input=value)
        for place, value, reason in found
    ]
    if errors:
        raise ValidationError.from_exception_data("deal record", errors)


def _number(value: object, unit: str, largest: int) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise fault(f"must be a plain number, in {unit}")
    if isinstance(value, float) and not math.isfinite(value):
        raise fault("must be a finite number")
    if value < 0:
        raise fault("must not be negative")
    if value > largest:
        raise fault(f"must not be over {largest:,} {unit}")
    return value


def _amount(value: object) -> int | float:
    if isinstance(value, Unreadable):
        raise fault(value.reason)
    return _number(value, "millions", LARGEST_AMOUNT)


def _percent(value: object) -> int | float:
    return _number(value, "percent", 100)


def _dated(*lengths: int) -> AfterValidator:
    """Accept a real date written in one of the forms of these lengths (4, 7 or 10)."""
    forms = " or ".join(_DATE_FORMS[length] for length in lengths)

    def check(text: str) -> str:
        if len(text) not in lengths or not _DATE.fullmatch(text):
            raise fault(f"must be a date written as {forms}")
        _real(text)
        return text

    return AfterValidator(check)


def _real(text: str) -> None:
    year, month, day = (int(part) for part in (text + "-01-01")[:10].split("-"))
    if year not in _YEARS:
        raise fault(f"must be of the years {_YEARS[0]} to {_YEARS[-1]}")
    try:
        date(year, month, day)
    except ValueError:
        raise fault("is no real date") from None


def _country(code: str) -> str:
    if code not in countries():
        raise fault(f"must be a country code of ISO 3166-1 alpha-2{_country_hint(code)}")
    return code


def _country_hint(word: str) -> str:
    try:
        code = resolve(word)
    except ValueError:
        return ""
    return f"; perhaps {code}, {countries()[code].name}" if code in countries() else ""


def _currency(code: str) -> str:
    if code not in currencies():
        raise fault("must be a currency code of ISO 4217, such as USD")
    return code


def _territory_word(word: str) -> str:
    resolve(word)  # raises for a word that no table lists
    return word


def _web_address(text: str) -> str:
    try:
        _URL.validate_python(text)
    except ValidationError:
        raise fault("must be a web address that starts with http:// or https://") from None
    if re.search(r"\s", text):
        raise fault("must be a web address without spaces")
    return text


def _readable(text: str) -> str:
    if _CONTROL_BUT_TABS.search(text):
        raise fault("must not hold control characters")
    return text


def _one_line(text: str) -> str:
    if _CONTROL.search(text):
        raise fault("must be one line without control characters")
    return text


def _nameable(name: str) -> str:
    if not any(sign.isalnum() for sign in name) and not name_key(name):
        raise fault("must have a letter or digit")
    return name


def name_key(name: str) -> str:
    """Names are the same when they differ in case, spaces and punctuation only (DEAL-RECORD.md)."""
    return "".join(sign for sign in normalize("NFKC", name).casefold() if sign.isalnum())


def _not_empty(values: tuple[T, ...]) -> tuple[T, ...]:
    # Pydantic's min_length counts the faultless entries only, and would say this of a full list.
    if not values:
        raise fault("must not be empty")
    return values


def _no_duplicates(values: tuple[T, ...]) -> tuple[T, ...]:
    if len(values) < 2:
        return values
    raise_faults(
        ((index,), _title(value), "is listed twice")
        for index, value in enumerate(values)
        if _title(value) in [_title(earlier) for earlier in values[:index]]
    )
    return values


def _title(value: object) -> object:
    """What tells an entry of a list from its neighbours: its name or address, else all of it."""
    for field in ("name", "url"):
        if title := getattr(value, field, None):
            return title
    return value


# Tabs and line ends may stand in a note; other control characters come from broken exports.
Text = Annotated[
    str,
    StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=50_000),
    AfterValidator(_readable),
]
Line = Annotated[
    str,
    StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=1_000),
    AfterValidator(_one_line),
]
Name = Annotated[Line, AfterValidator(_nameable)]
Slug = Annotated[
    str, StringConstraints(strict=True, pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=200)
]
Amount = Annotated[int | float, PlainValidator(_amount)]
Percent = Annotated[int | float, PlainValidator(_percent)]
Month = Annotated[Line, _dated(7, 10)]
Day = Annotated[Line, _dated(4, 7, 10)]
CountryCode = Annotated[Line, AfterValidator(_country)]
CurrencyCode = Annotated[Line, AfterValidator(_currency)]
TerritoryWord = Annotated[Line, AfterValidator(_territory_word)]
WebAddress = Annotated[Line, AfterValidator(_web_address)]

#: A list in which nothing stands twice, and the same with at least one entry.
Several = Annotated[tuple[T, ...], AfterValidator(_no_duplicates)]
AtLeastOne = Annotated[tuple[T, ...], AfterValidator(_not_empty), AfterValidator(_no_duplicates)]
