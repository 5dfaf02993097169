"""What reading a file of deals gives: lines that hold a record, and rejects that say why not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dealgraph.schema.record import DealRecord


@dataclass(frozen=True)
class Row:
    """A row of a CSV or XLSX file: the cells as text, under the file's own header.

    `text` is the line as it stood, when it could not be taken apart into cells.
    """

    header: tuple[str, ...]
    cells: tuple[str, ...]
    text: str = ""


#: A line as it stood in its file: the bytes of a JSON line, a row, or None when it was too long
#: to keep or is no line that could be corrected (a header).
Raw = bytes | Row | None

#: What is wrong with a line: the field or column, the value shown shortly, the reason.
Fault = tuple[str, str, str]


@dataclass(frozen=True)
class Line:
    """A line that holds a checked record; `number` counts from 1 and is where the line begins.

    `field_of` gives the name by which the file knows a place of the record, such as a column;
    `dataset` is where the file itself says that the record belongs, nothing where it does not.
    """

    file: str
    number: int
    record: DealRecord
    raw: Raw
    field_of: Callable[[str], str] = field(default=str, compare=False)
    dataset: str = ""


@dataclass(frozen=True)
class Reject:
    """One fault of one line; a line with two faults gives two rejects of the same `line`."""

    file: str
    line: int
    field: str
    value: str
    reason: str
    raw: Raw

    def __str__(self) -> str:
        subject = f"{self.field} {self.value!r}" if self.value else self.field
        return f"{self.file}:{self.line}: {subject or 'the line'} {self.reason}"


@dataclass(frozen=True)
class Entry:
    """A line as one of the formats has it: what it says, not yet checked as a record.

    `faults` are those of its form; `says` is None when they leave nothing to check. `field_of`
    gives the name by which the file knows a place of the record, such as a column. `dataset` is
    where the file says that it belongs.
    """

    number: int
    raw: Raw
    says: Mapping[str, object] | None = None
    faults: tuple[Fault, ...] = ()
    field_of: Callable[[str], str] = field(default=str)
    dataset: str = ""


class FileError(Exception):
    """A file that cannot be read or written at all, and why."""

    def __init__(self, path: Path | str, reason: str) -> None:
        self.path = Path(path)
        self.reason = reason
        super().__init__(f"{path}: {reason}")
