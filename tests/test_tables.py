import csv
import io
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from dealgraph.graph.asking import Answer
from dealgraph.graph.columns import EDGES, GAP, LONGEST_WORD, Column, widths
from dealgraph.graph.tables import as_text_table, csv_bytes, xlsx_bytes
from dealgraph.queries.catalogue import Catalogue, Question

HEADER = """/*
title = "Partners"
question = "Who are its partners?"
path = "/companies/{company}/partners"

[parameters]
company = "company"

[returns]
%s
*/
MATCH (c:Company {id: $company}) RETURN c
"""

Asking = Callable[[str], Question]


@pytest.fixture
def question(tmp_path: Path) -> Asking:
    def make(returns: str) -> Question:
        (tmp_path / "partners.cypher").write_text(HEADER % returns, "utf-8")
        return Catalogue.read(tmp_path)["partners"]

    return make


def thing(id_: str, name: str) -> dict[str, str]:
    return {"id": id_, "name": name, "url": f"/companies/{id_}"}


def answer(question: Question, *items: dict[str, object], next_: str | None = None) -> Answer:
    meta = {
        "question": "partners",
        "parameters": {
            "company": {**thing("takeda", "Takeda"), "asked": "武田", "matched": "name"}
        },
        "scope": ["rumoured deals are left out", "all years"],
        "revision": 7,
        "data_as_of": "2026-01-31",
        "deals": 482,
        "coverage": "a selection, not a census",
        "cut": next_ is not None,
    }
    return Answer(question, list(items), next_, meta)


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))


def test_csv_gives_a_thing_by_name_and_id(question: Asking) -> None:
    asked = question('partner = "company"\ndeals = "integer"')
    made = csv_bytes(answer(asked, {"partner": thing("hengrui", "恒瑞医药"), "deals": 3}))
    assert made == "partner,partner_id,deals\r\n恒瑞医药,hengrui,3\r\n".encode()


def test_csv_leaves_missing_values_empty_and_keeps_zero(question: Asking) -> None:
    asked = question('partner = "company"\nupfront_musd = "money"\nequity_musd = "money"')
    item: dict[str, object] = {"partner": None, "upfront_musd": None, "equity_musd": 0.0}
    assert rows_of(csv_bytes(answer(asked, item)))[1] == ["", "", "", "0.0"]


def test_csv_joins_lists_and_writes_records_as_json(question: Asking) -> None:
    asked = question(
        'licensors = "list:company"\ntypes = "list:text"\nflag = "boolean"\n'
        'rights = { type = "list:record", fields = { kind = "text" } }'
    )
    item = {
        "licensors": [thing("a", "A"), thing("b", "B; Co")],
        "types": ["option", "license"],
        "flag": True,
        "rights": [{"kind": "许可"}],
    }
    made = rows_of(csv_bytes(answer(asked, item)))
    assert made == [
        ["licensors", "licensors_id", "types", "flag", "rights"],
        ["A; B; Co", "a; b", "option; license", "true", '[{"kind": "许可"}]'],
    ]


def test_csv_without_items_is_its_header(question: Asking) -> None:
    assert csv_bytes(answer(question('deals = "integer"'))) == b"deals\r\n"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\t=1", " =1", "＝1", "\r=1"])
def test_csv_for_excel_disarms_text_that_starts_like_a_formula(question: Asking, text: str) -> None:
    made = csv_bytes(answer(question('note = "text"'), {"note": text}), for_excel=True)
    assert made.startswith(b"\xef\xbb\xbfnote\r\n")
    assert rows_of(made)[1] == [f"'{text}"]


def test_csv_for_excel_leaves_negative_numbers_alone(question: Asking) -> None:
    made = csv_bytes(answer(question('change = "number"'), {"change": -1.5}), for_excel=True)
    assert rows_of(made)[1] == ["-1.5"]


def test_csv_otherwise_leaves_text_alone(question: Asking) -> None:
    assert csv_bytes(answer(question('note = "text"'), {"note": "=1"})) == b"note\r\n=1\r\n"


def test_xlsx_types_its_cells_and_never_writes_a_formula(question: Asking) -> None:
    asked = question(
        'partner = "company"\nannounced = "date"\nupfront_musd = "money"\nnote = "text"\n'
        'url = "text"\nexclusive = "boolean"\nlarge = "integer"'
    )
    item = {
        "partner": thing("takeda", "=武田"),
        "announced": "2025-10-22",
        "upfront_musd": 1200.5,
        "note": None,
        "url": "https://example.org",
        "exclusive": False,
        "large": 12345678901234567,
    }
    page = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(answer(asked, item))))["answer"]
    cells = [(cell.value, cell.data_type) for cell in page[2]]
    assert cells == [
        ("=武田", "s"),
        ("takeda", "s"),
        (datetime(2025, 10, 22), "d"),
        (1200.5, "n"),
        (None, "n"),
        ("https://example.org", "s"),
        (False, "b"),
        ("12345678901234567", "s"),
    ]
    assert page["E2"].hyperlink is None
    assert page["A2"].data_type == "s"


