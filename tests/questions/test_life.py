"""As deals stood on a day, and how they end: on bundled deals, by the dates in their records.

InnoCare licensed orelabrutinib to Biogen in July 2021, and Biogen ended it in February 2023;
Kelun had a licence with Merck from July 2022 until some day of 2024; when Coherus ended
its licence from Innovent of 2020-01-13, nobody says.
"""

from datetime import date, timedelta

import plain
import pytest

from dealgraph.graph.asking import Asker
from dealgraph.schema.dates import first_day, last_day
from questions.asked import examples, items, pages, rows, table

ORELABRUTINIB, KELUN, COHERUS = (
    "2021-07-innocare-biogen",
    "2022-07-kelunbio-merck",
    "2020-01-innovent-coherus",
)
COUNTS = "deals deals_in_force deals_uncertain deals_unknown"
#: Before the announcement, alive, ended some day of this month, ended.
LIFE = [
    ("2021-07-30", None),
    ("2023-01-31", "yes"),
    ("2023-02-01", "uncertain"),
    ("2023-02-27", "uncertain"),
    ("2023-02-28", "no"),
]
COUNTED = {None: [], "yes": [(1, 1, 0, 0)], "uncertain": [(1, 0, 1, 0)], "no": [(1, 0, 0, 0)]}


@pytest.mark.parametrize(("day", "in_force"), LIFE)
def test_a_deal_is_alive_until_it_ends_in_list_network_flows_and_path_alike(
    asker: Asker, day: str, in_force: str | None
) -> None:
    status = "terminated" if in_force == "no" else "announced"
    listed = rows(asker, "deals", "deal status in_force", asset="orelabrutinib", as_of=day)
    assert listed == ([(ORELABRUTINIB, status, in_force)] if in_force else [])

    partners = items(asker, "partner-network", company="innocare-pharma", as_of=day)
    counts = [tuple(p[c] for c in COUNTS.split()) for p in partners if p["partner"] == "biogen"]
    assert counts == COUNTED[in_force]

    only = {"since": "2021-07-01", "until": "2021-07-01", "type": "license", "as_of": day}
    for question, ends in (
        ("flows", {"start": "CN", "end": "US"}),
        ("flow-totals", {"start": "CN", "end": "US"}),
        ("country-flows", {"country": "CN"}),
    ):
        assert rows(asker, question, COUNTS, **ends, **only) == COUNTED[in_force]

    hops = rows(asker, "path", "deals", company="innocare-pharma", other="biogen", as_of=day)
    assert [hop["in_force"] for (deals,) in hops for hop in deals] == [in_force][: len(hops)]
    (asset,) = items(asker, "asset", asset="orelabrutinib", as_of=day)
    deals = asset["deals"]
    assert isinstance(deals, list)
    assert [(deal["status"], deal["in_force"]) for deal in deals] == [
        (status, in_force) for _ in COUNTED[in_force]
    ]


@pytest.mark.parametrize(("day", "in_force"), LIFE[1:])
def test_only_deals_in_force_make_a_network_and_flows(
    asker: Asker, day: str, in_force: str
) -> None:
    for asked in ("yes", "no", "uncertain"):
        found = int(asked == in_force)
        only = {"as_of": day, "in_force": asked}
        partners = rows(asker, "partner-network", "partner", company="innocare-pharma", **only)
        assert partners.count(("biogen",)) == found
        july = {"since": "2021-07-01", "until": "2021-07-01", "type": "license"}
        for question in ("flows", "flow-totals"):
            assert len(rows(asker, question, "deals", start="CN", end="US", **july, **only)) == (
                found
            )
        assert len(rows(asker, "deals", "deal", asset="orelabrutinib", **only)) == found
        ends = {"company": "innocare-pharma", "other": "biogen"}
        assert len(rows(asker, "path", "deals", **ends, **only)) == found


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2023-12-31", ("announced", "yes")),
        ("2024-01-01", ("announced", "uncertain")),
        ("2024-12-30", ("announced", "uncertain")),
        ("2024-12-31", ("terminated", "no")),
    ],
)
def test_an_end_known_by_its_year_is_uncertain_within_it(
    asker: Asker, day: str, found: tuple[str, str]
) -> None:
    (deal,) = rows(asker, "deal", "status in_force", deal=KELUN, as_of=day)
    assert deal == found
    asked = {"company": "kelun-biotech", "as_of": day, "in_force": found[1]}
    assert KELUN in [deal for (deal,) in rows(asker, "deals", "deal", **asked)]


