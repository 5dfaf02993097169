"""Free and taken ports of the loopback address."""

import socket
import sys

from dealgraph.graph.errors import ConfigurationError, PortTakenError
from dealgraph.graph.local.configuration import HOST, Ports
from dealgraph.graph.local.waiting import within
from dealgraph.graph.settings import BOLT_PORT, HTTP_PORT, Settings


def choose_ports(settings: Settings) -> Ports:
    """Return the ports to listen on, free ones for 0.

    Raises PortTakenError, and ConfigurationError when both settings name the same port.
    """
    if settings.bolt_port == settings.http_port != 0:
        raise ConfigurationError(f"{BOLT_PORT} and {HTTP_PORT} must be different ports.")
    ports = free_ports()
    bolt, http = settings.bolt_port or ports.bolt, settings.http_port or ports.http
    _ensure_free(bolt, BOLT_PORT)
    _ensure_free(http, HTTP_PORT)
    return Ports(bolt, http)


def _ensure_free(port: int, setting: str) -> None:
    # A server that was killed a moment ago may still be about to leave its port.
    if not within(1, lambda: not is_taken(port)):
        raise PortTakenError(port, setting)


def free_ports() -> Ports:
    """Return two ports that nobody uses at the moment."""
    with socket.socket() as bolt, socket.socket() as http:
        bolt.bind((HOST, 0))
        http.bind((HOST, 0))
        return Ports(bolt.getsockname()[1], http.getsockname()[1])


def is_taken(port: int) -> bool:
    """Whether a program listens on the port."""
    return accepts(port) or not _can_bind(port)


def accepts(port: int) -> bool:
    """Whether somebody takes a connection on the port."""
    with socket.socket() as client:
        client.settimeout(1)
        return client.connect_ex((HOST, port)) == 0


def _can_bind(port: int) -> bool:
    with socket.socket() as server:
        # Connections that a former server left behind must not count; on Windows the option
        # would let us bind to a port that is in use.
        if sys.platform != "win32":
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind((HOST, port))
        except OSError:
            return False
    return True
