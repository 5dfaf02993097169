"""The whole graph as RDF: complete, the same in every form, conforming, never mixed."""

import gzip
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from threading import enumerate as threads
from typing import IO

import pyoxigraph as ox
import pyshacl
import pytest
from click.testing import CliRunner, Result
from rdflib import RDF, XSD, Graph, Literal, URIRef
from rdflib.term import Node
from support import Served

from dealgraph.__main__ import main
from dealgraph.graph.connection import Connection
from dealgraph.graph.errors import GraphError
from dealgraph.graph.rdf import export
from dealgraph.graph.rdf.about import Descriptions
from dealgraph.graph.rdf.pipe import PIECE, piped
from dealgraph.graph.rdf.sorting import sorted_lines
from dealgraph.graph.rdf.whole import GraphChangedError, WholeGraph
from dealgraph.loaders.load import counts
from dealgraph.schema.model import EDGES, NODES
from dealgraph.schema.origins import origins
from dealgraph.schema.rdf.addresses import Iris
from dealgraph.schema.rdf.base import DEFAULT_BASE
from dealgraph.schema.rdf.forms import RDF_FORMS, RdfForm, write
from dealgraph.schema.rdf.properties import links_to_deal, properties
from dealgraph.schema.rdf.shapes import shapes
from dealgraph.schema.rdf.terms import NAMESPACE, expand

DEAL = URIRef(f"{DEFAULT_BASE}deals/2025-10-innovent-takeda")
VOID = "http://rdfs.org/ns/void#"


class TestTheWholeGraph:
    def test_holds_every_node_and_every_edge(self, graph: Connection, exported: str) -> None:
        held = counts(graph)
        lines = exported.splitlines()
        classes = Counter(line.split(" ")[2][1:-1] for line in lines if is_type(line))
        for label, node in NODES.items():
            assert classes[expand(node.rdf)] == held[label], label
        predicates = Counter(line.split(" ")[1][1:-1] for line in lines)
        for type_, edge in EDGES.items():
            if properties(edge):
                assert classes[f"{NAMESPACE}{edge.__name__}"] == held.get(type_, 0), type_
            if not links_to_deal(edge):
                assert predicates[expand(edge.rdf)] == held.get(type_, 0), type_

    def test_says_everything_once_in_plain_rdf_without_blank_nodes(self, exported: str) -> None:
        lines = exported.splitlines()
        assert len(lines) == len(set(lines))
        quads = list(ox.parse(exported, ox.RdfFormat.N_QUADS))
        assert not any(isinstance(term, ox.BlankNode) for quad in quads for term in quad)
        assert ox.serialize(quads, format=ox.RdfFormat.N_QUADS) == exported.encode()

    def test_is_the_same_however_it_is_read(self, graph: Connection, exported: str) -> None:
        pages = WholeGraph(graph, Iris(), page=250).chunks()
        again = "".join(chunk.facts + chunk.accounts for chunk in pages)
        assert sorted(again.splitlines()) == sorted(exported.splitlines())

    def test_each_account_has_a_graph_of_its_own(self, exported: str) -> None:
        quads = list(ox.parse(exported, ox.RdfFormat.N_QUADS))
        quads = [quad for quad in quads if quad.graph_name != ox.DefaultGraph()]
        account = f"{DEFAULT_BASE}accounts/2025-10-innovent-takeda--menafn-com-0225d1dd"
        said = [str(quad.triple) for quad in quads if quad.graph_name == ox.NamedNode(account)]
        assert sorted(said) == [
            f"<{DEAL}> <{RDF.type}> <{NAMESPACE}Deal>",
            f'<{DEAL}> <{NAMESPACE}equity> "100.0"^^<{XSD.decimal}>',
            f'<{DEAL}> <{NAMESPACE}upfront> "1200.0"^^<{XSD.decimal}>',
            f'<{DEAL}> <{NAMESPACE}upfrontIncludesEquity> "true"^^<{XSD.boolean}>',
        ]
        assert len({quad.graph_name for quad in quads}) == 1030

    @pytest.mark.parametrize("form", RDF_FORMS.values(), ids=lambda form: form.name)
    def test_is_the_same_in_every_form(self, form: RdfForm, exported: str) -> None:
        lines = exported.splitlines(keepends=True)[::5]
        quads = list(ox.parse("".join(lines), ox.RdfFormat.N_QUADS))
        expected = {q for q in quads if form.holds_graphs or q.graph_name == ox.DefaultGraph()}
        lines = [f"{quad} .\n" for quad in expected]
        output = BytesIO()
        write(lines, form, output)
        assert set(ox.parse(output.getvalue(), form.format)) == expected

    def test_sorted_is_sorted_by_lines_in_pieces_of_any_size(self) -> None:
        texts = ["c\nb \u2028\x85\n", "a\n", "b \u2028\x85\nz\r\n"]
        for piece in (1, 3, 1000):
            assert list(sorted_lines(texts, piece)) == ["a\n", "b \u2028\x85\n", "c\n", "z\r\n"]


