/*
title = "Rights of a company"
question = "Which rights does this company hold, and which has it granted away, on a day?"
path = "/companies/{company}/rights"
scope = [
  "answer is the best that the rights to the asset say of this right in any country: yes, option, uncertain, unknown (nobody says where it holds, or when it ended); no where it ended, or was granted onward, everywhere. lost has the countries where it is no more.",
  "A right runs from its deal's announcement, though the deal may close later; what is bought passes with the closing, where that is dated.",
  "Rights that do not let their holder sell, such as profit shares, are listed as long as they are in force.",
  "held: by the company; granted: by a deal in which it is the licensor, to others.",
  "A subsidiary's rights count for its parent from the day it was bought, unless include_subsidiaries is false.",
  "What nobody was granted is no right here: see the rights to the asset.",
  "Rumoured deals are left out.",
]
cursor = ["asset", "right"]
draw = "(asset)<-[:ON]-()-[:HELD_BY]->()"

[parameters]
company = { type = "company" }
as_of = { type = "date", optional = true, about = "today when it is left out" }
asset = { type = "asset", optional = true }
include_no = { type = "boolean", default = false, about = "also rights that have ended" }
include_subsidiaries = { type = "boolean", default = true }
limit = { type = "integer", minimum = 1, maximum = 500, default = 50 }

[returns]
asset = "asset"
side = { type = "text", about = "held or granted" }
answer = "enum:holding"
kind = "enum:right-kind"
exclusive = { type = "boolean", optional = true }
scope = { type = "text", optional = true, about = "field of use" }
holder = "company"
others = { type = "list:company", about = "the deal's licensors where it is held, its licensees where it is granted" }
includes = "list:place"
excludes = "list:place"
wording = { type = "text", optional = true, about = "territory as the record words it" }
why = { type = "text", optional = true, about = "why the answer is not yes: time, place, not exercised ...; no right to sell where it is none" }
lost = { type = "list:country", about = "countries of its territory where it was granted onward, or ended with what it was made from; empty where answer is no" }
deal = "deal"
since = { type = "date", about = "last possible day of the beginning" }
until = { type = "date", optional = true, about = "last possible day of the end" }
right = { type = "text", about = "its id" }

[[examples]]
company = "takeda"
as_of = "2026-01-01"
limit = 5
*/
MATCH (c:Company {id: $company})
WITH coalesce($as_of, date()) AS day, null AS only,
  COLLECT { MATCH path = (m:Company)-[:SUBSIDIARY_OF*0..4]->(c)
    WHERE ($include_subsidiaries OR m = c)
      AND all(s IN relationships(path) WHERE coalesce(s.since, date('0001-01-01'))
                                             <= coalesce($as_of, date()))
    RETURN m } AS members
CALL (members, day) {
  UNWIND members AS m
  MATCH (m)<-[:HELD_BY]-(r:Right)<-[:GRANTS]-(d:Deal)
  RETURN r, d, m AS holder, 'held' AS side
  UNION
  UNWIND members AS m
  MATCH (m)<-[:LICENSOR]-(d:Deal)-[:GRANTS]->(r:Right)-[:HELD_BY]->(holder:Company)
  WHERE NOT holder IN members
  RETURN DISTINCT r, d, holder, 'granted' AS side
}
MATCH (r)-[:ON]->(a:Asset)
WHERE r.since <= day AND d.status <> 'rumoured' AND ($asset IS NULL OR a.id = $asset)
  AND ($after_asset IS NULL OR a.id > $after_asset OR a.id = $after_asset AND r.id > $after_right)
