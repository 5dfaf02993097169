import io
import json
import re
import socket
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest
from golden import Golden
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient
from support import ROOT, Served

from dealgraph.api.addresses import address
from dealgraph.api.app import create_app
from dealgraph.api.examples import as_text, ask_examples
from dealgraph.api.negotiation import NotAcceptableError, chosen
from dealgraph.api.openapi import openapi
from dealgraph.api.pages import reference_page
from dealgraph.api.schemas import column_schema
from dealgraph.api.settings import ServiceSettings
from dealgraph.graph.asking import Asker
from dealgraph.graph.connection import Connection, open_at
from dealgraph.queries import types
from dealgraph.queries.catalogue import Catalogue
from dealgraph.queries.question import Column
from dealgraph.schema.names import key

QUESTIONS = Path(__file__).parent / "api_queries"
PARTNERS = "/companies/takeda/partners"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

GRAPH = """
CREATE (:Graph {id: 'graph', title: 'small', revision: 7, deals: 3, data_as_of: date('2025-10-22')})
CREATE (takeda:Company {id: 'takeda', name: 'Takeda'}),
       (innovent:Company {id: 'innovent', name: '信达生物', note: '=HYPERLINK("http://x")'}),
       (roche:Company {id: 'roche', name: 'Roche'}),
       (:Company {id: 'merck-co', name: 'M One'}), (:Company {id: 'merck-kgaa', name: 'M Two'})
CREATE (innovent)-[:LICENSED {deal: 'a', type: 'license', announced: date('2020-01-15'),
                              upfront_musd: 10.5}]->(takeda),
       (innovent)-[:LICENSED {deal: 'b', type: 'option', announced: date('2025-10-22'),
                              upfront_musd: 1200.0}]->(takeda),
       (takeda)-[:LICENSED {deal: 'c', type: 'license', announced: date('2024-05-01')}]->(roche)
"""
NAMES = """
UNWIND $rows AS row MATCH (c:Company {id: row[0]})
MERGE (n:Name {key: row[1]}) CREATE (c)-[:KNOWN_AS {text: row[1], kind: 'name'}]->(n)
"""
NAMED = [("takeda", "武田"), ("merck-co", "M & Co"), ("merck-kgaa", "M & Co"), ("roche", "Roche X")]

INNOVENT = {"id": "innovent", "name": "信达生物", "url": "/companies/innovent"}
ROCHE = {"id": "roche", "name": "Roche", "url": "/companies/roche"}


@pytest.fixture(scope="module")
def connection(scratch: Served) -> Connection:
    scratch.connection.run_auto("MATCH (n) DETACH DELETE n")
    scratch.connection.run_auto(GRAPH)
    rows = [[id_, key(name)] for id_, name in NAMED]
    scratch.connection.run_auto(NAMES, {"rows": rows})
    return scratch.connection


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.read(QUESTIONS)


@pytest.fixture(scope="module")
def client(connection: Connection, catalogue: Catalogue) -> Iterator[TestClient]:
    given = ServiceSettings(warm_up=False, answer_seconds=1.0)
    with serving(connection, catalogue, given) as client:
        yield client


def serving(connection: Connection, catalogue: Catalogue, given: ServiceSettings) -> TestClient:
    app = create_app(connection, catalogue, given)
    return TestClient(
        app, base_url="http://localhost:8000", raise_server_exceptions=False, headers=PLAIN
    )


PLAIN = {"accept": "*/*", "accept-encoding": "identity", "user-agent": "test"}


def problem(response: Any) -> dict[str, Any]:
    """Give the body of a problem after checking what all problems share."""
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert body["status"] == response.status_code
    assert {"type", "title", "detail"} <= body.keys()
    return body


# --- answers -------------------------------------------------------------------------------------


def test_a_question_answers_at_the_path_of_its_file(client: TestClient) -> None:
    response = client.get(PARTNERS)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert response.json() == {
        "items": [
            {"partner": INNOVENT, "deals": 2, "upfront_musd": 1210.5},
            {"partner": ROCHE, "deals": 1, "upfront_musd": 0},
        ],
        "next": None,
        "meta": {
            "question": "partners",
            "parameters": {
                "company": {"id": "takeda", "name": None, "asked": "takeda", "matched": "id"},
                "since": None,
                "type": None,
                "limit": 50,
            },
            "scope": ["Rumoured deals are left out."],
            "revision": 7,
            "data_as_of": "2025-10-22",
            "deals": 3,
            "coverage": "a selection, not a census",
            "cut": False,
        },
    }


