"""The SPARQL endpoint without HTTP: which copy answers, and when it is made anew."""

import logging
from collections.abc import Callable
from pathlib import Path
from threading import Condition, Thread
from typing import TYPE_CHECKING

from dealgraph.graph.connection import Connection
from dealgraph.graph.rdf.whole import GraphChangedError
from dealgraph.graph.sparql.query import Found, Limits, NotReadyError, Query, request
from dealgraph.schema.rdf.addresses import Iris
from dealgraph.schema.rdf.forms import DATA_PREFIXES

if TYPE_CHECKING:
    from dealgraph.graph.sparql.copies import Copy, Folder


log = logging.getLogger("dealgraph.sparql")


class Endpoint:
    """Answers queries over a copy of the graph. Safe to share between threads; close it.

    The first query waits until the copy is made. When the graph has changed, a query is answered
    from the copy that is there, and another one is made meanwhile.
    """

    def __init__(
        self, connection: Connection, iris: Iris, home: Path, limits: Limits | None = None
    ) -> None:
        self.limits = limits or Limits()
        self._connection = connection
        self.iris = iris
        self._home = home
        self._changed = Condition()
        self._folder: Folder | None = None
        self._copy: Copy | None = None
        self._making = False
        self._failure: Exception | None = None

    def ask(self, query: Query, revision: int) -> tuple[Found, int]:
        """Answer a query; gives the revision that the answer is of, too.

        `revision` is that of the graph now. Raises the errors of `Children.ask`, and NotReadyError
        when the first copy takes too long.
        """
        asked = request(query, self.iris.base, DATA_PREFIXES, self.limits)
        while True:
            copy = self._current(revision)
            with copy.used() as there:
                if there:
                    return copy.children.ask(asked), copy.revision

    def close(self) -> None:
        """End all processes and remove the copies."""
        with self._changed:
            self._changed.wait_for(lambda: not self._making, timeout=_CLOSING_SECONDS)
            if self._copy:
                self._copy.children.kill()
            if self._folder:
                self._folder.remove()
            self._copy = self._folder = None

    def _current(self, revision: int) -> "Copy":
        with self._changed:
            if (self._copy is None or self._copy.revision != revision) and not self._making:
                self._making = True
                self._failure = None
                Thread(target=self._make, name="sparql-copy", daemon=True).start()
            self._changed.wait_for(self._has_something, timeout=self.limits.copying_seconds)
            if self._copy is not None:
                return self._copy
            if self._failure is not None:
                raise self._failure
            raise NotReadyError("The copy of the graph that SPARQL is asked of is being made.")

    def _has_something(self) -> bool:
        return self._copy is not None or self._failure is not None

    def _make(self) -> None:
        made, failure = self._attempt(self._made)
        with self._changed:
            old = self._copy if made else None
            self._copy = made or self._copy
            self._failure = failure
            self._making = False
            self._changed.notify_all()
        if old:
            old.retire()

    def _made(self) -> "Copy":
        from dealgraph.graph.sparql.copies import Folder, make  # has modules of Unix only

        if self._folder is None:
            self._folder = Folder(self._home)
        return make(self._connection, self.iris, self._folder, self.limits)

    def _attempt(self, work: "Callable[[], Copy]") -> "tuple[Copy | None, Exception | None]":
        try:
            return work(), None
        except GraphChangedError as error:
            return None, NotReadyError(str(error))
        # Whatever is wrong is told to those who wait; the next query tries again.
        except Exception as error:
            log.error("The graph could not be copied for SPARQL: %s", error)
            return None, error


_CLOSING_SECONDS = 5.0
