/*
title = "Deals that rest on one source"
question = "Which deals does only one publication report, latest first, and which is it?"
path = "/one-source"
scope = [
  "Publications as the records cite them: that no other is cited does not show that there is none.",
  "Rumoured deals are left out unless include_rumoured is true.",
]
cursor = ["announced", "deal"]
draw = "(deal)-[:REPORTED_IN]->()-[:BY]->(source)"

[parameters]
kind = { type = "list:enum:source-kind", optional = true, about = "only where that publication is of these kinds" }
since = { type = "date", optional = true, about = "announced on or after" }
until = { type = "date", optional = true, about = "announced on or before" }
minimum_upfront = { type = "money", minimum = 0, optional = true, about = "millions of US dollars" }
include_rumoured = { type = "boolean", default = false }
limit = { type = "integer", minimum = 1, maximum = 500, default = 50 }

[returns]
announced = { type = "date", about = "first possible day" }
deal = "deal"
type = "enum:deal-type"
status = "enum:deal-status"
upfront_musd = { type = "money", optional = true }
total_musd = { type = "money", optional = true, about = "potential total, at most" }
source = "source"
publisher = { type = "text", optional = true }
kind = { type = "enum:source-kind", optional = true }
published = { type = "date", optional = true, about = "first possible day" }
url = { type = "text", optional = true }

[[examples]]
minimum_upfront = 100
limit = 3
*/
MATCH (d:Deal)
WHERE d.announced >= coalesce($since, date('0001-01-01'))
  AND d.announced <= coalesce($until, date('9999-12-31'))
  AND d.announced <= coalesce($after_announced, date('9999-12-31'))
  AND ($after_announced IS NULL OR d.announced < $after_announced OR d.id < $after_deal)
  AND ($include_rumoured OR d.status <> 'rumoured')
  AND ($minimum_upfront IS NULL OR d.upfront_musd >= $minimum_upfront)
  AND COUNT { (d)-[:REPORTED_IN]->(:Account) } = 1
  AND ($kind IS NULL OR EXISTS { (d)-[:REPORTED_IN]->(a:Account) WHERE a.kind IN $kind })
WITH d ORDER BY d.announced DESC, d.id DESC LIMIT $limit
MATCH (d)-[:REPORTED_IN]->(a:Account)-[:BY]->(s:Source)
RETURN d.announced AS announced, d AS deal, d.type AS type, d.status AS status,
  d.upfront_musd AS upfront_musd, d.total_musd AS total_musd, s AS source,
  a.publisher AS publisher, a.kind AS kind, a.published AS published, s.url AS url
ORDER BY announced DESC, d.id DESC
