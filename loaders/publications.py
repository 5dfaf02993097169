"""The ids of publications, and of what each of them says about a deal."""

import hashlib
import re
from functools import lru_cache

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


#: The host of a web address, without user and port; its addresses are checked already, so that
#: taking them apart as a whole would only be slower.
_HOST = re.compile(r"\w+://(?:[^/?#]*@)?(\[[^\]]*\]|[^/?#:]*)")


@lru_cache(2**12)  # asked for several times for each deal
def _id(named: str, publisher: str | None) -> str:
    address = _HOST.match(named)
    host = slug(publisher) if publisher else address[1].lower() if address else ""
    plain = re.sub(r"[^a-z0-9]+", "-", host.removeprefix("www.")).strip("-")
    return f"{plain}-{hashlib.sha256(named.encode()).hexdigest()[:8]}"
