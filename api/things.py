"""The addresses of things: as the answer of a question, or as RDF, whatever is asked for.

A thing's address below the base is its IRI. What has no question of its own, such as a right or
an event, is there as RDF, and as the same JSON-LD for those who ask for JSON.
"""

import re
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from pydantic_core import to_json
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dealgraph import __version__
from dealgraph.api.answering import Answering
from dealgraph.api.asked import Fault, fault
from dealgraph.api.negotiation import FORMS, JSON, chosen
from dealgraph.api.replies import (
    ANSWER_HEADERS,
    GZIPPED,
    WORTH_COMPRESSING,
    compressed,
    has_tag,
    header,
    reply,
    tag_of,
    takes_gzip,
)
from dealgraph.api.threaded import Threaded
from dealgraph.graph.asking import BadParameterError, UnknownThingError
from dealgraph.graph.rdf.thing import Description, Things
from dealgraph.queries.question import IN_PATH
from dealgraph.schema import decisions
from dealgraph.schema.model import EDGES, NODES, THINGS, Node
from dealgraph.schema.rdf.addresses import Iris, edge_word, word
from dealgraph.schema.rdf.forms import RDF_FORMS, RdfForm, written
from dealgraph.schema.rdf.properties import properties
from dealgraph.schema.rdf.terms import iri, statement, term

if TYPE_CHECKING:
    from dealgraph.graph.asking import Asker
    from dealgraph.queries.question import Question

BY_MEDIA_TYPE = {form.media_type: form for form in RDF_FORMS.values()}
#: What a thing's kind is called in problems and parameters, by label.
KINDS = {node.label: kind for kind, node in THINGS.items()}
_JSON_LD = RDF_FORMS["jsonld"]
#: Stands for a thing's key where the links of all things of a kind are written; quoting keeps it.
_KEY = "~key~"
_PAGING = ("more", "after", "format")


def thing_routes(asker: "Asker", things: Things, iris: Iris, paged: Iterable[type[Node]],
                 threads: Executor) -> Iterator[Route]:  # fmt: skip
    """Make the routes of things that no question shows, and of the edges with properties."""
    shown = set(paged)
    for node in NODES.values():
        if node not in shown:
            page = ThingPage(asker, things, iris, node, None, threads)
            yield Route(f"/{node.path}/{{key:path}}", page, methods=["GET"], name=node.path)
    for edge in EDGES.values():
        for start in edge.start if properties(edge) else ():
            path = f"/{start.path}/{{key}}/{edge_word(edge)}/{{end:path}}"
            yield Route(path, _to_start, methods=["GET"], name=f"{start.path}-{edge_word(edge)}")


