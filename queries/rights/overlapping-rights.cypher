/*
title = "Overlapping exclusive rights"
question = "Where were exclusive rights to one asset granted to two companies at a time?"
path = "/rights/overlaps"
scope = [
  "Pairs of exclusive rights to sell one asset, for the same place and field of use, both surely in force on the day, of holders with different ultimate parents.",
  "sublicence: the one is by a licensor who holds the other, or by a deal that follows the other's; joint: both are of one deal; fault: nothing explains it, so a record or a territory's words are likely wrong.",
  "Places of which nobody can be certain, and rights whose territory is not told, are left out; so are options and rumoured deals.",
]

[parameters]
asset = { type = "asset", optional = true }
as_of = { type = "date", optional = true, about = "today when it is left out" }
explained = { type = "enum:overlap", optional = true, about = "only these" }
limit = { type = "integer", minimum = 1, maximum = 500, default = 50 }

[returns]
asset = "asset"
explained = "enum:overlap"
holder = "company"
deal = "deal"
other_holder = "company"
other_deal = "deal"
scope = { type = "text", optional = true, about = "field of use" }
countries = "list:country"
right = { type = "text", about = "id of the earlier right" }
other_right = { type = "text", about = "id of the later right" }

[[examples]]
as_of = "2026-01-01"
limit = 5
*/
WITH coalesce($as_of, date()) AS day
CALL () {
  WITH 1 AS once WHERE $asset IS NOT NULL
  MATCH (a:Asset {id: $asset}) RETURN a
  UNION
  WITH 1 AS once WHERE $asset IS NULL
  MATCH (a:Asset) WHERE COUNT { (a)<-[:COVERS]-() } > 1
    OR COUNT { (a)<-[:ON]-(r:Right) WHERE r.exclusive } > 1 RETURN a
}
MATCH (a)<-[:ON]-(r:Right {exclusive: true})<-[:GRANTS]-(d:Deal), (r)-[:HELD_BY]->(h:Company)
WHERE r.commercial AND r.kind <> 'option' AND r.since_until <= day AND d.status <> 'rumoured'
  AND r.ended_undated IS NULL AND coalesce(r.until > day, true) AND coalesce(r.doubtful > day, true)
WITH a, day, r, d, h, head(COLLECT { MATCH up = (h)-[:SUBSIDIARY_OF*0..4]->(top)
    WHERE all(s IN relationships(up) WHERE coalesce(s.since, day) <= day)
    RETURN top ORDER BY length(up) DESC LIMIT 1 }) AS parent,
  COLLECT { MATCH up = (d)-[:LICENSOR]->()-[:SUBSIDIARY_OF*0..4]->(top)
    WHERE all(s IN tail(relationships(up)) WHERE coalesce(s.since, day) <= day)
    RETURN top } AS granters
ORDER BY r.since, r.id
WITH a, collect({right: r, deal: d, holder: h, parent: parent, granters: granters}) AS rights
WHERE size(rights) > 1
UNWIND range(0, size(rights) - 2) AS i UNWIND range(i + 1, size(rights) - 1) AS j
WITH a, rights[i] AS one, rights[j] AS other
WHERE one.parent <> other.parent
  AND coalesce(one.right.scope, '') = coalesce(other.right.scope, '')
WITH a, one, other, one.right AS r, other.right AS q, CASE
  WHEN one.parent IN other.granters OR other.parent IN one.granters
    OR EXISTS { WITH one.deal AS d, other.deal AS e MATCH (e)-[:FOLLOWS*1..4]->(d) RETURN 1 }
  THEN 'sublicence' WHEN one.deal = other.deal THEN 'joint' ELSE 'fault' END AS explained
WHERE $explained IS NULL OR explained = $explained
WITH a, one, other, r, q, explained, COLLECT {
  MATCH (c:Country)-[:PART_OF]->(:Region {code: '001'})
  WHERE all(x IN [r, q] WHERE NOT EXISTS { (x)-[:EXCLUDES]->(c) }
    AND (EXISTS { (x)-[:INCLUDES]->(c) }
      OR NOT EXISTS { (x)-[:MAY_INCLUDE]->(c) } AND x.vague_exclude IS NULL
        AND EXISTS { (x)-[:INCLUDES]->(g:Region)<-[:PART_OF {certain: true}]-(c)
                     WHERE g.code <> '001' OR NOT EXISTS { (x)-[:EXCLUDES]->(g) } }
        AND NOT EXISTS { (x)-[:EXCLUDES]->(g:Region)<-[:PART_OF]-(c) WHERE g.code <> '001' }))
  RETURN c ORDER BY c.code } AS countries
WHERE size(countries) > 0
WITH * ORDER BY a.id, r.id, q.id LIMIT $limit
RETURN a AS asset, explained, one.holder AS holder, one.deal AS deal, other.holder AS other_holder,
  other.deal AS other_deal, r.scope AS scope, countries, r.id AS right, q.id AS other_right
ORDER BY a.id, right, other_right
