"""How far a fetch has come: a bar on a terminal, plain lines elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

Advance = Callable[[int], None]


@contextmanager
def progress(title: str, total_bytes: int, say: Callable[[str], None]) -> Iterator[Advance]:
    """Show the progress of a fetch; the caller reports each piece of bytes that came."""
    if sys.stderr.isatty():
        with _bar(title, total_bytes) as advance:
            yield advance
    else:
        say(f"{title}: {total_bytes / 1e6:,.0f} MB")
        yield _lines(title, total_bytes, say)


@contextmanager
def _bar(title: str, total_bytes: int) -> Iterator[Advance]:
    columns = TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn()
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(title, total=total_bytes)
        yield lambda size: bar.advance(task, size)


def _lines(title: str, total_bytes: int, say: Callable[[str], None]) -> Advance:
    """Say a line at each quarter; the fetching threads take turns."""
    lock = Lock()
    done = quarters = 0

    def advance(size: int) -> None:
        nonlocal done, quarters
        with lock:
            done += size
            if total_bytes and done * 4 // total_bytes > quarters:
                quarters = done * 4 // total_bytes
                say(f"{title}: {done / 1e6:,.0f} of {total_bytes / 1e6:,.0f} MB")

    return advance
