"""Calls as `tests/golden_calls` shows them, a file each: what is written to where, and the exit status.

After a wanted change, `KZUN_UPDATE_GOLDEN=1 pytest tests/unit/test_golden_calls.py` writes the files anew and
skips their tests; what it has changed is then for a reader of the diff to judge.
"""

import os
from io import BytesIO, TextIOWrapper
from pathlib import Path
from shlex import join

import pytest

from kzun.cli import main

GOLDEN = Path(__file__).parents[1] / "golden_calls"
STORE = {
    "garden.toml": """\
title = "The garden"

[beds]  # counted in spring
statement = "The garden has 12 beds."
value = 12
unit = "beds"
source = { id = "diary", at = "page 3" }
see = ["garden.frost"]

[frost]
statement = "The first frost of 2025 came on 9 October."
date = 2025-10-09
who = ["Айгүл"]
source = "diary"
see = ["garden.beds"]
""",
    "sources.toml": '[diary]\ntitle = "A diary"\nurl = "https://example.org/diary"\n',
    "damaged.toml": '[x]\nstatment = "?"\ndate = "2025-13"\n',
}
INPUT = '{"id": "garden.trees", "statement": "The garden has 3 trees.", "value": 3, "unit": "trees"}\n'
NEW = ("add", "garden.trees", "--statement", "The garden has 3 trees.", "--value", "3", "--unit", "trees")
CALLS = {
    "add": (*NEW, "--source", "diary", "--at", "page 4"),
    "add-dry": (*NEW, "--date", "1890~", "--who", "Айгүл", "--who", "Ann", "--dry-run"),
    "add-input": ("add", "garden.trees", "-"),
    "add-new-topic": ("add", "pond.depth", "--statement", "The pond is deep.", "--title", "The pond"),
    "add-nothing": ("add", "garden.trees"),
    "add-refused": ("add", "garden.trees", "--statement", "x", "--date", "2025-13", "--see", "garden.bed"),
    "add-taken": ("add", "garden.beds", "--statement", "The garden has 14 beds."),
    "edit": ("edit", "garden.beds", "--set", "value=14", "--set", "statement=The garden has 14 beds."),
    "edit-dry": ("edit", "garden.frost", "--unset", "who", "--set", "where=Semey", "--dry-run"),
    "edit-field": ("edit", "garden.beds", "--set", "valeu=14"),
    "edit-unknown": ("edit", "garden.bed", "--set", "value=14"),
    "remove": ("remove", "garden.beds", "--unlink"),
    "remove-dry": ("remove", "garden.frost", "--unlink", "--dry-run"),
    "remove-referred": ("remove", "garden.beds"),
    "remove-unknown": ("remove", "garden.bed"),
    "import": ("import", "-", "-f", "jsonl"),
    "import-dry": ("import", "-", "-f", "jsonl", "--dry-run"),
    "import-format": ("import", "facts.jsnl"),
    "import-refused": ("import", "facts/damaged.toml"),
    "check": ("check",),
    "check-file": ("check", "facts/garden.toml", "--strict"),
    "check-rule": ("check", "--rule", "no-source"),
    "check-rule-unknown": ("check", "--rule", "no-sauce"),
    "search": ("search", "how", "many", "beds"),
    "search-answer": ("search", "how", "many", "bads", "-a"),
    "search-none": ("search", "zebra", "--json"),
    "search-strict": ("search", "beds", "--strict"),
    "show-field": ("show", "garden", "--field", "source.url"),
    "show-field-unknown": ("show", "garden.beds", "--field", "valeu"),
    "show-unknown": ("show", "garden.bed", "garden.frost"),
    "list-topic": ("list", "gardn"),
    "timeline-on": ("timeline", "--on", "10-09"),
    "timeline-none": ("timeline", "zebra", "-f", "markdown"),
    "unknown-command": ("timelin", "--on", "today"),
    "unknown-option": ("show", "garden.beds", "--jason"),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_call_goes_as_its_golden_file_shows(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = tmp_path / "facts"
    facts.mkdir()
    for file, text in STORE.items():
        (facts / file).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KZUN_FACTS", "facts")
    monkeypatch.setenv("KZUN_CONFIG", "")
    monkeypatch.setenv("KZUN_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(INPUT.encode()), encoding="utf-8"))

    status = main(CALLS[name])

    out, err = capsys.readouterr()
    told = f"$ kzun {join(CALLS[name])}\n{out}{_marked(err)}exit: {int(status)}\n"
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("KZUN_UPDATE_GOLDEN"):
        golden.write_text(told, encoding="utf-8")
        pytest.skip("written anew")
    assert told == golden.read_text(encoding="utf-8")


def test_the_golden_folder_holds_these_calls_and_no_other() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == set(CALLS) != set()


def _marked(err: str) -> str:
    return "".join(f"2> {line}\n" for line in err.splitlines())
