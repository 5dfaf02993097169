"""`dealgraph load` and its relatives, on the command line."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from dealgraph.graph.connection import Connection
    from dealgraph.loaders.report import Report

FILE = click.Path(dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--dataset", help="Name of the dataset; by default that of each file.")
@click.option("--replace", metavar="DATASET", help="The files are all of DATASET: others go.")
@click.option("--dry-run", is_flag=True, help="Check everything, write nothing.")
@click.option("--report", type=FILE, help="Write the whole report there, as JSON.")
@click.option("--rejects", type=FILE, help="Write rejected lines there (.jsonl, .csv, .xlsx).")
def load(
    files: tuple[Path, ...],
    dataset: str | None,
    replace: str | None,
    dry_run: bool,
    report: Path | None,
    rejects: Path | None,
) -> None:
    """Load deal records from JSONL, CSV, XLSX or RDF files.

    RDF (.ttl, .nt, .nq, .trig, .jsonld, .rdf) is read in our own vocabulary: what was exported
    comes back as it was, and a deal may be written by hand.

    A line that is not right is rejected, with file, line, field, value and reason; the others
    go in. Loading a file again writes only what has changed. Exit code 1: lines were rejected.
    """
    if dataset and replace and dataset != replace:
        raise click.UsageError("--replace names the dataset already; leave --dataset out.")
    from dealgraph.loaders import load as loading
    from dealgraph.loaders.rejects import write_rejects

    with _graph() as connection, _counting("Loading") as progress:
        done = loading.load(connection, files, dataset or replace, replace=replace is not None,
                            dry_run=dry_run, progress=progress)  # fmt: skip
    if report:
        report.write_text(json.dumps(done.as_json(), ensure_ascii=False, indent=1) + "\n")
    if rejects and done.rejects:
        write_rejects(rejects, done.rejects)
    _show(done)


@click.command()
@click.argument("deal")
def withdraw(deal: str) -> None:
    """Take DEAL out, with all its records and all that only it needed."""
    from dealgraph.loaders import load as loading

    with _graph() as connection:
        records = loading.withdraw(connection, deal)
    click.echo(f"{deal} is out, with {records} record{'' if records == 1 else 's'}.")


@click.command()
@click.argument("folder", type=FOLDER)
def dump(folder: Path) -> None:
    """Write the stored records to FOLDER, one JSONL file a dataset; load them to restore."""
    from dealgraph.loaders import load as loading

    with _graph() as connection:
        written = loading.dump(connection, folder)
    for dataset, records in written.items():
        click.echo(f"{folder / dataset}.jsonl: {records} records")
    if not written:
        click.echo("The graph holds no records.")


@click.command()
def recompute() -> None:
    """Make everything anew from the stored records; this must change nothing."""
    from dealgraph.loaders import load as loading

    with _graph() as connection, _counting("Recomputing") as progress:
        done = loading.recompute(connection, progress)
    click.echo(f"{done.records} deals made anew.")
    for warning in done.warnings:
        click.echo(f"  {warning}", err=True)
    for deal, why in done.faults.items():
        click.echo(f"  {deal} was left as it was: {why}", err=True)
    if done.faults:
        sys.exit(1)


@click.command()
@click.argument("file", type=FILE)
def template(file: Path) -> None:
    """Write an empty FILE (.csv or .xlsx) with the columns that can be loaded."""
    from dealgraph.loaders.lines import FileError
    from dealgraph.loaders.template import write_template

    if file.exists():
        raise click.ClickException(f"{file} exists already; it is left as it is.")
    try:
        write_template(file)
    except FileError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{file} is ready to be filled in; then: dealgraph load {file}")


@contextmanager
def _graph() -> "Iterator[Connection]":
    """Connect to the graph; every error in it is one plain message and exit code 1."""
    from dealgraph.graph.connection import connect
    from dealgraph.graph.errors import GraphError
    from dealgraph.graph.settings import Settings
    from dealgraph.loaders.lines import FileError

    try:
        with connect(Settings.from_env(), lambda line: click.echo(line, err=True)) as connection:
            yield connection
    except (GraphError, FileError) as error:
        raise click.ClickException(str(error)) from error


@contextmanager
def _counting(title: str) -> Iterator[Callable[[int], None]]:
    """Count records on a terminal; elsewhere the report at the end says it all."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console

    with Console(stderr=True).status(f"{title} ...") as status:
        yield lambda done: status.update(f"{title} ... {done:,} records")


def _show(done: "Report") -> None:
    for line in done.lines():
        click.echo(line)
    if done.graph:
        click.echo("The graph holds " + ", ".join(_counted(done.graph)) + ".")
    if done.rejects:
        sys.exit(1)


def _counted(graph: dict[str, int]) -> Iterator[str]:
    for label, plural in (
        ("Deal", "deals"),
        ("Company", "companies"),
        ("Asset", "assets"),
        ("Target", "targets"),
        ("Right", "rights"),
        ("Event", "events"),
        ("Source", "sources"),
    ):
        yield f"{graph.get(label, 0):,} {plural}"
