"""Constraints and indexes, derived from the model."""

from collections.abc import Iterator

from dealgraph.schema.model import EDGES, NODES, Element


def statements() -> list[str]:
    """Give the Cypher statements that make every constraint and index; safe to run again.

    Neo4j Community has uniqueness constraints only: required properties and types are
    the model's and the loader's work.
    """
    return [*_keys(), *_node_indexes(), *_edge_indexes()]


def tokens() -> dict[str, list[str]]:
    """Name all labels, edge types and properties of the model, by the procedure that makes them.

    A database knows a name only once it is used; questions about what no deal has yet, such
    as FOLLOWS, would otherwise be answered with a warning that it may be misspelt.
    """
    elements = (*NODES.values(), *EDGES.values())
    labels = {label for node in NODES.values() for label in (node.label, *node.also)}
    return {
        "db.createLabel": sorted(labels),
        "db.createRelationshipType": sorted(EDGES),
        "db.createProperty": sorted({name for e in elements for name in e.property_names()}),
    }


def _keys() -> Iterator[str]:
    keys = {label: node.key for node in NODES.values() for label in (node.label, *node.also)}
    for label, key in keys.items():
        yield (
            f"CREATE CONSTRAINT {label.lower()}_{key} IF NOT EXISTS "
            f"FOR (n:{label}) REQUIRE n.{key} IS UNIQUE"
        )


def _node_indexes() -> Iterator[str]:
    for node in NODES.values():
        for name, kind in _indexed(node):
            yield (
                f"CREATE {kind.upper()} INDEX {node.label.lower()}_{name}_{kind} IF NOT EXISTS "
                f"FOR (n:{node.label}) ON (n.{name})"
            )


def _edge_indexes() -> Iterator[str]:
    for edge in EDGES.values():
        for name, kind in _indexed(edge):
            yield (
                f"CREATE {kind.upper()} INDEX {edge.type.lower()}_{name}_{kind} IF NOT EXISTS "
                f"FOR ()-[e:{edge.type}]-() ON (e.{name})"
            )


def _indexed(element: type[Element]) -> Iterator[tuple[str, str]]:
    for name, said in element.property_names().items():
        if said.index:
            yield name, said.index
