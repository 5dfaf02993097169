import pytest

from dealgraph.graph.asking import Asker, BadParameterError
from questions.asked import ask, examples, items, pages, rows, table

PARTNER = "partner deals upfront_musd upfront_disclosed"
DIRECT = "partner deals upfront_musd"


# --- partner-network -----------------------------------------------------------------------------


def test_examples_of_a_partner_network(asker: Asker) -> None:
    takeda, innovent = examples(asker, "partner-network")
    assert table(takeda, PARTNER) == [
        ("innovent-biologics", 1, 1200.0, 1),
        ("hutchmed", 1, 400.0, 1),
        ("arrowhead-pharmaceuticals", 1, 300.0, 1),
        ("protagonist-therapeutics", 1, 300.0, 1),
        ("keros-therapeutics", 1, 200.0, 1),
        ("ovid-therapeutics", 1, 196.0, 1),
        ("neurocrine-biosciences", 1, 120.0, 1),
        ("ac-immune", 1, 100.0, 1),
        ("ascentage-pharma", 1, 100.0, 1),
        ("immunogen", 1, 34.0, 1),
        ("genevant-sciences", 1, None, 0),
        ("iambic-therapeutics", 1, None, 0),
        ("kumquat-biosciences", 1, None, 0),
        ("nabla-bio", 1, None, 0),
    ]
    assert table(takeda, "depth via") == [(1, ["takeda"])] * 14
    assert table(innovent, "partner depth via deals upfront_musd") == [
        ("eli-lilly", 1, ["innovent-biologics"], 2, 550.0),
        ("takeda", 1, ["innovent-biologics"], 1, 1200.0),
        ("roche", 1, ["innovent-biologics"], 1, 80.0),
        ("coherus-biosciences", 1, ["innovent-biologics"], 1, None),
        ("regor-therapeutics", 2, ["eli-lilly", "roche"], 2, 900.0),
        ("sanegenebio", 2, ["eli-lilly", "roche"], 2, 200.0),
        ("junshi-biosciences", 2, ["coherus-biosciences", "eli-lilly"], 2, 160.0),
        ("kumquat-biosciences", 2, ["eli-lilly", "takeda"], 2, 70.0),
        ("medilink-therapeutics", 2, ["roche"], 2, None),
        ("zealand-pharma", 2, ["roche"], 1, 1650.0),
    ]
    assert innovent.meta["cut"] is True
    assert innovent.next is None


def test_a_network_has_a_depth_of_one_to_three(asker: Asker) -> None:
    direct = [
        ("calico-life-sciences", 1, ["mabwell"]),
        ("disc-medicine", 1, ["mabwell"]),
        ("kalexo-bio", 1, ["mabwell"]),
    ]
    for depth in (1, 2, 3):  # its partners have no others
        columns = "partner depth via"
        assert rows(asker, "partner-network", columns, company="mabwell", depth=depth) == direct
    calico = rows(
        asker, "partner-network", "partner depth via", company="calico-life-sciences", depth=2
    )
    assert calico == [
        ("mabwell", 1, ["calico-life-sciences"]),
        ("disc-medicine", 2, ["mabwell"]),
        ("kalexo-bio", 2, ["mabwell"]),
    ]
    with pytest.raises(BadParameterError, match="depth: must be at most 3"):
        ask(asker, "partner-network", company="mabwell", depth=4)


def test_a_network_can_be_of_a_time_and_of_types(asker: Asker) -> None:
    year = {"since": "2025-01-01", "until": "2025-12-31"}
    assert rows(asker, "partner-network", DIRECT, company="takeda", **year) == [
        ("innovent-biologics", 1, 1200.0),
        ("nabla-bio", 1, None),
    ]
    day = {"since": "2025-10-22", "until": "2025-10-22"}
    assert len(items(asker, "partner-network", company="takeda", **day)) == 1
    assert rows(asker, "partner-network", DIRECT, company="takeda", type="option") == [
        ("ac-immune", 1, 100.0),
        ("ascentage-pharma", 1, 100.0),
    ]
    both = rows(asker, "partner-network", "partner", company="takeda", type=["option", "newco"])
    assert both == [("ac-immune",), ("ascentage-pharma",)]


