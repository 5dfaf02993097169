/*
title = "Search"
question = "Which companies, assets and targets have a name that begins with, or holds, this text?"
path = "/search"
scope = [
  "Names in any script, without case, accents, spaces and punctuation; names that begin with the text come first.",
  "Inside a name, Latin text is looked for from three letters on, other scripts from one.",
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
how = { type = "text", about = "exact, prefix or inside" }
deals = { type = "integer", about = "deals it stands in" }
makers = { type = "list:company", about = "of an asset: two may use one code" }

[[examples]]
q = "恒瑞"
*/
CALL () {
  MATCH (n:Name)<-[k:KNOWN_AS]-(thing)
  WHERE n.key STARTS WITH $q
    AND ($kind IS NULL OR 'company' IN $kind AND thing:Company
         OR 'asset' IN $kind AND thing:Asset OR 'target' IN $kind AND thing:Target)
  RETURN thing, k, CASE WHEN n.key = $q THEN 0 ELSE 1 END AS rank
  ORDER BY n.key, thing.id LIMIT 300
  UNION ALL
  MATCH (n:Name)<-[k:KNOWN_AS]-(thing)
  WHERE n.key CONTAINS $q AND NOT n.key STARTS WITH $q
    AND (size($q) >= 3 OR NOT $q =~ '[a-z0-9]*')
    AND ($kind IS NULL OR 'company' IN $kind AND thing:Company
         OR 'asset' IN $kind AND thing:Asset OR 'target' IN $kind AND thing:Target)
  RETURN thing, k, 2 AS rank ORDER BY n.key, thing.id LIMIT 200
}
WITH thing, k, rank, CASE WHEN thing:Company THEN 'company' WHEN thing:Asset THEN 'asset'
                     ELSE 'target' END AS kind
WITH thing, kind, k, rank ORDER BY rank, size(k.text), k.text
WITH thing, kind, collect(k.text)[0] AS matched, min(rank) AS rank
WITH thing, kind, matched, rank, CASE kind
  WHEN 'company' THEN thing.deals
  WHEN 'asset' THEN COUNT { (thing)<-[:COVERS]-() }
  ELSE COUNT { MATCH (thing)<-[:TARGETS]-()<-[:COVERS]-(d) RETURN DISTINCT d } END AS deals
RETURN kind, thing, matched, ['exact', 'prefix', 'inside'][rank] AS how, deals,
  COLLECT { MATCH (thing)-[:ORIGINATED_BY]->(c) RETURN c ORDER BY c.id } AS makers
ORDER BY rank, deals DESC, size(matched), thing.id LIMIT $limit
