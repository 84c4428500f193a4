"""Pipes as a shell makes them, into tools that are not everywhere."""

import re
from pathlib import Path

import pytest

from tests.readme import blocks, lay_out, run

PIPES = [line for block in blocks("sh")[2:] for line in block.splitlines()]


def test_there_are_pipes_into_jq_and_fzf() -> None:
    assert {"jq", "fzf"} <= set(re.findall(r"\w+", " ".join(PIPES)))


@pytest.mark.parametrize("pipe", PIPES)
def test_a_pipe_of_the_readme_runs(pipe: str, tmp_path: Path) -> None:
    lay_out(tmp_path)

    done = run(f"set -e; export FZF_DEFAULT_OPTS='--filter tenge'; {pipe}", tmp_path)

    assert (done.returncode, done.stderr.replace("1 fact\n", "")) == (0, "")
    assert done.stdout.strip()


@pytest.mark.parametrize("command", ["kzun timeline", "kzun list --json", "kzun search UN -n 0 --pretty"])
def test_a_pipe_that_is_closed_early_is_no_error(command: str, tmp_path: Path) -> None:
    lay_out(tmp_path)

    done = run(f"({command}; echo $? >status) | head -n 1; cat status", tmp_path)

    assert "Traceback" not in done.stderr
    assert "rror" not in done.stderr
    assert done.stdout.splitlines()[1:] == ["0"]
