"""Cursors: where a page ended, as one opaque word that brings the next page."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from typing import Any

from neo4j.graph import Node
from neo4j.time import Date

from dealgraph.queries.question import Question
from dealgraph.queries.values import reader
from dealgraph.schema import model

#: A cursor holds a few sort keys; what is longer was not made here.
LONGEST = 4000


def cursor_after(question: Question, record: Sequence[Any]) -> str:
    """Write the cursor of a page that ends with this record."""
    values = dict(zip(question.returns, record, strict=True))
    body = {"question": question.name, "after": [_key(values[name]) for name in question.cursor]}
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(question: Question, cursor: object) -> Mapping[str, object]:
    """Give the values of `after_...` to bind; all None for the first page (no cursor).

    Raises ValueError for a cursor that is not of this question.
    """
    if cursor is None:
        return dict.fromkeys(question.after)
    try:
        if len(str(cursor)) > LONGEST:
            raise ValueError
        body = json.loads(urlsafe_b64decode(f"{cursor}==".encode()))
        if body["question"] != question.name:
            raise ValueError
        values = zip(question.cursor, body["after"], strict=True)
        return {
            f"after_{name}": reader(question.returns[name].type)(value) for name, value in values
        }
    except (ValueError, TypeError, KeyError):
        raise ValueError(f"is no cursor that {question.name} gave") from None


def _key(value: Any) -> object:
    if isinstance(value, Node):
        return value[model.node_type(value.labels).key]
    return value.to_native().isoformat() if isinstance(value, Date) else value
