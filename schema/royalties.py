"""Royalties as people write them: percentages as numbers, words such as `mid-teens` as a band."""

import re
from dataclasses import dataclass

#: What the words mean, in percent, both ends included: the usage of the field, not a definition.
_BANDS: dict[str, tuple[float, float | None]] = {
    "low single": (1, 3),
    "mid single": (4, 6),
    "high single": (7, 9),
    "single": (1, 9),
    "low double": (10, 13),
    "sub teen": (10, 12),
    "low teen": (10, 13),
    "mid teen": (14, 16),
    "high teen": (17, 19),
    "teen": (10, 19),
    "low twent": (20, 23),
    "mid twent": (24, 26),
    "high twent": (27, 29),
    "low thirt": (30, 33),
    "mid thirt": (34, 36),
    "high thirt": (37, 39),
    "twent": (20, 29),
    "thirt": (30, 39),
    "double": (10, None),  # said of 10 as of 40 percent
    "mid double": (10, None),
    "high double": (10, None),
}
_UNIT = r"(single|double|teen|twent|thirt)\w*"
_WORDS = re.compile(rf"(?:(low|mid|high|sub)[ -]+)?(?:(?:digit|to)[ -]+)*{_UNIT}")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?) ?(?:%|percent\b|per cent\b)")
_BARE_LOW = re.compile(rf"\b(low|mid|high)(?= (?:to|-) (?:low|mid|high)[ -]+{_UNIT})")
#: Figures of something else, or of more than one time.
_OTHER = re.compile(r"profit|loss|share of|sub-?licen|income|\bclose to\b|\bcut\b|\bin 20\d\d\b")
_FROM = re.compile(r"\b(?:from|starting at|at least|over|more than)\b")
_UP_TO = re.compile(r"\b(?:up to|at most|as high as)\b")


@dataclass(frozen=True)
class Band:
    """From how much to how much, in percent, both included; None where that is not said.

    `in_numbers` tells percentages that are written from those that words stand for.
    """

    low: float | None
    high: float | None
    in_numbers: bool


def read_royalties(text: str) -> Band | None:
    """Read `mid single to low double digit` or `8% to 15%`; None where no height is said.

    A text that also speaks of shares of profit, or of what changed later, gives None: what its
    figures are about is not clear from the words.
    """
    plain = " ".join(text.casefold().replace("‑", "-").split())
    if _OTHER.search(plain):
        return None
    numbers = [float(number) for number in _PERCENT.findall(plain)]
    if numbers:
        return _cut(plain, min(numbers), max(numbers), in_numbers=True)
    bands = list(_bands(plain))
    if not bands:
        return None
    return _cut(plain, bands[0][0], bands[-1][1], in_numbers=False)


def _bands(text: str) -> list[tuple[float, float | None]]:
    """Give the bands in their order; `low to mid teens` says `teens` once for both."""
    whole = _BARE_LOW.sub(lambda m: f"{m[1]} {_unit_after(text, m.end())}", text)
    found = [f"{m[1] or ''} {m[2]}".strip() for m in _WORDS.finditer(whole)]
    return sorted((_BANDS[word] for word in found if word in _BANDS), key=lambda band: band[0])


def _unit_after(text: str, place: int) -> str:
    match = re.compile(_UNIT).search(text, place)
    return match[1] if match else ""


def _cut(text: str, low: float, high: float | None, *, in_numbers: bool) -> Band | None:
    """Leave out the end that the text leaves open: `up to high teens`, `from mid-teens`."""
    if _UP_TO.search(text):
        return None if high is None else Band(None, high, in_numbers)
    if _FROM.search(text) and " to " not in text:
        return Band(low, None, in_numbers)
    return Band(low, high, in_numbers)
