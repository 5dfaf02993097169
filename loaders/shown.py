"""The one record that is shown of a deal, from those that its datasets hold.

Of each figure the rule of dealgraph.schema.preference chooses a dataset. What belongs together
comes together: parties, assets and rights from one record, as rights name parties and assets;
an amount with its bound, and all amounts in one currency. Events are gathered from all records.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from dealgraph.loaders.figures import OF_ASSETS, Figure, figures
from dealgraph.loaders.stored import Stored
from dealgraph.schema.amounts import AMOUNTS
from dealgraph.schema.dates import first_day, last_day
from dealgraph.schema.preference import Choice, Standing, best_source, choose
from dealgraph.schema.record import DealRecord, EventRecord, RightRecord, SourceRecord
from dealgraph.schema.vocabulary import ShownBy

#: Fields that one record gives together; the first of each stands for all of them.
_TOGETHER = ("assets", "licensors", "licensees", "country", *OF_ASSETS)
_PARTS = {"assets", "licensors", "licensees"}
#: Fields of a record that are chosen like figures, though no publication tells them otherwise.
_CHOSEN_ALONE = ("note", "follows")


@dataclass(frozen=True)
class Telling:
    """One dataset's record with what it and its sources tell."""

    stored: Stored

    @property
    def record(self) -> DealRecord:
        """Give the record."""
        return self.stored.record

    @cached_property
    def own(self) -> dict[str, Figure]:
        """Give the figures that the record itself tells."""
        return figures(self.record, self.record)

    @cached_property
    def said(self) -> list[dict[str, Figure]]:
        """Give the figures that each of its sources tells itself."""
        return [figures(s.says, self.record) if s.says else {} for s in self.record.sources]

    def behind(self, name: str) -> list[SourceRecord]:
        """Give the sources that the record's own value of a figure rests on.

        Those that tell it themselves; where none does, all that do not tell it otherwise.
        """
        told = list(zip(self.record.sources, self.said, strict=True))
        own = self.own.get(name)
        alone = [source for source, said in told if name in said and said[name] == own]
        return alone or [source for source, said in told if name not in said]

    def standing(self, name: str) -> Standing:
        """Give what its value of a figure rests on."""
        own = self.own.get(name)
        disputed = any(name in said and said[name] != own for said in self.said)
        behind = [(s.kind, first_day(s.date) if s.date else None) for s in self.behind(name)]
        return best_source(self.stored.dataset, behind, curated=disputed)


@dataclass(frozen=True)
class Shown:
    """The record that is shown, and what chose each of its figures."""

    record: DealRecord
    tellings: tuple[Telling, ...]
    choices: dict[str, Choice] = field(default_factory=dict)

    def shown_by(self, name: str) -> ShownBy | None:
        """Say what chose the value of a figure; None where no value is shown."""
        if name in self.choices:
            return self.choices[name].shown_by
        told = [(t.standing(name), t.own[name]) for t in self.tellings if name in t.own]
        return choose(told).shown_by if told and len(self.tellings) == 1 else None


def shown(records: Sequence[Stored]) -> Shown:
    """Give what is shown of the records of one deal, one per dataset, in whatever order."""
    tellings = tuple(map(Telling, sorted(records, key=lambda s: s.dataset)))
    if len(tellings) == 1:
        return Shown(tellings[0].record, tellings)
    choices = dict(_choices(tellings))
    return Shown(_merged(tellings, choices), tellings, choices)


def left_out(chosen: Shown) -> Iterator[str]:
    """Say which rights and events of a deal's records are not shown, and what does not fit."""
    rights = chosen.record.rights
    assets = {asset.name for asset in chosen.record.assets}
    for telling in chosen.tellings if len(chosen.tellings) > 1 else ():
        record, dataset = telling.record, telling.stored.dataset
        if record.rights and record.rights != rights:
            yield f"rights of dataset {dataset} are not shown beside those of another"
        for event in record.events:
            if not set(event.assets) <= assets:
                yield f"event {event.kind} of dataset {dataset} is about assets that are not shown"
    upfront, total = chosen.record.upfront, chosen.record.total
    if upfront is not None and total is not None and total < upfront:
        yield f"total {total} is below upfront {upfront}: they are of different datasets"


def _choices(tellings: Sequence[Telling]) -> Iterator[tuple[str, Choice]]:
    told = dict.fromkeys(name for telling in tellings for name in telling.own)
    together = choose([(_standing_together(t), _told_together(t)) for t in tellings])
    currency = _currency(tellings)
    for name in told:
        if name in _TOGETHER:
            yield from _of_together(tellings, name, together)
        elif name in AMOUNTS:
            paid = [t for t in tellings if name in t.own and t.own[name].currency == currency]
            if paid:
                yield name, _choose(paid, name)
        else:
            yield name, _choose([t for t in tellings if name in t.own], name)


def _choose(tellings: Sequence[Telling], name: str) -> Choice:
    latest = name == "status"
    told = [(_known_until(t, name) if latest else t.standing(name), t.own[name]) for t in tellings]
    return choose(told, latest_first=latest)


