"""Which files a store is made of."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kzun.problem import Problem, Severity
from kzun.store.paths import SUFFIX, is_folder, refusal, shown


class StoreFile(NamedTuple):
    """A file to be read."""

    path: Path  # the store as it was named, and the file in it
    name: str  # within its store, with forward slashes

    @property
    def stem(self) -> str:
        """The id of its topic, or what it is reserved for."""
        return self.path.name.removesuffix(SUFFIX)


class Listing(NamedTuple):
    """The files of a store in the order of their names, and what keeps others from being read."""

    files: tuple[StoreFile, ...]
    problems: tuple[Problem, ...] = ()


def store_files(root: Path) -> Listing:
    """What there is to read in the store at `root`, a folder or a single TOML file.

    Hidden files and folders are passed over, symlinked folders are not entered, and pipes, sockets and
    devices are never opened. Raises MissingStoreError and UnreadableError.
    """
    if not is_folder(root):
        return Listing((StoreFile(root, root.name),))
    found = tuple(_walk(root))
    files = (file for file in found if isinstance(file, StoreFile))
    problems = (problem for problem in found if isinstance(problem, Problem))
    return Listing(tuple(sorted(files, key=lambda file: file.name)), tuple(problems))


def file_problem(path: Path, code: str, text: str, place: tuple[int, int] = (1, 1)) -> Problem:
    """An error that keeps a file or folder from being read."""
    return Problem(shown(path), *place, Severity.ERROR, code, text)


def _walk(root: Path) -> Iterator[StoreFile | Problem]:
    """With a stack, since folders nest deeper than calls may."""
    folders = [""]
    while folders:
        for found in _contents(root, folders.pop()):
            if isinstance(found, str):
                folders.append(found)
            else:
                yield found


def _contents(root: Path, folder: str) -> Iterator[str | StoreFile | Problem]:
    """The folders in a folder, the files to be read, and what hinders."""
    try:
        with os.scandir(root / folder) as entries:
            for entry in entries:
                if not entry.name.startswith("."):
                    yield from _entry(root, f"{folder}{entry.name}", entry)
    except OSError as error:
        yield file_problem(root / folder, "unreadable", refusal(error))


def _entry(root: Path, name: str, entry: os.DirEntry[str]) -> Iterator[str | StoreFile | Problem]:
    is_folder = entry.is_dir(follow_symlinks=False)
    if not is_folder and not name.endswith(SUFFIX):
        return
    try:
        name.encode()
        if is_folder:
            yield f"{name}/"
        elif entry.is_file():
            yield StoreFile(root / name, name)
    except UnicodeEncodeError:
        yield file_problem(root / name, "encoding", "its name is not UTF-8")
    except OSError as error:
        yield file_problem(root / name, "unreadable", refusal(error))
