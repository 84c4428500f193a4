"""Reads stores: from folders of files to facts, and a problem for everything that is wrong in them."""

import gc
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from kzun.errors import suggestion
from kzun.fact import (
    Fact,
    Flaw,
    FlawedTableError,
    Part,
    Source,
    Table,
    Topic,
    join_topics,
    nearest_names,
    read_source,
    toml_type,
)
from kzun.problem import Problem, Severity
from kzun.store.document import below, problems_at, read_document
from kzun.store.files import StoreFile, file_problem, store_files
from kzun.store.findings import Finding, placed
from kzun.store.paths import shown
from kzun.store.thesaurus import read_thesaurus
from kzun.store.topic import Decline, Link, Sources, TopicFile, bad_id, is_id, read_topic

SOURCES = "sources"
_THESAURUS = "thesaurus"
RESERVED = (SOURCES, _THESAURUS)  # stems of files that are no topics


class Contents(NamedTuple):
    """What stores hold, one over the other."""

    parts: tuple[Part, ...]  # by store and file
    sources: Mapping[str, Source]
    thesauri: tuple[Table, ...]  # raw; the most important first
    declines: tuple[Decline, ...]
    problems: tuple[Problem, ...]  # by path, line and column
    paths: Mapping[str, Path]  # the file in which each fact stands, by its id; damaged facts too

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All of them, by store, file, and place in it."""
        return tuple(chain.from_iterable(part.facts for part in self.parts))

    @property
    def topics(self) -> Mapping[str, Topic]:
        """What files say of their topics."""
        return join_topics(part.topic for part in self.parts if part.is_whole)


class _SourceFile(NamedTuple):
    described: Mapping[str, Source]
    declared: Iterable[str]  # ids, those of damaged descriptions too
    problems: tuple[Problem, ...]
    is_whole: bool


class _ThesaurusFile(NamedTuple):
    table: Table
    problems: tuple[Problem, ...]


class _Joined(NamedTuple):
    """The facts of all stores, without those that an earlier store hides."""

    facts: tuple[tuple[Fact, ...], ...]  # of each file
    damaged_links: tuple[Link, ...]
    paths: Mapping[str, Path]
    hides: tuple[Finding, ...]


def read_store(root: Path) -> Contents:
    """What one store holds; see `read_stores`."""
    return read_stores([root])


def read_stores(
    roots: Sequence[Path], words: Path | None = None, tell: Callable[[int, int], None] = lambda *_: None
) -> Contents:
    """What the stores hold, the most important first; `words` is a thesaurus that lies under all of them.

    Again and again, `tell` is told how many files have been read, and of how many.

    Damage raises nothing: it is among the problems, and what is whole is read all the same.
    Raises MissingStoreError and UnreadableError for a root that is not there or cannot be listed.
    """
    with without_collector():
        return _read(roots, words, tell)


@contextmanager
def without_collector() -> Iterator[None]:
    """For work that makes many lasting objects and no cycles; to look for some takes a third of its time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _read(roots: Sequence[Path], words: Path | None, tell: Callable[[int, int], None]) -> Contents:
    listings = [store_files(root) for root in roots]
    files = [file for listing in listings for file in listing.files]
    refused = {file: problem for listing in listings for file, problem in _refusals(listing.files)}
    source_files = [_source_file(file, refused) for file in files if file.stem == SOURCES]
    sources = _join_sources(source_files)
    thesaurus_files = [_thesaurus_file(file, refused) for file in _thesauri(files, words)]
    topic_files = list(_read_topics(tuple(filter(_is_topic, files)), sources, refused, tell))
    joined = _join_facts(topic_files)
    stores = [store for store, listing in enumerate(listings) for file in listing.files if _is_topic(file)]
    problems = [
        *(problem for listing in listings for problem in listing.problems),
        *refused.values(),
        *(problem for file in source_files for problem in file.problems),
        *(problem for file in thesaurus_files for problem in file.problems),
        *(problem for file in topic_files for problem in file.problems),
        *placed(chain(joined.hides, _dangling(joined, topic_files)), joined.paths),
    ]
    return Contents(
        parts=tuple(map(part_of, stores, topic_files, joined.facts)),
        sources=sources.described,
        thesauri=tuple(file.table for file in thesaurus_files if file.table),
        declines=tuple(decline for file in topic_files for decline in file.declines),
        problems=tuple(sorted(problems)),
        paths=joined.paths,
    )


def _refusals(files: Iterable[StoreFile]) -> Iterator[tuple[StoreFile, Problem]]:
    """The files that nothing is taken from because of their names."""
    by_stem: dict[str, StoreFile] = {}
    for file in files:
        first = by_stem.setdefault(file.stem, file)
        if not is_id(file.stem):
            yield file, file_problem(file.path, "bad-id", bad_id(file.stem))
        elif first is not file:
            text = f"two files of one stem, {shown(first.path)} and {shown(file.path)}; this one is left out"
            yield file, file_problem(file.path, "duplicate-stem", text)


def part_of(store: int, file: TopicFile, facts: tuple[Fact, ...]) -> Part:
    """What a file adds with those of its facts that no other hides; `store` is its place among the stores."""
    topic = Topic(file.topic, file.title or "", file.summary)
    return Part(store, file.name, topic, facts, file.is_whole)


def _is_topic(file: StoreFile) -> bool:
    return file.stem not in RESERVED


