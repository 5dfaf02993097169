"""What the IRIs of things begin with: the address at which the data is published."""

import re

#: Where the data is published unless a setting says otherwise.
DEFAULT_BASE = "https://w3id.org/dealgraph/"

_BASE = re.compile(r"https?://[A-Za-z0-9._~:@\[\]-]+(/[A-Za-z0-9._~/%-]*)?/")


def checked_base(text: str) -> str:
    """Give a base with its final `/`; ValueError for what IRIs cannot begin with."""
    base = text if text.endswith("/") else f"{text}/"
    if not _BASE.fullmatch(base):
        raise ValueError(f"{text!r} is no base of IRIs: it must look like https://host/path/")
    return base
