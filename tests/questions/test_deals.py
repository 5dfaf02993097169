from typing import Any

import pytest

from dealgraph.graph.asking import (
    AmbiguousNameError,
    Asker,
    BadParameterError,
    UnknownThingError,
)
from dealgraph.schema.amounts import AMOUNTS
from questions.asked import ask, examples, items, pages, rows, table


def listed(asker: Asker, **parameters: object) -> list[object]:
    return [deal for (deal,) in rows(asker, "deals", "deal", **parameters)]


# --- deals ---------------------------------------------------------------------------------------


def test_example_of_deals(asker: Asker) -> None:
    (answer,) = examples(asker, "deals")
    columns = "announced deal licensors licensees licensee_countries upfront_musd total_musd"
    assert table(answer, columns) == [
        ("2026-01-12", "2026-01-remegen-abbvie", ["remegen"], ["abbvie"], ["US"], 650.0, 5600.0),
        ("2025-10-22", "2025-10-innovent-takeda", ["innovent-biologics"], ["takeda"], ["JP"],
         1200.0, 11400.0),
        ("2025-05-20", "2025-05-3sbio-pfizer", ["3sbio"], ["pfizer"], ["US"], 1250.0, 6050.0),
        ("2024-11-14", "2024-11-lanova-merck", ["lanova-medicines"], ["merck-and-co"], ["US"],
         588.0, None),
        ("2022-12-06", "2022-12-akeso-summit", ["akeso"], ["summit-therapeutics"], ["US"],
         500.0, 5000.0),
    ]  # fmt: skip
    assert table(answer, "type status licensor_countries assets sources") == [
        ("license", "announced", ["CN"], ["rc148"], 3),
        ("license", "closed", ["CN"], ["ibi363", "ibi343", "ibi3001"], 5),
        ("license", "closed", ["CN"], ["ssgj707"], 3),
        ("license", "closed", ["CN"], ["lm299"], 3),
        ("license", "closed", ["CN"], ["ivonescimab"], 4),
    ]
    assert answer.meta["cut"] is True
    rest = ask(
        asker,
        "deals",
        target="PD-1",
        licensor_country="CN",
        minimum_upfront=200,
        limit=5,
        cursor=answer.next,
    )
    assert table(rest, "deal upfront_musd") == [
        ("2021-01-beigene-novartis", 650.0),
        ("2020-08-innovent-lilly", 200.0),
    ]


def test_deals_of_a_day(asker: Asker) -> None:
    day = {"since": "2025-10-08", "until": "2025-10-08"}
    assert listed(asker, **day) == ["2025-10-innocare-zenas"]
    assert listed(asker, until="2017-12-31") == ["2017-12-legend-jnj"]
    assert listed(asker, since="2026-06-22") == ["2026-06-antengene-k2"]
    assert listed(asker, since="2026-06-23") == []


def test_a_deal_known_by_its_month_counts_from_the_first_day(asker: Asker) -> None:
    month = "2021-07-innocare-biogen"
    assert month in listed(asker, since="2021-07-01", until="2021-07-01")
    assert month not in listed(asker, since="2021-07-02", until="2021-07-31")
    (found,) = items(asker, "deals", asset="orelabrutinib", until="2021-12-31")
    assert (found["announced"], found["announced_until"]) == ("2021-07-01", "2021-07-31")


def test_deals_of_a_company_and_its_role(asker: Asker) -> None:
    innovent = ["2026-02-innovent-lilly", "2025-10-innovent-takeda", "2025-01-innovent-roche",
                "2020-08-innovent-lilly", "2020-01-innovent-coherus"]  # fmt: skip
    assert listed(asker, company="信达生物") == innovent
    assert listed(asker, company="innovent-biologics", role="licensor") == innovent
    assert listed(asker, company="innovent-biologics", role="licensee") == []
    terminated = ["2020-08-innovent-lilly", "2020-01-innovent-coherus"]
    assert listed(asker, company="innovent-biologics", status="terminated") == terminated


def test_deals_of_a_subsidiary_count_for_its_owner(asker: Asker) -> None:
    both = ["2026-02-genhouse-gilead", "2025-10-pregene-kite"]
    assert listed(asker, company="gilead-sciences", since="2025-10-01") == both
    alone = listed(asker, company="gilead-sciences", since="2025-10-01", include_subsidiaries=False)
    assert alone == both[:1]
    assert listed(asker, company="Kite") == both[1:]


