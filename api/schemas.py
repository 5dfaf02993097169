"""The catalogue's types as JSON Schema: what a parameter may be, what a column gives."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dealgraph.queries.types import NUMBERS, THINGS, inner, is_list, vocabulary
from dealgraph.queries.values import shown

if TYPE_CHECKING:
    from dealgraph.queries.catalogue import Column, Parameter, Question

Schema = dict[str, Any]

SIMPLE: dict[str, Schema] = {
    "text": {"type": "string"},
    "key": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "money": {"type": "number"},
    "share": {"type": "number", "minimum": 0, "maximum": 1},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
}
#: A default or value of a date parameter that is no date itself.
TODAY = "today"

#: What a value of a type means, where its name does not say it.
MEANINGS = {
    "money": "in millions",
    "share": "from 0 to 1",
    "date": "YYYY-MM-DD",
    "deal": "its id",
    "source": "its id",
}
THING: Schema = {
    "type": "object",
    "title": "A thing",
    "required": ["id", "name", "url"],
    "properties": {
        "id": {"type": "string", "description": "stable id; countries and regions: their code"},
        "name": {"type": ["string", "null"]},
        "url": {"type": ["string", "null"], "description": "its address in this service"},
    },
    "additionalProperties": False,
}
PATH: Schema = {
    "type": "object",
    "title": "A path",
    "required": ["things", "steps"],
    "properties": {
        "things": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}},
        "steps": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["from", "to"],
                "properties": {"from": {"type": "string"}, "to": {"type": "string"}},
            },
        },
    },
}
META: Schema = {
    "type": "object",
    "title": "About an answer",
    "required": ["question", "parameters", "scope", "revision", "deals", "coverage", "cut"],
    "properties": {
        "question": {"type": "string", "description": "name of the question"},
        "parameters": {"type": "object", "description": "as they were understood"},
        "scope": {"type": "array", "items": {"type": "string"}, "description": "what counts"},
        "revision": {"type": "integer", "description": "raised when the graph changes"},
        "data_as_of": {"type": ["string", "null"], "format": "date"},
        "deals": {"type": "integer", "description": "deals in the graph"},
        "coverage": {"type": "string"},
        "cut": {"type": "boolean", "description": "whether there is more than these items"},
        "counted": {
            "type": "string",
            "format": "uri-template",
            "description": "address of the deals that a row counts; `{column}` stands for the "
            "row's value, the id of a thing, a list as the parameter repeated",
        },
        "open_in_browser": {
            "type": "string",
            "format": "uri",
            "description": "opens Neo4j Browser, where its address is known, with the query",
        },
    },
}
PROBLEM: Schema = {
    "type": "object",
    "title": "A problem (RFC 9457)",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name", "value", "reason"],
                "properties": {"name": {"type": "string"}, "reason": {"type": "string"}},
            },
        },
        "candidates": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}},
        "nearest": {"type": "array"},
        "available": {"type": "array", "items": {"type": "string"}},
    },
}


def parameter_schema(parameter: "Parameter") -> Schema:
    """Give the schema of a parameter's value as it stands in a URL."""
    schema = _single(inner(parameter.type), {"type": "string", "maxLength": 1000})
    if inner(parameter.type) in NUMBERS:
        bounds = {"minimum": parameter.minimum, "maximum": parameter.maximum}
        schema |= {name: value for name, value in bounds.items() if value is not None}
    if is_list(parameter.type):
        schema = {"type": "array", "items": schema}
    if parameter.default is not None and parameter.default != TODAY:
        schema["default"] = shown(parameter.default)
    return schema


def column_schema(column: "Column") -> Schema:
    """Give the schema of a column's value; an optional one can be null."""
    if inner(column.type) == "record":
        schema = record_schema(column.fields)
    elif inner(column.type) == "path":
        schema = {"$ref": "#/components/schemas/Path"}
    else:
        schema = _single(inner(column.type), {"$ref": "#/components/schemas/Thing"})
    if is_list(column.type):
        schema = {"type": "array", "items": schema}
    if column.optional:
        schema = {"anyOf": [schema, {"type": "null"}]}
    return schema | _description(column.about, column.type)


def record_schema(fields: "Mapping[str, Column]") -> Schema:
    """Give the schema of an object with the given columns: a row, or a record in it."""
    return {
        "type": "object",
        "required": list(fields),
        "properties": {name: column_schema(column) for name, column in fields.items()},
        "additionalProperties": False,
    }


def answer_schema(question: "Question") -> Schema:
    """Give the schema of a question's answer."""
    return {
        "type": "object",
        "required": ["items", "next", "meta"],
        "properties": {
            "items": {"type": "array", "items": record_schema(question.returns)},
            "next": {"type": ["string", "null"], "description": "`cursor` of the next page"},
            "meta": {"$ref": "#/components/schemas/Meta"},
        },
    }


def described(about: str | None, type_: str) -> str:
    """Say what a value is: its own text, then what its type means."""
    return "; ".join(filter(None, (about, MEANINGS.get(inner(type_)))))


def _single(type_: str, of_thing: Schema) -> Schema:
    if type_ in THINGS:
        return dict(of_thing)
    if type_.startswith("enum:"):
        return {"type": "string", "enum": [str(word) for word in vocabulary(type_)]}
    return dict(SIMPLE[type_])


def _description(about: str | None, type_: str) -> Schema:
    text = described(about, type_)
    return {"description": text} if text else {}
