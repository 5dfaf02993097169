"""The rights ledger over several deals: what is granted onward, what comes back, what overlaps."""

import json
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

import pytest
from questions.asked import items, rows
from support import withdraw_all

from dealgraph.graph.asking import Asker
from dealgraph.graph.connection import Connection
from dealgraph.loaders.load import load
from dealgraph.queries.catalogue import Catalogue

SOURCE = {"url": "https://example.org/release", "publisher": "Example"}
FIRST, SECOND = "2020-01-akeso-pfizer", "2021-01-pfizer-takeda"


def deal(id_: str, licensor: str, licensee: str, include: list[str], **more: Any) -> dict[str, Any]:
    return {
        "id": id_,
        "type": "license",
        "status": "announced",
        "announced": f"{id_[:7]}-05",
        "licensors": [{"name": licensor}],
        "licensees": [{"name": licensee}],
        "assets": [{"name": "ivonescimab"}],
        "territory": {"include": include},
        "exclusive": True,
        "sources": [SOURCE],
    } | more


def loaded(graph: Connection, folder: Path, *records: dict[str, Any]) -> Asker:
    path = folder / "deals.jsonl"
    path.write_text("".join(json.dumps(r) + "\n" for r in records), "utf-8")
    report = load(graph, [path])
    assert report.rejects == []
    return Asker(graph, Catalogue.bundled())


def who(asker: Asker, country: str, day: str, asset: str = "ivonescimab") -> set[str]:
    answers = rows(asker, "asset-rights", "holder answer", asset=asset, country=country, as_of=day)
    return {f"{holder} {answer}" for holder, answer in answers}


GRANTED = deal(FIRST, "Akeso", "Pfizer", ["worldwide"])
END = {"kind": "terminated", "date": "2023-06-01"}


def onward(how: str | None = "sublicenses") -> dict[str, Any]:
    follows = {"follows": {"deal": FIRST, "how": how}} if how else {}
    return deal(SECOND, "Pfizer", "Takeda", ["JP"], **follows)


@pytest.mark.parametrize("how", ["sublicenses", None])
def test_who_got_it_last_is_the_answer_and_the_chain_is_named(
    empty: Connection, tmp_path: Path, how: str | None
) -> None:
    asker = loaded(empty, tmp_path, onward(how), GRANTED)
    assert who(asker, "JP", "2020-06-30") == {"pfizer yes"}
    assert who(asker, "JP", "2022-06-30") == {"takeda yes"}
    assert who(asker, "US", "2022-06-30") == {"pfizer yes"}
    (row,) = items(asker, "asset-rights", asset="ivonescimab", country="JP", as_of="2022-06-30")
    assert row["through"] == [FIRST, SECOND]
    assert rows(asker, "asset-rights", "holder answer why", asset="ivonescimab", country="JP",
                as_of="2022-06-30", include_no=True) == [
        ("takeda", "yes", None),
        ("akeso", "no", "granted onward"),
        ("pfizer", "no", "granted onward"),
    ]  # fmt: skip


def test_a_sublicence_ends_with_the_licence_it_follows(empty: Connection, tmp_path: Path) -> None:
    asker = loaded(empty, tmp_path, GRANTED | {"events": [END]}, onward())
    assert who(asker, "JP", "2023-05-31") == {"takeda yes"}
    assert who(asker, "JP", "2023-06-01") == {"akeso originator"}
    held = {"company": "takeda", "as_of": "2023-06-01"}
    assert rows(asker, "company-rights", "answer", **held) == []
    assert rows(asker, "company-rights", "answer", include_no=True, **held) == [("no",)]


def test_what_is_kept_in_words_leaves_the_sublicence_uncertain(
    empty: Connection, tmp_path: Path
) -> None:
    end = END | {"kept": "sublicences granted before"}
    asker = loaded(empty, tmp_path, GRANTED | {"events": [end]}, onward())
    assert who(asker, "JP", "2023-06-01") == {"takeda uncertain", "akeso uncertain"}
    (row,) = rows(asker, "company-rights", "answer", company="takeda", as_of="2023-06-01")
    assert row == ("uncertain",)


def test_a_sublicence_outlives_the_end_of_another_part(empty: Connection, tmp_path: Path) -> None:
    end = END | {"territory": {"include": ["US"]}}
    asker = loaded(empty, tmp_path, GRANTED | {"events": [end]}, onward())
    assert who(asker, "JP", "2024-06-30") == {"takeda yes"}
    assert who(asker, "US", "2024-06-30") == {"akeso originator"}
    assert who(asker, "DE", "2024-06-30") == {"pfizer yes"}


def test_an_onward_sale_outlives_the_licence_of_the_seller(
    empty: Connection, tmp_path: Path
) -> None:
    asker = loaded(empty, tmp_path, GRANTED | {"events": [END]}, onward("onward sale"))
    assert who(asker, "JP", "2024-06-30") == {"takeda yes"}


