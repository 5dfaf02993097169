"""What deals say of companies: of those outside the register all, of the others decided names."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from dealgraph.graph.naming import Called, known_as, own_names
from dealgraph.graph.saying import (
    Said,
    Statement,
    Statements,
    first,
    joined,
    said_by_others,
    union,
)
from dealgraph.graph.statements import Transaction, found, link, merge_nodes, unlink
from dealgraph.schema import ladder, register
from dealgraph.schema.dates import first_day, last_day
from dealgraph.schema.names import key
from dealgraph.schema.vocabulary import CompanyKind, NameKind

_KNOWN_COMPANIES = """
UNWIND $ids AS id
MATCH (c:Company {id: id})
RETURN collect(c {.id, .registered, .name, country: [(c)-[:BASED_IN]->(k) | k.code][0],
                  names: [(c)-[e:KNOWN_AS]->() | e.text]}) AS found
"""
_SAID_OF_COMPANIES = """
UNWIND $ids AS id
MATCH (c:Company {id: id})
RETURN collect({id: c.id, said: [(c)<-[p:LICENSOR|LICENSEE|ASSIGNEE]-(d:Deal) |
  {announced: d.announced, deal: d.id, says: p {.names, .country}}]}) AS found
"""


def share_companies(tx: Transaction, before: set[str], coming: Said) -> None:
    """Name and place companies outside the register; of the others deals say decided names only."""
    own = {c: said for c, said in coming.companies.items() if said[0].says.get("names")}
    known = {row["id"]: row for row in found(tx, _KNOWN_COMPANIES, before | own.keys())}
    registered = {company for company, shown in known.items() if shown["registered"]}
    again = {
        company
        for company in known.keys() - registered
        if company in before or not _repeat(own[company], known[company])
    }
    new = {company: said for company, said in own.items() if company not in known.keys() - again}
    _write_companies(tx, joined(new, said_by_others(tx, _SAID_OF_COMPANIES, again)), again)
    name_registered(tx, {c for c in registered if c in own or _is_renamed(c, known[c])}, own)


def _is_renamed(company: str, shown: Mapping[str, Any]) -> bool:
    """Tell whether a company of the register is shown with names that decisions gave or took."""
    named = {key(name.text) for name in register.companies()[company].names}
    return named != {key(text) for text in shown["names"]}


def registered_names(company: str) -> list[Called]:
    """Give the names by which the register knows a company."""
    return [
        Called(name.text, name.kind, name.language,
               first_day(name.since) if name.since else None,
               last_day(name.until) if name.until else None)
        for name in ladder.names_of(register.companies()[company])
    ]  # fmt: skip


def name_registered(tx: Transaction, ids: Collection[str], own: Statements | None = None) -> None:
    """Name companies of the register anew: as it has them, and as was decided of deals' names.

    `own` is what coming deals say, where they are not in the graph yet.
    """
    said = joined(own or {}, said_by_others(tx, _SAID_OF_COMPANIES, ids))
    names = {}
    for company in ids:
        told = union(said.get(company, ()), "names")
        names[company] = [
            *registered_names(company),
            *(Called(name, NameKind.ALIAS) for name in told),
        ]
    known_as(tx, "Company", names)


def _repeat(said: Iterable[Statement], shown: Mapping[str, Any]) -> bool:
    """Tell whether statements say no more than is shown, so that none of it can change."""
    return all(
        s.says["names"][0] == shown["name"]
        and s.says.get("country") in (None, shown["country"])
        and set(s.says["names"]) <= set(shown["names"])
        for s in said
    )


def _write_companies(tx: Transaction, told: Statements, again: Collection[str]) -> None:
    merge_nodes(
        tx,
        "Company",
        [
            {"id": company, "name": _usual_name(company, said), "kind": CompanyKind.COMPANY}
            for company, said in told.items()
        ],
    )
    unlink(tx, "Company", "BASED_IN", again)
    seats = {company: first((s.says for s in said), "country") for company, said in told.items()}
    link(tx, "Company", "BASED_IN", "Country", {c: [k] for c, k in seats.items() if k})
    known_as(tx, "Company", {c: own_names(said) for c, said in told.items()}, again)


def _usual_name(company: str, said: Iterable[Statement]) -> str:
    """Give the first name that made the id: another may have been joined to it by decision."""
    named: list[str] = [s.says["names"][0] for s in said]
    return next((name for name in named if register.new_id(name) == company), named[0])
