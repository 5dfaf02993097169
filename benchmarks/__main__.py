"""`python -m benchmarks`: measure, and print one table; the exit code says nothing of the goals."""

from pathlib import Path
from tempfile import TemporaryDirectory

import click

from benchmarks import asking, choosing, hubs, loading, synthetic, table
from benchmarks.breakdown import breakdown
from benchmarks.server import database, service
from benchmarks.timing import Result
from dealgraph.graph.connection import Connection, open_at
from dealgraph.graph.local.server import Server


@click.command()
@click.option("--deals", default=20_000, show_default=True, help="Synthetic deals.")
@click.option("--rounds", default=4, show_default=True, help="Timed loads of each kind.")
@click.option("--pairs", default=200, show_default=True, help="Timed pairs of each question.")
@click.option("--parts", is_flag=True, help="Also say where the time of a load goes.")
def main(deals: int, rounds: int, pairs: int, parts: bool) -> None:
    """Measure dealgraph on synthetic deals, against the least that has to be done."""
    with (
        TemporaryDirectory() as folder,
        database() as server,
        open_at(server.bolt_uri, server.username, server.password) as connection,
    ):
        file = synthetic.write(Path(folder) / "synthetic.jsonl", deals)
        print(f"{deals:,} deals; loading {rounds} times each way")
        results = [loading.compare(connection, file, rounds)]
        print(f"{deals / results[0].ours.median:,.0f} deals/s, {_elements(connection):,} elements")
        results += _questions(server, connection, pairs)
        print("\n".join(["", *table.lines(results)]))
        if parts:
            loading.empty(connection)
            print("\n".join(["", *table.parts(breakdown(connection, file))]))


def _questions(server: Server, connection: Connection, pairs: int) -> list[Result]:
    with service(server) as http:
        results = list(asking.compare(server, http, choosing.questions(connection), pairs))
    return [*results, hubs.compare(server, connection, max(5, pairs // 10))]


def _elements(connection: Connection) -> int:
    rows = connection.read(
        "CALL () { MATCH (n) RETURN count(n) AS n UNION ALL MATCH ()-[e]->() RETURN count(e) AS n }"
        " RETURN sum(n) AS n"
    )
    return int(rows.records[0]["n"])


if __name__ == "__main__":
    main()
