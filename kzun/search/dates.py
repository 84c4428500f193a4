"""Days in a question, however they are written, in the words in which facts have them."""

import re
from collections.abc import Iterator, Sequence

from kzun import edtf
from kzun.errors import BadDateError
from kzun.search.slots import MONTHS

_SHORT = {month[:length]: month for month in MONTHS for length in (3, 4)}
_MONTH = rf"(?P<month>{'|'.join(MONTHS)}|{'|'.join(_SHORT)})\b\.?"
_ORDINAL = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?\b"
_NUMERIC = (
    r"(?<![0-9.,/-])(?P<year>[0-9]{4})([-./])(?P<month>[0-9]{1,2})\2(?P<day>[0-9]{1,2})(?![0-9/-])",
    r"(?<![0-9.,/-])(?P<day>[0-9]{1,2})([-./])(?P<month>[0-9]{1,2})\2(?P<year>[0-9]{4})(?![0-9/-])",
    r"(?<![0-9.,/-])(?P<month>[0-9]{1,2})(/)(?P<day>[0-9]{1,2})\2(?P<year>[0-9]{4})(?![0-9/-])",
)
_MONTH_OF_YEAR = r"(?<![0-9.,/-])(?P<year>[0-9]{4})-(?P<month>0[1-9]|1[0-2])(?![0-9.,/-])"
_IN_LETTERS = (rf"(?i)\b{_ORDINAL}(?: of)? {_MONTH}", rf"(?i)\b{_MONTH}(?: the)? {_ORDINAL}")


def days_in_words(text: str) -> str:
    """A text with each day in it as "2 March 1992", and 1992-03 as its month; 2/3/1992 begins with the day.

    >>> days_in_words("who came on 1992-03-02, 02.03.1992 or 3/22/1992")
    'who came on 2 March 1992, 2 March 1992 or 22 March 1992'
    >>> days_in_words("Oct. 24th, the 2nd of March, version 3.11.2")
    '24 October, the 2 March, version 3.11.2'
    """
    if not any(character.isdigit() for character in text):
        return text
    for pattern in _NUMERIC:
        text = re.sub(pattern, _said, text)
    for pattern in _IN_LETTERS:
        text = re.sub(pattern, _plainly, text)
    return re.sub(_MONTH_OF_YEAR, lambda found: edtf.in_words(edtf.parse(found[0])), text)


def days_among(words: Sequence[str]) -> Iterator[edtf.Date]:
    """The days with their years that stand among folded words."""
    for position in range(len(words) - 2):
        day, month, year = words[position : position + 3]
        if month in MONTHS and (date := _date(year, MONTHS.index(month) + 1, day)):
            yield date


def _said(found: re.Match[str]) -> str:
    date = _date(found["year"], int(found["month"]), found["day"])
    return edtf.in_words(date) if date else found[0]


def _plainly(found: re.Match[str]) -> str:
    month = found["month"].lower()
    return f"{int(found['day'])} {_SHORT.get(month, month).capitalize()}"


def _date(year: str, month: int, day: str) -> edtf.Date | None:
    try:
        return edtf.parse(f"{year}-{month:02}-{day.zfill(2)}")
    except BadDateError:
        return None
