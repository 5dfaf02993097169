"""What a load came to, for people and as JSON."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from dealgraph.loaders.candidates import Candidate
from dealgraph.loaders.lines import Reject
from dealgraph.loaders.storing import Settled


@dataclass
class Report:
    """Counts of records, what was rejected and why, and what is worth a look.

    `faults` are deals whose stored record no longer resolves; `kept` counts records that a
    replacement would have removed but for rejected lines.
    """

    dry_run: bool = False
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    kept: int = 0
    rejects: list[Reject] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)
    graph: dict[str, int] = field(default_factory=dict)

    @property
    def records(self) -> int:
        """Count the records dealt with so far."""
        return self.new + self.changed + self.unchanged

    @property
    def rejected_lines(self) -> int:
        """Count the lines with at least one fault."""
        return len({(reject.file, reject.line) for reject in self.rejects})

    def take(self, settled: Settled) -> None:
        """Add what a batch came to."""
        self.new += settled.new
        self.changed += settled.changed
        self.gone += settled.gone
        self.faults |= settled.faults
        for deal, notes in settled.notes.items():
            self.notes += [f"{deal}: {note}" for note in notes]

    def warn(self, candidate: Candidate, warnings: Iterable[str]) -> None:
        """Add what is odd, but no fault, about a record."""
        place = f"{candidate.file}:{candidate.line}: {candidate.deal}"
        self.warnings += [f"{place}: {warning}" for warning in warnings]

    def warn_circles(self, circles: Iterable[list[str]]) -> None:
        """Add families without a first deal, each once."""
        found = (f"{ring[0]}: follows: {circle(ring)}" for ring in circles)
        self.warnings += [warning for warning in found if warning not in self.warnings]

    def lines(self, most: int = 20) -> Iterator[str]:
        """Say it in lines; of each list at most `most`, and how many more there are."""
        verb = "would be" if self.dry_run else "are"
        lines = "line" if self.rejected_lines == 1 else "lines"
        yield (
            f"{self.records} records: {self.new} {verb} new, {self.changed} changed, "
            f"{self.unchanged} unchanged; {self.rejected_lines} {lines} rejected"
            + (f"; {self.gone} removed" if self.gone else "")
        )
        if self.kept:
            yield f"{self.kept} records that are not in the files were kept"
        for title, items in (
            ("Rejected", [str(reject) for reject in self.rejects]),
            ("No longer resolved", [f"{deal}: {why}" for deal, why in self.faults.items()]),
            ("Warnings", self.warnings),
            ("Notes", self.notes),
        ):
            yield from _list(title, items, most)

    def as_json(self) -> dict[str, Any]:
        """Give everything, each reject with file, line, field, value and reason."""
        return {
            "dry_run": self.dry_run,
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "gone": self.gone,
            "kept": self.kept,
            "rejected_lines": self.rejected_lines,
            "rejects": [
                {
                    name: getattr(reject, name)
                    for name in ("file", "line", "field", "value", "reason")
                }
                for reject in self.rejects
            ],
            "no_longer_resolved": self.faults,
            "warnings": self.warnings,
            "notes": self.notes,
            "graph": self.graph,
        }


def circle(ring: list[str]) -> str:
    """Say that deals follow one another in a circle."""
    return f"goes in a circle: {' -> '.join([*ring, ring[0]])}"


def _list(title: str, items: list[str], most: int) -> Iterator[str]:
    if not items:
        return
    yield f"{title}:"
    yield from (f"  {item}" for item in items[:most])
    if len(items) > most:
        yield f"  ... and {len(items) - most} more"
