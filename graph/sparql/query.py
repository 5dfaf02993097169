"""What is asked of the store and what comes back, whoever asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dealgraph.graph.errors import GraphError

#: Rows of a table, or statements of a graph, that one answer has at most.
MOST_ROWS = 10_000
#: Bytes that a query has at most.
LONGEST = 100_000
#: Forms of tables (SELECT, ASK), as media types by the suffix of their files.
TABLE_FORMS = {
    "srj": "application/sparql-results+json",
    "srx": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}


class QueryError(GraphError):
    """A query that cannot be read, or that asks for what is not done here."""


class LongQueryError(GraphError):
    """A query of more than `LONGEST` bytes."""

    def __init__(self) -> None:
        super().__init__(f"The query is longer than {LONGEST:,} bytes.")


class NotReadyError(GraphError):
    """The first copy of the graph is being made."""


class TooLargeError(GraphError):
    """A query that took more memory than one may, or whose answer is too large."""


class FormError(Exception):
    """The query gives a table and the asker takes only graphs, or the other way round."""

    def __init__(self, tables: bool) -> None:
        super().__init__("table" if tables else "graph")
        self.tables = tables


@dataclass(frozen=True)
class Query:
    """A query as it was asked.

    `default` and `named` are IRIs of graphs to ask instead of those of the dataset. The forms are
    names of `TABLE_FORMS` and of RDF, None where the asker takes none.
    """

    text: str
    table_form: str | None = "srj"
    graph_form: str | None = "ttl"
    default: Sequence[str] = ()
    named: Sequence[str] = ()


@dataclass(frozen=True)
class Found:
    """An answer: its form, its bytes, and whether there were more rows than one answer has."""

    form: str
    body: bytes
    cut: bool


@dataclass(frozen=True)
class Limits:
    """What one query may take: seconds, bytes of memory, rows; and how many run at once.

    `waiting_seconds` is how long one waits until another is answered, `copying_seconds` how long
    the first ones wait until the graph is copied.
    """

    seconds: float = 20.0
    memory: int = 2 * 2**30
    rows: int = MOST_ROWS
    at_once: int = 2
    waiting_seconds: float = 10.0
    copying_seconds: float = 30.0


def request(
    query: Query, base: str, prefixes: Mapping[str, str], limits: Limits
) -> dict[str, object]:
    """Write a query as the process that answers it reads it."""
    return {
        "query": query.text,
        "base": base,
        "prefixes": dict(prefixes),
        "default": list(query.default),
        "named": list(query.named),
        "table_form": query.table_form,
        "graph_form": query.graph_form,
        "seconds": limits.seconds,
        "most": limits.rows,
    }
