"""The deal record: what it accepts, refuses and warns of, each by exact value."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dealgraph import data
from dealgraph.schema.amounts import AMOUNTS
from dealgraph.schema.record import (
    DealRecord,
    Royalties,
    canonical,
    parse,
)
from dealgraph.schema.remarks import problems, warnings

BUNDLED = [
    line
    for name in ("deals-china-outbound.jsonl", "deals-rest-of-world.jsonl")
    for line in data.path(name).read_text(encoding="utf-8").splitlines()
]


def deal(**fields: Any) -> dict[str, Any]:
    return {
        "type": "license",
        "status": "announced",
        "announced": "2025-03-14",
        "licensors": [{"name": "汉宇医药", "country": "CN"}],
        "licensees": [{"name": "Rhein Pharma", "country": "DE"}],
        "assets": [{"name": "HY-101"}],
        "sources": [{"url": "https://example.org/a"}],
    } | fields


def faults(**fields: Any) -> list[tuple[str, str, str]]:
    with pytest.raises(ValidationError) as caught:
        DealRecord.model_validate(deal(**fields))
    return problems(caught.value)


def test_bundled_deals_are_records_unchanged() -> None:
    assert len(BUNDLED) == 482
    for line in BUNDLED:
        said = json.loads(line)
        assert json.loads(canonical(DealRecord.model_validate(said))) == said


def test_canonical_keeps_numbers_and_names_as_written() -> None:
    record = DealRecord.model_validate(deal(upfront=350, milestones=12.5, currency="EUR"))
    assert canonical(record) == (
        '{"announced":"2025-03-14","assets":[{"name":"HY-101"}],"currency":"EUR",'
        '"licensees":[{"country":"DE","name":"Rhein Pharma"}],'
        '"licensors":[{"country":"CN","name":"汉宇医药"}],"milestones":12.5,'
        '"sources":[{"url":"https://example.org/a"}],"status":"announced","type":"license",'
        '"upfront":350}'
    )


def test_version_2_fields_are_read() -> None:
    record = DealRecord.model_validate(
        deal(
            id="2025-03-hanyu-rhein",
            royalties={"tiered": True, "low": 8, "high": 15},
            events=[{"kind": "closed", "date": "2025", "by": "both", "source": 0}],
            rights=[
                {
                    "assets": ["HY-101"],
                    "kind": "co-development",
                    "activities": ["develop", "commercialise"],
                    "territory": {"include": ["US"]},
                    "holder": "Rhein Pharma",
                    "share": {"licensor": 40, "licensee": 60},
                }
            ],
            follows={"deal": "2024-01-hanyu-rhein", "how": "amends"},
            sources=[{"publisher": "News", "kind": "wire", "says": {"upfront": 5}}],
            equity_kind="shares in licensee",
            inferred=["phase", "announced"],
        )
    )
    assert record.royalties == Royalties(tiered=True, low=8, high=15)
    assert record.sources[0].says is not None
    assert record.sources[0].says.upfront == 5
    assert record.rights[0].share is not None
    assert record.rights[0].share.licensee == 60
    assert parse(canonical(record)) == record


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"type": "licence"}, ("type", "licence", "must be one of: license, option, ")),
        ({"status": None}, ("status", "", "must not be null: leave out what is not known")),
        ({"announced": "2025"}, ("announced", "2025", "must be a date written as YYYY-MM or ")),
        ({"announced": "2025-02-30"}, ("announced", "2025-02-30", "is no real date")),
        ({"announced": "2025-13"}, ("announced", "2025-13", "is no real date")),
        ({"announced": "0205-01"}, ("announced", "0205-01", "must be of the years 1950 to 2100")),
        ({"licensors": []}, ("licensors", "[]", "must not be empty")),
        (
            {"licensors": [{"name": "A", "country": "UK"}]},
            (
                "licensors[0].country",
                "UK",
                "must be a country code of ISO 3166-1 alpha-2; perhaps GB, United Kingdom",
            ),
        ),
        (
            {"licensees": [{"name": "汉宇医药"}]},
            ("licensees[0].name", "汉宇医药", "is both licensor and licensee"),
        ),
        (
            {"licensees": [{"name": "A"}, {"name": "A", "country": "US"}]},
            ("licensees[1]", "A", "is listed twice"),
        ),
        (
            {"assets": [{"name": "A", "phase": "phase 9"}]},
            ("assets[0].phase", "phase 9", "must be one of: discovery, preclinical, "),
        ),
        ({"upfront": -1, "currency": "USD"}, ("upfront", "-1", "must not be negative")),
        ({"upfront": True, "currency": "USD"}, ("upfront", "true", "must be a plain number, in")),
        ({"upfront": "five", "currency": "USD"}, ("upfront", "five", "is no amount such as 45")),
        (
            {"upfront": "¥5m", "licensees": [{"name": "B", "country": "JP"}]},
            ("upfront", "¥5m", "¥ may be CNY or JPY"),
        ),
        (
            {"upfront": "€5m", "total": "$9m"},
            ("total", "$9m", "is in USD, but currency is EUR"),
        ),
        (
            {"bounds": {"total": "about"}},
            ("bounds.total", "about", "bounds an amount that is not given"),
        ),
        (
            {"upfront": float("nan"), "currency": "USD"},
            ("upfront", "NaN", "must be a finite number"),
        ),
        ({"upfront": None, "currency": "USD"}, ("upfront", "", "must not be null")),
        (
            {"upfront": 2 * 10**9, "currency": "JPY"},
            ("upfront", "2000000000", "must not be over 1,000,000,000 millions"),
        ),
        ({"upfront": 0}, ("currency", "", "must be given, as there is an amount (upfront)")),
        ({"currency": "RMB"}, ("currency", "RMB", "must be a currency code of ISO 4217")),
        (
            {"upfront": 50, "total": 40, "currency": "USD"},
            ("total", "40", "must not be below upfront (50)"),
        ),
        (
            {"territory": {"include": ["eurpoe"]}},
            ("territory.include[0]", "eurpoe", "is no listed territory word; nearest: europe"),
        ),
        (
            {"territory": {"include": ["JP"], "exclude": ["JP"]}},
            ("territory.exclude[0]", "JP", "is both included and excluded"),
        ),
        ({"territory": {"exclude": ["CN"]}}, ("territory.include", "", "is missing")),
        ({"royalties": {"low": 9, "high": 8}}, ("royalties.high", "8", "must not be below low")),
        ({"royalties": {"low": 101}}, ("royalties.low", "101", "must not be over 100 percent")),
        ({"exclusive": "yes"}, ("exclusive", "yes", "must be true or false")),
        ({"id": "2025 Hanyu"}, ("id", "2025 Hanyu", "must be small letters, digits and hyphens")),
        ({"upfrnt": 5}, ("upfrnt", "5", "is an unknown field; perhaps upfront")),
        (
            {"sources": [{"url": "javascript:alert(1)"}]},
            ("sources[0].url", "javascript:alert(1)", "must be a web address that starts with"),
        ),
        ({"sources": [{"date": "2025"}]}, ("sources[0]", '{"date": "2025"}', "must have a url or")),
        (
            {"sources": [{"publisher": "P", "says": {"total": -3}}]},
            ("sources[0].says.total", "-3", "must not be negative"),
        ),
        (
            {"events": [{"kind": "closed", "source": 1}]},
            ("events[0].source", "1", "must be an index below 1"),
        ),
        (
            {"events": [{"kind": "terminated", "assets": ["HY-101", "HY-9"]}]},
            ("events[0].assets[1]", "HY-9", "is no asset of this deal"),
        ),
        (
            {"rights": [{"assets": ["HY-9"], "kind": "licence"}]},
            ("rights[0].assets[0]", "HY-9", "is no asset of this deal"),
        ),
        (
            {"rights": [{"assets": ["HY-101"], "kind": "licence", "holder": "X"}]},
            ("rights[0].holder", "X", "is no party of this deal"),
        ),
        (
            {
                "rights": [
                    {
                        "assets": ["HY-101"],
                        "kind": "profit share",
                        "share": {"licensor": 60, "licensee": 50},
                    }
                ]
            },
            ("rights[0].share.licensee", "50", "must not exceed 100 together with licensor (60)"),
        ),
        (
            {"id": "a", "follows": {"deal": "a", "how": "amends"}},
            ("follows.deal", "a", "must be another deal"),
        ),
        ({"inferred": ["foo"]}, ("inferred[0]", "foo", "is no field of a deal, a party or an")),
        (
            {"assets": [{"name": "A\x1b[2J"}]},
            ("assets[0].name", "A\\x1b[2J", "must be one line without control characters"),
        ),
    ],
)
def test_fault_is_named_with_field_value_and_reason(
    fields: dict[str, Any], fault: tuple[str, str, str]
) -> None:
    found = faults(**fields)
    assert [(field, value) for field, value, _ in found] == [fault[:2]]
    assert found[0][2].startswith(fault[2])


def test_all_faults_of_a_record_are_named_at_once() -> None:
    found = faults(announced="2025-02-30", upfront=5, milestones=-1, licensees=[{"nam": "B"}])
    assert [field for field, _, _ in found] == [
        "milestones",
        "announced",
        "licensees[0].name",
        "licensees[0].nam",
        "currency",
    ]


def test_missing_field_has_no_value() -> None:
    said = deal()
    del said["licensors"]
    with pytest.raises(ValidationError) as caught:
        DealRecord.model_validate(said)
    assert problems(caught.value) == [("licensors", "", "is missing")]


def test_long_values_are_shown_shortly() -> None:
    assert faults(type="x" * 500)[0][1] == "x" * 77 + "..."


def test_parts_that_do_not_add_up_are_a_warning() -> None:
    record = deal(upfront=100, equity=20, milestones=300, total=400, currency="USD")
    assert warnings(DealRecord.model_validate(record)) == [
        "upfront + milestones + equity is 420, total is 400: 20 less in the total; no note says why"
    ]
    noted = DealRecord.model_validate(record | {"note": "The equity of 20 is on top."})
    assert warnings(noted) == [
        "upfront + milestones + equity is 420, total is 400: 20 less in the total "
        "(note: The equity of 20 is on top.)"
    ]
    assert warnings(DealRecord.model_validate(record | {"upfront_includes_equity": True})) == []


def test_near_term_payments_may_stand_apart_from_the_milestones_or_among_them() -> None:
    record = deal(upfront=51, near_term=100, milestones=5890, currency="USD")
    assert warnings(DealRecord.model_validate(record | {"total": 5990})) == []
    assert warnings(DealRecord.model_validate(record | {"total": 5941})) == []
    (said,) = warnings(DealRecord.model_validate(record | {"total": 5950}))
    assert said.startswith("upfront + milestones is 5,941, total is 5,950: 9 more in the total")


#: The bundled deals whose parts do not add up: the difference, and what the note says of it.
UNEVEN = {
    "2019-09-henlius-kgbio": ("10 more", "10 for trial funding"),
    "2020-07-curevac-gsk": ("26 more", "26 manufacturing reservation payment"),
    "2020-10-apellis-sobi": ("80 more", "80 development reimbursement"),
    "2020-11-telix-grand-pharma": ("50 less", "creditable against the 225"),
    "2021-01-artiva-merck": ("15 more", "15 for the third programme"),
    "2021-12-genfit-ipsen": ("28 less", "the 28 for shares is on top"),
    "2022-08-poseida-roche": ("110 more", "another 110 near-term"),
    "2022-10-zymeworks-jazz": ("322.5 more", "325 one-time payment"),
    "2023-05-junshi-drreddys": ("3 more", "3 more if the territory is extended"),
    "2023-10-daiichi-sankyo-merck": ("1,500 more", "1,500 continuation payments"),
    "2025-03-zealand-roche": ("50 more", "5,250, announced as 5.3 billion"),
    "2025-05-3sbio-pfizer": ("100 less", "total is upfront plus milestones"),
    "2025-06-biontech-bms": ("2,000 more", "2,000 non-contingent anniversary payments"),
    "2025-08-fosun-sitala": ("5 less", "shares worth 5 (at most 10%)"),
    "2025-10-rani-chugai": ("900 more", "1,085 with options on five more"),
}


def test_the_bundled_deals_whose_parts_do_not_add_up_are_these_and_their_notes_say_why() -> None:
    said = {
        record.id: warning
        for record in map(parse, BUNDLED)
        for warning in warnings(record)
        if "in the total" in warning
    }
    assert said.keys() == UNEVEN.keys()
    for name, (difference, why) in UNEVEN.items():
        found, _, note = said[name].partition(" in the total (note: ")
        assert found.endswith(f": {difference}")
        assert why in note


def test_amount_not_in_millions_is_a_warning() -> None:
    record = DealRecord.model_validate(deal(upfront=45_000_000, currency="USD"))
    assert warnings(record) == ["upfront is 45,000,000 million USD: amounts are in millions"]


@pytest.mark.parametrize(
    ("status", "events", "said"),
    [
        ("terminated", [], ["status is terminated, but no event ends the whole deal: no day says "
                            "when"]),
        ("terminated", [{"kind": "rights returned", "date": "2025"}], []),
        ("terminated", [{"kind": "rights returned"}],
         ["events[0]: rights returned, but no date says when"]),
        ("terminated", [{"kind": "terminated", "date": "2025", "what": "one of the two"}],
         ["status is terminated, but no event ends the whole deal: no day says when"]),
        ("closed", [{"kind": "terminated", "date": "2025", "assets": ["HY-101"]}], []),
        ("closed", [{"kind": "terminated", "date": "2025"}],
         ["events[0]: terminated ends the whole deal, but its status is closed"]),
        ("announced", [{"kind": "milestone", "date": "2024-02-29"}],
         ["events[0]: milestone 2024-02-29 is before the announcement (2024-03)"]),
        ("announced", [{"kind": "closed", "date": "2024"}], []),  # the same year: it may be later
        ("terminated", [{"kind": "terminated", "date": "2024-05", "effective": "2024-08"},
                        {"kind": "rights returned", "date": "2024-09"},
                        {"kind": "milestone", "date": "2024-08"},
                        {"kind": "amended", "date": "2024-09-01", "what": "late"}],
         ["events[3]: amended 2024-09-01 is after the end of the deal (2024-08-31)"]),
    ],
)  # fmt: skip
def test_events_that_do_not_fit_are_warnings_with_their_place(
    status: str, events: list[dict[str, object]], said: list[str]
) -> None:
    record = deal(announced="2024-03", status=status, events=events)
    assert warnings(DealRecord.model_validate(record)) == said


def test_only_one_bundled_deal_has_events_that_do_not_fit() -> None:
    found = {
        record.id: warning
        for record in map(parse, BUNDLED)
        for warning in warnings(record)
        if "in the total" not in warning
    }
    assert found == {"2020-01-innovent-coherus": "events[0]: terminated, but no date says when"}


amounts = st.one_of(
    st.integers(min_value=0, max_value=10**9),
    st.floats(min_value=0, max_value=10**9, allow_nan=False),
)
names = st.text(max_size=20).filter(str.isprintable).map(lambda text: f"N{text}")


@st.composite
def deals(draw: st.DrawFn) -> dict[str, Any]:
    given_amounts = draw(st.dictionaries(st.sampled_from(AMOUNTS[:-1]), amounts))
    given_amounts.pop("near_term", None) if "upfront" in given_amounts else None
    sides = draw(st.lists(st.lists(names, min_size=1, max_size=3), min_size=2, max_size=2))
    licensors = [{"name": f"L{index} {name}"} for index, name in enumerate(sides[0])]
    licensees = [{"name": f"R{index} {name}"} for index, name in enumerate(sides[1])]
    return deal(
        licensors=licensors,
        licensees=licensees,
        assets=[{"name": draw(names), "indications": [draw(names)]}],
        currency="USD",
        announced=f"{draw(st.dates()).replace(year=2024):%Y-%m}",
        **given_amounts,
    )


@given(deals())
def test_canonical_round_trip(said: dict[str, Any]) -> None:
    record = DealRecord.model_validate(said)
    assert parse(canonical(record)) == record
    assert canonical(parse(canonical(record))) == canonical(record)


@given(deals())
def test_absent_amount_never_becomes_a_number(said: dict[str, Any]) -> None:
    stored = json.loads(canonical(DealRecord.model_validate(said)))
    assert {name for name in AMOUNTS if name in stored} == set(AMOUNTS) & said.keys()
    assert all(repr(stored[name]) == repr(said[name]) for name in AMOUNTS if name in said)


@given(deals(), st.randoms())
def test_order_of_fields_is_irrelevant(said: dict[str, Any], random: Any) -> None:
    fields = list(said.items())
    random.shuffle(fields)
    shuffled = DealRecord.model_validate(dict(fields))
    assert canonical(shuffled) == canonical(DealRecord.model_validate(said))
