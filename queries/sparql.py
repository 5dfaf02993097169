"""Questions in SPARQL: a .rq file beside the .cypher file of the same question.

It asks what the question's first example asks, with the same columns; what can be changed stands
in its VALUES and BIND lines.
"""

from collections.abc import Iterable
from pathlib import Path

from dealgraph.queries.question import Question
from dealgraph.schema.rdf.base import DEFAULT_BASE

SUFFIX = ".rq"
_BASE = f"BASE <{DEFAULT_BASE}>"


def file_of(question: Question) -> Path:
    """Give the file that asks a question in SPARQL; it need not be there."""
    return question.file.with_suffix(SUFFIX)


def sparql(question: Question, base: str = DEFAULT_BASE) -> str:
    """Give the query, for things whose IRIs begin with `base`."""
    text = file_of(question).read_text("utf-8")
    return text.replace(_BASE, f"BASE <{base}>", 1)


def in_sparql(questions: Iterable[Question]) -> list[Question]:
    """Give the questions that can be asked in SPARQL."""
    return [question for question in questions if file_of(question).is_file()]
