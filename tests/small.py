"""A graph of four deals by Cypher, for tests of asking that must know every row."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from support import Served

from dealgraph.graph.connection import Connection, open_at
from dealgraph.schema.names import key

#: Questions for it; they stand beside the bundled ones under paths of their own.
QUESTIONS = Path(__file__).parent / "queries"

NAMES = [
    ("Company", "takeda", "Takeda", "name"), ("Company", "takeda", "武田薬品工業", "local"),
    ("Company", "takeda", "4502", "ticker"), ("Company", "innovent", "Innovent Biologics", "name"),
    ("Company", "innovent", "信达生物", "short"), ("Company", "roche", "Roche", "name"),
    ("Company", "merck-co", "Merck & Co.", "name"), ("Company", "merck-kgaa", "Merck KGaA", "name"),
    ("Company", "merck-co", "M&Co", "short"), ("Company", "merck-kgaa", "M & Co", "alias"),
    ("Company", "zymeworks", "Zymeworks", "name"),
    ("Asset", "ibi363", "IBI363", "name"), ("Asset", "ibi363", "TAK-928", "alias"),
    ("Target", "PDCD1", "PD-1", "name"), ("Target", "PDCD1", "CD279", "alias"),
]  # fmt: skip
GRAPH = """
CREATE (:Graph {id: 'graph', title: 'small', revision: 7, deals: 4, data_as_of: date('2025-10-22')})
CREATE (jp:Country:Place {code: 'JP', name: 'Japan', iso3: 'JPN'}),
       (cn:Country:Place {code: 'CN', name: 'China', iso3: 'CHN'}),
       (europe:Region:Place {code: '150', name: 'Europe'})
CREATE (takeda:Company {id: 'takeda', name: 'Takeda'}),
       (innovent:Company {id: 'innovent', name: 'Innovent Biologics'}),
       (roche:Company {id: 'roche', name: 'Roche'}),
       (:Company {id: 'merck-co', name: 'Merck & Co.'}),
       (:Company {id: 'merck-kgaa', name: 'Merck KGaA'}),
       (:Company {id: 'zymeworks', name: 'Zymeworks'})
CREATE (asset:Asset {id: 'ibi363', name: 'IBI363'}),
       (asset)-[:TARGETS]->(:Target {id: 'PDCD1', name: 'PDCD1'}),
       (asset)-[:TREATS]->(:Indication {id: 'multiplemyeloma', name: 'Multiple myeloma'})
WITH takeda, innovent, roche, jp, europe
UNWIND [
  ['2020-01-innovent-takeda', '2020-01-15', innovent, takeda, 'license', 'closed', 0.1, 'CN'],
  ['2025-10-innovent-takeda', '2025-10-22', innovent, takeda, 'option', 'announced', 1200.2, 'CN'],
  ['2025-10-takeda-roche', '2025-10-22', takeda, roche, 'license', 'announced', null, 'JP'],
  ['2024-05-innovent-roche', '2024-05-01', innovent, roche, 'newco', 'rumoured', 50, 'CN']
] AS row
WITH row, row[2] AS a, row[3] AS b, jp, europe
CREATE (deal:Deal {id: row[0], title: row[0] + '!', announced: date(row[1]), type: row[4],
                   status: row[5], upfront_musd: row[6], exclusive: row[6] IS NOT NULL})
CREATE (deal)-[:LICENSOR {country: row[7]}]->(a), (deal)-[:LICENSEE]->(b)
CREATE (a)-[:LICENSED {deal: row[0], announced: date(row[1]), type: row[4], status: row[5],
                            upfront_musd: row[6]}]->(b)
WITH deal, jp, europe WHERE deal.id = '2025-10-innovent-takeda'
CREATE (deal)-[:GRANTS]->(:Right {id: 'r1'})-[:INCLUDES]->(europe),
       (deal)-[:REPORTED_IN]->(:Account {id: 'a1'})-[:BY]->(:Source {id: 'example.com-1'})
"""
NAME_ROWS = """
UNWIND $rows AS row
CALL (row) {
  MATCH (t:Company {id: row.id}) WHERE row.label = 'Company' RETURN t
  UNION MATCH (t:Asset {id: row.id}) WHERE row.label = 'Asset' RETURN t
  UNION MATCH (t:Target {id: row.id}) WHERE row.label = 'Target' RETURN t
}
MERGE (n:Name {key: row.key}) CREATE (t)-[:KNOWN_AS {text: row.text, kind: row.kind}]->(n)
"""


@contextmanager
def small_graph(scratch: Served) -> Iterator[Connection]:
    """Put the small graph in place of whatever the scratch server holds; empty it at the end."""
    with open_at(scratch.uri, "neo4j", scratch.password) as connection:
        _empty(connection)
        connection.run_auto(GRAPH)
        rows = [
            {"label": label, "id": id_, "text": text, "kind": kind, "key": key(text)}
            for label, id_, text, kind in NAMES
        ]
        connection.run_auto(NAME_ROWS, {"rows": rows})
        yield connection
        _empty(connection)


def _empty(connection: Connection) -> None:
    connection.run_auto("MATCH (n) DETACH DELETE n")
