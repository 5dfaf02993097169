"""What people call things, and which thing that is: an id as it is, a name when it is only one.

Names are joined by equal keys, never by likeness: what looks alike is offered, not taken.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from dealgraph.graph.connection import Connection
from dealgraph.graph.items import thing
from dealgraph.graph.problems import AmbiguousNameError, ThingEntry, UnknownThingError
from dealgraph.queries.types import PLACES
from dealgraph.schema import model, places, register, targets
from dealgraph.schema.names import key, slug, target_key
from dealgraph.schema.vocabulary import NameKind

#: Kinds with names in the graph; the others have ids only, or stand in data tables.
_NAMED = frozenset({"company", "asset", "target"})
_SLUG = re.compile(r"[a-z0-9]+(-+[a-z0-9]+)*")
_LOOKS_LIKE_ID = {
    # HER2 may be a symbol; PD-1 and IL-23 are written as names are, and so they are looked up.
    "target": re.compile(rf"[A-Za-z0-9]+|{_SLUG.pattern}"),
    "source": re.compile(r"\S+"),
}
_NAME_KINDS = {kind.value: rank for rank, kind in enumerate(NameKind)}
#: How many names are compared at most, and how many things are offered.
_COMPARED = 2000
_OFFERED = 5


@dataclass(frozen=True)
class Identity:
    """Which thing a word was taken for; `matched` says by what: id, code, or the kind of name.

    `sure` is False as long as nobody looked whether there is a thing of that id.
    """

    kind: str
    asked: str
    id: str
    matched: str
    name: str | None = None
    sure: bool = True

    @classmethod
    def word(cls, kind: str, text: str) -> "Identity":
        """Make the identity of a word that nobody has looked at."""
        return cls(kind, text, text, "id", sure=False)

    def as_json(self) -> dict[str, object]:
        """Give what an answer says of it; the name is null for an id that was not looked up."""
        return {"id": self.id, "name": self.name, "asked": self.asked, "matched": self.matched}


class Identities:
    """Finds the things that words stand for."""

    def __init__(self, connection: Connection, timeout: float) -> None:
        self._connection = connection
        self._timeout = timeout

    def identify(self, words: Sequence[Identity]) -> list[Identity]:
        """Take words for things, asking the database only where one looks like no id.

        What looks like an id stays unsure unless the database is asked anyway.
        Raises UnknownThingError and AmbiguousNameError.
        """
        taken = [_guess(word) for word in words]
        return taken if all(map(_is_id, taken)) else self.settle(taken)

    def settle(self, taken: Sequence[Identity]) -> list[Identity]:
        """Look up what is not sure yet: as an id, then as a name.

        Raises UnknownThingError and AmbiguousNameError.
        """
        found: dict[Identity, Identity] = {}
        for kind in sorted({identity.kind for identity in taken if not identity.sure}):
            unsure = [one for one in taken if one.kind == kind and not one.sure]
            found |= zip(unsure, self._looked_up(kind, unsure), strict=True)
        return [found.get(identity, identity) for identity in taken]

    def _looked_up(self, kind: str, unsure: Sequence[Identity]) -> list[Identity]:
        asked = [_asked(kind, identity.asked) for identity in unsure]
        hits: list[list[tuple[ThingEntry, str]]] = [[] for _ in asked]
        rows = self._connection.read(_LOOK_UP[kind], {"asked": asked}, timeout=self._timeout)
        for position, node, matched in rows.records:
            hits[position].append((thing(model.THINGS[kind], node), matched))
        return [self._one(one, known) for one, known in zip(unsure, hits, strict=True)]

    def _one(self, unsure: Identity, hits: Sequence[tuple[ThingEntry, str]]) -> Identity:
        """Choose among what a word was found to stand for."""
        by_id = [entry for entry, matched in hits if matched == "id"]
        if by_id:
            return _sure(unsure, by_id[0], "id")
        if unsure.kind == "company":
            _refuse_traps(unsure.asked)
        things = {entry["id"]: entry for entry, _ in hits}
        if len(things) > 1:
            raise AmbiguousNameError(unsure.kind, unsure.asked, list(things.values()))
        if things:
            best = min((matched for _, matched in hits), key=lambda m: _NAME_KINDS.get(m, 99))
            return _sure(unsure, next(iter(things.values())), best)
        return self._not_in_the_graph(unsure)

    def _not_in_the_graph(self, unsure: Identity) -> Identity:
        """Take a gene without deals for what it is: known, with nothing to tell."""
        if unsure.kind == "target" and (gene := _gene(unsure.asked)):
            return _sure(unsure, gene, "symbol" if gene["id"] == unsure.asked else "alias")
        raise UnknownThingError(unsure.kind, unsure.asked, self._nearest(unsure))

    def _nearest(self, unknown: Identity) -> list[ThingEntry]:
        """Find the things whose names (or ids) look like the word, the likeliest first."""
        wanted = key(unknown.asked) if unknown.kind in _NAMED else unknown.asked.lower()
        bounds = {"start": wanted[:2], "end": wanted[-4:], "most": _COMPARED}
        rows = self._connection.read(_LIKE[unknown.kind], bounds, timeout=self._timeout)
        known: dict[str, dict[object, ThingEntry]] = {}
        for node, name_key in rows.records:
            entry = thing(model.THINGS[unknown.kind], node)
            known.setdefault(name_key, {})[entry["id"]] = entry
        things = {i: entry for k in _alike(wanted, known) for i, entry in known[k].items()}
        return list(things.values())[:_OFFERED]


def _guess(word: Identity) -> Identity:
    """Take a word for a place, or for an id."""
    if word.kind in PLACES:
        return _place(word.kind, word.asked)
    if word.kind == "indication" and not _SLUG.fullmatch(word.asked):
        # An indication's id is the slug of its name, so that no name needs looking up.
        return replace(word, id=slug(word.asked), matched="name")
    return word


def _is_id(taken: Identity) -> bool:
    """Tell whether it is worth asking the question before looking up the word."""
    return taken.sure or bool(_LOOKS_LIKE_ID.get(taken.kind, _SLUG).fullmatch(taken.id))


def _place(kind: str, text: str) -> Identity:
    try:
        code = places.resolve(text)
    except places.UnlistedTerritoryError as error:
        codes = {code for word in error.nearest if (code := places.resolve(word))}
        nearest = [_place_entry(code) for code in sorted(codes) if _is_of(kind, code)]
        raise UnknownThingError(kind, text, nearest) from None
    if code is None or not _is_of(kind, code):
        raise UnknownThingError(kind, text)
    matched = "code" if text.upper() == code.upper() else "name"
    return Identity(kind, text, code, matched, name=str(_place_entry(code)["name"]))


def _is_of(kind: str, code: str) -> bool:
    return kind == "place" or (kind == "country") == (code in places.countries())


def _place_entry(code: str) -> ThingEntry:
    if country := places.countries().get(code):
        return thing(model.Country, {"code": code, "name": country.name})
    return thing(model.Region, {"code": code, "name": places.regions()[code].name})


def _asked(kind: str, text: str) -> dict[str, object]:
    """Give the ids and the name keys to look for."""
    other = {"indication": slug(text), "deal": text.lower(), "source": text.lower()}
    ids = [text, other.get(kind, text)]
    return {"ids": ids, "keys": list({key(text), target_key(text)})}


def _sure(unsure: Identity, entry: Mapping[str, object], matched: str) -> Identity:
    id_, name = str(entry["id"]), str(entry["name"])
    return replace(unsure, id=id_, name=name, matched=matched, sure=True)


def _refuse_traps(text: str) -> None:
    """Refuse names such as Merck, of which only the context tells whose they are."""
    if trap := register.traps().get(key(text)):
        known = register.companies()
        candidates = [
            thing(model.Company, {"id": id_, "name": known[id_].name}) for id_ in trap.candidates
        ]
        raise AmbiguousNameError("company", text, candidates, trap.why)


def _gene(text: str) -> ThingEntry | None:
    try:
        entries = targets.resolve(text)
    except targets.AmbiguousTargetError as error:
        found = [_target_entry(symbol, symbol) for symbol in error.candidates]
        raise AmbiguousNameError("target", text, found) from None
    except targets.UnknownTargetError:
        return None
    if len(entries) > 1:
        raise AmbiguousNameError("target", text, [_target_entry(e.id, e.name) for e in entries])
    return _target_entry(entries[0].id, entries[0].name)


def _target_entry(id_: str, name: str) -> ThingEntry:
    return thing(model.Target, {"id": id_, "name": name})


def _alike(wanted: str, known: Iterable[str]) -> list[str]:
    """Order the keys that look like the wanted one, then those that begin like it."""
    starts: dict[str, list[str]] = {}
    for name_key in sorted(known, key=lambda k: (len(k), k)):
        starts.setdefault(name_key[: len(wanted)], []).append(name_key)
    whole = [name_key for keys in starts.values() for name_key in keys]
    close: list[str] = get_close_matches(wanted, whole, n=_OFFERED, cutoff=0.6)
    begun = get_close_matches(wanted, starts, n=_OFFERED, cutoff=0.75)
    return list(dict.fromkeys([*close, *(k for start in begun for k in starts[start])]))


def _look_up(node: type[model.Node], named: bool) -> str:
    by_name = f"""
      UNION
      MATCH (thing:{node.label})-[known:KNOWN_AS]->(name:Name) WHERE name.key IN words.keys
      RETURN thing, known.kind AS matched"""
    return f"""
    UNWIND range(0, size($asked) - 1) AS position
    WITH position, $asked[position] AS words
    CALL (words) {{
      MATCH (thing:{node.label}) WHERE thing.id IN words.ids RETURN thing, 'id' AS matched
      {by_name if named else ""}
    }}
    RETURN position, thing, matched ORDER BY position, thing.id"""


def _like(node: type[model.Node], named: bool) -> str:
    """Make the statement that gives candidates for likeness: same start, or same end."""
    label, what = ("Name", "key") if named else (node.label, "id")
    walk = (
        f"MATCH (like)<-[:KNOWN_AS]-(thing:{node.label})" if named else "WITH like AS thing, like"
    )
    return f"""
    CALL () {{
      MATCH (like:{label}) WHERE like.{what} STARTS WITH $start
      RETURN like ORDER BY like.{what} LIMIT $most
      UNION
      MATCH (like:{label}) WHERE like.{what} ENDS WITH $end
      RETURN like ORDER BY like.{what} LIMIT $most
    }}
    {walk}
    RETURN thing, like.{what} AS key ORDER BY key, thing.id"""


_IN_GRAPH = {kind: node for kind, node in model.THINGS.items() if kind not in PLACES}
_LOOK_UP = {k: _look_up(node, k in _NAMED) for k, node in _IN_GRAPH.items()}
_LIKE = {k: _like(node, k in _NAMED) for k, node in _IN_GRAPH.items()}
