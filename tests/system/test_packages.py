"""The packages that are built hold what a user needs, and answer without the checkout."""

import os
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

from tests.readme import ROOT, blocks

TOPICS = sorted(path.name for path in (ROOT / "facts").glob("*.toml"))


def run(*words: str | Path, folder: Path) -> str:
    """What a command prints in a folder; it sees no store but its own."""
    own = {"HOME": str(folder), "PATH": os.environ["PATH"], "XDG_DATA_HOME": str(folder / "data")}
    done = subprocess.run(
        words, cwd=folder, env=own, check=False, capture_output=True, encoding="utf-8", timeout=600
    )
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel that is built from the sdist."""
    folder = tmp_path_factory.mktemp("built")
    run(sys.executable, "-m", "venv", "builder", folder=folder)
    requires = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["build-system"][
        "requires"
    ]
    pip = folder / "builder" / "bin" / "pip"
    run(pip, "install", "-q", *requires, folder=folder)
    build = f"from hatchling.build import build_sdist as build; build({str(folder)!r})"
    subprocess.run(
        [folder / "builder" / "bin" / "python", "-c", build],
        cwd=ROOT,
        check=True,
        capture_output=True,
        timeout=600,
    )
    (sdist,) = folder.glob("*.tar.gz")
    run(pip, "wheel", "-q", "--no-deps", "--wheel-dir", ".", sdist, folder=folder)
    return folder


def test_the_wheel_holds_the_facts_the_words_and_the_types(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())

    assert TOPICS
    assert {f"kzun/facts/{name}" for name in TOPICS} <= names
    assert {"kzun/words.toml", "kzun/py.typed", "kzun/cli.py"} <= names
    assert not {name for name in names if name.startswith("tests/")}


def test_the_sdist_holds_the_tests_too(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}

    assert {f"facts/{name}" for name in TOPICS} <= names
    assert {"README.md", "pyproject.toml", "kzun/words.toml", "tests/unit/test_readme.py"} <= names


def test_an_installed_wheel_answers_from_anywhere(built: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    scripts = tmp_path / "venv" / "bin"
    (wheel,) = built.glob("*.whl")
    run(scripts / "pip", "install", "-q", wheel, folder=tmp_path)
    question = blocks("sh")[0].partition("/bin/kzun ")[2].split()

    assert run(scripts / "kzun", *question, "-a", folder=tmp_path) == "2 March 1992\n"
    assert run(scripts / "python", "-m", "kzun", *question, "-a", folder=tmp_path) == "2 March 1992\n"
    assert len(run(scripts / "kzun", "check", "--strict", folder=tmp_path)) == 0


def test_an_installation_for_work_reads_the_facts_of_the_checkout(tmp_path: Path) -> None:
    told = "from kzun.store.stores import bundled_store; print(bundled_store())"

    assert run(sys.executable, "-c", told, folder=tmp_path) == f"{ROOT / 'facts'}\n"
