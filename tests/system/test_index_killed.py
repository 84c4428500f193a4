"""Whoever is killed while an index is made or brought up to date leaves right answers behind."""

import signal
from pathlib import Path
from random import Random

import pytest

from tests.writers import kzun, kzun_that_dies

RUNS = 60
LINES = 100_000  # more than a reader comes to
WATCHED = "kept.py cache.py indexing.py updating.py"


@pytest.mark.parametrize("seed", range(2))
def test_a_reader_killed_at_random_moments_hinders_nobody(seed: int, tmp_path: Path) -> None:
    random = Random(seed)  # noqa: S311 - so that a failure can be seen again
    store = tmp_path / "facts"
    words = ("list", "--facts", str(store))
    store.mkdir()
    for file in range(4):
        facts = (f'[f{number}]\nstatement = "Weir {number} of {file}."\n' for number in range(5))
        (store / f"t{file}.toml").write_text("".join(facts), encoding="utf-8")
    lines = LINES - int(kzun_that_dies(tmp_path, LINES, *words, watched=WATCHED).stderr)
    for run in range(RUNS):
        fact = f'[mark]\nstatement = "It was run {run}."\n'
        (store / f"m{random.randrange(5)}.toml").write_text(fact, encoding="utf-8")
        died = kzun_that_dies(tmp_path, random.randint(1, lines), *words, watched=WATCHED)
        told = kzun(tmp_path, *words)

        assert died.returncode in {-signal.SIGKILL, 0}
        assert (told.stderr, told.stdout.count(b"Weir")) == (b"", 20)
        assert told.stdout.count(f"It was run {run}.".encode()) == 1
