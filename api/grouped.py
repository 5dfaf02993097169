"""Routes in groups by the first word of their paths, so that a request tries few of them.

There are some eighty; trying all in turn took a tenth of the service's time for a short answer.
"""

from collections.abc import Iterable, Sequence

from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send

_ROUTE = "dealgraph.route"


class Group(BaseRoute):
    """Routes whose paths all begin with one word, in the order in which they are tried."""

    def __init__(self, word: str, routes: Sequence[Route]) -> None:
        self.word = word
        self.routes = routes

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Find the first of the routes that takes path and method, else one that takes the path."""
        found: tuple[Match, Scope] = (Match.NONE, {})
        if scope["type"] != "http" or _first_word(scope["path"]) != self.word:
            return found
        for route in self.routes:
            match, of_route = route.matches(scope)
            if match.value > found[0].value:
                found = match, {**of_route, _ROUTE: route}
            if match is Match.FULL:
                break
        return found

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the route that was found answer."""
        await scope[_ROUTE].handle(scope, receive, send)


def grouped(routes: Iterable[Route]) -> list[BaseRoute]:
    """Group routes by their first words; the order within a word stays.

    A route whose path begins with a parameter would take every word, so it cannot be grouped:
    ValueError.
    """
    groups: dict[str, list[Route]] = {}
    for route in routes:
        word = _first_word(route.path)
        if "{" in word:
            raise ValueError(f"{route.path} begins with a parameter")
        groups.setdefault(word, []).append(route)
    return [Group(word, several) for word, several in groups.items()]


def _first_word(path: str) -> str:
    return path[1:].partition("/")[0]
