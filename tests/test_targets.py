"""Target words: slang first, HGNC second, ambiguity and unknown words refused."""

import json

import pytest
from support import BUNDLED

from dealgraph.schema import targets
from dealgraph.schema.targets import AmbiguousTargetError, UnknownTargetError, resolve


@pytest.mark.parametrize(
    ("word", "ids"),
    [
        ("PD-1", ["PDCD1"]),
        ("pd1", ["PDCD1"]),
        ("programmed cell death 1", ["PDCD1"]),
        ("PDCD1", ["PDCD1"]),
        ("Claudin 18.2", ["cldn18-2"]),
        ("CLDN18", ["CLDN18"]),
        ("CDK4/6", ["CDK4", "CDK6"]),
        ("GLP-1/GIP", ["GLP1R", "GIPR"]),
        ("PD-1 x VEGF", ["PDCD1", "VEGFA"]),
        ("PD-1/CD47", ["PDCD1", "CD47"]),
        ("integrin α4β7", ["integrin-alpha4beta7"]),
        ("α4β7", ["integrin-alpha4beta7"]),
        ("3CL protease", ["sars-cov-2-3cl-protease"]),
        ("h-k-atpase", ["h-k-atpase"]),
        # Words for which the HGNC ladder alone gives a wrong silent answer.
        ("H+/K+ ATPase", ["h-k-atpase"]),
        ("LAT1", ["SLC7A5"]),
        ("IAP", ["iap"]),
        ("APRIL", ["TNFSF13"]),
        ("GPCR", ["gpcr"]),
    ],
)
def test_a_word_stands_for_its_targets(word: str, ids: list[str]) -> None:
    assert [entry.id for entry in resolve(word)] == ids


def test_an_unknown_word_is_refused_with_the_nearest() -> None:
    with pytest.raises(
        UnknownTargetError, match="'PD-11x' is no known target; nearest: PCDH11X, PD1"
    ) as info:
        resolve("PD-11x")
    assert info.value.word == "PD-11x"


def test_an_ambiguous_alias_is_refused_with_its_genes() -> None:
    with pytest.raises(AmbiguousTargetError) as info:
        resolve("p40")
    assert (
        set(info.value.candidates) == {"IL12B", "IL9", "NDUFB7"} or len(info.value.candidates) > 1
    )


def test_every_target_of_the_bundled_deals_resolves() -> None:
    words = {
        target
        for file in BUNDLED
        for line in file.read_text("utf-8").splitlines()
        for asset in json.loads(line)["assets"]
        for target in asset.get("targets", [])
    }
    assert len(words) == 243
    assert all(resolve(word) for word in words)


def test_the_names_of_a_target_never_name_another() -> None:
    for word in ("PD-1", "CLDN18.2", "IL-2Rβγ", "HER2"):
        (entry,) = resolve(word)
        names = targets.names(entry)
        assert names[0] == entry.name
        assert all(resolve(name) == (entry,) for name in names)
