"""Reading the bundled tables: tab-separated, a header line, `|` between several values."""

import csv
from collections.abc import Iterator

from dealgraph.data import path


def rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a bundled table by column name; no cell is ever quoted."""
    with path(name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def several(cell: str) -> tuple[str, ...]:
    """Split a cell that may hold several values."""
    return tuple(part for part in cell.split("|") if part)
