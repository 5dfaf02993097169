"""CSV: rows in UTF-8 by the line they begin on, apart by commas or semicolons as the header is."""

import csv
import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from dealgraph.loaders.columns import NAMES
from dealgraph.loaders.lines import Entry
from dealgraph.loaders.physical import TOO_LONG, opened, physical_lines
from dealgraph.loaders.tables import TableRow, entries

#: A quoted cell that runs over more lines is a quotation mark that somebody did not close.
_LONGEST_ROW = 200

# Bytes that are not UTF-8 are carried through as these signs, and so can be written out again.
_CARRIED = re.compile("[\udc80-\udcff]")


def csv_entries(path: Path) -> Iterator[Entry]:
    """Give the rows of a CSV file. Raises FileError for UTF-16."""
    with opened(path) as file:
        yield from entries(_rows(_Lines(file)))


class _Lines:
    """The lines of a file as text; lines can be given back, to be taken again."""

    def __init__(self, file: BinaryIO) -> None:
        self._source = physical_lines(file)
        self._returned: deque[str | None] = deque()
        self.taken = 0

    def take(self) -> str | None:
        """Take a line, None for one that is too long. Raises StopIteration behind the last."""
        line = self._returned.popleft() if self._returned else self._read()
        self.taken += 1
        return line

    def give_back(self, lines: list[str | None]) -> None:
        self._returned.extendleft(reversed(lines))
        self.taken -= len(lines)

    def _read(self) -> str | None:
        line = next(self._source)
        return None if line is None else line.decode("utf-8", "surrogateescape")


def _rows(lines: _Lines) -> Iterator[TableRow]:
    try:
        header = lines.take()
    except StopIteration:
        return
    lines.give_back([header])
    delimiter = _delimiter(header or "")
    while (row := _row(lines, delimiter)) is not None:
        yield row


def _delimiter(header: str) -> str:
    """Excel writes semicolons where the comma is the decimal sign; the known columns tell."""

    def known(delimiter: str) -> int:
        names = (name.strip(' "\r\n').casefold() for name in header.split(delimiter))
        return sum(name in NAMES for name in names)

    return max(",;", key=known)


def _row(lines: _Lines, delimiter: str) -> TableRow | None:
    """Take one row. When it cannot be read, only its first line is spent, as what follows may be
    sound: a quotation mark that is not closed would swallow the rest of the file."""
    number = lines.taken + 1
    taken: list[str | None] = []
    try:
        cells = next(csv.reader(_fed(lines, taken), delimiter=delimiter, strict=True), None)
    except csv.Error as error:
        lines.give_back(taken[1:])
        return TableRow(number, (), {}, _reason(error, len(taken)), text=taken[0] or "")
    if taken == [None]:
        return TableRow(number, (), {}, TOO_LONG)
    return None if cells is None else _trimmed(number, cells)


def _fed(lines: _Lines, taken: list[str | None]) -> Iterator[str]:
    while len(taken) < _LONGEST_ROW:
        try:
            taken.append(lines.take())
        except StopIteration:
            return
        if (line := taken[-1]) is None:
            return
        yield line


def _reason(error: csv.Error, lines: int) -> str:
    if lines > 1 or "unexpected end" in str(error):
        return "has a quotation mark that is not closed"
    return f"is no CSV: {error}"


def _trimmed(number: int, cells: list[str]) -> TableRow:
    broken = {
        place: f"is not UTF-8: byte 0x{ord(found[0]) - 0xDC00:02X}; save the file as UTF-8"
        for place, cell in enumerate(cells)
        if (found := _CARRIED.search(cell))
    }
    return TableRow(number, tuple(cell.strip() for cell in cells), broken)
