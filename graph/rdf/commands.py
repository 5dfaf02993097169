"""`dealgraph export`: the whole graph in a file, on the command line."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dealgraph.graph.commands import connected, plainly
from dealgraph.graph.output import note

if TYPE_CHECKING:
    from dealgraph.graph.rdf.export import Progress


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--sorted", "sort", is_flag=True, help="Sort the statements, to compare exports.")
def export(file: Path, sort: bool) -> None:
    """Write the whole graph to FILE as RDF.

    The name says in which form: .nq, .trig and .jsonld hold what each publication says in a graph
    of its own; .ttl, .nt and .rdf hold what dealgraph shows. With .gz behind it the file is packed.
    Memory does not grow with the graph. IRIs begin with DEALGRAPH_BASE_IRI.
    """
    from dealgraph.graph.rdf.export import Shape, save
    from dealgraph.graph.settings import Settings
    from dealgraph.schema.rdf.addresses import Iris

    with plainly():
        Shape.of(file.name)
        iris = Iris(Settings.from_env().base_iri)
        with connected() as connection, _bar() as progress:
            save(connection, iris, file, sorted=sort, progress=progress, say=note)
    note(f"Wrote {file} ({file.stat().st_size:,} bytes).")


@contextmanager
def _bar() -> "Iterator[Progress]":
    """Show a bar on a terminal; elsewhere the line at the end says it all."""
    if not sys.stderr.isatty():
        yield lambda done, of: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading", total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)
