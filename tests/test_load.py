"""Loading on a real server: what goes in, what stays out, what the graph depends on."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, ClassVar

import pytest
from content import content
from support import BUNDLED, withdraw_all

from dealgraph.graph.connection import Connection
from dealgraph.loaders.load import (
    DatasetNameError,
    NoSuchDealError,
    load,
    withdraw,
)
from dealgraph.loaders.rejects import write_rejects

SOURCE = {"url": "https://example.org/release", "publisher": "Example"}


def record(deal: str | None = "2024-03-akeso-pfizer", **fields: Any) -> dict[str, Any]:
    made = {
        "type": "license",
        "status": "announced",
        "announced": "2024-03-05",
        "licensors": [{"name": "Akeso", "country": "CN"}],
        "licensees": [{"name": "Pfizer", "country": "US"}],
        "assets": [{"name": "AK999", "targets": ["PD-1"], "phase": "phase 1"}],
        "sources": [SOURCE],
    }
    return ({"id": deal} if deal else {}) | made | fields


def write(path: Path, *records: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), "utf-8")
    return path


def value(connection: Connection, cypher: str, **parameters: object) -> Any:
    (row,) = connection.read(cypher, parameters).records
    return row[0]


def revision(connection: Connection) -> int:
    return int(value(connection, "MATCH (g:Graph) RETURN g.revision"))


class TestRecords:
    def test_a_corrected_record_replaces_what_its_deal_owned(
        self, empty: Connection, tmp_path: Path
    ) -> None:
        first = record(upfront=10, currency="USD", territory={"include": ["JP"]})
        load(empty, [write(tmp_path / "d.jsonl", first)])
        second = record(upfront=20, currency="USD", assets=[{"name": "AK998"}])
        report = load(empty, [write(tmp_path / "d.jsonl", second)])
        assert (report.new, report.changed) == (0, 1)
        upfront = "MATCH (d:Deal) RETURN d.upfront_musd"
        assert value(empty, upfront) == 20
        assert value(empty, "MATCH (a:Asset) RETURN collect(a.name)") == ["AK998"]
        assert value(empty, "MATCH (n:Target) RETURN count(n)") == 0
        places = "MATCH (r:Right) RETURN [(r)-[:INCLUDES|EXCLUDES]->(p) | p.code]"
        assert value(empty, places) == [], "a right, nobody says where"

    def test_two_datasets_make_one_deal_with_both_accounts(
        self, empty: Connection, tmp_path: Path
    ) -> None:
        ours = write(tmp_path / "a.jsonl", record(upfront=10, currency="USD"))
        other = SOURCE | {"url": "https://example.org/other"}
        theirs = write(tmp_path / "b.jsonl", record(upfront=12, currency="USD", sources=[other]))
        for order in ([ours, theirs], [theirs, ours]):
            load(empty, order)
            deal = "MATCH (d:Deal) RETURN [count(d), max(d.upfront)]"
            assert value(empty, deal) == [1, 10]
            said = "MATCH (a:Account) RETURN collect(a.dataset + coalesce(a.says, '-'))"
            assert sorted(value(empty, said)) == ["a-", 'b{"upfront": 12}']
            withdraw(empty, "2024-03-akeso-pfizer")

    def test_an_undisclosed_amount_stays_missing(self, empty: Connection, tmp_path: Path) -> None:
        load(empty, [write(tmp_path / "d.jsonl", record())])
        held = value(empty, "MATCH (d:Deal) RETURN keys(d)")
        assert not [name for name in held if "upfront" in name or "total" in name]

    def test_amounts_are_converted_at_the_rate_of_the_day_or_the_month(
        self, empty: Connection, tmp_path: Path
    ) -> None:
        # ECB: 1.0605 USD per EUR on 2023-10-30; the mean of April 2021 is 1.19791.
        day = record("d1", announced="2023-10-30", upfront=100, currency="EUR")
        month = record("d2", announced="2021-04", upfront=100, currency="EUR")
        none = record("d3", announced="2021-04-06", upfront=100, currency="TWD")
        report = load(empty, [write(tmp_path / "d.jsonl", day, month, none)])
        rows = empty.read("MATCH (d:Deal) RETURN d.id, d.upfront_musd, d.fx_date ORDER BY d.id")
        assert [tuple(row) for row in rows.records] == [
            ("d1", 106.05, "2023-10-30"),
            ("d2", 119.791, "2021-04"),
            ("d3", None, None),
        ]
        assert "d3: no ECB rate for TWD in 2021-04-06: no amounts in US dollars" in report.notes

    def test_a_deal_level_territory_is_one_right_per_asset_and_licensee(
        self, empty: Connection, tmp_path: Path
    ) -> None:
        deal = record(
            assets=[{"name": "AK998"}, {"name": "AK999"}],
            licensees=[{"name": "Pfizer"}, {"name": "Roche"}],
            territory={"include": ["worldwide", "europe"], "exclude": ["CN", "HK"]},
            exclusive=True,
        )
        load(empty, [write(tmp_path / "d.jsonl", deal)])
        rows = empty.read(
            """
            MATCH (r:Right)-[:ON]->(a) MATCH (r)-[:HELD_BY]->(c)
            RETURN r.id, r.kind, a.name, c.id,
              COLLECT { MATCH (r)-[:INCLUDES]->(p) RETURN p.code ORDER BY p.code },
              COLLECT { MATCH (r)-[:EXCLUDES]->(p) RETURN p.code ORDER BY p.code } ORDER BY r.id
            """
        )
        deal_id = "2024-03-akeso-pfizer"
        assert [tuple(row) for row in rows.records] == [
            (f"{deal_id}-r{n}", "licence", asset, holder, ["001", "x-europe"], ["CN", "HK"])
            for n, asset, holder in (
                (1, "AK998", "pfizer"),
                (2, "AK998", "roche"),
                (3, "AK999", "pfizer"),
                (4, "AK999", "roche"),
            )
        ]

    def test_a_family_is_linked_whichever_deal_comes_first(
        self, empty: Connection, tmp_path: Path
    ) -> None:
        option = record("2024-01-option", type="option")
        licence = record("2024-09-licence", follows={"deal": "2024-01-option", "how": "exercises"})
        for first, second in ((option, licence), (licence, option)):
            load(empty, [write(tmp_path / "1.jsonl", first)])
            load(empty, [write(tmp_path / "2.jsonl", second)])
            how = "MATCH (a:Deal)-[f:FOLLOWS]->(b:Deal) RETURN [a.id, f.how, b.id]"
            assert value(empty, how) == ["2024-09-licence", "exercises", "2024-01-option"]
            withdraw(empty, "2024-01-option")
            withdraw(empty, "2024-09-licence")

    def test_an_undisclosed_partner_is_no_hop(self, empty: Connection, tmp_path: Path) -> None:
        load(empty, [write(tmp_path / "d.jsonl", record(licensees=[{"name": "Undisclosed"}]))])
        assert value(empty, "MATCH ()-[e:LICENSED]->() RETURN count(e)") == 0
        assert value(empty, "MATCH (:Deal)-[:LICENSEE]->(c) RETURN c.id") == "undisclosed"


class TestNames:
    def test_an_unknown_company_becomes_a_new_one_and_is_reported(
        self, empty: Connection, tmp_path: Path
    ) -> None:
        new = {"name": "Zzyzx Therapeutics", "country": "US", "aliases": ["Zzyzx"]}
        report = load(empty, [write(tmp_path / "d.jsonl", record(licensees=[new]))])
        assert report.notes == [
            "2024-03-akeso-pfizer: new company zzyzxtherapeutics (Zzyzx Therapeutics)"
        ]
        rows = empty.read(
            "MATCH (c:Company {id: 'zzyzxtherapeutics'})-[k:KNOWN_AS]->(n) "
            "RETURN c.name, k.text, n.key, c.deals, [(c)-[:BASED_IN]->(p) | p.code] ORDER BY k.text"
        )
        assert [tuple(row) for row in rows.records] == [
            ("Zzyzx Therapeutics", "Zzyzx", "zzyzx", 1, ["US"]),
            ("Zzyzx Therapeutics", "Zzyzx Therapeutics", "zzyzxtherapeutics", 1, ["US"]),
        ]

    def test_every_spelling_of_a_new_name_is_one_company_shown_as_first_written(
        self, empty: Connection, tmp_path: Path
    ) -> None:
        early = record("2020-01-x", announced="2020-01-01", licensees=[{"name": "Zzyzx-Bio"}])
        late = record("2024-01-x", announced="2024-01-01", licensees=[{"name": "ZZYZX Bio"}])
        load(empty, [write(tmp_path / "d.jsonl", late, early)])
        company = "MATCH (c:Company {id: 'zzyzxbio'}) RETURN [c.name, c.deals]"
        assert value(empty, company) == ["Zzyzx-Bio", 2]
        withdraw(empty, "2020-01-x")
        assert value(empty, company) == ["ZZYZX Bio", 1]
        withdraw(empty, "2024-01-x")
        assert value(empty, "MATCH (c:Company {id: 'zzyzxbio'}) RETURN count(c)") == 0
        assert value(empty, "MATCH (n:Name {key: 'zzyzxbio'}) RETURN count(n)") == 0

    @pytest.mark.parametrize("name", ["Takeda", "武田", "TAK", "takeda", "Takeda Pharmaceutical"])
    def test_any_registered_name_is_the_registered_company(
        self, empty: Connection, tmp_path: Path, name: str
    ) -> None:
        load(empty, [write(tmp_path / "d.jsonl", record(licensees=[{"name": name}]))])
        assert value(empty, "MATCH (:Deal)-[:LICENSEE]->(c) RETURN c.id") == "takeda"

    def test_an_ambiguous_name_and_an_unknown_target_are_rejects(
        self, empty: Connection, tmp_path: Path
    ) -> None:
        bad = record(
            "2024-03-bad",
            licensees=[{"name": "Merck"}],
            assets=[{"name": "X", "targets": ["PD-11x", "EGFR"]}],
        )
        report = load(empty, [write(tmp_path / "d.jsonl", bad, record())])
        assert (report.new, report.rejected_lines) == (1, 1)
        company, target = report.rejects
        assert (company.line, company.field, company.value) == (1, "licensees[0].name", "Merck")
        assert company.reason.startswith(
            "ambiguous: it may be Merck & Co. (merck-and-co) or Merck KGaA (merck-kgaa)"
        )
        assert (target.field, target.value) == ("assets[0].targets[0]", "PD-11x")
        assert value(empty, "MATCH (d:Deal) RETURN collect(d.id)") == ["2024-03-akeso-pfizer"]

    def test_one_code_of_two_makers_is_two_assets(self, empty: Connection, tmp_path: Path) -> None:
        gsk = record("2021-07-a", licensors=[{"name": "Alector"}], assets=[{"name": "AL101"}])
        other = record("2021-08-b", licensors=[{"name": "Ayala"}], assets=[{"name": "AL101"}])
        load(empty, [write(tmp_path / "d.jsonl", gsk, other)])
        found = "MATCH (a:Asset) RETURN collect(a.id)"
        assert sorted(value(empty, found)) == ["al101", "al101-ayala"]

    def test_an_inn_joins_deals_and_a_programme_never_does(
        self, empty: Connection, tmp_path: Path
    ) -> None:
        assets = [{"name": "Abatacept"}, {"name": "up to three programmes"}]
        deals = [record(f"2021-0{n}-x", assets=assets) for n in (1, 2)]
        load(empty, [write(tmp_path / "d.jsonl", *deals)])
        rows = empty.read("MATCH (a:Asset) RETURN a.id, a.kind, a.unii ORDER BY a.id")
        assert [tuple(row) for row in rows.records] == [
            ("2021-01-x-a2", "programme", None),
            ("2021-02-x-a2", "programme", None),
            ("abatacept", "substance", "7D0YB67S97"),
        ]


class TestIds:
    def test_a_left_out_id_is_month_licensor_licensee(
        self, empty: Connection, tmp_path: Path
    ) -> None:
        file = write(tmp_path / "d.jsonl", record(None))
        assert load(empty, [file]).new == 1
        assert value(empty, "MATCH (d:Deal) RETURN d.id") == "2024-03-akeso-pfizer"
        assert load(empty, [file]).unchanged == 1

    def test_colliding_ids_get_a_hash_of_the_assets_in_whatever_order(
        self, empty: Connection, tmp_path: Path
    ) -> None:
        one, two = record(None), record(None, assets=[{"name": "AK998"}])
        load(empty, [write(tmp_path / "d.jsonl", one, two)])
        first = content(empty)
        ids = value(empty, "MATCH (d:Deal) RETURN collect(d.id)")
        assert len(ids) == 2
        assert all(deal.startswith("2024-03-akeso-pfizer-") for deal in ids)
        withdraw_all(empty)
        load(empty, [write(tmp_path / "d.jsonl", two, one)])
        assert content(empty) == first

    def test_an_id_that_another_line_of_the_load_has_collides_stored_or_not(
        self, empty: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        named, nameless = record("2024-03-akeso-pfizer"), record(None, assets=[{"name": "AK998"}])
        file, ids = write(tmp_path / "d.jsonl", named, nameless), []
        for batch in (1, 1000):
            monkeypatch.setattr("dealgraph.loaders.load.BATCH", batch)
            assert load(empty, [file]).rejects == []
            ids.append(
                value(empty, "MATCH (d:Deal) WITH d.id AS id ORDER BY id RETURN collect(id)")
            )
            withdraw_all(empty)
        assert (
            ids[0] == ids[1] == ["2024-03-akeso-pfizer", "2024-03-akeso-pfizer-" + ids[0][1][-6:]]
        )

    def test_the_same_deal_twice_without_an_id_is_a_duplicate(
        self, empty: Connection, tmp_path: Path
    ) -> None:
        report = load(empty, [write(tmp_path / "d.jsonl", record(None), record(None))])
        assert (report.new, [reject.line for reject in report.rejects]) == (1, [2])
        assert "stands already in" in report.rejects[0].reason


class TestCommands:
    def test_a_dry_run_says_what_would_happen_and_writes_nothing(
        self, empty: Connection, tmp_path: Path
    ) -> None:
        before = content(empty)
        report = load(empty, [write(tmp_path / "d.jsonl", record())], dry_run=True)
        assert next(report.lines()).startswith("1 records: 1 would be new")
        assert content(empty) == before

    def test_replace_removes_what_the_files_no_longer_hold(
        self, empty: Connection, tmp_path: Path
    ) -> None:
        one, two = record("2024-01-a"), record("2024-02-b")
        load(empty, [write(tmp_path / "d.jsonl", one, two)], "ours")
        report = load(empty, [write(tmp_path / "d.jsonl", two)], "ours", replace=True)
        assert (report.unchanged, report.gone) == (1, 1)
        assert value(empty, "MATCH (d:Deal) RETURN collect(d.id)") == ["2024-02-b"]

    def test_replace_removes_nothing_when_a_line_was_rejected(
        self, empty: Connection, tmp_path: Path
    ) -> None:
        one, two = record("2024-01-a"), record("2024-02-b")
        load(empty, [write(tmp_path / "d.jsonl", one, two)], "ours")
        broken = two | {"announced": "2024-13"}
        report = load(empty, [write(tmp_path / "d.jsonl", broken)], "ours", replace=True)
        assert (report.gone, report.kept, report.rejected_lines) == (0, 2, 1)
        assert value(empty, "MATCH (d:Deal) RETURN count(d)") == 2

    def test_withdrawing_what_is_not_there_says_so(self, empty: Connection) -> None:
        with pytest.raises(NoSuchDealError, match="there is no deal 'nope'"):
            withdraw(empty, "nope")

    @pytest.mark.parametrize("name", ["../up", "a#b", "", ".hidden", "a/b", "x" * 101])
    def test_a_dataset_cannot_have_any_name(
        self, empty: Connection, tmp_path: Path, name: str
    ) -> None:
        with pytest.raises(DatasetNameError, match="cannot be the name of a dataset"):
            load(empty, [write(tmp_path / "d.jsonl", record())], name or " ")

    def test_two_loads_at_once_give_the_graph_of_both(
        self, empty: Connection, tmp_path: Path
    ) -> None:
        lines = BUNDLED[0].read_text("utf-8").splitlines(keepends=True)[:60]
        files = [tmp_path / "one.jsonl", tmp_path / "two.jsonl"]
        for file, some in zip(files, (lines[:40], lines[20:]), strict=True):
            file.write_text("".join(some), "utf-8")
        with ThreadPoolExecutor() as pool:
            list(pool.map(lambda file: load(empty, [file]), files))
        both = content(empty)
        withdraw_all(empty)
        load(empty, files)
        assert content(empty) == both

    def test_rejected_lines_can_be_corrected_and_loaded_again(
        self, empty: Connection, tmp_path: Path
    ) -> None:
        bad = record("2024-03-bad", licensees=[{"name": "Merck"}])
        report = load(empty, [write(tmp_path / "d.jsonl", bad, record())])
        rejects = tmp_path / "rejects.jsonl"
        assert write_rejects(rejects, report.rejects) == 1
        rejects.write_text(rejects.read_text("utf-8").replace("Merck", "MSD"), "utf-8")
        assert load(empty, [rejects]).new == 1
        assert value(empty, "MATCH (d:Deal) RETURN count(d)") == 2


class TestFaults:
    """One file with more than twenty different faults: each is named, and the good lines are in."""

    FAULTS: ClassVar[tuple[tuple[dict[str, Any], str], ...]] = (
        ({"announced": "2024-13"}, "announced"),
        ({"announced": "2023-02-29"}, "announced"),
        ({"announced": "March 2024"}, "announced"),
        ({"licensees": [{"name": "Pfizer", "country": "USA"}]}, "licensees[0].country"),
        ({"upfront": -5, "currency": "USD"}, "upfront"),
        ({"upfront": "US$1.2bn", "currency": "EUR"}, "upfront"),
        ({"upfront": 5}, "currency"),
        ({"upfront": 5, "currency": "DOLLAR"}, "currency"),
        ({"upfront": 500, "total": 100, "currency": "USD"}, "total"),
        ({"price": 5}, "price"),
        ({"type": "licence"}, "type"),
        ({"status": None}, "status"),
        ({"territory": {"include": ["middle earth"]}}, "territory.include[0]"),
        ({"licensees": [{"name": "Merck"}]}, "licensees[0].name"),
        ({"licensees": [{"name": "康方生物"}]}, "licensees[0].name"),
        ({"assets": [{"name": "X", "targets": ["PD-11x"]}]}, "assets[0].targets[0]"),
        ({"assets": [{"name": "X", "targets": ["p40"]}]}, "assets[0].targets[0]"),
        ({"assets": [{"name": "X", "phase": "phase 5"}]}, "assets[0].phase"),
        ({"assets": []}, "assets"),
        ({"sources": [{"url": "javascript:alert(1)"}]}, "sources[0].url"),
        ({"events": [{"kind": "terminated", "source": 7}]}, "events[0].source"),
        ({"follows": {"deal": "2024-99-bad", "how": "copies"}}, "follows.how"),
    )

    def test_each_is_reported_with_its_place_and_nothing_wrong_goes_in(
        self, empty: Connection, tmp_path: Path
    ) -> None:
        bad = [record(f"2024-01-bad-{n}", **fault) for n, (fault, _) in enumerate(self.FAULTS)]
        file = write(tmp_path / "d.jsonl", record("2024-01-good"), *bad, record("2024-02-good"))
        with file.open("ab") as end:
            end.write(b'{"id": "broken",\n')
            end.write('{"id": "latin-1", "note": "caf\xe9"}\n'.encode("latin-1"))
            end.write(json.dumps(record("2024-01-good")).encode() + b"\n")
        report = load(empty, [file])
        assert sorted(value(empty, "MATCH (d:Deal) RETURN collect(d.id)")) == [
            "2024-01-good",
            "2024-02-good",
        ]
        after = len(bad) + 3
        expected = [(n + 2, place) for n, (_, place) in enumerate(self.FAULTS)]
        found = [(reject.line, reject.field) for reject in report.rejects]
        assert set(expected) <= set(found)
        assert {line for line, _ in found} == {line for line, _ in expected} | {
            after, after + 1, after + 2,
        }  # fmt: skip
        assert all(reject.file == str(file) and reject.reason for reject in report.rejects)


class TestSheets:
    HEADER = (
        "type,status,announced,licensors,licensees,assets,targets,territory_include,"
        "territory_exclude,currency,upfront,total,source_url\n"
    )
    ROWS = (
        "license,announced,2024-01-10,恒瑞医药,默沙东,HRS-1,PD-1,worldwide,CN;HK,USD,200,1500,"
        "https://example.org/1\n"
        "license,announced,2024-02,康方生物,Pfizer,AK1|AK2,PD-1;VEGF|CD47,europe,,EUR,45.5,,"
        "https://example.org/2\n"
        "option,announced,2024-03-01,百济神州,诺华,BG-1,,,,,,,https://example.org/3\n"
        "license,closed,2024-04-01,信达生物,武田,IBI999,CLDN18.2,JP,,CNY,300,800,"
        "https://example.org/4\n"
        "collaboration,announced,2024-05-05,科伦博泰,Roche,KL-7,HER2,worldwide,,USD,10,10,"
        "https://example.org/5\n"
    )

    def test_a_csv_and_an_xlsx_made_by_hand_give_the_same_deals(
        self, empty: Connection, tmp_path: Path
    ) -> None:
        import openpyxl

        csv = tmp_path / "deals.csv"
        csv.write_text(self.HEADER + self.ROWS, "utf-8")
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = "deals"
        sheet.append(self.HEADER.strip().split(","))
        for line in self.ROWS.strip().split("\n"):
            cells: list[Any] = [cell or None for cell in line.split(",")]
            for index in (10, 11):
                cells[index] = float(cells[index]) if cells[index] else None
            sheet.append(cells)
        book.save(tmp_path / "deals.xlsx")
        found = []
        for file in (csv, tmp_path / "deals.xlsx"):
            report = load(empty, [file])
            assert (report.rejects, report.new) == ([], 5)
            rows = empty.read(
                """
                MATCH (d:Deal)-[:LICENSOR]->(a) MATCH (d)-[:LICENSEE]->(b)
                RETURN d.id, a.id, b.id, d.upfront, d.currency, d.upfront_musd IS NULL
                ORDER BY d.id
                """
            )
            found.append([tuple(row) for row in rows.records])
            withdraw_all(empty)
        assert found[0] == found[1]
        assert found[0][0] == (
            "2024-01-hengrui-pharma-merck-and-co", "hengrui-pharma", "merck-and-co", 200.0, "USD",
            False,
        )  # fmt: skip
        assert [row[1:5] for row in found[0][1:]] == [
            ("akeso", "pfizer", 45.5, "EUR"),
            ("beigene", "novartis", None, None),
            ("innovent-biologics", "takeda", 300.0, "CNY"),
            ("kelun-biotech", "roche", 10.0, "USD"),
        ]

    def test_a_fault_in_a_name_names_the_column_of_the_sheet(
        self, empty: Connection, tmp_path: Path
    ) -> None:
        csv = tmp_path / "deals.csv"
        csv.write_text(self.HEADER + self.ROWS.replace("默沙东", "Merck"), "utf-8")
        (reject,) = load(empty, [csv]).rejects
        assert (reject.line, reject.field, reject.value) == (2, "licensees", "Merck")
