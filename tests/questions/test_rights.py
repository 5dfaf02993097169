"""The rights ledger: who may sell what where on a day."""

import csv
from pathlib import Path

import pytest

from dealgraph.graph.asking import Asker
from dealgraph.graph.connection import Connection
from dealgraph.queries.catalogue import Catalogue
from questions.asked import ask, examples, ids, items, pages, rows, table

MAP = Path(__file__).parent.parent / "rights-map.tsv"


def expected() -> dict[tuple[str, str], list[dict[str, str]]]:
    with MAP.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))
    maps: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in rows:
        maps.setdefault((row["asset"], row["day"]), []).append(row)
    return maps


@pytest.mark.parametrize(("asset", "day"), expected())
def test_the_map_of_an_asset_is_as_its_records_say(asker: Asker, asset: str, day: str) -> None:
    """tests/rights-map.tsv gives the answers by country, each with its reason."""
    found: dict[str, set[str]] = {}
    for item in items(asker, "asset-rights", asset=asset, as_of=day):
        held = " ".join(str(item[c]) for c in ("holder", "answer", "kind") if item[c])
        assert isinstance(item["countries"], list)
        for country in item["countries"]:
            found.setdefault(country, set()).add(held)
    assert len(found) == 249
    for row in expected()[asset, day]:
        for country in row["countries"].split():
            assert found[country] == set(row["answers"].split("; ")), (country, row["why"])


def test_an_unnamed_day_is_today(asker: Asker) -> None:
    today = items(asker, "asset-rights", asset="SSGJ-707", as_of="today")
    assert items(asker, "asset-rights", asset="SSGJ-707") == today


def test_who_may_sell_in_one_country_and_through_which_deals(asker: Asker) -> None:
    chain = ["2023-11-biotheus-biontech", "2025-06-biontech-bms"]
    licence, shared = examples(asker, "asset-rights")[1].items
    assert ids(licence) == {
        "answer": "yes",
        "holder": "biontech",
        "parent": "biontech",
        "countries": ["US"],
        "kind": "licence",
        "exclusive": True,
        "scope": None,
        "deal": chain[0],
        "through": chain[:1],
        "since": "2023-11-06",
        "until": None,
        "why": None,
    }
    assert (ids(shared)["holder"], ids(shared)["through"]) == ("bristol-myers-squibb", chain)


def test_a_purchased_company_holds_its_rights_under_its_parent(asker: Asker) -> None:
    columns = "holder parent answer"
    asked = {"asset": "BNT327", "country": "CN"}
    before = rows(asker, "asset-rights", columns, as_of="2024-06-30", **asked)
    assert before == [("biotheus", "biotheus", "originator")]
    after = rows(asker, "asset-rights", columns, as_of="2025-03-31", **asked)
    assert after == [("biotheus", "biontech", "originator")]


def test_why_somebody_holds_nothing(asker: Asker) -> None:
    columns = "holder kind answer until why"
    found = rows(asker, "asset-rights", columns, asset="IBI363", country="CN",
                 as_of="2026-01-01", include_no=True)  # fmt: skip
    assert found == [
        ("innovent-biologics", None, "originator", None, None),
        ("takeda", "co-development", "no", None, "no right to sell"),
    ]
    found = rows(asker, "asset-rights", columns, asset="tislelizumab", country="US",
                 as_of="2026-01-01", include_no=True)  # fmt: skip
    assert found == [
        ("beigene", None, "originator", None, None),
        ("novartis", "licence", "no", "2023-09-17", "ended"),
    ]


def test_an_originator_has_what_is_outside_the_granted_fields_of_use(asker: Asker) -> None:
    found = rows(asker, "asset-rights", "holder scope", asset="orelabrutinib", country="US",
                 as_of="2026-01-01")  # fmt: skip
    assert sorted(found) == [
        (
            "innocare-pharma",
            "not: multiple sclerosis; non-oncology other than multiple sclerosis",
        ),
        ("zenas-biopharma", "multiple sclerosis"),
        ("zenas-biopharma", "non-oncology other than multiple sclerosis"),
    ]


