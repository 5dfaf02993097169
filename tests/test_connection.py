import time
from collections.abc import Iterator
from pathlib import Path

import neo4j
import pytest

from dealgraph.graph.connection import Connection, StatementError, connect, open_at
from dealgraph.graph.errors import (
    ConfigurationError,
    ConflictError,
    GraphError,
    TooSlowError,
    UnavailableError,
)
from dealgraph.graph.local.server import Server
from dealgraph.graph.settings import Settings

NOTHING_LISTENS = "bolt://127.0.0.1:1"


@pytest.fixture(scope="module")
def settings(local: tuple[Settings, Server]) -> Settings:
    return local[0]


@pytest.fixture(scope="module")
def server(local: tuple[Settings, Server]) -> Server:
    return local[1]


@pytest.fixture(scope="module")
def connection(server: Server) -> Iterator[Connection]:
    with open_at(server.bolt_uri, server.username, server.password) as connection:
        connection.run_auto("CREATE CONSTRAINT x_id IF NOT EXISTS FOR (x:X) REQUIRE x.id IS UNIQUE")
        yield connection


def test_a_read_gives_columns_and_records(connection: Connection) -> None:
    rows = connection.read("UNWIND $xs AS x RETURN x, x * 2 AS twice", {"xs": [1, 2]})
    assert rows.keys == ("x", "twice")
    assert [tuple(record) for record in rows.records] == [(1, 2), (2, 4)]


def test_a_write_is_one_transaction(connection: Connection) -> None:
    def work(tx: neo4j.ManagedTransaction) -> int:
        tx.run("CREATE (:X {id: 'a'})").consume()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        connection.write(work)
    assert connection.read("MATCH (x:X) RETURN count(x) AS n").records[0][0] == 0


def test_a_broken_rule_is_a_conflict(connection: Connection) -> None:
    with pytest.raises(ConflictError, match="already exists"):
        connection.run_auto("CREATE (:X {id: 'b'}) CREATE (:X {id: 'b'})")


def test_reading_cannot_write(connection: Connection) -> None:
    with pytest.raises(StatementError, match="read access mode"):
        connection.read("CREATE (x:X {id: 'c'}) RETURN x")


def test_a_statement_that_does_not_compile_names_its_line(connection: Connection) -> None:
    with pytest.raises(StatementError, match="Variable `y` not defined") as caught:
        connection.read("MATCH (x)\nRETURN y")
    assert (caught.value.line, caught.value.code) == (2, "Neo.ClientError.Statement.SyntaxError")


def test_a_slow_read_is_given_up_by_the_server(connection: Connection) -> None:
    slow = "UNWIND range(1, 1000000) AS x UNWIND range(1, 1000000) AS y RETURN sum(x * y) AS n"
    began = time.monotonic()
    with pytest.raises(TooSlowError):
        connection.read(slow, timeout=0.3)
    assert time.monotonic() - began < 10
    assert connection.read("RETURN 1 AS one").records[0][0] == 1


def test_a_plan_names_columns_operators_and_procedures(connection: Connection) -> None:
    plan = connection.explain("CALL db.labels() YIELD label\nRETURN label ORDER BY label")
    assert (plan.keys, plan.query_type) == (("label",), "r")
    assert plan.operators == {"ProcedureCall", "ProduceResults", "Sort"}
    assert plan.procedures == {"db.labels"}


def test_what_is_wrong_with_the_address_or_the_password_is_said(server: Server) -> None:
    with open_at(NOTHING_LISTENS, "neo4j", "x") as nobody, pytest.raises(UnavailableError) as down:
        nobody.verify()
    assert str(down.value) == (
        f"No Neo4j answers at {NOTHING_LISTENS}. Is it running, and is NEO4J_URI right?"
    )
    assert (
        refusal(server, "neo4j", "wrong")
        == refusal(server, "neo4j", None)
        == (
            f"Neo4j at {server.bolt_uri} does not let this user in: "
            "check NEO4J_USERNAME and NEO4J_PASSWORD."
        )
    )
    assert refusal(server, "neo4j", server.password, "elsewhere") == (
        f"Neo4j at {server.bolt_uri} has no database elsewhere: check NEO4J_DATABASE."
    )
    with pytest.raises(ConfigurationError, match="cannot be used as the address"):
        open_at("gopher://localhost", "neo4j", "x")


def refusal(server: Server, username: str, password: str | None, database: str = "neo4j") -> str:
    with (
        open_at(server.bolt_uri, username, password, database) as connection,
        pytest.raises(ConfigurationError) as caught,
    ):
        connection.verify()
    return str(caught.value)


def test_no_driver_error_leaves(server: Server) -> None:
    connection = open_at(server.bolt_uri, server.username, server.password)
    connection.close()
    with pytest.raises(GraphError):
        connection.verify()


def test_settings_choose_the_server(server: Server, settings: Settings) -> None:
    said: list[str] = []
    with connect(settings, said.append) as local:
        assert local.address == server.bolt_uri
        local.verify()
    assert said == []
    elsewhere = Settings(uri=server.bolt_uri, password=server.password, home=Path("/nowhere"))
    with connect(elsewhere, said.append) as given:
        given.verify()


def test_what_the_server_warns_of_fails_a_test(server: Server) -> None:
    statement = "MATCH (n:NoSuchLabel) RETURN n"
    with (
        open_at(server.bolt_uri, server.username, server.password, warn=True) as strict,
        pytest.warns(UserWarning, match="label does not exist"),
    ):
        strict.read(statement)
    with open_at(server.bolt_uri, server.username, server.password) as silent:
        silent.read(statement)
