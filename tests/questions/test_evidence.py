from typing import Any

import plain
import pytest
from plans import SCANS, profile

from dealgraph.graph.asking import Asker, BadParameterError
from questions.asked import ask, examples, items, pages, rows, table

# --- search --------------------------------------------------------------------------------------

FOUND = "kind thing matched how deals"


def test_example_of_a_search(asker: Asker) -> None:
    (answer,) = examples(asker, "search")
    assert table(answer, FOUND) == [("company", "hengrui-pharma", "恒瑞", "exact", 13)]
    assert answer.items[0]["thing"] == {
        "id": "hengrui-pharma",
        "name": "Hengrui Pharma",
        "url": "/companies/hengrui-pharma",
    }


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("ta", ("company", "takeda", "TAK", "prefix", 14)),
        ("武田", ("company", "takeda", "武田", "exact", 14)),
        ("第一", ("company", "daiichi-sankyo", "第一三共", "prefix", 6)),
        ("アス", ("company", "astrazeneca", "アストラゼネカ", "prefix", 21)),
        ("유한", ("company", "yuhan", "유한양행", "prefix", 2)),
        ("信達", ("company", "innovent-biologics", "信達生物", "prefix", 5)),
        ("恒", ("company", "hengrui-pharma", "恒瑞", "prefix", 13)),
        ("innovênt", ("company", "innovent-biologics", "Innovent", "exact", 5)),
        ("Genentech", ("company", "roche", "Genentech", "exact", 19)),
        ("HER2", ("target", "ERBB2", "HER2", "exact", 13)),
        ("ak112", ("asset", "ivonescimab", "AK112", "exact", 1)),
        ("p d 1", ("target", "PDCD1", "PD-1", "exact", 22)),
    ],
)
def test_two_letters_of_any_script_find_a_name(
    asker: Asker, text: str, first: tuple[object, ...]
) -> None:
    assert rows(asker, "search", FOUND, q=text)[0] == first


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("天恒", "sichuan-biokin-pharmaceutical"),  # 百利天恒
        ("製薬", "astellas-pharma"),  # アステラス製薬
        ("약품", "hanmi-pharmaceutical"),  # 한미약품
        ("瑞", "pfizer"),  # 輝瑞
        ("biologics", "innovent-biologics"),
    ],
)
def test_a_text_is_found_inside_a_name(asker: Asker, text: str, thing: str) -> None:
    found = rows(asker, "search", "thing how", q=text, limit=100)
    assert (thing, "inside") in found
    order = [how for _, how in found]
    assert order == sorted(order, key=["exact", "prefix", "inside", "typo"].index)


BOEHRINGER = ("boehringer-ingelheim", "Boehringer", "typo", 8)


@pytest.mark.parametrize(
    "text",
    [
        *("noehringer", "boehqinger", "boehringex"),  # a letter wrong: first, inside, last
        *("boehinger", "boehrnger"),  # missing; without its last or first it is found as it is
        *("bboehringer", "boehrringer", "boehringerr"),  # one too many
        *("obehringer", "boehirnger", "boehringre"),  # two changed about
    ],
)
def test_a_text_with_one_letter_wrong_finds_its_name(asker: Asker, text: str) -> None:
    assert rows(asker, "search", "thing matched how deals", q=text) == [BOEHRINGER]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("恒端医药", [("hengrui-pharma", "恒瑞医药", "typo")]),
        ("瑞恒医药", [("hengrui-pharma", "恒瑞医药", "typo")]),
        ("ivonecimab", [("ivonescimab", "ivonescimab", "typo")]),
        ("boheringer ing", [("boehringer-ingelheim", "Böhringer Ingelheim", "typo")]),  # half typed
        ("takeds", [("takeda", "Takeda", "typo")]),
        ("takead", [("takeda", "Takeda", "typo")]),
        ("tkaedas", []),  # two letters wrong
        ("恒瑞药业", []),
        ("akeso", [("akeso", "Akeso", "exact")]),  # a name; Akero is no typo of it
    ],
)
def test_only_one_letter_may_be_wrong(
    asker: Asker, text: str, found: list[tuple[str, str, str]]
) -> None:
    assert rows(asker, "search", "thing matched how", q=text, limit=3) == found


