"""Which targets a word stands for: deal slang first, HGNC second, ambiguity refused.

The order is measured: the HGNC ladder alone gives wrong silent answers for words such as
`H+/K+ ATPase`, `IAP` or `APRIL`, which the slang table settles.
"""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from itertools import chain

from dealgraph.schema.genes import (
    SEPARATOR,
    by_other_name,
    by_stem,
    by_symbol,
    other_names,
    whole_key,
)
from dealgraph.schema.target_slang import (
    Slang,
    TargetEntry,
    by_id,
    by_name,
    gene_entry,
    slang,
    target_id,
    words_for,
)
from dealgraph.schema.vocabulary import TargetKind

__all__ = ["AmbiguousTargetError", "TargetEntry", "UnknownTargetError", "broader", "names",
           "resolve"]  # fmt: skip

#: Other names of genes that are shorter are taken for no gene: of PAR, NK3, YAP, ACC and IgA
#: each is an alias of one gene, and hardly a deal text means that one.
_LONG_ENOUGH = 4
_AIMED = re.compile(r"(?:anti[- ]|(?:recombinant )?human )(?P<target>.+)", re.IGNORECASE)
#: A small h before a name is the species, a capital one a letter of it: hPD-1, but HRAS.
_HUMAN = re.compile(r"h(?P<target>[A-Z0-9].+)")
_VARIANT = re.compile(
    r"(?P<gene>.+?)[- ]?(?:p\.)?(?P<change>[ACDEFGHIKLMNPQRSTVWY]\d{2,4}[ACDEFGHIKLMNPQRSTVWY])",
    re.IGNORECASE,
)
_JOINED_BY_X = re.compile(r"(?<=\w)[x×](?=[A-Z0-9])")
#: A part such as the 6 of `CDK4/6`, the B of `MICA/B`, the 1.8 of `Nav1.7/1.8`; what it replaces.
_CONTINUED = re.compile(r"\d{1,2}(?:\.\d)?[A-Za-z]?|[A-Z]")
_END = re.compile(r"(?:\d{1,2}(?:\.\d)?[A-Za-z]?|[A-Z])$")
#: Kinds whose genes are members or parts of them.
_HAVE_MEMBERS = (TargetKind.FAMILY, TargetKind.COMPLEX)
_FORMS = (TargetKind.ISOFORM, TargetKind.VARIANT, TargetKind.FUSION)

Found = tuple[TargetEntry, ...]


class UnknownTargetError(ValueError):
    """A word that names no target; `nearest` are words that do."""

    def __init__(self, word: str, nearest: tuple[str, ...]) -> None:
        self.word, self.nearest = word, nearest
        hint = f"; nearest: {', '.join(nearest)}" if nearest else ""
        super().__init__(f"{word!r} is no known target{hint}")


class AmbiguousTargetError(ValueError):
    """A word that names no one target; `candidates` are ids it may be, `why` is the reason."""

    def __init__(self, word: str, candidates: Found, why: str = "") -> None:
        self.word, self.why = word, why
        self.entries = tuple(sorted(candidates, key=lambda entry: entry.id))
        self.candidates = tuple(entry.id for entry in self.entries)
        said = f"ambiguous: it may be {' or '.join(self.candidates)}" if candidates else "no target"
        super().__init__(f"{word!r} is {said}" + (f" ({why})" if why else ""))


def resolve(word: str) -> Found:
    """Give the targets a word stands for: one, or several for a combination such as `PD-1/VEGF`.

    Raises UnknownTargetError and AmbiguousTargetError.
    """
    found = _one(word) or _combined(word)
    if not found:
        raise UnknownTargetError(word, _nearest(word))
    return found


def names(entry: TargetEntry) -> tuple[str, ...]:
    """Give the names by which a target is found, its own first; never one that names another."""
    genes = entry.genes if entry.kind is TargetKind.GENE else ()
    others = (name for symbol in genes for name in other_names(symbol))
    candidates = (entry.name, *words_for().get(entry.id, ()), *others)
    return tuple(dict.fromkeys(name for name in candidates if _names_only(name, entry)))


@cache
def broader(entry: TargetEntry) -> Found:
    """Give the targets that one belongs to: gene of a variant, family of a gene, with theirs.

    KRAS G12C is a variant of KRAS, and with it of the family RAS; CD3E is a part of CD3.
    """
    genes = [gene_entry(symbol) for symbol in entry.genes] if entry.kind in _FORMS else []
    return (*genes, *(whole for whole in _wholes() if _is_part(entry, whole)))


