"""What things are called: KNOWN_AS edges to shared Name nodes, written anew for some things."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from dealgraph.graph.content import EdgeKind
from dealgraph.graph.saying import Statement, union
from dealgraph.graph.statements import Transaction, create_edges
from dealgraph.schema.names import key
from dealgraph.schema.vocabulary import NameKind


class Called(NamedTuple):
    """A name of a thing: as written, what it is to the thing, its language, from when to when."""

    text: str
    kind: NameKind
    language: str | None = None
    since: date | None = None
    until: date | None = None


def known_as(
    tx: Transaction,
    label: str,
    names: Mapping[str, Iterable[Called]],
    known: Collection[str] | None = None,
) -> None:
    """Give things of a label their names anew, by the thing's id.

    `known` are those that may have names already; all of them when it is left out.
    """
    by_key = {thing: named_by_key(called) for thing, called in names.items()}
    name_by_key(tx, label, by_key, names if known is None else known)


def name_by_key(
    tx: Transaction,
    label: str,
    names: Mapping[str, Mapping[str, Mapping[str, Any]]],
    known: Collection[str],
) -> None:
    """Do as `known_as` with names by their keys."""
    if not names:
        return
    rows = [
        {"from": thing, "to": k, "set": named}
        for thing, by_key in names.items()
        for k, named in sorted(by_key.items())
    ]
    dropped = _drop_names(tx, label, names.keys() & known)
    keys = {row["to"] for row in rows}
    tx.run("UNWIND $keys AS key MERGE (:Name {key: key})", {"keys": sorted(keys)})
    create_edges(tx, EdgeKind("KNOWN_AS", label, "Name"), rows)
    forget(tx, dropped - keys)


def named_by_key(called: Iterable[Called]) -> dict[str, dict[str, Any]]:
    """Give what edges to names say by the names' keys; of two with one key, the first stays."""
    return {key(name.text): _given(name) for name in reversed(list(called))}


def _drop_names(tx: Transaction, label: str, ids: Collection[str]) -> set[str]:
    """Take things' names away; gives the keys."""
    if not ids:
        return set()
    dropped = tx.run(
        f"UNWIND $ids AS id MATCH (:{label} {{id: id}})-[e:KNOWN_AS]->(n:Name) "
        "DELETE e RETURN collect(DISTINCT n.key) AS keys",
        {"ids": list(ids)},
    )
    return set(dropped.single()["keys"])


def _given(name: Called) -> dict[str, Any]:
    return {field: value for field, value in name._asdict().items() if value is not None}


def forget(tx: Transaction, keys: Collection[str]) -> None:
    """Remove the names of some keys by which nothing goes any more."""
    if not keys:
        return
    tx.run(
        """
        UNWIND $keys AS key
        MATCH (n:Name {key: key}) WHERE NOT EXISTS { (n)<-[:KNOWN_AS]-() } DELETE n
        """,
        {"keys": list(keys)},
    )


def own_names(said: Iterable[Statement]) -> list[Called]:
    """Give the usual name first, then the others, each once in the order of their deals."""
    names = union(said, "names")
    kinds = [NameKind.NAME] + [NameKind.ALIAS] * len(names)
    return [Called(name, kind) for name, kind in zip(names, kinds, strict=False)]
