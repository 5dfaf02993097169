"""Which of several values of one figure is shown: the one rule, written once.

Datasets may tell one deal differently. Of each figure the value with the best standing is shown:

1. a curated choice: the record's own value where one of the record's sources says otherwise, since
   who wrote the record then knew both and chose;
2. what a company or a regulator published before what a wire, the trade press or an aggregator
   published, and all of these before anything else;
3. what was published later, by the first possible day;
4. what the dataset tells whose name comes first, so that the order of loading never matters.

A status is the last one known, so that for it the third step comes before the second.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dealgraph.schema.vocabulary import ShownBy, SourceKind

#: The kinds of publication, best first; those that are not listed come last, as do unknown ones.
RANKS: dict[SourceKind, int] = {
    SourceKind.COMPANY: 0,
    SourceKind.REGULATOR: 0,
    SourceKind.WIRE: 1,
    SourceKind.TRADE_PRESS: 2,
    SourceKind.AGGREGATOR: 3,
}
_LAST = len(RANKS)


@dataclass(frozen=True)
class Standing:
    """What a dataset's value of a figure rests on; `kind` and `published` are of its best source.

    `published` is the first possible day.
    """

    dataset: str
    curated: bool = False
    kind: SourceKind | None = None
    published: date | None = None

    @property
    def rank(self) -> int:
        """Give the place of its kind, 0 for the best."""
        return RANKS.get(self.kind, _LAST) if self.kind else _LAST

    @property
    def age(self) -> int:
        """Give how early it was published: the later, the smaller; undated is the earliest."""
        return -(self.published or date.min).toordinal()


@dataclass(frozen=True)
class Choice:
    """Which dataset's value is shown, and which step of the rule chose it."""

    dataset: str
    shown_by: ShownBy


def best_source(
    dataset: str, sources: Iterable[tuple[SourceKind | None, date | None]], *, curated: bool
) -> Standing:
    """Give the standing of a value from the (kind, first possible day) of what it rests on."""
    standings = [Standing(dataset, curated, kind, published) for kind, published in sources]
    return min(standings, key=lambda s: (s.rank, s.age), default=Standing(dataset, curated))


def choose(told: Sequence[tuple[Standing, object]], *, latest_first: bool = False) -> Choice:
    """Choose between the values that datasets give for one figure, at least one.

    Values that are equal are one value; `latest_first` is for a status.
    """
    steps = _LATEST_FIRST if latest_first else _STEPS
    shown, value = min(told, key=lambda one: _key(one[0], steps))
    rivals = [standing for standing, other in told if other != value]
    if rivals:
        rival = min(rivals, key=lambda standing: _key(standing, steps))
        return Choice(shown.dataset, _deciding(shown, rival, steps))
    if any(standing.curated for standing, _ in told):
        return Choice(shown.dataset, ShownBy.CURATED)
    return Choice(shown.dataset, ShownBy.ONLY if len(told) == 1 else ShownBy.AGREED)


Steps = tuple[str, ...]
_STEPS: Steps = ("curated", "rank", "age", "dataset")
_LATEST_FIRST: Steps = ("curated", "age", "rank", "dataset")


def _key(standing: Standing, steps: Steps) -> tuple[bool | int | str, ...]:
    return tuple(_place(standing, step) for step in steps)


def _place(standing: Standing, step: str) -> bool | int | str:
    """Give where a step of the rule puts a value: the smaller, the better."""
    place: bool | int | str = getattr(standing, step)
    return not place if step == "curated" else place


def _deciding(shown: Standing, rival: Standing, steps: Steps) -> ShownBy:
    """Name the first step at which the shown value is better than the best of the others."""
    step = next(s for s in steps if _place(shown, s) != _place(rival, s))
    if step == "rank":
        return ShownBy(str(shown.kind))
    return {"curated": ShownBy.CURATED, "age": ShownBy.LATER, "dataset": ShownBy.DATASET}[step]
