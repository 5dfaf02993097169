"""f, without a database: what a deal's events make of the rights it grants."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_derive import deal, made

from dealgraph.loaders.derive import DealGraph
from dealgraph.schema.contradictions import contradictions

Rows = list[tuple[Any, ...]]


def rights(graph: DealGraph, *names: str) -> Rows:
    """Give properties of the rights, one row each, `-` for what is left out; the id is its end."""
    rows = graph.owned.nodes.get("Right", [])
    return [tuple(_short(row.get(name, "-")) for name in ("id", *names)) for row in rows]


def _short(value: object) -> object:
    return value.removeprefix("d-") if isinstance(value, str) else value


def territory(graph: DealGraph) -> dict[str, list[str]]:
    """Give the places of each right, excluded ones with a minus."""
    found: dict[str, list[str]] = {}
    signs = {"INCLUDES": "", "EXCLUDES": "-", "MAY_INCLUDE": "?"}
    for kind, edges in graph.owned.edges.items():
        for edge in edges if kind.type in signs else ():
            found.setdefault(edge["from"].removeprefix("d-"), []).append(
                signs[kind.type] + edge["to"]
            )
    return found


def holders(graph: DealGraph) -> list[str]:
    return [e["to"] for k, edges in graph.owned.edges.items() if k.type == "HELD_BY" for e in edges]


WORLD = {"include": ["worldwide"], "exclude": ["CN"]}
OPTION = {"assets": ["AK999"], "kind": "option", "exclusive": True, "territory": WORLD}


def test_a_right_holds_from_the_announcement_until_the_end_takes_effect() -> None:
    end = {"kind": "terminated", "date": "2025-03-01", "effective": "2025-06"}
    graph = made(deal(territory=WORLD, events=[end]))
    assert rights(graph, "since", "since_until", "until", "until_until") == [
        ("r1", date(2024, 3, 1), date(2024, 3, 31), date(2025, 6, 1), date(2025, 6, 30))
    ]


@pytest.mark.parametrize("events", [[{"kind": "terminated"}], []])
def test_an_end_without_a_date_leaves_every_right_unknown(events: list[dict[str, str]]) -> None:
    graph = made(deal(territory=WORLD, status="terminated", events=events))
    assert rights(graph, "ended_undated", "until") == [("r1", True, "-")]


def test_a_deal_without_a_territory_grants_a_right_without_places() -> None:
    graph = made(deal())
    assert rights(graph, "kind", "wording") == [("r1", "licence", "-")]
    assert territory(graph) == {}


def test_a_part_that_ends_is_divided_from_the_rest() -> None:
    end = {"kind": "rights returned", "date": "2025-03-01", "territory": {"include": ["JP"]},
           "kept": "Japan's data"}  # fmt: skip
    graph = made(deal(territory=WORLD, events=[end]))
    assert rights(graph, "until", "came_from", "kept") == [
        ("r1", "-", "-", "-"),
        ("r2", date(2025, 3, 1), "r1", "Japan's data"),
    ]
    assert territory(graph) == {"r1": ["001", "-CN", "-JP"], "r2": ["JP"]}


def test_the_end_of_one_asset_leaves_the_others() -> None:
    end = {"kind": "terminated", "date": "2025-03-01", "assets": ["AK998"]}
    both = [{"name": "AK998"}, {"name": "AK999"}]
    graph = made(deal(assets=both, territory=WORLD, events=[end]))
    assert rights(graph, "until") == [("r1", date(2025, 3, 1)), ("r2", "-")]


def test_a_part_told_in_words_makes_every_right_doubtful_from_then_on() -> None:
    end = {"kind": "terminated", "date": "2025-03", "what": "one programme"}
    graph = made(deal(territory=WORLD, events=[end]))
    assert rights(graph, "until", "doubtful", "doubtful_until") == [
        ("r1", "-", date(2025, 3, 1), date(2025, 3, 31))
    ]


def test_an_exercised_option_becomes_a_licence_of_its_terms() -> None:
    graph = made(deal(rights=[OPTION], events=[{"kind": "option exercised", "date": "2025-01"}]))
    assert rights(graph, "kind", "since", "until", "exclusive", "came_from") == [
        ("r1", "option", date(2024, 3, 1), date(2025, 1, 1), True, "-"),
        ("r2", "licence", date(2025, 1, 1), "-", True, "r1"),
    ]
    assert territory(graph) == {"r1": ["001", "-CN"], "r2": ["001", "-CN"]}


def test_an_option_exercised_for_a_country_stays_open_elsewhere() -> None:
    taken = {"kind": "option exercised", "date": "2025-01", "territory": {"include": ["JP"]}}
    graph = made(deal(rights=[OPTION], events=[taken]))
    assert rights(graph, "kind", "until") == [
        ("r1", "option", "-"), ("r2", "option", date(2025, 1, 1)), ("r3", "licence", "-")
    ]  # fmt: skip
    assert territory(graph)["r3"] == ["JP"]


def test_what_an_option_was_exercised_for_in_words_grants_nothing_for_sure() -> None:
    taken = {"kind": "option exercised", "date": "2025-01", "what": "the first programme"}
    graph = made(deal(rights=[OPTION], events=[taken]))
    assert rights(graph, "kind", "doubtful") == [("r1", "option", date(2025, 1, 1))]


def test_a_lapsed_option_ends_and_the_licence_beside_it_does_not() -> None:
    licence = {"assets": ["AK999"], "kind": "licence", "territory": {"include": ["CN"]}}
    lapse = {"kind": "option lapsed", "date": "2025", "assets": ["AK999"]}
    graph = made(deal(rights=[licence, OPTION], events=[lapse]))
    assert rights(graph, "until") == [("r1", "-"), ("r2", date(2025, 1, 1))]


def test_an_assigned_right_has_another_holder_and_ends_with_the_deal() -> None:
    events = [
        {"kind": "terminated", "date": "2026-01-01"},
        {"kind": "assigned", "date": "2025-02-03", "by": "licensee", "to": "Roche",
         "territory": {"include": ["JP"]}},
    ]  # fmt: skip
    graph = made(deal(territory=WORLD, events=events))
    assert holders(graph) == ["pfizer", "pfizer", "roche"]
    assert rights(graph, "since", "until", "came_from") == [
        ("r1", date(2024, 3, 1), date(2026, 1, 1), "-"),
        ("r2", date(2024, 3, 1), date(2025, 2, 3), "r1"),
        ("r3", date(2025, 2, 3), date(2026, 1, 1), "r2"),
    ]


def test_the_licensors_side_passes_as_an_assignment_that_outlives_the_deal() -> None:
    events = [
        {"kind": "assigned", "date": "2025", "by": "licensor", "to": "Sihuan Newmed",
         "territory": {"include": ["JP"]}},
        {"kind": "terminated", "date": "2026-01-01"},
    ]  # fmt: skip
    graph = made(deal(territory=WORLD, events=events))
    assert holders(graph) == ["pfizer", "sihuannewmed"]
    assert rights(graph, "kind", "licensor_side", "until") == [
        ("r1", "licence", "-", date(2026, 1, 1)), ("r2", "assignment", True, "-")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("stated", "commercial"),
    [
        ([("co-development", ["worldwide"], {})], [True]),
        ([("licence", ["worldwide"], {}), ("co-development", ["US"], {})], [True, False]),
        ([("licence", ["JP"], {}), ("co-development", ["US"], {})], [True, False]),
        ([("option", ["worldwide"], {}), ("co-development", ["US"], {})], [True, True]),
        ([("profit share", ["US"], {})], [False]),
        ([("licence", ["US"], {"activities": ["develop"]})], [False]),
    ],
)
def test_co_development_beside_a_licence_is_no_right_to_sell(
    stated: list[tuple[str, list[str], dict[str, Any]]], commercial: list[bool]
) -> None:
    told = [{"assets": ["AK999"], "kind": kind, "territory": {"include": where}, **more}
            for kind, where, more in stated]  # fmt: skip
    assert [row[1] for row in rights(made(deal(rights=told)), "commercial")] == commercial


@pytest.mark.parametrize(
    ("type_", "events", "since"),
    [
        ("asset-purchase", [{"kind": "closed", "date": "2024-05-07"}], date(2024, 5, 7)),
        ("asset-purchase", [{"kind": "closed"}], date(2024, 3, 1)),
        ("license", [{"kind": "closed", "date": "2024-05-07"}], date(2024, 3, 1)),
    ],
)
def test_what_is_bought_passes_with_the_closing_and_a_licence_with_the_announcement(
    type_: str, events: list[dict[str, str]], since: date
) -> None:
    graph = made(deal(type=type_, territory=WORLD, events=events))
    assert rights(graph, "since") == [("r1", since)]


def test_a_right_that_adds_the_vague_words_of_another_completes_it() -> None:
    first = {"assets": ["AK999"], "kind": "licence",
             "territory": {"include": ["worldwide"], "exclude": ["latin america"]}}  # fmt: skip
    added = first | {"territory": {"include": ["latin america"]}, "since": "2025"}
    assert rights(made(deal(rights=[first, added])), "completes") == [("r1", "-"), ("r2", "r1")]
    other = added | {"exclusive": True}
    assert rights(made(deal(rights=[first, other])), "completes") == [("r1", "-"), ("r2", "-")]


def test_what_is_retained_stays_with_the_licensor() -> None:
    kept = {"assets": ["AK999"], "kind": "retained", "territory": {"include": ["CN"]}}
    assert holders(made(deal(rights=[kept]))) == ["akeso"]


EVENTS: list[dict[str, Any]] = [
    {"kind": "terminated", "date": "2026-05-01", "territory": {"include": ["JP", "europe"]}},
    {"kind": "assigned", "date": "2025-02-03", "to": "Roche", "territory": {"include": ["US"]}},
    {"kind": "option exercised", "date": "2024-12", "assets": ["AK998"]},
    {"kind": "option lapsed", "date": "2025-07-01", "assets": ["AK999"]},
]


@given(st.permutations(EVENTS))
def test_the_order_of_events_in_the_record_never_matters(events: list[dict[str, Any]]) -> None:
    both = [{"name": "AK998"}, {"name": "AK999"}]
    told = [OPTION | {"assets": ["AK998", "AK999"]}, OPTION | {"assets": ["AK999"],
            "kind": "licence", "territory": {"include": ["worldwide"]}}]  # fmt: skip

    def content(events: list[dict[str, Any]]) -> object:
        graph = made(deal(assets=both, rights=told, events=events))
        return graph.owned.nodes["Right"], territory(graph), holders(graph)

    assert content(events) == content(EVENTS)


# --- rights that contradict each other -----------------------------------------------------------


def licence(holder: str, include: list[str], **more: Any) -> dict[str, Any]:
    return {"assets": ["AK999"], "kind": "licence", "exclusive": True, "holder": holder,
            "territory": {"include": include}} | more  # fmt: skip


def share(where: str, holder: str | None = None, **percent: int) -> dict[str, Any]:
    right = {"assets": ["AK999"], "kind": "profit share", "territory": {"include": [where]},
             "share": percent}  # fmt: skip
    return right | ({"holder": holder} if holder else {})


PARTIES = {"licensees": [{"name": "Pfizer"}, {"name": "Roche"}, {"name": "Genentech"}]}


@pytest.mark.parametrize(
    ("stated", "warning"),
    [
        (
            [licence("Pfizer", ["US", "JP"]), licence("Roche", ["worldwide"])],
            "rights[0] and rights[1] are both exclusive on AK999 in JP, US, for Pfizer and for "
            "Roche",
        ),
        (
            [licence("Pfizer", ["worldwide"], territory=WORLD), licence("Pfizer", ["CN"])],
            "rights[1].territory includes CN and rights[0].territory excludes it: the same licence "
            "on AK999",
        ),
        (
            [licence("Pfizer", ["EU"], territory={"include": ["EU"], "exclude": ["europe"]})],
            "rights[0].territory leaves no country",
        ),
        (
            [share("US", licensor=60), share("worldwide", licensee=50)],
            "rights[0].share and rights[1].share are more than 100 together, the same profit "
            "share on AK999: licensor 60, licensee 50",
        ),
        (
            [share("US", "Pfizer", licensee=60), share("US", "Roche", licensor=1, licensee=40)],
            "rights[0].share and rights[1].share are more than 100 together, the same profit "
            "share on AK999: licensor 1, licensee 100",
        ),
    ],
)
def test_rights_that_cannot_both_be_are_told_with_their_place(
    stated: list[dict[str, Any]], warning: str
) -> None:
    assert list(contradictions(deal(rights=stated, **PARTIES))) == [warning]


@pytest.mark.parametrize(
    "other",
    [
        licence("Roche", ["CN"]),
        licence("Roche", ["US"], scope="oncology"),
        licence("Roche", ["US"], since="2025"),
        licence("Roche", ["US"], exclusive=False),
        licence("Roche", ["US"], kind="option"),
        licence("Pfizer", ["US"]),
        licence("Pfizer", ["US"], share={"licensor": 60, "licensee": 30}),
        licence("Pfizer", ["JP"], share={"licensor": 70}),
    ],
)
def test_rights_of_different_place_scope_time_or_kind_do_not_contradict(
    other: dict[str, Any],
) -> None:
    one = licence("Pfizer", ["US"], until="2024-12-31", share={"licensee": 40})
    assert list(contradictions(deal(rights=[one, other], **PARTIES))) == []
