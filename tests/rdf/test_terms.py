"""Text in N-Triples: whatever a record can hold comes back as it was."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, RdfFormat, parse
from rdflib import Dataset, Graph

from dealgraph.schema.model import NODES
from dealgraph.schema.rdf.addresses import Iris
from dealgraph.schema.rdf.base import checked_base
from dealgraph.schema.rdf.forms import RDF_FORMS, RdfForm, written
from dealgraph.schema.rdf.mapping import Statements
from dealgraph.schema.rdf.properties import properties
from dealgraph.schema.rdf.terms import decimal, iri, literal, statement

IRIS = Iris("https://deals.example.org/")


@given(st.text())
def test_any_text_comes_back(text: str) -> None:
    line = statement("<http://x/a>", "<http://x/b>", literal(text))
    (quad,) = parse(line, RdfFormat.N_TRIPLES)
    assert quad.object == Literal(text)
    assert line.count("\n") == 1


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_rdflib_reads_the_same_text(text: str) -> None:
    line = statement("<http://x/a>", "<http://x/b>", literal(text))
    ((_, _, found),) = Graph().parse(data=line, format="nt")
    assert str(found) == text


@pytest.mark.parametrize("form", RDF_FORMS.values(), ids=lambda form: form.name)
def test_every_form_keeps_every_sign(form: RdfForm) -> None:
    text = 'a\r\nb\tc\u2028d\x85e & < > ]]> " \\ \U0001f48a  end '
    line = statement("<http://x/a>", "<http://x/b>", literal(text))
    body = written([line], form)
    formats = {"jsonld": "json-ld", "rdf": "xml", "nq": "nquads", "ttl": "turtle"}
    found = Dataset().parse(data=body, format=formats.get(form.name, form.name))
    assert [str(quad[2]) for quad in found.quads()] == [text]


def test_xml_gets_no_sign_that_it_must_not_hold() -> None:
    line = statement("<http://x/a>", "<http://x/b>", literal("a\ufffeb\uffff"))
    body = written([line], RDF_FORMS["rdf"])
    ((_, _, found),) = Graph().parse(data=body, format="xml")
    assert str(found) == "a\ufffdb\ufffd"


def test_what_is_no_character_of_rdf_is_replaced() -> None:
    assert literal("a\ud800b") == '"a\ufffdb"'


@given(st.floats(0, 1e15))
def test_a_number_comes_back(number: float) -> None:
    text = decimal(number)
    assert "e" not in text
    assert "." in text
    assert math.isclose(float(text), number, rel_tol=0, abs_tol=0)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_key_comes_back_from_its_iri(key: str) -> None:
    found = IRIS.of("Name", key)
    assert found.isascii()
    assert IRIS.parts(found) == ("Name", key)
    assert iri(found) == f"<{found}>"
    assert IRIS.maker("Name")(key) == f"<{found}>"


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ("https://elsewhere.example.org/names/a", "of another publication"),
        ("https://deals.example.org/nothing/a", "no collection"),
        ("https://deals.example.org/names/a/b", "below a thing"),
        ("https://deals.example.org/names/", "no key"),
    ],
)
def test_an_iri_that_is_no_thing_of_ours_is_told(other: str, why: str) -> None:
    assert IRIS.parts(other) is None, why


@pytest.mark.parametrize(
    "base", ["", "example.org", "ftp://example.org/", "https://", "http://a b/", "https://x/?a="]
)
def test_a_base_must_be_an_address(base: str) -> None:
    with pytest.raises(ValueError, match="is no base of IRIs"):
        checked_base(base)


def test_a_base_ends_in_a_slash() -> None:
    assert checked_base("http://127.0.0.1:8000") == "http://127.0.0.1:8000/"
    assert Iris("https://x.org/d").of("Company", "takeda") == "https://x.org/d/companies/takeda"


def test_a_node_becomes_its_statements() -> None:
    node = NODES["Country"]
    given = {"code": "CN", "name": "China", "iso3": "CHN", "name_zh": "中国"}
    text = Statements(IRIS).nodes["Country"].text([given[p.name] for p in properties(node)])
    subject = "<https://deals.example.org/countries/CN>"
    skos = "http://www.w3.org/2004/02/skos/core#"
    type_ = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    assert text.splitlines() == [
        f"{subject} {type_} <https://schema.org/Country> .",
        f"{subject} {type_} <https://schema.org/Place> .",
        f'{subject} <{skos}notation> "CN" .',
        f'{subject} <{skos}prefLabel> "China"@en .',
        f'{subject} <https://w3id.org/dealgraph/ns#iso3> "CHN" .',
        f"{subject} <{skos}exactMatch> "
        "<http://publications.europa.eu/resource/authority/country/CHN> .",
        f'{subject} <{skos}prefLabel> "中国"@zh .',
    ]


def test_an_edge_with_properties_becomes_a_triple_and_a_node() -> None:
    write = Statements(IRIS)
    start, end = write.nodes["Deal"].subject("d"), write.nodes["Company"].subject("c")
    edge = write.edges["LICENSOR"]
    dg, rdf = "https://w3id.org/dealgraph/ns#", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    assert edge.triple(start, end) == f"{start} <{dg}licensor> {end} .\n"
    own = "<https://deals.example.org/deals/d/licensor/c>"
    assert edge.node(start, end, ["CN", ["A", "B"]]).splitlines() == [
        f"{own} <{rdf}type> <{dg}Licensor> .",
        f"{own} <{rdf}subject> {start} .",
        f"{own} <{rdf}predicate> <{dg}licensor> .",
        f"{own} <{rdf}object> {end} .",
        f"{own} <{dg}seat> <https://deals.example.org/countries/CN> .",
        f'{own} <{dg}asWritten> "A" .',
        f'{own} <{dg}asWritten> "B" .',
    ]


def test_parallel_edges_are_told_apart_by_their_deal() -> None:
    write = Statements(IRIS)
    a, b = (write.nodes["Company"].subject(key) for key in "ab")
    edge = write.edges["LICENSED"]
    values = ["2020-01-a-b", "license", "closed", "2020-01-01", "2020-01-31", None, 10.0]
    assert edge.address(a, b, values) == (
        "<https://deals.example.org/companies/a/licensed/b/2020-01-a-b>"
    )
