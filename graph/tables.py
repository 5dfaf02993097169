"""Answers as files and text: CSV, XLSX and a table for a terminal."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from dealgraph.graph.cells import Cell, Sheet, as_sheet, readable
from dealgraph.graph.columns import GAP, Column, columns_of, needed, widths

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from dealgraph.graph.asking import Answer

#: Excel reads a cell that starts like this as a formula (or drops the sign), full-width too.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
EXCEL_TEXT_LIMIT = 32_767
EXCEL_EXACT_INTEGER = 10**15
EXCEL_FIRST_DAY = date(1900, 1, 1)


def csv_bytes(answer: "Answer", for_excel: bool = False) -> bytes:
    """Write the items as UTF-8 CSV (RFC 4180, CRLF), a header line first.

    A missing value is an empty field, never 0. `for_excel` puts a byte order mark in front and
    an apostrophe before text that a spreadsheet would take for a formula.
    """
    sheet = as_sheet(answer)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(sheet.header)
    writer.writerows([_csv_field(cell, for_excel) for cell in row] for row in sheet.rows)
    return out.getvalue().encode("utf-8-sig" if for_excel else "utf-8")


def xlsx_bytes(answer: "Answer") -> bytes:
    """Write the items as a workbook: sheet `answer` with typed cells, sheet `about` with meta.

    Text is written as text, never as a formula or a link; the same answer gives the same bytes.
    """
    from xlsxwriter.workbook import Workbook

    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, "nan_inf_to_errors": True}) as workbook:
        workbook.set_properties({"title": answer.question.title, "created": datetime(2000, 1, 1)})
        _write_answer(workbook, as_sheet(answer))
        _write_about(workbook, answer)
    return out.getvalue()


def as_text_table(answer: "Answer", width: int = 100) -> str:
    """Draw the items for a terminal of `width` columns, things by name, wide signs counted as two.

    Where not everything fits, what all rows say is said once, below. Answers still too wide for a
    table, and single rows, are shown one value to a line.
    """
    from rich.console import Console

    out = io.StringIO()
    console = Console(file=out, width=width, color_system=None, force_terminal=False)
    for part in _text_parts(answer, width):
        console.print(part)
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    return "\n".join(lines).strip("\n") + "\n"


def _csv_field(cell: Cell, for_excel: bool) -> Cell:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if for_excel and isinstance(cell, str) and cell.lstrip(" ").startswith(FORMULA_STARTS):
        return f"'{cell}"
    return cell


def _write_answer(workbook: "Workbook", sheet: Sheet) -> None:
    page = workbook.add_worksheet("answer")
    bold = workbook.add_format({"bold": True})
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    for column, name in enumerate(sheet.header):
        page.write_string(0, column, name, bold)
    for line, row in enumerate(sheet.rows, start=1):
        for column, (cell, kind) in enumerate(zip(row, sheet.types, strict=True)):
            _write_cell(page, (line, column), _typed(cell, kind), day)
    page.freeze_panes(1, 0)
    if sheet.header:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.header) - 1)
    page.autofit(max_width=400)


def _typed(cell: Cell, kind: str) -> Cell:
    """Make a date of the text of a date column, and text of what Excel could not hold exactly."""
    if kind == "date" and isinstance(cell, str):
        cell = _day(cell)
    if isinstance(cell, date) and cell < EXCEL_FIRST_DAY:
        return cell.isoformat()
    if isinstance(cell, int) and abs(cell) > EXCEL_EXACT_INTEGER:
        return str(cell)
    return cell


def _day(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _write_cell(page: "Worksheet", at: tuple[int, int], cell: Cell, day: "Format") -> None:
    if cell is None:
        return
    if isinstance(cell, bool):
        page.write_boolean(*at, cell)
    elif isinstance(cell, int | float):
        page.write_number(*at, cell)
    elif isinstance(cell, date):
        page.write_datetime(*at, cell, day)
    else:
        page.write_string(*at, _fitting(cell))


def _fitting(text: str) -> str:
    if len(text) <= EXCEL_TEXT_LIMIT:
        return text
    return text[: EXCEL_TEXT_LIMIT - 20] + " ... (cut for Excel)"


def _write_about(workbook: "Workbook", answer: "Answer") -> None:
    page = workbook.add_worksheet("about")
    bold = workbook.add_format({"bold": True})
    for line, (name, text) in enumerate(_about_lines(answer)):
        page.write_string(line, 0, name, bold)
        page.write_string(line, 1, _fitting(text))
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 90)


def _about_lines(answer: "Answer") -> list[tuple[str, str]]:
    lines = [("title", answer.question.title), ("question", answer.question.question)]
    for name, value in answer.meta.items():
        if name == "parameters" and isinstance(value, dict):
            lines += [(f"asked: {key}", _asked(entry)) for key, entry in value.items()]
        elif name != "question":
            lines.append((name, _meta_text(value)))
    if answer.next:
        lines.append(("next", answer.next))
    for name, column in answer.question.returns.items():
        lines.append((f"column: {name}", f"{column.type}. {column.about or ''}".rstrip(" .")))
    return lines


def _asked(value: object) -> str:
    """Show a resolved parameter: `Takeda (takeda)` for a thing, the value itself otherwise."""
    if isinstance(value, dict) and "id" in value:
        return f"{value['name']} ({value['id']})" if value.get("name") else str(value["id"])
    return _meta_text(value)


def _meta_text(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(_asked(entry) for entry in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _text_parts(answer: "Answer", width: int) -> "list[RenderableType]":
    from rich.text import Text

    columns, same = needed(columns_of(answer), width)
    shared = widths(columns, width)
    blocks = len(answer.items) == 1 and len(answer.question.returns) > 3
    body: list[RenderableType] = list(_blocks(answer))
    if shared and not blocks:
        body = [_grid(columns, shared), *map(Text, _said_once(same))]
    if not answer.items:
        body = [Text("No rows.")]
    return [*body, *(Text(line) for line in _footer(answer))]


def _grid(columns: Sequence[Column], widths: Sequence[int]) -> "Table":
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, GAP - 1, 0, 0))
    for column, width in zip(columns, widths, strict=True):
        side: Literal["left", "right"] = "right" if column.is_number else "left"
        table.add_column(Text(column.name), justify=side, overflow="fold", width=width)
    for row in zip(*(column.cells for column in columns), strict=True):
        table.add_row(*map(Text, row))
    return table


def _said_once(same: Sequence[Column]) -> list[str]:
    told = "; ".join(f"{column.name} {column.cells[0]}" for column in same)
    return [f"In every row: {told}."] if same else []


def _blocks(answer: "Answer") -> "list[RenderableType]":
    from rich.table import Table
    from rich.text import Text

    blocks: list[RenderableType] = []
    for item in answer.items:
        block = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
        block.add_column(no_wrap=True)
        block.add_column(overflow="fold")
        for name, column in answer.question.returns.items():
            if item.get(name) not in (None, []):
                block.add_row(Text(name), Text(readable(item[name], column.type)))
        blocks += [block, Text("")]
    return blocks


def _footer(answer: "Answer") -> list[str]:
    lines = []
    if answer.meta.get("cut"):
        lines.append(f"Cut at {len(answer.items)} rows: there are more.")
    if answer.next:
        lines.append(f"Next page: --cursor {answer.next}")
    return lines
