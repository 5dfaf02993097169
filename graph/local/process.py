"""The server's process: launched apart from the terminal, watched until it answers, ended."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable

import neo4j
from neo4j.exceptions import AuthError, DriverError, Neo4jError

from dealgraph.graph.errors import ConfigurationError, LocalServerError, NotAnsweringError
from dealgraph.graph.local.configuration import HOST, Ports, as_text, configuration
from dealgraph.graph.local.files import explained, write_private
from dealgraph.graph.local.home import Home
from dealgraph.graph.local.installation import Installation
from dealgraph.graph.local.java import environment
from dealgraph.graph.local.ports import accepts
from dealgraph.graph.local.state import has_ended, process_of
from dealgraph.graph.local.waiting import within
from dealgraph.graph.settings import SERVICE_URL

READY_SECONDS = 180.0
STOP_SECONDS = 60.0
USERNAME = "neo4j"


def write_configuration(
    installation: Installation, home: Home, ports: Ports, service_url: str = SERVICE_URL
) -> None:
    """Write the home's neo4j.conf."""
    settings = configuration(installation.release, ports, service_url)
    write_private(home.configuration, as_text(settings))


def write_command(installation: Installation, home: Home, flags: list[str]) -> None:
    """Write the @file of the home's command."""
    folders = [f"--home-dir={home.path}", f"--config-dir={home.configuration.parent}"]
    main = [installation.release.main_class, *folders, "--console-mode"]
    write_private(home.arguments, installation.command(flags, main))


def launch(installation: Installation, home: Home) -> "subprocess.Popen[bytes]":
    """Start Java with the home's @file, its console in the home's log.

    The process gets a session of its own and no terminal: it survives the command that starts
    it, and a Ctrl-C in the terminal does not reach it.
    """
    with explained(home.log):
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
        console = os.open(home.log, flags, 0o600)
    try:
        process = subprocess.Popen(
            [str(installation.java), f"@{home.arguments}"],
            env=environment(home.path),
            cwd=home.path,
            stdin=subprocess.DEVNULL,
            stdout=console,
            stderr=console,
            start_new_session=True,
            umask=0o077,
            creationflags=_DETACHED,
        )
    finally:
        os.close(console)
    # Somebody has to take the exit code, or the ended server stays in the process list.
    threading.Thread(target=process.wait, daemon=True, name="dealgraph-neo4j").start()
    return process


if sys.platform == "win32":
    _DETACHED = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.DETACHED_PROCESS
else:
    _DETACHED = 0


def wait_until_ready(
    ports: Ports, password: str, is_alive: Callable[[], bool], ended: Callable[[], Exception]
) -> None:
    """Return when the server answers a query and Neo4j Browser can be opened.

    Raises what `ended` gives when the process is gone, NotAnsweringError when time is over,
    ConfigurationError when the password is refused.
    """
    deadline = time.monotonic() + READY_SECONDS
    while not (accepts(ports.bolt) and accepts(ports.http) and answers(ports.bolt, password)):
        if not is_alive():
            raise ended()
        if time.monotonic() > deadline:
            raise NotAnsweringError(f"Neo4j did not answer within {READY_SECONDS:.0f} s.")
        time.sleep(0.1)


def answers(bolt_port: int, password: str) -> bool:
    """Whether the server answers a query; raises ConfigurationError for a wrong password."""
    try:
        with connect(bolt_port, password) as driver, driver.session(database="neo4j") as session:
            session.run("RETURN 1").consume()
    except AuthError as exc:
        raise ConfigurationError(
            "The local Neo4j refuses the password in its password file. If you changed it, "
            "write the new one there."
        ) from exc
    except (DriverError, Neo4jError, OSError):
        return False
    return True


def connect(bolt_port: int, password: str) -> neo4j.Driver:
    """Return a driver for the server on that port of this machine."""
    return neo4j.GraphDatabase.driver(
        f"bolt://{HOST}:{bolt_port}",
        auth=(USERNAME, password),
        connection_timeout=5,
        connection_acquisition_timeout=10,
        notifications_min_severity="OFF",
        telemetry_disabled=True,
    )


def end(home: Home, pid: int, patience: float = STOP_SECONDS) -> None:
    """End the server of a home cleanly; one that does not listen is killed when time is over."""
    process = process_of(home, pid)
    if process is None:
        return
    process.terminate()
    if not within(patience, lambda: has_ended(process)):
        process.kill()
        if not within(10, lambda: has_ended(process)):
            raise LocalServerError(f"The Neo4j process {pid} cannot be ended.")
