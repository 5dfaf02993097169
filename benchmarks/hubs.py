"""A hub's partner network against that of others: it must not grow with the number of deals."""

import neo4j

from benchmarks import choosing
from benchmarks.asking import Call, Sent, run
from benchmarks.timing import Result, Timings
from dealgraph.graph.connection import Connection
from dealgraph.graph.local.server import Server

GOAL = 3.0
DEPTH = "2"


def compare(server: Server, connection: Connection, times: int) -> Result:
    """Ask the bare driver for the networks of hubs and others, `times` times each."""
    auth = (server.username, server.password)
    with neo4j.GraphDatabase.driver(server.bolt_uri, auth=auth) as driver:
        sent = Sent(driver, server.bolt_uri)
        hubs = [_call(sent, company) for company in choosing.hubs(connection)]
        others = [_call(sent, company) for company in choosing.typical(connection)]
        of_hubs, of_others = Timings(), Timings()
        for number in range(-1, times):
            if number == 0:
                of_hubs, of_others = Timings(), Timings()
            for timings, calls in ((of_hubs, hubs), (of_others, others)):
                for call in calls:
                    timings.take(lambda call=call: run(driver, call))  # type: ignore[misc]
    return Result("hub / typical network", of_hubs, of_others, GOAL, "ms")


def _call(sent: Sent, company: str) -> Call:
    return sent.call("partner-network", {"company": company, "depth": DEPTH})
