"""The pages for people: the start page and the API reference, both made from the catalogue."""

import shlex
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import TYPE_CHECKING

from pydantic_core import to_json

from dealgraph.api.addresses import example_address
from dealgraph.api.html import Html, document, element, joined
from dealgraph.api.openapi import ABOUT, about_parameter, tag_of
from dealgraph.api.problems import KINDS
from dealgraph.api.schemas import described
from dealgraph.queries.types import inner, is_list, vocabulary
from dealgraph.queries.values import shown

if TYPE_CHECKING:
    from dealgraph.api.examples import Example
    from dealgraph.queries.catalogue import Catalogue, Column, Parameter, Question

STYLE = "/docs/style.css"

FORMS_TEXT = (
    "JSON unless asked otherwise; CSV and XLSX by the Accept header or by ?format=csv and "
    "?format=xlsx. ?for=excel gives a CSV that Excel opens as it should: with a byte order mark, "
    "and with an apostrophe before text that Excel would take for a formula."
)
LISTS_TEXT = (
    "A list that was cut says so in meta.cut; next is then the cursor of the next page where the "
    "question has one. Amounts are in millions; a missing amount was not disclosed and is null, "
    "never 0."
)
LINKED_TEXT = (
    "What has an address of its own, such as a company, a deal, a right or an event, also comes as "
    "RDF: Turtle, N-Triples, JSON-LD, RDF/XML, N-Quads and TriG, by the Accept header, by ?format= "
    "or with a suffix such as .ttl. /ns is the vocabulary, /.well-known/void describes the data, "
    "/export.nq (.trig, .jsonld, .ttl, .nt, .rdf, each also with .gz) is all of it."
)
TAGS_TEXT = (
    "Every answer has an ETag. Sent back as If-None-Match it gives 304 until the graph changes."
)


def start_page(catalogue: "Catalogue", title: str) -> str:
    """Make the start page: each question as a link to try."""
    groups = (
        joined(element("h2", tag), element("ul", *map(_start_line, questions)))
        for tag, questions in _groups(catalogue)
    )
    links = element(
        "p",
        element("a", "API reference", href="/docs"),
        " · ",
        element("a", "OpenAPI", href="/openapi.json"),
        " · ",
        element("a", "vocabulary", href="/ns"),
        " · ",
        element("a", "the whole graph as RDF", href="/export.ttl.gz"),
        " · ",
        element("a", "SPARQL", href="/sparql"),
        " · ",
        element("a", "ready?", href="/ready"),
    )
    about = element("p", "Who licensed what to whom, for how much, where, and who says so.")
    main = element("main", element("h1", title), about, links, *groups)
    return document(title, main, style=STYLE)


def reference_page(catalogue: "Catalogue", examples: "Mapping[str, Example]", base: str) -> str:
    """Make the API reference; `base` is the service's own address, for the curl lines."""
    sections = (
        element("section", element("h2", tag), *(_question(q, examples, base) for q in questions))
        for tag, questions in _groups(catalogue)
    )
    head = joined(element("h1", "dealgraph: API reference"), *_introduction())
    main = element("main", head, *sections, _problems())
    return document("dealgraph: API reference", _contents(catalogue), main, style=STYLE)


def _groups(catalogue: "Catalogue") -> "Iterable[tuple[str, list[Question]]]":
    """Gather the questions by folder, in the catalogue's order."""
    for tag, questions in groupby(catalogue.values(), key=tag_of):
        yield tag, list(questions)


def _start_line(question: "Question") -> Html:
    where = example_address(question)
    link = element("a", question.question, href=where or f"/docs#{question.name}")
    return element("li", link, element("code", where or question.path))


def _introduction() -> list[Html]:
    texts = [ABOUT.replace("`", ""), FORMS_TEXT, LINKED_TEXT, LISTS_TEXT, TAGS_TEXT]
    machine = element("a", "OpenAPI 3.1", href="/openapi.json")
    return [*(element("p", text) for text in texts), element("p", "For programs: ", machine)]


