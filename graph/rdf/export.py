"""The whole graph in a file or as a stream of bytes, in any form of RDF, packed or not."""

import gzip
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from dealgraph.graph.connection import Connection
from dealgraph.graph.errors import GraphError
from dealgraph.graph.rdf.pipe import piped
from dealgraph.graph.rdf.sorting import sorted_lines
from dealgraph.graph.rdf.whole import GraphChangedError, WholeGraph
from dealgraph.schema.rdf.addresses import Iris
from dealgraph.schema.rdf.forms import RDF_FORMS, RdfForm, write

PACKED = ".gz"
#: How often an export begins anew when the graph is changed meanwhile.
ATTEMPTS = 3
#: Told how many nodes are read, and how many there are.
Progress = Callable[[int, int], None]


class ExportNameError(GraphError):
    """A file name that does not say in which form to write."""

    def __init__(self, name: str) -> None:
        known = ", ".join(form.suffix for form in RDF_FORMS.values())
        super().__init__(f"{name} must end in {known}, each also with {PACKED} behind it.")


@dataclass(frozen=True)
class Shape:
    """What an export is to be: the form, packed by gzip, sorted by lines."""

    form: RdfForm
    packed: bool = False
    sorted: bool = False

    @classmethod
    def of(cls, name: str, *, sorted: bool = False) -> "Shape":
        """Read the form from a file name such as `deals.nq.gz`; raises ExportNameError."""
        packed = name.lower().endswith(PACKED)
        suffix = Path(name.lower().removesuffix(PACKED)).suffix.removeprefix(".")
        if suffix not in RDF_FORMS:
            raise ExportNameError(name)
        return cls(RDF_FORMS[suffix], packed, sorted)


def nquads(
    connection: Connection,
    iris: Iris,
    *,
    graphs: bool = True,
    sorted: bool = False,
    progress: Progress = lambda done, of: None,
) -> Iterator[str]:
    """Give the whole graph as N-Quads, in pieces of whole lines, as it is in one revision.

    With `graphs`, what each publication says stands in the graph of its account; without, it is
    left out, and the text is N-Triples. Raises GraphChangedError when somebody writes meanwhile:
    what came before is then to be thrown away.
    """
    lines = _pieces(WholeGraph(connection, iris), graphs, progress)
    return sorted_lines(lines) if sorted else lines


def save(
    connection: Connection,
    iris: Iris,
    file: Path,
    *,
    sorted: bool = False,
    progress: Progress = lambda done, of: None,
    say: Callable[[str], None] = lambda line: None,
) -> None:
    """Write the whole graph to a file; it is there whole, or as it was before.

    A graph that changes meanwhile is read anew. Raises ExportNameError, and GraphChangedError
    when it never stood still.
    """
    shape = Shape.of(file.name, sorted=sorted)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with _replacing(file) as output:
                _save(connection, iris, shape, output, progress)
            return
        except GraphChangedError:
            if attempt == ATTEMPTS:
                raise
            say("The graph was changed while it was read: reading it anew.")


def stream(connection: Connection, iris: Iris, shape: Shape) -> Iterator[bytes]:
    """Give the whole graph as bytes, as they are made, by a thread that ends with the iterator.

    Raises GraphChangedError when the graph is changed meanwhile: what was given is then no whole.
    """
    return piped(lambda output: _save(connection, iris, shape, output, lambda done, of: None))


def _pieces(graph: WholeGraph, graphs: bool, progress: Progress) -> Iterator[str]:
    done, of = 0, graph.nodes()
    for chunk in graph.chunks():
        yield chunk.facts
        if graphs and chunk.accounts:
            yield chunk.accounts
        done += chunk.nodes
        progress(done, of)


def _save(connection: Connection, iris: Iris, shape: Shape, output: IO[bytes],
          progress: Progress) -> None:  # fmt: skip
    lines = nquads(connection, iris, graphs=shape.form.holds_graphs, sorted=shape.sorted,
                   progress=progress)  # fmt: skip
    with packing(output, shape.packed) as to:
        write(lines, shape.form, to)


@contextmanager
def packing(output: IO[bytes], packed: bool) -> Iterator[IO[bytes]]:
    """Pack what is written with gzip, or let it through; the same content gives the same bytes."""
    if not packed:
        yield output
        return
    with gzip.GzipFile(filename="", mode="wb", fileobj=output, mtime=0) as to:
        yield to  # type: ignore[misc]  # a GzipFile is a file in all but name


@contextmanager
def _replacing(file: Path) -> Iterator[IO[bytes]]:
    """Open a file beside, which takes the name at the end; it goes when something fails."""
    beside = file.with_name(f".{file.name}.part")
    try:
        with beside.open("wb") as output:
            yield output
            output.flush()
            os.fsync(output.fileno())
        beside.replace(file)
    except OSError as error:
        raise GraphError(f"{file} cannot be written: {error.strerror or error}.") from error
    finally:
        beside.unlink(missing_ok=True)
