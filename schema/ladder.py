"""The ladder that a company's name climbs: id, exact key, key of its own; what is alike is offered.

Only ids, keys that one company alone has, and recorded decisions join a name to a company. The
other rungs propose, each with its score and reason.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, cached_property, lru_cache

from dealgraph.schema import decisions, listed, register, tickers
from dealgraph.schema.company_names import company_key, full_key, is_placed, own_key
from dealgraph.schema.decisions import Kind
from dealgraph.schema.names import key
from dealgraph.schema.pinyin import pinyin_key
from dealgraph.schema.vocabulary import NameKind

#: Where companies are at home whose names may begin with a Chinese place.
_CHINESE = (None, "CN", "HK", "MO", "TW")
#: How alike names must be to be offered, and how sure likeness ever is (100 is the same).
_LIKE_ENOUGH = 75
_ALIKE = 89
_BEGINNING = 4
_COMPARED = 50
#: Whole names share long words of the trade, so only so many letters of them may differ.
_MISTAKES = 2
_KIND_RANK = {kind: rank for rank, kind in enumerate(NameKind)}


class Rung(StrEnum):
    """Where on the ladder a name was found; the last three join nothing."""

    ID = "id"
    DECISION = "decision"
    KEY = "exact key"
    OWN_KEY = "own key"
    OTHER = "another company"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Resolved:
    """What a name was found to be: a company's id, or none.

    `matched` is the kind of the name that it was found by, `candidates` are ids of the companies
    that an ambiguous name may mean, and `why` says what there is to say of it.
    """

    id: str | None
    rung: Rung
    matched: NameKind | None = None
    candidates: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class Candidate:
    """A company that a name may mean: how alike its name is (0 to 100), and in what."""

    id: str
    name: str
    score: int
    reason: str


def resolve(name: str) -> Resolved:
    """Find the company that a name or id stands for: one of the register, or as decided."""
    if name in register.companies():
        return Resolved(name, Rung.ID)
    decided = decisions.current()
    if not decided:
        return climb(name)
    one = decisions.subject(Kind.COMPANY, name)
    if joined := decided.joined(Kind.COMPANY, one):
        return Resolved(joined, Rung.DECISION, why=f"decided to be {joined}")
    found, apart = climb(name), decided.apart(Kind.COMPANY, one)
    if found.id in apart:
        return Resolved(None, Rung.DECISION, why=f"decided not to be {found.id}")
    left = tuple(id_ for id_ in found.candidates if id_ not in apart)
    return replace(found, candidates=left)


def names_of(company: register.Registered) -> list[register.KnownName]:
    """Give the names that a company of the register goes by, without those decided not to be."""
    decided = decisions.current()
    if not decided:
        return list(company.names)
    return [
        name
        for name in company.names
        if company.id not in decided.apart(Kind.COMPANY, register.new_id(name.text))
    ]


@lru_cache(maxsize=2**15)  # the same parties come again and again
def climb(name: str) -> Resolved:
    """Find the company of the register that a name stands for, without any decision."""
    if trap := _trap(name):
        return Resolved(None, Rung.AMBIGUOUS, None, trap.candidates, trap.why)
    if whole := _by_name(name) or _by_ticker(name):
        return whole
    if listed.is_other(name):
        return Resolved(None, Rung.OTHER, why="the name of a company outside the register")
    return _by_key(name, full_key, register.full_keys()) or _by_company_key(name)


def same_key(one: str, other: str) -> bool:
    """Tell whether two names have one key, by themselves and without the register."""
    return key(one) == key(other) or company_key(one) == company_key(other)


def candidates(name: str, limit: int = 5) -> list[Candidate]:
    """Give the companies of the register that a name may mean, the likeliest first."""
    meant = [
        Candidate(id_, register.companies()[id_].name, 100, "one of those it may mean")
        for id_ in resolve(name).candidates
    ]
    named = {candidate.id for candidate in meant}
    others = _registered_names().candidates(name, limit)
    return [*meant, *(other for other in others if other.id not in named)][:limit]


class Names:
    """Names of companies, among which those like another are found."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        """Take the names of each company by its id, the usual one first."""
        self._names = {id_: tuple(called) for id_, called in names.items()}

    def candidates(self, name: str, limit: int = 5) -> list[Candidate]:
        """Give the companies that a name may mean, the likeliest first."""
        best: dict[str, Candidate] = {}
        for found in self._found(name):
            if found.id not in best or found.score > best[found.id].score:
                best[found.id] = found
        return sorted(best.values(), key=lambda c: (-c.score, c.id))[:limit]

    def _found(self, name: str) -> Iterator[Candidate]:
        for index, score, reason in (
            (self._full, 100, "the same but for the legal form"),
            (self._own, 95, "the same but for words of the trade and places"),
            (self._pinyin, 90, "the same pinyin"),
        ):
            for id_ in index.ids.get(index.key_of(name), ()):
                yield self._candidate(id_, score, reason)
        yield from self._alike(self._full.key_of(name), self._full, at_most=_MISTAKES)
        yield from self._alike(self._pinyin.key_of(name), self._pinyin)
        yield from self._begun(self._own.key_of(name))

    def _alike(self, wanted: str, index: "_Index", at_most: int = 99) -> Iterator[Candidate]:
        from rapidfuzz import fuzz, process  # only for names nobody knows
        from rapidfuzz.distance import OSA

        alike = process.extract(wanted, index.ids.keys(), scorer=fuzz.ratio,
                                score_cutoff=_LIKE_ENOUGH, limit=_COMPARED)  # fmt: skip
        for known, score, _ in alike:
            letters = OSA.distance(wanted, known)
            reason = "one letter differs" if letters == 1 else "spelt alike"
            for id_ in index.ids[known] if 0 < letters <= at_most else ():
                yield self._candidate(id_, _scaled(score), reason)

    def _begun(self, wanted: str) -> Iterator[Candidate]:
        for known, companies in self._own.ids.items():
            shorter, longer = sorted((wanted, known), key=len)
            if len(shorter) >= _BEGINNING and longer.startswith(shorter):
                score = _scaled(
                    _LIKE_ENOUGH + (100 - _LIKE_ENOUGH) * len(shorter) / len(longer) / 2
                )
                yield from (self._candidate(i, score, "begins alike") for i in companies)

    def _candidate(self, id_: str, score: int, reason: str) -> Candidate:
        return Candidate(id_, self._names[id_][0], score, reason)

    @cached_property
    def _full(self) -> "_Index":
        return self._index(full_key)

    @cached_property
    def _own(self) -> "_Index":
        return self._index(own_key)

    @cached_property
    def _pinyin(self) -> "_Index":
        return self._index(pinyin_key)

    def _index(self, key_of: Callable[[str], str]) -> "_Index":
        found: dict[str, dict[str, None]] = {}
        for id_, called in self._names.items():
            for name in called:
                found.setdefault(key_of(name), {})[id_] = None
        return _Index(key_of, {name_key: tuple(ids) for name_key, ids in found.items()})


@dataclass(frozen=True)
class _Index:
    """A way to make keys of names, and the ids of the companies by these keys."""

    key_of: Callable[[str], str]
    ids: dict[str, tuple[str, ...]]


@cache
def _registered_names() -> Names:
    return Names(
        {c.id: (name.text for name in c.names if name.kind is not NameKind.TICKER)
         for c in register.companies().values()}
    )  # fmt: skip


def _scaled(likeness: float) -> int:
    """Turn likeness, up to 100, into a score below those of equal keys."""
    share = (likeness - _LIKE_ENOUGH) / (100 - _LIKE_ENOUGH)
    return round(_LIKE_ENOUGH + share * (_ALIKE - _LIKE_ENOUGH))


def _trap(name: str) -> register.Trap | None:
    traps, known = register.traps(), register.keys()
    whole = key(name)
    return traps.get(whole) or (None if whole in known else traps.get(full_key(name)))


def _by_key(
    name: str, key_of: Callable[[str], str], known: Mapping[str, tuple[str, ...]]
) -> Resolved | None:
    ids = known.get(key_of(name), ())
    if len(ids) > 1:
        return Resolved(None, Rung.AMBIGUOUS, None, ids)
    return Resolved(ids[0], Rung.KEY, _kind(ids[0], name, key_of)) if ids else None


def _by_company_key(name: str) -> Resolved:
    """Take a name whose exact key is one company's alone, as far as anybody knows."""
    own = company_key(name)
    ids = register.company_keys().get(own, ())
    if not ids or own_key(name) in register.traps():
        return Resolved(None, Rung.UNKNOWN)
    if len(ids) > 1 or own in listed.company_keys():
        return Resolved(None, Rung.UNKNOWN, why=f"several companies are called {own!r}")
    if is_placed(name) and register.companies()[ids[0]].country not in _CHINESE:
        return Resolved(None, Rung.UNKNOWN)
    return Resolved(ids[0], Rung.OWN_KEY, _kind(ids[0], name, company_key))


def _by_name(name: str) -> Resolved | None:
    found = _by_key(name, key, register.keys())
    return None if found and found.matched is NameKind.TICKER else found


def _by_ticker(name: str) -> Resolved | None:
    """Take a ticker in the form of any vendor: 600276.SH, 01801.HK, 1177 HK, NASDAQ: ZLAB, LLY."""
    known = (
        register.tickers().get(ticker) or (listed.tickers().get(ticker),)
        for ticker in tickers.read(name)
    )
    ids = tuple(dict.fromkeys(id_ for found in known for id_ in found if id_))
    if len(ids) > 1:
        return Resolved(None, Rung.AMBIGUOUS, None, ids)
    return Resolved(ids[0], Rung.KEY, NameKind.TICKER) if ids else None


def _kind(company: str, name: str, key_of: Callable[[str], str]) -> NameKind:
    """Tell what kind of name a company was found by."""
    named = register.companies()[company].names
    kinds = [known.kind for known in named if key_of(known.text) == key_of(name)]
    return min(kinds, key=_KIND_RANK.__getitem__, default=NameKind.ALIAS)