class TestAFile:
    def test_gets_the_form_that_its_name_says(
        self, served: Served, exported: str, tmp_path: Path
    ) -> None:
        result = run(served, tmp_path / "deals.nq.gz", "--sorted")
        assert (result.exit_code, result.stdout) == (0, "")
        packed = (tmp_path / "deals.nq.gz").read_bytes()
        assert gzip.decompress(packed).decode() == "".join(sorted(exported.splitlines(True)))
        assert [file.name for file in tmp_path.iterdir()] == ["deals.nq.gz"]
        run(served, tmp_path / "again.nq.gz", "--sorted")
        assert (tmp_path / "again.nq.gz").read_bytes() == packed

    def test_of_another_form_is_refused_before_anything_is_read(self, tmp_path: Path) -> None:
        result = CliRunner().invoke(main, ["export", str(tmp_path / "deals.doc")])
        assert result.exit_code == 1
        assert "must end in .ttl, .nt, .jsonld, .rdf, .nq, .trig" in result.output

    def test_stays_as_it_was_when_writing_fails(self, graph: Connection, tmp_path: Path) -> None:
        (tmp_path / "deals.nt").mkdir()
        with pytest.raises(GraphError, match="cannot be written"):
            export.save(graph, Iris(), tmp_path / "deals.nt")
        assert [file.name for file in tmp_path.iterdir()] == ["deals.nt"]


class TestAPipe:
    def test_hands_over_everything_in_order(self) -> None:
        parts = [bytes([number]) * PIECE for number in range(20)]
        assert b"".join(piped(lambda output: output.writelines(parts))) == b"".join(parts)

    def test_tells_the_reader_what_went_wrong(self) -> None:
        def work(output: IO[bytes]) -> None:
            output.write(b"a" * PIECE)
            raise GraphChangedError

        pieces = piped(work)
        assert next(pieces) == b"a" * PIECE
        with pytest.raises(GraphChangedError):
            next(pieces)

    def test_ends_the_writer_when_the_reader_leaves(self, graph: Connection) -> None:
        pieces = export.stream(graph, Iris(), export.Shape.of("x.ttl"))
        assert next(pieces).startswith(b"@prefix dcat:")
        pieces.close()  # type: ignore[attr-defined]  # a generator
        assert [thread.name for thread in threads() if thread.name == "export"] == []


class TestShapes:
    def test_the_whole_graph_conforms(self, facts: Graph, constraints: Graph) -> None:
        conforms, _, text = pyshacl.validate(facts, shacl_graph=constraints)
        assert conforms, text[:2000]

    @pytest.mark.parametrize(
        ("predicate", "instead", "constraint"),
        [
            ("licensee", [], "MinCountConstraintComponent"),
            ("announced", [Literal("2025-02-30", datatype=XSD.date)], "DatatypeConstraint"),
            ("announced", [Literal("2025-10-22")], "DatatypeConstraint"),
            ("upfront", [Literal("1.0", datatype=XSD.decimal),
                         Literal("2.0", datatype=XSD.decimal)], "MaxCountConstraint"),
            ("dealType", [URIRef(f"{NAMESPACE}deal-type-gift")], "InConstraint"),
            ("licensor", [URIRef(f"{DEFAULT_BASE}countries/CN")], "ClassConstraint"),
        ],
        ids=["a licensee removed", "no real date", "a date as text", "an upfront doubled",
             "an unknown word", "a licensor that is no company"],
    )  # fmt: skip
    def test_a_broken_graph_does_not(
        self, facts: Graph, constraints: Graph, predicate: str, instead: list[Node], constraint: str
    ) -> None:
        with replaced(facts, DEAL, URIRef(f"{NAMESPACE}{predicate}"), instead):
            conforms, _, text = pyshacl.validate(
                facts, shacl_graph=constraints, focus_nodes=[str(DEAL)]
            )
        assert not conforms
        assert f"Constraint Violation in {constraint}" in text
        assert text.count("Constraint Violation") == 1


