"""Routes in groups answer as they would in a row."""

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from dealgraph.api.grouped import Grouped


def _route(path: str, method: str = "GET") -> Route:
    def endpoint(request: Request) -> Response:
        return PlainTextResponse(f"{method} {path} {request.path_params}")

    return Route(path, endpoint, methods=[method])


ROUTES = [
    _route("/"),
    _route("/deals"),
    _route("/deals/new"),
    _route("/deals/{deal}"),
    _route("/deals/{deal}", "POST"),
    _route("/deals/{deal}/{rest:path}"),
    _route("/flows"),
]


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT"])
@pytest.mark.parametrize(
    "path", ["/", "/deals", "/deals/new", "/deals/a-1", "/deals/a/b/c", "/deals/", "/flows", "/x"]
)
def test_a_group_finds_what_a_row_finds(method: str, path: str) -> None:
    in_a_row = TestClient(Starlette(routes=ROUTES)).request(method, path)
    in_groups = TestClient(Starlette(routes=[Grouped(ROUTES)])).request(method, path)
    seen = (in_groups.status_code, in_groups.text, in_groups.headers.get("allow"))
    assert seen == (in_a_row.status_code, in_a_row.text, in_a_row.headers.get("allow"))


def test_a_group_is_found_below_another_path() -> None:
    below = Starlette(routes=[Mount("/under", Starlette(routes=[Grouped(ROUTES)]))])
    assert TestClient(below).get("/under/deals/new").text == "GET /deals/new {}"
    assert TestClient(below).get("/under/").text == "GET / {}"
    assert TestClient(below).get("/deals/new").status_code == 404


def test_a_path_that_begins_with_a_parameter_is_refused() -> None:
    with pytest.raises(ValueError, match="begins with a parameter"):
        Grouped([_route("/{anything}")])
