"""Amounts in US dollars, at the reference rates of the European Central Bank, and in short."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from statistics import fmean
from typing import TYPE_CHECKING

from dealgraph.schema.dates import first_day, last_day

if TYPE_CHECKING:
    from currency_converter import CurrencyConverter


@dataclass(frozen=True)
class Rate:
    """US dollars for one unit of a currency, and the day or month (as text) it is of."""

    usd: float
    date: str


def usd_rate(currency: str, announced: str) -> Rate | None:
    """Give the rate of the day a deal was announced, or the mean of its month if that is all known.

    `announced` is `YYYY-MM-DD` or `YYYY-MM`. On days without a rate (weekends) the last one
    before counts. None when there is no rate: it is then said, never guessed.
    Source: ECB euro foreign exchange reference rates, as shipped with currencyconverter.
    """
    if currency == "USD":
        return Rate(1.0, announced)
    if first_day(announced) == last_day(announced):
        return _on_day(currency, first_day(announced))
    return _in_month(currency, announced)


def short_amount(millions: float, currency: str = "USD") -> str:
    """Write an amount in three digits: 1200 is `$1.2bn`, 45.25 million euros are `EUR 45.2m`."""
    rounded = float(f"{millions:.3g}")
    number = f"{rounded / 1000:g}bn" if rounded >= 1000 else f"{rounded:g}m"
    return f"${number}" if currency == "USD" else f"{currency} {number}"


def _on_day(currency: str, day: dt.date) -> Rate | None:
    if day > _last_day(currency):  # what comes after is not known, be it a weekend or not
        return None
    for back in range(7):  # the longest run of days without rates is Easter's four
        usd = _rate(currency, day - dt.timedelta(days=back))
        if usd is not None:
            return Rate(usd, (day - dt.timedelta(days=back)).isoformat())
    return None


@cache
def _in_month(currency: str, month: str) -> Rate | None:
    first, last = first_day(month), last_day(month)
    days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    found = [usd for day in days if (usd := _rate(currency, day)) is not None]
    # A month that the file does not hold to its end has no mean yet.
    if not found or _last_day(currency) < last - dt.timedelta(days=4):
        return None
    return Rate(fmean(found), month)


def _last_day(currency: str) -> dt.date:
    bounds = _converter().bounds.get(currency)  # None: a currency the ECB does not quote
    return bounds.last_date if bounds else dt.date.min


def _rate(currency: str, day: dt.date) -> float | None:
    from currency_converter import RateNotFoundError

    try:
        return float(_converter().convert(1, currency, "USD", day))
    except (RateNotFoundError, ValueError):  # ValueError: a currency the ECB does not quote
        return None


@cache
def _converter() -> "CurrencyConverter":
    from currency_converter import CurrencyConverter

    return CurrencyConverter()
