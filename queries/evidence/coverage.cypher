/*
title = "Coverage"
question = "How much do the deals of each year disclose?"
path = "/coverage"
scope = [
  "Shares are of the deals in the row; the first row is over all years. Rumoured deals are included: this is about the records, not the market.",
  "A selection of deals, not a census: counts by year say nothing about the market.",
]
draw = '''
MATCH path = (d:Deal)-[:REPORTED_IN]->(:Account)-[:BY]->(:Source)
WHERE d.announced >= coalesce($since, date('0001-01-01'))
  AND d.announced <= coalesce($until, date('9999-12-31'))
RETURN path ORDER BY d.announced DESC, d.id LIMIT 100
'''

[parameters]
since = { type = "date", optional = true, about = "announced on or after" }
until = { type = "date", optional = true, about = "announced on or before" }

[returns]
period = { type = "text", about = "all, or the year" }
deals = "integer"
with_upfront = { type = "share", about = "upfront payment disclosed" }
with_total = { type = "share", about = "potential total disclosed" }
with_any_amount = { type = "share", about = "upfront, equity, near-term, milestones or total disclosed" }
with_territory = { type = "share", about = "territory stated for the deal" }
with_stage = { type = "share", about = "stage at signing known for at least one asset" }
with_target = { type = "share", about = "target known for at least one asset" }
with_day = { type = "share", about = "announced on a known day, not only in a month" }
with_source = { type = "share", about = "at least one source with an address" }
with_several_sources = { type = "share", about = "more than one publication" }
sources = { type = "integer", about = "publications cited, each once" }

[counted]
period = "period"
since = "since"
until = "until"
include_rumoured = true

[[examples]]
since = 2024-01-01
*/
MATCH (d:Deal)
WHERE d.announced >= coalesce($since, date('0001-01-01'))
  AND d.announced <= coalesce($until, date('9999-12-31'))
WITH d,
  EXISTS { (d)-[v:COVERS]->() WHERE v.phase IS NOT NULL } AS stage,
  EXISTS { (d)-[v:COVERS]->() WHERE v.targets IS NOT NULL } AS target,
  COLLECT { MATCH (d)-[:REPORTED_IN]->()-[:BY]->(s) RETURN s } AS sources
UNWIND ['all', toString(d.announced.year)] AS period
WITH period, count(d) AS deals, count(d.upfront) AS upfront, count(d.total) AS total,
  sum(CASE WHEN d.upfront IS NOT NULL OR d.equity IS NOT NULL OR d.near_term IS NOT NULL
             OR d.milestones IS NOT NULL OR d.total IS NOT NULL THEN 1.0 ELSE 0.0 END) AS amount,
  count(d.territory) AS territory, sum(CASE WHEN stage THEN 1.0 ELSE 0.0 END) AS stage,
  sum(CASE WHEN target THEN 1.0 ELSE 0.0 END) AS target,
  sum(CASE WHEN d.announced = d.announced_until THEN 1.0 ELSE 0.0 END) AS day,
  sum(CASE WHEN any(s IN sources WHERE s.url IS NOT NULL) THEN 1.0 ELSE 0.0 END) AS source,
  sum(CASE WHEN size(sources) > 1 THEN 1.0 ELSE 0.0 END) AS several, collect(sources) AS cited
RETURN period, deals, toFloat(upfront) / deals AS with_upfront, toFloat(total) / deals AS with_total,
  amount / deals AS with_any_amount, toFloat(territory) / deals AS with_territory,
  stage / deals AS with_stage, target / deals AS with_target, day / deals AS with_day,
  source / deals AS with_source, several / deals AS with_several_sources,
  COUNT { UNWIND cited AS some UNWIND some AS s RETURN DISTINCT s } AS sources
ORDER BY CASE period WHEN 'all' THEN '9999' ELSE period END DESC
