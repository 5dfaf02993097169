from datetime import date
from pathlib import Path

import pytest

from dealgraph.queries import cypher
from dealgraph.queries.catalogue import Catalogue, CatalogueError, Question
from dealgraph.queries.values import reader

PARTNERS = """/*
title = "Partner network"
question = "Which companies has this company made deals with?"
path = "/companies/{company}/partners"
scope = ["Rumoured deals are left out."]

[parameters]
company = { type = "company" }
since   = { type = "date", optional = true }
limit   = { type = "integer", minimum = 1, maximum = 500, default = 50 }

[returns]
partner = "company"
deals = "integer"
upfront_musd = { type = "money", optional = true, about = "disclosed" }

[[examples]]
company = "takeda"
*/
MATCH (:Company {id: $company})-[l:LICENSED]-(partner:Company)
WHERE l.announced >= coalesce($since, date('0001-01-01'))
RETURN partner, count(l) AS deals, sum(l.upfront_musd) AS upfront_musd
ORDER BY deals DESC, partner.id LIMIT $limit
"""
COMPANY = 'company = { type = "company" }'


def read(folder: Path, text: str = PARTNERS, name: str = "partner-network") -> Question:
    file = folder / "companies" / f"{name}.cypher"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return Catalogue.read(folder)[name]


def faults(folder: Path, text: str, name: str = "partner-network") -> list[str]:
    with pytest.raises(CatalogueError) as caught:
        read(folder, text, name)
    file = folder / "companies" / f"{name}.cypher"
    assert str(caught.value) == "\n".join(map(str, caught.value.faults))
    return [line.removeprefix(f"{file}:") for line in str(caught.value).split("\n")]


def test_a_question_is_what_its_file_says(tmp_path: Path) -> None:
    question = read(tmp_path)
    assert (question.name, question.title) == ("partner-network", "Partner network")
    assert question.path_parameters == ("company",)
    assert [(p.name, p.type, p.required) for p in question.parameters.values()] == [
        ("company", "company", True),
        ("since", "date", False),
        ("limit", "integer", False),
    ]
    assert (question.parameters["limit"].default, question.parameters["limit"].maximum) == (50, 500)
    upfront = question.returns["upfront_musd"]
    assert (upfront.type, upfront.optional, upfront.about) == ("money", True, "disclosed")
    assert question.examples == ({"company": "takeda"},)
    assert question.scope == ("Rumoured deals are left out.",)
    assert question.cypher == PARTNERS
    assert question.body.startswith("MATCH (:Company")
    assert question.line_of("parameters", "since") == 9
    assert question.line_of("returns", "nowhere") == 12


def test_records_have_typed_fields(tmp_path: Path) -> None:
    text = PARTNERS.replace(
        'deals = "integer"',
        'deals = { type = "list:record", fields = { deal = "deal", paid = '
        '{ type = "money", optional = true } } }',
    )
    deals = read(tmp_path, text).returns["deals"]
    assert [(f.name, f.type, f.optional) for f in deals.fields.values()] == [
        ("deal", "deal", False),
        ("paid", "money", True),
    ]


def test_questions_are_ordered_by_folder_and_file(tmp_path: Path) -> None:
    for folder, name in [("deals", "a"), ("companies", "z"), ("companies", "b")]:
        (tmp_path / folder).mkdir(exist_ok=True)
        text = PARTNERS.replace("/partners", f"/{name}")
        (tmp_path / folder / f"{name}.cypher").write_text(text)
    assert list(Catalogue.read(tmp_path)) == ["b", "z", "a"]


