"""FactBase: facts opened for search, timelines and look-up; the library's public face."""

import json
import os
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, wraps
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from kzun.edtf import Date
from kzun.errors import EmptyQueryError, EmptyStoreError, KzunError, UnknownFactError
from kzun.fact import Fact, Topic
from kzun.problem import Problem, Severity
from kzun.search import answer, computed, ranking, spelling
from kzun.search.filling import wanted
from kzun.search.filter import Filter
from kzun.search.index import Index, build, reopen
from kzun.search.question import analyse, names_of
from kzun.search.reply import Hit, Outcome, Reply
from kzun.search.thesaurus import compile_thesaurus
from kzun.store.cache import Shelf, look_at, shelf
from kzun.store.stores import chosen_stores, words_path

if TYPE_CHECKING:
    from kzun.store.reader import Contents

EVERYTHING = Filter()
_NO_NOTES: Mapping[str, bytes] = MappingProxyType({})
_NOBODY = "\0"  # the stems of a name without letters: no fact has them
_LEAST = 5  # hits that an answer looks at, however few are wanted
_SYNONYMS = 0.6  # the least quality of what may stand for a word in a timeline: a synonym does

_Rest = ParamSpec("_Rest")
_Reply = TypeVar("_Reply")


def _mended(
    ask: "Callable[Concatenate[FactBase, _Rest], _Reply]",
) -> "Callable[Concatenate[FactBase, _Rest], _Reply]":
    """Asks again with all files read anew, where an index that was kept turns out to be damaged."""

    @wraps(ask)
    def mended(base: "FactBase", /, *args: _Rest.args, **kwargs: _Rest.kwargs) -> _Reply:
        try:
            return ask(base, *args, **kwargs)
        except KzunError:
            raise
        except Exception:
            if base._kept is None:  # noqa: SLF001 - of this module
                raise
            base._kept.clear()  # noqa: SLF001
            base._read_files()  # noqa: SLF001
            return ask(base, *args, **kwargs)

    return mended


