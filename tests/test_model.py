from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from golden import Golden
from neo4j.time import Date, DateTime

from dealgraph.graph.connection import Connection
from dealgraph.schema.constraints import statements
from dealgraph.schema.model import EDGES, NODES, Element, node_type
from dealgraph.schema.pages import model_page
from dealgraph.schema.picture import BOXES, model_picture
from dealgraph.schema.vocabulary import VOCABULARIES

ROOT = Path(__file__).parent.parent
ELEMENTS: list[type[Element]] = [*NODES.values(), *EDGES.values()]


def test_the_model_gives_these_constraints_and_indexes(golden: Golden) -> None:
    text = "".join(f"{statement};\n" for statement in statements())
    golden(Path(__file__).parent / "golden" / "constraints.cypher", text)


def test_docs_model_is_made_from_the_model(golden: Golden) -> None:
    golden(ROOT / "docs" / "model.md", model_page())


def test_docs_model_shows_the_picture_made_from_the_model(golden: Golden) -> None:
    golden(ROOT / "docs" / "model.svg", model_picture())


def test_every_node_has_its_place_in_the_picture_and_shows_properties_it_has() -> None:
    assert set(BOXES) == set(NODES)
    for label, box in BOXES.items():
        assert set(box.shown) <= set(NODES[label].property_names()), label


@pytest.mark.parametrize("element", ELEMENTS, ids=lambda element: element.__name__)
def test_every_element_and_property_says_what_it_is(element: type[Element]) -> None:
    assert element.__doc__
    for name, said in element.property_names().items():
        assert said.about, name
        assert said.rdf.count(":") == 1, name
        assert said.index in ("", "range", "text"), name


def test_every_list_of_words_says_what_it_is() -> None:
    for name, words in VOCABULARIES.items():
        assert words.__doc__, name
        assert len(set(words)) == len(words), name


def test_the_model_reads_every_node_and_edge_of_the_graph(graph: Connection) -> None:
    """Neo4j Community cannot require properties and types: this finds what the loader misses."""
    nodes = graph.read("MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties").records
    for row in nodes:
        read(node_type(set(row["labels"])), row["properties"])
    edges = graph.read("MATCH ()-[e]->() RETURN type(e) AS type, properties(e) AS properties")
    for row in edges.records:
        read(EDGES[row["type"]], row["properties"])
    used = {row["type"] for row in edges.records}
    assert used == set(EDGES)


def read(element: type[Element], properties: Mapping[str, Any]) -> Element:
    return element.model_validate({name: native(value) for name, value in properties.items()})


def native(value: Any) -> Any:
    return value.to_native() if isinstance(value, Date | DateTime) else value
