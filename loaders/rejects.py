"""Rejected lines, written as they stood, to be corrected and loaded again.

The reasons go into the report: a line with a reason in it would be refused for an unknown field.
"""

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from dealgraph.loaders.columns import NAMES, number, record_fields
from dealgraph.loaders.lines import FileError, Raw, Reject, Row
from dealgraph.schema.amounts import AMOUNTS

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet


def write_rejects(path: Path | str, rejects: Iterable[Reject]) -> int:
    """Write each rejected line once, in the order met, and give how many lines were written.

    JSONL takes lines of any file (rows become the JSON they would have been); CSV and XLSX take
    rows. Lines that could not be kept (a header, an overlong line) are left out. Raises FileError.
    """
    path = Path(path)
    raws = _distinct(rejects)
    try:
        if path.suffix.lower() == ".jsonl":
            path.write_bytes(b"".join(_json_line(raw) for raw in raws))
        else:
            _write_rows(path, raws)
    except OSError as error:
        raise FileError(path, f"cannot be written: {error.strerror or error}") from error
    return len(raws)


def _distinct(rejects: Iterable[Reject]) -> list[bytes | Row]:
    lines: dict[tuple[str, int], Raw] = {}
    for reject in rejects:
        lines.setdefault((reject.file, reject.line), reject.raw)
    return [raw for raw in lines.values() if raw is not None]


def _json_line(raw: bytes | Row) -> bytes:
    if isinstance(raw, bytes):
        return raw if raw.endswith(b"\n") else raw + b"\n"
    if raw.text:
        return raw.text.rstrip("\r\n").encode("utf-8", "surrogateescape") + b"\n"
    cells = dict(zip(raw.header, raw.cells, strict=False))
    fields, faults = record_fields(cells)
    # What could not be spread over the entries of a list stays to be seen under its column.
    fields |= {column: cells[column] for column, _, _ in faults}
    text = json.dumps(fields, ensure_ascii=False)
    return text.encode("utf-8", "surrogateescape") + b"\n"


def _write_rows(path: Path, raws: list[bytes | Row]) -> None:
    writers = {".csv": _write_csv, ".xlsx": _write_xlsx}
    if path.suffix.lower() not in writers:
        raise FileError(path, "must end in .jsonl, .csv or .xlsx")
    rows = [raw for raw in raws if isinstance(raw, Row)]
    if len(rows) < len(raws):
        raise FileError(path, "must end in .jsonl, as lines of JSON were rejected")
    headers = {row.header for row in rows}
    writers[path.suffix.lower()](path, headers.pop() if len(headers) == 1 else NAMES, rows)


def _cells(header: tuple[str, ...], row: Row) -> tuple[str, ...]:
    if row.header == header:
        return row.cells
    named = dict(zip(row.header, row.cells, strict=False))
    return tuple(named.get(name, "") for name in header)


def _write_csv(path: Path, header: tuple[str, ...], rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", errors="surrogateescape", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for row in rows:
            if row.text:
                file.write(row.text.rstrip("\r\n") + "\r\n")
            else:
                writer.writerow(_cells(header, row))


def _write_xlsx(path: Path, header: tuple[str, ...], rows: list[Row]) -> None:
    from xlsxwriter import Workbook

    with Workbook(path) as workbook:
        sheet = workbook.add_worksheet("deals")
        for place, name in enumerate(header):
            sheet.write_string(0, place, name)
        for line, row in enumerate(rows, start=1):
            for place, cell in enumerate(_cells(header, row) or (row.text,)):
                _write_cell(sheet, (line, place), _typed(header[place : place + 1], cell))


def _typed(name: tuple[str, ...], cell: str) -> str | int | float:
    return number(cell) if set(name) & set(AMOUNTS) else cell


def _write_cell(sheet: "Worksheet", at: tuple[int, int], value: str | int | float) -> None:
    # Text is written as text: a rejected formula must not come to life again.
    if isinstance(value, str):
        sheet.write_string(*at, value)
    else:
        sheet.write_number(*at, value)