def test_a_network_holds_what_subsidiaries_did_since_they_were_bought(asker: Asker) -> None:
    since = {"company": "gilead-sciences", "since": "2025-07-01"}
    assert rows(asker, "partner-network", "partner via deals upfront_musd", **since) == [
        ("pregene", ["kite-pharma"], 1, 120.0),
        ("genhouse-bio", ["gilead-sciences"], 1, 80.0),
    ]
    alone = rows(asker, "partner-network", "partner", include_subsidiaries=False, **since)
    assert alone == [("genhouse-bio",)]
    assert rows(asker, "partner-network", DIRECT, company="Kite") == [("pregene", 1, 120.0)]


def test_a_company_bought_later_is_a_partner_for_the_time_before(asker: Asker) -> None:
    (biotheus, *_) = items(asker, "partner-network", company="biontech")
    assert biotheus == {
        "partner": "biotheus",
        "depth": 1,
        "via": ["biontech"],
        "deals": 2,  # the licence of 2023 and the purchase of 2024
        "upfront_musd": 855.0,
        "upfront_disclosed": 2,
        "deals_in_force": 2,
        "deals_uncertain": 0,
        "deals_unknown": 0,
    }


def test_a_deal_of_parent_and_subsidiary_counts_once(asker: Asker) -> None:
    assert items(asker, "partner-network", company="百利天恒") == [
        {
            "partner": "bristol-myers-squibb",
            "depth": 1,
            "via": ["sichuan-biokin-pharmaceutical", "systimmune"],
            "deals": 1,
            "upfront_musd": 800.0,
            "upfront_disclosed": 1,
            "deals_in_force": 1,
            "deals_uncertain": 0,
            "deals_unknown": 0,
        }
    ]


def test_an_undisclosed_partner_is_no_hop(asker: Asker) -> None:
    for rumoured in (False, True):
        found = rows(
            asker, "partner-network", "partner deals", company="cspc", include_rumoured=rumoured
        )
        assert ("undisclosed", 1) not in found
        assert len(found) == 7
    assert items(asker, "partner-network", company="undisclosed", include_rumoured=True) == []


def test_a_cut_network_says_so(asker: Asker) -> None:
    whole = ask(asker, "partner-network", company="takeda", limit=14)
    cut = ask(asker, "partner-network", company="takeda", limit=13)
    assert (whole.meta["cut"], cut.meta["cut"]) == (False, True)
    assert cut.items == whole.items[:13]
    for limit in (4, 5, 9):  # however it is cut, the rows that are shown are the same
        some = ask(asker, "partner-network", company="innovent-biologics", depth=3, limit=limit)
        more = ask(asker, "partner-network", company="innovent-biologics", depth=3, limit=50)
        assert some.items == more.items[:limit]


def test_the_longest_network_is_one_answer(asker: Asker) -> None:
    # Sorted with whole rings in every row, it once took more memory than a server has.
    answer = ask(asker, "partner-network", company="roche", depth=3, limit=500)
    depths = [depth for (depth,) in table(answer, "depth")]
    assert depths == sorted(depths)
    assert (set(depths), len(depths), answer.meta["cut"]) == ({1, 2, 3}, 127, False)


# --- path ----------------------------------------------------------------------------------------


