"""Who tells which figure: claims, where the accounts of a deal are told apart.

That is so for every figure of a deal that several datasets tell, and for those that a
publication of a single dataset tells itself. All else rests on the deal's accounts as a whole.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dealgraph.graph.content import Content, EdgeKind
from dealgraph.loaders.figures import Figure, figures
from dealgraph.loaders.publications import account_id, source_id
from dealgraph.loaders.shown import Shown, Telling
from dealgraph.schema.dates import first_day, last_day
from dealgraph.schema.money import usd_rate
from dealgraph.schema.record import SourceRecord

#: Two amounts in different currencies that are as near as this, as a share, tell the same: rates
#: of one day differ, and who converts rounds.
SAME_MONEY = 0.02


@dataclass(frozen=True)
class _Told:
    """One figure as one source of a telling tells it: itself, or as part of the record."""

    telling: Telling
    source: SourceRecord
    figure: Figure
    own: bool


def add_claims(owned: Content, deal: str, shown: Shown) -> None:
    """Add the claims of a deal's accounts, which are there already."""
    if len(shown.tellings) == 1 and not any(shown.tellings[0].said):
        return
    values = figures(shown.record, shown.record)
    number = 0
    for name in _told_apart(shown):
        value, shown_by = values.get(name), shown.shown_by(name)
        for told in _tellers(shown, name, deal):
            number += 1
            claim, account = f"{deal}-c{number}", account_id(told.source, deal)
            owned.node("Claim", id=claim, field=name, told=list(told.figure.told),
                       amount=told.figure.amount, currency=told.figure.currency, own=told.own,
                       dataset=told.telling.stored.dataset, shown_by=shown_by,
                       **_compared(name, told.figure, value, shown))  # fmt: skip
            owned.edge(EdgeKind("STATES", "Account", "Claim"), account, claim)


def _told_apart(shown: Shown) -> Iterator[str]:
    """Yield the figures that are told apart, in the order in which the first telling has them."""
    several = len(shown.tellings) > 1
    own = [name for t in shown.tellings for name in t.own if several]
    said = [name for t in shown.tellings for told in t.said for name in told]
    yield from dict.fromkeys(own + said)


def _tellers(shown: Shown, name: str, deal: str) -> Iterator[_Told]:
    """Yield who tells a figure: each publication once for each dataset."""
    for telling in shown.tellings:
        told: dict[str, _Told] = {}
        for one in _told_by(telling, name):
            told.setdefault(source_id(one.source, deal), one)
        yield from told.values()


def _told_by(telling: Telling, name: str) -> Iterator[_Told]:
    behind = telling.behind(name) if name in telling.own else []
    for source, said in zip(telling.record.sources, telling.said, strict=True):
        if name in said:
            yield _Told(telling, source, said[name], own=True)
        elif any(source is other for other in behind):
            yield _Told(telling, source, telling.own[name], own=False)


def _compared(name: str, told: Figure, value: Figure | None, shown: Shown) -> dict[str, Any]:
    """Say whether what is told agrees with what is shown; nothing where nothing is shown."""
    if value is None:
        return {}
    if told.amount is None or value.amount is None:
        return {"agrees": told == value or (name == "announced" and _overlap(told, value))}
    difference = _difference(told, value, shown.record.announced)
    near = difference is not None and difference <= SAME_MONEY
    agrees = told == value if told.currency == value.currency else near
    return {"agrees": agrees, "difference": difference}


def _difference(told: Figure, value: Figure, announced: str) -> float | None:
    """Give how far an amount is from the shown one, as a share of that; 0.0 for the same amount."""
    assert told.amount is not None
    assert value.amount is not None
    rates = [usd_rate(f.currency or "", announced) for f in (told, value)]
    same = told.currency == value.currency
    if value.amount == 0 or (not same and None in rates):
        return None
    factor = 1.0 if same else rates[0].usd / rates[1].usd  # type: ignore[union-attr]
    return round(abs(told.amount * factor - value.amount) / value.amount, 6)


def _overlap(told: Figure, value: Figure) -> bool:
    """Tell whether two days of announcement may be one: a month holds its days."""
    (one,), (other,) = told.told, value.told
    return first_day(one) <= last_day(other) and first_day(other) <= last_day(one)
