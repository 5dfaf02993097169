"""The vocabulary and what is derived beside it: all from the model, and all consistent."""

import json
import re
from collections import Counter
from typing import Any

import pytest
from golden import Golden
from pyld import jsonld
from rdflib import OWL, RDF, SKOS, BNode, Graph, URIRef
from rdflib.compare import isomorphic
from support import ROOT

from dealgraph.schema.model import EDGES, NODES, Edge, Element
from dealgraph.schema.rdf.concepts import concept_name, schemes
from dealgraph.schema.rdf.context import backward, context, forward, word
from dealgraph.schema.rdf.forms import RDF_FORMS, from_turtle
from dealgraph.schema.rdf.n10s import n10s
from dealgraph.schema.rdf.ontology import class_of, is_ours, ontology, terms
from dealgraph.schema.rdf.properties import Property, elements, properties
from dealgraph.schema.rdf.shapes import shapes
from dealgraph.schema.rdf.terms import NAMESPACE, expand

FOLDER = ROOT / "docs" / "vocabulary"
RDFLIB = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "xml", "nq": "nquads"}
ALL = [(element, given) for element in elements() for given in properties(element)]


@pytest.fixture(scope="module")
def vocabulary() -> Graph:
    return Graph().parse(data=ontology(), format="turtle")


def test_the_ontology_is_made_from_the_model(golden: Golden) -> None:
    golden(FOLDER / "dealgraph.ttl", ontology())


def test_the_shapes_are_made_from_the_model(golden: Golden) -> None:
    golden(FOLDER / "shapes.ttl", shapes())


def test_the_context_is_made_from_the_model(golden: Golden) -> None:
    text = json.dumps(context(), ensure_ascii=False, indent=1)
    golden(FOLDER / "context.jsonld", f"{text}\n")


def test_the_script_for_neosemantics_is_made_from_the_model(golden: Golden) -> None:
    golden(FOLDER / "n10s.cypher", n10s())


def test_every_form_of_a_small_graph_is_the_same_graph() -> None:
    turtle = ontology()
    expected = Graph().parse(data=turtle, format="turtle")
    for name, format_ in RDFLIB.items():
        if name == "nq":  # rdflib reads N-Quads into a dataset only
            continue
        found = Graph().parse(data=from_turtle(turtle, RDF_FORMS[name]), format=format_)
        assert isomorphic(found, expected), name


def test_every_term_of_ours_is_defined_once(vocabulary: Graph) -> None:
    used = {class_of(element) for element in elements() if is_node_or_has_node(element)}
    used |= {edge.rdf for edge in EDGES.values()} | set(terms())
    ours = {URIRef(expand(curie)) for curie in used if is_ours(curie)}
    kinds = {term: set(vocabulary.objects(term, RDF.type)) for term in ours}
    of_three = ({OWL.Class}, {OWL.ObjectProperty}, {OWL.DatatypeProperty})
    assert [term for term, kind in kinds.items() if kind not in of_three] == []
    assert not any(isinstance(term, BNode) for triple in vocabulary for term in triple)


def test_no_two_terms_of_ours_have_one_name(vocabulary: Graph) -> None:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, SKOS.ConceptScheme, SKOS.Concept)
    named = Counter(subject for kind in kinds for subject in vocabulary.subjects(RDF.type, kind))
    assert [term for term, count in named.items() if count > 1] == []
    concepts = [
        concept_name(w, code) for words in schemes().values() for w in [words] for code in w
    ]
    assert len(concepts) == len(set(concepts))


def test_each_word_of_a_list_is_a_concept_with_its_code(vocabulary: Graph) -> None:
    for name, words in schemes().items():
        scheme = URIRef(f"{NAMESPACE}{name}-scheme")
        members = vocabulary.subjects(SKOS.inScheme, scheme)
        codes = {str(vocabulary.value(member, SKOS.notation)) for member in members}
        assert codes == {str(code) for code in words}, name


@pytest.mark.parametrize(("element", "given"), ALL, ids=lambda each: getattr(each, "name", ""))
def test_the_context_has_a_word_for_each_property(element: type[Element], given: Property) -> None:
    value: Any = {"xsd:integer": 1, "xsd:boolean": True}.get(given.datatype, "2025-01-01")
    if given.words:
        value = next(iter(given.words)).value
    node = {"@type": element.__name__, word(element, given): value}
    (expanded,) = jsonld.expand({**context(), **node})
    assert expanded["@type"] == [expand(class_of(element))]
    (found,) = expanded[expand(given.term)]
    if given.words:
        assert found == {"@id": f"{NAMESPACE}{concept_name(given.words, value)}"}
    elif given.of:
        assert set(found) == {"@id"}
    else:
        types = {"": None, "xsd:integer": None, "xsd:boolean": None}
        datatype = types.get(given.datatype, expand(given.datatype) if given.datatype else None)
        assert found.get("@type") == datatype


@pytest.mark.parametrize("edge", EDGES.values(), ids=lambda edge: edge.type)
def test_the_context_has_a_word_for_each_edge_both_ways(edge: type[Edge]) -> None:
    there = jsonld.expand({**context(), "url": "http://x/a", forward(edge): "http://x/b"})
    assert there == [{"@id": "http://x/a", expand(edge.rdf): [{"@id": "http://x/b"}]}]
    back = jsonld.to_rdf({**context(), "url": "http://x/b", backward(edge): "http://x/a"},
                         {"format": "application/n-quads"})  # fmt: skip
    assert back == f"<http://x/a> <{expand(edge.rdf)}> <http://x/b> .\n"


def test_no_two_properties_of_a_class_share_a_word() -> None:
    for element in elements():
        words = [word(element, given) for given in properties(element)]
        if element in NODES.values():
            words += [forward(edge) for edge in EDGES.values() if element in edge.start]
            words += [backward(edge) for edge in EDGES.values() if element in edge.end]
        repeated = {name for name, count in Counter(words).items() if count > 1}
        assert repeated == set(), element.__name__


def test_neosemantics_gets_each_of_our_labels_and_edge_types() -> None:
    mapped = dict(re.findall(r"mapping\.add\('([^']+)', '([^']+)'\)", n10s()))
    assert {mapped[expand(node.rdf)]: None for node in NODES.values()} == dict.fromkeys(NODES)
    assert {mapped[expand(edge.rdf)]: None for edge in EDGES.values()} == dict.fromkeys(EDGES)
    assert mapped[expand("dg:upfrontMusd")] == "upfront_musd"
    assert mapped[expand("dg:companyKind")] == "kind"


def test_shapes_require_what_the_model_requires() -> None:
    graph = Graph().parse(data=shapes(), format="turtle")
    sh = "http://www.w3.org/ns/shacl#"

    def counts(path: str) -> tuple[str, str]:
        shape = URIRef(f"{NAMESPACE}DealShape-{path}")
        least, most = (graph.value(shape, URIRef(f"{sh}{name}Count")) for name in ("min", "max"))
        return str(least), str(most)

    assert counts("dg-licensee") == ("1", "None")
    assert counts("dg-announced") == ("1", "1")
    assert counts("dg-upfront") == ("None", "1")


def is_node_or_has_node(element: type[Element]) -> bool:
    return element in NODES.values() or bool(properties(element))
