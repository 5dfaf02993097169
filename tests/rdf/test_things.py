"""Things over HTTP in every form of RDF: the same graph, read by consumers that are not ours."""

import gc
import json
from typing import Any

import pyoxigraph as ox
import pytest
from golden import Golden
from pyld import jsonld
from rdflib import RDF, RDFS, Dataset, Graph, URIRef
from rdflib.compare import isomorphic
from starlette.testclient import TestClient
from support import ROOT

from dealgraph.graph.connection import Connection
from dealgraph.graph.rdf.thing import Things
from dealgraph.schema.model import NODES
from dealgraph.schema.rdf.addresses import Iris
from dealgraph.schema.rdf.forms import RDF_FORMS, written
from dealgraph.schema.rdf.terms import NAMESPACE

BASE = "http://localhost:8000"
DEAL = "/deals/2025-10-innovent-takeda"
ACCOUNT = "/accounts/2025-10-innovent-takeda--indianpharmapost-com-adeb7e6b"
PAGES = [
    DEAL,
    "/companies/innovent-biologics",
    "/assets/ibi363",
    "/targets/PDCD1",
    "/indications/asthma",
    "/countries/SG",
    "/regions/EU",
    "/sources/indianpharmapost-com-adeb7e6b",
    "/rights/2025-10-innovent-takeda-r1",
    "/events/2025-10-innovent-takeda-e1",
    ACCOUNT,
    "/names/%E6%AD%A6%E7%94%B0",
    "/records/deals-china-outbound%232025-10-innovent-takeda",
    "/datasets/graph",
]
RDFLIB = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "xml", "nq": "nquads",
          "trig": "trig"}  # fmt: skip
TURTLE = {"accept": "text/turtle"}


@pytest.mark.parametrize("path", PAGES)
def test_every_form_of_a_thing_is_the_same_graph(client: TestClient, path: str) -> None:
    expected = turtle(client, path)
    assert (URIRef(BASE + path), RDF.type, None) in expected
    for name, form in RDF_FORMS.items():
        response = client.get(path, headers={"accept": form.media_type})
        assert response.headers["content-type"].partition(";")[0] == form.media_type
        assert client.get(f"{path}.{name}").content == response.content
        assert client.get(f"{path}?format={name}").content == response.content
        dataset = Dataset().parse(data=response.text, format=RDFLIB[name])
        found = Graph()
        found += dataset.default_graph
        assert isomorphic(found, expected), name


@pytest.mark.parametrize("path", PAGES)
def test_other_readers_of_json_ld_agree_without_asking_anybody(
    client: TestClient, path: str
) -> None:
    expected = turtle(client, path)
    body = client.get(f"{path}.jsonld").text
    options = {"format": "application/n-quads", "documentLoader": refuse}
    by_pyld = Graph().parse(data=jsonld.to_rdf(json.loads(body), options), format="nt")
    assert isomorphic(by_pyld, expected)
    statements = "".join(f"{quad.triple} .\n" for quad in ox.parse(body, ox.RdfFormat.JSON_LD))
    assert isomorphic(Graph().parse(data=statements, format="nt"), expected)


def test_json_ld_reads_like_the_json(client: TestClient) -> None:
    (item,) = client.get(DEAL).json()["items"]
    linked = client.get(f"{DEAL}.jsonld").json()
    assert linked["id"] == item["deal"]["id"]
    assert linked["title"] == item["deal"]["name"]
    assert linked["url"] == BASE + item["deal"]["url"]
    alike = {name for name in item.keys() & linked.keys() if not isinstance(item[name], list)}
    assert alike >= {"type", "status", "announced", "currency", "upfront", "total", "note"}
    # Numbers with a point are text: as numbers, JSON-LD would take them for doubles.
    money = {name: float(linked[name]) for name in alike if isinstance(item[name], float)}
    assert {name: money.get(name, linked[name]) for name in alike - {"royalties"}} == {
        name: item[name] for name in alike - {"royalties"}
    }
    (licensor,) = item["licensors"]
    assert linked["licensors"] == [
        {
            "url": BASE + licensor["company"]["url"],
            "@type": ["Company", "org:Organization"],
            "name": licensor["company"]["name"],
        }
    ]
    assert [right["kind"] for right in linked["rights"]] == [r["kind"] for r in item["rights"]]
    assert linked["rights"][0]["wording"] == item["rights"][0]["wording"]