@pytest.mark.parametrize(
    ("question", "given"),
    [
        ("asset-rights", {"asset": "ivonescimab", "country": None, "include_no": False}),
        ("asset-rights", {"asset": "ivonescimab", "country": "US", "include_no": False}),
        ("company-rights", {"company": "takeda", "asset": None, "include_subsidiaries": True,
                            "include_no": False, "limit": 50, "after_asset": None,
                            "after_right": None}),
    ],
)  # fmt: skip
def test_the_rights_of_one_thing_are_found_without_a_scan(
    graph: Connection, question: str, given: dict[str, object]
) -> None:
    plan = graph.explain(Catalogue.bundled()[question].cypher, {"as_of": None, **given})
    assert [name for name in plan.operators if "Scan" in name] == []


def test_rights_of_a_company_are_held_and_granted(asker: Asker) -> None:
    columns = "asset side answer kind holder deal"
    found = rows(asker, "company-rights", columns, company="biontech", asset="BNT327",
                 as_of="2026-01-01")  # fmt: skip
    bms = ("bristol-myers-squibb", "2025-06-biontech-bms")
    assert found == [
        ("bnt327", "held", "yes", "licence", "biontech", "2023-11-biotheus-biontech"),
        ("bnt327", "granted", "yes", "co-development", *bms),
        ("bnt327", "granted", "yes", "profit share", *bms),
    ]
    asked = {"company": "BioNTech", "as_of": "2026-01-01"}
    (whole,) = pages(asker, "company-rights", limit=500, **asked)
    assert [i for page in pages(asker, "company-rights", limit=3, **asked) for i in page.items] == (
        whole.items
    )


def test_an_option_of_a_company_is_a_licence_once_it_is_exercised(asker: Asker) -> None:
    asked = {"company": "Verastem Oncology", "asset": "VS-7375"}
    columns = "answer kind since until"
    assert rows(asker, "company-rights", columns, as_of="2024-06-30", **asked) == [
        ("option", "option", "2023-08-28", "2025-01-31")
    ]
    assert rows(asker, "company-rights", columns, as_of="2025-06-30", **asked) == [
        ("yes", "licence", "2025-01-31", None)
    ]


def test_assets_that_nobody_abroad_may_sell(asker: Asker) -> None:
    found = rows(asker, "unpartnered", "asset answer returned", country="CN", as_of="2026-01-01",
                 limit=500)  # fmt: skip
    assert ("tislelizumab", "yes", "2023-09-17") in found
    assert "gc012f" not in [asset for asset, *_ in found]  # its company belongs to AstraZeneca
    in_japan = rows(asker, "unpartnered", "asset answer", country="CN", market="JP",
                    as_of="2026-01-01", limit=500)  # fmt: skip
    assert {("toripalimab", "yes"), ("sugemalimab", "yes"), ("ibi3001", "option")} <= set(in_japan)
    assert "ivonescimab" not in dict(in_japan)


def test_one_right_granted_to_two_companies_is_shown(asker: Asker) -> None:
    columns = "explained holder other_holder countries"
    found = rows(asker, "overlapping-rights", columns, asset="serplulimab", as_of="2026-01-01")
    assert found == [
        ("fault", "pt-kalbe-genexine-biologics", "abbott",
         ["BN", "ID", "KH", "LA", "MM", "MY", "PH", "SG", "TH", "VN"]),
        ("fault", "pt-kalbe-genexine-biologics", "abbott", ["DZ", "EG", "MA", "TN"]),
        ("fault", "intas-pharmaceuticals", "abbott", ["BG", "CZ", "HU", "IN", "PL", "RO", "SK"]),
    ]  # fmt: skip


def test_several_assets_of_a_company_on_one_target(asker: Asker) -> None:
    answer = ask(asker, "rights-by-target", target="GLP1R", as_of="2026-01-01")
    assert table(answer, "company assets count overlap") == [
        ("kailera-therapeutics", ["hrs4729", "hrs7535", "hrs9531"], 3, 0),
        ("novo-nordisk", ["2024-11-ascendis-novo-a1", "2025-05-septerna-novo-a1", "ubt251"], 3, 0),
        ("merck-and-co", ["efinopegdutide", "hs10535"], 2, 1),
    ]
    for company in ("kailera-therapeutics", "novo-nordisk"):
        (row,) = rows(asker, "rights-by-target", "company target", company=company, target="GLP1R",
                      as_of="2026-01-01")  # fmt: skip
        assert row == (company, "GLP1R")
