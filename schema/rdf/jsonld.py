"""JSON-LD that reads like the service's JSON: one thing, with what it is linked to inside it.

The words are those of the context, of which a document brings along what it uses: it can be
read without asking anybody.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from dealgraph.schema.model import EDGES, Element
from dealgraph.schema.rdf.concepts import concepts
from dealgraph.schema.rdf.context import backward, definitions, forward, word
from dealgraph.schema.rdf.forms import quads
from dealgraph.schema.rdf.ontology import class_of
from dealgraph.schema.rdf.properties import Property, elements, properties
from dealgraph.schema.rdf.terms import PREFIXES, expand

#: Terms and triples of pyoxigraph; which kind a term is, is asked by what it has.
Term = Any
Triple = Any
Json = dict[str, Any]

_CLASSES = {expand(class_of(element)): element for element in elements()}
_FORWARD = {expand(edge.rdf): forward(edge) for edge in EDGES.values()}
_BACKWARD = {expand(edge.rdf): backward(edge) for edge in EDGES.values()}
_TYPE, _SUBJECT, _ALSO = (expand(c) for c in ("rdf:type", "rdf:subject", "skos:altLabel"))
_OTHERS = {
    expand(definition["@id"]): name
    for name in ("from", "to", "edge", "same_as", "hgnc", "uniprot", "more")
    if isinstance(definition := definitions()[name], dict)
}
_FROM_TEXT: dict[str, Callable[[str], object]] = {
    "": str,
    "xsd:integer": int,
    "xsd:boolean": lambda text: text == "true",
}
_FIRST = ("url", "@type", "id", "code", "name", "title")


def document(statements: Iterable[str], root: str) -> Json:
    """Give the JSON-LD of statements (N-Triples) about the thing whose IRI is `root`."""
    tree = _Tree([quad.triple for quad in quads(statements)])
    body = tree.node(root, is_root=True)
    rest = [tree.node(subject) for subject in tree.left()]
    if rest:
        body["@included"] = rest
    return {"@context": _used(body), **body}


@dataclass(frozen=True)
class Word:
    """A word of the context for a property of one class, and how its values are written."""

    name: str
    given: Property

    @property
    def many(self) -> bool:
        """Whether it takes a list."""
        return self.given.many

    def value(self, term: Term) -> object:
        """Write a value so that the word's definition makes the same term of it again."""
        if self.given.words:
            code = _codes(self.given)[term.value]
            return _curie(term.value) if "/" in code else code
        if self.given.of or self.given.datatype not in _FROM_TEXT:
            return term.value
        if (term.language or "") != self.given.said.language:
            return _plain(term)
        return _FROM_TEXT[self.given.datatype](term.value)


