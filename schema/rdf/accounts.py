"""What one publication says of a deal, as statements in a graph of its own.

The graph is named after the account. Nothing in it is a statement of dealgraph: two accounts may
contradict each other, and the deal as it is shown.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from dealgraph.schema.dates import first_day, last_day
from dealgraph.schema.model import Account, Deal, Event
from dealgraph.schema.places import wording
from dealgraph.schema.rdf.mapping import Statements, Values, writer
from dealgraph.schema.rdf.properties import properties
from dealgraph.schema.rdf.terms import TYPE, term
from dealgraph.schema.record import Territory

#: The fields that a record and a deal have under one name, each a value of its own.
_SAME = frozenset({
    "type", "status", "exclusive", "currency", "upfront", "equity", "upfront_includes_equity",
    "near_term", "milestones", "total", "equity_kind", "note",
})  # fmt: skip


class AccountText:
    """Writes the graphs of accounts."""

    def __init__(self, statements: Statements) -> None:
        self._account = statements.nodes[Account.label].subject
        self._deal = statements.nodes[Deal.label].subject
        self._events = statements.nodes[Event.label]
        self._deal_class = f" {TYPE} {term(Deal.rdf)} .\n"
        self._writers = {p.name: writer(p, statements.iris) for p in properties(Deal)}

    def graph(self, account: str, deal: str, says: str | None, events: Sequence[Values]) -> str:
        """Write the graph of an account as N-Quads: its deal, its own figures, its events.

        `account` and `deal` are keys, `says` is the JSON on the account's node, and `events` are
        rows of the events that the account reports.
        """
        subject = self._deal(deal)
        lines = [subject + self._deal_class]
        for name, value in claims(json.loads(says) if says else {}).items():
            lines.append(self._writers[name](subject, value))
        lines += [self._events.text(event) for event in events]
        return in_graph("".join(lines), self._account(account))


def in_graph(statements: str, graph: str) -> str:
    """Put statements into a named graph, which is a term in brackets."""
    return statements.replace(" .\n", f" {graph} .\n")  # no literal holds a line end as it is


def claims(says: Mapping[str, Any]) -> dict[str, Any]:
    """Give the properties of a deal that a publication states, from the record's fields.

    What it says of parties and assets stays in the account's JSON: their names were written
    there, and nobody decided whom they stand for.
    """
    found = {name: value for name, value in says.items() if name in _SAME}
    if announced := says.get("announced"):
        found["announced"] = first_day(announced).isoformat()
        found["announced_until"] = last_day(announced).isoformat()
    if territory := says.get("territory"):
        found["territory"] = wording(Territory.model_validate(territory))
    return found | _royalties(says.get("royalties"))


def _royalties(said: Any) -> dict[str, Any]:
    if not isinstance(said, Mapping):
        return {"royalties": said} if said else {}
    terms = {"royalty_tiered": "tiered", "royalty_low": "low", "royalty_high": "high"}
    return {name: said[field] for name, field in terms.items() if field in said}
