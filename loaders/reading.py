"""From a file of deals to checked records: every line becomes a record, or rejects that say why."""

from collections.abc import Callable, Iterator
from pathlib import Path

from pydantic import ValidationError

from dealgraph.loaders.jsonl import jsonl_entries
from dealgraph.loaders.lines import Entry, Fault, FileError, Line, Reject
from dealgraph.loaders.rdf.reading import rdf_entries
from dealgraph.loaders.sheets import csv_entries
from dealgraph.loaders.workbook import xlsx_entries
from dealgraph.schema.rdf.forms import RDF_FORMS
from dealgraph.schema.record import DealRecord
from dealgraph.schema.remarks import problems

#: Which endings can be read, and by what.
FORMATS: dict[str, Callable[[Path], Iterator[Entry]]] = {
    ".jsonl": jsonl_entries,
    ".csv": csv_entries,
    ".xlsx": xlsx_entries,
    **{form.suffix: rdf_entries for form in RDF_FORMS.values()},
}
#: The lines of a file by dataset and id.
LineOf = dict[tuple[str, str], int]


def read(path: Path | str) -> Iterator[Line | Reject]:
    """Give every line of a JSONL, CSV, XLSX or RDF file as a record or as one reject per fault.

    Of two lines with the same id in one dataset the second is rejected. Raises FileError when the
    file as a whole cannot be read; it does so at the first step, as files are read while they are
    asked for.
    """
    path = Path(path)
    line_of: LineOf = {}
    for entry in _entries(path):
        record, faults = _checked(entry, line_of)
        if record is None:
            yield from (Reject(str(path), entry.number, *fault, entry.raw) for fault in faults)
            continue
        if record.id is not None:
            line_of[entry.dataset, record.id] = entry.number
        yield Line(str(path), entry.number, record, entry.raw, entry.field_of, entry.dataset)


def _entries(path: Path) -> Iterator[Entry]:
    if path.suffix.lower() not in FORMATS:
        raise FileError(path, f"is no file of deals: its name must end in {', '.join(FORMATS)}")
    try:
        yield from FORMATS[path.suffix.lower()](path)
    except FileNotFoundError:
        raise FileError(path, "there is no such file") from None
    except OSError as error:
        raise FileError(path, f"cannot be read: {error.strerror or error}") from error


def _checked(entry: Entry, line_of: LineOf) -> tuple[DealRecord | None, list[Fault]]:
    if entry.says is None:
        return None, list(entry.faults)
    faults = [*entry.faults, *_repeated(entry, line_of)]
    try:
        record = DealRecord.model_validate(entry.says)
    except ValidationError as error:
        return None, [*faults, *_new_faults(entry, error)]
    return (None if faults else record), faults


def _repeated(entry: Entry, line_of: LineOf) -> Iterator[Fault]:
    deal = entry.says and entry.says.get("id")
    if isinstance(deal, str) and (entry.dataset, deal) in line_of:
        yield "id", deal, f"stands in line {line_of[entry.dataset, deal]} already"


def _new_faults(entry: Entry, error: ValidationError) -> Iterator[Fault]:
    """The faults of the record, without those that only follow from a fault of the line's form."""
    known = {name for name, _, _ in entry.faults}
    for place, value, reason in problems(error):
        if (name := entry.field_of(place)) not in known:
            yield name, value, reason
