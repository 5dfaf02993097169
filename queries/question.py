"""One question: what it is called, takes and gives, and the Cypher that answers it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from dealgraph.queries.cypher import with_blanked_comments, with_one_parameter
from dealgraph.queries.header import Location, line_of
from dealgraph.queries.types import THINGS, inner, is_list
from dealgraph.queries.values import Reader, reader

#: `{company}` in a path.
IN_PATH = re.compile(r"\{([^}]*)\}")
#: More nodes Neo4j Browser does not draw, and nobody can tell apart.
MOST_DRAWN = 300


@dataclass(frozen=True, eq=False)
class Parameter:
    """What can be given with a question; default and bounds as the header writes them."""

    name: str
    type: str
    optional: bool = False
    default: object = None
    minimum: int | float | None = None
    maximum: int | float | None = None
    about: str = ""

    @property
    def required(self) -> bool:
        """Whether the question cannot be asked without it."""
        return not self.optional and self.default is None

    @cached_property
    def thing(self) -> str:
        """The kind of the things that it names; empty where it names none."""
        kind = inner(self.type)
        return kind if kind in THINGS else ""

    @cached_property
    def left_out(self) -> object:
        """What it is where nothing is given."""
        return None if self.default is None else self.read(self.default)

    @cached_property
    def read(self) -> Reader:
        """The function that reads given values; it raises ValueError with the reason."""
        return reader(self.type, self.minimum, self.maximum)


@dataclass(frozen=True, eq=False)
class Column:
    """One column of an answer, or one field of a record; `fields` are those of a record."""

    name: str
    type: str
    optional: bool = False
    about: str = ""
    fields: "Mapping[str, Column]" = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Question:
    """What one file says; `cypher` is its whole text, header included, as Browser takes it."""

    name: str
    title: str
    question: str
    path: str
    parameters: Mapping[str, Parameter]
    returns: Mapping[str, Column]
    examples: tuple[Mapping[str, object], ...]
    scope: tuple[str, ...]
    cursor: tuple[str, ...]
    draw: str
    #: Where the deals stand that a row counts: dealgraph.queries.counted.
    counted: Mapping[str, str | bool]
    file: Path
    cypher: str = field(repr=False)
    #: The line on which the header ends and the Cypher starts.
    body_line: int = field(repr=False)
    lines: Mapping[Location, int] = field(repr=False)

    def line_of(self, *location: str | int) -> int:
        """Give the line of a header key, such as `("parameters", "limit")`, for a message."""
        return line_of(self.lines, location)

    @property
    def body(self) -> str:
        """The Cypher after the header."""
        return self.cypher.partition("*/")[2].strip()

    @cached_property
    def statement(self) -> str:
        """The Cypher as it is sent to the database, with one parameter that holds all.

        Of its comments only the name is left, for who reads the log of the database: most of a
        file is its header, and the driver handles every sign of a statement several times.
        """
        return f"/* {self.name} */{with_one_parameter(with_blanked_comments(self.cypher))}"

    @property
    def drawing(self) -> str:
        """The Cypher whose rows Neo4j Browser draws best; the body where nothing else is said.

        A `draw` that starts with `(` is a pattern between the columns of the answer, so that
        filters and limit hold for the drawing too; another is a statement of its own.
        """
        if not self.draw.startswith("("):
            return self.draw.strip() or self.body
        return (
            f"CALL () {{\n{self.body.removesuffix(';')}\n}}\n"
            f"MATCH drawing = {self.draw.strip()}\nRETURN drawing LIMIT {MOST_DRAWN}"
        )

    @cached_property
    def things(self) -> tuple[str, ...]:
        """The parameters that name things."""
        return tuple(name for name, parameter in self.parameters.items() if parameter.thing)

    @cached_property
    def things_in_lists(self) -> tuple[str, ...]:
        """Those of them that take several."""
        return tuple(name for name in self.things if is_list(self.parameters[name].type))

    @property
    def path_parameters(self) -> tuple[str, ...]:
        """The parameters that stand in the path, in its order."""
        return tuple(IN_PATH.findall(self.path))

    @property
    def after(self) -> tuple[str, ...]:
        """The parameters that the engine binds: the sort keys of the last row before this page."""
        return tuple(f"after_{column}" for column in self.cursor)
