"""From RDF in our own vocabulary back to deal records."""