def _known_until(telling: Telling, name: str) -> Standing:
    """Give the standing of a status: as late as the latest day that its record knows of."""
    standing, record = telling.standing(name), telling.record
    days = [event.effective or event.date for event in record.events]
    days += [source.date for source in record.sources] + [record.announced]
    latest = max(first_day(day) for day in days if day)
    return Standing(standing.dataset, standing.curated, standing.kind, latest)


def _told_together(telling: Telling) -> list[Figure | None]:
    return [telling.own.get(name) for name in _TOGETHER]


def _standing_together(telling: Telling) -> Standing:
    standings = [telling.standing(name) for name in _TOGETHER]
    return replace(standings[0], curated=any(standing.curated for standing in standings))


def _of_together(
    tellings: Sequence[Telling], name: str, together: Choice
) -> Iterator[tuple[str, Choice]]:
    """Yield what chose one of the figures that come together, where it is shown."""
    values = {t.stored.dataset: t.own[name] for t in tellings if name in t.own}
    if (value := values.get(together.dataset)) is None:
        return
    alike = all(other == value for other in values.values())
    agreed = ShownBy.AGREED if len(values) > 1 else ShownBy.ONLY
    yield name, Choice(together.dataset, agreed) if alike else together


def _currency(tellings: Sequence[Telling]) -> str | None:
    """Give the currency of the amounts that are shown: that of the best one of them all."""
    best: list[tuple[Standing, object]] = [
        (telling.standing(name), telling.record.currency)
        for telling in tellings
        for name in AMOUNTS
        if name in telling.own
    ]
    if not best:
        return None
    chosen = choose(best).dataset
    return next(t.record.currency for t in tellings if t.stored.dataset == chosen)


def _merged(tellings: Sequence[Telling], choices: dict[str, Choice]) -> DealRecord:
    by_dataset = {t.stored.dataset: t for t in tellings}
    given = {name: by_dataset[choice.dataset].record for name, choice in choices.items()}
    chosen: dict[str, Any] = {
        name: getattr(record, name)
        for name, record in given.items()
        if name not in _TOGETHER or name in _PARTS
    }
    ordered = sorted(tellings, key=lambda t: t.stored.dataset != choices["assets"].dataset)
    bounds = {n: given[n].bounds[n] for n in AMOUNTS if n in given and n in given[n].bounds}
    parts = {
        "currency": next((given[name].currency for name in AMOUNTS if name in given), None),
        "bounds": bounds,
        "sources": tuple(source for t in ordered for source in t.record.sources),
        "events": tuple(_events(ordered)),
        "rights": _rights(ordered),
        "inferred": _inferred(given),
        **{name: _first(ordered, name) for name in _CHOSEN_ALONE},
    }
    return given["assets"].model_copy(update={**_nothing(), **chosen, **parts})


def _nothing() -> dict[str, Any]:
    """Give what a record holds of the fields that no record of the deal gives."""
    fields = DealRecord.model_fields
    return {n: fields[n].get_default(call_default_factory=True) for n in (*AMOUNTS, "bounds")}


def _first(ordered: Sequence[Telling], name: str) -> Any:
    values = (getattr(t.record, name) for t in ordered)
    return next((value for value in values if value is not None), None)


def _inferred(given: dict[str, DealRecord]) -> tuple[str, ...]:
    """Give the fields whose shown value is inferred in the record that gives it."""
    parts = given["assets"]
    return tuple(
        dict.fromkeys(
            name
            for record in given.values()
            for name in record.inferred
            if given.get(name, parts) is record
        )
    )


def _rights(ordered: Sequence[Telling]) -> tuple[RightRecord, ...]:
    """Give the rights of the first record whose rights name the shown assets and parties."""
    shown_record = ordered[0].record
    assets = {asset.name for asset in shown_record.assets}
    parties = {party.name for party in (*shown_record.licensors, *shown_record.licensees)}
    for telling in ordered:
        rights = telling.record.rights
        named = {name for right in rights for name in right.assets}
        holders = {right.holder for right in rights if right.holder}
        if rights and named <= assets and holders <= parties:
            return rights
    return ()


def _events(ordered: Sequence[Telling]) -> Iterator[EventRecord]:
    """Yield the events of all records, each once; `source` counts over the sources of all."""
    taken: list[EventRecord] = []
    before = 0
    assets = {asset.name for asset in ordered[0].record.assets}
    for telling in ordered:
        new = []
        for event in telling.record.events:
            if set(event.assets) <= assets and not any(_is_same(event, e) for e in taken):
                source = None if event.source is None else event.source + before
                new.append(event.model_copy(update={"source": source}))
        taken += new
        before += len(telling.record.sources)
    yield from taken


def _is_same(one: EventRecord, other: EventRecord) -> bool:
    """Tell whether two records may speak of one event: equal but for how exactly it is dated."""
    if _about(one) != _about(other):
        return False
    first, second = _days(one), _days(other)
    return first is None or second is None or (first[0] <= second[1] and second[0] <= first[1])


def _about(event: EventRecord) -> tuple[object, ...]:
    return event.kind, event.assets, event.territory, event.what is None


def _days(event: EventRecord) -> tuple[date, date] | None:
    day = event.date or event.effective
    return (first_day(day), last_day(day)) if day else None
