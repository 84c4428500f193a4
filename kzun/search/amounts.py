"""How many, how much and how long: the number of a fact, if it counts or measures what is asked for."""

import re
from collections.abc import Sequence

from kzun import edtf
from kzun.fact import Fact
from kzun.search.asked import Asked, Short, names_unit, number_of, said_of_kind, statement_of
from kzun.search.kinds import is_plural
from kzun.search.measures import (
    Quantity,
    asks_for_price,
    is_too_far,
    measures_length,
    quantities_said,
    quantity_asked,
)
from kzun.search.question import Term
from kzun.search.reply import Kind
from kzun.search.slots import MONTHS, NUMERALS, YEAR, Slot
from kzun.search.text import fold, stem, stems, words

_MONTHS = frozenset(MONTHS)
_BEFORE_YEARS = frozenset((*MONTHS, *"in since by until from of to".split()))
_THINGS = frozenset(map(stem, "items pieces units copies".split()))
_ANYTHING = _THINGS.union(map(stem, "people persons individuals".split()))
SPANS = r"\b(?:second|minute|hour|day|week|month|year|decade|centur)(?:s|y|ies)?\b"
_SIZED = r"\b(?:built|building|construct(?:ed|ion)|erected|made|laid|dug|longest|longer|length)\b"


def count(asked: Asked) -> Short | None:
    """How many there are: the value, the length of a list, or the statement that says so."""
    fact, head = asked.fact, asked.question.counted
    if isinstance(fact.value, int | float) and _is_counted(head, asked):
        return number_of(fact, Kind.COUNT)
    if isinstance(fact.value, tuple) and head and _are_listed(head, fact.value, fact):
        return Short(str(len(fact.value)), Kind.COUNT, len(fact.value))
    return statement_of(asked) if _said_to_be_many(asked, head) else None


def figure(asked: Asked) -> Short | None:
    """How much it is: the value, if it may be of the quantity that is asked for, or the statement."""
    fact = asked.fact
    asking = [word for term in asked.question.focus for word in words(term.text)]
    quantity = quantity_asked((*asking, *asked.question.words[-1:]))  # "what did it cost"
    if quantity is None and asks_for_price(asked.question.words):
        quantity = Quantity.MONEY
    measured = quantities_said(fact.unit or "")
    match fact.value:
        case int() | float():
            is_counted = quantity is Quantity.MONEY and _counts_things(asked)
            is_another = quantity and quantity not in measured and (measured or is_counted)
            is_said = any(term.stems in asked.matched for term in asked.question.focus)
            is_far = not is_said and is_too_far(asking, fact.unit or "")
            return None if is_another or is_far else number_of(fact, Kind.VALUE)
        case str() if asked.is_new(fact.value):
            return Short(fact.value, Kind.VALUE, fact.value)
        case _ if asked.is_plain:
            return said_of_kind(asked, Slot.FIGURE_SAID)
        case _ if quantity and quantity not in quantities_said(fact.statement):
            return None
        case _:
            return statement_of(asked) if _said_to_be_many(asked, None) else None


def duration(asked: Asked) -> Short | None:
    """How long it is or lasts: the value, the span of the date, the answer, or the statement."""
    fact = asked.fact
    if "ago" in asked.question.words:
        return None  # no fact can state it: it changes with the day
    if isinstance(fact.value, int | float) and measures_length(fact.unit or ""):
        return number_of(fact, Kind.DURATION)
    if fact.date and not _is_of_size(asked) and (span := edtf.length(fact.date)):
        # From 2017 to 2018 may be one year or two, from 12 to 13 October one day or two.
        is_exact = span.precision is edtf.Precision.DAY and (span.years or span.months)
        return Short(str(span) if is_exact else edtf.in_words(fact.date), Kind.DURATION, str(fact.date))
    if re.search(SPANS, fact.answer or ""):
        return Short(fact.answer or "", Kind.DURATION, fact.answer)
    return (
        statement_of(asked)
        if re.search(SPANS, fold(fact.statement))
        else said_of_kind(asked, Slot.FIGURE_SAID)
        if asked.is_plain
        else None
    )


def _are_listed(counted: Term, items: tuple[str, ...], fact: Fact) -> bool:
    """Whether the fact lists what is counted: statement, topic or key names it, and not one item alone."""
    named = f"{fact.statement} {fact.id.replace('.', ' ')}"
    is_one = any(names_unit(counted, item) for item in items)
    return names_unit(counted, named) and not is_one and not _are_kinds_of_people(counted, items)


def _are_kinds_of_people(counted: Term, items: tuple[str, ...]) -> bool:
    """Whether people are counted, and listed in kinds: "women" and "children" are not two citizens."""
    if Quantity.PEOPLE not in quantities_said(counted.text):
        return False
    return all(item.islower() and is_plural(item.split()[-1]) for item in items)


def _is_counted(counted: Term | None, asked: Asked) -> bool:
    """Whether the fact's number counts what is asked for: its unit names it, or names just anything."""
    unit = asked.fact.unit
    if counted is None or not unit or names_unit(counted, unit):
        return True
    if stem(asked.question.words[asked.question.head]) in _THINGS:
        return True
    return stem(unit) in _ANYTHING and counted.stems in asked.matched


def _counts_things(asked: Asked) -> bool:
    """Whether the unit is of things, and of no money: such as the question names, or copies."""
    unit = stems(asked.fact.unit or "")[-1:]
    return not (asked.mentioned.isdisjoint(unit) and _THINGS.isdisjoint(unit))


def _said_to_be_many(asked: Asked, counted: Term | None) -> bool:
    """Whether the statement has a number shortly before the thing that is counted."""
    said = words(asked.fact.statement)
    numbers = [
        at
        for at, word in enumerate(said)
        if (word[0].isdigit() or word in NUMERALS) and word not in asked.question.words
    ]
    if asked.is_plain:
        return bool(numbers)
    if counted is None:
        return not all(_is_of_date(said, at) for at in numbers)
    return any(names_unit(counted, " ".join(said[at + 1 : at + 5])) for at in numbers)


def _is_of_date(said: Sequence[str], at: int) -> bool:
    """Whether a number is a year, or the day before a month."""
    is_year = re.fullmatch(YEAR, said[at]) is not None
    return (is_year and not _BEFORE_YEARS.isdisjoint(said[max(0, at - 1) : at])) or (
        said[at].isdigit() and not _MONTHS.isdisjoint(said[at + 1 : at + 2])
    )


def _is_of_size(asked: Asked) -> bool:
    """Whether a "how long is it" meets the time in which a thing was made, or was the longest."""
    is_now = asked.question.words[:3] in (("how", "long", "is"), ("how", "long", "are"))
    return is_now and re.search(_SIZED, fold(asked.fact.statement)) is not None
