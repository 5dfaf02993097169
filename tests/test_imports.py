"""What a process imports: heavy modules only where there is something for them to do."""

import subprocess
import sys

CODE = """
import sys
from dealgraph.data import path
from dealgraph.loaders.identities import identify
from dealgraph.schema.record import parse
for file in ("deals-china-outbound.jsonl", "deals-rest-of-world.jsonl"):
    for line in path(file).read_text("utf-8").splitlines():
        assert not identify(parse(line), "deal").faults
print(sorted({"pypinyin", "rapidfuzz", "opencc"} & sys.modules.keys()))
"""


def test_records_of_known_companies_need_neither_pinyin_nor_likeness() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