def test_a_company_bought_later_does_not_count_for_its_owner(asker: Asker) -> None:
    # BioNTech bought Biotheus in 2025; it was the licensee in 2023 and the buyer in 2024.
    bought = {"company": "biontech", "until": "2024-12-31", "since": "2023-10-01"}
    assert listed(asker, **bought, role="licensor") == []
    assert listed(asker, **bought, role="licensee") == [
        "2024-11-biotheus-biontech",
        "2024-05-medilink-biontech",
        "2023-11-biotheus-biontech",
        "2023-10-medilink-biontech",
    ]


def test_deals_between_countries(asker: Asker) -> None:
    korean = ["2023-03-onconic-livzon", "2021-10-olix-hansoh", "2021-03-peptron-qilu",
              "2020-10-ligachem-cstone"]  # fmt: skip
    assert listed(asker, licensor_country="KR", licensee_country="CN") == korean
    assert listed(asker, licensor_country="韩国", licensee_country="China") == korean
    assert listed(asker, licensor_country="JP", licensee_country="CN") == []
    with pytest.raises(UnknownThingError, match="There is no country 'EU'"):
        listed(asker, licensor_country="EU")


def test_deals_of_several_types(asker: Asker) -> None:
    parameters = {"licensor_country": "CN", "since": "2025-12-01", "until": "2025-12-31"}
    assert listed(asker, type=["newco", "option"], **parameters) == [
        "2025-12-zelgen-abbvie",
        "2025-12-fosun-clavis",
        "2025-12-gensci-yarrow",
    ]
    assert listed(asker, type="newco", **parameters) == ["2025-12-gensci-yarrow"]


def test_rumours_are_shown_only_when_asked(asker: Asker) -> None:
    cspc = {"company": "cspc", "since": "2025-05-01", "until": "2025-06-30"}
    certain = ["2025-06-cspc-astrazeneca", "2025-05-cspc-cipla"]
    assert listed(asker, **cspc) == certain
    assert listed(asker, **cspc, include_rumoured=True) == [*certain, "2025-05-cspc-undisclosed"]
    assert listed(asker, status="rumoured") == ["2025-05-cspc-undisclosed"]
    assert listed(asker, **cspc, status=["rumoured", "closed"]) == ["2025-05-cspc-undisclosed"]
    assert listed(asker, text="several undisclosed cspc products") == []


def test_deals_on_a_target_by_any_of_its_names(asker: Asker) -> None:
    bruton = ["2025-10-innocare-zenas", "2021-07-innocare-biogen"]
    for name in ("BTK", "btk", "AGMX1", "Bruton tyrosine kinase"):
        assert listed(asker, target=name) == bruton
    assert listed(asker, target="TP53") == []  # a gene that no deal is about
    with pytest.raises(UnknownThingError, match="There is no target 'nosuchthing'"):
        listed(asker, target="nosuchthing")


@pytest.mark.parametrize(
    "target", [["PD-1", "VEGF"], ["VEGF-A", "PDCD1"], "PD-1 + VEGF", "PD-1/VEGF", "PD-1,VEGF",
               "PD-1xVEGF"],
)  # fmt: skip
def test_deals_on_a_set_of_targets(asker: Asker, target: object) -> None:
    both = ["2026-01-remegen-abbvie", "2025-05-3sbio-pfizer", "2024-11-lanova-merck",
            "2022-12-akeso-summit"]  # fmt: skip
    assert listed(asker, target=target) == both
    assert listed(asker, target=target, match="exactly") == both


def test_a_set_of_targets_is_one_assets(asker: Asker) -> None:
    # Innovent and Takeda's deal is about both, but on two assets.
    assert listed(asker, target=["PD-1", "CLDN18.2"]) == []
    assert listed(asker, target="CDK4/6", match="exactly") == ["2020-07-g1-eqrx"]


def test_targets_exactly_leave_out_assets_with_others(asker: Asker) -> None:
    march = {"since": "2025-03-01", "until": "2025-03-31"}
    triple = ["2025-03-tul-novonordisk"]  # UBT251 acts on GLP-1, GIP and glucagon receptors
    assert listed(asker, target="GLP-1/GIP", **march) == triple
    assert listed(asker, target="GLP-1/GIP", match="exactly", **march) == []
    assert listed(asker, target="GLP-1/GIP/GCG", match="exactly", **march) == triple


