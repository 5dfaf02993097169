"""From files to the graph: readings, checks, derivation and the load itself."""
