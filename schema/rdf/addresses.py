"""The IRIs of things: base, path and key; an edge with properties has one below its start."""

import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import quote, unquote

from dealgraph.schema.model import EDGES, NODES, Edge
from dealgraph.schema.rdf.base import DEFAULT_BASE, checked_base

_PLAIN = re.compile(r"[A-Za-z0-9._~-]+").fullmatch
#: Collections by the first word of their path, such as `companies`.
COLLECTIONS = {node.path: node for node in NODES.values()}


class Iris:
    """Makes the IRIs of one publication, as text without brackets.

    `base` begins with http:// or https://; ValueError otherwise.
    """

    def __init__(self, base: str = DEFAULT_BASE) -> None:
        self.base = checked_base(base)
        self._starts = {label: f"{self.base}{node.path}/" for label, node in NODES.items()}

    def of(self, label: str, key: str) -> str:
        """Give the IRI of a node."""
        return self._starts[label] + word(key)

    def maker(self, label: str) -> Callable[[str], str]:
        """Give the function from the key of a label's node to its term, in brackets."""
        start = f"<{self._starts[label]}"
        return lambda key: f"{start}{key if _PLAIN(key) else word(key)}>"

    def edge(self, edge: type[Edge], start: str, end: str, deal: str | None = None) -> str:
        """Give the IRI of an edge between the IRIs of two things, of one deal where it has one."""
        collection, _, key = end.removeprefix(self.base).partition("/")
        among = f"{collection}/" if len(edge.end) > 1 else ""
        below = f"/{deal}" if deal else ""
        return f"{start}/{edge_word(edge)}/{among}{key}{below}"

    def parts(self, iri: str) -> tuple[str, str] | None:
        """Take an IRI of a node apart into label and key; None when it is not one of ours."""
        collection, _, key = iri.removeprefix(self.base).partition("/")
        if not iri.startswith(self.base) or collection not in COLLECTIONS or not key:
            return None
        return None if "/" in key else (COLLECTIONS[collection].label, unquote(key))


def edge_word(edge: type[Edge]) -> str:
    """Give the word of an edge in addresses: `known-as` of KNOWN_AS."""
    return edge.type.lower().replace("_", "-")


#: The edges by the word that stands for them in addresses.
EDGE_WORDS = {edge_word(edge): edge for edge in EDGES.values()}


@lru_cache(4096)
def word(key: str) -> str:
    """Write a key as one step of a path, in ASCII: what is no letter or digit in percent."""
    return quote(key, safe="")
