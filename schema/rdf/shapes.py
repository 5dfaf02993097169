"""What a graph in this vocabulary must hold to be whole, as SHACL shapes."""

from collections.abc import Iterable, Iterator

from dealgraph.schema.model import EDGES, NODES, Edge, Element, Node
from dealgraph.schema.rdf.concepts import concept_name
from dealgraph.schema.rdf.ontology import class_of
from dealgraph.schema.rdf.properties import Property, edges_from, properties
from dealgraph.schema.rdf.turtle import Block, document, listed

_INTRODUCTION = """\
SHACL shapes of the dealgraph vocabulary, made from schema/model.py.
They hold for a whole export; a page about one thing leaves out much of its neighbours."""

Constraints = list[tuple[str, Iterable[str]]]


def shapes() -> str:
    """Give the shapes as Turtle: one for each class of nodes and of edges with properties."""
    return document(_INTRODUCTION, _blocks())


def _blocks() -> Iterator[Block]:
    for node in NODES.values():
        yield from _shape(node, _of_node(node))
    for edge in EDGES.values():
        if properties(edge):
            yield from _shape(edge, _of_edge(edge))


def _shape(element: type[Element], found: Iterable[tuple[str, Constraints]]) -> Iterator[Block]:
    name = f"dg:{element.__name__}Shape"
    parts = [(f"{name}-{path.replace(':', '-')}", path, said) for path, said in found]
    yield (
        name,
        [
            ("a", ["sh:NodeShape"]),
            ("sh:targetClass", [class_of(element)]),
            ("sh:property", [part for part, _, _ in parts]),
        ],
    )
    for part, path, said in parts:
        yield part, [("a", ["sh:PropertyShape"]), ("sh:path", [path]), *said]


def _of_node(node: type[Node]) -> Iterator[tuple[str, Constraints]]:
    yield from _properties(node)
    for edge in edges_from(node):
        yield edge.rdf, [("sh:nodeKind", ["sh:IRI"]), *_class(edge.end),
                         *_count(edge.least, edge.most)]  # fmt: skip


def _of_edge(edge: type[Edge]) -> Iterator[tuple[str, Constraints]]:
    yield "rdf:subject", [*_class(edge.start), *_count(1, 1)]
    yield "rdf:predicate", [("sh:hasValue", [edge.rdf]), *_count(1, 1)]
    yield "rdf:object", [*_class(edge.end), *_count(1, 1)]
    yield from _properties(edge)


def _properties(element: type[Element]) -> Iterator[tuple[str, Constraints]]:
    """Give the constraints of each term; properties of one term differ in language."""
    by_term: dict[str, list[Property]] = {}
    for given in properties(element):
        by_term.setdefault(given.term, []).append(given)
    for term, several in by_term.items():
        least = sum(given.required for given in several)
        most = None if any(given.many for given in several) else len(several)
        unique = [("sh:uniqueLang", ["true"])] if len(several) > 1 else []
        yield term, [*_values(several[0], len(several)), *_count(least, most), *unique]


def _values(given: Property, several: int) -> Constraints:
    if given.words:
        codes = (f"dg:{concept_name(given.words, code)}" for code in given.words)
        return [("sh:in", [listed(codes)])]
    if given.of:
        return [("sh:nodeKind", ["sh:IRI"]), ("sh:class", [NODES[given.of].rdf])]
    if given.term == "skos:prefLabel":
        return [("sh:datatype", ["rdf:langString"])] if several > 1 else _label
    return [("sh:datatype", [given.datatype or "xsd:string"])]


#: A name is in some language where that is known.
_label: Constraints = [("sh:nodeKind", ["sh:Literal"]), ("sh:minLength", ["1"])]


def _class(types: Iterable[type[Node]]) -> Constraints:
    classes = [node.rdf for node in types]
    if len(classes) == 1:
        return [("sh:class", classes)]
    return [("sh:or", [listed(f"[ sh:class {curie} ]" for curie in classes)])]


def _count(least: int, most: int | None) -> Constraints:
    return [
        ("sh:minCount", [str(least)] if least else []),
        ("sh:maxCount", [str(most)] if most is not None else []),
    ]
