"""The ids of publications, and of what each of them says about a deal."""

import hashlib
import re
from functools import lru_cache
from urllib.parse import urlsplit

from dealgraph.schema.names import slug
from dealgraph.schema.record import SourceRecord


def account_id(source: SourceRecord, deal: str) -> str:
    """Give the id of what a publication says of a deal."""
    return f"{deal}--{source_id(source, deal)}"


def source_id(source: SourceRecord, deal: str) -> str:
    """Give the id of a publication: its host and a hash of its address."""
    if source.url:
        return _id(source.url, None)
    # A text without an address cannot be recognised elsewhere, so it stays with its deal.
    return _id(
        f"{deal}|{source.publisher or ''}|{source.date or ''}", source.publisher or "unnamed"
    )


@lru_cache(2**12)  # asked for several times for each deal
def _id(named: str, publisher: str | None) -> str:
    host = slug(publisher) if publisher else urlsplit(named).hostname
    plain = re.sub(r"[^a-z0-9]+", "-", (host or "").removeprefix("www.")).strip("-")
    return f"{plain}-{hashlib.sha256(named.encode()).hexdigest()[:8]}"
