"""The empty CSV or XLSX that people fill with deals, and the page that explains its columns."""

import csv
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from dealgraph.loaders.columns import COLUMNS, NAMES, documented
from dealgraph.loaders.lines import FileError

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

#: How many rows below the header offer their words in a list.
_ROWS = 2_000

_RULES = (
    'Several values in one cell stand apart by ";".',
    "A row about several assets sets the columns assets, targets, modality, indications and phase "
    'apart by "|", in the order of the assets; ";" stands inside one asset.',
    "Amounts are numbers in millions of the currency, or text that names currency and magnitude, "
    "such as `US$1.2bn`, `12亿元` or `up to EUR 45m`; an undisclosed one stays empty.",
    "A formula is refused: paste its value.",
)


def write_template(path: Path | str) -> None:
    """Write a template with the header only, as CSV or XLSX by the ending of its name.

    An XLSX also explains the columns on its second sheet. Raises FileError for other endings.
    """
    path = Path(path)
    writers = {".csv": _write_csv, ".xlsx": _write_xlsx}
    if path.suffix.lower() not in writers:
        raise FileError(path, f"is no template: its name must end in {' or '.join(writers)}")
    try:
        writers[path.suffix.lower()](path)
    except OSError as error:
        raise FileError(path, f"cannot be written: {error.strerror or error}") from error


def columns_page() -> str:
    """Give the page docs/columns.md."""
    return "\n".join(_page_lines()) + "\n"


def _page_lines() -> Iterator[str]:
    yield "# The columns of a deals file"
    yield ""
    yield "One row a deal, in CSV (UTF-8) or XLSX. `dealgraph template FILE` writes the header."
    yield from ("", *(f"- {rule}" for rule in _RULES), "")
    yield "| column | meaning | words | example |"
    yield "|---|---|---|---|"
    for row in documented():
        name, *rest = (cell.replace("|", "\\|") for cell in row)
        yield f"| `{name}` | {' | '.join(rest)} |"


def _write_csv(path: Path) -> None:
    # The byte order mark tells Excel that the file is UTF-8; else it shows Chinese as Latin.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerow(NAMES)


def _write_xlsx(path: Path) -> None:
    from xlsxwriter import Workbook

    with Workbook(path) as workbook:
        _write_deals(workbook, workbook.add_worksheet("deals"))
        _write_columns(workbook, workbook.add_worksheet("columns"))


def _write_deals(workbook: "Workbook", sheet: "Worksheet") -> None:
    bold, text = workbook.add_format({"bold": True}), workbook.add_format({"num_format": "@"})
    for place, column in enumerate(COLUMNS):
        # As text, a month stays a month: Excel would make 2025-03 the first of March.
        dated = column.name in ("announced", "source_date")
        sheet.set_column(place, place, max(12, len(column.name) + 2), text if dated else None)
        sheet.write_string(0, place, column.name, bold)
        sheet.write_comment(0, place, column.meaning)
        if column.words:
            _offer(sheet, place, column.words, binding=not column.place.startswith("assets."))
    sheet.freeze_panes(1, 0)


def _offer(sheet: "Worksheet", place: int, words: type[StrEnum], binding: bool) -> None:
    """Offer the words in a list; a column of several assets may hold more than one of them."""
    severity = "stop" if binding else "warning"
    rule = {"validate": "list", "source": list(map(str, words)), "error_type": severity}
    sheet.data_validation(1, place, _ROWS, place, rule)


def _write_columns(workbook: "Workbook", sheet: "Worksheet") -> None:
    bold, wrapped = workbook.add_format({"bold": True}), workbook.add_format({"text_wrap": True})
    for place, (title, width) in enumerate(_TITLES):
        sheet.set_column(place, place, width, wrapped)
        sheet.write_string(0, place, title, bold)
    for line, row in enumerate(documented(), start=1):
        for place, cell in enumerate(row):
            sheet.write_string(line, place, cell)
    for line, rule in enumerate(_RULES, start=len(COLUMNS) + 2):
        sheet.write_string(line, 1, rule)


_TITLES = (("column", 26), ("meaning", 60), ("words", 40), ("example", 50))