def test_a_gene_answers_with_its_forms_and_a_family_with_its_members(asker: Asker) -> None:
    kras = [("2025-12-jacobio-astrazeneca", ["KRAS"]), ("2025-08-kumquat-bayer", ["kras-g12d"]),
            ("2023-11-usynova-astrazeneca", ["kras-g12d"])]  # fmt: skip
    for target in ("KRAS", "RAS"):
        assert rows(asker, "deals", "deal targets", target=target, limit=3) == kras
    only = rows(asker, "deals", "deal targets", target="KRAS", include_members=False)
    assert only == kras[:1]
    assert listed(asker, target="CLDN18") == listed(asker, target="CLDN18.2")
    assert listed(asker, target="CLDN18", include_members=False) == []


def test_a_word_that_is_no_one_target_is_refused_with_candidates(asker: Asker) -> None:
    with pytest.raises(AmbiguousNameError, match=r"CD16A \(FCGR3A\)") as ambiguous:
        listed(asker, target=["PD-1", "CD16"])
    assert [thing["id"] for thing in ambiguous.value.candidates] == ["FCGR3A", "FCGR3B"]
    with pytest.raises(AmbiguousNameError, match="a modality"):
        listed(asker, target="ADC")


def test_what_is_asked_of_assets_must_fit_one_of_them(asker: Asker) -> None:
    takeda = {"company": "takeda", "since": "2025-10-01", "until": "2025-10-31"}
    found = ["2025-10-innovent-takeda"]  # IBI363: PD-1 fusion protein; IBI343: an ADC
    assert listed(asker, **takeda, target="PD-1", modality="fusion protein") == found
    assert listed(asker, **takeda, target="CLDN18.2", modality="antibody-drug conjugate") == found
    assert listed(asker, **takeda, target="PD-1", modality="antibody-drug conjugate") == []
    assert listed(asker, **takeda, target="PD-1", phase="phase 1") == []
    assert listed(asker, **takeda, asset="IBI3001", phase="phase 1") == found
    assert listed(asker, **takeda, asset="IBI3001", phase="phase 3") == []
    assert listed(asker, **takeda, indication="gastric cancer", target="PD-1") == []


def test_deals_on_an_asset_and_an_indication(asker: Asker) -> None:
    orelabrutinib = ["2025-10-innocare-zenas", "2021-07-innocare-biogen"]
    assert listed(asker, asset="orelabrutinib") == orelabrutinib
    assert listed(asker, indication="multiple sclerosis") == orelabrutinib
    assert listed(asker, indication="multiplesclerosis") == orelabrutinib
    assert listed(asker, indication="Psoriasis") == ["2021-08-biothera-hikma"]
    for name in ("asset", "indication"):
        with pytest.raises(UnknownThingError, match=f"There is no {name} 'nosuchthing'"):
            listed(asker, **{name: "nosuchthing"})


def test_deals_of_modalities_and_stages(asker: Asker) -> None:
    assert listed(asker, modality=["siRNA", "mRNA"], phase="phase 2") == [
        "2025-09-argo-novartis",
        "2024-07-curevac-gsk",
        "2023-07-alnylam-roche",
        "2022-10-moderna-merck",
        "2021-12-arbutus-qilu",
        "2020-10-arrowhead-takeda",
        "2019-04-alnylam-regeneron",
    ]
    assert listed(asker, phase="filed", licensor_country="CN", since="2024-01-01") == [
        "2024-12-corxel-sanofi",
        "2024-10-biothera-richter",
        "2024-05-cstone-ewopharma",
    ]


def test_deals_of_a_minimum_upfront(asker: Asker) -> None:
    assert rows(asker, "deals", "deal upfront_musd", minimum_upfront=1200) == [
        ("2026-01-cspc-astrazeneca", 1200.0),
        ("2025-10-innovent-takeda", 1200.0),
        ("2025-06-biontech-bms", 1500.0),
        ("2025-05-3sbio-pfizer", 1250.0),
        ("2025-03-zealand-roche", 1650.0),
        ("2024-04-profoundbio-genmab", 1800.0),
        ("2023-10-daiichi-sankyo-merck", 4000.0),
        ("2019-07-galapagos-gilead", 3950.0),
        ("2019-03-daiichi-sankyo-astrazeneca", 1350.0),
    ]
    disclosed = ask(asker, "deals", minimum_upfront=0, limit=500)
    assert all(item["upfront_musd"] is not None for item in disclosed.items)
    assert len(disclosed.items) == 354
    with pytest.raises(BadParameterError, match="minimum_upfront: must be at least 0"):
        listed(asker, minimum_upfront=-1)


