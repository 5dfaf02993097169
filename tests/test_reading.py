"""Reading files of deals: good lines become records, each fault is named, nothing is guessed."""

import csv
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealgraph import data
from dealgraph.loaders.columns import COLUMNS, NAMES
from dealgraph.loaders.lines import FileError, Line, Reject, Row
from dealgraph.loaders.reading import read
from dealgraph.loaders.rejects import write_rejects
from dealgraph.loaders.template import columns_page, write_template
from dealgraph.schema.record import canonical

GOOD = {
    "id": "2025-03-hanyu-rhein",
    "type": "license",
    "status": "announced",
    "announced": "2025-03-14",
    "licensors": [{"name": "汉宇医药", "country": "CN"}],
    "licensees": [{"name": "Rhein Pharma", "country": "DE"}],
    "assets": [{"name": "HY-101"}],
    "currency": "EUR",
    "upfront": 45,
    "sources": [{"url": "https://example.org/a"}],
}

CELLS = {
    "id": "2025-03-hanyu-rhein",
    "type": "license",
    "status": "announced",
    "announced": "2025-03-14",
    "licensors": "汉宇医药",
    "licensor_countries": "CN",
    "licensees": "Rhein Pharma",
    "licensee_countries": "DE",
    "assets": "HY-101",
    "currency": "EUR",
    "upfront": "45",
    "source_url": "https://example.org/a",
}


def good(**fields: Any) -> bytes:
    said = {name: value for name, value in (GOOD | fields).items() if value is not ...}
    return json.dumps(said, ensure_ascii=False).encode() + b"\n"


def lines(path: Path) -> list[Line]:
    return [found for found in read(path) if isinstance(found, Line)]


def rejects(path: Path) -> list[tuple[int, str, str, str]]:
    return [
        (found.line, found.field, found.value, found.reason)
        for found in read(path)
        if isinstance(found, Reject)
    ]


def csv_file(path: Path, *rows: dict[str, str], header: Iterable[str] = NAMES) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(header))
        writer.writeheader()
        writer.writerows(rows)
    return path


def xlsx_file(path: Path, *rows: dict[str, Any], title: str = "deals") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    sheet.append(list(NAMES))
    for row in rows:
        sheet.append([row.get(name) for name in NAMES])
    book.save(path)
    return path


def test_bundled_deals_are_read_without_rejects() -> None:
    for name, count in (("deals-china-outbound.jsonl", 228), ("deals-rest-of-world.jsonl", 254)):
        found = list(read(data.path(name)))
        assert all(isinstance(line, Line) for line in found)
        assert [line.number for line in found if isinstance(line, Line)] == [*range(1, count + 1)]


FAULTY = [
    (good(id="f1", announced="14.03.2025"), "announced", "14.03.2025", "must be a date written as"),
    (good(id="f2", announced="2025-02-30"), "announced", "2025-02-30", "is no real date"),
    (
        good(id="f3", licensors=[{"name": "A", "country": "XX"}]),
        "licensors[0].country",
        "XX",
        "must be a country code",
    ),
    (good(id="f4", upfront=-45), "upfront", "-45", "must not be negative"),
    (good(id="f5", upfrnt=45), "upfrnt", "45", "is an unknown field; perhaps upfront"),
    (good(upfront=46), "id", "2025-03-hanyu-rhein", "stands in line 1 already"),
    (good(id="f7")[:-2] + b"\n", "", "", "is no JSON: expecting ',' delimiter, at character"),
    (
        good(id="f8").decode().encode("gbk"),
        "",
        "",
        "is not UTF-8: byte 107 is 0xBA",
    ),
    (good(id="f9", total=40), "total", "40", "must not be below upfront (45)"),
    (
        good(id="f10", territory={"include": ["eurpoe"]}),
        "territory.include[0]",
        "eurpoe",
        "is no listed territory word; nearest: europe",
    ),
    (good(id="f11", type="licence"), "type", "licence", "must be one of: license, option"),
    (good(id="f12", licensors=...), "licensors", "", "is missing"),
    (good(id="f13", currency=...), "currency", "", "must be given, as there is an amount"),
    (
        good(id="f14", sources=[{"url": "ftp://example.org"}]),
        "sources[0].url",
        "ftp://example.org",
        "must be a web address",
    ),
    (good(id="f15", currency="RMB"), "currency", "RMB", "must be a currency code of ISO 4217"),
    (good(id="f16", upfront="US$1.2bn"), "upfront", "US$1.2bn", "is in USD, but currency is EUR"),
    (
        good(id="f17").replace(b'"upfront": 45', b'"upfront": NaN'),
        "",
        "NaN",
        "must be a finite number",
    ),
    (
        good(id="f18").replace(b'"upfront": 45', b'"upfront": 45, "upfront": 46'),
        "upfront",
        "46",
        "is given twice in one object",
    ),
    (
        good(id="f19", licensees=[{"name": "汉宇医药"}]),
        "licensees[0].name",
        "汉宇医药",
        "is both licensor and licensee",
    ),
    (good(id="F 20"), "id", "F 20", "must be small letters, digits and hyphens"),
    (
        good(id="f21", events=[{"kind": "closed", "source": 3}]),
        "events[0].source",
        "3",
        "must be an index below 1",
    ),
    (b"[1, 2]\n", "", "[1, 2]", "must be one JSON object"),
    (good(id="f23", note="x" * 1_000_000), "", "", "is longer than 1,000,000 bytes"),
    (b"[" * 100_000 + b"\n", "", "", "is nested too deeply"),
    (good(id="f25", upfront=10).replace(b"10", b"1" * 5000), "", "", "holds a number that is too"),
    (
        good(id="f26").replace(b": 45", b": 0.12345678901234567890123"),
        "",
        "0.12345678901234567890123",
        "has more digits than a number can keep",
    ),
    (good(id="f27").replace(b": 45", b": 1e999"), "", "1e999", "has more digits than a number"),
    (
        good(id="f28").replace(b": 45", b": 1e99999999999999999999"),
        "",
        "1e99999999999999999999",
        "has more digits than a number",
    ),
]