def test_typos_come_last(asker: Asker) -> None:
    found = rows(asker, "search", "how thing", q="innovat")
    assert found[0] == ("prefix", "innovative-cellular-therapeutics")
    assert [how for how, _ in found[1:]] == ["inside"] * 8 + ["typo"]
    assert found[-1] == ("typo", "innovax-biotech")


@pytest.mark.parametrize("signs", ["{}~", '"{}"', "{}*", "/{}/", "{}:", "\\{}\\", "({})", "'{}"])
def test_signs_mean_nothing_in_a_search(asker: Asker, signs: str) -> None:
    assert rows(asker, "search", "thing matched how", q=signs.format("takeds")) == [
        ("takeda", "Takeda", "typo")
    ]
    assert items(asker, "search", q=signs.format("")) == []


@pytest.mark.parametrize("text", ["heng", "瑞", "hengriu", "恒端医药", "noehringer", "zzzzzz"])
def test_a_search_looks_at_no_name_without_an_index(asker: Asker, text: str) -> None:
    question = asker.catalogue["search"]
    hits = profile(asker, question, {"q": text, "kind": None, "limit": 21})
    assert hits["NodeUniqueIndexSeekByRange"] > 0, "names that begin so"
    assert hits["NodeIndexContainsScan"] > 0, "names that hold it: a text index"
    assert not hits.keys() & set(SCANS)


def test_names_are_looked_into_by_the_text_index_only(asker: Asker) -> None:
    # Without a hint the plan depends on chance where the statistics of the indexes are young.
    cypher = asker.catalogue["search"].cypher
    assert (
        cypher.count("USING TEXT INDEX n:Name(key)\n") == cypher.count("WHERE n.key CONTAINS") == 2
    )
    assert cypher.count("USING RANGE INDEX SEEK n:Name(key)\n") == 2


def test_two_latin_letters_are_looked_for_at_the_start_only(asker: Asker) -> None:
    assert {how for (how,) in rows(asker, "search", "how", q="gi", limit=100)} == {"prefix"}


def test_a_search_can_be_for_one_kind_of_thing(asker: Asker) -> None:
    companies = rows(asker, "search", "thing deals", q="bi", kind="company", limit=3)
    assert companies == [("biontech", 8), ("biogen", 6), ("bio-thera-solutions", 4)]
    for kind in ("company", "asset", "target"):
        kinds = rows(asker, "search", "kind", q="a", kind=kind, limit=100)
        assert set(kinds) == {(kind,)}
        assert len(kinds) > 30
    assert items(asker, "search", q="恒瑞", kind="asset") == []
    both = rows(asker, "search", "kind", q="tim", kind=["asset", "target"], limit=100)
    assert {kind for (kind,) in both} == {"asset", "target"}


def test_a_search_for_nothing_is_refused_and_one_in_vain_is_empty(asker: Asker) -> None:
    for text in ("", "  "):
        with pytest.raises(BadParameterError, match="q: is required"):
            ask(asker, "search", q=text)
    assert items(asker, "search", q="no such name") == []
    assert items(asker, "search", q="x" * 200) == []
    assert items(asker, "search", q="' OR 1=1 //") == []


def test_a_thing_is_found_once_by_its_best_name(asker: Asker) -> None:
    things = [thing for (thing,) in rows(asker, "search", "thing", q="takeda", limit=100)]
    assert things.count("takeda") == 1
    assert ask(asker, "search", q="e", limit=3).meta["cut"] is True


# --- sources -------------------------------------------------------------------------------------


def test_example_of_sources(asker: Asker) -> None:
    (answer,) = examples(asker, "sources")
    assert table(answer, "source publisher published deals") == [
        ("biotech-insider-com-93450cac", "Fierce Biotech (copy)", "2023-05-01", 1),
        ("fiercebiotech-com-0436500b", "Fierce Biotech", None, 1),
        ("fiercebiotech-com-0ab37980", "Fierce Biotech", "2024-01-04", 1),
    ]
    assert answer.items[2]["url"] == (
        "http://www.fiercebiotech.com/biotech/"
        "avenzo-merck-kgaa-and-abbvie-each-ink-new-deals-fortify-cancer-pipelines"
    )
    assert answer.meta["cut"] is True


