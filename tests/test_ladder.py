"""The ladder: which company a name stands for, on which rung, and what is only offered."""

import pytest

from dealgraph.schema.ladder import Rung, candidates, resolve, same_key
from dealgraph.schema.vocabulary import NameKind


@pytest.mark.parametrize(
    ("name", "company", "rung", "matched"),
    [
        ("takeda", "takeda", Rung.ID, None),
        ("Merck & Co.", "merck-and-co", Rung.KEY, NameKind.NAME),
        ("三生國健", "sunshine-guojian", Rung.KEY, NameKind.SHORT),
        ("正大天晴", "sino-biopharmaceutical", Rung.KEY, NameKind.SUBSIDIARY),
        ("1801.HK", "innovent-biologics", Rung.KEY, NameKind.TICKER),
        ("600276.SH", "hengrui-pharma", Rung.KEY, NameKind.TICKER),
        ("Hengrui", "hengrui-pharma", Rung.KEY, NameKind.SHORT),
        ("康诺亞生物技术有限公司", "keymed-biosciences", Rung.OWN_KEY, NameKind.SHORT),
        ("Suzhou Innovent Biological", "innovent-biologics", Rung.OWN_KEY, NameKind.NAME),
        ("Gruenenthal", "grunenthal", Rung.KEY, NameKind.ALIAS),
        # a company that is listed, or that a trap names, and not in the register
        ("Aerogen Ltd", None, Rung.OTHER, None),
        ("SLANG Worldwide", None, Rung.OTHER, None),
        # what only likeness, pinyin or an ambiguous word would join
        ("Merck", None, Rung.AMBIGUOUS, None),
        ("Merck, Inc.", None, Rung.AMBIGUOUS, None),
        ("Merck Pharma", None, Rung.UNKNOWN, None),
        ("Astella", None, Rung.UNKNOWN, None),
        ("Innovent Therapeutics", None, Rung.UNKNOWN, None),
        ("Kangnuoya Therapeutics", None, Rung.UNKNOWN, None),
        ("Zzyzx", None, Rung.UNKNOWN, None),
    ],
)
def test_a_name_is_found_on_its_rung(
    name: str, company: str | None, rung: Rung, matched: NameKind | None
) -> None:
    found = resolve(name)
    assert (found.id, found.rung, found.matched) == (company, rung, matched)


@pytest.mark.parametrize(
    ("written", "company"),
    [
        ("1177.HK", "sino-biopharmaceutical"),
        ("01177.HK", "sino-biopharmaceutical"),
        ("1177 HK", "sino-biopharmaceutical"),
        ("HKEX: 1177", "sino-biopharmaceutical"),
        ("SEHK:1801", "innovent-biologics"),
        ("港交所：1801", "innovent-biologics"),
        ("SSE: 600276", "hengrui-pharma"),
        ("600276 CH", "hengrui-pharma"),
        ("1276.HK", "hengrui-pharma"),
        ("TSE: 4502", "takeda"),
        ("4502 JP", "takeda"),
        ("NASDAQ: BGNE", "beigene"),
        ("Nasdaq: ONC", "beigene"),
        ("NYSE:LLY", "eli-lilly"),
        ("SIX: ROG", "roche"),
        ("NOVO-B.CO", "novo-nordisk"),
        ("BSE: CIPLA", "cipla"),
        ("HK: 1801", "innovent-biologics"),
        ("A000100.KS", None),
        ("NASDAQ: GH", "guardant-health"),
        ("LLY", "eli-lilly"),
        ("lly", None),
        ("Fold", None),
        ("1801", None),
    ],
)
def test_a_ticker_is_known_however_it_is_written(written: str, company: str | None) -> None:
    assert resolve(written).id == company


def test_a_ticker_that_is_a_word_needs_its_exchange() -> None:
    found = resolve("TIL")
    assert (found.rung, found.candidates) == (Rung.AMBIGUOUS, ("instil-bio",))


@pytest.mark.parametrize(
    ("name", "company", "score", "reason"),
    [
        ("Merck", "merck-and-co", 100, "one of those it may mean"),
        ("Kangnuoya Bio", "keymed-biosciences", 95,
         "the same but for words of the trade and places"),
        ("康若亚生物", "keymed-biosciences", 83, "one letter differs"),
        ("汉森药业集团", "hansoh-pharma", 90, "the same pinyin"),
        ("Astella", "astellas-pharma", 85, "one letter differs"),
        ("Inovent Biologics", "innovent-biologics", 87, "one letter differs"),
    ],
)  # fmt: skip
def test_what_is_alike_is_offered_with_its_reason(
    name: str, company: str, score: int, reason: str
) -> None:
    offered = {c.id: (c.score, c.reason) for c in candidates(name)}
    assert offered.get(company) == (score, reason)


def test_two_names_are_one_by_themselves() -> None:
    assert same_key("Jiangsu Hengrui Pharmaceuticals Co., Ltd.", "Hengrui Pharma")
    assert not same_key("Hengrui Pharma", "Hengrui Biotech")
    assert not same_key("Kelun", "Kelun-Biotech")
