"""The servers of a run: one that all workers read from, one to write to, one to stop and start."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from support import BUNDLED, Served

from dealgraph.graph import reference
from dealgraph.graph.connection import Connection, open_at
from dealgraph.graph.local.files import locked
from dealgraph.graph.local.ports import free_ports
from dealgraph.graph.local.server import Server, ensure_running, stop
from dealgraph.graph.local.temporary import temporary_server
from dealgraph.graph.settings import Settings
from dealgraph.loaders.load import load, prepare

#: Names the folder of the server that all workers read from.
_HOME = "DEALGRAPH_TEST_HOME"


def begin() -> None:
    """Make the folder of the server that all workers will read from; they inherit its name."""
    os.environ[_HOME] = mkdtemp(prefix="dealgraph-")


def end() -> None:
    """Stop that server. A worker does not, as another may still be reading."""
    home = os.environ.pop(_HOME)
    stop(_settings(Path(home)))
    rmtree(home, ignore_errors=True)


@contextmanager
def reading() -> Iterator[Served]:
    """Give the server with the bundled data; whoever comes first starts and fills it."""
    home = Path(os.environ[_HOME])
    filled = home / "filled"
    with ExitStack() as stack:
        with locked(home / "filling.lock", print):
            given = os.environ.get("NEO4J_TEST_URI")
            served = stack.enter_context(_connected(given or _start(home)))
            if not filled.exists():
                make_ready(served)
                load(served.connection, BUNDLED)
                filled.touch()
        yield served


@contextmanager
def writing() -> Iterator[Served]:
    """Give a server that holds nothing but its schema."""
    with ExitStack() as stack:
        given = os.environ.get("NEO4J_TEST_SCRATCH_URI")
        served = stack.enter_context(_connected(given or stack.enter_context(temporary_server())))
        with _quiet(served) as connection:
            _empty(connection)
            reference.make_schema(connection.run_auto)
        yield served


@contextmanager
def of_its_own(home: Path) -> Iterator[tuple[Settings, Server]]:
    """Give a new server, and settings with which it starts again at the same ports."""
    settings = _settings(home)
    server = ensure_running(settings, print, fast_start=True)
    try:
        bolt, http = (int(uri.rpartition(":")[2]) for uri in (server.bolt_uri, server.http_uri))
        yield replace(settings, bolt_port=bolt, http_port=http), server
    finally:
        stop(settings)


def make_ready(served: Served) -> None:
    """Put the register and the places in place of whatever the graph holds."""
    with _quiet(served) as connection:
        _empty(connection)
        prepare(connection)


def _quiet(served: Served) -> Connection:
    """Connect for what the server warns of: labels and properties that a new graph has not yet."""
    return open_at(served.uri, "neo4j", served.password)


def _empty(connection: Connection) -> None:
    connection.run_auto("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 1000 ROWS")


def _start(home: Path) -> Server:
    port = free_ports().http  # for a service, should a test serve
    settings = replace(_settings(home), service_url=f"http://localhost:{port}")
    return ensure_running(settings, print, fast_start=True)


@contextmanager
def _connected(server: Server | str) -> Iterator[Served]:
    """Connect to a local server, or an address; from then on a warning of it fails a test."""
    if isinstance(server, str):
        uri, password, local = server, os.environ.get("NEO4J_TEST_PASSWORD"), None
    else:
        uri, password, local = server.bolt_uri, server.password, server
    with open_at(uri, "neo4j", password, warn=True) as connection:
        yield Served(connection, uri, password, local)


def _settings(home: Path) -> Settings:
    """Give settings for a local server on free ports, whatever server the environment names."""
    return replace(Settings.from_env(), uri=None, home=home, bolt_port=0, http_port=0)
