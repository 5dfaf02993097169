"""The one way into the graph: settle what deals are, from their records, in one transaction.

Loading, correcting, replacing, withdrawing and recomputing all end here; they differ only in
which records come and which go.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dealgraph.graph.connection import Connection, Transaction
from dealgraph.graph.writing import Batch, lock, records_of, write
from dealgraph.loaders.candidates import Candidate
from dealgraph.loaders.derive import DealGraph, derive
from dealgraph.loaders.stored import Stored
from dealgraph.schema.record import parse


@dataclass
class Settled:
    """What one batch came to: records new and changed, deals gone, notes and faults by deal.

    `circles` are deals that follow one another without a first.
    """

    new: int = 0
    changed: int = 0
    gone: int = 0
    notes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    circles: list[list[str]] = field(default_factory=list)


@dataclass
class Made:
    """What deals come to: the batch that stores them, with notes and faults by deal."""

    batch: Batch = field(default_factory=Batch)
    notes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)

    def add(self, deal: str, graph: DealGraph | None) -> None:
        """Take in a deal; None is one that goes."""
        if graph is None:
            self.batch.deals.add(deal)
        elif graph.identities.faults:  # only where the register has changed since it was loaded
            self.faults[deal] = "; ".join(
                f"{fault.field} {fault.value!r} {fault.reason}" for fault in graph.identities.faults
            )
        else:
            self.batch.add(deal, graph.owned, graph.shared)
            self.notes[deal] = graph.notes


@dataclass(frozen=True)
class Change:
    """What is to happen: records that come, keys of records that go, deals to make anew.

    `made` is what `make` makes of the records that come, where that was done beforehand.
    """

    incoming: Sequence[Candidate] = ()
    gone: frozenset[str] = frozenset()
    deals: frozenset[str] = frozenset()
    made: Made | None = None

    @property
    def touched(self) -> set[str]:
        """Give the ids of all deals it is about."""
        going = {key.partition("#")[2] for key in self.gone}
        return {candidate.deal for candidate in self.incoming} | going | self.deals


def make(candidates: Sequence[Candidate], now: dt.datetime) -> Made | None:
    """Derive deals from records that come, as if these were the only records of their deals.

    Where they are, that spares deriving while the graph is locked. None when two of them are of
    one deal.
    """
    if len({c.deal for c in candidates}) < len(candidates):
        return None
    made = Made()
    for c in candidates:
        made.add(c.deal, derive(c.deal, [Stored(c.dataset, c.record, now)], c.who))
    return made


def settle(connection: Connection, change: Change, now: dt.datetime) -> Settled:
    """Carry out a change in one transaction; every deal in it is whole afterwards, or as before."""
    settled, batch = connection.write(lambda tx: _settle(tx, change, now))
    batch.let_go()
    return settled


def unchanged(connection: Connection, candidates: Sequence[Candidate]) -> set[str]:
    """Give the keys of those candidates that the graph already holds just so."""
    rows = connection.read(
        """
        UNWIND $rows AS row
        MATCH (r:Record {key: row.key}) WHERE r.checksum = row.checksum
        RETURN r.key AS key
        """,
        {"rows": [{"key": c.key, "checksum": c.checksum} for c in candidates]},
    )
    return {row["key"] for row in rows.records}


def _settle(tx: Transaction, change: Change, now: dt.datetime) -> tuple[Settled, Batch]:
    lock(tx)
    held = {row["key"]: row for row in records_of(tx, change.touched)}
    made = change.made if change.made and not held else _made(change, held, now)
    coming = {candidate.key: candidate for candidate in change.incoming}
    changed = held.keys() & coming.keys()
    batch = replace(
        made.batch,
        records=[_row(c, held.get(key), now) for key, c in coming.items()],
        gone=sorted(change.gone | changed),
    )
    circles = write(tx, batch)
    new = len(coming) - len(changed)
    settled = Settled(new, len(changed), len(change.gone), made.notes, made.faults, circles)
    return settled, batch


def _made(change: Change, held: Mapping[str, Any], now: dt.datetime) -> Made:
    """Derive every deal that is touched from the records that it will have."""
    records: dict[str, list[Stored]] = {deal: [] for deal in change.touched}
    coming = {candidate.key for candidate in change.incoming}
    for key, row in held.items():
        if key not in change.gone and key not in coming:
            records[row["deal"]].append(_stored(row))
    for candidate in change.incoming:
        records[candidate.deal].append(Stored(candidate.dataset, candidate.record, now))
    made = Made()
    for deal, stored in sorted(records.items()):
        made.add(deal, derive(deal, stored) if stored else None)
    return made


def _stored(row: Any) -> Stored:
    return Stored(row["dataset"], parse(row["json"]), row["changed"].to_native())


def _row(candidate: Candidate, known: Any, now: dt.datetime) -> dict[str, Any]:
    return {
        "key": candidate.key,
        "dataset": candidate.dataset,
        "deal": candidate.deal,
        "json": candidate.json,
        "file": candidate.file,
        "line": candidate.line,
        "checksum": candidate.checksum,
        "created": known["created"] if known else now,
        "changed": now,
    }
