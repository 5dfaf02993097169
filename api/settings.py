"""What the environment says about the service: which hosts it answers for, what it keeps."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

ALLOWED_HOSTS = "DEALGRAPH_ALLOWED_HOSTS"
CACHE_ANSWERS = "DEALGRAPH_CACHE_ANSWERS"

#: Longer than this nobody waits for an answer.
ANSWER_SECONDS = 20.0

#: A page on another site can point its own name at 127.0.0.1, but cannot send these.
LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})


@dataclass(frozen=True)
class ServiceSettings:
    """The settings of one service."""

    #: Host names answered for besides loopback, without port; `*` answers for every name.
    allowed_hosts: frozenset[str] = frozenset()
    #: Whether answers are kept until the graph changes. Benchmarks switch it off.
    cache_answers: bool = True
    #: After how many seconds the database gives up an answer.
    answer_seconds: float = ANSWER_SECONDS
    #: Whether each question is asked once, in the background, when the service starts.
    warm_up: bool = True

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> "ServiceSettings":
        """Read DEALGRAPH_ALLOWED_HOSTS (names, comma between) and DEALGRAPH_CACHE_ANSWERS."""
        names = (name.strip().lower() for name in env.get(ALLOWED_HOSTS, "").split(","))
        off = env.get(CACHE_ANSWERS, "").strip().lower() in ("0", "false", "no", "off")
        return cls(allowed_hosts=frozenset(filter(None, names)), cache_answers=not off)
