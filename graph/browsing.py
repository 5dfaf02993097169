"""`dealgraph neo4j browser`: the graph in Neo4j Browser, with a question's query filled in."""

import os
import sys
import webbrowser
from typing import TYPE_CHECKING, Any

import click

from dealgraph.graph.commands import QUERIES, QuestionCommand, Questions, plainly
from dealgraph.graph.errors import ConfigurationError
from dealgraph.graph.options import given
from dealgraph.graph.output import note
from dealgraph.queries.catalogue import Catalogue, Question

if TYPE_CHECKING:
    from dealgraph.graph.browser import Browser
    from dealgraph.graph.settings import Settings


class Links(Questions):
    """A group with one command for each question, which links to its query."""

    def command_of(self, question: Question) -> click.Command:
        """Make the command of a question."""
        return QuestionCommand(question, lambda **values: _link(question, values))


@click.command(
    cls=Links, invoke_without_command=True, subcommand_metavar="[QUESTION [--PARAMETER VALUE]...]"
)
@click.option(
    "--conf", is_flag=True, help="Print the lines of neo4j.conf that other servers need, and end."
)
@click.option(QUERIES, expose_value=False, multiple=True, help="Folder with your own questions.")
@click.pass_context
def browser(ctx: click.Context, conf: bool) -> None:
    """Open Neo4j Browser, with the query of a question in its editor.

    Prints the link, and opens it when run in a terminal on a desktop. A link cannot log in: the
    password has to be typed once. The parameters are those of `dealgraph ask QUESTION`.
    """
    if conf:
        _print_conf()
        ctx.exit()
    if ctx.invoked_subcommand is None:
        with plainly():
            found = _browser(_settings())
            _show(found.start, found)


def _link(question: Question, values: dict[str, Any]) -> None:
    with plainly():
        from dealgraph.graph.asking import Asker
        from dealgraph.graph.connection import connect

        with connect(_settings(), say=note) as connection:
            asker = Asker(connection, Catalogue([question]))
            link = asker.link(question, given(question, values))
            found = connection.browser
        _show(link, found)


def _print_conf() -> None:
    from dealgraph.graph.local.configuration import HARDENING, in_browser

    telemetry = "client.allow_telemetry"
    lines = in_browser(_settings().service_url) | {telemetry: HARDENING[telemetry]}
    for name, value in lines.items():
        click.echo(f"{name}={value}")


def _settings() -> "Settings":
    from dealgraph.graph.settings import Settings

    return Settings.from_env()


def _browser(settings: "Settings") -> "Browser":
    """Find Neo4j Browser; a local server that does not run is started."""
    if settings.uri:
        from dealgraph.graph.browser import UNKNOWN_BROWSER
        from dealgraph.graph.connection import browser_of

        if found := browser_of(settings):
            return found
        raise ConfigurationError(UNKNOWN_BROWSER)
    from dealgraph.graph.local.server import ensure_running

    return ensure_running(settings, note).browser


def _show(link: str, found: "Browser | None") -> None:
    click.echo(link)
    if found and found.login:
        note(f"Log in as {found.login}")
    if sys.stdout.isatty() and _has_desktop():
        webbrowser.open(link)


def _has_desktop() -> bool:
    """Tell whether a window can be opened: elsewhere a text browser would take the terminal."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool({"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys())
