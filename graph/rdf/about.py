"""What there is to say about the whole graph, counted by reading it; kept until it changes."""

from threading import Lock

from dealgraph.graph.connection import Connection
from dealgraph.graph.rdf.whole import GraphChangedError, WholeGraph
from dealgraph.schema.rdf.addresses import Iris
from dealgraph.schema.rdf.dataset import About, Census, void

ATTEMPTS = 3
_ABOUT = """
OPTIONAL MATCH (g:Graph {id: 'graph'})
RETURN coalesce(g.title, 'dealgraph') AS title, coalesce(g.revision, 0) AS revision,
       toString(g.data_as_of) AS data_as_of,
       COLLECT { MATCH (r:Record) WITH r.dataset AS name, count(*) AS records
                 RETURN [name, records] ORDER BY name } AS records"""


class Descriptions:
    """Describes the graph as a dataset. Safe to share between threads; only one counts at a time.

    `endpoint` is the address of the SPARQL endpoint, where there is one.
    """

    def __init__(self, connection: Connection, iris: Iris, endpoint: str | None = None) -> None:
        self._connection = connection
        self._iris = iris
        self._endpoint = endpoint
        self._lock = Lock()
        self._kept: tuple[int, str] | None = None

    def turtle(self) -> str:
        """Give the description of the graph as it is now; GraphChangedError if it never rests."""
        with self._lock:
            about = self._about()
            if self._kept is None or self._kept[0] != about.revision:
                self._kept = self._described()
            return self._kept[1]

    def _described(self) -> tuple[int, str]:
        for _ in range(ATTEMPTS):
            about = self._about()
            census = Census()
            try:
                for chunk in WholeGraph(self._connection, self._iris).chunks():
                    census.take(chunk.facts, chunk.accounts)
            except GraphChangedError:
                continue
            if about.revision == self._about().revision:
                return about.revision, void(self._iris, about, census, self._endpoint)
        raise GraphChangedError

    def _about(self) -> About:
        row = self._connection.read(_ABOUT).records[0]
        return About(row["title"], row["revision"], row["data_as_of"], dict(row["records"]))
