"""Dates at their own precision: read from EDTF, put in order, compared, and said in words.

The notation is the Extended Date/Time Format of the Library of Congress (2019), which is part of
ISO 8601-2:2019. Of level 0 dates and intervals, of level 1 open ends and the marks `~`, `?` and `%`, of
level 2 a day of every year (`XXXX-08-29`). The calendar is proleptic Gregorian, the years 0000 to 9999.
"""

import re
from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

from kzun.errors import BadDateError

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FEBRUARY = 2

# [0-9] and not \d, which takes the digits of every script.
_POINT = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([~?%]?)")
_MONTH_AND_DAY = r"([0-9]{2})-([0-9]{2})"
_OPEN = ".."
_EVERY_YEAR = "XXXX"


class Precision(IntEnum):
    """How much of year, month and day is stated; the coarser is the lesser."""

    YEAR = 1
    MONTH = 2
    DAY = 3


class Day(NamedTuple):
    """A day of the calendar, or the first of a month or year."""

    year: int
    month: int = 1
    day: int = 1


# An open end lies beyond every day that can be written.
_DAWN = Day(-1)
_DUSK = Day(10_000)

SortKey = tuple[bool, Day, Precision, bool, Day, str]


class Point(NamedTuple):
    """A year, a month or a day, with its marks: a whole date, or one end of an interval."""

    year: int
    month: int | None = None
    day: int | None = None
    approximate: bool = False
    uncertain: bool = False

    @property
    def precision(self) -> Precision:
        """The finest of year, month and day that is stated."""
        if self.month is None:
            return Precision.YEAR
        return Precision.MONTH if self.day is None else Precision.DAY

    @property
    def is_sure(self) -> bool:
        """Whether it bears no mark."""
        return not (self.approximate or self.uncertain)

    @property
    def first(self) -> Day:
        """The first day that it may mean."""
        return Day(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> Day:
        """The last day that it may mean."""
        month = self.month or len(_MONTHS)
        return Day(self.year, month, self.day or _month_length(month, self.year))


class Date(NamedTuple):
    """A date, an interval or a day of every year, as `parse` makes it; `sort_key` is its order.

    A date that is no interval has its one point as both start and end. A mark widens no bounds.
    """

    text: str  # in EDTF
    start: Point | None = None  # None when open, and for a day of every year
    end: Point | None = None
    every_year: tuple[int, int] | None = None  # month and day

    def __str__(self) -> str:
        return self.text

    @property
    def recurs(self) -> bool:
        """Whether it is a day of every year."""
        return self.every_year is not None

    @property
    def is_interval(self) -> bool:
        """Whether it has a start and an end of its own, of which one may be open."""
        return "/" in self.text

    @property
    def is_open(self) -> bool:
        """Whether it has a start and an open end."""
        return self.start is not None and self.end is None

    @property
    def ends(self) -> tuple[Point, ...]:
        """The ends that are stated: one of an open interval, none of a day of every year, else two."""
        return tuple(end for end in (self.start, self.end) if end)

    @property
    def earliest(self) -> Day | None:
        """The first day that it may mean; None for an open start, and for a day of every year."""
        return self.start.first if self.start else None

    @property
    def latest(self) -> Day | None:
        """The last day that it may mean; None for an open end, and for a day of every year."""
        return self.end.last if self.end else None

    @property
    def precision(self) -> Precision:
        """Of two ends, that of the coarser."""
        return min((end.precision for end in self.ends), default=Precision.DAY)

    @property
    def year(self) -> int | None:
        """The first year that it touches; None for an open start, and for a day of every year."""
        return self.start.year if self.start else None

    @property
    def sort_key(self) -> SortKey:
        """The place in a total order: earliest first, and of one beginning the coarser first.

        Then an interval follows the date that it starts with, the shorter interval first. An open start
        comes before everything, a day of every year after it, by month and day.

        >>> dates = ["XXXX-08-29", "1992-01-01", "1992-01", "1992", "../1991"]
        >>> [str(date) for date in sorted(map(parse, dates), key=lambda date: date.sort_key)]
        ['../1991', '1992', '1992-01', '1992-01-01', 'XXXX-08-29']
        """
        if self.every_year:
            yearly = Day(0, *self.every_year)
            return True, yearly, Precision.DAY, False, yearly, self.text
        begin, end = _reach(self)
        coarseness = self.start.precision if self.start else Precision.YEAR
        return False, begin, coarseness, self.is_interval, end, self.text

    def may_overlap(self, within: "Date") -> bool:
        """Whether some day that it may mean lies in `within`, whose first and last day belong to it.

        An open end reaches to infinity; a day of every year overlaps nothing.

        >>> parse("2009-12").may_overlap(parse("2009-12-31/2010"))
        True
        >>> parse("../1991").may_overlap(parse("1992"))
        False
        """
        if self.recurs or within.recurs:
            return False
        begin, end = _reach(self)
        opening, closing = _reach(within)
        return begin <= closing and opening <= end

    def must_overlap(self, within: "Date") -> bool:
        """Whether it certainly has a day in `within`, whose first and last day belong to it.

        A month or a year means one unknown day, so it must lie in `within` as a whole. An interval
        lasts from its first day to its last, so any day of it serves. Where an end is open or marked,
        how long the interval lasts is unknown, and the other end counts alone, as a date would; what
        is marked is sure of nothing. A day of every year overlaps nothing.

        >>> parse("2017/2018").must_overlap(parse("2018-06"))
        True
        >>> parse("2009-12").must_overlap(parse("2009-12-01/2009-12-30"))
        False
        >>> parse("2017/..").must_overlap(parse("2017/2020")), parse("2017~").must_overlap(parse("2017"))
        (True, False)
        """
        if within.recurs:
            return False
        if self.is_interval and all(end and end.is_sure for end in (self.start, self.end)):
            return self.may_overlap(within)
        opening, closing = _reach(within)
        return any(end.is_sure and opening <= end.first and end.last <= closing for end in self.ends)

    def falls_on(self, month: int, day: int) -> bool:
        """Whether it, its first or its last day has this anniversary; a bare month or year has none.

        >>> parse("1991-12-20/1992-03-02").falls_on(3, 2)
        True
        >>> parse("1992-03").falls_on(3, 1)
        False
        """
        days = [(end.month, end.day) for end in self.ends]
        return (month, day) in {self.every_year, *days}


class Elapsed(NamedTuple):
    """A difference in calendar units; `str` says it in words.

    >>> str(Elapsed(30, 7, 26)), str(Elapsed(5, precision=Precision.YEAR, approximate=True))
    ('30 years, 7 months and 26 days', 'about 5 years')
    >>> str(Elapsed(0)), str(Elapsed(0, precision=Precision.YEAR))
    ('0 days', 'less than a year')
    """

    years: int
    months: int = 0  # 0 to 11
    days: int = 0  # 0 to 30
    precision: Precision = Precision.DAY  # the finest unit that was counted
    approximate: bool = False

    def __str__(self) -> str:
        counts = ((self.years, "year"), (self.months, "month"), (self.days, "day"))
        said = [f"{number} {unit}{'s' * (number > 1)}" for number, unit in counts if number]
        if not said:
            return _NO_TIME[self.precision]
        return f"about {_listed(said)}" if self.approximate else _listed(said)


_NO_TIME = {
    Precision.YEAR: "less than a year",
    Precision.MONTH: "less than a month",
    Precision.DAY: "0 days",
}


def parse(text: str) -> Date:
    """The date that `text` states in EDTF; BadDateError for anything else.

    >>> parse("2009-12").latest
    Day(year=2009, month=12, day=31)
    >>> parse("2017~/..").start
    Point(year=2017, month=None, day=None, approximate=True, uncertain=False)
    >>> parse("2021-02-29")
    Traceback (most recent call last):
    kzun.errors.BadDateError: '2021-02-29' is no date: February 2021 has 28 days
    """
    if text.startswith(_EVERY_YEAR):
        return Date(text, every_year=_month_and_day(text.removeprefix(f"{_EVERY_YEAR}-"), text))
    start, solidus, end = text.partition("/")
    if solidus:
        return _interval(start, end, text)
    point = _point(text, text)
    return Date(text, point, point)


def parse_day(text: str) -> tuple[int, int]:
    """Month and day of "MM-DD", 29 February among them; BadDateError for anything else.

    >>> parse_day("02-29")
    (2, 29)
    """
    return _month_and_day(text, text)


def in_words(date: Date) -> str:
    """The date as an English sentence has it.

    >>> in_words(parse("1992-02-28/1992-03-03")), in_words(parse("2017/.."))
    ('28 February to 3 March 1992', 'since 2017')
    >>> in_words(parse("1990%")), in_words(parse("XXXX-08-29"))
    ('about 1990 (uncertain)', '29 August')
    """
    if date.every_year:
        return _calendar_words(None, *date.every_year)
    if date.start and date.end:
        return _span_words(date.start, date.end)
    preposition = "since" if date.start else "until"
    return f"{preposition} {_point_words(*date.ends)}"


def days_between(a: Date, b: Date) -> int | None:
    """The days from `a` to `b`, negative when `b` is the earlier.

    None unless both are plain days: marks, months, years, intervals and days of every year have no
    exact number.

    >>> days_between(parse("1992-02-28"), parse("1992-03-01"))
    2
    """
    if not (a.start and b.start and _is_plain_day(a) and _is_plain_day(b)):
        return None
    return _ordinal(b.start.first) - _ordinal(a.start.first)


def elapsed(a: Date, b: Date) -> Elapsed | None:
    """The calendar difference between two dates, whichever is the earlier.

    A month is counted once its day of the month is reached, and where a month lacks that day, the rest
    is counted from its last: from 31 January to 28 February are 28 days, to 1 March 1 month and 1 day.
    Of two precisions the coarser decides, and the difference is approximate, as it is with a mark.
    None for intervals and days of every year.

    >>> str(elapsed(parse("1992-03-02"), parse("2022-10-28")))
    '30 years, 7 months and 26 days'
    >>> str(elapsed(parse("1992-03-02"), parse("1997")))
    'about 5 years'
    """
    if a.is_interval or b.is_interval or not (a.start and b.start):
        return None
    return _difference(a.start, b.start)


def length(date: Date) -> Elapsed | None:
    """What elapses from the start of an interval to its end; None for an open one and for other dates.

    >>> str(length(parse("1992/1999")))
    '7 years'
    """
    if not (date.is_interval and date.start and date.end):
        return None
    return _difference(date.start, date.end)


def _interval(start: str, end: str, text: str) -> Date:
    if start == end == _OPEN:
        raise BadDateError(text, "one end must be a date")
    date = Date(text, _interval_end(start, text), _interval_end(end, text))
    if date.start and date.end and date.end.last < date.start.first:
        raise BadDateError(text, "it ends before it begins")
    return date


def _interval_end(written: str, text: str) -> Point | None:
    if not written:  # in EDTF an unknown end, of which nothing could be said
        raise BadDateError(text, "an open end is written ..")
    return None if written == _OPEN else _point(written, text)


def _point(written: str, text: str) -> Point:
    found = _POINT.fullmatch(written)
    if not found:
        raise BadDateError(text, "write YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day, mark = found.groups()
    _require_real(int(month or 1), int(day or 1), int(year), text)
    return Point(
        int(year),
        int(month) if month else None,
        int(day) if day else None,
        approximate=mark in {"~", "%"},
        uncertain=mark in {"?", "%"},
    )


def _month_and_day(written: str, text: str) -> tuple[int, int]:
    found = re.fullmatch(_MONTH_AND_DAY, written)
    if not found:
        raise BadDateError(text, "write month and day as MM-DD, and nothing after them")
    month, day = int(found[1]), int(found[2])
    _require_real(month, day, None, text)
    return month, day


def _require_real(month: int, day: int, year: int | None, text: str) -> None:
    if not 1 <= month <= len(_MONTHS):
        raise BadDateError(text, f"there is no month {month:02}")
    if day == 0:
        raise BadDateError(text, "there is no day 00")
    if day > _month_length(month, year):
        name = _MONTHS[month - 1] if year is None else f"{_MONTHS[month - 1]} {year:04}"
        raise BadDateError(text, f"{name} has {_month_length(month, year)} days")


def _month_length(month: int, year: int | None) -> int:
    leap = year is None or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))
    return _MONTH_LENGTHS[month - 1] + (leap and month == _FEBRUARY)


