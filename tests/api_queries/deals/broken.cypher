/*
title = "Broken"
question = "What does not give what it declares?"
path = "/broken"

[returns]
n = "integer"
*/
RETURN 'secret text' AS n
