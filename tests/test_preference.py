"""Which value of a figure is shown: the rule by itself, and records of several datasets."""

from datetime import UTC, date, datetime
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealgraph.loaders.derive import derive
from dealgraph.loaders.shown import shown
from dealgraph.loaders.stored import Stored
from dealgraph.schema.preference import Standing, best_source, choose
from dealgraph.schema.record import DealRecord
from dealgraph.schema.vocabulary import SourceKind

EARLY, LATE = date(2024, 1, 1), date(2025, 1, 1)
COMPANY, REGULATOR, WIRE = SourceKind.COMPANY, SourceKind.REGULATOR, SourceKind.WIRE
PRESS, AGGREGATOR, OTHER = SourceKind.TRADE_PRESS, SourceKind.AGGREGATOR, SourceKind.OTHER


@pytest.mark.parametrize(
    ("one", "other", "chosen"),
    [
        (Standing("a", kind=COMPANY), Standing("b", True, OTHER), ("b", "curated")),
        (Standing("a", kind=WIRE), Standing("b", kind=COMPANY), ("b", "company")),
        (Standing("a", kind=WIRE, published=LATE), Standing("b", kind=REGULATOR, published=EARLY),
         ("b", "regulator")),
        (Standing("a", kind=PRESS), Standing("b", kind=WIRE), ("b", "wire")),
        (Standing("a", kind=AGGREGATOR), Standing("b", kind=PRESS), ("b", "trade press")),
        (Standing("a", kind=OTHER), Standing("b", kind=AGGREGATOR), ("b", "aggregator")),
        (Standing("a"), Standing("b", kind=AGGREGATOR), ("b", "aggregator")),
        (Standing("a", kind=COMPANY, published=EARLY),
         Standing("b", kind=REGULATOR, published=LATE), ("b", "later")),
        (Standing("a"), Standing("b", published=EARLY), ("b", "later")),
        (Standing("a", kind=OTHER), Standing("b"), ("a", "dataset")),
        (Standing("a", True, WIRE), Standing("b", True, COMPANY), ("b", "company")),
    ],
)  # fmt: skip
def test_each_step_of_the_rule_decides_where_those_before_do_not(
    one: Standing, other: Standing, chosen: tuple[str, str]
) -> None:
    for told in permutations([(one, 1), (other, 2)]):
        choice = choose(told)
        assert (choice.dataset, choice.shown_by) == chosen


def test_values_that_are_equal_need_no_rule() -> None:
    assert choose([(Standing("a"), 1)]).shown_by == "only"
    assert choose([(Standing("a", True), 1)]).shown_by == "curated"
    assert choose([(Standing("a"), 1), (Standing("b"), 1)]).shown_by == "agreed"


def test_a_status_is_the_last_one_known() -> None:
    told = [(Standing("a", kind=COMPANY, published=EARLY), "announced"),
            (Standing("b", kind=PRESS, published=LATE), "terminated")]  # fmt: skip
    assert choose(told, latest_first=True).dataset == "b"
    assert choose(told, latest_first=True).shown_by == "later"
    assert choose(told).shown_by == "company"


def test_a_value_stands_as_well_as_its_best_source() -> None:
    found = best_source("a", [(PRESS, LATE), (COMPANY, EARLY), (None, LATE)], curated=False)
    assert found == Standing("a", False, COMPANY, EARLY)
    assert best_source("a", [], curated=True) == Standing("a", True)


standings = st.builds(
    Standing,
    st.sampled_from("abcdef"),
    st.booleans(),
    st.sampled_from([None, *SourceKind]),
    st.sampled_from([None, EARLY, LATE]),
)
told_values = st.lists(
    st.tuples(standings, st.integers(1, 3)),
    min_size=1,
    max_size=5,
    unique_by=lambda t: t[0].dataset,
)


@given(told_values, st.booleans(), st.randoms())
def test_the_order_of_datasets_never_matters(
    told: list[tuple[Standing, int]], latest_first: bool, random: Any
) -> None:
    mixed = list(told)
    random.shuffle(mixed)
    assert choose(mixed, latest_first=latest_first) == choose(told, latest_first=latest_first)


@given(told_values)
def test_nobody_stands_better_than_who_is_shown(told: list[tuple[Standing, int]]) -> None:
    chosen = choose(told).dataset
    (best,) = [standing for standing, _ in told if standing.dataset == chosen]
    for standing, _ in told:
        assert (not best.curated, best.rank) <= (not standing.curated, standing.rank)


# --- records of one deal ---------------------------------------------------------------------

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def telling(dataset: str, kind: str | None = None, day: str | None = None, **fields: Any) -> Stored:
    source: dict[str, Any] = {"url": f"https://example.org/{dataset}"}
    source |= {n: v for n, v in (("kind", kind), ("date", day)) if v}
    made = {
        "id": "d",
        "type": "license",
        "status": "announced",
        "announced": "2024-03-05",
        "licensors": [{"name": "Akeso", "country": "CN"}],
        "licensees": [{"name": "Pfizer", "country": "US"}],
        "assets": [{"name": "AK998"}, {"name": "AK999"}],
        "sources": [source],
    }
    return Stored(dataset, DealRecord.model_validate(made | fields), NOW)


def test_each_figure_is_chosen_for_itself() -> None:
    company = telling("b", "company", upfront=10, currency="USD")
    press = telling("a", "trade press", upfront=12, total=90, currency="USD", exclusive=True)
    found = shown([press, company])
    record = found.record
    assert (record.upfront, record.total, record.exclusive) == (10, 90, True)
    assert found.shown_by("upfront") == "company"
    assert found.shown_by("total") == "only"
    assert found.shown_by("announced") == "agreed"
    assert found.shown_by("milestones") is None


