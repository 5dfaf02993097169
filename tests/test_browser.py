"""Neo4j Browser itself, in a real web browser, on the server that pip installs."""

import base64
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote_plus, urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import BrowserContext, Page, Request, expect, sync_playwright
from support import Served

from dealgraph.graph.local.server import Server
from dealgraph.queries.guide import guide
from dealgraph.schema.palette import LINE, colours

#: Where Debian and others put it; Playwright's own download is not used.
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
LOCAL = ("127.0.0.1", "localhost")
WAIT = 30_000  # milliseconds
FRAME = "[data-testid=frame]"
EDITOR = "[data-testid=activeEditor] .view-line"
DEAL = """MATCH path = (:Deal {id: '2025-10-innovent-takeda'})-[:LICENSOR|LICENSEE|COVERS]->()
RETURN path"""
DRAWN = """node => [
    [...node.querySelectorAll('text.caption')].map(line => line.textContent.trim()).join(' '),
    node.querySelector('circle.b-outline').getAttribute('fill'),
    node.querySelector('text.caption').getAttribute('fill')]"""
DROP = """([target, data, name]) => {
    const bytes = Uint8Array.from(atob(data), sign => sign.charCodeAt(0))
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File([bytes], name))
    for (const kind of ['dragenter', 'dragover', 'drop'])
        document.querySelector(target).dispatchEvent(
            new DragEvent(kind, {dataTransfer, bubbles: true, cancelable: true}))
}"""


@pytest.fixture(scope="module")
def server(served: Served) -> Server:
    if served.local is None:
        pytest.skip("NEO4J_TEST_URI names a server whose Neo4j Browser was not set up for this")
    return served.local


@pytest.fixture(scope="module")
def environment(server: Server) -> dict[str, str]:
    """What a command needs to find the server."""
    home = {"DEALGRAPH_HOME": str(server.home.parent), "NEO4J_VERSION": server.version}
    return os.environ | home | {"NEO4J_URI": "", "PYTHONUNBUFFERED": "1"}


@pytest.fixture(scope="module")
def service(server: Server, environment: dict[str, str]) -> Iterator[str]:
    """The service, at the address that the server was started for."""
    assert server.service_url
    port = str(urlsplit(server.service_url).port)
    command = [sys.executable, "-m", "dealgraph", "serve", "--port", port]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            assert any(line.startswith("Ctrl-C") for line in process.stdout)
            yield server.service_url
        finally:
            process.terminate()


@dataclass
class Outside:
    """Whatever leaves the machine: the web browser's proxy for all but local addresses."""

    proxy: str
    asked: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def outside() -> Iterator[Outside]:
    class Refusing(BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            found.asked.append(self.path)
            self.send_error(403)

        do_GET = do_POST = do_CONNECT

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Refusing) as listening:
        found = Outside(f"http://127.0.0.1:{listening.server_port}")
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield found
        listening.shutdown()


@pytest.fixture(scope="module")
def requests() -> list[Request]:
    """Every request of every page."""
    return []


@pytest.fixture(scope="module")
def context(outside: Outside, requests: list[Request]) -> Iterator[BrowserContext]:
    assert CHROMIUM, "these tests need Chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, proxy={"server": outside.proxy, "bypass": ",".join(LOCAL)}
        )
        context = browser.new_context(viewport={"width": 1400, "height": 900})
        context.set_default_timeout(WAIT)
        context.on("request", lambda request: requests.append(request))
        yield context
        browser.close()


@pytest.fixture(scope="module")
def page(context: BrowserContext, server: Server, service: str) -> Page:
    """Neo4j Browser, after the password was typed into the form that the link has filled."""
    page = context.new_page()
    page.goto(server.browser.start)
    expect(page.get_by_test_id("username")).to_have_value("neo4j", timeout=WAIT)
    page.fill("input[type=password]", server.password)
    page.click("[data-testid=connect]")
    page.wait_for_selector("[data-testid=guidesDrawer] pre.runnable")
    return page


def run(page: Page) -> None:
    """Run what is in the editor, and wait for the new frame."""
    frames = page.locator(FRAME).count()
    page.click("[data-testid=editor-Run]")
    expect(page.locator(FRAME)).to_have_count(frames + 1, timeout=WAIT)


def write(page: Page, text: str) -> None:
    page.click(EDITOR)
    page.keyboard.insert_text(text)


def nodes(page: Page) -> list[list[str]]:
    """Give caption, fill and text colour of each node of the newest frame, in order."""
    frame = page.locator(FRAME).first
    frame.locator("g.node").first.wait_for()
    drawn: list[list[str]] = frame.locator("g.node").evaluate_all(f"nodes => nodes.map({DRAWN})")
    return sorted(drawn)


def ran(page: Page) -> str:
    """Give the query of the newest frame: what stood in the editor, which shows a part only."""
    return str(page.locator(FRAME).first.get_by_test_id("frameCommand").text_content())


def without_blanks(text: str) -> str:
    """Both the editor and the frame break lines where they want."""
    return "".join(text.split())


