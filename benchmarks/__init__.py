"""How fast dealgraph is, against the least that any loader or service must do."""
