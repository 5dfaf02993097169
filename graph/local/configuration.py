"""The settings of the local server, as neo4j.conf knows them."""

from collections.abc import Mapping
from dataclasses import dataclass

from dealgraph.graph.local.releases import Release

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Ports:
    """Where the server listens, on this machine only."""

    bolt: int
    http: int


def configuration(release: Release, ports: Ports) -> dict[str, str]:
    """Return every setting; a name that the release does not know would stop the server."""
    return {**listening(ports), **HARDENING, **MODEST, **release.settings}


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


def as_text(settings: Mapping[str, str]) -> str:
    """Write settings as a neo4j.conf."""
    lines = [f"{name}={value}\n" for name, value in settings.items()]
    return "".join(["# Written by dealgraph at every start; changes are lost.\n", *lines])
