"""Facts that are to be written: what is wrong with them, and the text that files get."""

import codecs
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from kzun.errors import RefusedFileError, UnwritableStoreError, suggestion
from kzun.fact import (
    Fact,
    Flaw,
    FlawedTableError,
    Source,
    Table,
    nearest_names,
    read_fact,
    read_source,
    to_table,
)
from kzun.problem import Problem, Severity
from kzun.store.composing import appended, field_text, new_topic, table_text
from kzun.store.document import Document, parse_document
from kzun.store.files import store_files
from kzun.store.paths import is_folder, is_there, shown
from kzun.store.reader import RESERVED, SOURCES, Contents
from kzun.store.topic import TOPIC_KEYS, bad_id, is_id
from kzun.store.writer import Change, content_of

_NO_HEAD: Table = MappingProxyType({})

Place: TypeAlias = tuple[str, int, int]  # a path, a line and a column
Places: TypeAlias = Callable[[Sequence[tuple[str | int, ...]]], Sequence[Place]]


class Draft(NamedTuple):
    """A fact to be, raw, and where the keys of its table stand."""

    id: str
    table: Table
    places: Places
    source: Table | None = None  # the source, where it is described beside the fact


class Plan(NamedTuple):
    """What files are to hold, or what keeps it from being written."""

    changes: tuple[Change, ...] = ()
    added: tuple[str, ...] = ()  # ids
    kept: tuple[str, ...] = ()  # ids of facts that are there already, word for word
    problems: tuple[Problem, ...] = ()


class _Judged(NamedTuple):
    fact: Fact | None
    flaws: tuple[Flaw, ...]


def plan(
    drafts: Sequence[Draft], contents: Contents, root: Path, head: Table = _NO_HEAD, *, again: bool = False
) -> Plan:
    """How the store at `root` comes to hold these facts, all or none; `contents` is what is read with it.

    `head` is for topics that are new: what stands above their facts. With `again`, a fact that is there word
    for word is passed over. Raises UnwritableStoreError.
    """
    sources, source_flaws = _sources(drafts, contents)
    known = {**contents.sources, **sources}
    new_ids = Counter(draft.id for draft in drafts)
    facts = Known.of(contents, new_ids)
    there = {fact.id: fact for fact in contents.facts} if again else {}
    problems: list[Problem] = []
    new: dict[str, Table] = {}
    kept: list[str] = []
    for draft, of_source in zip(drafts, source_flaws, strict=True):
        fact, flaws = _judged(draft, contents, known, new_ids, facts)
        if fact and _is_there(fact, there.get(fact.id), contents, root):
            kept.append(draft.id)
            continue
        flaws += (*of_source, *_taken(draft.id, contents, root), *_misplaced(draft.id, root))
        problems.extend(_problems(draft, flaws))
        if fact:
            new[draft.id] = to_table(fact)
    if problems:
        return Plan(problems=tuple(problems))
    added = {source_id: source for source_id, source in sources.items() if source_id not in contents.sources}
    return Plan(tuple(_changes(new, added, root, head)), tuple(new), tuple(kept))


def undeclared_sources_are_possible(contents: Contents) -> bool:
    """Whether a file of sources could not be read whole."""
    return any(Path(problem.path).stem == SOURCES for problem in contents.problems)


def damage(contents: Contents) -> Iterator[Problem]:
    """What is wrong with files of which nothing could be taken; who knows what stands in them."""
    taken = set(map(shown, set(contents.paths.values())))
    errors = (problem for problem in contents.problems if problem.severity is Severity.ERROR)
    return (problem for problem in errors if problem.path not in taken)


class Known(NamedTuple):
    """The facts that a `see` may name: those that there are, and what files that cannot be read may hold."""

    ids: AbstractSet[str]
    unread: AbstractSet[str]  # topics

    @classmethod
    def of(cls, contents: Contents, others: Iterable[str] = ()) -> "Known":
        """What the stores have, and others beside it."""
        unread = {Path(problem.path).stem for problem in damage(contents)}
        return cls({*contents.paths, *others}, unread)

    def flaws(self, see: object) -> Iterator[Flaw]:
        """The links to facts that are not there."""
        for number, target in enumerate(see if isinstance(see, list | tuple) else ()):
            if isinstance(target, str) and not self._may_be(target):
                text = f"no fact {target!r}" + suggestion(nearest_names(target, tuple(self.ids)))
                yield Flaw(("see", number), "dangling-see", text)

    def _may_be(self, target: str) -> bool:
        return target in self.ids or target.partition(".")[0] in self.unread


def _sources(
    drafts: Sequence[Draft], contents: Contents
) -> tuple[Mapping[str, Source], list[tuple[Flaw, ...]]]:
    """The sources that come with the drafts, and by draft what is wrong with its own."""
    found: dict[str, Source] = {}
    flaws: list[tuple[Flaw, ...]] = []
    for draft in drafts:
        flaws.append(())
        if draft.source is None:
            continue
        source_id = str(draft.source["id"])
        try:
            source = read_source(source_id, {k: v for k, v in draft.source.items() if k != "id"})
        except FlawedTableError as error:
            flaws[-1] = tuple(flaw._replace(path=("source", *flaw.path)) for flaw in error.flaws)
            continue
        first = found.setdefault(source_id, contents.sources.get(source_id, source))
        if first != source:
            text = f"source {source_id!r} is described otherwise already"
            flaws[-1] = (Flaw(("source",), "other-source", text),)
    return found, flaws


