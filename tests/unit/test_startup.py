"""What a warm command loads: no more than it needs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SPARE = {
    "rich", "rapidfuzz", "tomli", "tomllib", "tomli_w", "anyascii", "platformdirs", "importlib.metadata",
    "difflib", "icalendar", "hashlib", "csv", "email", "http", "asyncio", "pydantic", "click",
    "kzun.store.reader", "kzun.store.changes", "kzun.store.files",
    "kzun.search.computed", "kzun.search.indexing", "kzun.search.updating",
    "kzun.completion", "kzun.shells", "dataclasses", "unicodedata", "rich.progress",
    "kzun.views.screen", "kzun.views.documents", "kzun.views.events",
    "kzun.commands.checking", "kzun.commands.editing", "kzun.writing", "kzun.editor", "kzun.store.shapes",
    "unittest", "random", "tempfile", "logging",
}  # fmt: skip
LOOKING = {"kzun.commands.looking", "kzun.commands.reading", "kzun.factbase", "kzun.search.index", "sqlite3"}
STORE = """
title = "The Kestrel Bridge"

[opening]
statement = "The Kestrel Bridge was opened in Oakhaven in 1931."
date = 1931-05-04
where = ["Oakhaven"]
"""


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """Of a user with one store."""
    store = tmp_path / "facts"
    store.mkdir()
    (store / "bridge.toml").write_text(STORE, encoding="utf-8")
    own = {"KZUN_FACTS": str(store), "KZUN_CACHE_DIR": str(tmp_path / "cache"), "HOME": str(tmp_path)}
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **own}


@pytest.mark.parametrize(
    "words",
    [
        ["search", "when", "did", "the", "bridge", "open"],
        ["search", "bridge", "--json"],
        ["timeline"],
        ["show", "bridge"],
        ["list"],
    ],
)
def test_a_warm_command_in_a_pipe_loads_nothing_that_it_can_do_without(
    environ: dict[str, str], words: list[str]
) -> None:
    alone = loaded("import typer", environ)
    run(f"from kzun.cli import main; main({words!r})", environ)
    warm = loaded(f"from kzun.cli import main; main({words!r})", environ)

    assert sorted(SPARE & (warm - alone)) == []


@pytest.mark.parametrize("words", [["timeline"], ["show", "bridge.opening"], ["list", "bridge"]])
def test_who_asks_nothing_does_not_load_what_takes_questions_apart(
    environ: dict[str, str], words: list[str]
) -> None:
    run(f"from kzun.cli import main; main({words!r})", environ)
    warm = loaded(f"from kzun.cli import main; main({words!r})", environ)

    assert not {"kzun.search.asking", "kzun.search.question", "kzun.search.ranking"} & warm


def test_a_search_on_a_terminal_draws_without_the_tables_of_rich(environ: dict[str, str]) -> None:
    search = "from kzun.cli import main; main(['search', 'when', 'did', 'the', 'bridge', 'open', '--pretty'])"
    run(search, environ)
    modules = loaded(search, environ)

    assert "rich.console" in modules
    assert not {"rich.table", "rich.progress", "rich.markdown", "rich.syntax"} & modules


def test_the_marks_that_a_typesetter_sets_need_no_transliteration(environ: dict[str, str]) -> None:
    store = Path(environ["KZUN_FACTS"], "bridge.toml")
    typeset = "The town’s “Kestrel Bridge” – the old one — was opened in Oakhaven in 1931."
    plainly = "The Kestrel Bridge was opened in Oakhaven in 1931."
    store.write_text(STORE.replace(plainly, typeset), encoding="utf-8")
    search = "from kzun.cli import main; main(['search', 'when', 'did', 'the', 'bridge', 'open'])"
    run(search, environ)

    assert not {"anyascii", "unicodedata"} & loaded(search, environ)


def test_a_command_that_writes_loads_nothing_that_looks_something_up(environ: dict[str, str]) -> None:
    words = ["edit", "bridge.opening", "--set", "value=7", "--dry-run"]
    modules = loaded(f"from kzun.cli import main; main({words!r})", environ)

    assert "kzun.commands.editing" in modules
    assert sorted(LOOKING & modules) == []


def loaded(program: str, environ: dict[str, str]) -> set[str]:
    """The modules that there are after a program."""
    told = run(f"{program}; import sys; print(*sys.modules)", environ)
    return set(told.splitlines()[-1].split())


def run(program: str, environ: dict[str, str]) -> str:
    """What a program writes."""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, env=environ, check=True, text=True
    )
    return done.stdout
