"""Where the bundled data comes from and under which licences, as data/README.md has it."""

import re
from dataclasses import dataclass
from functools import cache

from dealgraph.data import path

#: Licences by the words that stand for them in the page.
LICENCES = {
    "CC0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "MIT": "https://spdx.org/licenses/MIT",
    "Unicode License v3": "https://spdx.org/licenses/Unicode-3.0",
    "public domain": "https://creativecommons.org/publicdomain/mark/1.0/",
}
#: The licence of the code in a package is not that of its data.
_CODE = re.compile(r"\(the wheel's code: [^)]*\)")
_ROW = re.compile(
    r"^\| `(?P<file>[^`]+)` \| (?P<rows>[\d,]+) \| (?P<what>.*?) \| (?P<origin>.*?) \| "
    r"(?P<licence>.*?) \|$",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Origin:
    """One bundled file: how many rows of what, from where, under which licences (addresses)."""

    file: str
    rows: int
    what: str
    origin: str
    terms: str

    @property
    def name(self) -> str:
        """The file's name without its ending; of a file of deals, the name of its dataset."""
        return self.file.partition(".")[0]

    @property
    def licences(self) -> list[str]:
        """The addresses of the licences that its terms name."""
        terms = _CODE.sub("", self.terms)
        return [address for words, address in LICENCES.items() if words in terms]


@cache
def origins() -> dict[str, Origin]:
    """Give the bundled files by name, in the order of the page."""
    page = path("README.md").read_text("utf-8")
    found = (Origin(m["file"], int(m["rows"].replace(",", "")), m["what"], m["origin"],
                    m["licence"].replace("`", "")) for m in _ROW.finditer(page))  # fmt: skip
    return {origin.name: origin for origin in found}
