"""What lies inside a territory: the algebra of include and exclude words over countries.

The most specific word decides: country, then region, then worldwide; at equal level exclusion
wins. A region whose borders a contract defines has members of which nobody can be certain, and a
word without known places may mean any country: there the answer is uncertain, never a guess.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from dealgraph.schema.places import TerritoryPlaces, countries, regions

WORLDWIDE = "001"


class Inside(StrEnum):
    """Whether a country is inside a territory."""

    YES = "yes"
    NO = "no"
    UNCERTAIN = "uncertain"


#: The answer for each country, by its alpha-2 code.
Answers = Mapping[str, Inside]
_ORDER = (Inside.NO, Inside.UNCERTAIN, Inside.YES)
_NOT = {Inside.YES: Inside.NO, Inside.NO: Inside.YES, Inside.UNCERTAIN: Inside.UNCERTAIN}


class Divided(NamedTuple):
    """A territory in two by another: what both have, and what is left; None for nothing."""

    inside: TerritoryPlaces | None
    outside: TerritoryPlaces | None


def inside(territory: TerritoryPlaces, country: str) -> Inside:
    """Tell whether a country (alpha-2) is inside a territory."""
    if country in territory.exclude:
        return Inside.NO
    if country in territory.include:
        return Inside.YES
    if country in territory.doubtful:
        return Inside.UNCERTAIN
    include = [word for word in territory.include if word not in territory.exclude]
    granted = _membership(country, include, territory.vague)
    kept_out = _membership(country, territory.exclude, territory.vague_exclude)
    # A region that may or may not have the country: what else is said decides in the latter case.
    return _both(Inside.YES if WORLDWIDE in include else granted, _NOT[kept_out])


@lru_cache(maxsize=1024)  # deals share their territories
def members(territory: TerritoryPlaces) -> Answers:
    """Give the answer for every country."""
    return {country: inside(territory, country) for country in countries()}


def union(one: Answers, other: Answers) -> Answers:
    """Give what is inside the one or the other."""
    return {c: max(one[c], other[c], key=_ORDER.index) for c in one}


def intersection(one: Answers, other: Answers) -> Answers:
    """Give what is inside both."""
    return {c: _both(one[c], other[c]) for c in one}


def difference(one: Answers, other: Answers) -> Answers:
    """Give what is inside the one and not inside the other."""
    return {c: _both(one[c], _NOT[other[c]]) for c in one}


@lru_cache(maxsize=1024)
def divide(whole: TerritoryPlaces, part: TerritoryPlaces) -> Divided:
    """Divide a territory by another, in words where words can say it, else country by country."""
    if _words(whole) == _words(part):
        return Divided(whole, None)
    common = intersection(members(whole), members(part))
    rest = difference(members(whole), members(part))
    return Divided(
        _expressed(common, (whole, part, *_common_words(whole, part))),
        _without(whole, part) or _expressed(rest, (whole, *_words_left(whole, part))),
    )


@lru_cache(maxsize=1024)
def completes(one: TerritoryPlaces, other: TerritoryPlaces) -> bool:
    """Tell whether the other territory adds just the words whose borders leave the one uncertain.

    What `europe` or `selected markets` may mean is then in the one or in the other, so the two
    together surely have every country of which neither tells.
    """
    one_has, other_has = members(one), members(other)
    unsure = [c for c, a in one_has.items() if a is other_has[c] is Inside.UNCERTAIN]
    added = [word for word in other.include if word not in other.exclude]
    left_out = tuple(word for word in one.exclude if word not in added)
    vague = tuple(word for word in one.vague_exclude if word not in other.vague)
    filled = members(replace(one, exclude=left_out, vague_exclude=vague))
    return bool(unsure) and all(
        filled[c] is Inside.YES and _membership(c, other.exclude, other.vague_exclude) is Inside.NO
        for c in unsure
    )


def _membership(country: str, words: Iterable[str], vague: Iterable[str]) -> Inside:
    """Tell whether a region among the words has the country; worldwide is none of them."""
    found = [regions()[word] for word in words if word in regions() and word != WORLDWIDE]
    if any(country in region.core for region in found):
        return Inside.YES
    if any(vague) or any(country in region.uncertain for region in found):
        return Inside.UNCERTAIN
    return Inside.NO


def _both(one: Inside, other: Inside) -> Inside:
    return min(one, other, key=_ORDER.index)


def _words(territory: TerritoryPlaces) -> tuple[frozenset[str], ...]:
    """Give what a territory says, without its order."""
    said = (territory.include, territory.exclude, territory.vague, territory.vague_exclude,
            territory.doubtful)  # fmt: skip
    return tuple(map(frozenset, said))


def _without(whole: TerritoryPlaces, part: TerritoryPlaces) -> TerritoryPlaces | None:
    """Drop words that both have: whom they mean is not certain, but it is the same in both."""
    kept = tuple(word for word in whole.include if word not in part.include)
    same = not part.exclude and not part.vague and set(part.include) <= set(whole.include)
    if not kept or not same or whole.vague or whole.vague_exclude:
        return None
    told, rest = _worded(kept, whole.exclude), difference(members(whole), members(part))
    fits = all(rest[c] in (answer, Inside.UNCERTAIN) for c, answer in members(told).items())
    return told if fits else None


def _common_words(whole: TerritoryPlaces, part: TerritoryPlaces) -> Iterator[TerritoryPlaces]:
    excluded = _once(part.exclude, whole.exclude)
    yield _worded(part.include, excluded)
    yield _worded(whole.include, excluded)


def _words_left(whole: TerritoryPlaces, part: TerritoryPlaces) -> Iterator[TerritoryPlaces]:
    kept = tuple(word for word in whole.include if word not in part.include)
    yield _worded(kept, _once(whole.exclude, (w for w in part.include if w not in whole.include)))
    yield _worded(part.exclude, whole.exclude)


def _expressed(answers: Answers, told: Iterable[TerritoryPlaces]) -> TerritoryPlaces | None:
    """Give the first of the territories that has just these answers."""
    certain = tuple(c for c, answer in answers.items() if answer is Inside.YES)
    doubtful = tuple(c for c, answer in answers.items() if answer is Inside.UNCERTAIN)
    if not certain + doubtful:
        return None
    found = (territory for territory in told if members(territory) == answers)
    return next(found, None) or _worded(certain, (), doubtful)


def _once(*several: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for words in several for word in words))


def _worded(
    include: tuple[str, ...], exclude: tuple[str, ...], doubtful: tuple[str, ...] = ()
) -> TerritoryPlaces:
    wording = _named(include)
    if doubtful:
        wording = f"{wording}{', ' if wording else ''}perhaps {_named(doubtful)}"
    if exclude:
        wording = f"{wording} except {_named(exclude)}"
    return TerritoryPlaces(include, exclude, wording=wording, doubtful=doubtful)


def _named(codes: Iterable[str]) -> str:
    named = {WORLDWIDE: "worldwide"}
    return ", ".join(named.get(c) or (regions()[c].name if c in regions() else c) for c in codes)
