"""The columns of a CSV or XLSX file of deals: what each means, and how a row becomes a record.

Several values in a cell stand apart by ";". A row about several assets sets the columns about
assets apart by "|", in the order of the assets, with ";" inside one asset.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dealgraph.loaders.lines import Fault
from dealgraph.schema.amounts import AMOUNTS
from dealgraph.schema.remarks import shortly
from dealgraph.schema.vocabulary import DealStatus, DealType, Modality, Phase


@dataclass(frozen=True)
class Column:
    """One column; `place` is where its values go in the record, without indices."""

    name: str
    place: str
    meaning: str
    example: str
    words: type[StrEnum] | None = None
    required: bool = False


_YES_OR_NO = {"true": True, "yes": True, "false": False, "no": False}

COLUMNS = (
    Column(
        "id",
        "id",
        "small letters, digits, hyphens; made of month, licensor and licensee when empty",
        "2025-03-hanyu-rhein",
    ),
    Column("type", "type", "main form of the deal", "license", DealType, required=True),
    Column("status", "status", "as last known", "announced", DealStatus, required=True),
    Column(
        "announced",
        "announced",
        "YYYY-MM-DD or, as text, YYYY-MM (Excel makes a day of a month)",
        "2025-03-14",
        required=True,
    ),
    Column(
        "licensors",
        "licensors.name",
        'who grants the rights; several apart by ";"',
        "汉宇医药",
        required=True,
    ),
    Column(
        "licensor_countries",
        "licensors.country",
        'country code (ISO alpha-2) of each licensor, in their order, apart by ";"',
        "CN",
    ),
    Column(
        "licensees",
        "licensees.name",
        'who gets the rights; several apart by ";"; Undisclosed when not named',
        "Rhein Pharma; Main Bio",
        required=True,
    ),
    Column(
        "licensee_countries",
        "licensees.country",
        'country code of each licensee, in their order, apart by ";"',
        "DE; DE",
    ),
    Column(
        "assets",
        "assets.name",
        'what is licensed; several apart by "|"; further names of an asset follow its name by ";"',
        "HY-101; hanyumab | HY-202",
        required=True,
    ),
    Column(
        "targets",
        "assets.targets",
        'targets of each asset: "|" between assets, ";" inside one',
        "PD-1; VEGF | TROP2",
    ),
    Column(
        "modality",
        "assets.modality",
        'kind of medicine of each asset, "|" between assets',
        "bispecific antibody | antibody-drug conjugate",
        Modality,
    ),
    Column(
        "indications",
        "assets.indications",
        'diseases of each asset: "|" between assets, ";" inside one',
        "NSCLC; gastric cancer | breast cancer",
    ),
    Column(
        "phase",
        "assets.phase",
        'furthest stage of each asset at signing, "|" between assets',
        "phase 2 | preclinical",
        Phase,
    ),
    Column(
        "territory_include",
        "territory.include",
        'where: country codes or listed words, apart by ";"; empty when not known',
        "worldwide",
    ),
    Column(
        "territory_exclude",
        "territory.exclude",
        'where not: country codes or listed words, apart by ";"',
        "CN; HK; MO; TW",
    ),
    Column("exclusive", "exclusive", "true or false", "true"),
    Column(
        "currency",
        "currency",
        "currency code (ISO 4217) of all amounts of the row",
        "EUR",
    ),
    Column(
        "upfront",
        "upfront",
        "upfront payment, in millions (45) or as written (EUR 45m, 12亿元); empty when undisclosed",
        "45",
    ),
    Column("equity", "equity", "equity part, in millions", "7.5"),
    Column(
        "upfront_includes_equity",
        "upfront_includes_equity",
        "true when the equity is part of the upfront payment, else false",
        "false",
    ),
    Column("near_term", "near_term", "'upfront and near-term' together, in millions", "60"),
    Column("milestones", "milestones", "potential milestones, at most, in millions", "900"),
    Column("total", "total", "potential total, at most, in millions", "952.5"),
    Column("royalties", "royalties", "as text", "tiered, single to low double digit"),
    Column(
        "source_url",
        "sources.url",
        'address (http or https); several sources apart by ";"',
        "https://example.org/a; https://example.org/b",
    ),
    Column(
        "source_publisher",
        "sources.publisher",
        'publisher of each source, in their order, apart by ";"',
        "汉宇医药; Example News",
    ),
    Column(
        "source_date",
        "sources.date",
        'date of each source (YYYY, YYYY-MM or YYYY-MM-DD), apart by ";"',
        "2025-03-14; 2025-03",
    ),
    Column(
        "note",
        "note",
        "conflicts between sources, what is inferred, what the columns cannot hold",
        "Milestones include an option fee.",
    ),
)

NAMES = tuple(column.name for column in COLUMNS)

_FLAGS = ("exclusive", "upfront_includes_equity")
_WORDS = ("id", "type", "status", "announced", "currency", "royalties", "note")

_BETWEEN_ASSETS = r"\|"
# A ";" also stands inside web addresses, but not before a blank or another address there.
_BETWEEN_ADDRESSES = r";(?=\s|$|https?://)"
_Thing = dict[str, object]
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?", re.ASCII)


def column_of(place: str) -> str:
    """Name the column that holds a place of the record, such as "assets[1].phase"."""
    path = re.sub(r"\[\d+\]", "", place)
    for column in COLUMNS:
        if column.place == path or column.place.startswith(f"{path}."):
            return column.name
    return column_of(path.rpartition(".")[0]) if "." in path else place


def record_fields(cells: Mapping[str, str]) -> tuple[dict[str, object], list[Fault]]:
    """Make of a row's cells by column what a JSON line would say, with the faults of its lists.

    Empty cells say nothing. A cell that is no number or no yes or no stays text, for the record to
    read, as in `US$1.2bn`, or to refuse.
    """
    row = _Row(cells)
    fields: dict[str, object] = {name: cells[name] for name in _WORDS if cells.get(name)}
    fields |= {name: number(cells[name]) for name in AMOUNTS if cells.get(name)}
    fields |= {name: _flag(cells[name]) for name in _FLAGS if cells.get(name)}
    fields |= {
        "licensors": row.parties("licensors", "licensor_countries"),
        "licensees": row.parties("licensees", "licensee_countries"),
        "assets": row.assets(),
        "territory": row.territory(),
        "sources": row.sources(),
    }
    return {name: value for name, value in fields.items() if value not in ({}, [])}, row.faults


def number(text: str) -> int | float | str:
    """Read a plain number; whole ones as integers, anything else stays the text it is."""
    if not _NUMBER.fullmatch(text):
        return text
    value = float(text)
    return int(value) if value.is_integer() else value


def _flag(text: str) -> bool | str:
    return _YES_OR_NO.get(text.casefold(), text)


class _Row:
    """The cells of one row, and what is found wrong with them while they are taken apart."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        self.cells = cells
        self.faults: list[Fault] = []

    def parties(self, names: str, countries: str) -> list[_Thing]:
        parties: list[_Thing] = [{"name": name} for name in self._names(names)]
        self._spread(parties, "country", countries, self._entries(countries))
        return parties

    def assets(self) -> list[_Thing]:
        assets = [_named(cell) for cell in self._names("assets", _BETWEEN_ASSETS)]
        for field in ("modality", "phase"):
            self._spread(assets, field, field, self._entries(field, _BETWEEN_ASSETS))
        for field in ("targets", "indications"):
            lists = [_trimmed(_split(cell)) for cell in self._entries(field, _BETWEEN_ASSETS)]
            self._spread(assets, field, field, lists)
        return assets

    def sources(self) -> list[_Thing]:
        columns = {
            "url": self._entries("source_url", _BETWEEN_ADDRESSES),
            "publisher": self._entries("source_publisher"),
            "date": self._entries("source_date"),
        }
        sources: list[_Thing] = [{} for _ in max(map(_trimmed, columns.values()), key=len)]
        for field, values in columns.items():
            self._spread(sources, field, f"source_{field}", values)
        return sources

    def territory(self) -> _Thing:
        sides = {side: self._names(f"territory_{side}") for side in ("include", "exclude")}
        return {side: words for side, words in sides.items() if words}

    def _entries(self, column: str, between: str = ";") -> list[str]:
        return _split(self.cells.get(column, ""), between)

    def _names(self, column: str, between: str = ";") -> list[str]:
        return _trimmed(self._entries(column, between))

    def _spread(
        self, things: list[_Thing], field: str, column: str, values: Sequence[str | list[str]]
    ) -> None:
        """Give each thing its value; a column with another count than its things is a fault."""
        while len(values) > len(things) and not values[-1]:
            values = values[:-1]
        if values and len(values) != len(things):
            reason = f"has {len(values)} entries in a row with {len(things)}"
            self.faults.append((column, shortly(self.cells[column]), reason))
            return
        for thing, value in zip(things, values, strict=False):
            if value:
                thing[field] = value


def _named(cell: str) -> _Thing:
    name, *aliases = _trimmed(_split(cell)) or [""]
    return {"name": name, "aliases": aliases} if aliases else {"name": name}


def _split(cell: str, between: str = ";") -> list[str]:
    return [entry.strip() for entry in re.split(between, cell)] if cell else []


def _trimmed(entries: list[str]) -> list[str]:
    """A separator at the end of a list begins no entry; in an aligned list it may, see _spread."""
    while entries and not entries[-1]:
        entries = entries[:-1]
    return entries


def documented() -> Iterator[tuple[str, str, str, str]]:
    """Give each column as (name, meaning, words allowed in it, example), for people."""
    for column in COLUMNS:
        words = ", ".join(column.words or ())
        meaning = f"{column.meaning} (required)" if column.required else column.meaning
        yield column.name, meaning, words, column.example
