"""What a record, or a publication, tells of each figure of a deal: in words that can be compared.

A figure is a field of a record that a publication may tell otherwise. Its words are a list, as a
deal may have several parties; an amount has its number besides. Names are compared as what they
stand for: two spellings of one company are one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dealgraph.schema import assets, register, targets
from dealgraph.schema.amounts import AMOUNTS
from dealgraph.schema.places import places
from dealgraph.schema.record import AssetRecord, DealRecord, Party, Royalties, Says
from dealgraph.schema.vocabulary import Bound

Terms = DealRecord | Says

#: What is told of each asset, by the field of an asset.
OF_ASSETS = ("phase", "modality", "targets", "indications")


@dataclass(frozen=True, eq=False)
class Figure:
    """What is told of one figure; an amount is in millions of its currency.

    Amounts are compared without their bounds: `more than 2000` is no other amount than `2000`.
    """

    told: tuple[str, ...]
    amount: float | None = None
    currency: str | None = None

    def __eq__(self, other: object) -> bool:
        """Tell whether two figures are the same value."""
        return isinstance(other, Figure) and self._value == other._value

    def __hash__(self) -> int:
        return hash(self._value)

    @property
    def _value(self) -> tuple[object, ...]:
        return self.told if self.amount is None else (self.amount, self.currency)


def figures(terms: Terms, of: DealRecord) -> dict[str, Figure]:
    """Give every figure that a record or one of its publications tells, by its field.

    `of` is the record itself: it has the parties and the currency where a publication names none.
    """
    words = {name: tuple(read(terms, of)) for name, read in _WORDS.items()}
    found = {name: Figure(told) for name, told in words.items() if told}
    return {**found, **dict(_amounts(terms, of))}


def number(value: float) -> str:
    """Write a number without a fraction that is not there."""
    return str(int(value)) if value == int(value) else str(float(value))


def _amounts(terms: Terms, of: DealRecord) -> Iterator[tuple[str, Figure]]:
    bounds: Mapping[str, Bound] = dict(terms.bounds.items())
    for name in AMOUNTS:
        if (amount := getattr(terms, name)) is not None:
            bound = bounds.get(name, Bound.EXACTLY)
            words = number(amount) if bound is Bound.EXACTLY else f"{bound} {number(amount)}"
            yield name, Figure((words,), float(amount), terms.currency or of.currency)


def _plain(name: str) -> "Callable[[Terms, DealRecord], Iterator[str]]":
    def read(terms: Terms, _: DealRecord) -> Iterator[str]:
        value = getattr(terms, name)
        if value is not None:
            yield str(value).lower() if isinstance(value, bool) else str(value)

    return read


def _parties(side: str) -> "Callable[[Terms, DealRecord], Iterator[str]]":
    def read(terms: Terms, _: DealRecord) -> Iterator[str]:
        yield from sorted(_company(party) for party in getattr(terms, side) or ())

    return read


def _seats(terms: Terms, _: DealRecord) -> Iterator[str]:
    parties = (*(terms.licensors or ()), *(terms.licensees or ()))
    yield from sorted(f"{_company(p)}: {p.country}" for p in parties if p.country)


def _company(party: Party) -> str:
    known = next(filter(None, map(_registered, (party.name, *party.aliases))), None)
    return register.companies()[known].name if known else party.name


# What a publication names is not checked when it is loaded: a name that stands for several
# things, or for none, is then compared as it is written.


def _registered(name: str) -> str | None:
    try:
        return register.identify(name)
    except register.AmbiguousCompanyError:
        return None


def _named(terms: Terms, of: DealRecord) -> Iterator[str]:
    for asset in terms.assets or ():
        yield _asset(asset, of)


def _asset(asset: AssetRecord, of: DealRecord) -> str:
    """Give an asset's usual name."""
    parties = [_registered(p.name) or p.name for p in (*of.licensors, *of.licensees)]
    try:
        entry = assets.identify(asset.name, asset.aliases, parties)
    except assets.AmbiguousAssetError:
        return asset.name
    return entry.names[0] if entry else asset.name


def _of_assets(field: str) -> "Callable[[Terms, DealRecord], Iterator[str]]":
    def read(terms: Terms, of: DealRecord) -> Iterator[str]:
        for asset in terms.assets or ():
            value = getattr(asset, field)
            if value:
                yield f"{_asset(asset, of)}: {', '.join(_words(field, value))}"

    return read


def _words(field: str, value: str | Sequence[str]) -> Sequence[str]:
    if isinstance(value, str):
        return [value]
    if field != "targets":
        return value
    return list(dict.fromkeys(target for word in value for target in _targets(word)))


def _targets(word: str) -> list[str]:
    try:
        return [target.id for target in targets.resolve(word)]
    except (targets.UnknownTargetError, targets.AmbiguousTargetError):
        return [word]


def _territory(terms: Terms, _: DealRecord) -> Iterator[str]:
    if terms.territory:
        yield places(terms.territory).wording


def _royalties(terms: Terms, _: DealRecord) -> Iterator[str]:
    told = terms.royalties
    if not isinstance(told, Royalties):
        yield from [told] if told else []
        return
    if told.tiered is not None:
        yield "tiered" if told.tiered else "not tiered"
    for word, percent in (("from", told.low), ("to", told.high)):
        if percent is not None:
            yield f"{word} {number(percent)}%"


def _note(terms: Terms, _: DealRecord) -> Iterator[str]:
    """Yield what a publication words itself; the note of a record is about all of it."""
    if isinstance(terms, Says) and terms.note:
        yield terms.note


_WORDS: "dict[str, Callable[[Terms, DealRecord], Iterator[str]]]" = {
    "type": _plain("type"),
    "status": _plain("status"),
    "announced": _plain("announced"),
    "licensors": _parties("licensors"),
    "licensees": _parties("licensees"),
    "country": _seats,
    "assets": _named,
    **{field: _of_assets(field) for field in OF_ASSETS},
    "territory": _territory,
    "exclusive": _plain("exclusive"),
    "upfront_includes_equity": _plain("upfront_includes_equity"),
    "equity_kind": _plain("equity_kind"),
    "royalties": _royalties,
    "note": _note,
}
