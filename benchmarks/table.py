"""How results are printed: one line each, within 100 columns."""

from collections.abc import Iterable, Mapping

from benchmarks.timing import Result, Timings

_HEADER = f"{'':<28}{'ours':>9}{'spread':>16}{'against':>10}{'spread':>16}{'ratio':>7}{'goal':>6}"


def lines(results: Iterable[Result]) -> list[str]:
    """Give the table of results; times are medians, spreads hold the middle half."""
    return [_HEADER, *(_line(result) for result in results)]


def parts(seconds: Mapping[str, float], most: int = 16) -> list[str]:
    """Give where the time of one load went, the longest part first."""
    longest = sorted(seconds.items(), key=lambda part: -part[1])[:most]
    return [f"{spent:8.2f} s  {part[:86]}" for part, spent in longest]


def _line(result: Result) -> str:
    cells = f"{_timings(result.ours, result.unit)}{_timings(result.against, result.unit, 10)}"
    return (
        f"{result.name:<28}{cells}{result.ratio:>7.2f}{result.goal:>6.1f}  {result.verdict}"
    ).rstrip()


def _timings(timings: Timings, unit: str, width: int = 9) -> str:
    low, high = timings.spread
    spread = f"{_time(low, unit)}..{_time(high, unit)}"
    return f"{_time(timings.median, unit) + ' ' + unit:>{width}}{spread:>16}"


def _time(seconds: float, unit: str) -> str:
    return f"{seconds * 1000:.2f}" if unit == "ms" else f"{seconds:.1f}"
