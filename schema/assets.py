"""What a licensed asset is: a known substance, a code of one maker, or something without a name.

Source of the order: names and codes of the asset register, then INN names of the UNII list.
A bare code that neither holds joins only with the same licensor's: AL101 is two substances.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache

from dealgraph.schema.names import code_key, slug
from dealgraph.schema.tables import rows, several
from dealgraph.schema.vocabulary import AssetKind

_CODE = re.compile(
    r"(?:[A-Z][A-Za-z]{0,5}[- ]?[A-Z]{0,3}\d{2,7}[A-Z]{0,3}\d?"
    r"|[A-Z]{1,4}-[A-Z]?\d{1,3}[A-Z]\d{2,3}|\d{1,2}[A-Z]{2}\d{3,5})"
)
_STEM = re.compile(
    r"(?:mab|tug|bart|mig|ment|fusp|nib|cept|tide|gliptin|siran|rsen|cel|gene|vec|tecan|vedotin"
    r"|deruxtecan|parib|ciclib|lisib|rafenib|limus|xaban|gepant)$"
)


@dataclass(frozen=True)
class AssetEntry:
    """A substance: its id, usual name, all names, UNII, and who knows it by its code.

    `holders` are ids of parties to bundled deals on it; empty for a name that is nobody's code.
    """

    id: str
    name: str
    names: tuple[str, ...]
    unii: str | None = None
    holders: tuple[str, ...] = ()


class AmbiguousAssetError(ValueError):
    """Names of one asset that stand for several; `candidates` are their ids."""

    def __init__(self, name: str, candidates: tuple[str, ...]) -> None:
        self.name, self.candidates = name, candidates
        super().__init__(f"{name!r} is ambiguous: it may be {' or '.join(candidates)}")


def identify(name: str, aliases: Iterable[str], parties: Collection[str]) -> AssetEntry | None:
    """Give the substance that an asset of a deal is; None for what has no name of its own.

    `parties` are the ids of the deal's companies, first the first licensor. Raises
    AmbiguousAssetError when the aliases of a name not known itself stand for several substances.
    """
    known = _known(name, parties)
    if known is None:
        by_alias = dict.fromkeys(found for alias in aliases if (found := _known(alias, parties)))
        if len(by_alias) > 1:
            raise AmbiguousAssetError(name, tuple(entry.id for entry in by_alias))
        known = next(iter(by_alias), None)
    if known is not None or not _is_substance(name):
        return known
    own = f"{slug(name)}-{next(iter(parties))}" if _is_code(name) else slug(name)
    return AssetEntry(own, name, (name,))


def kind(name: str) -> AssetKind:
    """Tell from its wording what an asset without a name of its own is."""
    if "undisclosed" in name.casefold():
        return AssetKind.UNDISCLOSED
    return AssetKind.PLATFORM if "platform" in name.casefold() else AssetKind.PROGRAMME


@cache
def register() -> dict[str, AssetEntry]:
    """Give the bundled asset register by id."""
    return {
        row["id"]: AssetEntry(
            id=row["id"],
            name=row["name"],
            names=(row["name"], *several(row["aliases"])),
            unii=row["unii"] or None,
            holders=several(row["holders"]),
        )
        for row in rows("assets.tsv")
    }


def _is_substance(name: str) -> bool:
    return _is_code(name) or bool(_STEM.search(name.casefold()) and len(name.split()) <= 2)


def _is_code(name: str) -> bool:
    return _CODE.fullmatch(name) is not None


def _known(name: str, parties: Collection[str]) -> AssetEntry | None:
    entry = _registered().get(code_key(name))
    if entry is not None and _is_code(name) and not set(parties) & set(entry.holders):
        entry = None  # the same code, but another maker's
    return entry or _substances().get(code_key(name))


@cache
def _registered() -> dict[str, AssetEntry]:
    return {code_key(name): entry for entry in register().values() for name in entry.names}


@cache
def _substances() -> dict[str, AssetEntry]:
    # Company codes of the UNII list are left out: it does not say whose code each is.
    return {
        code_key(row["name"]): AssetEntry(
            slug(row["name"]), row["name"].lower(), (row["name"].lower(),), row["unii"]
        )
        for row in rows("unii_assets.tsv")
    }