def test_bundled_questions_keep_the_rules() -> None:
    assert Catalogue.bundled().nearest("nothing-like-it-at-all-xyz") == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("$since", "$until", ["9: unused parameter since", "21: undeclared parameter until"]),
        ('deals = "integer"', 'deals = "int"', ["14: column deals: unknown type 'int'; known: "]),
        ('"date"', '"enum:x"', ["9: parameter since: unknown type 'enum:x': there is no such"]),
        ('"date"', '"record"', ["9: parameter since: a parameter cannot be of type 'record'"]),
        ("ORDER BY", "CREATE (x:Y)\nORDER BY", ["23: CREATE writes: a question only reads"]),
        ("ORDER BY", "detach delete partner\nORDER BY", ["23: DELETE writes", "23: DETACH writes"]),
        ("MATCH", "LOAD CSV FROM 'x' AS row\nMATCH", ["20: LOAD CSV reads files"]),
        ("MATCH", "SHOW INDEXES YIELD name\nMATCH", ["20: SHOW is no question to the graph"]),
        ("MATCH", "CALL dbms.components() MATCH", ["20: procedure dbms.components may not"]),
        ("LIMIT $limit", "LIMIT $limit; MATCH (n) RETURN n", ["23: a question is one statement"]),
        ("{company}", "{firm}", ["4: undeclared parameter firm in path"]),
        ("{company}", "{since}", ["4: since stands in path, so it must be required and no list"]),
        ("/companies/{company}", "Companies", ["4: path Companies/partners must look like"]),
        ('company = "takeda"', 'firm = "takeda"', ["17: the example lacks parameter company"]),
        ('= "takeda"', '= "t"\nlimit = 0', ["19: parameter limit must be at least 1"]),
        ("default = 50", "default = 501", ["10: parameter limit: its default must be at most 500"]),
        ("maximum = 500, default = 50", "default = 5", ["10: limit must be an integer with a"]),
        ("optional = true }", "optional = true, default = 'today' }", ["9: parameter since has a"]),
        ("scope =", "scop =", ["5: unknown key scop in the header; known: title, question, path"]),
        ('type = "date",', 'type = "date", min = 1,', ["9: unknown key parameters.since.min in"]),
        ('title = "Partner network"\n', "", ["1: the header lacks title"]),
        ("minimum = 1,", 'minimum = "1",', ["10: parameters.limit.minimum"]),
        ('path = "/', 'path = /', ["4: the header is no valid TOML: Invalid value"]),
        ("*/", "", ["1: the file must start with a comment /* ... */ of TOML"]),
        ("[returns]", "cursor = 5\n[returns]", ["12: parameters.cursor"]),
        ("scope =", 'cursor = ["deals", "partner"]\nscope =',
         ["5: unused parameter after_deals of cursor", "5: unused parameter after_partner of c"]),
        ("scope =", 'cursor = ["day"]\nscope =', ["5: cursor names day, which is no column",
                                                  "5: unused parameter after_day of cursor"]),
    ],
)  # fmt: skip
def test_a_fault_is_reported_with_its_line(
    tmp_path: Path, old: str, new: str, expected: list[str]
) -> None:
    found = faults(tmp_path, PARTNERS.replace(old, new, 1))
    for line in expected:
        assert any(fault.startswith(line) for fault in found), found


def test_an_example_with_an_undeclared_parameter(tmp_path: Path) -> None:
    assert faults(tmp_path, PARTNERS.replace('"takeda"', '"takeda"\ncountry = "JP"')) == [
        "19: undeclared parameter country in example"
    ]


def test_a_pattern_draws_between_the_columns_and_a_statement_alone(tmp_path: Path) -> None:
    assert read(tmp_path).drawing == read(tmp_path).body
    before = 'scope = ["Rumoured'
    pattern = PARTNERS.replace(before, f'draw = "(partner)-[:BASED_IN]->()"\n{before}')
    question = read(tmp_path, pattern)
    assert question.drawing == (
        f"CALL () {{\n{question.body}\n}}\n"
        "MATCH drawing = (partner)-[:BASED_IN]->()\nRETURN drawing LIMIT 300"
    )
    alone = PARTNERS.replace(before, f'draw = "MATCH (c {{id: $company}}) RETURN c"\n{before}')
    assert read(tmp_path, alone).drawing == "MATCH (c {id: $company}) RETURN c"


@pytest.mark.parametrize(
    ("draw", "fault"),
    [
        ("MATCH (c {id: $firm}) RETURN c", "5: undeclared parameter firm in draw"),
        ("MATCH (c) SET c.x = 1", "5: draw: SET writes: a question only reads "
         "(a name like this needs backticks)"),
    ],
)  # fmt: skip
def test_what_draws_is_checked_like_the_question(tmp_path: Path, draw: str, fault: str) -> None:
    before = 'scope = ["Rumoured'
    assert faults(tmp_path, PARTNERS.replace(before, f'draw = "{draw}"\n{before}')) == [fault]


def test_every_fault_of_a_file_is_reported_at_once(tmp_path: Path) -> None:
    text = PARTNERS.replace('"money"', '"euro"').replace("$since", "$until")
    assert [fault.split(":")[0] for fault in faults(tmp_path, text)] == ["9", "15", "21"]


