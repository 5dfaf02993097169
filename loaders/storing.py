"""The one way into the graph: settle what deals are, from their records, in one transaction.

Loading, correcting, replacing, withdrawing and recomputing all end here; they differ only in
which records come and which go.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dealgraph.graph.connection import Connection, Transaction
from dealgraph.graph.writing import Batch, lock, records_of, write
from dealgraph.loaders.candidates import Candidate
from dealgraph.loaders.derive import DealGraph, derive
from dealgraph.loaders.stored import Stored
from dealgraph.schema.record import parse


@dataclass
class Settled:
    """What one batch came to: records new and changed, deals gone, notes and faults by deal."""

    new: int = 0
    changed: int = 0
    gone: int = 0
    notes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """What is to happen: records that come, keys of records that go, deals to make anew.

    `made` is what `make` makes of the records that come, where that was done beforehand.
    """

    incoming: Sequence[Candidate] = ()
    gone: frozenset[str] = frozenset()
    deals: frozenset[str] = frozenset()
    made: Mapping[str, DealGraph] = field(default_factory=dict)

    @property
    def touched(self) -> set[str]:
        """Give the ids of all deals it is about."""
        going = {key.partition("#")[2] for key in self.gone}
        return {candidate.deal for candidate in self.incoming} | going | self.deals


def make(candidates: Iterable[Candidate], now: dt.datetime) -> dict[str, DealGraph]:
    """Derive deals from records that come, as if these were the only records of their deals.

    Where they are, that spares deriving while the graph is locked.
    """
    return {c.deal: derive(c.deal, [Stored(c.dataset, c.record, now)], c.who) for c in candidates}


def settle(connection: Connection, change: Change, now: dt.datetime) -> Settled:
    """Carry out a change in one transaction; every deal in it is whole afterwards, or as before."""
    return connection.write(lambda tx: _settle(tx, change, now))


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


def _settle(tx: Transaction, change: Change, now: dt.datetime) -> Settled:
    lock(tx)
    held: dict[str, dict[str, Any]] = {}
    for row in records_of(tx, change.touched):
        held.setdefault(row["deal"], {})[row["key"]] = row
    arriving: dict[str, dict[str, Candidate]] = {}
    for candidate in change.incoming:
        arriving.setdefault(candidate.deal, {})[candidate.key] = candidate
    settled, batch = Settled(gone=len(change.gone)), Batch(gone=sorted(change.gone))
    for deal in sorted(change.touched):
        known, coming = held.get(deal, {}), arriving.get(deal, {})
        kept = {k: r for k, r in known.items() if k not in change.gone and k not in coming}
        alone = change.made.get(deal) if len(coming) == 1 and not kept else None
        _take(batch, settled, deal, alone or _derived(deal, kept, coming, now))
        batch.records += [_row(c, known.get(c.key), now) for c in coming.values()]
        settled.new += sum(key not in known for key in coming)
        settled.changed += sum(key in known for key in coming)
    write(tx, batch)
    return settled


def _derived(
    deal: str, kept: dict[str, Any], coming: dict[str, Candidate], now: dt.datetime
) -> DealGraph | None:
    """Derive a deal from its records; None when none is left."""
    stored = [_stored(row) for row in kept.values()]
    stored += [Stored(c.dataset, c.record, now) for c in coming.values()]
    return derive(deal, stored) if stored else None


def _take(batch: Batch, settled: Settled, deal: str, made: DealGraph | None) -> None:
    if made is None:
        batch.deals.add(deal)
        return
    if made.identities.faults:  # only where the register has changed since it was loaded
        settled.faults[deal] = "; ".join(
            f"{fault.field} {fault.value!r} {fault.reason}" for fault in made.identities.faults
        )
        return
    _add(batch, made)
    settled.notes[deal] = made.notes


def _add(batch: Batch, made: DealGraph) -> None:
    batch.deals.add(made.deal)
    batch.owned.add(made.owned)
    batch.shared.add(made.shared)


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
