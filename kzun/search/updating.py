"""Brings an index up to date in its place, where a few files have changed: all SQL that changes something."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from kzun.fact import Fact, Part, to_table
from kzun.search.columns import Stems, chunks_of
from kzun.search.documents import document, read_document
from kzun.search.index import Index, address
from kzun.search.indexing import (
    ROOM,
    Counts,
    Read,
    read_columns,
    spelling_keys,
    write_about,
    write_facts,
    write_file,
    write_terms,
)
from kzun.search.text import sound


class UnfitError(Exception):
    """What has changed cannot be put in its place by itself: everything has to be read."""


class BusyError(Exception):
    """Somebody reads the index, or brings it up to date."""


class Place(NamedTuple):
    """A file among those of the stores."""

    store: int
    name: str
    topic: str


@contextmanager
def alone(path: Path) -> Iterator[Index]:
    """The index in a file, and nobody else's until the end.

    Raises BusyError, and sqlite3.Error for what is no index.
    """
    connection = sqlite3.connect(address(path, "rw"), uri=True, isolation_level=None, timeout=0)
    try:
        for setting in ("locking_mode = EXCLUSIVE", "journal_mode = MEMORY", "synchronous = OFF"):
            connection.execute(f"PRAGMA {setting}")
        with suppress(sqlite3.OperationalError):
            connection.execute("BEGIN EXCLUSIVE")
        if not connection.in_transaction:
            raise BusyError
        yield Index(connection)
    finally:
        connection.close()


def update(index: Index, changed: Sequence[Part], gone: Sequence[Place], notes: Mapping[str, bytes]) -> None:
    """Put these files in the place of what they were, take others out, and note what is new.

    Whoever is killed on the way leaves a mark, and so an index that nobody takes for a whole one. Raises
    UnfitError where a file wants more room than there is, or its ids or links have to do with other files.
    """
    connection = index.connection
    write_about(connection, index.size, {"torn": b"1"})
    connection.execute("COMMIT")
    connection.execute("BEGIN")
    try:
        size = index.size + _change(connection, changed, gone)
    except sqlite3.IntegrityError as error:
        raise UnfitError from error
    _require_links(connection, changed, gone)
    if not size:
        raise UnfitError
    write_about(connection, size, notes)
    connection.execute("COMMIT")
    connection.execute("DELETE FROM about WHERE name = 'note torn'")


@contextmanager
def without_asks(index: Index, fact_id: str) -> Iterator[None]:
    """For a while, the index of a store in which this fact has no questions of its own."""
    connection = index.connection
    (number,) = index.numbers_of(fact_id)
    connection.execute("SAVEPOINT without_asks")
    try:
        _drop_asks(index, number)
        index.forget()
        yield
    finally:
        connection.execute("ROLLBACK TO without_asks")
        connection.execute("RELEASE without_asks")
        index.forget()


def _drop_asks(index: Index, number: int) -> None:
    fact = index.fact(number)
    without = fact._replace(asks=())
    old, new = (
        read_columns(fields, chunks_of(fact.id, fact.topic_title, fields), Stems())
        for fields in map(to_table, (fact, without))
    )
    write_terms(index.connection, [(number, *old.columns)], "delete")
    write_terms(index.connection, [(number, *new.columns)])
    text = document(without, to_table(without))
    index.connection.execute("UPDATE facts SET document = ? WHERE number = ?", (text, number))
    index.connection.executemany(
        "UPDATE stems SET facts = facts - 1 WHERE stem = ?", [(one,) for one in old.stems - new.stems]
    )


def _place_of(part: Part) -> Place:
    return Place(part.store, part.name, part.topic.id)


class _Kept(NamedTuple):
    """A fact as it stands in the index."""

    id: str
    text: str  # its document


def _change(connection: sqlite3.Connection, changed: Sequence[Part], gone: Sequence[Place]) -> int:
    """Change what stands of facts and their words; give by how many facts they are more."""
    known = Stems()
    old = dict(chain.from_iterable(_kept(connection, place) for place in (*map(_place_of, changed), *gone)))
    connection.executemany("DELETE FROM files WHERE store = ? AND name = ?", [place[:2] for place in gone])
    new: dict[int, Fact] = {}
    for part in changed:
        new.update(enumerate(part.facts, _settle(connection, part, new)))
    same = {number for number, fact in new.items() if number in old and _is_same(fact, old[number])}
    _rewrite(connection, {number: new[number] for number in same}, old)
    left = _take_out(connection, {number: fact for number, fact in old.items() if number not in same}, known)
    come = write_facts(connection, ((number, new[number]) for number in new if number not in same), known)
    before, after = Counts.of([left]), Counts.of([come])
    _recount_words(connection, _difference(after.words, before.words))
    _recount_stems(connection, _difference(_facts_with(come), _facts_with(left)))
    _recount_items(connection, "phrases", _difference(after.phrases, before.phrases))
    _recount_items(connection, "people", _difference(after.people, before.people))
    return len(new) - len(old)


def _kept(connection: sqlite3.Connection, place: Place) -> list[tuple[int, _Kept]]:
    """What stands of a file's facts, by number."""
    rows = connection.execute(
        "SELECT number, id, document FROM facts WHERE number >= ? AND number < ?",
        _block(connection, place) or (0, 0),
    )
    return [(number, _Kept(*fact)) for number, *fact in rows]


