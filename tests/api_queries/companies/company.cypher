/*
title = "Company"
question = "What is known of this company?"
path = "/companies/{company}"

[parameters]
company = "company"

[returns]
company = "company"
note = { type = "text", optional = true }

[[examples]]
company = "takeda"
*/
MATCH (c:Company {id: $company}) RETURN c AS company, c.note AS note
