import os
import stat
import threading
from pathlib import Path

import pytest

from kzun.errors import ChangedFileError, LockedStoreError, MissingStoreError, UnwritableStoreError
from kzun.store import writer
from kzun.store.writer import Change, content_of, locked, write


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "stamp.toml"
    path.write_bytes(b"old")
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_replaced_and_nothing_is_left_beside_it(file: Path) -> None:
    write(file.parent, [Change(file, b"old", b"new")])

    assert (file.read_bytes(), names(file.parent)) == (b"new", ["stamp.toml"])


def test_a_new_file_gets_the_mode_that_the_umask_leaves(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write(tmp_path, [Change(tmp_path / "a.toml", None, b"new")])
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / "a.toml").stat().st_mode) == 0o640


def test_mode_and_owner_of_a_file_are_kept(file: Path) -> None:
    file.chmod(0o604)
    if os.geteuid() == 0:
        os.chown(file, 1234, 2345)
    before = file.stat()
    write(file.parent, [Change(file, b"old", b"new")])
    after = file.stat()

    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)
    assert after.st_ino != before.st_ino


def test_a_file_whose_owner_may_not_be_given_keeps_its_group(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def chown(path: Path, owner: int, group: int) -> None:
        asked.append((owner, group))
        if owner != -1:
            raise PermissionError

    monkeypatch.setattr(os, "chown", chown)
    write(file.parent, [Change(file, b"old", b"new")])

    status = file.stat()
    assert asked == [(status.st_uid, status.st_gid), (-1, status.st_gid)]


def test_a_link_stays_a_link_and_its_file_is_written(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "facts"
    folder.mkdir()
    link = folder / "stamp.toml"
    link.symlink_to(file)
    write(folder, [Change(link, b"old", b"new")])

    assert (link.is_symlink(), file.read_bytes(), names(folder)) == (True, b"new", ["stamp.toml"])


def test_what_somebody_else_has_written_since_is_not_overwritten(file: Path) -> None:
    file.write_bytes(b"theirs")
    with pytest.raises(ChangedFileError, match="has changed since it was read"):
        write(file.parent, [Change(file, b"old", b"new")])

    assert (file.read_bytes(), names(file.parent)) == (b"theirs", ["stamp.toml"])


def test_a_file_that_has_gone_since_is_not_made_again(file: Path) -> None:
    file.unlink()
    with pytest.raises(ChangedFileError):
        write(file.parent, [Change(file, b"old", b"new")])

    assert names(file.parent) == []


def test_a_file_that_comes_in_the_last_moment_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.toml"
    monkeypatch.setattr(writer, "_refuse_if_changed", lambda *_: path.write_bytes(b"theirs"))
    with pytest.raises(ChangedFileError):
        write(tmp_path, [Change(path, None, b"ours")])

    assert (path.read_bytes(), names(tmp_path)) == (b"theirs", ["a.toml"])


def test_a_disk_that_knows_no_hard_links_gets_new_files_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", link)
    write(tmp_path, [Change(tmp_path / "a.toml", None, b"new")])

    assert (tmp_path / "a.toml").read_bytes() == b"new"


def test_of_several_files_all_are_written_or_none(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other, new = file.with_name("un.toml"), file.with_name("new.toml")
    other.write_bytes(b"other")
    changes = [Change(file, b"old", b"1"), Change(new, None, b"2"), Change(other, b"other", b"3")]
    replace = Path.replace

    def refuse(path: Path, target: Path) -> Path:
        if target == other:
            raise OSError(5, "Input/output error")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(UnwritableStoreError, match="Input/output error"):
        write(file.parent, changes)

    assert (file.read_bytes(), other.read_bytes(), names(file.parent)) == (
        b"old",
        b"other",
        ["stamp.toml", "un.toml"],
    )


def test_leftovers_of_killed_writers_are_removed_by_the_next(file: Path) -> None:
    (file.parent / "sub").mkdir()
    (file.parent / "sub" / ".un.toml.0123.kzun-new").write_bytes(b"half")
    (file.parent / ".hidden").write_bytes(b"mine")
    write(file.parent, [])

    assert names(file.parent / "sub") == []
    assert names(file.parent) == [".hidden", "stamp.toml", "sub"]


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_what_cannot_be_finished_leaves_nothing(
    file: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def fsync(_: int) -> None:
        raise error

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises((UnwritableStoreError, KeyboardInterrupt)):
        write(file.parent, [Change(file, b"old", b"new")])

    assert (file.read_bytes(), names(file.parent)) == (b"old", ["stamp.toml"])


def test_a_folder_that_cannot_be_synced_is_no_error(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fsync = os.fsync

    def refuse(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(22, "Invalid argument")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", refuse)
    write(file.parent, [Change(file, b"old", b"new")])

    assert file.read_bytes() == b"new"


def test_one_writer_keeps_another_out_until_it_is_done(tmp_path: Path) -> None:
    failures: list[Exception] = []

    def other() -> None:
        try:
            with locked(tmp_path, patience=0):
                pass
        except LockedStoreError as error:
            failures.append(error)

    with locked(tmp_path):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    other()

    assert [str(error) for error in failures] == [
        f"cannot write {tmp_path}: another kzun has been writing there for 0 seconds"
    ]


def test_the_lock_lets_in_those_whom_the_folder_lets_in(tmp_path: Path) -> None:
    tmp_path.chmod(0o770)
    with locked(tmp_path):
        pass

    assert stat.S_IMODE((tmp_path / ".kzun.lock").stat().st_mode) == 0o660


def test_a_store_that_is_a_file_has_its_lock_beside_it(file: Path) -> None:
    with locked(file):
        assert names(file.parent) == [".kzun.lock", "stamp.toml"]


def test_a_store_that_is_a_link_to_a_file_has_its_lock_beside_the_file(file: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    link = tmp_path / "other" / "stamp.toml"
    link.symlink_to(file)
    with locked(link):
        assert (names(link.parent), names(file.parent)) == (
            ["stamp.toml"],
            [".kzun.lock", "other", "stamp.toml"],
        )


def test_leftovers_beside_a_file_that_is_linked_to_are_removed(file: Path, tmp_path: Path) -> None:
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts" / "stamp.toml").symlink_to(file)
    (tmp_path / ".0123.kzun-new").write_bytes(b"half")
    write(tmp_path / "facts", [Change(tmp_path / "facts" / "stamp.toml", b"old", b"new")])

    assert names(tmp_path) == ["facts", "stamp.toml"]


def test_who_writes_a_folder_under_another_name_is_waited_for(file: Path) -> None:
    """The other holds the folder, and lets go once it has written and we have come to wait."""
    fcntl = pytest.importorskip("fcntl")
    theirs = os.open(file.parent, os.O_RDONLY)
    fcntl.flock(theirs, fcntl.LOCK_EX)
    failures: list[Exception] = []

    def ours() -> None:
        try:
            write(file.parent, [Change(file, b"old", b"ours")])
        except ChangedFileError as error:
            failures.append(error)

    thread = threading.Thread(target=ours)
    thread.start()
    file.write_bytes(b"theirs")
    os.close(theirs)
    thread.join()

    assert (file.read_bytes(), len(failures)) == (b"theirs", 1)


def test_what_a_writer_at_work_has_in_hand_is_no_leftover(tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / ".0123.kzun-new").write_bytes(b"half")
    theirs = os.open(tmp_path / "sub", os.O_RDONLY)
    fcntl.flock(theirs, fcntl.LOCK_EX)
    write(tmp_path, [])
    os.close(theirs)

    assert names(tmp_path / "sub") == [".0123.kzun-new"]


def test_a_disk_on_which_folders_cannot_be_locked_is_written(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fcntl = pytest.importorskip("fcntl")

    def refuse(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(fcntl, "flock", refuse)
    write(file.parent, [Change(file, b"old", b"new")])

    assert file.read_bytes() == b"new"


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(MissingStoreError), locked(tmp_path / "gone" / "facts"):
        pass

    assert names(tmp_path) == []


def test_a_lock_that_cannot_be_had_is_an_error_of_the_store(tmp_path: Path) -> None:
    (tmp_path / ".kzun.lock").symlink_to("elsewhere")
    with pytest.raises(UnwritableStoreError), locked(tmp_path):
        pass


def test_what_is_no_plain_file_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.toml")
    (tmp_path / "y.toml").symlink_to("nothing")
    (tmp_path / "z.toml").symlink_to("z.toml")

    assert content_of(tmp_path / "a.toml") is None
    for name, reason in (("x", "no plain file"), ("y", "a link to nothing"), ("z", "symbolic links")):
        with pytest.raises(UnwritableStoreError, match=reason):
            content_of(tmp_path / f"{name}.toml")
