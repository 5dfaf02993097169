"""The graph as linked data: terms, IRIs and statements, all derived from the model."""
