import signal
from pathlib import Path
from random import Random

import pytest

from tests.writers import STORE, kzun, kzun_that_dies

RUNS = 200
LINES = 100_000  # more than a writer comes to


@pytest.mark.parametrize("seed", range(4))
def test_a_writer_killed_at_random_moments_loses_nothing(seed: int, tmp_path: Path) -> None:
    random = Random(seed)  # noqa: S311 - so that a failure can be seen again
    file = tmp_path / "facts" / "stamp.toml"
    file.parent.mkdir()
    file.write_bytes(STORE.encode())
    named = ("--facts", str(file.parent))
    for run in range(RUNS // 4):
        old = file.read_bytes()
        words = (
            ("add", f"stamp.gum-{run}", "--statement", "The gum is sweet.")
            if random.random() < 0.5
            else ("edit", "stamp.value", "--set", f"value={run + 1}")
        )
        # Once before the lines are counted: removing what a killed writer left takes lines of its own.
        assert kzun(tmp_path, *words, *named).returncode == 0
        file.write_bytes(old)
        lines = LINES - int(kzun_that_dies(tmp_path, LINES, *words, *named).stderr)
        new = file.read_bytes()
        file.write_bytes(old)
        died = kzun_that_dies(tmp_path, random.randint(1, lines), *words, *named)

        assert died.returncode == -signal.SIGKILL
        assert file.read_bytes() in {old, new}
    done = kzun(tmp_path, "edit", "stamp.value", "--set", "unit=tyin", *named)
    assert (done.returncode, done.stderr) == (0, b"")
    assert sorted(path.name for path in file.parent.iterdir()) == [".kzun.lock", "stamp.toml"]