def _contents(catalogue: "Catalogue") -> Html:
    groups = (
        joined(
            element("b", tag),
            element("ul", *(element("li", _to(q.name, q.title)) for q in questions)),
        )
        for tag, questions in _groups(catalogue)
    )
    return element("nav", element("a", "dealgraph", href="/"), *groups, _to("problems", "Problems"))


def _to(anchor: str, text: str) -> Html:
    return element("a", text, href=f"#{anchor}")


def _question(question: "Question", examples: "Mapping[str, Example]", base: str) -> Html:
    return element(
        "article",
        element("h3", _to(question.name, question.title)),
        element("p", question.question, class_="lead"),
        element("p", element("b", "GET "), element("code", question.path), class_="route"),
        *(element("p", f"Counts: {text}", class_="scope") for text in question.scope),
        _parameters(question),
        _columns(question.returns),
        *_tries(question, examples, base),
        id=question.name,
    )


def _parameters(question: "Question") -> Html | None:
    if not question.parameters:
        return None
    rows = [_parameter_row(p, question) for p in question.parameters.values()]
    if question.cursor:
        rows.append(_row("cursor", "text", "", "next of the page before"))
    return joined(element("h4", "Parameters"), _table(rows))


def _parameter_row(parameter: "Parameter", question: "Question") -> Html:
    where = "in the path" if parameter.name in question.path_parameters else ""
    need = "required" if parameter.required and not where else where
    texts = [_bounds(parameter), _words(parameter.type), about_parameter(parameter)]
    return _row(parameter.name, parameter.type, need, ". ".join(filter(None, texts)))


def _bounds(parameter: "Parameter") -> str:
    facts = {"from": parameter.minimum, "to": parameter.maximum, "default": parameter.default}
    return " ".join(f"{k} {shown(v)}" for k, v in facts.items() if v is not None)


def _words(type_: str) -> str:
    """List the words of a vocabulary type."""
    return ", ".join(vocabulary(type_)) if inner(type_).startswith("enum:") else ""


def _columns(columns: "Mapping[str, Column]") -> Html:
    return joined(element("h4", "Columns"), _table(list(_column_rows(columns))))


def _column_rows(columns: "Mapping[str, Column]", before: str = "") -> Iterable[Html]:
    for name, column in columns.items():
        need = "can be null" if column.optional else ""
        yield _row(before + name, column.type, need, described(column.about, column.type))
        sign = "[]." if is_list(column.type) else "."
        yield from _column_rows(column.fields, f"{before}{name}{sign}")


def _table(rows: list[Html]) -> Html:
    return element("table", *rows)


def _row(name: str, type_: str, need: str, about: str) -> Html:
    shown_type = type_.replace("list:", "list of ").replace("enum:", "")
    return element(
        "tr",
        element("td", element("code", name)),
        element("td", shown_type),
        element("td", need),
        element("td", about),
    )


def _tries(question: "Question", examples: "Mapping[str, Example]", base: str) -> list[Html]:
    where = example_address(question)
    if where is None:
        return []
    curl = f"curl {shlex.quote(base + where)}"
    links = element(
        "p",
        element("a", "Try it", href=where, class_="try"),
        " ",
        element("a", "CSV", href=_as(where, "format=csv&for=excel")),
        " ",
        element("a", "XLSX", href=_as(where, "format=xlsx")),
    )
    made = [links, element("pre", curl)]
    if example := examples.get(question.name):
        answer = to_json(example["answer"], indent=2).decode()
        summary = element("summary", f"Answer to {example['summary']}")
        made.append(element("details", summary, element("pre", answer)))
    return made


def _as(where: str, form: str) -> str:
    return f"{where}{'&' if '?' in where else '?'}{form}"


def _problems() -> Html:
    rows = (
        element(
            "tr",
            element("td", str(kind.status)),
            element("td", element("code", kind.slug)),
            element("td", f"{kind.title}. {kind.about}"),
            id=f"problem-{kind.slug}",
        )
        for kind in KINDS
    )
    text = "Every error is application/problem+json (RFC 9457): type, title, status, detail."
    heading = element("h2", "Problems", id="problems")
    return element("section", heading, element("p", text), element("table", *rows))
