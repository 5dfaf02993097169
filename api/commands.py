"""The commands that serve: from the shell to a running web service."""

import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from dealgraph.graph.browser import Browser
    from dealgraph.graph.connection import Connection
    from dealgraph.graph.settings import Settings
    from dealgraph.queries.catalogue import Catalogue

LOOPBACK = ("127.0.0.1", "localhost", "::1")
EVERY_ADDRESS = ("0.0.0.0", "::")
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
PORT = click.IntRange(0, 65535)
SHOWN_LINKS = 5
STALE = "For style and guide of this one in Neo4j Browser: dealgraph neo4j stop, then again."


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=PORT, help="0 takes a free port.")
@click.option("--queries", multiple=True, type=FOLDER, help="Folder with more question files.")
@click.option("--access-log", is_flag=True, help="Write a line for each request.")
def serve(host: str, port: int, queries: tuple[Path, ...], access_log: bool) -> None:
    """Answer the questions over HTTP, until Ctrl-C.

    The graph is that of NEO4J_URI, or else of the local Neo4j: the one that runs, or one that is
    started now and stopped at the end.
    """
    from dealgraph.graph.errors import GraphError
    from dealgraph.graph.settings import Settings
    from dealgraph.queries.catalogue import Catalogue
    from dealgraph.queries.faults import CatalogueError

    try:
        catalogue = Catalogue.bundled(*queries)
        with listening(host, port) as sock, graph(Settings.from_env(), sock) as connection:
            run(connection, catalogue, sock, access_log=access_log)
    except (GraphError, CatalogueError) as error:
        raise click.ClickException(str(error)) from error


def run(
    connection: "Connection",
    catalogue: "Catalogue",
    sock: socket.socket,
    *,
    access_log: bool = False,
) -> None:
    """Serve on a socket that listens already, until Ctrl-C."""
    import uvicorn

    from dealgraph.api.app import create_app
    from dealgraph.api.settings import ServiceSettings

    settings = ServiceSettings.from_env()
    listening_on = {_in_url(sock.getsockname()[0])}  # who asked for this address may use it
    settings = replace(settings, allowed_hosts=settings.allowed_hosts | listening_on)
    config = uvicorn.Config(
        create_app(connection, catalogue, settings),
        access_log=access_log,
        log_level="info" if access_log else "warning",
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    click.echo("\n".join(welcome(sock, catalogue, connection.browser)))
    try:
        uvicorn.Server(config).run(sockets=[sock])
    except KeyboardInterrupt:  # uvicorn has ended everything in order and passes the signal on
        click.echo("Stopped.")


@contextmanager
def graph(settings: "Settings", sock: socket.socket | None) -> "Iterator[Connection]":
    """Open the graph to serve on a socket, if any.

    A local server that is started for this is stopped at the end, on SIGTERM too; so is one that
    a command like this left when it was killed. Its Neo4j Browser takes style and guide from the
    port of the socket.
    """
    from dealgraph.graph.connection import connect, open_local
    from dealgraph.graph.deciding import use_decisions

    use_decisions(settings)
    if settings.uri:
        with connect(settings, click.echo) as connection:
            connection.verify()
            yield connection
        return
    from dealgraph.graph.local.server import ensure_running, stop

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    settings = _with_service(settings, sock) if sock else settings
    server = ensure_running(settings, click.echo, for_a_while=True)
    if sock and server.service_url != settings.service_url:
        click.echo(f"Neo4j was started for a service at {server.service_url}. {STALE}")
    try:
        with open_local(server) as connection:
            yield connection
    finally:
        if server.to_stop:
            stop(settings)


def _with_service(settings: "Settings", sock: socket.socket) -> "Settings":
    """Set the address of the service as it is, unless the environment names another."""
    from dealgraph.graph.settings import SERVICE_URL

    here = f"http://localhost:{sock.getsockname()[1]}"
    return replace(settings, service_url=here) if settings.service_url == SERVICE_URL else settings


@contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """Open the socket to serve on, before anything slow is started.

    Raises click.ClickException when the port is taken or the address is not this machine's.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        sock = socket.create_server((host, port), family=family)
    except OSError as error:
        reason = error.strerror or str(error)
        raise click.ClickException(
            f"Cannot listen on {host} port {port}: {reason}. "
            f"Another port can be taken with --port, for example --port {port + 1}."
        ) from error
    with sock:
        yield sock


def welcome(
    sock: socket.socket, catalogue: "Catalogue", browser: "Browser | None" = None
) -> list[str]:
    """Give the lines that say where the service answers, with links to try."""
    host, port = sock.getsockname()[:2]
    base = f"http://{_in_url(host)}:{port}"
    lines = [
        "",
        f"dealgraph answers at {base}",
        *(f"  {base}{address}" for address in _tries(catalogue)),
    ]
    lines += [f"  all {len(catalogue)} questions  {base}/", f"  API reference     {base}/docs"]
    lines += _browser_lines(browser) if browser else []
    if host not in LOOPBACK:
        lines.append(
            f"It listens on {host}: other machines can reach it and read everything. They must "
            "ask for a name that DEALGRAPH_ALLOWED_HOSTS lists."
        )
    return [*lines, "Ctrl-C stops it.", ""]


def _tries(catalogue: "Catalogue") -> list[str]:
    """Give the first question of each folder, so that all kinds of them are met."""
    from dealgraph.api.addresses import example_address

    first: dict[Path, str] = {}
    for question in catalogue.values():
        if address := example_address(question):
            first.setdefault(question.file.parent, address)
    return list(first.values())[:SHOWN_LINKS]


def _browser_lines(browser: "Browser") -> list[str]:
    lines = [f"  Neo4j Browser     {browser.start}"]
    lines += [f"                    {browser.login}"] if browser.login else []
    return [*lines, f"  a first drawing   {browser.first}"]


def _in_url(host: str) -> str:
    """Name the host as a URL does; a socket on every address is reached as localhost."""
    if host in EVERY_ADDRESS:
        return "localhost"
    return f"[{host}]" if ":" in host else host
