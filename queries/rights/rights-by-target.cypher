/*
title = "Several assets on one target"
question = "Which companies hold rights to several assets on one target?"
path = "/rights/by-target"
scope = [
  "Counted are rights that let their holder sell and are in force on the day, or perhaps so; options where include_options is true.",
  "A company stands for its subsidiaries of the day: holdings are those of the ultimate parent.",
  "What a company originated and did not grant away is no right that a deal gave, and is not counted.",
  "Rumoured deals are left out.",
]

[parameters]
company = { type = "company", optional = true }
target = { type = "target", optional = true }
as_of = { type = "date", optional = true, about = "today when it is left out" }
minimum = { type = "integer", minimum = 2, maximum = 50, default = 2, about = "assets at least" }
include_options = { type = "boolean", default = false }
limit = { type = "integer", minimum = 1, maximum = 500, default = 50 }

[returns]
company = "company"
target = "target"
assets = "list:asset"
count = { type = "integer", about = "of these assets" }
deals = "list:deal"
overlap = { type = "integer", about = "of these assets that another company may sell too, by a right in force" }

[[examples]]
target = "GLP1R"
as_of = "2026-01-01"

[[examples]]
company = "sanofi"
as_of = "2026-01-01"
*/
WITH coalesce($as_of, date()) AS day
CALL (day) {
  WITH 1 AS once WHERE $company IS NOT NULL
  MATCH up = (m:Company)-[:SUBSIDIARY_OF*0..4]->(:Company {id: $company})
  WHERE all(s IN relationships(up) WHERE coalesce(s.since, day) <= day)
  MATCH (m)<-[:HELD_BY]-(r:Right) RETURN DISTINCT r
  UNION
  WITH 1 AS once WHERE $company IS NULL AND $target IS NOT NULL
  MATCH (:Target {id: $target})<-[:TARGETS]-(:Asset)<-[:ON]-(r:Right) RETURN DISTINCT r
  UNION
  WITH 1 AS once WHERE $company IS NULL AND $target IS NULL
  MATCH (r:Right) RETURN r
}
WITH r, day
WHERE r.since <= day AND r.commercial AND coalesce(r.until_until > day, true)
  AND ($include_options OR r.kind <> 'option')
MATCH (a:Asset)<-[:ON]-(r)<-[:GRANTS]-(d:Deal) WHERE d.status <> 'rumoured'
MATCH (r)-[:HELD_BY]->(h:Company)
MATCH (a)-[:TARGETS]->(t:Target) WHERE $target IS NULL OR t.id = $target
WITH t, a, d, head(COLLECT { MATCH up = (h)-[:SUBSIDIARY_OF*0..4]->(top)
  WHERE all(s IN relationships(up) WHERE coalesce(s.since, day) <= day)
  RETURN top ORDER BY length(up) DESC LIMIT 1 }) AS company, day
ORDER BY a.id, d.announced, d.id
WITH company, t, collect(DISTINCT a) AS assets, collect(DISTINCT d) AS deals, day
WHERE size(assets) >= $minimum
WITH company, t, assets, deals, day ORDER BY size(assets) DESC, company.id, t.id LIMIT $limit
RETURN company, t AS target, assets, size(assets) AS count, deals,
  COUNT { UNWIND assets AS a
    MATCH (a)<-[:ON]-(r:Right)-[:HELD_BY]->(o:Company)
    WHERE r.since <= day AND r.commercial AND r.kind <> 'option'
      AND coalesce(r.until_until > day, true)
      AND NOT EXISTS { (o)-[:SUBSIDIARY_OF*0..4]->(company) }
    RETURN DISTINCT a } AS overlap
ORDER BY count DESC, company.id, target.id
