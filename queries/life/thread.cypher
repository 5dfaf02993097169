/*
title = "Thread of a deal"
question = "What has happened to this deal and to those it follows or that follow it, in order of time?"
path = "/deals/{deal}/thread"
scope = [
  "All deals of the family, however far apart, and all their events, earliest first; what nobody dates comes last.",
  "Something known by month or year stands at its first possible day. An event stands at its notice; effective is when it took effect, where that differs.",
  "same_terms: this deal amends, exercises or closes what an earlier one agreed: its potential total is not money on top of that one's.",
  "as_of: only what had surely happened by that day.",
]
draw = "(of)-[:FOLLOWS|LICENSOR|LICENSEE|COVERS*0..1]-()"

[parameters]
deal = { type = "deal" }
as_of = { type = "date", optional = true, about = "left out: all that is known" }

[returns]
date = { type = "date", optional = true, about = "first possible day" }
date_until = { type = "date", optional = true, about = "last possible day" }
entry = { type = "text", about = "id of the event, or of the deal for its announcement" }
what = "enum:event-kind"
of = { type = "deal", about = "which deal of the family" }
licensors = "list:company"
licensees = "list:company"
follows = { type = "deal", optional = true, about = "the earlier deal, at the announcement of one that follows" }
how = { type = "enum:follows-how", optional = true, about = "how it follows" }
same_terms = { type = "boolean", about = "the deal is about the terms of an earlier one" }
part = { type = "text", optional = true, about = "which part, in words" }
assets = { type = "list:text", about = "of which assets only" }
territory = { type = "text", optional = true, about = "where only" }
effective = { type = "date", optional = true }
by = { type = "enum:side", optional = true, about = "which side acted" }
kept = { type = "text", optional = true, about = "what the side that lets go keeps" }
to = { type = "text", optional = true, about = "company that something passes to" }
upfront_musd = { type = "money", optional = true, about = "of the deal, at its announcement" }
total_musd = { type = "money", optional = true, about = "of the deal, at its announcement" }
source = { type = "source", optional = true, about = "which reports the event" }

[[examples]]
deal = "2023-11-biotheus-biontech"
*/
MATCH (:Deal {id: $deal})-[:FOLLOWS*0..]-(d:Deal)
WITH DISTINCT d
CALL (d) {
  RETURN d.announced AS date, d.announced_until AS date_until, d.id AS entry, null AS e
  UNION ALL
  MATCH (d)-[:HAS_EVENT]->(e:Event)
  RETURN coalesce(e.date, e.effective) AS date, coalesce(e.date_until, e.effective_until) AS date_until,
         e.id AS entry, e
}
WITH d, date, date_until, entry, e
WHERE $as_of IS NULL OR date_until <= $as_of
RETURN date, date_until, entry, coalesce(e.kind, 'announced') AS what, d AS of,
  COLLECT { MATCH (d)-[:LICENSOR]->(c) RETURN c ORDER BY c.id } AS licensors,
  COLLECT { MATCH (d)-[:LICENSEE]->(c) RETURN c ORDER BY c.id } AS licensees,
  CASE WHEN e IS NULL THEN COLLECT { MATCH (d)-[:FOLLOWS]->(o) RETURN o }[0] END AS follows,
  CASE WHEN e IS NULL THEN COLLECT { MATCH (d)-[f:FOLLOWS]->() RETURN f.how }[0] END AS how,
  d.terms IS NOT NULL AS same_terms, e.what AS part, coalesce(e.assets, []) AS assets,
  e.territory AS territory, e.effective AS effective, e.by AS by, e.kept AS kept, e.to AS to,
  CASE WHEN e IS NULL THEN d.upfront_musd END AS upfront_musd,
  CASE WHEN e IS NULL THEN d.total_musd END AS total_musd,
  head([(e)-[:REPORTED_IN]->()-[:BY]->(s) | s]) AS source
// Within the month of an announcement, what happened to the deal comes after it.
ORDER BY CASE WHEN date < d.announced AND date_until >= d.announced THEN d.announced
         ELSE coalesce(date, date('9999-12-31')) END,
  e IS NOT NULL, d.announced, size(entry), entry
