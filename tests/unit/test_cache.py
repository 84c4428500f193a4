"""An index that is kept answers as the files would, whatever happens to the files, to it or to its folder."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import platformdirs
import pytest

from kzun import cli
from kzun.fact import Fact
from kzun.factbase import FactBase
from kzun.search.indexing import write_about
from kzun.store import document, reader
from kzun.store.cache import look_at, shelf
from kzun.store.stamps import may_hide_a_change
from kzun.store.stores import cache_folder, user_store

MONTH = 31 * 86_400
TEXT = '[ford]\nstatement = "The ford of the Tarn is shallow."\n'
DEEP = TEXT.replace("shallow", "bottoms")  # as long as before


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "facts"
    folder.mkdir()
    (folder / "river.toml").write_text(TEXT, encoding="utf-8")
    return folder


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The roots of each time that files are read."""
    seen: list[object] = []
    read = reader.read_stores

    def counted(*roots: object) -> object:
        seen.append(roots)
        return read(*roots)  # type: ignore[arg-type]

    monkeypatch.setattr(reader, "read_stores", counted)
    return seen


def listed(store: Path, cache: Path | None) -> tuple[Fact, ...]:
    with FactBase.open([str(store)], environ={}, cache=cache) as base:
        return base.list()


def said(store: Path, cache: Path | None) -> list[str]:
    return [fact.statement for fact in listed(store, cache)]


def index_in(cache: Path) -> Path:
    (index,) = cache.iterdir()
    return index


def test_files_are_read_once(store: Path, cache: Path, reads: list[object]) -> None:
    for _ in range(3):
        listed(store, cache)

    assert len(reads) == 1


def test_without_a_folder_nothing_is_kept(store: Path, cache: Path, reads: list[object]) -> None:
    listed(store, None)
    listed(store, None)

    assert (len(reads), cache.exists()) == (2, False)


