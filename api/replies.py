"""What every response carries: its headers and its tag."""

from collections.abc import Mapping
from hashlib import blake2b

from starlette.responses import Response

#: Nothing is loaded from anywhere and nothing may frame a response; pages add their own style.
NO_CONTENT_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"
PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
GUARDS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
ANSWER_HEADERS = {"Cache-Control": "no-cache", "Vary": "Accept"}


def reply(
    body: bytes,
    content_type: str,
    status: int = 200,
    headers: Mapping[str, str] = {},
    policy: str = NO_CONTENT_POLICY,
) -> Response:
    """Make a response with the headers that all of ours carry."""
    carried = {**GUARDS, "Content-Security-Policy": policy, **headers}
    return Response(body, status, carried, media_type=content_type)


def page(html: str) -> Response:
    """Make a response of an HTML page, whose style comes from this service and nowhere else."""
    headers = {"Cache-Control": "no-cache", "Vary": "Accept"}
    return reply(html.encode(), "text/html; charset=utf-8", headers=headers, policy=PAGE_POLICY)


def tag_of(*parts: object) -> str:
    """Make a weak entity tag of what an answer depends on.

    Weak, because a body with gzip and the same without it share it.
    """
    seen = blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=15)
    return f'W/"{seen.hexdigest()}"'


def has_tag(if_none_match: str | None, tag: str) -> bool:
    """Tell whether an If-None-Match header holds the tag, compared weakly (RFC 9110 13.1.2)."""
    if not if_none_match:
        return False
    bare = tag.removeprefix("W/")
    tags = (part.strip().removeprefix("W/") for part in if_none_match.split(","))
    return any(part in ("*", bare) for part in tags)
