/*
title = "Assets of a target"
question = "Which assets act on this target, who has them, who licensed them, and at what stage?"
path = "/targets/{target}/assets"
scope = [
  "Assets that stand in a deal; rumoured deals are left out, terminated ones stay in.",
  "Stage is that at signing of the latest deal, not today's.",
  "upfront_musd is the sum of disclosed upfront payments of the asset's deals; a deal on several assets counts for each.",
]
draw = "(asset)-[:TARGETS|ORIGINATED_BY]->()"

[parameters]
target = { type = "target", about = "HGNC symbol, alias or what deal texts call it" }
also_target = { type = "target", optional = true, about = "another target of the same assets, as in PD-1 and VEGF" }
modality = { type = "list:enum:modality", optional = true }
limit = { type = "integer", minimum = 1, maximum = 500, default = 100 }

[returns]
asset = "asset"
modality = { type = "enum:modality", optional = true }
targets = { type = "list:target", about = "all its targets" }
originators = "list:company"
licensors = "list:company"
licensees = "list:company"
phase = { type = "enum:phase", optional = true, about = "at signing of the latest deal that says" }
latest = { type = "date", about = "its latest announcement" }
deals = "integer"
upfront_musd = { type = "money", optional = true }
upfront_disclosed = "integer"

[counted]
asset = "asset"
target = "target"
also_target = "also_target"

[[examples]]
target = "VEGFA"
limit = 5
*/
MATCH (t:Target {id: $target})<-[:TARGETS]-(a:Asset)<-[v:COVERS]-(d:Deal)
WHERE t.id IN v.targets AND ($also_target IS NULL OR $also_target IN v.targets)
  AND d.status <> 'rumoured' AND ($modality IS NULL OR a.modality IN $modality)
WITH a, v, d ORDER BY d.announced DESC, d.id DESC
WITH a, collect(d) AS deals, collect(v.phase)[0] AS phase, max(d.announced) AS latest
ORDER BY latest DESC, a.id LIMIT $limit
RETURN a AS asset, a.modality AS modality,
  COLLECT { MATCH (a)-[:TARGETS]->(o) RETURN o ORDER BY o.id } AS targets,
  COLLECT { MATCH (a)-[:ORIGINATED_BY]->(c) RETURN c ORDER BY c.id } AS originators,
  COLLECT { UNWIND deals AS d MATCH (d)-[:LICENSOR]->(c) RETURN DISTINCT c ORDER BY c.id }
    AS licensors,
  COLLECT { UNWIND deals AS d MATCH (d)-[:LICENSEE]->(c) RETURN DISTINCT c ORDER BY c.id }
    AS licensees,
  phase, latest, size(deals) AS deals,
  CASE WHEN any(d IN deals WHERE d.upfront_musd IS NOT NULL)
    THEN reduce(s = 0.0, d IN deals | s + coalesce(d.upfront_musd, 0.0)) END AS upfront_musd,
  size([d IN deals WHERE d.upfront_musd IS NOT NULL]) AS upfront_disclosed
ORDER BY latest DESC, a.id
