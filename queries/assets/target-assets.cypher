/*
title = "Assets of a target"
question = "Which assets act on this target, who has them, who licensed them, and at what stage?"
path = "/targets/{target}/assets"
scope = [
  "Assets that stand in a deal; rumoured deals are left out, terminated ones stay in.",
  "A family or gene answers with its members and forms too, as matched says, unless include_members is false: KRAS with KRAS G12C.",
  "Stage is that at signing of the latest deal, not today's.",
  "upfront_musd is the sum of disclosed upfront payments of the asset's deals; a deal on several assets counts for each.",
  "as_of: only deals announced by that day.",
  "What reports the closing of a deal that counts already is not counted again.",
]
draw = "(asset)-[:TARGETS|ORIGINATED_BY]->()"

[parameters]
target = { type = "target", about = "HGNC symbol, alias or what deal texts call it" }
also_target = { type = "list:target", optional = true, about = "other targets of the same assets, as in PD-1 and VEGF" }
match = { type = "enum:match", default = "at least", about = "exactly: no target but these" }
include_members = { type = "boolean", default = true, about = "members, parts and forms of a target count as it" }
modality = { type = "list:enum:modality", optional = true }
as_of = { type = "date", optional = true, about = "as things stood on that day; left out: as last known" }
limit = { type = "integer", minimum = 1, maximum = 500, default = 100 }

[returns]
asset = "asset"
modality = { type = "enum:modality", optional = true }
targets = { type = "list:target", about = "all its targets" }
matched = { type = "list:target", about = "those that are asked for, or belong to one that is" }
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
match = "match"
include_members = "include_members"
as_of = "as_of"

[[examples]]
target = "VEGFA"
limit = 5
*/
CALL () {
  UNWIND [$target] + coalesce($also_target, []) AS asked
  OPTIONAL MATCH (t:Target)-[:MEMBER_OF]->(:Target {id: asked}) WHERE $include_members
  WITH asked, collect(t.id) AS members
  RETURN collect([asked] + members) AS wanted
}
MATCH (:Target {id: $target})<-[:MEMBER_OF*0..1]-(t:Target)<-[:TARGETS]-(a:Asset)
MATCH (a)<-[v:COVERS]-(d:Deal)
WHERE all(one IN wanted WHERE any(id IN v.targets WHERE id IN one))
  AND ($match = 'at least' OR all(id IN v.targets WHERE any(one IN wanted WHERE id IN one)))
  AND d.announced_until <= coalesce($as_of, date('9999-12-31')) AND d.repeats IS NULL
  AND d.status <> 'rumoured' AND ($modality IS NULL OR a.modality IN $modality)
WITH DISTINCT a, v, d, wanted ORDER BY d.announced DESC, d.id DESC
WITH a, wanted, collect(d) AS deals, collect(v.phase)[0] AS phase, max(d.announced) AS latest
ORDER BY latest DESC, a.id LIMIT $limit
RETURN a AS asset, a.modality AS modality,
  COLLECT { MATCH (a)-[:TARGETS]->(o) RETURN o ORDER BY o.id } AS targets,
  COLLECT { MATCH (a)-[:TARGETS]->(o) WHERE any(one IN wanted WHERE o.id IN one)
            RETURN o ORDER BY o.id } AS matched,
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
