"""The releases of Neo4j that can be fetched, and what differs between them."""

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path, PurePosixPath

from dealgraph.graph.errors import ConfigurationError

LISTS = files("dealgraph.graph.local")


@dataclass(frozen=True)
class Jar:
    """One line of a lock list: where a jar stands in a Maven repository, and its contents."""

    group: str
    artifact: str
    version: str
    classifier: str
    sha256: str
    size: int

    @property
    def name(self) -> str:
        """The file name, as Maven writes it."""
        suffix = f"-{self.classifier}" if self.classifier else ""
        return f"{self.artifact}-{self.version}{suffix}.jar"

    @property
    def path(self) -> PurePosixPath:
        """The path inside a Maven repository."""
        return PurePosixPath(*self.group.split("."), self.artifact, self.version, self.name)

    @classmethod
    def parse(cls, line: str) -> "Jar":
        """Read `group:artifact:version[:classifier] sha256 bytes`."""
        coordinate, sha256, size = line.split()
        group, artifact, version, *classifier = coordinate.split(":")
        return cls(group, artifact, version, "".join(classifier), sha256, int(size))


@dataclass(frozen=True)
class Release:
    """One release of Neo4j Community: its jars, its main class, its Java, its settings."""

    version: str
    jars: tuple[Jar, ...] = field(repr=False)
    main_class: str
    #: The Java it runs on, by major version.
    java: int
    #: Settings that only this line of releases knows: an unknown one stops the server.
    settings: dict[str, str]

    @property
    def size(self) -> int:
        """The bytes of all jars."""
        return sum(jar.size for jar in self.jars)


@cache
def release(version: str) -> Release:
    """Return the release of that version; raises ConfigurationError when there is no list."""
    if version not in known_versions():
        raise ConfigurationError(
            f"NEO4J_VERSION {version!r} is not known; choose from {', '.join(known_versions())}."
        )
    jars = read_list(LISTS.joinpath(f"{version}.lock").read_text("utf-8"))
    if version.startswith("5."):
        return Release(version, jars, "org.neo4j.server.CommunityEntryPoint", 21, SETTINGS_5)
    return Release(version, jars, "org.neo4j.server.Neo4jCommunity", 25, SETTINGS_2026)


def known_versions() -> list[str]:
    """Name the versions that have a lock list."""
    lists = (Path(entry.name) for entry in LISTS.iterdir())
    return sorted(path.stem for path in lists if path.suffix == ".lock")


def read_list(text: str) -> tuple[Jar, ...]:
    """Read a lock list; its order is the order of the class path."""
    return tuple(Jar.parse(line) for line in text.splitlines() if line and line[0] != "#")


# Without a quiet period a stop takes 0.5 s instead of 10. The time limit must not be below the
# quiet period: then the stop is fast but throws.
SETTINGS_5 = {
    "internal.dbms.bolt.netty_server_shutdown_quiet_period": "0",
    "internal.dbms.bolt.netty_server_shutdown_timeout": "2s",
}
SETTINGS_2026 = {
    "internal.dbms.bolt.netty_server_shutdown_quiet_period_duration": "0s",
    "internal.dbms.bolt.netty_server_shutdown_timeout": "2s",
    "dbms.fleet_manager.enabled": "false",
    # On by default: it broadcasts into the network and opens a UDP port.
    "server.fleet_discovery.enabled": "false",
    # No proxy stands before this server, so nobody else may say under which name it was asked.
    "server.http.x_forward.enabled": "false",
}
