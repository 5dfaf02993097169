"""Amounts of money as people write them: number, currency, magnitude and bound, or a refusal."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Literal, Self, get_args

from dealgraph.schema.places import currencies
from dealgraph.schema.vocabulary import Bound

#: The fields of a record that hold money, in millions of its currency.
AmountField = Literal["upfront", "equity", "near_term", "milestones", "total"]
AMOUNTS: tuple[str, ...] = get_args(AmountField)

#: What cannot be told without knowing whose money it is, by the countries that have it.
_SHARED_SIGNS = {
    "¥": {"CN": "CNY", "JP": "JPY"},
    "元": {"CN": "CNY", "TW": "TWD"},
    "kr": {"DK": "DKK", "NO": "NOK", "SE": "SEK"},
    "$": {"US": "USD", "AU": "AUD", "CA": "CAD", "HK": "HKD", "NZ": "NZD", "SG": "SGD",
          "TW": "TWD"},
}  # fmt: skip
#: What a shared sign means where no party is of a country that has it.
_USUAL = {"$": "USD", "元": "CNY"}
_SIGNS = {
    "us$": "USD", "usd$": "USD", "u.s.$": "USD", "us dollars": "USD", "u.s. dollars": "USD",
    "dollars": "$", "dollar": "$", "美元": "USD", "美金": "USD", "ドル": "USD", "달러": "USD",
    "€": "EUR", "euros": "EUR", "euro": "EUR", "欧元": "EUR", "歐元": "EUR", "ユーロ": "EUR",
    "유로": "EUR", "£": "GBP", "pounds": "GBP", "英镑": "GBP", "英鎊": "GBP",
    "rmb": "CNY", "cny¥": "CNY", "rmb¥": "CNY", "cn¥": "CNY", "人民币": "CNY", "人民幣": "CNY",
    "yuan": "CNY", "renminbi": "CNY", "jp¥": "JPY", "jpy¥": "JPY", "円": "JPY", "日元": "JPY",
    "日圆": "JPY", "日圓": "JPY", "yen": "JPY", "₩": "KRW", "원": "KRW", "won": "KRW",
    "韩元": "KRW", "韓元": "KRW", "ウォン": "KRW", "hk$": "HKD", "港元": "HKD", "港币": "HKD",
    "港幣": "HKD", "nt$": "TWD", "新台币": "TWD", "新台幣": "TWD", "a$": "AUD", "au$": "AUD",
    "c$": "CAD", "ca$": "CAD", "s$": "SGD", "nz$": "NZD", "₹": "INR", "rs": "INR",
    "sfr": "CHF", "fr.": "CHF", "瑞士法郎": "CHF", "￥": "¥", "圆": "元", "圓": "元",
}  # fmt: skip
_MAGNITUDES = {
    "thousand": 3, "k": 3, "million": 6, "millions": 6, "mln": 6, "mio": 6, "mn": 6, "mm": 6,
    "m": 6, "billion": 9, "billions": 9, "bln": 9, "bn": 9, "b": 9, "trillion": 12, "tn": 12,
    "百万": 6, "百萬": 6, "千万": 7, "千萬": 7, "十亿": 9, "十億": 9, "万": 4, "萬": 4, "만": 4,
    "亿": 8, "億": 8, "억": 8, "조": 12,
}  # fmt: skip
_BOUNDS = {
    Bound.UP_TO: ("up to", "as much as", "at most", "not more than", "maximum of", "max", "≤", "<",
                  "最高可达", "最高", "至多", "高达", "高達", "最多", "不超过", "不超過", "最大",
                  "최대"),
    Bound.MORE_THAN: ("more than", "over", "exceeding", "in excess of", "upwards of", ">", "超过",
                      "超過", "逾", "超"),
    Bound.AT_LEAST: ("at least", "not less than", "minimum of", "≥", "至少", "不低于", "不低於",
                     "少なくとも", "최소"),
    Bound.ABOUT: ("approximately", "approx.", "approx", "about", "around", "roughly", "nearly",
                  "almost", "circa", "ca.", "c.", "~", "≈", "大约", "大約", "约", "約", "近", "약"),
}  # fmt: skip
#: A number without a magnitude is read as it stands only from here on: `$45` may mean 45 million.
_WHOLE_UNITS = 100_000
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_RANGE = re.compile(r"\d\s*(?:[a-z]+\s*)?(?:-|–|—|~|～|至|to)\s*\D{0,4}\d")
_NOTHING = re.compile(r"(?:un|not |non-?)disclosed|n/?a|tbd|unknown|未披露|非開示|-+|—")


@dataclass(frozen=True)
class WrittenAmount:
    """An amount in millions of its currency; the currency is None where none is written."""

    millions: float
    currency: str | None
    bound: Bound = Bound.EXACTLY


class AmountError(ValueError):
    """A text that is no clear amount; the message says why, and what would be clear."""


class Unreadable(str):
    """A text that is no amount, with the reason: it stays in its place, to be refused there."""

    reason: str

    def __new__(cls, text: str, reason: str) -> Self:
        """Join the text as it is written with the reason."""
        made = super().__new__(cls, text)
        made.reason = reason
        return made


def with_amounts(terms: Mapping[Any, Any]) -> dict[Any, Any]:
    """Give the fields of a record with its written amounts read: number, currency and bounds.

    `{"upfront": "up to €45m"}` becomes `{"upfront": 45, "currency": "EUR", "bounds": {"upfront":
    "up to"}}`. What cannot be read becomes Unreadable.
    """
    read: dict[Any, Any] = dict(terms)
    bounds: dict[str, Bound] = {}
    for name in AMOUNTS:
        if isinstance(written := terms.get(name), str):
            try:
                amount = _in_one_currency(written, read)
            except AmountError as error:
                read[name] = Unreadable(written, str(error))
                continue
            read[name] = amount.millions
            if amount.bound is not Bound.EXACTLY:
                bounds[name] = amount.bound
    if bounds and isinstance(given := read.get("bounds", {}), Mapping):
        read["bounds"] = bounds | dict(given)
    return read


def _in_one_currency(written: str, terms: dict[Any, Any]) -> WrittenAmount:
    """Read an amount; the first currency that is written becomes that of the record."""
    amount = read_amount(written, set(_countries(terms)), terms.get("currency"))
    if amount.currency and terms.setdefault("currency", amount.currency) != amount.currency:
        raise AmountError(f"is in {amount.currency}, but currency is {terms['currency']}")
    return amount


def _countries(terms: Mapping[Any, Any]) -> Iterator[str]:
    for side in ("licensors", "licensees"):
        parties = terms.get(side)
        for party in parties if isinstance(parties, list) else ():
            if isinstance(party, Mapping) and isinstance(country := party.get("country"), str):
                yield country


def read_amount(
    text: str, countries: Collection[str] = (), stated: str | None = None
) -> WrittenAmount:
    """Read `US$1.2bn`, `12亿元`, `up to EUR 45m`; a plain number is one of millions.

    What a sign such as ¥ stands for is decided by `stated`, the currency that is named apart,
    else by `countries`, the parties' (alpha-2), where exactly one of them has it. Raises
    AmountError for everything that could mean two things.
    """
    plain = _folded(text)
    if not plain or _NOTHING.fullmatch(plain):
        raise AmountError("says no amount: leave it out, as missing is not zero")
    bound, rest = _bound(plain)
    if _RANGE.search(rest):
        raise AmountError("is a range: write the larger amount with 'up to'")
    sign, rest = _sign(rest)
    number, has_magnitude = _number(rest)
    currency = None if sign is None else _currency(sign, countries, stated)
    if has_magnitude:
        return WrittenAmount(_plain(number / 10**6), currency, bound)
    if sign is None:
        return WrittenAmount(_plain(number), None, bound)
    if number < _WHOLE_UNITS:
        raise AmountError("has no magnitude: write million, bn, 万 or 亿")
    return WrittenAmount(_plain(number / 10**6), currency, bound)


def _folded(text: str) -> str:
    wide = text.translate({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)})
    return " ".join(wide.replace("￥", "¥").casefold().split())


def _bound(text: str) -> tuple[Bound, str]:
    for bound, words in _BOUNDS.items():
        for word in words:
            if text.startswith(word):
                return bound, text[len(word) :].strip()
    if text.endswith("以上"):
        return Bound.AT_LEAST, text.removesuffix("以上")
    if text.endswith("+"):
        return Bound.MORE_THAN, text.removesuffix("+")
    return Bound.EXACTLY, text


def _sign(text: str) -> tuple[str | None, str]:
    """Cut the currency off either end; both ends may name it, if they agree."""
    before = _sign_before().match(text)
    after = _sign_after().search(text)
    found = {_code(m[1]) for m in (before, after) if m}
    # `人民币5亿元` and `¥5亿元` name one currency twice, the second time less clearly.
    sure = found - _SHARED_SIGNS.keys()
    if len(found) > 1 and (len(sure) != 1 or not _agree(next(iter(sure)), found)):
        raise AmountError(f"names two currencies: {' and '.join(sorted(found))}")
    rest = text[before.end() if before else 0 : after.start() if after else len(text)]
    return next(iter(sure or found), None), rest.strip()


def _agree(currency: str, found: set[str]) -> bool:
    return all(currency in _SHARED_SIGNS[sign].values() for sign in found if sign in _SHARED_SIGNS)


def _code(word: str) -> str:
    sign = _SIGNS.get(word, word)
    return sign if sign in _SHARED_SIGNS else sign.upper()


def _currency(sign: str, countries: Collection[str], stated: str | None) -> str:
    if sign not in _SHARED_SIGNS:
        return sign
    if stated is not None and stated in _SHARED_SIGNS[sign].values():
        return stated
    meant = {_SHARED_SIGNS[sign][c] for c in countries if c in _SHARED_SIGNS[sign]}
    if "USD" in meant:  # where one party is American, $ is its dollar
        return "USD"
    if len(meant) == 1 and (sign != "$"):
        return next(iter(meant))
    if not meant and sign in _USUAL:
        return _USUAL[sign]
    choices = sorted(meant | {_USUAL[sign]} if sign in _USUAL else _SHARED_SIGNS[sign].values())
    raise AmountError(f"{sign} may be {' or '.join(choices)}: write the currency's code")


def _number(text: str) -> tuple[Decimal, bool]:
    """Read `1.2bn` or `1亿5000万`: the number in whole units, and whether it has a magnitude."""
    parts = _part().findall(text)
    if not parts or _part().sub("", text).strip():
        raise AmountError(_unclear(text))
    if len(parts) == 1:
        number, word = parts[0]
        return _decimal(number) * 10 ** _MAGNITUDES.get(word, 0), bool(word)
    powers = [_MAGNITUDES.get(word, 0) for _, word in parts]
    if powers != sorted(set(powers), reverse=True) or any(word.isascii() for _, word in parts):
        raise AmountError(_unclear(text))
    return sum((_decimal(n) * 10**power for (n, _), power in zip(parts, powers, strict=True)),
               Decimal()), True  # fmt: skip


def _decimal(number: str) -> Decimal:
    return Decimal(number.replace(",", ""))


def _unclear(text: str) -> str:
    if re.search(r"\d,\d{1,2}(?!\d)", text):
        return "has a comma where a point belongs: write 1.5, or 1,500 for thousands"
    if "兆" in text:
        return "兆 is a million million in Japan and Taiwan, a million in China: write it in digits"
    return "is no amount such as 45, US$1.2bn, 12亿元 or up to EUR 45m"


def _plain(number: Decimal) -> float:
    return int(number) if number == number.to_integral_value() else float(number)


@cache
def _sign_before() -> re.Pattern[str]:
    return re.compile(rf"({_signs()})\s*(?=[\d.])")


@cache
def _sign_after() -> re.Pattern[str]:
    return re.compile(rf"\s*({_signs()})$")


def _signs() -> str:
    words = [*_SIGNS, *_SHARED_SIGNS, *(code.casefold() for code in currencies())]
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def _part() -> re.Pattern[str]:
    words = "|".join(sorted(_MAGNITUDES, key=len, reverse=True))
    return re.compile(rf"({_NUMBER})(?![\d.,])\s*((?:{words})(?![a-z])|)\s*")
