"""The favourites of Neo4j Browser: each question with the values of its first example."""

import io
import zipfile
from collections.abc import Iterator, Mapping

from dealgraph.queries.literals import Template
from dealgraph.queries.question import Question

#: Zip files date their entries; the same questions must give the same bytes.
_DATE = (1980, 1, 1, 0, 0, 0)


def favourites(catalogue: Mapping[str, Question]) -> dict[str, str]:
    """Give the favourites by their path, `folder/01 Title.cypher`, in the catalogue's order.

    A question that says how it is drawn has two: its table and its drawing. Values stand in the
    query, not in `:param` lines: of a text with both Browser shows neither rows nor graph.
    """
    texts = (text for question in catalogue.values() for text in _favourites(question))
    return {
        f"{folder}/{number:02} {title}.cypher": f"// {title}\n{text}\n"
        for number, (folder, title, text) in enumerate(texts, start=1)
    }


def favourites_zip(catalogue: Mapping[str, Question]) -> bytes:
    """Give the favourites as a zip file to be dropped on Neo4j Browser."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in favourites(catalogue).items():
            entry = zipfile.ZipInfo(path, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text)
    return packed.getvalue()


def _favourites(question: Question) -> Iterator[tuple[str, str, str]]:
    """Yield (folder, title, text); a question without an example has no values to run with."""
    if not question.examples:
        return
    folder = question.file.parent.name
    yield folder, question.title, with_example(question, question.body)
    if question.draw:
        yield folder, f"{question.title}, drawn", with_example(question, question.drawing)


def with_example(question: Question, text: str) -> str:
    """Fill a text of the question with the values of its first example and the defaults."""
    return f"// {question.question}\n{Template(text).filled(example_values(question))}"


def example_values(question: Question) -> dict[str, object]:
    """Give what is bound for the first example; things stand in it by their ids."""
    defaults = {name: parameter.default for name, parameter in question.parameters.items()}
    given = {**defaults, **question.examples[0]}
    return {
        name: question.parameters[name].read(value)
        for name, value in given.items()
        if value is not None
    }