def test_parameters_are_read_from_the_query(client: TestClient) -> None:
    response = client.get(f"{PARTNERS}?type=license&type=option&since=2025-01-01")
    assert response.json()["items"] == [{"partner": INNOVENT, "deals": 1, "upfront_musd": 1200}]


def test_a_name_in_another_script_is_found(client: TestClient) -> None:
    response = client.get("/companies/武田/partners?limit=1")
    assert response.json()["meta"]["parameters"]["company"] == {
        "id": "takeda",
        "name": "Takeda",
        "asked": "武田",
        "matched": "name",
    }


def test_a_fixed_word_goes_before_a_parameter(client: TestClient) -> None:
    assert client.get("/companies/largest").json()["meta"]["question"] == "largest"
    assert client.get("/companies/roche").json()["meta"]["question"] == "company"


def test_a_cut_list_names_its_next_page(client: TestClient) -> None:
    first = client.get(f"{PARTNERS}?limit=1&type=license&type=option")
    assert first.json()["meta"]["cut"] is True
    link = first.headers["link"]
    assert link.endswith('>; rel="next"')
    second = client.get(link[1 : link.index(">")])
    assert second.json()["items"] == [{"partner": ROCHE, "deals": 1, "upfront_musd": 0}]
    assert (second.json()["next"], "link" in second.headers) == (None, False)


def test_head_gives_the_headers_alone(client: TestClient) -> None:
    head, get = client.head(PARTNERS), client.get(PARTNERS)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers == get.headers


# --- forms ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked", [{"params": {"format": "csv"}}, {"headers": {"accept": "text/csv, */*;q=0.1"}}]
)
def test_a_list_comes_as_csv(client: TestClient, asked: dict[str, Any]) -> None:
    response = client.get(PARTNERS, **asked)
    assert response.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert response.headers["content-disposition"] == 'attachment; filename="partners-takeda.csv"'
    assert response.content.decode() == (
        "partner,partner_id,deals,upfront_musd\r\n信达生物,innovent,2,1210.5\r\nRoche,roche,1,0\r\n"
    )


def test_a_cut_csv_says_so_in_its_name_and_links_on(client: TestClient) -> None:
    response = client.get(f"{PARTNERS}?limit=1&format=csv")
    disposition = 'attachment; filename="partners-takeda-first-1.csv"'
    assert response.headers["content-disposition"] == disposition
    assert "&format=csv>" in response.headers["link"]


def test_for_excel_marks_and_disarms_a_csv(client: TestClient) -> None:
    content = client.get("/companies/innovent?for=excel").content
    assert content.startswith(b"\xef\xbb\xbfcompany,company_id,note\r\n")
    assert b"\"'=HYPERLINK(" in content


def test_a_list_comes_as_xlsx(client: TestClient) -> None:
    response = client.get(PARTNERS, headers={"accept": XLSX})
    assert response.headers["content-type"] == XLSX
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    assert [[cell.value for cell in row] for row in book["answer"]] == [
        ["partner", "partner_id", "deals", "upfront_musd"],
        ["信达生物", "innovent", 2, 1210.5],
        ["Roche", "roche", 1, 0],
    ]


def test_another_form_is_not_acceptable(client: TestClient) -> None:
    response = client.get(PARTNERS, headers={"accept": "text/turtle"})
    assert response.status_code == 406
    assert problem(response)["available"] == ["application/json", "text/csv", XLSX]


@pytest.mark.parametrize(
    ("accept", "best"),
    [
        (None, "a/j"),
        ("", "a/j"),
        ("*/*", "a/j"),
        ("t/html, */*;q=0.8", "a/j"),
        ("a/c", "a/c"),
        ("A/C", "a/c"),
        ("a/j;q=0.5, a/c;q=0.6", "a/c"),
        ("a/*, a/j;q=0", "a/c"),
        ("a/j;q=0.2, */*", "a/c"),
        ("a/c;q=oops, a/j", "a/j"),
        (";;,/,a/c", "a/c"),
    ],
)
def test_accept_chooses_as_the_standard_says(accept: str | None, best: str) -> None:
    assert chosen(accept, ("a/j", "a/c")) == best


