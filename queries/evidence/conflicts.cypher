/*
title = "Conflicts between accounts"
question = "Where does an account differ from the value that is shown, the largest differences first?"
path = "/conflicts"
scope = [
  "One row per deal, figure and account that tells it otherwise; rumoured deals are included.",
  "Amounts first, by their difference as a share of the shown one, at the ECB reference rate of the announcement where currencies differ; then other figures, latest deal first.",
  "A figure that an account tells and that is not shown at all is no conflict, unless include_not_shown is true.",
]
draw = '''
MATCH path = (:Deal)-[:REPORTED_IN]->(:Account)-[:STATES]->(c:Claim)
WHERE c.agrees = false AND ($field IS NULL OR c.field IN $field)
RETURN path LIMIT 100
'''

[parameters]
field = { type = "list:text", optional = true, about = "only these figures, such as upfront or total" }
company = { type = "company", optional = true, about = "a party to the deal, as it signed" }
since = { type = "date", optional = true, about = "announced on or after" }
until = { type = "date", optional = true, about = "announced on or before" }
minimum_difference = { type = "number", minimum = 0, optional = true, about = "only amounts that differ by this share or more, such as 0.05" }
include_not_shown = { type = "boolean", default = false }
limit = { type = "integer", minimum = 1, maximum = 500, default = 50 }

[returns]
deal = "deal"
announced = { type = "date", about = "first possible day" }
field = "text"
shown_amount = { type = "money", optional = true, about = "in millions of the deal's currency" }
told = { type = "list:text", about = "what the account tells, in words" }
told_amount = { type = "money", optional = true, about = "in millions of currency" }
currency = { type = "text", optional = true, about = "ISO 4217, of told_amount" }
difference = { type = "number", optional = true, about = "of the amounts, as a share of the shown one" }
source = "source"
publisher = { type = "text", optional = true }
kind = { type = "enum:source-kind", optional = true }
published = { type = "date", optional = true, about = "first possible day" }
dataset = "text"
shown_by = { type = "enum:shown-by", optional = true, about = "what chose the shown value" }

[[examples]]
field = ["upfront", "total"]
limit = 3
*/
CALL () {
  MATCH (c:Claim) WHERE c.agrees = false RETURN c
  UNION ALL
  WITH 1 AS once WHERE $include_not_shown
  MATCH (c:Claim) WHERE c.agrees IS NULL AND c.field <> 'note' RETURN c
}
MATCH (c)<-[:STATES]-(a:Account)<-[:REPORTED_IN]-(d:Deal)
WHERE ($field IS NULL OR c.field IN $field)
  // Of a whole record that differs each of its publications has a claim: one of them will do.
  AND (c.own OR NOT EXISTS {
    (d)-[:REPORTED_IN]->(:Account)-[:STATES]->(o:Claim {field: c.field, dataset: c.dataset})
    WHERE NOT o.own AND o.agrees = c.agrees AND o.id < c.id })
  AND d.announced >= coalesce($since, date('0001-01-01'))
  AND d.announced <= coalesce($until, date('9999-12-31'))
  AND ($minimum_difference IS NULL OR c.difference >= $minimum_difference)
  AND ($company IS NULL OR EXISTS { (d)-[:LICENSOR|LICENSEE]->(:Company {id: $company}) })
WITH c, a, d ORDER BY coalesce(c.difference, -1.0) DESC, d.announced DESC, c.id LIMIT $limit
MATCH (a)-[:BY]->(s:Source)
RETURN d AS deal, d.announced AS announced, c.field AS field,
  CASE WHEN c.amount IS NOT NULL THEN d[c.field] END AS shown_amount, c.told AS told,
  c.amount AS told_amount, c.currency AS currency, c.difference AS difference, s AS source,
  a.publisher AS publisher, a.kind AS kind, a.published AS published, c.dataset AS dataset,
  c.shown_by AS shown_by
ORDER BY coalesce(difference, -1.0) DESC, announced DESC, c.id
