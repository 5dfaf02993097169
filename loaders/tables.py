"""From rows under a header to entries: what CSV and XLSX files have in common."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from dealgraph.loaders.columns import COLUMNS, NAMES, column_of, record_fields
from dealgraph.loaders.lines import Entry, Fault, Row
from dealgraph.schema.remarks import shortly

#: Why a cell cannot be taken as it is, by its place in the row (from 0).
CellFaults = Mapping[int, str]


@dataclass(frozen=True)
class TableRow:
    """A row of a file, its cells as trimmed text.

    `fault` says why it could not be taken apart; then `text` is the line as it stood.
    """

    number: int
    cells: tuple[str, ...]
    cell_faults: CellFaults
    fault: str = ""
    text: str = ""


def entries(rows: Iterable[TableRow]) -> Iterator[Entry]:
    """Give an entry for each row below the header; rows without any text are skipped.

    A header with a fault is the only entry: nothing below it could be trusted.
    """
    rows = iter(rows)
    top = next(rows, TableRow(1, (), {}))
    header = tuple(name.casefold() for name in _trimmed(top.cells))
    if faults := _top_faults(header, top):
        yield Entry(top.number, None, faults=faults)
        return
    for row in rows:
        if any(row.cells) or row.cell_faults or row.fault:
            yield _entry(header, row)


def _top_faults(header: tuple[str, ...], top: TableRow) -> tuple[Fault, ...]:
    if top.fault:
        return (("", "", top.fault),)
    return _cell_faults(header, top) or tuple(_header_faults(header))


def _header_faults(header: tuple[str, ...]) -> Iterator[Fault]:
    if not header:
        yield "", "", "there is no header: the first line must name the columns"
        return
    for place, name in enumerate(header):
        if name not in NAMES:
            yield shortly(name), shortly(name), f"is an unknown column{_nearest(name)}"
        elif name in header[:place]:
            yield name, name, "is a column that stands twice"
    for column in COLUMNS:
        if column.required and column.name not in header:
            yield column.name, "", "is a column that must be there"


def _nearest(name: str) -> str:
    nearest = get_close_matches(name, NAMES, n=1)
    return f"; perhaps {nearest[0]}" if nearest else ""


def _entry(header: tuple[str, ...], row: TableRow) -> Entry:
    cells = _trimmed(row.cells, keep=len(header))
    raw = Row(header, cells, row.text)
    if reason := row.fault or _ragged(header, cells):
        return Entry(row.number, raw, faults=(("", "", reason),))
    faults = _cell_faults(header, row)
    broken = {header[place] for place in row.cell_faults if place < len(header)}
    said = {name: cell for name, cell in zip(header, cells, strict=True) if name not in broken}
    fields, found = record_fields(said)
    # A cell that could not be taken leaves lists of unequal length: that is no second fault.
    return Entry(row.number, raw, fields, faults or tuple(found), column_of)


def _ragged(header: tuple[str, ...], cells: tuple[str, ...]) -> str:
    if len(cells) == len(header):
        return ""
    return f"has {len(cells)} cells under a header of {len(header)}"


def _cell_faults(header: tuple[str, ...], row: TableRow) -> tuple[Fault, ...]:
    return tuple(
        (_shown(header, place), _shown(row.cells, place), reason)
        for place, reason in row.cell_faults.items()
    )


def _shown(cells: tuple[str, ...], place: int) -> str:
    cell = cells[place] if place < len(cells) else ""
    return shortly(cell.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace"))


def _trimmed(cells: tuple[str, ...], keep: int = 0) -> tuple[str, ...]:
    """Drop empty cells at the end, down to `keep` of them."""
    count = len(cells)
    while count > keep and not cells[count - 1]:
        count -= 1
    return cells[:count]
