"""The index: all SQL over facts, their words and the thesaurus."""

import datetime as dt
import json
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate, chain, islice
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from kzun import edtf
from kzun.fact import FACT_KEYS, Fact, Source, read_fact, to_table
from kzun.search.filter import Filter
from kzun.search.slots import slots_of
from kzun.search.text import sentences, sound, stem, stems, words
from kzun.search.thesaurus import NO_FAMILY, Bond, Phrase, Role, Thesaurus

SENTENCE = " / "  # stands between the sentences of a statement
ITEM = " ; "  # stands between the items of a list, and at its two ends

SCHEMA = 1  # goes up with every change of what stands in an index, or how

# A fact is kept as it is shown. Its stems, of which ranking looks at a few dozen, are made from it again
# (0.1 ms a fact): to keep them too takes 200 of 700 bytes a fact.
_SCHEMA = """
CREATE TABLE about (name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
CREATE TABLE files (first INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE facts (
    number INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, document TEXT NOT NULL,
    earliest INTEGER, latest INTEGER, people TEXT, places TEXT,
    slots INTEGER NOT NULL, length INTEGER NOT NULL
);
CREATE TABLE sources (id TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE terms USING fts5(
    statement, names, keywords, asks, topic_words, figures,
    content='', tokenize="unicode61 remove_diacritics 0 tokenchars '.'"
);
CREATE TABLE stems (stem TEXT PRIMARY KEY, facts INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE words (word TEXT PRIMARY KEY, facts INTEGER NOT NULL, sound TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX sounds ON words (sound);
CREATE TABLE spellings (
    place INTEGER NOT NULL, letter TEXT NOT NULL, length INTEGER NOT NULL, words TEXT NOT NULL,
    PRIMARY KEY (place, letter, length)
) WITHOUT ROWID;
CREATE TABLE phrases (first TEXT NOT NULL, stems TEXT NOT NULL, family INTEGER NOT NULL, bond TEXT NOT NULL);
CREATE INDEX phrases_by_first ON phrases (first);
CREATE INDEX phrases_by_family ON phrases (family) WHERE family >= 0;
CREATE TABLE contraries (stems TEXT NOT NULL, opposite TEXT NOT NULL);
CREATE INDEX contraries_by_stems ON contraries (stems);
CREATE TABLE roles (word TEXT PRIMARY KEY, role TEXT NOT NULL) WITHOUT ROWID;
"""

_COLUMNS = ("statement", "names", "keywords", "asks", "topic_words", "figures")
_COLUMN_WEIGHTS = (1.0, 1.0, 0.9, 0.7, 0.6, 0.6)
_BREAK = re.compile(r" [/;](?= )")  # where SENTENCE and ITEM begin
_FEW = 256  # facts of which the widest query finds few enough to look at them all
_LONGEST_ITEM = 8  # words; what is longer is a sentence
_OPEN_START, _OPEN_END = 0, 99_999_999  # before and after every day, as `_as_number` has it
_URI = str.maketrans({"%": "%25", "?": "%3f", "#": "%23"})
_MAPPED = 2**30  # bytes of an index in a file that are read as memory
_AT_ONCE = 10_000  # facts that are written together

_LARGE = 20_000  # facts; of a larger store, no search looks at everything that any common word finds
_MOST_WEIGHED = 5_000  # facts that the words of a query may stand in for BM25, which reads the list of each
_MOST_MET = 1_000  # ... of those that are too many to be weighed, are looked at


class Candidate(NamedTuple):
    """A fact as the ranking sees it: its words as stems, each between single spaces."""

    number: int
    id: str
    slots: int
    length: int  # stems of the statement
    statement: str
    names: str  # who, where and values: each item whole
    keywords: str
    figures: str  # the date in words, the number, its unit and qualifier
    text: str  # all columns, one behind the other, the statement first
    ends: tuple[int, ...]  # where each column ends in the text
    breaks: tuple[int, ...]  # where a sentence or an item ends in the text, the text itself included
    stems: frozenset[str]


