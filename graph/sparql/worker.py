"""The process that answers SPARQL: it has the store open, and nothing else it could use or harm.

Run as `python -m dealgraph.graph.sparql.worker build FOLDER` it makes a store of the N-Quads that
come on its input; `... serve FOLDER BYTES` answers one query after the other, and its memory is
limited. It imports nothing of dealgraph, so that it starts quickly.

The store is an engine without brakes, so the system has them: an alarm ends a query that takes too
long, and the whole process with it; memory is limited; and as no file can be opened any more once
the store is open, SERVICE, the one part of SPARQL 1.1 that reaches out, finds no socket.
A process whose service is gone reads the end of its input and ends, whatever it does meanwhile.
"""

import json
import os
import resource
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from itertools import islice
from queue import SimpleQueue
from typing import IO, Any, cast

from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    parse_query_results,
    serialize,
)

#: More is no answer: it would have to be held in memory twice.
MOST_BYTES = 64 * 2**20


def build(folder: str, nquads: IO[bytes]) -> None:
    """Make a store of whole N-Quads."""
    store = Store(folder)
    store.bulk_load(nquads, RdfFormat.N_QUADS, lenient=True)
    store.optimize()
    store.flush()


def serve(folder: str, memory: int) -> None:
    """Answer what comes on the input, until it ends."""
    requests: SimpleQueue[bytes] = SimpleQueue()
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    store = Store.read_only(folder)
    threading.Thread(target=_read, args=(requests,), daemon=True).start()
    _limit(memory)
    while True:
        head, body = _answered(store, json.loads(requests.get()))
        sys.stdout.buffer.write(json.dumps({**head, "length": len(body)}).encode() + b"\n" + body)
        sys.stdout.buffer.flush()


def _read(requests: "SimpleQueue[bytes]") -> None:
    for line in sys.stdin.buffer:
        requests.put(line)
    os._exit(0)


def _limit(memory: int) -> None:
    """Limit memory to so many bytes, and open files to those that are open now.

    Files stay open above a limit; 0 also keeps the places of those that are closed from being
    taken again.
    """
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _answered(store: Store, asked: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    signal.setitimer(signal.ITIMER_REAL, asked["seconds"])
    try:
        return _answer(store, asked)
    except MemoryError:
        return {"error": "memory"}, b""
    except (SyntaxError, ValueError) as error:
        return {"error": "query", "detail": str(error)}, b""
    except OSError as error:
        return {"error": "outside", "detail": str(error)}, b""
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _answer(store: Store, asked: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    found = store.query(
        asked["query"],
        base_iri=asked["base"],
        default_graph=[*map(NamedNode, asked["default"])] or DefaultGraph(),
        named_graphs=[*map(NamedNode, asked["named"])] if asked["named"] else None,
    )
    form = asked["graph_form"] if isinstance(found, QueryTriples) else asked["table_form"]
    if form is None:
        kind = "graph" if isinstance(found, QueryTriples) else "table"
        return {"error": "form", "detail": kind}, b""
    if isinstance(found, QueryBoolean):
        return {"form": form, "cut": False}, found.serialize(format=_table_format(form)) or b""
    rows = islice(cast(Iterable[Any], found), asked["most"])
    body = _table(found, rows, form) if isinstance(found, QuerySolutions) else _graph(rows, asked)
    if len(body) > MOST_BYTES:
        return {"error": "memory"}, b""
    return {"form": form, "cut": next(cast(Iterator[Any], found), None) is not None}, body


def _table(found: QuerySolutions, rows: Iterable[Any], form: str) -> bytes:
    """Write rows; as the results cannot be cut themselves, by way of TSV, where terms are plain."""
    lines = ["\t".join(map(str, found.variables))]
    lines += ["\t".join("" if term is None else str(term) for term in row) for row in rows]
    text = "\n".join(lines) + "\n"
    read = parse_query_results(text.encode(), format=QueryResultsFormat.TSV)
    return cast(QuerySolutions, read).serialize(format=_table_format(form)) or b""


def _graph(triples: Iterable[Any], asked: dict[str, Any]) -> bytes:
    form = RdfFormat.from_extension(asked["graph_form"])
    return serialize(triples, format=form, prefixes=asked["prefixes"]) or b""


def _table_format(form: str) -> QueryResultsFormat:
    found = QueryResultsFormat.from_extension(form)
    assert found is not None
    return found


if __name__ == "__main__":
    if sys.argv[1] == "build":
        build(sys.argv[2], sys.stdin.buffer)
    else:
        serve(sys.argv[2], int(sys.argv[3]))