@pytest.mark.parametrize("accept", ["t/html", "*/*;q=0", "a/j;q=0, a/c;q=0", "nonsense"])
def test_accept_can_leave_nothing(accept: str) -> None:
    with pytest.raises(NotAcceptableError):
        chosen(accept, ("a/j", "a/c"))


def test_long_answers_are_compressed_when_asked_for(client: TestClient) -> None:
    gzip = {"accept-encoding": "gzip"}
    assert client.get("/openapi.json", headers=gzip).headers["content-encoding"] == "gzip"
    for encoding in ("identity", "gzip;q=0", "br"):
        response = client.get("/openapi.json", headers={"accept-encoding": encoding})
        assert "content-encoding" not in response.headers
    assert "content-encoding" not in client.get(PARTNERS, headers=gzip).headers  # short
    xlsx = client.get(f"{PARTNERS}?format=xlsx", headers=gzip)
    assert "content-encoding" not in xlsx.headers


# --- tags and kept answers -----------------------------------------------------------------------


def test_an_answer_that_is_still_right_is_not_sent_again(client: TestClient) -> None:
    tag = client.get(PARTNERS).headers["etag"]
    response = client.get(PARTNERS, headers={"if-none-match": f'"other", {tag}'})
    assert (response.status_code, response.content) == (304, b"")
    assert response.headers["etag"] == tag


def test_the_tag_tells_forms_and_parameters_apart(client: TestClient) -> None:
    queries = ["", "?format=csv", "?for=excel", "?limit=1", "?type=license"]
    tags = {client.get(PARTNERS + query).headers["etag"] for query in queries}
    tags.add(client.get(PARTNERS, headers={"accept": "text/csv"}).headers["etag"])
    assert len(tags) == 5


def test_the_order_of_parameters_does_not_change_the_tag(client: TestClient) -> None:
    one, other = (
        client.get(PARTNERS + q) for q in ("?limit=5&type=option", "?type=option&limit=5")
    )
    assert one.headers["etag"] == other.headers["etag"]


def test_kept_answers_are_told_apart_by_their_parameters(client: TestClient) -> None:
    one, both = (client.get(f"{PARTNERS}?limit={n}").json()["items"] for n in (1, 2))
    again = client.get(f"{PARTNERS}?limit=1").json()["items"]
    assert (len(one), len(both), again) == (1, 2, one)


def test_answers_say_how_they_may_be_kept(client: TestClient) -> None:
    headers = client.get(PARTNERS).headers
    assert headers["cache-control"] == "no-cache"
    assert headers["vary"] == "Accept, Accept-Encoding"


@pytest.mark.parametrize(("kept", "seen"), [(True, "Roche"), (False, "F. Hoffmann")])
def test_a_kept_answer_stays_until_the_revision_rises(
    connection: Connection, catalogue: Catalogue, kept: bool, seen: str
) -> None:
    client = serving(connection, catalogue, ServiceSettings(cache_answers=kept, warm_up=False))
    assert client.get("/companies/roche").json()["items"][0]["company"]["name"] == "Roche"
    rename(connection, "F. Hoffmann")
    again = client.get("/companies/roche")
    rename(connection, "Roche")
    assert again.json()["items"][0]["company"]["name"] == seen


def test_a_raised_revision_gives_a_new_answer_and_tag(
    connection: Connection, catalogue: Catalogue
) -> None:
    before = serving(connection, catalogue, ServiceSettings(warm_up=False)).get(PARTNERS)
    connection.run_auto("MATCH (g:Graph) SET g.revision = 8")
    # A new service, because one believes the revision for a second.
    with serving(connection, catalogue, ServiceSettings(warm_up=False)) as client:
        after = client.get(PARTNERS, headers={"if-none-match": before.headers["etag"]})
    connection.run_auto("MATCH (g:Graph) SET g.revision = 7")
    assert (after.status_code, after.json()["meta"]["revision"]) == (200, 8)


