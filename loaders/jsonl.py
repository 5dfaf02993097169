"""JSONL: one JSON object a line, UTF-8, and only what JSON itself allows."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NoReturn

from dealgraph.loaders.lines import Entry, Fault
from dealgraph.loaders.physical import TOO_LONG, opened, physical_lines
from dealgraph.schema.remarks import shortly


class _RefusedError(ValueError):
    """JSON that Python would read, but that does not say one clear thing."""

    def __init__(self, field: str, value: str, reason: str) -> None:
        self.fault: Fault = (field, shortly(value), reason)
        super().__init__(reason)


def jsonl_entries(path: Path) -> Iterator[Entry]:
    """Give the lines of a JSONL file, without blank ones. Raises FileError for UTF-16."""
    with opened(path) as file:
        for number, line in enumerate(physical_lines(file), start=1):
            if line is None:
                yield Entry(number, None, faults=(("", "", TOO_LONG),))
            elif line.strip():
                yield _entry(number, line)


def _entry(number: int, line: bytes) -> Entry:
    try:
        return Entry(number, line, says=_object(line.decode("utf-8").strip()))
    except UnicodeDecodeError as error:
        fault = ("", "", f"is not UTF-8: byte {error.start + 1} is 0x{line[error.start]:02X}")
    except _RefusedError as error:
        fault = error.fault
    except json.JSONDecodeError as error:
        fault = ("", shortly(error.doc[error.pos :][:20]), _broken(error))
    except RecursionError:
        fault = ("", "", "is nested too deeply")
    except ValueError:  # Python converts no integer of more than 4,300 digits
        fault = ("", "", "holds a number that is too long")
    return Entry(number, line, faults=(fault,))


def _broken(error: json.JSONDecodeError) -> str:
    return f"is no JSON: {error.msg[:1].lower()}{error.msg[1:]}, at character {error.pos + 1}"


def _object(text: str) -> dict[str, object]:
    found = json.loads(
        text, object_pairs_hook=_unique, parse_float=_exact, parse_constant=_no_constant
    )
    if not isinstance(found, dict):
        raise _RefusedError("", text, "must be one JSON object")
    return found


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise _RefusedError(shortly(key), json.dumps(value), "is given twice in one object")
        found[key] = value
    return found


def _exact(text: str) -> float:
    number = float(text)
    try:
        exact = Decimal(text) == Decimal(repr(number))
    except ArithmeticError:  # an exponent beyond even decimals
        exact = False
    if not exact:
        raise _RefusedError("", text, "has more digits than a number can keep")
    return number


def _no_constant(text: str) -> NoReturn:
    raise _RefusedError("", text, "must be a finite number")
