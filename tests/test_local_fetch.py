"""Fetching: small stand-ins for jars on a loopback mirror; no server is started here."""

import gc
import hashlib
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from dealgraph.graph.errors import (
    ChecksumError,
    FetchError,
    LocalExtraMissingError,
    NoSpaceError,
)
from dealgraph.graph.local.fetch import fetch
from dealgraph.graph.local.ports import free_ports
from dealgraph.graph.local.releases import Jar, Release, known_versions, read_list, release

# jgo leaves the socket of a failed request to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

CONTENTS = {"alpha": b"alpha" * 1000, "beta": b"beta" * 5000}


def jar(name: str, classifier: str = "") -> Jar:
    contents = CONTENTS[name]
    digest = hashlib.sha256(contents).hexdigest()
    return Jar("org.example", name, "1.0", classifier, digest, len(contents))


ALPHA, BETA = jar("alpha"), jar("beta", "linux")
SMALL = Release("0.0", (ALPHA, BETA), "Main", 25, {})


class Mirror:
    """A Maven repository on a free port: what it holds can be changed, what was asked is kept."""

    def __init__(self) -> None:
        self.jars = {str(one.path): CONTENTS[one.artifact] for one in (ALPHA, BETA)}
        self.asked: list[str] = []
        self.cut_short: set[str] = set()
        mirror = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                mirror.answer(self)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.uri = f"http://127.0.0.1:{self.server.server_address[1]}"

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        path = request.path.removeprefix("/")
        body = self.jars.get(path)
        if body is None:
            request.send_error(404)
            return
        self.asked.append(path.rpartition("/")[2])
        request.send_response(200)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        if path in self.cut_short:
            self.cut_short.remove(path)
            body = body[:100]
        request.wfile.write(body)


@pytest.fixture
def mirror(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mirror]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    mirror = Mirror()
    thread = threading.Thread(target=mirror.server.serve_forever, args=(0.01,))
    thread.start()
    yield mirror
    mirror.server.shutdown()
    thread.join()
    mirror.server.server_close()
    gc.collect()


def test_fetches_in_the_order_of_the_list_and_says_how_far(mirror: Mirror, tmp_path: Path) -> None:
    lines: list[str] = []
    paths = fetch(SMALL, tmp_path / "cache", mirror.uri, lines.append)
    assert [path.name for path in paths] == ["alpha-1.0.jar", "beta-1.0-linux.jar"]
    assert [path.read_bytes() for path in paths] == [CONTENTS["alpha"], CONTENTS["beta"]]
    assert lines[0] == "Fetching Neo4j 0.0 (2 jars, once): 0 MB"
    assert not (tmp_path / "cache" / "fetching").exists()
    assert (tmp_path / "cache").stat().st_mode & 0o777 == 0o700


def test_only_what_is_missing_or_damaged_is_fetched_again(mirror: Mirror, tmp_path: Path) -> None:
    alpha, beta = fetch(SMALL, tmp_path, mirror.uri, print)
    mirror.asked.clear()
    assert fetch(SMALL, tmp_path, mirror.uri, print) == [alpha, beta]
    assert mirror.asked == []
    beta.write_bytes(CONTENTS["beta"][:-1])
    fetch(SMALL, tmp_path, mirror.uri, print)
    assert mirror.asked == ["beta-1.0-linux.jar"]
    beta.write_bytes(CONTENTS["beta"][:-1] + b"!")
    fetch(SMALL, tmp_path, mirror.uri, print)
    assert beta.read_bytes() == CONTENTS["beta"]


def test_a_fetch_that_was_ended_goes_on_where_it_was(mirror: Mirror, tmp_path: Path) -> None:
    half = mirror.jars.pop(str(BETA.path))
    with pytest.raises(FetchError, match=r"beta-1\.0-linux\.jar is not in the repository"):
        fetch(SMALL, tmp_path, mirror.uri, print)
    mirror.jars[str(BETA.path)] = half
    left_over = tmp_path / "fetching" / BETA.path
    left_over.parent.mkdir(parents=True)
    left_over.write_bytes(half[:10])
    mirror.asked.clear()
    fetch(SMALL, tmp_path, mirror.uri, print)
    assert mirror.asked == ["beta-1.0-linux.jar"]


def test_a_broken_connection_is_tried_again(mirror: Mirror, tmp_path: Path) -> None:
    mirror.cut_short.add(str(BETA.path))
    _, beta = fetch(SMALL, tmp_path, mirror.uri, print)
    assert beta.read_bytes() == CONTENTS["beta"]
    assert mirror.asked.count("beta-1.0-linux.jar") == 2


def test_a_wrong_checksum_is_refused_and_nothing_is_kept(mirror: Mirror, tmp_path: Path) -> None:
    mirror.jars[str(BETA.path)] = b"evil" * 5000
    with pytest.raises(ChecksumError, match=r"beta-1\.0-linux\.jar") as caught:
        fetch(SMALL, tmp_path, mirror.uri, print)
    assert caught.value.expected == BETA.sha256
    assert not (tmp_path / "jars" / BETA.path).exists()
    assert not (tmp_path / "fetching").exists()


def test_no_network_names_the_other_ways_and_no_secret(tmp_path: Path) -> None:
    closed = f"http://me:geheim@127.0.0.1:{free_ports().bolt}"
    with pytest.raises(FetchError, match=r"NEO4J_URI.*docker compose") as caught:
        fetch(SMALL, tmp_path, closed, print)
    assert "geheim" not in str(caught.value)
    assert "no connection" in str(caught.value)


def test_no_disk_space_is_said_before_the_fetch(tmp_path: Path) -> None:
    huge = Jar("org.example", "huge", "1.0", "", "0" * 64, 10**18)
    with pytest.raises(NoSpaceError, match="DEALGRAPH_CACHE"):
        fetch(Release("0.0", (huge,), "Main", 25, {}), tmp_path, None, print)


def test_the_missing_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jgo.maven", None)
    with pytest.raises(LocalExtraMissingError, match=r"pip install 'dealgraph\[local\]'"):
        fetch(SMALL, tmp_path, None, print)


def test_the_lock_lists_are_read() -> None:
    assert known_versions() == ["2026.08.1", "5.26.30"]
    assert [len(release(version).jars) for version in known_versions()] == [226, 214]
    line = "io.netty:netty-tcnative:2.0:linux-x86_64 abc 7"
    (native,) = read_list(f"# a comment\n{line}\n")
    assert str(native.path) == "io/netty/netty-tcnative/2.0/netty-tcnative-2.0-linux-x86_64.jar"
