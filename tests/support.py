"""What tests share besides fixtures: where the data is, and what a test server is."""

from dataclasses import dataclass
from pathlib import Path

from dealgraph.graph.connection import Connection

ROOT = Path(__file__).parent.parent
BUNDLED = [ROOT / "data" / f"deals-{name}.jsonl" for name in ("china-outbound", "rest-of-world")]


@dataclass(frozen=True)
class Served:
    """A server, with what a process of its own needs to connect to it."""

    connection: Connection
    uri: str
    password: str | None
