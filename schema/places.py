"""Which places the words of a territory stand for, and which members of a region are certain.

A contract says "Europe" and defines it in an annex that nobody publishes. So each listed word
stands for one country, for one region with core and uncertain members, or for no known place.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import Protocol

from dealgraph import data


@dataclass(frozen=True)
class Country:
    """One country of ISO 3166-1; `code` is alpha-2, `currency` ISO 4217 or empty."""

    code: str
    name: str
    name_zh: str
    currency: str
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class Region:
    """A group of countries by alpha-2 code: those always meant, and those a contract may mean."""

    code: str
    name: str
    core: frozenset[str]
    uncertain: frozenset[str]


@dataclass(frozen=True)
class TerritoryPlaces:
    """A territory as place codes (alpha-2 or region), beside the words that have no places.

    `vague` are included words without places, `vague_exclude` excluded ones; `wording` is the
    territory as the record has it, such as "worldwide except CN, HK, MO, TW". `doubtful` are
    countries that nobody can tell of, where a territory was cut to what is left of it.
    """

    include: tuple[str, ...]
    exclude: tuple[str, ...] = ()
    vague: tuple[str, ...] = ()
    vague_exclude: tuple[str, ...] = ()
    wording: str = ""
    doubtful: tuple[str, ...] = ()


class Words(Protocol):
    """What has territory words, such as the Territory of a deal record."""

    @property
    def include(self) -> Sequence[str]:
        """The words that are granted."""

    @property
    def exclude(self) -> Sequence[str]:
        """The words that are kept out."""


class UnlistedTerritoryError(ValueError):
    """A territory word that no table lists; `nearest` are listed ones that look like it."""

    def __init__(self, word: str, nearest: Sequence[str]) -> None:
        self.word = word
        self.nearest = tuple(nearest)
        hint = f"; nearest: {', '.join(nearest)}" if nearest else ""
        super().__init__(f"is no listed territory word{hint}")


def places(territory: Words) -> TerritoryPlaces:
    """Give the places of a territory, in its order and each once.

    Raises UnlistedTerritoryError for the first word that no table lists.
    """
    include, vague = _codes(tuple(territory.include))
    exclude, vague_exclude = _codes(tuple(territory.exclude))
    return TerritoryPlaces(include, exclude, vague, vague_exclude, wording(territory))


def wording(territory: Words) -> str:
    """Write a territory as one line of text, in the words of the record."""
    included = ", ".join(territory.include)
    return f"{included} except {', '.join(territory.exclude)}" if territory.exclude else included


def resolve(word: str) -> str | None:
    """Give the code of the country or region that a word stands for; None when it is vague.

    Country codes, names and aliases (English and Chinese) come first, then the listed words, then
    region codes. Names of regions.tsv do not count: its "North America" reaches to Panama.
    Raises UnlistedTerritoryError.
    """
    listed = _listed()
    if (key := _key(word)) not in listed:
        raise UnlistedTerritoryError(word, get_close_matches(key, listed, n=3, cutoff=0.7))
    return listed[key]


def is_listed(word: str) -> bool:
    """Tell whether a table lists a territory word."""
    return _key(word) in _listed()


@cache
def countries() -> dict[str, Country]:
    """Give every country of countries.tsv by its alpha-2 code."""
    return {
        row["iso2"]: Country(
            row["iso2"], row["name"], row["name_zh"], row["currency"], _several(row["aliases"])
        )
        for row in _rows("countries.tsv")
    }


@cache
def currencies() -> frozenset[str]:
    """Give the ISO 4217 codes of the currencies that are in use somewhere."""
    return frozenset(country.currency for country in countries().values() if country.currency)


@cache
def regions() -> dict[str, Region]:
    """Give every region by its code: those of regions.tsv, and those the listed words define.

    Where territory_words.tsv gives members, they are the region's, and it is named after the word;
    else all members are core.
    """
    found = {
        row["code"]: Region(row["code"], row["name"], _members(row["members_iso2"]), frozenset())
        for row in _rows("regions.tsv")
    }
    found |= {
        row["region"]: Region(
            row["region"], row["word"], _members(row["core"]), _members(row["uncertain"])
        )
        for row in _rows("territory_words.tsv")
        if row["core"] or row["uncertain"]
    }
    return found


@lru_cache(maxsize=1024)  # deals share their territories
def _codes(words: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    resolved = [(word, resolve(word)) for word in words]
    codes = dict.fromkeys(code for _, code in resolved if code is not None)
    return tuple(codes), tuple(word for word, code in resolved if code is None)


@cache
def _listed() -> dict[str, str | None]:
    """Every word that can be resolved, by its key; the first meaning in reading order stands."""
    listed: dict[str, str | None] = {}
    for word, code in _meanings():
        listed.setdefault(_key(word), code)
    return listed


def _meanings() -> Iterator[tuple[str, str | None]]:
    for code in countries():
        yield code, code
    for country in countries().values():
        for name in (country.name, country.name_zh, *country.aliases):
            yield name, country.code
    for row in _rows("territory_words.tsv"):
        yield row["word"], row["region"] or None
    for code in regions():
        yield code, code


def _key(word: str) -> str:
    return " ".join(word.casefold().split()).removeprefix("the ")


def _members(cell: str) -> frozenset[str]:
    # CLDR counts Kosovo as XK, which ISO 3166-1 does not assign and countries.tsv does not list.
    return frozenset(_several(cell)) & countries().keys()


def _several(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def _rows(name: str) -> Iterator[dict[str, str]]:
    with data.path(name).open(encoding="utf-8", newline="") as file:
        # The tables quote nothing; a lone quotation mark in a cell is a character like any other.
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
