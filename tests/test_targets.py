"""Target words: slang first, HGNC second, ambiguity and unknown words refused.

`targets.tsv` holds what each word must come to, written down from knowledge of the field; a word
that is refused has a reason, and the candidates where it has any.
"""

import csv
import json
from pathlib import Path

import pytest
from support import BUNDLED

from dealgraph.schema import targets
from dealgraph.schema.genes import genes
from dealgraph.schema.target_slang import by_id, gene_entry
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
        UnknownTargetError, match="'PD-11x' is no known target; nearest: PCDH11X, PD-1"
    ) as info:
        resolve("PD-11x")
    assert info.value.word == "PD-11x"


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("CD16", "'CD16' is ambiguous: it may be FCGR3A or FCGR3B "
                 "(CD16A (FCGR3A) or CD16B (FCGR3B))"),
        ("CCND", "'CCND' is no known target; nearest: CCND3, CCND2, CCND1"),
        ("LYP", "'LYP' is ambiguous: it may be PTPN22 or SH2D1A"),
        ("MTX", "'MTX' is ambiguous: it may be MTX1 or MTX2 or MTX3"),
        ("T cell", "'T cell' is no target (a modality or a cell, no target)"),
    ],
)  # fmt: skip
def test_what_is_refused_says_why(word: str, said: str) -> None:
    with pytest.raises((AmbiguousTargetError, UnknownTargetError)) as refused:
        resolve(word)
    assert str(refused.value) == said


def test_every_word_of_the_table_comes_to_what_it_says() -> None:
    with (Path(__file__).parent / "targets.tsv").open(encoding="utf-8", newline="") as file:
        expected = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    found = [_as_row(row["word"]) for row in expected]
    assert found == expected
    words = {row["word"] for row in expected}
    assert words > _bundled_words()
    assert len(words - _bundled_words()) >= 100


def _as_row(word: str) -> dict[str, str]:
    row = {"word": word, "stands_for": "", "refused": "", "candidates": ""}
    try:
        return row | {"stands_for": "|".join(entry.id for entry in resolve(word))}
    except AmbiguousTargetError as error:
        return row | {"refused": "ambiguous", "candidates": "|".join(error.candidates)}
    except UnknownTargetError:
        return row | {"refused": "unknown"}


def _bundled_words() -> set[str]:
    return {
        target
        for file in BUNDLED
        for line in file.read_text("utf-8").splitlines()
        for asset in json.loads(line)["assets"]
        for target in asset.get("targets", [])
    }


@pytest.mark.parametrize(
    ("word", "wholes"),
    [
        ("KRAS G12C", ["KRAS", "ras"]),
        ("KRAS", ["ras"]),
        ("CLDN18.2", ["CLDN18"]),
        ("FGFR2b", ["FGFR2", "fgfr"]),
        ("CD3E", ["cd3"]),
        ("PDE3", ["pde3-4"]),
        ("BCR-ABL", ["BCR", "ABL1"]),
        ("CD3", []),
        ("GD2", []),
        ("PD-1", []),
    ],
)
def test_a_target_belongs_to_its_gene_and_families(word: str, wholes: list[str]) -> None:
    (entry,) = resolve(word)
    assert [whole.id for whole in targets.broader(entry)] == wholes


def test_every_target_is_found_by_its_id_and_by_each_of_its_names() -> None:
    every = {*by_id().values(), *map(gene_entry, genes())}
    assert len(every) == len({entry.id for entry in every})
    for entry in every:
        assert resolve(entry.id) == (entry,)
    for entry in by_id().values():
        assert targets.names(entry)[0] == entry.name
        assert all(resolve(name) == (entry,) for name in targets.names(entry)[1:])


def test_the_names_of_a_target_never_name_another() -> None:
    for word in ("PD-1", "CLDN18.2", "IL-2Rβγ", "HER2"):
        (entry,) = resolve(word)
        names = targets.names(entry)
        assert names[0] == entry.name
        assert all(resolve(name) == (entry,) for name in names)


def test_with_a_target_comes_all_that_its_wholes_belong_to() -> None:
    for entry in by_id().values():
        there = targets.with_broader(entry)
        assert set(there) >= {far for near in there for far in targets.broader(near)}