def test_amounts_in_other_currencies_count_in_dollars(asker: Asker) -> None:
    # 400 million euro at 1.0758 on 2024-07-03.
    assert rows(asker, "deals", "deal upfront_musd", company="curevac", since="2024-01-01") == [
        ("2024-07-curevac-gsk", 430.32)
    ]
    assert "2024-07-curevac-gsk" in listed(asker, minimum_upfront=430, type="license")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("orelabrutinib", ["2025-10-innocare-zenas", "2021-07-innocare-biogen"]),
        ("ORELA", ["2025-10-innocare-zenas", "2021-07-innocare-biogen"]),
        ("innovent takeda", ["2025-10-innovent-takeda"]),
        ("takeda  innovent", ["2025-10-innovent-takeda"]),
        ("2025-10-innovent", ["2025-10-innovent-takeda"]),
        ("迈威 calico", ["2025-06-mabwell-calico"]),
        ("三生制药", ["2025-05-3sbio-pfizer"]),
        ("innovent mabwell", []),
        ("no such words", []),
    ],
)
def test_deals_by_words(asker: Asker, text: str, found: list[str]) -> None:
    assert listed(asker, text=text) == found


def test_words_and_filters_narrow_each_other(asker: Asker) -> None:
    assert listed(asker, text="orelabrutinib", since="2025-01-01") == ["2025-10-innocare-zenas"]
    assert listed(asker, text="orelabrutinib", licensee_country="JP") == []
    assert listed(asker, text="takeda", target="PD-1") == ["2025-10-innovent-takeda"]


PAGED: list[dict[str, Any]] = [
    {},
    {"licensor_country": "CN", "include_rumoured": True},
    {"company": "roche"},
    {"target": "PD-1"},
    {"text": "antibody", "type": ["license", "option"]},
    {"since": "2024-01-01", "until": "2024-12-31"},
]


@pytest.mark.parametrize("parameters", PAGED)
@pytest.mark.parametrize("limit", [19, 100])
def test_pages_are_one_long_list(asker: Asker, parameters: dict[str, Any], limit: int) -> None:
    whole = ask(asker, "deals", **parameters, limit=500)
    found = pages(asker, "deals", **parameters, limit=limit)
    assert whole.next is None
    assert [item for page in found for item in page.items] == whole.items
    assert [len(page.items) for page in found[:-1]] == [limit] * (len(found) - 1)
    assert [page.meta["cut"] for page in found] == [True] * (len(found) - 1) + [False]


def test_a_page_that_just_fits_has_no_next(asker: Asker) -> None:
    five = ask(asker, "deals", company="innovent-biologics", limit=5)
    assert (len(five.items), five.next, five.meta["cut"]) == (5, None, False)
    four = ask(asker, "deals", company="innovent-biologics", limit=4)
    assert (len(four.items), four.meta["cut"]) == (4, True)
    assert four.next is not None


# --- deal ----------------------------------------------------------------------------------------


