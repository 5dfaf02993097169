"""Notes and fields of the bundled deals agree where both speak; what they leave open is listed."""

import csv
import json
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from support import BUNDLED, ROOT

from dealgraph.schema.record import ENDINGS

Deal = dict[str, Any]
DEALS: dict[str, Deal] = {
    deal["id"]: deal
    for file in BUNDLED
    for deal in map(json.loads, file.read_text("utf-8").splitlines())
}
SHARED = {"co-development", "co-commercialisation", "profit share"}


def rights(deal: Deal) -> set[str]:
    return {right["kind"] for right in deal.get("rights", [])}


def events(deal: Deal) -> set[str]:
    return {event["kind"] for event in deal.get("events", [])}


def is_shared(deal: Deal) -> bool:
    """Tell whether something is shared, or whether there is an option to share it."""
    optional = re.compile("share|co-")
    return bool(rights(deal) & SHARED) or any(
        right["kind"] == "option" and optional.search(right.get("scope", ""))
        for right in deal.get("rights", [])
    )


class Rule(NamedTuple):
    """What a note that matches `words` must have beside it; `silent` says where not, and why."""

    words: str
    held: Callable[[Deal], bool]
    silent: dict[str, str]


RULES = {
    "an option is a right, a type or an event": Rule(
        r"\boption(s|ed)?\b",
        lambda deal: (
            "option" in rights(deal)
            or deal["type"] == "option"
            or deal.get("follows", {}).get("how") == "exercises"
        ),
        {
            "2019-07-galapagos-gilead": "on a pipeline without an asset of its own",
            "2020-01-innovent-coherus": "on an asset outside the record",
            "2022-03-biosion-pyxis": "on assets outside the record",
            "2022-05-dragonfly-gilead": "on programmes outside the record",
            "2022-05-kelunbio-merck": "the deal is the exercise, of an option not recorded",
            "2022-06-henlius-organon": "to negotiate only, on an asset outside the record",
            "2022-10-moderna-merck": "the deal is the exercise, of an option of 2016",
            "2023-05-cbmg-jnj": "to be negotiated only",
            "2023-09-immatics-moderna": "on a profit share; asset and holder are not recorded",
            "2024-01-allorion-avenzo": "on a programme outside the record",
            "2024-05-prothena-bms": "the deal is the exercise, of an option of 2018",
            "2024-12-bioarctic-bms": "its holder is not told",
            "2025-08-kumquat-bayer": "to negotiate only; its holder is not told",
        },
    ),
    "an end is a status, an event or the end of a right": Rule(
        r"\b(terminated|termination|ended|returned|lapsed|bought (them|the rights) back|dropped)\b",
        lambda deal: (
            deal["status"] == "terminated"
            or bool(events(deal) & set(ENDINGS))
            or any("until" in right for right in deal.get("rights", []))
        ),
        {
            "2020-07-kymera-sanofi": "one asset gave way to another; an amendment tells it",
            "2024-08-kelunbio-merck": "the end is that of another asset",
        },
    ),
    "what is shared is a right": Rule(
        r"profit.shar|profits? (are )?shared|shared? equally|50[:/]50"
        r"|co-?develop|co-?commerciali|co-?promot",
        lambda deal: deal["type"] == "co-development" or is_shared(deal),
        {
            "2020-05-junshi-lilly": "shared with an institute that is no party",
            "2022-12-alteogen-sandoz": "in the licence that replaced it, which is not recorded",
            "2023-09-immatics-moderna": "an option on it; asset and holder are not recorded",
            "2024-12-bioarctic-bms": "an option on it; its holder is not told",
            "2024-12-hansoh-merck": "a retained right, under conditions",
            "2025-08-kumquat-bayer": "an option to negotiate it",
            "2025-09-argo-novartis": "options on it; assets and holders are not told",
        },
    ),
    "what is inferred is named": Rule(
        r"general knowledge|inferred|inference|assumed",
        lambda deal: bool(deal.get("inferred")),
        {"2021-12-genfit-ipsen": "the exclusion is in the note only, the territory as announced"},
    ),
    "equity goes one way": Rule(
        r"\b(stake|shares|equity|warrants?)\b",
        lambda deal: "equity_kind" in deal,
        {
            "2021-12-itm-grand-pharma": "a later stake; which way is not told",
            "2024-12-kaken-jnj": "a possible investment",
            "2025-05-sirius-crispr": "which way is not told",
            "2025-08-superluminal-lilly": "neither amount nor direction is told",
            "2025-11-sanegene-lilly": "undisclosed",
        },
    ),
}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_what_a_note_says_is_in_a_field(rule: Rule) -> None:
    spoken = {name for name, deal in DEALS.items() if re.search(rule.words, note(deal), re.I)}
    assert {name for name in spoken if not rule.held(DEALS[name])} == rule.silent.keys()


def note(deal: Deal) -> str:
    return str(deal.get("note", ""))


BOUND_WORDS = {
    "more than": "more than|over|exceed|above|past|top",
    "about": "about|nearly|almost|approximate|rounded",
    "up to": "up to|not above",
}


def test_a_bound_has_its_word_in_the_note() -> None:
    bounds = {
        (name, bound) for name, deal in DEALS.items() for bound in deal.get("bounds", {}).values()
    }
    assert {bound for _, bound in bounds} == BOUND_WORDS.keys()
    unsaid = {
        (name, bound)
        for name, bound in bounds
        if not re.search(BOUND_WORDS[bound], note(DEALS[name]), re.I)
    }
    assert unsaid == set()


