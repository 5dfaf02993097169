/*
title = "Deals"
question = "Which deals fit these filters, latest first?"
path = "/deals"
scope = [
  "Rumoured deals are left out unless include_rumoured is true or status asks for them; terminated deals stay in unless in_force leaves them out.",
  "Countries are the parties' seats at the announcement.",
  "Targets, asset, indication, modality and phase must fit one asset of the deal together.",
  "A family or gene answers with its members and forms too, unless include_members is false: KRAS with KRAS G12C.",
  "minimum_upfront leaves out deals whose upfront payment is undisclosed.",
  "Deals known by month only count from the first day of it.",
  "A subsidiary's deals count for its parent from the day it was bought, unless include_subsidiaries is false.",
  "as_of: only deals announced by that day, with the status that their dated events had given them; see docs/lifecycle.md.",
  "in_force is that of the day of as_of, or of today: uncertain within the month or year that a deal ended in, unknown since announcement where nobody dates its end.",
  "Deals with the same family follow one another: amendments, exercised options, onward deals; see the thread of a deal.",
]
cursor = ["announced", "deal"]
draw = "(deal)-[:LICENSOR|LICENSEE|COVERS]->()"

[parameters]
type = { type = "list:enum:deal-type", optional = true }
status = { type = "list:enum:deal-status", optional = true }
since = { type = "date", optional = true, about = "announced on or after" }
until = { type = "date", optional = true, about = "announced on or before" }
company = { type = "company", optional = true, about = "a party to the deal" }
role = { type = "enum:role", default = "either", about = "of that company" }
licensor_country = { type = "country", optional = true }
licensee_country = { type = "country", optional = true }
target = { type = "list:target", optional = true, about = "of one asset all together; PD-1 + VEGF or CDK4/6 stands for several" }
match = { type = "enum:match", default = "at least", about = "exactly: no other target on that asset" }
include_members = { type = "boolean", default = true, about = "members, parts and forms of a target count as it" }
asset = { type = "asset", optional = true }
indication = { type = "indication", optional = true }
modality = { type = "list:enum:modality", optional = true }
phase = { type = "list:enum:phase", optional = true, about = "furthest stage at signing" }
minimum_upfront = { type = "money", minimum = 0, optional = true, about = "millions of US dollars" }
text = { type = "text", optional = true, about = "words that all stand in its id or in names of its parties, assets, targets, indications" }
as_of = { type = "date", optional = true, about = "as things stood on that day; left out: as last known" }
in_force = { type = "list:enum:in-force", optional = true, about = "only deals of which this is so on that day, or today" }
include_rumoured = { type = "boolean", default = false }
include_subsidiaries = { type = "boolean", default = true }
limit = { type = "integer", minimum = 1, maximum = 500, default = 50 }

[returns]
announced = { type = "date", about = "first possible day" }
announced_until = { type = "date", about = "last possible day" }
deal = "deal"
type = "enum:deal-type"
status = "enum:deal-status"
in_force = "enum:in-force"
ended = { type = "date", optional = true, about = "first possible day of the end" }
licensors = "list:company"
licensor_countries = "list:country"
licensees = "list:company"
licensee_countries = "list:country"
assets = "list:asset"
targets = { type = "list:target", about = "what its assets act on" }
upfront_musd = { type = "money", optional = true }
total_musd = { type = "money", optional = true, about = "potential total, at most" }
family = { type = "deal", optional = true, about = "the first of the deals that follow one another; missing: it stands alone" }
sources = { type = "integer", about = "publications behind it" }

[[examples]]
target = "PDCD1"
licensor_country = "CN"
minimum_upfront = 200
limit = 5
*/
// A company, target, asset, indication or text leads to few deals; without any, the deals are
// walked in the order of their dates, and the walk ends as soon as the page is full.
WITH coalesce($as_of, date()) AS day, coalesce($as_of, date('9999-12-31')) AS known
CALL (day, known) {
  WITH 1 AS once WHERE $company IS NOT NULL
  MATCH path = (m:Company)-[:SUBSIDIARY_OF*0..4]->(c:Company {id: $company})
  WHERE $include_subsidiaries OR m = c
  WITH m, reduce(since = date('0001-01-01'), s IN relationships(path) |
    CASE WHEN s.since > since THEN s.since ELSE since END) AS since
  MATCH (d:Deal)-[p:LICENSOR|LICENSEE]->(m)
  WHERE d.announced >= since AND ($role = 'either' OR type(p) = toUpper($role))
  RETURN DISTINCT d
  UNION
  WITH 1 AS once WHERE $company IS NULL AND $target IS NOT NULL
  MATCH (:Target {id: $target[0]})<-[:MEMBER_OF*0..1]-(t:Target)
  MATCH (t)<-[:TARGETS]-(:Asset)<-[:COVERS]-(d:Deal)
  RETURN DISTINCT d
  UNION
  WITH 1 AS once
  WHERE $company IS NULL AND $target IS NULL AND $asset IS NOT NULL
  MATCH (:Asset {id: $asset})<-[:COVERS]-(d:Deal)
  RETURN DISTINCT d
  UNION
  WITH 1 AS once
  WHERE $target IS NULL AND coalesce($company, $asset) IS NULL AND $indication IS NOT NULL
  MATCH (:Indication {id: $indication})<-[:TREATS]-(:Asset)<-[:COVERS]-(d:Deal)
  RETURN DISTINCT d
  UNION
  WITH 1 AS once
  WHERE $target IS NULL AND coalesce($company, $asset, $indication) IS NULL
    AND $text IS NOT NULL
  MATCH (d:Deal) WHERE d.text CONTAINS head(split(toLower($text), ' '))
  RETURN d
  UNION
  WITH 1 AS once
  WHERE $target IS NULL AND coalesce($company, $asset, $indication, $text) IS NULL
  MATCH (d:Deal)
  WHERE d.announced >= coalesce($since, date('0001-01-01'))
    AND d.announced <= coalesce($until, date('9999-12-31'))
    AND d.announced <= coalesce($after_announced, date('9999-12-31'))
    AND d.announced <= known
    AND d.announced_until <= known
    AND ($after_announced IS NULL OR d.announced < $after_announced OR d.id < $after_deal)
    AND ($type IS NULL OR d.type IN $type)
    AND ($status IS NULL OR
      CASE WHEN d.ended_until <= known THEN 'terminated'
        WHEN d.closed_until <= known THEN 'closed' ELSE d.first_status END IN $status)
    AND ($in_force IS NULL OR
      CASE WHEN d.ended_until <= day THEN 'no' WHEN d.ended <= day THEN 'uncertain' ELSE d.in_force END
        IN $in_force)
    AND ($include_rumoured OR d.status <> 'rumoured' OR 'rumoured' IN $status)
    AND ($minimum_upfront IS NULL OR d.upfront_musd >= $minimum_upfront)
    AND ($licensor_country IS NULL
         OR EXISTS { (d)-[p:LICENSOR]->() WHERE p.country = $licensor_country })
    AND ($licensee_country IS NULL
         OR EXISTS { (d)-[p:LICENSEE]->() WHERE p.country = $licensee_country })
    AND (($modality IS NULL AND $phase IS NULL)
         OR EXISTS { (d)-[v:COVERS]->() WHERE ($modality IS NULL OR v.modality IN $modality)
                     AND ($phase IS NULL OR v.phase IN $phase) })
  RETURN d ORDER BY d.announced DESC, d.id DESC LIMIT $limit
}
CALL () {
  UNWIND coalesce($target, []) AS asked
  OPTIONAL MATCH (t:Target)-[:MEMBER_OF]->(:Target {id: asked}) WHERE $include_members
  WITH asked, collect(t.id) AS members
  RETURN collect([asked] + members) AS wanted
}
WITH d, wanted, known,
  CASE WHEN d.ended_until <= known THEN 'terminated'
    WHEN d.closed_until <= known THEN 'closed' ELSE d.first_status END AS status,
  CASE WHEN d.ended_until <= day THEN 'no' WHEN d.ended <= day THEN 'uncertain' ELSE d.in_force END
    AS in_force
