from collections.abc import Iterator
from threading import Event, get_ident

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealgraph.loaders.ahead import ahead


@given(st.lists(st.integers() | st.none()))
def test_gives_every_item_once_in_order(items: list[int | None]) -> None:
    assert list(ahead(iter(items))) == items


def test_the_next_item_is_made_while_one_is_used() -> None:
    second_made = Event()

    def items() -> Iterator[int]:
        yield get_ident()
        second_made.set()
        yield 2

    coming = ahead(items())
    assert next(coming) != get_ident()
    assert second_made.wait(10)
    assert list(coming) == [2]


def test_what_making_an_item_raises_comes_when_it_is_asked_for() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise OSError("the disk is gone")

    coming = ahead(items())
    assert next(coming) == 1
    with pytest.raises(OSError, match="the disk is gone"):
        next(coming)
