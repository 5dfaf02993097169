/*
title = "Several assets on one target"
question = "Which companies hold rights to several assets on one target?"
path = "/rights/by-target"
scope = [
  "Counted are assets that the company may sell in some country on the day, or perhaps so, as the rights to the asset say; options where include_options is true.",
  "A right runs from its deal's announcement, though the deal may close later; what is bought passes with the closing, where that is dated.",
  "A company stands for its subsidiaries of the day: holdings are those of the ultimate parent.",
  "What a company originated and did not grant away is no right that a deal gave, and is not counted.",
  "Rumoured deals are left out.",
]

[parameters]
company = { type = "company", optional = true }
target = { type = "target", optional = true }
as_of = { type = "date", optional = true, about = "today when it is left out" }
minimum = { type = "integer", minimum = 2, maximum = 50, default = 2, about = "assets at least" }
include_options = { type = "boolean", default = false }
limit = { type = "integer", minimum = 1, maximum = 500, default = 50 }

[returns]
company = "company"
target = "target"
assets = "list:asset"
count = { type = "integer", about = "of these assets" }
deals = "list:deal"
overlap = { type = "integer", about = "of these assets that another company may sell too, by a right in force" }

[[examples]]
target = "GLP1R"
as_of = "2026-01-01"

[[examples]]
company = "sanofi"
as_of = "2026-01-01"
*/
WITH coalesce($as_of, date()) AS day, null AS only
// First the companies that may hold enough, whatever was granted onward.
CALL (day) {
  WITH 1 AS once WHERE $company IS NOT NULL
  MATCH up = (m:Company)-[:SUBSIDIARY_OF*0..4]->(:Company {id: $company})
  WHERE all(s IN relationships(up) WHERE coalesce(s.since, day) <= day)
  MATCH (m)<-[:HELD_BY]-(r:Right) RETURN DISTINCT r
  UNION
  WITH 1 AS once WHERE $company IS NULL AND $target IS NOT NULL
  MATCH (:Target {id: $target})<-[:TARGETS]-(:Asset)<-[:ON]-(r:Right) RETURN DISTINCT r
  UNION
  WITH 1 AS once WHERE $company IS NULL AND $target IS NULL
  MATCH (r:Right) RETURN r
}
WITH r, day, only
WHERE r.since <= day AND r.commercial AND coalesce(r.until_until > day, true)
  AND ($include_options OR r.kind <> 'option')
MATCH (a:Asset)<-[:ON]-(r)<-[:GRANTS]-(d:Deal) WHERE d.status <> 'rumoured'
MATCH (r)-[:HELD_BY]->(h:Company)
MATCH (a)-[:TARGETS]->(t:Target) WHERE $target IS NULL OR t.id = $target
WITH t, a, day, only, head(COLLECT { MATCH up = (h)-[:SUBSIDIARY_OF*0..4]->(top)
  WHERE all(s IN relationships(up) WHERE coalesce(s.since, day) <= day)
  RETURN top ORDER BY length(up) DESC LIMIT 1 }) AS company
WITH t, company, day, only, collect(DISTINCT a) AS held
WHERE size(held) >= $minimum
UNWIND held AS a
WITH a, day, only, collect({company: company, target: t}) AS asked
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
  WITH r, answer WHERE NOT r.originator AND answer <> 'no'
  RETURN collect({company: r.parent, deal: r.deal, answer: answer}) AS told
}
UNWIND asked AS one
WITH one.company AS company, one.target AS t, a, told,
  [q IN told WHERE q.company = one.company AND ($include_options OR q.answer <> 'option')] AS own
WHERE size(own) > 0
UNWIND own AS right
WITH company, t, a, right.deal AS d,
  any(q IN told WHERE q.company <> company AND q.answer <> 'option') AS shared
ORDER BY a.id, d.announced, d.id
WITH company, t, collect(DISTINCT a) AS assets, collect(DISTINCT d) AS deals,
  count(DISTINCT CASE WHEN shared THEN a END) AS overlap
WHERE size(assets) >= $minimum
RETURN company, t AS target, assets, size(assets) AS count, deals, overlap
ORDER BY count DESC, company.id, target.id LIMIT $limit