class Index:
    """Facts, ready for look-up. Made by `build`; a word or stem is given as `text` folds and cuts it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.size: int = self._one("SELECT value FROM about WHERE name = 'size'")
        self._forget()

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()

    def note(self, name: str) -> bytes:
        """What `build` was given under this name; empty, if nothing."""
        return self._one("SELECT value FROM about WHERE name = ?", f"note {name}") or b""

    def _forget(self) -> None:
        """Begin anew with the bounded memories: a batch asks for the same words and facts again and again."""
        self.facts_with = lru_cache(maxsize=65536)(self._facts_with)
        self.frequency = lru_cache(maxsize=65536)(self._frequency)
        self.spellings = lru_cache(maxsize=1024)(self._spellings)
        self.sounding_like = lru_cache(maxsize=1024)(self._sounding_like)
        self.is_somebody = lru_cache(maxsize=4096)(self._is_somebody)
        self.is_stem = lru_cache(maxsize=65536)(self._is_stem)
        self.is_word = lru_cache(maxsize=65536)(self._is_word)
        self.role = lru_cache(maxsize=65536)(self._role)
        self.phrases_at = lru_cache(maxsize=65536)(self._phrases_at)
        self.family = lru_cache(maxsize=4096)(self._family)
        self.kin = lru_cache(maxsize=65536)(self._kin)
        self.opposites = lru_cache(maxsize=65536)(self._opposites)
        self.candidate = lru_cache(maxsize=4096)(self._candidate)
        self.fact = lru_cache(maxsize=4096)(self._fact)
        self._source = lru_cache(maxsize=4096)(self._read_source)

    def candidates(self, groups: Sequence[Sequence[str]], keep: Filter, limit: int) -> list[int]:
        """The numbers of facts that have something of the groups of exchangeable phrases, the rarest first.

        Those with all groups come first, then those with the rarest and any other, then those with any;
        within each, the best by BM25. Of a large store, what only common words find is found only where
        there is nothing else, and the shorter facts come first where they are too many for BM25.
        """
        found: dict[int, None] = {}
        for plan in self._plans([group for group in groups if group], limit):
            found |= dict.fromkeys(self._matching(plan, keep, limit))
            if len(found) >= limit:
                break
        return list(found)

    def _plans(self, groups: Sequence[Sequence[str]], limit: int) -> "list[_Plan]":
        each = list(map(_any_of, groups))
        if self.size <= _FEW or limit >= self.size:
            return _plans(each)[-1:]
        if self.size <= _LARGE:
            return _plans(each)
        return _narrow_plans(each, [sum(map(self.facts_with, group)) for group in groups])

    def with_all(self, groups: Sequence[Sequence[str]], keep: Filter) -> list[int]:
        """The numbers of the facts that have something of each group of exchangeable phrases."""
        if not all(groups) or not groups:
            return []
        conditions, values = _conditions(keep)
        rows = self._connection.execute(
            "SELECT number FROM terms JOIN facts ON facts.number = terms.rowid "
            f"WHERE terms MATCH ? {conditions} ORDER BY number",
            (" AND ".join(map(_any_of, groups)), *values),
        )
        return [number for (number,) in rows]

    def _matching(self, plan: "_Plan", keep: Filter, limit: int) -> list[int]:
        conditions, values = _conditions(keep)
        if plan.is_weighed:
            join = "JOIN facts ON facts.number = terms.rowid" if conditions else ""
            order = f"ORDER BY bm25(terms, {', '.join(map(str, _COLUMN_WEIGHTS))})"
            query = f"SELECT terms.rowid FROM terms {join} WHERE terms MATCH ? {conditions} {order} LIMIT ?"
        else:
            most = "" if conditions else f"LIMIT {_MOST_MET}"
            met = f"(SELECT rowid AS met FROM terms WHERE terms MATCH ? {most})"
            joined = f"{met} JOIN facts ON number = met"
            query = f"SELECT met FROM {joined} WHERE 1 {conditions} ORDER BY length LIMIT ?"
        rows = self._connection.execute(query, (plan.match, *values, limit))
        return [number for (number,) in rows]

    def _candidate(self, number: int) -> Candidate:
        """A fact as the ranking sees it."""
        query = "SELECT slots, length FROM facts WHERE number = ?"
        slots, length = self._connection.execute(query, (number,)).fetchone()
        fact = self.fact(number)
        columns = tuple(map(_stem_all, _texts(fact)))
        text = "".join(columns)
        statement, names, keywords, _, _, figures = columns
        return Candidate(
            number, fact.id, slots, length, statement, names, keywords, figures,
            text=text,
            ends=tuple(accumulate(map(len, columns))),
            breaks=(*(found.start() for found in _BREAK.finditer(text)), len(text)),
            stems=frozenset(text.split()),
        )  # fmt: skip

    def all_facts(self, keep: Filter) -> Iterator[Fact]:
        """The facts that a filter keeps, in the order of the store."""
        conditions, values = _conditions(keep)
        rows = self._connection.execute(
            f"SELECT number FROM facts WHERE 1 {conditions} ORDER BY number", values
        )
        for (number,) in rows.fetchall():
            yield self.fact(number)

    def numbers_of(self, fact_id: str) -> list[int]:
        """The numbers of the fact with this id, or of the facts of this topic."""
        rows = self._connection.execute(
            "SELECT number FROM facts WHERE id = ? OR id > ? AND id < ? ORDER BY number",
            (_storable(fact_id), *_around(_storable(fact_id))),
        )
        return [number for (number,) in rows]

    def ids(self) -> tuple[str, ...]:
        """The ids of all topics and facts."""
        ids = [fact_id for (fact_id,) in self._connection.execute("SELECT id FROM facts ORDER BY number")]
        return (*dict.fromkeys(fact_id.partition(".")[0] for fact_id in ids), *ids)

    def _spellings(self, word: str) -> list[str]:
        """Known words that share the first or second letter with `word`, of a length within 2."""
        rows = self._connection.execute(
            "SELECT words FROM spellings WHERE (place, letter) IN (VALUES (0, ?), (1, ?)) "
            "AND length BETWEEN ? AND ?",
            (word[0], word[1:2], len(word) - 2, len(word) + 2),
        )
        return list(dict.fromkeys(known for (blob,) in rows for known in blob.split()))

    def _sounding_like(self, key: str) -> list[str]:
        """Words of the facts with this key of `text.sound`."""
        rows = self._connection.execute("SELECT word FROM words WHERE sound = ? AND facts > 0", (key,))
        return [word for (word,) in rows]

    @contextmanager
    def without_asks(self, fact_id: str) -> Iterator[None]:
        """For a while, the index of a store in which this fact has no questions of its own."""
        (number,) = self.numbers_of(fact_id)
        self._connection.execute("SAVEPOINT without_asks")
        try:
            self._drop_asks(number)
            self._forget()
            yield
        finally:
            self._connection.execute("ROLLBACK TO without_asks")
            self._connection.execute("RELEASE without_asks")
            self._forget()

    def _drop_asks(self, number: int) -> None:
        fact = self.fact(number)
        without = replace(fact, asks=())
        texts, left = (list(map(_stem_all, _texts(one))) for one in (fact, without))
        columns, marks = ", ".join(_COLUMNS), ", ".join("?" * (len(_COLUMNS) + 1))
        self._connection.execute(
            f"INSERT INTO terms(terms, rowid, {columns}) VALUES ('delete', {marks})", (number, *texts)
        )
        self._connection.execute(f"INSERT INTO terms(rowid, {columns}) VALUES ({marks})", (number, *left))
        self._connection.execute(
            "UPDATE facts SET document = ? WHERE number = ?", (_document(without), number)
        )
        gone = set(" ".join(texts).split()) - set(" ".join(left).split())
        self._connection.executemany(
            "UPDATE stems SET facts = facts - 1 WHERE stem = ?", [(one,) for one in gone]
        )

    def _facts_with(self, wanted: str) -> int:
        """In how many facts a stem stands; of a phrase, the least that any of its stems allows."""
        return min(
            self._one("SELECT facts FROM stems WHERE stem = ?", part) or 0 for part in wanted.split(" ")
        )

    def _is_word(self, word: str) -> bool:
        """Whether a fact or the thesaurus has this very word."""
        return self._one("SELECT 1 FROM words WHERE word = ?", word) is not None

    def _is_stem(self, cut: str) -> bool:
        """Whether a fact or the thesaurus has a word of this stem."""
        return self._one("SELECT 1 FROM stems WHERE stem = ?", cut) is not None

    def _is_somebody(self, name: str) -> bool:
        """Whether a fact has this name, in stems, whole among its people and organisations."""
        needle = f"; {name} ;"
        return self._one("SELECT 1 FROM facts WHERE instr(people, ?) > 0", needle) is not None

    def _frequency(self, word: str) -> int:
        """In how many facts this very word stands."""
        return self._one("SELECT facts FROM words WHERE word = ?", word) or 0

    def _role(self, word: str) -> Role | None:
        role = self._one("SELECT role FROM roles WHERE word = ?", word)
        return role and Role(role)

    def _phrases_at(self, first: str) -> tuple[Phrase, ...]:
        """Members of families that begin with this stem."""
        rows = self._connection.execute("SELECT stems, family, bond FROM phrases WHERE first = ?", (first,))
        return tuple(Phrase(phrase, family, Bond(bond)) for phrase, family, bond in rows)

    def _family(self, number: int) -> tuple[str, ...]:
        """The members of a family."""
        rows = self._connection.execute(
            "SELECT stems FROM phrases WHERE family = ? AND family >= 0 AND bond <> ?", (number, Bond.PART)
        )
        return tuple(phrase for (phrase,) in rows)

    def _kin(self, phrase: str, bond: Bond) -> tuple[str, ...]:
        """What a phrase can be exchanged for by this bond, itself left out."""
        return tuple(
            member
            for known in self.phrases_at(phrase.partition(" ")[0])
            if known.stems == phrase and known.bond is bond
            for member in self.family(known.family)
            if member != phrase
        )

    def _opposites(self, phrase: str) -> frozenset[str]:
        """What says the contrary of a phrase."""
        rows = self._connection.execute("SELECT opposite FROM contraries WHERE stems = ?", (phrase,))
        return frozenset(opposite for (opposite,) in rows)

    def _fact(self, number: int) -> Fact:
        query = "SELECT id, document FROM facts WHERE number = ?"
        fact_id, document = self._connection.execute(query, (number,)).fetchone()
        file = self._one("SELECT name FROM files WHERE first <= ? ORDER BY first DESC LIMIT 1", number)
        source_id, line, *fields = json.loads(document, object_hook=_untagged)
        table = {key: said for key, said in zip(FACT_KEYS, fields, strict=False) if said is not None}
        sources = {source_id: self._source(source_id)} if source_id else {}
        return read_fact(fact_id, table, sources, file=file, line=line)

    def _read_source(self, source_id: str) -> Source:
        return _source_from(json.loads(self._one("SELECT document FROM sources WHERE id = ?", source_id)))

    def _one(self, statement: str, *values: object) -> Any:  # noqa: ANN401 - a cell of any type
        row = self._connection.execute(statement, values).fetchone()
        return row[0] if row else None


def build(
    connection: sqlite3.Connection,
    facts: Sequence[Fact],
    thesaurus: Thesaurus,
    notes: Mapping[str, bytes] = MappingProxyType({}),
) -> Index:
    """Fill an empty database with facts and a thesaurus, and with notes for whoever opens it again."""
    connection.executescript(_SCHEMA)
    with connection:
        vocabulary = _write_facts(connection, facts)
        _write_vocabulary(connection, vocabulary, thesaurus.words)
        _write_phrases(connection, (*thesaurus.phrases, *_item_phrases(facts)))
        _write_roles(connection, thesaurus)
        about = {"size": len(facts), **{f"note {name}": note for name, note in notes.items()}}
        connection.executemany("INSERT INTO about VALUES (?, ?)", about.items())
    return Index(connection)


def reopen(path: Path) -> Index:
    """An index that was built in a file; read only. Raises sqlite3.Error for what is none of this schema."""
    uri = f"file:{str(path).translate(_URI)}?mode=ro"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None)
    try:
        connection.execute("PRAGMA query_only = 1")
        connection.execute(f"PRAGMA mmap_size = {_MAPPED}")
        return Index(connection)
    except sqlite3.Error:
        connection.close()
        raise


def _write_facts(connection: sqlite3.Connection, facts: Sequence[Fact]) -> Counter[str]:
    """Write facts, sources and the counts of stems; give the counts of words as they are written."""
    counts: Counter[str] = Counter()
    cut = _Stems()
    columns, marks = ", ".join(_COLUMNS), ", ".join("?" * (len(_COLUMNS) + 1))
    numbered = enumerate(facts, 1)
    while some := list(islice(numbered, _AT_ONCE)):
        texts = [_texts(fact) for _, fact in some]
        for each in texts:
            counts.update(set(" ".join(each).split()))
        stemmed = [[cut.all_of(text) for text in each] for each in texts]
        connection.executemany(
            "INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (number, *_columns(fact), each[0].count(" ") - 1)
                for (number, fact), each in zip(some, texts, strict=True)
            ),
        )
        connection.executemany(
            f"INSERT INTO terms(rowid, {columns}) VALUES ({marks})",
            ((number, *each) for (number, _), each in zip(some, stemmed, strict=True)),
        )
    del counts[SENTENCE.strip()], counts[ITEM.strip()]
    _write_counts_of_stems(connection)
    _write_files(connection, facts)
    sources = {fact.source.source.id: fact.source.source for fact in facts if fact.source}
    connection.executemany(
        "INSERT INTO sources VALUES (?, ?)",
        ((key, _source_document(source)) for key, source in sources.items()),
    )
    return counts


class _Stems(dict[str, str]):
    """The stem of each word, looked up faster than `text.stem` remembers it."""

    def __missing__(self, word: str) -> str:
        self[word] = cut = _stem_all(word)
        return cut

    def all_of(self, text: str) -> str:
        """The text in stems."""
        return " ".join([self[word] for word in text.split(" ")])


def _write_counts_of_stems(connection: sqlite3.Connection) -> None:
    """As FTS5 has counted them already."""
    connection.execute("CREATE VIRTUAL TABLE temp.counted USING fts5vocab(main, terms, row)")
    connection.execute("INSERT INTO stems SELECT term, doc FROM temp.counted")
    connection.execute("DROP TABLE temp.counted")


def _write_files(connection: sqlite3.Connection, facts: Sequence[Fact]) -> None:
    """Write with which fact each file begins; what follows is of the same file."""
    names = [None, *(fact.file for fact in facts)]
    firsts = (
        (number, name) for number, name in enumerate(names) if name is not None and name != names[number - 1]
    )
    connection.executemany("INSERT INTO files VALUES (?, ?)", firsts)


def _texts(fact: Fact) -> tuple[str, ...]:
    """The fact's words, a string for each of the text columns, folded and not yet cut to stems."""
    value = (
        fact.value if isinstance(fact.value, tuple) else (fact.value,) if isinstance(fact.value, str) else ()
    )
    number = fact.value if isinstance(fact.value, int | float) else ""
    when = edtf.in_words(fact.date) if fact.date else ""
    return (
        _joined(SENTENCE, sentences(fact.statement)),
        _joined_items((*fact.who, *fact.where, *value, *((fact.answer,) if fact.answer else ()))),
        _joined_items(fact.keywords),
        _joined(ITEM, fact.asks),
        _joined_items((fact.topic, fact.id.partition(".")[2])),
        _joined_items((when, f"{fact.qualifier or ''} {number} {fact.unit or ''}")),
    )


