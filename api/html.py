"""HTML that is escaped by construction: text is escaped, only elements made here are not."""

from html import escape

VOID = frozenset({"link", "meta"})


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def element(name: str, /, *children: str | None, **attributes: str) -> Html:
    """Make an element; children that are no Html are escaped, None is left out.

    `class_` and `for_` stand for `class` and `for`.
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
    )
    if name in VOID:
        return Html(f"<{name}{given}>")
    return Html(f"<{name}{given}>{joined(*children)}</{name}>")


def joined(*children: str | None) -> Html:
    """Put children beside each other, escaped unless they are Html."""
    kept = (child for child in children if child is not None)
    return Html("".join(child if isinstance(child, Html) else escape(child) for child in kept))


def document(title: str, *body: str | None, style: str) -> str:
    """Make a whole page whose style sheet stands at the address `style`."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
        element("link", rel="stylesheet", href=style),
        element("link", rel="icon", href="data:,"),
    )
    page = element("html", head, element("body", *body), lang="en")
    return f"<!doctype html>\n{page}\n"
