/*
title = "Top dealmakers"
question = "Which companies make the most deals, or the largest, as licensor or licensee?"
path = "/dealmakers"
scope = [
  "Rumoured deals are left out unless include_rumoured is true; terminated deals stay in.",
  "Ranked by upfront or total, only licence, option, collaboration, co-development and newco deals count unless type says otherwise.",
  "A deal counts whole for each of its parties: do not add rows up.",
  "A subsidiary's deals count for its parent, and no more for itself, from the day it was bought, unless include_subsidiaries is false.",
  "Undisclosed amounts are missing, not 0: each sum says over how many deals it is. Totals are potential, at most.",
]
draw = "(company)"

[parameters]
role = { type = "enum:role", default = "either" }
by = { type = "enum:measure", default = "deals", about = "what the ranking goes by" }
since = { type = "date", optional = true, about = "announced on or after" }
until = { type = "date", optional = true, about = "announced on or before" }
type = { type = "list:enum:deal-type", optional = true }
country = { type = "country", optional = true, about = "only companies seated there" }
include_rumoured = { type = "boolean", default = false }
include_subsidiaries = { type = "boolean", default = true }
limit = { type = "integer", minimum = 1, maximum = 500, default = 20 }

[returns]
company = "company"
country = { type = "country", optional = true }
deals = "integer"
upfront_musd = { type = "money", optional = true }
upfront_disclosed = { type = "integer", about = "deals whose upfront payment is disclosed" }
total_musd = { type = "money", optional = true }
total_disclosed = { type = "integer", about = "deals whose potential total is disclosed" }

[counted]
company = "company"
role = "role"
by = "by"
since = "since"
until = "until"
type = "type"
include_rumoured = "include_rumoured"
include_subsidiaries = "include_subsidiaries"

[[examples]]
role = "licensee"
by = "upfront"
limit = 5
*/
MATCH (d:Deal)
WHERE d.announced >= coalesce($since, date('0001-01-01'))
  AND d.announced <= coalesce($until, date('9999-12-31'))
  AND ($include_rumoured OR d.status <> 'rumoured')
  AND CASE
    WHEN $type IS NOT NULL THEN d.type IN $type
    ELSE $by = 'deals'
      OR d.type IN ['license', 'option', 'collaboration', 'co-development', 'newco']
  END
MATCH (d)-[p:LICENSOR|LICENSEE]->(c:Company)
WHERE $role = 'either' OR type(p) = toUpper($role)
OPTIONAL MATCH (c)-[owned:SUBSIDIARY_OF*1..4]->(owner:Company)
WHERE $include_subsidiaries AND all(s IN owned WHERE coalesce(s.since <= d.announced, true))
  AND NOT EXISTS { (owner)-[s:SUBSIDIARY_OF]->() WHERE coalesce(s.since <= d.announced, true) }
WITH DISTINCT d, coalesce(owner, c) AS company
WHERE company.kind <> 'undisclosed'
WITH company, count(d) AS deals, sum(d.upfront_musd) AS upfront,
     count(d.upfront_musd) AS upfront_disclosed, sum(d.total_musd) AS total,
     count(d.total_musd) AS total_disclosed
OPTIONAL MATCH (company)-[:BASED_IN]->(country:Country)
WITH company, country, deals, upfront, upfront_disclosed, total, total_disclosed
WHERE $country IS NULL OR country.code = $country
RETURN company, country, deals,
  CASE WHEN upfront_disclosed > 0 THEN upfront END AS upfront_musd, upfront_disclosed,
  CASE WHEN total_disclosed > 0 THEN total END AS total_musd, total_disclosed
ORDER BY CASE $by WHEN 'deals' THEN toFloat(deals) WHEN 'upfront' THEN upfront ELSE total END DESC,
         deals DESC, company.id
LIMIT $limit
