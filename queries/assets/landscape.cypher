/*
title = "Target landscape"
question = "Which targets are partnered most, with how many assets and companies, and for how much?"
path = "/targets"
scope = [
  "Rumoured deals are left out unless include_rumoured is true; terminated deals stay in.",
  "A deal on several targets counts for each: do not add rows up.",
  "Undisclosed amounts are missing, not 0: medians are over upfront_disclosed deals that are a licence, option, collaboration, co-development or newco.",
  "as_of: only deals announced by that day.",
  "What reports the closing of a deal that counts already is not counted again.",
]

[parameters]
since = { type = "date", optional = true, about = "announced on or after" }
until = { type = "date", optional = true, about = "announced on or before" }
modality = { type = "list:enum:modality", optional = true }
licensor_country = { type = "country", optional = true }
as_of = { type = "date", optional = true, about = "as things stood on that day; left out: as last known" }
include_rumoured = { type = "boolean", default = false }
limit = { type = "integer", minimum = 1, maximum = 500, default = 50 }

[returns]
target = "target"
deals = "integer"
assets = "integer"
licensors = { type = "integer", about = "companies that granted" }
licensees = { type = "integer", about = "companies that received" }
modalities = "list:enum:modality"
latest = { type = "date", about = "latest announcement" }
median_upfront_musd = { type = "money", optional = true }
upfront_disclosed = { type = "integer", about = "deals the median is over" }
upfront_undisclosed = { type = "integer", about = "deals of these types without one" }

[counted]
target = "target"
modality = "modality"
licensor_country = "licensor_country"
since = "since"
until = "until"
include_rumoured = "include_rumoured"
as_of = "as_of"

[[examples]]
licensor_country = "CN"
limit = 5
*/
MATCH (d:Deal)
WHERE d.announced >= coalesce($since, date('0001-01-01'))
  AND d.announced <= coalesce($until, date('9999-12-31'))
  AND d.announced_until <= coalesce($as_of, date('9999-12-31')) AND d.repeats IS NULL
  AND ($include_rumoured OR d.status <> 'rumoured')
  AND ($licensor_country IS NULL
       OR EXISTS { (d)-[p:LICENSOR]->() WHERE p.country = $licensor_country })
MATCH (d)-[v:COVERS]->(a:Asset)
WHERE $modality IS NULL OR v.modality IN $modality
UNWIND v.targets AS id
WITH id, d, collect(DISTINCT a) AS assets, collect(DISTINCT v.modality) AS modalities
WITH id, collect({deal: d, assets: assets, modalities: modalities}) AS found
WITH id, found, size(found) AS deals,
     COLLECT { UNWIND found AS f UNWIND f.assets AS a RETURN DISTINCT a } AS assets
ORDER BY deals DESC, id LIMIT $limit
WITH id, found, deals, assets, [f IN found
  WHERE f.deal.type IN ['license', 'option', 'collaboration', 'co-development', 'newco']
  | f.deal] AS priced
CALL (priced) {
  UNWIND priced AS d
  RETURN percentileCont(d.upfront_musd, 0.5) AS median
}
MATCH (t:Target {id: id})
RETURN t AS target, deals, size(assets) AS assets,
  COUNT { UNWIND found AS f WITH f.deal AS d MATCH (d)-[:LICENSOR]->(c) RETURN DISTINCT c }
    AS licensors,
  COUNT { UNWIND found AS f WITH f.deal AS d MATCH (d)-[:LICENSEE]->(c) RETURN DISTINCT c }
    AS licensees,
  COLLECT { UNWIND found AS f UNWIND f.modalities AS m WITH DISTINCT m RETURN m ORDER BY m }
    AS modalities,
  reduce(latest = date('0001-01-01'), f IN found |
    CASE WHEN f.deal.announced > latest THEN f.deal.announced ELSE latest END) AS latest,
  median AS median_upfront_musd,
  size([d IN priced WHERE d.upfront_musd IS NOT NULL]) AS upfront_disclosed,
  size([d IN priced WHERE d.upfront_musd IS NULL]) AS upfront_undisclosed
ORDER BY deals DESC, t.id
