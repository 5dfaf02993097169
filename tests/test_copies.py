"""SPARQL while deals are loaded: the copy before answers, then one of the new revision does."""

import time
from pathlib import Path

from support import BUNDLED

from dealgraph.graph.asking import Asker
from dealgraph.graph.connection import Connection
from dealgraph.graph.sparql.endpoint import Endpoint
from dealgraph.graph.sparql.query import Query
from dealgraph.loaders.load import load
from dealgraph.queries.catalogue import Catalogue
from dealgraph.schema.rdf.addresses import Iris

DEALS = "SELECT (COUNT(?deal) AS ?n) { ?deal a <https://w3id.org/dealgraph/ns#Deal> }"


def test_a_loaded_deal_is_found_in_the_next_copy(empty: Connection, tmp_path: Path) -> None:
    lines = BUNDLED[0].read_text("utf-8").splitlines(keepends=True)
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    first.write_text(lines[0], "utf-8")
    second.write_text(lines[1], "utf-8")
    endpoint = Endpoint(empty, Iris(), tmp_path)
    try:
        load(empty, [first])
        before = revision(empty)
        assert deals(endpoint, before) == (1, before)
        load(empty, [second])
        after = revision(empty)
        assert deals(endpoint, after) == (1, before)
        until = time.monotonic() + 30
        while (found := deals(endpoint, after)) == (1, before) and time.monotonic() < until:
            time.sleep(0.05)
        assert found == (2, after)
    finally:
        endpoint.close()


def revision(connection: Connection) -> int:
    return Asker(connection, Catalogue.bundled()).facts().revision


def deals(endpoint: Endpoint, now: int) -> tuple[int, int]:
    found, of = endpoint.ask(Query(DEALS, table_form="csv"), now)
    return int(found.body.split()[1]), of
