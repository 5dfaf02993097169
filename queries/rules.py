"""The rules that a question file must keep, as far as they can be checked without a database."""

import re
from collections.abc import Iterable, Iterator, Mapping

from dealgraph.queries import cypher
from dealgraph.queries.question import IN_PATH, Column, Parameter, Question
from dealgraph.queries.types import COLUMN_ONLY, NUMBERS, inner, is_list, problem
from dealgraph.queries.values import is_left_out, reader

#: Line and message.
Problem = tuple[int, str]

#: Options of the command line and of HTTP that no parameter may hide.
RESERVED = frozenset(
    {"cursor", "csv", "for", "format", "help", "json", "output", "queries", "question"}
)
#: Paths that the service keeps for itself.
RESERVED_PATHS = frozenset(
    {"/", "/docs", "/health", "/openapi.json", "/ready", "/redoc"}
    | {f"/neo4j/{name}" for name in ("favourites.zip", "guide.html", "style.grass")}
)

_QUESTION_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_PATH = re.compile(r"(/([a-z0-9.-]+|\{[a-z][a-z0-9_]*\}))+|/")


def problems(question: Question) -> Iterator[Problem]:
    """Yield everything that is wrong with a question."""
    yield from _name(question)
    yield from _path(question)
    for parameter in question.parameters.values():
        yield from _parameter(question, parameter)
    for column in question.returns.values():
        yield from _column(question, column, ("returns", column.name))
    yield from _paging(question)
    yield from _use(question)
    yield from cypher.refusals(question.cypher)
    yield from _draw(question)
    yield from _examples(question)


def route(question: Question) -> str:
    """Give the path without the names of its parameters: equal routes cannot be told apart."""
    return IN_PATH.sub("{}", question.path)


def _name(question: Question) -> Iterator[Problem]:
    if not _QUESTION_NAME.fullmatch(question.name):
        yield 1, f"the file must be named like partner-network.cypher, not {question.file.name}"
    for key in ("title", "question"):
        if not getattr(question, key).strip():
            yield question.line_of(key), f"{key} is empty"


def _path(question: Question) -> Iterator[Problem]:
    line = question.line_of("path")
    if not _PATH.fullmatch(question.path):
        yield line, f"path {question.path} must look like /companies/{{company}}/partners"
    if question.path in RESERVED_PATHS:
        yield line, f"path {question.path} is kept for the service itself"
    if len(set(question.path_parameters)) < len(question.path_parameters):
        yield line, "a parameter stands twice in path"
    for name in question.path_parameters:
        parameter = question.parameters.get(name)
        if parameter is None:
            yield line, f"undeclared parameter {name} in path"
        elif not parameter.required or is_list(parameter.type):
            yield line, f"{name} stands in path, so it must be required and no list"


def _parameter(question: Question, parameter: Parameter) -> Iterator[Problem]:
    line = question.line_of("parameters", parameter.name)
    yield from ((line, why) for why in _parameter_problems(parameter))


def _parameter_problems(parameter: Parameter) -> Iterator[str]:
    name = parameter.name
    if not _NAME.fullmatch(name):
        yield f"parameter {name} must be named like min_upfront"
    if name in RESERVED or name.startswith("after_"):
        yield f"parameter {name} has a name that is kept for the service"
    if parameter.optional and parameter.default is not None:
        yield f"parameter {name} has a default, so optional says nothing"
    if why := problem(parameter.type, of_parameter=True):
        yield f"parameter {name}: {why}"
        return
    yield from _bound_problems(parameter)


def _bound_problems(parameter: Parameter) -> Iterator[str]:
    bounds = [b for b in (parameter.minimum, parameter.maximum) if b is not None]
    if bounds and inner(parameter.type) not in NUMBERS:
        yield f"parameter {parameter.name}: only numbers have a minimum and a maximum"
        return
    try:
        for bound in bounds:
            reader(inner(parameter.type))(bound)
    except ValueError as error:
        yield f"parameter {parameter.name}: a bound {error}"
        return
    if len(bounds) == 2 and bounds[0] > bounds[1]:
        yield f"parameter {parameter.name}: minimum is above maximum"
    try:
        if parameter.default is not None:
            parameter.read(parameter.default)
    except ValueError as error:
        yield f"parameter {parameter.name}: its default {error}"


