/*
title = "Country"
question = "How many companies and deals does this country have, and who are its busiest companies?"
path = "/countries/{country}"
scope = [
  "Companies by their headquarters today; deals by the parties' seats at the announcement.",
  "Each deal counts once on each side, where the countries of both sides are known; rumoured deals are left out.",
  "as_of: only deals announced by that day.",
]

[parameters]
country = { type = "country" }
as_of = { type = "date", optional = true, about = "as things stood on that day; left out: as last known" }

[returns]
country = "country"
iso3 = "text"
name_zh = { type = "text", optional = true }
companies = { type = "integer", about = "companies with headquarters there that are party to a deal" }
deals_as_licensor = "integer"
deals_as_licensee = "integer"
regions = { type = "list:region", about = "that it surely belongs to" }
busiest = { type = "list:record", fields = { company = "company", deals = "integer" }, about = "five companies with the most deals" }

[[examples]]
country = "CN"
*/
MATCH (k:Country {code: $country})
WITH k, coalesce($as_of, date('9999-12-31')) AS day
RETURN k AS country, k.iso3 AS iso3, k.name_zh AS name_zh,
  COUNT { (k)<-[:BASED_IN]-(c:Company)
          WHERE EXISTS { (c)<-[:LICENSOR|LICENSEE]-(d)
                         WHERE d.status <> 'rumoured' AND d.announced_until <= day } }
    AS companies,
  COUNT { MATCH (k)-[f:FLOW]->() WHERE f.status <> 'rumoured' AND f.announced_until <= day
          RETURN DISTINCT f.deal }
    AS deals_as_licensor,
  COUNT { MATCH (k)<-[f:FLOW]-() WHERE f.status <> 'rumoured' AND f.announced_until <= day
          RETURN DISTINCT f.deal }
    AS deals_as_licensee,
  COLLECT { MATCH (k)-[p:PART_OF]->(r) WHERE p.certain RETURN r ORDER BY r.code } AS regions,
  COLLECT { MATCH (k)<-[:BASED_IN]-(c:Company)<-[:LICENSOR|LICENSEE]-(d:Deal)
            WHERE d.status <> 'rumoured' AND d.announced_until <= day
            WITH c, count(DISTINCT d) AS deals ORDER BY deals DESC, c.id LIMIT 5
            RETURN {company: c, deals: deals} } AS busiest
