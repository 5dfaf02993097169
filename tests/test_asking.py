import threading
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
from small import QUESTIONS, small_graph
from support import Served

from dealgraph.graph.asking import (
    AmbiguousNameError,
    Answer,
    AnswerFaultError,
    Asker,
    BadParameterError,
    Facts,
    UnknownThingError,
)
from dealgraph.graph.checking import check, plan_refusals
from dealgraph.graph.connection import Connection
from dealgraph.graph.errors import TooSlowError
from dealgraph.queries.catalogue import Catalogue


@pytest.fixture(scope="module")
def connection(scratch: Served) -> Iterator[Connection]:
    with small_graph(scratch) as connection:
        yield connection


@pytest.fixture(scope="module")
def asker(connection: Connection) -> Asker:
    return Asker(connection, Catalogue.read(QUESTIONS))


def ask(asker: Asker, name: str, **parameters: object) -> Answer:
    return asker.ask(asker.catalogue[f"small-{name}"], parameters)


def partners(answer: Answer) -> list[tuple[object, object, object]]:
    return [(_id(i["partner"]), i["deals"], i["upfront_musd"]) for i in answer.items]


def _id(thing: object) -> object:
    assert isinstance(thing, Mapping)
    return thing["id"]


def test_an_answer_says_what_it_rests_on(asker: Asker) -> None:
    answer = ask(asker, "partners", company="takeda")
    assert answer.as_json() == {
        "items": [
            {
                "partner": {
                    "id": "innovent",
                    "name": "Innovent Biologics",
                    "url": "/companies/innovent",
                },
                "deals": 2,
                "upfront_musd": 1200.3,
            },
            {
                "partner": {"id": "roche", "name": "Roche", "url": "/companies/roche"},
                "deals": 1,
                "upfront_musd": None,
            },
        ],
        "next": None,
        "meta": {
            "question": "small-partners",
            "parameters": {
                "company": {"id": "takeda", "name": None, "asked": "takeda", "matched": "id"},
                "since": None,
                "type": None,
                "limit": 5,
            },
            "scope": ["Rumoured deals are left out."],
            "revision": 7,
            "data_as_of": "2025-10-22",
            "deals": 4,
            "coverage": "a selection, not a census",
            "cut": False,
        },
    }


def test_parameters_come_as_text_or_as_values(asker: Asker) -> None:
    as_text = ask(asker, "partners", company="takeda", since="2021-01-01", type=["option", "newco"])
    as_values = ask(asker, "partners", company=["takeda"], since=date(2021, 1, 1), type="Option")
    assert partners(as_text) == partners(as_values) == [("innovent", 1, 1200.2)]
    assert as_text.meta["parameters"] == {
        "company": {"id": "takeda", "name": None, "asked": "takeda", "matched": "id"},
        "since": "2021-01-01",
        "type": ["option", "newco"],
        "limit": 5,
    }


def test_a_cut_list_says_so(asker: Asker) -> None:
    answer = ask(asker, "partners", company="takeda", limit="1")
    assert partners(answer) == [("innovent", 2, 1200.3)]
    assert answer.meta["cut"] is True
    assert answer.next is None
    assert answer.meta["parameters"]["limit"] == 1  # type: ignore[index]
    whole = ask(asker, "partners", company="takeda", limit=2)
    assert (len(whole.items), whole.meta["cut"]) == (2, False)


def test_pages_follow_each_other_without_gap(asker: Asker) -> None:
    pages, cursor = [], None
    while True:
        page = ask(asker, "deals", rumoured=True, limit=1, cursor=cursor)
        pages.append([_id(item["deal"]) for item in page.items])
        assert page.meta["cut"] is (page.next is not None)
        if (cursor := page.next) is None:
            break
    assert pages == [
        ["2025-10-takeda-roche"],
        ["2025-10-innovent-takeda"],
        ["2024-05-innovent-roche"],
        ["2020-01-innovent-takeda"],
    ]


