"""SPARQL over a copy of the graph: the copy on disk, and the processes that read it."""
