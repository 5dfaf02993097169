/*
title = "Cross-border totals"
question = "How many deals crossed a border in each period, each counted once, and for how much upfront?"
path = "/flows/totals"
scope = [
  "Each deal counts once, however many licensors and countries it has.",
  "Countries are the parties' seats at the announcement; a deal is cross-border when any licensor and licensee sit in different ones.",
  "Rumoured deals are left out unless include_rumoured is true; terminated deals stay in.",
  "Acquisitions, asset purchases and equity count too, their price as upfront, unless type says otherwise.",
  "Undisclosed upfront payments are missing, not 0.",
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

[returns]
period = "text"
deals = "integer"
upfront_musd = { type = "money", optional = true }
upfront_disclosed = "integer"
upfront_undisclosed = "integer"
deals_in_force = { type = "integer", about = "of deals: surely in force on the day" }
deals_uncertain = { type = "integer", about = "of deals: ended in a month or year that holds the day" }
deals_unknown = { type = "integer", about = "of deals: ended, nobody says when" }
deals_in_several_pairs = { type = "integer", about = "those that stand between several of the pairs of countries asked for" }
share_of_all_deals = { type = "share", about = "of all_deals" }
all_deals = { type = "integer", about = "deals of the period and types asked for, domestic ones and those without a known country included" }

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
end = "US"
since = 2023-01-01
*/
// Each side is gathered into one list, so that neither is counted once more for every period.
CALL () {
  WITH coalesce($as_of, date()) AS day
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
  WITH f,
    CASE WHEN f.ended_until <= day THEN 'no' WHEN f.ended <= day THEN 'uncertain' ELSE f.in_force END
      AS life
  WHERE $in_force IS NULL OR life IN $in_force
  WITH f.deal AS deal, life, min(f.announced) AS announced, max(f.upfront_musd) AS upfront,
       count(*) AS pairs
  WITH upfront, pairs, life, CASE $period
      WHEN 'year' THEN toString(announced.year)
      WHEN 'half-year' THEN toString(announced.year) + '-H' + ((announced.month - 1) / 6 + 1)
      WHEN 'quarter' THEN toString(announced.year) + '-Q' + announced.quarter
      ELSE 'all' END AS period
  WITH period, count(*) AS deals, sum(upfront) AS upfront, count(upfront) AS disclosed,
       sum(CASE WHEN pairs > 1 THEN 1 ELSE 0 END) AS several, collect(life) AS lives
  RETURN collect({period: period, deals: deals, upfront: upfront, disclosed: disclosed,
                  several: several, lives: lives}) AS crossing
}
CALL () {
  MATCH (d:Deal)
  WHERE d.announced >= coalesce($since, date('0001-01-01'))
    AND d.announced <= coalesce($until, date('9999-12-31'))
    AND ($type IS NULL OR d.type IN $type) AND ($include_rumoured OR d.status <> 'rumoured')
    AND d.announced_until <= coalesce($as_of, date('9999-12-31')) AND d.repeats IS NULL
  WITH d, coalesce($as_of, date()) AS day
  WHERE $in_force IS NULL OR
    CASE WHEN d.ended_until <= day THEN 'no' WHEN d.ended <= day THEN 'uncertain' ELSE d.in_force END
      IN $in_force
  WITH CASE $period
      WHEN 'year' THEN toString(d.announced.year)
      WHEN 'half-year' THEN toString(d.announced.year) + '-H' + ((d.announced.month - 1) / 6 + 1)
      WHEN 'quarter' THEN toString(d.announced.year) + '-Q' + d.announced.quarter
      ELSE 'all' END AS period, count(*) AS deals
  RETURN collect({period: period, deals: deals}) AS every
}
UNWIND crossing AS row
WITH row, head([e IN every WHERE e.period = row.period | e.deals]) AS all_deals
RETURN row.period AS period, row.deals AS deals,
  CASE WHEN row.disclosed > 0 THEN row.upfront END AS upfront_musd,
  row.disclosed AS upfront_disclosed, row.deals - row.disclosed AS upfront_undisclosed,
  size([life IN row.lives WHERE life = 'yes']) AS deals_in_force,
  size([life IN row.lives WHERE life = 'uncertain']) AS deals_uncertain,
  size([life IN row.lives WHERE life STARTS WITH 'unknown']) AS deals_unknown,
  row.several AS deals_in_several_pairs, toFloat(row.deals) / all_deals AS share_of_all_deals,
  all_deals
ORDER BY period DESC
