"""What a request asks: the form of the answer and the question's parameters, as text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.requests import Request

from dealgraph.api.negotiation import FORMS, Form, form_for
from dealgraph.api.replies import header
from dealgraph.graph.asking import BadParameterError

if TYPE_CHECKING:
    from dealgraph.queries.catalogue import Question

#: Parameters of every question that say how the answer comes, not what is asked; and their words.
RESERVED = {"format": (*FORMS,), "for": ("excel",)}
MOST_PARAMETERS = 300
SHOWN = 100

Given = dict[str, list[str]]
Fault = dict[str, object]


@dataclass(frozen=True)
class Asked:
    """One question as a request asks it; a parameter given several times is a list."""

    form: Form
    for_excel: bool
    parameters: Mapping[str, object]

    @property
    def form_parameters(self) -> dict[str, str]:
        """The parameters that ask for this form again."""
        form = {} if self.form.name == "json" else {"format": self.form.name}
        return form | ({"for": "excel"} if self.for_excel else {})


def read_request(question: "Question", request: Request) -> Asked:
    """Read path, query and Accept of a request.

    Raises BadParameterError for names that the question does not have, for text that is no
    UTF-8 and for `format` and `for`; NotAcceptableError. Types and bounds are the asker's work.
    """
    given = _from_query(request)
    faults = [fault for name in given for fault in _faults(question, request, name, given[name])]
    if faults:
        raise BadParameterError(faults)
    form, for_excel = _form(given, header(request, b"accept"))
    named = {name: values for name, values in given.items() if name not in RESERVED}
    parameters = {name: v[0] if len(v) == 1 else v for name, v in named.items()}
    return Asked(form, for_excel, parameters)


def _from_query(request: Request) -> Given:
    """Gather the path's and the query's parameters; text that is no UTF-8 gets a U+FFFD."""
    given: Given = {name: [value] for name, value in request.path_params.items()}
    query = request.scope["query_string"].decode("latin-1")
    if not query:
        return given
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_PARAMETERS)
    except ValueError:
        reason = f"there are more than {MOST_PARAMETERS} parameters"
        raise BadParameterError([fault("", "", reason)]) from None
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    return given


def _faults(
    question: "Question", request: Request, name: str, values: Sequence[str]
) -> Iterator[Fault]:
    if name in request.path_params and len(values) > 1:
        yield fault(name, values[1], "stands in the path already")
    if name in RESERVED:
        yield from _form_faults(name, values)
    elif name not in question.parameters and not (name == "cursor" and question.cursor):
        known = [*question.parameters, *(["cursor"] if question.cursor else []), *RESERVED]
        nearest = get_close_matches(name[:SHOWN], known, n=3, cutoff=0.5)
        reason = f"there is no such parameter; there are {', '.join(known)}"
        yield fault(name, values[0], reason) | {"nearest": nearest}
    for value in values:
        if "\x00" in value or "\ufffd" in value:
            yield fault(name, value, "holds bytes that are not text in UTF-8")


def _form_faults(name: str, values: Sequence[str]) -> Iterator[Fault]:
    known = RESERVED[name]
    if len(values) > 1:
        yield fault(name, values[1], "is given more than once")
    elif values[0] not in known:
        yield fault(name, values[0], f"must be one of {', '.join(known)}")


def _form(given: Given, accept: str) -> tuple[Form, bool]:
    """Choose the form; `for=excel` alone means CSV, the only form that it changes."""
    for_excel = "for" in given
    if "format" not in given:
        return (FORMS["csv"] if for_excel else form_for(accept)), for_excel
    form = FORMS[given["format"][0]]
    if for_excel and form.name == "json":
        raise BadParameterError([fault("for", "excel", "goes with format=csv or format=xlsx")])
    return form, for_excel


def fault(name: str, value: str, reason: str) -> Fault:
    """Say what is wrong with a parameter, as BadParameterError lists it; long texts are cut."""
    return {"name": name[:SHOWN], "value": value[:SHOWN], "reason": reason}
