"""The processes that answer SPARQL over one store: started when needed, replaced when they fail."""

import json
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import Any

from dealgraph.graph.errors import CrowdedError, GraphError, TooSlowError
from dealgraph.graph.sparql.query import FormError, Found, Limits, QueryError, TooLargeError
from dealgraph.schema.rdf.forms import RDF_FORMS, ordered

WORKER = "dealgraph.graph.sparql.worker"
_ENDED = (OSError, ValueError)


class ChildEndedError(Exception):
    """The process ended instead of answering; `code` is its exit code, negative for a signal."""

    def __init__(self, code: int) -> None:
        super().__init__(f"the process ended with {code}")
        self.code = code


class Child:
    """One process with the store open; used by one thread at a time."""

    def __init__(self, folder: Path, memory: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", WORKER, "serve", str(folder), str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def ask(self, request: Mapping[str, object]) -> tuple[dict[str, Any], bytes]:
        """Give head and body of the answer; raises ChildEndedError when the process ends first."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
            head = json.loads(self._process.stdout.readline())
            return head, self._process.stdout.read(head["length"])
        except _ENDED:  # nothing came, or only a part
            self.end()
            raise ChildEndedError(self._process.returncode) from None

    def end(self) -> None:
        """End the process, whatever it does: by closing its input, or else the hard way.

        One that ended by itself keeps the exit code that says why.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with suppress(OSError):
            self._process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_PATIENCE)
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()


_PATIENCE = 2.0


class Children:
    """Answers queries over one store, so many at once as the limits say. Used by many threads."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self._folder = folder
        self._limits = limits
        self._free = BoundedSemaphore(limits.at_once)
        self._lock = Lock()
        self._idle: list[Child] = []
        self._all: set[Child] = set()
        self._closed = False

    def ask(self, request: Mapping[str, object]) -> Found:
        """Answer one query.

        Raises QueryError, FormError, TooLargeError and TooSlowError; CrowdedError when nobody is
        free in time.
        """
        if not self._free.acquire(timeout=self._limits.waiting_seconds):
            raise CrowdedError(f"{self._limits.at_once} SPARQL queries are being answered already.")
        try:
            child = self._take()
            try:
                head, body = child.ask(request)
            except ChildEndedError as error:
                self._forget(child)
                raise _what_ended_it(error.code) from None
            self._give_back(child)
        finally:
            self._free.release()
        return _found(head, body)

    def close(self) -> None:
        """End all processes as soon as they have answered; none is started any more."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for child in idle:
            self._forget(child)

    def kill(self) -> None:
        """End all processes now."""
        self.close()
        for child in list(self._all):
            self._forget(child)

    def _take(self) -> Child:
        with self._lock:
            if self._idle:
                return self._idle.pop()
            child = Child(self._folder, self._limits.memory)
            self._all.add(child)
            return child

    def _give_back(self, child: Child) -> None:
        with self._lock:
            if not self._closed:
                self._idle.append(child)
                return
        self._forget(child)

    def _forget(self, child: Child) -> None:
        child.end()
        with self._lock:
            self._all.discard(child)


def _what_ended_it(code: int) -> Exception:
    if code == -signal.SIGALRM:
        return TooSlowError("The query took longer than one may.")
    if code >= 0:
        return GraphError(f"The process that answers SPARQL ended by itself with {code}.")
    if code == -signal.SIGSEGV:  # the parser follows brackets into brackets on its stack
        return QueryError("The query is nested too deeply.")
    return TooLargeError("The query took more memory than one may.")


def _in_order(form: str, body: bytes) -> bytes:
    return ordered(body) if form in RDF_FORMS else body


def _found(head: Mapping[str, Any], body: bytes) -> Found:
    match head.get("error"):
        case None:
            return Found(head["form"], _in_order(head["form"], body), head["cut"])
        case "form":
            raise FormError(tables=head["detail"] == "table")
        case "memory":
            raise TooLargeError("The query, or its answer, takes more memory than one may.")
        case "outside":
            raise QueryError(
                "The query reaches out of this service: SERVICE is not answered here. Only what "
                "this service holds can be asked; ask other services yourself and join the answers."
            )
    raise QueryError(f"The query cannot be read: {head['detail']}.")
