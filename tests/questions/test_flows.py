import plain
import pytest

from dealgraph.graph.asking import Asker, BadParameterError, UnknownThingError
from dealgraph.schema.places import regions
from questions.asked import ask, examples, items, rows, table

PAIR = "period start end deals upfront_musd upfront_disclosed upfront_undisclosed"
TOTAL = "period deals upfront_musd upfront_disclosed upfront_undisclosed"
CONTINENTS = ("002", "009", "021", "142", "150", "419")

# --- flows ---------------------------------------------------------------------------------------


def test_example_of_flows(asker: Asker) -> None:
    (answer,) = examples(asker, "flows")
    assert table(answer, PAIR) == [
        ("2026-H1", "CN", "US", 9, 1848.0, 6, 3),
        ("2026-H1", "CN", "CH", 4, 415.0, 3, 1),
        ("2026-H1", "CN", "GB", 2, 1240.0, 2, 0),
        ("2026-H1", "CN", "DE", 1, 50.1018, 1, 0),  # Simcere and Boehringer, 42 million euro
        ("2026-H1", "CN", "FR", 1, None, 0, 1),
    ]
    assert table(answer, "deals_in_several_rows") == [(0,)] * 5
    assert answer.items[0]["start"] == {"id": "CN", "name": "China", "url": "/countries/CN"}
    assert answer.meta["cut"] is True


def test_flows_by_quarter(asker: Asker) -> None:
    pair = {"start": "China", "end": "美国", "period": "quarter", "since": "2025-01-01"}
    assert rows(asker, "flows", "period deals upfront_musd upfront_undisclosed", **pair) == [
        ("2026-Q2", 2, 600.0, 1),
        ("2026-Q1", 7, 1248.0, 2),
        ("2025-Q4", 13, 570.0, 6),
        ("2025-Q3", 5, 253.0, 1),
        ("2025-Q2", 8, 1522.0, 1),
        ("2025-Q1", 10, 274.0, 6),
    ]
    march = rows(asker, "flows", "period deals", **{**pair, "since": "2025-02-01"},
                 until="2025-03-31")  # fmt: skip
    assert march == [("2025-Q1", 2)]


def test_a_region_stands_for_its_sure_members(asker: Asker) -> None:
    assert rows(asker, "flows", PAIR, start="EU", end="CN") == [
        ("2021", "IE", "CN", 1, 20.0, 1, 0),
        ("2021", "NL", "CN", 1, 75.0, 1, 0),
        ("2020", "DE", "CN", 1, None, 0, 1),
        ("2019", "SE", "CN", 1, 15.0, 1, 0),
    ]
    assert rows(asker, "flows", PAIR, start="asia", end="JP", since="2025-01-01") == [
        ("2025", "CN", "JP", 3, 1330.0, 2, 1)
    ]
    china = rows(asker, "flows", "start", start="Greater China", period="all", limit=5000)
    assert {start for (start,) in china} == {"CN", "HK", "TW"}


def test_flows_between_continents_are_those_between_their_countries(asker: Asker) -> None:
    found = rows(asker, "flows", PAIR, level="region", period="all")
    expected: dict[tuple[str, str], list[plain.Deal]] = {}
    for (_, start, end), deals in plain.flows("all").items():
        pair = _continent(start), _continent(end)
        expected.setdefault(pair, []).extend(deals)
    assert {row[1:3]: row[3:] for row in found} == {
        pair: (len({deal.id for deal in deals}), *plain.disclosed(deals))
        for pair, deals in expected.items()
    }
    assert found[0] == ("all", "142", "021", 129, 15956.5, 84, 45)


def _continent(country: str) -> str:
    (found,) = (code for code in CONTINENTS if country in regions()[code].core)
    return found


