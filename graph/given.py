"""What is given with a question: read, checked, and with its words on the way to being things."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter

from dealgraph.graph.cursors import read_cursor
from dealgraph.graph.identity import Identity, several
from dealgraph.graph.problems import BadParameterError
from dealgraph.queries.question import Parameter, Question
from dealgraph.queries.values import is_left_out, shown

_NO_LIMIT = 2**62


@dataclass(frozen=True)
class Asked:
    """What is given with a question, read; words that name things are identified."""

    question: Question
    #: None where an optional parameter is left out; an Identity, or a list, for things.
    values: Mapping[str, object]
    after: Mapping[str, object]

    @property
    def identities(self) -> list[Identity]:
        """The identities of all words that name things, in the order of the parameters."""
        return [one for name in self.question.things for one in _several(self.values[name])]

    @property
    def names_several(self) -> bool:
        """Whether one parameter names several things."""
        return any(self.values[name] for name in self.question.things_in_lists)

    def with_identities(self, found: Mapping[Identity, Identity]) -> "Asked":
        """Give the same with other identities in the place of those found."""
        values = {**self.values, **self._things(lambda identity: found.get(identity, identity))}
        return Asked(self.question, values, self.after)

    def bound(self) -> dict[str, object]:
        """Give what the Cypher gets; one row more than asked for tells that a list is cut."""
        bound = {**self.values, **self._things(attrgetter("id")), **self.after}
        if "limit" in bound:
            bound["limit"] = self.limit + 1
        return bound

    def written(self) -> dict[str, object]:
        """Give what a person would run the Cypher with: what is bound, as many rows as wanted."""
        bound = self.bound()
        return {**bound, "limit": self.limit} if "limit" in bound else bound

    @property
    def limit(self) -> int:
        """How many rows are wanted at most."""
        limit = self.values.get("limit")
        return limit if isinstance(limit, int) else _NO_LIMIT

    def shown(self) -> dict[str, object]:
        """Give the parameters as the answer says them."""
        plain = {name: shown(value) for name, value in self.values.items()}
        return {**plain, **self._things(Identity.as_json)}

    def _things(self, of: Callable[[Identity], object]) -> dict[str, object]:
        """Give something of each identity, in the place of the values that name things."""
        return {name: _each(of, self.values[name]) for name in self.question.things}


def read_given(question: Question, given: Mapping[str, object]) -> Asked:
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
    return Asked(question, values, after)


def _value(parameter: Parameter, given: object) -> object:
    if not is_left_out(given):
        value = parameter.read(given)
    elif parameter.required:
        raise ValueError("is required")
    else:
        value = parameter.left_out
    return _as_identities(parameter.thing, value) if parameter.thing else value


def _as_identities(kind: str, value: object) -> object:
    if isinstance(value, list):
        return list(dict.fromkeys(one for entry in value for one in several(kind, entry)))
    return Identity.word(kind, value) if isinstance(value, str) else value


def _problem(name: str, value: object, reason: str) -> dict[str, object]:
    return {"name": name, "value": None if value is None else str(value)[:100], "reason": reason}


def _no_such_parameter(question: Question) -> str:
    known = [*question.parameters, *(["cursor"] if question.cursor else [])]
    return f"is no parameter of {question.name}; it has {', '.join(known) or 'none'}"


def _several(value: object) -> list[Identity]:
    return value if isinstance(value, list) else [value] if isinstance(value, Identity) else []


def _each(of: Callable[[Identity], object], value: object) -> object:
    if isinstance(value, list):
        return [of(one) for one in value]
    return of(value) if isinstance(value, Identity) else value
