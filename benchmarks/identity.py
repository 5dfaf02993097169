"""How well names of companies are joined: `python -m benchmarks.identity`, by the gold pairs.

data/identity-gold.tsv holds pairs of names and whether they are one company (`same`). A way of
joining takes both names of a pair for one company (joined) or does not.

- Precision: of the joined pairs, the share that is one company. Where none is joined, none.
- Recall: of the pairs that are one company, the share that is joined.

Without the register two bare names are joined when their keys are equal. With it they are joined
when both resolve to one company id; a name that is refused as ambiguous, or unknown, joins nothing.
Only what resolves joins anything in the graph. Proposals are measured as if the first were taken
unseen, which never happens: that is what they would do.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial

import click

from dealgraph.schema.ladder import Candidate, Rung, candidates, resolve, same_key
from dealgraph.schema.names import key
from dealgraph.schema.pinyin import pinyin_key
from dealgraph.schema.tables import rows

Way = Callable[[str, str], bool]

#: The rungs that join, in the order in which the ladder is climbed.
JOINING = (Rung.ID, Rung.DECISION, Rung.KEY, Rung.OWN_KEY)
_HEADER = f"{'':<44}{'right':>7}{'wrong':>7}{'missed':>8}{'precision':>11}{'recall':>9}"


@dataclass(frozen=True)
class Pair:
    """Two names, whether they are one company, and what is hard about the pair."""

    a: str
    b: str
    same: bool
    kind: str
    why: str


@dataclass(frozen=True)
class Score:
    """How many pairs were joined rightly and wrongly, and how many should have been."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float | None:
        """Give the share of joins that are right; None when nothing is joined."""
        joined = self.right + self.wrong
        return self.right / joined if joined else None

    @property
    def recall(self) -> float | None:
        """Give the share of pairs of one company that are joined; None where there is none."""
        same = self.right + self.missed
        return self.right / same if same else None


def gold() -> list[Pair]:
    """Give the pairs of data/identity-gold.tsv."""
    return [
        Pair(row["a"], row["b"], row["same"] == "yes", row["kind"], row["why"])
        for row in rows("identity-gold.tsv")
    ]


def score(pairs: Sequence[Pair], way: Way) -> Score:
    """Count what a way of joining makes of the pairs."""
    found = [(pair.same, way(pair.a, pair.b)) for pair in pairs]
    return Score(found.count((True, True)), found.count((False, True)), found.count((True, False)))


def joined(a: str, b: str) -> bool:
    """Tell whether the register takes two names for one company."""
    return _by_rungs(JOINING, a, b)


def ways() -> Iterator[tuple[str, Way]]:
    """Give every way of joining by its title; those with the register each hold the one before."""
    yield "without the register: one key", lambda a, b: key(a) == key(b)
    yield "without the register: one key of its own", same_key
    yield "without the register: one pinyin", lambda a, b: pinyin_key(a) == pinyin_key(b)
    for number, rung in enumerate(JOINING, start=1):
        yield f"with the register: {rung}", partial(_by_rungs, JOINING[:number])
    yield "... if the first of like pinyin were taken", partial(_by_proposal, _same_pinyin)
    yield "... if the first proposal were taken", partial(_by_proposal, lambda candidate: True)


def _by_rungs(rungs: Sequence[Rung], a: str, b: str) -> bool:
    found = [_resolved(name).id for name in (a, b) if _resolved(name).rung in rungs]
    return len(found) == 2 and found[0] == found[1] is not None


def _by_proposal(taken: Callable[[Candidate], bool], a: str, b: str) -> bool:
    one, other = (_or_proposed(name, taken) for name in (a, b))
    return one == other is not None


def _or_proposed(name: str, taken: Callable[[Candidate], bool]) -> str | None:
    found = _resolved(name)
    if found.rung is not Rung.UNKNOWN:  # what is ambiguous or known to be another is not guessed
        return found.id
    first = next(iter(_proposed(name)), None)
    return first.id if first and taken(first) else None


def _same_pinyin(candidate: Candidate) -> bool:
    return "pinyin" in candidate.reason


_resolved = cache(resolve)
_proposed = cache(candidates)


def _table(pairs: Sequence[Pair]) -> Iterator[str]:
    yield f"{len(pairs)} pairs of names, {sum(p.same for p in pairs)} of one company"
    yield _HEADER
    yield from (_line(title, score(pairs, way)) for title, way in ways())
    yield from ("", "With the register, by what is hard about the pair:", _HEADER)
    for kind in dict.fromkeys(pair.kind for pair in pairs):
        yield _line(kind, score([pair for pair in pairs if pair.kind == kind], joined))


def _line(title: str, found: Score) -> str:
    counts = f"{found.right:>7}{found.wrong:>7}{found.missed:>8}"
    return f"{title:<44}{counts}{_share(found.precision):>11}{_share(found.recall):>9}"


def _share(share: float | None) -> str:
    return "-" if share is None else f"{share:.3f}"


def _faults(pairs: Sequence[Pair]) -> Iterator[str]:
    """Say each pair that is wrongly joined or missed, with what its names are taken for."""
    for pair in pairs:
        if joined(pair.a, pair.b) != pair.same:
            title = "missed" if pair.same else "WRONG"
            yield f"{title} ({pair.kind}): {_taken(pair.a)} ~ {_taken(pair.b)}; {pair.why}"


def _taken(name: str) -> str:
    found = _resolved(name)
    if found.id is not None:
        return f"{name} = {found.id}"
    first = next(iter(_proposed(name)), None)
    return f"{name} = {found.rung}" + (f", perhaps {first.id} {first.score}" if first else "")


@click.command()
@click.option("--misses", is_flag=True, help="Also list every pair wrongly joined or missed.")
def main(misses: bool) -> None:
    """Measure how well names of companies are joined, without and with the register."""
    pairs = gold()
    print("\n".join(_table(pairs)))
    if misses:
        print("\n".join(["", *_faults(pairs)]))


if __name__ == "__main__":
    main()
