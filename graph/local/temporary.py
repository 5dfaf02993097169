"""A server for tests: on free ports, in a folder for temporary files, gone at the end."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from dealgraph.graph.local.server import Server, ensure_running, stop
from dealgraph.graph.settings import Settings


@contextmanager
def temporary_server(
    version: str | None = None,
    cache: Path | None = None,
    service_url: str | None = None,
    say: Callable[[str], None] = lambda line: None,
) -> Iterator[Server]:
    """Start an empty server, stop it and remove its store at the end.

    The version, the cache, the mirror and the service that its Neo4j Browser takes style and
    guide from are those of the environment when left out.
    """
    settings = Settings.from_env()
    with TemporaryDirectory(prefix="dealgraph-", ignore_cleanup_errors=True) as home:
        settings = replace(
            settings,
            neo4j_version=version or settings.neo4j_version,
            cache=cache or settings.cache,
            service_url=service_url or settings.service_url,
            home=Path(home),
            bolt_port=0,
            http_port=0,
        )
        try:
            yield ensure_running(settings, say, fast_start=True)
        finally:
            stop(settings)
