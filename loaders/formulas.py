"""What the XML of a workbook says that its values do not: hidden sheets, formulas, errors.

The values are read by calamine, which gives a formula's last result as if somebody had typed it.
Openpyxl tells them apart, but would be a dependency for this alone; expat comes with Python and
finds formulas in one pass without keeping the sheet. Document types are refused, so that no entity
can be declared, let alone expanded.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from posixpath import join, normpath
from typing import IO, NoReturn
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import ZipFile

#: More cells than this (350,000 deals of all columns) are not read into memory.
MOST_CELLS = 10_000_000

_MOST_ARRAY_CELLS = 100_000

#: What a cell holds that is no value, and why it is refused, by (row, column) from 1.
UnfitCells = Mapping[tuple[int, int], tuple[str, str]]

_Attributes = dict[str, str]


@dataclass(frozen=True)
class Sheet:
    """A worksheet: its name, its part of the archive, and whether people can see it."""

    name: str
    part: str
    visible: bool


def sheets(archive: ZipFile) -> list[Sheet]:
    """List the worksheets of a workbook in its order. Raises KeyError, ValueError."""
    part_of: dict[str, str] = {}
    found: list[Sheet] = []

    def relation(name: str, attributes: _Attributes) -> None:
        if name == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            part_of[attributes["Id"]] = normpath(join("/xl", attributes["Target"])).lstrip("/")

    def sheet(name: str, attributes: _Attributes) -> None:
        if name == "sheet" and (part := part_of.get(attributes.get("id", ""))):
            visible = attributes.get("state", "visible") == "visible"
            found.append(Sheet(attributes["name"], part, visible))

    for part, element in (("xl/_rels/workbook.xml.rels", relation), ("xl/workbook.xml", sheet)):
        with archive.open(part) as file:
            _walk(file, element)
    return found


def unfit_cells(sheet: IO[bytes]) -> UnfitCells:
    """Find the formulas and error values of a worksheet's XML.

    Raises ValueError when it is no sound XML or reaches over too many cells.
    """
    scan = _Scan()
    _walk(sheet, scan.start, scan.end, scan.text)
    return scan.unfit


def cell_name(row: int, column: int) -> str:
    """Name a cell as people do: (7, 6) is F7."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row}"


@dataclass
class _Scan:
    """Follows the cells of a sheet; cells may leave their name out and are then the next one."""

    unfit: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    row: int = 0
    column: int = 0
    rows: int = 0
    columns: int = 0
    kind: str = ""
    heard: str | None = None
    array: str = ""

    def start(self, name: str, attributes: _Attributes) -> None:
        match name:
            case "row":
                self.row, self.column = int(attributes.get("r", self.row + 1)), 0
            case "c":
                self._cell(attributes)
            case "f":
                shared = attributes.get("t") == "shared"  # then each cell has an element
                self.array, self.heard = "" if shared else attributes.get("ref", ""), ""
                self._reach()
            case "v" | "is":
                self.heard = "" if self.kind == "e" else None
                self._reach()

    def text(self, text: str) -> None:
        if self.heard is not None:
            self.heard = (self.heard + text)[:1000]

    def end(self, name: str) -> None:
        if self.heard is None:
            return
        if name == "f":
            self._refuse_formula(f"={self.heard}")
        elif name == "v":
            reason = f"must not be an error value (cell {cell_name(self.row, self.column)})"
            self.unfit.setdefault((self.row, self.column), (self.heard, reason))
        self.heard = None

    def _cell(self, attributes: _Attributes) -> None:
        self.kind = attributes.get("t", "")
        if "r" in attributes:
            self.row, self.column = _place(attributes["r"])
        else:
            self.column += 1

    def _reach(self) -> None:
        self.rows, self.columns = max(self.rows, self.row), max(self.columns, self.column)
        if self.rows * self.columns > MOST_CELLS:
            raise ValueError(
                f"the sheet reaches to {cell_name(self.rows, self.columns)}, "
                f"which is more than {MOST_CELLS:,} cells"
            )

    def _refuse_formula(self, formula: str) -> None:
        # An array formula stands in its first cell only and fills all cells of its `ref`.
        for row, column in {(self.row, self.column), *_range(self.array)}:
            reason = f"must be a value, not a formula (cell {cell_name(row, column)})"
            self.unfit[row, column] = (formula, reason)


def _range(reference: str) -> list[tuple[int, int]]:
    if ":" not in reference:
        return []
    (top, left), (bottom, right) = (_place(corner) for corner in reference.split(":", 1))
    if (bottom - top + 1) * (right - left + 1) > _MOST_ARRAY_CELLS:
        raise ValueError(f"a formula fills the cells {reference}")
    return [(row, col) for row in range(top, bottom + 1) for col in range(left, right + 1)]


def _place(name: str) -> tuple[int, int]:
    if not (found := re.fullmatch(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})", name, re.ASCII)):
        raise ValueError(f"there is a cell named {name[:20]!r}")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


def _walk(
    file: IO[bytes],
    start: Callable[[str, _Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Parse XML, telling of elements by their names without namespaces. Raises ValueError."""
    parser = ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _no_document_type
    parser.StartElementHandler = lambda name, attributes: start(
        _local(name), {_local(key): value for key, value in attributes.items()}
    )
    if end:
        parser.EndElementHandler = lambda name: end(_local(name))
    if text:
        parser.CharacterDataHandler = text
    try:
        parser.ParseFile(file)
    except ExpatError as error:
        raise ValueError(f"its XML is broken: {error}") from error


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _no_document_type(*_: object) -> NoReturn:
    raise ValueError("its XML declares a document type")
