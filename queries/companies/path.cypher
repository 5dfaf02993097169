/*
title = "Path between two companies"
question = "Through which deals are these two companies connected?"
path = "/companies/{company}/path/{other}"
scope = [
  "Parties as they signed: a subsidiary is not its parent here.",
  "One shortest path of at most six hops, of several the first by the ids along it; each hop lists every deal between its two companies that passes the filters.",
  "Rumoured deals are left out unless include_rumoured is true; a deal with an undisclosed partner is no hop.",
  "No rows: there is no such path, or both are the same company.",
]
draw = "(start)-[:LICENSED]-(end)"

[parameters]
company = { type = "company", about = "where the path begins" }
other = { type = "company", about = "where it ends" }
since = { type = "date", optional = true, about = "announced on or after" }
until = { type = "date", optional = true, about = "announced on or before" }
include_rumoured = { type = "boolean", default = false }

[returns]
hop = "integer"
start = "company"
end = "company"
deals = { type = "list:record", fields = { deal = "deal", licensor = { type = "company", about = "which of the two granted" }, type = "enum:deal-type", announced = "date", upfront_musd = { type = "money", optional = true } } }

[[examples]]
company = "innovent-biologics"
other = "pfizer"
*/
MATCH (a:Company {id: $company}), (b:Company {id: $other})
CALL (a, b) {
  WITH a, b WHERE a <> b
  // Of several shortest paths always the same one is shown: the first by the ids along it.
  MATCH path = allShortestPaths((a)-[:LICENSED*..6]-(b))
  WHERE all(e IN relationships(path) WHERE
    e.announced >= coalesce($since, date('0001-01-01'))
    AND e.announced <= coalesce($until, date('9999-12-31'))
    AND ($include_rumoured OR e.status <> 'rumoured'))
  WITH nodes(path) AS stops
  RETURN stops ORDER BY [stop IN stops | stop.id] LIMIT 1
}
UNWIND range(0, size(stops) - 2) AS i
WITH i, stops[i] AS start, stops[i + 1] AS end
MATCH (start)-[e:LICENSED]-(end)
WHERE e.announced >= coalesce($since, date('0001-01-01'))
  AND e.announced <= coalesce($until, date('9999-12-31'))
  AND ($include_rumoured OR e.status <> 'rumoured')
MATCH (d:Deal {id: e.deal})
WITH i, start, end, e, d ORDER BY d.announced, d.id
RETURN i + 1 AS hop, start, end,
  collect({deal: d, licensor: startNode(e), type: d.type, announced: d.announced,
           upfront_musd: d.upfront_musd}) AS deals
ORDER BY hop
