"""All that is needed to run a release: Java and the jars, fetched once into the cache."""

import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dealgraph.graph.local.fetch import fetch
from dealgraph.graph.local.java import argument_file, environment, java_for
from dealgraph.graph.local.releases import Release, release
from dealgraph.graph.settings import Settings


@dataclass(frozen=True)
class Installation:
    """A release whose Java and jars lie on this machine."""

    release: Release
    java: Path
    jars: list[Path] = field(repr=False)

    def command(self, flags: Sequence[str], main: Sequence[str]) -> str:
        """Write the command of a Java program of this release as the text of an @file."""
        return argument_file(flags, self.jars, main)

    def run(self, arguments: Path, home: Path) -> subprocess.CompletedProcess[str]:
        """Run a short Java program from its @file and wait for its end."""
        return subprocess.run(
            [str(self.java), f"@{arguments}"],
            env=environment(home),
            cwd=home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )


def install(settings: Settings, say: Callable[[str], None]) -> Installation:
    """Fetch what is missing; raises the kinds of FetchError, NoSpaceError, ConfigurationError."""
    wanted = release(settings.neo4j_version)
    java = java_for(wanted, settings.cache, say)
    return Installation(wanted, java, fetch(wanted, settings.cache, settings.mirror, say))
