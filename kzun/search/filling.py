"""What a fact gives for the kind of thing that is asked: the slot, filled."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple, assert_never

from kzun import edtf
from kzun.fact import Fact, Value, amount
from kzun.search.index import Index
from kzun.search.kinds import COPULAS, is_plural
from kzun.search.measures import Quantity, measures_length, quantities_said, quantity_asked
from kzun.search.question import Question, Term
from kzun.search.ranking import Ranked
from kzun.search.reading import Evidence
from kzun.search.reply import Kind
from kzun.search.slots import MONTHS, NUMERALS, YEAR, Slot, asks_why, said_in, says_why
from kzun.search.text import fold, sentences, stem, stems, words
from kzun.search.thesaurus import Bond, Role

_ACTORS = frozenset("country countries state states nation nations republic republics".split())
_BEFORE_YEARS = frozenset((*MONTHS, *"in since by until from of to".split()))
_MADE = r"\b(?:built|building|construct(?:ed|ion)|erected|made|laid|dug)\b"
FEW_SENTENCES = 2  # in which a person or place has a name; a longer text may say "the host", "a hospital"

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


class Short(NamedTuple):
    """What fills the slot that a question asks for, before anything is known of its confidence."""

    text: str
    kind: Kind
    value: Value | None = None
    unit: str | None = None
    qualifier: str | None = None


def wanted(question: Question) -> Slot:
    """The slots of a fact that can answer the question; none for a look-up."""
    return _WANTED[question.kind] if question.kind else Slot(0)


def fill(  # noqa: C901 - a branch for each kind
    question: Question, fact: Fact, ranked: Ranked, index: Index
) -> Short | None:
    """What the fact gives for the kind of thing that is asked, or None where it has nothing of the kind."""
    matched = frozenset(match.term.stems for match in ranked.matches if match.alternative)
    aliases = frozenset(_other_names(question))
    asked = _Asked(question, fact, frozenset(_mentioned(question, ranked)), matched, aliases, index)
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
            return _count(asked)
        case Kind.VALUE:
            return _figure(asked)
        case Kind.LIST:
            return _list(asked)
        case Kind.REASON:
            return _reason(asked)
        case Kind.DURATION:
            return _duration(asked)
        case Kind.TEXT:
            return _thing(asked)
        case None:
            return _looked_up(asked)
        case _ as never:
            assert_never(never)


class _Asked(NamedTuple):
    question: Question
    fact: Fact
    mentioned: frozenset[str]  # stems that the question has, or a name for them
    matched: frozenset[str]  # terms of the question that the fact has
    aliases: frozenset[str]  # other names of what the question names
    store: Index

    def is_new(self, text: str) -> bool:
        """Whether a text says more than the question itself did."""
        return any(stem(word) not in self.mentioned for word in self._telling(text))

    def is_named(self, name: str) -> bool:
        """Whether the question names this, in full or by either end of it: Lyons, for Deborah Lyons."""
        if " ".join(stems(name)) in self.aliases:
            return True
        cut = [stem(word) for word in self._telling(name) if len(word) > 1] or [name]  # without initials
        known = [one in self.mentioned for one in cut]
        by_end = [end for end, is_known in ((cut[0], known[0]), (cut[-1], known[-1])) if is_known]
        # "UN" names the UN, and not UN News.
        is_own = any(not (self.store.is_somebody(end) or self._is_word(end)) for end in by_end)
        return all(known) or (is_own and 2 * sum(known) >= len(known))

    def _is_word(self, cut: str) -> bool:
        """Whether a stem is of a word for which the thesaurus has others: of Midland Railway, "railway"."""
        is_name = any(term.is_name and cut in term.stems.split() for term in self.question.terms)
        return not is_name and any(one.bond is Bond.WORD for one in self.store.bonds(cut))

    def may_be_place(self, name: str) -> bool:
        """Whether a name behind a preposition may be of a place: none of a month is, nor of a body."""
        return name.lower() not in MONTHS and not self.store.is_somebody(" ".join(stems(name)))

    def is_mostly_new(self, text: str) -> bool:
        """Whether the question has less than half of a text."""
        telling = self._telling(text)
        return 2 * sum(stem(word) in self.mentioned for word in telling) < len(telling)

    def _telling(self, text: str) -> list[str]:
        return [word for word in words(text) if self.store.role(word) is not Role.STOP]

    def names(self, noun: str) -> bool:
        """Whether this is the noun of "which year" or "how many years"."""
        head = self.question.head
        return head >= 0 and stem(self.question.words[head]) == stem(noun)

    @property
    def is_actor(self) -> bool:
        """Whether the question is which country does something, and not in which it is done."""
        which, *others = self.question.words
        return self.question.head == 1 and which in ("which", "what") and others[0] in _ACTORS

    @property
    def is_plain(self) -> bool:
        """Whether the fact is a statement and no more, as in a store of plain text."""
        fact = self.fact
        return not (fact.date or fact.value is not None or fact.who or fact.answer)


def _mentioned(question: Question, ranked: Ranked) -> Iterable[str]:
    yield from map(stem, question.words)
    for match in ranked.matches:
        if match.alternative and match.alternative.evidence is not Evidence.FAMILY:
            yield from match.alternative.stems.split()


def _other_names(question: Question) -> Iterable[str]:
    for term in question.terms:
        yield from (one.stems for one in term.alternatives if one.evidence is Evidence.NAME)


def _date(asked: _Asked) -> Short | None:
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
    return _said(asked, Slot.TIME_SAID)


def _named_day(asked: _Asked) -> str | None:
    """For a "which international day", the name of such a day that the fact gives."""
    *_, which, adjective, noun = ("", "", "", *asked.question.words[: asked.question.head + 1])
    if which not in ("which", "what"):
        return None
    kind = f"{adjective} {noun}"
    texts = (text for text in (asked.fact.answer, asked.fact.value) if isinstance(text, str))
    return next((text for text in texts if kind in fold(text) and asked.is_new(text)), None)


def _tells_time(text: str) -> bool:
    return bool(said_in(text) & Slot.TIME_SAID or re.search(_SPANS, fold(text)))


def _names(asked: _Asked, names: tuple[str, ...], kind: Kind) -> Short | None:
    """The people or places that are asked for: the fact's field, its answer or value, or what it says."""
    new, said = _unnamed(asked, names), _named_otherwise(asked, kind)
    if said and (asked.question.head >= 0 or not new):  # "which body" may be another than who acts or speaks
        return Short(said, kind, said)
    if not new and kind is Kind.WHERE:
        new = _actors(asked) or _named_values(asked)
    if new:
        return Short(listed(new), kind, new if len(new) > 1 else new[0])
    if _asks_whose(asked.question):
        return _thing(asked)
    is_lacking = asked.question.wants_many or (kind is Kind.WHO and names and asked.question.head < 0)
    return None if is_lacking and not asked.is_plain else _stated(asked, kind)


