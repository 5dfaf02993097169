"""What Neo4j Browser takes from the service: style, guide and favourites, for its pages only."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dealgraph.api.guide import guide_page
from dealgraph.api.replies import reply
from dealgraph.queries.favourites import favourites_zip
from dealgraph.queries.guide import guide
from dealgraph.schema.style import style

if TYPE_CHECKING:
    from dealgraph.graph.browser import Browser
    from dealgraph.queries.catalogue import Catalogue

STYLE, GUIDE, FAVOURITES = (f"/neo4j/{n}" for n in ("style.grass", "guide.html", "favourites.zip"))
#: Browser fetches with these headers, so that its web browser asks first whether it may.
ASKED_WITH = "cache-control, pragma, sentry-trace"
SECONDS = "600"


def kit_routes(catalogue: "Catalogue", browser: "Browser | None") -> list[Route]:
    """Make the routes of the three files; pages of other origins than Browser's cannot read them.

    They hold nothing secret, but a page of elsewhere has no business with this service.
    """
    kit = Kit(catalogue, browser.origins if browser else frozenset())
    files = {STYLE: kit.style, GUIDE: kit.guide, FAVOURITES: kit.favourites}
    return [
        Route(path, kit.shared(make), methods=["GET", "OPTIONS"]) for path, make in files.items()
    ]


class Kit:
    """The files, and the origins whose pages may read them."""

    def __init__(self, catalogue: "Catalogue", origins: frozenset[str]) -> None:
        self.catalogue = catalogue
        self.origins = origins

    def style(self, _: Request) -> Response:
        """Give the style sheet."""
        return reply(style().encode(), "text/plain; charset=utf-8")

    def guide(self, request: Request) -> Response:
        """Give the guide."""
        page = guide_page(guide(), str(request.base_url).rstrip("/"))
        return reply(page.encode(), "text/html; charset=utf-8")

    def favourites(self, _: Request) -> Response:
        """Give the favourites, as a file to be saved."""
        saved = {"Content-Disposition": 'attachment; filename="dealgraph-favourites.zip"'}
        return reply(favourites_zip(self.catalogue), "application/zip", headers=saved)

    def shared(self, make: Callable[[Request], Response]) -> Callable[[Request], Response]:
        """Answer for a file what the CORS protocol asks; the rest is up to the web browser."""

        def answer(request: Request) -> Response:
            preflight = request.method == "OPTIONS"
            response = Response(status_code=204) if preflight else make(request)
            response.headers.update(self._permission(request.headers.get("origin"), preflight))
            return response

        return answer

    def _permission(self, origin: str | None, preflight: bool) -> dict[str, str]:
        headers = {"Cache-Control": "no-cache", "Vary": "Origin"}
        if origin not in self.origins:
            return headers
        headers["Access-Control-Allow-Origin"] = str(origin)
        if preflight:
            headers["Access-Control-Allow-Methods"] = "GET"
            headers["Access-Control-Allow-Headers"] = ASKED_WITH
            headers["Access-Control-Max-Age"] = SECONDS
        return headers
