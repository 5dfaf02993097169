"""What people call things, and which thing that is: an id as it is, a name when it is only one.

Names are joined by equal keys and by decisions, never by likeness: what looks alike is offered,
not taken. A company's name climbs the ladder of `dealgraph.schema.ladder`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from dealgraph.graph.connection import Connection
from dealgraph.graph.items import thing
from dealgraph.graph.problems import AmbiguousNameError, ThingEntry, UnknownThingError
from dealgraph.queries.types import PLACES
from dealgraph.schema import decisions, ladder, model, places, register, targets
from dealgraph.schema.names import key, slug, target_key
from dealgraph.schema.vocabulary import NameKind, TargetKind

#: Kinds whose names are looked up in the graph; those of targets and places stand in tables.
_LOOKED_UP = frozenset({"company", "asset"})
#: Kinds with names in the graph, of which the nearest are offered.
_NAMED = _LOOKED_UP | {"target"}
_SLUG = re.compile(r"[a-z0-9]+(-+[a-z0-9]+)*")
_LOOKS_LIKE_ID = {
    "source": re.compile(r"\S+"),
}
#: What a thing is matched by where somebody decided that the word stands for it.
DECISION = "decision"
#: What an answer says where it is about something else than the word says, by what matched.
_NOTES = {
    NameKind.SUBSIDIARY: "{asked} is asked for; answered as {name}, whose subsidiary it is",
    NameKind.PINYIN: "{asked} is a name in pinyin, mostly formed by a machine: weaker than others",
    DECISION: "{asked} is asked for; answered as {name}, as was decided",
}
_NAME_KINDS = {kind.value: rank for rank, kind in enumerate(NameKind)}
#: How many names are compared at most, and how many things are offered.
_COMPARED = 2000
_OFFERED = 5
#: From how many letters on a half of a word tells something.
_HALVED = 4


class Identity(NamedTuple):
    """Which thing a word was taken for; `matched` says by what: id, code, or the kind of name.

    `sure` is False as long as nobody looked whether there is a thing of that id.
    """

    kind: str
    asked: str
    id: str
    matched: str
    name: str | None = None
    sure: bool = True
    note: str = ""

    @classmethod
    def word(cls, kind: str, text: str) -> "Identity":
        """Make the identity of a word that nobody has looked at."""
        return cls(kind, text, text, "id", sure=False)

    def as_json(self) -> dict[str, object]:
        """Give what an answer says of it; the name is null for an id that was not looked up.

        `note` is there where the answer is about something else than the word says.
        """
        told: dict[str, object] = {
            "id": self.id,
            "name": self.name,
            "asked": self.asked,
            "matched": self.matched,
        }
        return {**told, "note": self.note} if self.note else told


class _Hit(NamedTuple):
    """A thing that a word may stand for, by what, and who made it (of assets)."""

    entry: ThingEntry
    matched: str
    makers: list[str]

    @property
    def with_makers(self) -> ThingEntry:
        """The thing, its makers beside its name: two of them may use one code."""
        made = f" ({', '.join(self.makers)})" if self.makers else ""
        return {**self.entry, "name": f"{self.entry['name']}{made}"}


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
        hits: list[list[_Hit]] = [[] for _ in asked]
        rows = self._connection.read(_LOOK_UP[kind], {"asked": asked}, timeout=self._timeout)
        for position, node, matched, makers in rows.records:
            hits[position].append(_Hit(thing(model.THINGS[kind], node), matched, sorted(makers)))
        return [self._one(one, known) for one, known in zip(unsure, hits, strict=True)]

    def _one(self, unsure: Identity, hits: Sequence["_Hit"]) -> Identity:
        """Choose among what a word was found to stand for."""
        ids = {str(hit.entry["id"]): hit.entry for hit in hits if hit.matched == "id"}
        named = [hit for hit in hits if hit.matched != "id"]
        if unsure.asked in ids or (ids and unsure.kind not in _NAMED):
            return _sure(unsure, ids.get(unsure.asked) or next(iter(ids.values())), "id")
        if (joined := _decided(unsure)) in ids:
            return _sure(unsure, ids[joined], DECISION)
        if unsure.kind == "company":
            _refuse_ambiguous(unsure.asked)
        things = {hit.entry["id"]: hit for hit in named}
        if len(things) > 1:
            candidates = [hit.with_makers for hit in things.values()]
            raise AmbiguousNameError(unsure.kind, unsure.asked, candidates)
        if things:
            best = min((hit.matched for hit in named), key=lambda m: _NAME_KINDS.get(m, 99))
            return _sure(unsure, named[0].entry, best)
        for id_, matched in _climbed(unsure) if unsure.kind == "company" else ():
            if id_ in ids:
                return _sure(unsure, ids[id_], matched)
        raise UnknownThingError(unsure.kind, unsure.asked, self._nearest(unsure))

    def _nearest(self, unknown: Identity) -> list[ThingEntry]:
        """Find the things whose names (or ids) look like the word, the likeliest first."""
        wanted = key(unknown.asked) if unknown.kind in _NAMED else unknown.asked.lower()
        offered = _offered(unknown)
        pieces = {**_pieces(wanted), "most": _COMPARED, "ids": offered}
        rows = self._connection.read(_LIKE[unknown.kind], pieces, timeout=self._timeout)
        known: dict[str, dict[object, ThingEntry]] = {}
        for node, name_key in rows.records:
            entry = thing(model.THINGS[unknown.kind], node)
            known.setdefault(name_key, {})[entry["id"]] = entry
        likeliest = [*_slips(wanted, known), *offered, *_alike(wanted, known)]
        things = {i: entry for k in likeliest for i, entry in known.get(k, {}).items()}
        return list(things.values())[:_OFFERED]


def several(kind: str, text: str) -> list[Identity]:
    """Take one of a list of words; a combination such as PD-1/VEGF stands for several targets.

    Raises AmbiguousNameError.
    """
    found = _targets(text) if kind == "target" else ()
    return [_target(text, entry) for entry in found] or [Identity.word(kind, text)]


def _guess(word: Identity) -> Identity:
    """Take a word for a place, for a target, or for an id."""
    if word.sure:
        return word
    if word.kind in PLACES:
        return _place(word.kind, word.asked)
    if word.kind == "target":
        found = several("target", word.asked)
        if len(found) > 1:
            together = [thing(model.Target, {"id": one.id, "name": one.name}) for one in found]
            raise AmbiguousNameError("target", word.asked, together, "it stands for all of these")
        return found[0]
    if word.kind == "indication" and not _SLUG.fullmatch(word.asked):
        # An indication's id is the slug of its name, so that no name needs looking up.
        return word._replace(id=slug(word.asked), matched="name")
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
    if kind in _NAMED:
        word = Identity.word(kind, text)
        climbed = [id_ for id_, _ in _climbed(word)] if kind == "company" else []
        ids += [id_ for id_ in (_decided(word), *climbed) if id_]
    return {"ids": ids, "keys": list({key(text), target_key(text)})}


def _sure(unsure: Identity, entry: Mapping[str, object], matched: str) -> Identity:
    id_, name = str(entry["id"]), str(entry["name"])
    note = _NOTES.get(matched, "").format(asked=unsure.asked, name=name)
    return unsure._replace(id=id_, name=name, matched=matched, sure=True, note=note)


def _decided(word: Identity) -> str | None:
    """Give the id that was decided to be meant by a word, or by an id that a name had."""
    if word.kind not in _NAMED:
        return None
    return decisions.current().joined(word.kind, decisions.subject(word.kind, word.asked))


def _climbed(word: Identity) -> list[tuple[str, str]]:
    """Give the ids that a name of a company may have, and what each is matched by."""
    found = ladder.resolve(word.asked)
    known = [(found.id, str(found.matched or NameKind.NAME))] if found.id else []
    return [*known, (register.new_id(word.asked), NameKind.NAME)]


def _offered(unknown: Identity) -> list[str]:
    """Give the ids of companies of the register that a word may mean, the likeliest first."""
    if unknown.kind != "company":
        return []
    return [candidate.id for candidate in ladder.candidates(unknown.asked, _OFFERED)]


def _refuse_ambiguous(text: str) -> None:
    """Refuse names such as Merck, of which only the context tells whose they are."""
    found = ladder.resolve(text)
    if found.rung is ladder.Rung.AMBIGUOUS:
        known = register.companies()
        candidates = [
            thing(model.Company, {"id": id_, "name": known[id_].name}) for id_ in found.candidates
        ]
        raise AmbiguousNameError("company", text, candidates, found.why)


def _targets(text: str) -> tuple[targets.TargetEntry, ...]:
    """Read a word for targets; () when the tables know none, so that the nearest are offered."""
    try:
        return targets.resolve(text)
    except targets.UnknownTargetError:
        return ()
    except targets.AmbiguousTargetError as error:
        found = [thing(model.Target, {"id": e.id, "name": e.name}) for e in error.entries]
        raise AmbiguousNameError("target", text, found, error.why) from None


def _target(asked: str, entry: targets.TargetEntry) -> Identity:
    own = NameKind.SYMBOL if entry.kind is TargetKind.GENE else NameKind.NAME
    named = own if key(asked) == key(entry.name) else NameKind.ALIAS
    return Identity(
        "target", asked, entry.id, "id" if asked == entry.id else named.value, entry.name
    )


def _pieces(wanted: str) -> dict[str, str]:
    """Cut a key into what a key like it may share with it.

    Where one letter differs, the `first` or the `second` half is the same, as in search.cypher.
    """
    half = len(wanted) // 2 if len(wanted) >= _HALVED else 0
    return {
        "start": wanted[:2],
        "end": wanted[-4:],
        "first": wanted[: max(half - 1, 2)],
        "second": wanted[half:],
    }


def _slips(wanted: str, known: Iterable[str]) -> list[str]:
    """Give the keys that differ from the wanted one in one letter, or two changed about."""
    from rapidfuzz.distance import OSA

    long_enough = sorted(known) if len(wanted) >= _HALVED else []
    return [name_key for name_key in long_enough if OSA.distance(wanted, name_key) == 1]


def _alike(wanted: str, known: Iterable[str]) -> list[str]:
    """Order the keys that look like the wanted one, then those that begin like it."""
    from rapidfuzz import fuzz, process  # only for names nobody knows

    starts: dict[str, list[str]] = {}
    for name_key in sorted(known, key=lambda k: (len(k), k)):
        starts.setdefault(name_key[: len(wanted)], []).append(name_key)
    whole = [name_key for keys in starts.values() for name_key in keys]
    like = partial(process.extract, wanted, scorer=fuzz.ratio, limit=_OFFERED)
    close = [name_key for name_key, *_ in like(whole, score_cutoff=60)]
    begun = [start for start, *_ in like(starts.keys(), score_cutoff=75)]
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
    RETURN position, thing, matched, [(thing)-[:ORIGINATED_BY]->(maker) | maker.name] AS makers
    ORDER BY position, thing.id"""