def _asks_whose(question: Question) -> bool:
    """Whether it asks for the one whose something is, or to whom it is done, for whom there is no field."""
    return "whose" in question.words or ("to", "whom") in pairwise(question.words)


def _unnamed(asked: _Asked, names: tuple[str, ...]) -> tuple[str, ...]:
    """Of the names that the question does not name, the one that the fact means, else all of them."""
    new = tuple(name for name in names if not asked.is_named(name))
    return (asked.fact.answer,) if asked.fact.answer in new else new


def _named_otherwise(asked: _Asked, kind: Kind) -> str | None:
    """The answer or the value of the fact, where it is a name, and of a person no place, nor the reverse."""
    others = asked.fact.where if kind is Kind.WHO else asked.fact.who
    texts = (text for text in (asked.fact.answer, asked.fact.value) if isinstance(text, str))
    return next((text for text in texts if _is_name(text, asked) and text not in others), None)


def _stated(asked: _Asked, kind: Kind) -> Short | None:
    """The statement, where it says a name or a place that the question does not."""
    if asked.is_plain and len(sentences(asked.fact.statement)) > FEW_SENTENCES:
        return _statement(asked)
    if kind is Kind.WHERE and re.search(_EVERYWHERE, fold(asked.fact.statement)):
        return _statement(asked)
    places = {place for place in re.findall(_PLACE, asked.fact.statement) if asked.may_be_place(place)}
    said_of = places if kind is Kind.WHERE else set(names_said(asked.fact.statement)) - places
    return _statement(asked) if any(map(asked.is_new, said_of)) else None


