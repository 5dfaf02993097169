"""How a question looks on the command line: its parameters as options, its examples as commands."""

import shlex
from collections.abc import Mapping
from typing import Any

import click

from dealgraph.queries.question import Column, Parameter, Question
from dealgraph.queries.types import inner, is_list, vocabulary
from dealgraph.queries.values import shown

#: Longer lists of words are named, not written out.
_WIDEST_CHOICE = 40


def option_name(parameter: str) -> str:
    """Give the option of a parameter: `min_upfront` is `--min-upfront`."""
    return f"--{parameter.replace('_', '-')}"


def options(question: Question) -> list[click.Option]:
    """Make the options of a question; values stay text, since asking reads and checks them."""
    made = [_option(parameter) for parameter in question.parameters.values()]
    if question.cursor:
        about = "Where the page before ended, as its answer said."
        made.append(click.Option(["--cursor"], metavar="CURSOR", help=about))
    return made


def given(question: Question, values: Mapping[str, Any]) -> dict[str, object]:
    """Give the values of the options by the names of the parameters, without those left out."""
    names = [*question.parameters, *(["cursor"] if question.cursor else [])]
    return {name: _several(values[name]) for name in names if values[name] not in (None, ())}


def metavar(type_: str) -> str:
    """Name what a parameter takes, in capitals or as the words of its list."""
    one = inner(type_)
    if one.startswith("enum:"):
        words = "|".join(vocabulary(one))
        one = words if len(words) <= _WIDEST_CHOICE else one.removeprefix("enum:").upper()
    else:
        one = {"date": "YYYY-MM-DD", "boolean": "true|false", "money": "MILLIONS"}.get(
            one, one.upper()
        )
    return f"{one} ..." if is_list(type_) else one


def about_parameter(parameter: Parameter) -> str:
    """Say what a parameter is for, which words it takes, its bounds and its default."""
    said = [parameter.about]
    one = inner(parameter.type)
    if one.startswith("enum:") and metavar(one) == one.removeprefix("enum:").upper():
        said.append(f"one of: {', '.join(vocabulary(one))}")
    if is_list(parameter.type):
        said.append("may be repeated")
    said += [
        f"{word} {value}"
        for word, value in (("at least", parameter.minimum), ("at most", parameter.maximum))
        if value is not None
    ]
    if parameter.default is not None:
        said.append(f"default: {_typed(parameter.default)}")
    return "; ".join(filter(None, said))


def about_column(column: Column) -> str:
    """Say of which type a column is, what it means, and whether it may be missing."""
    said = [column.type, column.about, "may be missing" if column.optional else ""]
    return "; ".join(filter(None, said))


def example_command(question: Question, example: Mapping[str, object]) -> str:
    """Write an example as the command that asks it."""
    words = ["dealgraph", "ask", question.name]
    for name, value in example.items():
        for entry in value if isinstance(value, list) else [value]:
            words += [option_name(name), _typed(entry)]
    return shlex.join(words)


def _option(parameter: Parameter) -> click.Option:
    declared = [option_name(parameter.name), parameter.name]
    about = about_parameter(parameter)
    if parameter.type == "boolean":
        # `--flag` alone means true, and `--flag false` is possible as over HTTP.
        return click.Option(
            declared, is_flag=False, flag_value="true", metavar="[true|false]", help=about
        )
    # Every option may come several times, so that a value is refused and never silently dropped.
    return click.Option(
        declared,
        multiple=True,
        required=parameter.required,
        metavar=metavar(parameter.type),
        help=about,
    )


def _several(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _typed(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ", ".join(map(_typed, value))
    return str(shown(value))
