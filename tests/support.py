"""What tests share besides fixtures: where the data is, and what a test server is."""

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any

import uvicorn

from dealgraph.graph.connection import Connection
from dealgraph.graph.local.server import Server
from dealgraph.loaders.storing import Change, settle

ROOT = Path(__file__).parent.parent
BUNDLED = [ROOT / "data" / f"deals-{name}.jsonl" for name in ("china-outbound", "rest-of-world")]


@dataclass(frozen=True)
class Served:
    """A server, with what a process of its own needs to connect to it.

    `local` is the server itself where the tests started it.
    """

    connection: Connection
    uri: str
    password: str | None
    local: Server | None = None


def withdraw_all(connection: Connection) -> None:
    """Take every deal out, the way the product does."""
    keys = connection.read("MATCH (r:Record) RETURN collect(r.key) AS keys").records[0]["keys"]
    if keys:
        settle(connection, Change(gone=frozenset(keys)), datetime.now(UTC))


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """Serve an application in a thread; gives its address."""
    with socket.create_server(("127.0.0.1", 0)) as sock:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = Thread(target=server.run, kwargs={"sockets": [sock]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{sock.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def interruptible() -> None:
    """Let a child be ended by Ctrl-C even where the tests run in the background of a shell.

    Such a shell has its children ignore SIGINT, and they hand that on to theirs.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
