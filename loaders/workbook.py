"""XLSX: the rows of the sheet `deals`, values only; a formula is refused with its cell named."""

import struct
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from dealgraph.loaders.formulas import Sheet, UnfitCells, sheets, unfit_cells
from dealgraph.loaders.lines import Entry, FileError
from dealgraph.loaders.tables import TableRow, entries
from dealgraph.schema.remarks import shortly

LARGEST_UNPACKED = 200_000_000
LARGEST_RATIO = 100
MOST_PARTS = 1_000

#: The first bytes of an OLE file: an encrypted workbook, or one of the time before XLSX.
_OLE = b"\xd0\xcf\x11\xe0"


_Cell = int | float | str | bool | time | date | datetime | timedelta


#: What zipfile raises for archives that are damaged or made by a tool of another kind.
_BROKEN_ARCHIVE = (BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, ValueError)


def xlsx_entries(path: Path) -> Iterator[Entry]:
    """Give the rows of the sheet named deals, else of the first sheet; hidden ones do not count.

    Raises FileError for a file that is no workbook, is encrypted, or unpacks beyond all measure.
    """
    archive = ZipFile(stored := _unpacked(path))
    try:
        sheet = _sheet_of_deals(sheets(archive))
        with archive.open(sheet.part) as part:
            unfit = unfit_cells(part)
        values = _values(stored, sheet)
    except (KeyError, ValueError) as error:
        raise FileError(path, f"is no readable workbook: {shortly(str(error.args[0]))}") from error
    yield from entries(_rows(values, unfit))


def _unpacked(path: Path) -> BytesIO:
    """Check an archive and pack it anew without compression.

    So the sizes that were checked are those that are read, and two parsers see the same parts.
    """
    with path.open("rb") as file:
        if file.read(4) == _OLE:
            raise FileError(path, "is encrypted, or an old XLS: save it as XLSX without a password")
        try:
            with ZipFile(file) as archive:
                if reason := _refusal(archive.infolist()):
                    raise FileError(path, reason)
                return _stored(archive)
        except _BROKEN_ARCHIVE as error:
            raise FileError(path, f"is no XLSX workbook: {shortly(str(error))}") from error


def _refusal(parts: list[ZipInfo]) -> str:
    unpacked, packed = (sum(getattr(part, size) for part in parts) for size in _SIZES)
    if len(parts) > MOST_PARTS:
        return f"has more than {MOST_PARTS:,} parts"
    if unpacked > LARGEST_UNPACKED:
        return f"unpacks to more than {LARGEST_UNPACKED // 1_000_000} MB"
    if unpacked > LARGEST_RATIO * packed:
        return f"is compressed by more than {LARGEST_RATIO} to 1"
    if any(part.flag_bits & 1 for part in parts):
        return "is encrypted: save it without a password"
    if any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts):
        return "is compressed in a way that no XLSX workbook is"
    if len({part.filename for part in parts}) < len(parts):
        return "has two parts of one name"
    return ""


_SIZES = ("file_size", "compress_size")


def _stored(archive: ZipFile) -> BytesIO:
    stored = BytesIO()
    with ZipFile(stored, "w", ZIP_STORED) as copy:
        for part in archive.infolist():
            copy.writestr(part.filename, archive.read(part))
    stored.seek(0)
    return stored


def _sheet_of_deals(found: list[Sheet]) -> Sheet:
    visible = [sheet for sheet in found if sheet.visible]
    named = [sheet for sheet in visible if sheet.name.casefold() == "deals"]
    if not visible:
        raise ValueError("it has no visible sheet")
    return (named or visible)[0]


def _values(stored: BytesIO, sheet: Sheet) -> list[list[_Cell]]:
    from python_calamine import CalamineError, load_workbook

    stored.seek(0)
    try:
        return load_workbook(stored).get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise ValueError(str(error)) from error


def _rows(values: list[list[_Cell]], unfit: UnfitCells) -> Iterator[TableRow]:
    by_row: dict[int, dict[int, tuple[str, str]]] = {}
    for (row, column), found in unfit.items():
        by_row.setdefault(row, {})[column - 1] = found
    for number in range(1, max(len(values), *by_row, 0) + 1):
        cells = values[number - 1] if number <= len(values) else []
        yield _row(number, [_text(cell) for cell in cells], by_row.get(number, {}))


def _row(number: int, cells: list[str], unfit: dict[int, tuple[str, str]]) -> TableRow:
    cells += [""] * (max(unfit, default=-1) + 1 - len(cells))
    for column, (text, _) in unfit.items():
        cells[column] = text
    reasons = {column: reason for column, (_, reason) in sorted(unfit.items())}
    return TableRow(number, tuple(cells), reasons)


def _text(cell: _Cell) -> str:
    """Write a value as it would stand in a CSV; Excel keeps every number as a float."""
    match cell:
        case bool():
            return "true" if cell else "false"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
    return str(cell).strip()