def test_domestic_deals_flow_only_when_asked(asker: Asker) -> None:
    inside = {"start": "JP", "end": "JP"}
    assert items(asker, "flows", **inside) == []
    assert rows(asker, "flows", PAIR, **inside, include_domestic=True) == [
        ("2025", "JP", "JP", 1, 98.101943, 1, 0),
        ("2024", "JP", "JP", 1, 2.003968, 1, 0),
    ]


def test_flows_of_a_type(asker: Asker) -> None:
    assert rows(asker, "flows", PAIR, start="CN", type="newco", period="all") == [
        ("all", "CN", "US", 14, 313.0, 5, 9),
        ("all", "CN", "CH", 1, None, 0, 1),
        ("all", "CN", "GB", 1, 70.0, 1, 0),
    ]


def test_a_deal_between_several_countries_says_so(asker: Asker) -> None:
    # Earendil grants from the US and its affiliate from China: two rows, one deal.
    columns = "start deals deals_in_several_rows"
    found = rows(asker, "flows", columns, end="FR", period="half-year",
                 since="2025-04-01", until="2025-06-30")  # fmt: skip
    assert [row for row in found if row[2]] == [("CN", 1, 1), ("US", 1, 1)]
    with pytest.raises(BadParameterError, match="period: must be one of year, half-year"):
        ask(asker, "flows", period="week")


# --- flow-totals ---------------------------------------------------------------------------------


def test_example_of_totals(asker: Asker) -> None:
    (answer,) = examples(asker, "flow-totals")
    columns = f"{TOTAL} share_of_all_deals all_deals"
    assert table(answer, columns) == [
        ("2026", 9, 1848.0, 6, 3, 0.310345, 29),
        ("2025", 36, 2619.0, 22, 14, 0.342857, 105),
        ("2024", 22, 1711.5, 10, 12, 0.261905, 84),
        ("2023", 11, 1245.0, 8, 3, 0.164179, 67),
    ]


def test_totals_of_everything(asker: Asker) -> None:
    columns = f"{TOTAL} deals_in_several_pairs all_deals"
    assert rows(asker, "flow-totals", columns, period="all") == [
        ("all", 426, 61178.679919, 308, 118, 3, 481)
    ]
    domestic = rows(asker, "flow-totals", columns, period="all", include_domestic=True)
    assert domestic == [("all", 481, 71423.74583, 354, 127, 5, 481)]
    # The one rumour has no second country, so that it only adds to all deals.
    rumoured = rows(asker, "flow-totals", columns, period="all", include_rumoured=True)
    assert rumoured == [("all", 426, 61178.679919, 308, 118, 3, 482)]


def test_totals_of_a_place_a_type_and_a_time(asker: Asker) -> None:
    halves = rows(asker, "flow-totals", TOTAL, period="half-year", start="CN", since="2025-01-01")
    assert halves == [
        ("2026-H1", 17, 3553.1018, 12, 5),
        ("2025-H2", 32, 3001.0, 20, 12),
        ("2025-H1", 35, 2520.474, 23, 12),
    ]
    bought = rows(asker, "flow-totals", f"{TOTAL} all_deals", period="all", type="acquisition")
    assert bought == [("all", 4, 3600.0, 3, 1, 5)]
    assert rows(asker, "flow-totals", TOTAL, period="all", start="EU") == [
        ("all", 36, 12635.872192, 32, 4)
    ]


def test_a_total_counts_a_deal_of_several_countries_once(asker: Asker) -> None:
    spring = {"since": "2025-04-17", "until": "2025-04-17", "end": "FR"}
    (total,) = items(asker, "flow-totals", **spring)
    assert (total["deals"], total["deals_in_several_pairs"]) == (1, 1)
    assert sum(row[0] for row in rows(asker, "flows", "deals", **spring)) == 2


# --- country-flows -------------------------------------------------------------------------------


