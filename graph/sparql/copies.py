"""The copies of the graph that SPARQL is asked of: made anew beside the old one when it changed.

Each service has a folder of its own for them, as two may run on different graphs. Its lock is
free again when its service is gone, however it ended; the next service to start clears it away.
"""

import fcntl
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock

from dealgraph.graph.connection import Connection
from dealgraph.graph.errors import GraphError
from dealgraph.graph.local.files import private_folder
from dealgraph.graph.rdf.export import nquads
from dealgraph.graph.rdf.whole import GraphChangedError, WholeGraph
from dealgraph.graph.sparql.children import WORKER, Children
from dealgraph.graph.sparql.query import Limits
from dealgraph.schema.rdf.accounts import in_graph
from dealgraph.schema.rdf.addresses import Iris
from dealgraph.schema.rdf.forms import RDF_FORMS, from_turtle
from dealgraph.schema.rdf.ontology import IRI as VOCABULARY
from dealgraph.schema.rdf.ontology import ontology

ATTEMPTS = 3


class Copy:
    """One copy, of one revision, with the processes that read it; goes when nobody uses it."""

    def __init__(self, folder: Path, revision: int, limits: Limits) -> None:
        self.revision = revision
        self.children = Children(folder, limits)
        self._folder = folder
        self._lock = Lock()
        self._users = 0
        self._retired = False

    @contextmanager
    def used(self) -> Iterator[bool]:
        """Keep the copy for as long; gives False when it is gone already."""
        with self._lock:
            self._users += 1
            there = not self._retired
        try:
            yield there
        finally:
            with self._lock:
                self._users -= 1
            self._clear()

    def retire(self) -> None:
        """Let the copy go as soon as the last query over it is answered."""
        with self._lock:
            self._retired = True
        self._clear()

    def _clear(self) -> None:
        with self._lock:
            over = self._retired and not self._users
        if over:
            self.children.kill()
            shutil.rmtree(self._folder, ignore_errors=True)


class Folder:
    """The folder of one service's copies, below the data folder of the user."""

    def __init__(self, home: Path) -> None:
        above = private_folder(home / "sparql")
        _clear_leftovers(above)
        self.path = Path(tempfile.mkdtemp(prefix="run-", dir=above))
        self._lock = (self.path / "lock").open("wb")
        fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def fresh(self) -> Path:
        """Give a folder for one more copy."""
        return Path(tempfile.mkdtemp(prefix="copy-", dir=self.path))

    def remove(self) -> None:
        """Remove the folder with all in it."""
        shutil.rmtree(self.path, ignore_errors=True)
        self._lock.close()


def make(connection: Connection, iris: Iris, folder: Folder, limits: Limits) -> Copy:
    """Copy the graph as it is in one revision; begins anew when it is changed meanwhile.

    Raises GraphChangedError when it never stands still.
    """
    for _ in range(ATTEMPTS):
        path = folder.fresh()
        try:
            revision = WholeGraph(connection, iris).revision()
            _store(path, _everything(connection, iris))
            if WholeGraph(connection, iris).revision() == revision:
                return Copy(path, revision, limits)
        except GraphChangedError:
            pass
        except BaseException:
            shutil.rmtree(path, ignore_errors=True)
            raise
        shutil.rmtree(path, ignore_errors=True)
    raise GraphChangedError


def _everything(connection: Connection, iris: Iris) -> Iterator[str]:
    """Give the export, and the vocabulary in the graph of its own name."""
    vocabulary = from_turtle(ontology(), RDF_FORMS["nt"]).decode()
    yield in_graph(vocabulary, f"<{VOCABULARY}>")
    yield from nquads(connection, iris)


def _store(path: Path, texts: Iterable[str]) -> None:
    """Have the store written by a process of its own: its memory is free again afterwards."""
    command = [sys.executable, "-m", WORKER, "build", str(path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdin is not None
        try:
            with suppress(BrokenPipeError):  # its exit code tells
                for text in texts:
                    process.stdin.write(text.encode())
                process.stdin.close()
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        raise GraphError(f"The copy for SPARQL could not be written: {process.returncode}.")


def _clear_leftovers(above: Path) -> None:
    """Remove the folders of services that are gone."""
    for path in above.glob("run-*"):
        with suppress(OSError), (path / "lock").open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(path, ignore_errors=True)
