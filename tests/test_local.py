"""The local server: real servers and real processes, on free ports and temporary homes."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import neo4j
import pytest
from click.testing import CliRunner
from neo4j.exceptions import AuthError, Neo4jError
from support import interruptible

from dealgraph.graph.errors import (
    ConfigurationError,
    EndedEarlyError,
    NoSpaceError,
    PortTakenError,
    StoreLockedError,
)
from dealgraph.graph.local import commands, training
from dealgraph.graph.local.configuration import Ports, configuration
from dealgraph.graph.local.extra import package
from dealgraph.graph.local.files import ensure_space, private_folder, write_private
from dealgraph.graph.local.home import Home
from dealgraph.graph.local.installation import install
from dealgraph.graph.local.password import ensure_password, read_password
from dealgraph.graph.local.ports import free_ports
from dealgraph.graph.local.releases import release
from dealgraph.graph.local.server import Server, ensure_running, status, stop
from dealgraph.graph.local.state import Keeper, running, write_state
from dealgraph.graph.local.waiting import within
from dealgraph.graph.settings import Settings

psutil: Any = package("psutil")


def quiet(line: str) -> None:
    """Say nothing."""


@pytest.fixture(scope="module")
def jars() -> Settings:
    """The settings of the environment, everything fetched."""
    settings = Settings.from_env()
    install(settings, print)
    return settings


@pytest.fixture
def settings(jars: Settings, tmp_path: Path) -> Iterator[Settings]:
    """Settings for a home of the test's own; whatever it started is stopped."""
    settings = replace(jars, home=tmp_path / "home", bolt_port=0, http_port=0)
    yield settings
    stop(settings)


@pytest.fixture(scope="module")
def pair(
    jars: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Settings, list[str]]]:
    """What two commands said that started a server on one home at the same moment."""
    home = tmp_path_factory.mktemp("pair") / "home"
    settings = replace(jars, home=home, bolt_port=0, http_port=0)
    yield settings, [output(one) for one in (starting(settings), starting(settings))]
    stop(settings)


def query(found: Server, cypher: str, password: str | None = None) -> list[list[object]]:
    auth = (found.username, found.password if password is None else password)
    with neo4j.GraphDatabase.driver(found.bolt_uri, auth=auth) as driver:
        return [list(row) for row in driver.execute_query(cypher, database_="neo4j").records]


def environment(settings: Settings) -> dict[str, str]:
    """Write settings back as an environment for a command of its own."""
    return os.environ | {
        "DEALGRAPH_HOME": str(settings.home),
        "DEALGRAPH_CACHE": str(settings.cache),
        "DEALGRAPH_BOLT_PORT": str(settings.bolt_port),
        "DEALGRAPH_HTTP_PORT": str(settings.http_port),
        "DEALGRAPH_AOT": "1" if settings.aot else "0",
        "NEO4J_VERSION": settings.neo4j_version,
    }


def command(settings: Settings, *words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "dealgraph", "neo4j", *words],
        env=environment(settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=interruptible,
    )


