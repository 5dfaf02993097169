"""The start-up cache: one training run lets every later start take half the time.

It can be left out (DEALGRAPH_AOT=0), thrown away and ended in the middle: a server starts without
it, only slower. Java itself refuses a cache that does not fit, and starts without.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import neo4j
from neo4j.exceptions import DriverError, Neo4jError

from dealgraph.graph.errors import GraphError
from dealgraph.graph.local.diagnosis import why_ended
from dealgraph.graph.local.files import ensure_space, locked, private_folder, write_private
from dealgraph.graph.local.home import Home
from dealgraph.graph.local.installation import Installation
from dealgraph.graph.local.java import flags_for
from dealgraph.graph.local.password import ensure_password, read_password
from dealgraph.graph.local.ports import free_ports
from dealgraph.graph.local.process import (
    connect,
    end,
    launch,
    wait_until_ready,
    write_command,
    write_configuration,
)
from dealgraph.graph.local.state import State, running, write_state

# The first Java that makes such a cache in one run.
FIRST_JAVA = 25
#: Java needs 15 to 30 s after the server's stop to write 170 MB.
STOP_SECONDS = 300.0
SPACE_BYTES = 600_000_000


def start_up_flags(installation: Installation, cache: Path) -> list[str]:
    """Return the flag that uses the start-up cache, or nothing when there is none."""
    if installation.release.java < FIRST_JAVA:
        return []
    place = start_up_cache(installation, cache)
    # Java's warnings about single entries that it leaves out are of no use to anybody here.
    return [f"-XX:AOTCache={place}", "-Xlog:aot*=error"] if place.exists() else []


def start_up_cache(installation: Installation, cache: Path) -> Path:
    """Return where the cache of exactly this Java, these jars and these flags lies.

    Java compares the jars by path, size and time, so a jar fetched anew makes a new cache.
    """
    runtime = installation.java.parent.parent / "lib" / "modules"
    parts = flags_for(installation.release, fast_start=False)
    for path in (runtime, *installation.jars):
        told = path.stat()
        parts.append(f"{path} {told.st_size} {told.st_mtime_ns}")
    key = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
    return cache / "start-up" / f"neo4j-{installation.release.version}-{key}.aot"


def ensure_trained(installation: Installation, cache: Path, say: Callable[[str], None]) -> None:
    """Make the start-up cache unless there is one; a failure is said and not tried again."""
    place = start_up_cache(installation, cache)
    if installation.release.java < FIRST_JAVA or place.exists() or _mark(place).exists():
        return
    private_folder(place.parent)
    with locked(cache / "training.lock", say):
        if place.exists():
            return
        say("Training the start-up cache: once, about a minute. DEALGRAPH_AOT=0 leaves it out.")
        try:
            _train(installation, place)
        except (GraphError, DriverError, Neo4jError, OSError) as exc:
            give_up(installation, cache, str(exc), say)


def give_up(
    installation: Installation, cache: Path, reason: str, say: Callable[[str], None]
) -> None:
    """Throw the start-up cache away and leave a mark, so that no start pays for it again."""
    place = start_up_cache(installation, cache)
    place.unlink(missing_ok=True)
    write_private(_mark(place), reason + "\n")
    say(f"The start-up cache does not work here, starts take longer; why: {_mark(place)}")


def _mark(place: Path) -> Path:
    return place.with_suffix(".failed")


def _train(installation: Installation, place: Path) -> None:
    """Run a server on a scratch home, ask it what is typical, and let Java write the cache."""
    _clear_left_overs(place.parent, installation.release.version)
    ensure_space(place.parent, SPACE_BYTES)
    with TemporaryDirectory(prefix="training-", dir=place.parent) as folder:
        scratch = Home.of(Path(folder), installation.release.version)
        written = Path(folder) / "cache.aot"
        with _server_in_training(installation, scratch, written) as bolt_port:
            _ask(bolt_port, read_password(scratch))
        for old in place.parent.glob(f"neo4j-{installation.release.version}-*.aot"):
            old.unlink()
        written.replace(place)


def _clear_left_overs(folder: Path, version: str) -> None:
    """End and remove what a killed command left; the lock says that no training is under way."""
    for left in folder.glob("training-*"):
        state = running(Home.of(left, version))
        if state:
            end(Home.of(left, version), state.pid)
        shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _server_in_training(installation: Installation, scratch: Home, output: Path) -> Iterator[int]:
    """Give the Bolt port of a server whose clean stop writes the cache."""
    scratch.make()
    ensure_password(installation, scratch)
    ports = free_ports()
    flags = flags_for(installation.release, fast_start=False)
    write_configuration(installation, scratch, ports)
    write_command(installation, scratch, [*flags, f"-XX:AOTCacheOutput={output}"])
    process = launch(installation, scratch)
    write_state(scratch, State(process.pid, ports.bolt, ports.http))
    try:
        wait_until_ready(
            ports,
            read_password(scratch),
            is_alive=lambda: process.poll() is None,
            ended=lambda: why_ended(scratch, process.returncode),
        )
        yield ports.bolt
        end(scratch, process.pid, patience=STOP_SECONDS)
    except BaseException:
        _kill(process)
        raise


def _ask(bolt_port: int, password: str) -> None:
    text = files("dealgraph.graph.local").joinpath("training.cypher").read_text("utf-8")
    with connect(bolt_port, password) as driver, driver.session(database="neo4j") as session:
        for statement in text.split(";\n"):
            if statement.strip():
                session.run(neo4j.Query(statement)).consume()


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """End a training run at once, with the helper that Java starts for writing."""
    if sys.platform == "win32":
        process.kill()
        return
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
