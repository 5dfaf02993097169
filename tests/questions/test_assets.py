import pytest

from dealgraph.graph.asking import Asker, UnknownThingError
from questions.asked import ask, examples, items, rows, table

# --- asset ---------------------------------------------------------------------------------------


def test_example_of_an_asset(asker: Asker) -> None:
    (answer,) = examples(asker, "asset")
    assert answer.items[0]["asset"] == {
        "id": "ivonescimab",
        "name": "ivonescimab",
        "url": "/assets/ivonescimab",
    }
    assert items(asker, "asset", asset="ivonescimab") == [
        {
            "asset": "ivonescimab",
            "kind": "substance",
            "modality": "bispecific antibody",
            "unii": "Y0O332CU66",
            "names": ["ivonescimab", "AK112", "SMT112"],
            "targets": ["PDCD1", "VEGFA"],
            "indications": ["nonsmallcelllungcancer"],
            "conflicts": [],
            "originators": [{"company": "akeso", "inferred": True}],
            "deals": [
                {
                    "deal": "2022-12-akeso-summit",
                    "announced": "2022-12-06",
                    "type": "license",
                    "status": "closed",
                    "in_force": "yes",
                    "phase": "phase 3",
                    "licensors": ["akeso"],
                    "licensees": ["summit-therapeutics"],
                    "territory": "US, CA, europe, JP",
                    "upfront_musd": 500.0,
                }
            ],
        }
    ]


@pytest.mark.parametrize("name", ["AK112", "ak-112", "SMT112", "Ivonescimab"])
def test_an_asset_goes_by_all_its_names(asker: Asker, name: str) -> None:
    assert rows(asker, "asset", "asset", asset=name) == [("ivonescimab",)]


def test_an_asset_keeps_its_stage_in_each_deal(asker: Asker) -> None:
    (bnt327,) = items(asker, "asset", asset="PM8002")
    deals = bnt327["deals"]
    assert isinstance(deals, list)
    assert [
        (deal["deal"], deal["type"], deal["phase"], deal["licensors"], deal["licensees"])
        for deal in deals
    ] == [
        ("2023-11-biotheus-biontech", "license", "phase 2", ["biotheus"], ["biontech"]),
        ("2024-11-biotheus-biontech", "acquisition", "phase 2/3", ["biotheus"], ["biontech"]),
        ("2025-06-biontech-bms", "co-development", "phase 3", ["biontech"],
         ["bristol-myers-squibb"]),
    ]  # fmt: skip
    assert bnt327["originators"] == [{"company": "biotheus", "inferred": True}]


def test_an_asset_shows_ended_and_rumoured_deals_too(asker: Asker) -> None:
    for name, statuses in (
        ("orelabrutinib", ["terminated", "announced"]),
        ("2025-05-cspc-undisclosed-a1", ["rumoured"]),
    ):
        (asset,) = items(asker, "asset", asset=name)
        deals = asset["deals"]
        assert isinstance(deals, list)
        assert [deal["status"] for deal in deals] == statuses


def test_an_asset_without_a_name_belongs_to_its_deal(asker: Asker) -> None:
    columns = "kind names targets modality"
    assert rows(asker, "asset", columns, asset="2025-10-innocare-zenas-a2") == [
        ("programme", ["oral IL-17AA/AF inhibitor"], ["IL17A", "IL17F"], "small molecule")
    ]


# --- target --------------------------------------------------------------------------------------


def test_example_of_a_target(asker: Asker) -> None:
    by_id, answer = examples(asker, "target")
    assert by_id.items == answer.items
    assert answer.items[0]["target"] == {"id": "PDCD1", "name": "PDCD1", "url": "/targets/PDCD1"}
    assert table(answer, "kind genes names assets deals first_deal latest_deal") == [
        ("gene", ["PDCD1"],
         ["PDCD1", "CD279", "PD-1", "PD-1 receptor", "SLEB2", "hSLE1", "programmed cell death 1",
          "programmed cell death 1 protein", "programmed cell death protein 1",
          "programmed death 1"],
         14, 22, "2019-09-30", "2026-01-12"),
    ]  # fmt: skip
    parameters = answer.meta["parameters"]
    assert parameters == {
        "target": {"id": "PDCD1", "name": "PDCD1", "asked": "PD-1", "matched": "alias"},
        "as_of": None,
    }


@pytest.mark.parametrize(
    ("word", "target", "kind", "genes"),
    [
        ("HER2", "ERBB2", "gene", ["ERBB2"]),
        ("CLDN18.2", "cldn18-2", "isoform", ["CLDN18"]),
        ("Claudin 18.2", "cldn18-2", "isoform", ["CLDN18"]),
        ("CD3", "cd3", "complex", ["CD3D", "CD3E", "CD3G"]),
        ("VEGF", "VEGFA", "gene", ["VEGFA"]),
        ("IAP", "iap", "family", ["BIRC2", "BIRC3", "XIAP"]),
    ],
)
def test_a_target_may_be_more_than_a_gene(
    asker: Asker, word: str, target: str, kind: str, genes: list[str]
) -> None:
    assert rows(asker, "target", "target kind genes", target=word) == [(target, kind, genes)]


