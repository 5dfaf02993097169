"""SPARQL over HTTP: what a request asks, and in which form it is answered."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from dealgraph.api.asked import fault
from dealgraph.api.negotiation import HTML, JSON, NotAcceptableError, chosen
from dealgraph.api.problems import FOREIGN_ORIGIN, WRONG_TYPE, problem
from dealgraph.api.replies import document, header
from dealgraph.api.sparql_marks import marked
from dealgraph.graph.asking import BadParameterError
from dealgraph.graph.errors import CrowdedError, GraphError
from dealgraph.graph.sparql.query import (
    LONGEST,
    TABLE_FORMS,
    FormError,
    Found,
    LongQueryError,
    Query,
    QueryError,
)
from dealgraph.schema.rdf.forms import RDF_FORMS, from_turtle
from dealgraph.schema.rdf.service import PATH, service

if TYPE_CHECKING:
    from dealgraph.api.sparql_page import SparqlPage
    from dealgraph.graph.asking import Asker
    from dealgraph.graph.sparql.endpoint import Endpoint

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
#: Requests that are answered or wait for it; more are turned away.
MOST_WAITING = 16
REVISION = "X-Dealgraph-Revision"
#: As other endpoints say that they cut an answer, and after how many rows.
MOST = "X-SPARQL-MaxRows"

_TABLES = {media_type: name for name, media_type in TABLE_FORMS.items()} | {JSON: "srj"}
_GRAPHS = {form.media_type: name for name, form in RDF_FORMS.items()}
#: What `format` may say, for tables and for graphs: suffixes, media types, and words of clients.
_WORDS: dict[str, tuple[str | None, str | None]] = {
    **{name: (name, None) for name in TABLE_FORMS},
    **{name: (None, name) for name in RDF_FORMS},
    **{media_type: (name, None) for media_type, name in _TABLES.items()},
    **{media_type: (None, name) for media_type, name in _GRAPHS.items()},
    "json": ("srj", "jsonld"),
    "xml": ("srx", "rdf"),
    "json-ld": ("srj", "jsonld"),
    "turtle": (None, "ttl"),
    "n3": (None, "ttl"),
    "rdf+xml": (None, "rdf"),
    JSON: ("srj", "jsonld"),
    "html": ("srj", "ttl"),
}


@dataclass(frozen=True)
class Asked:
    """What a request asks: a query, or None, and whether as a page for people.

    `described` is the form of the service description, where there is no query.
    """

    query: Query | None
    page: bool
    described: str | None = None


class Sparql:
    """The handler of the endpoint's address, as an ASGI application."""

    def __init__(self, asker: "Asker", endpoint: "Endpoint", page: "SparqlPage") -> None:
        self.asker = asker
        self.iris = endpoint.iris
        self.endpoint = endpoint
        self.page = page
        self._threads = ThreadPoolExecutor(MOST_WAITING, thread_name_prefix="sparql")
        self._waiting = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a GET, HEAD or POST."""
        request = Request(scope, receive)
        response = _refused(request) or await self._answer(request)
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        asked = _asked(request, await _given(request))
        if asked.query is None:
            return self._described(request, asked)
        if self._waiting >= MOST_WAITING:
            raise CrowdedError(f"{MOST_WAITING} SPARQL queries wait to be answered.")
        self._waiting += 1
        try:
            loop = asyncio.get_running_loop()
            work = self._on_page if asked.page else self._found
            return await loop.run_in_executor(self._threads, work, request, asked.query)
        finally:
            self._waiting -= 1

    def _found(self, request: Request, query: Query) -> Response:
        found, revision = self._ask(query)
        headers = {REVISION: str(revision)}
        if found.cut:
            headers[MOST] = str(self.endpoint.limits.rows)
            headers["Link"] = f'</{PATH}#limits>; rel="help"'
        if found.form in ("csv", "tsv"):
            rows = f"-first-{self.endpoint.limits.rows}" if found.cut else ""
            headers["Content-Disposition"] = f'attachment; filename="sparql{rows}.{found.form}"'
        body = marked(found, self.endpoint.limits.rows, self.iris) if found.cut else found.body
        return document(request, body, _content_type(found.form), headers)

    def _on_page(self, request: Request, query: Query) -> Response:
        try:
            found, revision = self._ask(query)
        except GraphError as error:
            return self.page.failed(request, query, error)
        return self.page.answered(request, query, found, revision)

    def _ask(self, query: Query) -> tuple[Found, int]:
        """Answer a query; raises NotAcceptableError where it gives what the asker cannot take."""
        try:
            return self.endpoint.ask(query, self.asker.facts().revision)
        except FormError as error:
            raise NotAcceptableError("", list(_TABLES if error.tables else _GRAPHS)) from None

    def _described(self, request: Request, asked: Asked) -> Response:
        """Say what the endpoint is: to people as a page, to programs as RDF."""
        if asked.page:
            return self.page.empty(request)
        if asked.described is None:
            raise NotAcceptableError("", list(_GRAPHS))
        form = RDF_FORMS[asked.described]
        turtle = service(self.iris, _table_iris())
        return document(request, from_turtle(turtle, form), form.content_type)


def _refused(request: Request) -> Response | None:
    """Refuse what another site's page makes a browser send, and what is not read here."""
    origin = request.headers.get("origin")
    if request.method != "POST":
        return None
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        return problem(FOREIGN_ORIGIN, FOREIGN_ORIGIN.about)
    if _type(request) not in (FORM, QUERY):
        return problem(WRONG_TYPE, WRONG_TYPE.about)
    return None


