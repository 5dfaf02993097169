/*
title = "What is inferred"
question = "Which figures of which deals come from general knowledge, not from a cited source?"
path = "/inferred"
scope = [
  "One row per deal and field, latest first; rumoured deals are included. The value stands in the deal's evidence.",
  "Fields of a party or an asset are of at least one of the deal's: the note tells which.",
]
cursor = ["announced", "deal", "field"]
draw = "(deal)-[:LICENSOR|LICENSEE|COVERS]->()"

[parameters]
field = { type = "list:text", optional = true, about = "only these, such as announced or phase" }
since = { type = "date", optional = true, about = "announced on or after" }
until = { type = "date", optional = true, about = "announced on or before" }
limit = { type = "integer", minimum = 1, maximum = 500, default = 50 }

[returns]
announced = { type = "date", about = "first possible day" }
deal = "deal"
field = { type = "text", about = "as the record calls it" }
note = { type = "text", optional = true, about = "of the deal" }

[[examples]]
field = ["phase"]
limit = 3
*/
MATCH (d:Deal)
WHERE d.announced >= coalesce($since, date('0001-01-01'))
  AND d.announced <= coalesce($until, date('9999-12-31'))
  AND d.announced <= coalesce($after_announced, date('9999-12-31'))
  AND d.inferred IS NOT NULL
UNWIND d.inferred AS field
WITH d, field
WHERE ($field IS NULL OR field IN $field)
  AND ($after_announced IS NULL OR d.announced < $after_announced OR d.id < $after_deal
       OR (d.id = $after_deal AND field < $after_field))
WITH d, field ORDER BY d.announced DESC, d.id DESC, field DESC LIMIT $limit
RETURN d.announced AS announced, d AS deal, field, d.note AS note
ORDER BY announced DESC, d.id DESC, field DESC
