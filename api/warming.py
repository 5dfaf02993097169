"""The warm-up: each question asked once in the background, so that no visitor waits for it."""

import gc
import logging
from threading import Event, Thread
from typing import TYPE_CHECKING

from dealgraph.graph.problems import UnknownThingError

if TYPE_CHECKING:
    from dealgraph.graph.asking import Asker
    from dealgraph.queries.catalogue import Catalogue, Question

log = logging.getLogger("dealgraph.api")
#: Python's usual thresholds look for cycles every second request, which costs a tenth of what
#: our side of it does; 30,000 objects that wait for it are a few megabytes.
_SELDOM = (30_000, 20, 50)


class WarmUp:
    """Asks the first example of each question; `over` is set at the end, failed or not.

    A cold server takes up to two seconds for the first run of a statement, 15 ms for the second.
    """

    def __init__(self, asker: "Asker", catalogue: "Catalogue") -> None:
        self.asker = asker
        self.questions = [q for q in catalogue.values() if q.examples]
        self.over = Event()
        self._stopped = Event()

    def start(self) -> None:
        """Begin; returns at once."""
        Thread(target=self._run, name="warm-up", daemon=True).start()

    def stop(self) -> None:
        """End after the question being asked now, which is not waited for."""
        self._stopped.set()

    def _run(self) -> None:
        for question in self.questions:
            if not self._stopped.is_set():
                self._ask(question)
        # The tables that this has read stay: looking through them again for what may go would
        # stop a request now and then for a tenth of a second.
        gc.collect()
        gc.freeze()
        gc.set_threshold(*_SELDOM)
        self.over.set()

    def _ask(self, question: "Question") -> None:
        try:
            self.asker.ask(question, question.examples[0])
        except UnknownThingError as error:  # a graph of other deals need not hold it
            log.debug("%s is not warmed up: %s", question.name, error)
        # Whatever is wrong with one question, the others are warmed up and the service answers.
        except Exception as error:
            if not self._stopped.is_set():
                log.warning("The warm-up of %s failed: %s", question.name, error)
