/*
title = "Indication"
question = "Which assets for this indication have been partnered?"
path = "/indications/{indication}"
scope = ["Indications are those at signing, as the records write them; there is no hierarchy.", "Rumoured deals are left out.", "as_of: only deals announced by that day."]
draw = "(indication)<-[:TREATS]-(asset)-[:TARGETS*0..1]->()"

[parameters]
indication = { type = "indication" }
as_of = { type = "date", optional = true, about = "as things stood on that day; left out: as last known" }
limit = { type = "integer", minimum = 1, maximum = 500, default = 100 }

[returns]
indication = "indication"
asset = "asset"
modality = { type = "enum:modality", optional = true }
targets = "list:target"
deals = { type = "integer", about = "deals for this indication" }
latest = { type = "date", about = "its latest announcement" }

[counted]
asset = "asset"
indication = "indication"
as_of = "as_of"

[[examples]]
indication = "psoriasis"
limit = 5
*/
MATCH (i:Indication {id: $indication})<-[:TREATS]-(a:Asset)<-[v:COVERS]-(d:Deal)
WHERE i.id IN v.indication_ids AND d.status <> 'rumoured'
  AND d.announced_until <= coalesce($as_of, date('9999-12-31'))
WITH i, a, count(d) AS deals, max(d.announced) AS latest
ORDER BY latest DESC, a.id LIMIT $limit
RETURN i AS indication, a AS asset, a.modality AS modality,
  COLLECT { MATCH (a)-[:TARGETS]->(t) RETURN t ORDER BY t.id } AS targets, deals, latest
ORDER BY latest DESC, a.id
