"""Names of companies are joined rightly: held against pairs of which the truth is known."""

import json
from collections import Counter

from click.testing import CliRunner
from support import BUNDLED

from benchmarks.identity import Pair, Score, gold, joined, main, score, ways
from dealgraph.schema.ladder import resolve
from dealgraph.schema.tables import rows

PAIRS = gold()


def test_there_are_enough_pairs_and_each_stands_once() -> None:
    assert len(PAIRS) >= 400
    assert 0.55 < sum(pair.same for pair in PAIRS) / len(PAIRS) < 0.65
    seen = Counter(frozenset((pair.a, pair.b)) for pair in PAIRS)
    assert [set(names) for names, times in seen.items() if times > 1 or len(names) == 1] == []
    assert all(pair.kind and pair.why for pair in PAIRS)
    assert {row["same"] for row in rows("identity-gold.tsv")} == {"yes", "no"}


def test_at_most_one_in_25_of_one_company_is_a_misspelling() -> None:
    same = [pair for pair in PAIRS if pair.same]
    assert sum(pair.kind == "typo" for pair in same) <= len(same) / 25


def test_no_pair_contradicts_others() -> None:
    """What several pairs together make one company, no pair may part."""
    company: dict[str, str] = {}

    def of(name: str) -> str:
        while name in company:
            name = company[name]
        return name

    for pair in PAIRS:
        one, other = of(pair.a), of(pair.b)
        if pair.same and one != other:
            company[one] = other
    assert [(p.a, p.b) for p in PAIRS if not p.same and of(p.a) == of(p.b)] == []


def test_a_quarter_is_about_companies_that_are_party_to_no_bundled_deal() -> None:
    named = [json.loads(line) for file in BUNDLED for line in file.read_text("utf-8").splitlines()]
    parties = {
        resolve(name).id
        for deal in named
        for party in (*deal["licensors"], *deal["licensees"])
        for name in (party["name"], *party.get("aliases", []))
    } - {None}
    outside = [p for p in PAIRS if not parties & {resolve(p.a).id, resolve(p.b).id}]
    assert len(outside) >= len(PAIRS) / 4


def test_with_the_register_names_are_joined_rightly_and_hardly_any_is_missed() -> None:
    found = score(PAIRS, joined)
    assert found.precision is not None
    assert found.recall is not None
    wrong = [(pair.a, pair.b) for pair in PAIRS if not pair.same and joined(pair.a, pair.b)]
    missed = [(pair.a, pair.b) for pair in PAIRS if pair.same and not joined(pair.a, pair.b)]
    assert found.precision >= 0.995, wrong
    assert found.recall >= 0.95, missed


def test_a_score_counts_joins_and_not_what_was_rightly_left_apart() -> None:
    pairs = [Pair("a", "a", True, "", ""), Pair("a", "b", True, "", ""),
             Pair("b", "b", False, "", ""), Pair("b", "c", False, "", "")]  # fmt: skip
    found = score(pairs, lambda a, b: a == b)
    assert found == Score(right=1, wrong=1, missed=1)
    assert (found.precision, found.recall) == (0.5, 0.5)
    assert (Score(0, 0, 1).precision, Score(0, 1, 0).recall) == (None, None)


def test_the_benchmark_says_every_way_and_lists_what_is_missed() -> None:
    said = CliRunner().invoke(main, ["--misses"], catch_exceptions=False).output.splitlines()
    found = score(PAIRS, joined)
    assert said[0] == f"{len(PAIRS)} pairs of names, {found.right + found.missed} of one company"
    assert [line[:44].rstrip() for line in said[2:11]] == [title for title, _ in ways()]
    assert sum(line.startswith("missed (") for line in said) == found.missed
    assert sum(line.startswith("WRONG (") for line in said) == found.wrong