def test_every_type_of_column_comes_as_json(asker: Asker) -> None:
    answer = ask(asker, "deals", minimum_upfront=1000)
    assert answer.items == [
        {
            "deal": {
                "id": "2025-10-innovent-takeda",
                "name": "2025-10-innovent-takeda!",
                "url": "/deals/2025-10-innovent-takeda",
            },
            "announced": "2025-10-22",
            "type": "option",
            "licensors": [
                {"id": "innovent", "name": "Innovent Biologics", "url": "/companies/innovent"}
            ],
            "country": {"id": "CN", "name": "China", "url": "/countries/CN"},
            "terms": {"upfront_musd": 1200.2, "exclusive": True},
        }
    ]
    assert ask(asker, "deal", deal="2025-10-innovent-takeda").items[0] == {
        "deal": answer.items[0]["deal"],
        "place": [{"id": "150", "name": "Europe", "url": "/regions/150"}],
        "source": [
            {"id": "example.com-1", "name": "example.com-1", "url": "/sources/example.com-1"}
        ],
    }


def test_a_path_shows_things_and_the_deals_between_them(asker: Asker) -> None:
    answer = ask(asker, "link", company="innovent", other="roche")
    assert answer.items[0]["steps"] == 1
    answer = ask(asker, "link", company="roche", other="innovent")
    link = answer.items[0]["link"]
    assert link == {
        "things": [
            {"id": "roche", "name": "Roche", "url": "/companies/roche"},
            {"id": "innovent", "name": "Innovent Biologics", "url": "/companies/innovent"},
        ],
        "steps": [
            {
                "from": "innovent",
                "to": "roche",
                "edge": "LICENSED",
                "deal": {
                    "id": "2024-05-innovent-roche",
                    "url": "/deals/2024-05-innovent-roche",
                    "announced": "2024-05-01",
                    "type": "newco",
                    "status": "rumoured",
                    "upfront_musd": 50,
                },
            }
        ],
    }


@pytest.mark.parametrize(
    ("asked", "matched"),
    [("Takeda", "name"), ("武田薬品工業", "local"), ("４５０２", "ticker"), ("tAkEdA", "name")],
)
def test_any_known_name_stands_for_its_company(asker: Asker, asked: str, matched: str) -> None:
    answer = ask(asker, "partners", company=asked)
    assert [row[0] for row in partners(answer)] == ["innovent", "roche"]
    assert answer.meta["parameters"]["company"] == {  # type: ignore[index]
        "id": "takeda",
        "name": "Takeda",
        "asked": asked,
        "matched": matched,
    }


def test_a_name_that_looks_like_an_id_is_looked_up_after_all(asker: Asker) -> None:
    answer = ask(asker, "partners", company="4502")
    assert answer.meta["parameters"]["company"] == {  # type: ignore[index]
        "id": "takeda",
        "name": "Takeda",
        "asked": "4502",
        "matched": "ticker",
    }
    assert len(answer.items) == 2


def test_a_known_company_without_deals_has_an_empty_answer(asker: Asker) -> None:
    answer = ask(asker, "partners", company="zymeworks")
    assert answer.items == []
    assert answer.meta["parameters"]["company"]["name"] == "Zymeworks"  # type: ignore[index]


def test_names_of_assets_targets_and_indications(asker: Asker) -> None:
    for words in ({"target": "CD279"}, {"target": "PDCD1", "indication": "Multiple Myeloma"}):
        assert [item["name"] for item in ask(asker, "assets", **words).items] == ["IBI363"]


def test_a_gene_without_deals_is_no_unknown_word(asker: Asker) -> None:
    answer = ask(asker, "assets", target="A1BG")
    assert answer.items == []
    assert answer.meta["parameters"]["target"] == {  # type: ignore[index]
        "id": "A1BG",
        "name": "A1BG",
        "asked": "A1BG",
        "matched": "id",
    }
    with pytest.raises(UnknownThingError, match="There is no target 'no such gene'"):
        ask(asker, "assets", target="no such gene")


