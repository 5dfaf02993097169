"""Values as Cypher literals, as the database reads them; and texts that are cut at parameters."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dealgraph.graph.connection import Connection
from dealgraph.queries.catalogue import Catalogue
from dealgraph.queries.cypher import (
    tokens,
    with_blanked_comments,
    with_one_parameter,
    without_comments,
)
from dealgraph.queries.literals import Template, literal

SIGNS = st.text(st.sampled_from("'\\u0027u00235c\"`$&#\n\t{}/* 恒\U0001f600\x00\x7f\u2028"))


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, "null"),
        (True, "true"),
        (-3, "-3"),
        (1e22, "1e22"),
        (dt.date(2025, 1, 31), "date('2025-01-31')"),
        ([1.5, "a"], "[1.5, 'a']"),
        ("Merck & Co.", "'Merck \\u0026 Co.'"),
        ("it's #1", "'it\\'s \\u00231'"),
        ("a\\u0027", "('a\\\\' + 'u0027')"),
    ],
)
def test_values_are_written_as_cypher_has_them(value: object, written: str) -> None:
    assert literal(value) == written


def test_what_no_parameter_can_be_is_refused() -> None:
    with pytest.raises(TypeError, match="dict"):
        literal({"a": 1})


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(value=SIGNS | st.text() | st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**63), 2**63 - 1))  # noqa: E501 # fmt: skip
def test_the_database_reads_what_was_written(graph: Connection, value: object) -> None:
    """A text that ended its string would be a way to run other Cypher."""
    (row,) = graph.read(f"WITH {literal(value)} AS value RETURN value").records
    assert row["value"] == value


def test_a_template_fills_parameters_only() -> None:
    text = "MATCH (n {id: $id}) WHERE n.a = '$id' AND n.`$id` IN $list // $id\nRETURN $id, $other"
    assert Template(text).filled({"id": "x", "list": [1]}) == (
        "MATCH (n {id: 'x'}) WHERE n.a = '$id' AND n.`$id` IN [1] // $id\nRETURN 'x', null"
    )


def test_comments_go_and_texts_stay() -> None:
    text = "// one\nMATCH (n) /* two */ // three\n\n  WHERE n.a = '// no'\nRETURN/**/n // four"
    assert without_comments(text) == "MATCH (n)\n  WHERE n.a = '// no'\nRETURN n"


def test_blanking_comments_leaves_every_word_on_its_line() -> None:
    text = "/* a\nb */ MATCH (n) // c\nWHERE n.a = '// no' /* in */ RETURN n"
    assert with_blanked_comments(text) == "\n MATCH (n)  \nWHERE n.a = '// no'   RETURN n"
    for question in Catalogue.bundled().values():
        assert tokens(with_blanked_comments(question.cypher)) == tokens(question.cypher)
        assert question.statement.startswith(f"/* {question.name} */")


def test_all_parameters_become_entries_of_one_map() -> None:
    text = "MATCH (n {a: $a}) // $b\nWHERE n.b = '$b' AND n.c >= $`c d` RETURN n LIMIT $limit"
    assert with_one_parameter(text) == (
        "MATCH (n {a: $given.`a`}) // $b\n"
        "WHERE n.b = '$b' AND n.c >= $given.`c d` RETURN n LIMIT $given.`limit`"
    )
