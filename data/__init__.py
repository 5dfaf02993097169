"""The bundled data: facts, with origin and licence in data/README.md."""

from importlib.resources import as_file, files
from pathlib import Path


def path(name: str) -> Path:
    """Give the file `name` of the bundled data as a path.

    The package is always installed unpacked (a wheel, or links in a checkout), so the path is real.
    """
    with as_file(files(__name__) / name) as found:
        return found
