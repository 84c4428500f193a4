import signal
from pathlib import Path

import pytest

from tests.writers import STORE, kzun, kzun_that_dies

ADD = ("add", "stamp.gum", "--statement", "The gum is sweet.")
EDIT = ("edit", "stamp.value", "--set", "value=800")
LINES = 100_000  # more than a writer comes to


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "facts"
    folder.mkdir()
    (folder / "stamp.toml").write_bytes(STORE.encode())
    return folder


def outcome(words: tuple[str, ...], store: Path, home: Path) -> bytes:
    """What a writer makes of the store's file that nobody hinders."""
    file = store / "stamp.toml"
    old = file.read_bytes()
    assert kzun(home, *words, "--facts", str(store)).returncode == 0
    new = file.read_bytes()
    file.write_bytes(old)
    return new


@pytest.mark.parametrize("words", [ADD, EDIT])
def test_a_writer_killed_at_any_moment_leaves_the_old_file_or_the_new_one(
    words: tuple[str, ...], store: Path, tmp_path: Path
) -> None:
    file = store / "stamp.toml"
    old, new = file.read_bytes(), outcome(words, store, tmp_path)
    ends = kzun_that_dies(tmp_path, LINES, *words, "--facts", str(store))
    lines = LINES - int(ends.stderr)
    found = set()
    for place in range(10):
        file.write_bytes(old)
        for leftover in store.glob(".*.kzun-new"):  # to remove it takes lines of its own
            leftover.unlink()
        died = kzun_that_dies(tmp_path, 1 + place * (lines - 1) // 9, *words, "--facts", str(store))
        assert died.returncode == -signal.SIGKILL
        found.add(file.read_bytes())
        assert file.read_bytes() in {old, new}

    assert found == {old, new}
    file.write_bytes(old)
    assert kzun(tmp_path, *words, "--facts", str(store)).returncode == 0
    assert (file.read_bytes(), sorted(path.name for path in store.iterdir())) == (
        new,
        [".kzun.lock", "stamp.toml"],
    )