def _is_same(fact: Fact, kept: _Kept) -> bool:
    """Whether a fact says what stands of it, be it in another line."""
    if fact.id != kept.id:
        return False
    where_it_was = fact._replace(line=read_document(kept.text).line)
    return document(where_it_was, to_table(fact)) == kept.text


def _rewrite(connection: sqlite3.Connection, facts: Mapping[int, Fact], kept: Mapping[int, _Kept]) -> None:
    """Write facts that only stand in other lines."""
    texts = ((document(fact, to_table(fact)), number) for number, fact in facts.items())
    moved = [(text, number) for text, number in texts if text != kept[number].text]
    connection.executemany("UPDATE facts SET document = ? WHERE number = ?", moved)


def _facts_with(reads: Iterable[Read]) -> Counter[str]:
    """In how many of the facts each stem stands."""
    return Counter(stem for read in reads for stem in read.stems)


def _difference(after: Counter[str], before: Counter[str]) -> dict[str, int]:
    net = after.copy()
    net.subtract(before)
    return {word: number for word, number in net.items() if number}


def _take_out(connection: sqlite3.Connection, facts: Mapping[int, _Kept], known: Stems) -> list[Read]:
    """Take facts out, and give what they were made of."""
    kept = {number: read_document(fact.text) for number, fact in facts.items()}
    chunks = {
        number: chunks_of(facts[number].id, one.topic_title, one.fields) for number, one in kept.items()
    }
    known.learn(chain.from_iterable(chunks.values()))
    reads = {number: read_columns(kept[number].fields, chunks[number], known) for number in facts}
    write_terms(connection, ((number, *read.columns) for number, read in reads.items()), "delete")
    links = ((target, number) for number, read in reads.items() for target in read.links)
    connection.executemany("DELETE FROM links WHERE target = ? AND fact = ?", links)
    connection.executemany("DELETE FROM facts WHERE number = ?", ((number,) for number in reads))
    return list(reads.values())


_NO_END = 2**62  # a number that no fact reaches


def _block(connection: sqlite3.Connection, place: Place) -> tuple[int, int] | None:
    """The first number of a file, and the first behind its room; None where it has none yet."""
    row = connection.execute(
        "SELECT first, (SELECT min(first) FROM files AS other WHERE other.first > files.first) "
        "FROM files WHERE store = ? AND name = ?",
        place[:2],
    ).fetchone()
    return row and (row[0], row[1] or _NO_END)


def _settle(connection: sqlite3.Connection, part: Part, settled: Iterable[int]) -> int:
    """Write a file where it has room for its facts, in the order of the stores, and give its first number.

    `settled` are the numbers that facts of other files will have.
    """
    block = _block(connection, _place_of(part))
    connection.execute("DELETE FROM files WHERE store = ? AND name = ?", (part.store, part.name))
    has_room = block and block[0] + len(part.facts) <= block[1]
    first = block[0] if block and has_room else _room(connection, part, settled)
    write_file(connection, part, first)
    return first


