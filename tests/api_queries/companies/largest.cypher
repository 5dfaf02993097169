/*
title = "Largest companies"
question = "Which companies made most deals?"
path = "/companies/largest"

[parameters]
limit = { type = "integer", minimum = 1, maximum = 500, default = 2 }

[returns]
company = "company"

[[examples]]
*/
MATCH (c:Company) RETURN c AS company ORDER BY c.id LIMIT $limit
