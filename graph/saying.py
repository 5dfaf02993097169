"""What deals say of things they share: read from rows to be stored, or from the graph."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from dealgraph.graph.content import Content
from dealgraph.graph.statements import Transaction


class Statement(NamedTuple):
    """What one deal says of something; `announced` is its first possible day."""

    announced: Any
    deal: str
    says: Mapping[str, Any]


#: Statements by the id of what they are about.
Statements = dict[str, list[Statement]]


def said_in(owned: Content, *types: str) -> Statements:
    """Give what deals say on their edges of some types, by the ends of these."""
    days = {row["id"]: row["announced"] for row in owned.nodes.get("Deal", [])}
    said: Statements = {}
    for kind, rows in owned.edges.items():
        if kind.type in types:
            for row in rows:
                statement = Statement(days[row["from"]], row["from"], row["set"])
                said.setdefault(row["to"], []).append(statement)
    return said


def said_by_others(tx: Transaction, cypher: str, ids: Collection[str]) -> Statements:
    """Read what the deals of the graph say, by those of the ids that are in the graph.

    The rows of `cypher` are `id` and `said`, a list of `{announced, deal, says}`.
    """
    if not ids:
        return {}
    return {
        row["id"]: [
            Statement(s["announced"].to_native(), s["deal"], s["says"]) for s in row["said"]
        ]
        for row in tx.run(cypher, {"ids": list(ids)})
    }


def joined(own: Statements, others: Statements) -> Statements:
    """Put the statements about each thing in order; what nobody speaks of is left out."""
    found = {
        thing: sorted(
            [*own.get(thing, []), *others.get(thing, [])], key=lambda s: (s.announced, s.deal)
        )
        for thing in own.keys() | others.keys()
    }
    return {thing: said for thing, said in found.items() if said}


def first(tellings: Iterable[Mapping[str, Any]], name: str) -> Any:
    """Give the first value that is told of a name, None when there is none."""
    return next((told[name] for told in tellings if told.get(name) is not None), None)


def union(said: Iterable[Statement], name: str) -> list[str]:
    """Give the entries of all lists of a name, each once, in the order of the statements."""
    return list(dict.fromkeys(value for s in said for value in s.says.get(name) or ()))
