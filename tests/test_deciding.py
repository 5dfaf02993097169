"""Joining and parting by decisions, on a real server: what changes, and that it can be undone."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from content import content
from httpx2 import Response
from starlette.testclient import TestClient
from support import Served
from test_load import record, revision, value, write

from dealgraph.__main__ import main
from dealgraph.api.app import create_app
from dealgraph.api.settings import ServiceSettings
from dealgraph.graph.asking import Asker
from dealgraph.graph.connection import Connection
from dealgraph.loaders.load import load, prepare
from dealgraph.queries.catalogue import Catalogue
from dealgraph.schema import decisions

Decide = Callable[..., None]
HEADER = "\t".join(decisions.COLUMNS) + "\n"


@pytest.fixture
def decide(empty: Connection, tmp_path: Path) -> Iterator[Decide]:
    """Let these decisions (kind, name, verdict, id) count, and recompute as a load would."""

    def to(*rows: tuple[str, str, str, str]) -> None:
        file = tmp_path / "decisions.tsv"
        file.write_text(HEADER + "".join("\t".join((*row, "", "")) + "\n" for row in rows))
        decisions.use(file)
        prepare(empty)

    yield to
    decisions.use(None)
    prepare(empty)


def parties(name: str, other: str = "Pfizer") -> dict[str, Any]:
    return {"licensors": [{"name": name, "country": "CN"}], "licensees": [{"name": other}]}


#: Deals of a company under two names nobody knows, of others that are decided about, and of Lonely
#: Bio, which stays alone.
DEALS = [
    record("2024-01-a", **parties("Zorvex Bio, Inc."), announced="2024-01-02"),
    record("2024-02-b", **parties("Zorvex Bio"), announced="2024-02-02"),
    record("2024-03-c", **parties("卓维生物"), announced="2024-03-02"),
    record("2024-04-d", **parties("Lonely Bio"), announced="2024-04-02"),
    record("2024-05-e", **parties("Roche"), announced="2024-05-02"),
    record("2024-06-f", **parties("Genentech")),
    record("2024-07-g", **parties("Lonely Bio"),
           assets=[{"name": "Zorvimab", "targets": ["PD-1"]}]),
    record("2024-08-h", **parties("Lonely Bio"),
           assets=[{"name": "Vexorimab", "targets": ["PD-L1"]}]),
    record("2024-09-i", **parties("Zorvexx Bio")),
    record("2024-10-j", **parties("Astella")),
    record("2024-11-k", **parties("Rosche")),
]  # fmt: skip


@pytest.fixture
def loaded(empty: Connection, tmp_path: Path) -> Connection:
    load(empty, [write(tmp_path / "deals.jsonl", *DEALS)])
    return empty


@pytest.fixture
def before(loaded: Connection) -> dict[str, list[Any]]:
    """The content of these deals, before anything is decided."""
    return _content(loaded)


@cache  # it is the same for every test
def _content(loaded: Connection) -> dict[str, list[Any]]:
    return content(loaded)


def companies(connection: Connection) -> dict[str, list[str]]:
    rows = connection.read(
        "MATCH (c:Company)<-[:LICENSOR]-(d:Deal) WITH c, d ORDER BY d.id "
        "RETURN c.id AS id, collect(d.id) AS deals"
    )
    return {row["id"]: row["deals"] for row in rows.records}


def names(connection: Connection, company: str) -> list[str]:
    cypher = (
        "MATCH (:Company {id: $id})-[k:KNOWN_AS]->() WITH k.text AS t ORDER BY t RETURN collect(t)"
    )
    found: list[str] = value(connection, cypher, id=company)
    return found


def test_joining_makes_one_company_and_parting_restores_the_graph(
    loaded: Connection, before: dict[str, list[Any]], decide: Decide
) -> None:
    others = {
        "lonelybio": ["2024-04-d", "2024-07-g", "2024-08-h"],
        "roche": ["2024-05-e", "2024-06-f"],
        "zorvexxbio": ["2024-09-i"],
        "astella": ["2024-10-j"],
        "rosche": ["2024-11-k"],
    }
    alone = companies(loaded)
    (chinese,) = alone.keys() - others.keys() - {"zorvexbio"}
    assert alone == others | {"zorvexbio": ["2024-01-a", "2024-02-b"], chinese: ["2024-03-c"]}
    decide(("company", "卓维生物", "same", "zorvexbio"))
    assert companies(loaded) == others | {"zorvexbio": ["2024-01-a", "2024-02-b", "2024-03-c"]}
    assert names(loaded, "zorvexbio") == ["Zorvex Bio", "Zorvex Bio, Inc.", "卓维生物"]
    asker = Asker(loaded, Catalogue.bundled())
    assert asker.find("company", chinese) == asker.find("company", "卓维生物") == "zorvexbio"
    for form in ("", ".ttl"):
        response = asked(loaded, f"/companies/{chinese}{form}?include_subsidiaries=true")
        assert (response.status_code, response.headers["location"]) == (
            308, f"/companies/zorvexbio{form}?include_subsidiaries=true"
        )  # fmt: skip
    deals = asked(loaded, f"/companies/{chinese}/partners").json()
    assert deals["meta"]["parameters"]["company"] == {
        "id": "zorvexbio", "name": "Zorvex Bio, Inc.", "asked": chinese, "matched": "decision",
        "note": f"{chinese} is asked for; answered as Zorvex Bio, Inc., as was decided",
    }  # fmt: skip
    decide()
    assert content(loaded) == before


def asked(connection: Connection, path: str) -> Response:
    app = create_app(connection, Catalogue.bundled(), ServiceSettings(warm_up=False))
    with TestClient(app, base_url="http://localhost", follow_redirects=False) as client:
        return client.get(path)


def test_joining_to_the_register_and_parting(
    loaded: Connection, before: dict[str, list[Any]], decide: Decide
) -> None:
    known = names(loaded, "roche")
    decide(("company", "Zorvex Bio", "same", "roche"))
    assert companies(loaded)["roche"] == ["2024-01-a", "2024-02-b", "2024-05-e", "2024-06-f"]
    assert set(names(loaded, "roche")) - set(known) == {"Zorvex Bio", "Zorvex Bio, Inc."}
    decide()
    assert content(loaded) == before


def test_a_name_of_the_register_is_parted_and_joined_again(
    loaded: Connection, before: dict[str, list[Any]], decide: Decide
) -> None:
    assert companies(loaded)["roche"] == ["2024-05-e", "2024-06-f"]
    decide(("company", "Genentech", "not-same", "roche"))
    assert companies(loaded)["genentech"] == ["2024-06-f"]
    assert "Genentech" not in names(loaded, "roche")
    assert Asker(loaded, Catalogue.bundled()).find("company", "Genentech") == "genentech"
    decide()
    assert content(loaded) == before


def test_only_the_deals_that_a_decision_is_about_are_made_anew(
    loaded: Connection, decide: Decide
) -> None:
    loaded.run_auto("MATCH (d:Deal {id: '2024-05-e'}) SET d.note = 'left alone'")
    was = revision(loaded)
    decide(("company", "Lonely Bio", "same", "zorvexbio"))
    assert value(loaded, "MATCH (d:Deal {id: '2024-05-e'}) RETURN d.note") == "left alone"
    assert revision(loaded) > was
    was = revision(loaded)
    decide(
        ("company", "Lonely Bio", "same", "zorvexbio"),
        ("company", "卓维生物", "undecided", "roche"),
    )
    assert revision(loaded) == was


def test_assets_and_targets_are_joined_and_parted(
    loaded: Connection, before: dict[str, list[Any]], decide: Decide
) -> None:
    assets = (
        "MATCH (d:Deal)-[:COVERS]->(a:Asset) WHERE '2024-07' < d.id < '2024-09' "
        "WITH DISTINCT a.id AS id ORDER BY id RETURN collect(id)"
    )
    targets = (
        "MATCH (:Asset {id: 'zorvimab'})-[:TARGETS]->(t) "
        "WITH t.id AS id ORDER BY id RETURN collect(id)"
    )
    assert value(loaded, assets) == ["vexorimab", "zorvimab"]
    decide(("asset", "vexorimab", "same", "zorvimab"), ("target", "PD-L1", "same", "PDCD1"))
    assert value(loaded, assets) == ["zorvimab"]
    assert value(loaded, targets) == ["PDCD1"]
    asker = Asker(loaded, Catalogue.bundled())
    assert asker.find("asset", "vexorimab") == "zorvimab"
    decide()
    assert content(loaded) == before


def command(scratch: Served, file: Path, *words: str, answers: str = "") -> Result:
    env = {
        "NEO4J_URI": scratch.uri,
        "NEO4J_PASSWORD": scratch.password or "",
        "DEALGRAPH_DECISIONS": str(file),
    }
    return CliRunner(env=env).invoke(main, ["names", *words], input=answers)


def told(result: Result) -> list[str]:
    lines = [line for line in result.output.splitlines() if not line.startswith("Kept in ")]
    assert all(len(line) <= 100 for line in lines)
    return [line.strip() for line in lines if line.strip()]


def test_review_asks_writes_and_recomputes(
    loaded: Connection,
    before: dict[str, list[Any]],
    scratch: Served,
    decide: Decide,
    tmp_path: Path,
) -> None:
    file = tmp_path / "own" / "decisions.tsv"
    review = ("review", "--least", "84")
    listed = told(command(scratch, file, *review, "--list"))
    assert listed[0] == "1/3  Astella (astella), CN, 1 deal"
    assert listed[1] == (
        "1   85  Astellas Pharma (astellas-pharma), JP, 0 deals: one letter differs (Astella)"
    )
    assert not file.exists()
    done = command(scratch, file, *review, answers="1\nn\nu\n")
    assert told(done)[-1] == "3 decisions written, 2 deals made anew."
    rows = [line.split("\t")[:4] for line in file.read_text("utf-8").splitlines()[1:]]
    assert ["company", "Astella", "same", "astellas-pharma"] in rows
    assert companies(loaded)["astellas-pharma"] == ["2024-10-j"]
    assert told(command(scratch, file, *review)) == ["There is nothing to decide."]
    part = told(command(scratch, file, "part", "Astella", "Astellas Pharma"))
    assert part == ["1 decision written, 1 deal made anew."]
    assert companies(loaded)["astella"] == ["2024-10-j"]
    decide()
    assert content(loaded) == before


def test_join_refuses_what_contradicts(
    loaded: Connection, scratch: Served, decide: Decide, tmp_path: Path
) -> None:
    file = tmp_path / "own.tsv"
    assert command(scratch, file, "join", "Lonely Bio", "Roche", "--why", "said so").exit_code == 0
    kept = file.read_text("utf-8")
    result = command(scratch, file, "join", "Lonely Bio", "Takeda")
    assert (result.exit_code, file.read_text("utf-8")) == (1, kept)
    assert "was decided to be 'roche'" in result.output
    result = command(scratch, file, "join", "Pfizer", "Roche")
    assert "is a company of the register, which no decision makes another" in result.output


def test_a_subsidiary_is_answered_as_its_group_and_the_answer_says_so(empty: Connection) -> None:
    said = [
        asked(empty, f"/companies/{name}").json()["meta"]["parameters"]["company"]
        for name in (
            "Genentech",
            "Siludi Pharma",
            "Jiangsu Hengrui Pharmaceutical Co Ltd",
            "Kite Pharma",
        )
    ]
    assert [(one["id"], one["matched"], one.get("note")) for one in said] == [
        ("roche", "subsidiary",
         "Genentech is asked for; answered as Roche, whose subsidiary it is"),
        ("3d-medicines", "pinyin",
         "Siludi Pharma is a name in pinyin, mostly formed by a machine: weaker than others"),
        ("hengrui-pharma", "name", None),
        ("kite-pharma", "name", None),
    ]  # fmt: skip


def test_names_have_their_days(empty: Connection) -> None:
    days = """
    MATCH (:Company)-[k:KNOWN_AS]->() WHERE k.since IS NOT NULL OR k.until IS NOT NULL
    RETURN collect([k.text, toString(k.since), toString(k.until)])"""
    assert ["Hyperion DeFi", "2025-01-01", None] in value(empty, days)
