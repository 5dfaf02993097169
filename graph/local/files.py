"""Private files and folders, and the lock that makes two commands take turns."""

import errno
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dealgraph.graph.errors import BusyError, ConfigurationError, NoSpaceError

# A first start under the lock fetches and trains: minutes on a slow line.
LOCK_PATIENCE_SECONDS = 900.0


def private_folder(path: Path) -> Path:
    """Make a folder that only its user can enter, and its parents, and return it.

    Raises ConfigurationError when it is a link or cannot be made, NoSpaceError on a full disk.
    """
    with explained(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError):
            path.mkdir(mode=0o700)
        if path.is_symlink() or not path.is_dir():
            raise ConfigurationError(f"{path} must be a folder of its own, not a link or a file.")
        path.chmod(0o700)
    return path


def write_private(path: Path, text: str) -> None:
    """Write a file that only its user can read; an old one is replaced in one step.

    The new file is created exclusively and renamed, so that no link is ever followed.
    """
    fresh = path.with_name(path.name + ".new")
    with explained(path):
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, _CREATE, 0o600), "wb") as file:
            # In the C locale Python holds the bytes of a Chinese path as surrogates.
            file.write(text.encode("utf-8", "surrogateescape"))
        fresh.replace(path)


_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn the operating system's refusals into errors that name the folder and the setting."""
    try:
        yield
    except OSError as exc:
        if exc.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoSpaceError(path) from exc
        raise ConfigurationError(
            f"{exc.filename or path}: {exc.strerror or exc}. "
            "DEALGRAPH_HOME and DEALGRAPH_CACHE choose other folders."
        ) from exc


def ensure_space(folder: Path, needed_bytes: int) -> None:
    """Raise NoSpaceError when the disk of the folder has less than that free."""
    if shutil.disk_usage(folder).free < needed_bytes:
        raise NoSpaceError(folder, needed_bytes)


@contextmanager
def locked(path: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Hold the lock file; wait, and say so, while another command holds it.

    The system frees the lock when its holder ends, however it ends: nothing is ever left over.
    Raises BusyError after 15 minutes.
    """
    with explained(path):
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    try:
        _wait_for(handle, path, say)
        yield
    finally:
        os.close(handle)


def _wait_for(handle: int, path: Path, say: Callable[[str], None]) -> None:
    if _try_lock(handle):
        return
    say("Another dealgraph command is at work on the local Neo4j; waiting for it.")
    deadline = time.monotonic() + LOCK_PATIENCE_SECONDS
    while not _try_lock(handle):
        if time.monotonic() > deadline:
            raise BusyError(f"Another command has held {path} for too long; end it and try again.")
        time.sleep(0.1)


def _try_lock(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