def rename(connection: Connection, name: str) -> None:
    connection.run_auto("MATCH (c:Company {id: 'roche'}) SET c.name = $name", {"name": name})


# --- problems ------------------------------------------------------------------------------------


def test_an_unknown_parameter_is_named_with_the_nearest(client: TestClient) -> None:
    response = client.get(f"{PARTNERS}?limt=3")
    assert response.status_code == 400
    (error,) = problem(response)["errors"]
    assert (error["name"], error["value"], error["nearest"]) == ("limt", "3", ["limit"])


@pytest.mark.parametrize(
    ("query", "name", "reason"),
    [
        ("limit=0", "limit", "must be at least 1"),
        ("limit=501", "limit", "must be at most 500"),
        ("limit=1e3", "limit", "must be a whole number"),
        ("limit=" + "9" * 400, "limit", "must be a whole number"),
        ("limit=1&limit=2", "limit", "is given more than once"),
        ("since=2025-02-30", "since", "is no day of the calendar"),
        ("type=licence&type=x%00", "type", "holds bytes that are not text in UTF-8"),
        ("since=%ff", "since", "holds bytes that are not text in UTF-8"),
        ("cursor=abc", "cursor", "is no cursor that partners gave"),
        ("format=xml", "format", "must be one of json, csv, xlsx"),
        ("format=csv&format=csv", "format", "is given more than once"),
        ("for=word", "for", "must be one of excel"),
        ("for=excel&format=json", "for", "goes with format=csv or format=xlsx"),
        ("company=roche", "company", "stands in the path already"),
        ("&".join(f"a{n}=1" for n in range(400)), "", "there are more than 300 parameters"),
    ],
)
def test_a_bad_parameter_is_named_with_its_reason(
    client: TestClient, query: str, name: str, reason: str
) -> None:
    response = client.get(f"{PARTNERS}?{query}")
    assert response.status_code == 400
    assert [(e["name"], e["reason"]) for e in problem(response)["errors"]] == [(name, reason)]


def test_every_bad_parameter_is_named_at_once(client: TestClient) -> None:
    response = client.get(f"{PARTNERS}?limit=no&since=never")
    assert [e["name"] for e in problem(response)["errors"]] == ["since", "limit"]


def test_a_very_long_value_is_refused_and_not_repeated(client: TestClient) -> None:
    response = client.get(f"/companies/{'x' * 5000}/partners")
    assert response.status_code == 400
    assert len(response.content) < 1_000


def test_an_unknown_name_comes_with_the_nearest(client: TestClient) -> None:
    response = client.get("/companies/Roche%20Xx/partners")
    assert response.status_code == 404
    body = problem(response)
    assert (body["kind"], body["name"], body["nearest"]) == ("company", "Roche Xx", [ROCHE])


def test_an_ambiguous_name_comes_with_its_candidates(client: TestClient) -> None:
    response = client.get("/companies/M%20%26%20Co/partners")
    assert response.status_code == 400
    candidates = problem(response)["candidates"]
    assert sorted(c["id"] for c in candidates) == ["merck-co", "merck-kgaa"]


def test_an_unknown_address_comes_with_the_nearest(client: TestClient) -> None:
    response = client.get("/company/takeda/partner")
    assert response.status_code == 404
    assert problem(response)["nearest"][0] == "/companies/{company}/partners"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_nothing_but_get_is_allowed(client: TestClient, method: str) -> None:
    response = client.request(method, PARTNERS)
    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD")
    problem(response)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:99", 200),
        ("127.0.0.1:8000", 200),
        ("[::1]:8000", 200),
        ("deals.example", 200),
        ("deals.example:443", 200),
        ("evil.example", 421),
        ("localhost.evil.example", 421),
        ("localhost:8000@evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("", 421),
    ],
)
def test_only_allowed_hosts_are_answered(
    connection: Connection, catalogue: Catalogue, host: str, status: int
) -> None:
    allowed = ServiceSettings.from_env({"DEALGRAPH_ALLOWED_HOSTS": "deals.example, other"})
    response = serving(connection, catalogue, allowed).get("/health", headers={"host": host})
    assert response.status_code == status
    if status == 421:
        problem(response)


