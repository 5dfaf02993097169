/*
title = "Source"
question = "What does this publication report, on which deals, and where does it differ?"
path = "/sources/{source}"
scope = ["Rumoured deals are included.", "says is what the publication states itself, where it differs from the record or is the one to say it."]
draw = "(source)<-[:BY]-(:Account)<-[:REPORTED_IN]-(deal)"

[parameters]
source = { type = "source" }

[returns]
source = "source"
publisher = { type = "text", optional = true }
published = { type = "date", optional = true, about = "first possible day" }
url = { type = "text", optional = true }
deal = "deal"
announced = "date"
upfront_musd = { type = "money", optional = true, about = "of the deal" }
total_musd = { type = "money", optional = true, about = "of the deal" }
says = { type = "text", optional = true, about = "fields of the deal as JSON" }
events = { type = "list:record", fields = { kind = "enum:event-kind", date = { type = "date", optional = true } }, about = "events it reports" }

[[examples]]
source = "indianpharmapost-com-adeb7e6b"
*/
MATCH (s:Source {id: $source})<-[:BY]-(a:Account)<-[:REPORTED_IN]-(d:Deal)
RETURN s AS source, a.publisher AS publisher, a.published AS published, s.url AS url, d AS deal,
  d.announced AS announced, d.upfront_musd AS upfront_musd, d.total_musd AS total_musd,
  a.says AS says,
  COLLECT { MATCH (a)<-[:REPORTED_IN]-(e:Event)
            RETURN {kind: e.kind, date: e.date} ORDER BY e.date, e.id } AS events
ORDER BY announced DESC, d.id DESC
