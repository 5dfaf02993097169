"""Families: deals that follow one another, and which of them speak of the same money.

What follows a deal is another record, perhaps of another load. So families are settled in the
graph, from what all deals in it say; in which order they came never shows.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dealgraph.graph.statements import Transaction
from dealgraph.schema.vocabulary import FollowsHow

#: These change or carry out the terms of the earlier deal; all others are new deals, new money.
SAME_TERMS = (FollowsHow.AMENDS, FollowsHow.EXERCISES, FollowsHow.CLOSES)


@dataclass(frozen=True)
class Kin:
    """What one deal says of the deal that it follows; both are None for the first of a family.

    `discloses` are the amounts that it gives.
    """

    follows: str | None = None
    how: FollowsHow | None = None
    discloses: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Place:
    """A deal's place: the first of its family, and the first deal whose terms it is about.

    `repeats`: it reports the closing of a deal that counts already, and tells no new amount.
    """

    family: str | None = None
    terms: str | None = None
    repeats: bool | None = None


def places(kin: Mapping[str, Kin]) -> dict[str, Place]:
    """Give the place of each of some whole families; a deal that stands alone has none."""
    firsts = {deal: _first(deal, kin) for deal in kin}
    followed = {first for deal, first in firsts.items() if first != deal}
    found = {}
    for deal, first in firsts.items():
        terms = _first(deal, kin, SAME_TERMS)
        found[deal] = Place(
            family=first if kin[deal].follows or deal in followed else None,
            terms=terms if terms != deal else None,
            repeats=_repeats(deal, kin) or None,
        )
    return found


def circles(kin: Mapping[str, Kin]) -> list[list[str]]:
    """Give each circle of deals that follow one another, from the first of them by id."""
    found = {tuple(ring) for deal in kin if (ring := _circle(deal, kin))}
    return [list(ring) for ring in sorted(found)]


def _first(
    deal: str, kin: Mapping[str, Kin], hows: Collection[FollowsHow | None] = tuple(FollowsHow)
) -> str:
    """Go back to the deal that follows none; in a circle to the first by id."""
    passed = [deal]
    while (earlier := kin[passed[-1]].follows) and kin[passed[-1]].how in hows:
        if earlier in passed:
            return min(passed[passed.index(earlier) :])
        passed.append(earlier)
    return passed[-1]


def _circle(deal: str, kin: Mapping[str, Kin]) -> list[str]:
    passed = [deal]
    while earlier := kin[passed[-1]].follows:
        if earlier in passed:
            ring = passed[passed.index(earlier) :]
            least = ring.index(min(ring))
            return ring[least:] + ring[:least]
        passed.append(earlier)
    return []


def _repeats(deal: str, kin: Mapping[str, Kin]) -> bool:
    of = kin[deal]
    if of.follows is None or of.how != FollowsHow.CLOSES or _circle(deal, kin):
        return False
    return of.discloses <= kin[of.follows].discloses


# --- in the graph ----------------------------------------------------------------------------


def settle_families(
    tx: Transaction, deals: Iterable[str], relatives: Collection[str]
) -> list[list[str]]:
    """Link deals to those they follow and place all deals of their families.

    `deals` are those that came or went, `relatives` those that were linked to them. Gives the
    circles.
    """
    linked = tx.run(_LINK, {"deals": [*deals, *relatives]}).single()["linked"]
    ids = {"deals": [*linked, *relatives]}
    if not ids["deals"]:
        return []
    kin = {
        row["deal"]: Kin(
            row["follows"], row["how"] and FollowsHow(row["how"]), frozenset(row["discloses"])
        )
        for row in tx.run(_KIN, ids)
    }
    rows = [{"deal": deal, **vars(place)} for deal, place in places(kin).items()]
    if rows:
        _place(tx, rows)
    return circles(kin)


# What comes may follow, or be followed by, what was there or comes with it.
_LINK = """
UNWIND $deals AS id
MATCH (d:Deal {id: id})
CALL (d) {
  MATCH (o:Deal {id: d.follows}) RETURN d AS later, o AS earlier
  UNION
  MATCH (f:Deal {follows: d.id}) RETURN f AS later, d AS earlier
}
MERGE (later)-[e:FOLLOWS]->(earlier) SET e.how = later.follows_how
RETURN collect(DISTINCT later.id) AS linked
"""
_KIN = """
UNWIND $deals AS id
MATCH (d:Deal {id: id}) WHERE d.family IS NOT NULL OR EXISTS { (d)-[:FOLLOWS]-() }
MATCH (d)-[:FOLLOWS*0..]-(m:Deal)
WITH DISTINCT m
OPTIONAL MATCH (m)-[f:FOLLOWS]->(o)
RETURN m.id AS deal, o.id AS follows, f.how AS how,
       [name IN ['upfront', 'equity', 'near_term', 'milestones', 'total']
        WHERE m[name] IS NOT NULL] AS discloses
"""


def _place(tx: Transaction, rows: list[dict[str, Any]]) -> None:
    each = "UNWIND $rows AS row "
    for statement in (
        "MATCH (d:Deal {id: row.deal}) "
        "SET d.family = row.family, d.terms = row.terms, d.repeats = row.repeats",
        "MATCH ()-[e:LICENSED {deal: row.deal}]->() SET e.repeats = row.repeats",
        "MATCH ()-[e:FLOW {deal: row.deal}]->() SET e.repeats = row.repeats",
    ):
        tx.run(each + statement, {"rows": rows})
