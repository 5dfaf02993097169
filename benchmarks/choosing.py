"""Which companies, targets and deals of the synthetic graph are asked about."""

import random
from collections.abc import Sequence

from benchmarks.asking import Given
from benchmarks.synthetic import SEED
from dealgraph.graph.connection import Connection

#: Ids asked about for each question, and companies compared with hubs.
SEVERAL = 10
HUBS, TYPICAL = 3, 15


def questions(connection: Connection) -> dict[str, Sequence[Given]]:
    """Give what is asked, by question: ids of things of every size but the few largest."""
    companies = _some(_ids(connection, "MATCH (c:Company) WHERE c.deals >= 5"), SEVERAL)
    deals = _some(_ids(connection, "MATCH (c:Deal)"), SEVERAL)
    targets = _some(
        _ids(connection, "MATCH (c:Target) WHERE COUNT { (c)<-[:TARGETS]-() } >= 5"), SEVERAL
    )
    return {
        "company": [{"company": company} for company in companies],
        "partner-network": [{"company": company, "depth": "1"} for company in companies],
        "deals": [
            {"target": target, "licensor_country": "CN", "limit": "20"} for target in targets
        ],
        "target-assets": [{"target": target, "limit": "50"} for target in targets],
        "deal": [{"deal": deal} for deal in deals],
    }


def hubs(connection: Connection) -> list[str]:
    """Give the companies with the most deals."""
    ordered = "MATCH (c:Company) WITH c ORDER BY c.deals DESC, c.id LIMIT"
    return _ids(connection, f"{ordered} {HUBS}")


def typical(connection: Connection) -> list[str]:
    """Give companies as they come, each with at least one deal."""
    return _some(_ids(connection, "MATCH (c:Company) WHERE c.deals >= 1"), TYPICAL)


def _ids(connection: Connection, match: str) -> list[str]:
    rows = connection.read(f"{match} RETURN c.id AS id ORDER BY id")
    return [row["id"] for row in rows.records]


def _some(ids: Sequence[str], number: int) -> list[str]:
    return random.Random(SEED).sample(ids, min(number, len(ids)))
