"""What is a company's own in its name, whatever legal form, trade and place stand around it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealgraph.schema.company_names import company_key, full_key, own_key
from dealgraph.schema.names import key
from dealgraph.schema.pinyin import pinyin_key
from dealgraph.schema.tables import rows


@pytest.mark.parametrize(
    ("name", "full", "exact"),
    [
        ("Foo Bio, Inc.", "foobio", "foobio"),
        ("Foo Biotechnology Ltd", "foobiotechnology", "foobio"),
        ("Jiangsu Hengrui Pharmaceuticals Co.,Ltd",
         "jiangsuhengruipharmaceuticals", "hengruipharma"),
        ("江蘇恒瑞醫藥股份有限公司", "江苏恒瑞医药", "恒瑞医药"),
        ("正大天晴药业集团股份有限公司", "正大天晴药业集团", "正大天晴药业"),
        ("株式会社 塩野義製薬", "塩野义制薬", "塩野义制药"),
        ("한미약품(주)", "한미약품", "한미약품"),
        ("Sichuan Kelun-Biotech Biopharmaceutical Co., Ltd.",
         "sichuankelunbiotechbiopharmaceutical", "kelunbiotechbiopharma"),
        ("WuXi Biologics (Cayman) Inc.", "wuxibiologics", "wuxibiologics"),
        ("Boehringer Ingelheim Pharma GmbH & Co. KG",
         "boehringeringelheimpharma", "boehringeringelheimpharma"),
        ("Merck & Co., Inc.", "merckco", "merckco"),
        ("Merck KGaA", "merck", "merck"),
        ("Recordati S.p.A.", "recordati", "recordati"),
        ("Shanghai Pharmaceuticals", "shanghaipharmaceuticals", "shanghaipharma"),
        ("Shanghai Pharmaceuticals Holding", "shanghaipharmaceuticalsholding",
         "shanghaipharmaceuticalsholding"),
        # a group is not its drug maker unless it says so
        ("Menarini Group", "menarinigroup", "menarinigroup"),
        ("Hansoh Pharmaceutical Group Company Limited",
         "hansohpharmaceuticalgroup", "hansohpharma"),
        # nothing but such words
        ("Biotech Inc.", "biotech", "biotech"),
        ("制药有限公司", "制药", "制药"),
        ("Inc.", "inc", "inc"),
    ],
)  # fmt: skip
def test_legal_forms_and_places_go_and_the_trade_is_one_word(
    name: str, full: str, exact: str
) -> None:
    assert (full_key(name), company_key(name)) == (full, exact)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kelun-Biotech", "Kelun Pharmaceutical"),
        ("Merck & Co.", "Merck KGaA"),
        ("三生制药", "三生国健"),
        ("Novo Holdings", "Novo Nordisk"),
        ("Summit Therapeutics", "Summit Pharmaceuticals"),
        ("康泰生物", "康泰医学"),
        ("종근당", "종근당바이오"),
    ],
)
def test_unlike_companies_have_unlike_keys(one: str, other: str) -> None:
    assert company_key(one) != company_key(other)


def test_what_is_a_companys_own_is_without_the_trade() -> None:
    assert own_key("Jiangsu Hengrui Pharmaceuticals") == own_key("Hengrui") == "hengrui"
    assert own_key("Kelun-Biotech") != own_key("Kelun Pharmaceutical") == "kelun"


@pytest.mark.parametrize(
    ("chinese", "latin"),
    [
        ("百利天恒", "Bai Li Tian Heng"),
        ("绿叶制药", "Luye Pharma"),
        ("迈威生物", "Maiwei Biotech"),
        ("重庆智飞", "Chongqing Zhifei"),
        ("長春高新", "Changchun Gaoxin"),
    ],
)
def test_chinese_is_read(chinese: str, latin: str) -> None:
    assert pinyin_key(chinese) == pinyin_key(latin)


WORDS = st.sampled_from(
    [row["word"] for row in rows("name_words.tsv")] + ["Foo", "康方", "바", "&"]
)
NAMES = st.text() | st.lists(WORDS | st.text(max_size=3)).map(" ".join)


@given(NAMES)
def test_keys_are_stable_and_empty_only_for_blank_names(name: str) -> None:
    for key_of in (full_key, company_key, own_key):
        assert key_of(key_of(name)) == key_of(name)
        assert bool(key_of(name)) == bool(key(name))
