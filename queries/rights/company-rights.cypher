/*
title = "Rights of a company"
question = "Which rights does this company hold, and which has it granted away, on a day?"
path = "/companies/{company}/rights"
scope = [
  "yes: in force on the day; option: not exercised; uncertain: a date is known by month or year only, or a part ended that no field names; unknown: ended, nobody says when; no: ended.",
  "held: by the company; granted: by a deal in which it is the licensor, to others.",
  "A subsidiary's rights count for its parent from the day it was bought, unless include_subsidiaries is false.",
  "What nobody was granted is no right here: see the rights to the asset.",
  "Rumoured deals are left out.",
]
cursor = ["asset", "right"]
draw = "(asset)<-[:ON]-()-[:HELD_BY]->()"

[parameters]
company = { type = "company" }
as_of = { type = "date", optional = true, about = "today when it is left out" }
asset = { type = "asset", optional = true }
include_no = { type = "boolean", default = false, about = "also rights that have ended" }
include_subsidiaries = { type = "boolean", default = true }
limit = { type = "integer", minimum = 1, maximum = 500, default = 50 }

[returns]
asset = "asset"
side = { type = "text", about = "held or granted" }
answer = "enum:holding"
kind = "enum:right-kind"
exclusive = { type = "boolean", optional = true }
scope = { type = "text", optional = true, about = "field of use" }
holder = "company"
others = { type = "list:company", about = "the deal's licensors where it is held, its licensees where it is granted" }
includes = "list:place"
excludes = "list:place"
wording = { type = "text", optional = true, about = "territory as the record words it" }
deal = "deal"
since = { type = "date", about = "last possible day of the beginning" }
until = { type = "date", optional = true, about = "last possible day of the end" }
right = { type = "text", about = "its id" }

[[examples]]
company = "takeda"
as_of = "2026-01-01"
limit = 5
*/
MATCH (c:Company {id: $company})
WITH coalesce($as_of, date()) AS day,
  COLLECT { MATCH path = (m:Company)-[:SUBSIDIARY_OF*0..4]->(c)
    WHERE ($include_subsidiaries OR m = c)
      AND all(s IN relationships(path) WHERE coalesce(s.since, date('0001-01-01'))
                                             <= coalesce($as_of, date()))
    RETURN m } AS members
CALL (members, day) {
  UNWIND members AS m
  MATCH (m)<-[:HELD_BY]-(r:Right)<-[:GRANTS]-(d:Deal)
  RETURN r, d, m AS holder, 'held' AS side
  UNION
  UNWIND members AS m
  MATCH (m)<-[:LICENSOR]-(d:Deal)-[:GRANTS]->(r:Right)-[:HELD_BY]->(holder:Company)
  WHERE NOT holder IN members
  RETURN DISTINCT r, d, holder, 'granted' AS side
}
MATCH (r)-[:ON]->(a:Asset)
WHERE r.since <= day AND d.status <> 'rumoured' AND ($asset IS NULL OR a.id = $asset)
  AND ($after_asset IS NULL OR a.id > $after_asset OR a.id = $after_asset AND r.id > $after_right)
WITH a, r, d, holder, side, day,
  COLLECT { MATCH up = (d)-[:FOLLOWS*1..4]->(u:Deal)
    WHERE all(f IN relationships(up) WHERE f.how = 'sublicenses')
    MATCH (u)-[:GRANTS]->(q:Right)-[:ON]->(a)
    RETURN CASE WHEN q.until_until <= day AND q.kept IS NULL THEN 'no'
      WHEN q.since_until > day OR q.until <= day OR q.doubtful <= day OR q.ended_undated
      THEN 'perhaps' ELSE 'yes' END } AS under
WITH a, r, d, holder, side,
  CASE WHEN r.until_until <= day THEN 'no'
    WHEN size(under) > 0 AND all(u IN under WHERE u = 'no') THEN 'no'
    WHEN r.ended_undated THEN 'unknown'
    WHEN r.since_until > day OR r.until <= day OR r.doubtful <= day
      OR size(under) > 0 AND NOT 'yes' IN under THEN 'uncertain'
    WHEN r.kind = 'option' THEN 'option' ELSE 'yes' END AS answer
WHERE $include_no OR answer <> 'no'
WITH a, r, d, holder, side, answer ORDER BY a.id, r.id LIMIT $limit
RETURN a AS asset, side, answer, r.kind AS kind, r.exclusive AS exclusive, r.scope AS scope, holder,
  COLLECT { MATCH (d)-[p:LICENSOR|LICENSEE]->(o)
    WHERE type(p) = CASE side WHEN 'held' THEN 'LICENSOR' ELSE 'LICENSEE' END AND o <> holder
    RETURN DISTINCT o ORDER BY o.id } AS others,
  COLLECT { MATCH (r)-[:INCLUDES]->(p) RETURN p ORDER BY p.code } AS includes,
  COLLECT { MATCH (r)-[:EXCLUDES]->(p) RETURN p ORDER BY p.code } AS excludes,
  r.wording AS wording, d AS deal, r.since_until AS since, r.until_until AS until, r.id AS right
ORDER BY a.id, r.id
