"""The picture of the model, docs/model.svg: where each node stands; the rest is derived."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from dealgraph.schema.model import EDGES, NODES, Edge

WIDTH, HEIGHT = 1300, 860
BOX_WIDTH, BOX_HEIGHT = 168, 58
LINE = 15
_STYLE = """\
text { font: 12px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: #22303c; }
.label { font-size: 16px; font-weight: bold; }
.shown { font-size: 11px; fill: #51606d; }
.edge { fill: none; stroke: #7b8b99; stroke-width: 1.4; marker-end: url(#tip); }
.name { fill: #2c4a63; stroke: #fcfdfe; stroke-width: 5; paint-order: stroke; }
"""


@dataclass(frozen=True)
class Point:
    """A place in the picture, in pixels from its upper left corner."""

    x: float
    y: float

    def towards(self, other: "Point", part: float) -> "Point":
        """Give the point that lies `part` of the way to another."""
        return Point(self.x + (other.x - self.x) * part, self.y + (other.y - self.y) * part)

    def __str__(self) -> str:
        return f"{self.x:.0f} {self.y:.0f}"


@dataclass(frozen=True)
class Box:
    """Where a node's box stands (its middle), which properties it shows, and its colour.

    `loop` is the corner, as signs of x and y, at which edges to the same box leave and return.
    """

    middle: Point
    shown: tuple[str, ...]
    fill: str
    loop: tuple[int, int] = (1, 1)

    def border(self, towards: Point) -> Point:
        """Give the point where a line from the middle to a point leaves the box."""
        dx, dy = abs(towards.x - self.middle.x), abs(towards.y - self.middle.y)
        reach = max(dx / (BOX_WIDTH / 2), dy / (BOX_HEIGHT / 2), 1)
        return self.middle.towards(towards, 1 / reach)


PARTY, THING, PLACE, TERMS, PROOF, PLAIN = (
    "#dcebf7", "#e3f3e3", "#f9edd7", "#efe4f7", "#f9e2e2", "#eceff2"
)  # fmt: skip
#: Every node of the model; a new one needs its place here.
BOXES = {
    "Company": Box(Point(230, 450), ("name", "kind"), PARTY, (-1, -1)),
    "Deal": Box(Point(640, 450), ("type", "upfront_musd"), TERMS, (1, 1)),
    "Asset": Box(Point(990, 450), ("name", "modality"), THING),
    "Target": Box(Point(1190, 310), ("name", "genes"), THING),
    "Indication": Box(Point(1190, 580), ("name",), THING),
    "Name": Box(Point(1090, 90), ("key",), PLAIN),
    "Event": Box(Point(490, 305), ("kind", "date"), TERMS),
    "Account": Box(Point(765, 305), ("says", "published"), PROOF),
    "Claim": Box(Point(900, 200), ("field", "told", "agrees"), PROOF),
    "Source": Box(Point(630, 200), ("url", "publisher"), PROOF),
    "Right": Box(Point(640, 640), ("kind", "scope", "until"), TERMS),
    "Country": Box(Point(230, 640), ("name", "iso3"), PLACE, (-1, 1)),
    "Region": Box(Point(430, 780), ("name",), PLACE),
    "Record": Box(Point(890, 780), ("json", "file", "line"), PLAIN),
    "Graph": Box(Point(1110, 780), ("revision",), PLAIN),
}
#: Edges that would run through a box are led over a point.
OVER = {("Asset", "Company"): Point(620, -185), ("Company", "Name"): Point(400, -110)}
_NOTE = "Linked to nothing: what was loaded, and the state of the graph."


def model_picture() -> str:
    """Give the picture of every node and edge of the model, as SVG."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}" role="img" aria-label="Nodes and edges of the graph">'
    )
    yield f"<style>\n{_STYLE}</style>"
    yield (
        '<marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" '
        'orient="auto"><path d="M0 1 10 5 0 9z" fill="#7b8b99"/></marker>'
    )
    yield f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fcfdfe"/>'
    arrows = [_arrow(start, end, names) for (start, end), names in _bundles().items()]
    yield from (line for line, _ in arrows)
    for label, box in BOXES.items():
        yield from _box(label, box)
    yield from (text for _, texts in arrows for text in texts)
    yield _text(Point(1000, 830), _NOTE, "shown")
    yield "</svg>"


def _bundles() -> dict[tuple[str, str], list[str]]:
    """Give the edges by their ends: those with the same ends share an arrow."""
    bundles: dict[tuple[str, str], list[str]] = {}
    for edge in EDGES.values():
        for ends in _ends(edge):
            bundles.setdefault(ends, []).append(edge.type)
    return bundles


def _ends(edge: type[Edge]) -> Iterator[tuple[str, str]]:
    for start in edge.start:
        for end in edge.end:
            yield start.label, end.label


def _arrow(start: str, end: str, names: list[str]) -> tuple[str, list[str]]:
    """Give the line of a bundle, and its names to be written over everything."""
    if start == end:
        path, at = _loop(BOXES[start], len(names))
    else:
        path, at = _line(BOXES[start], BOXES[end], OVER.get((start, end)))
    above = (len(names) - 1) * LINE / 2 - 4
    texts = [
        _text(Point(at.x, at.y - above + i * LINE), name, "name") for i, name in enumerate(names)
    ]
    return f'<path class="edge" d="{path}"/>', texts


def _line(start: Box, end: Box, over: Point | None) -> tuple[str, Point]:
    """Give the path between two boxes, and the middle of it."""
    first = start.border(over or end.middle)
    last = end.border(over or start.middle)
    if over is None:
        return f"M{first}L{last}", first.towards(last, 0.5)
    middle = first.towards(over, 0.5).towards(over.towards(last, 0.5), 0.5)
    return f"M{first}Q{over} {last}", middle


def _loop(box: Box, names: int) -> tuple[str, Point]:
    """Give the path that leaves a box at a corner and returns, and where its names stand."""
    x, y = box.loop
    corner = Point(box.middle.x + x * BOX_WIDTH / 2, box.middle.y + y * BOX_HEIGHT / 2)
    first, last = Point(corner.x - x * 34, corner.y), Point(corner.x, corner.y - y * 17)
    out, back = Point(first.x, first.y + y * 64), Point(last.x + x * 64, last.y)
    at = Point(corner.x, corner.y + y * (40 + names * LINE / 2))
    return f"M{first}C{out} {back} {last}", at


def _box(label: str, box: Box) -> Iterator[str]:
    left, top = box.middle.x - BOX_WIDTH / 2, box.middle.y - BOX_HEIGHT / 2
    yield (
        f'<rect x="{left:.0f}" y="{top:.0f}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="7" '
        f'fill="{box.fill}" stroke="#8796a3"/>'
    )
    yield _text(Point(box.middle.x, box.middle.y - 5), label, "label")
    shown = dict.fromkeys((NODES[label].key, *box.shown))
    yield _text(Point(box.middle.x, box.middle.y + 16), ", ".join(shown), "shown")


def _text(at: Point, text: str, kind: str) -> str:
    return (
        f'<text x="{at.x:.0f}" y="{at.y:.0f}" text-anchor="middle" class="{kind}">'
        f"{escape(text)}</text>"
    )