def test_each_of_many_faults_is_named_and_the_good_lines_are_in(tmp_path: Path) -> None:
    path = tmp_path / "faulty.jsonl"
    path.write_bytes(
        good() + b"\n" + b"".join(line for line, *_ in FAULTY) + good(id="last", upfront=...)
    )
    assert len(FAULTY) > 20
    assert [(line.number, line.record.id) for line in lines(path)] == [
        (1, "2025-03-hanyu-rhein"),
        (len(FAULTY) + 3, "last"),
    ]
    found = rejects(path)
    for (number, field, value, reason), expected in zip(found, FAULTY, strict=True):
        assert (field, value) == expected[1:3], reason
        assert reason.startswith(expected[3])
        assert number == FAULTY.index(expected) + 3


def test_line_with_two_faults_gives_two_rejects(tmp_path: Path) -> None:
    path = tmp_path / "two.jsonl"
    path.write_bytes(good(announced="2025-13", upfront=-1))
    assert rejects(path) == [
        (1, "upfront", "-1", "must not be negative"),
        (1, "announced", "2025-13", "is no real date"),
    ]


def test_reject_reads_as_a_line_of_a_report(tmp_path: Path) -> None:
    path = tmp_path / "one.jsonl"
    path.write_bytes(good(upfront=-1))
    assert [str(found) for found in read(path)] == [f"{path}:1: upfront '-1' must not be negative"]