def test_example_of_a_deal_is_innovent_and_takeda(asker: Asker) -> None:
    (answer,) = examples(asker, "deal")
    (deal,) = items(asker, "deal", deal="2025-10-innovent-takeda")
    assert answer.items[0]["deal"] == {
        "id": "2025-10-innovent-takeda",
        "name": "Innovent Biologics - Takeda: IBI363, IBI343, IBI3001",
        "url": "/deals/2025-10-innovent-takeda",
    }
    assert _terms(deal) == {
        "type": "license",
        "status": "closed",
        "announced": "2025-10-22",
        "announced_until": "2025-10-22",
        "licensors": [{"company": "innovent-biologics", "country": "CN"}],
        "licensees": [{"company": "takeda", "country": "JP"}],
        "territory": "worldwide except CN, HK, MO, TW",
        "exclusive": True,
        "currency": "USD",
        "upfront": 1200.0,
        "equity": 100.0,
        "upfront_includes_equity": True,
        "milestones": 10200.0,
        "total": 11400.0,
        "upfront_musd": 1200.0,
        "equity_musd": 100.0,
        "milestones_musd": 10200.0,
        "total_musd": 11400.0,
    }
    assert deal["assets"] == [
        {
            "asset": "ibi363",
            "modality": "fusion protein",
            "phase": "phase 3",
            "targets": ["PDCD1", "IL2"],
            "indications": ["non-small cell lung cancer", "colorectal cancer"],
        },
        {
            "asset": "ibi343",
            "modality": "antibody-drug conjugate",
            "phase": "phase 3",
            "targets": ["cldn18-2"],
            "indications": ["gastric cancer", "pancreatic cancer"],
        },
        {
            "asset": "ibi3001",
            "modality": "antibody-drug conjugate",
            "phase": "phase 1",
            "targets": ["EGFR", "CD276"],
            "indications": ["solid tumours"],
        },
    ]
    assert deal["royalties"] == {
        "words": "tiered; US profit/loss share on IBI363 40% Innovent / 60% Takeda",
        "tiered": None,
        "low": None,
        "high": None,
        "band_low": None,
        "band_high": None,
    }
    assert deal["bounds"] == dict.fromkeys(AMOUNTS)
    assert deal["events"] == [
        {
            "kind": "closed",
            "date": "2025-12-04",
            "date_until": "2025-12-04",
            "effective": None,
            "by": None,
            "what": None,
            "assets": [],
            "territory": None,
            "kept": None,
            "to": None,
            "source": "stocktitan-net-4579f5ea",
        }
    ]
    assert _publishers(deal) == [
        ("Takeda (Business Wire)", "2025-10-22"),
        ("Indian Pharma Post", "2025-10-23"),
        ("Indian Pharma Post", "2025-12-07"),
        ("Innovent release via StockTitan", None),
        ("Reuters (republished)", "2025-10-22"),
    ]
    assert (deal["follows"], deal["followed_by"], deal["inferred"]) == ([], [], [])


def test_every_asset_of_a_deal_has_its_rights(asker: Asker) -> None:
    (deal,) = items(asker, "deal", deal="2025-10-innovent-takeda")
    rights: Any = deal["rights"]
    assert rights[0] == {
        "kind": "licence",
        "asset": "ibi363",
        "holder": "takeda",
        "activities": [],
        "exclusive": True,
        "scope": None,
        "licensor_share": None,
        "licensee_share": None,
        "wording": "worldwide except US, CN, HK, MO, TW",
        "includes": ["001"],
        "excludes": ["CN", "HK", "MO", "TW", "US"],
    }
    columns = ("asset", "kind", "exclusive", "wording", "licensor_share", "licensee_share")
    china = "worldwide except CN, HK, MO, TW"
    assert [tuple(right[column] for column in columns) for right in rights[1:]] == [
        ("ibi363", "licence", False, "US", None, None),
        ("ibi343", "licence", True, china, None, None),
        ("ibi363", "co-development", None, "worldwide", None, None),
        ("ibi363", "co-commercialisation", None, "US", None, None),
        ("ibi363", "profit share", None, "US", 40.0, 60.0),
        ("ibi3001", "option", True, china, None, None),
    ]


def test_innocare_and_zenas(asker: Asker) -> None:
    (deal,) = items(asker, "deal", deal="2025-10-innocare-zenas")
    assert _terms(deal) == {
        "type": "license",
        "status": "announced",
        "announced": "2025-10-08",
        "announced_until": "2025-10-08",
        "licensors": [{"company": "innocare-pharma", "country": "CN"}],
        "licensees": [{"company": "zenas-biopharma", "country": "US"}],
        "territory": "worldwide",
        "exclusive": True,
        "currency": "USD",
        "near_term": 100.0,  # 'upfront and near-term': no upfront payment is known
        "total": 2000.0,
        "near_term_musd": 100.0,
        "total_musd": 2000.0,
    }
    assert _assets(deal) == [
        ("orelabrutinib", "phase 3", ["BTK"]),
        ("2025-10-innocare-zenas-a2", "preclinical", ["IL17A", "IL17F"]),
        ("2025-10-innocare-zenas-a3", "preclinical", ["TYK2"]),
    ]
    assert _publishers(deal) == [
        ("Reuters", "2025-10-08"),
        ("Yicai Global", "2025-10-09"),
        ("BioSpace", None),
    ]
    assert deal["events"] == []


