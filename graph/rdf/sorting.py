"""Lines in the order of their characters, each once, however many: sorted in pieces on disk."""

import heapq
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby
from tempfile import TemporaryFile
from typing import IO

#: Signs of text that are sorted in memory at a time.
PIECE = 32 * 2**20


def sorted_lines(texts: Iterable[str], piece: int = PIECE) -> Iterator[str]:
    """Give the lines of texts of whole lines, sorted, without repetition."""
    with ExitStack() as files:
        pieces = [files.enter_context(_spilled(lines)) for lines in _pieces(texts, piece)]
        for line, _ in groupby(heapq.merge(*pieces)):
            yield line


def _pieces(texts: Iterable[str], piece: int) -> Iterator[list[str]]:
    lines: list[str] = []
    signs = 0
    for text in texts:
        # Not splitlines: it also splits at signs that may stand in a literal as they are.
        lines += [f"{line}\n" for line in text.removesuffix("\n").split("\n")]
        signs += len(text)
        if signs >= piece:
            yield sorted(lines)
            lines, signs = [], 0
    if lines:
        yield sorted(lines)


def _spilled(lines: list[str]) -> IO[str]:
    file = TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115
    file.writelines(lines)
    file.seek(0)
    return file
