"""`python -m benchmarks.search`: names found while they are typed, among very many.

Each name is asked for by its beginning, or by a piece of Chinese inside it; it is found when it
stands among the first twenty.
"""

import random
from collections.abc import Callable
from functools import partial

import click

from benchmarks import loading
from benchmarks.companies import SHARE, Companies
from benchmarks.server import database
from benchmarks.timing import Timings
from dealgraph.graph.asking import Asker
from dealgraph.graph.connection import Connection, open_at
from dealgraph.queries.catalogue import Catalogue
from dealgraph.schema.names import key

SEED = 20_260_102
ROWS = 10_000
SHORTEST = 6
_MAKE = """
UNWIND $rows AS row
MERGE (n:Name {key: row.key})
MERGE (c:Company {id: row.id}) ON CREATE SET c.name = row.text, c.kind = 'company', c.deals = 0
CREATE (c)-[:KNOWN_AS {text: row.text, kind: 'name'}]->(n)
"""


@click.command()
@click.option("--names", default=130_000, show_default=True, help="Names in the graph, at least.")
@click.option("--tries", default=100, show_default=True, help="Names asked for in each way.")
def main(names: int, tries: int) -> None:
    """Measure the search among many names of synthetic companies."""
    chance = random.Random(SEED)
    with (
        database() as server,
        open_at(server.bolt_uri, server.username, server.password) as connection,
    ):
        loading.empty(connection)
        texts = _make(connection, names, chance)
        asker = Asker(connection, Catalogue.bundled())
        print(f"{len(texts):,} names")
        for way, typed in (("beginning", _begun), ("Chinese inside", _inside)):
            fit = [text for text in texts if len(key(text)) >= SHORTEST and typed(text, chance)]
            print(_line(asker, way, chance.sample(fit, min(tries, len(fit))), typed, chance))


def _make(connection: Connection, names: int, chance: random.Random) -> list[str]:
    """Write companies with their names; gives the names."""
    rows = [
        {"id": f"synthetic-{number}", "key": key(text), "text": text}
        for number, company in enumerate(Companies(round(names / SHARE), chance).all)
        for text in dict.fromkeys((company.name, *company.aliases))
    ][:names]
    for start in range(0, len(rows), ROWS):
        connection.run_auto(_MAKE, {"rows": rows[start : start + ROWS]})
    return [row["text"] for row in rows]


def _line(
    asker: Asker,
    way: str,
    texts: list[str],
    typed: Callable[[str, random.Random], str],
    chance: random.Random,
) -> str:
    timings, found = Timings(), 0
    for text in texts:
        query = typed(text, chance)
        timings.take(partial(_matched, asker, query))
        found += key(text) in _matched(asker, query)
    share = f"{found} of {len(texts)} among the first 20"
    return f"{way:<16}{share:<36}{timings.median * 1000:>8.1f} ms"


def _matched(asker: Asker, query: str) -> set[str]:
    answer = asker.ask(asker.catalogue["search"], {"q": query})
    return {key(str(item["matched"])) for item in answer.items}


def _begun(text: str, chance: random.Random) -> str:
    return key(text)[: chance.randint(SHORTEST - 1, len(key(text)) - 1)] if text.isascii() else ""


def _inside(text: str, chance: random.Random) -> str:
    whole = key(text)
    return "" if whole.isascii() else whole[1 : chance.randint(4, 5)]


if __name__ == "__main__":
    main()