class ThingPage(Threaded):
    """The handler of a thing's address, as an ASGI application.

    `answering` answers with the question that shows such things, where there is one.
    """

    def __init__(self, asker: "Asker", things: Things, iris: Iris, node: type[Node],
                 answering: Answering | None, threads: Executor) -> None:  # fmt: skip
        super().__init__(threads)
        self.asker = asker
        self.things = things
        self.iris = iris
        self.node = node
        self.answering = answering
        if answering:
            answering.links = self._links
        own = tuple(form.media_type for form in FORMS.values()) if answering else (JSON,)
        self._offers = (*own, *BY_MEDIA_TYPE)
        self._links_around = ", ".join(self._of_each()).split(_KEY)

    def answer(self, request: Request) -> Response:
        """Make the response: RDF here, everything else by the question."""
        key, form = self._asked(request)
        kind = KINDS.get(self.node.label, "")
        if joined := decisions.current().joined_id(kind, key):
            query = f"?{request.url.query}" if request.url.query else ""
            return _moved(f"{self._path(joined)}{_suffix(request, form)}{query}")
        if form is None and self.answering is not None:
            return self.answering.answer(request)
        return self._rdf(request, key, form)

    def _asked(self, request: Request) -> tuple[str, RdfForm | None]:
        """Read key and form: by suffix, by `format`, or by the Accept header.

        Raises NotAcceptableError.
        """
        (key,) = request.path_params.values()
        bare, _, suffix = key.rpartition(".")
        if bare and suffix in RDF_FORMS:
            return bare, RDF_FORMS[suffix]
        asked = request.scope["query_string"]  # reading it costs more than seeing that it is empty
        if asked and (named := request.query_params.get("format")):
            if self.answering is None and named not in (*RDF_FORMS, "json"):
                raise BadParameterError([_problem("format", named, (*RDF_FORMS, "json"))])
            return key, RDF_FORMS.get(named)
        media_type = chosen(header(request, b"accept"), self._offers)
        return key, BY_MEDIA_TYPE.get(media_type)

    def _rdf(self, request: Request, key: str, form: RdfForm | None) -> Response:
        query = {n: v for n, v in request.query_params.items() if n in _PAGING and n != "format"}
        facts = self.asker.facts()
        graph = (facts.revision, facts.data_as_of, facts.deals)
        tag = tag_of(graph, __version__, self.node.label, key, form, query, self.iris.base)
        content_type = form.content_type if form else JSON
        if has_tag(header(request, b"if-none-match"), tag):
            return reply(b"", content_type, 304, {**ANSWER_HEADERS, "ETag": tag})
        described = self._described(key, query.get("more", ""), query.get("after", ""))
        if isinstance(described, str):
            return _moved(f"{self._path(described)}{_suffix(request, form)}")
        body = self._written(described, form)
        headers = {**ANSWER_HEADERS, "ETag": tag, "Link": ", ".join(self._links(key, described))}
        if len(body) >= WORTH_COMPRESSING and takes_gzip(request):
            body, headers = compressed(body), {**headers, **GZIPPED}
        return reply(body, content_type, headers=headers)

    def _described(self, key: str, more: str, after: str) -> Description | str:
        """Describe a thing; what goes by another key is that key instead. The one place for both.

        Raises UnknownThingError, AmbiguousNameError and BadParameterError.
        """
        try:
            found = self.things.describe(self.node.label, key, more, after)
        except KeyError:
            raise BadParameterError([_problem("more", more, ())]) from None
        if found is not None:
            return found
        kind = KINDS.get(self.node.label, self.node.label.lower())
        if kind not in KINDS.values():
            raise UnknownThingError(kind, key)
        meant = self.asker.find(kind, key)
        if meant == key:  # a known gene or place without anything about it
            raise UnknownThingError(kind, key)
        return meant

    def _written(self, described: Description, form: RdfForm | None) -> bytes:
        on = [statement(f"<{described.subject}>", term("rdfs:seeAlso"), iri(self._next(*more)))
              for more in self._following(described)]  # fmt: skip
        statements = [described.statements, *on]
        if form and form.name in ("nq", "trig"):
            statements.append(described.graph)
        if form in (None, _JSON_LD):
            from dealgraph.schema.rdf.jsonld import document

            return to_json(document(statements, described.subject))
        assert form is not None
        return written(statements, form)

    def _links(self, key: str, described: Description | None = None) -> Iterator[str]:
        yield word(key).join(self._links_around)
        for key_, query in self._following(described) if described else ():
            yield f'<{self._path(key_)}?{query}>; rel="next"'

    def _of_each(self) -> Iterator[str]:
        """Give the links of every such thing, with `_KEY` for its own key."""
        yield f'<{self.iris.of(self.node.label, _KEY)}>; rel="canonical"'
        for form in RDF_FORMS.values():
            yield f'<{self._path(_KEY)}{form.suffix}>; rel="alternate"; type="{form.media_type}"'
        yield '</ns>; rel="describedby"'
        for question in self.asker.catalogue.values():
            if _is_about(question, self.node):
                before, _, after = IN_PATH.split(question.path)
                yield f'<{before}{_KEY}{after}>; rel="related"; title="{question.name}"'

    def _following(self, described: Description) -> Iterator[tuple[str, str]]:
        parts = self.iris.parts(described.subject)
        assert parts is not None
        for name, after in described.more:
            yield parts[1], urlencode({"more": name, "after": after}, quote_via=quote)

    def _next(self, key: str, query: str) -> str:
        return f"{self.iris.of(self.node.label, key)}?{query}"

    def _path(self, key: str) -> str:
        return f"/{self.node.path}/{word(key)}"


def _is_about(question: "Question", node: type[Node]) -> bool:
    """Tell whether a question is about one thing, below its address: `/deals/{deal}/evidence`."""
    below = re.escape(f"/{node.path}/") + r"\{\w+\}/[^{]+"
    return re.fullmatch(below, question.path) is not None


async def _to_start(request: Request) -> Response:
    """Lead from an edge's own node to the thing that it starts at, which tells of it."""
    collection = request.url.path.split("/")[1]
    return reply(b"", JSON, 303, {"Location": f"/{collection}/{word(request.path_params['key'])}"})


def _suffix(request: Request, form: RdfForm | None) -> str:
    return form.suffix if form and request.url.path.endswith(form.suffix) else ""


def _moved(path: str) -> Response:
    """Say that a thing has another address for good."""
    return reply(b"", JSON, 308, {"Location": path, "Vary": "Accept"})


def _problem(name: str, value: str, known: Iterable[str]) -> Fault:
    listed = ", ".join(known)
    reason = f"must be one of {listed}" if listed else "is no kind of edge at such a thing"
    return fault(name, value, reason)
