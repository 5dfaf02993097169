"""What the graph is made of: model, deal record, vocabularies, name keys, territories."""