def test_places_are_known_by_code_and_name(asker: Asker) -> None:
    for word, matched in [("JP", "code"), ("jp", "code"), ("Japan", "name"), ("日本", "name")]:
        answer = ask(asker, "deals", licensor_country=word)
        assert [_id(item["deal"]) for item in answer.items] == ["2025-10-takeda-roche"]
        assert answer.meta["parameters"]["licensor_country"] == {  # type: ignore[index]
            "id": "JP",
            "name": "Japan",
            "asked": word,
            "matched": matched,
        }
    with pytest.raises(UnknownThingError, match="There is no country 'Japn'") as caught:
        ask(asker, "deals", licensor_country="Japn")
    assert caught.value.nearest == [{"id": "JP", "name": "Japan", "url": "/countries/JP"}]
    with pytest.raises(UnknownThingError, match="There is no country 'Europe'"):
        ask(asker, "deals", licensor_country="Europe")


def test_one_unknown_company_of_a_list_is_not_passed_over(asker: Asker) -> None:
    assert len(ask(asker, "deals", party=["Takeda", "roche"], limit=9).items) == 3
    with pytest.raises(UnknownThingError, match="no company 'takedo'") as caught:
        ask(asker, "deals", party=["roche", "takedo"])
    assert caught.value.nearest == [{"id": "takeda", "name": "Takeda", "url": "/companies/takeda"}]


@pytest.mark.parametrize("word", ["innovnt", "Innovent Biologix", "innov", "novent biologics"])
def test_an_unknown_name_is_answered_with_the_nearest(asker: Asker, word: str) -> None:
    with pytest.raises(UnknownThingError) as caught:
        ask(asker, "partners", company=word)
    error = caught.value
    assert (error.kind, error.text, [t["id"] for t in error.nearest]) == (
        "company",
        word,
        ["innovent"],
    )


def test_an_unknown_deal_is_answered_with_those_of_its_month(asker: Asker) -> None:
    with pytest.raises(UnknownThingError) as caught:
        ask(asker, "deal", deal="2025-10-innovent-takada")
    assert caught.value.nearest[0]["id"] == "2025-10-innovent-takeda"


def test_a_name_of_two_companies_lists_both(asker: Asker) -> None:
    with pytest.raises(AmbiguousNameError) as caught:
        ask(asker, "partners", company="M & Co.")
    assert [c["id"] for c in caught.value.candidates] == ["merck-co", "merck-kgaa"]
    with pytest.raises(AmbiguousNameError, match=r"Merck & Co\. .* or Merck KGaA") as caught:
        ask(asker, "partners", company="merck")
    assert {"Merck & Co.", "Merck KGaA"} <= {str(c["name"]) for c in caught.value.candidates}


def test_every_bad_parameter_is_reported_at_once(asker: Asker) -> None:
    with pytest.raises(BadParameterError) as caught:
        ask(asker, "partners", since="2025-13-01", limit="11", depth="2")
    assert caught.value.problems == [
        {
            "name": "depth",
            "value": "2",
            "reason": "is no parameter of small-partners; it has company, since, type, limit",
        },
        {"name": "company", "value": None, "reason": "is required"},
        {"name": "since", "value": "2025-13-01", "reason": "is no day of the calendar"},
        {"name": "limit", "value": "11", "reason": "must be at most 10"},
    ]


@pytest.mark.parametrize("cursor", ["x", "e30", "[]", "", "bnVsbA", "\ud800", "A" * 9000])
def test_a_cursor_that_was_not_given_out_is_refused(asker: Asker, cursor: str) -> None:
    if not cursor:
        assert len(ask(asker, "deals", cursor=cursor).items) == 2
        return
    with pytest.raises(BadParameterError, match="cursor: is no cursor that small-deals gave"):
        ask(asker, "deals", cursor=cursor)
    with pytest.raises(BadParameterError, match="cursor: is no parameter of small-partners"):
        ask(asker, "partners", company="takeda", cursor=cursor)


