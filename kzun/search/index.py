"""The index: all SQL over facts, their words and the thesaurus."""

import datetime
import json
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from itertools import accumulate
from typing import Any, NamedTuple

from kzun import edtf
from kzun.fact import Fact, Source, read_fact, to_table
from kzun.search.filter import Filter
from kzun.search.slots import slots_of
from kzun.search.text import sentences, sound, stem, stems, words
from kzun.search.thesaurus import NO_FAMILY, Bond, Phrase, Role, Thesaurus

SENTENCE = " / "  # stands between the sentences of a statement
ITEM = " ; "  # stands between the items of a list, and at its two ends

_SCHEMA = """
CREATE TABLE facts (
    number INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, topic TEXT NOT NULL, document TEXT NOT NULL,
    earliest TEXT, latest TEXT, people TEXT NOT NULL, places TEXT NOT NULL,
    slots INTEGER NOT NULL, length INTEGER NOT NULL,
    statement TEXT NOT NULL, names TEXT NOT NULL, keywords TEXT NOT NULL, asks TEXT NOT NULL,
    topic_words TEXT NOT NULL, figures TEXT NOT NULL
);
CREATE TABLE sources (id TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE terms USING fts5(
    statement, names, keywords, asks, topic_words, figures,
    content='facts', content_rowid='number', tokenize="unicode61 remove_diacritics 0 tokenchars '.'"
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
CREATE INDEX phrases_by_family ON phrases (family);
CREATE TABLE contraries (stems TEXT NOT NULL, opposite TEXT NOT NULL);
CREATE INDEX contraries_by_stems ON contraries (stems);
CREATE TABLE roles (word TEXT PRIMARY KEY, role TEXT NOT NULL) WITHOUT ROWID;
"""

_COLUMNS = ("statement", "names", "keywords", "asks", "topic_words", "figures")
_COLUMN_WEIGHTS = (1.0, 1.0, 0.9, 0.7, 0.6, 0.6)
_BREAK = re.compile(r" [/;](?= )")  # where SENTENCE and ITEM begin
_FEW = 256  # facts of which the widest query finds few enough to look at them all
_LONGEST_ITEM = 8  # words; what is longer is a sentence
_OPEN_START, _OPEN_END = "", "~"  # sort before and after every ISO date


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
        self.size: int = self._one("SELECT count(*) FROM facts")
        self._sources = {
            source_id: _source_from(json.loads(document))
            for source_id, document in connection.execute("SELECT id, document FROM sources")
        }
        self._forget()

    def _forget(self) -> None:
        """Begin anew with the bounded memories: a batch asks for the same words and facts again and again."""
        self.facts_with = lru_cache(maxsize=65536)(self._facts_with)
        self.is_stem = lru_cache(maxsize=65536)(self._is_stem)
        self.is_word = lru_cache(maxsize=65536)(self._is_word)
        self.role = lru_cache(maxsize=65536)(self._role)
        self.phrases_at = lru_cache(maxsize=65536)(self._phrases_at)
        self.family = lru_cache(maxsize=4096)(self._family)
        self.kin = lru_cache(maxsize=65536)(self._kin)
        self.opposites = lru_cache(maxsize=65536)(self._opposites)
        self.candidate = lru_cache(maxsize=4096)(self._candidate)
        self.fact = lru_cache(maxsize=4096)(self._fact)

    def candidates(self, groups: Sequence[Sequence[str]], keep: Filter, limit: int) -> list[int]:
        """The numbers of facts that have something of the groups of exchangeable phrases, the rarest group first.

        Those with all groups come first, then those with the rarest and any other, then those with any;
        within each, the best by BM25.
        """
        found: dict[int, None] = {}
        plans = list(_plans([group for group in groups if group]))
        for match in plans if self.size > _FEW else plans[-1:]:
            found |= dict.fromkeys(self._matching(match, keep, limit))
            if len(found) >= limit:
                break
        return list(found)

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

    def _matching(self, match: str, keep: Filter, limit: int) -> list[int]:
        conditions, values = _conditions(keep)
        rows = self._connection.execute(
            "SELECT terms.rowid FROM terms "
            f"{'JOIN facts ON facts.number = terms.rowid' if conditions else ''} WHERE terms MATCH ? {conditions} "
            f"ORDER BY bm25(terms, {', '.join(map(str, _COLUMN_WEIGHTS))}) LIMIT ?",
            (match, *values, limit),
        )
        return [number for (number,) in rows]

    def _candidate(self, number: int) -> Candidate:
        """A fact as the ranking sees it."""
        fact_id, slots, length, *columns = self._connection.execute(
            f"SELECT id, slots, length, {', '.join(_COLUMNS)} FROM facts WHERE number = ?", (number,)
        ).fetchone()
        text = "".join(columns)
        statement, names, keywords, _, _, figures = columns
        return Candidate(
            number, fact_id, slots, length, statement, names, keywords, figures,
            text=text,
            ends=tuple(accumulate(map(len, columns))),
            breaks=(*(found.start() for found in _BREAK.finditer(text)), len(text)),
            stems=frozenset(text.split()),
        )  # fmt: skip

    def all_facts(self, keep: Filter) -> Iterator[Fact]:
        """The facts that a filter keeps, in the order of the store."""
        conditions, values = _conditions(keep)
        rows = self._connection.execute(f"SELECT number FROM facts WHERE 1 {conditions} ORDER BY number", values)
        for (number,) in rows.fetchall():
            yield self.fact(number)

    def numbers_of(self, fact_id: str) -> list[int]:
        """The numbers of the fact with this id, or of the facts of this topic."""
        rows = self._connection.execute(
            "SELECT number FROM facts WHERE id = ? OR topic = ? ORDER BY number", [_storable(fact_id)] * 2
        )
        return [number for (number,) in rows]

    def ids(self) -> tuple[str, ...]:
        """The ids of all topics and facts."""
        rows = self._connection.execute("SELECT DISTINCT topic FROM facts UNION ALL SELECT id FROM facts")
        return tuple(name for (name,) in rows)

    def spellings(self, word: str) -> list[str]:
        """Known words that share the first or second letter with `word`, of a length within 2."""
        rows = self._connection.execute(
            "SELECT words FROM spellings WHERE (place, letter) IN (VALUES (0, ?), (1, ?)) AND length BETWEEN ? AND ?",
            (word[0], word[1:2], len(word) - 2, len(word) + 2),
        )
        return list(dict.fromkeys(known for (blob,) in rows for known in blob.split()))

    def sounding_like(self, key: str) -> list[str]:
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
        columns = ", ".join(_COLUMNS)
        texts = self._connection.execute(f"SELECT {columns} FROM facts WHERE number = ?", (number,)).fetchone()
        left = ["" if name == "asks" else text for name, text in zip(_COLUMNS, texts, strict=True)]
        marks = ", ".join("?" * (len(_COLUMNS) + 1))
        self._connection.execute(
            f"INSERT INTO terms(terms, rowid, {columns}) VALUES ('delete', {marks})", (number, *texts)
        )
        self._connection.execute(f"INSERT INTO terms(rowid, {columns}) VALUES ({marks})", (number, *left))
        self._connection.execute("UPDATE facts SET asks = '' WHERE number = ?", (number,))
        gone = set(" ".join(texts).split()) - set(" ".join(left).split())
        self._connection.executemany("UPDATE stems SET facts = facts - 1 WHERE stem = ?", [(one,) for one in gone])

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

    def frequency(self, word: str) -> int:
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
        rows = self._connection.execute("SELECT stems FROM phrases WHERE family = ? AND bond <> ?", (number, Bond.PART))
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
        row = self._connection.execute("SELECT id, document FROM facts WHERE number = ?", (number,)).fetchone()
        fact_id, document = row
        file, line, table = json.loads(document, object_hook=_untagged)
        return read_fact(fact_id, table, self._sources, file=file, line=line)

    def _one(self, statement: str, *values: object) -> Any:  # noqa: ANN401 - a cell of any type
        row = self._connection.execute(statement, values).fetchone()
        return row[0] if row else None


