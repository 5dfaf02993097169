/*
title = "Partner network"
question = "Which companies has this company made deals with, directly or through its partners?"
path = "/companies/{company}/partners"
scope = [
  "Rumoured deals are left out unless include_rumoured is true; terminated deals stay in.",
  "deals and upfront_musd of a row are those of the last hop to that partner, each deal counted once, after the same filters.",
  "A deal with an undisclosed partner is no hop: it would connect companies that have nothing in common.",
  "A subsidiary of the company asked about counts as the company itself from the day it was bought, unless include_subsidiaries is false; before that day it is a partner like any other.",
  "Deals known by month only count from the first day of it.",
  "as_of: only deals announced by that day, with the status that their dated events had given them; see docs/lifecycle.md.",
  "deals_in_force, deals_uncertain and deals_unknown count those of deals that are surely in force on the day of as_of, or today, that ended within a month or year that holds it, and that ended nobody says when; the rest has ended.",
  "What reports the closing of a deal that counts already is not counted again.",
]
draw = "(partner)-[:LICENSED]-(near) WHERE near IN via"

[parameters]
company = { type = "company", about = "id or any name" }
depth = { type = "integer", minimum = 1, maximum = 3, default = 1, about = "1: direct partners, 2: their partners too, 3: theirs too" }
since = { type = "date", optional = true, about = "announced on or after" }
until = { type = "date", optional = true, about = "announced on or before" }
type = { type = "list:enum:deal-type", optional = true, about = "only deals of these types" }
as_of = { type = "date", optional = true, about = "as things stood on that day; left out: as last known" }
in_force = { type = "list:enum:in-force", optional = true, about = "only deals of which this is so on that day, or today" }
include_rumoured = { type = "boolean", default = false }
include_subsidiaries = { type = "boolean", default = true }
limit = { type = "integer", minimum = 1, maximum = 500, default = 50 }

[returns]
partner = "company"
depth = { type = "integer", about = "hops away" }
via = { type = "list:company", about = "companies one hop nearer that it made these deals with; the first three by id" }
deals = { type = "integer", about = "deals of the last hop" }
upfront_musd = { type = "money", optional = true, about = "disclosed upfront payments of these deals; missing when none is disclosed" }
upfront_disclosed = { type = "integer", about = "deals whose upfront payment is disclosed" }
deals_in_force = { type = "integer", about = "of deals: surely in force on the day" }
deals_uncertain = { type = "integer", about = "of deals: ended in a month or year that holds the day" }
deals_unknown = { type = "integer", about = "of deals: ended, nobody says when" }

[counted]
company = "partner"
partner = "via"
include_subsidiaries = false
since = "since"
until = "until"
type = "type"
include_rumoured = "include_rumoured"
as_of = "as_of"
in_force = "in_force"

[[examples]]
company = "takeda"

[[examples]]
company = "innovent-biologics"
depth = 2
limit = 10
*/
MATCH (c:Company {id: $company})
WITH c, coalesce($as_of, date()) AS day
CALL (c) {
  MATCH path = (m:Company)-[:SUBSIDIARY_OF*0..4]->(c)
  WHERE $include_subsidiaries OR m = c
  RETURN collect({company: m, since: reduce(since = date('0001-01-01'), s IN relationships(path) |
    CASE WHEN s.since > since THEN s.since ELSE since END)}) AS members
}
// Each ring is needed whole before the next, and the next only when this one leaves rows over.
CALL (members, day) {
  UNWIND members AS m
  WITH m.company AS near, m.since AS owned, members, day
  MATCH (near)-[e:LICENSED]-(p:Company)
  WHERE e.announced >= owned
    AND NOT any(m IN members WHERE m.company = p AND e.announced >= m.since)
    AND e.announced >= coalesce($since, date('0001-01-01'))
    AND e.announced <= coalesce($until, date('9999-12-31'))
    AND ($type IS NULL OR e.type IN $type) AND ($include_rumoured OR e.status <> 'rumoured')
    AND e.announced_until <= coalesce($as_of, date('9999-12-31')) AND e.repeats IS NULL
  WITH p, e, near,
    CASE WHEN e.ended_until <= day THEN 'no' WHEN e.ended <= day THEN 'uncertain' ELSE e.in_force END
      AS in_force
  WHERE $in_force IS NULL OR in_force IN $in_force
  WITH p, e.deal AS deal, in_force, max(e.upfront_musd) AS upfront, collect(near) AS near
  WITH p, count(deal) AS deals, sum(upfront) AS upfront, count(upfront) AS disclosed,
       collect(near) AS near, collect(in_force) AS lives
  ORDER BY deals DESC, upfront DESC, p.id LIMIT $limit
  RETURN collect({partner: p, depth: 1, near: near, deals: deals, upfront: upfront,
                  disclosed: disclosed, lives: lives}) AS ring1
}
CALL (members, day, ring1) {
  WITH [r IN ring1 | r.partner] AS inner1, members, day, ring1
  WHERE $depth >= 2 AND size(ring1) < $limit
  UNWIND ring1 AS r
  WITH r.partner AS near, inner1, members, day
  MATCH (near)-[e:LICENSED]-(p:Company)
  WHERE NOT p IN inner1
    AND NOT any(m IN members WHERE m.company = p AND e.announced >= m.since)
    AND e.announced >= coalesce($since, date('0001-01-01'))
    AND e.announced <= coalesce($until, date('9999-12-31'))
    AND ($type IS NULL OR e.type IN $type) AND ($include_rumoured OR e.status <> 'rumoured')
    AND e.announced_until <= coalesce($as_of, date('9999-12-31')) AND e.repeats IS NULL
  WITH p, e, near,
    CASE WHEN e.ended_until <= day THEN 'no' WHEN e.ended <= day THEN 'uncertain' ELSE e.in_force END
      AS in_force
  WHERE $in_force IS NULL OR in_force IN $in_force
  WITH p, e.deal AS deal, in_force, max(e.upfront_musd) AS upfront, collect(near) AS near
  WITH p, count(deal) AS deals, sum(upfront) AS upfront, count(upfront) AS disclosed,
       collect(near) AS near, collect(in_force) AS lives
  ORDER BY deals DESC, upfront DESC, p.id LIMIT $limit
  RETURN collect({partner: p, depth: 2, near: near, deals: deals, upfront: upfront,
                  disclosed: disclosed, lives: lives}) AS ring2
}
CALL (members, day, ring1, ring2) {
  WITH [r IN ring1 + ring2 | r.partner] AS inner2, members, day, ring1, ring2
  WHERE $depth >= 3 AND size(ring1) + size(ring2) < $limit
  UNWIND ring2 AS r
  WITH r.partner AS near, inner2, members, day
  MATCH (near)-[e:LICENSED]-(p:Company)
  WHERE NOT p IN inner2
    AND NOT any(m IN members WHERE m.company = p AND e.announced >= m.since)
    AND e.announced >= coalesce($since, date('0001-01-01'))
    AND e.announced <= coalesce($until, date('9999-12-31'))
    AND ($type IS NULL OR e.type IN $type) AND ($include_rumoured OR e.status <> 'rumoured')
    AND e.announced_until <= coalesce($as_of, date('9999-12-31')) AND e.repeats IS NULL
  WITH p, e, near,
    CASE WHEN e.ended_until <= day THEN 'no' WHEN e.ended <= day THEN 'uncertain' ELSE e.in_force END
      AS in_force
  WHERE $in_force IS NULL OR in_force IN $in_force
  WITH p, e.deal AS deal, in_force, max(e.upfront_musd) AS upfront, collect(near) AS near
  WITH p, count(deal) AS deals, sum(upfront) AS upfront, count(upfront) AS disclosed,
       collect(near) AS near, collect(in_force) AS lives
  ORDER BY deals DESC, upfront DESC, p.id LIMIT $limit
  RETURN collect({partner: p, depth: 3, near: near, deals: deals, upfront: upfront,
                  disclosed: disclosed, lives: lives}) AS ring3
}
UNWIND (ring1 + ring2 + ring3)[..$limit] AS row
// Grouping lets go of the rings: sorted with them, a long list takes hundreds of megabytes.
WITH row, row.partner AS partner, count(*) AS once
RETURN partner, row.depth AS depth,
  COLLECT { UNWIND row.near AS some UNWIND some AS n WITH DISTINCT n
            RETURN n ORDER BY n.id LIMIT 3 } AS via,
  row.deals AS deals,
  CASE WHEN row.disclosed > 0 THEN row.upfront END AS upfront_musd,
  row.disclosed AS upfront_disclosed,
  size([life IN row.lives WHERE life = 'yes']) AS deals_in_force,
  size([life IN row.lives WHERE life = 'uncertain']) AS deals_uncertain,
  size([life IN row.lives WHERE life STARTS WITH 'unknown']) AS deals_unknown
ORDER BY depth, deals DESC, row.upfront DESC, partner.id
