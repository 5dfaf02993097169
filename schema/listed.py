"""Which names are taken: by listed companies, and by those that the traps name, which the
register does not hold. A name of theirs is nobody's in the register, however alike it is.
"""

from collections.abc import Iterator
from functools import cache

from dealgraph.schema import register
from dealgraph.schema.company_names import company_key, full_key
from dealgraph.schema.names import key
from dealgraph.schema.tables import rows
from dealgraph.schema.tickers import Ticker, listed_as


def is_other(name: str) -> bool:
    """Tell whether a name is that of a company outside the register."""
    return key(name) in register.others() or full_key(name) in _listed_names()


@cache
def company_keys() -> frozenset[str]:
    """Give the exact keys of the names of companies outside the register."""
    names = (*register.others().values(), *_listed_names().values())
    return frozenset(map(company_key, names))


@cache
def tickers() -> dict[Ticker, str]:
    """Give the ids of companies of the register by the tickers that the list has for them."""
    known = register.full_keys()
    found: dict[Ticker, set[str]] = {}
    for row in rows("pharma_listed_companies.tsv"):
        ids = known.get(full_key(row["name"]), ())
        for ticker in _tickers(row) if len(ids) == 1 else ():
            found.setdefault(ticker, set()).update(ids)
    return {ticker: next(iter(ids)) for ticker, ids in found.items() if len(ids) == 1}


@cache
def _listed_names() -> dict[str, str]:
    return {full_key(name): name for name in _outside()}


def _outside() -> Iterator[str]:
    """Give the names of listed companies that no name and no ticker finds in the register."""
    known, traded = register.full_keys(), register.tickers()
    for row in rows("pharma_listed_companies.tsv"):
        if full_key(row["name"]) not in known and traded.keys().isdisjoint(_tickers(row)):
            yield row["name"]


def _tickers(row: dict[str, str]) -> list[Ticker]:
    return [listed_as(row[column]) for column in ("symbol", "us_ticker") if row[column]]
