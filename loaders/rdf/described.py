"""A file of RDF as what it says about each thing, read from a store on disk."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from dealgraph.loaders.lines import FileError
from dealgraph.schema.rdf.terms import expand

if TYPE_CHECKING:
    from pyoxigraph import Store

#: Addresses in a file that are not whole are taken to be below this one.
BASE = "file:///"


@dataclass(frozen=True)
class Thing:
    """A subject in the default graph of a file. Terms are asked for as CURIEs."""

    store: "Store"
    iri: str

    def values(self, curie: str) -> list[Any]:
        """Give the objects of a predicate, in the order of their text."""
        from pyoxigraph import DefaultGraph, NamedNode

        quads = self.store.quads_for_pattern(
            _term(self.iri), NamedNode(expand(curie)), None, DefaultGraph()
        )
        return sorted((quad.object for quad in quads), key=lambda term: (term.value, str(term)))

    def texts(self, curie: str) -> list[str]:
        """Give the objects of a predicate as text: a literal's value, or an address."""
        return [value.value for value in self.values(curie)]

    def text(self, curie: str) -> str | None:
        """Give the one object of a predicate; several are joined, so that checking refuses them."""
        found = self.texts(curie)
        return " | ".join(found) if found else None

    def things(self, curie: str) -> list["Thing"]:
        """Give the objects of a predicate as things."""
        return [Thing(self.store, address(value)) for value in self.values(curie)]

    def subjects(self, curie: str) -> list["Thing"]:
        """Give the things that have this one as the object of a predicate."""
        from pyoxigraph import DefaultGraph, NamedNode

        quads = self.store.quads_for_pattern(
            None, NamedNode(expand(curie)), _term(self.iri), DefaultGraph()
        )
        return sorted(
            (Thing(self.store, address(quad.subject)) for quad in quads), key=lambda t: t.iri
        )

    @property
    def is_described(self) -> bool:
        """Whether the file says anything about it."""
        return (
            next(iter(self.store.quads_for_pattern(_term(self.iri), None, None)), None) is not None
        )

    @property
    def last_word(self) -> str:
        """The last step of its address, as it was before it became part of one."""
        return unquote(self.iri.rstrip("/").rpartition("/")[2].rpartition("#")[2])


@contextmanager
def opened(path: Path) -> Iterator["Store"]:
    """Read a file into a store on disk, however large; it goes at the end.

    Raises FileError for what is no RDF of its form, with the line where the parser says so.
    """
    from pyoxigraph import Store

    with TemporaryDirectory(prefix="dealgraph-rdf-") as folder:
        store = Store(folder)
        if path.stat().st_size == 0:
            yield store
            return
        try:
            store.bulk_load(path=path, base_iri=BASE)
        except SyntaxError as error:
            at = f"line {error.lineno}: " if error.lineno else ""
            raise FileError(path, f"is no RDF of its form: {at}{error.msg}") from None
        yield store
        del store


def instances(store: "Store", curie: str) -> list[Thing]:
    """Give the things of a class, in the order of their addresses."""
    from pyoxigraph import DefaultGraph, NamedNode

    quads = store.quads_for_pattern(
        None, NamedNode(expand("rdf:type")), NamedNode(expand(curie)), DefaultGraph()
    )
    return sorted((Thing(store, address(quad.subject)) for quad in quads), key=lambda t: t.iri)


def address(term: Any) -> str:
    """Give the address of a term; of a blank node its name, as it stands for a thing too."""
    from pyoxigraph import BlankNode

    return str(term) if isinstance(term, BlankNode) else str(term.value)


def _term(iri: str) -> Any:
    from pyoxigraph import BlankNode, NamedNode

    return BlankNode(iri.removeprefix("_:")) if iri.startswith("_:") else NamedNode(iri)