def test_sources_of_a_publisher_and_a_time(asker: Asker) -> None:
    recent = {"publisher": "fierce", "since": "2026-02-01"}
    assert rows(asker, "sources", "publisher published", **recent) == [
        ("Fierce Biotech", "2026-02-16"),
        ("Fierce Biotech", "2026-02-25"),
        ("Fierce Pharma", "2026-03-04"),
        ("Fierce Biotech", "2026-02-24"),
    ]
    assert items(asker, "sources", since="2026-07-01") == []


def test_pages_of_sources_are_all_of_them_once(asker: Asker) -> None:
    found = [item for page in pages(asker, "sources", limit=333) for item in page.items]
    cited = {source for deal in plain.all_deals() for source in plain.publications(deal)}
    assert len(found) == len(cited) == 979
    urls = [item["url"] for item in found if item["url"]]
    assert len(urls) == len(set(urls)) == 978
    assert set(urls) <= cited


def test_example_of_a_source(asker: Asker) -> None:
    (answer,) = examples(asker, "source")
    columns = "publisher published deal announced upfront_musd total_musd says events"
    assert table(answer, columns) == [
        ("Indian Pharma Post", "2025-10-23", "2025-10-innovent-takeda", "2025-10-22", 1200.0,
         11400.0, '{"equity": 100, "upfront": 1200, "upfront_includes_equity": true}', []),
    ]  # fmt: skip
    assert answer.items[0]["url"] == (
        "https://www.indianpharmapost.com/news/lite/takeda-and-innovent-biologics-forge-global-"
        "partnership-to-advance-oncology-medicines-for-solid-tumors-18057"
    )


def test_a_source_tells_the_events_it_reports(asker: Asker) -> None:
    assert rows(asker, "source", "deal events", source="stocktitan-net-4579f5ea") == [
        ("2025-10-innovent-takeda", [{"kind": "closed", "date": "2025-12-04"}])
    ]


def test_a_source_may_report_several_deals(asker: Asker) -> None:
    address = "https://pharmasources.com/industryinsights/76941.html"
    (source,) = (
        item["source"]
        for item in items(asker, "sources", publisher="pharmasources", limit=500)
        if item["url"] == address
    )
    assert rows(asker, "source", "announced deal", source=source) == [
        ("2024-06-01", "2024-06-alphamab-arrivent"),
        ("2024-05-26", "2024-05-medilink-biontech"),
        ("2024-01-01", "2024-01-biocytogen-radiance"),
    ]


# --- coverage ------------------------------------------------------------------------------------


def test_example_of_coverage(asker: Asker) -> None:
    (answer,) = examples(asker, "coverage")
    columns = "period deals with_upfront with_total with_territory with_stage with_day sources"
    assert table(answer, columns) == [
        ("all", 219, 0.639269, 0.684932, 0.840183, 0.890411, 0.835616, 425),
        ("2026", 29, 0.551724, 0.758621, 0.827586, 0.896552, 0.862069, 61),
        ("2025", 106, 0.650943, 0.688679, 0.877358, 0.849057, 0.877358, 220),
        ("2024", 84, 0.654762, 0.654762, 0.797619, 0.940476, 0.77381, 151),
    ]
    others = "with_any_amount with_target with_source with_several_sources"
    assert table(answer, others)[0] == (0.940639, 0.694064, 0.995434, 0.757991)


def test_coverage_of_everything_and_of_one_deal(asker: Asker) -> None:
    (everything, *years) = rows(asker, "coverage", "period deals")
    assert everything == ("all", 482)
    assert sum(deals for _, deals in years) == 482
    (whole, year) = items(asker, "coverage", until="2018-12-31")
    assert whole == {
        "period": "all",
        "deals": 1,
        "with_upfront": 1.0,
        "with_total": 0.0,
        "with_any_amount": 1.0,
        "with_territory": 1.0,
        "with_stage": 0.0,
        "with_target": 1.0,
        "with_day": 1.0,
        "with_source": 1.0,
        "with_several_sources": 1.0,
        "sources": 2,
    }
    assert year == {**whole, "period": "2017"}
    assert items(asker, "coverage", since="2099-01-01") == []


# --- the evidence of a deal ----------------------------------------------------------------------

TOLD = "field shown told agrees own publisher shown_by"


