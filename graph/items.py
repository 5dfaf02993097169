"""How a record of the database becomes an item of an answer, checked against its columns."""

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from neo4j.graph import Node, Path, Relationship
from neo4j.time import Date

from dealgraph.graph.problems import AnswerFaultError, ThingEntry
from dealgraph.queries.question import Column, Question
from dealgraph.queries.types import THINGS, inner, is_list, vocabulary
from dealgraph.schema import model

#: Takes a value of the database and gives it as JSON has it; raises ValueError with the reason.
Converter = Callable[[Any], object]

_KINDS = {"place": ("country", "region"), "thing": tuple(model.THINGS)}
#: Sums of floats end in noise; a millionth of a million is one unit of the currency.
MONEY_DIGITS = 6


class Field(NamedTuple):
    """A column, or a field of a record: None passes only where it is optional."""

    name: str
    convert: Converter
    optional: bool


class Items:
    """Makes the items of one question; the converters are chosen once, not for every row."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.columns = tuple(question.returns)
        self._fields = _fields(question.returns)

    def of(self, records: Sequence[tuple[Any, ...]]) -> list[dict[str, object]]:
        """Make one item of each record; raises AnswerFaultError for a value that does not fit."""
        fields = self._fields
        try:
            return [
                {
                    name: None if value is None and optional else convert(value)
                    for (name, convert, optional), value in zip(fields, record, strict=True)
                }
                for record in map(tuple.__iter__, records)  # the driver's own is ten times slower
            ]
        except ValueError:
            raise self._fault(records) from None

    def check_columns(self, keys: tuple[str, ...]) -> None:
        """Raise AnswerFaultError when other columns came back than the declared ones."""
        if keys != self.columns:
            raise AnswerFaultError(
                self.question.file,
                self.question.line_of("returns"),
                columns_fault(self.columns, keys),
            )

    def _fault(self, records: Sequence[tuple[Any, ...]]) -> AnswerFaultError:
        """Find the value that did not fit, to name its column."""
        for record in records:
            for (name, convert, optional), value in zip(self._fields, record, strict=True):
                try:
                    _ = None if value is None and optional else convert(value)
                except ValueError as error:
                    line = self.question.line_of("returns", name)
                    return AnswerFaultError(self.question.file, line, f"column {name} {error}")
        raise AssertionError("every value fits")


def columns_fault(declared: Sequence[str], returned: Sequence[str]) -> str:
    """Say how the columns that come back differ from the declared ones."""
    missing = [name for name in declared if name not in returned]
    more = [name for name in returned if name not in declared]
    said = [f"column {name} does not come back" for name in missing]
    said += [f"column {name} comes back but is not declared" for name in more]
    order = f"columns come back in another order: {', '.join(returned)}"
    return "; ".join(said) or order


def _fields(columns: Mapping[str, Column]) -> list[Field]:
    return [Field(name, _of_type(c.type, c.fields), c.optional) for name, c in columns.items()]


def _of_type(type_: str, fields: Mapping[str, Column]) -> Converter:
    if is_list(type_):
        return _list(_of_type(inner(type_), fields))
    if type_.startswith("enum:"):
        return _enum(frozenset(word.value for word in vocabulary(type_)))
    if type_ == "record":
        return _record(_fields(fields))
    if type_ in THINGS:
        return _thing(type_)
    return _SIMPLE[type_]


def _list(convert: Converter) -> Converter:
    def of_list(value: Any) -> object:
        if type(value) is not list:
            raise ValueError(_not_a("list", value))
        return [convert(entry) for entry in value]

    return of_list


def _enum(words: frozenset[str]) -> Converter:
    def of_enum(value: Any) -> object:
        if value not in words:
            raise ValueError(_not_a("word of its vocabulary", value))
        return value

    return of_enum


def _record(fields: Sequence[Field]) -> Converter:
    known = frozenset(field.name for field in fields)

    def of_record(value: Any) -> object:
        if type(value) is not dict:
            raise ValueError(_not_a("record", value))
        if not value.keys() <= known:
            more = value.keys() - known
            raise ValueError(f"has undeclared fields: {', '.join(sorted(more))}")
        get = value.get
        made = {}
        try:
            for name, convert, optional in fields:
                entry = get(name)
                made[name] = None if entry is None and optional else convert(entry)
        except ValueError as error:
            raise ValueError(f"has a field {name} that {error}") from None
        return made

    return of_record


def _thing(kind: str) -> Converter:
    """Make `{"id", "name", "url"}` of a node; a place, or any thing, is told by its label."""
    types = [model.THINGS[one] for one in _KINDS.get(kind, (kind,))]
    named = [(node_type.label, _named(node_type)) for node_type in types]

    def of_thing(value: Any) -> object:
        if type(value) is Node:
            for label, name in named:
                if label in value.labels:
                    return name(value)
        raise ValueError(_not_a(f"{kind} node", value))

    return of_thing


def thing(node_type: type[model.Node], properties: Mapping[str, Any]) -> ThingEntry:
    """Give a node as `{"id", "name", "url"}`; without a caption it is named by its id."""
    return _named(node_type)(properties)


def _named(node_type: type[model.Node]) -> Callable[[Mapping[str, Any]], ThingEntry]:
    key, caption, start = node_type.key, node_type.caption, f"/{node_type.path}/"

    def of_node(properties: Mapping[str, Any]) -> ThingEntry:
        id_ = properties[key]
        name = properties.get(caption)
        return {"id": id_, "name": id_ if name is None else name, "url": start + id_}

    return of_node


def _path(value: Any) -> object:
    """Give a path as its things and steps, in the order walked; a step is a relationship."""
    if not isinstance(value, Path):
        raise ValueError(_not_a("path", value))
    return {
        "things": [thing(model.node_type(node.labels), node) for node in value.nodes],
        "steps": [_step(edge) for edge in value.relationships],
    }


def _step(edge: Relationship) -> dict[str, object]:
    """Give a relationship from its start to its end, with the deal that it stands for."""
    start, end = edge.nodes
    ends = {"from": _key(start), "to": _key(end), "edge": edge.type}
    properties = {name: _plain(value) for name, value in edge.items()}
    if "deal" not in properties:
        return {**ends, **properties}
    id_ = properties.pop("deal")
    return {**ends, "deal": {"id": id_, "url": f"/{model.Deal.path}/{id_}", **properties}}


def _key(node: Node | None) -> object:
    return None if node is None else node[model.node_type(node.labels).key]


def _plain(value: Any) -> object:
    return _date(value) if type(value) is Date else value


def _text(value: Any) -> object:
    if type(value) is not str:
        raise ValueError(_not_a("text", value))
    return value


def _integer(value: Any) -> object:
    if type(value) is not int:
        raise ValueError(_not_a("whole number", value))
    return value


def _number(value: Any) -> object:
    if type(value) is not float and type(value) is not int:
        raise ValueError(_not_a("number", value))
    if not math.isfinite(value):
        raise ValueError(_not_a("finite number", value))
    return value


def _money(value: Any) -> object:
    number = _number(value)
    return round(number, MONEY_DIGITS) if type(number) is float else number


def _share(value: Any) -> object:
    share = _money(value)
    if not 0 <= share <= 1:  # type: ignore[operator]
        raise ValueError(_not_a("share from 0 to 1", value))
    return share


def _boolean(value: Any) -> object:
    if type(value) is not bool:
        raise ValueError(_not_a("boolean", value))
    return value


def _date(value: Any) -> object:
    if type(value) is not Date:
        raise ValueError(_not_a("date", value))
    return _iso(value.to_ordinal())


@lru_cache(4096)  # the days of one deal are mostly the same, and those of its neighbours
def _iso(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


def _not_a(wanted: str, value: object) -> str:
    if value is None:
        return "is missing although it is not optional"
    return f"is no {wanted} but {type(value).__name__}: {str(value)[:60]!r}"


_SIMPLE: dict[str, Converter] = {
    "text": _text,
    "integer": _integer,
    "number": _number,
    "money": _money,
    "share": _share,
    "boolean": _boolean,
    "date": _date,
    "path": _path,
}
