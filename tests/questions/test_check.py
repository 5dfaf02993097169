"""`dealgraph check` on the graph whose answers the other tests here read."""

from pathlib import Path

from click.testing import CliRunner, Result
from support import Served

from dealgraph.__main__ import main


def run(env: dict[str, str], *args: str) -> Result:
    return CliRunner(env=env).invoke(main, args)


def test_check_names_the_faults(served: Served, tmp_path: Path) -> None:
    graph = {"NEO4J_URI": served.uri, "NEO4J_PASSWORD": served.password or ""}
    result = run(graph, "check", "region", "sources")
    assert result.stdout == "2 questions checked, no fault found.\n"
    assert run(graph, "check", "nonsense").exit_code == 2
    file = tmp_path / "faulty.cypher"
    file.write_text(
        "/*\ntitle = 't'\nquestion = 'q'\npath = '/faulty'\n[returns]\nn = 'integer'\n*/\n"
        "SHOW INDEXES YIELD name RETURN name"
    )
    result = run(graph, "check", "faulty", "--queries", str(tmp_path))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"Error: {file}:8: SHOW is no question to the graph " + (
        "(a name like this needs backticks)\n"
    )
    file.write_text(
        file.read_text().replace("SHOW INDEXES YIELD name RETURN name", "RETURN 1 AS m")
    )
    result = run(graph, "check", "faulty", "--queries", str(tmp_path))
    assert (result.exit_code, result.stdout) == (
        1,
        f"{file}:5: column n does not come back; column m comes back but is not declared\n",
    )
    file.write_text(
        "/*\ntitle = 't'\nquestion = 'q'\npath = '/faulty'\ndraw = '(d)--(x)'\n[returns]\n"
        "n = 'integer'\n*/\nMATCH (d:Deal) WITH d AS d RETURN count(d) AS n, 1 AS x"
    )
    result = run(graph, "check", "faulty", "--queries", str(tmp_path))
    assert result.exit_code == 1
    assert f"{file}:5: draw: Type mismatch: x defined with conflicting type" in result.stdout
