"""f, without a database: what the records of one deal make of the graph."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealgraph.graph.content import EdgeKind
from dealgraph.loaders.derive import DealGraph, derive
from dealgraph.loaders.stored import Stored
from dealgraph.schema.amounts import AMOUNTS
from dealgraph.schema.record import DealRecord

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def deal(**fields: Any) -> DealRecord:
    return DealRecord.model_validate(
        {
            "id": "d",
            "type": "license",
            "status": "announced",
            "announced": "2024-03",
            "licensors": [{"name": "Akeso"}],
            "licensees": [{"name": "Pfizer"}],
            "assets": [{"name": "AK999"}],
            "sources": [{"publisher": "Example"}],
        }
        | fields
    )


def made(*records: DealRecord) -> DealGraph:
    return derive("d", [Stored(f"set{n}", record, NOW) for n, record in enumerate(records)])


def node(graph: DealGraph) -> dict[str, Any]:
    (found,) = graph.owned.nodes["Deal"]
    return found


def test_a_month_is_its_first_and_its_last_day() -> None:
    found = node(made(deal()))
    assert (found["announced"], found["announced_until"]) == (date(2024, 3, 1), date(2024, 3, 31))


def test_the_whole_deal_ends_when_it_takes_effect_not_at_the_notice() -> None:
    whole = {"kind": "terminated", "date": "2024-08", "effective": "2024-11-02"}
    part = {"kind": "terminated", "date": "2024-05-01", "what": "one asset"}
    found = node(made(deal(events=[part, whole])))
    assert (found["ended"], found["ended_until"]) == (date(2024, 11, 2), date(2024, 11, 2))
    assert "ended" not in node(made(deal(events=[part])))


def test_amounts_keep_their_bounds_and_royalties_in_words_a_band() -> None:
    told = {"upfront": "US$45m", "total": "up to US$1.2bn"}
    found = node(made(deal(**told, royalties="tiered, mid single to low double digit")))
    assert (found["upfront"], found["total"], found["currency"]) == (45.0, 1200.0, "USD")
    assert (found.get("upfront_bound"), found["total_bound"]) == (None, "up to")
    assert (found["royalty_band_low"], found["royalty_band_high"]) == (4, 13)
    assert "royalty_low" not in found
    assert node(made(deal(royalties="8% to 15%")))["royalty_high"] == 15


def test_every_pair_of_parties_is_licensed_and_every_pair_of_countries_flows_once() -> None:
    graph = made(
        deal(
            licensors=[{"name": "Akeso", "country": "CN"}, {"name": "Innovent", "country": "CN"}],
            licensees=[{"name": "Pfizer", "country": "US"}, {"name": "Roche", "country": "CH"}],
        )
    )
    edges = graph.owned.edges
    licensed = edges[EdgeKind("LICENSED", "Company", "Company")]
    assert [(e["from"], e["to"]) for e in licensed] == [
        ("akeso", "pfizer"),
        ("akeso", "roche"),
        ("innovent-biologics", "pfizer"),
        ("innovent-biologics", "roche"),
    ]
    flows = edges[EdgeKind("FLOW", "Country", "Country")]
    assert [(e["from"], e["to"]) for e in flows] == [("CN", "US"), ("CN", "CH")]


def test_an_acquisition_and_a_vague_territory_grant_no_places() -> None:
    territory = {"include": ["other emerging markets"]}
    assert "Right" not in made(deal(type="acquisition", territory=territory)).owned.nodes
    owned = made(deal(territory=territory)).owned
    assert owned.nodes["Right"][0]["wording"] == "other emerging markets"
    assert EdgeKind("INCLUDES", "Right", "Region") not in owned.edges


def test_rights_of_an_asset_replace_the_territory_of_the_deal_for_it() -> None:
    graph = made(
        deal(
            assets=[{"name": "AK998"}, {"name": "AK999"}],
            territory={"include": ["worldwide"]},
            rights=[
                {
                    "assets": ["AK998"],
                    "kind": "option",
                    "holder": "Pfizer",
                    "territory": {"include": ["JP"]},
                }
            ],
        )
    )
    rights = graph.owned.nodes["Right"]
    assert [(right["id"], right["kind"]) for right in rights] == [
        ("d-r1", "option"),
        ("d-r2", "licence"),
    ]
    places = graph.owned.edges[EdgeKind("INCLUDES", "Right", "Country")]
    assert [(e["from"], e["to"]) for e in places] == [("d-r1", "JP")]


def test_one_publication_cited_twice_is_one_account() -> None:
    url = {"url": "https://example.org/a", "publisher": "A"}
    graph = made(deal(sources=[url]), deal(sources=[url]))
    assert len(graph.owned.nodes["Account"]) == 1


amounts = st.fixed_dictionaries({}, optional={name: st.integers(0, 900) for name in AMOUNTS})
#: Which amounts stand where in the graph.
COPIES = {
    "Deal": [name + unit for name in AMOUNTS for unit in ("", "_musd")],
    "LICENSED": ["upfront_musd"],
    "FLOW": ["upfront_musd", "total_musd"],
}


@given(
    amounts.filter(lambda a: a.get("total", 999) >= a.get("upfront", 0)
                   and a.get("near_term", 999) >= a.get("upfront", 0)),
    st.sampled_from(["USD", "EUR", "KRW", "TWD"]),  # the ECB has no rate for the last
)  # fmt: skip
def test_an_amount_is_there_exactly_when_it_was_given_and_0_only_when_0_was(
    given: dict[str, int], currency: str
) -> None:
    parties = {"licensors": [{"name": "Akeso", "country": "CN"}],
               "licensees": [{"name": "Pfizer", "country": "US"}]}  # fmt: skip
    graph = made(deal(announced="2024-03-05", currency=currency, **parties, **given))
    converted = {} if currency == "TWD" else {f"{name}_musd": n for name, n in given.items()}
    expected = given | converted
    places = {"Deal": node(graph), "LICENSED": edge(graph, "LICENSED"), "FLOW": edge(graph, "FLOW")}
    for where, held in places.items():
        found = {name: held[name] == 0 for name in COPIES[where] if name in held}
        assert found == {name: expected[name] == 0 for name in COPIES[where] if name in expected}
    if currency == "USD":
        assert {name: node(graph)[name] for name in expected} == expected


def edge(graph: DealGraph, type_: str) -> dict[str, Any]:
    (kind,) = (kind for kind in graph.owned.edges if kind.type == type_)
    (found,) = graph.owned.edges[kind]
    properties: dict[str, Any] = found["set"]
    return properties


def test_a_deal_of_a_known_month_is_converted_at_its_mean() -> None:
    found = node(made(deal(announced="2024-02", currency="JPY", upfront=3000)))
    assert found["upfront_musd"] == 20.068451  # 21 days of February 2024: 0.0066894837 USD a yen
    assert (round(found["fx_rate"], 10), found["fx_date"]) == (0.0066894837, "2024-02")


@pytest.mark.parametrize(("currency", "announced"), [("TWD", "2021-04-06"), ("CNY", "2035-01-05")])
def test_without_a_rate_there_is_no_amount_in_dollars_and_it_is_said(
    currency: str, announced: str
) -> None:
    graph = made(deal(announced=announced, currency=currency, upfront=100, total=900))
    found = node(graph)
    assert (found["upfront"], found["total"]) == (100, 900)
    assert not [name for name in found if name.endswith("_musd") or name.startswith("fx_")]
    assert graph.notes == (f"no ECB rate for {currency} in {announced}: no amounts in US dollars",)


@given(st.permutations([10, 20, 30]))
def test_the_order_of_records_never_matters(upfronts: list[int]) -> None:
    def stored(upfront: int) -> Stored:
        source = {"url": f"https://example.org/{upfront}"}
        record = deal(upfront=upfront, currency="USD", sources=[source])
        return Stored(f"set{upfront}", record, NOW)

    graph = derive("d", [stored(upfront) for upfront in upfronts])
    assert node(graph)["upfront"] == 10
    assert {(a["dataset"], a.get("says")) for a in graph.owned.nodes["Account"]} == {
        ("set10", None),
        ("set20", '{"upfront": 20}'),
        ("set30", '{"upfront": 30}'),
    }
