"""Families in the graph: who loads what when never shows, and their money is counted once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from content import content
from questions.asked import rows
from support import withdraw_all
from test_load import record, write

from dealgraph.graph.asking import Asker
from dealgraph.graph.connection import Connection
from dealgraph.loaders.load import load, recompute, withdraw
from dealgraph.queries.catalogue import Catalogue

MONEY = {"currency": "USD", "upfront": 10, "total": 100}
SIGNED = record("2024-01-signed", announced="2024-01-10", **MONEY)
WIDER = record("2024-03-wider", announced="2024-03-05", currency="USD", upfront=5, total=130,
               follows={"deal": "2024-01-signed", "how": "amends"})  # fmt: skip
DONE = record("2024-05-done", announced="2024-05-01", **MONEY,
              follows={"deal": "2024-03-wider", "how": "closes"})  # fmt: skip


def placed(connection: Connection) -> list[list[Any]]:
    found = connection.read(
        """
        MATCH (d:Deal)
        RETURN [d.id, d.family, d.terms, d.repeats,
                COLLECT { MATCH ()-[e:LICENSED|FLOW {deal: d.id}]->()
                          RETURN coalesce(e.repeats, false) }] AS place ORDER BY d.id
        """
    )
    return [row["place"] for row in found.records]


def loader(connection: Connection, folder: Path) -> Callable[..., list[str]]:
    def load_one(deal: dict[str, Any]) -> list[str]:
        return load(connection, [write(folder / f"{deal['id']}.jsonl", deal)]).warnings

    return load_one


def test_a_family_is_the_same_whatever_came_first_and_its_money_counts_once(
    empty: Connection, tmp_path: Path
) -> None:
    load_one, first, contents = loader(empty, tmp_path), "2024-01-signed", []
    for order in ((DONE, SIGNED, WIDER), (WIDER, DONE, SIGNED), (SIGNED, WIDER, DONE)):
        assert [load_one(deal) for deal in order] == [[], [], []]
        assert placed(empty) == [
            [first, first, None, None, [False, False]],
            ["2024-03-wider", first, first, None, [False, False]],
            ["2024-05-done", first, first, True, [True, True]],
        ]
        contents.append(content(empty))
        if len(contents) < 3:
            withdraw_all(empty)
    assert contents == contents[:1] * 3

    asker = Asker(empty, Catalogue.bundled())
    columns = "deals upfront_musd upfront_disclosed"
    assert rows(asker, "flow-totals", columns) == [(2, 15.0, 2)]
    assert rows(asker, "flows", columns) == [(2, 15.0, 2)]
    assert rows(asker, "partner-network", columns, company="akeso") == [(2, 15.0, 2)]
    columns += " total_musd total_disclosed"
    makers = rows(asker, "dealmakers", columns, role="licensor", by="total")
    assert makers == [(2, 15.0, 2, 130.0, 1)]
    listed = rows(asker, "deals", "deal family")
    assert listed == [("2024-05-done", first), ("2024-03-wider", first), (first, first)]
    recompute(empty)
    assert content(empty) == contents[0]

    withdraw(empty, "2024-03-wider")
    assert placed(empty) == [
        [first, None, None, None, [False, False]],
        ["2024-05-done", None, None, None, [False, False]],
    ]


def test_a_circle_is_a_warning_at_load_and_recompute_and_no_order_matters(
    empty: Connection, tmp_path: Path
) -> None:
    turned = SIGNED | {"follows": {"deal": "2024-05-done", "how": "amends"}}
    load_one, contents = loader(empty, tmp_path), []
    ring = "follows: goes in a circle: 2024-01-signed -> 2024-05-done -> 2024-03-wider" + (
        " -> 2024-01-signed"
    )
    for order in ((turned, WIDER, DONE), (DONE, WIDER, turned)):
        *before, last = [load_one(deal) for deal in order]
        name = order[-1]["id"]
        assert (before, last) == ([[], []], [f"{tmp_path / name}.jsonl:1: {name}: {ring}"])
        contents.append(content(empty))
        if len(contents) < 2:
            withdraw_all(empty)
    assert contents == contents[:1] * 2
    assert [place[1:4] for place in placed(empty)] == [
        ["2024-01-signed", None, None],
        ["2024-01-signed", "2024-01-signed", None],
        ["2024-01-signed", "2024-01-signed", None],
    ]
    asker = Asker(empty, Catalogue.bundled())
    assert len(rows(asker, "thread", "entry", deal="2024-03-wider")) == 3
    assert rows(asker, "flow-totals", "deals upfront_musd") == [(3, 25.0)]
    assert recompute(empty).warnings == [f"2024-01-signed: {ring}"]
    assert content(empty) == contents[0]
