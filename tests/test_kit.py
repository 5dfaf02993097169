"""What the service gives to Neo4j Browser: three files, readable for its pages alone."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner, Result
from small import QUESTIONS, small_graph
from starlette.testclient import TestClient
from support import Served

from dealgraph.__main__ import main
from dealgraph.api.app import create_app
from dealgraph.api.settings import ServiceSettings
from dealgraph.graph.asking import Asker
from dealgraph.graph.browser import Browser
from dealgraph.graph.connection import Connection, open_at
from dealgraph.graph.local.configuration import Ports, as_text, configuration, kit_source
from dealgraph.graph.local.releases import release
from dealgraph.graph.settings import DEFAULT_VERSION
from dealgraph.queries.catalogue import Catalogue
from dealgraph.queries.favourites import favourites
from dealgraph.queries.guide import guide
from dealgraph.schema.style import style

BROWSER = Browser("http://127.0.0.1:7474")
FILES = ("/neo4j/style.grass", "/neo4j/guide.html", "/neo4j/favourites.zip")
#: How Chromium asks for Neo4j Browser whether it may fetch a guide.
PREFLIGHT = {
    "access-control-request-method": "GET",
    "access-control-request-headers": "cache-control,pragma,sentry-trace",
}
ORIGINS = ("http://127.0.0.1:7474", "http://localhost:7474")
STRANGERS = (
    "http://127.0.0.1:7475", "https://127.0.0.1:7474", "http://evil.example", "null",
    "http://127.0.0.1:7474.evil.example",
)  # fmt: skip


@pytest.fixture(scope="module")
def connection(scratch: Served) -> Iterator[Connection]:
    with small_graph(scratch):
        uri, password = scratch.uri, scratch.password
        with open_at(uri, "neo4j", password, browser=BROWSER) as connection:
            yield connection


@pytest.fixture(scope="module")
def client(connection: Connection) -> TestClient:
    return serving(connection)


def serving(connection: Connection) -> TestClient:
    app = create_app(connection, Catalogue.read(QUESTIONS), ServiceSettings(warm_up=False))
    return TestClient(app, base_url="http://localhost:8000")


def allowed(headers: object) -> dict[str, str]:
    """Give the headers that let pages of other origins in."""
    assert hasattr(headers, "items")
    return {k: v for k, v in headers.items() if k.startswith("access-control-")}


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("origin", ORIGINS)
def test_the_pages_of_neo4j_browser_may_read_the_files(
    client: TestClient, file: str, origin: str
) -> None:
    asked = client.options(file, headers={"origin": origin, **PREFLIGHT})
    assert asked.status_code == 204
    assert allowed(asked.headers) == {
        "access-control-allow-origin": origin,
        "access-control-allow-methods": "GET",
        "access-control-allow-headers": "cache-control, pragma, sentry-trace",
        "access-control-max-age": "600",
    }
    got = client.get(file, headers={"origin": origin})
    assert got.status_code == 200
    assert allowed(got.headers) == {"access-control-allow-origin": origin}
    assert (got.headers["vary"], got.headers["x-content-type-options"]) == ("Origin", "nosniff")


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("origin", STRANGERS)
def test_other_pages_may_not(client: TestClient, file: str, origin: str) -> None:
    asked = client.options(file, headers={"origin": origin, **PREFLIGHT})
    assert allowed(asked.headers) == {}
    got = client.get(file, headers={"origin": origin})
    assert (got.headers["vary"], allowed(got.headers)) == ("Origin", {})


@pytest.mark.parametrize("address", ["/", "/docs", "/openapi.json", "/small/deals", "/neo4j/x"])
def test_nothing_else_is_shared(client: TestClient, address: str) -> None:
    asked = client.options(address, headers={"origin": ORIGINS[0], **PREFLIGHT})
    assert (asked.status_code in (404, 405), allowed(asked.headers)) == (True, {})
    assert allowed(client.get(address, headers={"origin": ORIGINS[0]}).headers) == {}


def test_nobody_is_let_in_when_the_address_is_not_known(scratch: Served) -> None:
    client = serving(scratch.connection)
    asked = client.options(FILES[0], headers={"origin": ORIGINS[0], **PREFLIGHT})
    assert allowed(asked.headers) == {}
    assert client.get(FILES[0]).text == style()


def test_the_files_are_those_of_model_guide_and_catalogue(client: TestClient) -> None:
    sheet, page, packed = map(client.get, FILES)
    assert sheet.text == style()
    assert packed.headers["content-disposition"].endswith('filename="dealgraph-favourites.zip"')
    with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
        assert archive.namelist() == list(favourites(Catalogue.read(QUESTIONS)))
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.text.count("<slide ") == len(guide().slides) == 7
    assert "WHERE deal.status &lt;&gt; 'rumoured'" in page.text.replace("&#x27;", "'")
    assert 'href="http://localhost:8000/neo4j/favourites.zip"' in page.text
    assert "<script" not in page.text


def test_an_answer_links_to_its_query(client: TestClient) -> None:
    link = client.get("/small/companies/武田薬品工業/partners?limit=1").json()["meta"][
        "open_in_browser"
    ]
    assert link.startswith("http://127.0.0.1:7474/browser/?cmd=edit&arg=")
    query = parse_qs(urlsplit(link).query)["arg"][0]
    assert "{id: 'takeda'}" in query
    assert query.endswith("LIMIT 1")
    assert "$" not in query


def test_another_browser_makes_another_tag(client: TestClient, scratch: Served) -> None:
    """Kept by a client, the answer would go on linking to where Browser was."""
    with_link = client.get("/small/deals").headers["etag"]
    assert serving(scratch.connection).get("/small/deals").headers["etag"] != with_link


def test_a_query_that_fits_no_link_is_answered_without_one(
    connection: Connection, environment: dict[str, str], tmp_path: Path
) -> None:
    text = (
        '/*\ntitle = "x"\nquestion = "x"\npath = "/x"\n[returns]\nc = "company"\n*/\n'
        "MATCH (c:Company&!Deal) RETURN c"
    )
    (tmp_path / "x.cypher").write_text(text, "utf-8")
    asker = Asker(connection, Catalogue.read(tmp_path))
    answer = asker.ask(asker.catalogue["x"], {})
    assert answer.items
    assert "open_in_browser" not in answer.meta
    done = browser(environment, "x", "--queries", str(tmp_path))
    assert (done.exit_code, "ends at & and at #" in done.stderr) == (1, True)


# --- dealgraph neo4j browser ---------------------------------------------------------------------


@pytest.fixture
def environment(connection: Connection, scratch: Served) -> dict[str, str]:
    password = scratch.password or ""
    uri = {"NEO4J_URI": connection.address, "NEO4J_PASSWORD": password}
    return uri | {"DEALGRAPH_BROWSER_URL": "http://127.0.0.1:7474/"}


def browser(environment: dict[str, str], *words: str) -> Result:
    return CliRunner(env=environment).invoke(main, ["neo4j", "browser", *words])


def test_the_command_prints_the_link_that_answers_carry(
    client: TestClient, environment: dict[str, str]
) -> None:
    asked = ("small-partners", "--company", "武田薬品工業", "--type", "option")
    done = browser(environment, *asked, "--queries", str(QUESTIONS))
    answer = client.get("/small/companies/takeda/partners?type=option").json()
    assert done.stdout == answer["meta"]["open_in_browser"] + "\n"
    assert (done.exit_code, done.stderr) == (0, "")


def test_the_command_alone_prints_where_neo4j_browser_is(environment: dict[str, str]) -> None:
    assert browser(environment).stdout == "http://127.0.0.1:7474/browser/\n"
    without_password = environment | {"NEO4J_PASSWORD": ""}
    shown = browser(without_password).stdout
    assert shown == "http://127.0.0.1:7474/browser/?preselectAuthMethod=NO_AUTH\n"


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["small-partner"], 2, "There is no question 'small-partner'. Nearest: small-partners"),
        (["small-partners"], 2, "Missing option '--company'"),
        (["small-partners", "--company", "inovent"], 1, "There is no company 'inovent'."),
        (["small-partners", "--company", "M&Co"], 1, "'M&Co' is not one company."),
        (["small-partners", "--company", "x", "--csv"], 2, "has no parameter --csv"),
    ],
)
def test_what_goes_wrong_is_said(
    environment: dict[str, str], words: list[str], code: int, message: str
) -> None:
    done = browser(environment, *words, "--queries", str(QUESTIONS))
    assert (done.exit_code, done.stdout) == (code, "")
    assert message in done.stderr


@pytest.mark.parametrize("words", [[], ["region", "--region", "EU"]])
def test_an_unknown_address_is_said(environment: dict[str, str], words: list[str]) -> None:
    done = browser(environment | {"DEALGRAPH_BROWSER_URL": ""}, *words)
    assert (done.exit_code, "set DEALGRAPH_BROWSER_URL" in done.stderr) == (1, True)


def test_the_lines_for_other_servers_are_those_of_the_local_one() -> None:
    environment = {"DEALGRAPH_SERVICE_URL": "https://deals.example.org", "NEO4J_URI": ""}
    lines = browser(environment, "--conf").stdout.splitlines()
    kit = "https://deals.example.org/neo4j"
    assert lines[:2] == [
        f"browser.post_connect_cmd=style {kit}/style.grass; guide {kit}/guide.html",
        "browser.remote_content_hostname_whitelist=deals.example.org",
    ]
    policy = dict(part.split(" ", 1) for part in lines[2].partition("=")[2].split("; "))
    assert policy["connect-src"] == "'self' ws: wss: https://deals.example.org"
    assert policy["script-src"] == "'self'"
    assert lines[3:] == ["client.allow_telemetry=false"]
    local = configuration(release(DEFAULT_VERSION), Ports(bolt=7687, http=7474))
    assert {line.partition("=")[0] for line in lines} <= local.keys()
    sources = "ws://127.0.0.1:7687 ws://localhost:7687 http://localhost:*"
    name = "dbms.security.http_static_content_security_policy_header"
    assert f"; connect-src 'self' {sources};" in local[name]
    assert kit_source(as_text(local)) == "http://localhost:8000"
