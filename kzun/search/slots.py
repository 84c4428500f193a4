"""What kinds of things stand in a fact, for a question to ask for."""

import re
from collections.abc import Iterable, Mapping
from enum import Flag, auto

from kzun.search.columns import texts_of
from kzun.search.text import fold

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
NUMERALS = frozenset(
    """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds
    thousand thousands million millions billion billions half quarter dozen once twice both single double
    """.split()
)


class Slot(Flag):
    """A field of the fact that is filled, or a thing that its statement says in words."""

    DATE = auto()
    NUMBER = auto()  # a numeric value
    OBJECT = auto()  # a value in words
    LIST = auto()  # an array of values
    WHO = auto()
    WHERE = auto()
    ANSWER = auto()
    TIME_SAID = auto()  # the statement names a year, a month or a century
    FIGURE_SAID = auto()  # the statement names a number
    NAME_SAID = auto()  # the statement has a capitalised word inside a sentence
    REASON_SAID = auto()  # the statement gives a cause or a purpose
    REASON = auto()  # the keywords or the questions of the fact ask for one


YEAR = "1[0-9]{3}|20[0-9]{2}"  # as people write those of late
_TIME = (
    rf"\b(?:{YEAR}|"
    r"[0-9]{1,4}s|[0-9]+ ?(?:bce?|ad|ce)|centur(?:y|ies)|"
    rf"(?:{'|'.join(month for month in MONTHS if month != 'may')})|"
    r"may (?=\d)|(?<=\d )may|(?:in|of|since|until|by|from|last|next) may|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|noon|midnight|[0-9]{1,2}:[0-9]{2}|[0-9]{1,2} ?[ap]\.?m)\b"
)
# Without one of these words, and for the first without a digit too, the longer patterns need not be tried.
_TIME_WORDS = frozenset(MONTHS).union(
    """
    century centuries noon midnight monday tuesday wednesday thursday friday saturday sunday
    mondays tuesdays wednesdays thursdays fridays saturdays sundays
    """.split()
)
_REASON_WORDS = frozenset(
    """
    because since due owing as result resulted results resulting cause caused causes causing reason reasons so
    in to for after therefore thus led lead leads hence why by
    """.split()
)
_DIGIT = r"\d"
_ONLY_LETTERS = "".join(letter if letter.islower() else " " for letter in map(chr, range(128)))
_PLAINLY = (
    r"because|since|due to|owing to|as a result|result(?:ed|s|ing)?|caus(?:e[ds]?|ing)|reasons?|so that|"
    r"so as|in (?:order|honou?r|protest|memory|recognition|return|exchange)|therefore|thus|hence|"
    r"to (?:mark|save|avoid|prevent|protect|ensure|enable|promote|honou?r|commemorate|celebrate|encourage)"
)
_BECAUSE = rf"\b(?:{_PLAINLY}|thanks to|in response|aim(?:ed|s)?|led to|leads? to)\b"
_CAUSE = rf"\b(?:{_PLAINLY}|to [a-z]+|for|after|led|leads?|why|by)\b"  # also where it may be something else
_REASONS = ("why", "reason", "cause", "purpose", "aim", "goal", "motive")
_WHY = rf"\b(?:{'|'.join(_REASONS)})s?\b"
# The space comes first: a search skips at once what cannot begin a match.
_NAME = r" (?<=[a-z0-9,;:] )[\"'(«“]?[A-ZÀ-ÞА-ЯӘҒҚҢӨҰҮҺІ]"


# Numbers, as Python combines flags at ten times the cost.
_DATE, _WHO, _WHERE, _ANSWER = Slot.DATE.value, Slot.WHO.value, Slot.WHERE.value, Slot.ANSWER.value
_NUMBER, _OBJECT, _LIST = Slot.NUMBER.value, Slot.OBJECT.value, Slot.LIST.value
_TIME_SAID, _FIGURE_SAID = Slot.TIME_SAID.value, Slot.FIGURE_SAID.value
_NAME_SAID, _REASON_SAID, _REASON = Slot.NAME_SAID.value, Slot.REASON_SAID.value, Slot.REASON.value


def slots_of(fields: Mapping[str, object]) -> Slot:
    """All the kinds of things that a fact of these fields (as `fact.to_table` gives them) can give."""
    return Slot(_filled(fields) | _said(str(fields["statement"])))


def asks_why(texts: Iterable[str]) -> bool:
    """Whether keywords or questions ask for a cause or a purpose.

    >>> asks_why(["goal", "biosafety"]), asks_why(["when did it open?"])
    (True, False)
    """
    text = "\n".join(texts).lower()
    return any(word in text for word in _REASONS) and re.search(_WHY, text) is not None


def says_why(statement: str) -> bool:
    """Whether a statement says in so many words that it gives a cause or a purpose.

    >>> says_why("It fell because it rusted."), says_why("It was sold for a song.")
    (True, False)
    """
    return re.search(_BECAUSE, fold(statement)) is not None


def said_in(statement: str) -> Slot:
    """The kinds of things that a text says in words.

    >>> said_in("It opened in 1992.")
    <Slot.TIME_SAID|FIGURE_SAID: 384>
    """
    return Slot(_said(statement))


def _said(statement: str) -> int:
    folded = fold(statement)
    words = set(folded.translate(_ONLY_LETTERS).split())
    has_digit = re.search(_DIGIT, folded) is not None
    said = 0
    if (has_digit or not words.isdisjoint(_TIME_WORDS)) and re.search(_TIME, folded):
        said |= _TIME_SAID
    if has_digit or not words.isdisjoint(NUMERALS):
        said |= _FIGURE_SAID
    if re.search(_NAME, statement):
        said |= _NAME_SAID
    if not words.isdisjoint(_REASON_WORDS) and re.search(_CAUSE, folded):
        said |= _REASON_SAID
    return said


def _filled(fields: Mapping[str, object]) -> int:
    match fields.get("value"):
        case str():
            filled = _OBJECT
        case list():
            filled = _LIST
        case None:
            filled = 0
        case _:
            filled = _NUMBER
    if asks_why((*texts_of(fields.get("keywords")), *texts_of(fields.get("asks")))):
        filled |= _REASON
    for key, slot in (("date", _DATE), ("who", _WHO), ("where", _WHERE), ("answer", _ANSWER)):
        if key in fields:
            filled |= slot
    return filled
