"""Who was decided to be whom: the memory of names that no key and no likeness can settle.

data/decisions.tsv is bundled, a file of the user's own (DEALGRAPH_DECISIONS) comes on top of it:
what the user decided about a name and an id replaces what is bundled about them.
"""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from dealgraph.data import path
from dealgraph.schema import register
from dealgraph.schema.names import slug, target_key

COLUMNS = ("kind", "name", "decision", "id", "why", "date")
#: The file of the bundled decisions.
BUNDLED = "decisions.tsv"
#: The ids that names make (see `dealgraph.schema.names.slug`), and those of the register.
_MADE = re.compile(r"[a-z0-9]+|([a-z0-9]+-)+[0-9a-f]{6}")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+_-]*")


class Kind(StrEnum):
    """What can be decided about."""

    COMPANY = "company"
    ASSET = "asset"
    TARGET = "target"


class Verdict(StrEnum):
    """What was decided of a name and an id; what is undecided is only not asked again."""

    SAME = "same"
    NOT_SAME = "not-same"
    UNDECIDED = "undecided"


class DecisionError(ValueError):
    """A decision that cannot be used: where it stands, what it is, and why not."""

    def __init__(self, file: str, line: int, field: str, value: str, reason: str) -> None:
        self.file, self.line, self.field, self.value, self.reason = file, line, field, value, reason
        super().__init__(f"{file}:{line}: {field} {value!r} {reason}")


@dataclass(frozen=True)
class Decision:
    """That a name (or an id that a name made) stands for the thing of an id, or does not."""

    kind: Kind
    name: str
    verdict: Verdict
    id: str
    why: str = ""
    date: str = ""
    file: str = ""
    line: int = 0

    @cached_property
    def subject(self) -> str:
        """What it is about, so that every spelling of one name is about the same."""
        return subject(self.kind, self.name)

    @property
    def about(self) -> tuple[str, str, str]:
        """Give what there can be one decision about: kind, subject and id."""
        return self.kind, self.subject, self.id

    @property
    def row(self) -> tuple[str, ...]:
        """Give its cells, in the order of COLUMNS."""
        return self.kind, self.name, self.verdict, self.id, self.why, self.date

    def error(self, field: str, value: str, reason: str) -> DecisionError:
        """Say what is wrong with it."""
        return DecisionError(self.file, self.line, field, value, reason)


def subject(kind: str, text: str) -> str:
    """Give the id that a name has or makes; what is an id already is itself."""
    if kind == Kind.TARGET:
        return target_key(text)
    if kind == Kind.ASSET:
        return text if _ID.fullmatch(text) and text == text.lower() else slug(text)
    if text in register.companies() or ("-" in text and _MADE.fullmatch(text)):
        return text
    return register.new_id(text)


class Decisions:
    """Decisions that do not contradict each other. Raises DecisionError when they do."""

    def __init__(self, found: Iterable[Decision] = ()) -> None:
        self.all = tuple(found)
        self._by_subject: dict[tuple[str, str], list[Decision]] = {}
        for decision in self.all:
            self._by_subject.setdefault((decision.kind, decision.subject), []).append(decision)
        for decided in self._by_subject.values():
            _refuse_contradictions(decided)
        for decision in self.all:
            self._refuse_chain(decision)

    def __bool__(self) -> bool:
        return bool(self.all)

    def joined(self, kind: str, one: str) -> str | None:
        """Give the id that a subject was decided to be, None where it is itself."""
        for decision in self._by_subject.get((kind, one), ()):
            if decision.verdict is Verdict.SAME:
                return decision.id
        return None

    def joined_id(self, kind: str, id_: str) -> str | None:
        """Give the id that another id was joined into; None for a word that is no id."""
        one = subject(kind, id_) if self else ""
        return self.joined(kind, one) if one in (id_, id_.lower()) else None

    def apart(self, kind: str, one: str) -> frozenset[str]:
        """Give the ids that a subject was decided not to be."""
        return frozenset(
            decision.id
            for decision in self._by_subject.get((kind, one), ())
            if decision.verdict is Verdict.NOT_SAME
        )

    def verdict(self, kind: str, one: str, id_: str) -> Verdict | None:
        """Give what was decided of a subject and an id."""
        decided = self._by_subject.get((kind, one), ())
        return next((decision.verdict for decision in decided if decision.id == id_), None)

    @property
    def in_effect(self) -> dict[tuple[str, str, str], Decision]:
        """Give the decisions that the graph depends on, by what they are about."""
        return {d.about: d for d in self.all if d.verdict is not Verdict.UNDECIDED}

    def _refuse_chain(self, decision: Decision) -> None:
        """Refuse joining to what is itself joined: an id stands for itself, or nothing does."""
        if decision.verdict is not Verdict.SAME:
            return
        onward = self.joined(decision.kind, subject(decision.kind, decision.id))
        if onward is not None:
            reason = f"was itself decided to be {onward!r}; decide for that one"
            raise decision.error("id", decision.id, reason)


