"""That what is installed is what is in the checkout, and that it works elsewhere."""

import json
import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support import ROOT, Served

PACKAGE = ROOT / "src" / "dealgraph"
BESIDE = {"benchmarks"}  # packages that are used in a checkout only
PASSED_OVER = {".git", ".venv", "dist", "build", "__pycache__"}
HEAVY = ("neo4j", "fastapi", "starlette", "uvicorn", "rich", "xlsxwriter", "python_calamine")
# Written so that this file does not hold what it looks for.
MACHINE = re.compile(
    r"/(?:home|root|Users|work|opt/wheels)/\w"
    r"|pypi\.(?:org|python)|pythonhosted|repo1?\.maven|maven\.(?:org|apache)"
    r"|npmjs\.(?:org|com)|proxy\.golang|conda\.anaconda"
)


@pytest.fixture(scope="module")
def wheel_settings() -> dict[str, Any]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    settings: dict[str, Any] = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    return settings


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The source distribution of the checkout, and the wheel made from that."""
    folder = tmp_path_factory.mktemp("dist")
    python("-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT))
    (sdist,), (wheel,) = folder.glob("*.tar.gz"), folder.glob("*.whl")
    return sdist, wheel


@pytest.fixture(scope="module")
def elsewhere(built: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment of its own that has the wheel.

    It borrows the dependencies of this one: their folder is named in a .pth, where the .pth of
    the checkout's own installation does not count.
    """
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    where = sysconfig.get_paths(vars={"base": str(folder), "platbase": str(folder)})
    (Path(where["purelib"]) / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    programs = Path(where["scripts"])
    pip = ["-m", "pip", "--python", str(programs / "python")]
    python(*pip, "install", "--quiet", "--no-index", "--no-deps", str(built[1]))
    return programs


def test_folders_with_code_are_the_links_and_what_the_wheel_takes(
    wheel_settings: dict[str, Any],
) -> None:
    rooms = {room.name for room in rooms_of_checkout()}
    links = {entry.name for entry in PACKAGE.iterdir() if entry.is_symlink()}
    sources = wheel_settings["sources"]
    assert rooms == links == sources.keys() - {"src/dealgraph"}
    assert all(sources[room] == f"dealgraph/{room}" for room in rooms)
    own = {f"src/dealgraph/{file.name}" for file in PACKAGE.glob("*.py*") if file.is_file()}
    typed = {"src/dealgraph/py.typed"}
    assert set(wheel_settings["only-include"]) == rooms | own | typed


def test_the_wheel_holds_every_file_of_the_rooms_and_nothing_else(
    built: tuple[Path, Path],
) -> None:
    held = {name for name in zipfile.ZipFile(built[1]).namelist() if name.startswith("dealgraph/")}
    rooms = rooms_of_checkout()
    expected = {f"dealgraph/{file.relative_to(ROOT)}" for room in rooms for file in files(room)}
    expected |= {f"dealgraph/{f.name}" for f in PACKAGE.iterdir() if f.is_file()}
    assert held == expected


def test_licences_go_with_the_wheel(built: tuple[Path, Path]) -> None:
    held = zipfile.ZipFile(built[1]).namelist()
    licences = {name.partition("/licenses/")[2] for name in held if "/licenses/" in name}
    assert licences == {
        "LICENSE",
        "data/LICENSE-financedatabase.txt",
        "data/LICENSE-unicode-cldr.txt",
    }


def test_the_source_distribution_holds_every_file_once(built: tuple[Path, Path]) -> None:
    with tarfile.open(built[0]) as sdist:
        held = [name.partition("/")[2] for name in sdist.getnames()]
    assert len(held) == len(set(held))
    assert "graph/connection.py" in held
    assert "Makefile" in held
    assert not any(name.startswith("src/dealgraph/graph") for name in held)


def test_the_wheel_answers_a_question_from_another_folder(
    elsewhere: Path, served: Served, tmp_path: Path
) -> None:
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    env |= {"NEO4J_URI": served.uri, "NEO4J_PASSWORD": served.password or ""}
    question = ["ask", "partner-network", "--company", "Innovent", "--limit", "2", "--csv"]
    done = subprocess.run(
        [elsewhere / "dealgraph", *question], cwd=tmp_path, env=env, capture_output=True, check=True
    )
    assert done.stdout.decode().splitlines() == [
        "partner,partner_id,depth,via,via_id,deals,upfront_musd,upfront_disclosed,"
        "deals_in_force,deals_uncertain,deals_unknown",
        "Eli Lilly,eli-lilly,1,Innovent Biologics,innovent-biologics,2,550.0,2,1,0,0",
        "Takeda,takeda,1,Innovent Biologics,innovent-biologics,1,1200.0,1,1,0,0",
    ]


def test_the_wheel_is_used_there_and_not_the_checkout(elsewhere: Path, tmp_path: Path) -> None:
    show = "import dealgraph.graph.local as here; print(here.__file__)"
    done = subprocess.run(
        [elsewhere / "python", "-c", show], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert Path(done.stdout.strip()).is_relative_to(elsewhere.parent)


@pytest.mark.parametrize(
    "words", [["--help"], ["ask", "--help"], ["load", "--help"], ["serve", "--help"]], ids=" ".join
)
def test_help_imports_nothing_heavy(words: list[str]) -> None:
    program = (
        "import json, sys\n"
        "from dealgraph.__main__ import main\n"
        f"main({words!r}, standalone_mode=False)\n"
        f"print(json.dumps([name for name in {HEAVY!r} if name in sys.modules]))"
    )
    assert json.loads(python("-c", program).splitlines()[-1]) == []


def test_the_version_is_that_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    said = python("-m", "dealgraph", "--version").strip()
    assert said.endswith(f"version {project['version']}")


def test_the_lock_names_a_version_of_every_dependency_and_no_place() -> None:
    locked = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    assert all(re.fullmatch(r"#.*|[\w.-]+==[\w.]+", line) for line in locked)
    names = {normal(line.partition("==")[0]) for line in locked}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    ranges = [*project["dependencies"], *extras["local"], *extras["dev"]]
    assert {normal(re.split(r"[<>=;\s]", each)[0]) for each in ranges} <= names


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = [
        f"{file.relative_to(ROOT)}: {hit.group()}"
        for file in files(ROOT)
        if file != Path(__file__) and file.suffix != ".jsonl"  # addresses of sources, all kinds
        if (hit := MACHINE.search(file.read_text("utf-8", "replace")))
    ]
    assert found == []


def rooms_of_checkout() -> set[Path]:
    folders = {init.parent for init in ROOT.glob("*/__init__.py")}
    return {folder for folder in folders if folder.name not in BESIDE}


def files(folder: Path) -> Iterator[Path]:
    """Give the files of the project in a folder, without what tools leave there."""
    for entry in sorted(folder.iterdir()):
        tools = entry.name in PASSED_OVER or entry.name.endswith(("_cache", ".egg-info"))
        if tools or entry.name in (".hypothesis", ".coverage", ".env") or entry.is_symlink():
            continue
        if entry.is_dir():
            yield from files(entry)
        else:
            yield entry


def python(*words: str) -> str:
    done = subprocess.run([sys.executable, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