def test_example_of_a_path(asker: Asker) -> None:
    (path,) = examples(asker, "path")
    assert table(path, "hop start end deals") == [
        (1, "innovent-biologics", "eli-lilly", [
            _hop("2020-08-innovent-lilly", "innovent-biologics", "license", "2020-08-18", 200.0,
                 "no"),
            _hop("2026-02-innovent-lilly", "innovent-biologics", "collaboration", "2026-02-08",
                 350.0),
        ]),
        (2, "eli-lilly", "beam-therapeutics", [
            _hop("2023-10-beam-lilly", "beam-therapeutics", "asset-purchase", "2023-10-31", 250.0),
        ]),
        (3, "beam-therapeutics", "pfizer", [
            _hop("2022-01-beam-pfizer", "beam-therapeutics", "collaboration", "2022-01-10", 300.0),
        ]),
    ]  # fmt: skip


def _hop(
    deal: str, licensor: str, type_: str, announced: str, upfront: float, in_force: str = "yes"
) -> dict[str, object]:
    return {
        "deal": deal,
        "licensor": licensor,
        "type": type_,
        "announced": announced,
        "in_force": in_force,
        "upfront_musd": upfront,
    }


def test_a_path_can_be_walked_both_ways(asker: Asker) -> None:
    assert rows(asker, "path", "hop start end", company="Takeda", other="Innovent") == [
        (1, "takeda", "innovent-biologics")
    ]
    assert rows(asker, "path", "hop start end", company="pfizer", other="innovent-biologics") == [
        (1, "pfizer", "beam-therapeutics"),
        (2, "beam-therapeutics", "eli-lilly"),
        (3, "eli-lilly", "innovent-biologics"),
    ]


def test_no_path_is_no_rows(asker: Asker) -> None:
    assert items(asker, "path", company="takeda", other="takeda") == []
    assert items(asker, "path", company="mabwell", other="takeda") == []
    assert items(asker, "path", company="takeda", other="celltrion") == []  # without deals


def test_a_path_of_a_time_goes_through_deals_of_that_time_only(asker: Asker) -> None:
    ends = {"company": "innovent-biologics", "other": "eli-lilly"}
    (hop,) = items(asker, "path", **ends, since="2021-01-01")
    assert hop["deals"] == [
        _hop("2026-02-innovent-lilly", "innovent-biologics", "collaboration", "2026-02-08", 350.0)
    ]
    assert items(asker, "path", **ends, until="2020-08-17") == []
    (hop,) = items(asker, "path", **ends, until="2020-08-18")
    assert hop["deals"] == [
        _hop("2020-08-innovent-lilly", "innovent-biologics", "license", "2020-08-18", 200.0, "no")
    ]


# --- company -------------------------------------------------------------------------------------


def test_example_of_a_company(asker: Asker) -> None:
    (answer,) = examples(asker, "company")
    (innovent,) = answer.items
    assert innovent["company"] == {
        "id": "innovent-biologics",
        "name": "Innovent Biologics",
        "url": "/companies/innovent-biologics",
    }
    columns = (
        "kind country parent subsidiaries deals as_licensor as_licensee first_deal latest_deal"
    )
    assert table(answer, columns) == [
        ("company", "CN", None, [], 5,
         {"deals": 5, "upfront_musd": 1830.0, "upfront_disclosed": 4, "upfront_undisclosed": 1},
         {"deals": 0, "upfront_musd": None, "upfront_disclosed": 0, "upfront_undisclosed": 0},
         "2020-01-13", "2026-02-08"),
    ]  # fmt: skip
    latest = innovent["latest"]
    assert isinstance(latest, list)
    assert [
        (entry["deal"]["id"], entry["role"], entry["type"], entry["upfront_musd"])
        for entry in latest
    ] == [
        ("2026-02-innovent-lilly", "licensor", "collaboration", 350.0),
        ("2025-10-innovent-takeda", "licensor", "license", 1200.0),
        ("2025-01-innovent-roche", "licensor", "license", 80.0),
        ("2020-08-innovent-lilly", "licensor", "license", 200.0),
        ("2020-01-innovent-coherus", "licensor", "license", None),
    ]
    names = innovent["names"]
    assert isinstance(names, list)
    assert {"text": "信达生物", "kind": "short", "language": "zh-Hans"} in names
    assert {"text": "信達生物", "kind": "short", "language": "zh-Hant"} in names
    assert {"text": "1801.HK", "kind": "ticker", "language": None} in names
    assert len(names) == 15