WITH a, day, only, collect({right: r, deal: d, holder: holder, side: side}) AS asked
ORDER BY a.id
CALL (a, day, only) {
  // The ledger of asset a on the day, in the country `only` or in all: the same in every file here.
  CALL (a, day) {
    MATCH (a)<-[:ON]-(r:Right)<-[:GRANTS]-(d:Deal), (r)-[:HELD_BY]->(h:Company)
    WHERE r.since <= day AND d.status <> 'rumoured'
    WITH *, head(COLLECT { MATCH up = (h)-[:SUBSIDIARY_OF*0..4]->(top)
      WHERE all(s IN relationships(up) WHERE coalesce(s.since, day) <= day)
      RETURN top ORDER BY length(up) DESC LIMIT 1 }) AS parent
    ORDER BY r.since DESC, r.id
    RETURN collect({
      id: r.id, right: r, deal: d, holder: h, parent: parent, originator: false,
      granters: COLLECT { MATCH up = (d)-[:LICENSOR]->()-[:SUBSIDIARY_OF*0..4]->(top)
        WHERE all(s IN tail(relationships(up)) WHERE coalesce(s.since, day) <= day) RETURN top },
      under: COLLECT { MATCH up = (d)-[:FOLLOWS*1..4]->(u:Deal)
        WHERE all(f IN relationships(up) WHERE f.how = 'sublicenses') RETURN u.id },
      life: CASE WHEN r.until_until <= day THEN 'no' WHEN r.ended_undated THEN 'unknown'
        WHEN r.since_until > day OR r.until <= day OR r.doubtful <= day THEN 'uncertain'
        ELSE 'yes' END,
      // Such as 'INCLUDES DE', and 'EXCLUDES near TR' where a region may have the country.
      words: COLLECT { MATCH (r)-[w:INCLUDES|EXCLUDES|MAY_INCLUDE]->(c:Country)
                       RETURN type(w) + ' ' + c.code },
      regions: COLLECT { MATCH (r)-[w:INCLUDES|EXCLUDES]->(g:Region)<-[p:PART_OF]-(c:Country)
        WHERE g.code <> '001'
        RETURN type(w) + CASE WHEN p.certain THEN ' ' ELSE ' near ' END + c.code },
      worldwide: COLLECT { MATCH (r)-[w:INCLUDES|EXCLUDES]->(:Region {code: '001'})
                           RETURN type(w) } = ['INCLUDES'],
      nowhere: NOT EXISTS { (r)-[:INCLUDES|MAY_INCLUDE]->() }
    }) AS granted
  }
  CALL (a, day) {
    MATCH (a)-[:ORIGINATED_BY]->(h:Company)
    WITH h, head(COLLECT { MATCH up = (h)-[:SUBSIDIARY_OF*0..4]->(top)
      WHERE all(s IN relationships(up) WHERE coalesce(s.since, day) <= day)
      RETURN top ORDER BY length(up) DESC LIMIT 1 }) AS parent ORDER BY h.id
    RETURN collect({id: h.id, holder: h, parent: parent, originator: true, life: 'yes'}) AS origin
  }
  WITH granted + origin AS rights
  // Countries in which the same rights hold have the same answers.
  CALL (rights, only) {
    CALL (only) {
      WITH 1 AS once WHERE only IS NOT NULL
      MATCH (c:Country {code: only}) RETURN c
      UNION
      WITH 1 AS once WHERE only IS NULL
      MATCH (c:Country)-[:PART_OF]->(:Region {code: '001'}) RETURN c
    }
    WITH c, [r IN rights | CASE
      WHEN r.originator THEN 'yes'
      WHEN 'EXCLUDES ' + c.code IN r.words THEN 'no'
      WHEN 'INCLUDES ' + c.code IN r.words THEN 'yes'
      WHEN 'MAY_INCLUDE ' + c.code IN r.words THEN 'uncertain'
      WHEN 'EXCLUDES ' + c.code IN r.regions THEN 'no'
      WHEN r.nowhere THEN 'unknown'
      WHEN r.worldwide OR 'INCLUDES ' + c.code IN r.regions THEN CASE
        WHEN r.right.vague_exclude IS NOT NULL OR 'EXCLUDES near ' + c.code IN r.regions
        THEN 'uncertain' ELSE 'yes' END
      WHEN r.right.vague IS NOT NULL OR 'INCLUDES near ' + c.code IN r.regions THEN 'uncertain'
      ELSE 'no' END] AS places
    ORDER BY c.code
    WITH places, collect(c) AS countries
    RETURN collect({places: places, countries: countries}) AS groups
  }
  CALL (rights, groups) {
    UNWIND groups AS g
    CALL (rights, g) {
      UNWIND range(0, size(rights) - 1) AS i
      WITH i, rights[i] AS r, g.places[i] AS place WHERE place <> 'no'
      WITH r, place ORDER BY i
      RETURN collect(r {.id, .right, .deal, .parent, .originator, .granters, .under, .life,
                        place: place}) AS here
    }
    // What one right leaves out in vague words, and another adds in the same, is in one of them.
    WITH g.countries AS countries, here, [r IN here WHERE r.life = 'yes' AND r.place = 'uncertain'
      AND any(q IN here WHERE q.id = r.right.completes AND q.life = 'yes'
                          AND q.place = 'uncertain')] AS adding
    WITH countries, [r IN here WHERE NOT r IN adding | r {.*, place: CASE
      WHEN r.id IN [q IN adding | q.right.completes] THEN 'yes' ELSE r.place END}] AS here
    WITH countries, [r IN here | r {.*, holds: CASE WHEN r.life = 'no' THEN 'no'
      WHEN 'unknown' IN [r.life, r.place] THEN 'unknown'
      WHEN 'uncertain' IN [r.life, r.place] THEN 'uncertain' ELSE 'yes' END}] AS here
    // A sublicence ends with all that it was made from; words on what is kept leave it uncertain.
    WITH countries, [r IN here | r {.*, source: [q IN here WHERE q.deal.id IN r.under]}] AS here
    WITH countries, [r IN here | r {.*, holds: CASE
      WHEN r.holds = 'no' OR size(r.source) = 0 OR any(q IN r.source WHERE q.holds = 'yes')
        THEN r.holds
      WHEN any(q IN r.source WHERE q.holds <> 'no' OR q.right.kept IS NOT NULL) THEN 'uncertain'
      ELSE 'no' END}] AS here
    WITH countries, here,
      [q IN here WHERE NOT q.originator AND q.holds <> 'no' AND q.right.commercial
        AND q.right.kind <> 'option' | q {.*, shared: NOT coalesce(q.right.exclusive, false)
          AND q.right.kind IN ['co-development', 'co-commercialisation']}] AS sells
    // Who has granted the whole of it onward holds it no more, unless it is shared.
    WITH countries, sells, [q IN sells WHERE coalesce(q.right.exclusive, true) AND NOT q.shared
      AND none(s IN sells WHERE s.shared AND s.holds = 'yes' AND s.deal = q.deal
               AND coalesce(s.right.scope, '') IN ['', q.right.scope])] AS taken, here
    UNWIND here AS r
    WITH countries, sells, r, [q IN taken WHERE q.id <> r.id
      AND coalesce(q.right.scope, '') IN ['', r.right.scope]
      AND (r.originator OR r.right.licensor_side AND q.deal = r.deal OR r.parent IN q.granters
           AND q.deal <> r.deal AND q.right.since >= r.right.since)] AS onward
    WITH countries, r,
      CASE WHEN NOT r.originator THEN r.right.scope
        ELSE 'not: ' + reduce(list = null, s IN [q IN sells | q.right.scope] | CASE
          WHEN s IS NULL OR list CONTAINS s THEN list ELSE coalesce(list + '; ' + s, s) END)
        END AS scope,
      // What was passed on some day of a month is with the one or the other, so it is gone.
      CASE WHEN any(q IN onward WHERE q.holds = 'yes' OR any(p IN onward
               WHERE p.id = q.right.came_from
                 AND [p.place, p.life, q.place, q.life] = ['yes', 'uncertain', 'yes', 'uncertain']))
          THEN 'no'
        WHEN any(q IN onward WHERE q.holds = 'uncertain') THEN 'uncertain'
        WHEN size(onward) > 0 THEN 'unknown' ELSE 'yes' END AS left
    WITH countries, r.id AS id, r.holds AS holds, scope, CASE
      WHEN r.holds = 'no' THEN ['no', 'ended']
      WHEN NOT coalesce(r.right.commercial, true) THEN ['no', 'no right to sell']
      WHEN r.right.kind = 'option' AND r.holds = 'yes' THEN ['option', 'not exercised']
      WHEN coalesce(r.right.kind, '') <> 'option' AND left = 'no' THEN ['no', 'granted onward']
      WHEN r.holds <> 'yes' THEN [r.holds, CASE WHEN r.place = 'yes' THEN 'time' ELSE 'place' END]
      WHEN left <> 'yes' THEN [left, 'perhaps granted onward']
      WHEN r.originator THEN ['originator', null] ELSE ['yes', null] END AS told
    UNWIND countries AS c
    WITH id, scope, holds, told, c ORDER BY c.code
    RETURN id, scope, holds, told[0] AS answer, told[1] AS why, collect(c) AS countries
  }
  WITH rights, head([r IN rights WHERE r.id = id]) AS r, holds, answer, why, scope, countries
  // The ledger ends here.
  RETURN collect({id: r.id, holds: holds, answer: answer, why: why, countries: countries}) AS told
}
UNWIND asked AS one
WITH a, one, one.right AS r, [t IN told WHERE t.id = one.right.id] AS told
// What is no right to sell is in force or not; of the others the best that is told of any country.
WITH a, one, r, [t IN told | t {.why, .countries, answer: CASE
  WHEN coalesce(t.why, '') <> 'no right to sell' THEN t.answer
  WHEN r.kind = 'option' AND t.holds = 'yes' THEN 'option' ELSE t.holds END}] AS told