def _judged(
    draft: Draft,
    contents: Contents,
    sources: Mapping[str, Source],
    new_ids: Mapping[str, int],
    facts: Known,
) -> _Judged:
    flaws = list(_id_flaws(draft.id, new_ids))
    fact = None
    try:
        fact = read_fact(draft.id, draft.table, sources)
    except FlawedTableError as error:
        flaws += error.flaws
    flaws += _source_flaws(draft.table.get("source"), sources, contents)
    flaws += facts.flaws(draft.table.get("see"))
    if fact:
        flaws += _unwritable(to_table(fact))
    return _Judged(fact, tuple(flaws))


def _id_flaws(fact_id: str, new_ids: Mapping[str, int]) -> Iterator[Flaw]:
    topic, dot, key = fact_id.partition(".")
    if not dot:
        yield Flaw((), "bad-id", f"{fact_id!r} is no id: it wants a topic and a key, as in stamp.value")
        return
    for part in (topic, key):
        if not is_id(part):
            yield Flaw((), "bad-id", bad_id(part))
    if topic in RESERVED:
        yield Flaw((), "bad-id", f"{topic!r} is no topic: {topic}.toml is for other things than facts")
    if key in TOPIC_KEYS:
        yield Flaw((), "bad-id", f"{key!r} describes the topic, so no fact can have it as key")
    if new_ids[fact_id] > 1:
        yield Flaw((), "duplicate-id", f"{fact_id} is given {new_ids[fact_id]} times")


def _source_flaws(source: object, sources: Mapping[str, Source], contents: Contents) -> Iterator[Flaw]:
    source_id = source.get("id") if isinstance(source, Mapping) else source
    if not isinstance(source_id, str) or not source_id.strip() or source_id in sources:
        return
    if not undeclared_sources_are_possible(contents):
        text = f"no source {source_id!r}" + suggestion(nearest_names(source_id, tuple(sources)))
        yield Flaw(("source",), "unknown-source", text)


def _unwritable(table: Table) -> Iterator[Flaw]:
    for name, value in table.items():
        try:
            field_text(name, value).encode()
        except UnicodeEncodeError:
            yield Flaw((name,), "encoding", f"{name} is not UTF-8")
        except TypeError:  # of JSON's null
            yield Flaw((name,), "wrong-type", f"{name} holds what TOML has no word for")


def _taken(fact_id: str, contents: Contents, root: Path) -> Iterator[Flaw]:
    path = contents.paths.get(fact_id)
    if path and is_within(path, root):
        yield Flaw((), "taken-id", f"{fact_id} is taken ({shown(path)})")


def _misplaced(fact_id: str, root: Path) -> Iterator[Flaw]:
    topic = fact_id.partition(".")[0]
    if root.is_file() and root.stem != topic:
        yield Flaw((), "bad-id", f"{shown(root)} holds facts of the topic {root.stem}, not {topic}")


def _is_there(fact: Fact, same: Fact | None, contents: Contents, root: Path) -> bool:
    path = contents.paths.get(fact.id)
    return bool(path and same and is_within(path, root) and to_table(same) == to_table(fact))


def is_within(path: Path, root: Path) -> bool:
    """Whether a file belongs to the store at `root`, as the store was named."""
    return path == root or root in path.parents


def _problems(draft: Draft, flaws: Sequence[Flaw]) -> Iterator[Problem]:
    places = draft.places([flaw.path for flaw in flaws]) if flaws else ()
    for flaw, place in zip(flaws, places, strict=True):
        yield Problem(*place, Severity.ERROR, flaw.code, flaw.text)


def _changes(
    new: Mapping[str, Table], sources: Mapping[str, Source], root: Path, head: Table
) -> Iterator[Change]:
    """Sources first: whoever reads in between finds each fact with its own."""
    if sources:
        described = {source_id: _source_table(source) for source_id, source in sources.items()}
        yield _with_tables(file_of(SOURCES, root), described)
    topics: defaultdict[str, dict[str, Table]] = defaultdict(dict)
    for fact_id, table in new.items():
        topic, _, key = fact_id.partition(".")
        topics[topic][key] = table
    for topic, tables in topics.items():
        yield _with_tables(file_of(topic, root), tables, head)


def file_of(stem: str, root: Path) -> Path:
    """The file of a topic in the store at `root`, which may have to be made."""
    if not is_there(root):  # the user's own, before there is a first fact
        return root / f"{stem}.toml"
    if not is_folder(root):
        if stem != root.stem:
            raise UnwritableStoreError(shown(root), f"it is one file, and {stem} would be another")
        return root
    found = (file.path for file in store_files(root).files if file.stem == stem)
    return next(found, root / f"{stem}.toml")


def _with_tables(path: Path, tables: Mapping[str, Table], head: Table = _NO_HEAD) -> Change:
    old = content_of(path)
    document = as_document(path, old or b"")
    text = document.text if old else new_topic(head)
    new = appended(text, "\n".join(table_text(key, table) for key, table in tables.items()))
    mark = codecs.BOM_UTF8 if old and old.startswith(codecs.BOM_UTF8) else b""
    change = Change(path, old, mark + new.encode())
    if set(as_document(path, change.new).table) != {*document.table, *tables, *(() if old else head)}:
        raise UnwritableStoreError(shown(path), "a table cannot stand behind what it holds")
    return change


def as_document(path: Path, content: bytes) -> Document:
    """A file's content, parsed. Raises RefusedFileError."""
    document = parse_document(path, content)
    if isinstance(document, Problem):
        raise RefusedFileError(shown(path), (document,))
    return document


def _source_table(source: Source) -> Table:
    fields = {**source._asdict(), "date": source.date and str(source.date)}
    return {name: value for name, value in fields.items() if value is not None and name != "id"}
