import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from support import interruptible

from dealgraph.graph.connection import open_at
from dealgraph.graph.local.server import Server, ensure_running, stop
from dealgraph.graph.settings import Settings

QUESTIONS = Path(__file__).parent / "api_queries"


@pytest.fixture(scope="module")
def server(local: tuple[Settings, Server]) -> Server:
    """A server with one company."""
    _, server = local
    with open_at(server.bolt_uri, server.username, server.password) as connection:
        connection.run_auto(
            "CREATE (:Graph {id: 'graph', revision: 1, deals: 0}) "
            "CREATE (:Company {id: 'takeda', name: 'Takeda'})"
        )
    return server


@contextmanager
def serve(server: Server, *options: str) -> Iterator[tuple[str, list[str], subprocess.Popen[str]]]:
    """Run `dealgraph serve` on a free port; give its address, what it says and its process."""
    env = os.environ | {
        "NEO4J_URI": server.bolt_uri,
        "NEO4J_USERNAME": server.username,
        "NEO4J_PASSWORD": server.password,
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, "-m", "dealgraph", "serve", "--port", "0", *options]
    process = subprocess.Popen(
        command,
        env=env,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        preexec_fn=interruptible,
    )
    try:
        said = _until_it_serves(process)
        yield said[1].removeprefix("dealgraph answers at "), said, process
    finally:
        process.kill()
        process.communicate()


def _until_it_serves(process: subprocess.Popen[str]) -> list[str]:
    assert process.stdout
    said = []
    for line in process.stdout:
        said.append(line.rstrip("\n"))
        if line.startswith("Ctrl-C"):
            return said
    raise AssertionError("\n".join(said))


def items(address: str) -> object:
    with urlopen(address, timeout=30) as response:
        return json.load(response)["items"]


def raw(address: str, request: bytes) -> bytes:
    """Send bytes as they are, and give the first line of what comes back."""
    host, _, port = address.removeprefix("http://").rpartition(":")
    with closing(socket.create_connection((host, int(port)), timeout=30)) as sock:
        sock.sendall(request)
        return sock.makefile("rb").readline()


TAKEDA = [{"company": {"id": "takeda", "name": "Takeda", "url": "/companies/takeda"}}]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give a folder with one question, asked at /mine."""
    folder = tmp_path_factory.mktemp("questions")
    text = (QUESTIONS / "companies" / "largest.cypher").read_text("utf-8")
    (folder / "mine.cypher").write_text(text.replace("/companies/largest", "/mine"), "utf-8")
    return str(folder)


@pytest.fixture(scope="module")
def address(server: Server, own: str) -> Iterator[str]:
    """The address of a service with that question."""
    with serve(server, "--queries", own) as (address, _, _):
        yield address


def test_serve_answers_own_questions_and_ends_cleanly(server: Server, own: str) -> None:
    with serve(server, "--queries", own) as (address, said, process):
        assert items(f"{address}/mine") == TAKEDA
        process.send_signal(signal.SIGINT)
        left, _ = process.communicate(timeout=30)
    assert (process.returncode, left) == (0, "Stopped.\n")
    assert f"  API reference     {address}/docs" in said


def test_a_restarted_database_is_found_again_by_a_service_and_a_connection(
    local: tuple[Settings, Server], server: Server, address: str
) -> None:
    settings, _ = local
    with open_at(server.bolt_uri, server.username, server.password) as connection:
        connection.verify()
        assert items(f"{address}/mine") == TAKEDA
        stop(settings)
        assert status_of(f"{address}/ready") == 503
        ensure_running(settings, print, fast_start=True)
        assert status_of(f"{address}/mine?limit=3") == 200
        assert connection.read("RETURN 1 AS one").records[0][0] == 1


def status_of(address: str) -> int:
    try:
        with urlopen(address, timeout=60) as response:
            status: int = response.status
            return status
    except HTTPError as error:
        return error.code


def test_bytes_that_are_no_request_are_refused(address: str) -> None:
    for target in (
        b"/companies/%zz",
        b"/companies/%ff%fe",
        b"/companies/\xff",
        b"/" + b"x" * 100_000,
        b"//evil.example/",
        b"http://evil.example/health",
        b"/%2e%2e/%2e%2e/etc/passwd",
        b"/?" + b"&" * 10_000,
    ):
        request = b"GET " + target + b" HTTP/1.1\r\nHost: localhost\r\n\r\n"
        assert raw(address, request).split()[1] in (b"200", b"400", b"404"), target[:50]
    assert raw(address, b"GET /health HTTP/1.1\r\nHost: evil\r\n\r\n").split()[1] == b"421"


def test_a_taken_port_is_said_before_anything_starts() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "dealgraph", "serve", "--port", port],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith(f"Error: Cannot listen on 127.0.0.1 port {port}: ")
    assert done.stdout == ""
