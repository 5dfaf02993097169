"""Why a server ended before it answered: its exit code and log, turned into an error."""

import re
import sys
from pathlib import Path

from dealgraph.graph.errors import (
    EndedEarlyError,
    LocalServerError,
    NoSpaceError,
    StoreLockedError,
)
from dealgraph.graph.local.home import Home
from dealgraph.graph.local.waiting import within

TAIL_LINES = 12
#: A killed process is out of the process list before the system has freed its files and ports.
KILLED_SECONDS = 2.0
# Lines of a stack trace say nothing to a user; the log file keeps them.
STACK_LINE = re.compile(r"^\s+(at |\.\.\. \d+ more|Suppressed:)")


def why_ended(home: Home, code: int | None) -> LocalServerError:
    """Return the error that fits; the end of the log is in it when nothing better is known."""
    text = _log(home)
    if "No space left on device" in text:
        return NoSpaceError(home.path)
    if "FileLockException" in text or "Lock file has been locked" in text:
        return StoreLockedError(home.path)
    return EndedEarlyError(code, home.log, tail(text))


def tail(text: str) -> list[str]:
    """Return the last lines of a log without its stack traces."""
    lines = [line for line in text.splitlines() if line.strip() and not STACK_LINE.match(line)]
    return lines[-TAIL_LINES:]


def _log(home: Home) -> str:
    try:
        return home.log.read_text("utf-8", errors="replace")[-100_000:]
    except OSError:
        return ""


def ensure_store_free(home: Home) -> None:
    """Raise StoreLockedError when a process holds Neo4j's own lock on the store.

    Asked before the start, where it takes no time; on Windows the server itself has to say so.
    """
    if home.has_store and not within(KILLED_SECONDS, lambda: _can_lock(home.store_lock)):
        raise StoreLockedError(home.path)


def _can_lock(store_lock: Path) -> bool:
    if sys.platform == "win32":
        return True
    import fcntl

    with store_lock.open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
