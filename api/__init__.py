"""HTTP: from the graph to JSON, CSV and XLSX."""
