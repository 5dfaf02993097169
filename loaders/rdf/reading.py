"""RDF files of deals: records as they were loaded once, and deals that somebody wrote."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from dealgraph.loaders.lines import Entry, Fault
from dealgraph.loaders.rdf.deals import fields, scalars
from dealgraph.loaders.rdf.described import Thing, instances, opened
from dealgraph.schema.remarks import shortly


def rdf_entries(path: Path) -> Iterator[Entry]:
    """Give an entry for each record of a file, and for each deal without one.

    A deal that comes with its record must say the same: otherwise it was changed, and its record,
    which would go in, was not. Entries are numbered in the order of addresses. Raises FileError.
    """
    with opened(path) as store:
        records = instances(store, "dg:Record")
        recorded: dict[str, list[Thing]] = {}
        for record in records:
            for deal in record.things("dg:deal"):
                recorded.setdefault(deal.iri, []).append(record)
        number = 0
        for number, record in enumerate(records, start=1):
            yield _of_record(number, record, recorded)
        for deal in instances(store, "dg:Deal"):
            if deal.iri not in recorded:
                number += 1
                yield _entry(number, deal.iri, fields(deal))


def _of_record(number: int, record: Thing, recorded: dict[str, list[Thing]]) -> Entry:
    dataset = record.text("dg:dataset") or ""
    try:
        said = json.loads(record.text("dg:json") or "")
    except ValueError:
        return Entry(number, None, faults=(("dg:json", record.iri, "is no JSON"),))
    faults = [
        fault
        for deal in record.things("dg:deal")
        if record == min(recorded[deal.iri], key=lambda each: each.text("dg:dataset") or "")
        for fault in _changed(deal, said)
    ]
    return _entry(number, record.iri, said, dataset, faults)


def _entry(number: int, iri: str, said: Mapping[str, Any], dataset: str = "",
           faults: list[Fault] | None = None) -> Entry:  # fmt: skip
    raw = json.dumps(said, ensure_ascii=False).encode() + b"\n"
    return Entry(number, raw, said, tuple(faults or ()), lambda place: f"<{iri}> {place}", dataset)


def _changed(deal: Thing, said: Mapping[str, Any]) -> Iterator[Fault]:
    """Find where a deal's own statements are not those that its record makes."""
    if not deal.is_described:
        return
    told = scalars(deal)
    for name in sorted({*told, *(_COMPARED & said.keys())}):
        if told.get(name) != _plain(name, said.get(name)):
            yield _fault(deal, name, told.get(name), said.get(name))
    for name, term in _LISTS.items():
        if len(deal.things(term)) != len(said.get(name, ())):
            yield _fault(deal, name, len(deal.things(term)), len(said.get(name, ())))


#: The fields with one value, which a deal's statements give as the record has them.
_COMPARED = {
    "id", "type", "status", "announced", "territory", "exclusive", "currency", "upfront", "equity",
    "upfront_includes_equity", "near_term", "milestones", "total", "royalties", "equity_kind",
    "note", "follows",
}  # fmt: skip
_LISTS = {"licensors": "dg:licensor", "licensees": "dg:licensee", "events": "dg:hasEvent"}


def _plain(name: str, value: object) -> object:
    """Give a value as reading it from statements does: a number without a needless point."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {key: _plain(key, inner) for key, inner in value.items() if inner not in (None, [])}
    return value


def _fault(deal: Thing, name: str, told: object, said: object) -> Fault:
    reason = (
        f"is what the deal's statements say, and {shortly(_shown(said))} what its record says: "
        "leave the dg:Record out if the deal was changed"
    )
    return f"<{deal.iri}> {name}", shortly(_shown(told)), reason


def _shown(value: object) -> str:
    return "nothing" if value is None else json.dumps(value, ensure_ascii=False)
