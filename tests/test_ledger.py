"""The rights ledger over several deals: what is granted onward, what comes back, what overlaps."""

import json
from itertools import combinations, permutations, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
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


PD1 = [{"name": "ivonescimab", "targets": ["PD-1"]}, {"name": "tislelizumab", "targets": ["PD-1"]}]


def test_who_passed_everything_on_holds_nothing_whatever_is_asked(
    empty: Connection, tmp_path: Path
) -> None:
    both = deal(FIRST, "Akeso", "Pfizer", ["JP"], assets=PD1)
    sold = deal(SECOND, "Pfizer", "Takeda", ["worldwide"], assets=PD1[:1])
    asker = loaded(empty, tmp_path, both, sold)
    columns, day = "answer why", {"as_of": "2022-06-30"}
    assert rows(asker, "company-rights", columns, company="pfizer", asset="ivonescimab",
                include_no=True, **day)[0] == ("no", "granted onward")  # fmt: skip
    by_target = {"target": "PDCD1", "minimum": 2}
    assert rows(asker, "rights-by-target", "company count", as_of="2020-06-30", **by_target) == [
        ("pfizer", 2)
    ]
    assert rows(asker, "rights-by-target", "company count", **by_target, **day) == []
    abroad = {"country": "CN", "market": "JP"}
    assert rows(asker, "unpartnered", "asset", **abroad, **day) == []
    asker = loaded(empty, tmp_path, both | {"events": [END]}, sold | {
        "follows": {"deal": FIRST, "how": "sublicenses"}})  # fmt: skip
    assert rows(asker, "unpartnered", "asset answer", **abroad, as_of="2024-06-30") == [
        ("ivonescimab", "yes"), ("tislelizumab", "yes")
    ]  # fmt: skip


def test_what_went_on_in_one_country_is_lost_there_only(empty: Connection, tmp_path: Path) -> None:
    asker = loaded(empty, tmp_path, GRANTED, onward())
    columns = "holder side answer lost why"
    assert rows(asker, "company-rights", columns, company="pfizer", as_of="2022-06-30") == [
        ("pfizer", "held", "yes", ["JP"], None),
        ("takeda", "granted", "yes", [], None),
    ]
    assert rows(asker, "company-rights", columns, company="akeso", as_of="2022-06-30") == [
        ("pfizer", "granted", "yes", ["JP"], None)
    ]


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

ASSETS = ("tislelizumab", "toripalimab")
#: Kite belongs to Gilead: what the two hold is held by one.
COMPANIES = ("Akeso", "Pfizer", "Takeda", "Gilead Sciences", "Kite Pharma", "BioNTech")
PLACES = (["worldwide"], ["JP"], ["US", "CA"], ["europe"], ["asia-pacific"], ["DE", "JP"])
DAYS = ("2022-06-30", "2026-01-01")
ENDS: tuple[dict[str, Any], ...] = (
    {},
    {"events": [END | {"date": "2022"}]},
    {"events": [END | {"date": "2024-05-01", "territory": {"include": ["JP"]}}]},
    {"events": [END | {"kind": "assigned", "date": "2021-12-31", "to": "Novartis"}]},
)


PAIRS = st.sampled_from(
    [p for p in permutations(COMPANIES, 2) if {*p} != {"Gilead Sciences", "Kite Pharma"}]
)


@st.composite
def granted(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Make deals about some assets: granted onward, ended, passed on, some rights granted twice."""
    made: list[dict[str, Any]] = []
    for asset in ASSETS:
        ids: list[str] = []
        for number in range(draw(st.integers(2, 4))):
            licensor, licensee = draw(PAIRS)
            more: dict[str, Any] = {"exclusive": draw(st.sampled_from([True, True, False]))}
            if draw(st.booleans()) and ids:
                more["follows"] = {"deal": ids[-1], "how": "sublicenses"}
            include = draw(st.sampled_from(PLACES))
            if draw(st.booleans()):
                right = {"assets": [asset], "kind": "licence", "territory": {"include": include},
                         "exclusive": more["exclusive"], "scope": "oncology"}  # fmt: skip
                more["rights"] = [right]
            ids.append(f"202{number}-01-{asset}-{number}")
            more |= draw(st.sampled_from(ENDS))
            made.append(
                deal(ids[-1], licensor, licensee, include, assets=[{"name": asset}], **more)
            )
    return made


def _maps(asker: Asker) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Give the maps of all assets on some days, by their ids."""
    return {
        (asset, day): items(asker, "asset-rights", asset=asset, as_of=day)
        for asset in ("ivonescimab", *ASSETS)
        for day in DAYS
    }


def _doubled(answers: list[dict[str, Any]]) -> set[tuple[frozenset[str], str]]:
    """Give who surely has the same exclusive right, with each country in which they have it."""
    sole = [a for a in answers if a["answer"] == "yes" and a["exclusive"]]
    return {
        (frozenset((one["holder"], other["holder"])), country)
        for one, other in combinations(sole, 2)
        if one["parent"] != other["parent"]
        and (None in (one["scope"], other["scope"]) or one["scope"] == other["scope"])
        for country in set(one["countries"]) & set(other["countries"])
    }


def _reported(asker: Asker, asset: str, day: str) -> set[tuple[frozenset[str], str]]:
    found = items(asker, "overlapping-rights", asset=asset, as_of=day, limit=500)
    return {
        (frozenset((str(row["holder"]), str(row["other_holder"]))), country)
        for row in found
        for country in row["countries"]  # type: ignore[attr-defined]
    }


TWICE = [GRANTED, deal("2021-01-akeso-roche", "Akeso", "Roche", ["europe", "US"])]


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deals=granted())
def test_two_exclusive_holders_of_one_right_are_always_reported(
    deals: list[dict[str, Any]], empty: Connection, tmp_path: Path
) -> None:
    withdraw_all(empty)
    asker = loaded(empty, tmp_path, *TWICE, *deals)
    maps = _maps(asker)
    for (asset, day), answers in maps.items():
        doubled = _doubled(answers)
        assert doubled <= _reported(asker, asset, day), (asset, day)
        assert asset in ASSETS or (frozenset(("pfizer", "roche")), "US") in doubled
    # No company holds more than the map of the asset says, whoever asks.
    for company, day in product(("pfizer", "gilead-sciences", "novartis"), DAYS):
        for holder, asset, country in _held(asker, company, day):
            assert any(holder == row["holder"] and country in row["countries"]
                       for row in maps[asset, day]), (holder, asset, country, day)  # fmt: skip


def _held(asker: Asker, company: str, day: str) -> set[tuple[Any, ...]]:
    """Give the countries that a company's rights name and have not lost, with holder and asset."""
    found: list[dict[str, Any]] = items(asker, "company-rights", company=company, as_of=day)
    return {
        (row["holder"], row["asset"], country)
        for row in found
        if row["side"] == "held"
        for country in row["includes"]
        if len(country) == 2 and country not in row["lost"]
    }


def test_the_order_of_loading_never_matters(empty: Connection, tmp_path: Path) -> None:
    others = [deal(f"2020-01-{asset}", "Akeso", "Pfizer", ["JP"], assets=[{"name": asset}])
              for asset in ASSETS]  # fmt: skip
    deals = [GRANTED | {"events": [END]}, onward(), *TWICE[1:], *others]
    first = _maps(loaded(empty, tmp_path, *deals))
    withdraw_all(empty)
    assert _maps(loaded(empty, tmp_path, *deals[::-1])) == first
