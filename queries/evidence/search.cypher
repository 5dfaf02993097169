/*
title = "Search"
question = "Which companies, assets and targets have a name that begins with this text, holds it or nearly so?"
path = "/search"
scope = [
  "Names in any script, without case, accents, spaces and punctuation; names that begin with the text come first.",
  "Inside a name, Latin text is looked for from three letters on, other scripts from one.",
  "Where few names do either and none is the text itself, names that begin with it but for one letter come last: one wrong, missing or too many, or two changed about, from four letters on.",
  "Of a text that very many names hold, only the first by letters are ranked.",
  "deals counts rumoured ones too.",
]

[parameters]
q = { type = "key", about = "at least one letter or sign" }
kind = { type = "list:enum:thing-kind", optional = true, about = "only things of these kinds" }
limit = { type = "integer", minimum = 1, maximum = 100, default = 20 }

[returns]
kind = "enum:thing-kind"
thing = "thing"
matched = { type = "text", about = "the name that fits" }
how = { type = "text", about = "exact, prefix, inside or typo" }
deals = { type = "integer", about = "deals it stands in" }
makers = { type = "list:company", about = "of an asset: two may use one code" }

[[examples]]
q = "恒瑞"
*/
// Without the hints Neo4j may plan CONTAINS on the range index, which cannot answer it and fails.
CALL () {
  MATCH (n:Name)<-[k:KNOWN_AS]-(thing) USING RANGE INDEX SEEK n:Name(key)
  WHERE n.key STARTS WITH $q
    AND ($kind IS NULL OR 'company' IN $kind AND thing:Company
         OR 'asset' IN $kind AND thing:Asset OR 'target' IN $kind AND thing:Target)
  RETURN thing, k, CASE WHEN n.key = $q THEN 0 ELSE 1 END AS rank
  ORDER BY n.key, thing.id LIMIT 300
  UNION ALL
  MATCH (n:Name)<-[k:KNOWN_AS]-(thing) USING TEXT INDEX n:Name(key)
  WHERE n.key CONTAINS $q AND NOT n.key STARTS WITH $q
    AND (size($q) >= 3 OR NOT $q =~ '[a-z0-9]*')
    AND ($kind IS NULL OR 'company' IN $kind AND thing:Company
         OR 'asset' IN $kind AND thing:Asset OR 'target' IN $kind AND thing:Target)
  RETURN thing, k, 2 AS rank ORDER BY n.key, thing.id LIMIT 200
}
WITH collect({thing: thing, k: k, rank: rank}) AS found
// One letter of the text is wrong, so that one half of it is right.
CALL (found) {
  UNWIND found AS one
  RETURN one.thing AS thing, one.k AS k, one.rank AS rank
  UNION ALL
  WITH found, size($q) / 2 AS half
  WHERE size(found) < $limit AND size($q) >= 4 AND none(one IN found WHERE one.rank = 0)
  CALL (half) {
    MATCH (n:Name) USING RANGE INDEX SEEK n:Name(key)
    WHERE n.key STARTS WITH left($q, half - 1) RETURN n
    UNION
    MATCH (n:Name) USING TEXT INDEX n:Name(key)
    WHERE n.key CONTAINS substring($q, half) RETURN n
  }
  WITH n WHERE NOT n.key CONTAINS $q AND any(at IN range(0, size($q) - 1) WHERE
    left(n.key, at) = left($q, at)
    AND (substring(n.key, at) STARTS WITH substring($q, at + 1) AND at + 1 < size($q)
         OR substring(n.key, at + 1) STARTS WITH substring($q, at)
         OR substring(n.key, at + 1) STARTS WITH substring($q, at + 1)
         OR substring(n.key, at, 2) = reverse(substring($q, at, 2))
            AND substring(n.key, at + 2) STARTS WITH substring($q, at + 2)))
  MATCH (n)<-[k:KNOWN_AS]-(thing)
  WHERE $kind IS NULL OR 'company' IN $kind AND thing:Company
    OR 'asset' IN $kind AND thing:Asset OR 'target' IN $kind AND thing:Target
  RETURN thing, k, 3 AS rank ORDER BY size(n.key), n.key, thing.id LIMIT 100
}
WITH thing, k, rank, CASE WHEN thing:Company THEN 'company' WHEN thing:Asset THEN 'asset'
                     ELSE 'target' END AS kind
WITH thing, kind, k, rank ORDER BY rank, size(k.text), k.text
WITH thing, kind, collect(k.text)[0] AS matched, min(rank) AS rank
WITH thing, kind, matched, rank, CASE kind
  WHEN 'company' THEN thing.deals
  WHEN 'asset' THEN COUNT { (thing)<-[:COVERS]-() }
  ELSE COUNT { MATCH (thing)<-[:TARGETS]-()<-[:COVERS]-(d) RETURN DISTINCT d } END AS deals
RETURN kind, thing, matched, ['exact', 'prefix', 'inside', 'typo'][rank] AS how, deals,
  COLLECT { MATCH (thing)-[:ORIGINATED_BY]->(c) RETURN c ORDER BY c.id } AS makers
ORDER BY rank, deals DESC, size(matched), thing.id LIMIT $limit
