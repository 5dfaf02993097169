"""The guide as Neo4j Browser shows it: a carousel of slides whose queries run with one click."""

from collections.abc import Sequence

from dealgraph.api.html import Html, element, joined
from dealgraph.queries.guide import Guide, GuideQuery, Slide

HOW = (
    "The arrow beside a query runs it; a click on its text puts it into the editor. A double click "
    "on a node shows what is around it."
)


def guide_page(guide: Guide, base: str) -> str:
    """Make the guide; `base` is the service's address, as the reader's web browser knows it.

    Queries stand in it as text, so that no sign of them is taken for HTML.
    """
    file = element("a", "favourites.zip", href=f"{base}/neo4j/favourites.zip")
    drop = element("p", file, ": every question as a favourite. Save it and drop it on this page.")
    first, *others = guide.slides
    slides = [_slide(first, element("p", HOW), drop), *map(_slide, others)]
    title = element("title", guide.title)
    return joined(title, element("carousel", *slides, class_="deck container-fluid")) + "\n"


def _slide(slide: Slide, *notes: Html) -> Html:
    queries = [part for query in slide.queries for part in _query(query)]
    about = [element("h3", slide.title), element("p", slide.see, class_="lead"), *notes]
    column = element("div", *about, *queries, class_="col-sm-12")
    return element("slide", column, class_="row-fluid")


def _query(query: GuideQuery) -> Sequence[Html]:
    shown = element("pre", query.cypher.strip(), class_="pre-scrollable code runnable")
    return element("h4", query.about), shown
