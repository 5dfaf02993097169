"""One server and its database: reads in one round trip, writes, plans; errors in plain words.

Text that is sent as a statement comes from a file or a constant of dealgraph, never from a
user: it is vouched for in `_statement`, the one place that makes a query of a string.
"""

import re
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

import neo4j
from neo4j import exceptions
from neo4j.api import BookmarkManager

from dealgraph.graph.browser import Browser
from dealgraph.graph.deciding import use_decisions
from dealgraph.graph.errors import (
    ConfigurationError,
    ConflictError,
    GraphError,
    TooSlowError,
    UnavailableError,
)
from dealgraph.graph.settings import Settings

if TYPE_CHECKING:
    from dealgraph.graph.local.server import Server

T = TypeVar("T")
Parameters = Mapping[str, object]
#: What `Connection.write` hands to its work.
Transaction = neo4j.ManagedTransaction

CONNECT_SECONDS = 10
ACQUIRE_SECONDS = 30
RETRY_WRITES_SECONDS = 15
_LOST = (exceptions.ServiceUnavailable, exceptions.SessionExpired)
_GIVEN_UP = re.compile(r"TransactionTimedOut|Transaction\.Terminated|OutOfMemory|LockAcquisition")
_LINE = re.compile(r"\(line (\d+), column \d+")


