"""Where the deals stand that a row counts: the address of a list with the same filters.

The header of a question says it in a table `[counted]`: for parameters of the question `counted`,
the column or else the parameter of the question itself that gives the value, or true or false.
"""

from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote

from dealgraph.queries.question import Question
from dealgraph.queries.values import shown

#: The question that lists deals, and where it is asked.
LIST, PATH = "counted", "/counted"
_READABLE = ":-_.~,"


def template(question: Question, given: Mapping[str, object]) -> str:
    """Give the address of the deals that a row counts, such as `/counted?start={start}`.

    `{column}` stands for the row's value: the id of a thing; for a list the parameter is repeated.
    `given` are the values that the question was asked with, things by their ids.
    """
    open_, filled = [], []
    for name, value in question.counted.items():
        if isinstance(value, str) and value in question.returns:
            open_.append(f"{name}={{{value}}}")
        else:
            meant = given[value] if isinstance(value, str) else value
            filled += [f"{name}={quote(text, _READABLE)}" for text in _texts(meant)]
    return f"{PATH}?{'&'.join(open_ + filled)}".rstrip("?")


def faults(questions: Iterable[Question]) -> Iterator[tuple[Question, str]]:
    """Yield what is wrong with the tables `[counted]` of questions that are read together."""
    known = {question.name: question for question in questions}
    for question in known.values():
        for name, value in question.counted.items():
            deals = known.get(LIST)
            if deals is None or deals.path != PATH:
                yield question, f"counted: there is no question {LIST} that would list the deals"
            elif name not in deals.parameters:
                yield question, f"counted: {name} is no parameter of {LIST}"
            if isinstance(value, str) and value not in {*question.returns, *question.parameters}:
                yield question, f"counted: {value} is neither a column nor a parameter"


def _texts(value: object) -> list[str]:
    several = value if isinstance(value, list) else [value]
    several = [one for one in several if one is not None]
    return [str(one).lower() if isinstance(one, bool) else str(shown(one)) for one in several]