def _reach(date: Date) -> tuple[Day, Day]:
    return date.earliest or _DAWN, date.latest or _DUSK


def _span_words(start: Point, end: Point) -> str:
    if start == end:
        return _point_words(start)
    return f"{_beginning_words(start, end)} to {_point_words(end)}"


def _beginning_words(start: Point, end: Point) -> str:
    """The start, without the month and year that the end is about to say."""
    if start.year != end.year or start.precision is not end.precision or not (start.is_sure and end.is_sure):
        return _point_words(start)
    if start.month == end.month:
        return str(start.day)
    return _calendar_words(None, start.month, start.day)


def _point_words(point: Point) -> str:
    said = _calendar_words(point.year, point.month, point.day)
    if point.approximate:
        said = f"about {said}"
    return f"{said} (uncertain)" if point.uncertain else said


def _calendar_words(year: int | None, month: int | None, day: int | None) -> str:
    parts = (
        str(day) if day else "",
        _MONTHS[month - 1] if month else "",
        "" if year is None else _year_words(year),
    )
    return " ".join(filter(None, parts))


def _year_words(year: int) -> str:
    return str(year) if year else "1 BC"  # which the standard numbers 0000


def _listed(words: Sequence[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def _is_plain_day(date: Date) -> bool:
    return not date.is_interval and date.precision is Precision.DAY and all(end.is_sure for end in date.ends)


def _difference(one: Point, other: Point) -> Elapsed:
    precision = min(one.precision, other.precision)
    begin, end = sorted(Day(*point.first[:precision]) for point in (one, other))
    months = 12 * (end.year - begin.year) + end.month - begin.month - (end.day < begin.day)
    days = _ordinal(end) - _ordinal(_months_later(begin, months))
    approximate = one.precision is not other.precision or not (one.is_sure and other.is_sure)
    return Elapsed(*divmod(months, 12), days, precision, approximate)


def _months_later(day: Day, months: int) -> Day:
    """The same day of a later month, clipped to that month's last."""
    year, past_january = divmod(12 * day.year + day.month - 1 + months, 12)
    month = past_january + 1
    return Day(year, month, min(day.day, _month_length(month, year)))


def _ordinal(day: Day) -> int:
    """The days since 1 January 0000: `datetime` has no year 0, and takes time to import."""
    years = day.year - 1
    leap_days = years // 4 - years // 100 + years // 400 + 1
    months = sum(_month_length(month, day.year) for month in range(1, day.month))
    return 365 * day.year + leap_days + months + day.day - 1
