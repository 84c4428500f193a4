"""What a fact gives for the kind of thing that is asked: the slot, filled."""

import re
from typing import assert_never

from kzun import edtf
from kzun.fact import Fact
from kzun.search.amounts import SPANS, count, duration, figure
from kzun.search.asked import (
    Asked,
    Short,
    asked_of,
    listed,
    names_unit,
    number_of,
    said_of_kind,
    statement_of,
)
from kzun.search.index import Index
from kzun.search.kinds import COPULAS, is_plural
from kzun.search.naming import asks_whose, named, stated_name, unnamed
from kzun.search.question import Question
from kzun.search.ranking import Ranked
from kzun.search.reasons import reason
from kzun.search.reply import Kind
from kzun.search.slots import Slot, said_in
from kzun.search.text import fold, words

_WANTED = {
    Kind.DATE: Slot.DATE | Slot.TIME_SAID,
    Kind.VALUE: Slot.NUMBER | Slot.OBJECT | Slot.FIGURE_SAID,
    Kind.COUNT: Slot.NUMBER | Slot.LIST | Slot.FIGURE_SAID,
    Kind.WHO: Slot.WHO | Slot.NAME_SAID,
    Kind.WHERE: Slot.WHERE | Slot.NAME_SAID,
    Kind.LIST: Slot.LIST | Slot.WHO | Slot.WHERE,
    Kind.REASON: Slot.REASON | Slot.REASON_SAID,
    Kind.DURATION: Slot.DATE | Slot.NUMBER | Slot.FIGURE_SAID,
    Kind.TEXT: Slot.ANSWER | Slot.OBJECT | Slot.LIST,
}
_OF_WHAT = frozenset(("of", "from", "after", "because", "by", "when"))
_TOLD = frozenset(("killed", "kill", "kills"))


def wanted(question: Question) -> Slot:
    """The slots of a fact that can answer the question; none for a look-up."""
    return _WANTED[question.kind] if question.kind else Slot(0)


def fill(  # noqa: C901 - a branch for each kind
    question: Question, fact: Fact, ranked: Ranked, index: Index
) -> Short | None:
    """What the fact gives for the kind of thing that is asked, or None where it has nothing of the kind."""
    asked = asked_of(question, fact, ranked, index)
    if question.kind not in (Kind.COUNT, Kind.VALUE) and _wants_names(question, fact):
        return None
    match question.kind:
        case Kind.DATE:
            return _date(asked)
        case Kind.WHO:
            return _names(asked, fact.who, Kind.WHO)
        case Kind.WHERE:
            return _names(asked, fact.where, Kind.WHERE)
        case Kind.COUNT:
            return count(asked)
        case Kind.VALUE:
            return figure(asked)
        case Kind.LIST:
            return _list(asked)
        case Kind.REASON:
            return reason(asked)
        case Kind.DURATION:
            return duration(asked)
        case Kind.TEXT:
            return _thing(asked)
        case None:
            return _looked_up(asked)
        case _ as never:
            assert_never(never)


def _date(asked: Asked) -> Short | None:
    fact = asked.fact
    if named := _named_day(asked):
        return Short(named, Kind.TEXT, named)
    if fact.date and fact.date.recurs and asked.names("year"):
        return None
    if fact.date and fact.date.precision < edtf.Precision.MONTH and asked.names("month"):
        return None
    if fact.date and asked.is_new(edtf.in_words(fact.date)):
        return Short(edtf.in_words(fact.date), Kind.DATE, str(fact.date))
    if fact.answer and not fact.date and _tells_time(fact.answer):
        return Short(fact.answer, Kind.DATE, fact.answer)
    if fact.date and fact.date.precision < edtf.Precision.DAY and asked.names("day"):
        return None  # the question itself has said as much as is known
    return said_of_kind(asked, Slot.TIME_SAID)


def _named_day(asked: Asked) -> str | None:
    """For a "which international day", the name of such a day that the fact gives."""
    *_, which, adjective, noun = ("", "", "", *asked.question.words[: asked.question.head + 1])
    if which not in ("which", "what"):
        return None
    kind = f"{adjective} {noun}"
    texts = (text for text in (asked.fact.answer, asked.fact.value) if isinstance(text, str))
    return next((text for text in texts if kind in fold(text) and asked.is_new(text)), None)