def _room(connection: sqlite3.Connection, part: Part, settled: Iterable[int]) -> int:
    """A number from which on there is room for a file between its neighbours."""
    before: int | None
    (before,) = connection.execute(
        "SELECT max(first) FROM files WHERE (store, name) < (?, ?)", (part.store, part.name)
    ).fetchone()
    behind: int | None
    (behind,) = connection.execute("SELECT min(first) FROM files WHERE first > ?", (before or 0,)).fetchone()
    end = behind or _NO_END
    last: int | None
    (last,) = connection.execute("SELECT max(number) FROM facts WHERE number < ?", (end,)).fetchone()
    start = max(before or 0, last or 0, *(number for number in settled if number < end)) + 1
    if behind is None:
        return start + ROOM
    left = behind - start - max(len(part.facts), 1)
    if left < 0:
        raise UnfitError
    return start + left // 2


def _require_links(connection: sqlite3.Connection, changed: Sequence[Part], gone: Sequence[Place]) -> None:
    """That all links from and to these files lead somewhere; what is not readable may hold anything."""
    topics = [*(part.topic.id for part in changed if part.is_whole), *(place.topic for place in gone)]
    to_them = (
        target
        for topic in topics
        for (target,) in connection.execute(
            "SELECT DISTINCT target FROM links WHERE target > ? AND target < ?", (f"{topic}.", f"{topic}/")
        )
    )
    from_them = (target for part in changed for fact in part.facts for target in fact.see)
    for target in chain(to_them, from_them):
        if not connection.execute("SELECT 1 FROM facts WHERE id = ?", (target,)).fetchone():
            raise UnfitError


def _recount_words(connection: sqlite3.Connection, differences: Mapping[str, int]) -> None:
    connection.executemany(
        "INSERT INTO words VALUES (?, ?, ?, 0) ON CONFLICT DO UPDATE SET times = times + excluded.times",
        ((word, number, sound(word)) for word, number in differences.items()),
    )
    gone = _left_out(
        connection, "SELECT 1 FROM words WHERE word = ? AND times = 0 AND NOT is_given", differences
    )
    connection.executemany("DELETE FROM words WHERE word = ?", ((word,) for word in gone))
    changes: defaultdict[tuple[int, str, int], list[str]] = defaultdict(list)
    for word in differences:
        for key in spelling_keys(word):
            changes[key].append(word)
    for key, changed in changes.items():
        _respell(connection, key, changed, gone)


def _recount_stems(connection: sqlite3.Connection, differences: Mapping[str, int]) -> None:
    connection.executemany(
        "INSERT INTO stems VALUES (?, ?, 0) ON CONFLICT DO UPDATE SET facts = facts + excluded.facts",
        differences.items(),
    )
    gone = _left_out(
        connection, "SELECT 1 FROM stems WHERE stem = ? AND facts = 0 AND NOT is_given", differences
    )
    connection.executemany("DELETE FROM stems WHERE stem = ?", [(one,) for one in gone])


def _recount_items(connection: sqlite3.Connection, column: str, differences: Mapping[str, int]) -> None:
    connection.executemany(
        "INSERT INTO items VALUES (?, 0, 0) ON CONFLICT DO NOTHING", [(item,) for item in differences]
    )
    connection.executemany(
        f"UPDATE items SET {column} = {column} + ? WHERE stems = ?",
        [(number, item) for item, number in differences.items()],
    )
    connection.executemany(
        "DELETE FROM items WHERE stems = ? AND phrases = 0 AND people = 0", [(item,) for item in differences]
    )


def _left_out(connection: sqlite3.Connection, query: str, differences: Mapping[str, int]) -> set[str]:
    """Those that now stand in no fact, and that the thesaurus does not have either, by a query for one."""
    fewer = (word for word, number in differences.items() if number < 0)
    return {word for word in fewer if connection.execute(query, (word,)).fetchone()}


def _respell(
    connection: sqlite3.Connection, key: tuple[int, str, int], changed: Iterable[str], gone: set[str]
) -> None:
    """Enter words among those that are found under a key, in their order, or strike them out."""
    where = "place = ? AND letter = ? AND length = ?"
    row = connection.execute(f"SELECT words FROM spellings WHERE {where}", key).fetchone()
    old = row[0].split() if row else []
    new = sorted({*old, *changed} - gone)
    if new != old:
        connection.execute(f"DELETE FROM spellings WHERE {where}", key)
        connection.executemany(
            "INSERT INTO spellings VALUES (?, ?, ?, ?)", [(*key, " ".join(new))] if new else []
        )