def _joined(separator: str, parts: Iterable[str]) -> str:
    """Folded words with the separator between parts and at both ends."""
    inner = separator.join(" ".join(words(part)) for part in parts)
    return f"{separator}{inner}{separator}"


def _joined_items(items: Iterable[str]) -> str:
    """As `_joined`, for short texts, which come again and again."""
    return f"{ITEM}{ITEM.join(map(_words_of_item, items))}{ITEM}"


@lru_cache(maxsize=65536)
def _words_of_item(item: str) -> str:
    return " ".join(words(item))


def _stem_all(text: str) -> str:
    return " ".join(stem(word) if word.isalnum() else word for word in text.split(" "))


def _columns(fact: Fact) -> tuple[object, ...]:
    people, places = (_stem_all(_joined_items(names)) if names else None for names in (fact.who, fact.where))
    return fact.id, _document(fact), *_bounds(fact.date), people, places, slots_of(fact).value


def _document(fact: Fact) -> str:
    """In JSON the id of the source, the line, and the fields in the order of FACT_KEYS, as far as they go."""
    table = to_table(fact)
    fields = [table.get(key) for key in FACT_KEYS]
    while fields[-1] is None:
        fields.pop()
    return _IN_JSON.encode([fact.source and fact.source.source.id, fact.line, *fields])


