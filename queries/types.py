"""The closed list of types that a parameter or a column can have."""

from enum import StrEnum

from dealgraph.schema.vocabulary import VOCABULARIES

SIMPLE = ("text", "key", "integer", "number", "money", "share", "boolean", "date")
#: `key` is text that is bound as its name key (dealgraph.schema.names).
#: Types whose values are numbers; `money` is in millions, `share` goes from 0 to 1.
NUMBERS = frozenset({"integer", "number", "money", "share"})
#: Types that are nodes of the graph: parameters take an id or a name, columns give the node.
THINGS = (
    "company",
    "asset",
    "target",
    "indication",
    "country",
    "region",
    "place",
    "deal",
    "source",
    "thing",
)
#: Things whose names stand in data tables, so that no database is asked for them.
PLACES = frozenset({"country", "region", "place"})
#: Types that only a column can have; `thing` is a node of any of the kinds above.
COLUMN_ONLY = ("record", "path", "thing")


def inner(type_: str) -> str:
    """Give the type of the entries of a list type, and any other type as it is."""
    return type_.removeprefix("list:")


def is_list(type_: str) -> bool:
    """Tell whether the values of a type are lists."""
    return type_.startswith("list:")


def vocabulary(type_: str) -> type[StrEnum]:
    """Give the closed list behind `enum:NAME` or `list:enum:NAME`."""
    return VOCABULARIES[inner(type_).removeprefix("enum:")]


def problem(type_: str, *, of_parameter: bool) -> str | None:
    """Say what is wrong with a type, or None when it is in the list."""
    one = inner(type_)
    if one.startswith("enum:"):
        known = one.removeprefix("enum:") in VOCABULARIES
        return None if known else f"unknown type {type_!r}: there is no such vocabulary; {_enums()}"
    if one in COLUMN_ONLY and of_parameter:
        return f"a parameter cannot be of type {type_!r}"
    if one in (*SIMPLE, *THINGS, *COLUMN_ONLY):
        return None
    return f"unknown type {type_!r}; {_listed()}"


def _listed() -> str:
    names = ", ".join((*SIMPLE, *THINGS, *COLUMN_ONLY))
    return f"known: {names}, enum:<vocabulary>, list:<type>"


def _enums() -> str:
    return "known: " + ", ".join(f"enum:{name}" for name in VOCABULARIES)
