"""Whole answers against plain Python over the files: every company, country, target and year."""

from collections import Counter
from datetime import date

import plain
import pytest

from dealgraph.graph.asking import Asker
from dealgraph.schema import register
from dealgraph.schema.vocabulary import DealType, Modality, Period, Phase
from questions.asked import ask, items, rows

COMPANIES = sorted({party.company for deal in plain.all_deals() for party in deal.parties})
OWNERS = sorted({c.parent for c in register.companies().values() if c.parent})
COUNTRIES = sorted({p.country for deal in plain.deals() for p in deal.parties if p.country})
TARGETS = sorted({target for deal in plain.deals() for target in deal.targets})
INDICATIONS = sorted({i for deal in plain.deals() for a in deal.assets for i in a.indications})
ADDS_UP = "upfront_musd upfront_disclosed upfront_undisclosed"


def test_every_company_has_the_direct_partners_it_made_deals_with(asker: Asker) -> None:
    differ = []
    for company in COMPANIES:
        expected = {
            partner: (1, list(hop.via[:3]), len(hop.deals), *plain.disclosed(hop.deals)[:2])
            for partner, hop in plain.partners(company, 1).items()
        }
        if _network(asker, company, depth=1) != expected:
            differ.append(company)
    assert differ == []


@pytest.mark.parametrize("depth", [2, 3])
def test_networks_grow_ring_by_ring(asker: Asker, depth: int) -> None:
    differ = []
    for company in COMPANIES[::10]:
        expected = {
            partner: (hop.depth, list(hop.via[:3]), len(hop.deals), *plain.disclosed(hop.deals)[:2])
            for partner, hop in plain.partners(company, depth).items()
        }
        if _network(asker, company, depth=depth) != expected:
            differ.append(company)
    assert differ == []


def test_filters_of_a_network_hold_on_every_hop(asker: Asker) -> None:
    for company in ("gilead-sciences", "roche", "innovent-biologics"):
        expected = plain.partners(
            company, 2, lambda d: d.announced >= date(2023, 1, 1) and d.type == "license"
        )
        found = _network(asker, company, depth=2, since="2023-01-01", type="license")
        assert {p: row[:3] for p, row in found.items()} == {
            p: (hop.depth, list(hop.via[:3]), len(hop.deals)) for p, hop in expected.items()
        }


def _network(asker: Asker, company: str, **parameters: object) -> dict[object, tuple[object, ...]]:
    answer = items(asker, "partner-network", company=company, limit=500, **parameters)
    return {
        i["partner"]: (i["depth"], i["via"], i["deals"], i["upfront_musd"], i["upfront_disclosed"])
        for i in answer
    }


def test_a_company_profile_counts_its_deals_once_on_each_side(asker: Asker) -> None:
    asked = [(company, True) for company in {*COMPANIES[::3], *OWNERS}]
    asked += [(owner, False) for owner in OWNERS]
    differ = []
    for company, subsidiaries in asked:
        sides = plain.roles(company, subsidiaries)
        days = {deal.id: deal.announced.isoformat() for side in sides.values() for deal in side}
        expected = (
            len(days),
            *((len(side), *plain.disclosed(side)) for side in sides.values()),
            min(days.values(), default=None),
            max(days.values(), default=None),
        )
        if _profile(asker, company, include_subsidiaries=subsidiaries) != expected:
            differ.append(company)
    assert differ == []


def _profile(asker: Asker, company: str, **parameters: object) -> tuple[object, ...]:
    (item,) = items(asker, "company", company=company, **parameters)
    sides = [item["as_licensor"], item["as_licensee"]]
    of_sides = [tuple(side.values()) for side in sides if isinstance(side, dict)]
    return (item["deals"], *of_sides, item["first_deal"], item["latest_deal"])


def test_timelines_hold_all_that_happened(asker: Asker) -> None:
    differ = []
    for company in {*COMPANIES[::5], *OWNERS}:
        sides = plain.roles(company)
        own = {deal.id: deal for side in sides.values() for deal in side}
        found = rows(asker, "timeline", "date entry what", company=company, limit=500)
        if found != plain.happenings(own.values()):
            differ.append(company)
    assert differ == []


def test_what_is_new_is_all_that_happened_since(asker: Asker) -> None:
    since = [entry for entry in plain.happenings(plain.deals()) if entry[0] >= "2024-11-01"]
    assert rows(asker, "new", "date entry what", since="2024-11-01", limit=500) == since
    assert len(since) == 215


@pytest.mark.parametrize("role", ["either", "licensor", "licensee"])
def test_dealmakers_are_all_groups_in_the_order_of_their_deals(asker: Asker, role: str) -> None:
    made = plain.dealmakers(role)
    expected = sorted(((-len(deals), company) for company, deals in made.items()))
    found = rows(asker, "dealmakers", "company deals", role=role, limit=500)
    assert found == [(company, -count) for count, company in expected]