def test_an_edit_of_the_same_length_and_time_is_seen(store: Path, cache: Path) -> None:
    file = store / "river.toml"
    before = file.stat()
    listed(store, cache)
    file.write_text(DEEP, encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert said(store, cache) == ["The ford of the Tarn is bottoms."]


@pytest.mark.parametrize("away", [-MONTH, MONTH])
def test_a_clock_that_jumps_hides_no_edit(away: int, store: Path, cache: Path) -> None:
    listed(store, cache)
    (store / "river.toml").write_text(DEEP, encoding="utf-8")
    os.utime(store / "river.toml", (time.time() + away, time.time() + away))

    assert said(store, cache) == ["The ford of the Tarn is bottoms."]


def test_a_file_that_takes_the_place_of_another_is_seen(store: Path, cache: Path) -> None:
    listed(store, cache)
    (store / "new").write_text(DEEP, encoding="utf-8")
    (store / "new").replace(store / "river.toml")

    assert said(store, cache) == ["The ford of the Tarn is bottoms."]


@pytest.mark.parametrize(
    ("modified", "changed", "since", "may"),
    [
        (1_000_000_000_001, 1_000_000_000_001, 1_000_000_000_001, True),
        (1_000_000_000_001, 1_000_000_000_001, 1_000_020_000_002, False),
        (1_000_000_000_000, 1_000_000_000_001, 1_001_999_999_999, True),
        (1_000_000_000_000, 1_000_000_000_001, 1_002_000_000_002, False),
        (7_000_000_000_001, 1_000_000_000_001, 1_002_000_000_002, True),
        (500_000_000_001, 1_000_000_000_001, 1_000_000_000_002, True),
    ],
)
def test_a_change_can_hide_in_the_tick_of_a_clock(
    modified: int, changed: int, since: int, *, may: bool
) -> None:
    assert may_hide_a_change(("a.toml", 9, modified, changed, 7, True), since) is may


def test_a_file_of_the_tick_in_which_it_was_read_is_trusted_for_its_content_alone(
    store: Path, cache: Path
) -> None:
    place = shelf(cache, [store], "")
    assert place
    look = look_at([store], store / "river.toml")
    place.fill(look, lambda path: path.touch())
    path = str(store / "river.toml")
    os.utime(place.path, ns=(0, 0))  # older than every file
    true = look.digests(0)

    assert place.is_fresh(look, bytes(look), _noted(true))
    os.utime(place.path, ns=(0, 0))
    assert not place.is_fresh(look, bytes(look), _noted({**true, path: "other"}))
    assert not place.is_fresh(look, bytes(look), b"")


def _noted(digests: dict[str, str]) -> bytes:
    return json.dumps(digests).encode()


def _truncate(index: Path) -> None:
    os.truncate(index, 6000)


def _empty(index: Path) -> None:
    os.truncate(index, 0)


def _scribble(index: Path) -> None:
    index.write_text("no database")


def _lose_a_table(index: Path) -> None:
    with sqlite3.connect(index) as connection:
        connection.execute("DROP TABLE facts")
    connection.close()


def _of_another_schema(index: Path) -> None:
    with sqlite3.connect(index) as connection:
        connection.execute("DROP TABLE about")
    connection.close()


@pytest.mark.parametrize("damage", [_truncate, _empty, _scribble, _lose_a_table, _of_another_schema])
def test_a_damaged_index_is_as_good_as_none(damage: Callable[[Path], None], store: Path, cache: Path) -> None:
    expected = listed(store, cache)
    damage(index_in(cache))

    assert listed(store, cache) == expected
    assert listed(store, cache) == expected


@pytest.fixture
def large(store: Path) -> Path:
    """A store of several files, all as old as can be told apart from what is written next."""
    for number in range(3):
        path = store / f"weir-{number}.toml"
        path.write_text(f'[height]\nstatement = "Weir {number} is low."\n', encoding="utf-8")
    for path in store.iterdir():
        os.utime(path, (0, 0))
    return store


def test_of_a_changed_a_new_and_a_removed_file_no_other_is_read_again(
    large: Path, cache: Path, reads: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    listed(large, cache)
    opened: list[str] = []
    read = document.read_document

    def counted(path: Path) -> object:
        opened.append(path.name)
        return read(path)

    monkeypatch.setattr(reader, "read_document", counted)
    (large / "weir-1.toml").write_text('[height]\nstatement = "It is high."\n', encoding="utf-8")
    (large / "weir-2.toml").unlink()
    (large / "lock.toml").write_text('[width]\nstatement = "It is narrow."\n', encoding="utf-8")

    assert said(large, cache) == [
        "It is narrow.",
        "The ford of the Tarn is shallow.",
        "Weir 0 is low.",
        "It is high.",
    ]
    assert (sorted(opened), len(reads)) == (["lock.toml", "weir-1.toml"], 1)


def test_many_new_files_that_come_at_once_all_find_room(large: Path, cache: Path) -> None:
    listed(large, cache)
    for number in range(5):
        facts = "".join(f'[gauge-{each}]\nstatement = "It reads {each}."\n' for each in range(90))
        (large / f"sluice-{number}.toml").write_text(facts, encoding="utf-8")

    assert listed(large, cache) == listed(large, None)


def test_an_index_that_somebody_reads_stays_as_it_is(large: Path, cache: Path) -> None:
    with FactBase.open([str(large)], environ={}, cache=cache) as base:
        (large / "weir-1.toml").write_text('[height]\nstatement = "It is high."\n', encoding="utf-8")
        now = said(large, cache)

        assert ("It is high." in now, base.show("weir-1.height")[0].statement) == (True, "Weir 1 is low.")


def test_who_was_killed_while_bringing_it_up_to_date_hinders_nobody(
    large: Path, cache: Path, reads: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    listed(large, cache)
    (large / "weir-1.toml").write_text('[height]\nstatement = "It is high."\n', encoding="utf-8")
    with monkeypatch.context() as killed:
        killed.setattr("kzun.search.updating.write_about", _stop_at_the_second_time())
        with pytest.raises(KeyboardInterrupt):
            listed(large, cache)

    assert "It is high." in said(large, cache)
    assert len(reads) == 2


def _stop_at_the_second_time() -> Callable[..., None]:
    """Note that something has begun, and be gone before it is whole."""
    calls: list[object] = []

    def write(*about: Any) -> None:
        calls.append(about)
        if len(calls) > 1:
            raise KeyboardInterrupt
        write_about(*about)

    return write


def test_many_see_an_edit_at_once(large: Path, cache: Path) -> None:
    listed(large, cache)
    (large / "weir-1.toml").write_text('[height]\nstatement = "It is high."\n', encoding="utf-8")
    environ = {**os.environ, "KZUN_CACHE_DIR": str(cache)}
    words = [sys.executable, "-m", "kzun", "list", "--facts", str(large)]
    started = [subprocess.Popen(words, stdout=subprocess.PIPE, env=environ, text=True) for _ in range(8)]
    told = {process.communicate()[0] for process in started}

    assert [rows.count("It is high.") for rows in told] == [1]


def test_what_a_killed_build_leaves_behind_is_in_nobodys_way(store: Path, cache: Path) -> None:
    cache.mkdir()
    (cache / "00000000.1.part").write_text("half")

    assert listed(store, cache) == listed(store, None)


def test_a_build_that_is_interrupted_leaves_nothing(
    store: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kzun.search.indexing.build", interrupted)
    with pytest.raises(KeyboardInterrupt):
        listed(store, cache)

    assert list(cache.iterdir()) == []


def test_a_folder_that_is_full_keeps_nothing_and_hinders_nobody(
    store: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kzun.store.cache.Path.replace", _refuse)

    assert listed(store, cache) == listed(store, None)
    assert list(cache.iterdir()) == []


def _refuse(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_the_folder_and_what_lies_in_it_are_private(store: Path, cache: Path) -> None:
    cache.mkdir(mode=0o755)
    listed(store, cache)

    assert (cache.stat().st_mode & 0o777, index_in(cache).stat().st_mode & 0o777) == (0o700, 0o600)


def test_a_folder_that_all_share_is_not_used(store: Path, cache: Path) -> None:
    cache.mkdir()
    cache.chmod(0o1777)
    listed(store, cache)

    assert (list(cache.iterdir()), cache.stat().st_mode & 0o7777) == ([], 0o1777)


def test_a_folder_of_another_user_is_not_used(
    store: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.mkdir()
    monkeypatch.setattr("os.getuid", lambda: cache.stat().st_uid + 1)
    listed(store, cache)

    assert list(cache.iterdir()) == []


def test_what_nobody_has_used_for_thirty_days_goes(store: Path, cache: Path) -> None:
    listed(store, cache)
    old = index_in(cache)
    os.utime(old, (time.time() - MONTH, time.time() - MONTH))
    listed(store / "river.toml", cache)

    assert not old.exists()
    assert index_in(cache) != old


def test_what_is_used_is_kept(store: Path, cache: Path) -> None:
    listed(store, cache)
    os.utime(index_in(cache), (time.time() - MONTH, time.time() - MONTH))
    listed(store, cache)
    listed(store / "river.toml", cache)

    assert len(list(cache.iterdir())) == 2


def test_stores_that_are_named_otherwise_have_an_index_of_their_own(
    store: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (store / "broken.toml").write_text("[", encoding="utf-8")
    monkeypatch.chdir(store.parent)
    paths = [
        FactBase.open([name], environ={}, cache=cache).problems[0].path for name in ("facts", str(store))
    ]

    assert paths == ["facts/broken.toml", f"{store}/broken.toml"]


@pytest.mark.parametrize("home", ["/home/me", "/home/me/of mine"])
@pytest.mark.parametrize("named", ["", "/var/me/xdg", "  "])
@pytest.mark.skipif("sys.platform != 'linux'", reason="elsewhere platformdirs is asked")
def test_folders_lie_where_platformdirs_has_them(
    home: str, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable, value in (("HOME", home), ("XDG_CACHE_HOME", named), ("XDG_DATA_HOME", named)):
        monkeypatch.setenv(variable, value)

    assert cache_folder(os.environ) == platformdirs.user_cache_path("kzun")
    assert user_store() == platformdirs.user_data_path("kzun") / "facts"


def test_the_folder_can_be_named(tmp_path: Path) -> None:
    assert cache_folder({"KZUN_CACHE_DIR": str(tmp_path)}) == tmp_path


@pytest.mark.skipif("sys.platform != 'linux'", reason="elsewhere platformdirs is asked")
def test_who_has_no_home_has_no_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.path.expanduser", lambda path: path)

    assert cache_folder({}) is None


@pytest.mark.parametrize(("words", "kept"), [(["list"], 1), (["list", "--no-cache"], 0)])
def test_a_command_keeps_an_index_unless_told_not_to(
    words: list[str], kept: int, store: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KZUN_CACHE_DIR", str(cache))

    assert cli.main([*words, "--facts", str(store)]) == 0
    assert len(list(cache.glob("*"))) == kept
