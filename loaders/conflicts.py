"""What deals just loaded say of an asset otherwise than other deals: other targets or modality."""

from collections.abc import Collection, Iterator

from dealgraph.graph.connection import Connection
from dealgraph.queries.catalogue import BUNDLED

#: Of one batch as many are told as a question about them would show at most.
_MOST = 500


def conflicts(connection: Connection, deals: Collection[str]) -> Iterator[str]:
    """Yield each conflict about the assets of these deals, with all deals on both sides."""
    question = (BUNDLED / "assets" / "asset-conflicts.cypher").read_text("utf-8")
    for row in connection.read(question, {"deal": list(deals), "limit": _MOST}).records:
        said = "; ".join(_told(told["value"], told["deals"]) for told in row["said"])
        yield f"asset {row['asset']['id']}: {row['field']} differ: {said}"


def _told(value: str, deals: Collection[dict[str, str]]) -> str:
    return f"{value} in {', '.join(deal['id'] for deal in deals)}"
