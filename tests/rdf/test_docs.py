"""The page for users of linked data: what it shows is what happens."""

import re
from pathlib import Path

from starlette.testclient import TestClient
from support import ROOT

from dealgraph.loaders.lines import Line
from dealgraph.loaders.reading import read
from dealgraph.schema.rdf.forms import RDF_FORMS

PAGE = (ROOT / "docs" / "linked-data.md").read_text("utf-8")


def test_the_table_lists_every_form() -> None:
    rows = re.findall(r"^\| ([\w/-]+) \| `(\.\w+)` \| `([\w/+-]+)` \|$", PAGE, re.MULTILINE)
    assert {(title, suffix, media_type) for title, suffix, media_type in rows} == {
        (form.title, form.suffix, form.media_type) for form in RDF_FORMS.values()
    }


def test_the_thing_that_it_shows_is_the_one_there_is(client: TestClient) -> None:
    example = re.compile(r"127\.0\.0\.1:8000(\S+) \| grep -v @prefix\n(.*?)```", re.DOTALL)
    ((path, shown),) = example.findall(PAGE)
    lines = client.get(path).text.splitlines(keepends=True)
    there = "".join(line for line in lines if not line.startswith("@prefix"))
    assert shown == there.replace("http://localhost:8000/", "https://w3id.org/dealgraph/")


def test_the_deal_that_it_shows_is_a_whole_one(tmp_path: Path) -> None:
    file = tmp_path / "deal.ttl"
    file.write_text(PAGE.partition("```turtle\n")[2].partition("```")[0], "utf-8")
    (line,) = read(file)
    assert isinstance(line, Line)
    assert line.record.id == "2026-04-hanyu-takeda"
    assert [party.name for party in line.record.licensors] == ["Hanyu Pharma"]
