/*
title = "Partners"
question = "Which companies has this company made deals with?"
path = "/small/companies/{company}/partners"
scope = ["Rumoured deals are left out."]

[parameters]
company = { type = "company", about = "whose partners" }
since   = { type = "date", optional = true, about = "first day of announcement" }
type    = { type = "list:enum:deal-type", optional = true }
limit   = { type = "integer", minimum = 1, maximum = 10, default = 5 }

[returns]
partner = { type = "company", about = "who the deals are with" }
deals = "integer"
upfront_musd = { type = "money", optional = true, about = "disclosed upfront, US dollars" }

[[examples]]
company = "takeda"
*/
MATCH (:Company {id: $company})-[l:LICENSED]-(partner:Company)
WHERE l.status <> 'rumoured'
  AND l.announced >= coalesce($since, date('0001-01-01'))
  AND ($type IS NULL OR l.type IN $type)
WITH partner, count(l) AS deals, collect(l.upfront_musd) AS upfronts
RETURN partner, deals,
       CASE WHEN size(upfronts) > 0 THEN reduce(s = 0.0, u IN upfronts | s + u) END AS upfront_musd
ORDER BY deals DESC, partner.id LIMIT $limit
