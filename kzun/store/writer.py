"""Puts files of a store in place of others: whole, lasting, and never over what somebody else has written."""

import os
import secrets
import shutil
import stat
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from errno import EACCES
from pathlib import Path
from typing import NamedTuple

from kzun.errors import ChangedFileError, LockedStoreError, UnwritableStoreError
from kzun.store.paths import is_folder, refusal, shown

LOCK = ".kzun.lock"
PATIENCE = 120.0  # seconds that a writer waits for others
_UNFINISHED = ".kzun-new"  # the last part of a temporary file's name; the first is a dot
_OWNERLESS = 0o666  # a new file's mode, of which the umask takes away
_PRIVATE = 0o600


class Change(NamedTuple):
    """What a file is to hold."""

    path: Path
    old: bytes | None  # what it held when it was read; None for a file that was not there
    new: bytes


class _Prepared(NamedTuple):
    """A change that lies on the disk beside its place."""

    change: Change
    target: Path  # the file itself, where the path is a link to it
    temporary: Path


@contextmanager
def locked(root: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Keeps other writers out of the store at `root`, a folder or a single file.

    Raises MissingStoreError, UnreadableError, UnwritableStoreError and LockedStoreError.
    """
    import filelock  # only for writers: it takes 18 ms to import

    folder = root if is_folder(root) else _target(root).parent
    try:
        mode = folder.stat().st_mode & _OWNERLESS | _PRIVATE  # filelock refuses one that shuts out its owner
        lock = filelock.FileLock(folder / LOCK, mode=mode)
        lock.acquire(timeout=patience)
    except filelock.Timeout as error:
        raise LockedStoreError(shown(folder), patience) from error
    except OSError as error:
        raise UnwritableStoreError(shown(folder), refusal(error)) from error
    try:
        yield
    finally:
        lock.release()


def write(root: Path, changes: Sequence[Change]) -> None:
    """Carry out all the changes or none; the caller holds the lock of `root`.

    All are on the disk before the first takes its place, so that a full disk hinders none halfway. A power
    cut between two of them leaves each file old or new. Raises ChangedFileError and UnwritableStoreError.
    """
    _sweep(root)
    with ExitStack() as held:
        for folder in sorted({_target(change.path).parent for change in changes}):
            held.enter_context(_held(folder))
            _clear(folder)
        _write(changes)


def content_of(path: Path) -> bytes | None:
    """What a plain file holds, or None where nothing is. Raises UnwritableStoreError for all else."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise UnwritableStoreError(shown(path), "it is no plain file")
        return path.read_bytes()
    except FileNotFoundError:
        if path.is_symlink():
            raise UnwritableStoreError(shown(path), "it is a link to nothing") from None
        return None
    except OSError as error:
        raise UnwritableStoreError(shown(path), refusal(error)) from error


def _target(path: Path) -> Path:
    """The file itself, where a path is a link to it."""
    return Path(os.path.realpath(path))


def _sweep(root: Path) -> None:
    """Remove what killed writers have left in the folders of a store, where no writer is at work just now."""
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        if any(map(_is_unfinished, files)):
            with suppress(BlockingIOError), _held(Path(folder), wait=False):
                _clear(Path(folder))


def _clear(folder: Path) -> None:
    """Remove what killed writers have left; whoever holds the folder knows that none is at work."""
    with suppress(OSError):
        for path in folder.iterdir():
            if _is_unfinished(path.name):
                _remove(path)


def _is_unfinished(name: str) -> bool:
    return name.startswith(".") and name.endswith(_UNFINISHED)


@contextmanager
def _held(folder: Path, *, wait: bool = True) -> Iterator[None]:
    """Keeps out who writes in this folder, by whatever name they have the store that it belongs to.

    The folder itself is locked, which leaves nothing in it and takes no longer than files are written. Where
    the system cannot do that, the store's own lock has to do. Raises BlockingIOError if it is not to `wait`.
    """
    descriptor = _opened(folder)
    try:
        if descriptor is not None:
            _lock(descriptor, wait=wait)
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _opened(folder: Path) -> int | None:
    try:
        return os.open(folder, os.O_RDONLY)
    except OSError:
        return None


def _lock(descriptor: int, *, wait: bool) -> None:
    try:
        import fcntl  # which Windows has not
    except ImportError:
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        raise
    except OSError:  # not every disk lets folders be locked
        return


def _write(changes: Sequence[Change]) -> None:
    prepared: list[_Prepared] = []
    try:
        prepared.extend(map(_prepare, changes))
        for each in prepared:
            _refuse_if_changed(each.change, each.target)
        _put_in_place(prepared)
    finally:
        for each in prepared:
            _remove(each.temporary)


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)


