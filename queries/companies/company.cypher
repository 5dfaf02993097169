/*
title = "Company"
question = "Who is this company, and what partnerships has it made?"
path = "/companies/{company}"
scope = [
  "Rumoured deals are left out; terminated deals stay in.",
  "Amounts are disclosed upfront payments, each deal whole, acquisitions and asset purchases included; undisclosed ones are counted apart, never as 0.",
  "A subsidiary's deals count from the day it was bought, unless include_subsidiaries is false.",
]
draw = "(company)-[:LICENSED|SUBSIDIARY_OF]-(:Company)"

[parameters]
company = { type = "company", about = "id or any name" }
include_subsidiaries = { type = "boolean", default = true, about = "count deals of subsidiaries" }

[returns]
company = "company"
kind = "enum:company-kind"
country = { type = "country", optional = true, about = "headquarters" }
parent = { type = "company", optional = true, about = "who owns it" }
subsidiaries = "list:company"
deals = { type = "integer", about = "deals it is a party to" }
as_licensor = { type = "record", fields = { deals = "integer", upfront_musd = { type = "money", optional = true }, upfront_disclosed = "integer", upfront_undisclosed = "integer" }, about = "what it granted, and was paid upfront" }
as_licensee = { type = "record", fields = { deals = "integer", upfront_musd = { type = "money", optional = true }, upfront_disclosed = "integer", upfront_undisclosed = "integer" }, about = "what it received, and paid upfront" }
first_deal = { type = "date", optional = true }
latest_deal = { type = "date", optional = true }
latest = { type = "list:record", fields = { deal = "deal", role = "enum:role", type = "enum:deal-type", announced = "date", upfront_musd = { type = "money", optional = true } }, about = "its five latest deals" }
names = { type = "list:record", fields = { text = "text", kind = "enum:name-kind", language = { type = "text", optional = true } } }

[counted]
company = "company"
include_subsidiaries = "include_subsidiaries"

[[examples]]
company = "innovent-biologics"
*/
MATCH (c:Company {id: $company})
CALL (c) {
  MATCH path = (m:Company)-[:SUBSIDIARY_OF*0..4]->(c)
  WHERE $include_subsidiaries OR m = c
  WITH m, reduce(since = date('0001-01-01'), s IN relationships(path) |
    CASE WHEN s.since > since THEN s.since ELSE since END) AS since
  MATCH (d:Deal)-[p:LICENSOR|LICENSEE]->(m)
  WHERE d.announced >= since AND d.status <> 'rumoured'
  WITH DISTINCT d, type(p) = 'LICENSOR' AS granting
  ORDER BY d.announced DESC, d.id DESC
  RETURN collect({deal: d, granting: granting}) AS parties
}
WITH c, parties, [p IN parties WHERE p.granting | p.deal] AS granted,
     [p IN parties WHERE NOT p.granting | p.deal] AS received
RETURN c AS company, c.kind AS kind,
  head([(c)-[:BASED_IN]->(k) | k]) AS country,
  head([(c)-[:SUBSIDIARY_OF]->(o) | o]) AS parent,
  COLLECT { MATCH (s:Company)-[:SUBSIDIARY_OF]->(c) RETURN s ORDER BY s.id } AS subsidiaries,
  COUNT { UNWIND parties AS p RETURN DISTINCT p.deal } AS deals,
  {deals: size(granted),
   upfront_musd: CASE WHEN any(d IN granted WHERE d.upfront_musd IS NOT NULL)
     THEN reduce(s = 0.0, d IN granted | s + coalesce(d.upfront_musd, 0.0)) END,
   upfront_disclosed: size([d IN granted WHERE d.upfront_musd IS NOT NULL]),
   upfront_undisclosed: size([d IN granted WHERE d.upfront_musd IS NULL])} AS as_licensor,
  {deals: size(received),
   upfront_musd: CASE WHEN any(d IN received WHERE d.upfront_musd IS NOT NULL)
     THEN reduce(s = 0.0, d IN received | s + coalesce(d.upfront_musd, 0.0)) END,
   upfront_disclosed: size([d IN received WHERE d.upfront_musd IS NOT NULL]),
   upfront_undisclosed: size([d IN received WHERE d.upfront_musd IS NULL])} AS as_licensee,
  last(parties).deal.announced AS first_deal, head(parties).deal.announced AS latest_deal,
  [p IN parties[..5] | {
    deal: p.deal, role: CASE WHEN p.granting THEN 'licensor' ELSE 'licensee' END,
    type: p.deal.type, announced: p.deal.announced, upfront_musd: p.deal.upfront_musd
  }] AS latest,
  COLLECT {
    MATCH (c)-[k:KNOWN_AS]->(:Name)
    RETURN {text: k.text, kind: k.kind, language: k.language} ORDER BY k.kind, k.text
  } AS names
