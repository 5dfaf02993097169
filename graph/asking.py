"""Asking: one question and what is given with it become one answer; everything asks here."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

from dealgraph.graph.connection import Connection, Rows, StatementError
from dealgraph.graph.cursors import cursor_after, read_cursor
from dealgraph.graph.errors import GraphError
from dealgraph.graph.identity import Identities, Identity
from dealgraph.graph.items import Items
from dealgraph.graph.problems import (
    AmbiguousNameError,
    AnswerFaultError,
    AskingError,
    BadParameterError,
    UnknownThingError,
)
from dealgraph.queries.catalogue import Catalogue
from dealgraph.queries.question import Parameter, Question
from dealgraph.queries.types import THINGS, inner
from dealgraph.queries.values import is_left_out, shown

__all__ = [
    "AmbiguousNameError",
    "Answer",
    "AnswerFaultError",
    "Asker",
    "AskingError",
    "BadParameterError",
    "Facts",
    "UnknownThingError",
]

COVERAGE = "a selection, not a census"
#: How long the facts about the graph are believed.
FACTS_SECONDS = 1.0
ANSWER_SECONDS = 20.0
_FACTS = """
MATCH (g:Graph {id: 'graph'})
RETURN g.revision AS revision, g.data_as_of AS data_as_of, g.deals AS deals"""


@dataclass(frozen=True)
class Facts:
    """What the graph says of itself; `data_as_of` is YYYY-MM-DD, None for an empty graph."""

    revision: int = 0
    data_as_of: str | None = None
    deals: int = 0


@dataclass(frozen=True)
class Answer:
    """The items of one question, the cursor of the next page, and what the answer rests on."""

    question: Question
    items: list[dict[str, object]]
    next: str | None
    meta: dict[str, object]

    def as_json(self) -> dict[str, object]:
        """Give the answer as every interface sends it."""
        return {"items": self.items, "next": self.next, "meta": self.meta}


@dataclass(frozen=True)
class _Asked:
    """What is given with a question, read; words that name things are identified."""

    question: Question
    #: None where an optional parameter is left out; an Identity, or a list, for things.
    values: Mapping[str, object]
    after: Mapping[str, object]

    @property
    def identities(self) -> list[Identity]:
        return [identity for value in self.values.values() for identity in _identities(value)]

    def with_identities(self, found: Mapping[Identity, Identity]) -> "_Asked":
        return replace(
            self, values={name: _replaced(value, found) for name, value in self.values.items()}
        )

    def bound(self) -> dict[str, object]:
        """Give what the Cypher gets; one row more than asked for tells that a list is cut."""
        bound = {name: _ids(value) for name, value in self.values.items()}
        bound.update(self.after)
        if "limit" in bound:
            bound["limit"] = self.limit + 1
        return bound

    @property
    def limit(self) -> int:
        limit = self.values.get("limit")
        return limit if isinstance(limit, int) else 2**62

    def shown(self) -> dict[str, object]:
        return {name: _resolved(value) for name, value in self.values.items()}


class Asker:
    """Answers the questions of a catalogue. Safe to share between threads."""

    def __init__(
        self, connection: Connection, catalogue: Catalogue, timeout: float = ANSWER_SECONDS
    ) -> None:
        self.connection = connection
        self.catalogue = catalogue
        self._timeout = timeout
        self._identities = Identities(connection, timeout)
        self._items = {name: Items(question) for name, question in catalogue.items()}
        self._facts: Facts | None = None
        self._facts_until = 0.0

    def ask(self, question: Question, parameters: Mapping[str, object]) -> Answer:
        """Answer a question of the catalogue; values are text or Python values, lists repeat.

        Raises BadParameterError, UnknownThingError and AmbiguousNameError for what is given,
        TooSlowError and UnavailableError for the database, AnswerFaultError for the question.
        """
        facts = self.facts()
        asked = self._identified(_read(question, parameters))
        rows = self._rows(asked)
        if not rows.records and any(not identity.sure for identity in asked.identities):
            settled = self._settled(asked)
            if settled.bound() != asked.bound():
                rows = self._rows(settled)
            asked = settled
        return self._answer(asked, rows, facts)

    def facts(self) -> Facts:
        """Give revision, date and size of the graph, read from it at most once a second."""
        now = time.monotonic()
        if self._facts is None or now >= self._facts_until:
            # Set before reading: meanwhile the other threads go on with what is known.
            self._facts_until = now + FACTS_SECONDS
            try:
                self._facts = self._read_facts()
            except GraphError:
                self._facts_until = 0.0
                raise
        return self._facts

    def _read_facts(self) -> Facts:
        rows = self.connection.read(_FACTS, timeout=self._timeout)
        if not rows.records:
            return Facts()
        revision, day, deals = rows.records[0]
        return Facts(revision, day.to_native().isoformat() if day else None, deals)

    def _identified(self, asked: _Asked) -> _Asked:
        """Take the words for things. Of a list each is looked up: rows of one hide another."""
        unsure = asked.identities
        if not unsure:
            return asked
        found = self._identities.identify(unsure)
        known = asked.with_identities(dict(zip(unsure, found, strict=True)))
        lists = any(isinstance(v, list) and _identities(v) for v in known.values.values())
        return self._settled(known) if lists else known

    def _settled(self, asked: _Asked) -> _Asked:
        taken = asked.identities
        settled = self._identities.settle(taken)
        return asked.with_identities(dict(zip(taken, settled, strict=True)))

    def _rows(self, asked: _Asked) -> Rows:
        question = asked.question
        try:
            rows = self.connection.read(question.cypher, asked.bound(), timeout=self._timeout)
        except StatementError as error:
            line = error.line or question.body_line
            raise AnswerFaultError(question.file, line, str(error)) from error
        self._items[question.name].check_columns(rows.keys)
        return rows

    def _answer(self, asked: _Asked, rows: Rows, facts: Facts) -> Answer:
        question = asked.question
        cut = len(rows.records) > asked.limit
        records = rows.records[: asked.limit]
        meta = {
            "question": question.name,
            "parameters": asked.shown(),
            "scope": list(question.scope),
            "revision": facts.revision,
            "data_as_of": facts.data_as_of,
            "deals": facts.deals,
            "coverage": COVERAGE,
            "cut": cut,
        }
        following = cursor_after(question, records[-1]) if cut and question.cursor else None
        return Answer(question, self._items[question.name].of(records), following, meta)


def _read(question: Question, given: Mapping[str, object]) -> _Asked:
    """Read what is given; raises BadParameterError with every problem at once."""
    problems = [
        _problem(name, given[name], _no_such_parameter(question))
        for name in given
        if name not in question.parameters and not (name == "cursor" and question.cursor)
    ]
    values: dict[str, object] = {}
    for name, parameter in question.parameters.items():
        try:
            values[name] = _value(parameter, given.get(name))
        except ValueError as error:
            problems.append(_problem(name, given.get(name), str(error)))
    after: Mapping[str, object] = {}
    try:
        if question.cursor:
            after = read_cursor(question, given.get("cursor") or None)
    except ValueError as error:
        problems.append(_problem("cursor", given["cursor"], str(error)))
    if problems:
        raise BadParameterError(problems)
    return _Asked(question, values, after)


def _value(parameter: Parameter, given: object) -> object:
    if is_left_out(given):
        if parameter.required:
            raise ValueError("is required")
        given = parameter.default
    value = None if given is None else parameter.read(given)
    kind = inner(parameter.type)
    return _as_identities(kind, value) if kind in THINGS else value


def _as_identities(kind: str, value: object) -> object:
    if isinstance(value, list):
        return [_as_identities(kind, entry) for entry in value]
    return Identity.word(kind, value) if isinstance(value, str) else value


def _problem(name: str, value: object, reason: str) -> dict[str, object]:
    return {"name": name, "value": None if value is None else str(value)[:100], "reason": reason}


def _no_such_parameter(question: Question) -> str:
    known = [*question.parameters, *(["cursor"] if question.cursor else [])]
    return f"is no parameter of {question.name}; it has {', '.join(known) or 'none'}"


def _identities(value: object) -> list[Identity]:
    entries = value if isinstance(value, list) else [value]
    return [entry for entry in entries if isinstance(entry, Identity)]


def _replaced(value: object, found: Mapping[Identity, Identity]) -> object:
    if isinstance(value, list):
        return [_replaced(entry, found) for entry in value]
    return found.get(value, value) if isinstance(value, Identity) else value


def _ids(value: object) -> object:
    if isinstance(value, list):
        return [_ids(entry) for entry in value]
    return value.id if isinstance(value, Identity) else value


def _resolved(value: object) -> object:
    if isinstance(value, list):
        return [_resolved(entry) for entry in value]
    return value.as_json() if isinstance(value, Identity) else shown(value)
