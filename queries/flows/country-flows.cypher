/*
title = "Flows of one country"
question = "What flowed out of and into this country, to and from where, and when?"
path = "/countries/{country}/flows"
scope = [
  "out: its companies granted; in: its companies received. Deals within the country are left out.",
  "A deal counts once per partner country; rows of one period may share deals.",
  "Rumoured deals are left out unless include_rumoured is true; terminated deals stay in.",
  "Acquisitions, asset purchases and equity count too, their price as upfront, unless type says otherwise.",
  "Undisclosed upfront payments are missing, not 0.",
  "as_of: only deals announced by that day, with the status that their dated events had given them; see docs/lifecycle.md.",
  "deals_in_force, deals_uncertain and deals_unknown count those of deals that are surely in force on the day of as_of, or today, that ended within a month or year that holds it, and that ended nobody says when; the rest has ended.",
  "What reports the closing of a deal that counts already is not counted again.",
]
draw = '''
MATCH (k:Country {code: $country})-[f:FLOW]-(partner:Country)
WHERE partner <> k
  AND f.announced >= coalesce($since, date('0001-01-01'))
  AND f.announced <= coalesce($until, date('9999-12-31'))
  AND ($type IS NULL OR f.type IN $type) AND ($include_rumoured OR f.status <> 'rumoured')
  AND f.announced_until <= coalesce($as_of, date('9999-12-31')) AND f.repeats IS NULL
WITH f, coalesce($as_of, date()) AS day
WHERE $in_force IS NULL OR
  CASE WHEN f.ended_until <= day THEN 'no' WHEN f.ended <= day THEN 'uncertain' ELSE f.in_force END
    IN $in_force
MATCH path = (:Company)-[:LICENSED {deal: f.deal}]->(:Company)
RETURN DISTINCT path, f.announced AS announced ORDER BY announced DESC LIMIT 100
'''

[parameters]
country = { type = "country" }
period = { type = "enum:period", default = "year" }
since = { type = "date", optional = true, about = "announced on or after" }
until = { type = "date", optional = true, about = "announced on or before" }
type = { type = "list:enum:deal-type", optional = true }
as_of = { type = "date", optional = true, about = "as things stood on that day; left out: as last known" }
in_force = { type = "list:enum:in-force", optional = true, about = "only deals of which this is so on that day, or today" }
include_rumoured = { type = "boolean", default = false }
limit = { type = "integer", minimum = 1, maximum = 5000, default = 500 }

[returns]
period = "text"
direction = { type = "text", about = "out or in" }
partner = "country"
start = { type = "country", about = "where the licensor sits" }
end = { type = "country", about = "where the licensee sits" }
deals = "integer"
upfront_musd = { type = "money", optional = true }
upfront_disclosed = "integer"
upfront_undisclosed = "integer"
deals_in_force = { type = "integer", about = "of deals: surely in force on the day" }
deals_uncertain = { type = "integer", about = "of deals: ended in a month or year that holds the day" }
deals_unknown = { type = "integer", about = "of deals: ended, nobody says when" }

[counted]
start = "start"
end = "end"
period = "period"
since = "since"
until = "until"
type = "type"
include_rumoured = "include_rumoured"
as_of = "as_of"
in_force = "in_force"

[[examples]]
country = "JP"
since = 2025-01-01
*/
MATCH (k:Country {code: $country})
MATCH (k)-[f:FLOW]-(partner:Country)
WHERE partner <> k
  AND f.announced >= coalesce($since, date('0001-01-01'))
  AND f.announced <= coalesce($until, date('9999-12-31'))
  AND ($type IS NULL OR f.type IN $type) AND ($include_rumoured OR f.status <> 'rumoured')
  AND f.announced_until <= coalesce($as_of, date('9999-12-31')) AND f.repeats IS NULL
WITH k, partner, f, coalesce($as_of, date()) AS day
WITH k, partner, f,
  CASE WHEN f.ended_until <= day THEN 'no' WHEN f.ended <= day THEN 'uncertain' ELSE f.in_force END
    AS in_force
WHERE $in_force IS NULL OR in_force IN $in_force
WITH k, partner, in_force, CASE WHEN startNode(f) = k THEN 'out' ELSE 'in' END AS direction, f, CASE $period
    WHEN 'year' THEN toString(f.announced.year)
    WHEN 'half-year' THEN toString(f.announced.year) + '-H' + ((f.announced.month - 1) / 6 + 1)
    WHEN 'quarter' THEN toString(f.announced.year) + '-Q' + f.announced.quarter
    ELSE 'all' END AS period
WITH k, period, direction, partner, count(f) AS deals, sum(f.upfront_musd) AS upfront,
     count(f.upfront_musd) AS disclosed, collect(in_force) AS lives
RETURN period, direction, partner,
  CASE direction WHEN 'out' THEN k ELSE partner END AS start,
  CASE direction WHEN 'out' THEN partner ELSE k END AS end, deals,
  CASE WHEN disclosed > 0 THEN upfront END AS upfront_musd, disclosed AS upfront_disclosed,
  deals - disclosed AS upfront_undisclosed,
  size([life IN lives WHERE life = 'yes']) AS deals_in_force,
  size([life IN lives WHERE life = 'uncertain']) AS deals_uncertain,
  size([life IN lives WHERE life STARTS WITH 'unknown']) AS deals_unknown
ORDER BY period DESC, direction DESC, deals DESC, partner.code LIMIT $limit
