/*
title = "Assets without a partner abroad"
question = "Which assets of this country's companies has nobody abroad a right to sell?"
path = "/countries/{country}/unpartnered"
scope = [
  "Only assets that some deal of the graph is about: an asset that was never in a deal is not known here.",
  "An asset is a country's by the seat of its originator, which is inferred from its earliest deal where the register does not give it.",
  "A company that belonged to one from abroad on the day is left out with its assets.",
  "With market: nobody holds a right to sell there; without: nobody holds one for any place outside the country. Greater China is four places: CN, HK, MO, TW.",
  "yes: no right is in force; option: only options are; uncertain: a right may be in force there, or its place or end is not known.",
  "Rumoured deals are left out.",
]

[parameters]
country = { type = "country" }
market = { type = "country", optional = true, about = "unpartnered there; anywhere abroad when it is left out" }
as_of = { type = "date", optional = true, about = "today when it is left out" }
limit = { type = "integer", minimum = 1, maximum = 500, default = 50 }

[returns]
asset = "asset"
originators = "list:company"
answer = "enum:holding"
modality = { type = "enum:modality", optional = true }
targets = "list:target"
deals = { type = "list:deal", about = "all that it was in, the latest first" }
returned = { type = "date", optional = true, about = "last possible day on which a right last ended" }

[[examples]]
country = "CN"
market = "US"
as_of = "2026-01-01"
limit = 5
*/
MATCH (k:Country {code: $country})<-[:BASED_IN]-(c:Company)<-[:ORIGINATED_BY]-(a:Asset)
WHERE NOT EXISTS { MATCH up = (c)-[:SUBSIDIARY_OF*1..4]->()-[:BASED_IN]->(abroad)
  WHERE abroad <> k
    AND all(e IN relationships(up) WHERE coalesce(e.since, date('0001-01-01'))
                                         <= coalesce($as_of, date())) }
WITH DISTINCT a, coalesce($as_of, date()) AS day
WHERE EXISTS { (a)<-[:COVERS]-(d:Deal) WHERE d.announced <= day AND d.status <> 'rumoured' }
CALL (a, day) {
  MATCH (a)<-[:ON]-(r:Right)<-[:GRANTS]-(d:Deal)
  WHERE r.since <= day AND r.commercial AND d.status <> 'rumoured'
    AND coalesce(r.until_until > day, true)
  OPTIONAL MATCH (m:Country {code: $market})
  WITH r, day, CASE
    WHEN $market IS NULL THEN CASE
      WHEN NOT EXISTS { (r)-[:INCLUDES|MAY_INCLUDE]->() } THEN 'unknown'
      WHEN EXISTS { (r)-[:INCLUDES]->(p:Country) WHERE p.code <> $country }
        OR EXISTS { (r)-[:INCLUDES]->(:Region) } THEN 'yes'
      WHEN EXISTS { (r)-[:MAY_INCLUDE]->(p:Country) WHERE p.code <> $country } THEN 'uncertain'
      WHEN r.vague IS NOT NULL THEN 'uncertain' ELSE 'no' END
    WHEN EXISTS { (r)-[:EXCLUDES]->(m) } THEN 'no'
    WHEN EXISTS { (r)-[:INCLUDES]->(m) } THEN 'yes'
    WHEN EXISTS { (r)-[:MAY_INCLUDE]->(m) } THEN 'uncertain'
    WHEN EXISTS { (r)-[:EXCLUDES]->(g:Region)<-[:PART_OF {certain: true}]-(m)
                  WHERE g.code <> '001' } THEN 'no'
    WHEN NOT EXISTS { (r)-[:INCLUDES|MAY_INCLUDE]->() } THEN 'unknown'
    WHEN EXISTS { (r)-[:INCLUDES]->(g:Region)<-[:PART_OF {certain: true}]-(m)
                  WHERE g.code <> '001' OR NOT EXISTS { (r)-[:EXCLUDES]->(g) } } THEN
      CASE WHEN r.vague_exclude IS NOT NULL
             OR EXISTS { (r)-[:EXCLUDES]->(:Region)<-[:PART_OF {certain: false}]-(m) }
           THEN 'uncertain' ELSE 'yes' END
    WHEN r.vague IS NOT NULL
      OR EXISTS { (r)-[:INCLUDES]->(:Region)<-[:PART_OF {certain: false}]-(m) } THEN 'uncertain'
    ELSE 'no' END AS place
  WHERE place <> 'no'
  RETURN collect(CASE WHEN r.kind = 'option' THEN 'option'
    WHEN place <> 'yes' OR r.ended_undated OR r.since_until > day OR r.until <= day
      OR r.doubtful <= day THEN 'uncertain' ELSE 'yes' END) AS held
}
WITH a, day, held WHERE NOT 'yes' IN held
WITH a, day, CASE WHEN 'uncertain' IN held THEN 'uncertain' WHEN 'option' IN held THEN 'option'
  ELSE 'yes' END AS answer,
  COLLECT { MATCH (a)<-[:COVERS]-(d:Deal) WHERE d.announced <= day AND d.status <> 'rumoured'
    RETURN d ORDER BY d.announced DESC, d.id } AS deals
ORDER BY CASE answer WHEN 'yes' THEN 0 WHEN 'option' THEN 1 ELSE 2 END,
  deals[0].announced DESC, a.id LIMIT $limit
RETURN a AS asset, COLLECT { MATCH (a)-[:ORIGINATED_BY]->(o) RETURN o ORDER BY o.id } AS originators,
  answer, a.modality AS modality,
  COLLECT { MATCH (a)-[:TARGETS]->(t) RETURN t ORDER BY t.id } AS targets, deals,
  reduce(latest = null, r IN [(a)<-[:ON]-(r) WHERE r.until_until <= day | r.until_until] |
    CASE WHEN latest IS NULL OR r > latest THEN r ELSE latest END) AS returned
ORDER BY CASE answer WHEN 'yes' THEN 0 WHEN 'option' THEN 1 ELSE 2 END,
  deals[0].announced DESC, a.id
