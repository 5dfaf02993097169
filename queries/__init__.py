"""What can be asked: one question, one .cypher file; the catalogue reads and checks them."""
