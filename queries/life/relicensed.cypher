/*
title = "Licensed again after return"
question = "Which assets came back from a partner and were then licensed to another, after how long, and for how much?"
path = "/relicensed"
scope = [
  "told: a record says that the later deal relicenses what came back. Where none does, the first deal ended as a whole, and a company that had granted the same asset in it grants it again: a platform may have had other partners all along.",
  "months are whole months from the end of the first deal to the announcement of the later one, each at its first possible day; missing where nobody dates the end.",
  "Rumoured deals are left out.",
]
draw = "(first)<-[:FOLLOWS]-(later)-[:LICENSOR|LICENSEE*0..1]->()"

[parameters]
since = { type = "date", optional = true, about = "later deal announced on or after" }
until = { type = "date", optional = true, about = "later deal announced on or before" }
as_of = { type = "date", optional = true, about = "only deals announced by that day" }
licensor_country = { type = "country", optional = true, about = "of the first deal" }
limit = { type = "integer", minimum = 1, maximum = 500, default = 50 }

[returns]
first = { type = "deal", about = "the deal that ended" }
ended = { type = "date", optional = true, about = "first possible day of its end" }
returned_by = { type = "list:company", about = "who had received" }
upfront_musd = { type = "money", optional = true, about = "of the first deal" }
later = { type = "deal", about = "the deal on the same asset" }
announced = { type = "date", about = "first possible day of the later deal" }
licensors = { type = "list:company", about = "who grants in the later deal" }
licensees = { type = "list:company", about = "who receives in the later deal" }
assets = { type = "list:asset", about = "that stand in both" }
told = { type = "boolean", about = "a record says that the later deal relicenses what came back" }
months = { type = "integer", optional = true, about = "from the end to the later deal" }
later_upfront_musd = { type = "money", optional = true }

[[examples]]
licensor_country = "CN"
*/
CALL () {
  MATCH (later:Deal)-[:FOLLOWS {how: 'relicenses'}]->(first:Deal)
  RETURN first, later
  UNION
  MATCH (first:Deal)
  WHERE first.ended IS NOT NULL
  MATCH (first)-[:COVERS]->(:Asset)<-[:COVERS]-(later:Deal)
  WHERE later.announced >= first.ended
    AND EXISTS { (later)-[:LICENSOR]->(:Company)<-[:LICENSOR]-(first) }
  RETURN DISTINCT first, later
}
WITH first, later
WHERE first.status <> 'rumoured' AND later.status <> 'rumoured'
  AND later.announced >= coalesce($since, date('0001-01-01'))
  AND later.announced <= coalesce($until, date('9999-12-31'))
  AND later.announced_until <= coalesce($as_of, date('9999-12-31'))
  AND ($licensor_country IS NULL
       OR EXISTS { (first)-[p:LICENSOR]->() WHERE p.country = $licensor_country })
WITH first, later ORDER BY later.announced DESC, later.id DESC, first.id LIMIT $limit
RETURN first, first.ended AS ended,
  COLLECT { MATCH (first)-[:LICENSEE]->(c) RETURN c ORDER BY c.id } AS returned_by,
  first.upfront_musd AS upfront_musd, later, later.announced AS announced,
  COLLECT { MATCH (later)-[:LICENSOR]->(c) RETURN c ORDER BY c.id } AS licensors,
  COLLECT { MATCH (later)-[:LICENSEE]->(c) RETURN c ORDER BY c.id } AS licensees,
  COLLECT { MATCH (first)-[:COVERS]->(a)<-[:COVERS]-(later) RETURN a ORDER BY a.id } AS assets,
  EXISTS { (later)-[:FOLLOWS {how: 'relicenses'}]->(first) } AS told,
  duration.between(first.ended, later.announced).months AS months,
  later.upfront_musd AS later_upfront_musd
ORDER BY later.announced DESC, later.id DESC, first.id
