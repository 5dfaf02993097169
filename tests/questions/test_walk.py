"""From any figure that a question shows, in two steps, to the accounts behind it, over HTTP.

The first step leads to the deal, or from a sum to the list of deals that it counts; the second
to the deal's evidence, which names a source for every figure.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode

import httpx2 as httpx
import pytest

#: Answers that show amounts, each with the amounts of a deal that it shows.
WALKED = [
    "/deals?target=PDCD1&licensor_country=CN&minimum_upfront=200",
    "/deals?licensee_country=JP&since=2025-01-01",
    "/deals/2025-10-innovent-takeda",
    "/deals/2025-06-mabwell-calico",
    "/new?since=2026-02-01",
    "/companies/innocare-pharma/timeline",
    "/companies/innovent-biologics",
    "/companies/innovent-biologics/path/pfizer",
    "/assets/ivonescimab",
    "/sources/indianpharmapost-com-adeb7e6b",
    "/one-source?minimum_upfront=100",
    "/conflicts?field=upfront&field=total",
]
#: Answers that show sums, medians or shares of deals, and the column that counts these.
COUNTED = [
    "/companies/takeda",
    "/companies/takeda/partners",
    "/companies/innovent-biologics/partners?depth=2&limit=10",
    "/dealmakers?role=licensee&limit=5",
    "/dealmakers?by=upfront&since=2024-01-01&country=CN&limit=5",
    "/flows?start=CN&period=half-year&since=2025-01-01&limit=5",
    "/flows?level=region&period=all&limit=6",
    "/flows/totals?start=CN&end=US",
    "/flows/totals?period=quarter&since=2025-01-01",
    "/countries/JP/flows?since=2025-01-01",
    "/targets?licensor_country=CN&limit=5",
    "/targets?modality=cell+therapy&limit=5",
    "/targets/PDCD1",
    "/targets/VEGFA/assets",
    "/indications/psoriasis",
    "/coverage?since=2024-01-01",
]


@pytest.fixture(scope="module")
def http(service: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=service, timeout=30) as client:
        yield client


def get(http: httpx.Client, url: str) -> Any:
    answer = http.get(url)
    assert answer.status_code == 200, (url, answer.text)
    return answer.json()


def things(value: object) -> Iterator[dict[str, Any]]:
    """Give every thing of an item, wherever it stands."""
    if isinstance(value, dict):
        if {"id", "url"} <= value.keys():
            yield value
        else:
            for entry in value.values():
                yield from things(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from things(entry)


def evidence_of(http: httpx.Client, deal: str) -> list[dict[str, Any]]:
    """Walk from a deal's address to its evidence, by the link that its answer gives."""
    links = http.get(deal).headers["Link"]
    (address,) = re.findall(r'<([^>]+)>; rel="related"; title="evidence"', links)
    found = get(http, address)["items"]
    assert isinstance(found, list)
    return found


def filled(template: str, item: dict[str, Any]) -> str:
    """Fill in the address of the deals that a row counts."""
    path, _, query = template.partition("?")
    pairs: list[tuple[str, str]] = []
    for name, value in parse_qsl(query):
        column = re.fullmatch(r"\{(\w+)\}", value)
        told = item[column[1]] if column else value
        several = told if isinstance(told, list) else [told]
        pairs += [(name, one["id"] if isinstance(one, dict) else one) for one in several]
    return f"{path}?{urlencode(pairs)}&limit=500"


@pytest.mark.parametrize("url", WALKED)
def test_a_figure_of_a_deal_leads_to_its_sources(http: httpx.Client, url: str) -> None:
    (item, *_) = get(http, url)["items"]
    (deal, *_) = (thing["url"] for thing in things(item) if thing["url"].startswith("/deals/"))
    told = evidence_of(http, deal)
    whole = get(http, deal)["items"][0]
    for name in ("upfront", "equity", "near_term", "milestones", "total"):
        behind = [row for row in told if row["field"] == name]
        assert {row["shown_amount"] for row in behind if row["shown"]} == {whole[name]} - {None}
        assert whole[name] is None or any(row["told_amount"] == whole[name] for row in behind)
    assert {row["source"]["id"] for row in told} == {s["source"]["id"] for s in whole["sources"]}


@pytest.mark.parametrize("url", COUNTED)
def test_a_sum_leads_to_the_deals_that_it_counts(http: httpx.Client, url: str) -> None:
    answer = get(http, url)
    for item in answer["items"][:3]:
        if len(item.get("via", ())) == 3:
            continue  # more companies may be nearer than are named
        listed = get(http, filled(answer["meta"]["counted"], item))["items"]
        assert len(listed) == min(item["deals"], 500), item
        paid = [row["upfront_musd"] for row in listed if row["upfront_musd"] is not None]
        if item.get("upfront_musd") is not None:
            assert sum(paid) == pytest.approx(item["upfront_musd"])
            assert len(paid) == item["upfront_disclosed"]
    assert evidence_of(http, listed[0]["deal"]["url"])
