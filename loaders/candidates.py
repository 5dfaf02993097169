"""From checked lines to candidates: records with an id, whose names are resolved."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from dealgraph.loaders.identities import Identities, identify
from dealgraph.loaders.lines import Line, Reject
from dealgraph.schema.names import key
from dealgraph.schema.record import DealRecord, canonical

#: Gives the records (as JSON) that the graph already holds for each of some deal ids.
Held = Callable[[Iterable[str]], dict[str, list[DealRecord]]]


@dataclass(frozen=True)
class Candidate:
    """A record ready to be stored: its dataset, place in a file, JSON and resolved names."""

    dataset: str
    deal: str
    file: str
    line: int
    record: DealRecord
    json: str
    checksum: str
    who: Identities

    @property
    def key(self) -> str:
        """Give the key of its Record node."""
        return f"{self.dataset}#{self.deal}"


class Candidates:
    """Turns the lines of a load into candidates, and the rest into rejects.

    Lines without an id come last: which id they get depends on which of them collide.
    """

    def __init__(self, held: Held) -> None:
        self._held = held
        #: Where each key was first seen: not the lines themselves, they would fill the memory.
        self._seen: dict[str, str] = {}
        #: What the deals seen so far are about, as `_assets` says it.
        self._about: dict[str, set[str]] = {}
        self.rejects: list[Reject] = []

    @property
    def keys(self) -> set[str]:
        """Give the keys of all candidates so far."""
        return set(self._seen)

    def of(
        self, dataset: str, lines: Iterable[Line | Reject], *, only: bool = False
    ) -> Iterator[Candidate]:
        """Yield the candidates of one file; rejects are gathered in `rejects`.

        They are of `dataset`; unless it is the `only` one, a file may say itself which they are of.
        """
        nameless: list[Line] = []
        for line in lines:
            if isinstance(line, Reject):
                self.rejects.append(line)
            elif line.record.id is None:
                nameless.append(line)
            else:
                own = dataset if only else line.dataset or dataset
                yield from self._candidate(own, line, line.record)
        for line, deal in self._ids(nameless):
            yield from self._candidate(dataset, line, line.record.model_copy(update={"id": deal}))

    def _candidate(self, dataset: str, line: Line, record: DealRecord) -> Iterator[Candidate]:
        deal = record.id or ""
        who = identify(record, deal)
        faults = [(fault.field, fault.value, fault.reason) for fault in who.faults]
        first = self._seen.get(f"{dataset}#{deal}")
        if first is not None:
            faults.append(("id", deal, f"stands already in {first}"))
        self._reject(line, faults)
        if not faults:
            self._seen[f"{dataset}#{deal}"] = f"{line.file}:{line.number}"
            self._about.setdefault(deal, set()).add(_assets(record))
            text = canonical(record)
            checksum = hashlib.sha256(text.encode()).hexdigest()
            yield Candidate(dataset, deal, line.file, line.number, record, text, checksum, who)

    def _reject(self, line: Line, faults: list[tuple[str, str, str]]) -> None:
        self.rejects += [
            Reject(line.file, line.number, line.field_of(place), value, reason, line.raw)
            for place, value, reason in faults
        ]

    def _ids(self, lines: list[Line]) -> Iterator[tuple[Line, str]]:
        """Give lines without an id one of month, licensor and licensee.

        Where several deals would share it, in this load or else in the graph, each gets a hash
        of its assets behind it. This load comes first: how much of it is stored must not show.
        """
        groups: dict[str, list[Line]] = {}
        for line in lines:
            groups.setdefault(_base(line.record), []).append(line)
        held = self._held(groups)
        for base, group in groups.items():
            assets = {_assets(line.record) for line in group}
            assets |= self._about.get(base) or {_assets(r) for r in held.get(base, [])}
            for line in group:
                yield line, base if len(assets) == 1 else f"{base}-{_assets(line.record)}"


def _base(record: DealRecord) -> str:
    who = identify(record, "")
    sides = (side[0].id if side else "unresolved" for side in (who.licensors, who.licensees))
    return "-".join((record.announced[:7], *sides))


def _assets(record: DealRecord) -> str:
    named = "\n".join(sorted(key(asset.name) for asset in record.assets))
    return hashlib.sha256(named.encode()).hexdigest()[:6]
