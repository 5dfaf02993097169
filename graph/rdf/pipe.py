"""From somebody who writes to somebody who reads, with little in between: for streamed answers."""

import io
from collections.abc import Callable, Iterator
from queue import Full, Queue
from threading import Event, Thread, current_thread
from typing import IO, Any, cast

#: Bytes that go over at a time, and how many such pieces wait.
PIECE = 2**16
_WAITING = 4
_LOOK_UP_SECONDS = 0.5


class _ReaderGoneError(Exception):
    """Nobody reads any more; the writer ends."""


def piped(work: Callable[[IO[bytes]], None]) -> Iterator[bytes]:
    """Give what `work` writes, piece by piece; it runs in a thread of its own.

    What it raises is raised here. When the iterator is closed, its next write ends it.
    """
    pipe = _Pipe()
    thread = Thread(target=pipe.run, args=(work,), name="export", daemon=True)
    thread.start()
    try:
        yield from pipe.pieces()
    finally:
        pipe.gone.set()
        if thread is not current_thread():  # where garbage was collected, nobody reads any more
            thread.join()


class _Pipe(io.RawIOBase):
    def __init__(self) -> None:
        self.gone = Event()
        self._queue: Queue[bytes | BaseException | None] = Queue(_WAITING)
        self._buffer = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        """Take bytes; waits while the reader is behind."""
        self._buffer += content
        if len(self._buffer) >= PIECE:
            self._hand_over()
        return len(content)

    def run(self, work: Callable[[IO[bytes]], None]) -> None:
        """Do the work, and hand over how it ended."""
        try:
            work(cast(IO[bytes], self))
            self._hand_over()
            self._put(None)
        except _ReaderGoneError:
            pass
        # Whatever happens in this thread is told to the one that reads.
        except BaseException as error:
            if not self.gone.is_set():
                self._put(error)

    def pieces(self) -> Iterator[bytes]:
        """Give what was handed over, to the end."""
        while (piece := self._queue.get()) is not None:
            if isinstance(piece, BaseException):
                raise piece
            yield piece

    def _hand_over(self) -> None:
        if self._buffer:
            self._put(bytes(self._buffer))
            self._buffer.clear()

    def _put(self, piece: bytes | BaseException | None) -> None:
        while not self.gone.is_set():
            try:
                self._queue.put(piece, timeout=_LOOK_UP_SECONDS)
                return
            except Full:
                continue
        raise _ReaderGoneError