def test_a_company_owns_and_is_owned(asker: Asker) -> None:
    about = "parent subsidiaries deals"
    assert rows(asker, "company", about, company="Kite") == [("gilead-sciences", [], 1)]
    gilead = {"company": "Gilead"}
    owned = [
        "cymabay-therapeutics",
        "forty-seven",
        "immunomedics",
        "kite-pharma",
        "pharmasset",
        "xinthera",
    ]
    assert rows(asker, "company", about, **gilead) == [(None, owned, 15)]
    alone = rows(asker, "company", about, **gilead, include_subsidiaries=False)
    assert alone == [(None, owned, 14)]


def test_a_company_without_deals_has_zeros_and_no_sums(asker: Asker) -> None:
    (celltrion,) = items(asker, "company", company="celltrion")
    nothing = {"deals": 0, "upfront_musd": None, "upfront_disclosed": 0, "upfront_undisclosed": 0}
    assert celltrion["deals"] == 0
    assert celltrion["as_licensor"] == celltrion["as_licensee"] == nothing
    assert (celltrion["first_deal"], celltrion["latest_deal"], celltrion["latest"]) == (
        None,
        None,
        [],
    )


# --- timeline ------------------------------------------------------------------------------------


def test_example_of_a_timeline(asker: Asker) -> None:
    (timeline,) = examples(asker, "timeline")
    columns = "date date_until entry what by deal role partners type upfront_musd"
    assert table(timeline, columns) == [
        ("2025-10-08", "2025-10-08", "2025-10-innocare-zenas", "announced", None,
         "2025-10-innocare-zenas", "licensor", ["zenas-biopharma"], "license", None),
        ("2025-01-20", "2025-01-20", "2025-01-innocare-prolium", "announced", None,
         "2025-01-innocare-prolium", "licensor", ["prolium-bioscience"], "newco", None),
        ("2023-02-01", "2023-02-28", "2021-07-innocare-biogen-e1", "terminated", "licensee",
         "2021-07-innocare-biogen", "licensor", ["biogen"], "license", 125.0),
        ("2021-07-01", "2021-07-31", "2021-07-innocare-biogen", "announced", None,
         "2021-07-innocare-biogen", "licensor", ["biogen"], "license", 125.0),
    ]  # fmt: skip


def test_a_timeline_of_a_time_and_with_subsidiaries(asker: Asker) -> None:
    gilead = {"company": "gilead-sciences", "since": "2025-06-02", "until": "2025-12-31"}
    columns = "date entry what part role partners"
    assert rows(asker, "timeline", columns, **gilead) == [
        ("2025-10-16", "2025-10-pregene-kite", "announced", None, "licensee", ["pregene"]),
        ("2025-08-01", "2020-08-tango-gilead-e1", "terminated",
         "research term only, a year early", "licensee", ["tango-therapeutics"]),
        ("2025-06-25", "2025-06-kymera-gilead", "announced", None, "licensee",
         ["kymera-therapeutics"]),
    ]  # fmt: skip
    alone = rows(asker, "timeline", "entry", **gilead, include_subsidiaries=False)
    assert alone == [("2020-08-tango-gilead-e1",), ("2025-06-kymera-gilead",)]


def test_a_timeline_has_rumours_only_when_asked(asker: Asker) -> None:
    cspc = {"company": "cspc", "since": "2025-05-01", "until": "2025-05-31"}
    assert rows(asker, "timeline", "entry", **cspc) == [("2025-05-cspc-cipla",)]
    rumoured = rows(asker, "timeline", "entry partners", **cspc, include_rumoured=True)
    assert rumoured == [
        ("2025-05-cspc-cipla", ["cipla"]),
        ("2025-05-cspc-undisclosed", ["undisclosed"]),
    ]


