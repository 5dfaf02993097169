"""The rights ledger: who may sell what where on a day."""

import csv
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

import pytest
from golden import Golden
from plans import SCANS, profile

from dealgraph.graph.asking import Asker
from dealgraph.queries.catalogue import BUNDLED
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
    asker: Asker, question: str, given: dict[str, object]
) -> None:
    hits = profile(asker, asker.catalogue[question], {"as_of": None, **given})
    assert hits["NodeUniqueIndexSeek"] > 0
    assert {name: n for name, n in hits.items() if name in SCANS or "Scan" in name} == {}


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


@pytest.mark.parametrize("day", ["2020-06-30", "2022-06-30", "2024-06-30", "2026-06-30"])
def test_no_bundled_record_grants_one_exclusive_right_twice(asker: Asker, day: str) -> None:
    """Were there one, it would be a fault of the data; tests/test_ledger.py has some made up."""
    assert items(asker, "overlapping-rights", as_of=day, limit=500) == []


def test_what_may_overlap_is_shown_when_it_is_asked_for(asker: Asker) -> None:
    (example,) = examples(asker, "overlapping-rights")
    found = table(example, "explained sure holder other_holder countries")
    (kgbio, abbott), intas = ("pt-kalbe-genexine-biologics", "abbott"), "intas-pharmaceuticals"
    assert found[:2] == [
        ("fault", False, kgbio, abbott,
         ["BN", "ID", "KH", "LA", "MM", "MY", "PH", "SG", "TH", "VN"]),
        ("fault", False, kgbio, abbott,
         ["AE", "BH", "DZ", "EG", "JO", "KW", "MA", "OM", "PS", "QA", "SA", "TN"]),
    ]  # fmt: skip
    ((*pair, countries),) = found[2:]
    assert pair == ["fault", False, intas, abbott]
    assert {"BG", "CZ", "IN", "PL"} < set(countries)


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


# --- one ledger, whichever question is asked -----------------------------------------------------

QUESTIONS = BUNDLED / "rights"
STARTS, ENDS = "// The ledger of asset a", "// The ledger ends here."


def ledger(text: str) -> tuple[int, int]:
    """Find the lines of the ledger in a question file: the first, and the one after the last."""
    lines = text.split("\n")
    marks = [[n for n, line in enumerate(lines) if mark in line] for mark in (STARTS, ENDS)]
    ((start,), (end,)) = marks
    return start, end + 1


@pytest.mark.parametrize("file", sorted(QUESTIONS.glob("*.cypher")), ids=lambda file: file.stem)
def test_all_questions_about_rights_read_the_same_ledger(file: Path, golden: Golden) -> None:
    """Cypher cannot name a part to use it again; asset-rights.cypher is where it is written."""
    written = (QUESTIONS / "asset-rights.cypher").read_text("utf-8")
    text = file.read_text("utf-8")
    there, here = ledger(written), ledger(text)
    lines = text.split("\n")
    deep = lines[here[0]].partition("/")[0]
    part = dedent("\n".join(written.split("\n")[slice(*there)]))
    lines[slice(*here)] = indent(part, deep).split("\n")
    golden(file, "\n".join(lines))


Told = dict[tuple[str, ...], str]
BEST = ("yes", "option", "uncertain", "unknown", "no")
#: Assets of which rights were granted on, came back, are shared, optional, divided or not told.
MANY = ("aficamten", "BAT1806", "BNT327", "cenerimod", "daridorexant", "EVX-B3", "GFH375", "IBI305",
        "IBI363", "mavacamten", "orelabrutinib", "sacituzumab govitecan", "serplulimab",
        "sugemalimab", "tislelizumab", "toripalimab", "vepdegestrant")  # fmt: skip


def by_right(found: list[dict[str, Any]]) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Give the rights to sell among the rows of a question, each with its key."""
    names = ("holder", "deal", "kind", "scope", "exclusive", "since", "until")
    for item in found:
        if item["kind"] and item["why"] != "no right to sell":
            yield tuple(str(item[name]) for name in names), item


@pytest.mark.parametrize("day", ["2023-10-10", "2026-06-30"])
@pytest.mark.parametrize("asset", MANY)
def test_a_company_holds_what_the_rights_to_the_asset_say(
    asker: Asker, asset: str, day: str
) -> None:
    asked = {"asset": asset, "as_of": day, "include_no": True}
    of_asset: dict[tuple[str, ...], dict[str, set[str]]] = {}
    for key, item in by_right(items(asker, "asset-rights", **asked)):
        of_asset.setdefault(key, {}).setdefault(str(item["answer"]), set()).update(
            item["countries"]
        )
    best = {key: min(told, key=BEST.index) for key, told in of_asset.items()}
    of_companies: Told = {}
    for company in {holder for holder, *_ in of_asset}:
        rights = items(asker, "company-rights", company=company, limit=500, **asked)
        for key, item in by_right([right for right in rights if right["side"] == "held"]):
            of_companies[key] = min(
                (of_companies.get(key, "no"), str(item["answer"])), key=BEST.index
            )
            gone = of_asset[key].get("no", set())
            assert set(item["lost"]) <= gone, key
    assert of_companies == best


@pytest.mark.parametrize("day", ["2023-10-10", "2026-06-30"])
@pytest.mark.parametrize(("country", "market"), [("CN", "US"), ("CN", "JP"), ("US", "CN")])
def test_what_is_unpartnered_nobody_holds_by_the_rights_to_the_asset(
    asker: Asker, country: str, market: str, day: str
) -> None:
    asked = {"country": country, "market": market, "as_of": day, "limit": 500}
    found = dict(rows(asker, "unpartnered", "asset answer", **asked))
    for asset in [*list(found)[::4], *(a for a in map(resolved, MANY) if a in found)]:
        held = {
            "option" if kind == "option" else answer
            for kind, answer in rows(asker, "asset-rights", "kind answer", asset=asset,
                                     country=market, as_of=day)
            if answer != "originator" and kind
        }  # fmt: skip
        expected = "uncertain" if held & {"uncertain", "unknown"} else "option" if held else "yes"
        assert "yes" not in held, asset
        assert found[asset] == expected, asset


def resolved(asset: str) -> str:
    return "".join(c for c in asset.lower() if c.isalnum())


@pytest.mark.parametrize("day", ["2023-10-10", "2026-06-30"])
def test_holdings_by_target_are_those_of_the_rights_to_the_assets(asker: Asker, day: str) -> None:
    found = items(asker, "rights-by-target", as_of=day, limit=500)
    assert len(found) > 10
    for row in found:
        shared = 0
        assert isinstance(row["assets"], list)
        for asset in row["assets"]:
            holders = {
                parent
                for parent, kind, answer in rows(asker, "asset-rights", "parent kind answer",
                                                 asset=asset, as_of=day)
                if kind and answer != "option"
            }  # fmt: skip
            assert row["company"] in holders, (row, asset)
            shared += len(holders) > 1
        assert row["overlap"] == shared
