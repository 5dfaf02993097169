"""The servers and graphs that tests share.

Two Neo4j a run, on free ports and in folders of their own (or `NEO4J_TEST_URI` and
`NEO4J_TEST_SCRATCH_URI`, whose content is then lost). `graph` is the bundled data, loaded once for
all workers; tests that use it only read. `scratch` is a server for tests that write, all of which
one worker runs; `empty` takes every deal out of it before a test.
Under CI=true a skipped test is a failure, as a skip would hide that nothing was tested.
"""

import gc
import logging
import os
import warnings
from collections.abc import Generator, Iterator
from typing import Any

import hypothesis
import pytest
import servers
from support import Served, serving, withdraw_all
from xdist.scheduler import LoadScopeScheduling

from dealgraph.api.app import create_app
from dealgraph.api.settings import ServiceSettings
from dealgraph.graph.asking import Asker
from dealgraph.graph.connection import Connection
from dealgraph.graph.local.server import Server
from dealgraph.graph.settings import Settings
from dealgraph.loaders.ahead import seldom_collecting
from dealgraph.loaders.load import counts
from dealgraph.queries.catalogue import Catalogue

# A slow machine must not fail a test: speed is measured in benchmarks/.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")

#: Modules that write to the scratch server. One worker runs them all, in this order and at once;
#: the first ones empty it, so that the register is written once for the others.
WRITING = (
    "tests/test_asking.py",
    "tests/test_commands.py",
    "tests/test_kit.py",
    "tests/test_api.py",
    "tests/test_assets.py",
    "tests/test_benchmarks.py",
    "tests/test_bundled.py",
    "tests/test_copies.py",
    "tests/test_deciding.py",
    "tests/test_families.py",
    "tests/test_ledger.py",
    "tests/test_load.py",
    "tests/test_second_dataset.py",
    "tests/test_undisclosed.py",
    "tests/rdf/test_changing.py",
    "tests/rdf/test_load.py",
)
#: Modules about a server that is found, stopped and started again: they share it in this order.
LOCAL = ("tests/test_local.py", "tests/test_connection.py", "tests/test_serve.py")


class _Noticed(logging.Handler):
    """Make a Python warning, and so an error, of what the server has to say about a statement."""

    def emit(self, record: logging.LogRecord) -> None:
        """Raise in whoever sent the statement."""
        warnings.warn(record.getMessage(), stacklevel=2)


def pytest_configure(config: pytest.Config) -> None:
    """Make room for the server of all workers, before there are any."""
    logging.getLogger("neo4j.notifications").addHandler(_Noticed())
    if not is_worker(config):
        servers.begin()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server of all workers, when they have ended."""
    if not is_worker(config):
        servers.end()


def is_worker(config: pytest.Config) -> bool:
    """Tell whether this process was started by xdist to run some of the tests."""
    return hasattr(config, "workerinput")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests that write first; a module of them that is not listed is refused."""
    for item in items:
        if "scratch" in getattr(item, "fixturenames", ()) and module(item.nodeid) not in WRITING:
            raise pytest.UsageError(f"{module(item.nodeid)} writes: name it in tests/conftest.py")
    order = {name: place for place, name in enumerate(WRITING + LOCAL)}
    items.sort(key=lambda item: order.get(module(item.nodeid), len(order)))


def module(nodeid: str) -> str:
    """Give the file of a test."""
    return nodeid.partition("::")[0]


@pytest.fixture(scope="session", autouse=True)
def little_collecting() -> Iterator[None]:
    """Look for garbage seldom, and never in what is there by now, which stays until the end.

    Reading a whole graph into rdflib took twice as long otherwise.
    """
    gc.freeze()
    with seldom_collecting():
        yield


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    """The server with the bundled data."""
    with servers.reading() as served:
        yield served


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
    with servers.writing() as served:
        yield served


@pytest.fixture(scope="session")
def reference(scratch: Served) -> dict[str, int]:
    """How many nodes and edges register and places make."""
    servers.make_ready(scratch)
    return counts(scratch.connection)


@pytest.fixture
def empty(scratch: Served, reference: dict[str, int]) -> Connection:
    """A graph with the register and the places, and no deal: all are withdrawn before a test.

    Should that leave anything behind, everything goes, so that no test depends on another.
    """
    withdraw_all(scratch.connection)
    if counts(scratch.connection) != reference:
        servers.make_ready(scratch)
    return scratch.connection


@pytest.fixture(scope="session")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Settings, Server]]:
    """A server that tests may stop, and the settings that find it and start it where it was."""
    with servers.of_its_own(tmp_path_factory.mktemp("home")) as found:
        yield found


class _Modules(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """Give a worker whole modules, and those that share a server to write to all at once.

    So each of the shared servers is started once, and all workers end at about the same time.
    """

    def _split_scope(self, nodeid: str) -> str:
        name = module(nodeid)
        return next((group[0] for group in (WRITING, LOCAL) if name in group), name)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> _Modules:
    """Schedule by modules, in their order, whatever `--dist` says."""
    config.option.loadscopereorder = False
    return _Modules(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped under CI: {report.longrepr}"
    return report
