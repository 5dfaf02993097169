/*
title = "Target"
question = "What is this target, by which names is it known, and how many deals are about it?"
path = "/targets/{target}"
scope = [
  "A gene that no deal is about has no row, nor has a family without a member that one is about.",
  "The counts are of the target itself, without its members. Rumoured deals are left out of them.",
  "as_of: only deals announced by that day.",
]
draw = "(target)<-[:TARGETS]-(:Asset)-[:ORIGINATED_BY]->()"

[parameters]
target = { type = "target", about = "HGNC symbol, alias or what deal texts call it" }
as_of = { type = "date", optional = true, about = "as things stood on that day; left out: as last known" }

[returns]
target = "target"
kind = "enum:target-kind"
genes = { type = "list:text", about = "HGNC symbols" }
names = "list:text"
members = { type = "list:target", about = "in deals: members and parts of a family or complex, forms of a gene" }
member_of = { type = "list:target", about = "its gene, families, complexes" }
assets = "integer"
deals = "integer"
first_deal = { type = "date", optional = true }
latest_deal = { type = "date", optional = true }

[counted]
target = "target"
as_of = "as_of"

[[examples]]
target = "PDCD1"

[[examples]]
target = "PD-1"
*/
MATCH (t:Target {id: $target})
CALL (t) {
  MATCH (t)<-[:TARGETS]-(a:Asset)<-[v:COVERS]-(d:Deal)
  WHERE t.id IN v.targets AND d.status <> 'rumoured'
    AND d.announced_until <= coalesce($as_of, date('9999-12-31'))
  RETURN count(DISTINCT a) AS assets, count(DISTINCT d) AS deals, min(d.announced) AS first_deal,
         max(d.announced) AS latest_deal
}
RETURN t AS target, t.kind AS kind, coalesce(t.genes, []) AS genes,
  COLLECT { MATCH (t)-[k:KNOWN_AS]->() RETURN k.text ORDER BY k.kind DESC, k.text } AS names,
  COLLECT { MATCH (t)<-[:MEMBER_OF]-(m) RETURN m ORDER BY m.id } AS members,
  COLLECT { MATCH (t)-[:MEMBER_OF]->(w) RETURN w ORDER BY w.id } AS member_of,
  assets, deals, first_deal, latest_deal