def build(connection: sqlite3.Connection, facts: Sequence[Fact], thesaurus: Thesaurus) -> Index:
    """Fill an empty database with facts and a thesaurus."""
    connection.executescript(_SCHEMA)
    with connection:
        vocabulary = _write_facts(connection, facts)
        _write_vocabulary(connection, vocabulary, thesaurus.words)
        _write_phrases(connection, (*thesaurus.phrases, *_item_phrases(facts)))
        _write_roles(connection, thesaurus)
    return Index(connection)


def _write_facts(connection: sqlite3.Connection, facts: Sequence[Fact]) -> Counter[str]:
    """Write facts, sources and the counts of stems; give the counts of words as they are written."""
    stem_counts: Counter[str] = Counter()
    word_counts: Counter[str] = Counter()
    rows = []
    for number, fact in enumerate(facts, 1):
        texts = _texts(fact)
        fact_words = set(" ".join(texts).split()) - {"/", ";"}
        word_counts.update(fact_words)
        stemmed = [_stem_all(text) for text in texts]
        stem_counts.update({stem(word) for word in fact_words})
        rows.append((number, *_columns(fact), texts[0].count(" ") - 1, *stemmed))
    marks = ", ".join("?" * len(rows[0])) if rows else ""
    if rows:
        connection.executemany(f"INSERT INTO facts VALUES ({marks})", rows)
    connection.execute("INSERT INTO terms(terms) VALUES ('rebuild')")
    connection.executemany("INSERT INTO stems VALUES (?, ?)", stem_counts.items())
    sources = {fact.source.source.id: fact.source.source for fact in facts if fact.source}
    connection.executemany(
        "INSERT INTO sources VALUES (?, ?)", ((key, _source_document(source)) for key, source in sources.items())
    )
    return word_counts


