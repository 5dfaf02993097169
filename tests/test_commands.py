import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from small import QUESTIONS, small_graph
from support import Served

from dealgraph.__main__ import main
from dealgraph.graph.connection import Connection

QUERIES = str(QUESTIONS)


@pytest.fixture(scope="module")
def connection(scratch: Served) -> Iterator[Connection]:
    with small_graph(scratch) as connection:
        yield connection


@pytest.fixture(scope="module")
def graph(connection: Connection, scratch: Served) -> dict[str, str]:
    return {"NEO4J_URI": connection.address, "NEO4J_PASSWORD": scratch.password or ""}


@pytest.fixture(scope="module")
def nowhere() -> dict[str, str]:
    return {"NEO4J_URI": "bolt://127.0.0.1:1", "NEO4J_PASSWORD": "x"}


def run(env: dict[str, str], *args: str) -> Result:
    return CliRunner(env=env).invoke(main, [*args, "--queries", QUERIES])


def test_ask_prints_a_table_and_what_it_rests_on(graph: dict[str, str]) -> None:
    result = run(graph, "ask", "small-partners", "--company", "武田薬品工業")
    assert result.exit_code == 0, result.output
    lines = [line.rstrip() for line in result.stdout.splitlines() if line.strip()]
    assert lines[0].replace("_", " ").split() == ["partner", "deals", "upfront", "musd"]
    assert lines[2].split() == ["Innovent", "Biologics", "2", "1,200.3"]
    assert lines[3].split()[:2] == ["Roche", "1"]
    assert lines[4:] == [
        "2 rows; 4 deals as of 2025-10-22: a selection, not a census.",
        "--company 武田薬品工業: Takeda (takeda)",
        "Rumoured deals are left out.",
    ]
    assert all(len(line) <= 100 for line in lines)


def test_a_cut_table_says_how_to_see_more(graph: dict[str, str]) -> None:
    result = run(graph, "ask", "small-partners", "--company", "takeda", "--limit", "1")
    assert "Cut at 1 rows: there are more." in result.stdout
    assert "More with --limit (at most 10); 4 deals as of 2025-10-22" in result.stdout


def test_ask_gives_json_and_csv_on_the_output_stream_alone(graph: dict[str, str]) -> None:
    question = ["ask", "small-partners", "--company", "武田薬品工業", "--limit", "1"]
    result = run(graph, *question, "--json")
    answer = json.loads(result.stdout)
    assert answer["items"][0]["partner"]["id"] == "innovent"
    assert answer["meta"]["cut"] is True
    assert answer["meta"]["parameters"]["company"]["asked"] == "武田薬品工業"
    result = run(graph, *question, "--csv")
    assert result.stdout_bytes == (
        b"partner,partner_id,deals,upfront_musd\r\nInnovent Biologics,innovent,2,1200.3\r\n"
    )
    assert result.stderr == "Cut: these are the first 1 row (more with --limit (at most 10)).\n"


@pytest.mark.parametrize(
    ("name", "start"), [("x.csv", b"partner,"), ("x.JSON", b"{"), ("x.xlsx", b"PK")]
)
def test_ask_writes_files(graph: dict[str, str], tmp_path: Path, name: str, start: bytes) -> None:
    file = tmp_path / name
    result = run(graph, "ask", "small-partners", "--company=takeda", "-o", str(file))
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"Wrote 2 rows to {file}.\n"
    assert file.read_bytes().startswith(start)


def test_options_take_lists_flags_and_underscores(graph: dict[str, str]) -> None:
    question = ["ask", "small-partners", "--company", "takeda", "--json"]
    result = run(graph, *question, "--type", "option", "--type", "newco")
    assert [item["partner"]["id"] for item in json.loads(result.stdout)["items"]] == ["innovent"]
    result = run(graph, "ask", "small-deals", "--json", "--rumoured", "--minimum_upfront", "5")
    parameters = json.loads(result.stdout)["meta"]["parameters"]
    assert (parameters["rumoured"], parameters["minimum_upfront"]) == (True, 5.0)


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (["smal-partners"], 2, "There is no question 'smal-partners'. Nearest: small-partners"),
        (["small-partners", "--firm", "x"], 2,
         "small-partners has no parameter --firm; it has --company, --since, --type, --limit."),
        (["small-partners"], 2, "Missing option '--company'"),
        (["small-partners", "--company", "x", "--since", "2025", "--limit", "99"], 2,
         "--since: must be a date like 2025-01-31, or today.\n--limit: must be at most 10."),
        (["small-partners", "--company", "x", "--company", "y"], 2,
         "--company: is given more than once."),
        (["small-partners", "--company", "inovent"], 1,
         "There is no company 'inovent'."),
        (["small-partners", "--company", "x", "--json", "--csv"], 2, "Choose one of --json, --csv"),
        (["small-partners", "--company", "x", "-o", "x.doc"], 2, "-o writes .csv, .xlsx, .json"),
        (["small-partners", "--company", "takeda", "-o", "/no/such/folder/x.csv"], 1,
         "/no/such/folder/x.csv cannot be written: No such file or directory."),
        (["small-deals", "--cursor", "x"], 2, "--cursor: is no cursor that small-deals gave."),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_said_in_a_sentence(
    graph: dict[str, str], args: list[str], code: int, message: str
) -> None:
    result = run(graph, "ask", *args)
    assert message in result.stderr
    assert (result.exit_code, result.stdout) == (code, "")
    assert "Traceback" not in result.stderr


