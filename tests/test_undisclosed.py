"""Whatever a question sums: what is undisclosed is counted as that, and never as 0."""

from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from support import Served, withdraw_all
from test_load import record, write

from dealgraph.graph.asking import Asker
from dealgraph.loaders.load import load
from dealgraph.queries.catalogue import Catalogue

#: Each question that sums, asked so that every deal of the test is in one row of the answer.
ASKED: Mapping[str, Mapping[str, object]] = {
    "company": {"company": "akeso"},
    "country-flows": {"country": "CN"},
    "dealmakers": {"role": "licensor"},
    "flow-totals": {},
    "flows": {},
    "landscape": {},
    "partner-network": {"company": "akeso"},
    "target-assets": {"target": "PD-1"},
}


def test_these_are_the_questions_that_sum() -> None:
    asked = Catalogue.bundled()
    assert {name for name in asked if "_disclosed" in repr(asked[name].returns)} == ASKED.keys()


@settings(max_examples=2, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example([None, None])
@example([0, None])
@example([5, None, 0, 90])
@given(st.lists(st.none() | st.integers(0, 900), min_size=1, max_size=4))
def test_a_sum_is_over_what_is_disclosed_and_the_rest_is_counted(
    scratch: Served, tmp_path: Path, upfronts: list[int | None]
) -> None:
    withdraw_all(scratch.connection)
    told = [{} if n is None else {"upfront": n, "currency": "USD"} for n in upfronts]
    deals = [record(f"d{number}", **terms) for number, terms in enumerate(told)]
    load(scratch.connection, [write(tmp_path / "d.jsonl", *deals)])
    asker = Asker(scratch.connection, Catalogue.bundled())
    said = [n for n in upfronts if n is not None]
    expected = {
        "deals": len(upfronts),
        "upfront_musd": sum(said) if said else None,
        "median_upfront_musd": median(said) if said else None,
        "upfront_disclosed": len(said),
        "upfront_undisclosed": len(upfronts) - len(said),
        "total_musd": None,
        "total_disclosed": 0,
    }
    for name, parameters in ASKED.items():
        (row,) = asker.ask(asker.catalogue[name], parameters).items
        counted: Any = row["as_licensor"] if name == "company" else row
        found = {column: counted[column] for column in expected if column in counted}
        assert found == {column: expected[column] for column in found}, name
        assert {"upfront_disclosed", "deals"} <= found.keys(), name