def test_a_file_without_header_or_cypher_or_utf8(tmp_path: Path) -> None:
    assert faults(tmp_path, "RETURN 1 AS one") == [
        "1: the file must start with a comment /* ... */ of TOML"
    ]
    header = PARTNERS.partition("*/")[0] + "*/\n"
    assert "19: no Cypher follows the header" in faults(tmp_path, header)
    (tmp_path / "companies" / "partner-network.cypher").write_bytes(b"/*\ntitle = '\xff'")
    with pytest.raises(CatalogueError, match=r"partner-network\.cypher:2: is not UTF-8"):
        Catalogue.read(tmp_path)


def test_a_name_that_is_not_kebab_case(tmp_path: Path) -> None:
    assert faults(tmp_path, PARTNERS, "partnerNetwork") == [
        "1: the file must be named like partner-network.cypher, not partnerNetwork.cypher"
    ]


@pytest.mark.parametrize("other", ["/companies/{company}/partners", "/companies/{firm}/partners"])
def test_two_files_with_one_route(tmp_path: Path, other: str) -> None:
    read(tmp_path)
    firm = PARTNERS.replace("company}", "firm}").replace('"takeda"', '"x"')
    firm = firm.replace("company =", "firm =").replace("$company", "$firm")
    text = firm if "firm" in other else PARTNERS
    file = tmp_path / "companies" / "partner-network.cypher"
    assert faults(tmp_path, text, "partners") == [
        f"4: {other} is the same route as /companies/{{company}}/partners in {file}:4"
    ]


def test_two_files_with_one_name(tmp_path: Path) -> None:
    read(tmp_path)
    again = tmp_path / "more" / "partner-network.cypher"
    again.parent.mkdir()
    again.write_text(PARTNERS.replace("/partners", "/network"))
    with pytest.raises(CatalogueError, match=r"2: .* has the same name partner-network"):
        Catalogue.read(tmp_path)


def test_a_folder_named_twice_is_read_once(tmp_path: Path) -> None:
    read(tmp_path)
    again = tmp_path / "companies" / ".."
    assert list(Catalogue.read(tmp_path, again)) == ["partner-network"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="is no folder"):
        Catalogue.read(tmp_path / "nowhere")


def test_parameters_are_not_found_in_strings_comments_and_backticks() -> None:
    text = """// $comment
    MATCH (n:`$label` {a: '$text', b: "it''s $more \\" $x"}) /* $block
    */ WHERE n.x = $real AND n.`$p` = $ spaced AND n:$any($labels) RETURN $`quoted`"""
    assert cypher.parameters(text) == {"real": 3, "spaced": 3, "labels": 3, "quoted": 3}


def test_names_that_look_like_clauses_are_no_writes() -> None:
    text = """MATCH (n:Set {show: 1})-[:REMOVE|CREATE]->(call:Call) WHERE n.set = 1 AND 'SET x' <> n
    CALL (n) { RETURN 1 AS one } CALL { RETURN 2 AS two }
    CALL db.index.fulltext.queryNodes('names', $q) YIELD node
    RETURN n.delete AS a, call, {merge: 1} AS m, call AS b // SET n.x = 1"""
    assert list(cypher.refusals(text)) == []


def test_offered_values_are_read_by_type() -> None:
    assert reader("integer", 1, 9)(" 7 ") == 7
    assert reader("money")("12.5") == 12.5
    assert reader("date")("2025-01-31") == date(2025, 1, 31)
    assert reader("boolean")("No") is False
    assert reader("enum:modality")("small-molecule") == "small molecule"
    assert reader("list:enum:deal-type")("License") == ["license"]
    assert reader("list:company")(["Takeda", "武田", " "]) == ["Takeda", "武田"]
    assert reader("text")(["one"]) == "one"


@pytest.mark.parametrize(
    ("type_", "value", "reason"),
    [
        ("integer", "1.5", "must be a whole number"),
        ("integer", "１２", "must be a whole number"),
        ("integer", "99999999999999999999", "is too large"),
        ("integer", True, "must be a whole number"),
        ("number", "nan", "must be a number"),
        ("money", "1e999", "is too large"),
        ("share", "1.2", "must be a share from 0 to 1"),
        ("date", "2025-02-30", "is no day of the calendar"),
        ("date", "2025", "must be a date like 2025-01-31"),
        ("boolean", "maybe", "must be true or false"),
        ("enum:side", "left", "must be one of licensor, licensee, both"),
        ("text", "x" * 1001, "is longer than 1000 signs"),
        ("text", "\ud800", "holds signs that are not Unicode text"),
        ("text", ["a", "b"], "is given more than once"),
        ("list:text", ["a"] * 201, "has more than 200 values"),
    ],
)
def test_what_cannot_be_read_says_why(type_: str, value: object, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        reader(type_)(value)
