"""Dates of day, month or year precision: the first and the last day they may mean."""

import calendar
import datetime as dt
from functools import lru_cache


@lru_cache(2**14)  # the same days come again and again
def first_day(text: str) -> dt.date:
    """Give the first possible day of `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; ValueError otherwise."""
    year, month, day = _parts(text)
    return dt.date(year, month or 1, day or 1)


@lru_cache(2**14)
def last_day(text: str) -> dt.date:
    """Give the last possible day of `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; ValueError otherwise."""
    year, month, day = _parts(text)
    month = month or 12
    return dt.date(year, month, day or calendar.monthrange(year, month)[1])


def _parts(text: str) -> tuple[int, int, int]:
    numbers = [int(part) for part in text.split("-")]
    year, month, day = [*numbers, 0, 0][:3]
    return year, month, day
