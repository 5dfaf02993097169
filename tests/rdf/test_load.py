"""RDF read back into records: what was exported as it was, and deals that somebody wrote."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pyoxigraph import DefaultGraph, RdfFormat, parse
from support import BUNDLED, Served

from dealgraph.__main__ import main
from dealgraph.graph.connection import Connection
from dealgraph.graph.rdf.export import nquads, save
from dealgraph.loaders.derive import derive
from dealgraph.loaders.lines import FileError, Line, Reject
from dealgraph.loaders.load import counts, load
from dealgraph.loaders.reading import read
from dealgraph.loaders.stored import Stored
from dealgraph.schema.rdf.addresses import Iris
from dealgraph.schema.rdf.base import DEFAULT_BASE
from dealgraph.schema.rdf.forms import RDF_FORMS, written
from dealgraph.schema.record import DealRecord, canonical

RECORDS = f"<{DEFAULT_BASE}records/"
HEAD = """
@prefix dg: <https://w3id.org/dealgraph/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@base <https://deals.example.org/> .
"""
DEAL = (
    HEAD
    + """
<deals/2026-04-hanyu-takeda> a dg:Deal ;
    dg:dealType dg:deal-type-license ;
    dg:status dg:deal-status-announced ;
    dg:announced "2026-04-01"^^xsd:date ;
    dg:announcedUntil "2026-04-30"^^xsd:date ;
    dg:licensor <companies/hanyu> ;
    dg:licensee <companies/takeda> ;
    dg:covers <assets/hy-101> ;
    dg:territory "worldwide except CN, Europe, Middle East and Africa" ;
    dg:exclusive true ;
    schema:currency "EUR" ;
    dg:upfront 45.5 ;
    dg:total 300 ;
    dg:royaltyLow 8.0 ;
    prov:wasDerivedFrom <accounts/1>, <https://example.org/news> .
<companies/hanyu> skos:prefLabel "九珠医药"@zh, "Jiuzhu Pharma"@en .
<assets/hy-101> skos:prefLabel "HY-101" ; dg:targets <targets/PDCD1> ;
    dg:treats <indications/asthma> ; dg:modality dg:modality-peptide .
<indications/asthma> skos:prefLabel "asthma" .
<accounts/1> dg:citedPublisher "Hanyu" ; schema:datePublished "2026-04-02"^^xsd:date ;
    schema:url "https://example.org/release" .
