"""The files for containers, as far as they can be checked without Docker."""

import re
import subprocess
import sys
import tomllib
from typing import Any

import pytest
import yaml
from support import ROOT

from dealgraph.graph.local.configuration import HARDENING, Ports, configuration
from dealgraph.graph.local.releases import release
from dealgraph.graph.settings import DEFAULT_VERSION

COMPOSE = ROOT / "docker-compose.yml"


@pytest.fixture
def services() -> dict[str, Any]:
    services: dict[str, Any] = yaml.safe_load(COMPOSE.read_text("utf-8"))["services"]
    return services


def test_the_file_fits_the_schema_of_compose_files() -> None:
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*check, COMPOSE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_port_is_bound_to_this_machine(services: dict[str, Any]) -> None:
    ports = [port for service in services.values() for port in service["ports"]]
    assert ports == ["127.0.0.1:7474:7474", "127.0.0.1:7687:7687", "127.0.0.1:8000:8000"]
    assert not any("network_mode" in service for service in services.values())


def test_the_password_comes_from_outside_and_has_no_default() -> None:
    mentioned = re.findall(r"\$\{NEO4J_PASSWORD[^}]*\}", COMPOSE.read_text("utf-8"))
    assert len(mentioned) == 2
    assert all(one.startswith("${NEO4J_PASSWORD:?") for one in mentioned)


def test_neo4j_is_the_release_and_edition_of_the_local_server(services: dict[str, Any]) -> None:
    assert services["neo4j"]["image"] == f"neo4j:{DEFAULT_VERSION}-community"


def test_neo4j_is_set_as_the_local_server_is(services: dict[str, Any]) -> None:
    ours = settings(services["neo4j"]["environment"])
    local = configuration(release(DEFAULT_VERSION), Ports(bolt=7687, http=7474))
    assert {name: ours[name] for name in HARDENING} == HARDENING
    for name in local.keys() & ours.keys():
        assert ours[name] == local[name], name
    # A container listens on its own network; `ports` binds that to this machine.
    assert all(name.endswith("_address") for name in local.keys() - ours.keys())
    assert ours.keys() - local.keys() == {
        "server.memory.heap.initial_size",
        "server.memory.heap.max_size",
    }


def test_health_is_an_answer_and_the_service_waits_for_it(services: dict[str, Any]) -> None:
    assert "cypher-shell" in services["neo4j"]["healthcheck"]["test"][1]
    assert "RETURN 1" in services["neo4j"]["healthcheck"]["test"][1]
    assert services["dealgraph"]["depends_on"] == {"neo4j": {"condition": "service_healthy"}}
    assert "/ready" in services["dealgraph"]["healthcheck"]["test"][-1]


def test_the_service_is_no_root_and_can_write_nothing(services: dict[str, Any]) -> None:
    service = services["dealgraph"]
    assert service["user"] == "10001"
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "volumes" not in service


def test_data_lies_in_named_volumes(services: dict[str, Any]) -> None:
    volumes = yaml.safe_load(COMPOSE.read_text("utf-8"))["volumes"]
    used = [volume.split(":")[0] for volume in services["neo4j"]["volumes"]]
    assert used == list(volumes) == ["neo4j-data", "neo4j-logs"]


def test_the_image_runs_the_wheel_as_a_user_without_java() -> None:
    steps = (ROOT / "Dockerfile").read_text("utf-8")
    last = steps.rpartition("\nFROM ")[2]
    assert last.startswith("python:3.13-slim\n")
    assert "USER 10001\n" in last
    assert "/wheels/*.whl" in last
    assert "local" not in last
    assert "jdk" not in last


def test_the_image_is_built_from_all_that_the_wheel_needs() -> None:
    allowed = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    needed = project["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"]
    roots = {path.split("/")[0] for path in needed}
    assert {f"!{root}/" for root in roots} <= set(allowed)
    assert {"!LICENSE", "!README.md", "!pyproject.toml", "!requirements.lock"} <= set(allowed)


def settings(environment: dict[str, str]) -> dict[str, str]:
    """Read `NEO4J_server_http_x__forward_enabled` as the image does: `server.http.x_forward...`."""
    names = {name: name.removeprefix("NEO4J_") for name in environment if name != "NEO4J_AUTH"}
    return {
        short.replace("__", "\0").replace("_", ".").replace("\0", "_"): environment[name]
        for name, short in names.items()
    }
