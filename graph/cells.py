"""How one answer becomes rows and columns: things by name beside their id, lists joined."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dealgraph.queries.types import THINGS, inner, is_list

if TYPE_CHECKING:
    from dealgraph.graph.asking import Answer
    from dealgraph.queries.catalogue import Column

Cell = str | int | float | bool | date | None


@dataclass(frozen=True)
class Sheet:
    """An answer as a rectangle; `types` holds the declared type of each column.

    A thing column `partner` is two columns here: `partner` (its name) and `partner_id`.
    """

    header: list[str]
    types: list[str]
    rows: list[list[Cell]]


def as_sheet(answer: "Answer") -> Sheet:
    """Flatten an answer by its declared columns."""
    declared = answer.question.returns
    columns = list(_flat_columns(declared))
    rows = [
        [_cell(item.get(name), kind, part) for _, name, kind, part in columns]
        for item in answer.items
    ]
    return Sheet([c[0] for c in columns], [_cell_type(c[2], c[3]) for c in columns], rows)


def readable(value: object, kind: str) -> str:
    """Show one value to a person: a thing by its name, an amount with separators."""
    if value is None:
        return "–"
    if isinstance(value, list):
        return _joined(value, kind)
    if isinstance(value, Mapping):
        return _readable_mapping(value, kind)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _readable_number(value, kind)
    return str(value)


def _flat_columns(declared: "Mapping[str, Column]") -> Iterable[tuple[str, str, str, str]]:
    """Yield (header, item key, type, part); part is `name` or `id` for things, else empty."""
    for name, column in declared.items():
        is_thing = inner(column.type) in THINGS
        yield name, name, column.type, "name" if is_thing else ""
        if is_thing and f"{name}_id" not in declared:
            yield f"{name}_id", name, column.type, "id"


def _cell_type(kind: str, part: str) -> str:
    return "text" if part or is_list(kind) else kind


def _cell(value: object, kind: str, part: str) -> Cell:
    if value is None or isinstance(value, str | int | float | date):
        return value
    if isinstance(value, list) and kind not in ("list:record", "path"):
        return "; ".join(_cell_text(entry, part) for entry in value)
    if part and isinstance(value, Mapping):
        return _cell_text(value, part)
    return _json(value)


def _cell_text(entry: object, part: str) -> str:
    if part and isinstance(entry, Mapping):
        return str(entry.get(part) or entry.get("id") or "")
    return entry if isinstance(entry, str) else _json(entry)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _joined(values: list[object], kind: str) -> str:
    between = "\n" if inner(kind) == "record" else "; "
    return between.join(readable(entry, inner(kind)) for entry in values)


def _readable_mapping(value: Mapping[str, object], kind: str) -> str:
    if "things" in value:
        return _readable_path(value)
    if kind in THINGS or {"id", "name"} <= value.keys():
        return str(value.get("name") or value.get("id"))
    shown = ((name, entry) for name, entry in value.items() if entry not in (None, [], {}))
    return ", ".join(f"{name}: {readable(entry, '')}" for name, entry in shown)


def _readable_path(path: Mapping[str, object]) -> str:
    things = path["things"]
    return " - ".join(readable(thing, "company") for thing in things)  # type: ignore[attr-defined]


def _readable_number(value: int | float, kind: str) -> str:
    if kind == "share":
        return f"{value:.1%}"
    if isinstance(value, int) and kind != "money":
        return str(value)  # years and counts: 2025, never 2,025
    return f"{value:,.2f}".rstrip("0").rstrip(".")
