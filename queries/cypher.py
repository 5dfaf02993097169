"""Reading Cypher as far as a question file needs it: words, parameters, what may not stand there.

This reads words, not grammar: it gives early faults with a line. What is beyond it is found by
`dealgraph check`, which lets the database explain each question.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

#: Procedures that only read, and only the graph.
READ_PROCEDURES = frozenset(
    {
        "db.index.fulltext.queryNodes",
        "db.index.fulltext.queryRelationships",
        "db.index.vector.queryNodes",
        "db.index.vector.queryRelationships",
        "db.labels",
        "db.propertyKeys",
        "db.relationshipTypes",
    }
)
#: The one parameter that `with_one_parameter` leaves: a map of all the others.
GIVEN = "given"
_WRITES = frozenset({"CREATE", "MERGE", "SET", "DELETE", "DETACH", "REMOVE", "FOREACH", "INSERT"})
_ADMINISTERS = frozenset({"SHOW", "TERMINATE", "DROP", "ALTER", "GRANT", "DENY", "REVOKE", "USE"})
_NO_ANSWER = frozenset({"EXPLAIN", "PROFILE"})

_TOKEN = re.compile(
    r"""
      (?P<skip> \s+ | //[^\n]* | /\*.*?\*/ )
    | (?P<text> '(?:\\.|[^'\\])*' | "(?:\\.|[^"\\])*" )
    | (?P<parameter> \$\s*(?: `(?:``|[^`])*` | \w+ ) )
    | (?P<quoted> `(?:``|[^`])*` )
    | (?P<number> \d\w* (?:\.\d\w*)? )
    | (?P<word> \w+ )
    | (?P<sign> . )
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Token:
    """One word, sign, string, name in backticks or parameter, and the line it starts on."""

    kind: str
    text: str
    line: int


_END = Token("end", "", 0)


def tokens(cypher: str) -> list[Token]:
    """Split Cypher into tokens, without blanks and comments; lines count from 1."""
    found = []
    line = 1
    for match in _TOKEN.finditer(cypher):
        kind, text = str(match.lastgroup), match.group()
        if kind != "skip":
            found.append(Token(kind, text, line))
        line += text.count("\n")
    return found


def parameters(cypher: str) -> dict[str, int]:
    """Give the parameters that Cypher uses, each with the line of its first use."""
    found: dict[str, int] = {}
    for _, token, following in _with_neighbours(tokens(cypher)):
        name = _parameter_name(token.text)
        # $any(...) and $all(...) choose labels by an expression; they are no parameters.
        chooses = name in ("any", "all") and following.text == "("
        if token.kind == "parameter" and not chooses:
            found.setdefault(name, token.line)
    return found


def cut_at_parameters(cypher: str) -> Iterator[tuple[str, str]]:
    """Yield (text, name of the parameter that follows it); the name is empty at the end."""
    names = parameters(cypher)
    start = 0
    for match in _TOKEN.finditer(cypher):
        if match.lastgroup == "parameter" and (name := _parameter_name(match.group())) in names:
            yield cypher[start : match.start()], name
            start = match.end()
    yield cypher[start:], ""


def with_one_parameter(cypher: str) -> str:
    """Write each parameter as an entry of one map: `$since` as `$given.since`.

    The database keeps a plan for each combination of types of parameters, and one that is left out
    has another type. Planning a question with ten filters takes it up to a second; a map has one
    type, whatever is in it.
    """
    cut = cut_at_parameters(cypher)
    return "".join(text + (f"${GIVEN}.`{name}`" if name else "") for text, name in cut)


def with_blanked_comments(cypher: str) -> str:
    """Give Cypher without comments; each line stays where it is, so that faults name the same."""
    return "".join(
        "\n" * match.group().count("\n") or " " if _is_comment(match) else match.group()
        for match in _TOKEN.finditer(cypher)
    )


def without_comments(cypher: str) -> str:
    """Give Cypher without comments and empty lines; what stands in strings is left alone."""
    matches = groupby(_TOKEN.finditer(cypher), key=lambda match: match.lastgroup == "skip")
    written = (
        _blank("".join(m.group() for m in run if not _is_comment(m)))
        if between
        else "".join(m.group() for m in run)
        for between, run in matches
    )
    return "".join(written).strip()


def _is_comment(match: re.Match[str]) -> bool:
    return match.lastgroup == "skip" and match.group().startswith("/")


def _blank(blanks: str) -> str:
    """Keep of the blanks between two words a break, with the indentation after it."""
    _, _, after = blanks.rpartition("\n")
    return f"\n{after}" if "\n" in blanks else " "


def _parameter_name(text: str) -> str:
    return text.lstrip("$ \n\t").strip("`")


def refusals(cypher: str) -> Iterator[tuple[int, str]]:
    """Yield (line, message) for everything that a question may not do."""
    found = tokens(cypher)
    if found and found[0].text.upper() in _NO_ANSWER:
        yield found[0].line, f"{found[0].text} gives a plan, not an answer"
    for before, token, following in _with_neighbours(found):
        if token.text == ";" and following is not _END:
            yield token.line, "a question is one statement: nothing may follow the ;"
        if token.text == "\\":
            yield token.line, "signs are written as they are: no \\ outside of strings"
        if message := _clause_refusal(before, token, following):
            yield token.line, message
    yield from _procedure_refusals(found)


def _clause_refusal(before: Token, token: Token, following: Token) -> str | None:
    if token.kind != "word" or before.text in (".", ":", "|", "&", "!", "%"):
        return None
    word = token.text.upper()
    if word == "LOAD" and following.text.upper() == "CSV":
        return "LOAD CSV reads files: a question reads the graph only"
    # A variable or a map key of that name is followed by another sign.
    if following.kind not in ("word", "quoted", "parameter") and following.text != "(":
        return None
    if word in _WRITES:
        return f"{word} writes: a question only reads (a name like this needs backticks)"
    if word in _ADMINISTERS:
        return f"{word} is no question to the graph (a name like this needs backticks)"
    return None


def _procedure_refusals(found: list[Token]) -> Iterator[tuple[int, str]]:
    for index, token in enumerate(found):
        if token.kind == "word" and token.text.upper() == "CALL":
            name = _procedure(found[index + 1 :])
            if name and name not in READ_PROCEDURES:
                allowed = ", ".join(sorted(READ_PROCEDURES))
                yield token.line, f"procedure {name} may not be called; allowed: {allowed}"


def _procedure(rest: list[Token]) -> str:
    """Give the procedure name at the start, such as `db.labels`; empty where there is none."""
    name = ""
    for token in rest:
        wanted = ("word", "quoted") if not name or name.endswith(".") else ("sign",)
        if token.kind not in wanted or (token.kind == "sign" and token.text != "."):
            # A variable called `call` is followed by a word without dots or brackets.
            return name if "." in name or token.text == "(" else ""
        name += token.text.strip("`")
    return name


def _with_neighbours(found: list[Token]) -> Iterator[tuple[Token, Token, Token]]:
    yield from zip([_END, *found], found, [*found[1:], _END], strict=False)
