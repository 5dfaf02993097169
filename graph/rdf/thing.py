"""One thing as RDF, in one round trip: what it is, its names, its edges out and in.

What belongs to it (the rights, events and accounts of a deal) comes whole, everything else by
name. Of each kind of edge there come so many; `more` says where the next ones are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from dealgraph.graph.connection import Connection
from dealgraph.graph.rdf import packing
from dealgraph.schema.model import (
    NODES,
    Account,
    Deal,
    Edge,
    Event,
    KnownAs,
    Node,
    ReportedIn,
)
from dealgraph.schema.rdf.accounts import AccountText
from dealgraph.schema.rdf.addresses import Iris
from dealgraph.schema.rdf.context import backward, forward
from dealgraph.schema.rdf.mapping import Statements, known_as_places, other_name
from dealgraph.schema.rdf.properties import edges_from, edges_to, links_to_deal, properties

#: Edges of one kind that come at once.
MOST = 100


@dataclass(frozen=True)
class Side:
    """The edges of one kind at a node: which, whether they leave it, what is at their other end."""

    edge: type[Edge]
    leaves: bool
    other: type[Node]

    @property
    def word(self) -> str:
        """What they are called in addresses and in JSON-LD."""
        return forward(self.edge) if self.leaves else backward(self.edge)


@dataclass
class Description:
    """The statements about a thing as N-Triples, and where lists that were cut go on.

    `more` holds the word of a kind of edge, and the mark of the last one that is here. `graph` is
    what stands in the graph that has the name of the thing, as N-Quads: that of an account.
    """

    subject: str
    statements: str
    graph: str = ""
    more: list[tuple[str, str]] = field(default_factory=list)


#: The edges of each side, as the statement below packs them.
Lists = list[tuple[Side, Sequence[Any]]]


class Things:
    """Describes the things of a graph under one base of IRIs."""

    def __init__(
        self, connection: Connection, iris: Iris, *, most: int = MOST, timeout: float | None = None
    ) -> None:
        self._connection = connection
        self._most = most
        self._timeout = timeout
        self._iris = iris
        self._statements = Statements(iris)
        self._accounts = AccountText(self._statements)

    def describe(self, label: str, key: str, more: str = "", after: str = "") -> Description | None:
        """Describe a thing, or list more of one kind of its edges; None when there is no such.

        `more` is the word of the kind, and `after` the mark at which the list before ended.
        Raises KeyError for a word that is no kind of edge at such a thing.
        """
        node = NODES[label]
        shown = [side for side in sides(node) if not more or side.word == more]
        if more and not shown:
            raise KeyError(more)
        parameters = {"key": key, "after": after, "most": self._most + 1}
        text = statement(node, more)
        rows = self._connection.read(text, parameters, timeout=self._timeout).records
        if not rows:
            return None
        values, found = rows[0]
        description = Description(self._iris.of(label, key), "")
        lists = list(zip(shown, found, strict=True))
        parts = [] if more else [self._statements.nodes[label].text(values, _spoken(lists))]
        parts += self._parts(node, key, values, lists)
        description.statements = by_subject("".join(parts))
        description.more = list(self._cut(lists))
        if node is Account and not more:
            description.graph = self._graph(key, values, lists)
        return description

    def _parts(self, node: type[Node], key: str, values: Sequence[Any],
               lists: Lists) -> Iterator[str]:  # fmt: skip
        subject = self._statements.nodes[node.label].subject(key)
        text, language = known_as_places()
        for side, edges in lists:
            for each in edges[: self._most]:
                yield from self._edge(side, subject, each)
                name = each[2]
                if side.edge is KnownAs and side.leaves and name[text] not in values:
                    yield other_name(subject, name[text], name[language])

    def _graph(self, key: str, values: Sequence[Any], lists: Lists) -> str:
        """Write the graph of an account; the deal and the events that it reports are its edges."""
        reported = {
            side.other: [each[1] for each in edges]
            for side, edges in lists
            if side.edge is ReportedIn
        }
        says = values[[p.name for p in properties(Account)].index("says")]
        events = [event for _, event in reported[Event]]
        return self._accounts.graph(key, reported[Deal][0][0], says, events)

    def _edge(self, side: Side, subject: str, each: Sequence[Any]) -> Iterator[str]:
        _, neighbour, values, *below = each
        yield self._neighbour(side.other, neighbour, bool(below))
        other = self._statements.nodes[side.other.label].subject(neighbour[0])
        start, end = (subject, other) if side.leaves else (other, subject)
        write = self._statements.edges[side.edge.type]
        yield write.triple(start, end)
        yield write.node(start, end, values)
        for inner, found in zip(_below(side.other), below[0] if below else (), strict=False):
            for one in found:
                yield from self._edge(inner, other, one)

    def _neighbour(self, node: type[Node], said: Sequence[Any], whole: bool) -> str:
        write = self._statements.nodes[node.label]
        if whole or packing.label_of(node) is None:
            return write.text(said[1])
        return write.named(*said)

    def _cut(self, lists: Lists) -> Iterator[tuple[str, str]]:
        for side, edges in lists:
            if len(edges) > self._most:
                yield side.word, edges[self._most - 1][0]


@cache
def sides(node: type[Node]) -> tuple[Side, ...]:
    """Give the kinds of edges at a node, those that leave it first, in the order of the model."""
    out = (Side(edge, True, end) for edge in edges_from(node) for end in edge.end)
    into = (Side(edge, False, start) for edge in edges_to(node) for start in edge.start)
    return (*out, *into)


@cache
def statement(node: type[Node], more: str = "") -> str:
    """Give the Cypher that reads a node: its values, and a list for each of its sides.

    With `more`, only the sides of that word.
    """
    shown = [side for side in sides(node) if not more or side.word == more]
    lists = ",\n    ".join(_list(side, "n", 0) for side in shown)
    values = packing.values(node, "n")
    return f"MATCH (n:{node.label} {{{node.key}: $key}})\nRETURN {values},\n  [{lists}]"


def _below(node: type[Node]) -> list[Side]:
    return [side for side in sides(node) if side.leaves]


def _list(side: Side, name: str, depth: int) -> str:
    """Give one list: of each edge its mark, what is at the other end, its values, what is below."""
    other, edge = f"m{depth}", f"e{depth}"
    arrow = f"-[{edge}:{side.edge.type}]-"
    arrow = f"{arrow}>" if side.leaves else f"<{arrow}"
    mark = f"{other}.{side.other.key}"
    if links_to_deal(side.edge):
        mark = f"{edge}.deal + ' ' + {mark}"
    given = [mark, packing.neighbour(other, side.other), packing.values(side.edge, edge)]
    if side.edge.owns and side.leaves and depth == 0:
        given[1] = f"[{other}.{side.other.key}, {packing.values(side.other, other)}]"
        given.append(f"[{', '.join(_list(below, other, 1) for below in _below(side.other))}]")
    after, most = (f" WHERE {mark} > $after", " LIMIT $most") if depth == 0 else ("", "")
    return (
        f"COLLECT {{ MATCH ({name}){arrow}({other}:{side.other.label}){after} "
        f"RETURN [{', '.join(given)}] ORDER BY {mark}{most} }}"
    )


def by_subject(statements: str) -> str:
    """Put statements together by subject and then by predicate, each once, as they first came."""
    found: dict[str, dict[str, dict[str, None]]] = {}
    for line in statements.split("\n")[:-1]:
        subject, predicate, _ = line.split(" ", 2)
        found.setdefault(subject, {}).setdefault(predicate, {})[line] = None
    groups = (lines for predicates in found.values() for lines in predicates.values())
    return "".join(f"{line}\n" for lines in groups for line in lines)


def _spoken(lists: Lists) -> dict[str, str]:
    """Give the languages of a thing's names by text, where they are known."""
    text, language = known_as_places()
    names = [each[2] for side, edges in lists if side.edge is KnownAs for each in edges]
    return {name[text]: name[language] for name in names if name[language]}