def test_examples_of_evidence(asker: Asker) -> None:
    mabwell, innovent = examples(asker, "evidence")
    business, ouryao = "National Business Daily (每日经济新闻)", "ouryao"
    letter = "The Pharma Letter"
    # For the company 571 comes on top of the upfront, for the trade press it is all of it.
    assert table(mabwell, TOLD) == [
        ("upfront", ["25"], ["25"], True, True, business, "only"),
        ("upfront", ["25"], ["25"], True, True, ouryao, "only"),
        ("upfront", ["25"], ["25"], True, True, letter, "only"),
        ("total", ["596"], ["596"], True, True, business, "curated"),
        ("total", ["596"], ["571"], False, True, letter, "curated"),
    ]
    differing = "shown_amount told_amount currency difference inferred"
    assert table(mabwell, differing)[-1] == (596, 571, "USD", 0.041946, False)
    fields = list(dict.fromkeys(field for (field,) in table(innovent, "field")))
    assert fields == [
        "type", "status", "announced", "licensors", "licensees", "country", "assets", "phase",
        "modality", "targets", "indications", "territory", "exclusive", "upfront", "equity",
        "upfront_includes_equity", "equity_kind", "milestones", "total", "royalties",
    ]  # fmt: skip
    # Each of the five publications, but of milestones and total the two that tell them.
    assert len(innovent.items) == 5 * (len(fields) - 2) + 2 * 2


def test_equity_inside_the_upfront_or_on_top_of_it(asker: Asker) -> None:
    deal, field = "2025-10-innovent-takeda", "upfront_includes_equity"
    assert rows(asker, "evidence", TOLD, deal=deal, field=field) == [
        (field, ["true"], ["true"], True, True, "Takeda (Business Wire)", "curated"),
        (field, ["true"], ["true"], True, True, "Indian Pharma Post", "curated"),
        (field, ["true"], ["true"], True, True, "Indian Pharma Post", "curated"),
        (field, ["true"], ["true"], True, True, "Innovent release via StockTitan", "curated"),
        (field, ["true"], ["false"], False, True, "Reuters (republished)", "curated"),
    ]
    assert rows(asker, "evidence", "told told_amount", deal=deal, field="equity", limit=1) == [
        (["100"], 100)
    ]


def test_who_alone_tells_a_figure_is_all_that_it_rests_on(asker: Asker) -> None:
    deal = {"deal": "2025-05-sirius-crispr"}
    assert rows(asker, "evidence", TOLD, **deal, field="total") == [
        ("total", ["895"], ["895"], True, True, "Stock News / Tiger", "only")
    ]
    assert len(rows(asker, "evidence", TOLD, **deal, field="type")) == 2


def test_a_figure_that_is_told_and_not_shown(asker: Asker) -> None:
    found = rows(asker, "evidence", TOLD, deal="2025-05-evopoint-astellas", field="total")
    assert found == [
        ("total", [], ["1340"], None, True, "Fierce Biotech (mirror)", None),
        ("total", [], ["more than 1500"], None, True, "NoahAI", None),
    ]


def test_amounts_in_another_currency_are_compared_at_the_rate_of_the_day(asker: Asker) -> None:
    told = "shown_amount told_amount currency agrees own"
    found = rows(asker, "evidence", told, deal="2020-04-ligachem-iksuda", field="total")
    assert (407, 496300, "KRW", True, True) in found


def test_every_deal_has_evidence_of_all_that_it_shows(asker: Asker) -> None:
    for deal in plain.all_deals()[::40]:
        found = items(asker, "evidence", deal=deal.id)
        shown = {row["field"]: row["shown_amount"] for row in found if row["shown"]}
        for name in ("upfront", "equity", "near_term", "milestones", "total"):
            assert shown.get(name) == deal.record.get(name), deal.id
        inferred = {row["field"] for row in found if row["inferred"]}
        assert inferred == set(deal.record.get("inferred", [])) & shown.keys()


# --- conflicts -----------------------------------------------------------------------------------


def test_example_of_conflicts(asker: Asker) -> None:
    (answer,) = examples(asker, "conflicts")
    columns = "deal field shown_amount told difference publisher"
    assert table(answer, columns) == [
        ("2021-12-sutro-tasly", "upfront", 40, ["25"], 0.375,
         "Justia Contracts (Sutro SEC exhibit)"),
        ("2024-09-epimab-vignette", "total", 635, ["575"], 0.094488,
         "FineLine Info & Tech (flcube)"),
        ("2025-06-mabwell-calico", "total", 596, ["571"], 0.041946, "The Pharma Letter"),
    ]  # fmt: skip