def _bounds(date: edtf.Date | None) -> tuple[int | None, int | None]:
    """The first and the last day as numbers; open ends sort before and after all others."""
    if date is None or date.recurs:
        return None, None
    earliest, latest = date.earliest, date.latest
    return _as_number(earliest) if earliest else _OPEN_START, _as_number(latest) if latest else _OPEN_END


def _as_number(day: edtf.Day) -> int:
    """A day as 19920302."""
    return (day.year * 100 + day.month) * 100 + day.day


def _write_vocabulary(
    connection: sqlite3.Connection, counts: Mapping[str, int], thesaurus_words: Iterable[str]
) -> None:
    """Write the words that a misspelt one may stand for."""
    known = dict.fromkeys(sorted(thesaurus_words), 0) | dict(counts)
    connection.executemany("INSERT OR IGNORE INTO stems VALUES (?, 0)", {(stem(word),) for word in known})
    connection.executemany(
        "INSERT INTO words VALUES (?, ?, ?)", ((word, count, sound(word)) for word, count in known.items())
    )
    blobs: dict[tuple[int, str, int], list[str]] = {}
    for word in known:
        if word.isalpha() and len(word) > 1:
            for place in (0, 1):
                blobs.setdefault((place, word[place], len(word)), []).append(word)
    connection.executemany(
        "INSERT INTO spellings VALUES (?, ?, ?, ?)", ((*key, " ".join(blob)) for key, blob in blobs.items())
    )


