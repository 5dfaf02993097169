"""The page of the vocabulary for people: every class, property and word, each with its anchor."""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from starlette.requests import Request
from starlette.responses import Response

from dealgraph.api.html import Html, document, element, joined
from dealgraph.api.pages import STYLE
from dealgraph.api.replies import PAGE_GUARDS
from dealgraph.api.replies import document as sent
from dealgraph.schema.model import EDGES, NODES, Edge, Element
from dealgraph.schema.rdf.concepts import concept_name, scheme_name, schemes
from dealgraph.schema.rdf.forms import RDF_FORMS
from dealgraph.schema.rdf.ontology import ABOUT, TITLE, class_of, ranges, terms
from dealgraph.schema.rdf.properties import Property, properties
from dealgraph.schema.rdf.terms import NAMESPACE, expand


def vocabulary_page(request: Request) -> Response:
    """Send the page."""
    html = document(TITLE, element("main", *_parts()), style=STYLE)
    return sent(request, html.encode(), "text/html; charset=utf-8", PAGE_GUARDS)


def _parts() -> Iterator[Html]:
    yield element("h1", TITLE)
    yield element("p", ABOUT)
    yield element("p", "Its terms begin with ", element("code", NAMESPACE), ", written dg: below.")
    yield element("p", *_files())
    yield _section("Classes", ("class", "meaning"), map(_class, _classes()))
    yield _section("Links", ("property", "from", "to", "meaning"), map(_link, EDGES.values()))
    rows = (_property(curie, found) for curie, found in terms().items())
    yield _section("Properties", ("property", "of", "values", "unit", "meaning"), rows)
    for words in schemes().values():
        codes = ((_anchor(f"dg:{concept_name(words, code)}"), str(code)) for code in words)
        yield _section(_scheme(words), ("concept", "word"), codes)


def _files() -> Iterator[Html | str]:
    yield "As files: "
    for form in RDF_FORMS.values():
        yield element("a", form.title, href=f"/ns{form.suffix}")
        yield ", "
    yield element("a", "SHACL shapes", href="/shapes.ttl")
    yield ", "
    yield element("a", "JSON-LD context", href="/context.jsonld")
    yield ", "
    yield element("a", "script for neosemantics", href="/n10s.cypher")
    yield "."


def _section(
    title: str | Html, names: Iterable[str], rows: Iterable[tuple[str | Html, ...]]
) -> Html:
    head = element("tr", *(element("th", name) for name in names))
    body = (element("tr", *(element("td", cell) for cell in row)) for row in rows)
    return element("section", element("h2", title), element("table", head, *body))


def _classes() -> list[type[Element]]:
    return [*NODES.values(), *(edge for edge in EDGES.values() if properties(edge))]


def _class(element_: type[Element]) -> tuple[Html, str]:
    return _anchor(class_of(element_)), (element_.__doc__ or "").strip().partition("\n")[0]


def _link(edge: type[Edge]) -> tuple[str | Html, ...]:
    start, end = (" or ".join(node.rdf for node in side) for side in (edge.start, edge.end))
    return _anchor(edge.rdf), start, end, (edge.__doc__ or "").strip().partition("\n")[0]


def _property(curie: str, found: list[tuple[type[Element], Property]]) -> tuple[str | Html, ...]:
    of = ", ".join(class_of(element_) for element_, _ in found)
    values = ", ".join(dict.fromkeys(ranges(given) for _, given in found))
    units = ", ".join(dict.fromkeys(given.said.unit for _, given in found if given.said.unit))
    about = "; ".join(dict.fromkeys(given.said.about for _, given in found))
    return _anchor(curie), of, values, units, about


def _scheme(words: type[StrEnum]) -> Html:
    name = scheme_name(words)
    return joined(_anchor(f"dg:{name}"), f": {(words.__doc__ or '').strip()}")


def _anchor(curie: str) -> Html:
    """Show a term; one of ours is where its IRI leads to."""
    code = element("code", curie)
    if curie.startswith("dg:"):
        return element("span", code, id=curie.removeprefix("dg:"))
    return element("a", code, href=expand(curie))
