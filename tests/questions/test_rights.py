"""The rights ledger: who may sell what where on a day."""

import csv
from pathlib import Path

import pytest

from dealgraph.graph.asking import Asker
from questions.asked import items

MAP = Path(__file__).parent.parent / "rights-map.tsv"


def expected() -> dict[tuple[str, str], list[dict[str, str]]]:
    with MAP.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))
    maps: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in rows:
        maps.setdefault((row["asset"], row["day"]), []).append(row)
    return maps


@pytest.mark.parametrize(("asset", "day"), expected())
def test_the_map_of_an_asset_is_as_its_records_say(asker: Asker, asset: str, day: str) -> None:
    """tests/rights-map.tsv gives the answers by country, each with its reason."""
    found: dict[str, set[str]] = {}
    for item in items(asker, "asset-rights", asset=asset, as_of=day):
        held = " ".join(str(item[c]) for c in ("holder", "answer", "kind") if item[c])
        assert isinstance(item["countries"], list)
        for country in item["countries"]:
            found.setdefault(country, set()).add(held)
    assert len(found) == 249
    for row in expected()[asset, day]:
        for country in row["countries"].split():
            assert found[country] == set(row["answers"].split("; ")), (country, row["why"])
