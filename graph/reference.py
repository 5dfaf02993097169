"""The ground that deals stand on: countries, regions and the company register, as stored.

It is written when the database is new or the bundled tables have changed, and then never
touched by a load.
"""

import hashlib
from collections.abc import Callable, Collection
from typing import Any

from dealgraph.data import path
from dealgraph.graph.companies import name_registered, registered_names
from dealgraph.graph.content import Content, EdgeKind
from dealgraph.graph.deciding import Decided, concerned, in_effect
from dealgraph.graph.naming import known_as
from dealgraph.graph.statements import Transaction, create_edges, merge_nodes
from dealgraph.graph.writing import raise_revision
from dealgraph.schema import register
from dealgraph.schema.constraints import statements, tokens
from dealgraph.schema.dates import first_day
from dealgraph.schema.decisions import Kind
from dealgraph.schema.places import countries, regions
from dealgraph.schema.tables import rows

TITLE = "dealgraph: pharma partnerships"
#: The tables that decide how records are read; when one changes, everything is made anew.
TABLES = (
    "assets.tsv",
    "companies.jsonl",
    "countries.tsv",
    "exchanges.tsv",
    "hgnc_protein_genes.tsv",
    "name_traps.tsv",
    "name_words.tsv",
    "pharma_listed_companies.tsv",
    "regions.tsv",
    "target_slang.tsv",
    "territory_words.tsv",
    "unii_assets.tsv",
)
#: Raised when derivation itself changes, so that older graphs are recomputed.
DERIVATION = 4


def checksum() -> str:
    """Give the checksum of all that derivation depends on besides the records."""
    digest = hashlib.sha256(f"derivation {DERIVATION}".encode())
    for name in TABLES:
        digest.update(name.encode() + b"\0" + path(name).read_bytes())
    return digest.hexdigest()


def make_schema(run: Callable[..., Any]) -> None:
    """Create constraints and indexes; `run` is to run a statement in a transaction of its own."""
    for procedure, names in tokens().items():
        run(f"UNWIND $names AS name CALL {procedure}(name) RETURN count(*)", {"names": names})
    for statement in statements():
        run(statement)
    run("CALL db.awaitIndexes(120)")


def made_with(tx: Transaction) -> tuple[str | None, str]:
    """Give checksum and decisions that the graph was made with.

    The checksum is None when it is empty or unfinished.
    """
    found = tx.run("MATCH (g:Graph {id: 'graph'}) RETURN properties(g) AS graph").single()
    graph = found["graph"] if found else {}
    return graph.get("reference"), graph.get("decisions", "")


def write_reference(tx: Transaction) -> None:
    """Write the Graph node, places and the register, over whatever stood there before.

    The Graph node says `unfinished` until `finish` is called, when every deal fits to it.
    """
    tx.run(
        "MERGE (g:Graph {id: 'graph'}) "
        "ON CREATE SET g.revision = 0, g.deals = 0 SET g.title = $title, g.reference = null",
        {"title": TITLE},
    ).consume()
    for statement in (
        "MATCH ()-[e:PART_OF|SUBSIDIARY_OF]->() DELETE e",
        "MATCH (c:Company) WHERE c.registered MATCH (c)-[e:BASED_IN|KNOWN_AS]->() DELETE e",
        "MATCH (c:Company) WHERE c.registered REMOVE c.registered",
        "MATCH (:Target)-[e:KNOWN_AS|MEMBER_OF]->() DELETE e",
        "MATCH (t:Target) WHERE NOT EXISTS { (t)<-[:TARGETS]-() } DELETE t",
    ):
        tx.run(statement).consume()
    content = _content()
    for label, nodes in content.nodes.items():
        merge_nodes(tx, label, nodes)
    for kind, edges in content.edges.items():
        create_edges(tx, kind, edges)
    known_as(
        tx, "Company", {company: registered_names(company) for company in register.companies()}
    )
    tx.run("MATCH (c:Company) WHERE c.deals IS NULL SET c.deals = 0").consume()
    tx.run(
        "MATCH (c:Company) WHERE c.registered IS NULL "
        "AND NOT EXISTS { (c)<-[:LICENSOR|LICENSEE|ASSIGNEE]-() } DETACH DELETE c"
    ).consume()


def finish(tx: Transaction) -> None:
    """Say that every deal of the graph was made with reference and decisions as they now are."""
    tx.run("MATCH (n:Name) WHERE NOT EXISTS { (n)<-[:KNOWN_AS]-() } DELETE n").consume()
    tx.run(
        "MATCH (g:Graph {id: 'graph'}) SET g.reference = $checksum, g.decisions = $decisions",
        {"checksum": checksum(), "decisions": in_effect() or None},
    ).consume()


def finish_deciding(tx: Transaction, about: Collection[Decided]) -> None:
    """Name companies of the register as decided, and say that every deal was made so."""
    known = register.companies().keys()
    name_registered(tx, concerned(about, Kind.COMPANY) & known)
    raise_revision(tx)
    finish(tx)


def _content() -> Content:
    content = Content()
    names_zh = {row["iso2"]: (row["iso3"], row["name_zh"]) for row in rows("countries.tsv")}
    for country in countries().values():
        iso3, name_zh = names_zh[country.code]
        content.node("Country", code=country.code, name=country.name, iso3=iso3, name_zh=name_zh)
    for region in regions().values():
        content.node("Region", code=region.code, name=region.name)
        for members, certain in ((region.core, True), (region.uncertain, False)):
            for member in sorted(members):
                kind = EdgeKind("PART_OF", "Country", "Region")
                content.edge(kind, member, region.code, certain=certain)
    for company in register.companies().values():
        _company(content, company)
    return content


def _company(content: Content, company: register.Registered) -> None:
    content.node("Company", id=company.id, name=company.name, kind=company.kind, registered=True)
    if company.country:
        content.edge(EdgeKind("BASED_IN", "Company", "Country"), company.id, company.country)
    if company.parent:
        since = first_day(company.since) if company.since else None
        kind = EdgeKind("SUBSIDIARY_OF", "Company", "Company")
        content.edge(kind, company.id, company.parent, since=since)
