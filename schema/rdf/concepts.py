"""The closed lists of words as SKOS: one scheme a list, one concept a word."""

import re
from enum import StrEnum

from dealgraph.schema.pages import used_vocabularies
from dealgraph.schema.rdf.terms import NAMESPACE
from dealgraph.schema.vocabulary import VOCABULARIES

_NAMES = {words: name for name, words in VOCABULARIES.items()}


def scheme_name(words: type[StrEnum]) -> str:
    """Give the local name of a list's scheme, such as `phase-scheme`: `phase` is a property."""
    return f"{_NAMES[words]}-scheme"


def concept_name(words: type[StrEnum], code: str) -> str:
    """Give the local name of a word's concept: `phase-phase-1-2` of phase 1/2."""
    return f"{_NAMES[words]}-{re.sub(r'[^a-z0-9]+', '-', code.lower()).strip('-')}"


def concepts(words: type[StrEnum]) -> dict[str, str]:
    """Give the terms of all words of a list, in brackets, by word."""
    return {str(code): f"<{NAMESPACE}{concept_name(words, code)}>" for code in words}


def schemes() -> dict[str, type[StrEnum]]:
    """Give the lists that the model takes its words from, by the names of their schemes."""
    return used_vocabularies()
