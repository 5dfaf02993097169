/*
title = "Cross-border flows"
question = "How many deals, and how much disclosed upfront money, went from which country to which, and when?"
path = "/flows"
scope = [
  "From the licensor's seat to the licensee's at the announcement; deals within one country are left out unless include_domestic is true.",
  "A deal counts once per distinct pair of countries or regions; deals_in_several_rows says how many of a row's deals stand in other rows of its period too: do not add rows up, ask flow-totals.",
  "Regions are the UN's continents, with Northern America and Latin America and the Caribbean apart.",
  "Rumoured deals are left out unless include_rumoured is true; terminated deals stay in.",
  "Acquisitions, asset purchases and equity count too, their price as upfront, unless type says otherwise.",
  "Undisclosed upfront payments are missing, not 0.",
  "Deals known by month only count at the first day of it.",
  "as_of: only deals announced by that day, with the status that their dated events had given them; see docs/lifecycle.md.",
  "deals_in_force, deals_uncertain and deals_unknown count those of deals that are surely in force on the day of as_of, or today, that ended within a month or year that holds it, and that ended nobody says when; the rest has ended.",
  "What reports the closing of a deal that counts already is not counted again.",
]
draw = '''
MATCH (a:Country)-[f:FLOW]->(b:Country)
WHERE f.announced >= coalesce($since, date('0001-01-01'))
  AND f.announced <= coalesce($until, date('9999-12-31'))
  AND ($include_domestic OR a <> b)
  AND ($type IS NULL OR f.type IN $type) AND ($include_rumoured OR f.status <> 'rumoured')
  AND f.announced_until <= coalesce($as_of, date('9999-12-31')) AND f.repeats IS NULL
  AND ($start IS NULL OR a.code = $start
       OR EXISTS { (a)-[:PART_OF {certain: true}]->(:Region {code: $start}) })
  AND ($end IS NULL OR b.code = $end
       OR EXISTS { (b)-[:PART_OF {certain: true}]->(:Region {code: $end}) })
WITH f, coalesce($as_of, date()) AS day
WHERE $in_force IS NULL OR
  CASE WHEN f.ended_until <= day THEN 'no' WHEN f.ended <= day THEN 'uncertain' ELSE f.in_force END
    IN $in_force
MATCH path = (:Company)-[:LICENSED {deal: f.deal}]->(:Company)
RETURN DISTINCT path, f.announced AS announced ORDER BY announced DESC LIMIT 100
'''

[parameters]
level = { type = "enum:level", default = "country", about = "what stands at both ends" }
period = { type = "enum:period", default = "year" }
start = { type = "place", optional = true, about = "licensor's country, or a region it surely belongs to" }
end = { type = "place", optional = true, about = "licensee's country, or a region it surely belongs to" }
since = { type = "date", optional = true, about = "announced on or after" }
until = { type = "date", optional = true, about = "announced on or before" }
type = { type = "list:enum:deal-type", optional = true }
include_domestic = { type = "boolean", default = false }
as_of = { type = "date", optional = true, about = "as things stood on that day; left out: as last known" }
in_force = { type = "list:enum:in-force", optional = true, about = "only deals of which this is so on that day, or today" }
include_rumoured = { type = "boolean", default = false }
limit = { type = "integer", minimum = 1, maximum = 5000, default = 500 }

[returns]
period = { type = "text", about = "2025, 2025-H2, 2025-Q4, or all" }
start = { type = "place", about = "where the licensor sits" }
end = { type = "place", about = "where the licensee sits" }
deals = "integer"
upfront_musd = { type = "money", optional = true, about = "disclosed upfront payments; missing when none is disclosed" }
upfront_disclosed = "integer"
upfront_undisclosed = "integer"
deals_in_several_rows = "integer"
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
include_domestic = "include_domestic"
include_rumoured = "include_rumoured"
as_of = "as_of"
in_force = "in_force"

[[examples]]
start = "CN"
period = "half-year"
since = 2025-01-01
limit = 5
*/
CALL () {
  WITH ['002', '009', '021', '142', '150', '419'] AS continents, coalesce($as_of, date()) AS day
  MATCH (a:Country)-[f:FLOW]->(b:Country)
  WHERE f.announced >= coalesce($since, date('0001-01-01'))
    AND f.announced <= coalesce($until, date('9999-12-31'))
    AND ($include_domestic OR a <> b)
    AND ($type IS NULL OR f.type IN $type) AND ($include_rumoured OR f.status <> 'rumoured')
    AND f.announced_until <= coalesce($as_of, date('9999-12-31')) AND f.repeats IS NULL
    AND ($start IS NULL OR a.code = $start
         OR EXISTS { (a)-[:PART_OF {certain: true}]->(:Region {code: $start}) })
    AND ($end IS NULL OR b.code = $end
         OR EXISTS { (b)-[:PART_OF {certain: true}]->(:Region {code: $end}) })
  WITH continents, a, b, f,
    CASE WHEN f.ended_until <= day THEN 'no' WHEN f.ended <= day THEN 'uncertain' ELSE f.in_force END
      AS in_force
  WHERE $in_force IS NULL OR in_force IN $in_force
  WITH continents, a, b, collect({flow: f, life: in_force}) AS between
  CALL (a, b, continents) {
    WITH a, b WHERE $level = 'country'
    RETURN a AS start, b AS end
    UNION
    WITH a, b, continents WHERE $level = 'region'
    MATCH (a)-[:PART_OF]->(ra:Region) WHERE ra.code IN continents
    MATCH (b)-[:PART_OF]->(rb:Region) WHERE rb.code IN continents
    RETURN ra AS start, rb AS end
  }
  UNWIND between AS each
  WITH each.flow AS f, each.life AS life, start, end
  WITH f, life, start, end, CASE $period
      WHEN 'year' THEN toString(f.announced.year)
      WHEN 'half-year' THEN toString(f.announced.year) + '-H' + ((f.announced.month - 1) / 6 + 1)
      WHEN 'quarter' THEN toString(f.announced.year) + '-Q' + f.announced.quarter
      ELSE 'all' END AS period
  WITH DISTINCT period, start, end, f.deal AS deal, f.upfront_musd AS upfront, life
  RETURN period, deal, upfront, life, collect({start: start, end: end}) AS rows
}
UNWIND rows AS row
WITH period, row.start AS start, row.end AS end, count(deal) AS deals, sum(upfront) AS upfront,
     count(upfront) AS disclosed, sum(CASE WHEN size(rows) > 1 THEN 1 ELSE 0 END) AS several,
     collect(life) AS lives
RETURN period, start, end, deals, CASE WHEN disclosed > 0 THEN upfront END AS upfront_musd,
  disclosed AS upfront_disclosed, deals - disclosed AS upfront_undisclosed,
  several AS deals_in_several_rows,
  size([life IN lives WHERE life = 'yes']) AS deals_in_force,
  size([life IN lives WHERE life = 'uncertain']) AS deals_uncertain,
  size([life IN lives WHERE life STARTS WITH 'unknown']) AS deals_unknown
ORDER BY period DESC, deals DESC, start.code, end.code LIMIT $limit
