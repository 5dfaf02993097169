"""A Cypher script by which neosemantics gives our RDF our own labels, edges and properties."""

from collections.abc import Iterator

from dealgraph.schema.model import EDGES, NODES
from dealgraph.schema.rdf.forms import DATA_PREFIXES
from dealgraph.schema.rdf.ontology import class_of, is_ours, terms
from dealgraph.schema.rdf.terms import expand

_INTRODUCTION = """\
// Prefixes and mappings for neosemantics (n10s), made from schema/model.py.
// Run it in an empty database with the n10s plugin, then import an export:
//   CALL n10s.rdf.import.fetch('file:///deals.nt', 'N-Triples');
// Nodes get our labels and edges our types. What an edge says of itself comes as a node of its own,
// such as (:LicensorEdge), with SUBJECT and OBJECT; keys are in `uri`, and as `id` or `code`.
CREATE CONSTRAINT n10s_unique_uri IF NOT EXISTS FOR (r:Resource) REQUIRE r.uri IS UNIQUE;
CALL n10s.graphconfig.init({
  handleVocabUris: 'MAP', handleMultival: 'ARRAY', multivalPropList: [%s], keepLangTag: true
});
"""
_SHARED = {
    "skos:altLabel": "names",
    "skos:exactMatch": "SAME_AS",
    "rdf:subject": "SUBJECT",
    "rdf:predicate": "PREDICATE",
    "rdf:object": "OBJECT",
    "dg:gene": "GENE",
    "dg:protein": "PROTEIN",
}


def n10s() -> str:
    """Give the script."""
    return "".join(_statements())


def _statements() -> Iterator[str]:
    several = [
        expand(curie)
        for curie, found in terms().items()
        if any(p.many and not p.is_link for _, p in found)
    ]
    several.append(expand("skos:altLabel"))
    yield _INTRODUCTION % ", ".join(f"'{iri}'" for iri in several)
    for prefix, iri in DATA_PREFIXES.items():
        yield f"CALL n10s.nsprefixes.add('{prefix}', '{iri}');\n"
    for curie, name in _names().items():
        yield f"CALL n10s.mapping.add('{expand(curie)}', '{name}');\n"


def _names() -> dict[str, str]:
    """Give our name of each term: label, edge type or property; the first that uses it counts."""
    names = {node.rdf: node.label for node in NODES.values()}
    names |= {edge.rdf: edge.type for edge in EDGES.values()}
    for edge in EDGES.values():
        names.setdefault(class_of(edge), f"{edge.__name__}Edge")
    for curie, found in terms().items():
        names.setdefault(curie, found[0][1].name if is_ours(curie) else _own(curie))
    return names | _SHARED


def _own(curie: str) -> str:
    """Name a term of others: what several properties share is called as its owner calls it."""
    several = {given.name for _, given in terms()[curie]}
    return several.pop() if len(several) == 1 else curie.partition(":")[2]
