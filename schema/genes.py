"""HGNC's approved genes by the key of each of their names, symbols apart from the others."""

import re
from functools import cache

from dealgraph.schema.names import target_key
from dealgraph.schema.tables import rows, several

#: What stands between the parts of a combination such as `PD-1/VEGF`.
SEPARATOR = re.compile(r"\s*(?:[/+;,&]|\s[x×]\s|\sand\s)\s*")

_NUMBER, _LETTER = re.compile(r"\d{1,2}[a-z]?$"), re.compile(r"[a-z]$")


def whole_key(word: str) -> str:
    """Give the key of a target's name, its parts kept apart: `CDK1/2` is not `CDK12`."""
    return "/".join(filter(None, map(target_key, SEPARATOR.split(word))))


@cache
def genes() -> dict[str, dict[str, str]]:
    """Give the rows of HGNC's table by approved symbol."""
    return {row["symbol"]: row for row in rows("hgnc_protein_genes.tsv")}


@cache
def by_symbol() -> dict[str, str]:
    """Give the approved symbol by its key."""
    return {whole_key(symbol): symbol for symbol in genes()}


@cache
def by_other_name() -> dict[str, tuple[str, ...]]:
    """Give the symbols of the genes with an alias, an earlier symbol or a name, by its key.

    The three are on one level: as an alias `TRP1` is one gene, as an earlier symbol another.
    """
    found: dict[str, dict[str, None]] = {}
    for symbol in genes():
        for name in other_names(symbol):
            found.setdefault(whole_key(name), {})[symbol] = None
    return {key: tuple(symbols) for key, symbols in found.items()}


@cache
def by_stem() -> dict[str, tuple[str, ...]]:
    """Give the symbols that differ only in the number or letter they end in, by what they share.

    As an alias STAT is the one gene SOAT1; but who writes STAT means STAT1 to STAT6.
    """
    found: dict[str, list[str]] = {}
    for key, symbol in by_symbol().items():
        for stem in {_NUMBER.sub("", key), _LETTER.sub("", key)} - {key}:
            found.setdefault(stem, []).append(symbol)
    return {stem: tuple(symbols) for stem, symbols in found.items() if len(symbols) > 1}


def other_names(symbol: str) -> tuple[str, ...]:
    """Give what a gene is called besides its symbol: aliases, earlier symbols, its name."""
    row = genes()[symbol]
    return (*several(row["aliases"]), *several(row["previous_symbols"]), row["name"])
