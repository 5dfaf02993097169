"""`dealgraph neo4j start|stop|status`: the Neo4j that pip installs, on the command line."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import click

from dealgraph.graph.browsing import browser
from dealgraph.graph.errors import GraphError
from dealgraph.graph.local import server
from dealgraph.graph.local.home import Home
from dealgraph.graph.settings import Settings

P = ParamSpec("P")


@click.group()
def neo4j() -> None:
    """The Neo4j that pip installs: a real server, for you alone, on this machine."""


neo4j.add_command(browser)


def plainly(command: Callable[P, None]) -> Callable[P, None]:
    """Show the errors of the graph as one message and exit code 1, never as a stack trace."""

    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except GraphError as exc:
            raise click.ClickException(str(exc)) from exc

    return wrapped


@neo4j.command()
@plainly
def start() -> None:
    """Start the server, or find the one that runs; the first time fetches it."""
    settings = Settings.from_env()
    show(server.ensure_running(settings, say=click.echo), settings)
    if settings.uri:
        click.echo("NEO4J_URI is set: other commands use that server, not this one.")


@neo4j.command()
@plainly
def stop() -> None:
    """Stop the server cleanly; its data stays."""
    stopped = server.stop(Settings.from_env(), say=click.echo)
    click.echo("Stopped." if stopped else "No server was running.")


@neo4j.command()
@plainly
def status() -> None:
    """Say whether the server runs, and where; exit code 1 when it does not."""
    settings = Settings.from_env()
    found = server.status(settings)
    if found is None:
        raise click.ClickException("No server is running; start one with: dealgraph neo4j start")
    show(found, settings)


def show(found: server.Server, settings: Settings) -> None:
    """Say what a person needs to connect; the password only by its file."""
    home = Home.of(settings.home, settings.neo4j_version)
    click.echo(f"Neo4j {found.version} runs as process {found.pid}.")
    click.echo(f"  Bolt      {found.bolt_uri}")
    click.echo(f"  Browser   {found.browser.start}")
    click.echo(f"  user      {found.username}")
    click.echo(f"  password  in {home.password}")
    click.echo(f"  data      {found.home}")
