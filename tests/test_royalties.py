"""Royalties in words become bands, those in numbers stay numbers, the rest stays words."""

import json

import pytest
from support import BUNDLED

from dealgraph.schema.royalties import Band, read_royalties


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("tiered, mid single to low double digit", 4, 13),
        ("tiered, low to mid-teens", 10, 16),
        ("tiered, low to high single digit", 1, 9),
        ("high single digit to mid-teens", 7, 16),
        ("tiered, mid-teens to low twenties outside the US", 14, 23),
        ("outside the US, low double digits rising into the twenties", 10, 29),
        ("tiered up to low double digits", None, 13),
        ("tiered double-digit up to high teens outside US and Europe", None, 19),
        ("tiered, from low thirties", 30, None),
        ("tiered double-digit", 10, None),
        ("tiered, high single to mid double digit", 7, None),
        ("single digit", 1, 9),
        ("mid‑single‑digit", 4, 6),
    ],
)
def test_words_stand_for_a_band(text: str, low: float | None, high: float | None) -> None:
    assert read_royalties(text) == Band(low, high, in_numbers=False)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("8% to 15%", 8, 15),
        ("tiered, 5 percent to 9.5 percent", 5, 9.5),
        ("tiered, about 20%", 20, 20),
        ("up to 24%", None, 24),
        ("tiered, starting at 19%", 19, None),
        ("tiered double-digit up to 20%", None, 20),
    ],
)
def test_numbers_stay_numbers(text: str, low: float | None, high: float | None) -> None:
    assert read_royalties(text) == Band(low, high, in_numbers=True)


@pytest.mark.parametrize(
    "text",
    [
        "tiered",
        "on net sales",
        "close to double digit",
        "up to double-digit",
        "tiered, up to 50% of net profit",
        "high double-digit profit share",
        "low double-digit tiered (cut to low- to high-single-digit in 2025)",
        "tiered; US profit/loss share on IBI363 40% Innovent / 60% Takeda",
    ],
)
def test_what_does_not_say_how_high_stays_words(text: str) -> None:
    assert read_royalties(text) is None


def test_bands_of_the_bundled_deals_are_in_order() -> None:
    records = [
        json.loads(line) for file in BUNDLED for line in file.read_text("utf-8").splitlines()
    ]
    texts = [r["royalties"] for r in records if isinstance(r.get("royalties"), str)]
    bands = [band for text in texts if (band := read_royalties(text))]
    assert (len(texts), len(bands)) == (333, 139)
    assert all(b.low is None or b.high is None or b.low <= b.high for b in bands)
