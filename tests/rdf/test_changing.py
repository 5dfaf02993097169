"""The whole graph as RDF while it changes: what is written is of one moment, or nothing."""

from pathlib import Path

import pytest

from dealgraph.graph.connection import Connection
from dealgraph.graph.rdf import export
from dealgraph.graph.rdf.about import Descriptions
from dealgraph.graph.rdf.whole import GraphChangedError, WholeGraph
from dealgraph.schema.rdf.addresses import Iris


def test_a_changing_graph_is_never_mixed(empty: Connection) -> None:
    chunks = WholeGraph(empty, Iris(), page=50).chunks()
    next(chunks)
    raise_revision(empty)
    with pytest.raises(GraphChangedError):
        list(chunks)


def test_a_changing_graph_is_read_anew_for_a_file(empty: Connection, tmp_path: Path) -> None:
    said: list[str] = []

    def once(done: int, of: int) -> None:
        if not said:
            raise_revision(empty)
            said.append(f"{done} of {of}")

    export.save(empty, Iris(), tmp_path / "a.nt", progress=once, say=said.append)
    assert said[1:] == ["The graph was changed while it was read: reading it anew."]
    expected = "".join(export.nquads(empty, Iris(), graphs=False))
    assert (tmp_path / "a.nt").read_text("utf-8") == expected


def test_a_graph_that_never_rests_gives_no_file(empty: Connection, tmp_path: Path) -> None:
    with pytest.raises(GraphChangedError):
        export.save(
            empty, Iris(), tmp_path / "a.nt", progress=lambda done, of: raise_revision(empty)
        )
    assert list(tmp_path.iterdir()) == []


def test_a_kept_description_goes_when_the_graph_changes(empty: Connection) -> None:
    descriptions = Descriptions(empty, Iris())
    before = descriptions.turtle()
    assert descriptions.turtle() is before
    raise_revision(empty)
    assert descriptions.turtle() is not before


def raise_revision(connection: Connection) -> None:
    connection.run_auto("MATCH (g:Graph) SET g.revision = g.revision + 1")
