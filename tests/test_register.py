"""The company register: any name finds its company, traps are refused."""

from dataclasses import replace

import pytest

from dealgraph.schema import register
from dealgraph.schema.register import (
    AmbiguousCompanyError,
    ParentError,
    check_parents,
    identify,
)


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


@pytest.mark.parametrize(
    ("parents", "message"),
    [
        ({"pfizer": "pfizer"}, "pfizer: parent 'pfizer' goes in a circle: pfizer -> pfizer"),
        (
            {"takeda": "pfizer", "pfizer": "roche", "roche": "pfizer"},
            "pfizer: parent 'roche' goes in a circle: pfizer -> roche -> pfizer",
        ),
        ({"pfizer": "zzyzx"}, "pfizer: parent 'zzyzx' is no company of the register"),
    ],
)
def test_a_company_belongs_to_another_one_of_the_register(
    parents: dict[str, str], message: str
) -> None:
    known = register.companies()
    check_parents(known)
    names = ("takeda", "pfizer", "roche")
    few = {name: replace(known[name], parent=parents.get(name)) for name in names}
    with pytest.raises(ParentError) as caught:
        check_parents(few)
    assert str(caught.value) == f"companies.jsonl:2: {message}"
