"""Loading, replacing, withdrawing, recomputing and dumping: what people do with datasets."""

import datetime as dt
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TypeVar

from dealgraph.graph import deciding, reference
from dealgraph.graph.conflicts import conflicts
from dealgraph.graph.connection import Connection
from dealgraph.graph.errors import GraphError
from dealgraph.loaders.ahead import ahead, seldom_collecting
from dealgraph.loaders.candidates import Candidate, Candidates
from dealgraph.loaders.reading import read
from dealgraph.loaders.report import Report, circle
from dealgraph.loaders.storing import Change, Settled, make, settle, unchanged
from dealgraph.schema.model import EDGES, NODES
from dealgraph.schema.record import DealRecord, parse
from dealgraph.schema.remarks import warnings

T = TypeVar("T")
#: Deals in one transaction; between 1,000 and 20,000 it makes no difference to speed.
BATCH = 1000
_DATASET = re.compile(r"\w([\w .-]{0,98}\w)?")
#: Told after each batch how many records are done.
Progress = Callable[[int], None]


class Prepared(NamedTuple):
    """A batch that waits to be stored: how many records the graph holds just so, and the rest.

    `warnings` are those of each record that comes.
    """

    unchanged: int
    change: Change
    warnings: list[list[str]]


class DatasetNameError(GraphError):
    """A name that a dataset cannot have: it is part of keys, and of file names when dumped."""


class NoSuchDealError(GraphError):
    """A deal that the graph does not hold."""


class UnlikeCountError(GraphError):
    """The graph does not hold, at the end, what was loaded."""


def prepare(connection: Connection, progress: Progress = lambda done: None) -> Report | None:
    """Make sure that schema, reference and decisions are there; a report when deals were made anew.

    Where only decisions have changed, only the deals that they are about are.
    """
    checksum, decided = connection.write(reference.made_with)
    if checksum != reference.checksum():
        return recompute(connection, progress)
    if about := deciding.changed(decided):
        return _decide(connection, about, progress)
    return None


@seldom_collecting()
def load(
    connection: Connection,
    files: Sequence[Path],
    dataset: str | None = None,
    *,
    replace: bool = False,
    dry_run: bool = False,
    progress: Progress = lambda done: None,
) -> Report:
    """Load files of deal records; lines that are not right are rejected, the others go in.

    The dataset is named after each file unless `dataset` names it, or the file does itself. With
    `replace`, records of the dataset that the files no longer hold go, unless a line was rejected:
    then nothing does.
    With `dry_run` nothing is written. Raises FileError for a file that cannot be read at all,
    and DatasetNameError.
    """
    report, now = Report(dry_run=dry_run), dt.datetime.now(dt.UTC)
    datasets = [_dataset_name(dataset or file.stem) for file in files]
    if not dry_run and (made_anew := prepare(connection)):
        report.faults |= made_anew.faults
    came: list[str] = []
    candidates = Candidates(lambda deals: _held(connection, deals))
    for name, file in zip(datasets, files, strict=True):
        found = _batches(candidates.of(name, read(file), only=dataset is not None), BATCH)
        for prepared in ahead(_prepared(connection, batch, now) for batch in found):
            _store(connection, prepared, report, now)
            came += [candidate.deal for candidate in prepared.change.incoming]
            progress(report.records)
    report.rejects = candidates.rejects
    if replace and dataset:
        _drop_others(connection, dataset, candidates.keys, report, now)
    if not dry_run:
        report.warnings += conflicts(connection, came)
        _verify(connection, candidates.keys)
        report.graph = counts(connection)
    return report


def withdraw(connection: Connection, deal: str) -> int:
    """Take a deal and all its records out; gives how many records there were.

    Raises NoSuchDealError.
    """
    rows = connection.read("MATCH (r:Record {deal: $deal}) RETURN r.key AS key", {"deal": deal})
    keys = frozenset(row["key"] for row in rows.records)
    if not keys:
        raise NoSuchDealError(f"there is no deal {deal!r}")
    settle(connection, Change(gone=keys), dt.datetime.now(dt.UTC))
    return len(keys)


@seldom_collecting()
def recompute(connection: Connection, progress: Progress = lambda done: None) -> Report:
    """Make schema, reference and every deal anew from the stored records."""
    report = Report()
    reference.make_schema(connection.run_auto)
    connection.write(reference.write_reference)
    _make_anew(connection, _deals(connection), report, progress)
    connection.write(reference.finish)
    report.graph = counts(connection)
    return report


def _decide(
    connection: Connection, about: Collection[deciding.Decided], progress: Progress
) -> Report:
    """Make the deals anew that changed decisions are about."""
    report = Report()
    deals = connection.write(lambda tx: deciding.deals_of(tx, about))
    _make_anew(connection, _batches(deals, BATCH), report, progress)
    connection.write(lambda tx: reference.finish_deciding(tx, about))
    report.graph = counts(connection)
    return report


def _make_anew(
    connection: Connection, batches: Iterable[Sequence[str]], report: Report, progress: Progress
) -> None:
    now = dt.datetime.now(dt.UTC)
    for deals in batches:
        settled = settle(connection, Change(deals=frozenset(deals)), now)
        report.take(settled)
        report.warn_circles(settled.circles)
        report.unchanged += len(deals)
        progress(report.records)