@pytest.mark.parametrize(("by", "field"), [("upfront", "upfront"), ("total", "total")])
def test_dealmakers_by_money_count_each_deal_and_each_familys_total_once(
    asker: Asker, by: str, field: str
) -> None:
    expected = []
    for company, made in plain.dealmakers("licensee", plain.PRICED).items():
        paid = [deal.upfront for deal in made if deal.upfront is not None]
        said = plain.totals(made) if field == "total" else paid
        expected.append((company, len(made), round(sum(said), 6) if said else None, len(said)))
    expected.sort(key=lambda row: (-(row[2] or 0), -row[1], row[0]))
    columns = f"company deals {field}_musd {field}_disclosed"
    assert rows(asker, "dealmakers", columns, role="licensee", by=by, limit=500) == expected


@pytest.mark.parametrize("period", list(Period))
def test_flows_of_all_pairs_and_periods(asker: Asker, period: str) -> None:
    expected = {
        row: (len(deals), *plain.disclosed(deals)) for row, deals in plain.flows(period).items()
    }
    found = items(asker, "flows", period=period, limit=5000)
    assert {
        (i["period"], i["start"], i["end"]): (i["deals"], *(i[name] for name in ADDS_UP.split()))
        for i in found
    } == expected
    assert len(found) == len(expected)


def test_flows_say_how_many_deals_stand_in_several_rows(asker: Asker) -> None:
    flows = plain.flows("all")
    rows_of = Counter(deal.id for deals in flows.values() for deal in deals)
    found = {
        (i["start"], i["end"]): i["deals_in_several_rows"]
        for i in items(asker, "flows", period="all", limit=5000)
    }
    assert found == {
        (start, end): sum(rows_of[deal.id] > 1 for deal in deals)
        for (_, start, end), deals in flows.items()
    }
    assert {deal for deal, count in rows_of.items() if count > 1} == {
        "2020-04-oneness-leo",
        "2025-04-earendil-sanofi",
        "2026-01-earendil-sanofi",
    }


@pytest.mark.parametrize("period", list(Period))
def test_totals_count_each_deal_once(asker: Asker, period: str) -> None:
    expected = [
        (name, len(deals), *plain.disclosed(deals))
        for name, deals in sorted(plain.crossing(period).items(), reverse=True)
    ]
    assert rows(asker, "flow-totals", f"period deals {ADDS_UP}", period=period) == expected


def test_shares_are_of_all_deals_of_the_period(asker: Asker) -> None:
    years = Counter(str(deal.announced.year) for deal in plain.deals())
    expected = [
        (year, years[year], round(len(deals) / years[year], 6))
        for year, deals in sorted(plain.crossing("year").items(), reverse=True)
    ]
    assert rows(asker, "flow-totals", "period all_deals share_of_all_deals") == expected


def test_every_country_flows_out_and_in(asker: Asker) -> None:
    flows = plain.flows("quarter")
    differ = []
    for country in COUNTRIES:
        expected = {}
        for (period, start, end), deals in flows.items():
            counted = (len(deals), *plain.disclosed(deals))
            if start == country:
                expected[period, "out", end] = counted
            if end == country:
                expected[period, "in", start] = counted
        found = items(asker, "country-flows", country=country, period="quarter", limit=5000)
        if expected != {
            (i["period"], i["direction"], i["partner"]): (
                i["deals"],
                *(i[name] for name in ADDS_UP.split()),
            )
            for i in found
        }:
            differ.append(country)
    assert differ == []


def test_every_country_counts_its_deals_and_companies(asker: Asker) -> None:
    active = {party.company for deal in plain.deals() for party in deal.parties}
    homes = Counter(c.country for id_, c in register.companies().items() if id_ in active)
    expected = {
        country: (
            homes[country],
            len(plain.seated(country, "licensor")),
            len(plain.seated(country, "licensee")),
        )
        for country in COUNTRIES
    }
    columns = "companies deals_as_licensor deals_as_licensee"
    found = {country: rows(asker, "country", columns, country=country) for country in COUNTRIES}
    assert found == {country: [row] for country, row in expected.items()}
    assert expected["CN"] == (113, 210, 46)


@pytest.mark.parametrize("parameters", [{}, {"licensor_country": "CN"}, {"since": "2024-07-01"}])
def test_the_landscape_of_all_targets(asker: Asker, parameters: dict[str, str]) -> None:
    def counts(deal: plain.Deal) -> bool:
        country, since = parameters.get("licensor_country"), parameters.get("since", "")
        granting = {party.country for party in deal.side("licensor")}
        return (country is None or country in granting) and deal.announced.isoformat() >= since

    expected = sorted(plain.landscape(counts).items(), key=lambda one: (-one[1].deals, one[0]))
    columns = (
        "target deals assets licensors licensees modalities latest "
        "median_upfront_musd upfront_disclosed upfront_undisclosed"
    )
    found = rows(asker, "landscape", columns, limit=500, **parameters)
    assert found == [(target, *vars(row).values()) for target, row in expected]


def test_assets_of_every_target(asker: Asker) -> None:
    differ = []
    for target in TARGETS:
        expected = {
            asset: (len(deals), deals[0].announced.isoformat(), *plain.disclosed(deals)[:2])
            for asset, deals in plain.about_target(target).items()
        }
        columns = "asset deals latest upfront_musd upfront_disclosed"
        found = rows(asker, "target-assets", columns, target=target, limit=500)
        if {row[0]: row[1:] for row in found} != expected or len(found) != len(expected):
            differ.append(target)
    assert differ == []


