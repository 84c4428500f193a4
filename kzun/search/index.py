"""The index: all SQL that looks something up among facts, their words and the thesaurus."""

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import accumulate, chain
from pathlib import Path
from typing import Any, NamedTuple

from kzun import edtf
from kzun.fact import Fact, Source, Topic, join_topics, read_fact
from kzun.search.columns import BREAKS, Columns, Stems, chunks_of, columns_of
from kzun.search.documents import read_document, read_source_document
from kzun.search.filter import Filter
from kzun.search.thesaurus import NO_FAMILY, Bond, Phrase, Role

_COLUMN_WEIGHTS = (1.0, 1.0, 0.9, 0.7, 0.6, 0.6, 0.4)
_FEW = 256  # facts of which the widest query finds few enough to look at them all
_OPEN_START, _OPEN_END = 0, 99_999_999  # before and after every day, as `bounds` has it
_URI = str.maketrans({"%": "%25", "?": "%3f", "#": "%23"})
_PATIENCE = 2.0  # seconds; whoever brings an index up to date takes hundredths of one
_LONGEST_PHRASE = 8  # words
_MOST_REMEMBERED = 4096  # candidates
_AT_ONCE = 512  # of them are read together; some builds of SQLite take no more than 999 values
_MOST_CHUNKS = 100_000  # of their texts

_LARGE = 5_000  # facts; of a larger store, no search looks at everything that any common word finds
_MOST_WEIGHED = 5_000  # facts that the words of a query may stand in for BM25, which reads the list of each
_MOST_MET = 1_000  # ... of those that are too many to be weighed, are looked at


class TornError(sqlite3.DatabaseError):
    """An index that somebody began to bring up to date and did not finish."""


class Candidate(NamedTuple):
    """A fact as the ranking sees it: its words as stems, each between single spaces."""

    number: int
    id: str
    slots: int
    length: int  # stems of the statement
    columns: Columns
    text: str  # all columns, one behind the other, the statement first
    ends: tuple[int, ...]  # where each column ends in the text
    stems: frozenset[str]

    @property
    def breaks(self) -> tuple[int, ...]:
        """Where a sentence or an item ends in the text, the text itself included."""
        return (*[found.start() - 1 for found in re.finditer(f"[{BREAKS}]", self.text)], len(self.text))