class TestWhatTheDatasetSaysOfItself:
    def test_the_counts_are_true(self, about: Graph, facts: Graph, exported: str) -> None:
        dataset = URIRef(f"{DEFAULT_BASE}datasets/graph")

        def count(name: str, of: str = VOID) -> int:
            return int(str(about.value(dataset, URIRef(f"{of}{name}"))))

        assert count("triples") == len(facts)
        assert count("distinctSubjects") == len(set(facts.subjects()))
        assert count("properties") == len(set(facts.predicates()))
        assert count("classes") == len(set(facts.objects(None, RDF.type)))
        assert count("statementsInGraphs", NAMESPACE) == exported.count("\n") - len(facts)
        assert count("graphs", NAMESPACE) == 1030

    def test_so_are_those_of_each_class_and_property(self, about: Graph, facts: Graph) -> None:
        for part, class_ in about.subject_objects(URIRef(f"{VOID}class")):
            entities = about.value(part, URIRef(f"{VOID}entities"))
            assert int(str(entities)) == len(list(facts.subjects(RDF.type, class_))), class_
        for part, predicate in about.subject_objects(URIRef(f"{VOID}property")):
            triples = about.value(part, URIRef(f"{VOID}triples"))
            assert int(str(triples)) == len(list(facts.subject_objects(predicate))), predicate

    def test_every_part_names_its_licence_and_origin(self, about: Graph) -> None:
        page = f"{DEFAULT_BASE}.well-known/void#"
        dct = "http://purl.org/dc/terms/"
        for name, origin in origins().items():
            found = {str(o) for o in about.objects(URIRef(page + name), URIRef(f"{dct}license"))}
            assert found == set(origin.licences), name
            assert found, name
            assert about.value(URIRef(page + name), URIRef(f"{dct}provenance")), name
        assert len(origins()) == 16


def test_help_does_not_import_rdf() -> None:
    code = (
        "import sys; from dealgraph.__main__ import main; main(['--help'], standalone_mode=False);"
    )
    code += "print([m for m in ('pyoxigraph', 'rdflib') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("[]\n")


@pytest.fixture(scope="module")
def about(graph: Connection) -> Graph:
    return Graph().parse(data=Descriptions(graph, Iris()).turtle(), format="turtle")


@pytest.fixture(scope="module")
def constraints() -> Graph:
    return Graph().parse(data=shapes(), format="turtle")


@contextmanager
def replaced(graph: Graph, subject: Node, predicate: Node, objects: list[Node]) -> Iterator[None]:
    """Put other objects in place of a subject's; afterwards all is as it was."""
    before = list(graph.objects(subject, predicate))
    graph.remove((subject, predicate, None))
    for value in objects:
        graph.add((subject, predicate, value))
    yield
    graph.remove((subject, predicate, None))
    for value in before:
        graph.add((subject, predicate, value))


def is_type(line: str) -> bool:
    """Tell whether a line gives the class of something, and names no graph."""
    return line.split(" ")[1] == f"<{RDF.type}>" and line.count(" ") == 3


def run(served: Served, file: Path, *options: str) -> Result:
    env = {"NEO4J_URI": served.uri, "NEO4J_PASSWORD": served.password or ""}
    return CliRunner().invoke(main, ["export", str(file), *options], env=env)
