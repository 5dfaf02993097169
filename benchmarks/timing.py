"""What several timings of one thing come to: their median, their spread, the ratio of two."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median, quantiles


@dataclass
class Timings:
    """Timings of one thing, in seconds."""

    seconds: list[float] = field(default_factory=list)

    def take(self, work: Callable[[], object]) -> None:
        """Do something, and note how long it took."""
        began = time.perf_counter()
        work()
        self.seconds.append(time.perf_counter() - began)

    @property
    def median(self) -> float:
        """The middle one."""
        return median(self.seconds)

    @property
    def spread(self) -> tuple[float, float]:
        """Between which the middle half of them lies; of fewer than four, all of them."""
        if len(self.seconds) < 4:
            return min(self.seconds), max(self.seconds)
        low, _, high = quantiles(self.seconds, n=4, method="inclusive")
        return low, high


@dataclass(frozen=True)
class Result:
    """One thing measured against another; it is good while the ratio keeps to `goal`.

    `unit` is `s` or `ms`.
    """

    name: str
    ours: Timings
    against: Timings
    goal: float
    unit: str

    @property
    def ratio(self) -> float:
        """Ours to the other, by medians."""
        return self.ours.median / self.against.median

    @property
    def verdict(self) -> str:
        """Whether the goal is reached."""
        return "ok" if self.ratio <= self.goal else "over"
