"""The algebra of territories, against brute force over all countries."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dealgraph.schema.places import TerritoryPlaces, countries, regions
from dealgraph.schema.territory import (
    WORLDWIDE,
    Inside,
    completes,
    difference,
    divide,
    inside,
    intersection,
    members,
    union,
)

YES, NO, UNCERTAIN = Inside.YES, Inside.NO, Inside.UNCERTAIN
#: Words of every kind: countries, certain and contract-defined regions, the world.
WORDS = ("US", "CN", "HK", "TR", "DE", "EU", "x-europe", "x-mena", "x-asia-selected", "x-apac",
         "x-north-america", "x-southeast-asia", WORLDWIDE)  # fmt: skip

#: Those among them whose borders a contract defines.
VAGUE = ("x-europe", "x-mena", "x-asia-selected", "x-apac", "x-north-america")


def territory(
    include: str,
    exclude: str = "",
    vague: tuple[str, ...] = (),
    vague_exclude: tuple[str, ...] = (),
    doubtful: tuple[str, ...] = (),
) -> TerritoryPlaces:
    words = tuple(include.split()), tuple(exclude.split()), vague, vague_exclude
    return TerritoryPlaces(*words, doubtful=doubtful)


def words(least: int, known: Sequence[str] = WORDS) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(known), unique=True, min_size=least, max_size=4).map(tuple)


vague = st.sampled_from([(), ("selected markets",)])
territories = st.builds(TerritoryPlaces, words(1), words(0), vague, vague)


@pytest.mark.parametrize(
    ("where", "country", "answer"),
    [
        (territory("001", "CN HK"), "CN", NO),
        (territory("001", "CN HK"), "US", YES),
        (territory("001 CN", "x-apac"), "CN", YES),
        (territory("001 CN", "x-apac"), "JP", NO),
        (territory("x-europe"), "DE", YES),
        (territory("x-europe"), "TR", UNCERTAIN),
        (territory("x-europe TR"), "TR", YES),
        (territory("001", "x-europe"), "TR", UNCERTAIN),
        (territory("x-europe", "EU"), "DE", NO),
        (territory("x-europe EU"), "DE", YES),
        (territory("x-apac", "x-southeast-asia"), "SG", NO),
        (territory("x-europe x-mena"), "TR", UNCERTAIN),
        (territory("001 x-europe"), "TR", YES),
        (territory("US", "US"), "US", NO),
        (territory("US", vague=("selected markets",)), "JP", UNCERTAIN),
        (territory("001 JP", vague_exclude=("selected markets",)), "US", UNCERTAIN),
        (territory("001 JP", vague_exclude=("selected markets",)), "JP", YES),
        (territory("US", doubtful=("CA",)), "CA", UNCERTAIN),
        (territory("US"), "CA", NO),
    ],
)
def test_the_most_specific_word_decides(
    where: TerritoryPlaces, country: str, answer: Inside
) -> None:
    assert inside(where, country) is answer


@settings(max_examples=25)
@given(territories)
def test_uncertain_is_what_the_possible_contracts_do_not_agree_on(where: TerritoryPlaces) -> None:
    """A contract decides for each uncertain word whether it has the country: try them all."""
    assert dict(members(where)) == {c: _by_brute_force(where, c) for c in countries()}


def _by_brute_force(where: TerritoryPlaces, country: str) -> Inside:
    answers = {_decided(where, country, meant) for meant in _meanings(where, country)}
    return answers.pop() if len(answers) == 1 else UNCERTAIN


def _meanings(where: TerritoryPlaces, country: str) -> Iterator[dict[str, bool]]:
    """Give every way to understand the uncertain words, as whether each has the country."""
    named = {w for w in (*where.include, *where.exclude) if w in regions()}
    open_ = sorted(w for w in named if country in regions()[w].uncertain)
    open_ += [f"{side} {w}" for side, vague in (("in", where.vague), ("out", where.vague_exclude))
              for w in vague]  # fmt: skip
    certain = {w: country in regions()[w].core for w in named}
    for chosen in product((True, False), repeat=len(open_)):
        yield certain | dict(zip(open_, chosen, strict=True))


def _decided(where: TerritoryPlaces, country: str, meant: dict[str, bool]) -> Inside:
    """Go through the levels: at the first one with a word for the country, exclusion wins."""
    include = [*where.include, *(f"in {w}" for w in where.vague)]
    exclude = [*where.exclude, *(f"out {w}" for w in where.vague_exclude)]
    levels: list[Callable[[str], bool]] = [
        lambda w: w == country,
        lambda w: w != WORLDWIDE and meant.get(w, False),
        lambda w: w == WORLDWIDE,
    ]
    for has in levels:
        if any(map(has, exclude)):
            return NO
        if any(map(has, include)):
            return YES
    return NO


_RANK = {NO: 0.0, UNCERTAIN: 0.5, YES: 1.0}
_BACK = {rank: answer for answer, rank in _RANK.items()}


@settings(max_examples=40)
@given(territories, territories)
def test_union_intersection_and_difference_are_those_of_three_valued_sets(
    one: TerritoryPlaces, other: TerritoryPlaces
) -> None:
    a, b = members(one), members(other)
    either, both, first = union(a, b), intersection(a, b), difference(a, b)
    for country in countries():
        x, y = _RANK[a[country]], _RANK[b[country]]
        assert either[country] is _BACK[max(x, y)]
        assert both[country] is _BACK[min(x, y)]
        assert first[country] is _BACK[min(x, 1 - y)]


@settings(max_examples=40)
@given(territories, territories)
def test_what_is_divided_is_neither_lost_nor_doubled(
    whole: TerritoryPlaces, part: TerritoryPlaces
) -> None:
    """Where both are certain, a country is in just one of the two; elsewhere nothing is made up."""
    common, rest = divide(whole, part)
    nowhere = dict.fromkeys(countries(), NO)
    within = members(common) if common else nowhere
    left = members(rest) if rest else nowhere
    for country in countries():
        had, taken = inside(whole, country), inside(part, country)
        if UNCERTAIN not in (had, taken):
            assert within[country] is _BACK[min(_RANK[had], _RANK[taken])]
            assert left[country] is _BACK[min(_RANK[had], 1 - _RANK[taken])]
        assert _RANK[within[country]] <= _RANK[had]
        assert _RANK[left[country]] <= _RANK[had]


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        (territory("001", "x-europe"), territory("x-europe"), True),
        (territory("001", "JP x-asia-selected"), territory("JP x-asia-selected", "CN"), True),
        (territory("001", vague_exclude=("a",)), territory("JP", vague=("a",)), True),
        (territory("001", vague_exclude=("a",)), territory("JP", vague=("b",)), False),
        (territory("001", "x-europe"), territory("x-europe", "x-mena"), False),
        (territory("001", "x-europe"), territory("x-mena"), False),
        (territory("x-europe"), territory("x-europe"), False),
        (territory("001", "EU"), territory("EU"), False),  # nothing is left uncertain
    ],
)
def test_a_territory_completes_another_that_leaves_the_same_words_out(
    one: TerritoryPlaces, other: TerritoryPlaces, answer: bool
) -> None:
    assert completes(one, other) is answer


@settings(max_examples=60)
@given(st.data())
def test_what_completes_another_has_its_doubtful_countries_whatever_the_words_mean(
    data: st.DataObject,
) -> None:
    left_out, unsaid = data.draw(words(1, VAGUE)), data.draw(vague)
    one = TerritoryPlaces((WORLDWIDE, *data.draw(words(0))), left_out, (), unsaid)
    added = tuple(dict.fromkeys((*left_out, *data.draw(words(0)))))
    kept_out = tuple(w for w in data.draw(words(0)) if w not in added)
    other = TerritoryPlaces(added, kept_out, unsaid)
    assume(completes(one, other))
    for country in countries():
        if inside(one, country) is inside(other, country) is UNCERTAIN:
            for meant in _meanings(_joined(one, other), country):
                same = meant | {f"out {w}": meant[f"in {w}"] for w in unsaid}
                assert YES in (_decided(one, country, same), _decided(other, country, same))


def _joined(one: TerritoryPlaces, other: TerritoryPlaces) -> TerritoryPlaces:
    """Give a territory that has all words of both, for what they may mean together."""
    named = (*one.include, *one.exclude, *other.include, *other.exclude)
    return TerritoryPlaces(named, (), other.vague)


@pytest.mark.parametrize(
    ("whole", "part", "inside_it", "left"),
    [
        (territory("US CA"), territory("CA"), territory("CA"), territory("US")),
        (territory("001", "CN"), territory("US"), territory("US"), territory("001", "CN US")),
        (territory("001"), territory("001", "US"), territory("001", "US"), territory("US")),
        (territory("x-europe JP"), territory("x-europe"), territory("x-europe"), territory("JP")),
        (territory("US CA"), territory("x-north-america"), territory("US CA"), None),
        (territory("US"), territory("CA"), None, territory("US")),
        (territory("US"), territory("US"), territory("US"), None),
        (territory("x-europe"), territory("TR"), territory("", doubtful=("TR",)),
         territory("x-europe", "TR")),
    ],
)  # fmt: skip
def test_a_divided_territory_is_told_in_words_where_words_can(
    whole: TerritoryPlaces,
    part: TerritoryPlaces,
    inside_it: TerritoryPlaces | None,
    left: TerritoryPlaces | None,
) -> None:
    common, rest = divide(whole, part)
    assert (common and replace(common, wording="") == inside_it) or common is inside_it
    assert (rest and replace(rest, wording="") == left) or rest is left


def test_what_words_cannot_tell_is_worded_country_by_country() -> None:
    common, rest = divide(territory("x-nordics TR"), territory("x-europe"))
    assert common
    assert common.wording == "DK, FI, IS, NO, SE, perhaps TR"
    assert rest
    assert rest.wording == "perhaps TR"
