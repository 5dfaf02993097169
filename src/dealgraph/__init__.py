"""dealgraph: an open knowledge graph of pharma partnerships."""

from importlib.metadata import version

__version__ = version("dealgraph")