class FactBase:
    """The facts of one or more stores. Made by `open`; it does not change when files do."""

    def __init__(
        self, roots: Sequence[Path], index: Index, kept: Shelf | None = None, today: Date | None = None
    ) -> None:
        self._roots, self._index, self._kept, self._today = roots, index, kept, today

    @classmethod
    def open(
        cls,
        stores: Sequence[str] = (),
        *,
        environ: Mapping[str, str] = os.environ,
        today: Date | None = None,
        cache: Path | None = None,
    ) -> "FactBase":
        """The facts of the stores at these paths, the most important first; by default those of `environ`.

        In the folder `cache` an index is kept, so that files are read again only when one of them changes;
        where that cannot be, and without a folder, they are read each time. A damaged file hides no other:
        see `problems`. Raises MissingStoreError, UnreadableError and, where there is neither a fact nor a
        problem, EmptyStoreError.
        """
        roots = chosen_stores(stores, environ)
        place = shelf(cache, roots, str(sys.implementation.cache_tag))
        if place is None:
            contents = _read(roots)
            base = cls(roots, _index_of(contents, ":memory:"), today=today)
            base._contents = contents
            return base
        index = _fresh(place, roots) or _renewed(place, roots)
        return cls(roots, index, place, today)

    def _read_files(self) -> None:
        """Take all from the files, where it was taken from an index that was kept."""
        if self._kept:
            self._kept = None
            self._index = _index_of(self._contents, ":memory:")

    @cached_property
    def _contents(self) -> "Contents":
        return _read(self._roots)

    @property
    @_mended
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the files that were read."""
        found = json.loads(self._index.note("problems"))
        return tuple(
            Problem(path, line, column, Severity(grade), *said) for path, line, column, grade, *said in found
        )

    @property
    @_mended
    def topics(self) -> Mapping[str, Topic]:
        """The topics by id."""
        topics = (Topic(*said) for said in json.loads(self._index.note("topics")))
        return {topic.id: topic for topic in topics}

    @_mended
    def search(
        self, query: str, *, keep: Filter = EVERYTHING, limit: int = 5, reverse: bool = False
    ) -> Reply:
        """The reply to a question or a few words: an answer, if there is one, and the hits; limit 0 is all.

        Any text is a query. Raises EmptyQueryError for one of white space.
        """
        if not query.strip():
            raise EmptyQueryError
        asked = analyse(query, self._index)
        keep = self._as_known(keep)
        ranked = ranking.search(asked, self._index, keep, wanted(asked), limit and max(limit, _LEAST))
        chosen, declined = answer.choose(asked, ranked, self._index)
        if computed.may_compute(asked):
            chosen = (
                computed.compute(asked, ranked, self._index, keep=keep, today=self._today, stated=chosen)
                or chosen
            )
        shown = ranked[: limit or None]
        hits = [Hit(self._index.fact(one.candidate.number), one.score, one.reasons) for one in shown]
        outcome = Outcome.ANSWERED if chosen else Outcome.RELATED if hits else Outcome.NONE
        if reverse:
            hits.reverse()
        return Reply(query, outcome, chosen, None if chosen else declined, asked.corrected, tuple(hits))

    @_mended
    def timeline(
        self,
        query: str = "",
        *,
        keep: Filter = EVERYTHING,
        on: tuple[int, int] | None = None,
        limit: int = 0,
        reverse: bool = False,
    ) -> tuple[Fact, ...]:
        """Dated facts that cover every content word of the query, earliest first.

        `on` is a month and a day, for anniversaries. Days of every year come with it, and without a range.
        """
        dated = [fact for fact in self._covering(query, self._as_known(keep)) if fact.date]
        if on:
            dated = [fact for fact in dated if fact.date and fact.date.falls_on(*on)]
        return _some(sorted(dated, key=_by_date), limit, reverse=reverse)

    @_mended
    def show(self, wanted: str) -> tuple[Fact, ...]:
        """The fact of this id, or all facts of this topic. Raises UnknownFactError with the nearest ids."""
        numbers = self._index.numbers_of(wanted)
        if not numbers:
            raise UnknownFactError(wanted, spelling.most_alike(wanted, self._index.ids()))
        return tuple(map(self._index.fact, numbers))

    @_mended
    def list(self, *, keep: Filter = EVERYTHING, limit: int = 0, reverse: bool = False) -> tuple[Fact, ...]:
        """The facts in the order of the store."""
        return _some(self._index.all_facts(self._as_known(keep)), limit, reverse=reverse)

    @_mended
    def related(self, fact: Fact) -> tuple[Fact, ...]:
        """The facts that a fact names in its `see`."""
        return tuple(self._index.fact(number) for one in fact.see for number in self._index.numbers_of(one))

    def check(self, *, asks: bool = False) -> tuple[Problem, ...]:
        """What is wrong with the stores: what the reader found, and what only shows in many facts together.

        With `asks`, also the questions of facts that another fact answers first, each put to a search from
        which that fact's own questions are left out, and the `declines` of topics that are answered.
        """
        from kzun.store.check import check_facts  # with what reads files, which nothing else needs when warm

        self._read_files()
        contents = self._contents
        rules = check_facts(contents.facts, contents.paths)
        answered = (*self._missed_asks(), *self._answered_declines()) if asks else ()
        return tuple(sorted((*self.problems, *rules, *answered)))

    def _missed_asks(self) -> tuple[Problem, ...]:
        from kzun.store.findings import Finding, placed

        found = []
        for fact in self._contents.facts:
            with self._index.without_asks(fact.id):
                for number, ask in enumerate(fact.asks):
                    first = self._first(ask)
                    if first != fact.id:
                        text = f"{ask!r} finds {first or 'nothing'} first"
                        found.append(Finding(fact.id, ("asks", number), Severity.WARNING, "missed-ask", text))
        return placed(found, self._contents.paths)

    def _answered_declines(self) -> Iterator[Problem]:
        for question_to_decline, path, line, column in self._contents.declines:
            given = self.search(question_to_decline).answer
            if given:
                text = f"{question_to_decline!r} is answered: {given.text}"
                yield Problem(path, line, column, Severity.WARNING, "answered-decline", text)

    def _first(self, query: str) -> str | None:
        asked = analyse(query, self._index)
        ranked = ranking.search(asked, self._index, EVERYTHING, wanted(asked), _LEAST)
        return ranked[0].candidate.id if ranked else None

    def _covering(self, query: str, keep: Filter) -> Iterable[Fact]:
        if not query.strip():
            return self._index.all_facts(keep)
        asked = analyse(query, self._index)
        return map(self._index.fact, ranking.covering(asked, self._index, keep, _SYNONYMS))

    def _as_known(self, keep: Filter) -> Filter:
        """The filter with every name in all spellings that the store knows."""
        return keep._replace(who=tuple(self._names(keep.who)), where=tuple(self._names(keep.where)))

    def _names(self, names: Iterable[str]) -> Iterator[str]:
        for name in names:
            yield from names_of(name, self._index) or (_NOBODY,)


def _fresh(place: Shelf, roots: Sequence[Path]) -> Index | None:
    """The index that is kept; None if there is none, or not of what the files now say."""
    look = look_at(roots, words_path())
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


def _renewed(place: Shelf, roots: Sequence[Path]) -> Index:
    """A new index of the files, kept if that can be done, else in memory."""
    look = look_at(roots, words_path())
    notes = {"stamps": bytes(look), "digests": json.dumps(look.digests(look.time)).encode()}
    contents = _read(roots)
    try:
        place.fill(look, lambda path: _index_of(contents, path, notes).close())
        return reopen(place.path)
    except (sqlite3.Error, OSError):
        return _index_of(contents, ":memory:", notes)


def _read(roots: Sequence[Path]) -> "Contents":
    from kzun.store.reader import read_stores  # 10 ms to import, with the TOML parser: not when warm

    contents = read_stores(roots, words_path())
    if not contents.facts and not contents.problems:
        raise EmptyStoreError([str(root) for root in roots])
    return contents


def _index_of(contents: "Contents", database: str | Path, notes: Mapping[str, bytes] = _NO_NOTES) -> Index:
    """A new index in an empty database, which may be lost when the system fails: it can be made again."""
    from kzun.store.reader import without_collector  # which has been loaded to read them

    connection = sqlite3.connect(database)
    connection.execute("PRAGMA journal_mode = MEMORY")
    connection.execute("PRAGMA synchronous = OFF")
    said = {"topics": tuple(contents.topics.values()), "problems": contents.problems}
    notes = {**{name: json.dumps(each).encode() for name, each in said.items()}, **notes}
    with without_collector():
        return build(connection, contents.facts, compile_thesaurus(contents.thesauri), notes)


def _some(facts: Iterable[Fact], limit: int, *, reverse: bool) -> tuple[Fact, ...]:
    if reverse:
        facts = reversed(tuple(facts))
    return tuple(islice(facts, limit or None))


def _by_date(fact: Fact) -> tuple[object, ...]:
    return (fact.date.sort_key if fact.date else (), fact.id)