def test_no_server_is_said_in_a_sentence(nowhere: dict[str, str]) -> None:
    result = run(nowhere, "ask", "small-deals")
    assert (result.exit_code, result.stderr) == (
        1,
        "Error: No Neo4j answers at bolt://127.0.0.1:1. Is it running, and is NEO4J_URI right?\n",
    )


def test_questions_are_listed_and_described_without_a_server(nowhere: dict[str, str]) -> None:
    listed = run(nowhere, "questions").stdout
    assert "small-link" in listed
    assert "Link. /small/companies/{company}/link/{other}" in listed
    assert run(nowhere, "questions", "small-partners").stdout == (
        "Partners: Which companies has this company made deals with?\n"
        "Rumoured deals are left out.\n"
        "GET /small/companies/{company}/partners\n"
        "\n"
        "Parameters:\n"
        "  --company COMPANY     whose partners; required\n"
        "  --since YYYY-MM-DD    first day of announcement\n"
        "  --type DEAL-TYPE ...  one of: license, option, collaboration, co-development, "
        "asset-purchase,\n"
        "                        acquisition, newco, distribution, equity; may be repeated\n"
        "  --limit INTEGER       at least 1; at most 10; default: 5\n"
        "\n"
        "Columns:\n"
        "  partner       company; who the deals are with\n"
        "  deals         integer\n"
        "  upfront_musd  money; disclosed upfront, US dollars; may be missing\n"
        "\n"
        "Examples:\n"
        "  dealgraph ask small-partners --company takeda\n"
    )
    result = run(nowhere, "questions", "small-partner")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Nearest: small-partners" in result.stderr


def test_the_help_of_a_question_lists_its_parameters(nowhere: dict[str, str]) -> None:
    result = run(nowhere, "ask", "small-partners", "--help")
    assert "Which companies has this company made deals with?" in result.stdout
    assert "--company COMPANY" in result.stdout
    assert "whose partners" in result.stdout


def test_check_names_the_faults(
    graph: dict[str, str], connection: Connection, tmp_path: Path
) -> None:
    # Of a graph without deals only the plans are checked.
    connection.run_auto("MATCH (g:Graph) SET g.deals = 0")
    result = run(graph, "check")
    assert result.stdout.endswith(" questions checked, no fault found.\n")
    file = tmp_path / "faulty.cypher"
    file.write_text(
        "/*\ntitle = 't'\nquestion = 'q'\npath = '/faulty'\n[returns]\nn = 'integer'\n*/\n"
        "SHOW INDEXES YIELD name RETURN name"
    )
    result = run(graph, "check", "--queries", str(tmp_path))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"Error: {file}:8: SHOW is no question to the graph " + (
        "(a name like this needs backticks)\n"
    )
    file.write_text(
        file.read_text().replace("SHOW INDEXES YIELD name RETURN name", "RETURN 1 AS m")
    )
    result = run(graph, "check", "--queries", str(tmp_path))
    assert (result.exit_code, result.stdout) == (
        1,
        f"{file}:5: column n does not come back; column m comes back but is not declared\n",
    )
    file.write_text(
        "/*\ntitle = 't'\nquestion = 'q'\npath = '/faulty'\ndraw = '(d)--(x)'\n[returns]\n"
        "n = 'integer'\n*/\nMATCH (d:Deal) WITH d AS d RETURN count(d) AS n, 1 AS x"
    )
    result = run(graph, "check", "--queries", str(tmp_path))
    assert result.exit_code == 1
    assert f"{file}:5: draw: Type mismatch: x defined with conflicting type" in result.stdout
