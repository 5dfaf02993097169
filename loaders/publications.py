"""The ids of publications, and of what each of them says about a deal."""

import hashlib
import re
from urllib.parse import urlsplit

from dealgraph.schema.names import slug
from dealgraph.schema.record import SourceRecord


def account_id(source: SourceRecord, deal: str) -> str:
    """Give the id of what a publication says of a deal."""
    return f"{deal}--{source_id(source, deal)}"


def source_id(source: SourceRecord, deal: str) -> str:
    """Give the id of a publication: its host and a hash of its address."""
    # A text without an address cannot be recognised elsewhere, so it stays with its deal.
    named = source.url or f"{deal}|{source.publisher or ''}|{source.date or ''}"
    host = urlsplit(source.url).hostname if source.url else slug(source.publisher or "unnamed")
    plain = re.sub(r"[^a-z0-9]+", "-", (host or "").removeprefix("www.")).strip("-")
    return f"{plain}-{hashlib.sha256(named.encode()).hexdigest()[:8]}"
