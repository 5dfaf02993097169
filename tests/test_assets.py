"""Assets under codes of two makers, and of which deals say different things, on a real server."""

from pathlib import Path
from typing import Any

import pytest
from questions.asked import ask, items, rows
from test_load import record, write

from dealgraph.graph.asking import AmbiguousNameError, Asker
from dealgraph.graph.connection import Connection
from dealgraph.loaders.load import load
from dealgraph.queries.catalogue import Catalogue
from dealgraph.schema import assets
from dealgraph.schema.names import code_key


@pytest.fixture
def asker(empty: Connection) -> Asker:
    return Asker(empty, Catalogue.bundled())


def test_a_code_of_two_makers_is_ambiguous_and_its_candidates_say_the_maker(
    asker: Asker, empty: Connection, tmp_path: Path
) -> None:
    gsk = record("2021-07-a", licensors=[{"name": "Alector"}], assets=[{"name": "AL101"}])
    other = record("2021-08-b", licensors=[{"name": "Ayala"}], assets=[{"name": "AL101"}])
    load(empty, [write(tmp_path / "d.jsonl", gsk, other)])
    with pytest.raises(AmbiguousNameError) as ambiguous:
        ask(asker, "asset", asset="AL101")
    assert [(thing["id"], thing["name"]) for thing in ambiguous.value.candidates] == [
        ("al101", "AL101 (Alector)"),
        ("al101-ayala", "AL101 (Ayala)"),
    ]
    assert rows(asker, "search", "thing how makers", q="AL101", kind="asset") == [
        ("al101", "exact", ["alector"]),
        ("al101-ayala", "exact", ["ayala"]),
    ]


def _says(deal: str, name: str, **asset: Any) -> dict[str, Any]:
    return record(deal, assets=[{"name": name, **asset}])


def test_what_deals_tell_differently_of_an_asset_is_warned_of_and_shown_with_it(
    asker: Asker, empty: Connection, tmp_path: Path
) -> None:
    first = _says("2021-01-a", "ivonescimab", targets=["PD-1", "VEGF"], modality="fusion protein")
    same = _says("2021-02-b", "AK112", targets=["VEGF-A", "PD-1"])
    report = load(empty, [write(tmp_path / "d.jsonl", first, same)])
    assert report.warnings == []
    assert rows(asker, "asset", "conflicts", asset="AK112") == [([],)]
    later = _says("2021-03-c", "ivonescimab", targets=["PD-1"], modality="bispecific antibody")
    report = load(empty, [write(tmp_path / "e.jsonl", later)])
    assert report.warnings == [
        "asset ivonescimab: deals tell different modality: bispecific antibody in 2021-03-c; "
        "fusion protein in 2021-01-a",
        "asset ivonescimab: deals tell different targets: PDCD1 in 2021-03-c; "
        "PDCD1, VEGFA in 2021-01-a, 2021-02-b",
    ]
    (asset,) = items(asker, "asset", asset="AK112")
    assert asset["conflicts"] == [
        {"field": "modality", "value": ["bispecific antibody"], "deals": ["2021-03-c"]},
        {"field": "modality", "value": ["fusion protein"], "deals": ["2021-01-a"]},
        {"field": "targets", "value": ["PDCD1"], "deals": ["2021-03-c"]},
        {"field": "targets", "value": ["PDCD1", "VEGFA"], "deals": ["2021-01-a", "2021-02-b"]},
    ]


@pytest.mark.parametrize(
    ("name", "party", "asset"),
    [
        ("MK-2870", "merck-and-co", "skb264"),
        ("sacituzumab tirumotecan", "anyone", "skb264"),
        ("BMS-986507", "bristol-myers-squibb", "blb01d1"),
        ("izalontamab brengitecan", "anyone", "blb01d1"),
        ("Fruzaqla", "anyone", "fruquintinib"),
        ("cilta-cel", "anyone", "lcarb38m"),
        ("GSK5764227", "gsk", "hs20093"),
        ("GSK5764227", "anyone", "gsk5764227-anyone"),
        ("bosakitug", "anyone", "bsi045b"),
        ("ligufalimab", "anyone", "ligufalimab"),
    ],
)
def test_codes_inns_and_brands_of_a_substance_are_one_asset(
    name: str, party: str, asset: str
) -> None:
    entry = assets.identify(name, (), [party])
    assert entry is not None
    assert entry.id == asset


def test_no_name_stands_for_two_substances_of_the_register() -> None:
    named = [(code_key(name), entry.id) for entry in assets.register().values()
             for name in entry.names]  # fmt: skip
    assert len(dict(named)) == len({key for key, _ in named}) == len(set(named))
