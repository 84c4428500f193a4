"""The README's way from nothing to a store that others share and that is checked before each commit."""

import re
from pathlib import Path

import pytest

from tests.readme import README, blocks, examples, lay_out, run

IDENTITY = "export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@b"


@pytest.fixture
def orchard(tmp_path: Path) -> Path:
    """The store, as the README makes it and puts it into git."""
    lay_out(tmp_path)
    (made,) = [example for example in examples() if example.command.startswith("mkdir orchard")]
    (kept,) = blocks("shell")
    done = run(f"{IDENTITY}; {made.command} && {kept}", tmp_path)
    assert done.returncode == 0, done.stderr
    return tmp_path / "orchard"


def test_a_store_in_git_is_kept_without_the_writers_lock(orchard: Path) -> None:
    listed = run("git ls-files; git status --short", orchard)

    assert listed.stdout.split() == [".gitignore", "sources.toml", "trees.toml"]


def test_what_the_hook_runs_fails_where_a_fact_is_damaged(orchard: Path) -> None:
    (command,) = re.findall(r"^ +entry: (.*)$", README, re.MULTILINE)
    sound = run(command, orchard)
    (orchard / "trees.toml").write_text("[oldest]\ndate = 1931\n", encoding="utf-8")
    damaged = run(command, orchard)

    assert (sound.returncode, damaged.returncode) == (0, 1)
    assert damaged.stdout.splitlines()[0] == "trees.toml:1:1: error[missing-key]: statement is missing"