def test_facts_are_read_at_most_once_a_second(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr("dealgraph.graph.asking.time.monotonic", lambda: now[0])
    asker = Asker(connection, Catalogue.read(QUESTIONS))
    assert asker.facts() == Facts(7, "2025-10-22", 4)
    connection.run_auto("MATCH (g:Graph) SET g.revision = 8")
    try:
        now[0] += 0.9
        assert asker.facts().revision == 7
        now[0] += 0.2
        assert asker.facts().revision == 8
    finally:
        connection.run_auto("MATCH (g:Graph) SET g.revision = 7")


def test_many_threads_ask_at_once(asker: Asker) -> None:
    answers: list[object] = []

    def work() -> None:
        answers.extend(partners(ask(asker, "partners", company="takeda"))[0][0] for _ in range(10))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == ["innovent"] * 80


def question_file(folder: Path, returns: str, cypher: str, parameters: str = "") -> Catalogue:
    (folder / "small-faulty.cypher").write_text(
        f"/*\ntitle = 't'\nquestion = 'q'\npath = '/faulty'\n[parameters]\n{parameters}\n"
        f"[returns]\n{returns}\n*/\n{cypher}\n"
    )
    return Catalogue.read(folder)


@pytest.mark.parametrize(
    ("returns", "cypher", "fault"),
    [
        ("n = 'integer'", "RETURN 1.5 AS n", "8: column n is no whole number but float: '1.5'"),
        ("n = 'integer'", "RETURN null AS n", "8: column n is missing although it is not optional"),
        ("n = 'text'", "RETURN 1 AS n", "8: column n is no text but int: '1'"),
        ("n = 'number'", "RETURN 0.0 / 0.0 AS n", "8: column n is no finite number but float"),
        ("n = 'share'", "RETURN 1.5 AS n", "8: column n is no share from 0 to 1 but float"),
        ("n = 'date'", "RETURN '2025-01-01' AS n", "8: column n is no date but str"),
        ("n = 'enum:side'", "RETURN 'left' AS n", "8: column n is no word of its vocabulary"),
        ("n = 'company'", "MATCH (n:Deal) RETURN n", "8: column n is no company node but Node"),
        ("n = 'company'", "RETURN 'takeda' AS n", "8: column n is no company node but str"),
        ("n = 'list:text'", "RETURN ['a', null] AS n", "8: column n is missing although"),
        ("n = {type = 'record', fields = {a = 'text'}}", "RETURN {a: 'x', b: 1} AS n",
         "8: column n has undeclared fields: b"),
        ("n = {type = 'record', fields = {a = 'text'}}", "RETURN {a: 1} AS n",
         "8: column n has a field a that is no text but int"),
        ("n = 'text'", "RETURN 'a' AS m", "7: column n does not come back; column m comes back"),
        ("n = 'text'\nm = 'text'", "RETURN 'a' AS m, 'b' AS n", "7: columns come back in another"),
        ("n = 'text'", "RETURN foo AS n", "10: Variable `foo` not defined"),
        ("n = 'integer'", "RETURN 1 / 0 AS n", "9: / by zero"),
    ],
)  # fmt: skip
def test_an_answer_that_does_not_fit_its_file_is_no_answer(
    tmp_path: Path, connection: Connection, returns: str, cypher: str, fault: str
) -> None:
    asker = Asker(connection, question_file(tmp_path, returns, cypher))
    with pytest.raises(AnswerFaultError) as caught:
        ask(asker, "faulty")
    assert str(caught.value).startswith(f"{tmp_path}/small-faulty.cypher:{fault}")


def test_a_question_that_takes_too_long_is_given_up(tmp_path: Path, connection: Connection) -> None:
    cypher = "UNWIND range(1, 100000000) AS x UNWIND range(1, 1000) AS y RETURN sum(x * y) AS n"
    asker = Asker(connection, question_file(tmp_path, "n = 'integer'", cypher), timeout=0.5)
    with pytest.raises(TooSlowError):
        ask(asker, "faulty")


def test_an_empty_graph_has_facts_too(tmp_path: Path, connection: Connection) -> None:
    connection.run_auto("MATCH (g:Graph) SET g:Hidden REMOVE g:Graph")
    try:
        asker = Asker(connection, question_file(tmp_path, "n = 'integer'", "RETURN 1 AS n"))
        assert ask(asker, "faulty").meta["data_as_of"] is None
        assert asker.facts() == Facts(0, None, 0)
    finally:
        connection.run_auto("MATCH (g:Hidden) SET g:Graph REMOVE g:Hidden")


def test_the_small_catalogue_has_no_faults(connection: Connection) -> None:
    assert check(connection, Catalogue.read(QUESTIONS)) == []


@pytest.mark.parametrize(
    ("returns", "cypher", "faults"),
    [
        ("n = 'integer'", "RETURN 1 AS m", ["7: column n does not come back; column m comes back"]),
        ("n = 'integer'", "RETURN 1 AS n,\n m AS n2", ["11: Variable `m` not defined"]),
        ("n = 'integer'", "MATCH (n:Deal) RETURN 'x' AS n", ["8: column n is no whole number but"]),
        ("n = 'integer'", "MATCH (d) CALL (d) { RETURN 1 AS n } IN TRANSACTIONS RETURN n",
         ["9: operator TransactionApply is none of those that only read"]),
    ],
)  # fmt: skip
def test_check_finds_what_only_the_database_can_tell(
    tmp_path: Path, connection: Connection, returns: str, cypher: str, faults: list[str]
) -> None:
    found = check(connection, question_file(tmp_path, returns, cypher))
    assert [str(f).removeprefix(f"{tmp_path}/small-faulty.cypher:")[: len(e)] for f, e in
            zip(found, faults, strict=True)] == faults  # fmt: skip


@pytest.mark.parametrize(
    ("statement", "refusals"),
    [
        ("LOAD CSV FROM 'file:///x' AS r RETURN r",
         ["operator LoadCSV is none of those that only read the graph"]),
        ("SHOW INDEXES YIELD name RETURN name",
         ["operator ShowIndexes is none of those that only read the graph"]),
        ("SHOW TRANSACTIONS YIELD transactionId RETURN transactionId",
         ["operator ShowTransactions is none of those that only read the graph"]),
        ("TERMINATE TRANSACTION 'x' YIELD message RETURN message",
         ["operator TerminateTransactions is none of those that only read the graph"]),
        ("CREATE (n:X) RETURN n", ["the database calls it 'rw', not 'r': a question only reads",
                                   "operator Create is none of those that only read the graph"]),
        ("CALL dbms.components() YIELD name RETURN name",
         ["the database calls it 's', not 'r': a question only reads",
          "procedure dbms.components may not be called"]),
        ("CALL db.labels() YIELD label RETURN label", []),
        ("MATCH p = SHORTEST 2 (a:Company {id: $a})-[:LICENSED]-{1,4}(b:Company) RETURN p", []),
        ("MATCH (c:Company {id: $a})(()-[:LICENSED]-(z)-[:BASED_IN]->(k) WHERE z.deals > 3){1,3}(d)"
         " WHERE c.id <> d.id OR NOT EXISTS { (c)-[:LICENSED]->(d) } RETURN DISTINCT d", []),
        ("MATCH (c:Company {id: $a})-[:LICENSED*1..3]-(d) WITH d, 1 AS one RETURN DISTINCT d", []),
    ],
)  # fmt: skip
def test_plans_are_held_against_a_list_of_reading_operators(
    connection: Connection, statement: str, refusals: list[str]
) -> None:
    assert list(plan_refusals(connection.explain(statement))) == refusals


def test_check_finds_rows_for_what_does_not_exist(tmp_path: Path, connection: Connection) -> None:
    cypher = "OPTIONAL MATCH (:Company {id: $c})-[l:LICENSED]-() RETURN count(l) AS n"
    catalogue = question_file(tmp_path, "n = 'integer'", cypher, "c = {type = 'company'}")
    assert [str(f) for f in check(connection, catalogue)] == [
        f"{tmp_path}/small-faulty.cypher:6: c: a thing that does not exist gets 1 row(s)"
    ]