class Index:
    """Facts, ready for look-up, in a database that `indexing` has filled.

    A word or stem is given as `text` folds and cuts it.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.size: int = self._one("SELECT value FROM about WHERE name = 'size'")
        if self.note("torn"):
            raise TornError
        self.forget()

    def close(self) -> None:
        """Let go of the database."""
        self.connection.close()

    def __del__(self) -> None:
        """Let go, at the latest when nobody has it any more."""
        with suppress(sqlite3.ProgrammingError):  # collected in another thread, where its end is enough
            self.close()

    def note(self, name: str) -> bytes:
        """What whoever filled the database has noted under this name; empty, if nothing."""
        return self._one("SELECT value FROM about WHERE name = ?", f"note {name}") or b""

    def forget(self) -> None:
        """Begin anew with the bounded memories: a batch asks for the same words and facts again and again."""
        self.facts_with = lru_cache(maxsize=65536)(self._facts_with)
        self.frequency = lru_cache(maxsize=65536)(self._frequency)
        self._spelt_alike = lru_cache(maxsize=1024)(self._words_by_letter)
        self.sounding_like = lru_cache(maxsize=1024)(self._sounding_like)
        self.is_somebody = lru_cache(maxsize=4096)(self._is_somebody)
        self.is_stem = lru_cache(maxsize=65536)(self._is_stem)
        self.is_word = lru_cache(maxsize=65536)(self._is_word)
        self.role = lru_cache(maxsize=65536)(self._role)
        self.bonds = lru_cache(maxsize=65536)(self._bonds)
        self.families_at = lru_cache(maxsize=65536)(self._families_at)
        self.family = lru_cache(maxsize=4096)(self._family)
        self.kin = lru_cache(maxsize=65536)(self._kin)
        self.opposites = lru_cache(maxsize=65536)(self._opposites)
        self.fact = lru_cache(maxsize=4096)(self._fact)
        self._source = lru_cache(maxsize=4096)(self._read_source)
        self._met: dict[int, Candidate] = {}
        self._stems = Stems()

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
        """The numbers of the facts that have something of each group of exchangeable phrases of their own.

        What only the title of the topic has, each of its facts would have.
        """
        if not all(groups) or not groups:
            return []
        conditions, values = _conditions(keep)
        rows = self.connection.execute(
            "SELECT number FROM terms JOIN facts ON facts.number = terms.rowid "
            f"WHERE terms MATCH ? {conditions} ORDER BY number",
            (f"- title : ({' AND '.join(map(_any_of, groups))})", *values),
        )
        return [number for (number,) in rows]

    def _matching(self, plan: "_Plan", keep: Filter, limit: int) -> list[int]:
        conditions, values = _conditions(keep)
        join = "JOIN facts ON facts.number = terms.rowid" if conditions else ""
        found = f"SELECT terms.rowid FROM terms {join} WHERE terms MATCH ? {conditions}"
        rows = self.connection.execute(f"{found} LIMIT ?", (plan.match, *values, limit + 1)).fetchall()
        if len(rows) > limit:  # only then they need an order, which costs more than to find them
            if plan.is_weighed:
                query = f"{found} ORDER BY bm25(terms, {', '.join(map(str, _COLUMN_WEIGHTS))}) LIMIT ?"
            else:
                most = "" if conditions else f"LIMIT {_MOST_MET}"
                met = f"(SELECT rowid AS met FROM terms WHERE terms MATCH ? {most})"
                joined = f"{met} JOIN facts ON number = met"
                query = f"SELECT met FROM {joined} WHERE 1 {conditions} ORDER BY length LIMIT ?"
            rows = self.connection.execute(query, (plan.match, *values, limit)).fetchall()
        return [number for (number,) in rows]

    def look_at(self, numbers: Sequence[int]) -> list[Candidate]:
        """Facts as the ranking sees them, in this order."""
        if len(self._met) > _MOST_REMEMBERED:
            self._met.clear()
        if len(self._stems) > _MOST_CHUNKS:
            self._stems = Stems()
        unmet = [number for number in numbers if number not in self._met]
        for start in range(0, len(unmet), _AT_ONCE):
            self._meet(unmet[start : start + _AT_ONCE])
        return [self._met[number] for number in numbers]

    def _meet(self, numbers: Sequence[int]) -> None:
        rows = self.connection.execute(
            f"SELECT number, id, document, slots FROM facts WHERE number IN ({_marks(len(numbers))})", numbers
        )
        read = [(number, fact_id, slots, _chunks(fact_id, text)) for number, fact_id, text, slots in rows]
        self._stems.learn(chain.from_iterable(chunks for *_, chunks in read))
        self._met.update((fact[0], self._candidate(*fact)) for fact in read)

    def _candidate(self, number: int, fact_id: str, slots: int, chunks: Sequence[str]) -> Candidate:
        columns = columns_of(chunks, self._stems)
        text = "".join(columns)
        return Candidate(
            number,
            fact_id,
            slots,
            columns.statement.count(" ") - 1,
            columns=columns,
            text=text,
            ends=tuple(accumulate(map(len, columns))),
            stems=frozenset(text.split()),
        )

    def all_facts(self, keep: Filter) -> Iterator[Fact]:
        """The facts that a filter keeps, in the order of the store."""
        conditions, values = _conditions(keep)
        rows = self.connection.execute(
            f"SELECT number FROM facts WHERE 1 {conditions} ORDER BY number", values
        )
        for (number,) in rows.fetchall():
            yield self.fact(number)

    def numbers_of(self, fact_id: str) -> list[int]:
        """The numbers of the fact with this id, or of the facts of this topic."""
        rows = self.connection.execute(
            "SELECT number FROM facts WHERE id = ? OR id > ? AND id < ? ORDER BY number",
            (_storable(fact_id), *_around(_storable(fact_id))),
        )
        return [number for (number,) in rows]

    def ids(self) -> tuple[str, ...]:
        """The ids of all topics and facts."""
        ids = [fact_id for (fact_id,) in self.connection.execute("SELECT id FROM facts ORDER BY number")]
        return (*dict.fromkeys(fact_id.partition(".")[0] for fact_id in ids), *ids)

    def spellings(self, word: str) -> list[str]:
        """Known words with the first or second letter of `word`, of a length within 2; some stand twice."""
        letters = enumerate(word[:2])
        lengths = range(len(word) - 2, len(word) + 3)
        known = (self._spelt_alike(*place, length) for place in letters for length in lengths)
        return list(chain.from_iterable(known))

    def _words_by_letter(self, place: int, letter: str, length: int) -> list[str]:
        query = "SELECT words FROM spellings WHERE place = ? AND letter = ? AND length = ?"
        return (self._one(query, place, letter, length) or "").split()

    def sources(self) -> Mapping[str, Source]:
        """What facts may name as their source, by id."""
        rows = self.connection.execute("SELECT document FROM sources")
        return {source.id: source for (text,) in rows for source in (read_source_document(text),)}

    def topics(self) -> Mapping[str, Topic]:
        """The topics by id, in the order of the store."""
        rows = self.connection.execute(
            "SELECT topic, title, summary FROM files WHERE is_whole ORDER BY first"
        )
        return join_topics(Topic(topic, title or "", summary) for topic, title, summary in rows)

    def _sounding_like(self, key: str) -> list[str]:
        """Words of the facts with this key of `text.sound`."""
        rows = self.connection.execute("SELECT word FROM words WHERE sound = ? AND times > 0", (key,))
        return [word for (word,) in rows]

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
        return self._one("SELECT 1 FROM items WHERE stems = ? AND people > 0", name) is not None

    def _frequency(self, word: str) -> int:
        """How often this very word stands in facts."""
        return self._one("SELECT times FROM words WHERE word = ?", word) or 0

    def _role(self, word: str) -> Role | None:
        role = self._one("SELECT role FROM roles WHERE word = ?", word)
        return role and Role(role)

    def phrase_length(self, cut: Sequence[str]) -> int:
        """How many of these stems make, from the first on, a phrase of the thesaurus or a fact; 1 if none."""
        longest = range(min(len(cut), _LONGEST_PHRASE), 1, -1)
        begun = [" ".join(cut[:length]) for length in longest]
        marks = _marks(len(begun))
        rows = self.connection.execute(
            f"SELECT stems FROM phrases WHERE stems IN ({marks}) "
            f"UNION ALL SELECT stems FROM items WHERE stems IN ({marks}) AND phrases > 0",
            (*begun, *begun),
        )
        return max((phrase.count(" ") + 1 for (phrase,) in rows), default=1)

    def _bonds(self, phrase: str) -> tuple[Phrase, ...]:
        """By what a phrase belongs to which family."""
        rows = self.connection.execute(
            "SELECT stems, family, bond FROM phrases WHERE stems = ? ORDER BY number", (phrase,)
        )
        known = tuple(Phrase(stems, family, Bond(bond)) for stems, family, bond in rows)
        is_item = self._one("SELECT 1 FROM items WHERE stems = ? AND phrases > 0", phrase)
        return (*known, Phrase(phrase, NO_FAMILY, Bond.ITEM)) if is_item else known

    def _families_at(self, first: str) -> frozenset[int]:
        """The families of which a member begins with this stem."""
        rows = self.connection.execute(
            "SELECT family FROM phrases WHERE stems = ? OR stems > ? AND stems < ?",
            (first, f"{first} ", f"{first}!"),
        )
        return frozenset(family for (family,) in rows)

    def _family(self, number: int) -> tuple[str, ...]:
        """The members of a family."""
        rows = self.connection.execute(
            "SELECT stems FROM phrases WHERE family = ? AND family >= 0 AND bond <> ? ORDER BY number",
            (number, Bond.PART),
        )
        return tuple(phrase for (phrase,) in rows)

    def _kin(self, phrase: str, bond: Bond) -> tuple[str, ...]:
        """What a phrase can be exchanged for by this bond, itself left out."""
        return tuple(
            member
            for known in self.bonds(phrase)
            if known.bond is bond
            for member in self.family(known.family)
            if member != phrase
        )

    def _opposites(self, phrase: str) -> frozenset[str]:
        """What says the contrary of a phrase."""
        rows = self.connection.execute("SELECT opposite FROM contraries WHERE stems = ?", (phrase,))
        return frozenset(opposite for (opposite,) in rows)

    def _fact(self, number: int) -> Fact:
        query = "SELECT id, document FROM facts WHERE number = ?"
        fact_id, text = self.connection.execute(query, (number,)).fetchone()
        file = self._one("SELECT name FROM files WHERE first <= ? ORDER BY first DESC LIMIT 1", number)
        kept = read_document(text)
        sources = {kept.source: self._source(kept.source)} if kept.source else {}
        return read_fact(
            fact_id, kept.fields, sources, file=file, line=kept.line, topic_title=kept.topic_title
        )

    def _read_source(self, source_id: str) -> Source:
        text = self._one("SELECT document FROM sources WHERE id = ?", source_id)
        return read_source_document(text) if text else Source(id=source_id)

    def _one(self, statement: str, *values: object) -> Any:  # noqa: ANN401 - a cell of any type
        row = self.connection.execute(statement, values).fetchone()
        return row[0] if row else None


def _chunks(fact_id: str, document: str) -> list[str]:
    kept = read_document(document)
    return chunks_of(fact_id, kept.topic_title, kept.fields)


def reopen(path: Path) -> Index:
    """An index that was filled in a file, as it is at this moment until it is closed.

    Raises sqlite3.Error for what is none.
    """
    connection = sqlite3.connect(address(path, "ro"), uri=True, isolation_level=None, timeout=_PATIENCE)
    try:
        connection.execute("BEGIN")  # nobody brings it up to date while somebody reads it
        return Index(connection)
    except sqlite3.Error:
        connection.close()
        raise


def address(path: Path, mode: str) -> str:
    """The path as SQLite opens it: "ro" to read, "rw" to change what is there."""
    return f"file:{str(path).translate(_URI)}?mode={mode}"


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
        values.append(bounds(keep.start)[0] or _OPEN_START)
    if keep.end:
        clauses.append("AND earliest <= ?")
        values.append(bounds(keep.end)[1] or _OPEN_END)
    return " ".join(clauses), values


def _around(topic: str) -> tuple[str, str]:
    """Between these two lie the ids of the topic's facts: a point is followed by a slash."""
    return f"{topic}.", f"{topic}/"


def _marks(number: int) -> str:
    """So many places for values in SQL."""
    return ", ".join("?" * number)


def bounds(date: edtf.Date | None) -> tuple[int | None, int | None]:
    """The first and the last day as numbers; open ends sort before and after all others."""
    if date is None or date.recurs:
        return None, None
    earliest, latest = date.earliest, date.latest
    return _as_number(earliest) if earliest else _OPEN_START, _as_number(latest) if latest else _OPEN_END


def _as_number(day: edtf.Day) -> int:
    """A day as 19920302."""
    return (day.year * 100 + day.month) * 100 + day.day
