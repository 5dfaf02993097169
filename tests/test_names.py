"""Name keys and slugs: what counts as the same name, and which id it makes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealgraph.schema.names import code_key, key, slug, target_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Boehringer Ingelheim", "boehringer-ingelheim"),
        ("Bóehringer", "Boehringer"),
        ("Novo Nordisk A/S", "NOVO NORDISK AS"),
        ("Ørsted", "orsted"),
        ("ＡＢＣ制药", "abc制药"),
        ("Merck & Co.", "Merck Co"),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("か", "が"),
        ("翰森制药", "汉森制药"),
        ("Kelun", "Kelun-Biotech"),
        ("Merck & Co.", "Merck KGaA"),
    ],
)
def test_unlike_names_have_unlike_keys_and_ids(one: str, other: str) -> None:
    assert key(one) != key(other)
    assert slug(one) != slug(other)


def test_slugs_can_be_read() -> None:
    assert slug("Foo Bio, Inc.") == "foobioinc"
    assert slug("康诺亚").startswith("kangnuoya-")
    assert slug("한미약품").startswith("hanmiyagpum-")


def test_targets_write_greek_letters_out_and_codes_drop_separators() -> None:
    assert target_key("IL-2Rβ") == target_key("IL2R beta")
    assert code_key("SHR-A1811") == code_key("shr a1811") == "SHRA1811"


@given(st.text(min_size=1))
def test_a_key_is_stable_and_never_empty_for_a_name(name: str) -> None:
    assert key(key(name)) == key(name)
    assert bool(key(name)) == bool("".join(key(name).split()))


@given(st.text(min_size=1), st.text(min_size=1))
def test_ids_are_equal_exactly_when_keys_are(one: str, other: str) -> None:
    assert (slug(one) == slug(other)) == (key(one) == key(other))


@given(st.text(min_size=1).filter(key))
def test_ids_are_safe_in_a_path(name: str) -> None:
    assert slug(name)
    assert all(c.isascii() and (c.isalnum() or c == "-") for c in slug(name))
