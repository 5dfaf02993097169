"""How a value that was typed, sent or written in an example becomes a parameter's value."""

import math
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import partial

from dealgraph.queries.types import NUMBERS, inner, is_list, vocabulary
from dealgraph.schema.names import key

#: Takes one given value and returns what is bound; raises ValueError with the reason.
Reader = Callable[[object], object]

LONGEST_TEXT = 1000
MOST_ENTRIES = 200
#: The integers that the database can hold.
INTEGERS = range(-(2**63), 2**63)
_INTEGER = re.compile(r"[+-]?[0-9]{1,20}")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BOOLEANS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def reader(type_: str, minimum: object = None, maximum: object = None) -> Reader:
    """Make the function that reads values of a type, within its bounds.

    It takes text as well as Python values, and gives text, int, float, bool, date, or for a
    list a list of these. Things stay text: whether it is an id or a name is found out later.
    """
    one = _bounded(_single(inner(type_)), minimum, maximum)
    return partial(_read_list, one) if is_list(type_) else partial(_read_one, one)


def is_left_out(value: object) -> bool:
    """Tell whether a value counts as not given: nothing, blank text, or a list of these."""
    if isinstance(value, list | tuple):
        return all(map(is_left_out, value))
    return value is None or (isinstance(value, str) and not value.strip())


def shown(value: object) -> object:
    """Give a value as JSON has it: a date as YYYY-MM-DD, everything else as it is."""
    if isinstance(value, list):
        return [shown(entry) for entry in value]
    return value.isoformat() if isinstance(value, date) else value


def _read_list(one: Reader, value: object) -> object:
    given = value if isinstance(value, list | tuple) else [value]
    entries = [entry for entry in given if not is_left_out(entry)]
    if len(entries) > MOST_ENTRIES:
        raise ValueError(f"has more than {MOST_ENTRIES} values")
    return [one(entry) for entry in entries]


def _read_one(one: Reader, value: object) -> object:
    if isinstance(value, list | tuple):
        if len(value) != 1:
            raise ValueError("is given more than once")
        value = value[0]
    return one(value)


def _single(type_: str) -> Reader:
    if type_.startswith("enum:"):
        return partial(_read_enum, vocabulary(type_))
    if type_ in NUMBERS - {"integer"}:
        return _read_share if type_ == "share" else _read_number
    return {
        "key": _read_key,
        "integer": _read_integer,
        "boolean": _read_boolean,
        "date": _read_date,
    }.get(type_, _read_text)


def _bounded(read: Reader, minimum: object, maximum: object) -> Reader:
    if minimum is None and maximum is None:
        return read
    return partial(_read_within, read, minimum, maximum)


def _read_within(read: Reader, minimum: object, maximum: object, given: object) -> object:
    value = read(given)
    if minimum is not None and value < minimum:  # type: ignore[operator]
        raise ValueError(f"must be at least {minimum}")
    if maximum is not None and value > maximum:  # type: ignore[operator]
        raise ValueError(f"must be at most {maximum}")
    return value


def _read_text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("must be text")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ValueError("holds signs that are not Unicode text") from None
    if len(value) > LONGEST_TEXT:
        raise ValueError(f"is longer than {LONGEST_TEXT} signs")
    return value.strip()


def _read_key(value: object) -> str:
    read = key(_read_text(value))
    if not read:
        raise ValueError("must hold at least one letter or sign")
    return read


def _read_integer(value: object) -> int:
    if isinstance(value, str) and _INTEGER.fullmatch(value.strip()):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("must be a whole number")
    if value not in INTEGERS:
        raise ValueError("is too large")
    return value


def _read_number(value: object) -> float:
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("must be a number, such as 12.5")
    if not math.isfinite(value) or abs(value) > INTEGERS.stop:
        raise ValueError("is too large")
    return float(value)  # the database plans anew for each type it is given


def _read_share(value: object) -> float:
    share = _read_number(value)
    if not 0 <= share <= 1:
        raise ValueError("must be a share from 0 to 1")
    return share


def _read_boolean(value: object) -> bool:
    if isinstance(value, bool):
        return value
    word = value.strip().lower() if isinstance(value, str) else ""
    if word not in _BOOLEANS:
        raise ValueError("must be true or false")
    return _BOOLEANS[word]


def _read_date(value: object) -> date:
    if type(value) is date:
        return value
    text = value.strip() if isinstance(value, str) else ""
    if text == "today":
        return datetime.now(UTC).date()
    if not _DATE.fullmatch(text):
        raise ValueError("must be a date like 2025-01-31, or today")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("is no day of the calendar") from None


def _read_enum(words: type[StrEnum], value: object) -> str:
    """Find the word of the list; case, spaces and signs do not count."""
    wanted = key(value) if isinstance(value, str) else ""
    for word in words:
        if key(word) == wanted:
            return word.value
    raise ValueError(f"must be one of {', '.join(words)}")
