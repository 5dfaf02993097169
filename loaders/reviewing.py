"""What to ask a person about names: companies outside the register, and whom each may be."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dealgraph.data import path
from dealgraph.graph.connection import Connection
from dealgraph.schema import decisions, ladder
from dealgraph.schema.decisions import Decision, Kind, Verdict
from dealgraph.schema.ladder import Candidate, Names

_COMPANIES = """
MATCH (c:Company)
OPTIONAL MATCH (c)-[:BASED_IN]->(k:Country)
RETURN c.id AS id, c.name AS name, k.code AS country, c.deals AS deals,
       coalesce(c.registered, false) AS registered,
       [(c)-[e:KNOWN_AS]->() | e.text] AS names
ORDER BY c.deals DESC, c.id
"""
#: What is less alike than this is not worth a person's time.
LEAST = 75
_OFFERED = 4


@dataclass(frozen=True)
class Known:
    """A company of the graph: `deals` is how many it is a party to."""

    id: str
    name: str
    country: str | None
    deals: int
    registered: bool
    names: tuple[str, ...]


@dataclass(frozen=True)
class Proposal:
    """A company outside the register, and those it may be, the likeliest first."""

    company: Known
    offered: tuple[tuple[Known, Candidate], ...]


def proposals(connection: Connection, least: int = LEAST) -> Iterator[Proposal]:
    """Give what nobody has decided yet, the companies with the most deals first.

    Of two companies outside the register, the one with fewer deals is asked about.
    """
    known = {row["id"]: _known(row) for row in connection.read(_COMPANIES).records}
    outside = [company for company in known.values() if not company.registered and company.deals]
    order = {company.id: place for place, company in enumerate(outside)}
    others = Names({company.id: (company.name, *company.names) for company in outside})
    for company in outside:
        found = [
            candidate
            for candidate in _alike(company, others)
            if candidate.score >= least
            and candidate.id in known
            and order.get(candidate.id, -1) < order[company.id]
            and _is_open(company, candidate.id)
        ]
        if found:
            offered = tuple((known[one.id], one) for one in found[:_OFFERED])
            yield Proposal(company, offered)


def decide(company: str, verdict: Verdict, id_: str, why: str) -> Decision:
    """Make a decision of today about a company's name."""
    today = dt.datetime.now(dt.UTC).date().isoformat()
    return Decision(Kind.COMPANY, company, verdict, id_, why, today, "given")


def remember(file: Path, made: Iterable[Decision]) -> None:
    """Add decisions to the user's file, in the place of those about the same, and let them count.

    Raises DecisionError, and changes nothing, when they contradict others.
    """
    coming = [decisions.checked(decision) for decision in made]
    about = {decision.about for decision in coming}
    kept = [decision for decision in decisions.read(file) if decision.about not in about]
    decisions.combined(decisions.read(path(decisions.BUNDLED)), [*kept, *coming])
    decisions.write(file, [*kept, *coming])
    decisions.use(file)


def _known(row: Any) -> Known:
    return Known(**{**row.data(), "names": tuple(row["names"])})


def _alike(company: Known, others: Names) -> list[Candidate]:
    """Give the companies that any name of a company is like, each once, the likeliest first."""
    best: dict[str, Candidate] = {}
    for name in (company.name, *company.names):
        for found in (*ladder.candidates(name), *others.candidates(name, _OFFERED + 1)):
            if found.id != company.id and found.score > getattr(best.get(found.id), "score", -1):
                best[found.id] = replace(found, reason=f"{found.reason} ({name})")
    return sorted(best.values(), key=lambda c: (-c.score, c.id))


def _is_open(company: Known, other: str) -> bool:
    decided = decisions.current()
    return all(
        decided.verdict(Kind.COMPANY, decisions.subject(Kind.COMPANY, name), other) is None
        for name in (company.id, company.name)
    )
