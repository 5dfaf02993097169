/*
title = "Deal"
question = "What is in this deal: parties, assets, terms, rights, events and sources?"
path = "/deals/{deal}"
scope = [
  "Amounts are at most, as announced, in millions of the deal's currency; those in US dollars are at the ECB reference rate of fx_date.",
  "A missing amount is undisclosed, not 0.",
  "as_of: status, in_force, events and the deals of its family as they stood on that day; no row before the announcement. Terms, rights and sources stay as last known.",
  "in_force is that of the day of as_of, or of today: uncertain within the month or year that a deal ended in, unknown since announcement where nobody dates its end.",
]
draw = "(deal)--()-[:ON|HELD_BY|BY|TARGETS|TREATS*0..1]->()"

[parameters]
deal = { type = "deal" }
as_of = { type = "date", optional = true, about = "as things stood on that day; left out: as last known" }

[returns]
deal = "deal"
type = "enum:deal-type"
status = "enum:deal-status"
announced = { type = "date", about = "first possible day" }
announced_until = { type = "date", about = "last possible day" }
closed = { type = "date", optional = true, about = "first possible day of the closing" }
ended = { type = "date", optional = true, about = "first possible day of the end" }
ended_until = { type = "date", optional = true, about = "last possible day of the end" }
in_force = "enum:in-force"
licensors = { type = "list:record", fields = { company = "company", country = { type = "country", optional = true } } }
licensees = { type = "list:record", fields = { company = "company", country = { type = "country", optional = true } } }
assets = { type = "list:record", fields = { asset = "asset", modality = { type = "enum:modality", optional = true }, phase = { type = "enum:phase", optional = true }, targets = "list:target", indications = "list:text" } }
territory = { type = "text", optional = true, about = "as the record words it" }
exclusive = { type = "boolean", optional = true }
currency = { type = "text", optional = true, about = "ISO 4217" }
upfront = { type = "money", optional = true }
equity = { type = "money", optional = true }
upfront_includes_equity = { type = "boolean", optional = true }
equity_kind = { type = "enum:equity-kind", optional = true, about = "which way the equity goes; missing: into the licensor" }
near_term = { type = "money", optional = true, about = "upfront and near-term together" }
milestones = { type = "money", optional = true }
total = { type = "money", optional = true, about = "potential total" }
upfront_musd = { type = "money", optional = true }
equity_musd = { type = "money", optional = true }
near_term_musd = { type = "money", optional = true }
milestones_musd = { type = "money", optional = true }
total_musd = { type = "money", optional = true }
bounds = { type = "record", about = "how an amount bounds what is paid; missing: exactly", fields = { upfront = { type = "enum:bound", optional = true }, equity = { type = "enum:bound", optional = true }, near_term = { type = "enum:bound", optional = true }, milestones = { type = "enum:bound", optional = true }, total = { type = "enum:bound", optional = true } } }
fx_rate = { type = "number", optional = true }
fx_date = { type = "text", optional = true }
royalties = { type = "record", optional = true, fields = { words = { type = "text", optional = true }, tiered = { type = "boolean", optional = true }, low = { type = "number", optional = true, about = "percent" }, high = { type = "number", optional = true, about = "percent" }, band_low = { type = "number", optional = true, about = "percent that the words stand for" }, band_high = { type = "number", optional = true, about = "percent that the words stand for" } } }
rights = { type = "list:record", fields = { kind = "enum:right-kind", asset = "asset", holder = "company", activities = "list:enum:activity", exclusive = { type = "boolean", optional = true }, scope = { type = "text", optional = true, about = "field of use" }, licensor_share = { type = "number", optional = true, about = "percent" }, licensee_share = { type = "number", optional = true, about = "percent" }, wording = { type = "text", optional = true }, includes = "list:place", excludes = "list:place" } }
events = { type = "list:record", fields = { kind = "enum:event-kind", date = { type = "date", optional = true }, date_until = { type = "date", optional = true }, effective = { type = "date", optional = true }, by = { type = "enum:side", optional = true }, what = { type = "text", optional = true, about = "which part, in words" }, assets = { type = "list:text", about = "of which assets only" }, territory = { type = "text", optional = true, about = "where only" }, kept = { type = "text", optional = true, about = "what the side that lets go keeps" }, to = { type = "text", optional = true, about = "company that something passes to" }, source = { type = "source", optional = true, about = "which reports it" } } }
sources = { type = "list:record", fields = { source = "source", publisher = { type = "text", optional = true }, published = { type = "date", optional = true }, url = { type = "text", optional = true }, says = { type = "text", optional = true, about = "where it differs from the record" } } }
follows = { type = "list:record", fields = { deal = "deal", how = "enum:follows-how" } }
family = { type = "deal", optional = true, about = "the first of the deals that follow one another; missing: it stands alone" }
followed_by = { type = "list:record", fields = { deal = "deal", how = "enum:follows-how" } }
inferred = { type = "list:text", about = "fields from general knowledge, not from a cited source" }
note = { type = "text", optional = true }

[[examples]]
deal = "2025-10-innovent-takeda"
*/
MATCH (d:Deal {id: $deal}) WHERE d.announced_until <= coalesce($as_of, date('9999-12-31'))
WITH d, coalesce($as_of, date()) AS day, coalesce($as_of, date('9999-12-31')) AS known
RETURN d AS deal, d.type AS type,
  CASE WHEN d.ended_until <= known THEN 'terminated'
    WHEN d.closed_until <= known THEN 'closed' ELSE d.first_status END AS status,
  d.announced AS announced, d.announced_until AS announced_until,
  CASE WHEN d.closed <= known THEN d.closed END AS closed,
  CASE WHEN d.ended <= known THEN d.ended END AS ended,
  CASE WHEN d.ended <= known THEN d.ended_until END AS ended_until,
  CASE WHEN d.ended_until <= day THEN 'no' WHEN d.ended <= day THEN 'uncertain' ELSE d.in_force END
    AS in_force,
  COLLECT { MATCH (d)-[p:LICENSOR]->(c) OPTIONAL MATCH (k:Country {code: p.country})
            RETURN {company: c, country: k} ORDER BY c.id } AS licensors,
  COLLECT { MATCH (d)-[p:LICENSEE]->(c) OPTIONAL MATCH (k:Country {code: p.country})
            RETURN {company: c, country: k} ORDER BY c.id } AS licensees,
  COLLECT { MATCH (d)-[v:COVERS]->(a) WITH v, a ORDER BY v.position
            RETURN {asset: a, modality: v.modality, phase: v.phase,
                    targets: COLLECT { UNWIND v.targets AS id MATCH (t:Target {id: id}) RETURN t },
                    indications: coalesce(v.indications, [])} } AS assets,
  d.territory AS territory, d.exclusive AS exclusive, d.currency AS currency,
  d.upfront AS upfront, d.equity AS equity, d.upfront_includes_equity AS upfront_includes_equity,
  d.equity_kind AS equity_kind,
  d.near_term AS near_term, d.milestones AS milestones, d.total AS total,
  d.upfront_musd AS upfront_musd, d.equity_musd AS equity_musd,
  d.near_term_musd AS near_term_musd, d.milestones_musd AS milestones_musd,
  d.total_musd AS total_musd,
  {upfront: d.upfront_bound, equity: d.equity_bound, near_term: d.near_term_bound,
   milestones: d.milestones_bound, total: d.total_bound} AS bounds,
  d.fx_rate AS fx_rate, d.fx_date AS fx_date,
  CASE WHEN d.royalties IS NOT NULL OR d.royalty_tiered IS NOT NULL OR d.royalty_low IS NOT NULL
         OR d.royalty_high IS NOT NULL
       THEN {words: d.royalties, tiered: d.royalty_tiered, low: d.royalty_low,
             high: d.royalty_high, band_low: d.royalty_band_low,
             band_high: d.royalty_band_high} END AS royalties,
  COLLECT { MATCH (d)-[:GRANTS]->(r)-[:ON]->(a) MATCH (r)-[:HELD_BY]->(c)
            WITH r, a, c ORDER BY size(r.id), r.id
            RETURN {kind: r.kind, asset: a, holder: c, activities: coalesce(r.activities, []),
                    exclusive: r.exclusive, scope: r.scope, licensor_share: r.licensor_share,
                    licensee_share: r.licensee_share, wording: r.wording,
                    includes: COLLECT { MATCH (r)-[:INCLUDES]->(p:Place) RETURN p ORDER BY p.code },
                    excludes: COLLECT { MATCH (r)-[:EXCLUDES]->(p:Place)
                                        RETURN p ORDER BY p.code }} } AS rights,
  COLLECT { MATCH (d)-[:HAS_EVENT]->(e) WHERE coalesce(e.date_until <= known, true)
            WITH e ORDER BY e.date, size(e.id), e.id
            RETURN {kind: e.kind, date: e.date, date_until: e.date_until, effective: e.effective,
                    by: e.by, what: e.what, assets: coalesce(e.assets, []),
                    territory: e.territory, kept: e.kept, to: e.to,
                    source: head([(e)-[:REPORTED_IN]->()-[:BY]->(s) | s])} } AS events,
  COLLECT { MATCH (d)-[:REPORTED_IN]->(a:Account)-[:BY]->(s:Source)
            WITH a, s ORDER BY a.dataset, a.position
            RETURN {source: s, publisher: a.publisher, published: a.published, url: s.url,
                    says: a.says} } AS sources,
  COLLECT { MATCH (d)-[f:FOLLOWS]->(o) RETURN {deal: o, how: f.how} ORDER BY o.id } AS follows,
  COLLECT { MATCH (f:Deal {id: d.family}) RETURN f }[0] AS family,
  COLLECT { MATCH (d)<-[f:FOLLOWS]-(o) WHERE o.announced_until <= known
            RETURN {deal: o, how: f.how} ORDER BY o.id } AS followed_by,
  coalesce(d.inferred, []) AS inferred,
  d.note AS note
