"""Decisions and the graph: which it was made with, and which deals a change of them touches."""

import json
from collections.abc import Iterable
from typing import NamedTuple

from dealgraph.graph.errors import ConfigurationError
from dealgraph.graph.settings import DECISIONS, Settings
from dealgraph.graph.statements import Transaction
from dealgraph.schema import decisions, ladder, targets
from dealgraph.schema.decisions import DecisionError, Kind
from dealgraph.schema.names import key

_DEALS = {
    Kind.COMPANY: """
        CALL () {
          MATCH (c:Company) WHERE c.id IN $ids RETURN c
          UNION
          MATCH (n:Name)<-[:KNOWN_AS]-(c:Company) WHERE n.key IN $keys RETURN c
        }
        MATCH (c)<-[p:LICENSOR|LICENSEE|ASSIGNEE]-(d:Deal)
        RETURN DISTINCT d.id AS deal, [c.id] + coalesce(p.names, []) AS parties""",
    Kind.ASSET: """
        MATCH (a:Asset) WHERE a.id IN $ids
        MATCH (a)<-[:COVERS]-(d:Deal) RETURN DISTINCT d.id AS deal, [] AS parties""",
    Kind.TARGET: """
        MATCH (t:Target) WHERE t.id IN $ids
        MATCH (t)<-[:TARGETS]-(:Asset)<-[:COVERS]-(d:Deal)
        RETURN DISTINCT d.id AS deal, [] AS parties""",
}


class Decided(NamedTuple):
    """A decision as the graph remembers it."""

    kind: str
    name: str
    verdict: str
    id: str


def use_decisions(settings: Settings) -> None:
    """Let the user's decisions count. Raises ConfigurationError when their file has a fault."""
    try:
        decisions.use(settings.decisions)
    except DecisionError as error:
        raise ConfigurationError(f"{DECISIONS}: {error}") from error


def in_effect() -> str:
    """Give the decisions that count, as the graph keeps them: JSON, sorted; none is empty."""
    counting = decisions.current().in_effect.values()
    rows = sorted(Decided(d.kind, d.name, d.verdict, d.id) for d in counting)
    return json.dumps(rows, ensure_ascii=False) if rows else ""


def changed(before: str) -> set[Decided]:
    """Give the decisions that came or went since the graph was made with others."""
    return _read(before) ^ _read(in_effect())


def concerned(about: Iterable[Decided], kind: Kind) -> set[str]:
    """Give the ids of the things of a kind that decisions are about, before them or after."""
    return {
        id_ for decided in about if decided.kind == kind for id_ in (decided.id, *_own_ids(decided))
    }


def deals_of(tx: Transaction, about: Iterable[Decided]) -> list[str]:
    """Give the ids of the deals that decisions are about: of a joined name, those that say it."""
    told = list(about)
    keys = sorted({key(decided.name) for decided in told})
    own = {id_ for decided in told for id_ in _own_ids(decided)}
    found = set()
    for kind, cypher in _DEALS.items():
        for row in tx.run(cypher, {"ids": sorted(concerned(told, kind)), "keys": keys}):
            subjects = {decisions.subject(kind, party) for party in row["parties"]}
            if kind is not Kind.COMPANY or subjects & own:
                found.add(row["deal"])
    return sorted(found)


def _own_ids(decided: Decided) -> list[str]:
    """Give the ids that what a decision is about has, with it and without it."""
    return [decisions.subject(decided.kind, decided.name), *_known_ids(decided)]


def _known_ids(decided: Decided) -> Iterable[str]:
    """Give the ids that a name has without any decision."""
    if decided.kind == Kind.COMPANY:
        return filter(None, [ladder.climb(decided.name).id])
    if decided.kind == Kind.TARGET:
        try:
            return [entry.id for entry in targets.resolve(decided.name)]
        except (targets.UnknownTargetError, targets.AmbiguousTargetError):
            return []
    return []


def _read(text: str) -> set[Decided]:
    return {Decided(*row) for row in json.loads(text or "[]")}
