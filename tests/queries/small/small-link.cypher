/*
title = "Link"
question = "Over which deals are two companies linked?"
path = "/small/companies/{company}/link/{other}"

[parameters]
company = { type = "company" }
other = { type = "company" }

[returns]
steps = "integer"
link = "path"

[[examples]]
company = "innovent"
other = "roche"
*/
MATCH (a:Company {id: $company}), (b:Company {id: $other})
WHERE a <> b
MATCH link = shortestPath((a)-[:LICENSED*..4]-(b))
RETURN length(link) AS steps, link
