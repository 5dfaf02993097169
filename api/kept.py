"""The answers that are kept in memory until the graph changes: bounded, the oldest go first."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

MOST_ANSWERS = 1_000
MOST_BYTES = 64 * 2**20


@dataclass(frozen=True)
class Written:
    """An answer written in one form: its bytes and the headers that belong to it."""

    body: bytes
    headers: dict[str, str]


class KeptAnswers:
    """Written answers by their key, used from several threads.

    A key holds the graph's revision, so that nothing has to be thrown away when it changes.
    """

    def __init__(self, most: int = MOST_ANSWERS, most_bytes: int = MOST_BYTES) -> None:
        self.most = most
        self.most_bytes = most_bytes
        self._answers: OrderedDict[str, Written] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: str) -> Written | None:
        """Give the kept answer, or None."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def keep(self, key: str, answer: Written) -> None:
        """Keep an answer, unless it is so large that many others would have to go."""
        if len(answer.body) > self.most_bytes // 8:
            return
        with self._lock:
            self._drop(key)
            self._answers[key] = answer
            self._bytes += len(answer.body)
            while len(self._answers) > self.most or self._bytes > self.most_bytes:
                self._drop(next(iter(self._answers)))

    def _drop(self, key: str) -> None:
        dropped = self._answers.pop(key, None)
        self._bytes -= len(dropped.body) if dropped else 0
