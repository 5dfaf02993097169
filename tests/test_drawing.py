"""What Neo4j Browser runs, on the bundled data: guide, favourites, links; each gives rows."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from golden import Golden
from neo4j.graph import Node
from neo4j.graph import Path as GraphPath
from support import ROOT

from dealgraph.graph.asking import Asker
from dealgraph.graph.browser import Browser, QuestionLink, UnlinkableError
from dealgraph.graph.connection import Connection
from dealgraph.graph.errors import ConfigurationError
from dealgraph.queries.catalogue import Catalogue
from dealgraph.queries.cypher import without_comments
from dealgraph.queries.favourites import example_values, favourites, favourites_zip, with_example
from dealgraph.queries.guide import GuideQuery, guide

CATALOGUE = Catalogue.bundled()
FAVOURITES = favourites(CATALOGUE)
#: Answers that are numbers only; what is drawn of them stands beside them.
TABLES = {"Coverage", "Cross-border totals", "Publishers"}
BROWSER = Browser.of_local(
    "http://127.0.0.1:7474", "bolt://127.0.0.1:7687", "neo4j", Path("/there/password")
)
QUERIES = [(slide.title, query) for slide in guide().slides for query in slide.queries]


def nodes(connection: Connection, cypher: str) -> int:
    """Run a query and count the different nodes that Browser draws; no rows is a fault."""
    records = connection.read(cypher).records
    assert records
    return len({node.element_id for record in records for node in _nodes(list(record.values()))})


def _nodes(value: object) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, GraphPath):
        yield from value.nodes
    elif isinstance(value, list | dict):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _nodes(each)


@pytest.mark.parametrize("path", FAVOURITES)
def test_every_favourite_gives_rows_and_draws(graph: Connection, path: str) -> None:
    title = FAVOURITES[path].partition("\n")[0].removeprefix("// ")
    assert (nodes(graph, FAVOURITES[path]) > 0) == (title not in TABLES)


@pytest.mark.parametrize(("slide", "query"), QUERIES, ids=lambda part: getattr(part, "about", part))
def test_every_query_of_the_guide_gives_rows_and_draws(
    graph: Connection, slide: str, query: GuideQuery
) -> None:
    drawn = nodes(graph, query.cypher)
    assert 3 <= drawn <= 60 if query.draws else drawn == 0


def test_the_readme_has_the_first_link_and_says_how_to_log_in() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert f"]({BROWSER.first})" in readme
    assert "`dealgraph neo4j status`" in readme
    assert BROWSER.login == "user neo4j, password in /there/password"


def test_the_guide_has_seven_slides_of_one_sentence_each() -> None:
    assert [slide.title for slide in guide().slides] == [
        "A partner network",
        "One deal, whole",
        "An asset across deals",
        "What flows out of China",
        "A path between two companies",
        "The biggest upfront payments",
        "What each source says",
    ]
    assert all(slide.see.endswith(".") and ". " not in slide.see for slide in guide().slides)


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_link_holds_what_its_favourite_runs(name: str) -> None:
    question = CATALOGUE[name]
    values = example_values(question)
    if question.file.parent.name == "rights":  # each carries the whole ledger
        with pytest.raises(UnlinkableError, match="7,000 signs"):
            QuestionLink(BROWSER, question).to(values)
        return
    link = QuestionLink(BROWSER, question).to(values)
    assert len(link) < 8000  # a web server takes 8 KB of it
    (run,) = parse_qs(urlsplit(link).query)["arg"]
    assert run == without_comments(with_example(question, question.drawing))


def test_the_favourites_are_made_from_the_questions(golden: Golden) -> None:
    text = "\n".join(f"{path}\n{text}" for path, text in FAVOURITES.items())
    golden(ROOT / "tests" / "golden" / "favourites.txt", text)


def test_the_zip_holds_the_favourites_and_is_always_the_same() -> None:
    packed = favourites_zip(CATALOGUE)
    assert packed == favourites_zip(CATALOGUE)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert {n: archive.read(n).decode() for n in archive.namelist()} == FAVOURITES
        assert {Path(n).parent.name for n in archive.namelist()} == {
            question.file.parent.name for question in CATALOGUE.values()
        }


def own(folder: Path, body: str) -> Catalogue:
    file = folder / "mine.cypher"
    header = (
        'title = "Mine"\nquestion = "?"\npath = "/mine"\n'
        '[parameters]\nq = "text"\n[returns]\nc = "company"'
    )
    file.write_text(f"/*\n{header}\n*/\n{body}\n", "utf-8")
    return Catalogue.read(folder)


def test_a_link_writes_what_is_typed_as_one_string(tmp_path: Path) -> None:
    question = own(tmp_path, "MATCH (c:Company {name: $q}) RETURN c // here & there")["mine"]
    link = QuestionLink(BROWSER, question).to({"q": "x'}) DETACH DELETE c //&#"})
    assert link == (
        "http://127.0.0.1:7474/browser/?dbms=neo4j://neo4j@127.0.0.1:7687&cmd=edit&arg="
        "MATCH+%28c%3ACompany+%7Bname%3A+%27x%5C%27%7D%29+DETACH+DELETE+c+%2F%2F%5Cu0026%5Cu0023%27"
        "%7D%29+RETURN+c"
    )


def test_a_query_that_no_link_can_hold_is_refused(tmp_path: Path) -> None:
    question = own(tmp_path, "MATCH (c:Company&!Deal {name: $q}) RETURN c")["mine"]
    with pytest.raises(UnlinkableError, match="n:A AND n:B"):
        QuestionLink(BROWSER, question).to({"q": "x"})


def test_without_an_address_there_is_no_link(asker: Asker) -> None:
    question = asker.catalogue["region"]
    assert "open_in_browser" not in asker.ask(question, {"region": "EU"}).meta
    with pytest.raises(ConfigurationError, match="DEALGRAPH_BROWSER_URL"):
        asker.link(question, {"region": "EU"})


@pytest.mark.parametrize(
    ("browser", "start", "origins"),
    [
        (
            BROWSER,
            "http://127.0.0.1:7474/browser/?dbms=neo4j://neo4j@127.0.0.1:7687",
            {"http://127.0.0.1:7474", "http://localhost:7474"},
        ),
        (
            Browser.elsewhere("https://graph.example.org:7473", password=True),
            "https://graph.example.org:7473/browser/",
            {"https://graph.example.org:7473"},
        ),
        (
            Browser.elsewhere("http://localhost", password=False),
            "http://localhost/browser/?preselectAuthMethod=NO_AUTH",
            {"http://127.0.0.1", "http://localhost"},
        ),
    ],
)
def test_where_a_browser_is(browser: Browser, start: str, origins: set[str]) -> None:
    assert (browser.start, set(browser.origins)) == (start, origins)