def _prepare(change: Change) -> _Prepared:
    target = _target(change.path)
    _refuse_if_changed(change, target)
    _refuse_read_only(change, target)
    temporary = target.with_name(f".{secrets.token_hex(8)}{_UNFINISHED}")  # no longer than names may be
    try:
        _write_lasting(temporary, change.new, None if change.old is None else target)
    except OSError as error:
        _remove(temporary)
        raise UnwritableStoreError(shown(change.path), refusal(error)) from error
    except BaseException:
        _remove(temporary)
        raise
    return _Prepared(change, target, temporary)


def _write_lasting(path: Path, content: bytes, like: Path | None) -> None:
    """Write a new file and wait until the disk has it; to others it is as closed as `like`."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE if like else _OWNERLESS)
    with open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor is no path
        file.write(content)
        file.flush()
        if like:
            _dress(path, like)
        os.fsync(descriptor)


def _dress(temporary: Path, target: Path) -> None:
    """Owner, mode and other attributes as those of the file that it replaces, as far as one may."""
    status = target.stat()
    for owner, group in ((status.st_uid, status.st_gid), (-1, status.st_gid)):
        with suppress(PermissionError):
            os.chown(temporary, owner, group)
            break
    shutil.copystat(target, temporary)
    os.utime(temporary)  # now: whoever watches times must see that it changed


def _refuse_if_changed(change: Change, target: Path) -> None:
    path, old, _ = change
    if content_of(path) != old or _target(path) != target:
        raise ChangedFileError(shown(path))


def _refuse_read_only(change: Change, target: Path) -> None:
    """A file could be replaced against its mode, which somebody has set on purpose."""
    if change.old is not None and not os.access(target, os.W_OK):
        raise UnwritableStoreError(shown(change.path), os.strerror(EACCES))


def _put_in_place(prepared: Sequence[_Prepared]) -> None:
    done: list[_Prepared] = []
    try:
        for each in prepared:
            _replace(each)
            done.append(each)
    except BaseException:
        for each in reversed(done):
            _take_back(each)
        raise
    for folder in {each.target.parent for each in prepared}:
        _make_lasting(folder)


def _replace(prepared: _Prepared) -> None:
    path, old, _ = prepared.change
    try:
        if old is None:
            _create(prepared.temporary, prepared.target)
        else:
            prepared.temporary.replace(prepared.target)
    except FileExistsError as error:
        raise ChangedFileError(shown(path)) from error
    except OSError as error:
        raise UnwritableStoreError(shown(path), refusal(error)) from error


def _create(temporary: Path, target: Path) -> None:
    """As `replace`, but FileExistsError where meanwhile there is a file; not every disk knows such links."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:
        temporary.replace(target)


def _take_back(prepared: _Prepared) -> None:
    path, old, new = prepared.change
    if old is None:
        _remove(prepared.target)
        return
    with suppress(UnwritableStoreError):
        _replace(_prepare(Change(path, new, old)))


def _make_lasting(folder: Path) -> None:
    """The folder's own entry of a file is written later than the file; not every system lets one wait."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
