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
]
draw = '''
MATCH (k:Country {code: $country})-[f:FLOW]-(partner:Country)
WHERE partner <> k
  AND f.announced >= coalesce($since, date('0001-01-01'))
  AND f.announced <= coalesce($until, date('9999-12-31'))
  AND ($type IS NULL OR f.type IN $type) AND ($include_rumoured OR f.status <> 'rumoured')
MATCH path = (:Company)-[:LICENSED {deal: f.deal}]->(:Company)
RETURN DISTINCT path, f.announced AS announced ORDER BY announced DESC LIMIT 100
'''

[parameters]
country = { type = "country" }
period = { type = "enum:period", default = "year" }
since = { type = "date", optional = true, about = "announced on or after" }
until = { type = "date", optional = true, about = "announced on or before" }
type = { type = "list:enum:deal-type", optional = true }
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

[counted]
start = "start"
end = "end"
period = "period"
since = "since"
until = "until"
type = "type"
include_rumoured = "include_rumoured"

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
WITH k, partner, CASE WHEN startNode(f) = k THEN 'out' ELSE 'in' END AS direction, f, CASE $period
    WHEN 'year' THEN toString(f.announced.year)
    WHEN 'half-year' THEN toString(f.announced.year) + '-H' + ((f.announced.month - 1) / 6 + 1)
    WHEN 'quarter' THEN toString(f.announced.year) + '-Q' + f.announced.quarter
    ELSE 'all' END AS period
WITH k, period, direction, partner, count(f) AS deals, sum(f.upfront_musd) AS upfront,
     count(f.upfront_musd) AS disclosed
RETURN period, direction, partner,
  CASE direction WHEN 'out' THEN k ELSE partner END AS start,
  CASE direction WHEN 'out' THEN partner ELSE k END AS end, deals,
  CASE WHEN disclosed > 0 THEN upfront END AS upfront_musd, disclosed AS upfront_disclosed,
  deals - disclosed AS upfront_undisclosed
ORDER BY period DESC, direction DESC, deals DESC, partner.code LIMIT $limit
