/*
title = "One deal"
question = "What is known of this deal?"
path = "/small/deals/{deal}"

[parameters]
deal = { type = "deal" }

[returns]
deal = "deal"
place = { type = "list:place" }
source = { type = "list:source" }

[[examples]]
deal = "2025-10-innovent-takeda"
*/
MATCH (deal:Deal {id: $deal})
RETURN deal, [(deal)-[:GRANTS]->()-[:INCLUDES]->(p) | p] AS place,
       [(deal)-[:REPORTED_IN]->()-[:BY]->(s) | s] AS source