def write(file: Path, decided: Iterable[Decision]) -> None:
    """Write a file of decisions: whole or not at all."""
    text = io.StringIO()
    rows = csv.writer(text, delimiter="\t", quoting=csv.QUOTE_NONE, lineterminator="\n",
                      quotechar=None)  # fmt: skip
    rows.writerow(COLUMNS)
    rows.writerows(tuple(" ".join(cell.split()) for cell in d.row) for d in decided)
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.new")
    beside.write_text(text.getvalue(), encoding="utf-8")
    beside.replace(file)


def read(file: Path) -> list[Decision]:
    """Read a file of decisions. Raises DecisionError; a file that is not there holds none."""
    if not file.exists():
        return []
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DecisionError(str(file), 1, "file", file.name, f"cannot be read: {error}") from error
    lines = text.splitlines()
    if lines[:1] != ["\t".join(COLUMNS)]:
        reason = f"must be the line of columns: {' '.join(COLUMNS)}, with tabs between them"
        raise DecisionError(str(file), 1, "header", "".join(lines[:1])[:80], reason)
    numbered = ((n, line) for n, line in enumerate(lines[1:], start=2) if line.strip())
    return [_decision(str(file), number, line) for number, line in numbered]


def combined(bundled: Iterable[Decision], own: Iterable[Decision]) -> Decisions:
    """Put the user's own decisions on top of the bundled ones. Raises DecisionError."""
    ours = list(own)
    replaced = {decision.about for decision in ours}
    return Decisions([*(d for d in bundled if d.about not in replaced), *ours])


def checked(decision: Decision) -> Decision:
    """Give a decision if it can be used by itself. Raises DecisionError."""
    for field, reason in _faults(dict(zip(COLUMNS, decision.row, strict=True))):
        raise decision.error(field, getattr(decision, field), reason)
    return decision


def current() -> Decisions:
    """Give the decisions in force: the bundled ones, and the user's own where `use` named them."""
    if _Memory.decided is None:
        _Memory.decided = combined(read(path(BUNDLED)), read(_Memory.own) if _Memory.own else [])
    return _Memory.decided


def use(own: Path | None) -> Decisions:
    """Let a file of the user's own count, as it is now. Raises DecisionError."""
    _Memory.own, _Memory.decided = own, None
    return current()


class _Memory:
    """What is in force in this process."""

    own: Path | None = None
    decided: Decisions | None = None


def _decision(file: str, number: int, line: str) -> Decision:
    cells = line.split("\t")
    if len(cells) != len(COLUMNS):
        reason = f"has {len(cells)} cells, not {len(COLUMNS)}"
        raise DecisionError(file, number, "line", line[:80], reason)
    given = dict(zip(COLUMNS, (cell.strip() for cell in cells), strict=True))
    for field, reason in _faults(given):
        raise DecisionError(file, number, field, given[field], reason)
    verdict = Verdict(given.pop("decision"))
    return Decision(Kind(given.pop("kind")), verdict=verdict, **given, file=file, line=number)


def _faults(given: dict[str, str]) -> Iterator[tuple[str, str]]:
    for field, words in (("kind", Kind), ("decision", Verdict)):
        if given[field] not in list(words):
            yield field, f"must be one of {', '.join(words)}"
            return
    if not given["name"]:
        yield "name", "is missing"
    if not _is_id(given["kind"], given["id"]):
        yield (
            "id",
            f"is no id of {'an asset' if given['kind'] == Kind.ASSET else 'a ' + given['kind']}",
        )
    elif given["decision"] == Verdict.SAME:
        yield from _faults_of_joining(given)
    if given["date"] and not _is_day(given["date"]):
        yield "date", "must look like 2026-11-30"


def _faults_of_joining(given: dict[str, str]) -> Iterator[tuple[str, str]]:
    kind, name = given["kind"], given["name"]
    if subject(kind, name) == subject(kind, given["id"]):
        yield "name", "is that id already"
    if kind == Kind.COMPANY and name in {
        spelt for c in register.companies().values() for spelt in (c.id, c.name)
    }:
        yield "name", "is a company of the register, which no decision makes another"


def _is_id(kind: str, text: str) -> bool:
    if kind == Kind.COMPANY:
        return text in register.companies() or _MADE.fullmatch(text) is not None
    return _ID.fullmatch(text) is not None


def _is_day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _refuse_contradictions(decided: list[Decision]) -> None:
    first: dict[str, Decision] = {}
    joined: Decision | None = None
    for decision in decided:
        if earlier := first.get(decision.id):
            reason = f"was decided already in {earlier.file}:{earlier.line} ({earlier.verdict})"
            raise decision.error("name", decision.name, reason)
        first[decision.id] = decision
        if decision.verdict is Verdict.SAME:
            if joined is not None:
                reason = f"was decided to be {joined.id!r} in {joined.file}:{joined.line}"
                raise decision.error("name", decision.name, reason)
            joined = decision
