"""What kinds of things stand in a fact, for a question to ask for."""

import re
from enum import Flag, auto
from functools import reduce
from operator import or_

from kzun.fact import Fact
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


_TIME = re.compile(
    r"\b(?:1[0-9]{3}|20[0-9]{2}|[0-9]{1,4}s|[0-9]+ ?(?:bce?|ad|ce)|centur(?:y|ies)|"
    rf"(?:{'|'.join(month for month in MONTHS if month != 'may')})|"
    r"may (?=\d)|(?<=\d )may|(?:in|of|since|until|by|from|last|next) may|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|noon|midnight|[0-9]{1,2}:[0-9]{2}|[0-9]{1,2} ?[ap]\.?m)\b"
)
_FIGURE = re.compile(rf"\d|\b(?:{'|'.join(sorted(NUMERALS))})\b")
_REASON = re.compile(
    r"\b(?:because|since|due to|owing to|as a result|result(?:ed|s|ing)?|caus(?:e[ds]?|ing)|reasons?|"
    r"so that|so as|in order|in honou?r|to mark|to [a-z]+|for|after|therefore|thus|led|leads?|hence|why|by)\b"
)
_NAME = re.compile(r"(?<=[a-z0-9,;:] )[\"'(«“]?[A-ZÀ-ÞА-ЯӘҒҚҢӨҰҮҺІ]")


def slots_of(fact: Fact) -> Slot:
    """All the kinds of things that the fact can give."""
    return reduce(or_, _filled(fact), said_in(fact.statement))


def said_in(statement: str) -> Slot:
    """The kinds of things that a text says in words.

    >>> said_in("It opened in 1992.")
    <Slot.TIME_SAID|FIGURE_SAID: 384>
    """
    folded = fold(statement)
    said = Slot(0)
    if _TIME.search(folded):
        said |= Slot.TIME_SAID
    if _FIGURE.search(folded):
        said |= Slot.FIGURE_SAID
    if _NAME.search(statement):
        said |= Slot.NAME_SAID
    if _REASON.search(folded):
        said |= Slot.REASON_SAID
    return said


def _filled(fact: Fact) -> list[Slot]:
    kinds = [
        (fact.date, Slot.DATE),
        (fact.who, Slot.WHO),
        (fact.where, Slot.WHERE),
        (fact.answer, Slot.ANSWER),
        (isinstance(fact.value, str), Slot.OBJECT),
        (isinstance(fact.value, int | float), Slot.NUMBER),
        (isinstance(fact.value, tuple), Slot.LIST),
    ]
    return [slot for filled, slot in kinds if filled]
