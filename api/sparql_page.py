"""The page for people who ask in SPARQL: a field, examples, and the answer as a table."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from dealgraph.api.html import Html, document, element, joined
from dealgraph.api.pages import STYLE
from dealgraph.api.problems import problem_of
from dealgraph.api.replies import PAGE_GUARDS
from dealgraph.api.replies import document as sent
from dealgraph.graph.errors import GraphError
from dealgraph.graph.sparql.query import LONGEST, Found, Limits, Query
from dealgraph.queries.sparql import in_sparql, sparql
from dealgraph.schema.rdf.addresses import Iris
from dealgraph.schema.rdf.service import PATH
from dealgraph.schema.rdf.terms import PREFIXES

if TYPE_CHECKING:
    from dealgraph.queries.catalogue import Catalogue, Question

TITLE = "SPARQL"
FIRST = """PREFIX dg: <https://w3id.org/dealgraph/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?deal ?title ?announced WHERE {
  ?deal a dg:Deal ; skos:prefLabel ?title ; dg:announced ?announced .
}
ORDER BY DESC(?announced) DESC(?deal)
LIMIT 10
"""
ABOUT = (
    "The default graph is what dealgraph shows. What each publication says itself stands in a "
    "graph named after its account (GRAPH ?account { ... }), and the vocabulary in the graph "
    "https://w3id.org/dealgraph/ns. Relative IRIs such as <companies/takeda> are things here."
)
#: Forms to take an answer in, by their word.
_FORMS = {"html": "page", "csv": "CSV", "tsv": "TSV", "json": "JSON", "xml": "XML", "ttl": "Turtle"}


class SparqlPage:
    """Makes the page."""

    def __init__(self, catalogue: "Catalogue", iris: Iris, limits: Limits) -> None:
        self._examples = in_sparql(catalogue.values())
        self._iris = iris
        self._limits = limits

    def empty(self, request: Request) -> Response:
        """Show the page without an answer."""
        return self._page(request, FIRST)

    def answered(self, request: Request, query: Query, found: Found, revision: int) -> Response:
        """Show an answer, and the revision it is of."""
        return self._page(request, query.text, *self._answer(found, revision))

    def failed(self, request: Request, query: Query, error: GraphError) -> Response:
        """Show what is wrong."""
        answer = problem_of(error)
        said = json.loads(bytes(answer.body))
        shown = element("p", element("b", said["title"]), ": ", said["detail"], class_="wrong")
        return self._page(request, query.text, shown, status=answer.status_code)

    def _page(self, request: Request, text: str, *answer: Html, status: int = 200) -> Response:
        main = element(
            "main",
            *(element("h1", TITLE), _links(), element("p", ABOUT), _form(text), *answer),
            *(self._examples_shown(), self._limits_shown()),
        )
        html = document(f"dealgraph: {TITLE}", main, style=STYLE)
        response = sent(request, html.encode(), "text/html; charset=utf-8", PAGE_GUARDS)
        response.status_code = status
        return response

    def _answer(self, found: Found, revision: int) -> Iterable[Html]:
        count = ""
        if found.form == "srj":
            read = json.loads(found.body)
            rows = read.get("results", {}).get("bindings")
            count = "" if rows is None else f"{len(rows):,} rows. "
            yield (
                element("pre", str(read["boolean"]).lower()) if rows is None else self._table(read)
            )
        else:
            yield element("pre", found.body.decode())
        cut = f"Cut after {self._limits.rows:,} rows: there are more. " if found.cut else ""
        yield element("p", element("b", cut), f"{count}Revision {revision} of the graph.")

    def _table(self, read: dict[str, Any]) -> Html:
        names = read["head"]["vars"]
        head = element("tr", *(element("th", name) for name in names))
        rows = (
            element("tr", *(element("td", self._term(row.get(name))) for name in names))
            for row in read["results"]["bindings"]
        )
        return element("div", element("table", head, *rows), class_="wide")

    def _term(self, term: dict[str, str] | None) -> Html | str:
        """Show a term: what is a thing here as a link to its page here."""
        if term is None or term["type"] != "uri":
            return term["value"] if term else ""
        iri = term["value"]
        if iri.startswith(self._iris.base):
            path = iri.removeprefix(self._iris.base)
            return element("a", path, href=f"/{path}")
        web = iri.startswith(("http://", "https://"))
        return element("a", _short(iri), href=iri, rel="noreferrer") if web else iri

    def _examples_shown(self) -> Html:
        return joined(element("h2", "Examples"), *map(self._example, self._examples))

    def _example(self, question: "Question") -> Html:
        text = sparql(question, self._iris.base)
        where = f"/{PATH}?{urlencode({'query': text, 'format': 'html'})}"
        link = element("a", "Ask it", href=where, class_="try")
        return element("details", element("summary", question.question), element("p", link),
                       element("pre", text))  # fmt: skip

    def _limits_shown(self) -> Html:
        limits = [
            f"A query has at most {LONGEST:,} bytes and takes at most {self._limits.seconds:g} "
            f"seconds and {self._limits.memory // 2**20:,} MB of memory.",
            f"An answer has at most {self._limits.rows:,} rows or statements. One that was cut "
            "says so: X-SPARQL-MaxRows in its headers, a link to this place in the head of JSON "
            "and XML, a comment in Turtle, the name of the file in CSV and TSV. Ask on with ORDER "
            "BY, LIMIT and OFFSET.",
            "Queries only: no updates, and no SERVICE.",
            "X-Dealgraph-Revision says of which revision of the graph an answer is. While a new "
            "one is copied, answers come from the one before.",
        ]
        return element("section", element("h2", "Limits", id="limits"),
                       element("ul", *(element("li", line) for line in limits)))  # fmt: skip


def _links() -> Html:
    places = {"/": "dealgraph", "/ns": "vocabulary", "/docs": "API reference"}
    links = (element("a", name, href=path) for path, name in places.items())
    return element("p", joined(*(joined(link, " ") for link in links)))


def _form(text: str) -> Html:
    options = (element("option", name, value=word) for word, name in _FORMS.items())
    lines = min(max(text.count("\n") + 1, 10), 30)
    return element(
        "form",
        element("textarea", text, name="query", rows=str(lines), spellcheck="false",
                aria_label="Query"),
        element("p", element("button", "Ask"), " as ",
                element("select", *options, name="format", aria_label="Form of the answer")),
        action=f"/{PATH}", method="get", class_="ask",
    )  # fmt: skip


def _short(iri: str) -> str:
    """Write an IRI with its prefix where there is one."""
    fits = ((f"{name}:{iri.removeprefix(start)}") for name, start in PREFIXES.items()
            if iri.startswith(start))  # fmt: skip
    return next(fits, iri)