def _column(question: Question, column: Column, where: tuple[str, ...]) -> Iterator[Problem]:
    line = question.line_of(*where)
    name = ".".join(where[1:])
    if not _NAME.fullmatch(column.name):
        yield line, f"column {name} must be named like upfront_musd"
    if why := problem(column.type, of_parameter=False):
        yield line, f"column {name}: {why}"
    if (inner(column.type) == "record") != bool(column.fields):
        yield line, f"column {name}: fields belong to record, and record needs fields"
    for part in column.fields.values():
        yield from _column(question, part, (*where, part.name))


def _paging(question: Question) -> Iterator[Problem]:
    limit = question.parameters.get("limit")
    if limit and (limit.type != "integer" or limit.default is None or limit.maximum is None):
        line = question.line_of("parameters", "limit")
        yield line, "limit must be an integer with a default and a maximum"
    if question.cursor and limit is None:
        yield question.line_of("cursor"), "a question with a cursor needs a parameter limit"
    for name in question.cursor:
        column = question.returns.get(name)
        if column is None:
            yield question.line_of("cursor"), f"cursor names {name}, which is no column"
        elif column.optional or is_list(column.type) or column.type in COLUMN_ONLY:
            yield question.line_of("cursor"), f"cursor: {name} must be one value that never lacks"


def _use(question: Question) -> Iterator[Problem]:
    """Declared and used parameters must be the same set."""
    if not question.body:
        yield question.body_line, "no Cypher follows the header"
    used = cypher.parameters(question.cypher)
    for name, line in used.items():
        if name not in question.parameters and name not in question.after:
            yield line, f"undeclared parameter {name}"
    for name in question.parameters.keys() - used.keys():
        yield question.line_of("parameters", name), f"unused parameter {name}"
    for name in (name for name in question.after if name not in used):
        yield question.line_of("cursor"), f"unused parameter {name} of cursor"


def _draw(question: Question) -> Iterator[Problem]:
    """What draws the answer reads only, and gets the parameters of the question."""
    line = question.line_of("draw")
    if question.draw:
        for name in cypher.parameters(question.draw).keys() - question.parameters.keys():
            yield line, f"undeclared parameter {name} in draw"
        yield from ((line, f"draw: {why}") for _, why in cypher.refusals(question.draw))


def _examples(question: Question) -> Iterator[Problem]:
    for index, example in enumerate(question.examples):
        line = question.line_of("examples", index)
        for name in sorted(example.keys() - question.parameters.keys()):
            yield (
                question.line_of("examples", index, name),
                f"undeclared parameter {name} in example",
            )
        for parameter in question.parameters.values():
            if parameter.required and is_left_out(example.get(parameter.name)):
                yield line, f"the example lacks parameter {parameter.name}"
        yield from _example_values(question, example, index)


def _example_values(
    question: Question, example: Mapping[str, object], index: int
) -> Iterator[Problem]:
    for name, value in example.items():
        parameter = question.parameters.get(name)
        if parameter is None or problem(parameter.type, of_parameter=True):
            continue
        try:
            parameter.read(value)
        except ValueError as error:
            yield question.line_of("examples", index, name), f"parameter {name} {error}"


def clashes(questions: Iterable[Question]) -> Iterator[tuple[Question, str, str]]:
    """Yield (question, header key, message) for each that takes another's name or route."""
    names: dict[str, Question] = {}
    routes: dict[str, Question] = {}
    for question in questions:
        if (first := names.setdefault(question.name, question)) is not question:
            yield question, "title", f"{first.file} has the same name {question.name}"
        if (first := routes.setdefault(route(question), question)) is not question:
            at = f"{first.file}:{first.line_of('path')}"
            yield question, "path", f"{question.path} is the same route as {first.path} in {at}"
