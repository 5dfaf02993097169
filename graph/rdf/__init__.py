"""Reading the graph for linked data: all of it, or one thing."""
