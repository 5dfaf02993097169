/*
title = "What is new"
question = "Which deals were announced, and what happened to deals, since a date?"
path = "/new"
scope = [
  "Announcements and dated events, latest first; one known by month or year stands at its first possible day.",
  "Rumoured deals are left out unless include_rumoured is true.",
  "as_of: only what had surely happened by that day, with the status of that day.",
]
cursor = ["date", "entry"]
draw = "(deal)-[:LICENSOR|LICENSEE|COVERS]->()"

[parameters]
since = { type = "date", about = "happened on or after" }
as_of = { type = "date", optional = true, about = "as things stood on that day; left out: as last known" }
include_rumoured = { type = "boolean", default = false }
limit = { type = "integer", minimum = 1, maximum = 500, default = 50 }

[returns]
date = { type = "date", about = "first possible day" }
date_until = { type = "date", about = "last possible day" }
entry = { type = "text", about = "id of the event, or of the deal for its announcement" }
what = "enum:event-kind"
part = { type = "text", optional = true, about = "which part of the deal; missing: the whole" }
deal = "deal"
type = "enum:deal-type"
status = "enum:deal-status"
upfront_musd = { type = "money", optional = true }

[[examples]]
since = 2026-03-01
limit = 5
*/
CALL () {
  MATCH (d:Deal)
  WHERE d.announced >= $since AND d.announced <= coalesce($after_date, date('9999-12-31'))
    AND ($after_date IS NULL OR d.announced < $after_date OR d.id < $after_entry)
    AND d.announced_until <= coalesce($as_of, date('9999-12-31'))
    AND ($include_rumoured OR d.status <> 'rumoured')
  RETURN d, d.announced AS date, d.announced_until AS date_until, d.id AS entry,
         'announced' AS what, null AS part
  ORDER BY date DESC, entry DESC LIMIT $limit
  UNION ALL
  MATCH (e:Event)
  WHERE e.date >= $since AND e.date <= coalesce($after_date, date('9999-12-31'))
    AND ($after_date IS NULL OR e.date < $after_date OR e.id < $after_entry)
    AND e.date_until <= coalesce($as_of, date('9999-12-31'))
  MATCH (d:Deal)-[:HAS_EVENT]->(e) WHERE $include_rumoured OR d.status <> 'rumoured'
  RETURN d, e.date AS date, e.date_until AS date_until, e.id AS entry, e.kind AS what,
         e.what AS part
  ORDER BY date DESC, entry DESC LIMIT $limit
}
RETURN date, date_until, entry, what, part, d AS deal, d.type AS type,
  CASE WHEN d.ended_until <= coalesce($as_of, date('9999-12-31')) THEN 'terminated'
    WHEN d.closed_until <= coalesce($as_of, date('9999-12-31')) THEN 'closed' ELSE d.first_status END AS status,
  d.upfront_musd AS upfront_musd
ORDER BY date DESC, entry DESC LIMIT $limit
