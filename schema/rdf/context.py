"""The JSON-LD context: with it, RDF about a thing reads like the service's own JSON.

A word that means one thing everywhere stands at the top; one that depends on what it is said of,
such as `kind`, stands in the context of each class.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from dealgraph.schema.model import EDGES, NODES, Edge, Element
from dealgraph.schema.rdf.concepts import concept_name
from dealgraph.schema.rdf.forms import DATA_PREFIXES
from dealgraph.schema.rdf.ontology import class_of
from dealgraph.schema.rdf.properties import Property, elements, properties

#: The words of the service's JSON for edges that it calls otherwise than the model does.
FORWARD = {
    "LICENSOR": "licensors",
    "LICENSEE": "licensees",
    "COVERS": "assets",
    "GRANTS": "rights",
    "HAS_EVENT": "events",
    "REPORTED_IN": "accounts",
    "STATES": "claims",
    "BY": "source",
    "ON": "asset",
    "HELD_BY": "holder",
    "TREATS": "indications",
    "ORIGINATED_BY": "originators",
    "BASED_IN": "country",
    "PART_OF": "regions",
    "SUBSIDIARY_OF": "parent",
}
#: The same edges seen from their end.
BACKWARD = {
    "LICENSOR": "licensor_in",
    "LICENSEE": "licensee_in",
    "LICENSED": "licensed_from",
    "FLOW": "flows_from",
    "COVERS": "covered_by",
    "TARGETS": "targeted_by",
    "MEMBER_OF": "has_members",
    "TREATS": "treated_by",
    "ORIGINATED_BY": "originator_of",
    "BASED_IN": "companies",
    "PART_OF": "members",
    "SUBSIDIARY_OF": "subsidiaries",
    "GRANTS": "granted_by",
    "ON": "rights_on_it",
    "HELD_BY": "rights_held",
    "INCLUDES": "included_in",
    "EXCLUDES": "excluded_from",
    "HAS_EVENT": "event_of",
    "REPORTED_IN": "reports",
    "STATES": "stated_by",
    "BY": "accounts_by_it",
    "FOLLOWS": "followed_by",
    "KNOWN_AS": "name_of",
}
#: Properties whose name another word of the same class has.
RENAMED = {("Deal", "follows"): "follows_id", ("Source", "url"): "address"}

Definition = dict[str, Any]
_SHARED: Definition = {
    "url": "@id",
    "names": {"@id": "skos:altLabel", "@container": ["@language", "@set"]},
    "edges": {"@reverse": "rdf:subject", "@container": "@set"},
    "from": {"@id": "rdf:subject", "@type": "@id"},
    "edge": {"@id": "rdf:predicate", "@type": "@vocab"},
    "to": {"@id": "rdf:object", "@type": "@id"},
    "same_as": {"@id": "skos:exactMatch", "@type": "@id", "@container": "@set"},
    "hgnc": {"@id": "dg:gene", "@type": "@id", "@container": "@set"},
    "uniprot": {"@id": "dg:protein", "@type": "@id", "@container": "@set"},
    "more": {"@id": "rdfs:seeAlso", "@type": "@id", "@container": "@set"},
}


def context() -> Definition:
    """Give the context: `{"@context": {...}}`."""
    return {"@context": dict(definitions())}


@cache
def definitions() -> Definition:
    """Give the definitions of all words, in a fixed order."""
    prefixes = DATA_PREFIXES | {"rdfs": "http://www.w3.org/2000/01/rdf-schema#"}
    found: Definition = {"@version": 1.1, **dict(sorted(prefixes.items())), **_SHARED}
    for edge in EDGES.values():
        found[forward(edge)] = _link(edge)
        found[backward(edge)] = {"@reverse": edge.rdf, "@type": "@id", "@container": "@set"}
    clear = _clear()
    for name, given in clear.items():
        found[name] = definition(given)
    for element in elements():
        if own := _own(element, clear):
            found[element.__name__] = {"@id": class_of(element), "@context": own}
        elif element in NODES.values() or properties(element):
            found[element.__name__] = class_of(element)
    return found


def word(element: type[Element], given: Property) -> str:
    """Give the word that stands for a property of a class."""
    return RENAMED.get((element.__name__, given.name), given.name)


def forward(edge: type[Edge]) -> str:
    """Give the word for an edge, said of its start."""
    return FORWARD.get(edge.type, edge.type.lower())


def backward(edge: type[Edge]) -> str:
    """Give the word for an edge, said of its end."""
    return BACKWARD.get(edge.type, f"{edge.type.lower()}_of")


def definition(given: Property) -> Definition | str:
    """Define the word of a property."""
    said: Definition = {"@id": given.term}
    if given.words:
        said |= {"@type": "@vocab", "@context": dict(_codes(given))}
    elif given.of:
        said["@type"] = "@id"
    elif given.datatype in _NATIVE:
        pass
    elif given.datatype:
        said["@type"] = given.datatype
    elif given.said.language:
        said["@language"] = given.said.language
    if given.many:
        said["@container"] = "@set"
    return said if len(said) > 1 else given.term


#: JSON has these types itself. It has numbers with a point too, but JSON-LD makes doubles of them.
_NATIVE = ("xsd:integer", "xsd:boolean")


def _codes(given: Property) -> Iterator[tuple[str, str]]:
    """Define the words of a list; one with a slash cannot be a term of JSON-LD."""
    assert given.words
    for code in given.words:
        if "/" not in code:
            yield code, f"dg:{concept_name(given.words, code)}"


def _link(edge: type[Edge]) -> Definition:
    one = {} if edge.most == 1 else {"@container": "@set"}
    return {"@id": edge.rdf, "@type": "@id", **one}


def _clear() -> dict[str, Property]:
    """Give the properties whose word means the same in every class, and is no other word."""
    taken = {w for edge in EDGES.values() for w in (forward(edge), backward(edge))} | {*_SHARED}
    found: dict[str, list[Property]] = {}
    for element in elements():
        for given in properties(element):
            found.setdefault(word(element, given), []).append(given)
    return {
        name: several[0]
        for name, several in found.items()
        if name not in taken and len({str(definition(given)) for given in several}) == 1
    }


def _own(element: type[Element], clear: dict[str, Property]) -> Definition:
    return {
        name: definition(given)
        for given in properties(element)
        if (name := word(element, given)) not in clear
    }
