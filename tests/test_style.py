"""The style of Neo4j Browser and its colours: made from the model, told apart, readable."""

import math
from itertools import combinations

import pytest
from golden import Golden
from support import ROOT

from dealgraph.schema.model import EDGES, NODES
from dealgraph.schema.palette import FILLS, colours, contrast, linear
from dealgraph.schema.style import style

Triple = tuple[float, float, float]
#: How people see who lack one kind of cone, as matrices on linear light, by Machado, Oliveira and
#: Fernandes (2009), severity 1.0.
SIGHTS: dict[str, tuple[Triple, Triple, Triple]] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
#: Distance in Oklab (Ottosson 2020): 0.02 is just seen between areas side by side.
APART = 0.09


def test_the_style_is_made_from_the_model(golden: Golden) -> None:
    golden(ROOT / "tests" / "golden" / "style.grass", style())


def test_every_label_has_a_colour_and_every_caption_is_a_property() -> None:
    assert set(FILLS) == set(NODES)
    for node in NODES.values():
        assert (node.drawn or node.caption) in node.property_names(), node.label
    for edge in EDGES.values():
        assert not edge.drawn or edge.drawn in edge.property_names(), edge.type


@pytest.mark.parametrize("sight", SIGHTS)
def test_colours_are_told_apart(sight: str) -> None:
    seen = {label: oklab(through(sight, linear(fill))) for label, fill in FILLS.items()}
    together = set(combinations(FILLS, 2)) - {("Record", "Graph")}  # linked to nothing
    near = {pair: math.dist(seen[pair[0]], seen[pair[1]]) for pair in together}
    pair = min(near, key=lambda pair: near[pair])
    assert near[pair] >= APART, pair


@pytest.mark.parametrize("label", FILLS)
def test_text_is_read_on_every_colour(label: str) -> None:
    shown = colours(label)
    assert contrast(shown.text, shown.fill) >= 4.5  # WCAG 2.2, 1.4.3


def through(sight: str, light: Triple) -> Triple:
    red, green, blue = (
        min(1.0, max(0.0, sum(part * channel for part, channel in zip(row, light, strict=True))))
        for row in SIGHTS[sight]
    )
    return red, green, blue


def oklab(light: Triple) -> Triple:
    red, green, blue = light
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )
