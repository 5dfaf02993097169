"""Where Neo4j Browser of the graph answers, and links into it with a query filled in."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote_plus, urlsplit

from dealgraph.graph.errors import GraphError
from dealgraph.queries.cypher import without_comments
from dealgraph.queries.guide import guide
from dealgraph.queries.literals import Template, literal
from dealgraph.queries.question import Question

#: The web app cuts what it finds in a link at these, however they are encoded.
UNLINKABLE = "&#"
UNKNOWN_BROWSER = (
    "Nothing says where Neo4j Browser of this server is: set DEALGRAPH_BROWSER_URL to its address, "
    "such as http://localhost:7474."
)
_LOOPBACK = ("127.0.0.1", "localhost")


#: Web servers take 8 KB of an address; what is left is for the values.
LONGEST_LINK = 7_500


class UnlinkableError(GraphError):
    """A query that a link to Neo4j Browser cannot hold."""


@dataclass(frozen=True)
class Browser:
    """The address of Neo4j Browser, such as http://127.0.0.1:7474.

    `form` fills its form, as a link has it: it finds its server by itself, but not the user.
    `login` says in words what has to be typed; no link can log in.
    """

    url: str
    form: str = ""
    login: str = ""

    @classmethod
    def of_local(cls, url: str, bolt_uri: str, username: str, password_file: Path) -> "Browser":
        """Give the Browser of a server whose password stands in a file."""
        form = f"dbms=neo4j://{username}@{urlsplit(bolt_uri).netloc}"
        return cls(url, form, f"user {username}, password in {password_file}")

    @classmethod
    def elsewhere(cls, url: str, *, password: bool) -> "Browser":
        """Give the Browser of another server; without a password it connects by itself."""
        return cls(url, "" if password else "preselectAuthMethod=NO_AUTH")

    @property
    def start(self) -> str:
        """The link that opens it."""
        return f"{self.url}/browser/" + (f"?{self.form}" if self.form else "")

    @property
    def edit(self) -> str:
        """The link that fills the editor, up to the query; the person runs it."""
        return f"{self.url}/browser/?{self.form}{'&' if self.form else ''}cmd=edit&arg="

    @property
    def first(self) -> str:
        """The link to a first drawing: that of the first slide of the guide."""
        return self.edit + quote_plus(guide().slides[0].queries[0].cypher.strip())

    @property
    def origins(self) -> frozenset[str]:
        """What its pages name as their origin; this machine has two names for itself."""
        parts = urlsplit(self.url)
        if parts.hostname not in _LOOPBACK:
            return frozenset({self.url})
        port = f":{parts.port}" if parts.port else ""
        return frozenset(f"{parts.scheme}://{host}{port}" for host in _LOOPBACK)


class QuestionLink:
    """Writes the links of one question; what is the same in all of them is encoded once."""

    def __init__(self, browser: Browser, question: Question) -> None:
        text = without_comments(question.drawing)
        parts = Template(text).parts
        self._start = browser.edit
        self._parts = [(quote_plus(before), name) for before, name in parts]
        split = any(sign in before for before, _ in parts for sign in UNLINKABLE)
        length = len(self._start) + sum(len(before) for before, _ in self._parts)
        self.linkable = not split and length <= LONGEST_LINK

    def to(self, values: Mapping[str, object]) -> str:
        """Give the link with the values that are bound to the parameters, as literals.

        Raises UnlinkableError for a question whose text holds `&` or `#`.
        """
        if not self.linkable:
            raise UnlinkableError(
                "A link to Neo4j Browser ends at & and at #, and has room for some 7,000 signs: "
                "the Cypher of this question holds one or is longer. Write it without, for example "
                "WHERE n:A AND n:B for (n:A&B); or take it from the favourites."
            )
        written = (
            f"{before}{quote_plus(literal(values.get(name)))}" if name else before
            for before, name in self._parts
        )
        return self._start + "".join(written)