def test_what_takes_too_long_is_a_problem(client: TestClient) -> None:
    response = client.get("/slow")
    assert (response.status_code, response.headers["retry-after"]) == (503, "10")
    assert problem(response)["type"] == "/docs#problem-too-slow"


def test_a_fault_of_a_question_shows_nothing_of_it(client: TestClient) -> None:
    response = client.get("/broken")
    assert response.status_code == 500
    assert problem(response)["detail"] == "The service's log says what happened."


def test_a_database_that_is_away_is_a_problem(catalogue: Catalogue) -> None:
    with socket.create_server(("127.0.0.1", 0)) as sock:
        port = sock.getsockname()[1]
    with (
        open_at(f"bolt://127.0.0.1:{port}", "neo4j", "secret") as connection,
        serving(connection, catalogue, ServiceSettings(warm_up=False)) as client,
    ):
        for path in (PARTNERS, "/ready"):
            response = client.get(path)
            assert (response.status_code, response.headers["retry-after"]) == (503, "5")
            body = problem(response)
            assert body["type"] == "/docs#problem-unavailable"
            assert str(port) not in response.text
        assert client.get("/health").json() == {"status": "alive"}


ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    word=ANYTHING, name=st.one_of(ANYTHING, st.sampled_from(["since", "limit", "cursor", "type"]))
)
def test_any_input_gives_an_answer_or_a_problem(client: TestClient, word: str, name: str) -> None:
    for response in (
        client.get(PARTNERS, params={name: word}),
        client.get(f"/companies/{quoted(word)}/partners"),
    ):
        assert response.status_code in (200, 400, 404)
        if response.status_code != 200:
            problem(response)


def quoted(text: str) -> str:
    return "".join(f"%{byte:02x}" for byte in text.encode())


# --- the service itself --------------------------------------------------------------------------


