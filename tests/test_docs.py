"""The documentation beside the README: derived pages, every command, every setting, every link."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from golden import Golden
from support import ROOT

from dealgraph.__main__ import COMMANDS, main
from dealgraph.api.addresses import address
from dealgraph.graph.options import example_command
from dealgraph.loaders.template import columns_page
from dealgraph.queries.catalogue import Catalogue
from dealgraph.queries.pages import questions_page

DOCS = ROOT / "docs"
PAGES = [*ROOT.glob("*.md"), *DOCS.rglob("*.md"), ROOT / "data" / "README.md"]
SETTINGS = [ROOT / "graph" / "settings.py", ROOT / "api" / "settings.py"]
LINK = re.compile(r"\]\(([^)\s]+)\)")
VARIABLE = re.compile(r"(NEO4J|DEALGRAPH)_[A-Z_]+")


def test_docs_questions_is_made_from_the_catalogue(golden: Golden) -> None:
    page = questions_page(Catalogue.bundled(), example_command, address)
    golden(DOCS / "questions.md", page)


def test_docs_columns_is_made_from_the_columns(golden: Golden) -> None:
    golden(DOCS / "columns.md", columns_page())


def test_docs_cli_ends_with_the_help_of_every_command(golden: Golden) -> None:
    page = DOCS / "cli.md"
    head, heading, _ = page.read_text("utf-8").partition("## Commands\n")
    golden(page, head + heading + "".join(map(help_section, every_command())))


def test_docs_configuration_names_every_variable_that_is_read() -> None:
    page = (DOCS / "configuration.md").read_text("utf-8")
    read = {name for file in SETTINGS for name in variables(file)}
    assert set(re.findall(r"^\| `(\w+)`", page, re.MULTILINE)) == read


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    inside = [link for link in LINK.findall(page.read_text("utf-8")) if ":" not in link]
    for link in inside:
        name, _, anchor = link.partition("#")
        there = page.parent / name if name else page
        assert there.exists(), link
        assert not anchor or anchor in anchors(there.read_text("utf-8")), link


def test_decisions_are_short_numbered_and_listed() -> None:
    files = sorted((DOCS / "decisions").glob("[0-9]*.md"))
    listed = re.findall(r"\((\d{4}-[\w-]+\.md)\)", (DOCS / "decisions" / "README.md").read_text())
    assert [file.name for file in files] == listed
    for number, file in enumerate(files, start=1):
        text = file.read_text("utf-8")
        assert text.startswith(f"# {number:04}: ")
        assert file.name.startswith(f"{number:04}-")
        assert len(text.splitlines()) < 30, file.name
        assert "reject" in text.lower(), file.name


def test_ci_runs_the_test_command_of_the_readme() -> None:
    ci = (ROOT / ".ci" / "run").read_text("utf-8")
    assert ci.splitlines()[-1] == "CI=true exec make test"
    assert "make test " in (ROOT / "README.md").read_text("utf-8")


def every_command() -> Iterator[tuple[str, ...]]:
    for name in COMMANDS:
        yield (name,)
        command = main.get_command(click.Context(main), name)
        if name != "ask" and isinstance(command, click.Group):
            yield from ((name, inner) for inner in command.list_commands(click.Context(command)))


def help_section(words: tuple[str, ...]) -> str:
    result = CliRunner().invoke(main, [*words, "--help"], prog_name="dealgraph", terminal_width=90)
    assert result.exit_code == 0
    shown = result.output
    if words in (("ask",), ("neo4j", "browser")):  # the questions have a page of their own
        shown = shown.partition("\nCommands:")[0]
    return f"\n### {' '.join(words)}\n\n```text\n{shown.rstrip()}\n```\n"


def variables(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        value = node.value if isinstance(node, ast.Constant) else None
        if isinstance(value, str) and VARIABLE.fullmatch(value):
            yield value


def anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