def _actors(asked: _Asked) -> tuple[str, ...]:
    """For a "which country did it", who did; for a "which countries", only several."""
    actors = _unnamed(asked, asked.fact.who) if asked.is_actor else ()
    return actors if len(actors) > 1 or not asked.question.wants_many else ()


def _named_values(asked: _Asked) -> tuple[str, ...]:
    """For a "which countries does it border", the values of the fact, where they are names."""
    value = asked.fact.value if asked.question.wants_many and isinstance(asked.fact.value, tuple) else ()
    return value if all(item[:1].isupper() for item in value) else ()


def _is_name(text: str, asked: _Asked) -> bool:
    return text.removeprefix("the ")[:1].isupper() and asked.is_mostly_new(text)


def _count(asked: _Asked) -> Short | None:
    fact, head = asked.fact, asked.question.counted
    if isinstance(fact.value, int | float) and _is_counted(head, asked):
        return _number(fact, Kind.COUNT)
    if isinstance(fact.value, tuple) and head and _are_listed(head, fact.value, fact):
        return Short(str(len(fact.value)), Kind.COUNT, len(fact.value))
    return _statement(asked) if _said_to_be_many(asked, head) else None


def _are_listed(counted: Term, items: tuple[str, ...], fact: Fact) -> bool:
    """Whether the fact lists what is counted: statement, topic or key names it, and not one item alone."""
    named = f"{fact.statement} {fact.id.replace('.', ' ')}"
    is_one = any(_names_unit(counted, item) for item in items)
    return _names_unit(counted, named) and not is_one and not _are_kinds_of_people(counted, items)


def _are_kinds_of_people(counted: Term, items: tuple[str, ...]) -> bool:
    """Whether people are counted, and listed in kinds: "women" and "children" are not two citizens."""
    if Quantity.PEOPLE not in quantities_said(counted.text):
        return False
    return all(item.islower() and is_plural(item.split()[-1]) for item in items)


_THINGS = frozenset(map(stem, "items pieces units copies".split()))
_ANYTHING = _THINGS.union(map(stem, "people persons individuals".split()))


def _is_counted(counted: Term | None, asked: _Asked) -> bool:
    """Whether the fact's number counts what is asked for: its unit names it, or names just anything."""
    unit = asked.fact.unit
    if counted is None or not unit or _names_unit(counted, unit):
        return True
    if stem(asked.question.words[asked.question.head]) in _THINGS:
        return True
    return stem(unit) in _ANYTHING and counted.stems in asked.matched


def _names_unit(counted: Term, unit: str) -> bool:
    cut = f" {' '.join(stems(unit))} "
    return any(f" {one.stems} " in cut for one in counted.alternatives)


def _said_to_be_many(asked: _Asked, counted: Term | None) -> bool:
    """Whether the statement has a number shortly before the thing that is counted."""
    said = words(asked.fact.statement)
    numbers = [at for at, word in enumerate(said) if word[0].isdigit() or word in NUMERALS]
    if asked.is_plain:
        return bool(numbers)
    if counted is None:
        return not all(_is_year(said, at) for at in numbers)
    return any(_names_unit(counted, " ".join(said[at + 1 : at + 5])) for at in numbers)


def _is_year(said: Sequence[str], at: int) -> bool:
    return re.fullmatch(YEAR, said[at]) is not None and not _BEFORE_YEARS.isdisjoint(
        said[max(0, at - 1) : at]
    )


