"""Handlers that wait for the database: each request is answered in a thread."""

import asyncio
from abc import ABC, abstractmethod
from asyncio import AbstractEventLoop, Future
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send


class Threaded(ABC):
    """An ASGI application whose `answer` is called in one of the threads."""

    def __init__(self, threads: Executor) -> None:
        self.threads = threads

    @abstractmethod
    def answer(self, request: Request) -> Response:
        """Make the response; errors are the work of the app's handlers."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request.

        The thread tells the event loop itself: `run_in_executor` has one future tell another,
        which costs as much again as the two turns from thread to thread. It is called when the
        loop has nothing else to do, so that it need not wait for the interpreter.
        """
        loop = asyncio.get_running_loop()
        answered: Future[Response] = loop.create_future()
        loop.call_soon(self.threads.submit, self._answer, loop, answered, Request(scope))
        response = await answered
        await response(scope, receive, send)

    def _answer(
        self, loop: AbstractEventLoop, answered: "Future[Response]", request: Request
    ) -> None:
        try:
            response = self.answer(request)
        except BaseException as error:
            loop.call_soon_threadsafe(_unless_gone, answered, answered.set_exception, error)
        else:
            loop.call_soon_threadsafe(_unless_gone, answered, answered.set_result, response)


def _unless_gone(answered: "Future[Response]", settle: Callable[[Any], None], how: object) -> None:
    """Settle the answer, unless nobody waits any more: the client may have gone."""
    if not answered.cancelled():
        settle(how)
