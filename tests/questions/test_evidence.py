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


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("hengriu", "hengrui-pharma"),  # two letters changed about
        ("innovnt", "innovent-biologics"),  # one missing
        ("asstrazeneca", "astrazeneca"),  # one too many
        ("tekeda", "takeda"),  # one wrong
        ("恒端医药", "hengrui-pharma"),
        ("boheringer ing", "boehringer-ingelheim"),  # while the name is being typed
        ("ivonecimab", "ivonescimab"),
    ],
)
def test_a_text_with_one_mistake_finds_its_name(asker: Asker, text: str, thing: str) -> None:
    assert (thing, "typo") in rows(asker, "search", "thing how", q=text, limit=20)


def test_a_search_looks_at_no_name_without_an_index(asker: Asker) -> None:
    question = asker.catalogue["search"]
    for text in ("heng", "瑞", "hengriu"):
        hits = profile(asker, question, {"q": text, "kind": None, "limit": 21})
        assert hits["NodeUniqueIndexSeekByRange"] > 0, "names that begin so"
        assert hits["NodeIndexContainsScan"] > 0, "names that hold it: a text index"
        assert not hits.keys() & set(SCANS)


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
    both = rows(asker, "search", "kind", q="tak", kind=["asset", "target"], limit=100)
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
