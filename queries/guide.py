"""The guide that Neo4j Browser shows beside the graph: its slides, read from guide.toml."""

import tomllib
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field

FILE = "guide.toml"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class GuideQuery(_Part):
    """A query that a reader runs with one click; `draws` where its rows hold nodes."""

    about: str
    draws: bool
    cypher: str


class Slide(_Part):
    """One slide: what it is about, one sentence of what to see, what to run for that."""

    title: str
    see: str
    queries: tuple[GuideQuery, ...] = Field(min_length=1)


class Guide(_Part):
    """The whole guide."""

    title: str
    slides: tuple[Slide, ...]


@cache
def guide() -> Guide:
    """Read the guide."""
    return Guide.model_validate(
        tomllib.loads((files("dealgraph.queries") / FILE).read_text("utf-8"))
    )