def test_nodes_have_the_colours_and_captions_of_the_model(page: Page) -> None:
    write(page, DEAL)
    run(page)
    looks = {label: [colours(label).fill, colours(label).text] for label in ("Company", "Asset")}
    assert nodes(page) == [
        ["2025 $1.2bn", colours("Deal").fill, colours("Deal").text],
        ["IBI3001", *looks["Asset"]],
        ["IBI343", *looks["Asset"]],
        ["IBI363", *looks["Asset"]],
        ["Innovent Biologics", *looks["Company"]],
        ["Takeda", *looks["Company"]],
    ]
    # Browser adds the edges between the nodes that are shown, and cuts what is too long for one.
    edges = page.locator(FRAME).first.locator("g.relationship")
    assert edges.count() == 9
    fills = edges.locator("path.b-outline").evaluate_all(
        "paths => paths.map(path => path.getAttribute('fill'))"
    )
    assert sorted(fills) == sorted([LINE] * 8 + [colours("Deal").border])
    captions = {text.rstrip("…") for text in edges.locator("text").all_text_contents()}
    whole = ("COVERS", "LICENSOR", "LICENSEE", "ORIGINATED_BY", "2025 $1.2bn")
    assert all(any(text.startswith(caption) for text in whole) for caption in captions)
    assert {"C", "2"} <= {caption[:1] for caption in captions}


def test_the_guide_is_open_and_its_queries_draw(page: Page) -> None:
    drawer = page.locator("[data-testid=guidesDrawer]")
    expect(drawer).to_contain_text(guide().title)
    expect(drawer).to_contain_text(guide().slides[0].see)
    frames = page.locator(FRAME).count()
    drawer.locator("pre.runnable i").first.click()
    expect(page.locator(FRAME)).to_have_count(frames + 1, timeout=WAIT)
    captions = [caption for caption, *_ in nodes(page)]
    assert len(captions) == 15
    assert {"Takeda", "Innovent Biologics"} <= set(captions)
    drawer.get_by_test_id("pagination-7").click()
    expect(drawer).to_contain_text(guide().slides[6].see)


def test_favourites_are_dropped_in_and_run(page: Page, service: str) -> None:
    with urlopen(f"{service}/neo4j/favourites.zip") as answer:
        data = base64.b64encode(answer.read()).decode()
    page.evaluate(DROP, ["[data-testid=main]", data, "favourites.zip"])
    page.click("[data-testid=navigationFavorites]")
    for folder in ("assets", "companies", "deals", "evidence", "flows", "life"):
        page.wait_for_selector(f"[data-testid=savedScriptsFolder-{folder}]")
    page.click("[data-testid=expandFolder-flows]")
    page.get_by_text("Flows of one country, drawn", exact=True).click()
    run(page)
    assert "//Flowsofonecountry,drawn//Whatflowedoutof" in without_blanks(ran(page))
    assert len(nodes(page)) == 15
    assert {fill for _, fill, _ in nodes(page)} == {colours("Company").fill}


def test_a_link_fills_the_editor_of_whoever_has_logged_in_before(
    page: Page, environment: dict[str, str], server: Server
) -> None:
    words = ["path", "--company", "信达生物", "--other", "Pfizer"]
    command = [sys.executable, "-m", "dealgraph", "neo4j", "browser", *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    password = server.home / "password"
    assert done.stderr == f"Log in as user neo4j, password in {password}\n"
    link = done.stdout.strip()
    page.goto(link)
    page.wait_for_selector("[data-testid=guidesDrawer] pre.runnable")
    query = parse_qs(urlsplit(link).query)["arg"][0]
    assert query.startswith("CALL () {\nMATCH (a:Company {id: 'innovent-biologics'}), (b:Company")
    run(page)
    assert without_blanks(query) in without_blanks(ran(page))
    assert [caption for caption, *_ in nodes(page)] == [
        "Beam Therapeutics", "Eli Lilly", "Innovent Biologics", "Pfizer"
    ]  # fmt: skip


def test_the_longest_link_arrives_whole(page: Page, server: Server) -> None:
    query = "RETURN 1 // " + "x+%'\"é恒" * 280
    link = server.browser.edit + quote_plus(query)
    assert len(link) > 7500  # what test_drawing.py allows at most
    page.goto(link)
    page.wait_for_selector("[data-testid=guidesDrawer] pre.runnable")
    run(page)
    assert without_blanks(query) in without_blanks(ran(page))


def test_no_request_leaves_the_machine(
    page: Page, requests: list[Request], outside: Outside
) -> None:
    """Neo4j Browser tries to; the policy of the server has the web browser refuse it."""
    asked = {each: urlsplit(each.url) for each in requests}
    elsewhere = {
        each: url.hostname
        for each, url in asked.items()
        if url.scheme in ("http", "https", "ws", "wss") and url.hostname not in LOCAL
    }
    assert "fonts.googleapis.com" in elsewhere.values()
    assert {each.failure for each in elsewhere} == {"csp"}
    # The web browser asks for updates of its own; what the pages wanted is not among that.
    assert not [at for at in outside.asked if any(str(h) in at for h in elsewhere.values())]
