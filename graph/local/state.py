"""The state file: which process is the server of a home, and whether it still is."""

import json
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from dealgraph.graph.local.configuration import Ports
from dealgraph.graph.local.extra import package
from dealgraph.graph.local.files import write_private
from dealgraph.graph.local.home import Home

#: By how much two readings of when a process began may differ: clocks are set.
_SAME_SECONDS = 60.0


class Keeper(NamedTuple):
    """A process that needs the server for a while and then stops it; `began` in seconds of Unix."""

    pid: int
    began: float

    @classmethod
    def this_process(cls) -> "Keeper":
        """Give the process that runs now."""
        me = package("psutil").Process()
        return cls(me.pid, me.create_time())

    @property
    def is_gone(self) -> bool:
        """Whether it has ended; then another process may have its number."""
        psutil = package("psutil")
        try:
            process = psutil.Process(self.pid)
            again = abs(process.create_time() - self.began) > _SAME_SECONDS
        except psutil.Error:
            return True
        return again or has_ended(process)


@dataclass(frozen=True)
class State:
    """What a start writes down for the commands that come after it."""

    pid: int
    bolt_port: int
    http_port: int
    #: Who stops the server; None where it runs until somebody says stop.
    keeper: Keeper | None = None

    @property
    def is_left_over(self) -> bool:
        """Whether whoever was to stop the server has ended without doing so: killed, say."""
        return self.keeper is not None and self.keeper.is_gone

    @property
    def ports(self) -> Ports:
        """Where the server listens."""
        return Ports(self.bolt_port, self.http_port)


def write_state(home: Home, state: State) -> None:
    """Write the state file."""
    write_private(home.state, json.dumps(asdict(state)) + "\n")


def running(home: Home) -> State | None:
    """Return the state of the running server, or None; a left-over file counts for nothing."""
    state = _read(home)
    return state if state and process_of(home, state.pid) else None


def _read(home: Home) -> State | None:
    try:
        written = json.loads(home.state.read_text("utf-8"))
        keeper = written.pop("keeper", None)
        return State(**written, keeper=Keeper(*keeper) if keeper else None)
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def process_of(home: Home, pid: int) -> Any | None:
    """Return the process when it is alive and the server of this home.

    A number is not enough: after a crash or a restart of the machine another program may have it.
    The command names the @file of the home, which no other program has on its command line.
    """
    psutil = package("psutil")
    try:
        process = psutil.Process(pid)
        ours = f"@{home.arguments}" in process.cmdline()
    except psutil.Error:
        return None
    return process if ours and not has_ended(process) else None


def has_ended(process: Any) -> bool:
    """Whether a process is over, even when its parent has not taken note of that."""
    psutil = package("psutil")
    try:
        ended = process.status() in (psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD)
        return ended or not process.is_running()
    except psutil.Error:
        return True
