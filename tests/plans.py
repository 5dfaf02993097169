"""How the database answers a question: the operators of its plan, as it was really run."""

from collections.abc import Iterator, Mapping
from typing import Any

from dealgraph.graph.asking import Asker
from dealgraph.queries.cypher import GIVEN
from dealgraph.queries.question import Question

#: Operators that look at every node or edge of a label or type, or of all.
SCANS = ("AllNodesScan", "NodeByLabelScan", "UnionNodeByLabelsScan", "DirectedAllRelationshipsScan",
         "UndirectedAllRelationshipsScan", "DirectedRelationshipTypeScan",
         "UndirectedRelationshipTypeScan", "NodeIndexScan", "NodeUniqueIndexScan")  # fmt: skip


def profile(asker: Asker, question: Question, bound: Mapping[str, Any]) -> dict[str, int]:
    """Run a question with its `$parameters` bound; give the database hits by operator."""
    with asker.connection._driver.session() as session:
        found = session.run(f"PROFILE {question.statement}", {GIVEN: dict(bound)})
        plan = found.consume().profile
    hits: dict[str, int] = {}
    for operator, dbhits in _operators(plan or {}):
        hits[operator] = hits.get(operator, 0) + dbhits
    return hits


def _operators(plan: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    yield plan["operatorType"].partition("@")[0], plan.get("dbHits", 0)
    for child in plan.get("children", ()):
        yield from _operators(child)