def _figure(asked: _Asked) -> Short | None:
    fact = asked.fact
    asking = [word for term in asked.question.focus for word in words(term.text)]
    quantity = quantity_asked((*asking, *asked.question.words[-1:]))  # "what did it cost"
    measured = quantities_said(fact.unit or "")
    match fact.value:
        case int() | float():
            is_another = quantity and measured and quantity not in measured
            return None if is_another else _number(fact, Kind.VALUE)
        case str() if asked.is_new(fact.value):
            return Short(fact.value, Kind.VALUE, fact.value)
        case _ if quantity and not asked.is_plain and quantity not in quantities_said(fact.statement):
            return None
        case _:
            return _said(asked, Slot.FIGURE_SAID)


def _list(asked: _Asked) -> Short | None:
    fact = asked.fact
    for items in (fact.value if isinstance(fact.value, tuple) else (), fact.who, fact.where):
        if len(items) > 1:
            return Short(listed(items), Kind.LIST, items)
    if isinstance(fact.value, str) or fact.answer:
        return _thing(asked)
    return _statement(asked) if asked.is_plain else None


_CAUSES = frozenset("because since due owing to as for after by through mark of".split())


def _reason(asked: _Asked) -> Short | None:
    fact = asked.fact
    if not asked.is_plain and not _tells_why(fact):
        return None
    is_for_it = asks_why((*fact.keywords, *fact.asks))
    if fact.answer:
        if _begins_with_cause(fact.answer) and not asked.is_mostly_new(fact.answer):
            return None  # what it is a reason for is something else
        if is_for_it or _gives_reason(fact.answer, fact.statement):
            return Short(fact.answer, Kind.REASON, fact.answer)
    if isinstance(fact.value, tuple) and is_for_it:
        return Short(listed(fact.value), Kind.REASON, fact.value)
    return _said(asked, Slot.REASON_SAID)


def _begins_with_cause(answer: str) -> bool:
    return not _CAUSES.isdisjoint(words(answer)[:1])


def _tells_why(fact: Fact) -> bool:
    """Whether a fact is there to give a cause or a purpose, or says in so many words that it does."""
    is_asked = asks_why((*fact.keywords, *fact.asks))
    return is_asked or _begins_with_cause(fact.answer or "") or says_why(fact.statement)


def _gives_reason(answer: str, statement: str) -> bool:
    """Whether a short answer begins like a cause or purpose, or stands behind such a beginning."""
    begins = words(answer)[:3]
    said = words(statement)
    at = next((at for at in range(len(said)) if said[at : at + len(begins)] == begins), len(said))
    return bool(begins) and not _CAUSES.isdisjoint(
        (begins[0], *said[max(0, at - 2) : at][: 2 * (at < len(said))])
    )


_SPANS = r"\b(?:second|minute|hour|day|week|month|year|decade|centur)(?:s|y|ies)?\b"


def _duration(asked: _Asked) -> Short | None:
    fact = asked.fact
    if "ago" in asked.question.words:
        return None  # no fact can state it: it changes with the day
    if isinstance(fact.value, int | float) and measures_length(fact.unit or ""):
        return _number(fact, Kind.DURATION)
    if fact.date and not _was_made(asked) and (span := edtf.length(fact.date)):
        # From 2017 to 2018 may be one year or two, from 12 to 13 October one day or two.
        is_exact = span.precision is edtf.Precision.DAY and (span.years or span.months)
        return Short(str(span) if is_exact else edtf.in_words(fact.date), Kind.DURATION, str(fact.date))
    if re.search(_SPANS, fact.answer or ""):
        return Short(fact.answer or "", Kind.DURATION, fact.answer)
    return (
        _statement(asked)
        if re.search(_SPANS, fold(fact.statement))
        else _said(asked, Slot.FIGURE_SAID)
        if asked.is_plain
        else None
    )


def _was_made(asked: _Asked) -> bool:
    """Whether a "how long is it" meets the time in which it was made."""
    is_now = asked.question.words[:3] in (("how", "long", "is"), ("how", "long", "are"))
    return is_now and re.search(_MADE, fold(asked.fact.statement)) is not None


