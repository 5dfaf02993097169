"""The days of a deal's life, and families of deals, without a database."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealgraph.graph.families import Kin, Place, circles, places
from dealgraph.loaders.life import life
from dealgraph.schema.dates import first_day, last_day
from dealgraph.schema.life import Days, closed, ended, first_status
from dealgraph.schema.record import DealRecord
from dealgraph.schema.vocabulary import FollowsHow


def record(status: str = "announced", *events: dict[str, Any]) -> DealRecord:
    return DealRecord.model_validate(
        {
            "type": "license",
            "status": status,
            "announced": "2020-03",
            "licensors": [{"name": "Akeso"}],
            "licensees": [{"name": "Pfizer"}],
            "assets": [{"name": "AK999"}],
            "sources": [{"publisher": "Example"}],
            "events": events,
        }
    )


def event(kind: str, day: str | None = None, **more: Any) -> dict[str, Any]:
    return {"kind": kind, **({"date": day} if day else {}), **more}


@pytest.mark.parametrize(
    ("deal", "in_force", "undated"),
    [
        (record(), "yes", None),
        (record("terminated", event("terminated", "2024")), "yes", None),
        (record("terminated", event("terminated")), "unknown since announcement", True),
        (record("terminated"), "unknown since announcement", True),
        (record("announced", event("terminated", what="one part")), "yes", None),
        (record("announced", event("terminated", assets=["AK999"])), "yes", None),
        (record("announced", event("terminated", territory={"include": ["CN"]})), "yes", None),
        (record("rumoured"), "unknown since announcement", None),
    ],
)
def test_what_is_in_force_until_a_dated_end(
    deal: DealRecord, in_force: str, undated: bool | None
) -> None:
    found = life(deal)
    assert (found["in_force"], found["end_undated"]) == (in_force, undated)


def test_days_of_closing_and_end() -> None:
    deal = record("terminated", event("closed", "2020-05"), event("closed", "2020", what="a part"),
                  event("option lapsed", "2021", effective="2022-07-01"))  # fmt: skip
    assert closed(deal) == Days(date(2020, 5, 1), date(2020, 5, 31))
    assert ended(deal) == Days(date(2022, 7, 1), date(2022, 7, 1))
    assert first_status(deal) == "announced"
    assert first_status(record("closed")) == "closed"  # nobody says when
    assert first_status(record("terminated", event("terminated"))) == "terminated"


days = st.dates(date(2020, 4, 1), date(2030, 1, 1))
precise = st.tuples(days, st.sampled_from([4, 7, 10])).map(lambda d: d[0].isoformat()[: d[1]])
endings = st.lists(
    st.tuples(st.sampled_from(["terminated", "rights returned", "option lapsed"]), precise),
    min_size=1, max_size=4, unique=True,
)  # fmt: skip


@given(endings, days, st.randoms())
def test_it_has_ended_when_any_end_surely_has_and_not_while_none_can_have(
    ends: list[tuple[str, str]], day: date, chance: Any
) -> None:
    deal = record("terminated", *(event(kind, text) for kind, text in ends))
    found = ended(deal)
    assert found is not None
    assert (found.last <= day) == any(last_day(text) <= day for _, text in ends)
    assert (found.first > day) == all(first_day(text) > day for _, text in ends)
    chance.shuffle(ends)
    assert ended(record("terminated", *(event(kind, text) for kind, text in ends))) == found


# --- families ------------------------------------------------------------------------------------

AMENDS, CLOSES, SUBLICENSES = FollowsHow.AMENDS, FollowsHow.CLOSES, FollowsHow.SUBLICENSES


def test_what_follows_is_of_one_family_and_on_the_same_terms_until_a_new_deal() -> None:
    upfront = frozenset({"upfront"})
    kin = {
        "a": Kin(discloses=upfront),
        "b": Kin("a", AMENDS),
        "c": Kin("b", CLOSES, upfront),  # what it closes disclosed nothing: it counts
        "d": Kin("a", CLOSES, upfront),
        "e": Kin("b", SUBLICENSES),
        "f": Kin("e", AMENDS),
        "alone": Kin(),
    }
    assert places(kin) == {
        "a": Place("a"),
        "b": Place("a", "a"),
        "c": Place("a", "a"),
        "d": Place("a", "a", repeats=True),
        "e": Place("a"),
        "f": Place("a", "e"),
        "alone": Place(),
    }
    assert circles(kin) == []


def test_a_circle_is_named_once_from_its_first_deal_by_id() -> None:
    kin = {"c": Kin("a", CLOSES), "a": Kin("b", AMENDS), "b": Kin("c", AMENDS),
           "d": Kin("c", AMENDS)}  # fmt: skip
    assert circles(kin) == [["a", "b", "c"]]
    assert set(places(kin).values()) == {Place("a", "a"), Place("a")}
    assert [deal for deal, place in places(kin).items() if place.repeats] == []


NAMES = "abcdefgh"
kins = st.fixed_dictionaries(
    {name: st.builds(Kin, st.none() | st.sampled_from(NAMES), st.sampled_from(FollowsHow))
     for name in NAMES}
)  # fmt: skip


@given(kins, st.permutations(NAMES))
def test_any_families_are_placed_in_whatever_order_and_never_endlessly(
    kin: dict[str, Kin], order: list[str]
) -> None:
    found = places(kin)
    assert places({name: kin[name] for name in order}) == found
    assert circles({name: kin[name] for name in order}) == circles(kin)
    for name, of in kin.items():
        if of.follows:
            assert found[name].family == found[of.follows].family is not None
        else:
            assert found[name].family in (None, name)