def test_a_record_that_knows_both_accounts_is_a_curated_choice() -> None:
    says = {"kind": "company", "says": {"upfront": 10}}
    sources = [{"url": "https://example.org/a"}, {"url": "https://example.org/b", **says}]
    curated = telling("z", upfront=12, currency="USD", sources=sources)
    company = telling("a", "company", upfront=10, currency="USD")
    assert shown([company, curated]).record.upfront == 12
    assert shown([company, curated]).shown_by("upfront") == "curated"
    assert shown([curated]).shown_by("upfront") == "curated"


def test_amounts_of_one_deal_are_in_one_currency_and_keep_their_bounds() -> None:
    euros = telling("a", "company", upfront=10, currency="EUR", bounds={"upfront": "up to"})
    dollars = telling("b", "wire", upfront=11, total=90, currency="USD", bounds={"total": "about"})
    record = shown([euros, dollars]).record
    assert (record.currency, record.upfront, record.total) == ("EUR", 10, None)
    assert record.bounds == {"upfront": "up to"}
    claims = derive("d", [euros, dollars]).owned.nodes["Claim"]
    told = {(c["field"], c["dataset"]): c for c in claims}
    assert told["total", "b"].get("agrees") is None
    # ECB: 1.0849 USD per EUR on 2024-03-05.
    assert told["upfront", "b"]["difference"] == 0.013918
    assert told["upfront", "b"]["agrees"] is True


def test_parties_assets_and_rights_come_from_one_record() -> None:
    right = {"assets": ["AK999"], "kind": "option"}
    press = telling("a", "trade press", assets=[{"name": "AK999"}], rights=[right])
    company = telling("b", "company", assets=[{"name": "AK998"}, {"name": "AK997"}])
    found = shown([press, company])
    assert [a.name for a in found.record.assets] == ["AK998", "AK997"]
    assert found.record.rights == ()
    assert found.shown_by("assets") == "company"
    graph = derive("d", [press, company])
    assert graph.notes[-1] == "rights of dataset a are not shown beside those of another"
    alike = telling("b", "company")
    assert shown([press, alike]).record.rights[0].assets == ("AK999",)


def test_events_are_gathered_and_each_is_there_once_with_its_own_source() -> None:
    ended = {"kind": "terminated", "date": "2025-06", "source": 0}
    ours = telling("a", events=[{"kind": "closed", "date": "2024-04", "source": 0}])
    closed = {"kind": "closed", "date": "2024-04-09", "source": 0}
    theirs = telling("b", status="terminated", events=[closed, ended])
    graph = derive("d", [theirs, ours])
    events = graph.owned.nodes["Event"]
    assert [(e["kind"], e["date"]) for e in events] == [
        ("closed", date(2024, 4, 1)),
        ("terminated", date(2025, 6, 1)),
    ]
    told = {
        e["from"]: e["to"]
        for kind, edges in graph.owned.edges.items()
        if (kind.type, kind.start) == ("REPORTED_IN", "Event")
        for e in edges
    }
    accounts = {a["id"]: a["dataset"] for a in graph.owned.nodes["Account"]}
    assert {event: accounts[account] for event, account in told.items()} == {
        "d-e1": "a",
        "d-e2": "b",
    }
    (deal,) = graph.owned.nodes["Deal"]
    assert (deal["status"], deal["ended"]) == ("terminated", date(2025, 6, 1))


def test_what_is_inferred_is_so_in_the_record_that_gives_it() -> None:
    sure = telling("b", "company", announced="2024-03-06")
    unsure = telling("a", "wire", inferred=["announced", "exclusive"], exclusive=True)
    assert shown([sure, unsure]).record.inferred == ("exclusive",)


def test_a_total_below_the_upfront_of_another_dataset_is_said() -> None:
    ours = telling("a", "company", upfront=100, currency="USD")
    theirs = telling("b", "company", total=90, currency="USD")
    assert "total 90 is below upfront 100: they are of different datasets" in (
        derive("d", [ours, theirs]).notes
    )


def test_a_publication_that_both_cite_tells_what_each_says_it_does() -> None:
    source = {"url": "https://example.org/same"}
    ours = telling("a", upfront=10, currency="USD", sources=[source])
    theirs = telling("b", upfront=12, currency="USD", sources=[source])
    graph = derive("d", [ours, theirs])
    assert len(graph.owned.nodes["Account"]) == 1
    told = [(c["dataset"], c["told"], c["agrees"], c["shown_by"])
            for c in graph.owned.nodes["Claim"] if c["field"] == "upfront"]  # fmt: skip
    assert told == [("a", ["10"], True, "dataset"), ("b", ["12"], False, "dataset")]


def test_no_claims_where_no_account_is_told_apart() -> None:
    assert "Claim" not in derive("d", [telling("a", upfront=10, currency="USD")]).owned.nodes


@given(st.permutations(["a", "b", "c"]), st.data())
def test_the_order_of_loading_never_matters(order: list[str], data: st.DataObject) -> None:
    def drawn(dataset: str) -> Stored:
        amount = data.draw(st.sampled_from([None, 10, 12]))
        fields: dict[str, Any] = {"upfront": amount, "currency": "USD"} if amount else {}
        kind = data.draw(st.sampled_from([None, *map(str, SourceKind)]))
        return telling(
            dataset, kind, data.draw(st.sampled_from([None, "2024", "2025-01"])), **fields
        )

    records = {name: drawn(name) for name in "abc"}
    graph = derive("d", [records[name] for name in order])
    assert graph == derive("d", [records[name] for name in "abc"])
