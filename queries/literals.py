"""Values as Cypher writes them: the one place that puts a value into query text.

Only for text that people read and run themselves, in Neo4j Browser. What the service runs gets
its values as parameters.
"""

from collections.abc import Mapping
from datetime import date

from dealgraph.queries import cypher

#: Signs that end a string, or that a link to Neo4j Browser cannot hold, and how a string has them.
_ESCAPED = {"'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t", "&": "\\u0026", "#": "\\u0023"}
#: Cypher 5 reads \u0027 as the sign itself before it looks for the end of a string, even after a
#: backslash that is escaped. So no backslash of a value stands before what follows it.
_BACKSLASH = "\\\\' + '"


def literal(value: object) -> str:
    """Write a bound value: None, text, number, boolean, date or a list of these.

    Raises TypeError for any other.
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, float):
        return f"{value!r}".replace("e+", "e")
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return f"date('{value.isoformat()}')"
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    raise TypeError(f"{type(value).__name__} cannot be written in Cypher")


def _text(value: str) -> str:
    written = "".join(_sign(sign) for sign in value)
    quoted = f"'{written}'"
    return f"({quoted})" if _BACKSLASH in written else quoted


def _sign(sign: str) -> str:
    if sign == "\\":
        return _BACKSLASH
    if sign in _ESCAPED:
        return _ESCAPED[sign]
    return sign if sign.isprintable() else f"\\u{ord(sign):04x}" if ord(sign) < 0x10000 else sign


class Template:
    """Query text that is cut at its parameters once, to be filled with values many times."""

    def __init__(self, text: str) -> None:
        #: What stands before each parameter, and its name; "" after the last.
        self.parts = tuple(cypher.cut_at_parameters(text))

    def filled(self, values: Mapping[str, object]) -> str:
        """Put literals in the place of the parameters; one that is left out is null."""
        return "".join(
            f"{before}{literal(values.get(name))}" if name else before
            for before, name in self.parts
        )