def dump(connection: Connection, folder: Path) -> dict[str, int]:
    """Write the stored records as `{dataset}.jsonl`, in the order of their deals.

    Loading these files gives the same graph: this is backup, move and upgrade. Gives the
    number of records by dataset.
    """
    folder.mkdir(parents=True, exist_ok=True)
    names = connection.read("MATCH (r:Record) RETURN DISTINCT r.dataset AS name ORDER BY name")
    return {row["name"]: _dump(connection, row["name"], folder) for row in names.records}


def counts(connection: Connection) -> dict[str, int]:
    """Count the nodes by label and the edges by type."""
    nodes = [f"MATCH (n:{name}) RETURN '{name}' AS name, count(n) AS n" for name in sorted(NODES)]
    edges = [f"MATCH ()-[e:{t}]->() RETURN '{t}' AS name, count(e) AS n" for t in sorted(EDGES)]
    rows = connection.read("\nUNION ALL\n".join(nodes + edges))  # the database keeps these counts
    return {row["name"]: row["n"] for row in rows.records if row["n"]}


def _dataset_name(name: str) -> str:
    if not _DATASET.fullmatch(name):
        raise DatasetNameError(
            f"{name!r} cannot be the name of a dataset: letters, digits, spaces, and . - _ inside, "
            "at most 100 signs. Name it with --dataset."
        )
    return name


def _prepared(connection: Connection, batch: Sequence[Candidate], now: dt.datetime) -> Prepared:
    same = unchanged(connection, batch)
    coming = [candidate for candidate in batch if candidate.key not in same]
    change = Change(incoming=coming, made=make(coming, now))
    return Prepared(len(same), change, [list(warnings(candidate.record)) for candidate in coming])


def _store(connection: Connection, prepared: Prepared, report: Report, now: dt.datetime) -> None:
    report.unchanged += prepared.unchanged
    coming = prepared.change.incoming
    for candidate, found in zip(coming, prepared.warnings, strict=True):
        report.warn(candidate, found)
    if report.dry_run:
        report.take(_foreseen(coming))
    elif coming:
        settled = settle(connection, prepared.change, now)
        report.take(settled)
        for candidate in coming:
            report.warn(candidate, _in_circles(candidate, settled.circles))


def _in_circles(candidate: Candidate, circles: Iterable[list[str]]) -> Iterator[str]:
    return (f"follows: {circle(ring)}" for ring in circles if candidate.deal in ring)


def _foreseen(coming: Iterable[Candidate]) -> Settled:
    notes = {candidate.deal: tuple(candidate.who.notes) for candidate in coming}
    return Settled(new=len(notes), notes=notes)


def _drop_others(
    connection: Connection, dataset: str, keys: set[str], report: Report, now: dt.datetime
) -> None:
    rows = connection.read(
        "MATCH (r:Record {dataset: $dataset}) RETURN r.key AS key", {"dataset": dataset}
    )
    others = sorted({row["key"] for row in rows.records} - keys)
    if report.rejects or report.dry_run:
        report.kept = len(others)
        return
    for batch in _batches(others, BATCH):
        report.take(settle(connection, Change(gone=frozenset(batch)), now))


def _verify(connection: Connection, keys: set[str]) -> None:
    rows = connection.read(
        """
        UNWIND $keys AS key
        MATCH (r:Record {key: key}) WHERE EXISTS { MATCH (:Deal {id: r.deal}) }
        RETURN count(*) AS n
        """,
        {"keys": sorted(keys)},
    )
    if (found := rows.records[0]["n"]) != len(keys):
        raise UnlikeCountError(f"{len(keys)} records were loaded, the graph holds {found} of them")


def _held(connection: Connection, deals: Iterable[str]) -> dict[str, list[DealRecord]]:
    rows = connection.read(
        "UNWIND $deals AS deal MATCH (r:Record {deal: deal}) RETURN deal, r.json AS json",
        {"deals": list(deals)},
    )
    held: dict[str, list[DealRecord]] = {}
    for row in rows.records:
        held.setdefault(row["deal"], []).append(parse(row["json"]))
    return held


def _deals(connection: Connection) -> Iterator[list[str]]:
    """Page through the ids of all deals that have a record or a node."""
    last = ""
    while True:
        rows = connection.read(
            """
            CALL () {
              MATCH (r:Record) WHERE r.deal > $last
              RETURN r.deal AS deal ORDER BY deal LIMIT $limit
              UNION
              MATCH (d:Deal) WHERE d.id > $last RETURN d.id AS deal ORDER BY deal LIMIT $limit
            }
            RETURN DISTINCT deal ORDER BY deal LIMIT $limit
            """,
            {"last": last, "limit": BATCH},
        )
        deals = [row["deal"] for row in rows.records]
        if not deals:
            return
        yield deals
        last = deals[-1]


def _dump(connection: Connection, dataset: str, folder: Path) -> int:
    written, last = 0, ""
    with (folder / f"{dataset}.jsonl").open("w", encoding="utf-8") as file:
        while True:
            rows = connection.read(
                """
                MATCH (r:Record {dataset: $dataset}) WHERE r.deal > $last
                RETURN r.deal AS deal, r.json AS json ORDER BY deal LIMIT $limit
                """,
                {"dataset": dataset, "last": last, "limit": BATCH},
            ).records
            if not rows:
                return written
            file.writelines(json.dumps(json.loads(r["json"]), ensure_ascii=False) + "\n"
                            for r in rows)  # fmt: skip
            written, last = written + len(rows), rows[-1]["deal"]


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    left = iter(items)
    while batch := list(islice(left, size)):
        yield batch
