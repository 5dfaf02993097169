"""The terms of RDF as text: prefixes, IRIs and literals in the form of N-Triples.

Statements are made as text because that is seven times faster than an object for each term;
every other form is made from this one by a parser (docs/decisions/0012).
"""

import re
from decimal import Decimal

#: The vocabulary of dealgraph. It is the same wherever the data is published.
NAMESPACE = "https://w3id.org/dealgraph/ns#"
PREFIXES = {
    "dg": NAMESPACE,
    "biolink": "https://w3id.org/biolink/vocab/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "fibo-ctr": "https://spec.edmcouncil.org/fibo/ontology/FND/Agreements/Contracts/",
    "fibo-lcap": "https://spec.edmcouncil.org/fibo/ontology/FND/Law/LegalCapacity/",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"

_NEEDS_ESCAPE = re.compile(r'[\x00-\x1f"\\\x7f\ud800-\udfff]')
#: Lone surrogates are no characters of RDF; they become the replacement character.
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
#: What may not stand in an IRI, and is written in percent where it comes from elsewhere.
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\\x7f]')


def expand(curie: str) -> str:
    """Give the IRI of a CURIE such as `skos:prefLabel`; KeyError for an unknown prefix."""
    prefix, _, name = curie.partition(":")
    return PREFIXES[prefix] + name


def term(curie: str) -> str:
    """Give a CURIE as a term of N-Triples."""
    return f"<{expand(curie)}>"


def iri(address: str) -> str:
    """Give any address as a term; what an IRI must not hold is written in percent."""
    return f"<{_NOT_IN_IRI.sub(_percent, address)}>"


def escaped(text: str) -> str:
    """Write the inside of a literal."""
    return _NEEDS_ESCAPE.sub(_escape, text) if _NEEDS_ESCAPE.search(text) else text


def literal(value: object, datatype: str = "", language: str = "") -> str:
    """Give a literal; `datatype` is a CURIE. Language tags are written in small letters."""
    text = f'"{escaped(str(value))}"'
    if language:
        return f"{text}@{language.lower()}"
    return f"{text}^^{term(datatype)}" if datatype else text


def decimal(value: float) -> str:
    """Write a number as xsd:decimal has it: no exponent, and a point."""
    text = repr(float(value))
    if "e" in text:
        text = format(Decimal(text), "f")
    return text if "." in text else f"{text}.0"


def statement(subject: str, predicate: str, value: str) -> str:
    """Give one line of N-Triples."""
    return f"{subject} {predicate} {value} .\n"


def _escape(found: re.Match[str]) -> str:
    sign = found[0]
    if "\ud800" <= sign <= "\udfff":
        return "\ufffd"
    return _ESCAPES.get(sign) or f"\\u{ord(sign):04X}"


def _percent(found: re.Match[str]) -> str:
    return f"%{ord(found[0]):02X}"
