/*
title = "Overlapping exclusive rights"
question = "Where were exclusive rights to one asset granted to two companies at a time?"
path = "/rights/overlaps"
scope = [
  "Pairs of exclusive rights to sell one asset, for the same place and field of use, both surely in force on the day, of holders with different ultimate parents. A right for any use meets one for a field of use.",
  "Only grants that a record states as exclusive: where it says nothing of it, none is taken as one.",
  "A right runs from its deal's announcement, though the deal may close later; what is bought passes with the closing, where that is dated.",
  "sublicence: the one is by a licensor who holds the other, or by a deal that follows the other's; joint: both are of one deal; fault: nothing explains it, so a record or a territory's words are likely wrong, or the two do not meet where it is not sure.",
  "Places of which nobody can be certain, and rights whose territory is not told, are left out unless include_uncertain is true; options and rumoured deals always.",
]

[parameters]
asset = { type = "asset", optional = true }
as_of = { type = "date", optional = true, about = "today when it is left out" }
explained = { type = "enum:overlap", optional = true, about = "only these" }
include_uncertain = { type = "boolean", default = false, about = "also where a place or a day leaves a right uncertain or unknown" }
limit = { type = "integer", minimum = 1, maximum = 500, default = 50 }

[returns]
asset = "asset"
explained = "enum:overlap"
sure = { type = "boolean", about = "both surely hold in all of these countries" }
holder = "company"
deal = "deal"
other_holder = "company"
other_deal = "deal"
scope = { type = "text", optional = true, about = "field of use in which they meet" }
countries = "list:country"
right = { type = "text", about = "id of the earlier right" }
other_right = { type = "text", about = "id of the later right" }

[[examples]]
asset = "serplulimab"
include_uncertain = true
as_of = "2026-01-01"
*/
WITH coalesce($as_of, date()) AS day, null AS only
CALL () {
  WITH 1 AS once WHERE $asset IS NOT NULL
  MATCH (a:Asset {id: $asset}) RETURN a
  UNION
  WITH 1 AS once WHERE $asset IS NULL
  MATCH (a:Asset) RETURN a
}
WITH a, day, only WHERE COUNT { (a)<-[:ON]-(r:Right) WHERE r.exclusive } > 1
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
  WITH r, CASE WHEN why = 'granted onward' THEN holds ELSE answer END AS held, countries
  WHERE r.right.exclusive AND r.right.kind <> 'option'
    AND (held = 'yes' OR $include_uncertain AND held IN ['uncertain', 'unknown'])
  UNWIND countries AS c
  WITH r, held = 'yes' AS sure, collect(c) AS countries ORDER BY r.right.since, r.id, sure
  RETURN collect(r {.*, sure: sure, countries: countries}) AS rights
}
WITH a, rights WHERE size(rights) > 1
UNWIND range(0, size(rights) - 2) AS i UNWIND range(i + 1, size(rights) - 1) AS j
WITH a, rights[i] AS one, rights[j] AS other
WHERE one.parent <> other.parent
  AND (one.right.scope IS NULL OR other.right.scope IS NULL OR one.right.scope = other.right.scope)
WITH a, one, other, one.right AS r, other.right AS q, CASE
  WHEN one.parent IN other.granters OR other.parent IN one.granters
    OR EXISTS { WITH one.deal AS d, other.deal AS e MATCH (e)-[:FOLLOWS*1..4]->(d) RETURN 1 }
  THEN 'sublicence' WHEN one.deal = other.deal THEN 'joint' ELSE 'fault' END AS explained,
  [c IN one.countries WHERE c IN other.countries] AS countries, one.sure AND other.sure AS sure
WHERE size(countries) > 0 AND ($explained IS NULL OR explained = $explained)
UNWIND countries AS c
WITH a, explained, sure, one.holder AS holder, one.deal AS deal, other.holder AS other_holder,
  other.deal AS other_deal, r, q, c ORDER BY c.code
WITH a, explained, sure, holder, deal, other_holder, other_deal, r, q, collect(c) AS countries
ORDER BY a.id, r.id, q.id, sure DESC LIMIT $limit
RETURN a AS asset, explained, sure, holder, deal, other_holder, other_deal,
  coalesce(r.scope, q.scope) AS scope, countries, r.id AS right, q.id AS other_right
ORDER BY a.id, right, other_right, sure DESC
