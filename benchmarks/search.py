"""`python -m benchmarks.search`: names found while they are typed, among very many.

Each name is asked for by its beginning, by a piece of Chinese inside it, and with one letter wrong;
it is found when it stands among the first twenty. Companies have deals, since they rank by them.
"""

import random
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

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
#: Deals of the first company; that of rank n has 1/n as many.
MOST_DEALS = 4_000
_MAKE = """
UNWIND $rows AS row
MERGE (n:Name {key: row.key})
MERGE (c:Company {id: row.id})
ON CREATE SET c.name = row.text, c.kind = 'company', c.deals = row.deals
CREATE (c)-[:KNOWN_AS {text: row.text, kind: 'name'}]->(n)
"""


class _Named(NamedTuple):
    """A name of a company, and how many deals that has."""

    id: str
    text: str
    key: str
    deals: int


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
        known = _make(connection, names, chance)
        asker = Asker(connection, Catalogue.bundled())
        print(f"{len(known):,} names")
        ways = {"beginning": _begun, "Chinese inside": _inside, "one letter wrong": _mistyped}
        for way, typed in ways.items():
            fit = [one for one in known if len(one.key) >= SHORTEST and typed(one.key, chance)]
            print(_line(asker, way, chance.sample(fit, min(tries, len(fit))), typed, chance))


def _make(connection: Connection, names: int, chance: random.Random) -> list[_Named]:
    """Write companies with their names; gives the names."""
    companies = Companies(round(names / SHARE), chance).all
    known = [
        _Named(f"synthetic-{rank}", text, key(text), MOST_DEALS // rank)
        for rank, company in enumerate(companies, start=1)
        for text in dict.fromkeys((company.name, *company.aliases))
    ][:names]
    for start in range(0, len(known), ROWS):
        rows = [one._asdict() for one in known[start : start + ROWS]]
        connection.run_auto(_MAKE, {"rows": rows})
    return known


def _line(
    asker: Asker,
    way: str,
    names: list[_Named],
    typed: Callable[[str, random.Random], str],
    chance: random.Random,
) -> str:
    timings, found = Timings(), 0
    for name in names:
        query = typed(name.key, chance)
        timings.take(partial(_found, asker, query))
        found += name.id in _found(asker, query)
    share = f"{found} of {len(names)} among the first 20"
    slowest = max(timings.seconds) * 1000
    return f"{way:<18}{share:<36}{timings.median * 1000:>8.1f} ms, at most {slowest:.0f}"


def _found(asker: Asker, query: str) -> set[str]:
    answer = asker.ask(asker.catalogue["search"], {"q": query})
    return {str(item["thing"]["id"]) for item in answer.items}  # type: ignore[index]


def _begun(whole: str, chance: random.Random) -> str:
    return whole[: chance.randint(SHORTEST - 1, len(whole) - 1)] if whole.isascii() else ""


def _inside(whole: str, chance: random.Random) -> str:
    return "" if whole.isascii() else whole[1 : chance.randint(4, 5)]


def _mistyped(whole: str, chance: random.Random) -> str:
    """Leave a letter out, put one in or another, or change two about, anywhere."""
    at, letter = chance.randrange(len(whole)), chance.choice(whole)
    before, one, after = whole[:at], whole[at], whole[at + 1 :]
    wrong = {after, letter + one + after, letter + after, after[:1] + one + after[1:]}
    return chance.choice(sorted({before + rest for rest in wrong} - {whole}))


if __name__ == "__main__":
    main()
