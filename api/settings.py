"""What the environment says about the service: which hosts it answers for, what it keeps."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dealgraph.graph.settings import base_iri, data_home
from dealgraph.schema.rdf.base import DEFAULT_BASE

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
    #: What the IRIs of things begin with.
    base_iri: str = DEFAULT_BASE
    #: Where the copies of the graph for SPARQL are kept while the service runs.
    home: Path = field(default_factory=lambda: data_home(os.environ))

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> "ServiceSettings":
        """Read DEALGRAPH_ALLOWED_HOSTS (names, comma between), DEALGRAPH_CACHE_ANSWERS, and base.

        Raises ConfigurationError for a base that IRIs cannot begin with.
        """
        names = (name.strip().lower() for name in env.get(ALLOWED_HOSTS, "").split(","))
        off = env.get(CACHE_ANSWERS, "").strip().lower() in ("0", "false", "no", "off")
        hosts = frozenset(filter(None, names))
        return cls(hosts, cache_answers=not off, base_iri=base_iri(env), home=data_home(env))
