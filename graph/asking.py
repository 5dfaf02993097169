"""Asking: one question and what is given with it become one answer; everything asks here."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from dealgraph.graph.browser import UNKNOWN_BROWSER, QuestionLink
from dealgraph.graph.connection import Connection, Rows, StatementError
from dealgraph.graph.cursors import cursor_after
from dealgraph.graph.errors import ConfigurationError, GraphError
from dealgraph.graph.given import Asked, read_given
from dealgraph.graph.identity import Identities, Identity
from dealgraph.graph.items import Items
from dealgraph.graph.problems import (
    AmbiguousNameError,
    AnswerFaultError,
    AskingError,
    BadParameterError,
    UnknownThingError,
)
from dealgraph.queries import counted
from dealgraph.queries.catalogue import Catalogue
from dealgraph.queries.cypher import GIVEN
from dealgraph.queries.question import Question

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


class Asker:
    """Answers the questions of a catalogue. Safe to share between threads.

    Where the connection knows Neo4j Browser, each answer links to it with the query filled in.
    """

    def __init__(
        self, connection: Connection, catalogue: Catalogue, timeout: float = ANSWER_SECONDS
    ) -> None:
        self.connection = connection
        self.catalogue = catalogue
        self.timeout = timeout
        self._identities = Identities(connection, timeout)
        self._items = {name: Items(question) for name, question in catalogue.items()}
        browser = connection.browser
        self._links = {n: QuestionLink(browser, q) for n, q in catalogue.items()} if browser else {}
        self._facts: Facts | None = None
        self._facts_until = 0.0

    def ask(self, question: Question, parameters: Mapping[str, object]) -> Answer:
        """Answer a question of the catalogue; values are text or Python values, lists repeat.

        Raises BadParameterError, UnknownThingError and AmbiguousNameError for what is given,
        TooSlowError and UnavailableError for the database, AnswerFaultError for the question.
        """
        facts = self.facts()
        asked = self._identified(read_given(question, parameters))
        rows = self._rows(asked)
        if not rows.records and any(not identity.sure for identity in asked.identities):
            settled = self._settled(asked)
            if settled.bound() != asked.bound():
                rows = self._rows(settled)
            asked = settled
        return self._answer(asked, rows, facts)

    def find(self, kind: str, text: str) -> str:
        """Give the id of the thing that a word stands for.

        Raises UnknownThingError and AmbiguousNameError.
        """
        (found,) = self._identities.settle(self._identities.identify([Identity.word(kind, text)]))
        return found.id

    def link(self, question: Question, parameters: Mapping[str, object]) -> str:
        """Give the link that opens Neo4j Browser with the query and these values filled in.

        Raises what `ask` raises, UnlinkableError for a query that no link can hold, and
        ConfigurationError when nobody said where Neo4j Browser is.
        """
        if question.name not in self._links:
            raise ConfigurationError(UNKNOWN_BROWSER)
        asked = self._settled(self._identified(read_given(question, parameters)))
        return self._links[question.name].to(asked.written())

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
        rows = self.connection.read(_FACTS, timeout=self.timeout)
        if not rows.records:
            return Facts()
        revision, day, deals = rows.records[0]
        return Facts(revision, day.to_native().isoformat() if day else None, deals)

    def _identified(self, asked: Asked) -> Asked:
        """Take the words for things. Of a list each is looked up: rows of one hide another."""
        unsure = asked.identities
        if not unsure:
            return asked
        found = self._identities.identify(unsure)
        known = asked.with_identities(dict(zip(unsure, found, strict=True)))
        return self._settled(known) if known.names_several else known

    def _settled(self, asked: Asked) -> Asked:
        taken = asked.identities
        settled = self._identities.settle(taken)
        return asked.with_identities(dict(zip(taken, settled, strict=True)))

    def _rows(self, asked: Asked) -> Rows:
        question = asked.question
        try:
            given = {GIVEN: asked.bound()}
            rows = self.connection.read(question.statement, given, timeout=self.timeout)
        except StatementError as error:
            line = error.line or question.body_line
            raise AnswerFaultError(question.file, line, str(error)) from error
        self._items[question.name].check_columns(rows.keys)
        return rows

    def _answer(self, asked: Asked, rows: Rows, facts: Facts) -> Answer:
        question = asked.question
        cut = len(rows.records) > asked.limit
        records = rows.records[: asked.limit]
        meta: dict[str, object] = {
            "question": question.name,
            "parameters": asked.shown(),
            "scope": list(question.scope),
            "revision": facts.revision,
            "data_as_of": facts.data_as_of,
            "deals": facts.deals,
            "coverage": COVERAGE,
            "cut": cut,
        }
        if question.counted:
            meta["counted"] = counted.template(question, asked.written())
        if (link := self._links.get(question.name)) and link.linkable:
            meta["open_in_browser"] = link.to(asked.written())
        following = cursor_after(question, records[-1]) if cut and question.cursor else None
        return Answer(question, self._items[question.name].of(records), following, meta)
