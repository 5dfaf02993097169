"""What deals say of things they share: read from rows to be stored, or from the graph."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from dealgraph.graph.content import Content, EdgeKind
from dealgraph.graph.statements import Transaction, found


class Statement(NamedTuple):
    """What one deal says of something; `announced` is its first possible day."""

    announced: Any
    deal: str
    says: Mapping[str, Any]


#: Statements by the id of what they are about.
Statements = dict[str, list[Statement]]

SIDES = ("LICENSOR", "LICENSEE", "ASSIGNEE")


@dataclass(frozen=True)
class Said:
    """What deals that come say of what they share with others.

    `granting` are the licensors by deal, `accounts` those of each source, as rows of nodes.
    """

    companies: Statements = field(default_factory=dict)
    assets: Statements = field(default_factory=dict)
    granting: dict[str, list[str]] = field(default_factory=dict)
    accounts: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)

    def add(self, owned: Content) -> None:
        """Gather what one deal says on its own edges."""
        (deal,) = owned.nodes["Deal"]
        for kind, rows in owned.edges.items():
            if kind.type == "COVERS":
                _gather(self.assets, deal, rows)
            elif kind.type in SIDES:
                _gather(self.companies, deal, rows)
            if kind.type == "LICENSOR":
                self.granting[deal["id"]] = [row["to"] for row in rows]
        told = {row["id"]: row for row in owned.nodes.get("Account", ())}
        for row in owned.edges.get(EdgeKind("BY", "Account", "Source"), ()):
            self.accounts.setdefault(row["to"], []).append(told[row["from"]])


def _gather(said: Statements, deal: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]) -> None:
    for row in rows:
        statement = Statement(deal["announced"], deal["id"], row["set"])
        said.setdefault(row["to"], []).append(statement)


def said_by_others(tx: Transaction, cypher: str, ids: Collection[str]) -> Statements:
    """Read what the deals of the graph say, by those of the ids that are in the graph.

    `cypher` finds maps of `id` and `said`, a list of `{announced, deal, says}`.
    """
    return {
        row["id"]: [
            Statement(s["announced"].to_native(), s["deal"], s["says"]) for s in row["said"]
        ]
        for row in found(tx, cypher, ids)
    }


def joined(own: Statements, others: Statements) -> Statements:
    """Put the statements about each thing in order; what nobody speaks of is left out."""
    both = {
        thing: sorted(
            [*own.get(thing, []), *others.get(thing, [])], key=lambda s: (s.announced, s.deal)
        )
        for thing in own.keys() | others.keys()
    }
    return {thing: said for thing, said in both.items() if said}


def first(tellings: Iterable[Mapping[str, Any]], name: str) -> Any:
    """Give the first value that is told of a name, None when there is none."""
    for told in tellings:
        if (value := told.get(name)) is not None:
            return value
    return None


def union(said: Iterable[Statement], name: str) -> list[str]:
    """Give the entries of all lists of a name, each once, in the order of the statements."""
    return list(dict.fromkeys(value for s in said for value in s.says.get(name) or ()))
