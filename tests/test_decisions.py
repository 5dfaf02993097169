"""The memory of decisions: what a file may say, and what is refused with its place."""

from pathlib import Path

import pytest

from dealgraph.data import path
from dealgraph.schema.decisions import (
    BUNDLED,
    COLUMNS,
    Decision,
    DecisionError,
    Decisions,
    Kind,
    Verdict,
    combined,
    read,
    write,
)

HEADER = "\t".join(COLUMNS)


def file(folder: Path, *lines: str, header: str = HEADER) -> Path:
    made = folder / "decisions.tsv"
    made.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return made


def test_the_bundled_decisions_can_be_used() -> None:
    assert all(d.why and d.date for d in Decisions(read(path(BUNDLED))).all)


def test_a_decision_is_about_every_spelling_of_a_name(tmp_path: Path) -> None:
    decided = Decisions(
        read(file(tmp_path, "company\tFoo Bio, Inc.\tsame\troche\tsaid\t2026-11-30"))
    )
    assert decided.joined("company", "foobio") == "roche"
    assert decided.joined_id("company", "foobio") == "roche"
    assert decided.joined_id("company", "Foo Bio") is None
    assert decided.joined("company", "barbio") is None


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    made = [
        Decision(
            Kind.COMPANY, "卓维生物", Verdict.NOT_SAME, "roche", 'tab\tand "quote"', "2026-11-30"
        ),
        Decision(Kind.ASSET, "zorvimab", Verdict.SAME, "ivonescimab"),
    ]
    kept = tmp_path / "new" / "decisions.tsv"
    write(kept, made)
    assert [decision.row for decision in read(kept)] == [
        ("company", "卓维生物", "not-same", "roche", 'tab and "quote"', "2026-11-30"),
        ("asset", "zorvimab", "same", "ivonescimab", "", ""),
    ]
    assert [entry.name for entry in kept.parent.iterdir()] == ["decisions.tsv"]


@pytest.mark.parametrize(
    ("line", "field", "reason"),
    [
        ("firm\tFoo\tsame\troche\t\t", "kind", "must be one of company, asset, target"),
        ("company\tFoo\tmaybe\troche\t\t", "decision", "must be one of same, not-same, undecided"),
        ("company\t\tsame\troche\t\t", "name", "is missing"),
        ("company\tFoo\tsame\tmerck-kgga\t\t", "id", "is no id of a company"),
        ("asset\tFoo\tsame\tno id\t\t", "id", "is no id of an asset"),
        ("company\tFoo\tsame\troche\t\t30.11.2026", "date", "must look like 2026-11-30"),
        ("company\tFoo, Inc.\tsame\tfoo\t\t", "name", "is that id already"),
        ("company\tPfizer\tsame\troche\t\t", "name", "is a company of the register"),
        ("company\tFoo\tsame\troche", "line", "has 4 cells, not 6"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(
    tmp_path: Path, line: str, field: str, reason: str
) -> None:
    made = file(tmp_path, "company\tBar\tundecided\troche\t\t", line)
    with pytest.raises(DecisionError, match=reason) as caught:
        read(made)
    assert (caught.value.file, caught.value.line, caught.value.field) == (str(made), 3, field)


def test_a_file_without_its_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DecisionError, match="must be the line of columns"):
        read(file(tmp_path, header="kind,name"))


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["Foo\tsame\troche", "Foo Inc\tnot-same\troche"], "was decided already"),
        (["Foo\tsame\troche", "foo\tsame\tpfizer"], "was decided to be 'roche'"),
        (["Foo\tsame\tbar", "Bar\tsame\troche"], "was itself decided to be 'roche'"),
        (["Foo\tsame\tbar", "Bar\tsame\tfoo"], "was itself decided to be"),
    ],
    ids=["same and not", "two at once", "chain", "circle"],
)
def test_contradictions_are_refused(tmp_path: Path, lines: list[str], reason: str) -> None:
    found = read(file(tmp_path, *(f"company\t{line}\t\t" for line in lines)))
    with pytest.raises(DecisionError, match=reason):
        Decisions(found)


def test_the_users_own_decision_replaces_the_bundled_one(tmp_path: Path) -> None:
    bundled = [Decision(Kind.COMPANY, "Foo", Verdict.SAME, "roche")]
    own = [Decision(Kind.COMPANY, "Foo", Verdict.NOT_SAME, "roche")]
    decided = combined(bundled, own)
    assert decided.joined("company", "foo") is None
    assert decided.apart("company", "foo") == {"roche"}
