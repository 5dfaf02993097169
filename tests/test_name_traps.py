"""The bundled names hold for ever: traps are never taken, and every name finds its company."""

import pytest

from dealgraph.schema import register
from dealgraph.schema.ladder import Rung, candidates, resolve
from dealgraph.schema.names import key
from dealgraph.schema.tables import rows, several
from dealgraph.schema.vocabulary import NameKind

ROWS = list(rows("name_traps.tsv"))


def ids(names: str) -> set[str]:
    """Give the ids of those named companies that the register holds."""
    return {c.id for c in register.companies().values() if c.name in several(names)}


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_a_trap_is_what_its_row_says(row: dict[str, str]) -> None:
    found = resolve(row["name"])
    if row["is"]:
        assert {found.id} == ids(row["is"])
    else:
        assert (found.id, found.rung) == (None, Rung.AMBIGUOUS)
    assert found.id not in ids(row["is_not"])
    for other in several(row["is_not"]):
        assert resolve(other).id is None or resolve(other).id in ids(other)


def test_every_name_of_the_register_finds_its_company() -> None:
    lost = {
        (name.text, company.id)
        for company in register.companies().values()
        for name in company.names
        if resolve(name.text).id != company.id
    }
    traps = register.traps()
    assert {name for name, _ in lost} == {name for name, _ in lost if key(name) in traps}
    assert all(resolve(name).rung is Rung.AMBIGUOUS for name, _ in lost)


def test_a_legal_form_behind_a_name_makes_no_difference() -> None:
    lost = {
        company.name
        for company in register.companies().values()
        for form in (", Inc.", " Co., Ltd.")
        if resolve(company.name + form).id != company.id
    }
    assert lost == {"Merck KGaA"}  # without its own form it is Merck, the trap


def test_what_pinyin_says_is_weaker_and_what_is_left_of_it_joins_nothing() -> None:
    assert resolve("Siludi Pharma").matched is NameKind.PINYIN
    assert resolve("Siludi Biotech").id is None
    assert [c.id for c in candidates("Siludi Biotech")][:1] == ["3d-medicines"]
