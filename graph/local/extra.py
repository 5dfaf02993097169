"""The packages of the `local` extra, imported only when the local server is used."""

from importlib import import_module
from typing import Any

from dealgraph.graph.errors import LocalExtraMissingError


def package(name: str) -> Any:
    """Import a package of the `local` extra; raises LocalExtraMissingError without it."""
    try:
        return import_module(name)
    except ModuleNotFoundError as exc:
        raise LocalExtraMissingError(name.partition(".")[0]) from exc