def _item_phrases(facts: Iterable[Fact]) -> Iterator[Phrase]:
    """The names and values of facts that have several words, to be looked for as one."""
    values = (fact.value if isinstance(fact.value, tuple) else () for fact in facts)
    texts = (fact.value for fact in facts if isinstance(fact.value, str))
    names = (name for fact in facts for name in (*fact.who, *fact.where))
    distinct = dict.fromkeys((*names, *texts, *(item for items in values for item in items)))
    for name in distinct:
        cut = stems(name)
        if 2 <= len(cut) <= _LONGEST_ITEM:
            yield Phrase(" ".join(cut), NO_FAMILY, Bond.ITEM)


def _write_phrases(connection: sqlite3.Connection, phrases: Iterable[Phrase]) -> None:
    connection.executemany(
        "INSERT INTO phrases VALUES (?, ?, ?, ?)",
        ((phrase.stems.partition(" ")[0], *phrase) for phrase in phrases),
    )


def _write_roles(connection: sqlite3.Connection, thesaurus: Thesaurus) -> None:
    connection.executemany("INSERT INTO contraries VALUES (?, ?)", thesaurus.contraries)
    connection.executemany("INSERT INTO roles VALUES (?, ?)", thesaurus.roles.items())


class _Plan(NamedTuple):
    """A query of FTS5, and whether BM25 can order what it finds."""

    match: str
    is_weighed: bool = True


