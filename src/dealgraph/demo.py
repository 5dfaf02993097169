"""`dealgraph demo`, the one command that goes through every room: load, answer, serve."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from dealgraph.api.commands import PORT, graph, listening, run

if TYPE_CHECKING:
    from dealgraph.graph.asking import Asker
    from dealgraph.graph.connection import Connection

BUNDLED = ("deals-china-outbound.jsonl", "deals-rest-of-world.jsonl")
#: What the demo asks: a question's name and its parameters.
ASKED: tuple[tuple[str, Mapping[str, object]], ...] = (
    ("partner-network", {"company": "Innovent", "limit": 6}),
    ("flow-totals", {"start": "CN", "end": "US", "since": "2022-01-01"}),
    ("dealmakers", {"role": "licensee", "by": "upfront", "limit": 5}),
)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=PORT, help="0 takes a free port.")
@click.option("--no-serve", is_flag=True, help="End after the answers.")
def demo(host: str, port: int, no_serve: bool) -> None:
    """Load the bundled deals, show three answers, and serve until Ctrl-C.

    The graph is that of NEO4J_URI, or else of the local Neo4j, which is fetched the first time.
    """
    from dealgraph.graph.asking import Asker
    from dealgraph.graph.errors import GraphError
    from dealgraph.graph.settings import Settings
    from dealgraph.queries.catalogue import Catalogue

    catalogue = Catalogue.bundled()
    try:
        with (
            listening(host, 0 if no_serve else port) as sock,
            graph(Settings.from_env(), None if no_serve else sock) as connection,
        ):
            _load(connection)
            _answer(Asker(connection, catalogue))
            if not no_serve:
                run(connection, catalogue, sock)
    except GraphError as error:
        raise click.ClickException(str(error)) from error


def _load(connection: "Connection") -> None:
    from dealgraph.data import path
    from dealgraph.loaders.load import load

    click.echo("Loading the bundled deals ...")
    report = load(connection, [path(name) for name in BUNDLED])
    click.echo(next(report.lines()))


def _answer(asker: "Asker") -> None:
    from dealgraph.graph.tables import as_text_table

    for name, parameters in ASKED:
        question = asker.catalogue[name]
        answer = asker.ask(question, parameters)
        given = " ".join(f"--{k.replace('_', '-')} {v}" for k, v in parameters.items())
        click.echo(f"\n{question.question}\n$ dealgraph ask {name} {given}")
        click.echo(as_text_table(answer))
