/*
title = "Asset"
question = "What is this asset, who made it, and in which deals does it stand?"
path = "/assets/{asset}"
scope = [
  "Stage and indications belong to each deal, as they were at signing.",
  "Every deal is shown, rumoured and terminated ones too: see status.",
  "conflicts shows targets and modality that deals tell differently; what a deal leaves out contradicts nothing.",
  "The originator is taken from the earliest deal where inferred is true.",
  "as_of: only deals announced by that day, with the status that their dated events had given them; see docs/lifecycle.md.",
  "in_force is that of the day of as_of, or of today: uncertain within the month or year that a deal ended in, unknown since announcement where nobody dates its end.",
]
draw = "(asset)-[:TARGETS|TREATS|ORIGINATED_BY|COVERS]-()-[:LICENSOR|LICENSEE*0..1]->()"

[parameters]
asset = { type = "asset", about = "id, name, code or alias" }
as_of = { type = "date", optional = true, about = "as things stood on that day; left out: as last known" }

[returns]
asset = "asset"
kind = "enum:asset-kind"
modality = { type = "enum:modality", optional = true }
unii = { type = "text", optional = true, about = "FDA substance identifier" }
names = "list:text"
targets = "list:target"
indications = "list:indication"
conflicts = { type = "list:record", fields = { field = { type = "text", about = "targets or modality" }, value = "list:text", deals = "list:deal" }, about = "what deals tell differently" }
originators = { type = "list:record", fields = { company = "company", inferred = "boolean" } }
deals = { type = "list:record", fields = { deal = "deal", announced = "date", type = "enum:deal-type", status = "enum:deal-status", in_force = "enum:in-force", phase = { type = "enum:phase", optional = true }, licensors = "list:company", licensees = "list:company", territory = { type = "text", optional = true }, upfront_musd = { type = "money", optional = true } } }

[[examples]]
asset = "ivonescimab"
*/
MATCH (a:Asset {id: $asset})
WITH a, coalesce($as_of, date()) AS day, coalesce($as_of, date('9999-12-31')) AS known
RETURN a AS asset, a.kind AS kind, a.modality AS modality, a.unii AS unii,
  COLLECT { MATCH (a)-[k:KNOWN_AS]->() RETURN k.text ORDER BY k.kind DESC, k.text } AS names,
  COLLECT { MATCH (a)-[:TARGETS]->(t) RETURN t ORDER BY t.id } AS targets,
  COLLECT { MATCH (a)-[:TREATS]->(i) RETURN i ORDER BY i.id } AS indications,
  COLLECT { MATCH (a)<-[v:COVERS]-(d)
            WITH d, v, COLLECT { UNWIND v.targets AS id RETURN id ORDER BY id } AS targets
            ORDER BY d.announced, d.id
            UNWIND [['modality', [m IN [v.modality] WHERE m <> '']], ['targets', targets]] AS told
            WITH told[0] AS field, told[1] AS value, collect(d) AS deals WHERE value <> []
            WITH field, collect({value: value, deals: deals}) AS said WHERE size(said) > 1
            UNWIND said AS told
            RETURN {field: field, value: told.value, deals: told.deals}
            ORDER BY field, told.value } AS conflicts,
  COLLECT { MATCH (a)-[o:ORIGINATED_BY]->(c)
            RETURN {company: c, inferred: o.inferred} ORDER BY c.id } AS originators,
  COLLECT { MATCH (a)<-[v:COVERS]-(d)
            WHERE d.announced_until <= known
            WITH v, d,
              CASE WHEN d.ended_until <= known THEN 'terminated'
                WHEN d.closed_until <= known THEN 'closed' ELSE d.first_status END AS status,
              CASE WHEN d.ended_until <= day THEN 'no' WHEN d.ended <= day THEN 'uncertain' ELSE d.in_force END
                AS in_force
            ORDER BY d.announced, d.id
            RETURN {deal: d, announced: d.announced, type: d.type, status: status,
                    in_force: in_force,
                    phase: v.phase,
                    licensors: COLLECT { MATCH (d)-[:LICENSOR]->(c) RETURN c ORDER BY c.id },
                    licensees: COLLECT { MATCH (d)-[:LICENSEE]->(c) RETURN c ORDER BY c.id },
                    territory: d.territory, upfront_musd: d.upfront_musd} } AS deals