def _tells_time(text: str) -> bool:
    return bool(said_in(text) & Slot.TIME_SAID or re.search(SPANS, fold(text)))


def _names(asked: Asked, names: tuple[str, ...], kind: Kind) -> Short | None:
    """The people or places that are asked for: the fact's field, its answer or value, or what it says."""
    if given := named(asked, names, kind):
        return given
    return _thing(asked) if asks_whose(asked.question) else stated_name(asked, names, kind)


def _list(asked: Asked) -> Short | None:
    fact = asked.fact
    for items in (fact.value if isinstance(fact.value, tuple) else (), fact.who, fact.where):
        if len(items) > 1:
            return Short(listed(items), Kind.LIST, items)
    if isinstance(fact.value, str) or fact.answer:
        return _thing(asked)
    return statement_of(asked) if asked.is_plain else None


def _thing(asked: Asked) -> Short | None:
    fact = asked.fact
    if fact.answer and asked.is_new(fact.answer):
        return Short(fact.answer, Kind.TEXT, fact.answer)
    match fact.value:
        case str() if asked.is_new(fact.value):
            return Short(fact.value, Kind.TEXT, fact.value)
        case str() | tuple() as value if whose := _whose(value, asked):
            return Short(whose, Kind.WHO, whose)
        case tuple() if asked.is_new(" ".join(fact.value)):
            return Short(listed(fact.value), Kind.LIST, fact.value)
        case int() | float() if new := _superlative(asked):
            return Short(new, Kind.TEXT, new)
        case int() | float() if _is_what_is(asked):
            return number_of(fact, Kind.VALUE)
        case _ if _lacks_what(asked):
            return None
        case _:
            return statement_of(asked)


def _lacks_what(asked: Asked) -> bool:
    """Whether a "what did she die of" meets that she died, and nothing of which; or "made of", no making."""
    verb, preposition = ("", *asked.question.words)[-2:]
    if preposition not in _OF_WHAT or asked.is_own:
        return False
    said = words(asked.fact.statement)
    place = next(asked.places_of(verb, said), None)
    if place is None:
        return verb == "made" and _OF_WHAT.isdisjoint(said)
    return _TOLD.isdisjoint(said) and _OF_WHAT.isdisjoint(said[place + 1 :])


def _whose(value: str | tuple[str, ...], asked: Asked) -> str | None:
    """For a "which forum is for peace" that says the value, or a part of it, the one whose it is."""
    items = (value,) if isinstance(value, str) else value
    names = unnamed(asked, asked.fact.who)
    head = asked.question.head_term
    is_met = head is not None and head.role is None and head.stems in asked.matched
    return names[0] if is_met and len(names) == 1 and not all(map(asked.is_new, items)) else None


def _superlative(asked: Asked) -> str | None:
    """For a "what is the highest mountain", the one place or body that the fact is of, not how high it is."""
    names = [name for name in (*asked.fact.where, *asked.fact.who) if not asked.is_named(name)]
    is_asked = any(word.endswith("est") or word == "most" for word in asked.question.words)
    return names[0] if is_asked and len(names) == 1 else None


def _wants_names(question: Question, fact: Fact) -> bool:
    """Whether "which countries" meets a fact that only says how many countries."""
    head = question.head_term
    if head is None or not fact.unit or not is_plural(question.words[question.head]):
        return False
    return names_unit(head, fact.unit)


def _looked_up(asked: Asked) -> Short | None:
    """A look-up names a fact and asks for nothing: its short answer if that is new, else what it states."""
    fact = asked.fact
    if isinstance(fact.value, int | float):
        return number_of(fact, Kind.VALUE)
    new = tuple(name for name in fact.who if not asked.is_named(name))
    if fact.answer and not asked.is_mostly_new(fact.answer) and new:
        return Short(listed(new), Kind.WHO, new if len(new) > 1 else new[0])
    return _thing(asked)


def _is_what_is(asked: Asked) -> bool:
    """Whether a question is what something is that the fact has, of which a number may tell."""
    question = asked.question
    is_copular = not COPULAS.isdisjoint(question.words[1:3]) and "name" not in question.words
    return is_copular and all(term.stems in asked.matched for term in question.focus)
