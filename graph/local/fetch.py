"""Bring the jars of a release into the cache, each checked against the lock list.

A jar is fetched into a staging folder and moved into its place only when its contents are right,
so a fetch that was ended at any moment goes on where it was.
"""

import hashlib
import logging
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

from dealgraph.graph.errors import ChecksumError, FetchError
from dealgraph.graph.local.extra import package
from dealgraph.graph.local.files import ensure_space, explained, locked, private_folder
from dealgraph.graph.local.progress import Advance, progress
from dealgraph.graph.local.releases import Jar, Release

THREADS = 16
TRIES = 3
TIMEOUT_SECONDS = 60
OTHER_WAYS = (
    "Other ways: set NEO4J_URI to a Neo4j that runs already, start one with `docker compose up`, "
    "or set DEALGRAPH_MAVEN_MIRROR to a Maven repository that this machine can reach."
)


def fetch(
    release: Release, cache: Path, mirror: str | None, say: Callable[[str], None]
) -> list[Path]:
    """Return the paths of a release's jars in the order of its list, fetching what is missing.

    Raises FetchError without a network, ChecksumError when a jar has the wrong contents,
    NoSpaceError, LocalExtraMissingError.
    """
    folder = private_folder(cache) / "jars"
    if missing_jars(release.jars, folder):
        with locked(cache / "fetch.lock", say):
            missing = missing_jars(release.jars, folder)
            _fetch_all(release, missing, folder, mirror, say)
    return [folder / jar.path for jar in release.jars]


def missing_jars(jars: Iterable[Jar], folder: Path) -> list[Jar]:
    """Return the jars that are not in the folder, or whose contents are not right.

    Contents are read every time: 0.12 s for all, and a damaged jar is never started.
    """
    return [jar for jar in jars if not is_intact(folder / jar.path, jar)]


def is_intact(path: Path, jar: Jar) -> bool:
    """Whether the file is that jar, by size and sha256."""
    try:
        return path.stat().st_size == jar.size and sha256(path) == jar.sha256
    except OSError:
        return False


def sha256(path: Path) -> str:
    """Return the sha256 of a file in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _fetch_all(
    release: Release, jars: list[Jar], folder: Path, mirror: str | None, say: Callable[[str], None]
) -> None:
    if not jars:
        return
    total = sum(jar.size for jar in jars)
    ensure_space(folder.parent, total + 50_000_000)
    title = f"Fetching Neo4j {release.version} ({len(jars)} jars, once)"
    with _staging(folder.parent) as staging, progress(title, total, say) as advance:
        try:
            _in_parallel(jars, Fetcher(staging, folder, mirror, advance))
        except OSError as exc:
            _explain(release, folder, mirror, exc)


@contextmanager
def _staging(cache: Path) -> Iterator[Path]:
    """A folder for unfinished jars; what an ended fetch left in it is thrown away."""
    staging = cache / "fetching"
    shutil.rmtree(staging, ignore_errors=True)
    try:
        yield private_folder(staging)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _in_parallel(jars: list[Jar], fetch_one: Callable[[Jar], None]) -> None:
    """Fetch the largest first; the first failure calls off the rest."""
    pool = ThreadPoolExecutor(THREADS)
    try:
        waiting = [pool.submit(fetch_one, jar) for jar in sorted(jars, key=lambda jar: -jar.size)]
        for done in as_completed(waiting):
            done.result()
    finally:
        pool.shutdown(cancel_futures=True)


class Fetcher:
    """Fetches single jars through jgo, which knows the repository."""

    def __init__(self, staging: Path, folder: Path, mirror: str | None, advance: Advance) -> None:
        self.staging = staging
        self.folder = folder
        self.advance = advance
        self.context = _maven(staging, mirror)

    def __call__(self, jar: Jar) -> None:
        """Fetch a jar into its place; raises OSError or ChecksumError after three tries."""
        for rest in reversed(range(TRIES)):
            try:
                return self._once(jar)
            except (OSError, ChecksumError):
                if not rest:
                    raise
                time.sleep(0.5)

    def _once(self, jar: Jar) -> None:
        came = self.staging / jar.path
        came.unlink(missing_ok=True)  # jgo would take what stopped half-way for the jar
        component = self.context.project(jar.group, jar.artifact).at_version(jar.version)
        try:
            component.artifact(classifier=jar.classifier, packaging="jar").resolve()
        except RuntimeError:
            raise FileNotFoundError(f"{jar.name} is not in the repository") from None
        self._accept(came, jar)

    def _accept(self, came: Path, jar: Jar) -> None:
        if not is_intact(came, jar):
            raise ChecksumError(jar.name, jar.sha256, sha256(came))
        place = self.folder / jar.path
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        came.replace(place)
        self.advance(jar.size)


def _maven(staging: Path, mirror: str | None) -> Any:
    maven = package("jgo.maven")
    # jgo warns about the repository's own checksums; ours are stricter and speak for themselves.
    logging.getLogger("jgo").addHandler(logging.NullHandler())
    repositories = {"mirror": mirror} if mirror else None
    return maven.MavenContext(
        repo_cache=staging, remote_repos=repositories, timeout=TIMEOUT_SECONDS
    )


def _explain(release: Release, folder: Path, mirror: str | None, exc: OSError) -> NoReturn:
    """Raise what a failed fetch means: a full disk, a folder not allowed, or no network."""
    if exc.errno is not None:
        with explained(folder):
            raise exc
    where = f" from {urlsplit(mirror).hostname}" if mirror else ""
    why = str(exc) if isinstance(exc, FileNotFoundError) else f"no connection: {_kind(exc)}"
    raise FetchError(
        f"Neo4j {release.version} is not complete in the cache {folder.parent} "
        f"and could not be fetched{where} ({why}). {OTHER_WAYS}"
    ) from exc


def _kind(exc: OSError) -> str:
    # Never the text of the error: it repeats the address, which may hold a password.
    return type(exc).__name__
