"""What deal texts call a target, as the bundled table has it, and the targets made of its rows."""

import re
from dataclasses import dataclass
from functools import cache

from dealgraph.schema.genes import by_symbol, whole_key
from dealgraph.schema.names import GREEK
from dealgraph.schema.tables import rows, several
from dealgraph.schema.vocabulary import TargetKind

#: In the column `kind`: a word that stands for no one target, such as ADC.
_REFUSED = "refused"


@dataclass(frozen=True)
class TargetEntry:
    """A target: its id, name, kind and the HGNC symbols of its genes."""

    id: str
    name: str
    kind: TargetKind
    genes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Slang:
    """What a word means: targets; or no one target, for the reason `why`, but maybe candidates."""

    spelt: str
    targets: tuple[TargetEntry, ...]
    refused: bool = False
    why: str = ""


def target_id(name: str) -> str:
    """Give the id of a target that is no gene.

    Curated names keep their word breaks (`cldn18-2`): each has one spelling, unlike companies.
    """
    spelt = "".join(GREEK.get(c, c) for c in name.casefold())
    return re.sub(r"[^a-z0-9]+", "-", spelt).strip("-")


def gene_entry(symbol: str) -> TargetEntry:
    """Give the target that an approved gene is.

    Its id is the symbol, unless deal texts mean something else by that: TF is tissue factor (F3)
    in them, so transferrin is `TF-gene`.
    """
    id_ = f"{symbol}-gene" if _means_another(symbol) else symbol
    return TargetEntry(id_, id_.replace("-gene", " (gene)"), TargetKind.GENE, (symbol,))


@cache
def slang() -> dict[str, tuple[Slang, ...]]:
    """Give what words mean, by their whole key; of several only the spelling tells (hK2, HK2)."""
    return {key: tuple(map(_read, alike)) for key, alike in _rows().items()}


@cache
def by_id() -> dict[str, TargetEntry]:
    """Give the targets whose id is not the symbol of their gene, by id."""
    named = [_named(row) for row in rows("target_slang.tsv") if row["target"]]
    genes = [gene_entry(by_symbol()[key]) for key in _rows() if key in by_symbol()]
    return {entry.id: entry for entry in (*named, *(g for g in genes if g.id != g.genes[0]))}


@cache
def by_name() -> dict[str, TargetEntry]:
    """Give the same targets by the whole key of their own name."""
    return {whole_key(entry.name): entry for entry in by_id().values()}


@cache
def words_for() -> dict[str, list[str]]:
    """Give the words that stand for one target, by its id."""
    found: dict[str, list[str]] = {}
    for said in (said for alike in slang().values() for said in alike):
        if len(said.targets) == 1 and not said.refused:
            found.setdefault(said.targets[0].id, []).append(said.spelt)
    return found


@cache
def _rows() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows("target_slang.tsv"):
        found.setdefault(whole_key(row["name"]), []).append(row)
    return found


def _read(row: dict[str, str]) -> Slang:
    genes = tuple(gene_entry(symbol) for symbol in several(row["symbols"]))
    refused = row["kind"] == _REFUSED
    means = (_named(row),) if row["target"] else genes
    return Slang(row["name"], means, refused, row["note"] if refused else "")


def _named(row: dict[str, str]) -> TargetEntry:
    name = row["target"]
    return TargetEntry(target_id(name), name, TargetKind(row["kind"]), several(row["symbols"]))


def _means_another(symbol: str) -> bool:
    alike = _rows().get(whole_key(symbol), [])
    return bool(alike) and not any(_is_gene(row, symbol) for row in alike)


def _is_gene(row: dict[str, str], symbol: str) -> bool:
    return row["kind"] == TargetKind.GENE and row["symbols"] == symbol