WHERE d.announced >= coalesce($since, date('0001-01-01'))
  AND d.announced <= coalesce($until, date('9999-12-31'))
  AND d.announced_until <= known
  AND d.announced <= coalesce($after_announced, date('9999-12-31'))
  AND ($after_announced IS NULL OR d.announced < $after_announced OR d.id < $after_deal)
  AND ($type IS NULL OR d.type IN $type)
  AND ($status IS NULL OR status IN $status)
  AND ($in_force IS NULL OR in_force IN $in_force)
  AND ($include_rumoured OR d.status <> 'rumoured' OR 'rumoured' IN $status)
  AND ($minimum_upfront IS NULL OR d.upfront_musd >= $minimum_upfront)
  AND ($text IS NULL OR all(word IN split(toLower($text), ' ') WHERE d.text CONTAINS word))
  AND ($licensor_country IS NULL
       OR EXISTS { (d)-[p:LICENSOR]->() WHERE p.country = $licensor_country })
  AND ($licensee_country IS NULL
       OR EXISTS { (d)-[p:LICENSEE]->() WHERE p.country = $licensee_country })
  AND (coalesce($asset, $indication) IS NULL AND $target IS NULL AND $modality IS NULL
         AND $phase IS NULL
       OR EXISTS { (d)-[v:COVERS]->(a:Asset)
                   WHERE all(one IN wanted WHERE any(id IN v.targets WHERE id IN one))
                   AND ($target IS NULL OR $match = 'at least'
                        OR all(id IN v.targets WHERE any(one IN wanted WHERE id IN one)))
                   AND ($asset IS NULL OR a.id = $asset)
                   AND ($indication IS NULL OR $indication IN v.indication_ids)
                   AND ($modality IS NULL OR v.modality IN $modality)
                   AND ($phase IS NULL OR v.phase IN $phase) })
WITH d, status, in_force, known ORDER BY d.announced DESC, d.id DESC LIMIT $limit
RETURN d.announced AS announced, d.announced_until AS announced_until, d AS deal,
  d.type AS type, status, in_force,
  CASE WHEN d.ended <= known THEN d.ended END AS ended,
  COLLECT { MATCH (d)-[:LICENSOR]->(c) RETURN c ORDER BY c.id } AS licensors,
  COLLECT { MATCH (d)-[p:LICENSOR]->() MATCH (k:Country {code: p.country})
            RETURN DISTINCT k ORDER BY k.code } AS licensor_countries,
  COLLECT { MATCH (d)-[:LICENSEE]->(c) RETURN c ORDER BY c.id } AS licensees,
  COLLECT { MATCH (d)-[p:LICENSEE]->() MATCH (k:Country {code: p.country})
            RETURN DISTINCT k ORDER BY k.code } AS licensee_countries,
  COLLECT { MATCH (d)-[v:COVERS]->(a) RETURN a ORDER BY v.position } AS assets,
  COLLECT { MATCH (d)-[v:COVERS]->() UNWIND v.targets AS id MATCH (t:Target {id: id})
            RETURN DISTINCT t ORDER BY t.id } AS targets,
  d.upfront_musd AS upfront_musd, d.total_musd AS total_musd,
  COLLECT { MATCH (f:Deal {id: d.family}) RETURN f }[0] AS family,
  COUNT { (d)-[:REPORTED_IN]->(:Account) } AS sources
ORDER BY announced DESC, d.id DESC