def test_mabwell_and_calico(asker: Asker) -> None:
    (deal,) = items(asker, "deal", deal="2025-06-mabwell-calico")
    assert _terms(deal) == {
        "type": "license",
        "status": "announced",
        "announced": "2025-06-26",
        "announced_until": "2025-06-26",
        "licensors": [{"company": "mabwell", "country": "CN"}],
        "licensees": [{"company": "calico-life-sciences", "country": "US"}],
        "territory": "worldwide except CN, HK, MO, TW",
        "exclusive": True,
        "currency": "USD",
        "upfront": 25.0,
        "milestones": 571.0,
        "total": 596.0,
        "upfront_musd": 25.0,
        "milestones_musd": 571.0,
        "total_musd": 596.0,
    }
    assert _assets(deal) == [("9mw3811", "phase 1", ["IL11"])]
    assert _publishers(deal) == [
        ("National Business Daily (每日经济新闻)", "2025-06-27"),
        ("ouryao", None),
        ("The Pharma Letter", None),
    ]


def test_3sbio_and_pfizer(asker: Asker) -> None:
    (deal,) = items(asker, "deal", deal="2025-05-3sbio-pfizer")
    assert _terms(deal) == {
        "type": "license",
        "status": "closed",
        "announced": "2025-05-20",
        "announced_until": "2025-05-20",
        "licensors": [{"company": "3sbio", "country": "CN"}],
        "licensees": [{"company": "pfizer", "country": "US"}],
        "territory": "worldwide except CN",
        "exclusive": True,
        "currency": "USD",
        "upfront": 1250.0,
        "equity": 100.0,
        "upfront_includes_equity": False,
        "milestones": 4800.0,
        "total": 6050.0,
        "upfront_musd": 1250.0,
        "equity_musd": 100.0,
        "milestones_musd": 4800.0,
        "total_musd": 6050.0,
    }
    assert _assets(deal) == [("ssgj707", "phase 2", ["PDCD1", "VEGFA"])]
    assert len(_publishers(deal)) == 3
    events: Any = deal["events"]
    assert [(event["kind"], event["date"]) for event in events] == [
        ("closed", "2025-07-24"),
        ("option exercised", "2025-07-24"),
    ]


def test_biokin_and_bms(asker: Asker) -> None:
    (found,) = items(asker, "deals", company="百利天恒")
    assert found["deal"] == "2023-12-systimmune-bms"
    (deal,) = items(asker, "deal", deal="2023-12-systimmune-bms")
    assert _terms(deal) == {
        "type": "license",
        "status": "closed",
        "announced": "2023-12-11",
        "announced_until": "2023-12-11",
        "licensors": [
            {"company": "sichuan-biokin-pharmaceutical", "country": "CN"},
            {"company": "systimmune", "country": "US"},
        ],
        "licensees": [{"company": "bristol-myers-squibb", "country": "US"}],
        "territory": "worldwide except CN",
        "exclusive": True,
        "currency": "USD",
        "upfront": 800.0,
        "milestones": 7600.0,
        "total": 8400.0,
        "upfront_musd": 800.0,
        "milestones_musd": 7600.0,
        "total_musd": 8400.0,
    }
    assert _assets(deal) == [("blb01d1", "phase 1", ["EGFR", "ERBB3"])]
    assert len(_publishers(deal)) == 3
    events: Any = deal["events"]
    (milestone,) = events
    assert (milestone["kind"], milestone["what"]) == ("milestone", "milestone of 250 paid")
    assert (milestone["date"], milestone["date_until"]) == ("2025-01-01", "2025-12-31")


def test_the_talks_of_cspc(asker: Asker) -> None:
    (deal,) = items(asker, "deal", deal="2025-05-cspc-undisclosed")
    assert _terms(deal) == {
        "type": "license",
        "status": "rumoured",
        "announced": "2025-05-01",
        "announced_until": "2025-05-31",
        "licensors": [{"company": "cspc-pharmaceutical-group", "country": "CN"}],
        "licensees": [{"company": "undisclosed", "country": None}],
        "currency": "USD",
        "total": 5000.0,
        "total_musd": 5000.0,
    }
    assert _assets(deal) == [("2025-05-cspc-undisclosed-a1", None, [])]
    # What is granted is known, where is not.
    assert deal["rights"] == [
        {
            "kind": "licence",
            "asset": "2025-05-cspc-undisclosed-a1",
            "holder": "undisclosed",
            "activities": [],
            "exclusive": None,
            "scope": None,
            "licensor_share": None,
            "licensee_share": None,
            "wording": None,
            "includes": [],
            "excludes": [],
        }
    ]
    assert deal["sources"] == [
        {
            "source": "notstatedundatednewsdigest-8a8237e9",
            "publisher": "not stated (undated news digest)",
            "published": None,
            "url": None,
            "says": None,
        }
    ]