def test_conflicts_are_the_amounts_told_otherwise_and_then_the_rest(asker: Asker) -> None:
    amounts = ("upfront", "equity", "near_term", "milestones", "total")
    expected = {
        (deal.id, name, source["says"][name])
        for deal in plain.all_deals()
        for source in deal.record["sources"]
        for name in amounts
        if name in source.get("says", {}) and name in deal.record
        and source["says"][name] != deal.record[name]
        and source["says"].get("currency", deal.record["currency"]) == deal.record["currency"]
    }  # fmt: skip
    found = items(asker, "conflicts", limit=500)
    told = [(row["deal"], row["field"], row["told_amount"]) for row in found if row["told_amount"]]
    assert set(told) == expected
    assert len(told) == len(expected)
    sizes: list[Any] = [row["difference"] for row in found]
    assert sizes[: len(told)] == sorted(sizes[: len(told)], reverse=True)
    assert set(sizes[len(told) :]) == {None}
    more = items(asker, "conflicts", include_not_shown=True, limit=500)
    assert [row for row in more if row["shown_by"]] == found
    assert len(more) == len(found) + 21


def test_conflicts_of_a_company_a_time_and_a_size(asker: Asker) -> None:
    of = {"company": "Takeda", "since": "2025-01-01"}
    assert rows(asker, "conflicts", "deal field told", **of) == [
        ("2025-10-innovent-takeda", "upfront_includes_equity", ["false"])
    ]
    large = rows(asker, "conflicts", "deal difference", minimum_difference=0.1)
    assert large == [("2021-12-sutro-tasly", 0.375), ("2023-07-alnylam-roche", 0.12)]
    assert items(asker, "conflicts", minimum_difference=0.1, until="2020-12-31") == []


# --- what rests on little ------------------------------------------------------------------------


def test_example_of_deals_on_one_source(asker: Asker) -> None:
    (answer,) = examples(asker, "one-source")
    assert table(answer, "announced deal upfront_musd publisher") == [
        ("2026-02-01", "2026-02-sanegene-roche", 200, "BioWorld"),
        ("2025-03-11", "2025-03-ionis-ono", 280, "Zacks via Nasdaq"),
        ("2024-12-19", "2024-12-bioarctic-bms", 100,
         "BioArctic release (PR Newswire) via finanzen.net"),
    ]  # fmt: skip


def test_deals_on_one_source_are_those_that_cite_one(asker: Asker) -> None:
    expected = [(deal.id,) for deal in plain.deals() if len(plain.publications(deal)) == 1]
    found = [row for page in pages(asker, "one-source", limit=50) for row in table(page, "deal")]
    assert sorted(found) == sorted(expected)


def test_example_of_publishers(asker: Asker) -> None:
    (answer,) = examples(asker, "publishers")
    assert table(answer, "publisher sources deals alone differs first latest") == [
        ("Fierce Biotech", 56, 62, 10, 5, "2021-08-01", "2026-02-25"),
        ("BioWorld", 43, 47, 8, 0, "2020-04-17", "2026-02-01"),
        ("Seeking Alpha", 26, 26, 5, 0, "2017-12-22", "2022-10-12"),
        ("BioSpace", 22, 25, 0, 1, "2023-05-08", "2026-01-30"),
        ("flcube", 16, 17, 2, 1, "2022-06-01", "2026-01-01"),
    ]
    assert sum(count for (count,) in rows(asker, "publishers", "sources", limit=1000)) == 979


def test_example_of_what_is_inferred(asker: Asker) -> None:
    (answer,) = examples(asker, "inferred")
    assert table(answer, "announced deal field") == [
        ("2026-01-18", "2026-01-abelzeta-astrazeneca", "phase"),
        ("2026-01-12", "2026-01-zonsen-novartis", "phase"),
        ("2024-01-05", "2024-01-praxis-tenacia", "phase"),
    ]


def test_everything_inferred_is_listed_once(asker: Asker) -> None:
    found = [
        row for page in pages(asker, "inferred", limit=33) for row in table(page, "deal field")
    ]
    assert sorted(found) == sorted(
        (deal.id, field) for deal in plain.all_deals() for field in deal.record.get("inferred", ())
    )
