"""The style of Neo4j Browser (GraSS): colours, sizes and captions, from model and palette."""

from collections.abc import Iterator, Mapping

from dealgraph.schema.model import EDGES, NODES, Edge, Node
from dealgraph.schema.palette import LINE, colours

#: Larger than the others, in pixels: what a drawing is about.
DIAMETERS = {"Company": 84, "Deal": 84, "Country": 84, "Asset": 70}
DIAMETER = 65
#: An edge that stands for a deal takes the deal's colour.
DEAL_EDGE = "Deal"


def style() -> str:
    """Give the style sheet; Browser takes neither comments nor `:` and `;` inside of values."""
    rules = [_rule("node", _node_defaults()), _rule("relationship", _edge_defaults())]
    rules += [_rule(f"node.{label}", _node(node)) for label, node in NODES.items()]
    rules += [_rule(f"relationship.{name}", _edge(edge)) for name, edge in EDGES.items()]
    return "\n".join(rules)


def _rule(selector: str, properties: Mapping[str, str]) -> str:
    lines = "".join(f"  {name}: {value};\n" for name, value in properties.items())
    return f"{selector} {{\n{lines}}}\n"


def _node_defaults() -> dict[str, str]:
    return {"diameter": f"{DIAMETER}px", "border-width": "2px", "font-size": "12px"}


def _edge_defaults() -> dict[str, str]:
    return {
        "color": LINE,
        "shaft-width": "1px",
        "font-size": "9px",
        "padding": "3px",
        "text-color-external": "#000000",
        "text-color-internal": "#FFFFFF",
        "caption": '"<type>"',
    }


def _node(node: type[Node]) -> dict[str, str]:
    chosen = colours(node.label)
    return {
        "color": chosen.fill,
        "border-color": chosen.border,
        "text-color-internal": chosen.text,
        "diameter": f"{DIAMETERS.get(node.label, DIAMETER)}px",
        "caption": f'"{{{node.drawn or node.caption}}}"',
    }


def _edge(edge: type[Edge]) -> dict[str, str]:
    return dict(_edge_properties(edge))


def _edge_properties(edge: type[Edge]) -> Iterator[tuple[str, str]]:
    if "deal" in edge.property_names():
        chosen = colours(DEAL_EDGE)
        yield from (("color", chosen.border), ("shaft-width", "2px"), ("font-size", "11px"))
    yield "caption", f'"{{{edge.drawn}}}"' if edge.drawn else '"<type>"'
