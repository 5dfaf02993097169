"""Every error leaves as application/problem+json (RFC 9457), by one table of exception types."""

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from http import HTTPStatus
from itertools import zip_longest

from pydantic_core import to_json
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from dealgraph.api.negotiation import NotAcceptableError
from dealgraph.api.replies import reply
from dealgraph.graph.asking import (
    AmbiguousNameError,
    BadParameterError,
    UnknownThingError,
)
from dealgraph.graph.errors import (
    ConfigurationError,
    CrowdedError,
    GraphError,
    TooSlowError,
    UnavailableError,
)
from dealgraph.graph.sparql.query import (
    LongQueryError,
    NotReadyError,
    QueryError,
    TooLargeError,
)

log = logging.getLogger("dealgraph.api")

PROBLEM_JSON = "application/problem+json"

Handler = Callable[[Request, Exception], Awaitable[Response]]


@dataclass(frozen=True)
class ProblemKind:
    """One kind of problem: its status, its title, and what the API reference says of it."""

    slug: str
    status: int
    title: str
    about: str
    #: Seconds after which asking again may help.
    retry_after: int | None = None


BAD_PARAMETER = ProblemKind(
    "bad-parameter", 400, "A parameter cannot be used",
    "`errors` lists each one: name, value, reason, and the nearest names of an unknown one.",
)  # fmt: skip
AMBIGUOUS_NAME = ProblemKind(
    "ambiguous-name", 400, "The name stands for several things",
    "`candidates` lists them; ask again with the id of one.",
)  # fmt: skip
UNKNOWN_THING = ProblemKind(
    "unknown-thing", 404, "There is no such thing in the graph",
    "`nearest` lists things with a similar name.",
)  # fmt: skip
UNKNOWN_ADDRESS = ProblemKind(
    "unknown-address", 404, "There is nothing at this address",
    "`nearest` lists addresses like it.",
)  # fmt: skip
WRONG_METHOD = ProblemKind(
    "method-not-allowed", 405, "The address does not take this method",
    "Every question is asked with GET (or HEAD); nothing is written over HTTP.",
)  # fmt: skip
NOT_ACCEPTABLE = ProblemKind(
    "not-acceptable", 406, "There is no form that the Accept header allows",
    "`available` lists the media types there are.",
)  # fmt: skip
WRONG_HOST = ProblemKind(
    "wrong-host", 421, "The service does not answer for this host name",
    "Only localhost, 127.0.0.1, [::1] and DEALGRAPH_ALLOWED_HOSTS are answered for.",
)  # fmt: skip
BAD_QUERY = ProblemKind(
    "bad-query", 400, "The SPARQL query cannot be answered",
    "The detail says where it cannot be read. Only queries are answered, no updates, and no "
    "SERVICE.",
)  # fmt: skip
FOREIGN_ORIGIN = ProblemKind(
    "foreign-origin", 403, "A page of another site may not post here",
    "The Origin header names another host than this service's.",
)  # fmt: skip
LONG_QUERY = ProblemKind(
    "query-too-long", 413, "The query is too long",
    "A SPARQL query may have 100,000 bytes.",
)  # fmt: skip
WRONG_TYPE = ProblemKind(
    "unsupported-type", 415, "The body is of a type that is not read here",
    "SPARQL is posted as application/x-www-form-urlencoded or application/sparql-query.",
)  # fmt: skip
FAULT = ProblemKind(
    "fault", 500, "The service made a mistake", "The service's log says what happened.",
)  # fmt: skip
TOO_SLOW = ProblemKind(
    "too-slow", 503, "The answer takes too long",
    "The database gave up; ask for less: a smaller limit, a shorter time, fewer steps.",
    retry_after=10,
)  # fmt: skip
TOO_LARGE = ProblemKind(
    "too-large", 503, "The answer takes too much memory",
    "It, or what has to be kept to find it, is larger than one answer may be; ask for less.",
)  # fmt: skip
UNAVAILABLE = ProblemKind(
    "unavailable", 503, "The database does not answer",
    "It is down, starting or out of reach; the service finds it again by itself.",
    retry_after=5,
)  # fmt: skip
BUSY = ProblemKind(
    "busy", 503, "Too much is asked for at once",
    "Exports and SPARQL queries can take long, so only a few are answered at a time.",
    retry_after=30,
)  # fmt: skip
NOT_READY = ProblemKind(
    "not-ready", 503, "The service is warming up", "Ask again in a few seconds.", retry_after=2,
)  # fmt: skip

