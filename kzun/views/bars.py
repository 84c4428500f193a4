"""Dates as marks on a track of cells, from the first year of a timeline to the last."""

from kzun.edtf import Date, Point

MARKS = {
    "\N{BLACK CIRCLE}": "*",
    "\N{WHITE CIRCLE}": "o",
    "\N{BOX DRAWINGS HEAVY HORIZONTAL}": "=",
    "\N{BOX DRAWINGS HEAVY TRIPLE DASH HORIZONTAL}": "-",
    "\N{BLACK LEFT-POINTING POINTER}": "<",
    "\N{BLACK RIGHT-POINTING POINTER}": ">",
    "\N{BLACK SQUARE}": "#",
}  # and how a screen without them has them
_SURE, _UNSURE, _LINE, _DASHES, _SINCE_EVER, _STILL, _SQUARE = MARKS
_MOST_SQUARES = 20


def bar(date: Date | None, years: tuple[int, int], cells: int) -> str:
    r"""A dot for a moment, a line for a span, an arrow where it is open; nothing for a day of every year.

    What is not sure is a ring, and a line of dashes.

    >>> from kzun.edtf import parse
    >>> from unicodedata import name
    >>> dates = ("1990", "1990~", "1992/1995", "1991~/1995", "1996/..", "../1991", "XXXX-08-29")
    >>> for date in dates:
    ...     print("".join(MARKS.get(mark, mark) for mark in bar(parse(date), (1990, 1999), 10)))
    *
    o
      ====
     -----
          ===>
    <=
    <BLANKLINE>
    """
    if date is None or not date.ends:
        return ""
    first = _cell(date.start, years, cells, 0) if date.start else 0
    last = _cell(date.end, years, cells, 1) if date.end else cells - 1
    dot, line = (_SURE, _LINE) if all(end.is_sure for end in date.ends) else (_UNSURE, _DASHES)
    if date.start and date.end:
        if last <= first or not date.is_interval:
            return " " * first + dot
        return " " * first + line * (last - first + 1)
    if date.start:
        return " " * first + line * (last - first) + _STILL
    return _SINCE_EVER + line * last


def squares(number: int, most: int) -> str:
    """A square for each of a few, and of many as many as fit, beside `most` of the fullest; never none."""
    if most <= _MOST_SQUARES:
        return _SQUARE * number
    return _SQUARE * max(1, round(number * _MOST_SQUARES / most))


def axis(years: tuple[int, int], cells: int) -> str:
    """The first and the last year, at the ends of a track."""
    first, last = map(str, years)
    return first if first == last else f"{first}{last:>{cells - len(first)}}"


def _cell(point: Point, years: tuple[int, int], cells: int, end: int) -> int:
    """The cell that holds the beginning of a date, or its end."""
    first, last = years
    day = point.last if end else point.first
    passed = day.year - first + (day.month - 1 + (day.day - 1) / 31) / 12
    return min(int(passed * cells / (last - first + 1)), cells - 1)
