"""Fills the database of an index: all SQL that writes facts, their words and the thesaurus."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from types import MappingProxyType
from typing import NamedTuple

from kzun.fact import Fact, Part, Source, to_table
from kzun.search.columns import (
    BREAKS,
    NAMES,
    Columns,
    Fields,
    Stems,
    chunks_of,
    columns_of,
    date_said,
    items_of,
    listed,
    texts_of,
    words_in,
)
from kzun.search.documents import document, source_document
from kzun.search.index import Index, bounds
from kzun.search.slots import slots_of
from kzun.search.text import sounds, stem
from kzun.search.thesaurus import Thesaurus

# A fact is kept as it is shown. Its stems, of which ranking looks at a few dozen, are made from it again: to
# keep them too takes 200 of 700 bytes a fact.
_SCHEMA = """
CREATE TABLE about (name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
CREATE TABLE files (
    first INTEGER PRIMARY KEY, store INTEGER NOT NULL, name TEXT NOT NULL,
    topic TEXT NOT NULL, title TEXT, summary TEXT, is_whole INTEGER NOT NULL
);
CREATE TABLE facts (
    number INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, document TEXT NOT NULL,
    earliest INTEGER, latest INTEGER, people TEXT, places TEXT,
    slots INTEGER NOT NULL, length INTEGER NOT NULL
);
CREATE TABLE links (target TEXT NOT NULL, fact INTEGER NOT NULL, PRIMARY KEY (target, fact)) WITHOUT ROWID;
CREATE TABLE sources (id TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE terms USING fts5(
    statement, names, keywords, asks, topic_words, figures, title,
    content='', tokenize="ascii tokenchars '.'"
);
CREATE TABLE stems (stem TEXT PRIMARY KEY, facts INTEGER NOT NULL, is_given INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE words (
    word TEXT PRIMARY KEY, times INTEGER NOT NULL, sound TEXT NOT NULL, is_given INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE spellings (
    place INTEGER NOT NULL, letter TEXT NOT NULL, length INTEGER NOT NULL, words TEXT NOT NULL,
    PRIMARY KEY (place, letter, length)
) WITHOUT ROWID;
CREATE TABLE items (stems TEXT PRIMARY KEY, phrases INTEGER NOT NULL, people INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE phrases (
    number INTEGER PRIMARY KEY, stems TEXT NOT NULL, family INTEGER NOT NULL, bond TEXT NOT NULL
);
CREATE TABLE contraries (stems TEXT NOT NULL, opposite TEXT NOT NULL);
CREATE TABLE roles (word TEXT PRIMARY KEY, role TEXT NOT NULL) WITHOUT ROWID;
"""
# Made when their tables are full, which takes less than to keep them in order meanwhile.
_INDEXES = (
    "sounds ON words (sound)",
    "phrases_by_stems ON phrases (stems)",
    "phrases_by_family ON phrases (family) WHERE family >= 0",
    "contraries_by_stems ON contraries (stems)",
)

ROOM = 1024  # numbers behind the facts of a file that are left for facts to come
_LONGEST_ITEM = 8  # words; what is longer is a sentence
_AT_ONCE = 4096  # facts that are written together
# Words are gathered before they are written, which takes half of the time off. What updates add stays beside
# the first lot until there is much of it, or every third of them would write all again.
_FTS5_SETTINGS = (("hashsize", 2**26), ("automerge", 0), ("crisismerge", 64))
_NO_NOTES: Mapping[str, bytes] = MappingProxyType({})


class Read(NamedTuple):
    """What the index has to know of a fact beside its document."""

    columns: Columns
    chunks: list[str]  # of which its words can be told
    people: tuple[str, ...]  # in stems, like all names and values
    places: tuple[str, ...]
    values: tuple[str, ...]
    links: tuple[str, ...]  # ids of other facts

    @property
    def stems(self) -> set[str]:
        """The stems of all columns."""
        return set("".join(self.columns).split()).difference(BREAKS)

    @property
    def phrases(self) -> set[str]:
        """The names and values of several words, to be looked for as one."""
        items = (*self.people, *self.places, *self.values)
        return {item for item in items if 1 <= item.count(" ") < _LONGEST_ITEM}


class Counts(NamedTuple):
    """How often words stand in facts, and in how many facts names and values do."""

    words: Counter[str]
    phrases: Counter[str]
    people: Counter[str]

    @classmethod
    def of(cls, batches: Iterable[Sequence[Read]]) -> "Counts":
        """What stands in facts, of which many are counted together."""
        chunks, phrases, people = Counter[str](), Counter[str](), Counter[str]()
        for reads in batches:
            chunks.update(chain.from_iterable(read.chunks for read in reads))
            phrases.update(chain.from_iterable(read.phrases for read in reads))
            people.update(chain.from_iterable({*read.people} for read in reads))
        return cls(words_in(chunks), phrases, people)


def build(
    connection: sqlite3.Connection,
    parts: Iterable[Part],
    thesaurus: Thesaurus,
    *,
    sources: Iterable[Source] = (),
    notes: Mapping[str, bytes] = _NO_NOTES,
    tell: Callable[[int], None] = lambda _: None,
) -> Index:
    """Fill an empty database with the facts of files and a thesaurus, and with notes for whoever opens it.

    Again and again, `tell` is told how many facts have been written.
    """
    connection.executescript(_SCHEMA)
    connection.executemany("INSERT INTO terms(terms, rank) VALUES (?, ?)", _FTS5_SETTINGS)
    with connection:
        counts = Counts.of(_write_parts(connection, parts, tell))
        _write_words(connection, counts.words, thesaurus.words)
        _write_stems(connection, thesaurus.words)
        _write_items(connection, counts)
        _write_thesaurus(connection, thesaurus)
        for index in _INDEXES:
            connection.execute(f"CREATE INDEX {index}")
        write_sources(connection, sources)
        (size,) = connection.execute("SELECT count(*) FROM facts").fetchone()
        write_about(connection, size, notes)
    return Index(connection)


def read_columns(fields: Fields, chunks: list[str], known: Stems) -> Read:
    """What there is to know of the words of a fact that consists of these chunks."""
    columns = columns_of(chunks, known)
    items = iter(items_of(columns.names))
    people, places, values = (
        tuple(islice(items, len(texts_of(fields.get(key))))) for key in ("who", "where", "value")
    )
    return Read(columns, chunks, people, places, values, tuple(texts_of(fields.get("see"))))


def write_facts(
    connection: sqlite3.Connection, numbered: Iterable[tuple[int, Fact]], known: Stems
) -> list[Read]:
    """Write facts with their columns and links, and give what is left to be counted."""
    reads = list[Read]()
    facts, terms = list[tuple[object, ...]](), list[tuple[object, ...]]()
    links = list[tuple[str, int]]()
    tables = [(number, fact, to_table(fact)) for number, fact in numbered]
    texts = [chunks_of(fact.id, fact.topic_title, fields, date_said(fact.date)) for _, fact, fields in tables]
    known.learn(chain.from_iterable(texts))
    for (number, fact, fields), chunks in zip(tables, texts, strict=True):
        read = read_columns(fields, chunks, known)
        facts.append(_row(number, fact, fields, read))
        terms.append((number, *read.columns))
        links.extend((target, number) for target in read.links)
        reads.append(read)
    connection.executemany(f"INSERT INTO facts VALUES ({', '.join('?' * 9)})", facts)
    write_terms(connection, terms)
    connection.executemany("INSERT OR IGNORE INTO links VALUES (?, ?)", links)
    return reads


def write_terms(
    connection: sqlite3.Connection, terms: Iterable[tuple[object, ...]], command: str = ""
) -> None:
    """Write the columns of facts behind their numbers, or with the command "delete" take them out again."""
    names = ", ".join(("rowid", *NAMES))
    marks = ", ".join("?" * (len(NAMES) + 1))
    if command:
        names, marks = f"terms, {names}", f"'{command}', {marks}"
    connection.executemany(f"INSERT INTO terms({names}) VALUES ({marks})", terms)


def write_file(connection: sqlite3.Connection, part: Part, first: int) -> None:
    """Write what a file is, and at which number its facts begin."""
    topic = part.topic
    row = (first, part.store, part.name, topic.id, topic.title, topic.summary, int(part.is_whole))
    connection.execute("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?)", row)


def write_sources(connection: sqlite3.Connection, sources: Iterable[Source]) -> None:
    """Write what facts may name as their source."""
    connection.executemany(
        "INSERT INTO sources VALUES (?, ?)", ((one.id, source_document(one)) for one in sources)
    )


def write_about(connection: sqlite3.Connection, size: int, notes: Mapping[str, bytes]) -> None:
    """Write how many facts there are, and the notes; other notes stay as they are."""
    about = {"size": size, **{f"note {name}": note for name, note in notes.items()}}
    connection.executemany("INSERT OR REPLACE INTO about VALUES (?, ?)", about.items())


def spelling_keys(word: str) -> tuple[tuple[int, str, int], ...]:
    """Under what a word is found that is misspelt: the place of a letter, the letter, and the length.

    >>> spelling_keys("un"), spelling_keys("74")
    (((0, 'u', 2), (1, 'n', 2)), ())
    """
    return (
        tuple((place, word[place], len(word)) for place in (0, 1)) if word.isalpha() and len(word) > 1 else ()
    )


def _write_parts(
    connection: sqlite3.Connection, parts: Iterable[Part], tell: Callable[[int], None]
) -> Iterator[list[Read]]:
    numbered, known, size = _numbered(connection, parts), Stems(), 0
    while written := write_facts(connection, islice(numbered, _AT_ONCE), known):
        size += len(written)
        tell(size)
        yield written


def _numbered(connection: sqlite3.Connection, parts: Iterable[Part]) -> Iterator[tuple[int, Fact]]:
    """The facts with their numbers, which leave room; their files are written on the way."""
    first = ROOM
    for part in parts:
        write_file(connection, part, first)
        yield from enumerate(part.facts, first)
        first += len(part.facts) + ROOM


def _row(number: int, fact: Fact, fields: dict[str, object], read: Read) -> tuple[object, ...]:
    people, places = (listed(names) if names else None for names in (read.people, read.places))
    length = read.columns.statement.count(" ") - 1
    text = document(fact, fields)
    return number, fact.id, text, *bounds(fact.date), people, places, slots_of(fields).value, length


def _write_words(connection: sqlite3.Connection, counts: Mapping[str, int], given: frozenset[str]) -> None:
    """Write the words that a misspelt one may stand for."""
    known = sorted(given.union(counts))
    connection.executemany(
        "INSERT INTO words VALUES (?, ?, ?, ?)",
        (
            (word, counts.get(word, 0), key, int(word in given))
            for word, key in zip(known, sounds(known), strict=True)
        ),
    )
    blobs: dict[tuple[int, str, int], list[str]] = {}
    for word in known:
        for place in spelling_keys(word):
            blobs.setdefault(place, []).append(word)
    connection.executemany(
        "INSERT INTO spellings VALUES (?, ?, ?, ?)", ((*key, " ".join(blob)) for key, blob in blobs.items())
    )


def _write_stems(connection: sqlite3.Connection, given: Iterable[str]) -> None:
    """Write in how many facts each stem stands, which FTS5 has counted, and those of given words."""
    connection.execute("CREATE VIRTUAL TABLE temp.counted USING fts5vocab(main, terms, row)")
    connection.execute("INSERT INTO stems SELECT term, doc, 0 FROM temp.counted")
    connection.execute("DROP TABLE temp.counted")
    connection.executemany(
        "INSERT INTO stems VALUES (?, 0, 1) ON CONFLICT DO UPDATE SET is_given = 1",
        {(stem(word),) for word in given},
    )


def _write_items(connection: sqlite3.Connection, counts: Counts) -> None:
    known = sorted({*counts.phrases, *counts.people})
    connection.executemany(
        "INSERT INTO items VALUES (?, ?, ?)",
        ((item, counts.phrases[item], counts.people[item]) for item in known),
    )


def _write_thesaurus(connection: sqlite3.Connection, thesaurus: Thesaurus) -> None:
    phrases = ((stems, family, bond.value) for stems, family, bond in thesaurus.phrases)  # an enum costs more
    connection.executemany("INSERT INTO phrases(stems, family, bond) VALUES (?, ?, ?)", phrases)
    connection.executemany("INSERT INTO contraries VALUES (?, ?)", thesaurus.contraries)
    connection.executemany("INSERT INTO roles VALUES (?, ?)", thesaurus.roles.items())