def test_equity_of_any_amount_goes_one_way() -> None:
    unsaid = {
        name for name, deal in DEALS.items() if "equity" in deal and "equity_kind" not in deal
    }
    assert unsaid == {"2025-05-sirius-crispr"}


# --- events --------------------------------------------------------------------------------------


def test_an_option_that_was_taken_or_let_go_was_granted() -> None:
    without = {
        name
        for name, deal in DEALS.items()
        for event in deal.get("events", [])
        if event["kind"] in ("option exercised", "option lapsed") and not was_granted(deal, event)
    }
    assert without == {
        "2022-05-kelunbio-merck",  # of an option that is not recorded
        "2022-10-zymeworks-jazz",  # a payment for going on
        "2022-12-arcellx-gilead",  # to negotiate, on an asset of the deal of 2023
    }


def was_granted(deal: Deal, event: Deal) -> bool:
    return bool(optioned(deal)) and optioned(deal) >= set(event.get("assets", ()))


def optioned(deal: Deal) -> set[str]:
    """Give the assets of a deal on which there is an option."""
    stated = {asset for right in deal.get("rights", []) for asset in right["assets"]}
    granted = {
        asset
        for right in deal.get("rights", [])
        if right["kind"] == "option"
        for asset in right["assets"]
    }
    unstated = {asset["name"] for asset in deal["assets"]} - stated
    return granted | unstated if deal["type"] == "option" else granted


def test_an_ended_deal_has_an_end_and_the_end_of_all_ends_it() -> None:
    ended = {name for name, deal in DEALS.items() if any(map(of_all(deal), endings(deal)))}
    marked = {name for name, deal in DEALS.items() if deal["status"] == "terminated"}
    assert marked - ended == set()
    assert ended - marked == {
        "2021-02-vir-gsk",  # the influenza programme, with other antibodies beside it
        "2022-12-wave-gsk",  # its one asset, with eight programmes outside the record
    }


def endings(deal: Deal) -> Iterator[Deal]:
    return (event for event in deal.get("events", []) if event["kind"] in ENDINGS)


def of_all(deal: Deal) -> Callable[[Deal], bool]:
    assets = {asset["name"] for asset in deal["assets"]}

    def covers(event: Deal) -> bool:
        named = event.get("assets")
        return "territory" not in event and (set(named) == assets if named else "what" not in event)

    return covers


def test_what_is_assigned_goes_to_somebody() -> None:
    for deal in DEALS.values():
        for event in deal.get("events", []):
            assert ("to" in event) == (event["kind"] == "assigned"), deal["id"]


def test_a_territory_that_was_added_is_a_right_from_then_on() -> None:
    added = re.compile(r"territory widened|added to the territory|adds .* rights|added for")
    widened = {
        (name, event["date"])
        for name, deal in DEALS.items()
        for event in deal.get("events", [])
        if added.search(event.get("what", "")) and event["kind"] == "amended"
    }
    assert len(widened) == 6
    for name, date in widened:
        since = {right["since"] for right in DEALS[name]["rights"] if "since" in right}
        assert any(date.startswith(day) for day in since), name


# --- families, sources, what stays open ----------------------------------------------------------


def names(deal: Deal, side: str) -> set[str]:
    return {party["name"] for party in deal[side]}


#: What the later and the earlier deal must have in common, by how one follows the other.
KINSHIP: dict[str, Callable[[Deal, Deal], object]] = {
    "amends": lambda new, old: names(new, "licensors") & names(old, "licensors"),
    "exercises": lambda new, old: names(new, "licensees") & names(old, "licensees"),
    "sublicenses": lambda new, old: names(new, "licensors") & names(old, "licensees"),
    "onward sale": lambda new, old: names(new, "licensors") & names(old, "licensees"),
    "relicenses": lambda new, old: (
        old["status"] == "terminated" and names(new, "licensors") & names(old, "licensors")
    ),
    "acquires licensor": lambda new, old: (
        new["type"] == "acquisition" and names(new, "licensees") & names(old, "licensees")
    ),
}


def test_a_deal_follows_an_earlier_one_of_its_family() -> None:
    for deal in DEALS.values():
        if follows := deal.get("follows"):
            earlier = DEALS[follows["deal"]]
            assert earlier["announced"] < deal["announced"], deal["id"]
            assert KINSHIP[follows["how"]](deal, earlier), deal["id"]


def test_every_source_says_who_publishes_it() -> None:
    kinds = [source.get("kind") for deal in DEALS.values() for source in deal["sources"]]
    assert {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)} == {
        "trade press": 537,
        "company": 177,
        "aggregator": 118,
        "wire": 97,
        "regulator": 77,
        "other": 24,
    }


def test_what_stays_open_is_said_once_of_a_deal_that_is_there() -> None:
    with (ROOT / "data" / "open-points.tsv").open(encoding="utf-8", newline="") as file:
        points = [tuple(row) for row in csv.reader(file, delimiter="\t")]
    assert points[0] == ("deal", "open")
    assert points[1:] == sorted(set(points[1:]))
    assert {deal for deal, _ in points[1:]} <= DEALS.keys()
