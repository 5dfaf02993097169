"""The lines of a file as bytes, of bounded length, and what the first bytes say of its encoding."""

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from dealgraph.loaders.lines import FileError

#: A deal with all its sources takes a few kilobytes; what is longer is no line of deals.
LONGEST_LINE = 1_000_000

TOO_LONG = f"is longer than {LONGEST_LINE:,} bytes"


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a UTF-8 file behind its byte order mark, if it has one. Raises FileError for UTF-16."""
    with path.open("rb") as file:
        start = file.read(3)
        if start[:2] in (BOM_UTF16_LE, BOM_UTF16_BE):
            raise FileError(path, "is UTF-16: save it as UTF-8")
        file.seek(len(BOM_UTF8) if start == BOM_UTF8 else 0)
        yield file


def physical_lines(file: BinaryIO) -> Iterator[bytes | None]:
    """Split a file at its line ends; a line that is too long is passed over and gives None."""
    while line := file.readline(LONGEST_LINE + 1):
        if len(line) <= LONGEST_LINE:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(LONGEST_LINE)
        yield None