async def _given(request: Request) -> list[tuple[str, str]]:
    """Read the parameters of the protocol, wherever they stand.

    Raises LongQueryError and BadParameterError.
    """
    query = request.scope["query_string"]
    body = await _body(request) if request.method == "POST" else b""
    if len(query) > 3 * LONGEST:  # a sign of the query can take three in an address
        raise LongQueryError
    try:
        given = _pairs(query)
        if body and _type(request) == QUERY:
            given.append(("query", body.decode()))
        elif body:
            given += _pairs(body)
    except ValueError:
        raise _fault("query", "", "holds bytes that are not text in UTF-8") from None
    return given


async def _body(request: Request) -> bytes:
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > 3 * LONGEST:
            raise LongQueryError
    return body


def _pairs(query: bytes) -> list[tuple[str, str]]:
    return parse_qsl(query.decode("ascii"), keep_blank_values=True, errors="strict")


def _asked(request: Request, given: list[tuple[str, str]]) -> Asked:
    """Read what is asked. Unknown parameters are passed over: the protocol lets clients add some.

    Raises QueryError, LongQueryError, BadParameterError and NotAcceptableError.
    """
    named: dict[str, list[str]] = {}
    for name, value in given:
        named.setdefault(name, []).append(value)
    if "update" in named:
        raise QueryError("SPARQL Update is not answered here: nothing is written over HTTP.")
    texts = named.get("query", [])
    if len(texts) > 1:
        raise _fault("query", texts[1], "is given more than once")
    if not texts and request.method == "POST":
        raise _fault("query", "", "is missing")
    page, table_form, graph_form = _forms(request, named.get("format", [""])[-1], bool(texts))
    if not texts:
        return Asked(None, page, graph_form)
    if len(texts[0].encode()) > LONGEST:
        raise LongQueryError
    graphs = (named.get(f"{which}-graph-uri", []) for which in ("default", "named"))
    return Asked(Query(texts[0], table_form, graph_form, *graphs), page)


def _forms(request: Request, word: str, answers: bool) -> tuple[bool, str | None, str | None]:
    """Choose the forms: whether a page, the one of tables and the one of graphs."""
    if word:
        if word not in _WORDS:
            known = ", ".join([*TABLE_FORMS, *RDF_FORMS, "html"])
            raise _fault("format", word, f"must be one of {known}")
        return word == "html", *_WORDS[word]
    accept = header(request, b"accept")
    offers = [*_TABLES, *_GRAPHS] if answers else [*_GRAPHS]
    if chosen(accept, (*offers, HTML)) == HTML:
        return True, *_WORDS["html"]
    return False, _best(accept, _TABLES), _best(accept, _GRAPHS)


def _best(accept: str, forms: dict[str, str]) -> str | None:
    try:
        return forms[chosen(accept, tuple(forms))]
    except NotAcceptableError:
        return None


def _type(request: Request) -> str:
    return header(request, b"content-type").partition(";")[0].strip().lower()


def _content_type(form: str) -> str:
    if form in RDF_FORMS:
        return RDF_FORMS[form].content_type
    media_type = TABLE_FORMS[form]
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def _table_iris() -> dict[str, str]:
    from pyoxigraph import QueryResultsFormat

    formats = {name: QueryResultsFormat.from_extension(name) for name in TABLE_FORMS}
    return {name: found.iri for name, found in formats.items() if found}


def _fault(name: str, value: str, reason: str) -> BadParameterError:
    return BadParameterError([fault(name, value, reason)])
