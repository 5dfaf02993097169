"""How long each right of a deal lasts, and what the deal's events make of it.

A right holds from the deal's announcement, or the day it was added, until the deal or its part of
it ends. Where an event concerns a part, the right is divided. An option that is exercised becomes
a licence, a right that is assigned becomes the same right of another holder; both say from which
right they came.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dealgraph.loaders.identities import Item, Member
from dealgraph.schema import life
from dealgraph.schema.life import Days
from dealgraph.schema.places import TerritoryPlaces, places
from dealgraph.schema.record import ENDINGS, DealRecord, EventRecord, Share
from dealgraph.schema.territory import divide
from dealgraph.schema.vocabulary import Activity, DealStatus, EventKind, RightKind, Side

_LICENSEES = tuple(k for k in RightKind if k not in (RightKind.RETAINED, RightKind.PROFIT_SHARE))
#: Which rights an `assigned` event takes from their holder, by the side that passes them on.
_PASSING = {
    Side.LICENSOR: (RightKind.RETAINED,),
    Side.LICENSEE: _LICENSEES,
    Side.BOTH: (RightKind.RETAINED, *_LICENSEES),
    None: _LICENSEES,
}


@dataclass(frozen=True)
class Tenure:
    """A right in the making, on one asset, of one holder.

    `places` is None where nobody says where it holds. `ended_undated`: it ended, nobody says
    when. From `doubtful` on it is not certain that it holds, as something ended that no field
    names. `kept` is what is kept beyond the end. `commercial`: it lets its holder sell.
    `licensor_side`: it is what the licensor had, so it stands above what the deal grants and
    does not end with it. `came_from` is the place in the list of the right it was made of.
    """

    item: Item
    holder: Member
    kind: RightKind
    places: TerritoryPlaces | None
    since: Days
    until: Days | None = None
    ended_undated: bool = False
    doubtful: Days | None = None
    kept: str | None = None
    activities: tuple[Activity, ...] = ()
    exclusive: bool | None = None
    scope: str | None = None
    share: Share | None = None
    commercial: bool = True
    licensor_side: bool = False
    came_from: int | None = None


def lived(
    stated: Sequence[Tenure], record: DealRecord, assignees: Mapping[str, Member]
) -> list[Tenure]:
    """Give the rights of a deal as its events left them: the stated ones first, in their order.

    `assignees` are the companies that events pass rights to, by name.
    """
    ledger = _Ledger(list(stated), record, assignees)
    for event in sorted(record.events, key=_order):
        ledger.take(event)
    if record.status is DealStatus.TERMINATED and not life.ended(record):
        ledger.end_all()
    return ledger.rights


def _order(event: EventRecord) -> tuple[bool, date]:
    days = life.days(event)
    return (days is None, days.last if days else date.max)


@dataclass
class _Ledger:
    """The rights of one deal while its events are taken one after the other."""

    rights: list[Tenure]
    record: DealRecord
    assignees: Mapping[str, Member]

    def take(self, event: EventRecord) -> None:
        days = life.days(event)
        if event.kind in ENDINGS:
            self._end(event, days)
        elif event.kind is EventKind.OPTION_EXERCISED and days:
            self._exercise(event, days)
        elif event.kind is EventKind.ASSIGNED and event.to and days:
            self._assign(event, self.assignees[event.to], days)

    def end_all(self) -> None:
        """End every right, nobody says when."""
        self.rights = [
            _ended(right, None, None) if _open(right, None) else right for right in self.rights
        ]

    def _end(self, event: EventRecord, days: Days | None) -> None:
        lapsed = event.kind is EventKind.OPTION_LAPSED
        options = lapsed and not life.is_whole(event)
        kinds = (RightKind.OPTION,) if options else tuple(RightKind)
        if not life.is_whole(event) and not _named(event):
            self._doubt(kinds, days)
            return
        for index in self._concerned(event, kinds, days):
            self._replace(self._part(index, event), days, event.kept)

    def _exercise(self, event: EventRecord, days: Days) -> None:
        if event.what and not _named(event):  # which option that was is told in words only
            self._doubt((RightKind.OPTION,), days)
            return
        for index in self._concerned(event, (RightKind.OPTION,), days):
            option = self._part(index, event)
            granted = replace(self.rights[option], kind=RightKind.LICENCE, since=days,
                              doubtful=None, came_from=option)  # fmt: skip
            self._replace(option, days, None)
            self.rights.append(granted)

    def _assign(self, event: EventRecord, to: Member, days: Days) -> None:
        """Pass rights on; the licensor's side of the deal passes as an assignment of its own."""
        for index in self._concerned(event, _PASSING[event.by], days):
            passed = self._part(index, event)
            moved = replace(self.rights[passed], holder=to, since=days, came_from=passed)
            self._replace(passed, days, None)
            if event.by in (Side.LICENSEE, None):
                self.rights.append(moved)
        if event.by in (Side.LICENSOR, Side.BOTH):
            self._assign_side(event, to, days)

    def _assign_side(self, event: EventRecord, to: Member, days: Days) -> None:
        where = places(event.territory) if event.territory else None
        items = {right.item.id: right.item for right in self.rights}
        for item in items.values():
            if not event.assets or item.record.name in event.assets:
                self.rights.append(
                    Tenure(item, to, RightKind.ASSIGNMENT, where, days, licensor_side=True)
                )

    def _doubt(self, kinds: Collection[RightKind], days: Days | None) -> None:
        for index, right in enumerate(self.rights):
            if right.kind in kinds and _open(right, days):
                since = days or right.since
                earlier = right.doubtful is None or since.last < right.doubtful.last
                self.rights[index] = replace(right, doubtful=since) if earlier else right

    def _concerned(
        self, event: EventRecord, kinds: Collection[RightKind], days: Days | None
    ) -> Iterator[int]:
        """Find the rights that an event is about, as far as they are there on its day."""
        for index, right in list(enumerate(self.rights)):
            if (right.kind in kinds and _open(right, days)
                    and (not event.assets or right.item.record.name in event.assets)
                    and (_where(right, event) is not None)):  # fmt: skip
                yield index

    def _part(self, index: int, event: EventRecord) -> int:
        """Divide a right where an event is about a part of its territory; give that part's place.

        What is left keeps its place.
        """
        right = self.rights[index]
        if event.territory is None or right.places is None:
            return index
        common, rest = divide(right.places, places(event.territory))
        if rest is None:
            return index
        self.rights[index] = replace(right, places=replace(rest, wording=right.places.wording))
        self.rights.append(replace(right, places=common, came_from=index))
        return len(self.rights) - 1

    def _replace(self, index: int, days: Days | None, kept: str | None) -> None:
        self.rights[index] = _ended(self.rights[index], days, kept)


def _named(event: EventRecord) -> bool:
    return bool(event.assets) or event.territory is not None


def _where(right: Tenure, event: EventRecord) -> TerritoryPlaces | str | None:
    """Give the part of a right's territory that an event is about; None where it is no part."""
    if event.territory is None or right.places is None:
        return "all of it"
    return divide(right.places, places(event.territory)).inside


def _open(right: Tenure, days: Days | None) -> bool:
    if right.ended_undated or right.licensor_side:
        return False
    if days is None:
        return True
    return right.since.first <= days.last and (right.until is None or right.until.last > days.first)


def _ended(right: Tenure, days: Days | None, kept: str | None) -> Tenure:
    if days is None:
        return right if right.until else replace(right, ended_undated=True, kept=kept)
    if right.until is not None and right.until.last <= days.last:
        return right
    return replace(right, until=days, kept=kept)
