/*
title = "Path between two companies"
question = "Through which deals are these two companies connected?"
path = "/companies/{company}/path/{other}"
scope = [
  "Parties as they signed: a subsidiary is not its parent here.",
  "One shortest path of at most six hops, of several the first by the ids along it; each hop lists every deal between its two companies that passes the filters.",
  "Rumoured deals are left out unless include_rumoured is true; a deal with an undisclosed partner is no hop.",
  "No rows: there is no such path, or both are the same company.",
  "as_of: only deals announced by that day, with the status that their dated events had given them; see docs/lifecycle.md.",
  "in_force is that of the day of as_of, or of today: uncertain within the month or year that a deal ended in, unknown since announcement where nobody dates its end.",
]
draw = "(start)-[:LICENSED]-(end)"

[parameters]
company = { type = "company", about = "where the path begins" }
other = { type = "company", about = "where it ends" }
since = { type = "date", optional = true, about = "announced on or after" }
until = { type = "date", optional = true, about = "announced on or before" }
as_of = { type = "date", optional = true, about = "as things stood on that day; left out: as last known" }
in_force = { type = "list:enum:in-force", optional = true, about = "only deals of which this is so on that day, or today" }
include_rumoured = { type = "boolean", default = false }

[returns]
hop = "integer"
start = "company"
end = "company"
deals = { type = "list:record", fields = { deal = "deal", licensor = { type = "company", about = "which of the two granted" }, type = "enum:deal-type", announced = "date", in_force = "enum:in-force", upfront_musd = { type = "money", optional = true } } }

[[examples]]
company = "innovent-biologics"
other = "pfizer"
*/
MATCH (a:Company {id: $company}), (b:Company {id: $other})
WITH a, b, coalesce($as_of, date()) AS day
CALL (a, b, day) {
  WITH a, b, day WHERE a <> b
  // Of several shortest paths always the same one is shown: the first by the ids along it.
  MATCH path = allShortestPaths((a)-[:LICENSED*..6]-(b))
  WHERE all(e IN relationships(path) WHERE
    e.announced >= coalesce($since, date('0001-01-01'))
    AND e.announced <= coalesce($until, date('9999-12-31'))
    AND ($include_rumoured OR e.status <> 'rumoured')
    AND e.announced_until <= coalesce($as_of, date('9999-12-31'))
    AND ($in_force IS NULL OR
      CASE WHEN e.ended_until <= day THEN 'no' WHEN e.ended <= day THEN 'uncertain' ELSE e.in_force END
        IN $in_force))
  WITH nodes(path) AS stops
  RETURN stops ORDER BY [stop IN stops | stop.id] LIMIT 1
}
UNWIND range(0, size(stops) - 2) AS i
WITH day, i, stops[i] AS start, stops[i + 1] AS end
MATCH (start)-[e:LICENSED]-(end)
WHERE e.announced >= coalesce($since, date('0001-01-01'))
  AND e.announced <= coalesce($until, date('9999-12-31'))
  AND ($include_rumoured OR e.status <> 'rumoured')
  AND e.announced_until <= coalesce($as_of, date('9999-12-31'))
WITH i, start, end, e,
  CASE WHEN e.ended_until <= day THEN 'no' WHEN e.ended <= day THEN 'uncertain' ELSE e.in_force END
    AS in_force
WHERE $in_force IS NULL OR in_force IN $in_force
MATCH (d:Deal {id: e.deal})
WITH i, start, end, e, in_force, d ORDER BY d.announced, d.id
RETURN i + 1 AS hop, start, end,
  collect({deal: d, licensor: startNode(e), type: d.type, announced: d.announced,
           in_force: in_force, upfront_musd: d.upfront_musd}) AS deals
ORDER BY hop