def test_a_deal_in_another_currency_says_how_it_was_converted(asker: Asker) -> None:
    columns = "currency upfront upfront_musd total_musd fx_rate fx_date"
    assert rows(asker, "deal", columns, deal="2024-07-curevac-gsk") == [
        ("EUR", 400.0, 430.32, 1559.91, 1.0758, "2024-07-03")
    ]
    # Known by its month only: the mean of the month's rates.
    (won,) = rows(asker, "deal", columns, deal="2021-03-peptron-qilu")
    assert won[:3] == ("KRW", None, None)
    assert won[3] == pytest.approx(557.6, abs=1)
    assert won[5] == "2021-03"


def test_a_deal_that_ended_says_when(asker: Asker) -> None:
    columns = "status announced announced_until ended"
    assert rows(asker, "deal", columns, deal="2021-07-innocare-biogen") == [
        ("terminated", "2021-07-01", "2021-07-31", "2023-02-01")
    ]


_TERMS = (
    "type", "status", "announced", "announced_until", "licensors", "licensees", "territory",
    "exclusive", "currency", "upfront", "equity", "upfront_includes_equity", "near_term",
    "milestones", "total", "upfront_musd", "equity_musd", "near_term_musd", "milestones_musd",
    "total_musd",
)  # fmt: skip


def _terms(deal: dict[str, object]) -> dict[str, object]:
    """Give the terms that are known: a missing amount is missing, not 0."""
    return {name: deal[name] for name in _TERMS if deal[name] is not None}


def _assets(deal: dict[str, Any]) -> list[tuple[object, ...]]:
    return [(asset["asset"], asset["phase"], asset["targets"]) for asset in deal["assets"]]


def _publishers(deal: dict[str, Any]) -> list[tuple[object, ...]]:
    return [(source["publisher"], source["published"]) for source in deal["sources"]]


# --- new -----------------------------------------------------------------------------------------


def test_example_of_what_is_new(asker: Asker) -> None:
    (answer,) = examples(asker, "new")
    assert table(answer, "date entry what part deal type status upfront_musd") == [
        ("2026-06-22", "2026-06-antengene-k2", "announced", None, "2026-06-antengene-k2",
         "newco", "announced", None),
        ("2026-05-12", "2026-05-hengrui-bms", "announced", None, "2026-05-hengrui-bms",
         "collaboration", "announced", 600.0),
        ("2026-05-12", "2021-07-arvinas-pfizer-e1", "assigned",
         "licensed onward by both to Rigel, worldwide", "2021-07-arvinas-pfizer",
         "co-development", "announced", 650.0),
        ("2026-03-29", "2026-03-insilico-lilly", "announced", None, "2026-03-insilico-lilly",
         "license", "announced", 115.0),
        ("2026-03-04", "2026-03-sinobiopharm-sanofi", "announced", None,
         "2026-03-sinobiopharm-sanofi", "license", "announced", 135.0),
    ]  # fmt: skip
    assert (answer.meta["cut"], answer.next) == (False, None)


def test_nothing_is_new_after_the_last_day(asker: Asker) -> None:
    assert items(asker, "new", since="2026-06-23") == []
    with pytest.raises(BadParameterError, match="since: is required"):
        ask(asker, "new")


def test_rumours_are_no_news_unless_asked(asker: Asker) -> None:
    entries = rows(asker, "new", "entry", since="2025-05-01", limit=500)
    assert ("2025-05-cspc-undisclosed",) not in entries
    more = rows(asker, "new", "entry", since="2025-05-01", limit=500, include_rumoured=True)
    assert set(more) - set(entries) == {("2025-05-cspc-undisclosed",)}


@pytest.mark.parametrize("limit", [9, 60])
def test_pages_of_news_are_one_long_list(asker: Asker, limit: int) -> None:
    whole = ask(asker, "new", since="2024-09-01", limit=500)
    found = pages(asker, "new", since="2024-09-01", limit=limit)
    assert [item for page in found for item in page.items] == whole.items
    assert whole.next is None
