/*
title = "Evidence of a deal"
question = "Who tells what of each figure of this deal, and why is the value shown that is shown?"
path = "/deals/{deal}/evidence"
scope = [
  "One row per figure and account. own is true where the publication is known to tell the figure itself; otherwise the figure rests on the record as a whole, and so on all of its publications.",
  "Of several values the shown one is chosen so: a curated choice above all; then a company or a regulator before a wire, the trade press and an aggregator; then the later publication; then the dataset first by name.",
  "Nothing in shown: the record leaves the figure open, though an account tells it.",
  "Amounts are in millions of currency, and differ by a share of the shown one; those in another currency are compared at the ECB reference rate of the announcement.",
]
draw = "(deal)-[:REPORTED_IN]->()-[:STATES|BY]->()"

[parameters]
deal = { type = "deal" }
field = { type = "list:text", optional = true, about = "only these figures, such as upfront or total" }
limit = { type = "integer", minimum = 1, maximum = 2000, default = 500 }

[returns]
deal = "deal"
field = { type = "text", about = "which figure, as the record calls it" }
shown = { type = "list:text", about = "the value that is shown, in words" }
shown_amount = { type = "money", optional = true }
told = { type = "list:text", about = "the value that the account tells, in words" }
told_amount = { type = "money", optional = true }
currency = { type = "text", optional = true, about = "ISO 4217, of told_amount" }
agrees = { type = "boolean", optional = true, about = "told with shown; missing: nothing is shown" }
difference = { type = "number", optional = true, about = "of the amounts, as a share of the shown one" }
own = { type = "boolean", about = "the publication tells it itself; false: its record as a whole does" }
source = "source"
publisher = { type = "text", optional = true }
kind = { type = "enum:source-kind", optional = true }
published = { type = "date", optional = true, about = "first possible day" }
dataset = "text"
shown_by = { type = "enum:shown-by", optional = true, about = "what chose the shown value" }
inferred = { type = "boolean", about = "from general knowledge, not from a cited source" }

[[examples]]
deal = "2025-06-mabwell-calico"
field = ["upfront", "total"]

[[examples]]
deal = "2025-10-innovent-takeda"
*/
MATCH (d:Deal {id: $deal})
WITH d,
  COLLECT { MATCH (d)-[:LICENSOR]->(c) RETURN c.name ORDER BY c.name } AS licensors,
  COLLECT { MATCH (d)-[:LICENSEE]->(c) RETURN c.name ORDER BY c.name } AS licensees,
  COLLECT { MATCH (d)-[p:LICENSOR|LICENSEE]->(c) WHERE p.country IS NOT NULL
            RETURN c.name + ': ' + p.country AS seat ORDER BY seat } AS seats,
  COLLECT { MATCH (d)-[v:COVERS]->(a) RETURN {name: a.name, covers: v} ORDER BY v.position } AS items
WITH d, [
  {field: 'type', words: [d.type]},
  {field: 'status', words: [d.status]},
  {field: 'announced', words: [CASE WHEN d.announced = d.announced_until THEN toString(d.announced)
                                    ELSE substring(toString(d.announced), 0, 7) END]},
  {field: 'licensors', words: licensors},
  {field: 'licensees', words: licensees},
  {field: 'country', words: seats},
  {field: 'assets', words: [i IN items | i.name]},
  {field: 'phase', words: [i IN items | i.name + ': ' + i.covers.phase]},
  {field: 'modality', words: [i IN items | i.name + ': ' + i.covers.modality]},
  {field: 'targets', words: [i IN items | i.name + ': ' + reduce(all = head(i.covers.targets),
    t IN tail(i.covers.targets) | all + ', ' + t)]},
  {field: 'indications', words: [i IN items | i.name + ': ' + reduce(
    all = head(i.covers.indications), t IN tail(i.covers.indications) | all + ', ' + t)]},
  {field: 'territory', words: [d.territory]},
  {field: 'exclusive', words: [toString(d.exclusive)]},
  {field: 'upfront', amount: d.upfront, bound: d.upfront_bound},
  {field: 'equity', amount: d.equity, bound: d.equity_bound},
  {field: 'upfront_includes_equity', words: [toString(d.upfront_includes_equity)]},
  {field: 'equity_kind', words: [d.equity_kind]},
  {field: 'near_term', amount: d.near_term, bound: d.near_term_bound},
  {field: 'milestones', amount: d.milestones, bound: d.milestones_bound},
  {field: 'total', amount: d.total, bound: d.total_bound},
  {field: 'royalties', words: CASE WHEN d.royalties IS NOT NULL THEN [d.royalties]
    ELSE [CASE d.royalty_tiered WHEN true THEN 'tiered' WHEN false THEN 'not tiered' END,
          'from ' + replace(toString(d.royalty_low) + '%', '.0%', '%'),
          'to ' + replace(toString(d.royalty_high) + '%', '.0%', '%')] END},
  {field: 'note', words: []}
] AS figures
UNWIND range(0, size(figures) - 1) AS nth
WITH d, nth, figures[nth] AS figure
WITH d, nth, figure, figure.field AS field,
  CASE WHEN figure.amount IS NULL THEN [w IN coalesce(figure.words, []) WHERE w IS NOT NULL]
       ELSE [CASE WHEN figure.bound <> 'exactly' THEN figure.bound + ' ' ELSE '' END +
             CASE WHEN figure.amount = floor(figure.amount) THEN toString(toInteger(figure.amount))
                  ELSE toString(figure.amount) END] END AS shown
WHERE $field IS NULL OR field IN $field
CALL (d, field, shown) {
  MATCH (d)-[:REPORTED_IN]->(a:Account)-[:STATES]->(c:Claim {field: field})
  RETURN a, c, c.told AS told, c.own AS own, c.dataset AS dataset, c.agrees AS agrees,
         c.shown_by AS shown_by
  UNION ALL
  WITH d, field, shown WHERE size(shown) > 0
    AND NOT EXISTS { (d)-[:REPORTED_IN]->()-[:STATES]->(:Claim {field: field}) }
  MATCH (d)-[:REPORTED_IN]->(a:Account)
  RETURN a, null AS c, shown AS told, false AS own, a.dataset AS dataset, true AS agrees,
         'only' AS shown_by
}
MATCH (a)-[:BY]->(s:Source)
RETURN d AS deal, field, shown, figure.amount AS shown_amount, told,
  CASE WHEN c IS NULL THEN figure.amount ELSE c.amount END AS told_amount,
  CASE WHEN c IS NULL AND figure.amount IS NOT NULL THEN d.currency ELSE c.currency END AS currency,
  agrees, c.difference AS difference, own, s AS source, a.publisher AS publisher,
  a.kind AS kind, a.published AS published, dataset, shown_by,
  field IN coalesce(d.inferred, []) AS inferred
ORDER BY nth, dataset, a.position, source.id LIMIT $limit
