"""The index of stores, kept between commands: as it is, with a few files read again, or made anew."""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from kzun.errors import EmptyStoreError
from kzun.problem import Problem, Severity
from kzun.search.index import Index, reopen
from kzun.store.cache import Look, Shelf, look_at, read_stamps
from kzun.store.stores import words_path

if TYPE_CHECKING:
    from kzun.store.reader import Contents


class Step(StrEnum):
    """What takes long when an index is made anew."""

    READING = "reading"  # files
    INDEXING = "indexing"  # facts


Tell: TypeAlias = Callable[[Step, int, int], None]  # is told how much of a step is done, and of how much

_NO_NOTES: Mapping[str, bytes] = MappingProxyType({})


def open_index(place: Shelf, roots: Sequence[Path], tell: Tell) -> Index:
    """The index of what the files of these stores say now, with the least work; kept, if that can be done.

    Raises MissingStoreError, UnreadableError and EmptyStoreError.
    """
    look = look_at(roots, words_path())
    return _fresh(place, look) or _updated(place, look, roots) or _renewed(place, look, roots, tell)


def read_and_index(roots: Sequence[Path], tell: Tell) -> tuple["Contents", Index]:
    """What the files of these stores say, and its index in memory; raises what `read_contents` raises."""
    from kzun.store.reader import without_collector

    with without_collector():
        contents = read_contents(roots, tell)
        return contents, index_of(contents, ":memory:", tell)


def read_contents(roots: Sequence[Path], tell: Tell) -> "Contents":
    """What the files of these stores say. Raises MissingStoreError, UnreadableError and EmptyStoreError."""
    from kzun.store.reader import read_stores  # 10 ms to import, with the TOML parser: not when warm

    contents = read_stores(roots, words_path(), partial(tell, Step.READING))
    if not contents.facts and not contents.problems:
        raise EmptyStoreError([str(root) for root in roots])
    return contents


def index_of(
    contents: "Contents", database: str | Path, tell: Tell, notes: Mapping[str, bytes] = _NO_NOTES
) -> Index:
    """A new index in an empty database, which may be lost when the system fails: it can be made again."""
    from kzun.search.indexing import build  # with what cuts texts: only what is found is cut when warm
    from kzun.search.thesaurus import compile_thesaurus

    size = len(contents.facts)
    connection = sqlite3.connect(database)
    try:
        connection.execute("PRAGMA journal_mode = MEMORY")
        connection.execute("PRAGMA synchronous = OFF")
        return build(
            connection,
            contents.parts,
            compile_thesaurus(contents.thesauri),
            sources=contents.sources.values(),
            notes={"problems": _written(contents.problems), **notes},
            tell=lambda done: tell(Step.INDEXING, done, size),
        )
    except BaseException:
        connection.close()
        raise


def problems_of(index: Index) -> tuple[Problem, ...]:
    """What is wrong with the files that the index was made of."""
    found = json.loads(index.note("problems"))
    return tuple(
        Problem(path, line, column, Severity(grade), *said) for path, line, column, grade, *said in found
    )


def _fresh(place: Shelf, look: Look) -> Index | None:
    """The index that is kept; None if there is none, or not of what the files now say."""
    try:
        index = reopen(place.path)
    except sqlite3.Error:
        return None
    try:
        if place.is_fresh(look, index.note("stamps"), index.note("digests")):
            return index
    except (sqlite3.Error, OSError, ValueError):
        pass  # it is damaged, or somebody removes it just now: as good as none
    index.close()
    return None


def _updated(place: Shelf, look: Look, roots: Sequence[Path]) -> Index | None:
    """The index that is kept, with the changed files read again; None where that is not enough."""
    if not place.path.exists():
        return None
    from kzun.search.updating import BusyError, UnfitError, alone

    try:
        try:
            with alone(place.path) as index:
                _bring_up_to_date(index, place, look, roots)
                place.settle(look)
        except BusyError:
            _update_a_copy(place, look, roots)
        return reopen(place.path)
    except (UnfitError, sqlite3.Error, OSError, ValueError):
        return None


def _update_a_copy(place: Shelf, look: Look, roots: Sequence[Path]) -> None:
    """Bring a copy up to date and put it in its place; who reads the old one is not disturbed."""
    from kzun.search.updating import alone

    def write(path: Path) -> None:
        as_it_is = reopen(place.path)
        try:
            shutil.copyfile(place.path, path)
        finally:
            as_it_is.close()
        with alone(path) as index:
            _bring_up_to_date(index, place, look, roots)

    place.fill(look, write)


def _bring_up_to_date(index: Index, place: Shelf, look: Look, roots: Sequence[Path]) -> None:
    """Read again what has changed since the index was made. Raises UnfitError."""
    from kzun.search.updating import Place, UnfitError, update
    from kzun.store.changes import changes, concern_several_files
    from kzun.store.reader import part_of, read_topic_file
    from kzun.store.topic import Sources

    hidden = place.hidden_changes(look, index.note("digests"))
    found = changes(read_stamps(index.note("looked")), look.stamps, hidden, roots)
    known = problems_of(index)
    if found is None or concern_several_files((problem.path, problem.code) for problem in known):
        raise UnfitError
    notes = _notes_of(look)
    described = index.sources()
    sources = Sources(described, described.keys())
    read = [(each.store, read_topic_file(each.file, sources)) for each in found.read]
    if any(file.damaged_links for _, file in read):
        raise UnfitError
    left = (problem for problem in known if problem.path not in found.paths)
    problems = sorted((*left, *(problem for _, file in read for problem in file.problems)))
    update(
        index,
        [part_of(store, file, file.facts) for store, file in read],
        [Place(each.store, each.file.name, each.file.stem) for each in found.gone],
        {"problems": _written(problems), **notes},
    )


def _renewed(place: Shelf, look: Look, roots: Sequence[Path], tell: Tell) -> Index:
    """A new index of the files, kept if that can be done, else in memory."""
    from kzun.store.reader import without_collector

    notes = _notes_of(look)
    with without_collector():
        contents = read_contents(roots, tell)
        try:
            place.fill(look, lambda path: index_of(contents, path, tell, notes).close())
            return reopen(place.path)
        except (sqlite3.Error, OSError):
            return index_of(contents, ":memory:", tell, notes)


def _notes_of(look: Look) -> dict[str, bytes]:
    """What tells later whether files have changed; taken before they are read."""
    digests = json.dumps(look.digests(look.time)).encode()
    return {"stamps": bytes(look), "looked": look.written(), "digests": digests}


def _written(problems: Iterable[Problem]) -> bytes:
    return json.dumps(list(problems)).encode()
