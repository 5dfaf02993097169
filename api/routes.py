"""The addresses of the service: one for each question, from its file, and a few of its own."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from typing import TYPE_CHECKING

from pydantic_core import to_json
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dealgraph import __version__
from dealgraph.api.addresses import example_address, page_of
from dealgraph.api.answering import Answering
from dealgraph.api.examples import examples
from dealgraph.api.kept import KeptAnswers
from dealgraph.api.negotiation import HTML, JSON, chosen
from dealgraph.api.openapi import openapi
from dealgraph.api.pages import STYLE, reference_page, start_page
from dealgraph.api.problems import NOT_READY, problem
from dealgraph.api.publishing import publishing_routes
from dealgraph.api.replies import PAGE_GUARDS, document, header, reply
from dealgraph.api.sparql import Sparql
from dealgraph.api.sparql_page import SparqlPage
from dealgraph.api.things import ThingPage, thing_routes
from dealgraph.api.warming import WarmUp
from dealgraph.graph.rdf.thing import Things
from dealgraph.graph.sparql.endpoint import Endpoint
from dealgraph.schema.rdf.addresses import Iris
from dealgraph.schema.rdf.dataset import PAGE
from dealgraph.schema.rdf.service import PATH

if TYPE_CHECKING:
    from dealgraph.graph.asking import Asker
    from dealgraph.queries.catalogue import Catalogue, Question

TITLE = "dealgraph"
#: More would wait for each other in the database; the driver's pool has 100 connections.
MOST_AT_ONCE = 40


def data_routes(
    asker: "Asker", catalogue: "Catalogue", kept: KeptAnswers | None, base_iri: str
) -> Iterable[Route]:
    """Make the routes of questions, things and exports, which wait for the database.

    Of questions, fixed words go before parameters, so that both are met.
    """
    threads = ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="answering")
    iris = Iris(base_iri)
    things = Things(asker.connection, iris, timeout=asker.timeout)
    yield from publishing_routes(asker, iris)
    paged = []
    for question in sorted(catalogue.values(), key=_fixed_first):
        answering = Answering(asker, question, kept, threads)
        page: ThingPage | Answering = answering
        if node := page_of(question):
            paged.append(node)
            page = ThingPage(asker, things, iris, node, answering, threads)
        yield Route(question.path, page, methods=["GET"], name=question.name)
    yield from thing_routes(asker, things, iris, paged, threads)


def service_routes(asker: "Asker", catalogue: "Catalogue", warm_up: WarmUp) -> list[Route]:
    """Make the routes of the start page, the API reference and the two checks."""
    pages = Pages(catalogue)
    return [
        Route("/", pages.start),
        Route("/docs", pages.reference),
        Route(STYLE, pages.style),
        Route("/openapi.json", pages.openapi),
        Route("/health", health),
        Route("/ready", Readiness(asker, warm_up).ready),
    ]


def sparql_route(asker: "Asker", catalogue: "Catalogue", endpoint: Endpoint) -> Route:
    """Make the route of the SPARQL endpoint, the only one that takes POST."""
    page = SparqlPage(catalogue, endpoint.iris, endpoint.limits)
    return Route(f"/{PATH}", Sparql(asker, endpoint, page), methods=["GET", "POST"], name=PATH)


class Pages:
    """What is made from the catalogue alone, without the database."""

    def __init__(self, catalogue: "Catalogue") -> None:
        self.catalogue = catalogue

    async def start(self, request: Request) -> Response:
        """List the questions: as JSON, or as a page for browsers."""
        if chosen(header(request, b"accept"), (JSON, HTML)) == HTML:
            return _page(request, start_page(self.catalogue, TITLE))
        return document(request, to_json(self._start()), JSON)

    async def reference(self, request: Request) -> Response:
        """Show the API reference."""
        base = str(request.base_url).rstrip("/")
        return _page(request, reference_page(self.catalogue, examples(), base))

    async def openapi(self, request: Request) -> Response:
        """Give the OpenAPI description."""
        described = openapi(self.catalogue, examples(), __version__)
        return document(request, to_json(described), JSON)

    async def style(self, request: Request) -> Response:
        """Give the style sheet of the pages."""
        css = (files("dealgraph.api") / "page.css").read_bytes()
        return document(request, css, "text/css; charset=utf-8")

    def _start(self) -> dict[str, object]:
        return {
            "title": TITLE,
            "version": __version__,
            "links": {
                "docs": "/docs",
                "openapi": "/openapi.json",
                "vocabulary": "/ns",
                "dataset": f"/{PAGE}",
                "export": "/export.nq",
                "health": "/health",
                "ready": "/ready",
                "sparql": f"/{PATH}",
            },
            "questions": [_listed(question) for question in self.catalogue.values()],
        }


class Readiness:
    """Whether questions are answered now, and at full speed."""

    def __init__(self, asker: "Asker", warm_up: WarmUp) -> None:
        self.asker = asker
        self.warm_up = warm_up

    def ready(self, _: Request) -> Response:
        """Say that the database answers and the warm-up is over; 503 otherwise."""
        self.asker.connection.verify()  # facts alone may be those of a second ago
        facts = self.asker.facts()
        if not self.warm_up.over.is_set():
            return problem(NOT_READY, NOT_READY.about)
        return _state({"status": "ready", "revision": facts.revision, "deals": facts.deals})


async def health(_: Request) -> Response:
    """Say that the process lives; no database is asked, and no thread waited for."""
    return _state({"status": "alive"})


def _page(request: Request, html: str) -> Response:
    return document(request, html.encode(), "text/html; charset=utf-8", PAGE_GUARDS)


def _state(body: object) -> Response:
    return reply(to_json(body), JSON, headers={"Cache-Control": "no-store"})


def _listed(question: "Question") -> dict[str, object]:
    return {
        "name": question.name,
        "title": question.title,
        "question": question.question,
        "path": question.path,
        "try": example_address(question),
    }


def _fixed_first(question: "Question") -> list[bool]:
    return [part.startswith("{") for part in question.path.strip("/").split("/")]