@pytest.mark.parametrize("day", ["2020-01-13", "2022-05-05", None])
def test_an_end_that_nobody_dates_is_unknown_since_the_announcement(
    asker: Asker, day: str | None
) -> None:
    unknown = {"in_force": "unknown since announcement", "as_of": day}
    assert rows(asker, "deals", "deal ended", **unknown) == [(COHERUS, None)]
    counted = rows(asker, "partner-network", f"partner {COUNTS}", company="coherus", as_of=day)
    assert ("innovent-biologics", 1, 0, 0, 1) in counted
    assert rows(asker, "deals", "deal", company="coherus", as_of="2020-01-12") == []


def test_effective_counts_not_the_notice(asker: Asker) -> None:
    # Roche gave notice on 2023-02-22 that it would leave a year later.
    for day, in_force in (("2023-02-22", "yes"), ("2024-02-21", "yes"), ("2024-02-22", "no")):
        found = rows(asker, "deal", "in_force ended", deal="2020-07-blueprint-roche", as_of=day)
        assert found == [(in_force, "2024-02-22" if in_force == "no" else None)]


def test_a_closing_counts_from_its_day(asker: Asker) -> None:
    takeda = {"deal": "2025-10-innovent-takeda"}
    for day, found in (
        ("2025-12-03", ("announced", None, 0)),
        ("2025-12-04", ("closed", "2025-12-04", 1)),
    ):
        (deal,) = items(asker, "deal", **takeda, as_of=day)
        events = deal["events"]
        assert isinstance(events, list)
        closings = sum(event["kind"] == "closed" for event in events)
        assert (deal["status"], deal["closed"], closings) == found
    assert items(asker, "deal", **takeda, as_of="2025-10-21") == []


def test_without_a_day_and_on_the_last_one_all_stands_as_last_known(asker: Asker) -> None:
    columns = "deal status in_force ended"
    for page, later in zip(
        pages(asker, "deals", limit=500), pages(asker, "deals", limit=500, as_of="9999-12-31"),
        strict=True,
    ):  # fmt: skip
        assert table(page, columns) == table(later, columns)
    for question in ("flows", "flow-totals", "dealmakers", "landscape"):
        assert items(asker, question) == items(asker, question, as_of="9999-12-31")