@pytest.mark.parametrize("question", ["target", "target-assets"])
def test_a_gene_without_deals_is_known_and_has_no_rows(asker: Asker, question: str) -> None:
    for word in ("BRCA1", "P53"):
        answer = ask(asker, question, target=word)
        assert (answer.items, answer.next, answer.meta["cut"]) == ([], None, False)
    with pytest.raises(UnknownThingError) as unknown:
        ask(asker, question, target="PD-11")
    assert [thing["id"] for thing in unknown.value.nearest][:1] == ["PDCD1"]


# --- target-assets -------------------------------------------------------------------------------


def test_example_of_the_assets_of_a_target(asker: Asker) -> None:
    (answer,) = examples(asker, "target-assets")
    columns = "asset targets originators licensors licensees phase latest deals upfront_musd"
    assert table(answer, columns) == [
        ("rc148", ["PDCD1", "VEGFA"], ["remegen"], ["remegen"], ["abbvie"], "phase 2",
         "2026-01-12", 1, 650.0),
        ("bnt327", ["CD274", "VEGFA"], ["biotheus"], ["biontech", "biotheus"],
         ["biontech", "bristol-myers-squibb"], "phase 3", "2025-06-02", 3, 2355.0),
        ("ssgj707", ["PDCD1", "VEGFA"], ["3sbio"], ["3sbio"], ["pfizer"], "phase 2",
         "2025-05-20", 1, 1250.0),
        ("lm299", ["PDCD1", "VEGFA"], ["lanova-medicines"], ["lanova-medicines"],
         ["merck-and-co"], "phase 1", "2024-11-14", 1, 588.0),
        ("imm2510", ["CD274", "VEGFA"], ["immuneonco-biopharmaceuticals"],
         ["immuneonco-biopharmaceuticals"], ["instil-bio"], "phase 1", "2024-08-01", 1, 10.0),
    ]  # fmt: skip
    assert table(answer, "upfront_disclosed") == [(1,), (3,), (1,), (1,), (1,)]
    assert answer.meta["cut"] is True
    assert len(items(asker, "target-assets", target="VEGFA")) == 7


def test_assets_on_two_targets_and_of_a_modality(asker: Asker) -> None:
    both = rows(asker, "target-assets", "asset", target="PD-1", also_target="VEGF")
    assert both == [("rc148",), ("ssgj707",), ("lm299",), ("ivonescimab",)]
    three = {"target": "CD3", "also_target": ["CD19/CD20"]}
    assert rows(asker, "target-assets", "asset targets", **three) == [
        ("cmg1a46", ["CD19", "MS4A1", "cd3"])
    ]
    alone = rows(asker, "target-assets", "asset", target="CD20", also_target="CD3", match="exactly")
    assert ("cmg1a46",) not in alone
    assert ("odronextamab",) in alone
    fused = rows(
        asker, "target-assets", "asset licensors licensees upfront_musd upfront_disclosed",
        target="PD-1", modality="fusion protein",
    )  # fmt: skip
    assert fused == [
        ("ibi363", ["innovent-biologics"], ["takeda"], 1200.0, 1),
        ("tev56278", ["teva"], ["fosun-pharma"], None, 0),
    ]
    conjugates = rows(
        asker, "target-assets", "asset", target="CLDN18.2", modality="antibody-drug conjugate"
    )
    assert conjugates == [
        ("ibi343",),
        ("xnw27011",),
        ("shra1904",),
        ("cmg901",),
        ("sysa1801",),
        ("lm302",),
    ]


def test_assets_of_a_family_say_which_member_they_act_on(asker: Asker) -> None:
    columns = "asset targets matched"
    assert rows(asker, "target-assets", columns, target="JAK") == [
        ("rovadicitinib", ["jak", "rock"], ["jak"]),
        ("lnk01006", ["TYK2"], ["TYK2"]),
        ("2025-10-innocare-zenas-a3", ["TYK2"], ["TYK2"]),
        ("bhv8000", ["JAK1", "TYK2"], ["JAK1", "TYK2"]),
        ("lnk207", ["JAK1"], ["JAK1"]),
        ("filgotinib", ["JAK1"], ["JAK1"]),
    ]
    only = rows(asker, "target-assets", columns, target="JAK", include_members=False)
    assert only == [("rovadicitinib", ["jak", "rock"], ["jak"])]


