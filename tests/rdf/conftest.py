"""The bundled graph as linked data: as text, as a graph of rdflib, and over HTTP."""

from collections.abc import Iterator

import pytest
from rdflib import Graph
from starlette.testclient import TestClient

from dealgraph.api.app import create_app
from dealgraph.api.settings import ServiceSettings
from dealgraph.graph.connection import Connection
from dealgraph.graph.rdf.export import nquads
from dealgraph.queries.catalogue import Catalogue
from dealgraph.schema.rdf.addresses import Iris


@pytest.fixture(scope="session")
def exported(graph: Connection) -> str:
    """The whole graph as N-Quads."""
    return "".join(nquads(graph, Iris()))


@pytest.fixture(scope="session")
def facts(graph: Connection) -> Graph:
    """What dealgraph shows, as rdflib reads it; who changes it puts it right again."""
    return Graph().parse(data="".join(nquads(graph, Iris(), graphs=False)), format="nt")


@pytest.fixture(scope="session")
def client(graph: Connection) -> Iterator[TestClient]:
    """The service, which gives the things of the bundled graph IRIs of its own."""
    given = ServiceSettings(warm_up=False, base_iri="http://localhost:8000/")
    app = create_app(graph, Catalogue.bundled(), given)
    with TestClient(
        app, base_url="http://localhost:8000", raise_server_exceptions=False, headers=PLAIN
    ) as client:
        yield client


PLAIN = {"accept": "*/*", "accept-encoding": "identity", "user-agent": "test"}
