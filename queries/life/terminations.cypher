/*
title = "Terminated and returned"
question = "Which deals, or parts of them, were terminated or returned, by whom, after how long, and what was kept?"
path = "/terminations"
scope = [
  "Each event that ended a deal or a part of it, latest first; lapsed options among them. Where what, assets and territory are missing, it is the whole deal.",
  "The day is that on which it took effect, where told, else that of the notice. An ending that nobody dates stands at the announcement of its deal: dated is false.",
  "months are whole months from the announcement to the end, each at its first possible day.",
  "upfront_musd is what the deal disclosed as upfront payment, also where only a part ended; milestones that were paid are in kept or in the note, if told.",
  "Rumoured deals are left out.",
]
cursor = ["ended", "entry"]
draw = "(deal)-[:LICENSOR|LICENSEE|COVERS]->()"

[parameters]
since = { type = "date", optional = true, about = "ended on or after" }
until = { type = "date", optional = true, about = "ended on or before" }
as_of = { type = "date", optional = true, about = "only what had surely ended by that day; left out: all that is known" }
company = { type = "company", optional = true, about = "a party to the deal" }
by = { type = "enum:side", optional = true, about = "which side acted" }
type = { type = "list:enum:deal-type", optional = true }
licensor_country = { type = "country", optional = true }
licensee_country = { type = "country", optional = true }
whole = { type = "boolean", optional = true, about = "true: only whole deals, false: only parts" }
limit = { type = "integer", minimum = 1, maximum = 500, default = 50 }

[returns]
ended = { type = "date", about = "first possible day of the end; undated: of the announcement" }
ended_until = { type = "date", optional = true, about = "last possible day of the end; missing: undated" }
dated = "boolean"
entry = { type = "text", about = "id of the event" }
deal = "deal"
type = "enum:deal-type"
how = "enum:event-kind"
by = { type = "enum:side", optional = true, about = "which side acted" }
whole = { type = "boolean", about = "the whole deal ended" }
what = { type = "text", optional = true, about = "which part, in words" }
assets = { type = "list:text", about = "of which assets only" }
territory = { type = "text", optional = true, about = "where only" }
months = { type = "integer", optional = true, about = "after the announcement" }
notice = { type = "date", optional = true, about = "first possible day of the notice, where it took effect later" }
kept = { type = "text", optional = true, about = "what the side that let go keeps, or what stays paid" }
licensors = "list:company"
licensees = "list:company"
upfront_musd = { type = "money", optional = true }
upfront_includes_equity = { type = "boolean", optional = true }

[[examples]]
licensor_country = "CN"
whole = true
limit = 5
*/
MATCH (e:Event) WHERE e.kind IN ['terminated', 'rights returned', 'option lapsed']
MATCH (d:Deal)-[:HAS_EVENT]->(e)
WITH d, e, coalesce(e.effective, e.date, d.announced) AS ended,
     coalesce(e.effective_until, e.date_until) AS ended_until,
     coalesce(e.what, e.territory, e.assets[0]) IS NULL AS whole
WHERE d.status <> 'rumoured'
  AND ended >= coalesce($since, date('0001-01-01'))
  AND ended <= coalesce($until, date('9999-12-31'))
  AND ended <= coalesce($after_ended, date('9999-12-31'))
  AND ($after_ended IS NULL OR ended < $after_ended OR e.id < $after_entry)
  AND ($as_of IS NULL OR ended_until <= $as_of)
  AND ($by IS NULL OR e.by = $by) AND ($type IS NULL OR d.type IN $type)
  AND ($whole IS NULL OR whole = $whole)
  AND ($company IS NULL OR EXISTS { (d)-[:LICENSOR|LICENSEE]->(:Company {id: $company}) })
  AND ($licensor_country IS NULL
       OR EXISTS { (d)-[p:LICENSOR]->() WHERE p.country = $licensor_country })
  AND ($licensee_country IS NULL
       OR EXISTS { (d)-[p:LICENSEE]->() WHERE p.country = $licensee_country })
WITH d, e, ended, ended_until, whole ORDER BY ended DESC, e.id DESC LIMIT $limit
RETURN ended, ended_until, ended_until IS NOT NULL AS dated, e.id AS entry, d AS deal,
  d.type AS type, e.kind AS how, e.by AS by, whole, e.what AS what,
  coalesce(e.assets, []) AS assets, e.territory AS territory,
  CASE WHEN ended_until IS NOT NULL THEN duration.between(d.announced, ended).months END AS months,
  CASE WHEN e.effective IS NOT NULL THEN e.date END AS notice, e.kept AS kept,
  COLLECT { MATCH (d)-[:LICENSOR]->(c) RETURN c ORDER BY c.id } AS licensors,
  COLLECT { MATCH (d)-[:LICENSEE]->(c) RETURN c ORDER BY c.id } AS licensees,
  d.upfront_musd AS upfront_musd, d.upfront_includes_equity AS upfront_includes_equity
ORDER BY ended DESC, entry DESC
