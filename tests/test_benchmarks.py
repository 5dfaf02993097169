"""What is measured is sound: the synthetic deals are deals, and both loaders write one graph."""

from pathlib import Path

from content import content
from support import withdraw_all

from benchmarks import lean, synthetic
from benchmarks.written import Written
from dealgraph.graph.connection import Connection
from dealgraph.loaders.lines import Reject
from dealgraph.loaders.load import load
from dealgraph.loaders.reading import read


def test_one_seed_gives_one_file(tmp_path: Path) -> None:
    once, again, other = (
        synthetic.write(tmp_path / name, 50, seed).read_bytes()
        for name, seed in (("1.jsonl", 7), ("2.jsonl", 7), ("3.jsonl", 8))
    )
    assert once == again != other


def test_every_synthetic_line_is_a_record(tmp_path: Path) -> None:
    lines = list(read(synthetic.write(tmp_path / "deals.jsonl", 300)))
    assert len(lines) == 300
    assert [line for line in lines if isinstance(line, Reject)] == []


def test_the_lean_loader_writes_the_same_graph_and_adds_nothing_again(
    empty: Connection, tmp_path: Path
) -> None:
    file = synthetic.write(tmp_path / "deals.jsonl", 40)
    assert load(empty, [file]).rejects == []
    ours, written = content(empty), Written.read(empty)
    withdraw_all(empty)
    for _ in range(2):
        lean.write(empty, written)
        assert content(empty) == ours
