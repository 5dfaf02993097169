/*
title = "Slow count"
question = "What takes too long?"
path = "/slow"

[returns]
n = "integer"
*/
UNWIND range(1, 10000000) AS x UNWIND range(1, 10000000) AS y
WITH x, y WHERE x % 7 = y % 11 RETURN count(*) AS n
