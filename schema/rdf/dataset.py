"""What the graph says of itself as a dataset: counts, parts, licences, where to get it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from dealgraph.schema.origins import Origin, origins
from dealgraph.schema.rdf.addresses import Iris
from dealgraph.schema.rdf.forms import RDF_FORMS, RdfForm
from dealgraph.schema.rdf.ontology import IRI as VOCABULARY
from dealgraph.schema.rdf.terms import TYPE
from dealgraph.schema.rdf.turtle import Block, document, english, text

PAGE = ".well-known/void"
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_FEATURES = {
    "ttl": "http://www.w3.org/ns/formats/Turtle",
    "nt": "http://www.w3.org/ns/formats/N-Triples",
    "jsonld": "http://www.w3.org/ns/formats/JSON-LD",
    "rdf": "http://www.w3.org/ns/formats/RDF_XML",
    "nq": "http://www.w3.org/ns/formats/N-Quads",
    "trig": "http://www.w3.org/ns/formats/TriG",
}
ABOUT = (
    "Pharma partnerships: who licensed what to whom, for how much, where, and who says so. "
    "A selection, not a census. What each publication says stands in a graph named after its "
    "account; the default graph is what dealgraph shows."
)


@dataclass
class Census:
    """What was counted while reading: statements, those in graphs, instances and uses of terms."""

    triples: int = 0
    in_graphs: int = 0
    subjects: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    predicates: Counter[str] = field(default_factory=Counter)
    graphs: int = 0

    def take(self, facts: str, accounts: str = "") -> None:
        """Count a piece of N-Quads; all statements of a subject stand in one piece."""
        subjects = set()
        for line in facts.split("\n")[:-1]:
            subject, predicate, rest = line.split(" ", 2)
            subjects.add(subject)
            self.predicates[predicate] += 1
            if predicate == TYPE:
                self.classes[rest[:-2]] += 1
        self.triples += facts.count("\n")
        self.subjects += len(subjects)
        self.in_graphs += accounts.count("\n")
        self.graphs += len({line.rsplit(" ", 2)[1] for line in accounts.split("\n")[:-1]})


@dataclass(frozen=True)
class About:
    """What the graph knows of itself: title, revision, date, and records by dataset."""

    title: str
    revision: int
    data_as_of: str | None
    records: Mapping[str, int]


def void(iris: Iris, about: About, census: Census, endpoint: str | None = None) -> str:
    """Describe the dataset in VoID and DCAT, as Turtle; `endpoint` is the SPARQL address."""
    introduction = f"{about.title}, revision {about.revision}."
    return document(introduction, _Page(iris, about, census, endpoint).blocks())


class _Page:
    def __init__(self, iris: Iris, about: About, census: Census, endpoint: str | None) -> None:
        self.base = iris.base
        self.dataset = f"<{iris.of('Graph', 'graph')}>"
        self.about = about
        self.census = census
        self.endpoint = endpoint

    def blocks(self) -> Iterator[Block]:
        """Give the page itself, the dataset, its distributions, parts and partitions."""
        yield (
            f"<{self.base}{PAGE}>",
            [
                ("a", ["void:DatasetDescription"]),
                ("dcterms:title", english(f"About {self.about.title}")),
                ("<http://xmlns.com/foaf/0.1/primaryTopic>", [self.dataset]),
            ],
        )
        yield self._whole()
        yield from map(self._distribution, RDF_FORMS.values())
        for name, count in self.about.records.items():
            yield self._records(name, count, origins().get(name))
        for origin in origins().values():
            if not origin.file.startswith("deals-"):
                yield self._table(origin)
        yield from self._partitions()

    def _whole(self) -> Block:
        tables = [o.name for o in origins().values() if not o.file.startswith("deals-")]
        parts = [self._part(name) for name in (*self.about.records, *tables)]
        as_of = self.about.data_as_of
        return self.dataset, [
            ("a", ["dcat:Dataset", "void:Dataset"]),
            ("dcterms:title", english(self.about.title)),
            ("dcterms:description", english(ABOUT)),
            ("dcterms:modified", [f'"{as_of}"^^xsd:date'] if as_of else []),
            ("dcat:version", [text(str(self.about.revision))]),
            ("dcterms:hasPart", parts),
            ("void:triples", [str(self.census.triples)]),
            ("void:distinctSubjects", [str(self.census.subjects)]),
            ("void:properties", [str(len(self.census.predicates))]),
            ("void:classes", [str(len(self.census.classes))]),
            ("dg:graphs", [str(self.census.graphs)]),
            ("dg:statementsInGraphs", [str(self.census.in_graphs)]),
            ("void:uriSpace", [text(self.base)]),
            ("void:vocabulary", [f"<{VOCABULARY}>", "<https://schema.org/>",
                                 "<http://www.w3.org/2004/02/skos/core>",
                                 "<http://www.w3.org/ns/prov>", "<http://www.w3.org/ns/org>"]),
            ("void:feature", [f"<{address}>" for address in _FEATURES.values()]),
            ("void:dataDump", map(self._download, RDF_FORMS.values())),
            ("void:sparqlEndpoint", [f"<{self.endpoint}>"] if self.endpoint else []),
            ("dcat:distribution", map(self._download, RDF_FORMS.values())),
            ("void:classPartition", [self._class(iri) for iri in sorted(self.census.classes)]),
            ("void:propertyPartition",
             [self._property(iri) for iri in sorted(self.census.predicates)]),
        ]  # fmt: skip

    def _distribution(self, form: RdfForm) -> Block:
        return self._download(form), [
            ("a", ["dcat:Distribution"]),
            ("dcterms:title", english(form.title)),
            ("dcat:downloadURL", [self._download(form)]),
            ("dcat:mediaType", [f"<{_MEDIA_TYPES}{form.media_type}>"]),
            ("dcterms:conformsTo", [f"<{VOCABULARY}>"]),
        ]

    def _records(self, name: str, count: int, origin: Origin | None) -> Block:
        """Tell of the records of one dataset; what somebody loaded has no licence that we know."""
        said: list[tuple[str, Iterable[str]]] = [
            ("a", ["void:Dataset", "dcat:Dataset"]),
            ("dcterms:title", [text(name)]),
            ("dg:records", [str(count)]),
        ]
        return self._part(name), [*said, *_origin(origin)]

    def _table(self, origin: Origin) -> Block:
        return self._part(origin.name), [
            ("a", ["dcat:Dataset"]),
            ("dcterms:title", [text(origin.file)]),
            ("dg:rows", [str(origin.rows)]),
            *_origin(origin),
        ]

    def _partitions(self) -> Iterator[Block]:
        for iri, count in sorted(self.census.classes.items()):
            yield self._class(iri), [("void:class", [iri]), ("void:entities", [str(count)])]
        for iri, count in sorted(self.census.predicates.items()):
            yield self._property(iri), [("void:property", [iri]), ("void:triples", [str(count)])]

    def _download(self, form: RdfForm) -> str:
        return f"<{self.base}export{form.suffix}>"

    def _part(self, name: str) -> str:
        return f"<{self.base}{PAGE}#{name.replace(' ', '%20')}>"

    def _class(self, iri: str) -> str:
        return f"<{self.base}{PAGE}#class-{_local(iri)}>"

    def _property(self, iri: str) -> str:
        return f"<{self.base}{PAGE}#property-{_local(iri)}>"


def _origin(origin: Origin | None) -> list[tuple[str, Iterable[str]]]:
    if origin is None:
        return []
    return [
        ("dcterms:description", english(origin.what)),
        ("dcterms:provenance", english(origin.origin)),
        ("dcterms:license", [f"<{licence}>" for licence in origin.licences]),
        ("dcterms:rights", english(origin.terms)),
    ]


def _local(iri: str) -> str:
    """Name a term by host and last word: two vocabularies may share the word."""
    host = iri.partition("://")[2].partition("/")[0]
    return f"{host}-{iri[1:-1].replace('#', '/').rpartition('/')[2]}"
