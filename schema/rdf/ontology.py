"""The vocabulary: classes, properties and lists of words, as one small ontology."""

from collections.abc import Iterator
from enum import StrEnum

from dealgraph.schema.model import EDGES, NODES, Edge, Element, Node
from dealgraph.schema.rdf.concepts import concept_name, scheme_name, schemes
from dealgraph.schema.rdf.mapping import MORE_CLASSES
from dealgraph.schema.rdf.meanings import BROADER, CLOSE, MORE_PROPERTIES, RELATED
from dealgraph.schema.rdf.properties import Property, elements, properties
from dealgraph.schema.rdf.terms import NAMESPACE
from dealgraph.schema.rdf.turtle import Block, document, english, text

IRI = NAMESPACE.removesuffix("#")
LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
TITLE = "The dealgraph vocabulary"
ABOUT = (
    "Pharma partnerships: deals, the companies on both sides, the assets and rights they are "
    "about, what happened to them, and who says so."
)
_INTRODUCTION = f"{TITLE}, made from schema/model.py; `pytest --golden` writes it anew."


def ontology() -> str:
    """Give the vocabulary as Turtle."""
    return document(_INTRODUCTION, _blocks())


def class_of(element: type[Element]) -> str:
    """Give the class of a node, or of the nodes that stand for an edge, as a CURIE."""
    return element.rdf if issubclass(element, Node) else f"dg:{element.__name__}"


def terms() -> dict[str, list[tuple[type[Element], Property]]]:
    """Give the properties of the model by their term: a term may stand in several classes."""
    found: dict[str, list[tuple[type[Element], Property]]] = {}
    for element in elements():
        for given in properties(element):
            found.setdefault(given.term, []).append((element, given))
    return found


def ranges(given: Property) -> str:
    """Give what the values of a property are: a class, or a datatype."""
    if given.words:
        return "skos:Concept"
    return NODES[given.of].rdf if given.of else given.datatype or "xsd:string"


def is_ours(curie: str) -> bool:
    """Tell whether a term is of this vocabulary."""
    return curie.startswith("dg:")


def _blocks() -> Iterator[Block]:
    yield (
        f"<{IRI}>",
        [
            ("a", ["owl:Ontology"]),
            ("dcterms:title", english(TITLE)),
            ("dcterms:description", english(ABOUT)),
            ("dcterms:license", [f"<{LICENCE}>"]),
            ("vann:preferredNamespacePrefix", [text("dg")]),
            ("vann:preferredNamespaceUri", [text(NAMESPACE)]),
        ],
    )
    for node in NODES.values():
        yield _class(node, MORE_CLASSES.get(node.label, ()))
    for edge in EDGES.values():
        if properties(edge):
            yield _class(edge, ("rdf:Statement",))
    for edge in EDGES.values():
        yield _link(edge)
    for curie, found in terms().items():
        if curie not in {edge.rdf for edge in EDGES.values()}:
            yield _property(curie, found)
    yield from map(_more, MORE_PROPERTIES)
    for name, words in schemes().items():
        yield from _scheme(name, words)


def _class(element: type[Element], above: tuple[str, ...]) -> Block:
    curie = class_of(element)
    about = (element.__doc__ or "").strip()
    return curie, [*_kind(curie, "owl:Class", element.__name__, about),
                   ("rdfs:subClassOf", above if is_ours(curie) else []),
                   *_matches(curie)]  # fmt: skip


def _kind(curie: str, kind: str, label: str, about: str) -> list[tuple[str, list[str]]]:
    """Say what a term of ours is; of a term of others, only how it is used here."""
    if not is_ours(curie):
        return [("skos:scopeNote", english(f"{label} in dealgraph: {about}"))]
    return [
        ("a", [kind]),
        ("rdfs:label", english(label)),
        ("rdfs:comment", english(about)),
        ("rdfs:isDefinedBy", [f"<{IRI}>"]),
    ]


def _matches(curie: str) -> list[tuple[str, list[str]]]:
    return [
        ("skos:closeMatch", CLOSE.get(curie, [])),
        ("skos:broadMatch", BROADER.get(curie, [])),
        ("skos:relatedMatch", RELATED.get(curie, [])),
    ]


def _link(edge: type[Edge]) -> Block:
    label = edge.type.lower().replace("_", " ")
    about = (edge.__doc__ or "").strip()
    return edge.rdf, [
        *_kind(edge.rdf, "owl:ObjectProperty", label, about),
        ("schema:domainIncludes", [node.rdf for node in edge.start]),
        ("schema:rangeIncludes", [node.rdf for node in edge.end]),
        *_matches(edge.rdf),
    ]


def _property(curie: str, found: list[tuple[type[Element], Property]]) -> Block:
    first = found[0][1]
    kind = "owl:ObjectProperty" if first.is_link else "owl:DatatypeProperty"
    label = first.name.replace("_", " ")
    about = "; ".join(dict.fromkeys(given.said.about for _, given in found))
    return curie, [
        *_kind(curie, kind, label, about),
        ("schema:domainIncludes", [class_of(element) for element, _ in found]),
        ("schema:rangeIncludes", [ranges(given) for _, given in found]),
        ("dg:unit", [text(given.said.unit, "en") for _, given in found if given.said.unit]),
        ("dg:scheme", [f"dg:{scheme_name(given.words)}" for _, given in found if given.words]),
        *_matches(curie),
    ]


def _more(curie: str) -> Block:
    about, domain, range_ = MORE_PROPERTIES[curie]
    kind = "owl:DatatypeProperty" if range_ else "owl:ObjectProperty"
    return curie, [
        *_kind(curie, kind, curie.removeprefix("dg:"), about),
        ("schema:domainIncludes", [domain]),
        ("schema:rangeIncludes", [range_] if range_ else []),
        *_matches(curie),
    ]


def _scheme(name: str, words: type[StrEnum]) -> Iterator[Block]:
    scheme = f"dg:{scheme_name(words)}"
    yield (
        scheme,
        [
            ("a", ["skos:ConceptScheme"]),
            ("dcterms:title", english(name.replace("-", " "))),
            ("skos:definition", english((words.__doc__ or "").strip())),
            ("rdfs:isDefinedBy", [f"<{IRI}>"]),
        ],
    )
    for code in words:
        yield (
            f"dg:{concept_name(words, code)}",
            [
                ("a", ["skos:Concept"]),
                ("skos:prefLabel", english(code)),
                ("skos:notation", [text(code)]),
                ("skos:inScheme", [scheme]),
                ("skos:topConceptOf", [scheme]),
            ],
        )
