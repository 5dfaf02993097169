"""Amounts as people write them, in five scripts; what could mean two things is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealgraph.schema.amounts import AmountError, WrittenAmount, read_amount
from dealgraph.schema.vocabulary import Bound

CLEAR = [
    ("45", 45, None, Bound.EXACTLY),
    ("1,200", 1200, None, Bound.EXACTLY),
    ("12.5", 12.5, None, Bound.EXACTLY),
    ("up to 850", 850, None, Bound.UP_TO),
    ("US$1.2bn", 1200, "USD", Bound.EXACTLY),
    ("USD 45m", 45, "USD", Bound.EXACTLY),
    ("45 million USD", 45, "USD", Bound.EXACTLY),
    ("$1.2 billion", 1200, "USD", Bound.EXACTLY),
    ("$11.4bn", 11400, "USD", Bound.EXACTLY),
    ("$1,250 million", 1250, "USD", Bound.EXACTLY),
    ("$50MM", 50, "USD", Bound.EXACTLY),
    ("$100,000,000", 100, "USD", Bound.EXACTLY),
    ("US$750,000", 0.75, "USD", Bound.EXACTLY),
    ("$500 thousand", 0.5, "USD", Bound.EXACTLY),
    ("U.S. dollars 30 million", 30, "USD", Bound.EXACTLY),
    ("100 million dollars", 100, "USD", Bound.EXACTLY),
    ("up to $100 million", 100, "USD", Bound.UP_TO),
    ("Up to US$ 2.6 billion", 2600, "USD", Bound.UP_TO),
    ("as much as $1.5bn", 1500, "USD", Bound.UP_TO),
    ("more than $1bn", 1000, "USD", Bound.MORE_THAN),
    ("over €500 million", 500, "EUR", Bound.MORE_THAN),
    ("in excess of GBP 30m", 30, "GBP", Bound.MORE_THAN),
    (">$1.3B", 1300, "USD", Bound.MORE_THAN),
    ("$1bn+", 1000, "USD", Bound.MORE_THAN),
    ("at least $20m", 20, "USD", Bound.AT_LEAST),
    ("approximately $80 million", 80, "USD", Bound.ABOUT),
    ("~$50M", 50, "USD", Bound.ABOUT),
    ("about CHF 12.5 million", 12.5, "CHF", Bound.ABOUT),
    ("EUR 45m", 45, "EUR", Bound.EXACTLY),
    ("€45M", 45, "EUR", Bound.EXACTLY),
    ("45 million euros", 45, "EUR", Bound.EXACTLY),
    ("£30m", 30, "GBP", Bound.EXACTLY),
    ("HK$500m", 500, "HKD", Bound.EXACTLY),
    ("A$25 million", 25, "AUD", Bound.EXACTLY),
    ("NT$3 billion", 3000, "TWD", Bound.EXACTLY),
    ("DKK 1.5bn", 1500, "DKK", Bound.EXACTLY),
    ("RMB 500 million", 500, "CNY", Bound.EXACTLY),
    ("RMB¥80 million", 80, "CNY", Bound.EXACTLY),
    ("CNY300m", 300, "CNY", Bound.EXACTLY),
    ("12亿元", 1200, "CNY", Bound.EXACTLY),
    ("人民币5亿元", 500, "CNY", Bound.EXACTLY),
    ("12亿5000万元", 1250, "CNY", Bound.EXACTLY),
    ("8000万美元", 80, "USD", Bound.EXACTLY),
    ("3.5亿美元", 350, "USD", Bound.EXACTLY),
    ("１２億美元", 1200, "USD", Bound.EXACTLY),
    ("最高可达26亿美元", 2600, "USD", Bound.UP_TO),
    ("超过10亿美元", 1000, "USD", Bound.MORE_THAN),
    ("约2亿欧元", 200, "EUR", Bound.ABOUT),
    ("5亿港元", 500, "HKD", Bound.EXACTLY),
    ("9.5億円", 950, "JPY", Bound.EXACTLY),
    ("1億5000万円", 150, "JPY", Bound.EXACTLY),
    ("約30億円", 3000, "JPY", Bound.ABOUT),
    ("JPY 500 million", 500, "JPY", Bound.EXACTLY),
    ("500억원", 50000, "KRW", Bound.EXACTLY),
    ("₩50bn", 50000, "KRW", Bound.EXACTLY),
    ("1조 2000억원", 1200000, "KRW", Bound.EXACTLY),
    ("0", 0, None, Bound.EXACTLY),
]
REFUSED = [
    ("¥500m", "¥ may be CNY or JPY"),
    ("￥5亿", "¥ may be CNY or JPY"),
    ("kr 300 million", "may be DKK or NOK or SEK"),
    ("$50-60 million", "is a range"),
    ("$50m to $60m", "is a range"),
    ("$45", "has no magnitude"),
    ("1,5 million EUR", "has a comma where a point belongs"),
    ("$100m €80m", "is no amount"),
    ("USD 100m CNY", "names two currencies"),
    ("1兆円", "兆 is a million million"),
    ("-5", "is no amount"),
    ("twelve million dollars", "is no amount"),
    ("$1.2.3m", "is no amount"),
    ("5m 3bn", "is no amount"),
    ("mid single digit", "is no amount"),
    ("undisclosed", "missing is not zero"),
    ("n/a", "missing is not zero"),
    ("-", "missing is not zero"),
    ("", "missing is not zero"),
]


@pytest.mark.parametrize(("text", "millions", "currency", "bound"), CLEAR)
def test_what_is_clear_is_read(
    text: str, millions: float, currency: str | None, bound: Bound
) -> None:
    assert read_amount(text) == WrittenAmount(millions, currency, bound)


@pytest.mark.parametrize(("text", "why"), REFUSED)
def test_what_is_not_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(AmountError, match=why.replace("$", r"\$")):
        read_amount(text)


@pytest.mark.parametrize(
    ("text", "countries", "currency"),
    [
        ("¥500m", ("CN", "US"), "CNY"),
        ("¥500m", ("JP",), "JPY"),
        ("¥5亿", ("CN",), "CNY"),
        ("5亿元", ("CN", "TW"), None),
        ("5亿元", ("TW", "US"), "TWD"),
        ("¥500m", ("CN", "JP"), None),
        ("kr 300 million", ("SE", "US"), "SEK"),
        ("$50m", ("CN", "DE"), "USD"),
        ("$50m", ("US", "CA"), "USD"),
        ("$50m", ("CA", "DE"), None),
    ],
)
def test_a_sign_of_several_currencies_is_told_by_the_parties_or_asked_about(
    text: str, countries: tuple[str, ...], currency: str | None
) -> None:
    if currency is None:
        with pytest.raises(AmountError, match="write the currency's code"):
            read_amount(text, countries)
    else:
        assert read_amount(text, countries).currency == currency


@given(st.text(max_size=30))
def test_no_text_becomes_an_amount_without_a_digit_in_it(text: str) -> None:
    try:
        found = read_amount(text)
    except AmountError:
        return
    assert any(sign.isdecimal() for sign in text)
    assert found.millions >= 0
    if found.millions == 0:
        assert "0" in "".join(str(int(sign)) for sign in text if sign.isdecimal())
