"""The colours of the graph: one per label, told apart by people who see colours differently.

The tests hold that any two differ for normal sight and the three kinds of colour blindness, and
that text can be read on each.
"""

from dataclasses import dataclass

DARK, LIGHT = "#1B2733", "#FFFFFF"
#: Of edges that are no licence themselves.
LINE = "#8A949E"
#: Label -> fill. Record and Graph are linked to nothing, so that they are never drawn together.
FILLS = {
    "Company": "#1474D4",
    "Asset": "#086844",
    "Target": "#7408A4",
    "Indication": "#D480C8",
    "Country": "#BC0808",
    "Region": "#F8B0A4",
    "Deal": "#EC6808",
    "Right": "#ECEC44",
    "Event": "#98F8F8",
    "Source": "#2C2C14",
    "Account": "#8C9874",
    "Claim": "#284064",
    "Name": "#B0C8F8",
    "Record": "#747480",
    "Graph": "#747480",
}


@dataclass(frozen=True)
class Colours:
    """The colours of one label, as #RRGGBB: of its area, of the text on it, of its border."""

    fill: str
    text: str
    border: str


def colours(label: str) -> Colours:
    """Give the colours of a label; the text is dark or light, whichever reads better."""
    fill = FILLS[label]
    text = max((DARK, LIGHT), key=lambda colour: contrast(colour, fill))
    return Colours(fill, text, _darker(fill))


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours, from 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def linear(colour: str) -> tuple[float, float, float]:
    """Give red, green and blue of `#RRGGBB` as amounts of light, from 0 to 1 (IEC 61966-2-1)."""
    red, green, blue = (_light(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return red, green, blue


def _light(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _darker(colour: str) -> str:
    channels = (int(colour[at : at + 2], 16) * 7 // 10 for at in (1, 3, 5))
    return "#" + "".join(f"{channel:02X}" for channel in channels)
