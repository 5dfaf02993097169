"""Where the time of a load goes: reading, naming, deriving, and the statements by what they say."""

import datetime as dt
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from dealgraph.graph.connection import Connection, Parameters, Rows, Transaction
from dealgraph.loaders.candidates import Candidates
from dealgraph.loaders.derive import derive
from dealgraph.loaders.load import load
from dealgraph.loaders.reading import read
from dealgraph.loaders.stored import Stored

T = TypeVar("T")
Seconds = dict[str, float]
_WHAT = re.compile(r"\b(MATCH|MERGE|CREATE|SET|DELETE)\b[^:()\[]*[(\[]*\w*:?(\w*)")


def breakdown(connection: Connection, file: Path) -> Seconds:
    """Load a file into an emptied graph; give the seconds of each part, the longest first.

    Python's parts are timed without the database; a statement's time is its round trip.
    """
    watched = Watched(connection)
    with _timed(watched.seconds, "the whole load"):
        load(watched, [file])
    watched.seconds |= _python(file)
    return dict(sorted(watched.seconds.items(), key=lambda part: -part[1]))


def _python(file: Path) -> Seconds:
    seconds: Seconds = {}
    now = dt.datetime.now(dt.UTC)
    with _timed(seconds, "Python: reading and checking"):
        lines = list(read(file))
    with _timed(seconds, "Python: names, canonical JSON"):
        candidates = list(Candidates(lambda deals: {}).of(file.stem, lines))
    with _timed(seconds, "Python: deriving"):
        for one in candidates:
            derive(one.deal, [Stored(one.dataset, one.record, now)], one.who)
    return seconds


class Watched(Connection):
    """A connection that adds up how long each statement takes."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection._driver, connection.address, connection._database)
        self.seconds: Seconds = {}

    def read(
        self, text: str, parameters: Parameters | None = None, *, timeout: float | None = None
    ) -> Rows:
        """Read, and note how long it took."""
        with _timed(self.seconds, f"read:  {_said(text)}"):
            return super().read(text, parameters, timeout=timeout)

    def write(self, work: Callable[[Transaction], T], *, timeout: float | None = None) -> T:
        """Write, and note how long each statement of the transaction and its commit took."""
        last = [0.0]

        def watched(tx: Transaction) -> T:
            done = work(_Watching(tx, self.seconds))  # type: ignore[arg-type]
            last[0] = time.perf_counter()
            return done

        done = super().write(watched, timeout=timeout)
        _add(self.seconds, "write: commit", time.perf_counter() - last[0])
        return done


class _Watching:
    """A transaction whose statements end before the next begins."""

    def __init__(self, tx: Transaction, seconds: Seconds) -> None:
        self._tx, self._seconds = tx, seconds

    def run(self, query: Any, parameters: dict[str, Any] | None = None) -> "_Ended":
        with _timed(self._seconds, f"write: {_said(query)}"):
            result = self._tx.run(query, parameters)
            return _Ended(list(result), result.consume())


class _Ended:
    """A result that is all here."""

    def __init__(self, records: list[Any], summary: Any) -> None:
        self._records, self._summary = records, summary

    def __iter__(self) -> Iterator[Any]:
        return iter(self._records)

    def single(self) -> Any:
        return self._records[0] if self._records else None

    def consume(self) -> Any:
        return self._summary


@contextmanager
def _timed(seconds: Seconds, part: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    _add(seconds, part, time.perf_counter() - began)


def _add(seconds: Seconds, part: str, more: float) -> None:
    seconds[part] = seconds.get(part, 0.0) + more


def _said(text: str) -> str:
    """Name a statement by its clauses and what they are about: `MATCH Deal CREATE COVERS`."""
    plain = " ".join(text.split())
    return plain.removeprefix("UNWIND $rows AS row ").removeprefix("UNWIND $ids AS id ")[:60]