"""
)
RECORD = {
    "id": "2026-04-hanyu-takeda",
    "type": "license",
    "status": "announced",
    "announced": "2026-04",
    "licensors": [{"name": "Jiuzhu Pharma"}],
    "licensees": [{"name": "Takeda"}],
    "assets": [{"name": "HY-101", "targets": ["PDCD1"], "indications": ["asthma"],
                "modality": "peptide"}],
    "territory": {"include": ["worldwide"], "exclude": ["CN", "Europe, Middle East and Africa"]},
    "exclusive": True,
    "currency": "EUR",
    "upfront": 45.5,
    "total": 300,
    "royalties": {"low": 8},
    "sources": [
        {"url": "https://example.org/release", "publisher": "Hanyu", "date": "2026-04-02"},
        {"url": "https://example.org/news"},
    ],
}  # fmt: skip


class TestThereAndBack:
    def test_the_whole_graph_comes_back_as_it_was(
        self, graph: Connection, empty: Connection, exported: str, tmp_path: Path
    ) -> None:
        (tmp_path / "deals.nq").write_text(exported, "utf-8")
        report = load(empty, [tmp_path / "deals.nq"])
        assert (report.new, report.rejects) == (482, [])
        assert counts(empty) == counts(graph)
        assert "".join(nquads(empty, Iris(), sorted=True)) == "".join(
            sorted(exported.splitlines(keepends=True))
        )

    @pytest.mark.parametrize("name", ["a.ttl", "a.nt", "a.jsonld", "a.rdf", "a.trig"])
    def test_records_come_back_from_every_form(
        self, exported: str, tmp_path: Path, name: str
    ) -> None:
        text = "".join(line for line in exported.splitlines(True) if line.startswith(RECORDS))
        (tmp_path / name).write_bytes(written([text], RDF_FORMS[name.partition(".")[2]]))
        found = lines(tmp_path / name)
        assert {canonical(line.record) for line in found} == bundled()
        assert {line.dataset for line in found} == {"deals-china-outbound", "deals-rest-of-world"}

    def test_deals_alone_give_the_same_deals_without_the_names_as_written(
        self, exported: str, tmp_path: Path
    ) -> None:
        kept = [line for line in exported.splitlines(keepends=True) if RECORDS not in line]
        (tmp_path / "deals.nq").write_text("".join(kept), "utf-8")
        records = {line.record.id: line.record for line in lines(tmp_path / "deals.nq")}
        found = {deal: json.loads(canonical(record)) for deal, record in records.items()}
        expected = {record["id"]: record for record in map(json.loads, bundled())}
        assert found.keys() == expected.keys()
        for deal, record in found.items():
            assert without_names(record) == without_names(expected[deal])
            assert granted(records[deal]) == granted(DealRecord.model_validate(expected[deal]))
            assert [len(record[name]) for name in NAMED] == [
                len(expected[deal][name]) for name in NAMED
            ]

    def test_another_base_is_the_same_data_and_a_named_dataset_another(
        self, empty: Connection, tmp_path: Path
    ) -> None:
        load(empty, [some(tmp_path)])
        save(empty, Iris("http://127.0.0.1:8000/"), tmp_path / "a.nt")
        again = load(empty, [tmp_path / "a.nt"])
        assert (again.unchanged, again.new, again.rejects) == (5, 0, [])

        load(empty, [tmp_path / "a.nt"], dataset="mine")
        rows = empty.read("MATCH (r:Record) RETURN DISTINCT r.dataset AS name ORDER BY name")
        assert [row["name"] for row in rows.records] == ["mine", "some"]
        # Two records of one deal: the export gives both back, each to its own dataset.
        save(empty, Iris(), tmp_path / "both.nq")
        again = load(empty, [tmp_path / "both.nq"])
        assert (again.unchanged, again.new, again.rejects) == (10, 0, [])


class TestADealThatSomebodyWrote:
    def test_is_read_from_its_own_statements(self, tmp_path: Path) -> None:
        (line,) = lines(written_to(tmp_path / "a.ttl", DEAL))
        assert json.loads(canonical(line.record)) == RECORD

    def test_loads(self, empty: Connection, tmp_path: Path) -> None:
        report = load(empty, [written_to(tmp_path / "mine.ttl", DEAL)])
        assert (report.new, report.rejects) == (1, [])
        (row,) = empty.read(
            "MATCH (c:Company)<-[:LICENSEE]-(d:Deal)-[:LICENSOR]->(h:Company) "
            "RETURN d.id AS deal, c.id AS licensee, h.name AS licensor, d.upfront AS upfront"
        ).records
        assert dict(row) == {
            "deal": "2026-04-hanyu-takeda",
            "licensee": "takeda",
            "licensor": "Jiuzhu Pharma",
            "upfront": 45.5,
        }

    def test_may_say_more_of_its_edges(self, tmp_path: Path) -> None:
        more = """
        [] a dg:Licensor ; rdf:subject <deals/2026-04-hanyu-takeda> ;
            rdf:predicate dg:licensor ; rdf:object <companies/hanyu> ;
            dg:seat <countries/CN> ; dg:asWritten "Hanyu" .
        <deals/2026-04-hanyu-takeda/covers/hy-101> rdf:subject <deals/2026-04-hanyu-takeda> ;
            rdf:predicate dg:covers ; rdf:object <assets/hy-101> ; dg:phase dg:phase-phase-1-2 .
        """
        (line,) = lines(written_to(tmp_path / "a.ttl", DEAL + more))
        record = json.loads(canonical(line.record))
        assert record["licensors"] == [
            {"name": "Jiuzhu Pharma", "aliases": ["Hanyu"], "country": "CN"}
        ]
        assert record["assets"] == [
            {"name": "HY-101", "targets": ["PDCD1"], "indications": ["asthma"],
             "phase": "phase 1/2", "modality": "peptide"}
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("instead", "by", "said"),
        [
            ("dg:licensee <companies/takeda> ;", "", "licensees"),
            ('"2026-04-01"^^xsd:date', '"2026-02-30"^^xsd:date', "announced '2026-02-30' is no"),
            ("dg:upfront 45.5", "dg:upfront 45.5, 46", "upfront '45.5 | 46' is no amount"),
            ("dg:deal-type-license", "dg:deal-type-gift", "type"),
            ("except CN,", "except Atlantis,", "'Atlantis' is no listed territory word"),
            ("targets/PDCD1", "targets/nothing-known", "'nothing-known' is no known target"),
            ('"EUR"', '"Euro"', "currency 'Euro' must be a currency code"),
        ],
        ids=["no licensee", "no real date", "two upfronts", "an unknown word", "no place",
             "no target", "no currency"],
    )  # fmt: skip
    def test_is_refused_with_its_address_where_it_is_wrong(
        self, empty: Connection, tmp_path: Path, instead: str, by: str, said: str
    ) -> None:
        assert instead in DEAL
        file = written_to(tmp_path / "a.ttl", DEAL.replace(instead, by))
        rejects = load(empty, [file], dry_run=True).rejects
        assert rejects
        assert said in str(rejects[0])
        assert "<https://deals.example.org/deals/2026-04-hanyu-takeda>" in str(rejects[0])


class TestADealThatWasChanged:
    """Its record would go in, and the change would be lost: so it is refused."""

    @pytest.mark.parametrize(
        ("instead", "by", "said"),
        [
            ('ns#upfront> "1200.0"', 'ns#upfront> "1300.0"', "upfront '1300' is what the deal's "),
            ("deal-status-closed", "deal-status-terminated", "status"),
            ('ns#exclusive> "true"', 'ns#exclusive> "false"', "exclusive 'false'"),
        ],
    )
    def test_is_refused(
        self, exported: str, tmp_path: Path, instead: str, by: str, said: str
    ) -> None:
        text = one_deal(exported)
        assert instead in text
        file = written_to(tmp_path / "a.nt", text.replace(instead, by, 1))
        (reject,) = [found for found in read(file) if isinstance(found, Reject)]
        assert said in str(reject)
        assert "leave the dg:Record out if the deal was changed" in str(reject)

    def test_goes_in_without_its_record(self, exported: str, tmp_path: Path) -> None:
        changed = one_deal(exported).replace('ns#upfront> "1200.0"', 'ns#upfront> "1300.0"')
        kept = [line for line in changed.splitlines(True) if not line.startswith(RECORDS)]
        (line,) = lines(written_to(tmp_path / "a.nt", "".join(kept)))
        assert line.record.upfront == 1300

    def test_is_refused_when_a_party_is_gone(self, exported: str, tmp_path: Path) -> None:
        kept = [
            line for line in one_deal(exported).splitlines(True) if "ns#licensee> <" not in line
        ]
        (reject,) = read(written_to(tmp_path / "a.nt", "".join(kept)))
        assert isinstance(reject, Reject)
        assert (reject.field.endswith("licensees"), reject.value) == (True, "0")


class TestAFileThatIsNoRdf:
    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("a.ttl", "this is no Turtle"),
            ("a.nq", "<a> <b> <c>"),
            ("a.jsonld", '{"@context": "https://example.org/context.jsonld"}'),
            ("a.rdf", "<html>"),
            ("a.nt", "\x00\x01\x02"),
        ],
    )
    def test_is_refused_as_a_whole(self, tmp_path: Path, name: str, text: str) -> None:
        with pytest.raises(FileError, match="is no RDF of its form"):
            list(read(written_to(tmp_path / name, text)))

    def test_and_an_empty_one_holds_nothing(self, tmp_path: Path) -> None:
        assert list(read(written_to(tmp_path / "a.ttl", ""))) == []
        assert list(read(written_to(tmp_path / "b.ttl", HEAD))) == []

    def test_a_record_must_hold_json(self, tmp_path: Path) -> None:
        text = HEAD + "<records/x> a dg:Record ; dg:json '{' ; dg:deal <deals/x> ."
        (reject,) = read(written_to(tmp_path / "a.ttl", text))
        assert isinstance(reject, Reject)
        assert (reject.field, reject.reason) == ("dg:json", "is no JSON")

    def test_the_command_says_so(self, served: Served, tmp_path: Path) -> None:
        env = {"NEO4J_URI": served.uri, "NEO4J_PASSWORD": served.password or ""}
        file = written_to(tmp_path / "a.ttl", "no Turtle")
        result = CliRunner().invoke(main, ["load", "--dry-run", str(file)], env=env)
        assert result.exit_code == 1
        assert "a.ttl: is no RDF of its form" in result.output


NAMED = ("licensors", "licensees", "assets")
#: What records say of events that the graph does not hold.
UNHELD = ("assets", "territory", "kept", "to")


def without_names(record: dict[str, Any]) -> dict[str, Any]:
    events = [{name: value for name, value in event.items() if name not in UNHELD}
              for event in record.get("events", [])]  # fmt: skip
    bare = {name: value for name, value in record.items() if name not in (*NAMED, "rights")}
    return bare | {"events": events, "inferred": sorted(record.get("inferred", []))}


def granted(record: DealRecord) -> list[str]:
    """Give each right that a record makes, with where its edges lead, but for their numbers."""
    owned = derive(
        str(record.id), [Stored("deals", record, datetime(2026, 1, 1, tzinfo=UTC))]
    ).owned
    ends: dict[str, list[tuple[str, str]]] = {}
    for kind, rows in owned.edges.items():
        for row in rows:
            ends.setdefault(row["from"], []).append((kind.type, row["to"]))
    shown = (
        right
        | {name: name in right for name in ("came_from", "completes")}
        | {"activities": sorted(right.get("activities", []))}
        | {"id": "", "leads": sorted(ends[right["id"]])}
        for right in owned.nodes.get("Right", [])
    )
    return sorted(map(str, shown))


def bundled() -> set[str]:
    lines = (line for file in BUNDLED for line in file.read_text("utf-8").splitlines())
    found = (json.loads(line) for line in lines)
    return {
        json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        for record in found
    }


def one_deal(exported: str) -> str:
    """Give what a whole export says of one deal, with its record."""
    about = "2025-10-innovent-takeda"
    lines = (line for line in exported.splitlines(keepends=True) if about in line)
    quads = parse("".join(lines), RdfFormat.N_QUADS)
    facts = (quad.triple for quad in quads if quad.graph_name == DefaultGraph())
    return "".join(f"{triple} .\n" for triple in facts if about in str(triple.subject))


def lines(file: Path) -> list[Line]:
    found = list(read(file))
    assert [str(each) for each in found if isinstance(each, Reject)] == []
    return [each for each in found if isinstance(each, Line)]


def written_to(file: Path, text: str) -> Path:
    file.write_text(text, "utf-8")
    return file


def some(folder: Path) -> Path:
    text = BUNDLED[0].read_text("utf-8").splitlines(keepends=True)
    return written_to(folder / "some.jsonl", "".join(text[:5]))
