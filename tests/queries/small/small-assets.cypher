/*
title = "Assets of a target"
question = "Which assets act on this target?"
path = "/small/targets/{target}/assets"

[parameters]
target = { type = "target" }
indication = { type = "indication", optional = true }

[returns]
asset = "asset"
name = "text"

[[examples]]
target = "PDCD1"
*/
MATCH (:Target {id: $target})<-[:TARGETS]-(asset:Asset)
WHERE $indication IS NULL OR EXISTS { (asset)-[:TREATS]->(:Indication {id: $indication}) }
RETURN asset, asset.name AS name ORDER BY asset.id