def test_every_response_is_guarded(client: TestClient) -> None:
    for path in ("/", "/docs", "/openapi.json", "/health", PARTNERS, "/nowhere", "/broken"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert not [name for name in headers if name.startswith("access-control-")]


def test_pages_load_and_run_nothing_from_elsewhere(client: TestClient) -> None:
    for path in ("/", "/docs"):
        headers = client.get(path, headers={"accept": "text/html"}).headers
        assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
        assert headers["referrer-policy"] == "no-referrer"


def test_the_start_page_lists_the_questions(client: TestClient) -> None:
    listed = client.get("/").json()["questions"]
    assert [(q["name"], q["try"]) for q in listed] == [
        ("company", "/companies/takeda"),
        ("largest", "/companies/largest"),
        ("partners", "/companies/takeda/partners?type=license&type=option"),
        ("broken", None),
        ("count", None),
    ]


def test_the_start_page_is_a_page_for_browsers(client: TestClient) -> None:
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    response = client.get("/", headers={"accept": accept})
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert '<a href="/companies/takeda/partners?type=license&amp;type=option">' in response.text


def test_the_reference_shows_each_question_escaped(client: TestClient) -> None:
    response = client.get("/docs")
    assert '<a href="#partners">Partners &lt;of&gt; a company</a>' in response.text
    shown = unescape(response.text)
    assert f"curl 'http://localhost:8000{PARTNERS}?type=license&type=option'" in shown
    assert "<of>" not in response.text
    outside = re.findall(r'(?:src|href)="(?!/|#|data:,)', response.text)
    assert outside == []


def test_the_reference_links_to_its_own_style(client: TestClient) -> None:
    response = client.get("/docs/style.css")
    assert response.headers["content-type"] == "text/css; charset=utf-8"


def test_every_link_to_a_problem_leads_somewhere(catalogue: Catalogue) -> None:
    page = reference_page(catalogue, {}, "http://localhost")
    assert 'id="problem-bad-parameter"' in page
    assert 'id="problem-too-slow"' in page


def test_ready_waits_for_the_warm_up(connection: Connection, catalogue: Catalogue) -> None:
    app = create_app(connection, catalogue, ServiceSettings())
    client = TestClient(app, base_url="http://localhost:8000")
    assert client.get("/ready").status_code == 503  # its warm-up was never started
    with client:
        for _ in range(200):
            if (response := client.get("/ready")).status_code == 200:
                break
            assert problem(response)["title"] == "The service is warming up"
    assert response.json() == {"status": "ready", "revision": 7, "deals": 3}


# --- OpenAPI -------------------------------------------------------------------------------------


def test_openapi_types_the_parameters(client: TestClient) -> None:
    spec = client.get("/openapi.json").json()
    operation = spec["paths"]["/companies/{company}/partners"]["get"]
    own = {p["name"]: p for p in operation["parameters"] if "name" in p}
    assert own["company"] == {
        "name": "company",
        "in": "path",
        "required": True,
        "description": "id or any name",
        "schema": {"type": "string", "maxLength": 1000},
    }
    assert own["limit"]["schema"] == {
        "type": "integer",
        "minimum": 1,
        "maximum": 500,
        "default": 50,
    }
    assert own["since"]["schema"] == {"type": "string", "format": "date"}
    assert "co-development" in own["type"]["schema"]["items"]["enum"]
    assert [p["$ref"] for p in operation["parameters"] if "$ref" in p] == [
        "#/components/parameters/cursor",
        "#/components/parameters/format",
        "#/components/parameters/for",
    ]


def test_answers_fit_the_schemas_of_openapi(client: TestClient) -> None:
    spec = client.get("/openapi.json").json()
    for path, where in (
        ("/companies/{company}/partners", PARTNERS),
        ("/companies/{company}", "/companies/roche"),
    ):
        content = spec["paths"][path]["get"]["responses"]["200"]["content"]
        schema = {**content["application/json"]["schema"], "components": spec["components"]}
        jsonschema.validate(client.get(where).json(), schema)
    schema = {**spec["components"]["schemas"]["Problem"], "components": spec["components"]}
    jsonschema.validate(client.get(f"{PARTNERS}?limt=1").json(), schema)


def test_the_description_of_the_app_is_that_of_the_address(client: TestClient) -> None:
    assert client.app.openapi() == client.get("/openapi.json").json()  # type: ignore[attr-defined]


def test_examples_are_real_answers(connection: Connection, catalogue: Catalogue) -> None:
    made = ask_examples(Asker(connection, catalogue), catalogue)
    assert sorted(made) == ["company", "largest", "partners"]
    assert made["partners"]["summary"] == (
        "GET /companies/takeda/partners?type=license&type=option"
    )
    assert made["partners"]["answer"]["items"][0]["partner"] == INNOVENT
    assert json.loads(as_text(made)) == made
    spec = openapi(catalogue, made, "1")
    answers = spec["paths"]["/companies/{company}/partners"]["get"]["responses"]["200"]
    shown = answers["content"]["application/json"]["examples"]["first"]["value"]
    assert shown == made["partners"]["answer"]


def test_a_long_example_is_trimmed_and_says_so(connection: Connection) -> None:
    catalogue = Catalogue.read(QUESTIONS)
    largest = catalogue["largest"]
    object.__setattr__(largest, "examples", ({"limit": 5},))
    made = ask_examples(Asker(connection, catalogue), catalogue)["largest"]
    assert made["summary"] == "GET /companies/largest?limit=5: the first 3 of 5 items"
    assert len(made["answer"]["items"]) == 3


@pytest.mark.parametrize("type_", [*types.SIMPLE, *types.THINGS, *types.COLUMN_ONLY])
def test_every_type_has_a_schema(type_: str) -> None:
    assert column_schema(Column("c", type_)).keys() & {"type", "$ref"}


# --- the bundled questions on the bundled data ---------------------------------------------------


def test_every_example_answers_and_fits_its_schema(graph: Connection) -> None:
    catalogue = Catalogue.bundled()
    client = serving(graph, catalogue, ServiceSettings(warm_up=False))
    spec = client.get("/openapi.json").json()
    for question in catalogue.values():
        content = spec["paths"][question.path]["get"]["responses"]["200"]["content"]
        schema = {**content["application/json"]["schema"], "components": spec["components"]}
        for example in question.examples:
            where = address(question, example)
            response = client.get(where)
            assert response.status_code == 200, where
            assert response.json()["items"], where
            jsonschema.validate(response.json(), schema)


def test_the_kept_examples_are_real_answers(asker: Asker, golden: Golden) -> None:
    golden(ROOT / "api" / "examples.json", as_text(ask_examples(asker, asker.catalogue)))