@cache
def with_broader(entry: TargetEntry) -> Found:
    """Give a target and all that must be there with it: what it belongs to, and what those do.

    A complex of two genes belongs to no family of one of them, but each gene belongs to its own.
    """
    found: dict[TargetEntry, None] = {entry: None}
    for whole in broader(entry):
        found.update(dict.fromkeys((whole, *broader(whole))))
    return tuple(found)


def _is_part(entry: TargetEntry, whole: TargetEntry) -> bool:
    alike = entry.kind in _HAVE_MEMBERS and len(entry.genes) == len(whole.genes)
    return bool(entry.genes) and set(entry.genes) <= set(whole.genes) and not alike


@cache
def _wholes() -> Found:
    return tuple(entry for entry in by_id().values() if entry.kind in _HAVE_MEMBERS)


def _names_only(name: str, entry: TargetEntry) -> bool:
    try:
        return _one(name) == (entry,)
    except AmbiguousTargetError:
        return False


# --- one word ------------------------------------------------------------------------------------


def _one(word: str) -> Found:
    """Read a word as one name; with `hPD-1` the other reading must not be a name as well."""
    found = _named(word)
    human = _HUMAN.fullmatch(word)
    if human and whole_key(word) not in slang():
        bare = _trusted(human["target"])
        if bare and found and by_symbol().get(whole_key(word)) is None:
            raise AmbiguousTargetError(word, (*found, *bare))
        found = found or bare
    return found or _aimed(word) or _variant(word)


def _named(word: str) -> Found:
    return _trusted(word) or _other_name(word)


def _trusted(word: str) -> Found:
    """Look among ids, slang, the names that slang gives targets, and approved symbols."""
    if word in by_id():
        return (by_id()[word],)
    key = whole_key(word)
    if alike := slang().get(key):
        return _said(word, alike)
    if key in by_name():
        return (by_name()[key],)
    return (gene_entry(by_symbol()[key]),) if key in by_symbol() else ()


def _said(word: str, alike: tuple[Slang, ...]) -> Found:
    """Choose what is meant by the spelling, where the key alone does not tell."""
    to_the_letter = tuple(said for said in alike if said.spelt == word)
    meant = dict.fromkeys(said.targets for said in to_the_letter or alike)
    refused = [said.why for said in to_the_letter or alike if said.refused]
    if refused or len(meant) > 1:
        raise AmbiguousTargetError(word, tuple(dict.fromkeys(chain(*meant))), "; ".join(refused))
    return next(iter(meant))


def _other_name(word: str) -> Found:
    """Look among the other names of genes."""
    key = whole_key(word)
    found = tuple(gene_entry(symbol) for symbol in by_other_name().get(key, ()))
    kin = tuple(map(gene_entry, by_stem().get(key, ()))) if found else ()
    if len(found) > 1 or kin:
        raise AmbiguousTargetError(word, tuple(dict.fromkeys((*found, *kin))))
    if found and len(key) < _LONG_ENOUGH:
        raise AmbiguousTargetError(word, found, "too short to tell")
    return found


def _aimed(word: str) -> Found:
    aimed = _AIMED.fullmatch(word)
    return _one(aimed["target"]) if aimed else ()


def _variant(word: str) -> Found:
    """Read a changed amino acid after the name of a gene, as in KRAS G12R."""
    match = _VARIANT.fullmatch(word)
    genes = _trusted(match["gene"]) if match else ()
    if match is None or len(genes) != 1 or genes[0].kind is not TargetKind.GENE:
        return ()
    name = f"{genes[0].genes[0]} {match['change'].upper()}"
    return (TargetEntry(target_id(name), name, TargetKind.VARIANT, genes[0].genes),)


# --- combinations --------------------------------------------------------------------------------


def _combined(word: str) -> Found:
    """Read a combination; () unless each of its parts is a target."""
    for separator in (SEPARATOR, _JOINED_BY_X):
        parts = [part for part in separator.split(word) if part]
        found = list(_parts(parts)) if len(parts) > 1 else []
        if found and all(found):
            return tuple(dict.fromkeys(entry for entries in found for entry in entries))
    return ()


def _parts(parts: list[str]) -> Iterator[Found]:
    """Read each part; one that only continues the name before it is read as that name."""
    before = ""
    for part in parts:
        continued = bool(before) and _CONTINUED.fullmatch(part) is not None
        before = _END.sub(part, before) if continued else part
        yield _trusted(before) if continued else _one(before)


def _nearest(word: str) -> tuple[str, ...]:
    known = by_symbol() | {key: alike[0].spelt for key, alike in slang().items()}
    close = get_close_matches(whole_key(word), known, n=3, cutoff=0.75)
    return tuple(known[key] for key in close)
