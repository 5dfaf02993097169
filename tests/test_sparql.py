"""The endpoint: what it takes, in which forms it answers, and what it does not let happen."""

import csv
import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen
from xml.etree import ElementTree

import pytest
import rdflib
from rdflib.compare import isomorphic
from support import Served

from dealgraph.api.negotiation import HTML
from dealgraph.api.problems import problem_of
from dealgraph.graph.connection import Connection
from dealgraph.graph.errors import CrowdedError, TooSlowError
from dealgraph.graph.local.extra import package
from dealgraph.graph.sparql.children import WORKER, Children
from dealgraph.graph.sparql.copies import Folder
from dealgraph.graph.sparql.endpoint import Endpoint
from dealgraph.graph.sparql.query import Limits, Query, QueryError, TooLargeError, request
from dealgraph.schema.rdf.addresses import Iris
from dealgraph.schema.rdf.forms import RDF_FORMS
from dealgraph.schema.rdf.service import SD

psutil: Any = package("psutil")
PREFIXES = """
PREFIX dg: <https://w3id.org/dealgraph/ns#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
TWO = "SELECT ?code ?n { VALUES (?code ?n) { ('CN' 1) ('a,b' UNDEF) } }"
TAKEDA = PREFIXES + "CONSTRUCT WHERE { <companies/takeda> skos:prefLabel ?a ; dg:basedIn ?b }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
#: Sorting needs every row at once.
GREEDY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Message
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def type(self) -> str:
        return self.headers["Content-Type"] or ""


def send(address: str, body: bytes | None = None, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with urlopen(Request(address, body, {"Accept": "*/*"} | named), timeout=60) as reply:
            return Reply(reply.status, reply.headers, reply.read())
    except HTTPError as error:
        return Reply(error.code, error.headers, error.read())


def ask(service: str, query: str, accept: str = "*/*", **more: str) -> Reply:
    return send(f"{service}/sparql?{urlencode({'query': query, **more})}", Accept=accept)


def problem(reply: Reply) -> tuple[int, str]:
    """Give status and kind of a problem after checking what all problems share."""
    assert reply.type == "application/problem+json", reply.body[:300]
    body: Mapping[str, Any] = reply.json
    assert body["status"] == reply.status
    assert {"type", "title", "detail"} <= body.keys()
    assert len(reply.body) < 3_000
    return reply.status, body["type"].removeprefix("/docs#problem-")


# --- forms ---------------------------------------------------------------------------------------


def test_a_table_comes_in_every_form_of_results(service: str) -> None:
    as_json = ask(service, TWO)
    assert as_json.type == "application/sparql-results+json"
    assert as_json.json == {
        "head": {"vars": ["code", "n"]},
        "results": {
            "bindings": [
                {
                    "code": {"type": "literal", "value": "CN"},
                    "n": {
                        "type": "literal",
                        "value": "1",
                        "datatype": "http://www.w3.org/2001/XMLSchema#integer",
                    },
                },
                {"code": {"type": "literal", "value": "a,b"}},
            ]
        },
    }
    as_xml = ask(service, TWO, "application/sparql-results+xml")
    assert as_xml.type == "application/sparql-results+xml"
    space = "{http://www.w3.org/2005/sparql-results#}"
    values = [each.text for each in ElementTree.fromstring(as_xml.body).iter(f"{space}literal")]
    assert values == ["CN", "1", "a,b"]
    as_csv = ask(service, TWO, "text/csv")
    assert as_csv.type == "text/csv; charset=utf-8"
    table = list(csv.reader(io.StringIO(as_csv.body.decode(), newline="")))
    assert table == [["code", "n"], ["CN", "1"], ["a,b", ""]]
    as_tsv = ask(service, TWO, "text/tab-separated-values")
    assert as_tsv.body == b'?code\t?n\n"CN"\t1\n"a,b"\t\n'


@pytest.mark.parametrize(
    "text",
    ["SELECT * {}", "SELECT ?x {}", "SELECT * { VALUES (?x ?y) { (UNDEF UNDEF) } }", "ASK {}",
     'SELECT ("tab\\t, line\\n, \\"quote\\", \\\\ and 恒瑞"@zh AS ?x) {}', "SELECT * { ?s a 1 }"],
)  # fmt: skip
def test_tables_are_those_of_the_engine(service: str, text: str) -> None:
    from pyoxigraph import QueryResultsFormat, QueryTriples, Store

    found = Store().query(text)
    assert not isinstance(found, QueryTriples)
    expected = found.serialize(format=QueryResultsFormat.JSON)
    assert ask(service, text).json == json.loads(expected or b"")


def test_yes_or_no_comes_as_a_result_too(service: str) -> None:
    assert ask(service, "ASK { <companies/takeda> ?p ?o }").json == {"head": {}, "boolean": True}


def test_a_graph_comes_in_every_form_of_rdf(service: str) -> None:
    expected = rdflib.Graph().parse(data=ask(service, TAKEDA).body, format="turtle")
    assert len(expected) == 2
    for form in RDF_FORMS.values():
        reply = ask(service, TAKEDA, form.media_type)
        assert reply.type == form.content_type
        read = rdflib.Dataset(default_union=True)
        read.parse(data=reply.body, format=form.media_type)
        found = rdflib.Graph()
        found += ((s, p, o) for s, p, o, _ in read.quads())
        assert isomorphic(found, expected), form


def test_describe_tells_of_a_thing(service: str) -> None:
    reply = ask(service, "DESCRIBE <companies/takeda>", "text/turtle")
    found = rdflib.Graph().parse(data=reply.body, format="turtle")
    takeda = rdflib.URIRef("https://w3id.org/dealgraph/companies/takeda")
    assert rdflib.Literal("Takeda", lang="en") in set(found.objects(takeda, rdflib.SKOS.prefLabel))
    again = ask(service, "DESCRIBE <companies/takeda>", "text/turtle")
    assert again.body == reply.body  # prefixes come in one order


def test_a_query_comes_by_get_and_by_both_kinds_of_post(service: str) -> None:
    address = f"{service}/sparql"
    expected = ask(service, TWO).body
    form = {"Content_Type": "application/x-www-form-urlencoded"}
    direct = {"Content_Type": "application/sparql-query; charset=utf-8"}
    assert send(address, urlencode({"query": TWO}).encode(), **form).body == expected
    assert send(address, TWO.encode(), **direct).body == expected
    assert send(f"{address}?format=csv", TWO.encode(), **direct).type.startswith("text/csv")


@pytest.mark.parametrize(
    ("word", "table", "graph"),
    [("json", "application/sparql-results+json", "application/ld+json"),
     ("xml", "application/sparql-results+xml", "application/rdf+xml")],
)  # fmt: skip
def test_words_for_forms_mean_tables_and_graphs(
    service: str, word: str, table: str, graph: str
) -> None:
    assert ask(service, TWO, format=word).type == table
    assert ask(service, TAKEDA, format=word).type == graph


def test_a_form_that_does_not_fit_the_kind_of_query_is_refused(service: str) -> None:
    reply = ask(service, TAKEDA, "text/csv")
    assert problem(reply) == (406, "not-acceptable")
    assert reply.json["available"] == [form.media_type for form in RDF_FORMS.values()]
    assert problem(ask(service, TWO, "text/turtle")) == (406, "not-acceptable")


def test_the_endpoint_describes_itself(service: str) -> None:
    found = rdflib.Graph().parse(data=send(f"{service}/sparql").body, format="turtle")
    sd = rdflib.Namespace(SD)
    endpoint = rdflib.URIRef("https://w3id.org/dealgraph/sparql")
    assert found.value(endpoint, sd.endpoint) == endpoint
    assert found.value(endpoint, sd.supportedLanguage) == sd.SPARQL11Query
    assert len(set(found.objects(endpoint, sd.resultFormat))) == 4 + len(RDF_FORMS)
    void = rdflib.Graph().parse(data=send(f"{service}/.well-known/void").body, format="turtle")
    assert set(void.objects(None, rdflib.VOID.sparqlEndpoint)) == {endpoint}


# --- the page ------------------------------------------------------------------------------------


def test_a_browser_gets_a_page_with_examples(service: str) -> None:
    reply = send(f"{service}/sparql", Accept=BROWSER)
    page = reply.body.decode()
    assert reply.type == "text/html; charset=utf-8"
    assert "script" not in page
    assert page.count("<details>") >= 12
    assert "Which assets for this indication have been partnered?" in page


def test_an_answer_is_shown_on_the_page(service: str) -> None:
    page = ask(service, PREFIXES + "SELECT ?who { ?who skos:prefLabel 'Takeda'@en }", BROWSER).body
    assert b'<a href="/companies/takeda">companies/takeda</a>' in page
    assert b"1 rows. Revision " in page
    assert b"companies/takeda" in ask(service, TAKEDA, BROWSER).body


def test_what_is_wrong_is_shown_on_the_page(service: str) -> None:
    reply = ask(service, "SELECT <script>", BROWSER)
    assert (reply.status, reply.type) == (400, "text/html; charset=utf-8")
    assert b"The SPARQL query cannot be answered" in reply.body
    assert b"<script>" not in reply.body


def test_an_address_that_runs_code_is_no_link_on_the_page(service: str) -> None:
    page = ask(service, "SELECT * { BIND(IRI('javascript:alert(1)') AS ?x) }", HTML).body
    assert b"<td>javascript:alert(1)</td>" in page


# --- the data ------------------------------------------------------------------------------------


def test_what_publications_say_stands_in_graphs_of_their_own(service: str) -> None:
    """The default graph has one upfront for each deal; the accounts may contradict it."""
    several = PREFIXES + "ASK { ?deal dg:upfront ?one , ?other FILTER (?one != ?other) }"
    assert ask(service, several).json["boolean"] is False
    said = PREFIXES + "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?deal a dg:Deal } }"
    (row,) = ask(service, said).json["results"]["bindings"]
    assert int(row["n"]["value"]) > 300
    account = "https://w3id.org/dealgraph/accounts/2025-10-innovent-takeda--menafn-com-0225d1dd"
    deal = PREFIXES + "SELECT ?deal { ?deal a dg:Deal }"
    (row,) = ask(service, deal, **{"default-graph-uri": account}).json["results"]["bindings"]
    assert row["deal"]["value"].endswith("/deals/2025-10-innovent-takeda")


def test_an_answer_that_was_cut_says_so(service: str) -> None:
    every = "SELECT * { ?s ?p ?o }"
    as_json = ask(service, every)
    assert as_json.headers["X-SPARQL-MaxRows"] == "10000"
    assert as_json.json["head"]["link"] == ["https://w3id.org/dealgraph/sparql#limits"]
    assert len(as_json.json["results"]["bindings"]) == 10_000
    as_csv = ask(service, every, "text/csv")
    name = 'attachment; filename="sparql-first-10000.csv"'
    assert as_csv.headers["Content-Disposition"] == name
    as_xml = ElementTree.fromstring(ask(service, every, format="srx").body)
    head = as_xml.find("{http://www.w3.org/2005/sparql-results#}head")
    assert head is not None
    assert head[-1].get("href") == "https://w3id.org/dealgraph/sparql#limits"
    graph = ask(service, "CONSTRUCT WHERE { ?s ?p ?o }").body
    assert graph.startswith(b"# Cut after 10000 statements.\n")
    whole = ask(service, "SELECT * { ?s ?p ?o } LIMIT 10000")
    assert whole.headers["X-SPARQL-MaxRows"] is None
    assert "link" not in whole.json["head"]


# --- hostile requests ----------------------------------------------------------------------------


def workers(parent: int | None = None) -> list[int]:
    found = []
    for child in psutil.Process(parent).children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            found += [child.pid] if WORKER in child.cmdline() else []
    return found


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * { ?s ?p ?o } #" + "x" * 1_000_000, (413, "query-too-long")),
        ("INSERT DATA { <http://a> <http://b> 1 }", (400, "bad-query")),
        ("DROP ALL", (400, "bad-query")),
        ("SELECT * { <http://a b\n> ?p ?o }", (400, "bad-query")),
        ("SELECT * {", (400, "bad-query")),
        ("", (400, "bad-query")),
        ("\x00\ud7ff", (400, "bad-query")),
        ("ASK " + "{" * 40_000 + "}" * 40_000, (400, "bad-query")),
        (ENDLESS, (503, "too-slow")),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_hostile_query_is_a_problem_and_the_service_goes_on(
    service: str, query: str, expected: tuple[int, str]
) -> None:
    body = urlencode({"query": query}).encode()
    assert problem(send(f"{service}/sparql", body)) == expected
    assert ask(service, "ASK {}").json["boolean"] is True
    assert len(workers()) <= Limits().at_once + 1  # another endpoint may run beside


@pytest.mark.parametrize("silent", ["", "SILENT "])
def test_service_reaches_nobody(service: str, silent: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        elsewhere = f"http://127.0.0.1:{listener.getsockname()[1]}/sparql"
        reply = ask(service, f"SELECT * {{ SERVICE {silent}<{elsewhere}> {{ ?s ?p ?o }} }}")
        listener.settimeout(0.3)
        with pytest.raises(TimeoutError):
            listener.accept()
    if silent:  # the standard has it answer as if nothing had been asked
        assert reply.json["results"]["bindings"] == [{}]
    else:
        assert problem(reply) == (400, "bad-query")
        assert "SERVICE is not answered here" in reply.json["detail"]


def test_what_is_no_query_is_refused(service: str) -> None:
    address = f"{service}/sparql"
    update = urlencode({"update": "CLEAR ALL"})
    assert problem(send(address, update.encode())) == (400, "bad-query")
    assert problem(send(f"{address}?{update}")) == (400, "bad-query")
    typed = {"Content_Type": "application/sparql-update"}
    assert problem(send(address, b"CLEAR ALL", **typed)) == (415, "unsupported-type")
    assert problem(send(address, b"{}", Content_Type="application/json"))[0] == 415
    assert problem(send(address, b"query=%ff")) == (400, "bad-parameter")
    assert problem(send(address, b"x=1")) == (400, "bad-parameter")
    twice = urlencode([("query", "ASK {}"), ("query", "ASK {}")])
    assert problem(send(f"{address}?{twice}")) == (400, "bad-parameter")


def test_forms_that_there_are_not_are_refused(service: str) -> None:
    assert problem(ask(service, TWO, "image/png")) == (406, "not-acceptable")
    assert problem(ask(service, TWO, "a/b," * 2_500)) == (406, "not-acceptable")
    assert problem(ask(service, TWO, format="docx")) == (400, "bad-parameter")


def test_an_iri_with_spaces_and_newlines_is_nothing(service: str) -> None:
    bad = {"default-graph-uri": "http://a b\nc"}
    assert problem(ask(service, "ASK {}", **bad)) == (400, "bad-query")
    for path in ("/companies/qq%20x%0Azw", "/rights/%20%0a"):
        reply = send(service + quote(path, safe="/%"), Accept="text/turtle")
        assert problem(reply) == (404, "unknown-thing")


def test_pages_of_other_sites_cannot_post(service: str) -> None:
    body = urlencode({"query": "ASK {}"}).encode()
    host = service.removeprefix("http://")
    for origin in ("https://evil.example", "null", f"http://{host}.evil.example"):
        reply = send(f"{service}/sparql", body, Origin=origin)
        assert problem(reply) == (403, "foreign-origin")
    assert send(f"{service}/sparql", body, Origin=service).status == 200


# --- processes and copies ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def endpoint(graph: Connection, tmp_path_factory: pytest.TempPathFactory) -> Any:
    limits = Limits(seconds=0.5, rows=5, at_once=1, waiting_seconds=0.1)
    home = tmp_path_factory.mktemp("endpoint")
    made = Endpoint(graph, Iris("https://example.org/deals/"), home, limits)
    made.ask(Query("ASK {}"), 0)
    yield made
    made.close()
    assert list((home / "sparql").iterdir()) == []


def test_a_changed_graph_is_copied_beside_and_swapped(endpoint: Endpoint) -> None:
    first = endpoint._copy
    assert first is not None
    found, revision = endpoint.ask(Query("ASK { <companies/takeda> ?p ?o }"), first.revision + 1)
    assert (found.body, revision) == (b'{"head":{},"boolean":true}', first.revision)
    wait(lambda: endpoint._copy is not first)
    wait(lambda: not first._folder.exists())
    assert endpoint.ask(Query("ASK {}"), first.revision)[1] == first.revision


def test_iris_begin_with_the_base_of_the_service(endpoint: Endpoint) -> None:
    every = "SELECT DISTINCT ?x { ?x a ?c FILTER (!STRSTARTS(STR(?x), 'https://example.org/')) }"
    assert endpoint._copy
    found, _ = endpoint.ask(Query(every, table_form="csv"), endpoint._copy.revision)
    assert found.body.split() == [b"x"]


def test_limits_are_kept_and_processes_replaced(endpoint: Endpoint) -> None:
    assert endpoint._copy
    children, revision = endpoint._copy.children, endpoint._copy.revision

    def answer(text: str) -> bytes:
        return endpoint.ask(Query(text, table_form="csv"), revision)[0].body

    assert answer("SELECT ?s { ?s ?p ?o }").count(b"\r\n") == 1 + 5
    with pytest.raises(TooSlowError):
        answer(ENDLESS)
    assert children._all == set()
    with pytest.raises(QueryError):
        answer("SELECT")
    (child,) = children._all
    assert answer("ASK {}") == b"true"
    assert children._all == {child}
    children._free.acquire()
    with pytest.raises(CrowdedError):
        answer("ASK {}")
    children._free.release()


def test_a_query_may_not_fill_the_memory(endpoint: Endpoint) -> None:
    assert endpoint._copy
    limits = Limits(seconds=60, memory=700 * 2**20)
    children = Children(endpoint._copy._folder, limits)
    with pytest.raises(TooLargeError) as error:
        children.ask(request(Query(GREEDY), "http://example.org/", {}, limits))
    children.kill()
    assert problem_of(error.value).status_code == 503


def test_folders_of_services_that_are_gone_are_cleared_away(tmp_path: Path) -> None:
    left = tmp_path / "sparql" / "run-left"
    left.mkdir(parents=True)
    (left / "lock").touch()
    first = Folder(tmp_path)
    second = Folder(tmp_path)
    assert not left.exists()
    assert first.path.exists()
    first.remove()
    second.remove()
    assert list((tmp_path / "sparql").iterdir()) == []


def test_no_process_is_left_when_the_service_is_killed(served: Served, tmp_path: Path) -> None:
    env = os.environ | {
        "NEO4J_URI": served.uri,
        "NEO4J_PASSWORD": served.password or "",
        "DEALGRAPH_HOME": str(tmp_path),
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, "-m", "dealgraph", "serve", "--port", "0"]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        said = next(line for line in process.stdout if line.startswith("dealgraph answers at"))
        address = said.split()[-1]
        assert ask(address, "ASK {}").status == 200
        with socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2]))) as busy:
            query = urlencode({"query": ENDLESS})
            busy.sendall(f"GET /sparql?{query} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            time.sleep(0.3)
            (worker,) = workers(process.pid)
            process.send_signal(signal.SIGKILL)
            process.wait()
    wait(lambda: not psutil.pid_exists(worker))


def wait(done: Any) -> None:
    until = time.monotonic() + 20
    while not done():
        assert time.monotonic() < until
        time.sleep(0.02)
