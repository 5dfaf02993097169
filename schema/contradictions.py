"""Where the rights of one record contradict each other, in plain words with their place."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from dealgraph.schema import register
from dealgraph.schema.dates import first_day, last_day
from dealgraph.schema.places import places
from dealgraph.schema.record import DealRecord, RightRecord, Territory
from dealgraph.schema.territory import Inside, members
from dealgraph.schema.vocabulary import RightKind

#: Rights that two companies can hold for one place without a contradiction.
_NOT_ALONE = (RightKind.OPTION, RightKind.PROFIT_SHARE)
_SHOWN = 3


def contradictions(record: DealRecord) -> Iterator[str]:
    """Say which rights cannot both be as they are stated."""
    for index, right in enumerate(record.rights):
        if right.territory and not _countries(right.territory, Inside.YES, Inside.UNCERTAIN):
            yield f"rights[{index}].territory leaves no country"
    for (i, one), (j, other) in combinations(enumerate(record.rights), 2):
        common = [name for name in one.assets if name in other.assets]
        if common and one.scope == other.scope and _at_a_time(one, other, record):
            yield from _both_ways(i, one, j, other, common[0])
            yield from _two_holders(i, one, j, other, common[0])
            yield from _over_all(i, one, j, other, common[0])


def _both_ways(i: int, one: RightRecord, j: int, other: RightRecord, asset: str) -> Iterator[str]:
    """Say where the same grant has a place in one right and leaves it out in the other."""
    same = ("holder", "kind", "exclusive", "activities", "share", "since", "until")
    if any(getattr(one, name) != getattr(other, name) for name in same):
        return
    for a, x, b, y in ((i, one, j, other), (j, other, i, one)):
        if x.territory and y.territory:
            included = set(places(x.territory).include)
            for code in places(y.territory).exclude:
                if code in included:
                    yield (
                        f"rights[{a}].territory includes {code} and rights[{b}].territory "
                        f"excludes it: the same {x.kind} on {asset}"
                    )


def _two_holders(i: int, one: RightRecord, j: int, other: RightRecord, asset: str) -> Iterator[str]:
    """Say where two companies that do not belong together have the same right alone."""
    alone = one.exclusive and other.exclusive and not {one.kind, other.kind} & {*_NOT_ALONE}
    if not alone or not one.holder or not other.holder or _related(one.holder, other.holder):
        return
    if one.territory and other.territory:
        shared = _countries(one.territory, Inside.YES) & _countries(other.territory, Inside.YES)
        if shared:
            yield (
                f"rights[{i}] and rights[{j}] are both exclusive on {asset} in "
                f"{_listed(sorted(shared))}, for {one.holder} and for {other.holder}"
            )


def _over_all(i: int, one: RightRecord, j: int, other: RightRecord, asset: str) -> Iterator[str]:
    """Say where two rights share more than there is; each alone is checked with the record."""
    if one.kind is not other.kind or not one.share or not other.share:
        return
    licensor = max(one.share.licensor or 0, other.share.licensor or 0)
    licensees = (one.share.licensee or 0, other.share.licensee or 0)
    licensee = max(licensees) if one.holder == other.holder else sum(licensees)
    if licensor + licensee > 100 and _meet(one.territory, other.territory):
        yield (
            f"rights[{i}].share and rights[{j}].share are more than 100 together, the same "
            f"{one.kind} on {asset}: licensor {licensor:g}, licensee {licensee:g}"
        )


def _meet(one: Territory | None, other: Territory | None) -> bool:
    """Tell whether two territories surely have a country in common; one that is not told may."""
    if one is None or other is None:
        return one is other
    return bool(_countries(one, Inside.YES) & _countries(other, Inside.YES))


def _at_a_time(one: RightRecord, other: RightRecord, record: DealRecord) -> bool:
    begun = max(first_day(right.since or record.announced) for right in (one, other))
    ends = (last_day(right.until) if right.until else date.max for right in (one, other))
    return begun < min(ends)


def _countries(territory: Territory, *answers: Inside) -> set[str]:
    found = members(places(territory))
    return {country for country, answer in found.items() if answer in answers}


def _related(one: str, other: str) -> bool:
    return _group(one) == _group(other)


def _group(name: str) -> str:
    """Give the ultimate parent of a company by its name; the name where nobody knows it."""
    try:
        found = register.identify(name)
    except register.AmbiguousCompanyError:
        return name
    companies = register.companies()
    while found and (parent := companies[found].parent):
        found = parent
    return found or name


def _listed(codes: list[str]) -> str:
    more = len(codes) - _SHOWN
    return ", ".join(codes[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