def _plans(groups: Sequence[str]) -> list[_Plan]:
    """From the narrowest to the widest: all groups, the rarest and any other, any."""
    if not groups:
        return []
    plans = [_Plan(" OR ".join(groups))]
    if len(groups) > 2:  # of two, that is all
        plans.insert(0, _Plan(f"{groups[0]} AND ({' OR '.join(groups[1:])})"))
    if len(groups) > 1:
        plans.insert(0, _Plan(" AND ".join(groups)))
    return plans


def _narrow_plans(groups: Sequence[str], counts: Sequence[int]) -> list[_Plan]:
    """All groups, all but the commonest ones, the rarest with each other, and those few words that are rare.

    To weigh facts, BM25 counts the facts of each phrase of the query, common ones too: 0.1 ms per thousand.
    """
    if not groups:
        return []
    by_count = [group for _, group in sorted(zip(counts, groups, strict=True))]
    totals = list(accumulate(sorted(counts)))

    def plan(chosen: Sequence[int], joint: str) -> _Plan:
        weight = sum(totals[each] - (totals[each - 1] if each else 0) for each in chosen)
        return _Plan(joint.join(by_count[each] for each in chosen), weight <= _MOST_WEIGHED)

    heads = (plan(range(length), " AND ") for length in range(len(groups), 1, -1))
    pairs = (plan((0, other), " AND ") for other in range(2, len(groups)))
    rare = sum(total <= _MOST_WEIGHED for total in totals)
    return [*heads, *pairs, plan(range(max(rare, 1)), " OR ")]


