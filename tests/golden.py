"""Golden files: derived output kept beside its source, so that a change of it is seen.

`pytest --golden` writes them anew instead of comparing.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

Golden = Callable[[Path, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="write the golden files anew")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare a text with a file; with --golden, write the file."""

    def compare(file: Path, text: str) -> None:
        if request.config.getoption("--golden", default=False):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        kept = file.read_text("utf-8") if file.exists() else ""
        assert text == kept, f"{file} is not what is derived now; `pytest --golden` writes it"

    return compare
