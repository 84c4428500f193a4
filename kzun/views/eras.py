"""Dated facts under headings, each with the rest of its date: the years, or the decades of a longer time."""

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import NamedTuple

from kzun import edtf
from kzun.edtf import Date, Precision
from kzun.fact import Fact
from kzun.views.notes import count
from kzun.views.results import Anniversary, Timeline

_YEARS = 20  # a time of more years is told in decades
_DECADES = 300  # ... and of more than these in centuries


class Entry(NamedTuple):
    """A fact, and its date in words, without what the heading says."""

    date: str
    fact: Fact


class Era(NamedTuple):
    """A heading, and what stands under it."""

    name: str
    entries: tuple[Entry, ...]


def eras(timeline: Timeline) -> tuple[Era, ...]:
    """The facts in their order, under headings that their span makes fit."""
    name_of = _naming(timeline.facts)
    return tuple(
        Era(name, tuple(Entry(_said(name, fact, timeline.anniversary), fact) for fact in of_era))
        for name, of_era in groupby(timeline.facts, key=lambda fact: _era(fact, name_of))
    )


def span(facts: Iterable[Fact]) -> tuple[int, int] | None:
    """The first year and the last that the facts name; None where they name none."""
    years = [end.year for fact in facts if fact.date for end in fact.date.ends]
    return (min(years), max(years)) if years else None


def _naming(facts: Iterable[Fact]) -> Callable[[int], str]:
    first, last = span(facts) or (0, 0)
    if last - first <= _YEARS:
        return lambda year: edtf.in_words(edtf.parse(f"{year:04}"))
    if last - first <= _DECADES:
        return lambda year: f"{year // 10 * 10}s"
    return lambda year: f"{year // 100 * 100} to {year // 100 * 100 + 99}"


def _era(fact: Fact, name_of: Callable[[int], str]) -> str:
    """The heading that a fact stands under: of the year in which it begins, where there is one."""
    if fact.date is None or fact.date.recurs:
        return "every year"
    return "earlier" if fact.date.year is None else name_of(fact.date.year)


def _said(era: str, fact: Fact, anniversary: Anniversary | None) -> str:
    if fact.date is None:
        return ""
    said = edtf.in_words(fact.date)
    if _is_within_a_year(fact.date):
        said = said.removesuffix(f" {era}")
    years = _years(fact.date, anniversary) if anniversary else 0
    return f"{said} ({count(years, 'year')})" if years > 0 else said


def _years(date: Date, anniversary: Anniversary) -> int:
    """How many years ago the day was, in the year of today; of two such days the first."""
    today = anniversary.today.year or 0
    then = (end.year for end in date.ends if (end.month, end.day) == anniversary.on)
    return today - next(then, today)


def _is_within_a_year(date: Date) -> bool:
    return date.precision > Precision.YEAR and len({end.year for end in date.ends}) == 1