def test_xlsx_says_what_was_asked_and_that_it_is_cut(question: Asking) -> None:
    made = xlsx_bytes(answer(question('deals = "integer"'), {"deals": 1}, next_="abc"))
    about = openpyxl.load_workbook(io.BytesIO(made))["about"]
    assert [(row[0].value, row[1].value) for row in about] == [
        ("title", "Partners"),
        ("question", "Who are its partners?"),
        ("asked: company", "Takeda (takeda)"),
        ("scope", "rumoured deals are left out; all years"),
        ("revision", "7"),
        ("data_as_of", "2026-01-31"),
        ("deals", "482"),
        ("coverage", "a selection, not a census"),
        ("cut", "yes"),
        ("next", "abc"),
        ("column: deals", "integer"),
    ]


def test_xlsx_is_the_same_bytes_for_the_same_answer(question: Asking) -> None:
    asked = question('announced = "date"')
    given = answer(asked, {"announced": date(2025, 10, 22)})
    assert xlsx_bytes(given) == xlsx_bytes(given)


def test_xlsx_takes_text_longer_than_a_cell(question: Asking) -> None:
    made = xlsx_bytes(answer(question('note = "text"'), {"note": "x" * 40_000}))
    value = openpyxl.load_workbook(io.BytesIO(made))["answer"]["A2"].value
    assert value == "x" * (32_767 - 20) + " ... (cut for Excel)"


def test_text_table_shows_things_by_name_and_numbers_to_the_right(question: Asking) -> None:
    asked = question('partner = "company"\ndeals = "integer"\nupfront_musd = "money"')
    items = [
        {"partner": thing("hengrui", "恒瑞医药"), "deals": 12, "upfront_musd": 1250.0},
        {"partner": thing("b", "[red]B"), "deals": 3, "upfront_musd": None},
    ]
    lines = as_text_table(answer(asked, *items, next_="abc")).splitlines()
    assert lines == [
        " partner    deals   upfront musd",
        " ───────────────────────────────",
        " 恒瑞医药      12          1,250",
        " [red]B         3              –",
        "",
        "Cut at 2 rows: there are more.",
        "Next page: --cursor abc",
    ]


def test_text_table_shows_one_row_value_by_value(question: Asking) -> None:
    asked = question('deal = "deal"\nannounced = "date"\nshare = "share"\nnote = "text"')
    item = {"deal": thing("d", "D"), "announced": "2025-10-22", "share": 0.344, "note": None}
    assert as_text_table(answer(asked, item)) == (
        "deal       D\nannounced  2025-10-22\nshare      34.4%\n"
    )


def test_text_table_stays_within_its_width(question: Asking) -> None:
    asked = question("\n".join(f'column_{n} = "text"' for n in range(20)))
    items: list[dict[str, object]] = [
        {f"column_{n}": "武田" * 30 for n in range(20)} for _ in range(2)
    ]
    assert max(map(cell_len, as_text_table(answer(asked, *items), width=80).splitlines())) <= 80


def test_text_table_without_items_says_so(question: Asking) -> None:
    assert as_text_table(answer(question('deals = "integer"'))) == "No rows.\n"


def test_text_table_says_once_what_every_row_says_where_it_would_be_too_wide(
    question: Asking,
) -> None:
    asked = question(
        'partner = "company"\ndepth = "integer"\nvia = "company"\nupfront_musd = "money"\n'
        'upfront_disclosed = "integer"'
    )
    items = [
        {
            "partner": thing("coherus", "Coherus BioSciences"),
            "depth": 1,
            "via": thing("innovent", "Innovent Biologics"),
            "upfront_musd": None,
            "upfront_disclosed": 0,
        },
        {
            "partner": thing("takeda", "Takeda"),
            "depth": 1,
            "via": thing("innovent", "Innovent Biologics"),
            "upfront_musd": 1200.0,
            "upfront_disclosed": 1,
        },
    ]
    assert as_text_table(answer(asked, *items), width=60).splitlines() == [
        " partner               upfront musd   upfront disclosed",
        " ──────────────────────────────────────────────────────",
        " Coherus BioSciences              –                   0",
        " Takeda                       1,200                   1",
        "",
        "In every row: depth 1; via Innovent Biologics.",
    ]
    other = {**items[1], "depth": 2, "via": thing("roche", "Roche")}
    assert as_text_table(answer(asked, items[0], other), width=60).splitlines() == [
        "                                        upfront     upfront",
        " partner         depth   via               musd   disclosed",
        " ──────────────────────────────────────────────────────────",
        " Coherus             1   Innovent             –           0",
        " BioSciences             Biologics",
        " Takeda              2   Roche            1,200           1",
    ]
    assert as_text_table(answer(asked, items[0], other), width=40).splitlines()[:5] == [
        "partner            Coherus BioSciences",
        "depth              1",
        "via                Innovent Biologics",
        "upfront_disclosed  0",
        "",
    ]


@given(
    st.lists(
        st.lists(st.text("ab药 ", max_size=40), min_size=3, max_size=3), min_size=1, max_size=9
    ),
    st.integers(20, 120),
)
def test_columns_keep_within_a_row_and_break_no_word(columns: list[list[str]], width: int) -> None:
    made = [Column(name, tuple(cells), is_number=False) for name, *cells in columns]
    shared = widths(made, width)
    least = [column.least for column in made]
    if shared is None:
        assert sum(least) + GAP * (len(made) - 1) + EDGES > width
        return
    assert sum(shared) + GAP * (len(made) - 1) + EDGES <= width
    words = [max(map(cell_len, " ".join(texts).split()), default=1) for texts in columns]
    for signs, word, column in zip(shared, words, made, strict=True):
        assert min(word, LONGEST_WORD) <= signs <= column.whole