def test_on_every_quarter_the_answers_are_those_of_plain_python(asker: Asker) -> None:
    for quarter in range(0, 28, 3):
        day = date(2019 + quarter // 4, 1 + quarter % 4 * 3, 15)
        known = [deal for deal in plain.deals() if deal.announced_until <= day]
        found = pages(asker, "deals", limit=500, as_of=day)
        listed = {deal: life for page in found for deal, life in table(page, "deal in_force")}
        assert listed == {deal.id: _in_force(deal, day) for deal in known}
        crossing = [d for d in known if any(start != end for start, end in d.pairs)]
        lives = [_in_force(deal, day) for deal in crossing]
        (total,) = rows(asker, "flow-totals", COUNTS, period="all", as_of=day) or [(0, 0, 0, 0)]
        assert total == (
            len(crossing),
            *(lives.count(life) for life in ("yes", "uncertain", "unknown since announcement")),
        )


def _in_force(deal: plain.Deal, day: date) -> str:
    """Read the record's events naively: which days the end may have been."""
    ends = [
        event.get("effective") or event.get("date")
        for event in deal.record.get("events", [])
        if event["kind"] in ("terminated", "rights returned", "option lapsed")
        and not {"what", "assets", "territory"} & event.keys()
    ]
    if not ends:
        return "yes"
    (end,) = ends  # no bundled deal ends twice
    if end is None:
        return "unknown since announcement"
    if last_day(end) <= day:
        return "no"
    return "uncertain" if first_day(end) <= day else "yes"


def test_parents_and_partners_of_a_day(asker: Asker) -> None:
    (before,) = items(asker, "company", company="biotheus", as_of="2024-12-31")
    (after,) = items(asker, "company", company="biotheus")
    assert (before["parent"], after["parent"]) == (None, "biontech")
    (innovent,) = items(asker, "company", company="innovent-biologics", as_of="2022-10-01")
    latest = innovent["latest"]
    assert isinstance(latest, list)
    assert [(deal["deal"], deal["in_force"]) for deal in latest] == [
        ("2020-08-innovent-lilly", "uncertain"),  # ended in October 2022
        ("2020-01-innovent-coherus", "unknown since announcement"),
    ]


def test_what_had_happened_by_a_day(asker: Asker) -> None:
    both = {"company": "innocare-pharma", "as_of": "2023-02-27"}
    assert rows(asker, "timeline", "entry", **both) == [(ORELABRUTINIB,)]
    for day, happened in (("2023-02-27", False), ("2023-02-28", True)):
        found = rows(asker, "new", "entry", since="2023-02-01", as_of=day)
        assert ((f"{ORELABRUTINIB}-e1",) in found) is happened
    (entry,) = rows(asker, "new", "entry status", since="2023-07-04", as_of="2023-07-04")
    assert entry == ("2020-06-jacobio-abbvie-e1", "terminated")
    count = "deals assets"
    assert rows(asker, "target", count, target="BTK", as_of="2021-07-30") == [(0, 0)]
    assert rows(asker, "target", count, target="BTK", as_of="2021-07-31") == [(1, 1)]
    assert rows(asker, "target-assets", "asset deals", target="BTK", as_of="2022-01-01") == [
        ("orelabrutinib", 1)
    ]
    assert rows(asker, "landscape", "target deals", as_of="2018-12-31") == [("TNFRSF17", 1)]
    assert rows(asker, "country", "deals_as_licensor", country="CN", as_of="2018-12-31") == [(1,)]
    scleroses = {"indication": "multiple sclerosis"}
    assert rows(asker, "indication", "deals", **scleroses, as_of="2025-10-07") == [(1,)]


# --- terminations --------------------------------------------------------------------------------


def test_example_of_terminations(asker: Asker) -> None:
    (answer,) = examples(asker, "terminations")
    assert table(answer, "ended ended_until deal how by whole months notice upfront_musd") == [
        ("2026-01-06", "2026-01-06", "2024-08-immuneonco-instil", "terminated", "both", True, 17,
         None, 10.0),
        ("2025-05-01", "2025-05-31", "2021-12-leads-beigene", "terminated", "licensee", True, 40,
         None, 30.0),
        ("2024-11-01", "2024-11-30", "2023-02-harbour-cullinan", "terminated", "licensee", True,
         21, "2024-08-01", 25.0),
        ("2024-01-01", "2024-12-31", KELUN, "rights returned", "licensee", True, 18, None, 35.0),
        ("2023-11-20", "2023-11-20", "2020-09-imab-abbvie", "terminated", "licensee", True, 38,
         None, 180.0),
    ]  # fmt: skip


def test_each_ending_of_the_records_stands_there_once(asker: Asker) -> None:
    told = {
        f"{deal.id}-e{number}": not {"what", "assets", "territory"} & event.keys()
        for deal in plain.deals()
        for number, event in enumerate(deal.record.get("events", []), start=1)
        if event["kind"] in ("terminated", "rights returned", "option lapsed")
    }
    found = [row for page in pages(asker, "terminations", limit=20)
             for row in table(page, "entry whole")]  # fmt: skip
    assert dict(found) == told
    assert len(found) == len(told)
    whole = rows(asker, "terminations", "entry", whole=True, limit=500)
    assert sorted(entry for (entry,) in whole) == sorted(entry for entry in told if told[entry])


def test_what_was_kept_and_what_is_undated(asker: Asker) -> None:
    yuhan = rows(asker, "terminations", "deal kept", company="yuhan", since="2025-01-01")
    assert yuhan == [
        ("2019-07-yuhan-boehringer", "the 40 upfront and a 10 milestone stay with Yuhan")
    ]
    coherus = rows(asker, "terminations", "deal ended ended_until dated months", company="coherus")
    assert (COHERUS, "2020-01-13", None, False, None) in coherus


# --- relicensed, pending, thread, options --------------------------------------------------------


def test_example_of_relicensed(asker: Asker) -> None:
    (answer,) = examples(asker, "relicensed")
    assert table(answer, "first ended later months assets told") == [
        ("2020-07-hansoh-eqrx", "2023-08-01", "2025-12-hansoh-glenmark", 28, ["aumolertinib"],
         True),
        (ORELABRUTINIB, "2023-02-01", "2025-10-innocare-zenas", 32, ["orelabrutinib"], True),
        ("2020-10-cstone-eqrx", "2023-05-08", "2025-07-cstone-gentili", 26, ["sugemalimab"],
         True),
        ("2020-10-cstone-eqrx", "2023-05-08", "2024-05-cstone-ewopharma", 12, ["sugemalimab"],
         True),
    ]  # fmt: skip
    assert rows(asker, "relicensed", "later", licensor_country="CN", as_of="2024-05-26") == []
    sandoz = ("2022-12-alteogen-sandoz", "2024-11-alteogen-daiichi-sankyo", False)  # a platform
    assert sandoz in rows(asker, "relicensed", "first later told")


def test_a_deal_is_pending_until_it_closes(asker: Asker) -> None:
    (answer,) = examples(asker, "pending")
    assert table(answer, "deal needs_closing days closed")[1:4] == [
        ("2024-12-bioarctic-bms", False, 12, "2025-02-20"),
        ("2024-11-arrowhead-sarepta", False, 35, "2025-02-01"),
        ("2024-11-biotheus-biontech", True, 48, "2025-01-31"),
    ]
    biotheus = "2024-11-biotheus-biontech"
    closing = date(2025, 1, 31)
    for day, pending in ((closing - timedelta(1), True), (closing, False)):
        listed = [deal for (deal,) in rows(asker, "pending", "deal", as_of=day, limit=500)]
        assert (biotheus in listed) is pending
    assert ORELABRUTINIB not in [
        deal
        for (deal,) in rows(
            asker, "pending", "deal", as_of="2023-03-01", include_others=True, limit=500
        )
    ]


def test_the_thread_of_bnt327(asker: Asker) -> None:
    (answer,) = examples(asker, "thread")
    licence, bought, onward = (
        "2023-11-biotheus-biontech",
        "2024-11-biotheus-biontech",
        "2025-06-biontech-bms",
    )
    told = [
        ("2023-11-06", licence, "announced", None),
        ("2023-11-01", f"{licence}-e1", "closed", None),  # known by its month
        ("2024-11-13", bought, "announced", "acquires licensor"),
        ("2025-01-31", f"{bought}-e1", "closed", None),
        ("2025-06-02", onward, "announced", "sublicenses"),
        ("2025-08-15", f"{onward}-e1", "amended", None),
    ]
    assert table(answer, "date entry what how") == told
    for other in (bought, onward):
        assert rows(asker, "thread", "date entry what how", deal=other) == told
        assert rows(asker, "deal", "family", deal=other) == [(licence,)]
    assert rows(asker, "thread", "entry", deal=licence, as_of="2024-11-13") == [
        (entry,) for _, entry, *_ in told[:3]
    ]


@pytest.mark.parametrize(
    ("day", "state", "on"),
    [
        ("2021-11-17", "outstanding", None),
        ("2021-11-18", "exercised", "2021-11-18"),
        (None, "exercised", "2021-11-18"),
    ],
)
def test_an_option_is_outstanding_until_it_is_taken_up(
    asker: Asker, day: str | None, state: str, on: str | None
) -> None:
    found = rows(asker, "options", "deal state on", asset="domvanalimab", as_of=day)
    assert found == [("2020-05-arcus-gilead", state, on)]


def test_what_became_of_options(asker: Asker) -> None:
    (answer,) = examples(asker, "options")
    assert table(answer, "deal asset state on on_until")[0] == (
        "2025-05-3sbio-pfizer", "ssgj707", "exercised", "2025-07-24", "2025-07-24"
    )  # fmt: skip
    lapsed = rows(asker, "options", "deal asset on", company="evaxion", state="lapsed")
    assert lapsed == [("2024-09-evaxion-merck", "evxb2", "2025-12-19")]
    january = {"company": "verastem-oncology", "state": "uncertain"}
    assert ("gfh375",) in rows(asker, "options", "asset", **january, as_of="2025-01-15")
    kelun = rows(asker, "options", "became", company="kelun-biotech", until="2022-12-31")
    assert (["2024-08-kelunbio-merck"],) in kelun