KINDS = (
    BAD_PARAMETER, AMBIGUOUS_NAME, UNKNOWN_THING, UNKNOWN_ADDRESS, WRONG_METHOD, NOT_ACCEPTABLE,
    WRONG_HOST, BAD_QUERY, FOREIGN_ORIGIN, LONG_QUERY, WRONG_TYPE, FAULT, TOO_SLOW, TOO_LARGE,
    UNAVAILABLE, BUSY, NOT_READY,
)  # fmt: skip

#: Exception type -> problem; the first line that fits counts.
#: Only errors below 500 say what they say: others could carry text of the database or its address.
EXCEPTIONS: tuple[tuple[type[Exception], ProblemKind], ...] = (
    (BadParameterError, BAD_PARAMETER),
    (AmbiguousNameError, AMBIGUOUS_NAME),
    (UnknownThingError, UNKNOWN_THING),
    (NotAcceptableError, NOT_ACCEPTABLE),
    (QueryError, BAD_QUERY),
    (LongQueryError, LONG_QUERY),
    (TooSlowError, TOO_SLOW),
    (TooLargeError, TOO_LARGE),
    (NotReadyError, NOT_READY),
    (UnavailableError, UNAVAILABLE),
    (ConfigurationError, UNAVAILABLE),
    (CrowdedError, BUSY),
    (GraphError, FAULT),
    (Exception, FAULT),
)

#: What an exception knows that goes into the problem: attribute -> member.
MEMBERS = {
    "problems": "errors",
    "kind": "kind",
    "text": "name",
    "nearest": "nearest",
    "candidates": "candidates",
    "available": "available",
}


def problem(
    kind: ProblemKind,
    detail: str,
    members: Mapping[str, object] = {},
    headers: Mapping[str, str] = {},
) -> Response:
    """Make the response of one problem; `type` points at its entry in the API reference."""
    body = {
        "type": f"/docs#problem-{kind.slug}",
        "title": kind.title,
        "status": kind.status,
        "detail": detail,
        **members,
    }
    if kind.retry_after:
        headers = {"Retry-After": str(kind.retry_after), **headers}
    sent = {"Cache-Control": "no-store", **headers}
    return reply(to_json(body, inf_nan_mode="null"), PROBLEM_JSON, kind.status, sent)


def problem_of(error: Exception) -> Response:
    """Make the response of an exception, and log what is a fault of ours or of the database."""
    kind = next(kind for type_, kind in EXCEPTIONS if isinstance(error, type_))
    if kind.status < 500:
        members = {to: getattr(error, of) for of, to in MEMBERS.items() if hasattr(error, of)}
        return problem(kind, str(error), members)
    if isinstance(error, GraphError):  # the server logs everything else, with its traceback
        log.error("%s: %s", type(error).__name__, error)
    return problem(kind, kind.about)


def handlers(addresses: Iterable[str]) -> dict[type[Exception], Handler]:
    """Give the exception handlers of an app whose addresses (path templates) are given."""
    known = list(addresses)

    async def of_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return _problem_of_http(request, error, known)

    async def of_any(_: Request, error: Exception) -> Response:
        return problem_of(error)

    return {HTTPException: of_http, **{type_: of_any for type_, _ in EXCEPTIONS}}


def _problem_of_http(request: Request, error: HTTPException, addresses: list[str]) -> Response:
    path = request.url.path[:200]
    headers = error.headers or {}
    if error.status_code == 404:
        nearest = _nearest(path, addresses)
        detail = f"There is nothing at {path}. All addresses are listed at /."
        return problem(UNKNOWN_ADDRESS, detail, {"nearest": nearest})
    if error.status_code == 405:
        allowed = ", ".join(sorted(headers.get("Allow", "GET, HEAD").split(", ")))
        detail = f"{request.method[:20]} is not possible at {path}; possible: {allowed}."
        return problem(WRONG_METHOD, detail, headers={"Allow": allowed})
    title = HTTPStatus(error.status_code).phrase
    kind = ProblemKind("http", error.status_code, title, "")
    return problem(kind, str(error.detail), headers=headers)


def _nearest(path: str, addresses: list[str]) -> list[str]:
    """Find the addresses most like a path; a parameter is like whatever stands in its place."""
    filled = {_filled(address, path): address for address in reversed(addresses)}
    return [filled[text] for text in get_close_matches(path, filled, n=3, cutoff=0.6)]


def _filled(address: str, path: str) -> str:
    pairs = zip_longest(address.split("/"), path.split("/"), fillvalue="")
    return "/".join(given if part.startswith("{") else part for part, given in pairs)
