"""Three doors, one answer: a question over HTTP, in Cypher, and in SPARQL beside it."""

import json
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from dealgraph.api.addresses import example_address
from dealgraph.graph.asking import Asker
from dealgraph.graph.connection import Connection
from dealgraph.graph.given import read_given
from dealgraph.queries.catalogue import BUNDLED, Catalogue
from dealgraph.queries.question import Column, Question
from dealgraph.queries.sparql import in_sparql, sparql
from dealgraph.queries.types import is_list
from dealgraph.schema.rdf.addresses import Iris

CATALOGUE = Catalogue.bundled()
ASKED = in_sparql(CATALOGUE.values())
RESULTS = "application/sparql-results+json"
XSD = "http://www.w3.org/2001/XMLSchema#"
NUMBERS = {f"{XSD}{name}" for name in ("integer", "decimal", "double")}
#: To which sums and shares are compared: over HTTP shares have so many.
DECIMALS = 6

Row = dict[str, object]


def test_at_least_twelve_questions_can_be_asked_in_sparql() -> None:
    assert len(ASKED) >= 12
    assert {file.stem for file in BUNDLED.rglob("*.rq")} == {question.name for question in ASKED}


@pytest.mark.parametrize("question", ASKED, ids=lambda question: question.name)
def test_http_cypher_and_sparql_give_the_same_rows(
    service: str, asker: Asker, graph: Connection, question: Question
) -> None:
    over_http = [plain(question, item) for item in http(service, question)]
    in_cypher = [plain(question, item) for item in cypher(asker, graph, question)]
    assert over_http == in_cypher
    columns, found = rows(service, sparql(question))
    assert columns == [name for name in question.returns if not is_record(question.returns[name])]
    assert [given(question, row) for row in found] == over_http
    assert found


def http(service: str, question: Question) -> list[Row]:
    address = example_address(question)
    assert address
    with urlopen(service + address) as response:
        items: list[Row] = json.load(response)["items"]
    return items


def cypher(asker: Asker, graph: Connection, question: Question) -> list[Row]:
    """Run the file as Neo4j Browser would, with the parameters that the names stand for."""
    asked = asker._identified(read_given(question, question.examples[0]))
    asked = asker._settled(asked)
    found = graph.read(question.cypher, asked.bound())
    limit = question.examples[0].get("limit", len(found.records))
    assert isinstance(limit, int)
    return [dict(record) for record in found.records[:limit]]


def rows(service: str, query: str) -> tuple[list[str], list[dict[str, Any]]]:
    address = f"{service}/sparql?{urlencode({'query': query})}"
    with urlopen(Request(address, headers={"Accept": RESULTS})) as response:
        found = json.load(response)
    return found["head"]["vars"], found["results"]["bindings"]


def plain(question: Question, item: Row) -> Row:
    """Give what RDF can say in one row: things by their ids, lists as sets, no records."""
    return {
        name: value(item[name])
        for name, column in question.returns.items()
        if not is_record(column)
    }


def value(found: Any) -> object:
    if isinstance(found, list):
        return sorted(str(value(each)) for each in found)
    if isinstance(found, dict):
        return found["id"]
    if hasattr(found, "labels"):
        return found.get("id") or found.get("code")
    if isinstance(found, float):
        return round(found, DECIMALS)
    return found.iso_format() if hasattr(found, "iso_format") else found


def given(question: Question, row: dict[str, Any]) -> Row:
    return {
        name: term(row.get(name), column)
        for name, column in question.returns.items()
        if not is_record(column)
    }


def term(found: dict[str, str] | None, column: Column) -> object:
    """Read a term back; a list is one text with `; ` between, missing when it is empty."""
    if is_list(column.type):
        texts = found["value"].split("; ") if found and found["value"] else []
        return sorted(map(thing, texts))
    if found is None:
        return None
    if found.get("datatype") in NUMBERS:
        return round(float(found["value"]), DECIMALS)
    return thing(found["value"])


def thing(text: str) -> str:
    parts = Iris().parts(text)
    return parts[1] if parts else text


def is_record(column: Column) -> bool:
    return bool(column.fields)
