"""The two tables of target names, by key: what deal texts say, and HGNC's approved genes."""

import re
from dataclasses import dataclass
from functools import cache

from dealgraph.schema.names import GREEK, target_key
from dealgraph.schema.tables import rows, several
from dealgraph.schema.vocabulary import TargetKind

#: What stands between the parts of a combination such as `PD-1/VEGF`.
SEPARATOR = re.compile(r"\s*(?:[/+;,&]|\s[x×]\s|\sand\s)\s*")
#: Kinds of the slang table for words that stand for several genes, and for no one target.
MULTI, REFUSED = "multi", "refused"


@dataclass(frozen=True)
class TargetEntry:
    """A target: its id, name, kind and the HGNC symbols of its genes."""

    id: str
    name: str
    kind: TargetKind
    genes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Slang:
    """What deal texts mean by a word: targets; or none, with candidates and the reason."""

    spelt: str
    targets: tuple[TargetEntry, ...]
    candidates: tuple[str, ...] = ()
    why: str = ""


def whole_key(word: str) -> str:
    """Give the key of a whole word, its parts kept apart: `CDK1/2` is not `CDK12`."""
    return "/".join(filter(None, map(target_key, SEPARATOR.split(word))))


def target_id(name: str) -> str:
    """Give the id of a target that is no gene.

    Curated names keep their word breaks (`cldn18-2`): each has one spelling, unlike companies.
    """
    spelt = "".join(GREEK.get(c, c) for c in name.casefold())
    return re.sub(r"[^a-z0-9]+", "-", spelt).strip("-")


def gene_entry(symbol: str) -> TargetEntry:
    """Give the target that an approved gene is.

    Its id is the symbol, unless deal texts mean another target by it: TF is tissue factor (F3)
    in them, so transferrin is `TF-gene`.
    """
    said = slang().get(target_key(symbol))
    taken = said is not None and symbol not in {gene for t in said.targets for gene in t.genes}
    id_ = f"{symbol}-gene" if taken else symbol
    return TargetEntry(id_, id_.replace("-", " "), TargetKind.GENE, (symbol,))


@cache
def slang() -> dict[str, Slang]:
    """Give what deal texts mean by a word, by its whole key."""
    return {whole_key(row["name"]): _slang(row) for row in rows("target_slang.tsv")}


@cache
def slang_names() -> dict[str, list[str]]:
    """Give the words that stand for one target, by its id."""
    found: dict[str, list[str]] = {}
    for said in slang().values():
        if len(said.targets) == 1:
            found.setdefault(said.targets[0].id, []).append(said.spelt)
    return found


@cache
def by_id() -> dict[str, TargetEntry]:
    """Give every target by its id that is not the symbol of its gene."""
    named = [_named(row) for row in rows("target_slang.tsv") if row["target"]]
    genes = [gene_entry(symbol) for symbol in (s.upper() for s in slang()) if symbol in genes_()]
    return {entry.id: entry for entry in (*named, *(g for g in genes if g.id != g.genes[0]))}
