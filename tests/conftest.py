"""The servers and graphs that tests share.

One Neo4j a session, on free ports and in a folder of its own (or `NEO4J_TEST_URI`, whose
content is then lost). `graph` is the bundled data, loaded once; tests that use it only read.
`empty` is a server of its own for tests that write: it is emptied before each of them.
Under CI=true a skipped test is a failure, as a skip would hide that nothing was tested.
"""

import os
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import hypothesis
import pytest
from support import BUNDLED, Served, serving, withdraw_all
from xdist.scheduler import LoadScopeScheduling

from dealgraph.api.app import create_app
from dealgraph.api.settings import ServiceSettings
from dealgraph.graph.asking import Asker
from dealgraph.graph.connection import Connection, open_at
from dealgraph.graph.local.ports import free_ports
from dealgraph.graph.local.temporary import temporary_server
from dealgraph.loaders.load import counts, load, prepare
from dealgraph.queries.catalogue import Catalogue

# A slow machine must not fail a test: speed is measured in benchmarks/.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")

#: Modules that use the bundled data; in the wrong list a module only costs time.
READING = (
    "tests/questions/",
    "tests/rdf/",
    "tests/test_api.py",
    "tests/test_browser.py",
    "tests/test_drawing.py",
    "tests/test_literals.py",
    "tests/test_model.py",
    "tests/test_packaging.py",
    "tests/test_readme.py",
    "tests/test_sparql",
)


#: Modules that read and write: they go to the worker that is through with its own first.
BOTH = ("tests/rdf/test_load.py", "tests/test_bundled.py")


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    """The server with the bundled data."""
    with _server("NEO4J_TEST_URI") as server:
        load(server.connection, BUNDLED)
        yield server


@pytest.fixture(scope="session")
def graph(served: Served) -> Connection:
    """The bundled data; read it, do not write."""
    return served.connection


@pytest.fixture(scope="session")
def asker(graph: Connection) -> Asker:
    """The bundled questions on the bundled data."""
    return Asker(graph, Catalogue.bundled())


@pytest.fixture(scope="session")
def service(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a service on the bundled data that gives up after four seconds."""
    given = ServiceSettings(
        warm_up=False, answer_seconds=4.0, home=tmp_path_factory.mktemp("sparql")
    )
    with serving(create_app(served.connection, Catalogue.bundled(), given)) as address:
        yield address


@pytest.fixture(scope="session")
def scratch() -> Iterator[Served]:
    """A second server, for tests that write."""
    with _server("NEO4J_TEST_SCRATCH_URI") as server:
        yield server


@pytest.fixture
def empty(scratch: Served) -> Connection:
    """A graph with the register and the places, and no deal: all are withdrawn before a test.

    Should that leave anything behind, everything goes, so that no test depends on another.
    """
    connection = scratch.connection
    withdraw_all(connection)
    if counts(connection) != scratch.reference:
        _empty(connection)
        prepare(connection)
    return connection


@contextmanager
def _server(variable: str) -> Iterator[Served]:
    """Give an empty graph with its schema; from then on a warning of the server fails a test."""
    uri, password = os.environ.get(variable), os.environ.get("NEO4J_TEST_PASSWORD")
    with ExitStack() as stack:
        server = None
        if not uri:
            port = free_ports().http  # for a service, should a test serve
            server = stack.enter_context(temporary_server(service_url=f"http://localhost:{port}"))
            uri, password = server.bolt_uri, server.password
        with open_at(uri, "neo4j", password) as quiet:
            _empty(quiet)
            prepare(quiet)
        connection = stack.enter_context(open_at(uri, "neo4j", password, warn=True))
        yield Served(connection, uri, password, counts(connection), server)


def _empty(connection: Connection) -> None:
    connection.run_auto("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 1000 ROWS")


class _Sides(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """Give one worker the modules that read the bundled data, the other those that write.

    So `pytest -n 2` starts each of the shared servers once.
    """

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(BOTH):
            return "both"
        return "read" if nodeid.startswith(READING) else "write"


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> _Sides:
    """Schedule by sides, whatever `--dist` says."""
    return _Sides(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped under CI: {report.longrepr}"
    return report
