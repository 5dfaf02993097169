"""Start, find and stop the local server: one home has one server, whoever asks for it."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from dealgraph.graph.browser import Browser
from dealgraph.graph.errors import EndedEarlyError
from dealgraph.graph.local.configuration import HOST, Ports, kit_source
from dealgraph.graph.local.diagnosis import ensure_store_free, why_ended
from dealgraph.graph.local.extra import package
from dealgraph.graph.local.files import ensure_space, locked
from dealgraph.graph.local.home import Home
from dealgraph.graph.local.installation import Installation, install
from dealgraph.graph.local.java import flags_for
from dealgraph.graph.local.password import ensure_password, read_password
from dealgraph.graph.local.ports import choose_ports
from dealgraph.graph.local.process import (
    USERNAME,
    answers,
    end,
    launch,
    wait_until_ready,
    write_command,
    write_configuration,
)
from dealgraph.graph.local.releases import release
from dealgraph.graph.local.state import Keeper, State, process_of, running, write_state
from dealgraph.graph.local.training import ensure_trained, give_up, start_up_flags
from dealgraph.graph.settings import Settings

Say = Callable[[str], None]

# Room for an empty store and its logs.
SPACE_BYTES = 100_000_000


@dataclass(frozen=True)
class Server:
    """A running local server and how to reach it."""

    bolt_uri: str
    http_uri: str
    username: str
    password: str = field(repr=False)
    pid: int
    version: str
    home: Path
    #: Where its Neo4j Browser takes style and guide from; None for one started long ago.
    service_url: str | None
    #: Whether this call started it.
    started_here: bool
    #: Whether the caller, who needs it for a while, is to stop it.
    to_stop: bool

    @property
    def browser(self) -> Browser:
        """Neo4j Browser of this server."""
        password = Home(self.home).password
        return Browser.of_local(self.http_uri, self.bolt_uri, self.username, password)


def ensure_running(
    settings: Settings, say: Say, *, fast_start: bool = False, for_a_while: bool = False
) -> Server:
    """Return the running server of the home, or fetch what is missing and start one.

    `fast_start` is for servers that live for minutes: they never become as fast as others.
    `for_a_while` says that the caller stops it in the end, where the answer has `to_stop`: when
    it was started now, or for somebody who was killed before stopping it.
    `settings.uri` does not matter here: whoever calls has decided for the local server.
    Raises the kinds of LocalServerError, and ConfigurationError for a setting or password.
    """
    release(settings.neo4j_version)  # an unknown version must not leave a folder behind
    package("psutil")  # found missing after the launch, it would leave a process behind
    home = Home.of(settings.home, settings.neo4j_version)
    home.make()
    with locked(home.lock, say):
        state = running(home)
        if state:
            with suppress(EndedEarlyError):  # it was about to end: a new one takes its place
                return _found(settings, home, state, say, for_a_while=for_a_while)
        keeper = Keeper.this_process() if for_a_while else None
        return _start(settings, home, say, keeper, fast_start=fast_start)


def status(settings: Settings) -> Server | None:
    """Return the running server of the home, or None."""
    home = Home.of(settings.home, settings.neo4j_version)
    state = running(home)
    return _server(settings, home, state) if state else None


def stop(settings: Settings, say: Say = lambda line: None) -> bool:
    """Stop the server of the home cleanly; return False when none is running."""
    home = Home.of(settings.home, settings.neo4j_version)
    if not home.path.is_dir():
        return False
    with locked(home.lock, say):
        state = running(home)
        if state:
            end(home, state.pid)
        home.state.unlink(missing_ok=True)
    return state is not None


def _found(settings: Settings, home: Home, state: State, say: Say, *, for_a_while: bool) -> Server:
    """Return a server that runs already; its start may have been left in the middle."""
    to_stop = for_a_while and state.is_left_over
    if to_stop:
        say(f"Neo4j was left running as process {state.pid}; it is stopped at the end")
        write_state(home, replace(state, keeper=Keeper.this_process()))
    server = _server(settings, home, state, to_stop=to_stop)
    if not answers(state.bolt_port, server.password):
        say(f"Neo4j runs as process {state.pid} and does not answer yet; waiting")
    wait_until_ready(
        state.ports,
        server.password,
        is_alive=lambda: process_of(home, state.pid) is not None,
        ended=lambda: EndedEarlyError(None, home.log, []),
    )
    return server


def _start(
    settings: Settings, home: Home, say: Say, keeper: Keeper | None, *, fast_start: bool
) -> Server:
    ensure_store_free(home)
    ensure_space(home.path, SPACE_BYTES)
    choose_ports(settings)  # a taken port is said before minutes of fetching
    installation = install(settings, say)
    if settings.aot and not fast_start:
        ensure_trained(installation, settings.cache, say)
    ensure_password(installation, home)
    say(f"Starting Neo4j {settings.neo4j_version}")
    began = time.monotonic()
    state = _launch(settings, installation, home, say, keeper, fast_start=fast_start)
    say(f"Neo4j is ready after {time.monotonic() - began:.1f} s")
    return _server(settings, home, state, started_here=True, to_stop=keeper is not None)


def _launch(settings: Settings, installation: Installation, home: Home, say: Say,
            keeper: Keeper | None, *, fast_start: bool) -> State:  # fmt: skip
    """Launch with the start-up cache; when Java cannot bear it, without."""
    ports = choose_ports(settings)
    write_configuration(installation, home, ports, settings.service_url)
    flags = flags_for(installation.release, fast_start=fast_start)
    quick = start_up_flags(installation, settings.cache) if settings.aot else []
    try:
        return _attempt(installation, home, ports, [*flags, *quick], keeper)
    except EndedEarlyError as exc:
        if not quick or not exc.is_java_crash:
            raise
        state = _attempt(installation, home, ports, flags, keeper)
        give_up(installation, settings.cache, str(exc), say)
        return state


def _attempt(installation: Installation, home: Home, ports: Ports, flags: list[str],
             keeper: Keeper | None) -> State:  # fmt: skip
    """Launch and wait; a start that fails or is interrupted leaves no process behind."""
    write_command(installation, home, flags)
    process = launch(installation, home)
    state = State(process.pid, ports.bolt, ports.http, keeper)
    try:
        write_state(home, state)
        wait_until_ready(
            ports,
            read_password(home),
            is_alive=lambda: process.poll() is None,
            ended=lambda: why_ended(home, process.returncode),
        )
    except BaseException:
        end(home, process.pid)
        home.state.unlink(missing_ok=True)
        raise
    return state


def _server(settings: Settings, home: Home, state: State, *, started_here: bool = False,
            to_stop: bool = False) -> Server:  # fmt: skip
    return Server(
        bolt_uri=f"bolt://{HOST}:{state.bolt_port}",
        http_uri=f"http://{HOST}:{state.http_port}",
        username=USERNAME,
        password=read_password(home),
        pid=state.pid,
        version=settings.neo4j_version,
        home=home.path,
        service_url=kit_source(home.configuration.read_text("utf-8")),
        started_here=started_here,
        to_stop=to_stop,
    )