def _thing(asked: _Asked) -> Short | None:
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
            return _number(fact, Kind.VALUE)
        case _:
            return _statement(asked)


def _whose(value: str | tuple[str, ...], asked: _Asked) -> str | None:
    """For a "which forum is for peace" that says the value, or a part of it, the one whose it is."""
    items = (value,) if isinstance(value, str) else value
    names = _unnamed(asked, asked.fact.who)
    head = asked.question.head_term
    is_met = head is not None and head.role is None and head.stems in asked.matched
    return names[0] if is_met and len(names) == 1 and not all(map(asked.is_new, items)) else None


def _superlative(asked: _Asked) -> str | None:
    """For a "what is the highest mountain", the one place or body that the fact is of, not how high it is."""
    names = [name for name in (*asked.fact.where, *asked.fact.who) if not asked.is_named(name)]
    is_asked = any(word.endswith("est") or word == "most" for word in asked.question.words)
    return names[0] if is_asked and len(names) == 1 else None


def _wants_names(question: Question, fact: Fact) -> bool:
    """Whether "which countries" meets a fact that only says how many countries."""
    head = question.head_term
    if head is None or not fact.unit or not is_plural(question.words[question.head]):
        return False
    return _names_unit(head, fact.unit)


def _looked_up(asked: _Asked) -> Short | None:
    """A look-up names a fact and asks for nothing: its short answer if that is new, else what it states."""
    fact = asked.fact
    if isinstance(fact.value, int | float):
        return _number(fact, Kind.VALUE)
    new = tuple(name for name in fact.who if not asked.is_named(name))
    if fact.answer and not asked.is_mostly_new(fact.answer) and new:
        return Short(listed(new), Kind.WHO, new if len(new) > 1 else new[0])
    return _thing(asked)


def _said(asked: _Asked, slot: Slot) -> Short | None:
    return _statement(asked) if said_in(asked.fact.statement) & slot else None


def _statement(asked: _Asked) -> Short:
    return Short(asked.fact.statement, Kind.TEXT)


def _number(fact: Fact, kind: Kind) -> Short:
    value = fact.value if isinstance(fact.value, int | float) else None
    return Short(amount(fact.value, fact.unit, fact.qualifier), kind, value, fact.unit, fact.qualifier)


def _is_what_is(asked: _Asked) -> bool:
    """Whether a question is what something is that the fact has, of which a number may tell."""
    question = asked.question
    is_copular = not COPULAS.isdisjoint(question.words[1:3]) and "name" not in question.words
    return is_copular and all(term.stems in asked.matched for term in question.focus)


def listed(items: Sequence[str]) -> str:
    """Items in a sentence; semicolons where an item has a comma of its own.

    >>> listed(["a", "b", "c"]), listed(["a, b", "c"])
    ('a, b and c', 'a, b; c')
    """
    if any("," in item for item in items):
        return "; ".join(items)
    *most, last = items
    return f"{', '.join(most)} and {last}" if most else last


_NAME = r"(?<=[\w,;:] )[\"'(«“]?([A-ZÀ-ÞА-Я][\w'’-]*(?: (?:of |the |and |de |von )*[A-ZÀ-ÞА-Я][\w'’-]*)*)"


_EVERYWHERE = (
    r"\b(?:everywhere|"
    r"(?:across|around|throughout|all over|(?:every|all|most) (?:parts?|corners?) of) the (?:world|globe))\b"
)
_PLACE = (
    r"\b(?:in|at|on|near|from|to|into|off|across|between|through|outside|of|under|over|along)\s+(?:the\s+)?"
    r"([A-ZÀ-ÞА-Я][\w'’-]*(?: (?:of |the |and |de )*[A-ZÀ-ÞА-Я][\w'’-]*)*)"
)


def names_said(statement: str) -> list[str]:
    """What looks like a name inside the sentences of a statement.

    >>> names_said("The office opened in New York for Ms Lyons.")
    ['New York', 'Ms Lyons']
    """
    return re.findall(_NAME, statement)
