"""Which Host names the service answers for: the guard against DNS rebinding."""

from collections.abc import Iterable

from starlette.types import ASGIApp, Receive, Scope, Send

from dealgraph.api.problems import WRONG_HOST, problem
from dealgraph.api.settings import LOOPBACK_HOSTS


class HostGuard:
    """ASGI middleware: a request for a host that is not allowed gets a 421 problem."""

    def __init__(self, app: ASGIApp, allowed: Iterable[str] = ()) -> None:
        self.app = app
        self.allowed = LOOPBACK_HOSTS | set(allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on when its one Host header is allowed, on any port."""
        if scope["type"] != "http" or self._allows(scope):
            await self.app(scope, receive, send)
        else:
            detail = (
                "This service answers for localhost and 127.0.0.1. "
                "Set DEALGRAPH_ALLOWED_HOSTS to the names under which it is to be reached."
            )
            await problem(WRONG_HOST, detail)(scope, receive, send)

    def _allows(self, scope: Scope) -> bool:
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        return "*" in self.allowed or (len(hosts) == 1 and _name(hosts[0]) in self.allowed)


def _name(host: bytes) -> str:
    """Cut the port off a Host header: `[::1]:8000` is `[::1]`."""
    text = host.decode("latin-1").lower()
    name, colon, port = text.rpartition(":")
    return name if colon and port.isdigit() else text
