"""Who says what of a deal: an Account for each publication that its records cite."""

import hashlib
import json
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from dealgraph.graph.content import Content, EdgeKind
from dealgraph.loaders.stored import Stored
from dealgraph.schema.dates import first_day, last_day
from dealgraph.schema.names import slug
from dealgraph.schema.record import DealRecord, SourceRecord


def add_accounts(owned: Content, shared: Content, deal: str, records: Sequence[Stored]) -> None:
    """Add what each publication says; the first record's figures are the deal's own."""
    seen: set[str] = set()
    for stored in records:
        differs = _differences(stored.record, records[0].record)
        for position, source in enumerate(stored.record.sources):
            publication = source_id(source, deal)
            account = f"{deal}--{publication}"
            if account in seen:  # one publication cited twice for one deal
                continue
            seen.add(account)
            owned.node("Account", id=account, dataset=stored.dataset, position=position,
                       publisher=source.publisher, kind=source.kind, **_published(source),
                       says=_says(source, differs))  # fmt: skip
            owned.edge(EdgeKind("REPORTED_IN", "Deal", "Account"), deal, account)
            owned.edge(EdgeKind("BY", "Account", "Source"), account, publication)
            shared.node("Source", id=publication, url=source.url)


def source_id(source: SourceRecord, deal: str) -> str:
    """Give the id of a publication: its host and a hash of its address."""
    # A text without an address cannot be recognised elsewhere, so it stays with its deal.
    named = source.url or f"{deal}|{source.publisher or ''}|{source.date or ''}"
    host = urlsplit(source.url).hostname if source.url else slug(source.publisher or "unnamed")
    plain = re.sub(r"[^a-z0-9]+", "-", (host or "").removeprefix("www.")).strip("-")
    return f"{plain}-{hashlib.sha256(named.encode()).hexdigest()[:8]}"


def _published(source: SourceRecord) -> dict[str, Any]:
    if source.date is None:
        return {}
    return {"published": first_day(source.date), "published_until": last_day(source.date)}


def _says(source: SourceRecord, differs: dict[str, Any]) -> str | None:
    own = source.says.model_dump(mode="json", exclude_unset=True) if source.says else {}
    told = differs | own
    return json.dumps(told, ensure_ascii=False, sort_keys=True) if told else None


def _differences(record: DealRecord, shown: DealRecord) -> dict[str, Any]:
    if record is shown:
        return {}
    ours = record.model_dump(mode="json", exclude_unset=True, exclude={"sources", "note", "id"})
    theirs = shown.model_dump(mode="json", exclude_unset=True)
    return {name: value for name, value in ours.items() if theirs.get(name) != value}
