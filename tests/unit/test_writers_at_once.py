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
