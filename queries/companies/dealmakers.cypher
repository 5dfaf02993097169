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
  "An amendment, the exercise of an option and a closing speak of the terms of the deal they follow: of the potential totals of these deals only the largest counts, once. Upfront payments are each their own.",
  "as_of: only deals announced by that day, with the status that their dated events had given them; see docs/lifecycle.md.",
  "deals_in_force, deals_uncertain and deals_unknown count those of deals that are surely in force on the day of as_of, or today, that ended within a month or year that holds it, and that ended nobody says when; the rest has ended.",
  "What reports the closing of a deal that counts already is not counted again.",
]
draw = "(company)"

[parameters]
role = { type = "enum:role", default = "either" }
by = { type = "enum:measure", default = "deals", about = "what the ranking goes by" }
since = { type = "date", optional = true, about = "announced on or after" }
until = { type = "date", optional = true, about = "announced on or before" }
type = { type = "list:enum:deal-type", optional = true }
country = { type = "country", optional = true, about = "only companies seated there" }
as_of = { type = "date", optional = true, about = "as things stood on that day; left out: as last known" }
in_force = { type = "list:enum:in-force", optional = true, about = "only deals of which this is so on that day, or today" }
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
total_disclosed = { type = "integer", about = "deals whose potential total is disclosed, those on the same terms once" }
deals_in_force = { type = "integer", about = "of deals: surely in force on the day" }
deals_uncertain = { type = "integer", about = "of deals: ended in a month or year that holds the day" }
deals_unknown = { type = "integer", about = "of deals: ended, nobody says when" }

[counted]
company = "company"
role = "role"
by = "by"
since = "since"
until = "until"
type = "type"
include_rumoured = "include_rumoured"
include_subsidiaries = "include_subsidiaries"
as_of = "as_of"
in_force = "in_force"

[[examples]]
role = "licensee"
by = "upfront"
limit = 5
*/
MATCH (d:Deal)
WHERE d.announced >= coalesce($since, date('0001-01-01'))
  AND d.announced <= coalesce($until, date('9999-12-31'))
  AND d.announced_until <= coalesce($as_of, date('9999-12-31')) AND d.repeats IS NULL
  AND ($include_rumoured OR d.status <> 'rumoured')
  AND CASE
    WHEN $type IS NOT NULL THEN d.type IN $type
    ELSE $by = 'deals'
      OR d.type IN ['license', 'option', 'collaboration', 'co-development', 'newco']
  END
WITH d, coalesce($as_of, date()) AS day
WITH d,
  CASE WHEN d.ended_until <= day THEN 'no' WHEN d.ended <= day THEN 'uncertain' ELSE d.in_force END
    AS in_force
WHERE $in_force IS NULL OR in_force IN $in_force
MATCH (d)-[p:LICENSOR|LICENSEE]->(c:Company)
WHERE $role = 'either' OR type(p) = toUpper($role)
OPTIONAL MATCH (c)-[owned:SUBSIDIARY_OF*1..4]->(owner:Company)
WHERE $include_subsidiaries AND all(s IN owned WHERE coalesce(s.since <= d.announced, true))
  AND NOT EXISTS { (owner)-[s:SUBSIDIARY_OF]->() WHERE coalesce(s.since <= d.announced, true) }
WITH DISTINCT d, in_force, coalesce(owner, c) AS company
WHERE company.kind <> 'undisclosed'
WITH company, coalesce(d.terms, d.id) AS terms, count(d) AS deals, sum(d.upfront_musd) AS upfront,
     count(d.upfront_musd) AS upfront_disclosed, max(d.total_musd) AS total,
     collect(in_force) AS lives
WITH company, sum(deals) AS deals, sum(upfront) AS upfront,
     sum(upfront_disclosed) AS upfront_disclosed, sum(total) AS total,
     count(total) AS total_disclosed, reduce(found = [], some IN collect(lives) | found + some) AS lives
OPTIONAL MATCH (company)-[:BASED_IN]->(country:Country)
WITH company, country, deals, upfront, upfront_disclosed, total, total_disclosed, lives
WHERE $country IS NULL OR country.code = $country
RETURN company, country, deals,
  CASE WHEN upfront_disclosed > 0 THEN upfront END AS upfront_musd, upfront_disclosed,
  CASE WHEN total_disclosed > 0 THEN total END AS total_musd, total_disclosed,
  size([life IN lives WHERE life = 'yes']) AS deals_in_force,
  size([life IN lives WHERE life = 'uncertain']) AS deals_uncertain,
  size([life IN lives WHERE life STARTS WITH 'unknown']) AS deals_unknown
ORDER BY CASE $by WHEN 'deals' THEN toFloat(deals) WHEN 'upfront' THEN upfront ELSE total END DESC,
         deals DESC, company.id
LIMIT $limit
