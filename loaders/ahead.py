"""How a long load is kept moving: the next batch made meanwhile, the collector seldom called."""

import gc
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final, TypeVar

T = TypeVar("T")
_END: Final = object()
_SELDOM = (200_000, 20, 100)
#: Seconds after which Python lets the other thread go on. With its usual 5 ms, who waits for the
#: database waits that much longer after each of some sixty statements a batch.
_TURN = 0.0001


def ahead(items: Iterator[T]) -> Iterator[T]:
    """Give the items, and meanwhile have the next one made in a thread of its own.

    What making an item raises is raised where it is asked for.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="ahead") as pool, _short_turns():
        coming = pool.submit(next, items, _END)
        while (item := coming.result()) is not _END:
            coming = pool.submit(next, items, _END)
            yield item  # type: ignore[misc]  # what is not the end is an item


@contextmanager
def _short_turns() -> Iterator[None]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Look for reference cycles seldom: a load makes many objects that live long, hardly a cycle.

    Python's usual thresholds walk through all of them again and again: half the time of deriving.
    """
    usual = gc.get_threshold()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
