/*
title = "Sources"
question = "Which publications stand behind the deals, and how many deals does each report?"
path = "/sources"
scope = ["Sources as the records cite them, those of rumoured deals included; many are trade press rather than the company's release."]
cursor = ["source"]
draw = "(source)<-[:BY]-(:Account)<-[:REPORTED_IN]-(:Deal)"

[parameters]
publisher = { type = "text", optional = true, about = "part of the publisher's name" }
kind = { type = "list:enum:source-kind", optional = true, about = "only of publishers of these kinds" }
since = { type = "date", optional = true, about = "published on or after; leaves out undated ones" }
limit = { type = "integer", minimum = 1, maximum = 500, default = 50 }

[returns]
source = "source"
publisher = { type = "text", optional = true }
published = { type = "date", optional = true, about = "first possible day" }
url = { type = "text", optional = true }
kind = { type = "enum:source-kind", optional = true, about = "of its publisher" }
deals = { type = "integer", about = "deals it reports" }

[[examples]]
publisher = "Fierce"
limit = 3
*/
MATCH (s:Source)
WHERE s.id > coalesce($after_source, '')
  AND ($publisher IS NULL OR toLower(s.publisher) CONTAINS toLower($publisher))
  AND ($kind IS NULL OR s.kind IN $kind)
  AND ($since IS NULL OR s.published >= $since)
RETURN s AS source, s.publisher AS publisher, s.published AS published, s.url AS url,
  s.kind AS kind,
  COUNT { MATCH (s)<-[:BY]-(:Account)<-[:REPORTED_IN]-(d:Deal) RETURN DISTINCT d } AS deals
ORDER BY s.id LIMIT $limit
