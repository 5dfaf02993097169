"""What the environment says about the graph: which server, which folders, which ports."""

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from dealgraph.graph.errors import ConfigurationError
from dealgraph.schema.rdf.base import DEFAULT_BASE, checked_base

SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
#: Host and port, without user, password and signs that mean something elsewhere.
_PLAIN = re.compile(r"[A-Za-z0-9.-]+(:[0-9]+)?|\[[0-9a-fA-F:]+\](:[0-9]+)?")
DEFAULT_VERSION = "2026.08.1"
BOLT_PORT = "DEALGRAPH_BOLT_PORT"
HTTP_PORT = "DEALGRAPH_HTTP_PORT"
DECISIONS = "DEALGRAPH_DECISIONS"
#: `localhost`, since Neo4j Browser takes nothing from 127.0.0.1 before it knows its settings.
SERVICE_URL = "http://localhost:8000"


@dataclass(frozen=True)
class Settings:
    """The settings of one run; `from_env` reads them, nothing else reads the environment."""

    #: The server to use; None means the local one.
    uri: str | None = None
    username: str = "neo4j"
    #: Never shown. None: a server without authentication, or the local server's own password.
    password: str | None = field(default=None, repr=False)
    database: str = "neo4j"
    #: The release of the local server; it must have a lock list in graph/local.
    neo4j_version: str = DEFAULT_VERSION
    #: Where the local server keeps stores, password and state.
    home: Path = field(default_factory=lambda: data_home(os.environ))
    #: What can be fetched again: the server's jars, Java for 5.26, the start-up cache.
    cache: Path = field(default_factory=lambda: _cache(os.environ))
    #: A Maven repository to fetch the jars from; may hold credentials, so never shown.
    mirror: str | None = field(default=None, repr=False)
    #: Whether to train a start-up cache after the jars were fetched.
    aot: bool = True
    #: 0 chooses a free port.
    bolt_port: int = 7687
    http_port: int = 7474
    #: What the IRIs of things begin with; ends in `/`.
    base_iri: str = DEFAULT_BASE
    #: Where Neo4j Browser answers for the server `uri`, such as https://graph.example.org:7473;
    #: None when that is not known. The local server's is.
    browser_url: str | None = None
    #: Where the service answers for a person's web browser: style and guide come from there.
    service_url: str = SERVICE_URL
    #: The user's own decisions about names, on top of the bundled ones; it need not be there.
    decisions: Path = field(default_factory=lambda: _decisions(os.environ))

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> "Settings":
        """Read the settings; an empty variable counts as unset.

        Raises ConfigurationError when a value cannot be used; the message names the variable.
        """
        given = {name: value.strip() for name, value in env.items() if value.strip()}
        return cls(
            uri=_uri(given),
            username=given.get("NEO4J_USERNAME", "neo4j"),
            password=env.get("NEO4J_PASSWORD") or None,
            database=given.get("NEO4J_DATABASE", "neo4j"),
            neo4j_version=given.get("NEO4J_VERSION", DEFAULT_VERSION),
            home=data_home(given),
            cache=_cache(given),
            mirror=_mirror(given),
            aot=_switch(given, "DEALGRAPH_AOT", default=True),
            bolt_port=_port(given, BOLT_PORT, default=7687),
            http_port=_port(given, HTTP_PORT, default=7474),
            base_iri=base_iri(given),
            browser_url=_web_address(given, "DEALGRAPH_BROWSER_URL"),
            service_url=_web_address(given, "DEALGRAPH_SERVICE_URL") or SERVICE_URL,
            decisions=_decisions(given),
        )


def base_iri(env: Mapping[str, str]) -> str:
    """Read what the IRIs of things begin with; the service reads it too."""
    base = env.get("DEALGRAPH_BASE_IRI", "").strip() or DEFAULT_BASE
    try:
        return checked_base(base)
    except ValueError:
        raise ConfigurationError(
            f"DEALGRAPH_BASE_IRI must look like https://host/ or https://host/path/, not {base!r}."
        ) from None


def _uri(env: Mapping[str, str]) -> str | None:
    uri = env.get("NEO4J_URI")
    if uri is None:
        return None
    parts = _split("NEO4J_URI", uri)
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise ConfigurationError(
            f"NEO4J_URI must look like bolt://HOST:7687 or neo4j+s://HOST; "
            f"it may start with {', '.join(SCHEMES)}."
        )
    if parts.username or parts.password:
        raise ConfigurationError(
            "NEO4J_URI must not hold a user or a password: set NEO4J_USERNAME and NEO4J_PASSWORD."
        )
    return uri


def _mirror(env: Mapping[str, str]) -> str | None:
    name = "DEALGRAPH_MAVEN_MIRROR"
    mirror = env.get(name)
    if mirror is not None and not _is_web(_split(name, mirror)):
        raise ConfigurationError(f"{name} must be an http or https address.")
    return mirror and mirror.rstrip("/")


def _web_address(env: Mapping[str, str], name: str) -> str | None:
    """Read scheme, host and port of a web address; it ends up in settings of Neo4j and headers."""
    if name not in env:
        return None
    parts = _split(name, env[name])
    origin = f"{parts.scheme}://{parts.netloc}"
    if not _is_web(parts) or env[name].rstrip("/") != origin or not _PLAIN.fullmatch(parts.netloc):
        raise ConfigurationError(f"{name} must look like http://localhost:8000, without a path.")
    return origin


def _is_web(parts: SplitResult) -> bool:
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _split(name: str, value: str) -> SplitResult:
    # The value is not repeated: it may hold a password.
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        raise ConfigurationError(f"{name} is no valid address.") from None
    return parts


def _switch(env: Mapping[str, str], name: str, *, default: bool) -> bool:
    words = {"1": True, "true": True, "yes": True, "on": True}
    words |= {"0": False, "false": False, "no": False, "off": False}
    value = env.get(name)
    if value is None:
        return default
    if value.lower() not in words:
        raise ConfigurationError(f"{name} must be 1 or 0, not {value!r}.")
    return words[value.lower()]


def _port(env: Mapping[str, str], name: str, *, default: int) -> int:
    value = env.get(name)
    if value is None:
        return default
    if not (value.isascii() and value.isdigit() and int(value) <= 65535):
        raise ConfigurationError(
            f"{name} must be a port from 1 to 65535, or 0 for a free one, not {value!r}."
        )
    return int(value)


def data_home(env: Mapping[str, str]) -> Path:
    """Read where stores and copies are kept; the service reads it too."""
    if "DEALGRAPH_HOME" in env:
        return _folder(env["DEALGRAPH_HOME"])
    if sys.platform == "win32":
        return _folder(env.get("LOCALAPPDATA", "~/AppData/Local")) / "dealgraph"
    if sys.platform == "darwin":
        return _folder("~/Library/Application Support") / "dealgraph"
    return _folder(env.get("XDG_DATA_HOME", "~/.local/share")) / "dealgraph"


def _cache(env: Mapping[str, str]) -> Path:
    if "DEALGRAPH_CACHE" in env:
        return _folder(env["DEALGRAPH_CACHE"])
    if sys.platform == "win32":
        return _folder(env.get("LOCALAPPDATA", "~/AppData/Local")) / "dealgraph" / "cache"
    return _folder(env.get("XDG_CACHE_HOME", "~/.cache")) / "dealgraph"


def _decisions(env: Mapping[str, str]) -> Path:
    return _folder(env[DECISIONS]) if env.get(DECISIONS) else data_home(env) / "decisions.tsv"


def _folder(value: str) -> Path:
    """Make a path absolute, so that a later change of directory does not move the server."""
    return Path(value).expanduser().absolute()
