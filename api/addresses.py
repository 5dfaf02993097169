"""The address at which a question is asked with given parameters."""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from dealgraph.queries.values import shown
from dealgraph.schema.model import THINGS, Node

if TYPE_CHECKING:
    from dealgraph.queries.catalogue import Question

READABLE = ":-_.~,"


def address(question: "Question", parameters: Mapping[str, object]) -> str:
    """Fill the path of a question and put its other parameters behind it.

    Both are encoded; text of other scripts too, so that the address can be copied anywhere.
    """
    path = question.path
    for name in question.path_parameters:
        path = path.replace(f"{{{name}}}", quote(str(shown(parameters[name])), safe=READABLE))
    rest = [
        (name, _text(value))
        for name, given in parameters.items()
        if name not in question.path_parameters
        for value in (given if isinstance(given, list | tuple) else [given])
    ]
    query = urlencode(rest, safe=READABLE, quote_via=quote)
    return f"{path}?{query}" if query else path


def example_address(question: "Question") -> str | None:
    """Give the address of a question's first example, or None when it has none."""
    return address(question, question.examples[0]) if question.examples else None


def page_of(question: "Question") -> type[Node] | None:
    """Give the node whose page a question is: `/companies/{company}` is that of a company."""
    for kind, node in THINGS.items():
        if question.path == f"/{node.path}/{{{kind}}}":
            return node
    return None


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(shown(value))
