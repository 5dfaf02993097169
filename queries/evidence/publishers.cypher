/*
title = "Publishers"
question = "Who published what stands behind the deals: how many publications, of how many deals?"
path = "/publishers"
scope = [
  "Publishers as the records name them, not joined: a site and its mirror are two. Rumoured deals are included.",
  "alone counts the deals that no other publication reports; differs the figures it tells otherwise than they are shown.",
]
draw = '''
MATCH path = (s:Source)<-[:BY]-(:Account)<-[:REPORTED_IN]-(:Deal)
WHERE ($publisher IS NULL OR toLower(s.publisher) CONTAINS toLower($publisher))
  AND ($kind IS NULL OR s.kind IN $kind)
RETURN path LIMIT 100
'''

[parameters]
publisher = { type = "text", optional = true, about = "part of the publisher's name" }
kind = { type = "list:enum:source-kind", optional = true }
limit = { type = "integer", minimum = 1, maximum = 1000, default = 50 }

[returns]
publisher = { type = "text", optional = true, about = "missing: publications of nobody named" }
kinds = { type = "list:enum:source-kind", about = "of its publications, where known" }
sources = { type = "integer", about = "publications" }
deals = { type = "integer", about = "deals that they report" }
alone = { type = "integer", about = "deals that rest on one of them alone" }
differs = { type = "integer", about = "figures told otherwise than shown" }
first = { type = "date", optional = true, about = "earliest of its dated publications" }
latest = { type = "date", optional = true }

[[examples]]
limit = 5
*/
MATCH (s:Source)
WHERE ($publisher IS NULL OR toLower(s.publisher) CONTAINS toLower($publisher))
  AND ($kind IS NULL OR s.kind IN $kind)
WITH s.publisher AS publisher, collect(s) AS found, collect(DISTINCT s.kind) AS kinds,
  min(s.published) AS first, max(s.published) AS latest
CALL (found) {
  UNWIND found AS s
  MATCH (s)<-[:BY]-(a:Account)<-[:REPORTED_IN]-(d:Deal)
  WITH d, COUNT { (d)-[:REPORTED_IN]->(:Account) } = 1 AS alone,
    COUNT { (a)-[:STATES]->(c:Claim) WHERE c.own AND c.agrees = false } AS differs
  WITH d, alone, sum(differs) AS differs
  RETURN count(d) AS deals, sum(CASE WHEN alone THEN 1 ELSE 0 END) AS alone, sum(differs) AS differs
}
RETURN publisher, COLLECT { UNWIND kinds AS kind RETURN kind ORDER BY kind } AS kinds,
  size(found) AS sources, deals, alone, differs, first, latest
ORDER BY deals DESC, sources DESC, publisher LIMIT $limit