def _any_of(group: Sequence[str]) -> str:
    quoted = " OR ".join(f'"{phrase}"' for phrase in group)
    return f"({quoted})"


def _storable(text: str) -> str:
    """The text without lone surrogates, which arguments that are no UTF-8 hold and SQLite refuses."""
    return text.encode(errors="replace").decode()


def _conditions(keep: Filter) -> tuple[str, list[object]]:
    """A filter as SQL behind WHERE, with its values."""
    clauses: list[str] = []
    values: list[object] = []
    for test, wanted in (
        ("id > ? AND id < ?", [_around(_storable(topic)) for topic in keep.topics]),
        ("instr(people, ?) > 0", [(f" {name} ",) for name in keep.who]),
        ("instr(places, ?) > 0", [(f" {name} ",) for name in keep.where]),
    ):
        if wanted:
            clauses.append(f"AND ({' OR '.join([test] * len(wanted))})")
            values.extend(chain.from_iterable(wanted))
    if keep.start:
        clauses.append("AND latest >= ?")
        values.append(_bounds(keep.start)[0] or _OPEN_START)
    if keep.end:
        clauses.append("AND earliest <= ?")
        values.append(_bounds(keep.end)[1] or _OPEN_END)
    return " ".join(clauses), values


def _around(topic: str) -> tuple[str, str]:
    """Between these two lie the ids of the topic's facts: a point is followed by a slash."""
    return f"{topic}.", f"{topic}/"


def _source_document(source: Source) -> str:
    filled = {
        "id": source.id, "title": source.title, "publisher": source.publisher, "author": source.author,
        "date": str(source.date) if source.date else None, "url": source.url, "note": source.note,
    }  # fmt: skip
    return _IN_JSON.encode(filled)


def _source_from(document: dict[str, str | None]) -> Source:
    date = document.pop("date")
    source_id = document.pop("id") or ""
    return Source(id=source_id, date=edtf.parse(date) if date else None, **document)


# What TOML has and JSON lacks, in `extra`: kept as {tag: ISO text}.
_TAGS: Mapping[str, Callable[[str], object]] = {
    "\0datetime": dt.datetime.fromisoformat,
    "\0date": dt.date.fromisoformat,
    "\0time": dt.time.fromisoformat,
}


def _tagged(value: dt.date | dt.time) -> dict[str, str]:
    return {f"\0{type(value).__name__}": value.isoformat()}


_IN_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_tagged)


def _untagged(table: dict[str, Any]) -> object:
    if len(table) == 1:
        ((key, text),) = table.items()
        if key in _TAGS:
            with suppress(ValueError):  # a table of the store's own that happens to look like a tag
                return _TAGS[key](text)
    return table
