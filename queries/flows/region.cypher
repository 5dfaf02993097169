/*
title = "Region"
question = "Which countries belong to this region, surely or as some contracts have it?"
path = "/regions/{region}"
scope = ["uncertain: members that only some contracts count in; a question about them answers uncertain, never yes."]

[parameters]
region = { type = "region", about = "code or name" }

[returns]
region = "region"
members = "list:country"
uncertain = "list:country"

[[examples]]
region = "EU"
*/
MATCH (r:Region {code: $region})
RETURN r AS region,
  COLLECT { MATCH (r)<-[p:PART_OF]-(k) WHERE p.certain RETURN k ORDER BY k.code } AS members,
  COLLECT { MATCH (r)<-[p:PART_OF]-(k) WHERE NOT p.certain RETURN k ORDER BY k.code } AS uncertain
