"""The folder of one local server: its store, password, settings, log and state."""

from dataclasses import dataclass
from pathlib import Path

from dealgraph.graph.local.files import private_folder


@dataclass(frozen=True)
class Home:
    """The paths of one server; each release has a home of its own, stores are never shared."""

    path: Path

    @classmethod
    def of(cls, folder: Path, version: str) -> "Home":
        """Return the home of a release in the user's data folder."""
        # Resolved, because a running server is recognised by this path in its command.
        return cls(folder.resolve() / f"neo4j-{version}")

    def make(self) -> None:
        """Make the folders, for their user only."""
        for folder in (self.path, self.configuration.parent, self.log.parent, self.imports):
            private_folder(folder)

    @property
    def configuration(self) -> Path:
        """The settings file."""
        return self.path / "conf" / "neo4j.conf"

    @property
    def log(self) -> Path:
        """What the server writes on its console, anew at each start."""
        return self.path / "logs" / "console.log"

    @property
    def imports(self) -> Path:
        """The import folder: empty, and LOAD CSV is off."""
        return self.path / "import"

    @property
    def password(self) -> Path:
        """The password, once the store has taken it."""
        return self.path / "password"

    @property
    def arguments(self) -> Path:
        """The @file of the server's command; its path marks the process as this home's server."""
        return self.path / "server.args"

    @property
    def state(self) -> Path:
        """Which process is the server, and where it listens."""
        return self.path / "server.json"

    @property
    def lock(self) -> Path:
        """Held by the command that starts or stops the server."""
        return self.path / "command.lock"

    @property
    def store_lock(self) -> Path:
        """Neo4j's own lock on the store."""
        return self.path / "data" / "databases" / "store_lock"

    @property
    def has_store(self) -> bool:
        """Whether a server has ever been started on this home."""
        return self.store_lock.exists()
