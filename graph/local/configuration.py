"""The settings of the local server, as neo4j.conf knows them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from dealgraph.graph.local.releases import Release
from dealgraph.graph.settings import SERVICE_URL

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Ports:
    """Where the server listens, on this machine only."""

    bolt: int
    http: int


def configuration(release: Release, ports: Ports, service_url: str = SERVICE_URL) -> dict[str, str]:
    """Return every setting; a name that the release does not know would stop the server."""
    bolt = f"ws://{HOST}:{ports.bolt} ws://localhost:{ports.bolt}"
    browser = in_browser(service_url, bolt)
    return {**listening(ports), **HARDENING, **MODEST, **browser, **release.settings}


def listening(ports: Ports) -> dict[str, str]:
    """Bind both connectors to the loopback address."""
    return {
        "server.default_listen_address": HOST,
        "server.bolt.listen_address": f"{HOST}:{ports.bolt}",
        "server.bolt.advertised_address": f"{HOST}:{ports.bolt}",
        "server.http.listen_address": f"{HOST}:{ports.http}",
        "server.http.advertised_address": f"{HOST}:{ports.http}",
        "server.https.enabled": "false",
    }


# Authentication stays on even here: Bolt also speaks WebSocket, so any web page that the user
# visits could run Cypher. LOAD CSV counts as a read, so READ access mode does not stop it from
# reading files or asking addresses: both are closed.
HARDENING = {
    "dbms.security.auth_enabled": "true",
    "dbms.security.allow_csv_import_from_file_urls": "false",
    "internal.dbms.cypher_ip_blocklist": "0.0.0.0/0,::/0",
    "server.directories.import": "import",
    "db.transaction.timeout": "60s",
    "dbms.usage_report.enabled": "false",
    "client.allow_telemetry": "false",
}

MODEST = {
    "server.memory.pagecache.size": "128m",
    # Without this an empty store takes half a gigabyte of disk.
    "db.tx_log.preallocate": "false",
    # Kept logs serve backups of a kind that Community does not have.
    "db.tx_log.rotation.retention_policy": "100M size",
}


def in_browser(service_url: str, bolt: str = "ws: wss:") -> dict[str, str]:
    """Let Neo4j Browser take style and guide from the service, each time it has connected.

    The service need not run: Browser then says so, and works without them. `bolt` are the servers
    that its pages may connect to, as a content security policy names them.
    """
    kit = f"{service_url}/neo4j"
    return {
        "browser.post_connect_cmd": f"style {kit}/style.grass; guide {kit}/guide.html",
        "browser.remote_content_hostname_whitelist": str(urlsplit(service_url).hostname),
        "dbms.security.http_static_content_security_policy_header": _policy(service_url, bolt),
    }


def kit_source(text: str) -> str | None:
    """Find in a neo4j.conf where Neo4j Browser takes style and guide from."""
    found = re.search(r"^browser\.post_connect_cmd=style (\S+)/neo4j/", text, re.MULTILINE)
    return found[1] if found else None


def _policy(service_url: str, bolt: str) -> str:
    """Keep the pages from asking outside hosts.

    Neo4j Browser asks for fonts and for scripts that count its users, telemetry off or not.
    """
    # The service may be started on another port than it was when this server started.
    local = urlsplit(service_url).hostname == "localhost"
    allowed = {
        "default-src": "'self'",
        "script-src": "'self'",
        "style-src": "'self' 'unsafe-inline'",
        "font-src": "'self' data:",
        "img-src": "'self' data:",
        "connect-src": f"'self' {bolt} {'http://localhost:*' if local else service_url}",
        "base-uri": "'none'",
        "object-src": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in allowed.items())


def as_text(settings: Mapping[str, str]) -> str:
    """Write settings as a neo4j.conf."""
    lines = [f"{name}={value}\n" for name, value in settings.items()]
    return "".join(["# Written by dealgraph at every start; changes are lost.\n", *lines])
