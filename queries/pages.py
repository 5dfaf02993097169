"""The page about the questions, derived from the catalogue: docs/questions.md."""

from collections.abc import Callable, Iterator, Mapping

from dealgraph.queries.catalogue import Catalogue
from dealgraph.queries.question import Column, Parameter, Question
from dealgraph.queries.types import inner
from dealgraph.queries.values import shown
from dealgraph.schema.vocabulary import VOCABULARIES

#: Writes how a question is asked with given parameters; the rooms above know how.
Written = Callable[[Question, Mapping[str, object]], str]

_INTRODUCTION = """\
# The questions

Made from the files under `queries/`; `pytest --golden` writes it anew.

Every question is asked over HTTP at its path, or with `dealgraph ask NAME --parameter VALUE`. The
answer is the same: `items`, `next` (the cursor of the next page, or null) and `meta` (how names
were understood, what counts, how much there is).

- A company, asset, target, country ... is given by its id or by any known name, in any script. A
  name that may mean several is refused with the candidates.
- A parameter that is a list is repeated: `type=license&type=option`, or `--type license --type
  option`.
- Money is in millions of US dollars unless said otherwise. What is undisclosed is missing, never 0.
- The words of a column such as `deal-type` stand in [the model](model.md#lists-of-words).
- A list that was cut says so in `meta.cut`. Where `cursor` is named below, `next` gives the rest.
- `format=csv` and `format=xlsx` give a file, `--csv` and `-o FILE.xlsx` on the command line;
  `for=excel` beside `format=csv` makes one that Excel opens rightly.
"""


def questions_page(catalogue: Catalogue, command: Written, address: Written) -> str:
    """Give the page that describes every question, with its examples in both forms."""
    return "\n".join(_lines(catalogue, command, address)) + "\n"


def _lines(catalogue: Catalogue, command: Written, address: Written) -> Iterator[str]:
    yield _INTRODUCTION
    yield from ("| question | |", "|---|---|")
    yield from (f"| [{q.title}](#{_anchor(q)}) | {q.question} |" for q in catalogue.values())
    yield ""
    for question in catalogue.values():
        yield from _question(question, command, address)


def _question(question: Question, command: Written, address: Written) -> Iterator[str]:
    yield from (f"## {question.title}", "", question.question, "")
    yield f"`{question.name}` at `GET {question.path}`"
    yield from ("", *(f"- {sentence}" for sentence in question.scope))
    if question.parameters:
        yield from ("", "| parameter | type | |", "|---|---|---|")
        yield from map(_parameter, question.parameters.values())
    yield from ("", "| column | type | |", "|---|---|---|")
    for column in question.returns.values():
        yield from _column(column)
    if question.cursor:
        yield from ("", f"A cursor goes on by {' and '.join(map(_code, question.cursor))}.")
    for example in question.examples:
        yield from ("", "```sh", command(question, example))
        yield from (f"curl 'http://127.0.0.1:8000{address(question, example)}'", "```")
    yield ""


def _parameter(parameter: Parameter) -> str:
    said = [parameter.about, "required" if parameter.required else ""]
    if parameter.minimum is not None:
        said.append(f"at least {parameter.minimum}")
    if parameter.maximum is not None:
        said.append(f"at most {parameter.maximum}")
    if parameter.default is not None:
        default = shown(parameter.default)
        said.append(f"default {str(default).lower() if isinstance(default, bool) else default}")
    return _row(parameter.name, parameter.type, [*said, _words(parameter.type)])


def _column(column: Column, within: str = "") -> Iterator[str]:
    name = f"{within}{column.name}"
    yield _row(name, column.type, [column.about, "may be missing" if column.optional else ""])
    for field in column.fields.values():
        yield from _column(field, f"{name}.")


def _row(name: str, type_: str, said: list[str]) -> str:
    return f"| `{name}` | {_type(type_)} | {'; '.join(filter(None, said))} |"


def _type(type_: str) -> str:
    one = inner(type_).removeprefix("enum:")
    return one if inner(type_) == type_ else f"list of {one}"


def _words(type_: str) -> str:
    if not inner(type_).startswith("enum:"):
        return ""
    return ", ".join(_code(word) for word in VOCABULARIES[inner(type_).removeprefix("enum:")])


def _anchor(question: Question) -> str:
    kept = "".join(c for c in question.title.lower() if c.isalnum() or c in " -")
    return kept.replace(" ", "-")


def _code(word: str) -> str:
    return f"`{word}`"