def test_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "bom.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + good())
    assert [line.record.upfront for line in lines(path)] == [45]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        (
            "a.json",
            b"{}",
            "is no file of deals: its name must end in .jsonl, .csv, .xlsx, "
            ".ttl, .nt, .jsonld, .rdf, .nq, .trig",
        ),
        ("a.jsonl", "{}".encode("utf-16"), "is UTF-16: save it as UTF-8"),
        ("a.csv", "id".encode("utf-16"), "is UTF-16: save it as UTF-8"),
        ("a.xlsx", b"id,type", "is no XLSX workbook: File is not a zip file"),
        (
            "a.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "is encrypted, or an old XLS: save it as XLSX without a password",
        ),
    ],
)
def test_file_that_cannot_be_read(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(FileError) as caught:
        list(read(tmp_path / name))
    assert caught.value.reason == reason


def test_missing_file_and_folder(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    for name, reason in (
        ("none.csv", "there is no such file"),
        ("folder.csv", "cannot be read: Is a directory"),
    ):
        with pytest.raises(FileError, match=reason):
            list(read(tmp_path / name))


def test_csv_row_of_every_column(tmp_path: Path) -> None:
    example = {column.name: column.example for column in COLUMNS}
    [line] = lines(csv_file(tmp_path / "all.csv", example))
    assert json.loads(canonical(line.record)) == {
        "id": "2025-03-hanyu-rhein",
        "type": "license",
        "status": "announced",
        "announced": "2025-03-14",
        "licensors": [{"name": "汉宇医药", "country": "CN"}],
        "licensees": [
            {"name": "Rhein Pharma", "country": "DE"},
            {"name": "Main Bio", "country": "DE"},
        ],
        "assets": [
            {
                "name": "HY-101",
                "aliases": ["hanyumab"],
                "targets": ["PD-1", "VEGF"],
                "modality": "bispecific antibody",
                "indications": ["NSCLC", "gastric cancer"],
                "phase": "phase 2",
            },
            {
                "name": "HY-202",
                "targets": ["TROP2"],
                "modality": "antibody-drug conjugate",
                "indications": ["breast cancer"],
                "phase": "preclinical",
            },
        ],
        "territory": {"include": ["worldwide"], "exclude": ["CN", "HK", "MO", "TW"]},
        "exclusive": True,
        "currency": "EUR",
        "upfront": 45,
        "equity": 7.5,
        "upfront_includes_equity": False,
        "near_term": 60,
        "milestones": 900,
        "total": 952.5,
        "royalties": "tiered, single to low double digit",
        "sources": [
            {"url": "https://example.org/a", "publisher": "汉宇医药", "date": "2025-03-14"},
            {"url": "https://example.org/b", "publisher": "Example News", "date": "2025-03"},
        ],
        "note": "Milestones include an option fee.",
    }


NO_AMOUNT = "is no amount such as 45, US$1.2bn, 12亿元 or up to EUR 45m"
NO_COMMA = "has a comma where a point belongs: write 1.5, or 1,500 for thousands"


def test_semicolons_when_the_header_has_them(tmp_path: Path) -> None:
    path = tmp_path / "german.csv"
    path.write_text(
        "type;status;announced;licensors;licensees;assets;currency;upfront;source_url\n"
        'license;closed;2025-03;"汉宇医药; B";C;D;CNY;12.5;https://example.org/a\n'
        "license;closed;2025-03;A;C;D;EUR;12,5;https://example.org/a\n",
        encoding="utf-8-sig",
    )
    [line] = lines(path)
    assert [party.name for party in line.record.licensors] == ["汉宇医药", "B"]
    assert line.record.upfront == 12.5
    assert rejects(path) == [(3, "upfront", "12,5", NO_COMMA)]


def test_csv_lines_are_counted_through_quoted_line_ends(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path / "quoted.csv",
        CELLS | {"note": "one\ntwo\nthree"},
        CELLS | {"id": "b", "upfront": "-1"},
    )
    assert [line.number for line in lines(path)] == [2]
    assert rejects(path) == [(5, "upfront", "-1", "must not be negative")]


def test_unclosed_quotation_mark_spends_one_line(tmp_path: Path) -> None:
    header = "id,type,status,announced,licensors,licensees,assets,source_publisher\n"
    row = "license,closed,2025-03,A,B,C,D\n"
    path = tmp_path / "open.csv"
    path.write_text(f'{header}a,{row}"b,{row}c,{row}d,"x"y,{row}e,{row}', encoding="utf-8")
    assert [(line.number, line.record.id) for line in lines(path)] == [(2, "a"), (4, "c"), (6, "e")]
    assert rejects(path) == [
        (3, "", "", "has a quotation mark that is not closed"),
        (5, "", "", "is no CSV: ',' expected after '\"'"),
    ]


def test_csv_faults_name_the_column(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path / "faults.csv",
        CELLS | {"licensor_countries": "CN; CN"},
        CELLS | {"assets": "A | B", "phase": "phase 1 | phase 9"},
        CELLS | {"territory_exclude": "CN"},
        CELLS | {"upfront": "US$1.2bn"},
        CELLS | {"source_url": "", "source_date": "2025"},
        CELLS | {"exclusive": "perhaps"},
        CELLS | {"id": "ok"},
        {},
    )
    assert [line.record.id for line in lines(path)] == ["ok"]
    assert [fault[:3] for fault in rejects(path)] == [
        (2, "licensor_countries", "CN; CN"),
        (3, "phase", "phase 9"),
        (4, "territory_include", ""),
        (5, "upfront", "US$1.2bn"),
        (6, "source_url", '{"date": "2025"}'),
        (7, "exclusive", "perhaps"),
    ]


def test_wrong_encoding_is_said_not_guessed(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "gbk.csv", CELLS | {"id": "a"}, CELLS | {"id": "b"})
    head, first, second = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(head + first.decode().encode("gbk") + second)
    assert [line.record.id for line in lines(path)] == ["b"]
    [(number, field, value, reason)] = rejects(path)
    assert (number, field) == (2, "licensors")
    assert value.startswith("\\xba\\xba")
    assert reason == "is not UTF-8: byte 0xBA; save the file as UTF-8"


def test_header_with_faults_refuses_the_file(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "header.csv", header=[*NAMES[1:], "up-front", "type"])
    assert rejects(path) == [
        (1, "up-front", "up-front", "is an unknown column; perhaps upfront"),
        (1, "type", "type", "is a column that stands twice"),
    ]
    path.write_text("type,status\nlicense,closed\n")
    assert [fault[:2] for fault in rejects(path)] == [
        (1, name) for name in ("announced", "licensors", "licensees", "assets")
    ]
    path.write_text("")
    assert rejects(path) == [
        (1, "", "", "there is no header: the first line must name the columns")
    ]


def test_ragged_row_is_refused(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "ragged.csv", CELLS)
    path.write_text(path.read_text() + "license,closed\n,,,\n")
    assert len(lines(path)) == 1
    assert rejects(path) == [(3, "", "", f"has 2 cells under a header of {len(NAMES)}")]


def test_xlsx_with_typed_cells(tmp_path: Path) -> None:
    typed = {"announced": date(2025, 3, 14), "upfront": 45, "milestones": 12.5, "exclusive": True}
    path = xlsx_file(
        tmp_path / "typed.xlsx",
        CELLS | typed | {"currency": "CNY"},
        CELLS | {"id": "b", "announced": "2025-03", "upfront": None, "assets": 101},
    )
    first, second = lines(path)
    assert (first.record.announced, second.record.announced) == ("2025-03-14", "2025-03")
    assert repr(first.record.upfront) == "45"
    assert (first.record.milestones, first.record.exclusive) == (12.5, True)
    assert second.record.upfront is None
    assert second.record.assets[0].name == "101"
    assert (first.number, second.number) == (2, 3)


def test_formula_is_refused_by_the_name_of_its_cell(tmp_path: Path) -> None:
    path = xlsx_file(
        tmp_path / "formula.xlsx", CELLS | {"upfront": "=20+25"}, CELLS | {"upfront": "#N/A"}
    )
    book = openpyxl.load_workbook(path)
    book["deals"].cell(3, NAMES.index("upfront") + 1).data_type = "e"
    book["deals"].append([CELLS.get(name) for name in NAMES])
    book.save(path)
    assert [line.number for line in lines(path)] == [4]
    assert rejects(path) == [
        (2, "upfront", "=20+25", "must be a value, not a formula (cell R2)"),
        (3, "upfront", "#N/A", "must not be an error value (cell R3)"),
    ]


def test_hidden_sheets_do_not_count_and_the_one_named_deals_leads(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(xlsx_file(tmp_path / "sheets.xlsx", CELLS, title="Deals"))
    book.create_sheet("notes", 0)["A1"] = "=1+1"
    book.create_sheet("hidden", 0).sheet_state = "hidden"
    book.save(tmp_path / "sheets.xlsx")
    assert len(lines(tmp_path / "sheets.xlsx")) == 1
    book["Deals"].title = "Sheet"
    book.save(tmp_path / "sheets.xlsx")
    assert [fault[:3] for fault in rejects(tmp_path / "sheets.xlsx")] == [(1, "=1+1", "=1+1")]


def repacked(path: Path, extra: dict[str, bytes]) -> Path:
    """The workbook with parts added, or put in the place of those of the same name."""
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in (parts | extra).items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("extra", "reason"),
    [
        ({f"xl/media/{number}.png": b"" for number in range(1_001)}, "has more than 1,000 parts"),
        ({"xl/media/a.bin": bytes(200_000_000)}, "unpacks to more than 200 MB"),
        ({"xl/media/a.bin": bytes(50_000_000)}, "is compressed by more than 100 to 1"),
        (
            {"xl/workbook.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'},
            "is no readable workbook: its XML declares a document type",
        ),
        (
            {"xl/worksheets/sheet1.xml": b'<worksheet><c r="XFD1048576"><v>1</v></c></worksheet>'},
            "is no readable workbook: the sheet reaches to XFD1048576, "
            "which is more than 10,000,000 cells",
        ),
        (
            {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData>"},
            "is no readable workbook: its XML is broken: no element found: line 1, column 22",
        ),
    ],
)
def test_workbook_beyond_measure(tmp_path: Path, extra: dict[str, bytes], reason: str) -> None:
    path = repacked(xlsx_file(tmp_path / "bomb.xlsx", CELLS), extra)
    with pytest.raises(FileError) as caught:
        list(read(path))
    assert caught.value.reason == reason


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_template_can_be_filled_and_loaded(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"deals{ending}"
    write_template(path)
    assert list(read(path)) == []
    if ending == ".csv":
        with path.open("a", encoding="utf-8", newline="") as file:
            csv.writer(file).writerow([CELLS.get(name, "") for name in NAMES])
    else:
        book = openpyxl.load_workbook(path)
        assert book.sheetnames == ["deals", "columns"]
        book["deals"].append([CELLS.get(name) for name in NAMES])
        book.save(path)
    [line] = lines(path)
    assert json.loads(canonical(line.record)) == GOOD


def test_every_column_is_explained() -> None:
    page = columns_page()
    assert all(f"| `{name}` | " in page for name in NAMES)
    written = Path(__file__).parents[1] / "docs" / "columns.md"
    assert written.read_text(encoding="utf-8") == page


def test_rejected_json_lines_can_be_corrected_and_loaded(tmp_path: Path) -> None:
    path, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    path.write_bytes(good() + good(id="b", upfront=-1, total=-2) + good(id="c")[:-2])
    assert write_rejects(out, [found for found in read(path) if isinstance(found, Reject)]) == 2
    assert out.read_bytes() == good(id="b", upfront=-1, total=-2) + good(id="c")[:-2] + b"\n"
    corrected = out.read_bytes().replace(b"-", b"").replace(b"}]\n", b"}]}\n")
    out.write_bytes(
        corrected.replace(b"20250314", b"2025-03-14").replace(b'"total": 2', b'"total": 99')
    )
    assert [line.record.id for line in lines(out)] == ["b", "c"]


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".jsonl"])
def test_rejected_rows_can_be_corrected_and_loaded(tmp_path: Path, ending: str) -> None:
    rows = [CELLS, CELLS | {"id": "b", "upfront": "-45"}, CELLS | {"id": "c", "type": "licence"}]
    path, out = csv_file(tmp_path / "in.csv", *rows), tmp_path / f"out{ending}"
    assert write_rejects(out, [found for found in read(path) if isinstance(found, Reject)]) == 2
    assert [fault[1:3] for fault in rejects(out)] == [("upfront", "-45"), ("type", "licence")]


def test_rejected_formula_stays_text(tmp_path: Path) -> None:
    path, out = xlsx_file(tmp_path / "in.xlsx", CELLS | {"upfront": "=1+1"}), tmp_path / "out.xlsx"
    write_rejects(out, [found for found in read(path) if isinstance(found, Reject)])
    assert rejects(out) == [(2, "upfront", "=1+1", NO_AMOUNT)]


def test_json_lines_do_not_fit_a_sheet(tmp_path: Path) -> None:
    reject = Reject("a.jsonl", 1, "", "", "", b"{\n")
    with pytest.raises(FileError, match=r"must end in \.jsonl"):
        write_rejects(tmp_path / "out.csv", [reject])
    with pytest.raises(FileError, match=r"must end in \.jsonl, \.csv or \.xlsx"):
        write_rejects(tmp_path / "out.txt", [Reject("a.csv", 2, "", "", "", Row((), ()))])


@settings(max_examples=20)
@given(st.permutations(range(40)))
def test_order_of_lines_is_irrelevant(
    tmp_path_factory: pytest.TempPathFactory, order: list[int]
) -> None:
    bundled = data.path("deals-rest-of-world.jsonl").read_bytes().splitlines(keepends=True)[:40]
    path = tmp_path_factory.mktemp("order") / "deals.jsonl"
    path.write_bytes(b"".join(bundled[index] for index in order))
    found = {canonical(line.record) for line in lines(path)}
    path.write_bytes(b"".join(bundled))
    assert found == {canonical(line.record) for line in lines(path)}
    assert len(found) == 40


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_absent_amount_stays_absent(tmp_path: Path, ending: str) -> None:
    row = {name: value for name, value in CELLS.items() if name not in ("upfront", "currency")}
    path = tmp_path / f"deals{ending}"
    path = csv_file(path, row) if ending == ".csv" else xlsx_file(path, row)
    [line] = lines(path)
    assert "upfront" not in json.loads(canonical(line.record))
    assert line.record.upfront is None
