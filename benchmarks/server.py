"""The servers that are measured: a Neo4j for long runs, and the service as people start it."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from benchmarks.client import Client
from dealgraph.graph.local.server import Server, ensure_running, stop
from dealgraph.graph.settings import Settings

_READY_SECONDS = 120


@contextmanager
def database() -> Iterator[Server]:
    """Start a Neo4j on free ports in a folder of its own; both are gone at the end.

    Unlike the servers of tests it may compile for speed: it lives for minutes.
    """
    with TemporaryDirectory(prefix="dealgraph-bench-", ignore_cleanup_errors=True) as home:
        settings = replace(Settings.from_env(), home=Path(home), bolt_port=0, http_port=0)
        try:
            yield ensure_running(settings, print)
        finally:
            stop(settings)


@contextmanager
def service(server: Server) -> Iterator[Client]:
    """Run `dealgraph serve` without its cache of answers; gives one connection that stays open."""
    command = [sys.executable, "-m", "dealgraph", "serve", "--port", "0"]
    environment = os.environ | {
        "NEO4J_URI": server.bolt_uri,
        "NEO4J_USERNAME": server.username,
        "NEO4J_PASSWORD": server.password,
        "DEALGRAPH_CACHE_ANSWERS": "0",
        "PYTHONUNBUFFERED": "1",
    }
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            with closing(Client(*_address(process))) as client:
                _wait_until_ready(client)
                yield client
        finally:
            process.terminate()


def _address(process: subprocess.Popen[str]) -> tuple[str, int]:
    """Read host and port from what the service says when it starts."""
    for line in process.stdout or ():
        if found := re.search(r"answers at (http://\S+)", line):
            address = urlsplit(found[1])
            return address.hostname or "", address.port or 80
    raise RuntimeError("dealgraph serve ended before it answered")


def _wait_until_ready(client: Client) -> None:
    for _ in range(_READY_SECONDS * 2):
        status, _ = client.get("/ready")
        if status == 200:
            return
        time.sleep(0.5)
    raise RuntimeError("dealgraph serve did not become ready")
