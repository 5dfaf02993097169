"""The bundled company register: which company a name stands for, and which names are traps."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from dealgraph.data import path
from dealgraph.schema.company_names import company_key, full_key
from dealgraph.schema.names import key, slug
from dealgraph.schema.tables import rows, several
from dealgraph.schema.tickers import Ticker, listed_as
from dealgraph.schema.vocabulary import CompanyKind, NameKind

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


@dataclass(frozen=True)
class KnownName:
    """One name of a company, with its language (BCP 47) and what it is to the company.

    `since` and `until` (YYYY, YYYY-MM or YYYY-MM-DD) say when the company went by it.
    """

    text: str
    kind: NameKind
    language: str | None = None
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True)
class Registered:
    """A company of the register. `since` (YYYY or YYYY-MM) is when its parent bought it."""

    id: str
    name: str
    kind: CompanyKind
    country: str | None
    names: tuple[KnownName, ...]
    parent: str | None
    since: str | None


@dataclass(frozen=True)
class Trap:
    """A name that does not tell which company is meant, with the companies it may mean."""

    name: str
    candidates: tuple[str, ...]
    why: str


class AmbiguousCompanyError(ValueError):
    """A name that may mean several companies; `candidates` are ids of the register."""

    def __init__(self, name: str, candidates: tuple[str, ...], why: str) -> None:
        self.name, self.candidates, self.why = name, candidates, why
        super().__init__(f"{name!r} is ambiguous: {why or 'it may be ' + ' or '.join(candidates)}")


class ParentError(ValueError):
    """A parent that cannot be: the file and line of the company, and why."""

    def __init__(self, line: int, company: str, parent: str, reason: str) -> None:
        super().__init__(f"companies.jsonl:{line}: {company}: parent {parent!r} {reason}")


@cache
def companies() -> dict[str, Registered]:
    """Give the register by company id. Raises ParentError."""
    with path("companies.jsonl").open(encoding="utf-8") as file:
        found = {entry["id"]: _registered(entry) for entry in map(json.loads, file)}
    check_parents(found)
    return found


def check_parents(found: Mapping[str, Registered]) -> None:
    """Refuse a company, in the order of its lines, that belongs to nobody known or to itself.

    Raises ParentError. Whoever looks for an ultimate parent would never come to an end.
    """
    for line, company in enumerate(found.values(), start=1):
        chain = [company.id]
        while (parent := found[chain[-1]].parent) and parent not in chain:
            if parent not in found:
                raise ParentError(line, company.id, parent, "is no company of the register")
            chain.append(parent)
        if parent == company.id:
            ring = " -> ".join([*chain, parent])
            raise ParentError(line, company.id, chain[1 % len(chain)], f"goes in a circle: {ring}")


@cache
def keys() -> dict[str, tuple[str, ...]]:
    """Give the ids of the companies that go by each name key."""
    found = _index(key)
    for name_key, company_id in _sure_traps():
        found.setdefault(name_key, (company_id,))
    return found


@cache
def full_keys() -> dict[str, tuple[str, ...]]:
    """Give the ids of the companies that go by each name without its legal form.

    Tickers have none: in small letters (`fate`, `rare`) they would be words.
    """
    return _index(full_key, leave_out=(NameKind.TICKER,))


@cache
def tickers() -> dict[Ticker, tuple[str, ...]]:
    """Give the ids of the companies that are or were traded under each ticker."""
    found: dict[Ticker, dict[str, None]] = {}
    for company in companies().values():
        for name in company.names:
            if name.kind is NameKind.TICKER:
                found.setdefault(listed_as(name.text), {})[company.id] = None
    return {ticker: tuple(ids) for ticker, ids in found.items()}


@cache
def company_keys() -> dict[str, tuple[str, ...]]:
    """Give the ids of the companies by the exact keys of their names.

    Tickers are whole or nothing. Pinyin that a machine formed is so, too: cut short it would be
    the pinyin of too many.
    """
    return _index(company_key, leave_out=(NameKind.PINYIN, NameKind.TICKER))


@cache
def traps() -> dict[str, Trap]:
    """Give the names that only their context can tell, by key, such as `Merck`."""
    unsure = (row for row in rows("name_traps.tsv") if not row["is"])
    return {
        key(row["name"]): Trap(row["name"], _meant_by(row["name"]), row["why"]) for row in unsure
    }


@cache
def others() -> dict[str, str]:
    """Give the names, by key, of companies that the traps name and the register does not hold."""
    named = (name for row in rows("name_traps.tsv") for name in several(row["is_not"]))
    known = keys()
    return {key(name): name for name in named if key(name) not in known}


def new_id(name: str) -> str:
    """Give the id of a company of which only the name is known: `foobio` for `Foo Bio, Inc.`.

    It depends on the name alone, so that the order of records never matters, and is no id of
    the register.
    """
    own = slug(key(name) if key(name) in others() else full_key(name))
    if own not in companies():
        return own
    return f"{own}-{hashlib.sha256(key(name).encode()).hexdigest()[:6]}"


def identify(name: str) -> str | None:
    """Give the id of the registered company that goes by a name or id, None when there is none.

    Raises AmbiguousCompanyError for a name that may mean several.
    """
    if name in companies():
        return name
    name_key = key(name)
    if name_key in traps():
        trap = traps()[name_key]
        raise AmbiguousCompanyError(name, trap.candidates, trap.why)
    found = keys().get(name_key, ())
    if len(found) > 1:
        raise AmbiguousCompanyError(name, found, "")
    return found[0] if found else None


def _index(
    key_of: Callable[[str], str], leave_out: Collection[NameKind] = ()
) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for company in companies().values():
        for name in company.names:
            spellings = () if name.kind in leave_out else {name.text, _written_out(name.text)}
            for text in spellings:
                found.setdefault(key_of(text), {})[company.id] = None
    return {name_key: tuple(ids) for name_key, ids in found.items()}


def _written_out(name: str) -> str:
    """Write umlauts as two letters: Gruenenthal."""
    return name.translate(_UMLAUTS)


def _registered(entry: dict[str, Any]) -> Registered:
    aliases = [
        KnownName(
            alias["name"],
            NameKind(alias["kind"]),
            alias["lang"],
            alias.get("since"),
            alias.get("until"),
        )
        for alias in entry.get("aliases", [])
    ]
    tickers = [
        KnownName(t["symbol"], NameKind.TICKER, None, t.get("since"), t.get("until"))
        for t in entry.get("tickers", [])
    ]
    names = (KnownName(entry["name"], NameKind.NAME, "en"), *aliases, *tickers)
    return Registered(
        id=entry["id"],
        name=entry["name"],
        kind=CompanyKind(entry["kind"]),
        country=entry.get("country"),
        names=names,
        parent=entry.get("parent"),
        since=entry.get("since"),
    )


def _sure_traps() -> Iterator[tuple[str, str]]:
    by_name = {company.name: company.id for company in companies().values()}
    for row in rows("name_traps.tsv"):
        if row["is"] in by_name:
            yield key(row["name"]), by_name[row["is"]]


def _meant_by(name: str) -> tuple[str, ...]:
    traded = tickers().get(listed_as(name)) if name.isupper() else None
    return traded or _beginning_with(name)


def _beginning_with(name: str) -> tuple[str, ...]:
    # A trap row does not list whom it may mean: those whose names begin with it are shown.
    start = key(name)
    return tuple(
        company.id
        for company in companies().values()
        if any(key(known.text).startswith(start) for known in company.names)
    )