def starting(settings: Settings) -> "subprocess.Popen[str]":
    """Start a server as a process that ends when the server is ready."""
    program = (
        "from dealgraph.graph.local.server import ensure_running\n"
        "from dealgraph.graph.settings import Settings\n"
        "print('process', ensure_running(Settings.from_env(), print, fast_start=True).pid)"
    )
    return subprocess.Popen(
        [sys.executable, "-c", program],
        env=environment(settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def output(process: "subprocess.Popen[str]") -> str:
    text, _ = process.communicate(timeout=120)
    return text


def servers_of(settings: Settings) -> list[int]:
    """Return every process that names the home on its command line."""
    found = psutil.process_iter(["cmdline"])
    return [one.pid for one in found if str(settings.home) in " ".join(one.info["cmdline"] or [])]


# What a running server is like


def test_the_server_answers_and_serves_neo4j_browser(local: tuple[Settings, Server]) -> None:
    _, found = local
    assert query(found, "RETURN 1 AS one") == [[1]]
    (version,) = query(found, "CALL dbms.components() YIELD versions RETURN versions[0]")[0]
    assert version == found.version
    with urlopen(f"{found.http_uri}/browser/") as page:
        assert "<html" in page.read().decode().lower()


def test_a_second_call_finds_the_same_server(local: tuple[Settings, Server]) -> None:
    settings, first = local
    again = ensure_running(settings, quiet)
    assert first.started_here
    assert again == replace(first, started_here=False)
    assert status(settings) == again


@pytest.mark.parametrize("word", ["start", "status"])
def test_the_commands_say_how_to_connect(local: tuple[Settings, Server], word: str) -> None:
    settings, found = local
    done = CliRunner(env=environment(settings)).invoke(commands.neo4j, [word])
    assert done.exit_code == 0
    assert done.output.splitlines() == [
        f"Neo4j {found.version} runs as process {found.pid}.",
        f"  Bolt      {found.bolt_uri}",
        f"  Browser   {found.browser.start}",
        "  user      neo4j",
        f"  password  in {found.home / 'password'}",
        f"  data      {found.home}",
    ]


def test_a_password_is_required(local: tuple[Settings, Server]) -> None:
    _, found = local
    with pytest.raises(AuthError):
        query(found, "RETURN 1", password="neo4j")
    assert found.password not in repr(found)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://127.0.0.1:1/", "http://[::1]:1/"])
def test_load_csv_is_refused(local: tuple[Settings, Server], url: str) -> None:
    _, found = local
    with pytest.raises(Neo4jError) as caught:
        query(found, f"LOAD CSV FROM '{url}' AS line RETURN line")
    assert re.search("from_file_urls' is false|blocked", str(caught.value))


def test_it_listens_on_the_loopback_address_only(local: tuple[Settings, Server]) -> None:
    _, found = local
    sockets = psutil.Process(found.pid).net_connections("inet")
    listening = [one.laddr for one in sockets if one.status == psutil.CONN_LISTEN]
    assert {address.ip.removeprefix("::ffff:") for address in listening} == {"127.0.0.1"}
    assert sorted(f":{address.port}" for address in listening) == sorted(
        uri[uri.rindex(":") :] for uri in (found.bolt_uri, found.http_uri)
    )
    assert [one for one in sockets if one.type == socket.SOCK_DGRAM] == []


def test_files_and_folders_are_private(local: tuple[Settings, Server]) -> None:
    _, found = local
    folders = [found.home, *(path for path in found.home.rglob("*") if path.is_dir())]
    assert {path.stat().st_mode & 0o777 for path in folders[:1]} == {0o700}
    for name in ("conf", "logs", "import"):
        assert (found.home / name).stat().st_mode & 0o777 == 0o700
    for name in ("password", "server.args", "server.json", "conf/neo4j.conf", "logs/console.log"):
        assert (found.home / name).stat().st_mode & 0o777 == 0o600


def test_the_password_stands_in_its_file_only(local: tuple[Settings, Server]) -> None:
    _, found = local
    assert found.password not in " ".join(psutil.Process(found.pid).cmdline())
    assert found.password not in " ".join(psutil.Process(found.pid).environ().values())
    files = [path for path in found.home.rglob("*") if path.is_file()]
    holders = [path.name for path in files if found.password.encode() in path.read_bytes()]
    assert holders == ["password"]


def test_the_password_is_on_no_command_line_while_the_store_takes_it(settings: Settings) -> None:
    home = Home.of(settings.home, settings.neo4j_version)
    home.make()
    done, shown = threading.Event(), set[str]()

    def watch() -> None:
        while not done.wait(0.02):
            for child in psutil.Process().children(recursive=True):
                with suppress(psutil.Error):
                    shown.add(" ".join(child.cmdline()))

    watching = threading.Thread(target=watch)
    watching.start()
    ensure_password(install(settings, quiet), home)
    done.set()
    watching.join()
    assert any(line.endswith(f"@{home.path / 'password.args'}") for line in shown)
    assert not any(read_password(home) in line for line in shown)
    assert not (home.path / "password.args").exists()


def test_it_has_a_session_of_its_own_so_that_ctrl_c_does_not_reach_it(
    local: tuple[Settings, Server],
) -> None:
    _, found = local
    assert os.getsid(found.pid) == os.getpgid(found.pid) == found.pid
    assert os.readlink(f"/proc/{found.pid}/fd/0") == os.devnull


def test_a_changed_password_is_explained(local: tuple[Settings, Server]) -> None:
    settings, found = local
    file = found.home / "password"
    write_private(file, "something else\n")
    try:
        with pytest.raises(ConfigurationError, match="password file"):
            ensure_running(settings, quiet)
    finally:
        write_private(file, found.password + "\n")


def test_a_taken_port_names_its_setting(local: tuple[Settings, Server], settings: Settings) -> None:
    bolt, http = (int(uri.rpartition(":")[2]) for uri in (local[1].bolt_uri, local[1].http_uri))
    with pytest.raises(PortTakenError, match=f"{bolt}.*DEALGRAPH_BOLT_PORT=0"):
        ensure_running(replace(settings, bolt_port=bolt), quiet)
    with pytest.raises(PortTakenError, match=f"{http}.*DEALGRAPH_HTTP_PORT=0"):
        ensure_running(replace(settings, http_port=http), quiet)
    assert servers_of(settings) == []


# Starting, finding, stopping


def test_two_commands_at_the_same_moment_end_up_on_one_server(
    pair: tuple[Settings, list[str]],
) -> None:
    settings, said = pair
    pids = [re.findall(r"process (\d+)", text) for text in said]
    assert pids[0] == pids[1] == [str(pid) for pid in servers_of(settings)]
    assert sum("Starting Neo4j" in text for text in said) == 1
    found = status(settings)
    assert found is not None
    assert query(found, "RETURN 1") == [[1]]


def test_who_comes_after_a_killed_command_stops_the_server_that_it_left(
    pair: tuple[Settings, list[str]],
) -> None:
    settings, _ = pair
    home = Home.of(settings.home, settings.neo4j_version)
    state = running(home)
    assert state is not None
    assert not ensure_running(settings, quiet, for_a_while=True).to_stop  # it is to run on

    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        keeper = Keeper(other.pid, psutil.Process(other.pid).create_time())
        write_state(home, replace(state, keeper=keeper))
        assert not ensure_running(settings, quiet, for_a_while=True).to_stop  # the other will
        other.kill()
    assert not ensure_running(settings, quiet).to_stop

    said: list[str] = []
    adopted = ensure_running(settings, said.append, for_a_while=True)
    assert (adopted.pid, adopted.to_stop, adopted.started_here) == (state.pid, True, False)
    assert said == [f"Neo4j was left running as process {state.pid}; it is stopped at the end"]
    assert not ensure_running(settings, quiet, for_a_while=True).to_stop  # this process will
    write_state(home, state)


def test_a_number_that_another_process_has_now_keeps_nothing() -> None:
    me = Keeper.this_process()
    assert not me.is_gone
    assert me._replace(began=me.began - 3600).is_gone


def test_what_kill_9_leaves_behind_does_not_stop_a_start(pair: tuple[Settings, list[str]]) -> None:
    settings, _ = pair
    killed = ensure_running(settings, quiet, fast_start=True)
    query(killed, "CREATE (:Kept {id: 1})")
    os.kill(killed.pid, signal.SIGKILL)
    assert within(10, lambda: not servers_of(settings))
    assert (killed.home / "server.json").exists()
    assert status(settings) is None

    again = ensure_running(settings, quiet, fast_start=True)
    assert again.started_here
    assert again.pid != killed.pid
    assert query(again, "MATCH (k:Kept) RETURN k.id") == [[1]]

    assert output(command(settings, "stop")) == "Stopped.\n"
    assert servers_of(settings) == []
    assert status(settings) is None
    log = (again.home / "logs" / "console.log").read_text()
    assert log.rstrip().endswith("Stopped.")


def test_ctrl_c_during_a_start_leaves_nothing_behind(settings: Settings) -> None:
    interrupted = command(replace(settings, aot=False), "start")
    state = Home.of(settings.home, settings.neo4j_version).state
    assert within(60, state.exists)
    interrupted.send_signal(signal.SIGINT)
    output(interrupted)
    assert interrupted.returncode == 1
    assert servers_of(settings) == []
    assert not state.exists()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": "x"}', '{"pid": PID, "bolt_port": 1}'])
def test_a_state_file_that_says_nothing_counts_for_nothing(settings: Settings, text: str) -> None:
    home = Home.of(settings.home, settings.neo4j_version)
    home.make()
    home.state.write_text(text.replace("PID", str(os.getpid())))
    assert status(settings) is None
    assert not stop(settings)


def test_a_process_number_that_another_program_has_now_is_left_alone(settings: Settings) -> None:
    home = Home.of(settings.home, settings.neo4j_version)
    home.make()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        state = {"pid": other.pid, "bolt_port": 7687, "http_port": 7474}
        home.state.write_text(json.dumps(state))
        assert status(settings) is None
        assert not stop(settings)
        assert other.poll() is None
        other.kill()


# What goes wrong


def test_a_store_in_use_is_said(settings: Settings) -> None:
    home = Home.of(settings.home, settings.neo4j_version)
    home.make()
    private_folder(home.store_lock.parent.parent)
    private_folder(home.store_lock.parent)
    home.store_lock.touch()
    holding = "import fcntl, sys; f = open(sys.argv[1], 'r+b'); fcntl.lockf(f, fcntl.LOCK_EX)"
    with subprocess.Popen(
        [sys.executable, "-c", f"{holding}; print(); sys.stdout.flush(); input()", home.store_lock],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(StoreLockedError, match=re.escape(str(home.path))):
            ensure_running(settings, quiet)
        other.kill()


def test_a_server_that_ends_early_shows_the_end_of_its_log(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = configuration(release(settings.neo4j_version), free_ports()) | {"no.such": "setting"}
    monkeypatch.setattr("dealgraph.graph.local.process.configuration", lambda *_: wrong)
    with pytest.raises(EndedEarlyError, match=r"no\.such") as caught:
        ensure_running(settings, quiet, fast_start=True)
    assert caught.value.code == 1
    assert "\tat " not in str(caught.value)
    assert servers_of(settings) == []
    assert status(settings) is None


def test_a_start_up_cache_that_does_not_fit_does_not_break_a_start(
    settings: Settings, tmp_path: Path
) -> None:
    cache = private_folder(tmp_path / "cache")
    for shared in ("jars", f"java-{release(settings.neo4j_version).java}"):
        (cache / shared).symlink_to(settings.cache / shared)
    settings = replace(settings, cache=cache)
    place = training.start_up_cache(install(settings, quiet), cache)
    private_folder(place.parent)
    place.write_bytes(os.urandom(100_000))
    assert query(ensure_running(settings, quiet, fast_start=True), "RETURN 1") == [[1]]


def test_no_network_and_nothing_cached_is_one_plain_message(
    settings: Settings, tmp_path: Path
) -> None:
    closed = f"http://127.0.0.1:{free_ports().bolt}"
    env = environment(replace(settings, cache=tmp_path / "empty", neo4j_version="2026.08.1"))
    runner = CliRunner(env=env | {"DEALGRAPH_MAVEN_MIRROR": closed, "NO_PROXY": "127.0.0.1"})
    done = runner.invoke(commands.neo4j, ["start"])
    assert done.exit_code == 1
    assert re.search(r"Error: Neo4j 2026\.08\.1 .*NEO4J_URI.*docker compose", done.output)
    assert "Traceback" not in done.output


def test_a_full_disk_names_the_settings(tmp_path: Path) -> None:
    with pytest.raises(NoSpaceError, match="DEALGRAPH_HOME"):
        ensure_space(tmp_path, 10**18)


def test_an_unknown_version_lists_the_known_ones(settings: Settings) -> None:
    with pytest.raises(ConfigurationError, match=r"2026\.08\.1, 5\.26\.30"):
        ensure_running(replace(settings, neo4j_version="4.4"), quiet)
    assert not settings.home.exists()


def test_a_lost_password_file_is_explained(settings: Settings) -> None:
    home = Home.of(settings.home, settings.neo4j_version)
    home.make()
    home.store_lock.parent.mkdir(parents=True)
    home.store_lock.touch()
    with pytest.raises(ConfigurationError, match="password"):
        ensure_running(settings, quiet, fast_start=True)


def test_links_are_not_followed(settings: Settings, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    secret = tmp_path / "home" / "password"
    secret.parent.mkdir()
    secret.symlink_to(elsewhere / "stolen")
    write_private(secret, "geheim")
    assert not (elsewhere / "stolen").exists()
    Home.of(settings.home, settings.neo4j_version).path.symlink_to(elsewhere)
    with pytest.raises(ConfigurationError, match="not a link"):
        ensure_running(settings, quiet)


def test_equal_ports_are_refused(settings: Settings) -> None:
    port = free_ports().bolt
    with pytest.raises(ConfigurationError, match="different ports"):
        ensure_running(replace(settings, bolt_port=port, http_port=port), quiet)


def test_the_commands_say_when_nothing_runs(settings: Settings) -> None:
    runner = CliRunner(env=environment(settings))
    asked, stopped = (runner.invoke(commands.neo4j, [word]) for word in ("status", "stop"))
    assert (asked.exit_code, asked.output.startswith("Error: No server is running")) == (1, True)
    assert (stopped.exit_code, stopped.output) == (0, "No server was running.\n")


@pytest.mark.parametrize("version", ["2026.08.1", "5.26.30"])
def test_every_release_is_hardened(version: str) -> None:
    settings = configuration(release(version), Ports(7687, 7474))
    assert settings["server.default_listen_address"] == "127.0.0.1"
    assert settings["dbms.security.auth_enabled"] == "true"
    assert settings["dbms.security.allow_csv_import_from_file_urls"] == "false"
    assert settings["internal.dbms.cypher_ip_blocklist"] == "0.0.0.0/0,::/0"
