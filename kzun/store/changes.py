"""Which files of stores have changed, where each of them can be read by itself."""

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from kzun.store.files import StoreFile
from kzun.store.paths import SUFFIX, shown
from kzun.store.reader import RESERVED
from kzun.store.stamps import Stamp
from kzun.store.topic import is_id

_MOST = 64  # files; to read all is not much slower than to put more than these in their places
_OF_SEVERAL_FILES = {"dangling-see", "hides", "duplicate-stem"}  # problems that change with other files
_OF_ALL_FILES = tuple(f"{stem}{SUFFIX}" for stem in RESERVED)


class Changed(NamedTuple):
    """A file of a topic."""

    store: int  # its place among the stores
    file: StoreFile


class Changes(NamedTuple):
    """The files that are to be read again, and those that are there no more."""

    read: tuple[Changed, ...]
    gone: tuple[Changed, ...]

    @property
    def paths(self) -> frozenset[str]:
        """Of all of them, as problems have them."""
        return frozenset(shown(each.file.path) for each in (*self.read, *self.gone))


def changes(
    old: Iterable[Stamp], new: Iterable[Stamp], hidden: Iterable[str], roots: Sequence[Path]
) -> Changes | None:
    """What has changed between two looks; None where more than a few files of topics have to do with it.

    `hidden` are the paths of which the stamps do not show it. A thesaurus, sources, kzun itself and two files
    of one stem have to do with other files too.
    """
    before, now = ({stamp[0]: stamp for stamp in stamps} for stamps in (old, new))
    paths = {path for path in {**before, **now} if before.get(path) != now.get(path)}.union(hidden)
    if len(paths) > _MOST:
        return None
    found = {path: _file(path, roots) for path in sorted(paths)}
    stems = Counter(path.rpartition(os.sep)[2] for path in {**before, **now})
    if not all(each and stems[each.file.path.name] == 1 for each in found.values()):
        return None
    if not all(now[path][-1] for path in paths if path in now):
        return None  # it is no plain file
    return Changes(
        tuple(each for path, each in found.items() if each and path in now),
        tuple(each for path, each in found.items() if each and path not in now),
    )


def concern_several_files(problems: Iterable[tuple[str, str]]) -> bool:
    """Whether any of these problems, by path and code, can change with another file than its own."""
    return any(code in _OF_SEVERAL_FILES or Path(path).name in _OF_ALL_FILES for path, code in problems)


def _file(path: str, roots: Sequence[Path]) -> Changed | None:
    """The topic's file at a path, in the one store that it lies in."""
    found = [
        Changed(number, StoreFile(Path(path), name))
        for number, root in enumerate(roots)
        if (name := _name(path, str(root))) and name.endswith(SUFFIX)
    ]
    if len(found) != 1 or not is_id(found[0].file.stem) or found[0].file.stem in RESERVED:
        return None
    return found[0]


def _name(path: str, root: str) -> str:
    """The name of a file within a store, which may be the file itself; empty where it lies elsewhere."""
    if path == root:
        return path.rpartition(os.sep)[2]
    below = f"{root}{os.sep}"
    return path.removeprefix(below).replace(os.sep, "/") if path.startswith(below) else ""
