"""US dollars at the ECB's reference rates, of a day or a month, or none.

What is right is told without the converter: by figures of the ECB, or from its file read here.
"""

import csv
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from io import TextIOWrapper
from zipfile import ZipFile

import currency_converter
import pytest

from dealgraph.schema.money import Rate, usd_rate


@pytest.mark.parametrize(
    ("currency", "announced", "rate"),
    [
        ("USD", "2025-10-22", Rate(1.0, "2025-10-22")),
        ("EUR", "2023-10-30", Rate(1.0605, "2023-10-30")),
        ("EUR", "2023-10-28", Rate(1.0541, "2023-10-27")),  # a Saturday: Friday's
        ("EUR", "2021-04", Rate(1.19791, "2021-04")),  # the mean of 20 days
        ("TWD", "2021-04-06", None),  # not quoted
        ("EUR", "1998-05-05", None),  # before the first rate
        ("EUR", "2035-01-05", None),  # after the last
        ("EUR", "2035-01", None),
    ],
)
def test_the_rate_is_of_the_day_or_the_month_or_there_is_none(
    currency: str, announced: str, rate: Rate | None
) -> None:
    found = usd_rate(currency, announced)
    if rate is None:
        assert found is None
    else:
        assert found is not None
        assert (round(found.usd, 8), found.date) == (rate.usd, rate.date)


#: What one euro was, as the ECB published it for these days (ec.europa.eu, euro reference rates).
EURO = {
    "2020-01-02": {"USD": 1.1193, "CNY": 7.7946, "JPY": 121.75, "GBP": 0.84828, "CHF": 1.0865,
                   "KRW": 1298.24, "HKD": 8.7203},
    "2024-03-28": {"USD": 1.0811, "CNY": 7.8144, "JPY": 163.45, "GBP": 0.8551, "CHF": 0.9766,
                   "KRW": 1458.67, "HKD": 8.4594},
    "2025-10-22": {"USD": 1.1587, "CNY": 8.2576, "JPY": 175.92, "GBP": 0.8689, "CHF": 0.9228,
                   "KRW": 1660.02, "HKD": 9.0044},
}  # fmt: skip
CURRENCIES = ("CNY", "JPY", "GBP", "CHF", "KRW", "HKD")


@pytest.mark.parametrize("currency", CURRENCIES)
@pytest.mark.parametrize("day", EURO)
def test_a_known_day_has_the_rate_of_the_ecb(day: str, currency: str) -> None:
    found = usd_rate(currency, day)
    assert found is not None
    assert found.usd == pytest.approx(EURO[day]["USD"] / EURO[day][currency], rel=1e-12)
    assert found.date == day


@pytest.mark.parametrize("day", ["2024-03-29", "2024-03-31", "2024-04-01"])
def test_over_easter_the_rate_of_thursday_before_counts(day: str) -> None:
    found = usd_rate("CNY", day)
    assert found is not None
    assert (round(found.usd, 8), found.date) == (round(1.0811 / 7.8144, 8), "2024-03-28")


@pytest.mark.parametrize("currency", ["EUR", *CURRENCIES])
def test_a_known_month_has_the_mean_of_its_days(currency: str) -> None:
    days = [row for row in ecb() if row["Date"].startswith("2024-02")]
    ratios = [float(row["USD"]) / float(row.get(currency, "1")) for row in days]
    found = usd_rate(currency, "2024-02")
    assert found is not None
    assert len(ratios) == 21
    assert found.usd == pytest.approx(sum(ratios) / 21, rel=1e-12)
    assert found.date == "2024-02"


def test_the_mean_of_a_month_is_that_of_its_rates_in_dollars() -> None:
    found = usd_rate("JPY", "2024-02")
    assert found is not None
    assert round(found.usd, 10) == 0.0066894837


def test_after_the_last_day_of_the_file_there_is_no_rate() -> None:
    last = date.fromisoformat(ecb()[0]["Date"])  # the file begins with the latest
    assert usd_rate("CNY", last.isoformat()) == Rate(
        float(ecb()[0]["USD"]) / float(ecb()[0]["CNY"]), last.isoformat()
    )
    for days in (1, 4, 40):
        assert usd_rate("CNY", (last + timedelta(days)).isoformat()) is None
    assert usd_rate("CNY", (last + timedelta(40)).isoformat()[:7]) is None


def test_a_currency_that_the_ecb_stopped_quoting_has_no_rate_from_then_on() -> None:
    assert usd_rate("RUB", "2022-03-01") is not None
    assert usd_rate("RUB", "2022-03-02") is None
    assert usd_rate("RUB", "2022-03") is None


@cache
def ecb() -> list[dict[str, str]]:
    """Give the rows of the ECB's file that the converter ships, read by hand."""
    shipped = files(currency_converter) / "eurofxref-hist.zip"
    with shipped.open("rb") as file, ZipFile(file) as zipped:
        (name,) = zipped.namelist()
        return list(csv.DictReader(TextIOWrapper(zipped.open(name), "ascii")))
