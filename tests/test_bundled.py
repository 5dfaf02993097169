"""The bundled deals on a real server: loading them in any order, again, and interrupted."""

import json
import random
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from content import content
from plans import SCANS
from support import BUNDLED, Served, withdraw_all

from dealgraph.graph.connection import Connection, open_at
from dealgraph.graph.statements import Unhurried
from dealgraph.loaders import load as loading
from dealgraph.loaders.load import counts, dump, load, recompute, withdraw


class TestTheBundledDeals:
    def test_an_empty_database_gets_schema_and_reference_first(self, graph: Connection) -> None:
        held = counts(graph)
        assert (held["Country"], held["BASED_IN"], held["SUBSIDIARY_OF"]) == (249, 2039, 285)

    def test_all_load_and_the_report_counts_what_the_graph_holds(self, graph: Connection) -> None:
        held = counts(graph)
        assert {name: held[name] for name in ("Deal", "Record", "Company", "Account")} == {
            "Deal": 482,
            "Record": 482,
            "Company": 2040,
            "Account": 1030,
        }
        assert (held["LICENSOR"], held["LICENSEE"], held["Event"]) == (493, 482, 184)

    def test_dumped_and_shuffled_records_give_the_same_graph_and_so_does_recompute(
        self, graph: Connection, empty: Connection, tmp_path: Path
    ) -> None:
        assert dump(graph, tmp_path) == {"deals-china-outbound": 228, "deals-rest-of-world": 254}
        files = sorted(tmp_path.glob("*.jsonl"), reverse=True)
        for file in files:
            _shuffle(file)
        expected = content(graph)
        report = load(empty, files)
        assert (report.new, report.rejects, report.graph) == (482, [], counts(graph))
        assert content(empty) == expected

        before = _revision(empty)
        again = load(empty, BUNDLED)
        assert (again.unchanged, again.new, again.changed) == (482, 0, 0)
        assert _revision(empty) == before

        recompute(empty)
        assert content(empty) == expected

    def test_every_statement_of_a_load_begins_at_keys_even_if_planned_for_an_empty_graph(
        self, empty: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sent: dict[str, Any] = {}
        monkeypatch.setattr(Unhurried, "run", _noting(sent))
        file = tmp_path / "deals.jsonl"
        file.write_bytes(BUNDLED[0].read_bytes())
        load(empty, [file])
        file.write_text(file.read_text("utf-8").replace("(", "["), "utf-8")
        assert load(empty, [file]).changed > 100
        withdraw_all(empty)
        assert len(sent) > 60
        for statement, parameters in sent.items():
            plan = empty.explain(f"CYPHER replan=force {statement}", parameters)
            # The latest day is the first entry of an index, wherever deals were taken out.
            latest = {"NodeIndexScan"} if "ORDER BY latest DESC LIMIT 1" in statement else set()
            assert plan.operators & set(SCANS) <= latest, statement

    def test_a_withdrawn_deal_leaves_nothing_behind(
        self, empty: Connection, tmp_path: Path
    ) -> None:
        some = BUNDLED[0].read_text("utf-8").splitlines(keepends=True)[:40]
        file = tmp_path / "deals.jsonl"
        file.write_text("".join(some[:20] + some[21:]), "utf-8")
        load(empty, [file])
        expected = content(empty)
        file.write_text("".join(some), "utf-8")
        load(empty, [file])
        assert counts(empty)["Deal"] == 40
        assert withdraw(empty, json.loads(some[20])["id"]) == 1
        assert content(empty) == expected


def _noting(sent: dict[str, Any]) -> Callable[..., Any]:
    """Make a `run` that notes the statements, each with some of its parameters."""
    run = Unhurried.run

    def noting(self: Unhurried, query: Any, parameters: Any = None) -> Any:
        sent[query] = parameters
        return run(self, query, parameters)

    return noting


def _revision(connection: Connection) -> int:
    (row,) = connection.read("MATCH (g:Graph) RETURN g.revision AS revision").records
    return int(row["revision"])


def _shuffle(file: Path) -> None:
    lines = file.read_text("utf-8").splitlines(keepends=True)
    random.Random(7).shuffle(lines)
    file.write_text("".join(lines), "utf-8")


class TestKilled:
    def test_killed_ten_times_every_deal_is_whole_and_loading_again_completes(
        self, graph: Connection, scratch: Served, empty: Connection
    ) -> None:
        processes = get_context("forkserver")  # which imports what they need once
        processes.set_forkserver_preload([__name__])
        for attempt in range(10):
            begun, told = processes.Pipe(duplex=False)
            process = processes.Process(target=_load, args=(scratch.uri, scratch.password, told))
            process.start()
            told.close()
            begun.recv()
            time.sleep(0.03 * attempt)
            process.kill()
            process.join()
            _every_deal_is_whole(graph, empty)
        assert load(empty, BUNDLED[:1]).records == 228
        _every_deal_is_whole(graph, empty)


def _load(uri: str, password: str | None, told: Any) -> None:
    """Load in small batches, and tell when the first is stored."""
    loading.BATCH = 10
    with open_at(uri, "neo4j", password) as connection:
        loading.load(connection, BUNDLED[:1], progress=told.send)


def _every_deal_is_whole(graph: Connection, empty: Connection) -> None:
    """Compare each deal that is there, with all that hangs on it, to the complete graph.

    An edge to the deal that it follows is not its own: that deal may not be there yet.
    """
    whole = """
        MATCH (d:Deal) WHERE $ids IS NULL OR d.id IN $ids
        RETURN d.id AS id, COUNT { (d)--(own) WHERE NOT own:Deal } AS edges,
               COUNT { (d)-[:GRANTS]->()--() } AS rights,
               COUNT { (d)-[:COVERS]->()-[:TARGETS]->() } > 0 AS targets,
               COUNT { ()-[e:LICENSED {deal: d.id}]->() } AS licensed,
               COUNT { ()-[e:FLOW {deal: d.id}]->() } AS flows,
               EXISTS { MATCH (:Record {deal: d.id}) } AS recorded
        ORDER BY id
    """
    found = [dict(row) for row in empty.read(whole, {"ids": None}).records]
    expected = graph.read(whole, {"ids": [row["id"] for row in found]}).records
    assert found == [dict(row) for row in expected]
