"""Which symbol of which exchange a ticker is, however it is written: 600276.SH, HKEX: 1177, LLY.

Symbols are told apart by the country they are traded in, as Shanghai and Shenzhen, NSE and BSE
give no symbol to two companies. The ways to write an exchange stand in data/exchanges.tsv.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from dealgraph.schema.names import key
from dealgraph.schema.tables import rows, several

_BEHIND = re.compile(r"(?P<symbol>\S.*?)(?P<between>[.\s])\s*(?P<place>[A-Za-z]{1,3})")
_BEFORE = re.compile(r"(?P<place>[^:：]+?)\s*[:：]\s*(?P<symbol>[^:：]+)")
#: A symbol alone is American: written in capitals, and not so short that it says nothing.
_ALONE = re.compile(r"[A-Z]{3,5}")
_AMERICAN = "US"


@dataclass(frozen=True)
class Ticker:
    """A symbol, as key and without leading zeros, and the country of the exchange."""

    symbol: str
    place: str


def read(text: str) -> list[Ticker]:
    """Give the tickers that a text may be, none when it is not written as one.

    An exchange of two countries (TSE: Tokyo, Toronto) gives two.
    """
    text = text.strip()
    if found := _BEFORE.fullmatch(text):
        return [_ticker(found["symbol"], place) for place in _names().get(key(found["place"]), ())]
    if (found := _BEHIND.fullmatch(text)) and (found["between"] == "." or text.isupper()):
        return [
            _ticker(found["symbol"], place) for place in _suffixes().get(found["place"].upper(), ())
        ]
    return [_ticker(text, _AMERICAN)] if _ALONE.fullmatch(text) else []


def listed_as(symbol: str) -> Ticker:
    """Give the ticker that a table holds: with the suffix of its exchange, or American."""
    own, _, suffix = symbol.rpartition(".")
    if not own:
        return _ticker(symbol, _AMERICAN)
    return _ticker(own, next(iter(_suffixes().get(suffix, ())), suffix))


def _ticker(symbol: str, place: str) -> Ticker:
    return Ticker(key(symbol).lstrip("0"), place)


@cache
def _suffixes() -> dict[str, tuple[str, ...]]:
    return _places(
        (suffix, row["place"]) for row in _exchanges() for suffix in several(row["suffixes"])
    )


@cache
def _names() -> dict[str, tuple[str, ...]]:
    return _places(
        (key(name), row["place"])
        for row in _exchanges()
        for name in (*several(row["names"]), *several(row["suffixes"]))
    )


def _exchanges() -> list[dict[str, str]]:
    return list(rows("exchanges.tsv"))


def _places(named: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, place in named:
        found[name] = (*found.get(name, ()), place)
    return found
