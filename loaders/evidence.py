"""Who reports a deal: an Account for each publication that its records cite."""

import json
from typing import Any

from dealgraph.graph.content import Content, EdgeKind
from dealgraph.loaders.claims import add_claims
from dealgraph.loaders.publications import account_id, source_id
from dealgraph.loaders.shown import Shown
from dealgraph.schema.amounts import AMOUNTS
from dealgraph.schema.life import Days
from dealgraph.schema.record import DealRecord, SourceRecord


def add_accounts(owned: Content, to_share: Content, deal: str, shown: Shown) -> None:
    """Add an account for each publication, and its claims where accounts are told apart."""
    seen: set[str] = set()
    for telling in shown.tellings:
        differs = _differences(telling.record, shown.record)
        for position, source in enumerate(telling.record.sources):
            publication = source_id(source, deal)
            account = account_id(source, deal)
            if account in seen:  # one publication cited twice for one deal
                continue
            seen.add(account)
            owned.node("Account", id=account, dataset=telling.stored.dataset, position=position,
                       publisher=source.publisher, kind=source.kind, **_published(source),
                       says=_says(source, differs))  # fmt: skip
            owned.edge(EdgeKind("REPORTED_IN", "Deal", "Account"), deal, account)
            owned.edge(EdgeKind("BY", "Account", "Source"), account, publication)
            to_share.node("Source", id=publication, url=source.url)
    add_claims(owned, deal, shown)


def _published(source: SourceRecord) -> dict[str, Any]:
    return Days.of(source.date).under("published") if source.date else {}


def _says(source: SourceRecord, differs: dict[str, Any]) -> str | None:
    own = source.says.model_dump(mode="json", exclude_unset=True) if source.says else {}
    told = differs | own
    return json.dumps(told, ensure_ascii=False, sort_keys=True) if told else None


def _differences(record: DealRecord, shown: DealRecord) -> dict[str, Any]:
    if record is shown:
        return {}
    ours = record.model_dump(mode="json", exclude_unset=True, exclude={"sources", "note", "id"})
    theirs = shown.model_dump(mode="json", exclude_unset=True)
    other_money = ours.get("currency") != theirs.get("currency")
    return {
        name: value
        for name, value in ours.items()
        if theirs.get(name) != value or (other_money and name in AMOUNTS)
    }
