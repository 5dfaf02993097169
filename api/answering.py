"""How one request becomes one answer: asked, tagged, kept, written."""

import re
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, cast
from zlib import crc32

from starlette.requests import Request
from starlette.responses import Response

from dealgraph import __version__
from dealgraph.api.addresses import address
from dealgraph.api.asked import Asked, read_request
from dealgraph.api.kept import KeptAnswers, Written
from dealgraph.api.replies import (
    ANSWER_HEADERS,
    GZIPPED,
    WORTH_COMPRESSING,
    compressed,
    digest_of,
    has_tag,
    header,
    reply,
    takes_gzip,
    weak,
)
from dealgraph.api.threaded import Threaded

if TYPE_CHECKING:
    from dealgraph.graph.asking import Answer, Asker, Facts
    from dealgraph.queries.catalogue import Question

LONGEST_FILE_NAME = 80


class Answering(Threaded):
    """The one handler behind every question's address, as an ASGI application.

    `kept` holds written answers until the graph changes; None asks the database every time.
    """

    #: Gives the links of the thing that the answer is about, by its id, where it is about one.
    links: "Callable[[str], Iterable[str]] | None" = None

    def __init__(
        self, asker: "Asker", question: "Question", kept: KeptAnswers | None, threads: Executor
    ) -> None:
        super().__init__(threads)
        self.asker = asker
        self.question = question
        self.kept = kept
        self.made_of = digest_of(__version__, question.cypher, asker.connection.browser)

    def answer(self, request: Request) -> Response:
        """Make the response of a GET or HEAD."""
        asked = read_request(self.question, request)
        given = repr(sorted(asked.parameters.items()))
        tag = self._tag(asked, given)
        if has_tag(header(request, b"if-none-match"), tag):
            return reply(b"", asked.form.content_type, 304, {**ANSWER_HEADERS, "ETag": tag})
        zipped = asked.form.compressible and takes_gzip(request)
        written = self._written(asked, f"{tag} {zipped} {given}", zipped)
        headers = {**ANSWER_HEADERS, **written.headers, "ETag": tag}
        return reply(written.body, asked.form.content_type, headers=headers)

    def _tag(self, asked: Asked, given: str) -> str:
        """Tag what the answer depends on: graph, code, question, form, day, and what was given.

        The facts are read before the answer is: a change between the two makes the tag too old,
        never the answer. The day, because questions take it where a date is left out.
        """
        form = (asked.form.name, asked.for_excel)
        state = _state(self.asker.facts(), self.made_of, form, date.today().toordinal())
        return weak(f"{state}-{crc32(given.encode('utf-8', 'surrogatepass')):x}")

    def _written(self, asked: Asked, key: str, zipped: bool) -> Written:
        if self.kept is None:
            return self._write(asked, zipped)
        if found := self.kept.get(key):
            return found
        written = self._write(asked, zipped)
        self.kept.keep(key, written)
        return written

    def _write(self, asked: Asked, zipped: bool) -> Written:
        answer = self.asker.ask(self.question, asked.parameters)
        links = self.links(_thing_of(answer)) if self.links else ()
        headers = _headers(answer, asked, links)
        body = asked.form.write(answer, asked.for_excel)
        if zipped and len(body) >= WORTH_COMPRESSING:
            return Written(compressed(body), {**headers, **GZIPPED})
        return Written(body, headers)


@lru_cache(256)  # until the graph or the day changes, there is one for each question and form
def _state(facts: "Facts", made_of: str, form: tuple[str, bool], day: int) -> str:
    return digest_of(facts, made_of, form, day)


def _headers(answer: "Answer", asked: Asked, links: Iterable[str]) -> dict[str, str]:
    headers = {}
    found = list(links)
    if answer.next is not None:
        following = {**asked.parameters, "cursor": answer.next, **asked.form_parameters}
        found.append(f'<{address(answer.question, following)}>; rel="next"')
    if found:
        headers["Link"] = ", ".join(found)
    if asked.form.saved:
        headers["Content-Disposition"] = f'attachment; filename="{_file_name(answer, asked)}"'
    return headers


def _file_name(answer: "Answer", asked: Asked) -> str:
    """Name the file after the question and what stands in its path; say when it is cut.

    A CSV has no place of its own to say so.
    """
    resolved = cast("Mapping[str, object]", answer.meta["parameters"])
    words = [answer.question.name]
    words += [_word(resolved.get(name)) for name in answer.question.path_parameters]
    words += [f"first-{len(answer.items)}"] if answer.meta["cut"] else []
    slug = re.sub(r"[^a-z0-9]+", "-", "-".join(words).lower()).strip("-")
    return f"{slug[-LONGEST_FILE_NAME:].strip('-')}.{asked.form.name}"


def _thing_of(answer: "Answer") -> str:
    """Give the id of the one thing in the path of a question."""
    (name,) = answer.question.path_parameters
    return _word(cast("Mapping[str, object]", answer.meta["parameters"])[name])


def _word(value: object) -> str:
    return str(value.get("id", "")) if isinstance(value, Mapping) else str(value)
