"""What the environment may say, and what is refused."""

from pathlib import Path

import pytest

from dealgraph.graph.errors import ConfigurationError
from dealgraph.graph.settings import Settings


def test_an_empty_environment_means_the_local_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    settings = Settings.from_env({"NEO4J_URI": "", "NEO4J_PASSWORD": ""})
    assert (settings.uri, settings.username, settings.password) == (None, "neo4j", None)
    assert (settings.database, settings.neo4j_version) == ("neo4j", "2026.08.1")
    assert (settings.bolt_port, settings.http_port, settings.aot) == (7687, 7474, True)
    assert settings.home == Path("~/.local/share/dealgraph").expanduser()
    assert settings.cache == Path("~/.cache/dealgraph").expanduser()


@pytest.mark.parametrize("scheme", ["bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc"])
def test_every_scheme_of_neo4j_is_taken(scheme: str) -> None:
    assert Settings.from_env({"NEO4J_URI": f"{scheme}://host:7687"}).uri == f"{scheme}://host:7687"


@pytest.mark.parametrize(
    "uri",
    ["http://host:7474", "host:7687", "bolt://", "bolt://host:port", "neo4j://me:geheim@host"],
)
def test_other_addresses_are_refused_without_repeating_them(uri: str) -> None:
    with pytest.raises(ConfigurationError, match="NEO4J_URI") as caught:
        Settings.from_env({"NEO4J_URI": uri})
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEALGRAPH_BOLT_PORT", "70000"),
        ("DEALGRAPH_HTTP_PORT", "-1"),
        ("DEALGRAPH_AOT", "maybe"),
        ("DEALGRAPH_MAVEN_MIRROR", "ftp://mirror"),
        ("DEALGRAPH_SERVICE_URL", "http://localhost:8000/neo4j"),
        ("DEALGRAPH_SERVICE_URL", "http://localhost:8000; play x"),
        ("DEALGRAPH_SERVICE_URL", "localhost:8000"),
        ("DEALGRAPH_BROWSER_URL", "https://neo4j:geheim@host:7473"),
        ("DEALGRAPH_BROWSER_URL", "http://host:7474/?x"),
    ],
)
def test_a_wrong_value_names_its_variable(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=name):
        Settings.from_env({name: value})


def test_secrets_are_never_shown() -> None:
    env = {"NEO4J_PASSWORD": "geheim", "DEALGRAPH_MAVEN_MIRROR": "https://me:geheim@mirror/maven/"}
    settings = Settings.from_env(env)
    assert settings.password == "geheim"
    assert settings.mirror == "https://me:geheim@mirror/maven"
    assert "geheim" not in repr(settings)


def test_addresses_end_without_a_stroke() -> None:
    env = {
        "DEALGRAPH_SERVICE_URL": "http://localhost:8001/",
        "DEALGRAPH_BROWSER_URL": "http://[::1]:7474",
    }
    settings = Settings.from_env(env)
    assert settings.service_url == "http://localhost:8001"
    assert settings.browser_url == "http://[::1]:7474"
    assert Settings.from_env({}).service_url == "http://localhost:8000"


def test_folders_are_made_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings.from_env({"DEALGRAPH_HOME": "data", "DEALGRAPH_CACHE": "~/jars"})
    assert settings.home == tmp_path / "data"
    assert settings.cache == Path.home() / "jars"
