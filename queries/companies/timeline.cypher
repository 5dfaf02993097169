/*
title = "A company's timeline"
question = "What has happened in this company's partnerships, latest first?"
path = "/companies/{company}/timeline"
scope = [
  "Announcements and the dated events of deals; an event known by month or year stands at its first possible day.",
  "Rumoured deals are left out unless include_rumoured is true.",
  "A subsidiary's deals count from the day it was bought, unless include_subsidiaries is false.",
  "as_of: only what had surely happened by that day.",
]
cursor = ["date", "entry"]
draw = "(deal)-[:LICENSOR|LICENSEE]->()"

[parameters]
company = { type = "company", about = "id or any name" }
since = { type = "date", optional = true, about = "happened on or after" }
until = { type = "date", optional = true, about = "happened on or before" }
as_of = { type = "date", optional = true, about = "as things stood on that day; left out: as last known" }
include_rumoured = { type = "boolean", default = false }
include_subsidiaries = { type = "boolean", default = true }
limit = { type = "integer", minimum = 1, maximum = 500, default = 50 }

[returns]
date = { type = "date", about = "first possible day" }
date_until = { type = "date", about = "last possible day" }
entry = { type = "text", about = "id of the event, or of the deal for its announcement" }
what = { type = "enum:event-kind" }
part = { type = "text", optional = true, about = "which part of the deal; missing: the whole" }
by = { type = "enum:side", optional = true, about = "which side acted" }
deal = "deal"
role = { type = "enum:role", about = "of the company in the deal" }
partners = "list:company"
type = "enum:deal-type"
upfront_musd = { type = "money", optional = true }

[[examples]]
company = "innocare-pharma"
limit = 10
*/
MATCH (c:Company {id: $company})
CALL (c) {
  MATCH path = (m:Company)-[:SUBSIDIARY_OF*0..4]->(c)
  WHERE $include_subsidiaries OR m = c
  WITH m, reduce(since = date('0001-01-01'), s IN relationships(path) |
    CASE WHEN s.since > since THEN s.since ELSE since END) AS since
  MATCH (d:Deal)-[p:LICENSOR|LICENSEE]->(m)
  WHERE d.announced >= since AND ($include_rumoured OR d.status <> 'rumoured')
  RETURN d, min(type(p)) AS role
}
CALL (d) {
  RETURN d.announced AS date, d.announced_until AS date_until, d.id AS entry,
         'announced' AS what, null AS part, null AS by
  UNION ALL
  MATCH (d)-[:HAS_EVENT]->(e:Event) WHERE e.date IS NOT NULL
  RETURN e.date AS date, e.date_until AS date_until, e.id AS entry, e.kind AS what,
         e.what AS part, e.by AS by
}
WITH d, role, date, date_until, entry, what, part, by
WHERE date_until <= coalesce($as_of, date('9999-12-31'))
  AND date >= coalesce($since, date('0001-01-01'))
  AND date <= coalesce($until, date('9999-12-31'))
  AND date <= coalesce($after_date, date('9999-12-31'))
  AND ($after_date IS NULL OR date < $after_date OR entry < $after_entry)
WITH d, role, date, date_until, entry, what, part, by ORDER BY date DESC, entry DESC LIMIT $limit
RETURN date, date_until, entry, what, part, by, d AS deal,
  CASE role WHEN 'LICENSOR' THEN 'licensor' ELSE 'licensee' END AS role,
  CASE role
    WHEN 'LICENSOR' THEN COLLECT { MATCH (d)-[:LICENSEE]->(o) RETURN o ORDER BY o.id }
    ELSE COLLECT { MATCH (d)-[:LICENSOR]->(o) RETURN o ORDER BY o.id }
  END AS partners,
  d.type AS type, d.upfront_musd AS upfront_musd
ORDER BY date DESC, entry DESC