def _like(node: type[model.Node], named: bool) -> str:
    """Make the statement that gives candidates for likeness: those that share a piece of it."""
    label, what = ("Name", "key") if named else (node.label, "id")
    # Unless told, Neo4j may look for an end or a middle in the range index, which then fails.
    by_text = f"USING TEXT INDEX like:{label}({what})" if named else ""
    shared = {"STARTS WITH $start": "", "ENDS WITH $end": by_text}
    if named:
        shared |= {"STARTS WITH $first": "", "CONTAINS $second": by_text}
    found = " UNION ".join(
        f"MATCH (like:{label}) {hint} WHERE like.{what} {piece} "
        f"RETURN like ORDER BY like.{what} LIMIT $most"
        for piece, hint in shared.items()
    )
    walk = (
        f"MATCH (like)<-[:KNOWN_AS]-(thing:{node.label})" if named else "WITH like AS thing, like"
    )
    offered = f"""
    UNION
    MATCH (thing:{node.label}) WHERE thing.id IN $ids RETURN thing, thing.id AS key"""
    return f"""
    CALL () {{ {found} }}
    {walk}
    RETURN thing, like.{what} AS key ORDER BY key, thing.id{offered if named else ""}"""


_IN_GRAPH = {kind: node for kind, node in model.THINGS.items() if kind not in PLACES}
_LOOK_UP = {k: _look_up(node, k in _LOOKED_UP) for k, node in _IN_GRAPH.items()}
_LIKE = {k: _like(node, k in _NAMED) for k, node in _IN_GRAPH.items()}