WITH a, one, r, told, coalesce(head([best IN ['yes', 'option', 'uncertain', 'unknown']
                                     WHERE best IN [t IN told | t.answer]]), 'no') AS answer
WHERE $include_no OR answer <> 'no'
WITH a, one, r, told, answer ORDER BY a.id, r.id LIMIT $limit
RETURN a AS asset, one.side AS side, answer, r.kind AS kind, r.exclusive AS exclusive,
  r.scope AS scope, one.holder AS holder,
  COLLECT { WITH one, one.deal AS d, one.holder AS holder
    MATCH (d)-[p:LICENSOR|LICENSEE]->(o)
    WHERE type(p) = CASE one.side WHEN 'held' THEN 'LICENSOR' ELSE 'LICENSEE' END AND o <> holder
    RETURN DISTINCT o ORDER BY o.id } AS others,
  COLLECT { MATCH (r)-[:INCLUDES]->(p) RETURN p ORDER BY p.code } AS includes,
  COLLECT { MATCH (r)-[:EXCLUDES]->(p) RETURN p ORDER BY p.code } AS excludes,
  r.wording AS wording, head([t IN told WHERE t.answer = answer | t.why]) AS why,
  COLLECT { UNWIND told AS t WITH t
    WHERE answer <> 'no' AND t.answer = 'no'
    UNWIND t.countries AS c RETURN c ORDER BY c.code } AS lost,
  one.deal AS deal, r.since_until AS since, r.until_until AS until, r.id AS right
ORDER BY asset.id, right
