"""What can be wrong with asking: the words given, or the question itself.

GraphError
└── AskingError
    ├── BadParameterError     a parameter is missing, unknown or cannot be read
    ├── UnknownThingError     no thing of the graph has that id or name
    ├── AmbiguousNameError    several things have that name
    └── AnswerFaultError      a question does not give what its file declares
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from dealgraph.graph.errors import GraphError

#: `{"id", "name", "url"}`
ThingEntry = dict[str, object]


class AskingError(GraphError):
    """A question could not be answered, and asking it again the same way will not help."""


class BadParameterError(AskingError):
    """Parameters that cannot be used; each problem is `{"name", "value", "reason"}`."""

    def __init__(self, problems: Sequence[Mapping[str, object]]) -> None:
        self.problems = [dict(problem) for problem in problems]
        super().__init__("; ".join(f"{p['name']}: {p['reason']}" for p in problems) + ".")


class UnknownThingError(AskingError):
    """No thing of that kind has that id or name; `nearest` are things with a similar one."""

    def __init__(self, kind: str, text: str, nearest: Sequence[ThingEntry] = ()) -> None:
        self.kind, self.text, self.nearest = kind, text, list(nearest)
        hint = f" Nearest: {_listed(nearest)}." if nearest else ""
        super().__init__(f"There is no {kind} {text!r}.{hint}")


class AmbiguousNameError(AskingError):
    """Several things of that kind go by that name; `why` is empty where there is no more to say."""

    def __init__(
        self, kind: str, text: str, candidates: Sequence[ThingEntry], why: str = ""
    ) -> None:
        self.kind, self.text, self.candidates, self.why = kind, text, list(candidates), why
        because = f" ({why})" if why else ""
        choice = f" Choose one: {_listed(candidates)}." if candidates else ""
        super().__init__(f"{text!r} is not one {kind}{because}.{choice}")


class AnswerFaultError(AskingError):
    """A question does not give what its file declares: a fault of the file, not of the asker."""

    def __init__(self, file: Path, line: int, reason: str) -> None:
        self.file, self.line, self.reason = file, line, reason
        super().__init__(f"{file}:{line}: {reason}")


def _listed(things: Sequence[ThingEntry]) -> str:
    return ", ".join(f"{thing['name']} ({thing['id']})" for thing in things)
