"""Clients of others use the endpoint as they use any: SPARQLWrapper, rdflib and Comunica.

Comunica needs Node.js; it is installed once, into the user's cache folder.
"""

import fcntl
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, GET, JSON, POST, POSTDIRECTLY, RDFXML, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed
from support import ROOT

from dealgraph.graph.settings import Settings

PREFIXES = """
PREFIX dg: <https://w3id.org/dealgraph/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
TAKEDA = rdflib.URIRef("https://w3id.org/dealgraph/companies/takeda")
JAPAN = rdflib.URIRef("https://w3id.org/dealgraph/countries/JP")
NAME = rdflib.Literal("Takeda", lang="en")
NAMES = f"{PREFIXES} SELECT ?name WHERE {{ <{TAKEDA}> skos:prefLabel ?name }}"
SOME = f"{PREFIXES} CONSTRUCT WHERE {{ <{TAKEDA}> skos:prefLabel ?name ; dg:basedIn ?where }}"
BASED_IN = rdflib.URIRef("https://w3id.org/dealgraph/ns#basedIn")
#: Enough for an installation over a slow line.
INSTALL_SECONDS = 600


def wrapped(service: str, query: str, form: str, method: str = GET) -> SPARQLWrapper:
    wrapper = SPARQLWrapper(f"{service}/sparql", returnFormat=form)
    wrapper.setMethod(method)
    wrapper.setQuery(query)
    return wrapper


@pytest.mark.parametrize("method", [GET, POST])
def test_sparqlwrapper_reads_a_table(service: str, method: str) -> None:
    found: Any = wrapped(service, NAMES, JSON, method).queryAndConvert()
    (row,) = found["results"]["bindings"]
    assert row["name"] == {"type": "literal", "xml:lang": "en", "value": "Takeda"}
    document: Any = wrapped(service, NAMES, XML, method).queryAndConvert()
    (literal,) = document.getElementsByTagName("literal")
    assert literal.firstChild.data == "Takeda"
    assert wrapped(service, NAMES, CSV, method).queryAndConvert() == b"name\r\nTakeda\r\n"


def test_sparqlwrapper_posts_a_query_as_it_is(service: str) -> None:
    wrapper = wrapped(service, NAMES, JSON, POST)
    wrapper.setRequestMethod(POSTDIRECTLY)
    found: Any = wrapper.queryAndConvert()
    assert len(found["results"]["bindings"]) == 1


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # by SPARQLWrapper
@pytest.mark.parametrize("form", [TURTLE, RDFXML])
def test_sparqlwrapper_reads_a_graph(service: str, form: str) -> None:
    found: Any = wrapped(service, SOME, form).queryAndConvert()
    if isinstance(found, bytes):
        found = rdflib.Graph().parse(data=found, format="turtle")
    assert set(found) == {(TAKEDA, rdflib.SKOS.prefLabel, NAME), (TAKEDA, BASED_IN, JAPAN)}


def test_sparqlwrapper_is_told_of_a_wrong_query(service: str) -> None:
    with pytest.raises(QueryBadFormed, match="The SPARQL query cannot be answered"):
        wrapped(service, "SELECT", JSON).query()


def test_rdflib_uses_the_endpoint_as_a_graph(service: str) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{service}/sparql"))
    assert graph.value(TAKEDA, rdflib.SKOS.prefLabel) == NAME
    assert list(graph.query(NAMES)) == [(NAME,)]
    assert len(set(graph.subjects(BASED_IN, JAPAN))) > 10


@pytest.fixture(scope="module")
def comunica() -> Path:
    """The program that asks; it is installed where it is not yet. Without Node.js: a skip."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("Comunica needs Node.js, which this machine does not have")
    wanted = ROOT / "tests" / "comunica" / "package.json"
    version = json.loads(wanted.read_text())["dependencies"]["@comunica/query-sparql"]
    folder = Settings.from_env().cache / f"comunica-{version}"
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "node_modules" / ".bin" / "comunica-sparql"
    with (folder / "lock").open("wb") as lock:  # two workers, one installation
        fcntl.flock(lock, fcntl.LOCK_EX)
        here = folder / "package.json"
        if not (program.exists() and here.exists() and here.read_text() == wanted.read_text()):
            install(npm, folder, wanted.read_text())
    return program


def install(npm: str, folder: Path, wanted: str) -> None:
    here = folder / "package.json"
    here.write_text(wanted)
    options = [
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        "--no-package-lock",
        "--loglevel=error",
    ]
    try:
        subprocess.run(
            [npm, "install", "--prefix", str(folder), *options],
            cwd=folder, check=True, timeout=INSTALL_SECONDS,
        )  # fmt: skip
    except BaseException:
        here.unlink()  # half of it is not taken for the whole the next time
        raise


def asked(comunica: Path, source: str, query: str) -> list[dict[str, Any]]:
    command = ["node", str(comunica), source, query, "-t", "application/sparql-results+json"]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    rows: list[dict[str, Any]] = json.loads(done.stdout)["results"]["bindings"]
    return rows


def test_comunica_asks_the_endpoint(service: str, comunica: Path) -> None:
    (row,) = asked(comunica, f"sparql@{service}/sparql", NAMES)
    assert row["name"] == {"type": "literal", "xml:lang": "en", "value": "Takeda"}


def test_comunica_finds_out_by_itself_that_it_is_an_endpoint(service: str, comunica: Path) -> None:
    query = f"{PREFIXES} SELECT (COUNT(?deal) AS ?n) WHERE {{ ?deal a dg:Deal }}"
    (row,) = asked(comunica, f"{service}/sparql", query)
    assert row["n"]["value"] == "482"


def test_comunica_reads_the_page_of_a_thing(service: str, comunica: Path) -> None:
    (row,) = asked(comunica, f"{service}/companies/takeda", NAMES)
    assert row["name"] == {"type": "literal", "xml:lang": "en", "value": "Takeda"}
    query = f"{PREFIXES} SELECT ?where WHERE {{ <{TAKEDA}> dg:basedIn ?where }}"
    (row,) = asked(comunica, f"{service}/companies/takeda", query)
    assert row["where"]["value"] == str(JAPAN)
