"""The company register: any name finds its company, traps are refused."""

import pytest

from dealgraph.schema import register
from dealgraph.schema.register import AmbiguousCompanyError, identify


@pytest.mark.parametrize(
    ("name", "company"),
    [
        ("takeda", "takeda"),
        ("Takeda", "takeda"),
        ("武田", "takeda"),
        ("TAK", "takeda"),
        ("MSD", "merck-and-co"),
        ("默克", "merck-kgaa"),
        ("默沙东", "merck-and-co"),
        ("Genentech", "roche"),
        ("Kite Pharma", "kite-pharma"),
        ("信达生物", "innovent-biologics"),
        ("Zzyzx Therapeutics", None),
    ],
)
def test_a_name_is_its_company(name: str, company: str | None) -> None:
    assert identify(name) == company


@pytest.mark.parametrize("name", ["Merck", "WuXi", "药明", "Kexing", "科兴", "Lepu", "Microbio"])
def test_a_trap_is_refused(name: str) -> None:
    with pytest.raises(AmbiguousCompanyError, match="is ambiguous"):
        identify(name)


def test_a_trap_names_whom_it_may_mean() -> None:
    with pytest.raises(AmbiguousCompanyError) as info:
        identify("Merck")
    assert info.value.candidates == ("merck-and-co", "merck-kgaa")


def test_no_key_of_the_register_names_two_companies() -> None:
    assert [key for key, ids in register.keys().items() if len(ids) > 1] == []


def test_a_parent_is_a_company_of_the_register() -> None:
    known = register.companies()
    assert all(c.parent is None or c.parent in known for c in known.values())
