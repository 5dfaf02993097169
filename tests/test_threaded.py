"""Requests answered in threads: each gets its own answer, an error arrives, nobody need wait."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response

from dealgraph.api.threaded import Threaded


class Echo(Threaded):
    """Answers with the path, but not before it may; fails where there is none."""

    def __init__(self) -> None:
        super().__init__(ThreadPoolExecutor(4))
        self.may = Event()

    def answer(self, request: Request) -> Response:
        assert self.may.wait(5)
        if request.scope["path"] == "/":
            raise KeyError("no path")
        return Response(request.scope["path"])


async def body(app: Threaded, path: str) -> str:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        raise AssertionError("nobody reads the request")

    await app({"type": "http", "path": path, "headers": []}, receive, send)
    return b"".join(message.get("body", b"") for message in sent).decode()


def test_each_request_gets_its_own_answer_however_many_there_are() -> None:
    async def ask() -> list[str]:
        app = Echo()
        asked = [asyncio.create_task(body(app, f"/{number}")) for number in range(20)]
        await asyncio.sleep(0.05)  # all wait, four of them in a thread
        assert not any(task.done() for task in asked)
        app.may.set()
        return await asyncio.gather(*asked)

    assert asyncio.run(ask()) == [f"/{number}" for number in range(20)]


def test_what_answering_raises_is_raised_to_the_app() -> None:
    app = Echo()
    app.may.set()
    with pytest.raises(KeyError, match="no path"):
        asyncio.run(body(app, "/"))


def test_an_answer_that_nobody_waits_for_any_more_is_dropped() -> None:
    faults: list[Any] = []

    async def ask() -> str:
        asyncio.get_running_loop().set_exception_handler(lambda _, told: faults.append(told))
        app = Echo()
        gone = asyncio.create_task(body(app, "/gone"))
        await asyncio.sleep(0.05)
        gone.cancel()
        app.may.set()
        after = await body(app, "/after")
        assert gone.cancelled()
        return after

    assert asyncio.run(ask()) == "/after"
    assert faults == []
