"""Territory words: what each stands for, and what stays uncertain."""

import csv
import json
from dataclasses import dataclass

import pytest

from dealgraph import data
from dealgraph.schema.places import (
    TerritoryPlaces,
    UnlistedTerritoryError,
    countries,
    currencies,
    places,
    regions,
    resolve,
)


@dataclass
class Words:
    include: list[str]
    exclude: list[str]


def table() -> list[dict[str, str]]:
    with data.path("territory_words.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("JP", "JP"),
        ("jp", "JP"),
        ("Japan", "JP"),
        ("中国", "CN"),
        ("Mainland China", "CN"),
        ("the UK", "GB"),
        ("Türkiye", "TR"),
        ("turkey", "TR"),
        ("worldwide", "001"),
        ("europe", "x-europe"),
        ("EUROPE", "x-europe"),
        ("EU", "EU"),
        ("EEA", "x-eea"),
        ("x-nordics", "x-nordics"),
        ("CIS", "x-cis"),
        ("MENA", "x-mena"),
        ("middle east  and north africa", "x-mena"),
        ("apac", "x-apac"),
        ("大中华区", "x-greater-china"),
        ("north america", "x-north-america"),
        ("central asia", "143"),
        ("other emerging markets", None),
        ("asia (selected markets)", "x-asia-selected"),
        ("rest of world", None),
    ],
)
def test_word_stands_for_place(word: str, code: str | None) -> None:
    assert resolve(word) == code


def test_unlisted_word_names_the_nearest() -> None:
    with pytest.raises(UnlistedTerritoryError) as caught:
        resolve("eurpoe")
    assert caught.value.word == "eurpoe"
    assert caught.value.nearest[0] == "europe"
    assert str(caught.value).startswith("is no listed territory word; nearest: europe")


def test_names_of_regions_table_are_no_words() -> None:
    with pytest.raises(UnlistedTerritoryError):
        resolve("South-eastern Asia")


def test_places_keep_order_and_set_vague_words_apart() -> None:
    territory = Words(["worldwide", "selected markets", "global"], ["CN", "Hong Kong"])
    assert places(territory) == TerritoryPlaces(
        include=("001",),
        exclude=("CN", "HK"),
        vague=("selected markets",),
        vague_exclude=(),
        wording="worldwide, selected markets, global except CN, Hong Kong",
    )


def test_pitfalls_of_contract_words() -> None:
    known = regions()
    assert known["x-north-america"].core == {"US", "CA"}
    assert "MX" in known["x-north-america"].uncertain
    assert {"GB", "ES", "IT"} <= known["x-western-europe"].core
    assert {"CN", "JP", "KR", "SG"} <= known["x-asia"].core
    assert {"TR", "CY"} <= known["x-asia"].uncertain
    assert {"GB", "CH", "NO"} <= known["x-europe"].core
    assert {"RU", "TR", "UA"} <= known["x-europe"].uncertain
    assert "IL" in known["x-mena"].uncertain
    assert not {"AM", "AZ", "GE"} & (known["x-mena"].core | known["x-mena"].uncertain)


@pytest.mark.parametrize("code", ["EU", "x-eea", "x-nordics", "x-benelux", "001", "150"])
def test_fixed_terms_are_certain(code: str) -> None:
    assert regions()[code].uncertain == frozenset()


def test_members_are_countries_and_either_core_or_uncertain() -> None:
    for region in regions().values():
        assert region.core | region.uncertain <= countries().keys(), region.code
        assert not region.core & region.uncertain, region.code
        assert region.core | region.uncertain, region.code


def test_table_is_sound() -> None:
    rows = table()
    words = [row["word"].casefold() for row in rows]
    assert len(words) == len(set(words))
    for row in rows:
        assert not row["region"] or row["region"] in regions(), row
        assert row["region"] or not row["core"] + row["uncertain"], row
        assert resolve(row["word"]) == (row["region"] or None), row
        for column in ("core", "uncertain"):
            members = row[column].split("|")
            assert members == sorted(set(members)), row


def test_region_is_defined_once() -> None:
    defined = [row["region"] for row in table() if row["core"]]
    assert len(defined) == len(set(defined))


def test_every_bundled_word_is_listed() -> None:
    for name in ("deals-china-outbound.jsonl", "deals-rest-of-world.jsonl"):
        for line in data.path(name).read_text(encoding="utf-8").splitlines():
            territory = json.loads(line).get("territory", {})
            for word in territory.get("include", []) + territory.get("exclude", []):
                resolve(word)


def test_currencies_are_codes() -> None:
    assert {"USD", "EUR", "CNY", "JPY", "KRW", "GBP", "CHF"} <= currencies()
    assert "" not in currencies()