def _source_file(file: StoreFile, refused: Container[StoreFile]) -> _SourceFile:
    document = read_document(file.path)
    if isinstance(document, Problem):
        return _SourceFile({}, (), (document,), is_whole=False)
    sources: dict[str, Source] = {}
    flaws: list[Flaw] = []
    for source_id, table in document.table.items():
        try:
            sources[source_id] = read_source(source_id, _as_table(source_id, table))
        except FlawedTableError as error:
            flaws += below(source_id, error.flaws)
    described = {} if file in refused else sources
    return _SourceFile(described, document.table, problems_at(document, flaws), is_whole=True)


def _as_table(source_id: str, value: object) -> Table:
    if isinstance(value, dict):
        return value
    raise FlawedTableError((Flaw((), "wrong-type", f"{source_id!r} wants table, not {toml_type(value)}"),))


def _join_sources(files: Sequence[_SourceFile]) -> Sources:
    described: dict[str, Source] = {}
    for file in reversed(files):
        described |= file.described
    declared = frozenset(source_id for file in files for source_id in file.declared)
    return Sources(described, declared, are_all=all(file.is_whole for file in files))


def _thesauri(files: Iterable[StoreFile], words: Path | None) -> Iterator[StoreFile]:
    yield from (file for file in files if file.stem == _THESAURUS)
    if words:
        yield StoreFile(words, words.name)


def _thesaurus_file(file: StoreFile, refused: Container[StoreFile]) -> _ThesaurusFile:
    document = read_document(file.path)
    if isinstance(document, Problem):
        return _ThesaurusFile({}, (document,))
    table, flaws = read_thesaurus(document.table)
    return _ThesaurusFile({} if file in refused else table, problems_at(document, flaws))


def read_topic_file(file: StoreFile, sources: Sources) -> TopicFile:
    """What a file says of its topic, or the problem that keeps it from being read."""
    document = read_document(file.path)
    if isinstance(document, Problem):
        return TopicFile(file.path, file.name, file.stem, problems=(document,), is_whole=False)
    return read_topic(document, file, sources)


def _read_topics(
    files: Sequence[StoreFile],
    sources: Sources,
    refused: Container[StoreFile],
    tell: Callable[[int, int], None],
) -> Iterator[TopicFile]:
    for number, file in enumerate(files):
        tell(number, len(files))
        yield _read_topic(file, sources, refused)


def _read_topic(file: StoreFile, sources: Sources, refused: Container[StoreFile]) -> TopicFile:
    topic = read_topic_file(file, sources)
    if file in refused:
        return TopicFile(file.path, file.name, file.stem, problems=topic.problems, is_whole=False)
    return topic


def _join_facts(files: Iterable[TopicFile]) -> _Joined:
    facts: list[tuple[Fact, ...]] = []
    links: list[Link] = []
    hides: list[Finding] = []
    paths: dict[str, Path] = {}
    for file in files:
        hidden = {fact_id for fact_id in file.declared if fact_id in paths}
        paths.update((fact_id, file.path) for fact_id in file.declared if fact_id not in hidden)
        facts.append(tuple(fact for fact in file.facts if fact.id not in hidden))
        links.extend(link for link in file.damaged_links if link.fact not in hidden)
        hides.extend(_hides(fact_id, file.path) for fact_id in sorted(hidden))
    return _Joined(tuple(facts), tuple(links), paths, tuple(hides))


def _hides(fact_id: str, path: Path) -> Finding:
    return Finding(fact_id, (), Severity.WARNING, "hides", f"{fact_id} hides the one of {shown(path)}")


def _dangling(joined: _Joined, files: Iterable[TopicFile]) -> Iterator[Finding]:
    """Links to nothing, other than to what may stand in a file that cannot be read."""
    unread = {file.topic for file in files if not file.is_whole}
    lost = [
        link
        for link in chain(_links(chain.from_iterable(joined.facts)), joined.damaged_links)
        if link.target not in joined.paths and _topic(link.target) not in unread
    ]
    keys = _keys_by_topic(joined) if lost else {}
    for link in lost:
        text = f"no fact {link.target!r}" + suggestion(_nearest_ids(link, keys))
        yield Finding(link.fact, ("see", link.number), Severity.ERROR, "dangling-see", text)


def _keys_by_topic(joined: _Joined) -> Mapping[str, Sequence[str]]:
    keys: defaultdict[str, list[str]] = defaultdict(list)
    for fact in chain.from_iterable(joined.facts):
        keys[fact.topic].append(_key(fact.id))
    return keys


def _links(facts: Iterable[Fact]) -> Iterator[Link]:
    return (Link(fact.id, number, target) for fact in facts for number, target in enumerate(fact.see))


def _nearest_ids(link: Link, keys: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """In the topic that the target names; else in topics named like it, or in the fact's own by its key."""
    topic, _, key = link.target.partition(".")
    if topic in keys:
        return tuple(f"{topic}.{near}" for near in nearest_names(key, tuple(keys[topic])))
    own = _topic(link.fact)
    if link.target in keys.get(own, ()):
        return (f"{own}.{link.target}",)
    return tuple(f"{near}.{key}" for near in nearest_names(topic, tuple(keys)) if key in keys[near])


def _topic(fact_id: str) -> str:
    return fact_id.partition(".")[0]


def _key(fact_id: str) -> str:
    return fact_id.partition(".")[2]
