"""The addresses of linked data as a whole: vocabulary, shapes, exports, what it says of itself."""

from collections.abc import Callable, Generator, Iterator
from functools import cache
from itertools import chain
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any

from anyio import CancelScope
from pydantic_core import to_json
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from dealgraph import __version__
from dealgraph.api.negotiation import HTML, chosen
from dealgraph.api.replies import ANSWER_HEADERS, GUARDS, document, has_tag, header, reply, tag_of
from dealgraph.graph.errors import CrowdedError
from dealgraph.graph.rdf.about import Descriptions
from dealgraph.graph.rdf.export import PACKED, Shape, stream
from dealgraph.schema.rdf.addresses import Iris
from dealgraph.schema.rdf.dataset import PAGE
from dealgraph.schema.rdf.forms import RDF_FORMS, RdfForm, from_turtle
from dealgraph.schema.rdf.service import endpoint

if TYPE_CHECKING:
    from dealgraph.graph.asking import Asker

#: Exports that are made at once; each reads the whole graph.
MOST_EXPORTS = 4
GZIP = "application/gzip"


def publishing_routes(asker: "Asker", iris: Iris) -> Iterator[Route]:
    """Make the routes of everything about linked data that is not about one thing."""
    yield Route("/context.jsonld", _context)
    yield Route("/n10s.cypher", _n10s)
    for path, text in (("/ns", _ontology), ("/shapes", _shapes)):
        yield from _document_routes(path, text, page=path == "/ns")
    descriptions = Descriptions(asker.connection, iris, endpoint(iris))
    yield from _document_routes(f"/{PAGE}", descriptions.turtle)
    exports = Exports(asker, iris)
    for form in RDF_FORMS.values():
        for packed in ("", PACKED):
            yield Route(f"/export{form.suffix}{packed}", exports.export)


class Exports:
    """Sends the whole graph as it is read."""

    def __init__(self, asker: "Asker", iris: Iris) -> None:
        self.asker = asker
        self.iris = iris
        self._free = BoundedSemaphore(MOST_EXPORTS)

    def export(self, request: Request) -> Response:
        """Stream the form that the address names; the connection breaks if the graph changes."""
        shape = Shape.of(request.url.path)
        facts = self.asker.facts()
        tag = tag_of(facts.revision, __version__, self.iris.base, request.url.path)
        headers = {**GUARDS, **ANSWER_HEADERS, "ETag": tag}
        content_type = GZIP if shape.packed else shape.form.content_type
        if has_tag(header(request, b"if-none-match"), tag):
            return reply(b"", content_type, 304, headers)
        if request.method == "HEAD":
            return reply(b"", content_type, headers=headers)
        # Begun here, so that what is wrong from the start is still a problem, no broken answer.
        if not self._free.acquire(blocking=False):
            raise CrowdedError(f"{MOST_EXPORTS} exports are being made already.")
        pieces = self._held(stream(self.asker.connection, self.iris, shape))
        return _Streamed(next(pieces, b""), pieces, headers=headers, media_type=content_type)

    def _held(self, pieces: Iterator[bytes]) -> Generator[bytes]:
        try:
            yield from pieces
        finally:
            self._free.release()


class _Streamed(StreamingResponse):
    """Sends pieces, and closes what they come from when that ends, however it ends.

    Who breaks a download off would otherwise keep its place until garbage is collected.
    """

    def __init__(self, first: bytes, rest: Generator[bytes], **given: Any) -> None:
        super().__init__(chain([first], rest), **given)
        self._rest = rest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send, then close: in a thread, as whoever writes has to end first."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            with CancelScope(shield=True):  # who has gone may be why all of this is being ended
                await run_in_threadpool(self._rest.close)


def _document_routes(
    path: str, turtle: Callable[[], str], *, page: bool = False
) -> Iterator[Route]:
    """Make the routes of one small graph: by Accept, and with a suffix for each form."""

    def negotiated(request: Request) -> Response:
        offers = {form.media_type: form for form in RDF_FORMS.values()}
        wanted = chosen(header(request, b"accept"), (*([HTML] if page else []), *offers))
        if wanted == HTML:
            from dealgraph.api.vocabulary import vocabulary_page

            return vocabulary_page(request)
        return _in_form(request, turtle(), offers[wanted])

    yield Route(path, negotiated)
    for form in RDF_FORMS.values():
        yield Route(f"{path}{form.suffix}", _suffixed(turtle, form))


def _suffixed(turtle: Callable[[], str], form: RdfForm) -> Callable[[Request], Response]:
    return lambda request: _in_form(request, turtle(), form)


def _in_form(request: Request, turtle: str, form: RdfForm) -> Response:
    return document(request, from_turtle(turtle, form), form.content_type)


@cache
def _ontology() -> str:
    from dealgraph.schema.rdf.ontology import ontology

    return ontology()


@cache
def _shapes() -> str:
    from dealgraph.schema.rdf.shapes import shapes

    return shapes()


async def _context(request: Request) -> Response:
    from dealgraph.schema.rdf.context import context

    return document(request, to_json(context()), RDF_FORMS["jsonld"].content_type)


async def _n10s(request: Request) -> Response:
    from dealgraph.schema.rdf.n10s import n10s

    return document(request, n10s().encode(), "text/plain; charset=utf-8")
