"""Name keys: the form under which two spellings of a name are the same name."""

import hashlib
import re
import unicodedata
from functools import lru_cache
from string import ascii_lowercase, digits

from anyascii import anyascii

# Letters that Unicode does not decompose, although people type them plain.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ð": "d", "ı": "i", "æ": "ae",
                        "œ": "oe", "þ": "th"})  # fmt: skip
GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta",
    "η": "eta", "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu",
    "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "φ": "phi",
    "χ": "chi", "ψ": "psi", "ω": "omega",
}  # fmt: skip
_HASH_LENGTH = 6
_ASCII_SIGNS = {code: None for code in range(128) if chr(code) not in ascii_lowercase + digits}


@lru_cache(maxsize=2**15)  # names of companies, targets and indications come again and again
def key(name: str) -> str:
    """Give the key of a name: NFKC, without case, accents, spaces and punctuation.

    Two names are the same name when their keys are equal (data/DEAL-RECORD.md). A name
    of nothing but signs keeps them, so that no key is empty unless the name is blank.
    """
    if name.isascii():  # most names, and nothing to normalise in them
        whole = name.lower()
        kept = whole.translate(_ASCII_SIGNS)
    else:
        whole = folded(name)
        kept = "".join(c for c in whole if c.isalnum())
    return kept or "".join(whole.split())


def folded(name: str) -> str:
    """Give a name in NFKC without case and accents, its spaces and punctuation kept."""
    if name.isascii():
        return name.lower()
    plain = unicodedata.normalize("NFKC", name).casefold().translate(_PLAIN)
    bare = "".join(c for c in unicodedata.normalize("NFD", plain) if not _is_accent(c))
    return unicodedata.normalize("NFC", bare)


def target_key(name: str) -> str:
    """Give the key of a target's name: as `key`, with Greek letters written out (α -> alpha)."""
    if name.isascii():
        return key(name)
    folded = unicodedata.normalize("NFKC", name).casefold()
    return key("".join(GREEK.get(c, c) for c in folded))


def code_key(code: str) -> str:
    """Give the key of a substance's code or name: upper case without separators."""
    return key(code).upper()


def slug(name: str) -> str:
    """Give the id that a name makes: its key in ASCII; a hash tells unlike names apart.

    It depends on the key alone, so that every spelling of one name gives the same id, in
    whatever order records come. Transliteration loses differences (two Chinese names may
    share a pinyin), hence the hash wherever it had to be used.
    """
    whole = key(name)
    if whole.isascii() and whole.isalnum():
        return whole
    plain = re.sub(r"[^a-z0-9]+", "-", anyascii(whole).lower()).strip("-")
    digest = hashlib.sha256(whole.encode()).hexdigest()[:_HASH_LENGTH]
    return f"{plain}-{digest}" if plain else digest


def _is_accent(char: str) -> bool:
    # Japanese voicing marks (U+3099, U+309A) are letters, not accents: か and が differ.
    return unicodedata.combining(char) != 0 and char not in "\u3099\u309a"
