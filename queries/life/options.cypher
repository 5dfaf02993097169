/*
title = "Options"
question = "Which options are outstanding, which were taken up or lapsed, and what became of each?"
path = "/options"
scope = [
  "One row for each option of a deal and asset, and one for each deal of type option whose record names none, as on the day.",
  "Exercised and lapsed: an event says so, of the asset or of all the deal's options. Uncertain: an event says so of a part that no field names, or some time in a month or year that holds the day; what tells in words.",
  "Ended: the deal ended with the option neither taken up nor lapsed before, as far as is told. in_force is that of the deal on the day.",
  "became: the later deal that says it exercises this one.",
  "Rumoured deals are left out.",
]
cursor = ["announced", "entry"]
draw = "(deal)-[:LICENSOR|LICENSEE|COVERS]->()"

[parameters]
as_of = { type = "date", optional = true, about = "the day; left out: today" }
state = { type = "list:enum:option-state", optional = true }
since = { type = "date", optional = true, about = "deal announced on or after" }
until = { type = "date", optional = true, about = "deal announced on or before" }
company = { type = "company", optional = true, about = "a party to the deal" }
asset = { type = "asset", optional = true }
limit = { type = "integer", minimum = 1, maximum = 500, default = 50 }

[returns]
announced = { type = "date", about = "first possible day of the deal" }
entry = { type = "text", about = "id of the right, or of the deal where its record names none" }
deal = "deal"
asset = { type = "asset", optional = true }
holder = { type = "company", optional = true }
territory = { type = "text", optional = true, about = "as the record words it" }
state = "enum:option-state"
on = { type = "date", optional = true, about = "first possible day of what became of it" }
on_until = { type = "date", optional = true, about = "last possible day" }
what = { type = "list:text", about = "what its events say in words" }
became = { type = "list:deal", about = "deals that exercise it" }
in_force = "enum:in-force"
licensors = "list:company"
licensees = "list:company"

[[examples]]
state = "exercised"
limit = 5
*/
WITH coalesce($as_of, date()) AS day
CALL (day) {
  MATCH (d:Deal)-[:GRANTS]->(r:Right {kind: 'option'})-[:ON]->(a:Asset)
  MATCH (r)-[:HELD_BY]->(h:Company)
  RETURN d, r.id AS entry, a, h, r.wording AS territory
  UNION ALL
  MATCH (d:Deal {type: 'option'})
  WHERE NOT EXISTS { (d)-[:GRANTS]->(:Right {kind: 'option'}) }
  RETURN d, d.id AS entry, null AS a, null AS h, d.territory AS territory
}
WITH day, d, entry, a, h, territory
WHERE d.status <> 'rumoured' AND d.announced_until <= day
  AND d.announced >= coalesce($since, date('0001-01-01'))
  AND d.announced <= coalesce($until, date('9999-12-31'))
  AND d.announced <= coalesce($after_announced, date('9999-12-31'))
  AND ($after_announced IS NULL OR d.announced < $after_announced OR entry < $after_entry)
  AND ($asset IS NULL OR a.id = $asset)
  AND ($company IS NULL OR EXISTS { (d)-[:LICENSOR|LICENSEE]->(:Company {id: $company}) })
// What may have happened to it by the day: surely, when fields say so and the last day is over.
CALL (day, d, a) {
  OPTIONAL MATCH (d)-[v:COVERS]->(a)
  MATCH (d)-[:HAS_EVENT]->(e:Event)
  WHERE e.kind IN ['option exercised', 'option lapsed']
    AND coalesce(e.effective, e.date) <= day
    AND (e.assets IS NULL OR any(name IN v.names WHERE name IN e.assets))
  WITH e ORDER BY coalesce(e.effective, e.date), e.id
  RETURN collect({event: e, state: CASE
    WHEN e.what IS NOT NULL AND e.assets IS NULL AND e.territory IS NULL THEN 'uncertain'
    WHEN coalesce(e.effective_until, e.date_until) > day THEN 'uncertain'
    WHEN e.kind = 'option lapsed' THEN 'lapsed' ELSE 'exercised' END}) AS told
}
WITH day, d, entry, a, h, territory, told,
  coalesce(head([t IN told WHERE t.state <> 'uncertain']), head(told)) AS fate,
  CASE WHEN d.ended_until <= day THEN 'no' WHEN d.ended <= day THEN 'uncertain' ELSE d.in_force END
    AS in_force
WITH d, entry, a, h, territory, told, fate, in_force, coalesce(fate.state,
  CASE in_force WHEN 'yes' THEN 'outstanding' WHEN 'no' THEN 'ended' ELSE 'uncertain' END) AS state
WHERE $state IS NULL OR state IN $state
WITH d, entry, a, h, territory, told, fate, in_force, state
ORDER BY d.announced DESC, entry DESC LIMIT $limit
RETURN d.announced AS announced, entry, d AS deal, a AS asset, h AS holder, territory, state,
  coalesce(fate.event.effective, fate.event.date, CASE WHEN state = 'ended' THEN d.ended END) AS on,
  coalesce(fate.event.effective_until, fate.event.date_until,
           CASE WHEN state = 'ended' THEN d.ended_until END) AS on_until,
  [t IN told WHERE t.event.what IS NOT NULL | t.event.what] AS what,
  COLLECT { MATCH (d)<-[:FOLLOWS {how: 'exercises'}]-(o) RETURN o ORDER BY o.announced, o.id }
    AS became,
  in_force,
  COLLECT { MATCH (d)-[:LICENSOR]->(c) RETURN c ORDER BY c.id } AS licensors,
  COLLECT { MATCH (d)-[:LICENSEE]->(c) RETURN c ORDER BY c.id } AS licensees
ORDER BY announced DESC, entry DESC
