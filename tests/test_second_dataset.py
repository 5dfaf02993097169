"""A second dataset that describes bundled deals with other figures: one deal, both accounts."""

import json
from pathlib import Path
from typing import Any

import pytest
from content import content
from questions.asked import items, rows
from support import BUNDLED

from dealgraph.graph.asking import Asker
from dealgraph.graph.connection import Connection
from dealgraph.loaders.load import load
from dealgraph.queries.catalogue import Catalogue

#: What the desk says of each deal: its figures, and who published them when.
DESK: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "2025-10-innovent-takeda": (
        {"upfront": 1300, "equity": 100, "upfront_includes_equity": False, "total": 11500},
        {"kind": "aggregator", "date": "2026-01-05"},
    ),
    "2025-06-mabwell-calico": (
        {"upfront": 25, "total": 571},
        {"kind": "company", "date": "2025-06-26"},
    ),
    "2024-09-epimab-vignette": (
        {"upfront": 62, "near_term": 63},
        {"kind": "company", "date": "2024-09-04"},
    ),
    "2024-05-hengrui-kailera": (
        {"upfront": 100, "near_term": 120},
        {"kind": "trade press", "date": "2024-05-17"},
    ),
    "2025-11-abl-bio-lilly": ({"upfront": 40, "milestones": 2500}, {"kind": "company"}),
}


def bundled() -> dict[str, dict[str, Any]]:
    """Give the five deals as they are bundled, as if the trade press of one day told them all."""
    lines = [line for file in BUNDLED for line in file.read_text("utf-8").splitlines()]
    found = {record["id"]: record for record in map(json.loads, lines) if record["id"] in DESK}
    for record in found.values():
        for source in record["sources"]:
            source |= {"kind": "trade press", "date": "2025-12-01"}
    return found


def desk(ours: dict[str, Any]) -> dict[str, Any]:
    """Give the desk's record of a deal: the same parties and assets, figures of its own."""
    figures, published = DESK[ours["id"]]
    kept = ("id", "type", "status", "announced", "licensors", "licensees", "assets", "currency")
    source = {"url": f"https://example.org/{ours['id']}", "publisher": "Desk", **published}
    return {name: ours[name] for name in kept} | figures | {"sources": [source]}


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """Two files: the bundled deals, and the desk's account of them."""
    return (
        write(tmp_path / "bundled.jsonl", bundled().values()),
        write(tmp_path / "desk.jsonl", map(desk, bundled().values())),
    )


def write(path: Path, records: Any) -> Path:
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), "utf-8")
    return path


def shown(asker: Asker, deal: str, *fields: str) -> dict[str, tuple[Any, ...]]:
    """Give the shown amount (or words) of figures, what chose it, and who tells which amount."""
    columns = "field shown shown_by told dataset agrees"
    found: dict[str, tuple[Any, ...]] = {}
    for name, words, shown_by, told, dataset, agrees in rows(
        asker, "evidence", columns, deal=deal, field=list(fields)
    ):
        of = found.setdefault(name, (words, shown_by, set()))
        of[2].add((dataset, *told, agrees))
    return found


def test_two_datasets_are_one_deal_with_both_accounts(
    empty: Connection, files: tuple[Path, Path]
) -> None:
    ours, theirs = files
    load(empty, [ours])
    alone = content(empty)
    load(empty, [theirs])
    both = content(empty)
    asker = Asker(empty, Catalogue.bundled())

    assert len(items(asker, "deals")) == 5
    # A curated choice stands above a company: our record knows the 571 and shows 596.
    assert shown(asker, "2025-06-mabwell-calico", "upfront", "total") == {
        "upfront": (["25"], "agreed", {("bundled", "25", True), ("desk", "25", True)}),
        "total": (
            ["596"],
            "curated",
            {("bundled", "596", True), ("bundled", "571", False), ("desk", "571", False)},
        ),
    }
    # The trade press stands above an aggregator that is later.
    assert shown(asker, "2025-10-innovent-takeda", "upfront", "upfront_includes_equity")[
        "upfront"
    ] == (["1200"], "trade press", {("bundled", "1200", True), ("desk", "1300", False)})
    # A company stands above the trade press; what only one dataset tells is shown as it is.
    assert shown(asker, "2024-09-epimab-vignette", "upfront", "near_term") == {
        "upfront": (["62"], "company", {("bundled", "60", False), ("desk", "62", True)}),
        "near_term": (["63"], "only", {("desk", "63", True)}),
    }
    # Of the trade press the later publication.
    assert shown(asker, "2024-05-hengrui-kailera", "upfront", "near_term") == {
        "upfront": (["100"], "only", {("desk", "100", True)}),
        "near_term": (["110"], "later", {("bundled", "110", True), ("desk", "120", False)}),
    }
    (deal,) = items(asker, "deal", deal="2024-09-epimab-vignette")
    assert (deal["upfront_musd"], deal["near_term_musd"]) == (62, 63)

    load(empty, [write(theirs, [])], "desk", replace=True)
    assert content(empty) == alone
    # The other order of loading gives the same.
    load(empty, [ours], "bundled", replace=True)
    load(empty, [write(ours, [])], "bundled", replace=True)
    load(empty, [write(theirs, map(desk, bundled().values()))])
    load(empty, [write(ours, bundled().values())])
    assert content(empty) == both


def test_conflicts_between_datasets_are_listed_by_size(
    empty: Connection, files: tuple[Path, Path]
) -> None:
    load(empty, files)
    asker = Asker(empty, Catalogue.bundled())
    found = rows(
        asker, "conflicts", "deal field shown_amount told_amount difference dataset shown_by",
        field=["upfront", "total", "near_term"],
    )  # fmt: skip
    mabwell = ("2025-06-mabwell-calico", "total", 596, 571, 0.041946)
    assert found == [
        ("2024-09-epimab-vignette", "total", 635, 575, 0.094488, "bundled", "curated"),
        ("2024-05-hengrui-kailera", "near_term", 110, 120, 0.090909, "desk", "later"),
        ("2025-10-innovent-takeda", "upfront", 1200, 1300, 0.083333, "desk", "trade press"),
        (*mabwell, "bundled", "curated"),
        (*mabwell, "desk", "curated"),
        ("2024-09-epimab-vignette", "upfront", 62, 60, 0.032258, "bundled", "company"),
        ("2025-10-innovent-takeda", "total", 11400, 11500, 0.008772, "desk", "trade press"),
    ]
    lilly = {"deal": "2025-11-abl-bio-lilly", "field": "milestones"}
    assert rows(asker, "evidence", "told dataset own agrees difference shown_by", **lilly) == [
        (["about 2560"], "bundled", True, False, 0.000781, "curated"),
        (["2562"], "bundled", False, True, 0.0, "curated"),
        (["2562"], "bundled", False, True, 0.0, "curated"),
        (["2500"], "desk", False, False, 0.0242, "curated"),
    ]
