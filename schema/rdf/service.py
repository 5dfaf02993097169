"""What the SPARQL endpoint says of itself, in the vocabulary of service descriptions."""

from collections.abc import Mapping

from dealgraph.schema.rdf.addresses import Iris
from dealgraph.schema.rdf.forms import RDF_FORMS
from dealgraph.schema.rdf.ontology import IRI as VOCABULARY
from dealgraph.schema.rdf.turtle import document, english

#: Path of the endpoint below the base.
PATH = "sparql"
SD = "http://www.w3.org/ns/sparql-service-description#"
_DEFAULT = (
    "What dealgraph shows. What each publication says itself stands in a graph named after its "
    "account: it may contradict other publications, and the deal as it is shown."
)


def endpoint(iris: Iris) -> str:
    """Give the address of the endpoint."""
    return f"{iris.base}{PATH}"


def service(iris: Iris, table_forms: Mapping[str, str]) -> str:
    """Describe the endpoint as Turtle; `table_forms` are IRIs of forms of results, by name."""
    address = endpoint(iris)
    data = f"<{address}#dataset>"
    forms = [*table_forms.values(), *(form.format.iri for form in RDF_FORMS.values())]
    blocks = [
        (f"<{address}>", [
            ("a", [_sd("Service")]),
            (_sd("endpoint"), [f"<{address}>"]),
            (_sd("supportedLanguage"), [_sd("SPARQL11Query")]),
            (_sd("resultFormat"), [f"<{iri}>" for iri in forms]),
            (_sd("defaultDataset"), [data]),
        ]),
        (data, [
            ("a", [_sd("Dataset")]),
            (_sd("defaultGraph"), [f"<{address}#default-graph>"]),
            (_sd("namedGraph"), [f"<{address}#vocabulary>"]),
            ("dcterms:isPartOf", [f"<{iris.of('Graph', 'graph')}>"]),
        ]),
        (f"<{address}#default-graph>", [
            ("a", [_sd("Graph")]),
            ("dcterms:description", english(_DEFAULT)),
        ]),
        (f"<{address}#vocabulary>", [
            ("a", [_sd("NamedGraph")]),
            (_sd("name"), [f"<{VOCABULARY}>"]),
            (_sd("graph"), [f"<{VOCABULARY}>"]),
        ]),
    ]  # fmt: skip
    return document("The SPARQL endpoint of dealgraph.", blocks)


def _sd(name: str) -> str:
    return f"<{SD}{name}>"