class _Tree:
    """Hangs every node into the one from which it is first met."""

    def __init__(self, triples: list[Triple]) -> None:
        self._of: dict[str, list[Triple]] = {}
        self._to: dict[str, list[Triple]] = {}
        for triple in triples:
            self._of.setdefault(triple.subject.value, []).append(triple)
            if triple.predicate.value in _BACKWARD or triple.predicate.value == _SUBJECT:
                self._to.setdefault(triple.object.value, []).append(triple)
        self._told: set[Triple] = set()
        self._met: set[str] = set()

    def left(self) -> Iterable[str]:
        """Give the subjects that nothing has led to, until there are none."""
        for subject in self._of:
            if subject not in self._met:
                yield subject

    def node(self, iri: str, *, is_root: bool = False) -> Json:
        """Give a node with all that hangs on it and was not told before.

        What points to it hangs on it only at the root; its edges' own nodes do everywhere.
        """
        self._met.add(iri)
        found: Json = {"url": iri}
        triples = self._of.get(iri, [])
        element = next((_CLASSES[t.object.value] for t in triples if _is_class(t)), None)
        words = _words(element) if element else {}
        for triple in triples:
            if triple not in self._told:
                self._told.add(triple)
                self._say(found, triple, words)
        for triple in self._to.get(iri, []):
            predicate = triple.predicate.value
            if triple not in self._told and (is_root or predicate == _SUBJECT):
                self._told.add(triple)
                name = "edges" if predicate == _SUBJECT else _BACKWARD[predicate]
                found.setdefault(name, []).append(self._link(triple.subject.value))
        return _ordered(found)

    def _say(self, found: Json, triple: Triple, words: Mapping[str, list[Word]]) -> None:
        predicate, value = triple.predicate.value, triple.object
        if predicate == _TYPE:
            element = _CLASSES.get(value.value)
            _add(found, "@type", element.__name__ if element else _curie(value.value), False)
        elif predicate == _ALSO:
            names = found.setdefault("names", {})
            names.setdefault(value.language or "@none", []).append(value.value)
        elif predicate in words:
            said = _spoken(words[predicate], value)
            _add(found, said.name, said.value(value), said.many)
        elif predicate in _FORWARD:
            name = _FORWARD[predicate]
            _add(found, name, self._link(value.value), "@container" in definitions()[name])
        elif predicate in _OTHERS:
            name = _OTHERS[predicate]
            given = _FORWARD.get(value.value, value.value) if name == "edge" else value.value
            _add(found, name, given, "@container" in definitions()[name])
        else:
            _add(found, _curie(predicate), _plain(value), False)

    def _link(self, iri: str) -> str | Json:
        """Give a node where it is first met, and its IRI from then on."""
        return iri if iri in self._met or iri not in self._of else self.node(iri)


@cache
def _words(element: type[Element]) -> dict[str, list[Word]]:
    """Give the words for the properties of a class by predicate; several differ in language."""
    found: dict[str, list[Word]] = {}
    for given in properties(element):
        found.setdefault(expand(given.term), []).append(Word(word(element, given), given))
    return found


@cache
def _codes(given: Property) -> dict[str, str]:
    """Give the words of a property's list by the IRI of their concept."""
    assert given.words
    return {term[1:-1]: code for code, term in concepts(given.words).items()}


def _is_class(triple: Triple) -> bool:
    return triple.predicate.value == _TYPE and triple.object.value in _CLASSES


def _spoken(words: list[Word], value: Term) -> Word:
    language = getattr(value, "language", None) or ""
    return next((each for each in words if each.given.said.language == language), words[0])


def _add(found: Json, name: str, value: object, many: bool) -> None:
    """Add a value; a second one makes a list of it."""
    if name not in found:
        found[name] = [value] if many else value
    elif isinstance(found[name], list):
        found[name].append(value)
    else:
        found[name] = [found[name], value]


def _plain(value: Term) -> Json:
    """Write a term as it is, whatever the context says."""
    if not hasattr(value, "datatype"):
        return {"@id": value.value}
    if value.language:
        return {"@value": value.value, "@language": value.language}
    datatype = _curie(value.datatype.value)
    return {"@value": value.value} | ({} if datatype == "xsd:string" else {"@type": datatype})


def _curie(iri: str) -> str:
    """Shorten an IRI by the prefixes of the context, where there is one for it."""
    for name, start in PREFIXES.items():
        if name in definitions() and iri.startswith(start):
            return f"{name}:{iri.removeprefix(start)}"
    return iri


def _ordered(found: Json) -> Json:
    first = {name: found[name] for name in _FIRST if name in found}
    return first | found


def _used(body: Json) -> Json:
    """Give the part of the context that a document needs."""
    words = set(_texts(body))
    used = {
        name: _narrowed(definition, words)
        for name, definition in definitions().items()
        if name in words or name in PREFIXES or name.startswith("@")
    }
    return used


def _narrowed(definition: Any, words: set[str]) -> Any:
    if not isinstance(definition, dict) or "@context" not in definition:
        return definition
    inner = definition["@context"].items()
    return definition | {"@context": {k: _narrowed(v, words) for k, v in inner if k in words}}


def _texts(value: object) -> Iterable[str]:
    """Give all words and texts of a document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, dict):
        for name, each in value.items():
            yield name
            yield from _texts(each)
