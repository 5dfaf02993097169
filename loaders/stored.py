"""A record as it lies in the graph."""

from dataclasses import dataclass
from datetime import datetime

from dealgraph.schema.record import DealRecord


@dataclass(frozen=True)
class Stored:
    """A record as it lies in the graph: its dataset and when it last changed there."""

    dataset: str
    record: DealRecord
    changed: datetime
