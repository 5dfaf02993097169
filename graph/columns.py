"""The columns of a table for a terminal: which must be columns, and how wide each is."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from dealgraph.graph.cells import readable
from dealgraph.queries.types import NUMBERS

if TYPE_CHECKING:
    from dealgraph.graph.asking import Answer

#: Signs between two columns, and at both ends of a row.
GAP = 3
EDGES = 2
#: A column is as wide as its longest word; only words longer than this are broken.
LONGEST_WORD = 16


@dataclass(frozen=True)
class Column:
    """One column as it is shown: its name, and a text for each row."""

    name: str
    cells: tuple[str, ...]
    is_number: bool

    @cached_property
    def least(self) -> int:
        """How many signs it needs so that no word is broken."""
        words = [word for text in (self.name, *self.cells) for word in text.split()]
        return max((min(_length(word), LONGEST_WORD) for word in words), default=1)

    @cached_property
    def content(self) -> int:
        """How many signs it takes so that no cell is broken."""
        lines = [line for cell in self.cells for line in cell.splitlines()]
        return max(self.least, *map(_length, lines), 0)

    @cached_property
    def whole(self) -> int:
        """How many signs it takes so that its name is not broken either."""
        return max(self.content, _length(self.name))

    @property
    def says_one_thing(self) -> bool:
        """Whether several rows all say the same."""
        return len(self.cells) > 1 and len(set(self.cells)) == 1


def columns_of(answer: "Answer") -> list[Column]:
    """Give the columns of an answer as people read them."""
    return [
        Column(
            name.replace("_", " "),
            tuple(readable(item.get(name), declared.type) for item in answer.items),
            declared.type in NUMBERS,
        )
        for name, declared in answer.question.returns.items()
    ]


def needed(columns: Sequence[Column], width: int) -> tuple[list[Column], list[Column]]:
    """Part what must be a column from what can be said once for all rows.

    Where every column fits in one line each, all are kept; the first always is.
    """
    if _row([column.whole for column in columns]) <= width:
        return list(columns), []
    first, *others = columns
    kept = [column for column in others if not column.says_one_thing]
    return [first, *kept], [column for column in others if column.says_one_thing]


def widths(columns: Sequence[Column], width: int) -> list[int] | None:
    """Share a row of so many signs out: words come first, then whole cells, then whole names.

    Of columns that lack room the narrowest are widened first, since they soon have enough.

    None when there is not even room for the words.
    """
    shared = [column.least for column in columns]
    room = width - _row(shared)
    if room < 0:
        return None
    for wanted in ([c.content for c in columns], [c.whole for c in columns]):
        while room and (lacking := [i for i, signs in enumerate(shared) if signs < wanted[i]]):
            shared[min(lacking, key=shared.__getitem__)] += 1
            room -= 1
    return shared


def _row(shared: Sequence[int]) -> int:
    return sum(shared) + GAP * (len(shared) - 1) + EDGES


def _length(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)