def test_what_ended_in_a_year_is_uncertain_in_that_year(empty: Connection, tmp_path: Path) -> None:
    end = {"kind": "terminated", "date": "2023"}
    asker = loaded(empty, tmp_path, GRANTED | {"events": [end]})
    assert who(asker, "JP", "2022-12-31") == {"pfizer yes"}
    assert who(asker, "JP", "2023-07-01") == {"pfizer uncertain", "akeso uncertain"}
    assert who(asker, "JP", "2023-12-31") == {"akeso originator"}


def test_who_a_right_passed_to_has_a_name_and_goes_with_the_deal(
    empty: Connection, tmp_path: Path
) -> None:
    event = {"kind": "assigned", "date": "2022-01-01", "by": "licensee", "to": "Jiuzhu Pharma"}
    asker = loaded(empty, tmp_path, GRANTED | {"events": [event]})
    (row,) = items(asker, "company", company="Jiuzhu Pharma")
    assert (row["company"], row["deals"]) == ("jiuzhupharma", 0)
    assert who(asker, "JP", "2022-06-30") == {"jiuzhupharma yes"}
    withdraw_all(empty)
    assert empty.read("MATCH (c:Company {id: 'jiuzhupharma'}) RETURN c").records == []


def test_overlaps_are_explained(empty: Connection, tmp_path: Path) -> None:
    unexplained = deal("2022-01-akeso-roche", "Akeso", "Roche", ["JP", "US"])
    asker = loaded(empty, tmp_path, GRANTED, onward(), unexplained)
    columns = "explained deal other_deal"
    day = {"as_of": "2024-01-01"}
    assert rows(asker, "overlapping-rights", columns, **day) == [
        ("sublicence", FIRST, SECOND),
        ("fault", FIRST, "2022-01-akeso-roche"),
        ("fault", SECOND, "2022-01-akeso-roche"),
    ]
    assert rows(asker, "overlapping-rights", "countries", explained="fault", **day) == [
        (["JP", "US"],), (["JP"],)
    ]  # fmt: skip


# --- what must always hold -----------------------------------------------------------------------

ASSETS = ("ivonescimab", "tislelizumab", "toripalimab", "daridorexant", "aficamten")
COMPANIES = ("Akeso", "Pfizer", "Takeda", "Roche", "Novartis", "BioNTech")
PLACES = (["worldwide"], ["JP"], ["US", "CA"], ["europe"], ["asia-pacific"], ["DE", "JP"])
DAYS = ("2022-06-30", "2026-01-01")


def _random_deals(seed: int) -> list[dict[str, Any]]:
    """Make deals about some assets: granted onward, ended, some rights granted twice."""
    random, made = Random(seed), []
    for asset in ASSETS:
        for number in range(random.randint(2, 4)):
            licensor, licensee = random.sample(COMPANIES, 2)
            more: dict[str, Any] = {"exclusive": random.random() < 0.8}
            if random.random() < 0.4:
                more["events"] = [END | {"date": random.choice(["2022", "2024-05-01"])}]
            made.append(
                deal(
                    f"202{number}-01-{asset}-{number}",
                    licensor,
                    licensee,
                    random.choice(PLACES),
                    assets=[{"name": asset}],
                    **more,
                )
            )
    return made


def _maps(asker: Asker) -> dict[tuple[str, str], list[dict[str, object]]]:
    """Give the maps of all assets on some days, by their ids."""
    return {
        (asset, day): items(asker, "asset-rights", asset=asset, as_of=day)
        for asset in ASSETS
        for day in DAYS
    }


def test_two_exclusive_holders_are_always_reported_and_the_order_of_loading_never_matters(
    empty: Connection, tmp_path: Path
) -> None:
    deals = _random_deals(seed=7)
    asker = loaded(empty, tmp_path, *deals)
    first, doubled = _maps(asker), 0
    for (asset, day), answers in first.items():
        asked = {"asset": asset, "as_of": day, "limit": 500}
        reported = {
            (frozenset((row["holder"], row["other_holder"])), country)
            for row in items(asker, "overlapping-rights", **asked)
            for country in row["countries"]  # type: ignore[attr-defined]
        }
        sole = [a for a in answers if a["answer"] == "yes" and a["exclusive"]]
        for one, other in combinations(sole, 2):
            if one["parent"] != other["parent"]:
                both = set(one["countries"]) & set(other["countries"])  # type: ignore[call-overload]
                holders = frozenset((one["holder"], other["holder"]))
                assert {(holders, country) for country in both} <= reported, (asset, day)
                doubled += len(both)
    assert doubled > 0
    withdraw_all(empty)
    Random(1).shuffle(deals)
    assert _maps(loaded(empty, tmp_path, *deals)) == first
