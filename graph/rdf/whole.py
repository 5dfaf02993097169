"""The whole graph as statements, page by page, in one revision or not at all.

Memory does not grow with the graph: a page holds so many nodes, and fewer of those that have an
edge to each thing they ever had a deal with.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from dealgraph.graph.connection import Connection
from dealgraph.graph.errors import GraphError
from dealgraph.graph.rdf import packing
from dealgraph.schema.model import EDGES, NODES, Account, Deal, Edge, Event, KnownAs, Node
from dealgraph.schema.rdf.accounts import AccountText
from dealgraph.schema.rdf.addresses import Iris
from dealgraph.schema.rdf.mapping import LABEL, Statements, known_as_places, other_name
from dealgraph.schema.rdf.properties import edges_from, links_to_deal, properties

PAGE = 200
#: How many pages those nodes are spread over whose number of edges grows with that of the deals.
_HUBS = 10
_OF_DEALS = [edge for edge in EDGES.values() if links_to_deal(edge)]
_REVISION = "MATCH (g:Graph {id: 'graph'}) RETURN g.revision AS revision"


class GraphChangedError(GraphError):
    """The graph was changed while it was read: what was read so far does not fit the rest."""

    def __init__(self) -> None:
        super().__init__("The graph was changed while it was read.")


@dataclass(frozen=True)
class Chunk:
    """Some statements as N-Quads: those of dealgraph, and those of the accounts' own graphs.

    `nodes` is how many nodes they describe. A line of `facts` names no graph.
    """

    facts: str
    accounts: str
    nodes: int


class WholeGraph:
    """Reads the graph for a publication under one base of IRIs."""

    def __init__(self, connection: Connection, iris: Iris, page: int = PAGE) -> None:
        self._connection = connection
        self._page = page
        self._statements = Statements(iris)
        self._accounts = AccountText(self._statements)

    def revision(self) -> int:
        """Give the revision of the graph; 0 for an empty database."""
        rows = self._connection.read(_REVISION).records
        return int(rows[0]["revision"]) if rows else 0

    def nodes(self) -> int:
        """Count the nodes that will be read."""
        rows = self._connection.read("MATCH (n) RETURN count(n) AS n").records
        return int(rows[0]["n"])

    def chunks(self) -> Iterator[Chunk]:
        """Read everything, in the order of the model and then of keys, without the graph changing.

        Raises GraphChangedError as soon as the revision is another than at the start.
        """
        revision = self.revision()
        for node in NODES.values():
            yield from self._of(node, revision)
        if self.revision() != revision:
            raise GraphChangedError

    def _of(self, node: type[Node], revision: int) -> Iterator[Chunk]:
        last, full = "", True
        page = -(-self._page // _HUBS) if any(map(links_to_deal, edges_from(node))) else self._page
        while full:
            parameters = {"last": last, "page": page}
            (record,) = self._connection.read(page_statement(node), parameters).records
            if (record["revision"] or 0) != revision:
                raise GraphChangedError
            rows = sorted(record["rows"], key=lambda row: str(row[0]))
            if rows:
                yield self._chunk(node, rows)
                last = rows[-1][0]
            full = len(rows) == page

    def _chunk(self, node: type[Node], rows: Sequence[Any]) -> Chunk:
        facts: list[str] = []
        accounts: list[str] = []
        for row in rows:
            facts.append(self._node(node, row))
            if node is Account:
                _, values, _, (deal, events) = row
                accounts.append(self._account(values, deal, events))
        return Chunk("".join(facts), "".join(accounts), len(rows))

    def _node(self, node: type[Node], row: Sequence[Any]) -> str:
        """Write a node with its edges; their own nodes come last, so that subjects stay whole."""
        key, values, edges, more = row
        text = self._statements.nodes[node.label]
        subject = text.subject(key)
        own, below = [text.text(values, _languages(node, edges))], []
        for edge, found in zip(edges_from(node), edges, strict=True):
            for triple, edge_node in self._edges(edge, subject, found):
                own.append(triple)
                below.append(edge_node)
            if edge is KnownAs:
                own += _other_names(node, subject, values, found)
        if node is Deal:
            for edge, found in zip(_OF_DEALS, more, strict=True):
                below += self._edges_of_deal(edge, found)
        return "".join(own + below)

    def _edges(
        self, edge: type[Edge], start: str, found: Sequence[Any]
    ) -> Iterator[tuple[str, str]]:
        write = self._statements.edges[edge.type]
        for label, key, *values in sorted(found, key=lambda each: str(each[1])):
            end = self._statements.nodes[label].subject(key)
            yield write.triple(start, end), write.node(start, end, values) if values else ""

    def _edges_of_deal(self, edge: type[Edge], found: Sequence[Any]) -> Iterator[str]:
        write = self._statements.edges[edge.type]
        subject = self._statements.nodes[edge.start[0].label].subject
        for start, label, key, *values in sorted(found, key=lambda each: (each[0], each[2])):
            end = self._statements.nodes[label].subject(key)
            yield write.node(subject(start), end, values)

    def _account(self, values: Sequence[Any], deal: str, events: Sequence[Any]) -> str:
        names = [p.name for p in properties(Account)]
        key, says = values[names.index("id")], values[names.index("says")]
        return self._accounts.graph(key, deal, says, sorted(events, key=lambda event: str(event)))


@cache
def page_statement(node: type[Node]) -> str:
    """Give the Cypher that reads one page of a label: `rows`, and the `revision` it is of.

    A row is key, values, the edges that start there by type, and what else goes with it.
    """
    edges = ",\n      ".join(packing.out_edges(edge, "n") for edge in edges_from(node))
    return f"""
CALL () {{
  MATCH (n:{node.label}) WHERE n.{node.key} > $last
  WITH n ORDER BY n.{node.key} LIMIT $page
  RETURN collect([n.{node.key}, {packing.values(node, "n")}, [{edges}], {_more(node)}]) AS rows
}}
RETURN rows, COLLECT {{ MATCH (g:Graph {{id: 'graph'}}) RETURN g.revision }}[0] AS revision"""


def _more(node: type[Node]) -> str:
    """Give what else goes with a node: a deal's part of the networks, an account's deal."""
    if node is Deal:
        return f"[{', '.join(packing.edges_of_deal(edge, 'n') for edge in _OF_DEALS)}]"
    if node is Account:
        events = f"[(n)<-[:REPORTED_IN]-(v:Event) | {packing.values(Event, 'v')}]"
        return f"[head([(n)<-[:REPORTED_IN]-(d:Deal) | d.id]), {events}]"
    return "null"


def _languages(node: type[Node], edges: Sequence[Any]) -> dict[str, str]:
    """Give the languages of a thing's names by text, where they are known."""
    if node not in KnownAs.start:
        return {}
    text, language = known_as_places()
    names = edges[edges_from(node).index(KnownAs)]
    return {values[text]: values[language] for _, _, *values in names if values[language]}


def _other_names(
    node: type[Node], subject: str, values: Sequence[Any], names: Sequence[Any]
) -> Iterator[str]:
    text, language = known_as_places()
    shown = values[next(i for i, p in enumerate(properties(node)) if p.term == LABEL)]
    for _, _, *name in sorted(names, key=lambda each: str(each[1])):
        if name[text] != shown:
            yield other_name(subject, name[text], name[language])