def test_json_ld_is_what_a_processor_makes_of_it_with_our_context(client: TestClient) -> None:
    context = client.get("/context.jsonld").json()
    for path in (DEAL, "/companies/innovent-biologics", "/targets/PDCD1"):
        document = client.get(f"{path}.jsonld").json()
        options = {"documentLoader": refuse}
        expanded = jsonld.expand(document, options)
        compacted = jsonld.compact(expanded, context, options)
        assert unordered(compacted) == unordered(document), path


def test_a_deal_in_turtle(graph: Connection, golden: Golden) -> None:
    described = Things(graph, Iris()).describe("Deal", "2025-10-innovent-takeda")
    assert described is not None
    text = written([described.statements], RDF_FORMS["ttl"]).decode()
    golden(ROOT / "tests" / "golden" / "deal.ttl", text)


def test_a_company_has_its_names_in_their_languages(client: TestClient) -> None:
    found = turtle(client, "/companies/innovent-biologics")
    company = URIRef(f"{BASE}/companies/innovent-biologics")
    assert [o.n3() for o in found.objects(company, skos("prefLabel"))] == [
        '"Innovent Biologics"@en'
    ]
    names = {o.n3() for o in found.objects(company, skos("altLabel"))}
    assert {'"信达生物"@zh-hans', '"信達生物"@zh-hant', '"Xinda Shengwu"@zh-latn'} <= names
    assert '"Innovent Biologics"@en' not in names


def test_things_are_linked_to_what_others_call_them(client: TestClient) -> None:
    def same(path: str) -> set[str]:
        found = turtle(client, path)
        return {str(o) for o in found.objects(URIRef(BASE + path), skos("exactMatch"))}

    assert same("/targets/PDCD1") == {
        "https://identifiers.org/hgnc:8760",
        "https://identifiers.org/ncbigene:5133",
    }
    assert same("/countries/CN") == {"http://publications.europa.eu/resource/authority/country/CHN"}
    assert same("/assets/serplulimab") == {"https://identifiers.org/unii:S3GQZ2K36V"}
    protein = URIRef(f"{NAMESPACE}protein")
    target = turtle(client, "/targets/PDCD1")
    assert [str(o) for o in target.objects(None, protein)] == [
        "http://purl.uniprot.org/uniprot/Q15116"
    ]


def test_an_account_brings_the_graph_that_has_its_name(client: TestClient) -> None:
    dataset = Dataset().parse(data=client.get(f"{ACCOUNT}.trig").text, format="trig")
    said = dataset.graph(URIRef(BASE + ACCOUNT))
    assert (URIRef(BASE + DEAL), RDF.type, URIRef(f"{NAMESPACE}Deal")) in said


def test_long_lists_go_on_elsewhere(client: TestClient, graph: Connection) -> None:
    first = client.get("/countries/CN.nt")
    more = {str(o) for o in Graph().parse(data=first.text, format="nt").objects(None, RDFS.seeAlso)}
    nexts = [link for link in first.headers["link"].split(", ") if 'rel="next"' in link]
    assert {BASE + link[1 : link.index(">")] for link in nexts} == more
    (companies,) = [link for link in more if "more=companies" in link]
    seen = set(based_in(first.text))
    while companies:
        page = client.get(companies, headers={"accept": "application/n-triples"})
        seen |= set(based_in(page.text))
        following = [x for x in page.headers["link"].split(", ") if 'rel="next"' in x]
        companies = following[0][1 : following[0].index(">")] if following else ""
    rows = graph.read("MATCH (c:Company)-[:BASED_IN]->(:Country {code: 'CN'}) RETURN c.id AS id")
    assert seen == {f"{BASE}/companies/{row['id']}" for row in rows.records}


def test_an_unknown_list_is_refused(client: TestClient) -> None:
    response = client.get("/countries/CN.ttl?more=deals")
    assert (response.status_code, response.json()["errors"][0]["name"]) == (400, "more")


def test_a_thing_says_where_its_other_forms_are(client: TestClient) -> None:
    for headers in (TURTLE, {"accept": "application/json"}):
        response = client.get("/companies/takeda", headers=headers)
        links = response.headers["link"].split(", ")
        assert f'<{BASE}/companies/takeda>; rel="canonical"' in links
        assert '</companies/takeda.ttl>; rel="alternate"; type="text/turtle"' in links
        assert '</ns>; rel="describedby"' in links
        assert response.headers["vary"] == "Accept, Accept-Encoding"


