"""`python -m benchmarks.export`: whole graphs as N-Quads, against libraries that need no database.

Ours reads the graph from a running Neo4j and writes a file. The others have the same statements in
memory as plain tuples; they make their objects of them and write those.
"""

import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
import pyoxigraph as ox
import rdflib

from benchmarks import loading, synthetic
from benchmarks.server import database
from benchmarks.timing import Timings
from dealgraph.graph.connection import Connection, open_at
from dealgraph.graph.local.server import Server
from dealgraph.graph.rdf.export import nquads
from dealgraph.loaders.load import load
from dealgraph.schema.rdf.addresses import Iris

#: Ours to pyoxigraph, ours to rdflib: at least so many times its statements a second.
GOALS = {"pyoxigraph": 0.5, "rdflib": 5.0}
#: Statements that the others make and write; rdflib needs 2 kB for each.
MOST = 300_000
ROUNDS = 3

#: Subject, predicate, object, its datatype or language (or None for an IRI), graph or None.
Row = tuple[str, str, str, str | None, str | None]

#: What the kernel says of this process alone: `ru_maxrss` starts from what its parent held.
_MEASURE = """
import re, sys
from pathlib import Path
from dealgraph.graph.connection import open_at
from dealgraph.graph.rdf.export import save
from dealgraph.schema.rdf.addresses import Iris
with open_at(sys.argv[1], sys.argv[2], sys.stdin.readline().strip() or None) as connection:
    save(connection, Iris(), Path(sys.argv[3]))
status = Path("/proc/self/status").read_text()
print(int(re.search(r"VmHWM:\\s+(\\d+) kB", status)[1]) // 1024)
"""


@click.command()
@click.option("--deals", default=20_000, show_default=True, help="Synthetic deals.")
def main(deals: int) -> None:
    """Measure the export of a graph of synthetic deals, in speed and in memory."""
    with (
        TemporaryDirectory() as folder,
        database() as server,
        open_at(server.bolt_uri, server.username, server.password) as connection,
    ):
        loading.empty(connection)
        peaks = []
        for number in (deals // 4, deals):
            file = synthetic.write(Path(folder) / f"synthetic-{number}.jsonl", number)
            load(connection, [file], dataset="synthetic")
            peaks.append((number, _peak(server, Path(folder))))
        text = "".join(nquads(connection, Iris()))
        print("\n".join(_lines(connection, text, peaks)))


def _lines(connection: Connection, text: str, peaks: list[tuple[int, int]]) -> Iterable[str]:
    count = text.count("\n")
    rows = list(islice(map(_row, ox.parse(text, ox.RdfFormat.N_QUADS)), MOST))
    ours = _rate(lambda: _ours(connection), count)
    yield f"{count:,} quads; others write the first {len(rows):,} of them"
    yield f"{'ours, from a running Neo4j':<32}{ours:>12,.0f} quads/s"
    for name, work in (("pyoxigraph", _pyoxigraph), ("rdflib", _rdflib)):
        other = _rate(lambda work=work: work(rows), len(rows))  # type: ignore[misc]
        ratio = ours / other
        verdict = "ok" if ratio >= GOALS[name] else "under"
        yield (
            f"{f'{name}, from memory to memory':<32}{other:>12,.0f} quads/s"
            f"{ratio:>8.2f} x{GOALS[name]:>6.1f}  {verdict}"
        )
    for number, peak in peaks:
        yield f"{f'peak memory at {number:,} deals':<32}{peak:>12,} MB"


def _rate(work: Callable[[], object], count: int) -> float:
    timings = Timings()
    for _ in range(ROUNDS):
        timings.take(work)
    return count / timings.median


def _ours(connection: Connection) -> None:
    with open(os.devnull, "wb") as file:
        for piece in nquads(connection, Iris()):
            file.write(piece.encode())


def _row(quad: ox.Quad) -> Row:
    value: Any = quad.object
    kind = None
    if isinstance(value, ox.Literal):
        kind = f"@{value.language}" if value.language else value.datatype.value
    graph = quad.graph_name
    named = graph.value if isinstance(graph, ox.NamedNode) else None
    subject: Any = quad.subject
    return subject.value, quad.predicate.value, value.value, kind, named


def _pyoxigraph(rows: list[Row]) -> None:
    def literal(value: str, kind: str) -> ox.Literal:
        if kind.startswith("@"):
            return ox.Literal(value, language=kind[1:])
        return ox.Literal(value, datatype=ox.NamedNode(kind))

    quads = (
        ox.Quad(
            ox.NamedNode(s),
            ox.NamedNode(p),
            ox.NamedNode(o) if kind is None else literal(o, kind),
            ox.DefaultGraph() if g is None else ox.NamedNode(g),
        )
        for s, p, o, kind, g in rows
    )
    ox.serialize(quads, io.BytesIO(), ox.RdfFormat.N_QUADS)


def _rdflib(rows: list[Row]) -> None:
    def literal(value: str, kind: str) -> rdflib.Literal:
        if kind.startswith("@"):
            return rdflib.Literal(value, lang=kind[1:])
        return rdflib.Literal(value, datatype=rdflib.URIRef(kind))

    dataset = rdflib.Dataset()
    for s, p, o, kind, g in rows:
        graph = dataset.default_graph if g is None else rdflib.URIRef(g)
        value = rdflib.URIRef(o) if kind is None else literal(o, kind)
        dataset.add((rdflib.URIRef(s), rdflib.URIRef(p), value, graph))  # type: ignore[arg-type]
    dataset.serialize(format="nquads")


def _peak(server: Server, folder: Path) -> int:
    """Export in a process of its own, and give its peak memory in megabytes."""
    command = [sys.executable, "-c", _MEASURE, server.bolt_uri, server.username]
    done = subprocess.run(
        [*command, str(folder / "all.nq")],
        input=f"{server.password or ''}\n",
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return int(done.stdout)


if __name__ == "__main__":
    main()