def test_every_target_counts_its_deals_and_assets(asker: Asker) -> None:
    for target in TARGETS:
        about = plain.about_target(target, members=False)
        days = {d.id: d.announced.isoformat() for deals in about.values() for d in deals}
        expected = (len(about), len(days), min(days.values()), max(days.values()))
        columns = "assets deals first_deal latest_deal"
        assert rows(asker, "target", columns, target=target) == [expected], target


def test_assets_of_every_indication(asker: Asker) -> None:
    differ = []
    for indication in INDICATIONS:
        expected = [
            (asset, len(deals), deals[0].announced.isoformat())
            for asset, deals in plain.about_indication(indication).items()
        ]
        expected.sort(key=lambda row: row[0])
        expected.sort(key=lambda row: row[2], reverse=True)
        found = rows(asker, "indication", "asset deals latest", indication=indication, limit=500)
        if found != expected:
            differ.append(indication)
    assert differ == []


def test_coverage_of_every_year(asker: Asker) -> None:
    years = {"all": list(plain.all_deals())}
    for deal in plain.all_deals():
        years.setdefault(str(deal.announced.year), []).append(deal)
    expected = {
        year: {
            "period": year,
            "deals": len(deals),
            **plain.coverage(deals),
            "sources": len({source for deal in deals for source in plain.publications(deal)}),
        }
        for year, deals in years.items()
    }
    order = ["all", *sorted(years.keys() - {"all"}, reverse=True)]
    assert items(asker, "coverage") == [expected[year] for year in order]


def test_every_publication_counts_the_deals_it_reports(asker: Asker) -> None:
    found = items(asker, "sources", limit=500)
    reported = Counter(url for deal in plain.all_deals() for url in plain.publications(deal))
    cited = {i["url"]: i["deals"] for i in found if i["url"]}
    assert cited == {url: reported[str(url)] for url in cited}
    assert len(found) == 500


@pytest.mark.parametrize("value", list(DealType))
def test_deals_of_every_type(asker: Asker, value: str) -> None:
    assert _listed(asker, type=value) == _latest_first(d for d in plain.deals() if d.type == value)


@pytest.mark.parametrize("value", ["announced", "closed", "terminated", "rumoured"])
def test_deals_of_every_status(asker: Asker, value: str) -> None:
    expected = _latest_first(deal for deal in plain.all_deals() if deal.status == value)
    assert _listed(asker, status=value) == expected


def test_deals_from_and_to_every_country(asker: Asker) -> None:
    for country in COUNTRIES:
        for role in ("licensor", "licensee"):
            expected = _latest_first(plain.seated(country, role))
            assert _listed(asker, **{f"{role}_country": country}) == expected, (country, role)


def test_deals_on_every_modality_and_stage(asker: Asker) -> None:
    for name, words in (("modality", Modality), ("phase", Phase)):
        for word in words:
            expected = _latest_first(
                deal
                for deal in plain.deals()
                if any(getattr(asset, name) == word for asset in deal.assets)
            )
            assert _listed(asker, **{name: word.value}) == expected, word


def test_deals_of_a_company_in_each_role(asker: Asker) -> None:
    for company in {*COMPANIES[::10], *OWNERS[::3]}:
        for role, expected in plain.roles(company).items():
            found = _listed(asker, company=company, role=role)
            assert found == _latest_first(expected), (company, role)


def test_deals_on_a_target(asker: Asker) -> None:
    for target in TARGETS[::3]:
        expected = _latest_first(
            deal
            for deal in plain.deals()
            if any(plain.acts_on(asset, target) for asset in deal.assets)
        )
        assert _listed(asker, target=target) == expected, target


def test_paths_are_shortest_and_hold_every_deal_of_a_hop(asker: Asker) -> None:
    for company in ("innovent-biologics", "kite-pharma", "takeda"):
        away = plain.distances(company)
        for other in COMPANIES[::12]:
            hops = items(asker, "path", company=company, other=other)
            assert len(hops) == away.get(other, 0), (company, other)
            stops = [company, *(hop["end"] for hop in hops)]
            for start, hop in zip(stops, hops, strict=False):
                deals = hop["deals"]
                assert isinstance(deals, list)
                assert hop["start"] == start
                listed = [deal["deal"] for deal in deals]
                assert listed == plain.between(str(start), str(hop["end"]))


def _listed(asker: Asker, **parameters: object) -> list[object]:
    answer = ask(asker, "deals", limit=500, **parameters)
    assert answer.next is None
    deals = [item["deal"] for item in answer.items]
    return [deal["id"] for deal in deals if isinstance(deal, dict)]


def _latest_first(deals: object) -> list[str]:
    assert hasattr(deals, "__iter__")
    ordered = sorted(deals, key=lambda deal: (deal.announced, deal.id), reverse=True)
    return [deal.id for deal in ordered]
