"""The catalogue against the database: what only the server can tell of a question."""

import re
from collections.abc import Iterator

from dealgraph.graph.asking import Asker
from dealgraph.graph.connection import Connection, Plan, StatementError
from dealgraph.graph.errors import TooSlowError
from dealgraph.graph.items import columns_fault
from dealgraph.graph.problems import AnswerFaultError, AskingError
from dealgraph.queries.catalogue import Catalogue
from dealgraph.queries.cypher import READ_PROCEDURES
from dealgraph.queries.faults import Fault
from dealgraph.queries.question import Question
from dealgraph.queries.types import PLACES

#: Operators that only read the graph, as Neo4j 5.26 and 2026.08 name them. An allow-list, since
#: LOAD CSV, SHOW, TERMINATE and IN TRANSACTIONS have plans that call themselves reads, too.
_READS = re.compile(
    r"""
    # where rows start: all nodes, a label, an index, an id, a count
      \w*(Scan|Seek|SeekByRange|IndexSearch)
    | (Node|Relationship)CountFromCountStore | Dynamic\w+Lookup | Argument | Unwind | EmptyRow
    # how they walk on
    | (Optional)?Expand\((All|Into)\) | VarLengthExpand\([\w,]+\)
    | (Bidirectional)?Repeat(\([\w,\ ]+\)|Trail|Walk)? | (Stateful)?ShortestPath(\([\w,\ ]+\))?
    | ProjectEndpoints | Triadic(Selection|Build|Filter)
    # how they meet
    | (Let)?(Anti)?(SelectOr)?(Anti)?(Semi)?(Conditional)?(RollUp)?Apply | CartesianProduct
    | (Node|Value)?(Left|Right)?(Outer)?(Hash|Merge)Join | (Ordered)?Union | Optional
    | AssertSame(Node|Relationship)
    # what is made of them
    | Filter | Projection | CacheProperties | RemoteBatchProperties\w*
    | (Ordered)?Distinct | (Eager|Ordered)Aggregation | (Partial)?(Sort|Top) | Top1WithTies
    | (Exhaustive)?Limit | Skip | Eager | NullifyMetadata | EmptyResult | ProduceResults
    # looked at one by one: see READ_PROCEDURES
    | ProcedureCall
    """,
    re.VERBOSE,
)
_NOWHERE = "no-such-thing-anywhere"


def check(connection: Connection, catalogue: Catalogue, *names: str) -> list[Fault]:
    """Let the database plan each question, and ask each as its examples do; give all faults.

    Those of some `names`, or all.

    It must compile, give the declared columns, and only read. On a graph with deals, the values
    must fit the declared types, and a thing that does not exist must not get rows.
    """
    asker = Asker(connection, catalogue)
    loaded = asker.facts().deals > 0
    faults = []
    for question in [catalogue[name] for name in names or catalogue]:
        planned = list(_plan_faults(connection, question))
        faults += planned or (list(_answer_faults(asker, question)) if loaded else [])
    return faults


def _plan_faults(connection: Connection, question: Question) -> Iterator[Fault]:
    try:
        plan = connection.explain(question.statement)
    except StatementError as error:
        line = error.line or question.body_line
        yield Fault(question.file, line, str(error).split("\n")[0])
        return
    if plan.keys != tuple(question.returns):
        why = columns_fault(tuple(question.returns), plan.keys)
        yield Fault(question.file, question.line_of("returns"), why)
    for why in plan_refusals(plan):
        yield Fault(question.file, question.body_line, why)
    if question.draw:
        yield from _drawing_faults(connection, question)


def _drawing_faults(connection: Connection, question: Question) -> Iterator[Fault]:
    line = question.line_of("draw")
    try:
        refusals = list(plan_refusals(connection.explain(question.drawing)))
    except StatementError as error:
        refusals = [str(error).split("\n")[0]]
    yield from (Fault(question.file, line, f"draw: {why}") for why in refusals)


def plan_refusals(plan: Plan) -> Iterator[str]:
    """Yield why a plan does more than read the graph."""
    if plan.query_type != "r":
        yield f"the database calls it {plan.query_type!r}, not 'r': a question only reads"
    for operator in sorted(plan.operators):
        if not _READS.fullmatch(operator):
            yield f"operator {operator} is none of those that only read the graph"
    for procedure in sorted(plan.procedures - READ_PROCEDURES):
        yield f"procedure {procedure} may not be called"


def _answer_faults(asker: Asker, question: Question) -> Iterator[Fault]:
    examples = question.examples or ({},)
    for example in examples:
        try:
            asker.ask(question, example)
        except AnswerFaultError as error:
            yield Fault(error.file, error.line, error.reason)
        except TooSlowError as error:
            yield Fault(question.file, question.body_line, f"its example is too much: {error}")
        except AskingError:
            # A graph of other deals need not know the example's company.
            continue
    for name, parameter in question.parameters.items():
        if parameter.thing and parameter.thing not in PLACES:
            yield from _unknown_thing_faults(asker, question, name)


def _unknown_thing_faults(asker: Asker, question: Question, name: str) -> Iterator[Fault]:
    """An unknown word gets a 404 only if the question gives no row for it."""
    example = question.examples[0] if question.examples else {}
    try:
        answer = asker.ask(question, {**example, name: _NOWHERE})
    except (AskingError, TooSlowError):
        return
    line = question.line_of("parameters", name)
    count = len(answer.items)
    yield Fault(question.file, line, f"{name}: a thing that does not exist gets {count} row(s)")