def test_json_by_a_name_names_the_canonical_thing(client: TestClient) -> None:
    response = client.get("/companies/武田")
    assert response.headers["link"].startswith(f'<{BASE}/companies/takeda>; rel="canonical"')


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/companies/武田", "/companies/takeda"),
        ("/companies/Takeda.nt", "/companies/takeda.nt"),
        ("/targets/PD-1.jsonld", "/targets/PDCD1.jsonld"),
        ("/countries/china", "/countries/CN"),
    ],
)
def test_a_name_leads_to_the_thing(client: TestClient, path: str, location: str) -> None:
    response = client.get(path, headers=TURTLE, follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (308, location)


@pytest.mark.parametrize(
    "path", ["/deals/2025-10-innovent-takeda/licensor/innovent-biologics",
             "/deals/2025-10-innovent-takeda/covers/ibi363"]
)  # fmt: skip
def test_an_edge_leads_to_the_thing_that_tells_of_it(client: TestClient, path: str) -> None:
    response = client.get(path, headers=TURTLE, follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (303, DEAL)
    assert (URIRef(BASE + path), RDF.subject, URIRef(BASE + DEAL)) in turtle(client, DEAL)


def test_what_has_not_changed_is_not_sent_again(client: TestClient) -> None:
    first = client.get(f"{DEAL}.ttl")
    again = client.get(f"{DEAL}.ttl", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(f"{DEAL}.nt", headers={"if-none-match": first.headers["etag"]})
    assert other.status_code == 200


def test_what_no_question_shows_is_json_ld_for_those_who_ask_for_json(client: TestClient) -> None:
    path = "/rights/2025-10-innovent-takeda-r1"
    response = client.get(path)
    assert response.headers["content-type"] == "application/json"
    assert response.json() == client.get(f"{path}.jsonld").json()


def test_every_node_of_the_model_has_an_address(client: TestClient, graph: Connection) -> None:
    for label, node in NODES.items():
        (row,) = graph.read(f"MATCH (n:{label}) RETURN n.{node.key} AS key LIMIT 1").records
        path = Iris(BASE).of(label, row["key"]).removeprefix(BASE)
        assert client.get(f"{path}.nt").status_code == 200, path


@pytest.mark.parametrize(
    ("path", "headers", "status", "said"),
    [
        ("/rights/nothing", TURTLE, 404, "There is no right 'nothing'."),
        ("/companies/no%20such%0Acompany%20%3Cb%3E.ttl", {}, 404, "There is no company"),
        ("/deals/%00.ttl", {}, 404, "There is no deal"),
        ("/names/%F0%9F%92%8A", TURTLE, 404, "There is no name"),
        (DEAL, {"accept": "image/png"}, 406, "there are application/json, text/csv"),
        (DEAL, {"accept": "text/turtle;q=0"}, 406, "text/turtle"),
        (DEAL, {"accept": "x" * 10_000}, 406, "application/rdf+xml"),
        (DEAL, {"accept": ",".join(["a/b;q=0.1"] * 1_000)}, 406, "application/n-triples"),
        (f"{DEAL}?format=n3", {}, 400, "must be one of json"),
        ("/rights/2025-10-innovent-takeda-r1?format=xlsx", {}, 400, "must be one of ttl"),
        ("/export.doc", {}, 404, "There is nothing at /export.doc"),
        ("/companies/Merck.ttl", {}, 400, "is not one company"),
    ],
)
def test_hostile_requests_get_a_clear_problem(
    client: TestClient, path: str, headers: dict[str, str], status: int, said: str
) -> None:
    response = client.get(path, headers=headers)
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert (response.status_code, body["status"]) == (status, status)
    assert said in json.dumps(body, ensure_ascii=False)
    assert len(response.content) < 3_000
    assert client.get("/health").status_code == 200


def test_the_api_reference_and_the_start_page_tell_of_it(client: TestClient) -> None:
    content = client.get("/openapi.json").json()["paths"]["/deals/{deal}"]["get"]["responses"][
        "200"
    ]
    assert {form.media_type for form in RDF_FORMS.values()} <= content["content"].keys()
    links = client.get("/").json()["links"]
    assert all(client.head(links[name]).status_code == 200 for name in ("vocabulary", "dataset"))
    assert "/.well-known/void" in client.get("/docs").text


class TestTheDatasetOverHttp:
    @pytest.mark.parametrize("name", ["nq", "ttl.gz", "jsonld", "rdf", "nt", "trig"])
    def test_exports_are_streamed(self, client: TestClient, name: str) -> None:
        with client.stream("GET", f"/export.{name}") as response:
            assert response.status_code == 200
            assert "content-length" not in response.headers
            start = next(response.iter_raw())
        assert start

    def test_an_export_is_what_the_command_writes(
        self, client: TestClient, graph: Connection
    ) -> None:
        from dealgraph.graph.rdf.export import nquads

        expected = "".join(nquads(graph, Iris(BASE)))
        response = client.get("/export.nq")
        assert response.content == expected.encode()
        tag = {"if-none-match": response.headers["etag"]}
        assert client.get("/export.nq", headers=tag).status_code == 304
        head = client.head("/export.nq")
        assert (head.status_code, head.content) == (200, b"")

    def test_who_breaks_a_download_off_frees_its_place(self, client: TestClient) -> None:
        gc.disable()  # it would free the place too, some day
        try:
            for _ in range(6):
                with client.stream("GET", "/export.nq") as response:
                    assert response.status_code == 200
                    next(response.iter_raw())
        finally:
            gc.enable()

    def test_only_a_few_exports_are_made_at_once(self, client: TestClient) -> None:
        (route,) = client.app.routes[0].by_word["export.nt"]  # type: ignore[attr-defined]
        exports = route.endpoint.__self__
        for _ in range(4):
            assert exports._free.acquire(blocking=False)
        try:
            response = client.get("/export.nt")
        finally:
            for _ in range(4):
                exports._free.release()
        assert (response.status_code, response.headers["retry-after"]) == (503, "30")
        assert response.json()["title"] == "Too much is asked for at once"

    def test_the_dataset_describes_itself(self, client: TestClient) -> None:
        found = turtle(client, "/.well-known/void")
        dumps = {str(o) for o in found.objects(None, URIRef("http://rdfs.org/ns/void#dataDump"))}
        assert dumps == {f"{BASE}/export.{name}" for name in RDF_FORMS}
        assert all(client.head(dump).status_code == 200 for dump in dumps)

    @pytest.mark.parametrize("path", ["/ns", "/.well-known/void"])
    def test_small_graphs_come_in_every_form(self, client: TestClient, path: str) -> None:
        expected = turtle(client, path)
        for name in ("nt", "jsonld", "rdf"):
            body = client.get(f"{path}.{name}").text
            assert isomorphic(Graph().parse(data=body, format=RDFLIB[name]), expected), name

    def test_the_vocabulary_is_a_page_for_browsers(self, client: TestClient) -> None:
        response = client.get("/ns", headers={"accept": "text/html,*/*;q=0.8"})
        assert response.headers["content-type"] == "text/html; charset=utf-8"
        for anchor in ("Deal", "licensor", "upfrontMusd", "phase-phase-1-2", "phase-scheme"):
            assert f'id="{anchor}"' in response.text
        assert response.text.count('id="') == len(set(response.text.split('id="'))) - 1

    def test_there_is_a_context_and_a_script(self, client: TestClient) -> None:
        assert client.get("/context.jsonld").json()["@context"]["url"] == "@id"
        assert "n10s.mapping.add" in client.get("/n10s.cypher").text


def turtle(client: TestClient, path: str) -> Graph:
    response = client.get(path, headers=TURTLE)
    assert response.status_code == 200, response.text
    return Graph().parse(data=response.text, format="turtle")


def skos(name: str) -> URIRef:
    return URIRef(f"http://www.w3.org/2004/02/skos/core#{name}")


def based_in(statements: str) -> list[str]:
    """Give the IRIs of the companies that N-Triples say to be based somewhere."""
    lines = (line.split(" ") for line in statements.splitlines())
    return [subject[1:-1] for subject, predicate, *_ in lines if predicate.endswith("basedIn>")]


def refuse(url: str, options: object) -> Any:
    raise AssertionError(f"{url} is asked for")


def unordered(document: Any) -> Any:
    """Give JSON-LD without its context and without the order of its lists and of its nesting."""
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": refuse}
    return sorted(jsonld.normalize(document, options).splitlines())