class StatementError(GraphError):
    """The database refuses a statement; `line` is where, counted from 1, when it says so."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        at = _LINE.search(message)
        self.line = int(at[1]) if at else None


@dataclass(frozen=True)
class Rows:
    """What came back: the columns, and one record (a tuple of values) a row."""

    keys: tuple[str, ...]
    records: list[neo4j.Record]


@dataclass(frozen=True)
class Plan:
    """How the database would answer: columns, query type (`r` reads), operators, procedures."""

    keys: tuple[str, ...]
    query_type: str
    operators: frozenset[str]
    procedures: frozenset[str]


class _NoBookmarks(BookmarkManager):
    """No statement waits for what an earlier one of its session saw: that may be gone since."""

    def get_bookmarks(self) -> Collection[str]:
        """Give none."""
        return ()

    def update_bookmarks(
        self, previous_bookmarks: Collection[str], new_bookmarks: Collection[str]
    ) -> None:
        """Keep none."""


_NO_BOOKMARKS = _NoBookmarks()


class Connection:
    """A driver bound to one database. Safe to share between threads; close it at the end."""

    def __init__(
        self, driver: neo4j.Driver, address: str, database: str, browser: Browser | None = None
    ) -> None:
        self._driver = driver
        self._database = database
        #: Sessions for reading that nobody uses now: making one costs as much as Python's part
        #: of a short answer.
        self._idle: deque[neo4j.Session] = deque()
        #: The server's address, without credentials.
        self.address = address
        #: Where people look at the same graph; None when that is not known.
        self.browser = browser

    def read(
        self, text: str, parameters: Parameters | None = None, *, timeout: float | None = None
    ) -> Rows:
        """Run one reading statement in one round trip; the server ends it after `timeout` seconds.

        A lost connection is tried again once, nothing else: repeating a statement that was too
        much for the server would only be too much twice.
        """
        with self._plainly():
            try:
                return self._read(text, parameters, timeout)
            except _LOST:
                return self._read(text, parameters, timeout)

    def write(self, work: Callable[[Transaction], T], *, timeout: float | None = None) -> T:
        """Run work in one writing transaction; it may be run again, so it must not count."""
        unit = neo4j.unit_of_work(timeout=timeout)(work)
        with self._plainly(), self._session(neo4j.WRITE_ACCESS) as session:
            return session.execute_write(unit)

    def run_auto(self, text: str, parameters: Parameters | None = None) -> Rows:
        """Run a statement that must be its own transaction, such as DDL or IN TRANSACTIONS."""
        with self._plainly(), self._session(neo4j.WRITE_ACCESS) as session:
            result = session.run(_statement(text, None), dict(parameters or {}))
            return Rows(tuple(result.keys()), list(result))

    def explain(self, text: str, parameters: Parameters | None = None) -> Plan:
        """Let the database plan a statement without running it."""
        with self._plainly(), self._session(neo4j.READ_ACCESS) as session:
            result = session.run(_statement(f"EXPLAIN {text}", None), dict(parameters or {}))
            keys = tuple(result.keys())
            summary = result.consume()
        steps = list(_steps(cast(Mapping[str, Any], summary.plan or {})))
        return Plan(
            keys,
            summary.query_type or "",
            frozenset(operator for operator, _ in steps),
            frozenset(detail for operator, detail in steps if operator == "ProcedureCall"),
        )

    def verify(self) -> None:
        """Ask the server for an answer; raises the error that says why there is none."""
        self.read("RETURN 1 AS one", timeout=CONNECT_SECONDS)

    def close(self) -> None:
        """Close the connections; the server keeps running."""
        while self._idle:
            self._idle.pop().close()
        self._driver.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _read(self, text: str, parameters: Parameters | None, timeout: float | None) -> Rows:
        """Read in a session that nobody uses; one in which something failed is not used again."""
        try:
            session = self._idle.pop()
        except IndexError:
            session = self._session(neo4j.READ_ACCESS)
        try:
            result = session.run(_statement(text, timeout), cast("dict[str, Any]", parameters))
            rows = Rows(tuple(result.keys()), list(result))
        except BaseException:
            session.close()
            raise
        self._idle.append(session)
        return rows

    def _session(self, mode: str) -> neo4j.Session:
        return self._driver.session(
            database=self._database, default_access_mode=mode, bookmark_manager=_NO_BOOKMARKS
        )

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        """Translate every error of the driver; nothing of it leaves this module."""
        try:
            yield
        except (exceptions.Neo4jError, exceptions.DriverError) as error:
            raise self._translated(error) from error

    def _translated(self, error: exceptions.Neo4jError | exceptions.DriverError) -> GraphError:
        if isinstance(error, exceptions.Neo4jError):
            return self._of_server(error)
        if isinstance(error, exceptions.ConfigurationError):
            return ConfigurationError(f"The connection to {self.address} cannot be set up: {error}")
        if isinstance(error, (*_LOST, exceptions.ConnectionPoolError)):
            return UnavailableError(
                f"No Neo4j answers at {self.address}. Is it running, and is NEO4J_URI right?"
            )
        return GraphError(f"The driver failed: {error}")

    def _of_server(self, error: exceptions.Neo4jError) -> GraphError:
        code, message = error.code or "", error.message or str(error)
        if isinstance(error, exceptions.AuthError):
            return ConfigurationError(
                f"Neo4j at {self.address} does not let this user in: "
                "check NEO4J_USERNAME and NEO4J_PASSWORD."
            )
        if ".Security." in code:
            return ConfigurationError(f"Neo4j at {self.address} refuses: {message}")
        if "DatabaseNotFound" in code:
            return ConfigurationError(
                f"Neo4j at {self.address} has no database {self._database}: check NEO4J_DATABASE."
            )
        if isinstance(error, exceptions.ConstraintError):
            return ConflictError(message)
        if _GIVEN_UP.search(code):
            return TooSlowError("The database gave up: this took it too long or too much memory.")
        if isinstance(error, exceptions.TransientError):
            return UnavailableError(f"Neo4j at {self.address} cannot answer now: {message}")
        return StatementError(code, message)


def connect(
    settings: Settings, say: Callable[[str], None] = lambda line: None, *, warn: bool = False
) -> Connection:
    """Connect to NEO4J_URI, or start or find the local server and connect to that.

    No question is asked yet: use `verify` to see at once whether the server answers. With
    `warn`, what the server has to say about a statement (a missing label or index, something
    deprecated) goes to the log `neo4j.notifications`: tests fail on it.
    """
    use_decisions(settings)
    if settings.uri:
        return open_at(
            settings.uri,
            settings.username,
            settings.password,
            settings.database,
            browser=browser_of(settings),
            warn=warn,
        )
    from dealgraph.graph.local.server import ensure_running

    server = ensure_running(settings, say)
    if server.started_here:
        say("It keeps running; to stop it: dealgraph neo4j stop")
    return open_local(server, warn=warn)


def open_local(server: "Server", *, warn: bool = False) -> Connection:
    """Connect to a local server that runs."""
    return open_at(
        server.bolt_uri, server.username, server.password, browser=server.browser, warn=warn
    )


def browser_of(settings: Settings) -> Browser | None:
    """Give the Neo4j Browser of the server NEO4J_URI, where the settings name it."""
    if settings.browser_url is None:
        return None
    return Browser.elsewhere(settings.browser_url, password=bool(settings.password))


def open_at(
    uri: str,
    username: str,
    password: str | None,
    database: str = "neo4j",
    *,
    browser: Browser | None = None,
    warn: bool = False,
) -> Connection:
    """Connect to an address; no password means a server without authentication."""
    try:
        driver = neo4j.GraphDatabase.driver(
            uri,
            auth=(username, password) if password else None,
            connection_timeout=CONNECT_SECONDS,
            connection_acquisition_timeout=ACQUIRE_SECONDS,
            max_transaction_retry_time=RETRY_WRITES_SECONDS,
            notifications_min_severity="WARNING" if warn else "OFF",
            # Python warnings would have the driver note the whole stack of calls at each statement.
            warn_notification_severity="OFF",
            telemetry_disabled=True,
        )
    except (exceptions.DriverError, ValueError) as error:
        raise ConfigurationError(
            f"{uri} cannot be used as the address of a Neo4j: {error}"
        ) from error
    return Connection(driver, uri, database, browser)


def _statement(text: str, timeout: float | None) -> neo4j.Query:
    return neo4j.Query(text, timeout=timeout)  # pyright: ignore


def _steps(plan: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (operator, what it is about up to the first bracket) of a plan and all below it."""
    if operator := plan.get("operatorType"):
        detail = str(plan.get("args", {}).get("Details", ""))
        yield str(operator).partition("@")[0], detail.partition("(")[0].strip()
    for child in plan.get("children", ()):
        yield from _steps(child)
