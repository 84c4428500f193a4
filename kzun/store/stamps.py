"""How files look from outside, to tell whether any has changed since they were read."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from kzun.store.files import SUFFIX, is_folder

_FINE_TICK = 20_000_000  # nanoseconds: the slowest clock of a file system that counts fractions of seconds
_COARSE_TICK = 2_000_000_000  # of one that does not: FAT counts by twos
_SECOND = 1_000_000_000


class Stamp(NamedTuple):
    """A file as the system describes it; two that are equal are of the same content, as far as that goes."""

    size: int = -1
    modified: int = 0  # nanoseconds
    changed: int = 0  # likewise; no program sets it back, as many do with `modified`
    node: int = 0

    def may_hide_a_change(self, since: int) -> bool:
        """Whether a change after `since` (nanoseconds) could have left the stamp as it is.

        A clock ticks slower than files can change: what was written in the tick in which it was read
        looks the same before and after (git calls such a file racy).

        >>> Stamp(modified=1_000_000_000_001).may_hide_a_change(since=1_000_500_000_000)
        False
        >>> Stamp(modified=1_000_000_000_000).may_hide_a_change(since=1_000_500_000_000)
        True
        """
        last = max(self.modified, self.changed)
        tick = _FINE_TICK if self.modified % _SECOND else _COARSE_TICK
        return last + tick >= since


class Stamped(NamedTuple):
    """The files of several stores, and what hinders from looking at others, each by its path."""

    files: dict[str, Stamp]
    hindrances: dict[str, str]

    def __bytes__(self) -> bytes:
        """All of it as one text, for comparison; file names are bytes, and need not be UTF-8."""
        files = (f"{path}\0{' '.join(map(str, stamp))}" for path, stamp in self.files.items())
        hindrances = (f"{path}\0{text}" for path, text in self.hindrances.items())
        return os.fsencode("\n".join((*files, "", *hindrances)))


def stamped(roots: Sequence[Path], others: Iterable[Path] = ()) -> Stamped:
    """How the files of these stores, and some others, look now; paths in the order of their names.

    Raises MissingStoreError and UnreadableError for a root that is not there or cannot be listed.
    """
    found = Stamped({}, {})
    for root in roots:
        if is_folder(root):
            _look_into(f"{root}{os.sep}", found)
        else:
            _look_at(str(root), found)
    for path in others:
        _look_at(str(path), found)
    return Stamped(dict(sorted(found.files.items())), dict(sorted(found.hindrances.items())))


def stamp_of(path: str | Path) -> Stamp:
    """How a file looks now. Raises OSError."""
    return _stamp(os.stat(path))  # noqa: PTH116 - a Path would cost more than the call


def _look_into(root: str, found: Stamped) -> None:
    """The files that `files.store_files` would read, in a tenth of the time."""
    folders = [root]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as entries:
                folders.extend(_subfolders(folder, entries, found))
        except OSError as error:
            found.hindrances[folder] = str(error.errno)


def _subfolders(folder: str, entries: Iterable[os.DirEntry[str]], found: Stamped) -> Iterator[str]:
    for entry in entries:
        name = entry.name
        if name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield f"{folder}{name}{os.sep}"
        elif name.endswith(SUFFIX):
            _look_at(f"{folder}{name}", found)


def _look_at(path: str, found: Stamped) -> None:
    try:
        found.files[path] = stamp_of(path)
    except OSError as error:
        found.hindrances[path] = str(error.errno)


def _stamp(status: os.stat_result) -> Stamp:
    return Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
