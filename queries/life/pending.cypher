/*
title = "Pending deals"
question = "Which deals were announced, but had neither closed nor ended on a day?"
path = "/pending"
scope = [
  "Acquisitions, asset purchases and deals in equity need a closing; others are in force when they are signed, unless a review by an authority has to pass first: they are left out unless include_others is true, or a dated closing came after the day.",
  "A closing that nobody dates counts from the announcement. A closing that no record tells of leaves its deal pending here.",
  "in_force is that of the day: a deal that nobody dates the end of stays in, marked; one that surely ended is left out.",
  "Rumoured deals are left out.",
]
cursor = ["announced", "deal"]
draw = "(deal)-[:LICENSOR|LICENSEE]->()"

[parameters]
as_of = { type = "date", optional = true, about = "the day; left out: today" }
since = { type = "date", optional = true, about = "announced on or after" }
include_others = { type = "boolean", default = false, about = "also deals that need no closing" }
limit = { type = "integer", minimum = 1, maximum = 500, default = 50 }

[returns]
announced = { type = "date", about = "first possible day" }
deal = "deal"
type = "enum:deal-type"
needs_closing = { type = "boolean", about = "by its type" }
days = { type = "integer", about = "since the announcement" }
closed = { type = "date", optional = true, about = "first possible day of the later closing" }
in_force = "enum:in-force"
licensors = "list:company"
licensees = "list:company"
upfront_musd = { type = "money", optional = true }

[[examples]]
as_of = 2024-12-31
limit = 5
*/
WITH coalesce($as_of, date()) AS day
MATCH (d:Deal)
WHERE d.announced >= coalesce($since, date('0001-01-01'))
  AND d.announced <= coalesce($after_announced, date('9999-12-31'))
  AND ($after_announced IS NULL OR d.announced < $after_announced OR d.id < $after_deal)
  AND d.announced_until <= day AND d.first_status = 'announced'
  AND coalesce(d.closed_until > day, true) AND coalesce(d.ended_until > day, true)
WITH day, d, d.type IN ['acquisition', 'asset-purchase', 'equity'] AS needs_closing,
  CASE WHEN d.ended_until <= day THEN 'no' WHEN d.ended <= day THEN 'uncertain' ELSE d.in_force END
    AS in_force
WHERE needs_closing OR d.closed IS NOT NULL OR $include_others
WITH day, d, needs_closing, in_force ORDER BY d.announced DESC, d.id DESC LIMIT $limit
RETURN d.announced AS announced, d AS deal, d.type AS type, needs_closing,
  duration.inDays(d.announced, day).days AS days, d.closed AS closed, in_force,
  COLLECT { MATCH (d)-[:LICENSOR]->(c) RETURN c ORDER BY c.id } AS licensors,
  COLLECT { MATCH (d)-[:LICENSEE]->(c) RETURN c ORDER BY c.id } AS licensees,
  d.upfront_musd AS upfront_musd
ORDER BY announced DESC, d.id DESC
