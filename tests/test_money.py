"""US dollars at the ECB's reference rates, of a day or a month, or none."""

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
