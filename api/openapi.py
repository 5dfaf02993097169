"""The OpenAPI 3.1 description of the service: a pure function of the catalogue and examples."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from dealgraph.api.addresses import page_of
from dealgraph.api.negotiation import FORMS
from dealgraph.api.problems import KINDS, PROBLEM_JSON
from dealgraph.api.schemas import (
    META,
    PATH,
    PROBLEM,
    THING,
    TODAY,
    Schema,
    answer_schema,
    described,
    parameter_schema,
)
from dealgraph.schema.rdf.forms import RDF_FORMS

if TYPE_CHECKING:
    from dealgraph.api.examples import Example
    from dealgraph.queries.catalogue import Catalogue, Parameter, Question

ABOUT = (
    "Who licensed what to whom, for how much, where, and who says so. Every answer is "
    "`{items, next, meta}`; every list also comes as CSV and XLSX. A thing stands as "
    "`{id, name, url}`, and a parameter that asks for one takes its id or any known name."
)
FORM_PARAMETERS: list[Schema] = [
    {
        "name": "format",
        "in": "query",
        "description": "form of the answer; goes before Accept",
        "schema": {"type": "string", "enum": list(FORMS)},
    },
    {
        "name": "for",
        "in": "query",
        "description": "CSV with a byte order mark, and text that starts like a formula quoted",
        "schema": {"type": "string", "enum": ["excel"]},
    },
]
CURSOR: Schema = {
    "name": "cursor",
    "in": "query",
    "description": "`next` of the page before",
    "schema": {"type": "string"},
}
#: The statuses that the answer of a question can have, by the kinds of problem.
QUESTION_PROBLEMS = ("400", "404", "406", "500", "503")


def openapi(
    catalogue: "Catalogue", examples: "Mapping[str, Example]", version: str
) -> dict[str, Any]:
    """Describe every question: parameters, columns, forms, problems and a real answer."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "dealgraph", "version": version, "description": ABOUT},
        "servers": [{"url": "/"}],
        "tags": [{"name": tag} for tag in dict.fromkeys(map(tag_of, catalogue.values()))],
        "paths": {q.path: _operation(q, examples.get(q.name)) for q in catalogue.values()},
        "components": {
            "schemas": {"Thing": THING, "Path": PATH, "Meta": META, "Problem": PROBLEM},
            "parameters": {p["name"]: p for p in (*FORM_PARAMETERS, CURSOR)},
            "responses": {status: _problems(status) for status in QUESTION_PROBLEMS},
        },
    }


def tag_of(question: "Question") -> str:
    """Give the group of a question: the folder its file stands in."""
    return question.file.parent.name


def about_parameter(parameter: "Parameter") -> str:
    """Say what a parameter is, with what its schema cannot hold."""
    about = described(parameter.about, parameter.type)
    return "; ".join(filter(None, (about, "today unless given" * (parameter.default == TODAY))))


def _operation(question: "Question", example: "Example | None") -> Schema:
    in_path = set(question.path_parameters)
    parameters = [_parameter(p, p.name in in_path) for p in question.parameters.values()]
    parameters += _references("parameters", ["cursor"] if question.cursor else [])
    parameters += _references("parameters", [p["name"] for p in FORM_PARAMETERS])
    problems = {s: {"$ref": f"#/components/responses/{s}"} for s in QUESTION_PROBLEMS}
    operation = {
        "operationId": question.name.replace("-", "_"),
        "summary": question.title,
        "description": "\n\n".join([question.question, *question.scope]),
        "tags": [tag_of(question)],
        "parameters": parameters,
        "responses": {
            "200": _answers(question, example),
            "304": {"description": "The answer that If-None-Match names is still right."},
            **problems,
        },
    }
    return {"get": operation}


def _parameter(parameter: "Parameter", in_path: bool) -> Schema:
    return {
        "name": parameter.name,
        "in": "path" if in_path else "query",
        "required": in_path or parameter.required,
        "description": about_parameter(parameter),
        "schema": parameter_schema(parameter),
    }


def _references(section: str, names: Iterable[str]) -> list[Schema]:
    return [{"$ref": f"#/components/{section}/{name}"} for name in names]


def _answers(question: "Question", example: "Example | None") -> Schema:
    forms = [*FORMS.values(), *(RDF_FORMS.values() if page_of(question) else ())]
    content: Schema = {
        form.media_type: {"schema": {"type": "string", "format": "binary"}} for form in forms
    }
    content["application/json"] = {"schema": answer_schema(question)}
    if example:
        content["application/json"]["examples"] = {
            "first": {"summary": example["summary"], "value": example["answer"]}
        }
    headers = {
        "ETag": {"schema": {"type": "string"}, "description": "send it back as If-None-Match"},
        "Link": {
            "schema": {"type": "string"},
            "description": "rel=next: the next page; of a thing its IRI and other forms",
        },
    }
    return {"description": "The answer.", "headers": headers, "content": content}


def _problems(status: str) -> Schema:
    kinds = [kind for kind in KINDS if str(kind.status) == status]
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": " ".join(f"{kind.title}: {kind.about}" for kind in kinds),
        "content": {PROBLEM_JSON: {"schema": schema}},
    }