def test_a_target_names_its_members_and_what_it_belongs_to(asker: Asker) -> None:
    columns = "target kind members member_of deals"
    for word, row in {
        "CLDN18": ("CLDN18", "gene", ["cldn18-2"], [], 0),
        "CLDN18.2": ("cldn18-2", "isoform", [], ["CLDN18"], 7),
        "RAS": ("ras", "family", ["KRAS", "kras-g12c", "kras-g12d"], [], 0),
        "KRAS": ("KRAS", "gene", ["kras-g12c", "kras-g12d"], ["ras"], 1),
        "IL-17A/F": ("il-17a-f", "complex", ["IL17A", "IL17F"], [], 0),
    }.items():
        assert rows(asker, "target", columns, target=word) == [row]


def test_an_asset_licensed_twice_sums_what_is_disclosed(asker: Asker) -> None:
    columns = "asset licensees phase deals upfront_musd upfront_disclosed"
    assert rows(asker, "target-assets", columns, target="BTK") == [
        ("orelabrutinib", ["biogen", "zenas-biopharma"], "phase 3", 2, 125.0, 1)
    ]


# --- landscape -----------------------------------------------------------------------------------

LANDSCAPE = (
    "target deals assets licensors licensees latest median_upfront_musd "
    "upfront_disclosed upfront_undisclosed"
)


def test_example_of_the_landscape(asker: Asker) -> None:
    (answer,) = examples(asker, "landscape")
    assert table(answer, LANDSCAPE) == [
        ("PDCD1", 19, 11, 10, 18, "2026-01-12", 150.0, 15, 3),
        ("cd3", 13, 13, 12, 12, "2026-06-22", 42.5, 4, 7),
        ("GLP1R", 12, 14, 9, 11, "2026-01-30", 116.0, 8, 4),
        ("ERBB2", 9, 9, 7, 9, "2025-09-24", 73.0, 5, 4),
        ("CD274", 8, 5, 6, 7, "2025-07-08", 55.0, 3, 4),
    ]
    assert table(answer, "modalities")[:2] == [
        (["bispecific antibody", "fusion protein", "monoclonal antibody"],),
        (["T-cell engager", "trispecific antibody"],),
    ]
    assert answer.meta["cut"] is True


def test_a_landscape_of_a_time_and_of_modalities(asker: Asker) -> None:
    assert rows(asker, "landscape", LANDSCAPE, until="2018-12-31") == [
        ("TNFRSF17", 1, 1, 2, 1, "2017-12-21", 350.0, 1, 0)  # Legend and GenScript, J&J
    ]
    quarter = {"since": "2025-01-01", "until": "2025-03-31"}
    both = ["bispecific antibody", "antibody-drug conjugate"]
    found = rows(asker, "landscape", "target deals modalities", **quarter, modality=both, limit=3)
    assert found == [
        ("CDH17", 1, ["antibody-drug conjugate"]),
        ("DLL3", 1, ["antibody-drug conjugate"]),
        ("EGFR", 1, ["antibody-drug conjugate"]),
    ]


def test_purchases_have_no_part_in_medians(asker: Asker) -> None:
    columns = "target deals median_upfront_musd upfront_disclosed upfront_undisclosed"
    (renalys, *_) = rows(asker, "landscape", columns, licensor_country="JP", limit=1)
    assert renalys == ("AGTR1", 1, None, 0, 0)  # bought for 15,000 million yen


# --- indication ----------------------------------------------------------------------------------


def test_example_of_an_indication(asker: Asker) -> None:
    (answer,) = examples(asker, "indication")
    assert table(answer, "indication asset modality targets deals latest") == [
        ("psoriasis", "bat2206", "monoclonal antibody", ["IL23A", "il-12"], 1, "2021-08-31")
    ]
    assert answer.items[0]["indication"] == {
        "id": "psoriasis",
        "name": "psoriasis",
        "url": "/indications/psoriasis",
    }


def test_an_indication_counts_only_deals_for_it(asker: Asker) -> None:
    columns = "asset deals latest"
    assert rows(asker, "indication", columns, indication="multiple sclerosis") == [
        ("orelabrutinib", 2, "2025-10-08")
    ]
    assert rows(asker, "indication", columns, indication="autoimmune disease", limit=500).count(
        ("orelabrutinib", 1, "2025-10-08")
    )


def test_a_cut_indication_says_so(asker: Asker) -> None:
    two = ask(asker, "indication", indication="obesity", limit=2)
    assert table(two, "asset latest") == [
        ("2026-02-vivtex-novo-a1", "2026-02-25"),
        ("2026-01-cspc-astrazeneca-a2", "2026-01-30"),
    ]
    assert two.meta["cut"] is True
    whole = ask(asker, "indication", indication="obesity")
    assert (len(whole.items), whole.meta["cut"]) == (28, False)
