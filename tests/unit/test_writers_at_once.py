import subprocess
import sys
from pathlib import Path

from kzun.store.reader import read_store
from tests.writers import STORE, environ

WRITERS = 50


def test_fifty_writers_at_once_lose_no_fact_and_damage_no_file(tmp_path: Path) -> None:
    store = tmp_path / "facts"
    store.mkdir()
    (store / "stamp.toml").write_bytes(STORE.encode())
    words = [sys.executable, "-m", "kzun", "add", "--facts", str(store), "--statement", "It is sweet."]
    writers = [
        subprocess.Popen([*words, f"stamp.gum-{number}"], stdout=subprocess.PIPE, env=environ(tmp_path))
        for number in range(WRITERS)
    ]
    for writer in writers:
        writer.communicate()

    contents = read_store(store)
    assert [writer.returncode for writer in writers] == [0] * WRITERS
    assert {fact.id for fact in contents.facts} == {
        "stamp.value",
        *(f"stamp.gum-{n}" for n in range(WRITERS)),
    }
    assert contents.problems == ()
    assert (store / "stamp.toml").read_bytes().startswith(STORE.encode())
    assert sorted(path.name for path in store.iterdir()) == [".kzun.lock", "stamp.toml"]


def test_writers_that_name_one_store_differently_lose_nothing(tmp_path: Path) -> None:
    """A folder, a link to it, one file, a link to that, a folder with such a link, and a way round."""
    store, other = tmp_path / "facts", tmp_path / "other"
    store.mkdir()
    other.mkdir()
    (store / "stamp.toml").write_bytes(STORE.encode())
    (tmp_path / "link").symlink_to(store)
    (other / "stamp.toml").symlink_to(store / "stamp.toml")
    named = [
        store,
        tmp_path / "link",
        store / "stamp.toml",
        other / "stamp.toml",
        other,
        store / ".." / "facts",
    ]
    words = [sys.executable, "-m", "kzun", "add", "--statement", "It is sweet.", "--facts"]
    writers = [
        subprocess.Popen(
            [*words, str(named[number % len(named)]), f"stamp.gum-{number}"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environ(tmp_path),
        )
        for number in range(4 * len(named))
    ]
    told = [writer.communicate()[1] for writer in writers]

    contents = read_store(store)
    done = {f"stamp.gum-{number}" for number, writer in enumerate(writers) if writer.returncode == 0}
    assert {fact.id for fact in contents.facts} == {"stamp.value", *done}
    assert contents.problems == ()
    assert {writer.returncode for writer in writers} <= {0, 3}
    assert all(b"it has changed since it was read" in text for text in told if text)