def test_example_of_the_flows_of_a_country(asker: Asker) -> None:
    (answer,) = examples(asker, "country-flows")
    columns = "period direction partner deals upfront_musd upfront_disclosed upfront_undisclosed"
    assert table(answer, columns) == [
        ("2026", "in", "US", 2, 315.0, 1, 1),
        ("2025", "out", "DE", 1, None, 0, 1),
        ("2025", "in", "CN", 3, 1330.0, 2, 1),
        ("2025", "in", "US", 3, 290.0, 2, 1),
    ]


def test_flows_of_a_country_by_quarter_and_type(asker: Asker) -> None:
    china = {"country": "中国", "since": "2026-01-01", "period": "quarter"}
    columns = "period direction partner deals"
    assert rows(asker, "country-flows", columns, **china) == [
        ("2026-Q2", "out", "US", 2),
        ("2026-Q1", "out", "US", 7),
        ("2026-Q1", "out", "CH", 4),
        ("2026-Q1", "out", "GB", 2),
        ("2026-Q1", "out", "DE", 1),
        ("2026-Q1", "out", "FR", 1),
    ]
    newcos = rows(asker, "country-flows", columns, **china, type=["newco", "equity"])
    assert newcos == [("2026-Q2", "out", "US", 1), ("2026-Q1", "out", "US", 1)]
    assert items(asker, "country-flows", country="KN") == []


# --- country, region -----------------------------------------------------------------------------


def test_example_of_a_country(asker: Asker) -> None:
    (answer,) = examples(asker, "country")
    columns = "country iso3 name_zh companies deals_as_licensor deals_as_licensee"
    assert table(answer, columns) == [("CN", "CHN", "中国", 113, 210, 46)]
    (country,) = items(asker, "country", country="CN")
    assert country["busiest"] == [
        {"company": "hengrui-pharma", "deals": 13},
        {"company": "hansoh-pharma", "deals": 11},
        {"company": "zai-lab", "deals": 10},
        {"company": "cspc-pharmaceutical-group", "deals": 9},  # and a rumoured one
        {"company": "shanghai-henlius-biotech", "deals": 9},
    ]
    places = country["regions"]
    assert isinstance(places, list)
    assert {"142", "x-greater-china", "x-mainland-china"} <= set(places)


def test_a_country_counts_as_the_deals_do(asker: Asker) -> None:
    for country in ("CN", "JP", "HK"):
        (found,) = items(asker, "country", country=country)
        for role in ("licensor", "licensee"):
            deals = items(asker, "deals", **{f"{role}_country": country}, limit=500)
            assert found[f"deals_as_{role}"] == len(deals)


@pytest.mark.parametrize("name", ["JP", "jp", "Japan", "日本"])
def test_a_country_goes_by_code_and_names(asker: Asker, name: str) -> None:
    assert rows(asker, "country", "country iso3", country=name) == [("JP", "JPN")]


def test_a_country_without_deals_has_zeros(asker: Asker) -> None:
    columns = "companies deals_as_licensor deals_as_licensee busiest"
    assert rows(asker, "country", columns, country="KN") == [(0, 0, 0, [])]


def test_example_of_a_region(asker: Asker) -> None:
    (answer,) = examples(asker, "region")
    members = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
    assert table(answer, "region members uncertain") == [("EU", members.split(), [])]
    assert answer.items[0]["region"] == {
        "id": "EU",
        "name": "European Union",
        "url": "/regions/EU",
    }


def test_a_region_knows_what_only_some_contracts_count_in(asker: Asker) -> None:
    (mena,) = items(asker, "region", region="MENA")
    assert mena["region"] == "x-mena"
    assert mena["uncertain"] == ["CY", "DJ", "EH", "IL", "IR", "MR", "PS", "SD", "SY", "TR"]
    assert rows(asker, "region", "members uncertain", region="Greater China") == [
        (["CN", "HK", "MO", "TW"], [])
    ]
    with pytest.raises(UnknownThingError, match="There is no region 'CN'"):
        ask(asker, "region", region="CN")
    with pytest.raises(UnknownThingError, match="There is no country 'EU'"):
        ask(asker, "country", country="EU")
