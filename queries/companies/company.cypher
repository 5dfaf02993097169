/*
title = "Company"
question = "Who is this company, and what partnerships has it made?"
path = "/companies/{company}"
scope = [
  "Rumoured deals are left out; terminated deals stay in.",
  "Amounts are disclosed upfront payments, each deal whole, acquisitions and asset purchases included; undisclosed ones are counted apart, never as 0.",
  "A subsidiary's deals count from the day it was bought, unless include_subsidiaries is false.",
  "as_of: only deals announced by that day, with the status that their dated events had given them; see docs/lifecycle.md.",
  "in_force is that of the day of as_of, or of today: uncertain within the month or year that a deal ended in, unknown since announcement where nobody dates its end.",
  "as_of: its parent and subsidiaries of that day.",
  "What reports the closing of a deal that counts already is not counted again.",
]
draw = "(company)-[:LICENSED|SUBSIDIARY_OF]-(:Company)"

[parameters]
company = { type = "company", about = "id or any name" }
as_of = { type = "date", optional = true, about = "as things stood on that day; left out: as last known" }
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
latest = { type = "list:record", fields = { deal = "deal", role = "enum:role", type = "enum:deal-type", announced = "date", in_force = "enum:in-force", upfront_musd = { type = "money", optional = true } }, about = "its five latest deals" }
names = { type = "list:record", fields = { text = "text", kind = "enum:name-kind", language = { type = "text", optional = true } } }

[counted]
company = "company"
include_subsidiaries = "include_subsidiaries"
as_of = "as_of"

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
    AND d.announced_until <= coalesce($as_of, date('9999-12-31')) AND d.repeats IS NULL
  WITH DISTINCT d, type(p) = 'LICENSOR' AS granting
  ORDER BY d.announced DESC, d.id DESC
  RETURN collect({deal: d, granting: granting}) AS parties
}
WITH c, parties, coalesce($as_of, date()) AS day,
     [p IN parties WHERE p.granting | p.deal] AS granted,
     [p IN parties WHERE NOT p.granting | p.deal] AS received
RETURN c AS company, c.kind AS kind,
  head([(c)-[:BASED_IN]->(k) | k]) AS country,
  head([(c)-[s:SUBSIDIARY_OF]->(o) WHERE coalesce(s.since <= $as_of, true) | o]) AS parent,
  COLLECT { MATCH (o:Company)-[s:SUBSIDIARY_OF]->(c) WHERE coalesce(s.since <= $as_of, true)
            RETURN o ORDER BY o.id } AS subsidiaries,
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
  COLLECT {
    UNWIND parties[..5] AS p
    WITH p, p.deal AS d
    RETURN {deal: d, role: CASE WHEN p.granting THEN 'licensor' ELSE 'licensee' END,
            type: d.type, announced: d.announced, upfront_musd: d.upfront_musd, in_force:
    CASE WHEN d.ended_until <= day THEN 'no' WHEN d.ended <= day THEN 'uncertain' ELSE d.in_force END}
  } AS latest,
  COLLECT {
    MATCH (c)-[k:KNOWN_AS]->(:Name)
    RETURN {text: k.text, kind: k.kind, language: k.language} ORDER BY k.kind, k.text
  } AS names
