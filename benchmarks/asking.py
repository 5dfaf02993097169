"""Questions over HTTP against the bare driver: the same Cypher, parameters and rows, in turn."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import neo4j
from pydantic_core import from_json

from benchmarks.client import Client
from benchmarks.timing import Result, Timings
from dealgraph.graph.asking import Asker
from dealgraph.graph.connection import Connection, Parameters, Rows
from dealgraph.graph.local.server import Server
from dealgraph.queries.catalogue import Catalogue
from dealgraph.queries.cypher import GIVEN

GOAL = 1.5
#: Pairs before the timed ones, for each question.
WARM_UP = 60

Given = Mapping[str, str]


@dataclass(frozen=True)
class Call:
    """One question ready to be asked both ways."""

    address: str
    cypher: str
    parameters: dict[str, Any]


def compare(
    server: Server, http: Client, asked: Mapping[str, Sequence[Given]], pairs: int
) -> Iterator[Result]:
    """Ask each question `pairs` times both ways, with the given parameters by turns."""
    with neo4j.GraphDatabase.driver(
        server.bolt_uri, auth=(server.username, server.password)
    ) as driver:
        sent = Sent(driver, server.bolt_uri)
        for name, several in asked.items():
            calls = [sent.call(name, given) for given in several]
            for call in calls:
                _check_rows(http, driver, call)
            yield _compare(name, http, driver, calls, pairs)


def _compare(
    name: str, http: Client, driver: neo4j.Driver, calls: Sequence[Call], pairs: int
) -> Result:
    over_http, bare = Timings(), Timings()
    for number in range(-WARM_UP, pairs):
        if number == 0:
            over_http, bare = Timings(), Timings()
        turn, position = divmod(number, len(calls))
        call = calls[position]
        both = [(over_http, lambda: get(http, call)), (bare, lambda: run(driver, call))]  # noqa: B023
        # Who goes first finds the server colder; each call is asked in both orders, equally often.
        for timings, work in both if (turn + position) % 2 == 0 else reversed(both):
            timings.take(work)
    return Result(f"HTTP / driver: {name}", over_http, bare, GOAL, "ms")


def get(http: Client, call: Call) -> Any:
    """Ask over HTTP, until the answer is there as Python values."""
    _, body = http.get(call.address)
    return from_json(body)


def run(driver: neo4j.Driver, call: Call) -> list[neo4j.Record]:
    """Ask the database, until its rows are there as Python values."""
    with driver.session(database="neo4j", default_access_mode=neo4j.READ_ACCESS) as session:
        return list(session.run(call.cypher, call.parameters))


def _check_rows(http: Client, driver: neo4j.Driver, call: Call) -> None:
    """Make sure that both ways give the same number of rows.

    The service asks for one row more than it shows, to tell whether there are more.
    """
    items = get(http, call)["items"]
    rows = run(driver, call)[: call.parameters[GIVEN].get("limit", 2**62) - 1]
    if len(items) != len(rows):
        raise RuntimeError(f"{call.address}: {len(items)} items, {len(rows)} rows")


class Sent(Connection):
    """A connection that keeps what the service sends to the database for a question."""

    def __init__(self, driver: neo4j.Driver, address: str) -> None:
        super().__init__(driver, address, "neo4j")
        self._catalogue = Catalogue.bundled()
        self._asker = Asker(self, self._catalogue)
        self._sent: dict[str, Parameters | None] = {}

    def call(self, name: str, given: Given) -> Call:
        """Ask a question, and give it as it was sent."""
        question = self._catalogue[name]
        self._asker.ask(question, given)
        path = question.path
        for parameter in question.path_parameters:
            path = path.replace(f"{{{parameter}}}", quote(given[parameter]))
        rest = {n: value for n, value in given.items() if n not in question.path_parameters}
        parameters = dict(self._sent[question.statement] or {})
        return Call(path + (f"?{urlencode(rest)}" if rest else ""), question.statement, parameters)

    def read(
        self, text: str, parameters: Parameters | None = None, *, timeout: float | None = None
    ) -> Rows:
        """Read, and keep what was given with the statement."""
        self._sent[text] = parameters
        return super().read(text, parameters, timeout=timeout)
