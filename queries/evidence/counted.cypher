/*
title = "Deals behind a figure"
question = "Which deals does this row of an answer count, latest first?"
path = "/counted"
scope = [
  "Asked with what meta.counted of an answer says; the filters mean here what they mean there.",
  "Rumoured deals are left out unless include_rumoured is true; terminated deals stay in.",
  "What each deal's figures rest on is in its evidence.",
]
cursor = ["announced", "deal"]
draw = "(deal)-[:REPORTED_IN]->()-[:BY]->()"

[parameters]
company = { type = "company", optional = true, about = "a party to the deal" }
role = { type = "enum:role", default = "either", about = "of that company" }
partner = { type = "list:company", optional = true, about = "on the other side than company, both as they signed" }
start = { type = "place", optional = true, about = "licensor's country, or a region it surely belongs to" }
end = { type = "place", optional = true, about = "licensee's country, or a region it surely belongs to" }
include_domestic = { type = "boolean", default = true, about = "also deals that cross no border, or of which no country is known" }
licensor_country = { type = "country", optional = true }
target = { type = "target", optional = true }
also_target = { type = "list:target", optional = true, about = "other targets of the same asset" }
match = { type = "enum:match", default = "at least", about = "those targets or more, or exactly those" }
include_members = { type = "boolean", default = true, about = "members and forms of a target count as it" }
asset = { type = "asset", optional = true }
indication = { type = "indication", optional = true }
modality = { type = "list:enum:modality", optional = true }
period = { type = "text", optional = true, about = "announced in it: 2025, 2025-H2, 2025-Q4, or all" }
since = { type = "date", optional = true, about = "announced on or after" }
until = { type = "date", optional = true, about = "announced on or before" }
type = { type = "list:enum:deal-type", optional = true }
by = { type = "enum:measure", default = "deals", about = "upfront, total: only the types of deal whose prices are compared, unless type says which" }
as_of = { type = "date", optional = true, about = "announced by then, and in_force as on that day; today when it is left out" }
in_force = { type = "list:enum:in-force", optional = true, about = "only deals of which this is so on that day" }
include_rumoured = { type = "boolean", default = false }
include_subsidiaries = { type = "boolean", default = true }
limit = { type = "integer", minimum = 1, maximum = 500, default = 50 }

[returns]
announced = { type = "date", about = "first possible day" }
deal = "deal"
type = "enum:deal-type"
status = "enum:deal-status"
upfront_musd = { type = "money", optional = true }
total_musd = { type = "money", optional = true, about = "potential total, at most" }
sources = { type = "integer", about = "publications behind it" }

[[examples]]
start = "CN"
end = "JP"
period = "2025-H2"
*/
CALL () {
  WITH 1 AS once WHERE $company IS NOT NULL AND $partner IS NULL
  MATCH path = (m:Company)-[:SUBSIDIARY_OF*0..4]->(c:Company {id: $company})
  WHERE $include_subsidiaries OR m = c
  WITH m, reduce(since = date('0001-01-01'), s IN relationships(path) |
    CASE WHEN s.since > since THEN s.since ELSE since END) AS since
  MATCH (d:Deal)-[p:LICENSOR|LICENSEE]->(m)
  WHERE d.announced >= since AND ($role = 'either' OR type(p) = toUpper($role))
  RETURN DISTINCT d
  UNION
  WITH 1 AS once WHERE $company IS NOT NULL AND $partner IS NOT NULL
  MATCH (:Company {id: $company})-[e:LICENSED]-(p:Company) WHERE p.id IN $partner
  MATCH (d:Deal {id: e.deal})
  RETURN DISTINCT d
  UNION
  WITH 1 AS once WHERE $company IS NULL AND $asset IS NOT NULL
  MATCH (:Asset {id: $asset})<-[:COVERS]-(d:Deal)
  RETURN DISTINCT d
  UNION
  WITH 1 AS once WHERE $company IS NULL AND $asset IS NULL AND $target IS NOT NULL
  MATCH (:Target {id: $target})<-[:MEMBER_OF*0..1]-(:Target)<-[:TARGETS]-(:Asset)<-[:COVERS]-(d:Deal)
  RETURN DISTINCT d
  UNION
  WITH 1 AS once
  WHERE $company IS NULL AND coalesce($asset, $target) IS NULL AND $indication IS NOT NULL
  MATCH (:Indication {id: $indication})<-[:TREATS]-(:Asset)<-[:COVERS]-(d:Deal)
  RETURN DISTINCT d
  UNION
  WITH 1 AS once WHERE coalesce($company, $asset, $target, $indication) IS NULL
    AND (coalesce($start, $end) IS NOT NULL OR NOT $include_domestic)
  MATCH (a:Country)-[f:FLOW]->(b:Country)
  WHERE ($include_domestic OR a <> b)
    AND ($start IS NULL OR a.code = $start
         OR EXISTS { (a)-[:PART_OF {certain: true}]->(:Region {code: $start}) })
    AND ($end IS NULL OR b.code = $end
         OR EXISTS { (b)-[:PART_OF {certain: true}]->(:Region {code: $end}) })
  MATCH (d:Deal {id: f.deal})
  RETURN DISTINCT d
  UNION
  WITH 1 AS once WHERE coalesce($company, $asset, $target, $indication, $start, $end) IS NULL
    AND $include_domestic
  MATCH (d:Deal)
  WHERE d.announced >= coalesce($since, date('0001-01-01'))
    AND d.announced <= coalesce($until, date('9999-12-31'))
  RETURN d
}
CALL () {
  UNWIND CASE WHEN $target IS NULL THEN [] ELSE [$target] END + coalesce($also_target, []) AS asked
  OPTIONAL MATCH (t:Target)-[:MEMBER_OF]->(:Target {id: asked}) WHERE $include_members
  WITH asked, collect(t.id) AS members
  RETURN collect([asked] + members) AS wanted
}
WITH d, wanted, coalesce($as_of, date()) AS day
WHERE d.announced >= coalesce($since, date('0001-01-01'))
  AND d.announced <= coalesce($until, date('9999-12-31'))
  AND d.announced <= coalesce($after_announced, date('9999-12-31'))
  AND ($after_announced IS NULL OR d.announced < $after_announced OR d.id < $after_deal)
  AND ($period IS NULL OR $period IN ['all', toString(d.announced.year),
       toString(d.announced.year) + '-H' + ((d.announced.month - 1) / 6 + 1),
       toString(d.announced.year) + '-Q' + d.announced.quarter])
  AND d.announced_until <= coalesce($as_of, date('9999-12-31')) AND d.repeats IS NULL
  AND ($in_force IS NULL OR
    CASE WHEN d.ended_until <= day THEN 'no' WHEN d.ended <= day THEN 'uncertain' ELSE d.in_force END
      IN $in_force)
  AND ($include_rumoured OR d.status <> 'rumoured')
  AND CASE WHEN $type IS NOT NULL THEN d.type IN $type ELSE $by = 'deals'
    OR d.type IN ['license', 'option', 'collaboration', 'co-development', 'newco'] END
  AND ($licensor_country IS NULL
       OR EXISTS { (d)-[p:LICENSOR]->() WHERE p.country = $licensor_country })
  AND (wanted = [] AND coalesce($asset, $indication) IS NULL AND $modality IS NULL
       OR EXISTS { (d)-[v:COVERS]->(a:Asset)
                   WHERE all(one IN wanted WHERE any(id IN v.targets WHERE id IN one))
                   AND ($match = 'at least' OR wanted = []
                        OR all(id IN v.targets WHERE any(one IN wanted WHERE id IN one)))
                   AND ($asset IS NULL OR a.id = $asset)
                   AND ($indication IS NULL OR $indication IN v.indication_ids)
                   AND ($modality IS NULL OR v.modality IN $modality) })
RETURN d.announced AS announced, d AS deal, d.type AS type, d.status AS status,
  d.upfront_musd AS upfront_musd, d.total_musd AS total_musd,
  COUNT { (d)-[:REPORTED_IN]->(:Account) } AS sources
ORDER BY announced DESC, d.id DESC LIMIT $limit
