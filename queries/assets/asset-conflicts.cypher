/*
title = "Asset conflicts"
question = "Of which substances do deals say different targets or another modality?"
path = "/asset-conflicts"
scope = [
  "Assets known by name or code that stand in several deals, rumoured and ended ones too; what a deal leaves out contradicts nothing.",
  "A different set of targets counts, even where one set holds the other.",
]

[parameters]
deal = { type = "list:deal", optional = true, about = "only of assets of these deals" }
limit = { type = "integer", minimum = 1, maximum = 500, default = 100 }

[returns]
asset = "asset"
field = { type = "text", about = "targets or modality" }
said = { type = "list:record", fields = { value = "text", deals = "list:deal" } }

[[examples]]
limit = 20
*/
CALL () {
  WITH 1 AS once WHERE $deal IS NOT NULL
  UNWIND $deal AS id
  MATCH (:Deal {id: id})-[:COVERS]->(a:Asset)
  RETURN DISTINCT a
  UNION
  WITH 1 AS once WHERE $deal IS NULL
  MATCH (a:Asset)
  RETURN a
}
WITH a WHERE a.kind = 'substance' AND COUNT { (a)<-[:COVERS]-() } > 1
MATCH (a)<-[v:COVERS]-(d:Deal)
WITH a, d, v.modality AS modality,
  COLLECT { UNWIND v.targets AS id RETURN id ORDER BY id } AS targets
ORDER BY d.announced, d.id
UNWIND [['modality', modality], ['targets', substring(
  reduce(text = '', id IN targets | text + ', ' + id), 2)]] AS told
WITH a, told[0] AS field, told[1] AS value, collect(d) AS deals
WHERE value <> '' ORDER BY value
WITH a, field, collect({value: value, deals: deals}) AS said WHERE size(said) > 1
ORDER BY a.id, field LIMIT $limit
RETURN a AS asset, field, said
