"""The forms that RDF is written in, each made from N-Quads as a stream."""

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import IO, TYPE_CHECKING, Any, cast

from dealgraph.schema.rdf.terms import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import Quad, RdfFormat


@dataclass(frozen=True)
class RdfForm:
    """A form of RDF: suffix, media type, and whether it can hold named graphs."""

    name: str
    media_type: str
    title: str
    holds_graphs: bool = False

    @property
    def suffix(self) -> str:
        """The ending of file names and addresses."""
        return f".{self.name}"

    @property
    def content_type(self) -> str:
        """The media type, with the encoding where it does not say it by itself."""
        return f"{self.media_type}; charset=utf-8" if self.name == "ttl" else self.media_type

    @cached_property
    def format(self) -> "RdfFormat":
        """The same form by the name that pyoxigraph has for it."""
        from pyoxigraph import RdfFormat

        found = RdfFormat.from_extension(self.name)
        assert found is not None
        return found


#: All forms; of two that a client takes equally the first is chosen.
RDF_FORMS = {
    form.name: form
    for form in (
        RdfForm("ttl", "text/turtle", "Turtle"),
        RdfForm("nt", "application/n-triples", "N-Triples"),
        RdfForm("jsonld", "application/ld+json", "JSON-LD", holds_graphs=True),
        RdfForm("rdf", "application/rdf+xml", "RDF/XML"),
        RdfForm("nq", "application/n-quads", "N-Quads", holds_graphs=True),
        RdfForm("trig", "application/trig", "TriG", holds_graphs=True),
    )
}


#: The prefixes of what is said about deals; the vocabulary uses more.
DATA_PREFIXES = {
    name: PREFIXES[name]
    for name in ("dcat", "dcterms", "dg", "org", "prov", "rdf", "schema", "skos", "xsd")
}


def write(
    nquads: Iterable[str],
    form: RdfForm,
    output: IO[bytes],
    prefixes: Mapping[str, str] | None = None,
) -> None:
    """Write statements in a form, as they come; `nquads` is text of whole lines.

    Where the form holds no graphs, no line may name one. Nothing is kept in memory. The prefixes
    are those of data unless others are given.
    """
    if form.name in ("nq", "nt"):
        for text in nquads:
            output.write(text.encode())
        return
    from pyoxigraph import RdfFormat, parse, serialize

    is_xml = form.name == "rdf"
    quads = parse(_file(map(_for_xml, nquads) if is_xml else nquads), RdfFormat.N_QUADS)
    statements = quads if form.holds_graphs else map(attrgetter("triple"), quads)
    head = _OrderedHead(output, keep_returns=is_xml)
    declared = dict(prefixes or DATA_PREFIXES)
    serialize(statements, cast(IO[bytes], head), form.format, prefixes=declared)
    head.finish()


def written(
    nquads: Iterable[str], form: RdfForm, prefixes: Mapping[str, str] | None = None
) -> bytes:
    """Give statements in a form."""
    output = io.BytesIO()
    write(nquads, form, output, prefixes)
    return output.getvalue()


def from_turtle(turtle: str, form: RdfForm) -> bytes:
    """Give a small graph of ours, such as the vocabulary, in a form; Turtle stays as it is."""
    if form.name == "ttl":
        return turtle.encode()
    from pyoxigraph import RdfFormat, parse, serialize

    triples = [quad.triple for quad in parse(turtle, RdfFormat.TURTLE)]
    return ordered(serialize(triples, format=form.format, prefixes=PREFIXES) or b"")


def quads(nquads: Iterable[str]) -> "Iterator[Quad]":
    """Give statements as the objects of pyoxigraph."""
    from pyoxigraph import RdfFormat, parse

    return parse(_file(nquads), RdfFormat.N_QUADS)


def _file(texts: Iterable[str]) -> IO[bytes]:
    return cast(IO[bytes], _Stream(texts))


class _Stream(io.RawIOBase):
    """Text that comes piece by piece, to be read like a file."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = iter(texts)
        self._left = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """Give what is there, at most `size` bytes; nothing at the end."""
        while not self._left:
            text = next(self._texts, None)
            if text is None:
                return b""
            self._left = text.encode()
        size = len(self._left) if size < 0 else size
        given, self._left = self._left[:size], self._left[size:]
        return given


def _for_xml(text: str) -> str:
    """Replace what no XML document may hold; a record holds no other such signs."""
    return text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")


class _OrderedHead(io.RawIOBase):
    """Passes bytes on, with the declarations of prefixes in the order of letters.

    pyoxigraph writes them in another order each time; the same graph is to give the same bytes.
    With `keep_returns`, carriage returns are written as XML readers keep them.
    """

    def __init__(self, output: IO[bytes], *, keep_returns: bool = False) -> None:
        self._output = output
        self._keep_returns = keep_returns
        self._head: bytes | None = b""

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        """Take bytes; the head is held back until it is whole."""
        given = bytes(content)
        if self._keep_returns:
            given = given.replace(b"\r", b"&#13;")
        if self._head is None:
            self._output.write(given)
        else:
            self._head += given
            if len(self._head) > _LONGEST_HEAD:
                self.finish()
        return len(content)

    def finish(self) -> None:
        """Write the head, if it was held back."""
        if self._head is not None:
            self._output.write(ordered(self._head))
            self._head = None


_LONGEST_HEAD = 4_096
_TURTLE_HEAD = re.compile(rb"(?:@prefix [^\n]*\n)+")
_XML_HEAD = re.compile(rb'(<rdf:RDF)((?: xmlns:[\w-]+="[^"]*")+)')


def ordered(head: bytes) -> bytes:
    """Put the declarations of prefixes at the beginning of a text into the order of letters."""
    if found := _TURTLE_HEAD.match(head):
        return b"".join(sorted(found[0].splitlines(keepends=True))) + head[found.end() :]
    return _XML_HEAD.sub(lambda m: m[1] + b" " + b" ".join(sorted(m[2].split())), head, count=1)
