"""The TOML in the first comment of a question file: its shape, and the line of each key."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

Location = tuple[str | int, ...]

_COMMENT = re.compile(r"\s*/\*(?P<toml>.*?)\*/", re.DOTALL)
_TABLE = re.compile(r"\s*(?P<open>\[\[?)(?P<keys>[^\]]+)\]")
_KEY = re.compile(r"\s*(?P<keys>[\w\".-]+)\s*=")
_TOML_LINE = re.compile(r"at line (\d+)")


def _typed(spec: object) -> object:
    """Read the short form `partner = "company"` as `partner = { type = "company" }`."""
    return {"type": spec} if isinstance(spec, str) else spec


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class ParameterShape(_Shape):
    """What a header says of one parameter."""

    type: str
    optional: bool = False
    default: Any = None
    minimum: int | float | None = None
    maximum: int | float | None = None
    about: str = ""


class ColumnShape(_Shape):
    """What a header says of one column, or of one field of a record."""

    type: str
    optional: bool = False
    about: str = ""
    fields: dict[str, Annotated["ColumnShape", BeforeValidator(_typed)]] = Field(
        default_factory=dict
    )


class HeaderShape(_Shape):
    """What a header can hold."""

    title: str
    question: str
    path: str
    parameters: dict[str, Annotated[ParameterShape, BeforeValidator(_typed)]] = Field(
        default_factory=dict
    )
    returns: dict[str, Annotated[ColumnShape, BeforeValidator(_typed)]] = Field(min_length=1)
    examples: list[dict[str, Any]] = Field(default_factory=list)
    scope: list[str] = Field(default_factory=list)
    cursor: list[str] = Field(default_factory=list)
    draw: str = ""
    counted: dict[str, str | bool] = Field(default_factory=dict)


@dataclass(frozen=True)
class Header:
    """A header that has the right shape, and where its keys stand."""

    shape: HeaderShape
    lines: Mapping[Location, int]
    #: The line on which the Cypher after the header starts.
    body_line: int


class HeaderError(Exception):
    """A header that cannot be read; `problems` are (line, message)."""

    def __init__(self, problems: list[tuple[int, str]]) -> None:
        self.problems = problems
        super().__init__(problems)


def read_header(text: str) -> Header:
    """Read the header of a question file.

    Raises HeaderError with every problem found and its line.
    """
    comment = _COMMENT.match(text)
    if comment is None:
        raise HeaderError([(1, "the file must start with a comment /* ... */ of TOML")])
    first = 1 + text.count("\n", 0, comment.start("toml"))
    last = 1 + text.count("\n", 0, comment.end())
    lines = key_lines(comment["toml"], first)
    shape = _shaped(_parsed(comment["toml"], first, last), lines)
    return Header(shape, lines, last)


def line_of(lines: Mapping[Location, int], location: Location) -> int:
    """Give the line of a key, or of the nearest key around it that has one."""
    while location not in lines and location:
        location = location[:-1]
    return lines[location]


def key_lines(toml: str, first: int) -> dict[Location, int]:
    """Find the line of each table and key that starts a line; toml starts on line `first`."""
    found: dict[Location, int] = {(): first}
    table: Location = ()
    for line, text in enumerate(toml.split("\n"), start=first):
        if heading := _TABLE.match(text):
            table = _keys(heading["keys"])
            if heading["open"] == "[[":
                table = (*table, sum(known[:-1] == table for known in found if known))
            found.setdefault(table, line)
        elif key := _KEY.match(text):
            found.setdefault((*table, *_keys(key["keys"])), line)
    return found


def _keys(dotted: str) -> Location:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))


def _parsed(toml: str, first: int, last: int) -> dict[str, object]:
    try:
        return tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        at = _TOML_LINE.search(str(error))
        line = first + int(at[1]) - 1 if at else last
        reason = re.sub(r" \(at .*\)", "", str(error))
        raise HeaderError([(line, f"the header is no valid TOML: {reason}")]) from None


def _shaped(parsed: dict[str, object], lines: Mapping[Location, int]) -> HeaderShape:
    try:
        return HeaderShape.model_validate(parsed)
    except ValidationError as error:
        raise HeaderError(
            [
                (line_of(lines, e["loc"]), _plain(e["loc"], e["type"], e["msg"]))
                for e in error.errors()
            ]
        ) from None


def _plain(location: Location, kind: str, message: str) -> str:
    name = ".".join(map(str, location))
    if kind == "missing":
        return f"the header lacks {name}"
    if kind == "extra_forbidden":
        return f"unknown key {name} in the header; known: {', '.join(_known_beside(location))}"
    return f"{name}: {message[0].lower()}{message[1:]}"


def _known_beside(location: Location) -> list[str]:
    shapes: dict[str, type[BaseModel]] = {"parameters": ParameterShape, "returns": ColumnShape}
    shape = shapes.get(str(location[0]), HeaderShape) if len(location) > 1 else HeaderShape
    return list(shape.model_fields)
