/*
title = "Deals"
question = "Which deals were announced, latest first?"
path = "/small/deals"
cursor = ["announced", "deal"]

[parameters]
party = { type = "list:company", optional = true }
licensor_country = { type = "country", optional = true }
rumoured = { type = "boolean", default = false }
minimum_upfront = { type = "money", optional = true, minimum = 0 }
limit = { type = "integer", minimum = 1, maximum = 100, default = 2 }

[returns]
deal = "deal"
announced = "date"
type = "enum:deal-type"
licensors = "list:company"
country = { type = "country", optional = true }
terms = { type = "record", fields = { upfront_musd = { type = "money", optional = true }, exclusive = { type = "boolean", optional = true } } }

[[examples]]
*/
MATCH (deal:Deal)
WHERE deal.announced <= coalesce($after_announced, date('9999-12-31'))
  AND ($after_announced IS NULL OR deal.announced < $after_announced OR deal.id < $after_deal)
  AND ($rumoured OR deal.status <> 'rumoured')
  AND ($minimum_upfront IS NULL OR deal.upfront_musd >= $minimum_upfront)
  AND ($party IS NULL OR EXISTS {
    (deal)-[:LICENSOR|LICENSEE]->(c:Company) WHERE c.id IN $party
  })
  AND ($licensor_country IS NULL OR EXISTS {
    (deal)-[l:LICENSOR]->() WHERE l.country = $licensor_country
  })
WITH deal ORDER BY deal.announced DESC, deal.id DESC LIMIT $limit
CALL (deal) {
  MATCH (deal)-[l:LICENSOR]->(c:Company)
  WITH c, l ORDER BY c.id
  RETURN collect(c) AS licensors, collect(l.country)[0] AS code
}
OPTIONAL MATCH (country:Country {code: code})
RETURN deal, deal.announced AS announced, deal.type AS type, licensors, country,
       {upfront_musd: deal.upfront_musd, exclusive: deal.exclusive} AS terms
ORDER BY announced DESC, deal.id DESC