def _texts(fact: Fact) -> tuple[str, ...]:
    """The fact's words, a string for each of the text columns, folded and not yet cut to stems."""
    value = fact.value if isinstance(fact.value, tuple) else (fact.value,) if isinstance(fact.value, str) else ()
    number = fact.value if isinstance(fact.value, int | float) else ""
    when = edtf.in_words(fact.date) if fact.date else ""
    return (
        _joined(SENTENCE, sentences(fact.statement)),
        _joined(ITEM, (*fact.who, *fact.where, *value, *((fact.answer,) if fact.answer else ()))),
        _joined(ITEM, fact.keywords),
        _joined(ITEM, fact.asks),
        _joined(ITEM, (fact.topic, fact.id.partition(".")[2])),
        _joined(ITEM, (when, f"{fact.qualifier or ''} {number} {fact.unit or ''}")),
    )


def _joined(separator: str, parts: Iterable[str]) -> str:
    """Folded words with the separator between parts and at both ends."""
    inner = separator.join(" ".join(words(part)) for part in parts)
    return f"{separator}{inner}{separator}"


def _stem_all(text: str) -> str:
    return " ".join(stem(word) if word.isalnum() else word for word in text.split(" "))


def _columns(fact: Fact) -> tuple[object, ...]:
    earliest, latest = _bounds(fact.date)
    document = json.dumps([fact.file, fact.line, to_table(fact)], ensure_ascii=False, default=_tagged)
    people, places = (_stem_all(_joined(ITEM, names)) for names in (fact.who, fact.where))
    return fact.id, fact.topic, document, earliest, latest, people, places, slots_of(fact).value


def _bounds(date: edtf.Date | None) -> tuple[str | None, str | None]:
    """The first and the last day as ISO text; open ends sort before and after all others."""
    if date is None or date.recurs:
        return None, None
    earliest, latest = date.earliest, date.latest
    return _iso(earliest) if earliest else _OPEN_START, _iso(latest) if latest else _OPEN_END


def _iso(day: edtf.Day) -> str:
    return f"{day.year:04}-{day.month:02}-{day.day:02}"


def _write_vocabulary(
    connection: sqlite3.Connection, counts: Mapping[str, int], thesaurus_words: Iterable[str]
) -> None:
    """Write the words that a misspelt one may stand for."""
    known = dict.fromkeys(thesaurus_words, 0) | dict(counts)
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


def _plans(groups: Sequence[Sequence[str]]) -> Iterator[str]:
    """FTS5 queries from the narrowest to the widest. Every phrase is quoted: none is syntax."""
    each = [_any_of(group) for group in groups]
    if not each:
        return
    if len(each) > 1:
        yield " AND ".join(each)
    if len(each) > 2:  # noqa: PLR2004 - of two, that was all
        yield f"{each[0]} AND ({' OR '.join(each[1:])})"
    yield " OR ".join(each)


def _any_of(group: Sequence[str]) -> str:
    quoted = " OR ".join(f'"{phrase}"' for phrase in group)
    return f"({quoted})"


def _storable(text: str) -> str:
    """The text without lone surrogates, which arguments that are no UTF-8 hold and SQLite refuses."""
    return text.encode(errors="replace").decode()


def _conditions(keep: Filter) -> tuple[str, list[str]]:
    """A filter as SQL behind WHERE, with its values."""
    clauses: list[str] = []
    values: list[str] = []
    for column, wanted, test in (
        ("topic", list(map(_storable, keep.topics)), "topic = ?"),
        ("people", [f" {name} " for name in keep.who], "instr(people, ?) > 0"),
        ("places", [f" {name} " for name in keep.where], "instr(places, ?) > 0"),
    ):
        if wanted:
            clauses.append(f"AND ({' OR '.join([test] * len(wanted))})")
            values.extend(wanted)
    if keep.start:
        clauses.append("AND latest >= ?")
        values.append(_bounds(keep.start)[0] or "")
    if keep.end:
        clauses.append("AND earliest <= ?")
        values.append(_bounds(keep.end)[1] or "")
    return " ".join(clauses), values


def _source_document(source: Source) -> str:
    filled = {
        "id": source.id, "title": source.title, "publisher": source.publisher, "author": source.author,
        "date": str(source.date) if source.date else None, "url": source.url, "note": source.note,
    }  # fmt: skip
    return json.dumps(filled, ensure_ascii=False)


def _source_from(document: dict[str, str | None]) -> Source:
    date = document.pop("date")
    source_id = document.pop("id") or ""
    return Source(id=source_id, date=edtf.parse(date) if date else None, **document)


# What TOML has and JSON lacks, in `extra`: kept as {tag: ISO text}.
_TAGS: Mapping[str, Callable[[str], object]] = {
    "\0datetime": datetime.datetime.fromisoformat,
    "\0date": datetime.date.fromisoformat,
    "\0time": datetime.time.fromisoformat,
}


def _tagged(value: object) -> dict[str, str]:
    return {f"\0{type(value).__name__}": value.isoformat()}


def _untagged(table: dict[str, Any]) -> object:
    if len(table) == 1:
        (key, text), = table.items()
        if key in _TAGS:
            with suppress(ValueError):  # a table of the store's own that happens to look like a tag
                return _TAGS[key](text)
    return table
