"""Turtle for people: what is written once, by us, and read more often than parsed."""

import json
from collections.abc import Iterable, Sequence

from dealgraph.schema.rdf.terms import PREFIXES

#: A subject, and its predicates with their objects, all as Turtle has them.
Block = tuple[str, Sequence[tuple[str, Iterable[str]]]]


def document(introduction: str, blocks: Iterable[Block]) -> str:
    """Give a Turtle document, with the prefixes that it uses."""
    body = "\n".join(map(_block, blocks))
    used = (name for name in sorted(PREFIXES) if f"{name}:" in body)
    head = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in used)
    comment = "".join(f"# {line}".rstrip() + "\n" for line in introduction.splitlines())
    return f"{comment}{head}\n{body}"


def text(value: str, language: str = "") -> str:
    """Give a literal."""
    return json.dumps(value, ensure_ascii=False) + (f"@{language}" if language else "")


def english(value: str) -> list[str]:
    """Give a text in English as the objects of one predicate, none when it is empty."""
    return [text(value, "en")] if value else []


def listed(values: Iterable[str]) -> str:
    """Give an RDF list."""
    return f"( {' '.join(values)} )"


def _block(block: Block) -> str:
    subject, said = block
    lines = [f"    {predicate} {', '.join(found)}" for predicate, given in said
             if (found := list(dict.fromkeys(given)))]  # fmt: skip
    return f"{subject}\n" + " ;\n".join(lines) + " .\n"
