"""Which form an answer takes: one table of media types, and how Accept chooses from it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pydantic_core import to_json

if TYPE_CHECKING:
    from dealgraph.graph.asking import Answer

JSON = "application/json"
HTML = "text/html"


@dataclass(frozen=True)
class Form:
    """A form of an answer: its `?format=` name, its media type and who writes it.

    `write(answer, for_excel)` gives the bytes; `saved` forms come as a file with a name.
    """

    name: str
    media_type: str
    content_type: str
    write: "Callable[[Answer, bool], bytes]"
    saved: bool = False
    compressible: bool = True


class NotAcceptableError(Exception):
    """The Accept header leaves none of the forms there are."""

    def __init__(self, accept: str, available: Sequence[str]) -> None:
        super().__init__(f"There is no form that Accept allows; there are {', '.join(available)}.")
        self.accept = accept
        self.available = list(available)


def _json(answer: "Answer", for_excel: bool) -> bytes:
    return to_json(answer.as_json(), inf_nan_mode="null")


def _csv(answer: "Answer", for_excel: bool) -> bytes:
    from dealgraph.graph.tables import csv_bytes

    return csv_bytes(answer, for_excel=for_excel)


def _xlsx(answer: "Answer", for_excel: bool) -> bytes:
    from dealgraph.graph.tables import xlsx_bytes

    return xlsx_bytes(answer)


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#: All forms, the preferred one first. RDF and HTML become further lines of this table.
FORMS: dict[str, Form] = {
    form.name: form
    for form in (
        Form("json", JSON, JSON, _json),
        Form("csv", "text/csv", "text/csv; charset=utf-8; header=present", _csv, saved=True),
        Form("xlsx", XLSX, XLSX, _xlsx, saved=True, compressible=False),
    )
}
BY_MEDIA_TYPE = {form.media_type: form for form in FORMS.values()}


def form_for(accept: str) -> Form:
    """Choose the form of an answer by the Accept header; raise NotAcceptableError."""
    if not accept or accept == "*/*":
        return FORMS["json"]
    return BY_MEDIA_TYPE[chosen(accept, (*BY_MEDIA_TYPE,))]


@lru_cache(64)  # clients send the same few headers again and again
def chosen(accept: str, offers: tuple[str, ...]) -> str:
    """Choose a media type as RFC 9110 section 12.5.1 has it; of equals the first offer.

    Raises NotAcceptableError when Accept leaves none.
    """
    ranges = _ranges(accept or "*/*")
    best = max(offers, key=lambda offer: _quality(offer, ranges))
    if _quality(best, ranges) <= 0:
        raise NotAcceptableError(accept, offers)
    return best


def _ranges(accept: str) -> dict[str, float]:
    """Read `text/csv;q=0.5, */*` into quality by range; what cannot be read is passed over."""
    ranges = {}
    for part in accept.lower().split(","):
        kind, *parameters = (piece.strip() for piece in part.split(";"))
        quality = next((p[2:] for p in parameters if p.startswith("q=")), "1")
        if "/" in kind and (number := _number(quality)) is not None:
            ranges[kind] = number
    return ranges


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if 0 <= number <= 1 else None


def _quality(offer: str, ranges: dict[str, float]) -> float:
    """Take the quality of the most specific range that covers the offer."""
    family = f"{offer.partition('/')[0]}/*"
    return next((ranges[r] for r in (offer, family, "*/*") if r in ranges), 0.0)
