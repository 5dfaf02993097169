"""What a target is called: deal slang first, HGNC symbols second, ambiguity refused.

The order is measured: the HGNC ladder alone gives wrong silent answers for words such as
`H+/K+ ATPase`, `IAP` or `APRIL`, which the slang table settles.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from dealgraph.schema.names import GREEK, target_key
from dealgraph.schema.tables import rows, several
from dealgraph.schema.vocabulary import TargetKind

_SPLIT = re.compile(r"\s*(?:/|\+|\s[x×]\s|;)\s*")


@dataclass(frozen=True)
class TargetEntry:
    """A target: its id, name, kind and the HGNC symbols of its genes."""

    id: str
    name: str
    kind: TargetKind
    genes: tuple[str, ...] = ()


class UnknownTargetError(ValueError):
    """A word that names no target; `nearest` are words that do."""

    def __init__(self, word: str, nearest: tuple[str, ...]) -> None:
        self.word, self.nearest = word, nearest
        hint = f"; nearest: {', '.join(nearest)}" if nearest else ""
        super().__init__(f"{word!r} is no known target{hint}")


class AmbiguousTargetError(ValueError):
    """A word that names several genes; `candidates` are HGNC symbols."""

    def __init__(self, word: str, candidates: tuple[str, ...]) -> None:
        self.word, self.candidates = word, candidates
        super().__init__(f"{word!r} is ambiguous: it may be {' or '.join(candidates)}")


def resolve(word: str) -> tuple[TargetEntry, ...]:
    """Give the targets a word stands for: one, or several for a combination such as `PD-1/VEGF`.

    Raises UnknownTargetError and AmbiguousTargetError.
    """
    whole = _lookup(word)
    if whole:
        return whole
    parts = [part for part in _SPLIT.split(word) if part]
    if len(parts) < 2:
        raise UnknownTargetError(word, _nearest(word))
    found = [_lookup(part) for part in parts]
    if not all(found):
        raise UnknownTargetError(word, _nearest(parts[found.index(())]))
    return tuple(dict.fromkeys(entry for entries in found for entry in entries))


@cache
def by_id() -> dict[str, TargetEntry]:
    """Give every target that is no plain gene by its id."""
    entries = [_entry(row) for row in rows("target_slang.tsv") if row["target"]]
    return {entry.id: entry for entry in entries}


def gene(symbol: str) -> dict[str, str] | None:
    """Give the row of an approved gene in HGNC's table; None for an unknown symbol."""
    return _gene_rows().get(symbol)


def names(entry: TargetEntry) -> tuple[str, ...]:
    """Give the names by which a target is found, its own first; never one that names another."""
    candidates = (entry.name, *_slang_names().get(entry.id, ()), *_gene_names(entry))
    return tuple(dict.fromkeys(name for name in candidates if _names_only(name, entry)))


def _names_only(name: str, entry: TargetEntry) -> bool:
    try:
        return _lookup(name) == (entry,)
    except AmbiguousTargetError:
        return False


def _lookup(word: str) -> tuple[TargetEntry, ...]:
    if word in by_id():
        return (by_id()[word],)
    word_key = target_key(word)
    if word_key in _slang():
        return _slang()[word_key]
    for table in _genes():
        symbols = table.get(word_key, ())
        if len(symbols) > 1:
            raise AmbiguousTargetError(word, symbols)
        if symbols:
            return (_gene(symbols[0]),)
    return ()


def _gene(symbol: str) -> TargetEntry:
    return TargetEntry(symbol, symbol, TargetKind.GENE, (symbol,))


@cache
def _slang() -> dict[str, tuple[TargetEntry, ...]]:
    table = {}
    for row in rows("target_slang.tsv"):
        genes = tuple(_gene(symbol) for symbol in several(row["symbols"]))
        table[target_key(row["name"])] = (_entry(row),) if row["target"] else genes
    return table


@cache
def _slang_names() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows("target_slang.tsv"):
        entries = _slang()[target_key(row["name"])]
        if len(entries) == 1:
            found.setdefault(entries[0].id, []).append(row["name"])
    return found


def _entry(row: dict[str, str]) -> TargetEntry:
    name = row["target"]
    return TargetEntry(_slug(name), name, TargetKind(row["kind"]), several(row["symbols"]))


def _slug(name: str) -> str:
    # Curated names keep their word breaks (`cldn18-2`): each has one spelling, unlike companies.
    spelt = "".join(GREEK.get(c, c) for c in name.casefold())
    return re.sub(r"[^a-z0-9]+", "-", spelt).strip("-")


@cache
def _genes() -> tuple[dict[str, tuple[str, ...]], ...]:
    """Give HGNC's symbols, aliases and previous symbols by key, in the order of trust."""
    tables: tuple[dict[str, dict[str, None]], ...] = ({}, {}, {}, {})
    for row in rows("hgnc_protein_genes.tsv"):
        columns = [row["symbol"]], several(row["aliases"]), several(row["previous_symbols"])
        for table, found in zip(tables, (*columns, [row["name"]]), strict=True):
            for name in found:
                table.setdefault(target_key(name), {})[row["symbol"]] = None
    return tuple({k: tuple(v) for k, v in table.items()} for table in tables)


@cache
def _gene_rows() -> dict[str, dict[str, str]]:
    return {row["symbol"]: row for row in rows("hgnc_protein_genes.tsv")}


def _gene_names(entry: TargetEntry) -> Iterator[str]:
    if entry.kind is TargetKind.GENE:
        row = _gene_rows()[entry.id]
        yield from (*several(row["aliases"]), *several(row["previous_symbols"]), row["name"])


def _nearest(word: str) -> tuple[str, ...]:
    slang = {target_key(row["name"]): row["name"] for row in rows("target_slang.tsv")}
    symbols = {name_key: found[0] for name_key, found in _genes()[0].items()}
    known = symbols | slang
    close = get_close_matches(target_key(word), known, n=3, cutoff=0.75)
    return tuple(known[name_key] for name_key in close)
