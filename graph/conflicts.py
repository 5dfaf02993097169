"""Where deals tell different things of one asset: other targets, or another modality."""

from collections.abc import Collection, Iterator

from dealgraph.graph.connection import Connection

#: Of one batch of deals as many are told at most.
_MOST = 500
# What a deal leaves out contradicts nothing; a set of targets contradicts each other set.
_CONFLICTS = """
UNWIND $deals AS id
MATCH (:Deal {id: id})-[:COVERS]->(a:Asset)
WITH DISTINCT a WHERE COUNT { (a)<-[:COVERS]-() } > 1
MATCH (a)<-[v:COVERS]-(d:Deal)
WITH a, d, v, COLLECT { UNWIND v.targets AS id RETURN id ORDER BY id } AS targets
ORDER BY d.announced, d.id
UNWIND [['modality', [m IN [v.modality] WHERE m <> '']], ['targets', targets]] AS told
WITH a, told[0] AS field, told[1] AS value, collect(d.id) AS deals
WHERE value <> [] ORDER BY value
WITH a, field, collect({value: value, deals: deals}) AS said WHERE size(said) > 1
RETURN a.id AS asset, field, said ORDER BY asset, field LIMIT $most
"""


def conflicts(connection: Connection, deals: Collection[str]) -> Iterator[str]:
    """Yield each conflict about the assets of these deals, with all deals on either side."""
    for row in connection.read(_CONFLICTS, {"deals": list(deals), "most": _MOST}).records:
        said = "; ".join(_told(**told) for told in row["said"])
        yield f"asset {row['asset']}: deals tell different {row['field']}: {said}"


def _told(value: Collection[str], deals: Collection[str]) -> str:
    return f"{', '.join(value)} in {', '.join(deals)}"
