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
]

[parameters]
period = { type = "enum:period", default = "year" }
start = { type = "place", optional = true, about = "licensor's country, or a region it surely belongs to" }
end = { type = "place", optional = true, about = "licensee's country, or a region it surely belongs to" }
since = { type = "date", optional = true, about = "announced on or after" }
until = { type = "date", optional = true, about = "announced on or before" }
type = { type = "list:enum:deal-type", optional = true }
include_domestic = { type = "boolean", default = false }
include_rumoured = { type = "boolean", default = false }

[returns]
period = "text"
deals = "integer"
upfront_musd = { type = "money", optional = true }
upfront_disclosed = "integer"
upfront_undisclosed = "integer"
deals_in_several_pairs = { type = "integer", about = "those that stand between several of the pairs of countries asked for" }
share_of_all_deals = { type = "share", about = "of all_deals" }
all_deals = { type = "integer", about = "deals of the period and types asked for, domestic ones and those without a known country included" }

[[examples]]
start = "CN"
end = "US"
since = 2023-01-01
*/
CALL () {
  MATCH (a:Country)-[f:FLOW]->(b:Country)
  WHERE f.announced >= coalesce($since, date('0001-01-01'))
    AND f.announced <= coalesce($until, date('9999-12-31'))
    AND ($include_domestic OR a <> b)
    AND ($type IS NULL OR f.type IN $type) AND ($include_rumoured OR f.status <> 'rumoured')
    AND ($start IS NULL OR a.code = $start
         OR EXISTS { (a)-[:PART_OF {certain: true}]->(:Region {code: $start}) })
    AND ($end IS NULL OR b.code = $end
         OR EXISTS { (b)-[:PART_OF {certain: true}]->(:Region {code: $end}) })
  WITH f.deal AS deal, head(collect(f)) AS f, count(*) AS pairs
  WITH f, pairs, CASE $period
      WHEN 'year' THEN toString(f.announced.year)
      WHEN 'half-year' THEN toString(f.announced.year) + '-H' + ((f.announced.month - 1) / 6 + 1)
      WHEN 'quarter' THEN toString(f.announced.year) + '-Q' + f.announced.quarter
      ELSE 'all' END AS period
  RETURN period, count(*) AS deals, sum(f.upfront_musd) AS upfront,
         count(f.upfront_musd) AS disclosed,
         sum(CASE WHEN pairs > 1 THEN 1 ELSE 0 END) AS several
}
CALL () {
  MATCH (d:Deal)
  WHERE d.announced >= coalesce($since, date('0001-01-01'))
    AND d.announced <= coalesce($until, date('9999-12-31'))
    AND ($type IS NULL OR d.type IN $type) AND ($include_rumoured OR d.status <> 'rumoured')
  WITH CASE $period
      WHEN 'year' THEN toString(d.announced.year)
      WHEN 'half-year' THEN toString(d.announced.year) + '-H' + ((d.announced.month - 1) / 6 + 1)
      WHEN 'quarter' THEN toString(d.announced.year) + '-Q' + d.announced.quarter
      ELSE 'all' END AS every_period
  RETURN every_period, count(*) AS all_deals
}
WITH * WHERE period = every_period
RETURN period, deals, CASE WHEN disclosed > 0 THEN upfront END AS upfront_musd,
  disclosed AS upfront_disclosed, deals - disclosed AS upfront_undisclosed,
  several AS deals_in_several_pairs, toFloat(deals) / all_deals AS share_of_all_deals, all_deals
ORDER BY period DESC
