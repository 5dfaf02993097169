/*
title = "Partners <of> a company"
question = "Who are its partners & how many deals did they make?"
path = "/companies/{company}/partners"
scope = ["Rumoured deals are left out."]
cursor = ["deals", "partner"]

[parameters]
company = { type = "company", about = "id or any name" }
since = { type = "date", optional = true }
type = { type = "list:enum:deal-type", optional = true }
limit = { type = "integer", minimum = 1, maximum = 500, default = 50 }

[returns]
partner = { type = "company", about = "made deals with it" }
deals = "integer"
upfront_musd = { type = "money", optional = true }

[[examples]]
company = "takeda"
type = ["license", "option"]
*/
MATCH (:Company {id: $company})-[e:LICENSED]-(p:Company)
WHERE ($since IS NULL OR e.announced >= $since) AND ($type IS NULL OR e.type IN $type)
WITH p AS partner, count(*) AS deals, sum(e.upfront_musd) AS upfront_musd
WHERE $after_partner IS NULL OR deals < $after_deals
  OR (deals = $after_deals AND partner.id < $after_partner)
RETURN partner, deals, upfront_musd
ORDER BY deals DESC, partner.id DESC LIMIT $limit