@pytest.mark.parametrize("limit", [7, 40])
def test_pages_of_a_timeline_are_one_long_list(asker: Asker, limit: int) -> None:
    whole = ask(asker, "timeline", company="gsk", limit=500)
    found = pages(asker, "timeline", company="gsk", limit=limit)
    assert [item for page in found for item in page.items] == whole.items
    assert [page.meta["cut"] for page in found] == [True] * (len(found) - 1) + [False]
    assert whole.next is None


# --- dealmakers ----------------------------------------------------------------------------------


def test_example_of_top_dealmakers(asker: Asker) -> None:
    (answer,) = examples(asker, "dealmakers")
    columns = "company country deals upfront_musd upfront_disclosed total_musd total_disclosed"
    assert table(answer, columns) == [
        ("merck-and-co", "US", 15, 6502.7, 15, 33967.0, 8),
        ("gilead-sciences", "US", 15, 5965.0, 14, 7708.0, 7),
        ("roche", "CH", 20, 5341.0, 16, 31853.0, 16),
        ("bristol-myers-squibb", "US", 15, 4532.75, 13, 45347.5, 11),
        ("astrazeneca", "GB", 19, 4506.0, 15, 54374.0, 14),
    ]
    assert answer.meta["cut"] is True


def test_dealmakers_by_number_role_country_and_type(asker: Asker) -> None:
    top = rows(asker, "dealmakers", "company deals", limit=3)
    assert top == [("gsk", 24), ("eli-lilly", 23), ("novartis", 22)]
    japan = rows(asker, "dealmakers", "company country deals", country="日本", limit=3)
    assert japan == [
        ("takeda", "JP", 14),
        ("astellas-pharma", "JP", 8),
        ("daiichi-sankyo", "JP", 6),
    ]
    granting = rows(asker, "dealmakers", "company deals total_musd", role="licensor", by="total")
    assert granting[0] == ("hengrui-pharma", 13, 41161.45)
    columns = "company upfront_musd upfront_disclosed"
    buyers = rows(asker, "dealmakers", columns, role="licensee", by="upfront", type="acquisition")
    assert buyers == [
        ("genmab", 1800.0, 1),
        ("astrazeneca", 1000.0, 1),
        ("biontech", 800.0, 1),
        ("roche", 98.101943, 1),  # for Chugai, in yen
        ("nuvation-bio", None, 0),
    ]


def test_money_rankings_leave_purchases_out_unless_asked(asker: Asker) -> None:
    found = dict(rows(asker, "dealmakers", "company deals", by="upfront", limit=500))
    counted = dict(rows(asker, "dealmakers", "company deals", by="deals", limit=500))
    assert (found["genmab"], counted["genmab"]) == (2, 3)  # without the purchase of ProfoundBio


def test_dealmakers_of_a_time(asker: Asker) -> None:
    half = rows(
        asker, "dealmakers", "company deals", since="2025-01-01", until="2025-06-30", limit=4
    )
    assert half == [
        ("astrazeneca", 4),
        ("fosun-pharma", 4),
        ("abbvie", 3),
        ("cspc-pharmaceutical-group", 3),
    ]
    rumoured = rows(
        asker,
        "dealmakers",
        "company deals",
        since="2025-01-01",
        until="2025-06-30",
        include_rumoured=True,
        limit=3,
    )
    assert rumoured == [
        ("astrazeneca", 4),
        ("cspc-pharmaceutical-group", 4),
        ("fosun-pharma", 4),
    ]


def test_subsidiaries_make_deals_for_who_owns_them_then(asker: Asker) -> None:
    owned = dict(rows(asker, "dealmakers", "company deals", limit=500))
    alone = dict(rows(asker, "dealmakers", "company deals", limit=500, include_subsidiaries=False))
    assert (owned.get("kite-pharma"), alone["kite-pharma"]) == (None, 1)
    assert (owned["gilead-sciences"], alone["gilead-sciences"]) == (15, 14)
    assert "undisclosed" not in alone
