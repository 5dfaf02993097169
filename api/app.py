"""The web application: routes from the catalogue, problems for errors, a guard in front."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.types import ASGIApp

from dealgraph import __version__
from dealgraph.api.examples import examples
from dealgraph.api.grouped import Grouped
from dealgraph.api.hosts import HostGuard
from dealgraph.api.kept import KeptAnswers
from dealgraph.api.kit import kit_routes
from dealgraph.api.openapi import openapi
from dealgraph.api.problems import handlers
from dealgraph.api.routes import data_routes, service_routes, sparql_route
from dealgraph.api.settings import ServiceSettings
from dealgraph.api.warming import WarmUp
from dealgraph.graph.asking import Asker
from dealgraph.graph.sparql.endpoint import Endpoint
from dealgraph.graph.sparql.query import Limits
from dealgraph.schema.rdf.addresses import Iris

if TYPE_CHECKING:
    from dealgraph.graph.connection import Connection
    from dealgraph.queries.catalogue import Catalogue


class Service(FastAPI):
    """FastAPI whose description comes from the catalogue instead of from handlers.

    The routes are plain ones: a question's parameters and columns are known from its file, and
    checking them a second time through FastAPI's models cost more than the whole rest.
    """

    def __init__(self, catalogue: "Catalogue", **given: Any) -> None:
        super().__init__(
            title="dealgraph",
            version=__version__,
            docs_url=None,  # they load their scripts from elsewhere; /docs is our own page
            redoc_url=None,
            openapi_url=None,
            telemetry={"tracing": False, "metrics": False, "logs": False},  # asked every time
            **given,
        )
        self.catalogue = catalogue

    def build_middleware_stack(self) -> ASGIApp:
        """Leave FastAPI's own layers out: they serve its handlers, of which there are none."""
        return Starlette.build_middleware_stack(self)

    def openapi(self) -> dict[str, Any]:
        """Describe the service in OpenAPI 3.1."""
        return openapi(self.catalogue, examples(), __version__)


def create_app(
    connection: "Connection", catalogue: "Catalogue", settings: ServiceSettings | None = None
) -> FastAPI:
    """Make the application that answers the catalogue's questions over the connection.

    The caller keeps the connection and closes it; settings come from the environment when None.
    """
    settings = settings or ServiceSettings.from_env()
    asker = Asker(connection, catalogue, settings.answer_seconds)
    warm_up = WarmUp(asker, catalogue)
    kept = KeptAnswers() if settings.cache_answers else None
    endpoint = _endpoint(connection, settings)
    routes = [
        *service_routes(asker, catalogue, warm_up),
        sparql_route(asker, catalogue, endpoint),
        *kit_routes(catalogue, connection.browser),
        *data_routes(asker, catalogue, kept, settings.base_iri),
    ]
    return Service(
        catalogue,
        routes=[Grouped(routes)],
        middleware=[Middleware(HostGuard, allowed=settings.allowed_hosts)],
        exception_handlers=handlers([route.path for route in routes]),
        lifespan=_lifespan(warm_up, endpoint, settings),
    )


def _endpoint(connection: "Connection", settings: ServiceSettings) -> Endpoint:
    limits = Limits(seconds=settings.answer_seconds)
    return Endpoint(connection, Iris(settings.base_iri), settings.home, limits)


def _lifespan(warm_up: WarmUp, endpoint: Endpoint, settings: ServiceSettings) -> Any:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        if settings.warm_up:
            warm_up.start()
        else:
            warm_up.over.set()
        yield
        warm_up.stop()
        endpoint.close()

    return lifespan
