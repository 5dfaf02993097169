"""Loading against the leanest loader: on one warm server, in turn, each first in every other round.

On a server that is still warming up, whoever comes second wins.
"""

from pathlib import Path

from benchmarks import lean
from benchmarks.timing import Result, Timings
from benchmarks.written import Written
from dealgraph.graph.connection import Connection
from dealgraph.loaders.load import load, prepare

GOAL = 1.5


def compare(connection: Connection, file: Path, rounds: int) -> Result:
    """Load a file both ways, `rounds` times each, always into an emptied graph.

    One load of each kind goes before, untimed; the first gives the rows of the lean loader.
    """
    empty(connection)
    load(connection, [file])
    written = Written.read(connection)
    empty(connection)
    lean.write(connection, written)
    ours, leanest = Timings(), Timings()
    both = [
        (ours, lambda: load(connection, [file])),
        (leanest, lambda: lean.write(connection, written)),
    ]
    for number in range(rounds):
        for timings, work in both if number % 2 == 0 else reversed(both):
            empty(connection)
            timings.take(work)
            print(f"  {'lean' if timings is leanest else 'ours'}  {timings.seconds[-1]:.1f} s")
    return Result("load / lean loader", ours, leanest, GOAL, "s")


def empty(connection: Connection) -> None:
    """Leave nothing but the schema, the places and the register."""
    # Edges first: whole countries with all their edges would be too much for one transaction.
    for elements in ("MATCH ()-[e]->() CALL (e) { DELETE e }", "MATCH (n) CALL (n) { DELETE n }"):
        connection.run_auto(f"{elements} IN TRANSACTIONS OF 1000 ROWS")
    prepare(connection)
