"""What holds for every question: names, ids and links, facts in meta, cuts, missing amounts."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache

import pytest

from dealgraph.graph.asking import (
    AmbiguousNameError,
    Answer,
    Asker,
    BadParameterError,
    UnknownThingError,
)
from dealgraph.queries.catalogue import Catalogue
from dealgraph.queries.types import THINGS, inner
from questions.asked import ask, examples, items, pages

QUESTIONS = sorted(Catalogue.bundled())
WITH_LIMIT = [name for name in QUESTIONS if "limit" in Catalogue.bundled()[name].parameters]
PAGED = [name for name in QUESTIONS if Catalogue.bundled()[name].cursor]
NAMED = [
    (question.name, parameter.name)
    for question in Catalogue.bundled().values()
    for parameter in question.parameters.values()
    if inner(parameter.type) in THINGS
]


def test_every_question_has_an_example_and_says_what_counts() -> None:
    for question in Catalogue.bundled().values():
        assert question.examples, question.name
        assert question.scope, question.name
        if "include_rumoured" in question.parameters:
            assert "umoured" in " ".join(question.scope), question.name
    assert len(QUESTIONS) == 38


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_answer_says_what_it_rests_on(asker: Asker, name: str) -> None:
    for answer in examples(asker, name):
        assert answer.items
        parameters = answer.meta["parameters"]
        assert isinstance(parameters, dict)
        assert parameters.keys() == asker.catalogue[name].parameters.keys()
        assert ("counted" in answer.meta) == bool(asker.catalogue[name].counted)
        apart = ("parameters", "counted")
        assert {key: value for key, value in answer.meta.items() if key not in apart} == {
            "question": name,
            "scope": list(asker.catalogue[name].scope),
            "revision": asker.facts().revision,
            "data_as_of": "2026-06-22",
            "deals": 482,
            "coverage": "a selection, not a census",
            "cut": answer.meta["cut"],
        }


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_same_question_has_the_same_answer(asker: Asker, name: str) -> None:
    first, second = examples(asker, name), examples(asker, name)
    assert [answer.as_json() for answer in first] == [answer.as_json() for answer in second]


@pytest.mark.parametrize("name", WITH_LIMIT)
def test_a_limit_takes_the_first_rows_and_says_so(asker: Asker, name: str) -> None:
    question = asker.catalogue[name]
    for example in question.examples:
        whole = asker.ask(question, example)
        one = asker.ask(question, {**example, "limit": 1})
        assert one.items == whole.items[:1]
        assert one.meta["cut"] is (len(whole.items) > 1)
        with pytest.raises(BadParameterError, match="limit: must be at least 1"):
            asker.ask(question, {**example, "limit": 0})


@pytest.mark.parametrize("name", PAGED)
def test_one_row_a_page_is_the_same_list(asker: Asker, name: str) -> None:
    question = asker.catalogue[name]
    example = {**question.examples[0], "limit": 6}
    rows = asker.ask(question, example).items
    found, cursor = [], None
    for _ in rows:
        answer = asker.ask(question, {**example, "limit": 1, "cursor": cursor})
        found += answer.items
        cursor = answer.next
    assert found == rows
    with pytest.raises(BadParameterError, match=f"cursor: is no cursor that {name} gave"):
        asker.ask(question, {**example, "cursor": "bm90aGluZw"})


@pytest.mark.parametrize(("name", "parameter"), NAMED)
def test_what_is_not_there_is_unknown(asker: Asker, name: str, parameter: str) -> None:
    question = asker.catalogue[name]
    with pytest.raises(UnknownThingError) as unknown:
        asker.ask(question, {**question.examples[0], parameter: "zzz-no-such-thing"})
    assert unknown.value.text == "zzz-no-such-thing"
    assert unknown.value.kind == inner(question.parameters[parameter].type)


def test_a_time_without_deals_has_no_rows(asker: Asker) -> None:
    for name in QUESTIONS:
        question = asker.catalogue[name]
        if "since" in question.parameters:
            answer = asker.ask(question, {**question.examples[0], "since": "2099-01-01"})
            assert (answer.items, answer.next, answer.meta["cut"]) == ([], None, False), name


# --- links ---------------------------------------------------------------------------------------


def test_every_thing_of_every_example_has_its_own_answer(asker: Asker) -> None:
    found = {
        str(thing["url"]): thing
        for name in QUESTIONS
        for answer in examples(asker, name)
        for thing in _things(answer.items)
    }
    assert len(found) > 130
    kinds = {url.split("/")[1] for url in found}
    assert kinds == {"assets", "companies", "countries", "deals", "indications", "regions",
                     "sources", "targets"}  # fmt: skip
    for url, thing in found.items():
        question, parameters = _route(url)
        answer = ask(asker, question, **parameters)
        assert answer.items, url
        assert thing in _things(answer.items), url
        assert thing["id"] in parameters.values(), url


def _things(value: object) -> Iterator[Mapping[str, object]]:
    if isinstance(value, Mapping):
        if value.keys() == {"id", "name", "url"}:
            yield value
        for entry in value.values():
            yield from _things(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _things(entry)


def _route(url: str) -> tuple[str, dict[str, str]]:
    """Find the question whose path a URL is, with what stands in it."""
    routes = [(name, found.groupdict()) for name, path in _routes() if (found := path(url))]
    assert len(routes) == 1, f"{url} leads to {routes}"
    return routes[0]


@cache
def _routes() -> list[tuple[str, Callable[[str], re.Match[str] | None]]]:
    return [
        (name, re.compile(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", question.path)).fullmatch)
        for name, question in Catalogue.bundled().items()
    ]


# --- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "matched"),
    [
        ("takeda", "id"),
        ("Takeda", "name"),
        ("TAKEDA", "name"),
        ("武田", "local"),
        ("武田薬品工業", "local"),
        ("다케다제약", "local"),
        ("TAK", "ticker"),
        ("4502.T", "ticker"),
    ],
)
def test_takeda_goes_by_many_names(asker: Asker, name: str, matched: str) -> None:
    answer = ask(asker, "company", company=name)
    (item,) = answer.items
    takeda = {"id": "takeda", "name": "Takeda", "url": "/companies/takeda"}
    assert item["company"] == takeda
    parameters = answer.meta["parameters"]
    assert isinstance(parameters, dict)
    asked = parameters["company"]
    assert (asked["id"], asked["asked"]) == ("takeda", name)
    assert asked["matched"] == matched


@pytest.mark.parametrize(
    ("name", "candidates"),
    [
        ("Merck", ["merck-and-co", "merck-kgaa"]),
        ("科兴", ["kexing-biopharm", "sinovac"]),
    ],
)
def test_a_name_of_two_companies_is_ambiguous(
    asker: Asker, name: str, candidates: list[str]
) -> None:
    for question in ("company", "partner-network", "deals"):
        with pytest.raises(AmbiguousNameError) as ambiguous:
            ask(asker, question, company=name)
        assert sorted(str(thing["id"]) for thing in ambiguous.value.candidates) == candidates
    assert items(asker, "company", company="MSD")[0]["company"] == "merck-and-co"
    assert items(asker, "company", company="默克")[0]["company"] == "merck-kgaa"


def test_a_word_for_two_targets_is_ambiguous(asker: Asker) -> None:
    with pytest.raises(AmbiguousNameError) as ambiguous:
        ask(asker, "target-assets", target="PD-1/VEGF")
    assert [thing["id"] for thing in ambiguous.value.candidates] == ["PDCD1", "VEGFA"]


@pytest.mark.parametrize(
    ("question", "parameter", "text", "nearest"),
    [
        ("company", "company", "Takedo", "takeda"),
        ("company", "company", "Innovant Biologics", "innovent-biologics"),
        ("asset", "asset", "ivonescimap", "ivonescimab"),
        ("deal", "deal", "2025-10-innovent-takedo", "2025-10-innovent-takeda"),
        ("indication", "indication", "psoriosis", "psoriasis"),
        ("country", "country", "Japann", "JP"),
    ],
)
def test_an_unknown_name_brings_the_nearest(
    asker: Asker, question: str, parameter: str, text: str, nearest: str
) -> None:
    with pytest.raises(UnknownThingError) as unknown:
        ask(asker, question, **{parameter: text})
    assert nearest in [thing["id"] for thing in unknown.value.nearest]


@pytest.mark.parametrize(
    ("kind", "text", "first"),
    [
        ("company", "Akesso", "akeso"),
        ("company", "noehringer ingelheim", "boehringer-ingelheim"),
        ("company", "恒端医药", "hengrui-pharma"),
        ("asset", "wvonescimab", "ivonescimab"),
        ("target", "CLDN81.2", "cldn18-2"),
    ],
)
def test_a_name_with_one_letter_wrong_brings_the_right_one_first(
    asker: Asker, kind: str, text: str, first: str
) -> None:
    with pytest.raises(UnknownThingError) as unknown:
        asker.find(kind, text)
    assert unknown.value.nearest[0]["id"] == first


# --- amounts -------------------------------------------------------------------------------------


def test_a_sum_is_missing_exactly_where_nothing_is_disclosed(asker: Asker) -> None:
    sums = [
        (known, count)
        for answer in _wide(asker)
        for record in _records(answer.items)
        for name, count in record.items()
        if name.endswith("_disclosed")
        for known in [_sum(record, name.removesuffix("_disclosed"))]
    ]
    assert len(sums) > 1000
    assert {known is None for known, count in sums if count == 0} == {True}
    assert {known is not None and known > 0 for known, count in sums if count} == {True}


def _wide(asker: Asker) -> list[Answer]:
    answers = [answer for name in QUESTIONS for answer in examples(asker, name)]
    answers += [ask(asker, name, limit=500) for name in ("landscape", "dealmakers", "flows")]
    answers += [ask(asker, "country-flows", country=country) for country in ("CN", "US")]
    answers += [ask(asker, "company", company=name) for name in ("celltrion", "gsk", "undisclosed")]
    return [*answers, *pages(asker, "timeline", company="gsk", limit=20)]


def _records(value: object) -> Iterator[Mapping[str, object]]:
    if isinstance(value, Mapping):
        yield value
        for entry in value.values():
            yield from _records(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _records(entry)


def _sum(record: Mapping[str, object], name: str) -> float | None:
    amounts = [record[key] for key in (f"{name}_musd", f"median_{name}_musd") if key in record]
    assert len(amounts) == 1, record
    assert isinstance(amounts[0], float | None)
    return amounts[0]
