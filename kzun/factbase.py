"""FactBase: facts opened for search, timelines and look-up; the library's public face."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, wraps
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, Self, TypeVar

from kzun.edtf import Date
from kzun.errors import EmptyQueryError, KzunError, UnknownFactError
from kzun.fact import Fact, Topic
from kzun.kept import Tell, index_of, open_index, problems_of, read_and_index, read_contents
from kzun.problem import Problem, Severity
from kzun.search.filter import Filter
from kzun.search.index import Index
from kzun.search.reply import Reply
from kzun.store.cache import Shelf, shelf
from kzun.store.stores import chosen_stores

if TYPE_CHECKING:
    from kzun.store.reader import Contents

EVERYTHING = Filter()

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
        tell: Tell | None = None,
    ) -> "FactBase":
        """The facts of the stores at these paths, the most important first; by default those of `environ`.

        In the folder `cache` an index is kept, so that files are read again only when one of them changes;
        where that cannot be, and without a folder, they are read each time. A damaged file hides no other:
        see `problems`. While that takes long, `tell` is told what is done, how much of it, and of how much.
        Raises MissingStoreError, UnreadableError and, where there is neither a fact nor a
        problem, EmptyStoreError.
        """
        roots = chosen_stores(stores, environ)
        place = shelf(cache, roots, str(sys.implementation.cache_tag))
        if place is None:
            contents, index = read_and_index(roots, tell or _silently)
            base = cls(roots, index, today=today)
            base._contents = contents
            return base
        return cls(roots, open_index(place, roots, tell or _silently), place, today)

    def close(self) -> None:
        """Let go of the index that is kept, which others cannot bring up to date while somebody reads it."""
        self._index.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _read_files(self) -> None:
        """Take all from the files, where it was taken from an index that was kept."""
        if self._kept:
            self._kept = None
            self._index.close()
            self._index = index_of(self._contents, ":memory:", _silently)

    @cached_property
    def _contents(self) -> "Contents":
        return read_contents(self._roots, _silently)

    @property
    @_mended
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the files that were read."""
        return problems_of(self._index)

    @property
    @_mended
    def topics(self) -> Mapping[str, Topic]:
        """The topics by id."""
        return self._index.topics()

    @_mended
    def search(
        self, query: str, *, keep: Filter = EVERYTHING, limit: int = 5, reverse: bool = False
    ) -> Reply:
        """The reply to a question or a few words: an answer, if there is one, and the hits; limit 0 is all.

        Any text is a query. Raises EmptyQueryError for one of white space.
        """
        if not query.strip():
            raise EmptyQueryError
        from kzun.search.asking import ask  # with all that takes questions apart: who asks none is spared it

        reply = ask(query, self._index, keep, limit, self._today)
        return reply._replace(hits=reply.hits[::-1]) if reverse else reply

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
        dated = [fact for fact in self._covering(query, keep) if fact.date]
        if on:
            dated = [fact for fact in dated if fact.date and fact.date.falls_on(*on)]
        return _some(sorted(dated, key=_by_date), limit, reverse=reverse)

    @_mended
    def show(self, wanted: str) -> tuple[Fact, ...]:
        """The fact of this id, or all facts of this topic. Raises UnknownFactError with the nearest ids."""
        numbers = self._index.numbers_of(wanted)
        if not numbers:
            from kzun.search.spelling import most_alike

            raise UnknownFactError(wanted, most_alike(wanted, self._index.ids()))
        return tuple(map(self._index.fact, numbers))

    @_mended
    def list(self, *, keep: Filter = EVERYTHING, limit: int = 0, reverse: bool = False) -> tuple[Fact, ...]:
        """The facts in the order of the store."""
        return _some(self._covering("", keep), limit, reverse=reverse)

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
        from kzun.search.asking import first
        from kzun.search.updating import without_asks
        from kzun.store.findings import Finding, placed

        found = []
        for fact in self._contents.facts:
            with without_asks(self._index, fact.id):
                for number, ask in enumerate(fact.asks):
                    best = first(ask, self._index)
                    if best != fact.id:
                        text = f"{ask!r} finds {best or 'nothing'} first"
                        found.append(Finding(fact.id, ("asks", number), Severity.WARNING, "missed-ask", text))
        return placed(found, self._contents.paths)

    def _answered_declines(self) -> Iterator[Problem]:
        for question_to_decline, path, line, column in self._contents.declines:
            given = self.search(question_to_decline).answer
            if given:
                text = f"{question_to_decline!r} is answered: {given.text}"
                yield Problem(path, line, column, Severity.WARNING, "answered-decline", text)

    def _covering(self, query: str, keep: Filter) -> Iterable[Fact]:
        """The facts that a filter keeps and a query, if there is one, covers."""
        if not (query.strip() or keep.who or keep.where):
            return self._index.all_facts(keep)
        from kzun.search.asking import as_known, covering

        if not query.strip():
            return self._index.all_facts(as_known(keep, self._index))
        return covering(query, self._index, keep)


def _silently(*_: object) -> None:
    """Tell nobody."""


def _some(facts: Iterable[Fact], limit: int, *, reverse: bool) -> tuple[Fact, ...]:
    if reverse:
        facts = reversed(tuple(facts))
    return tuple(islice(facts, limit or None))


def _by_date(fact: Fact) -> tuple[object, ...]:
    return (fact.date.sort_key if fact.date else (), fact.id)
