"""Answers that no fact states and several give exactly: lengths of time, the first and the last, counts."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from kzun import edtf
from kzun.edtf import Date, Precision, SortKey
from kzun.fact import Fact
from kzun.search.answer import LIKELY, likelihood, unmatched
from kzun.search.filling import fill, wanted
from kzun.search.filter import Filter
from kzun.search.index import Index
from kzun.search.question import Question, analyse
from kzun.search.ranking import Ranked, covering, search
from kzun.search.reply import Answer, Kind

EXACTLY = 0.9  # the least quality of what may stand for a word: its inflections and other names
_LENGTH = r"(?i)^\W*how (?:long|soon|much time|many (?P<unit>days|weeks|months|years))\b"
_AGO = r"(?i)^\W*how (?:long|many (?P<unit>days|weeks|months|years)) ago\b(?P<event>.*)"
_SINCE = rf"{_LENGTH}(?: \w+){{0,4}} since\b(?P<event>.+)"
_BETWEEN = (
    rf"{_LENGTH}.*\bbetween\b(?P<one>.+)\band\b(?P<other>.+)",
    rf"{_LENGTH}.*\bfrom\b(?P<one>.+)\b(?:to|until|till)\b(?P<other>.+)",
    rf"{_LENGTH} (?:after|before)\b(?P<one>.+?)\b(?:did|was|were|is|do|does|had)\b(?P<other>.+)",
    rf"{_LENGTH} (?:after|before)\b(?P<one>.+)\b(?:did|was|were|is|do|does|had)\b(?P<other>.+)",
    rf"{_LENGTH}(?P<one>.+)\b(?:after|before)\b(?P<other>.+)",
)
_NO_DATE = edtf.parse("XXXX-01-01")  # of facts that `_is_exact` has left out
_FACTS_ABOUT = r"(?i)^\W*how many (?:facts|statements|entries)\b"


class _Asking(NamedTuple):
    """A store to ask, and the day on which it is asked."""

    store: Index
    keep: Filter
    today: Date | None

    def dated(self, event: str) -> Ranked | None:
        """The dated fact that tells of an event, if one surely does."""
        question = analyse(f"when {event}", self.store)
        ranked = search(question, self.store, self.keep, wanted(question), limit=2)
        sure = bool(ranked) and likelihood(question, ranked) >= LIKELY and not unmatched(ranked[0])
        return ranked[0] if sure and self.date_of(ranked[0]) else None

    def date_of(self, ranked: Ranked) -> Date | None:
        """The date of its fact, unless it is a span or a day of every year."""
        date = self.store.fact(ranked.candidate.number).date
        return None if date is None or date.is_interval or date.recurs else date


def compute(
    question: Question,
    ranked: Sequence[Ranked],
    index: Index,
    *,
    keep: Filter,
    today: Date | None,
    stated: Answer | None,
) -> Answer | None:
    """The answer that can be computed exactly, or None.

    `ranked` are the facts that the question finds; a length of time that one of them states, `stated`,
    is better than one that is computed from two of them.
    """
    asking = _Asking(index, keep, today)
    is_stated = stated is not None and stated.kind is Kind.DURATION
    return (
        _time_ago(question, asking)
        or (None if is_stated else _time_between(question, asking))
        or _number_of_facts(question, asking)
        or _extreme(question, ranked, asking)
    )


def _time_ago(question: Question, asking: _Asking) -> Answer | None:
    found = re.match(_AGO, question.text) or re.match(_SINCE, question.text)
    if not found or asking.today is None:
        return None
    event = asking.dated(found["event"])
    return event and _elapsed(asking, (event,), (asking.date_of(event), asking.today), found["unit"])


def _time_between(question: Question, asking: _Asking) -> Answer | None:
    for pattern in _BETWEEN:
        found = re.match(pattern, question.text)
        if not found:
            continue
        one, other = asking.dated(found["one"]), asking.dated(found["other"])
        if one and other and one.candidate.number != other.candidate.number:
            return _elapsed(asking, (one, other), (asking.date_of(one), asking.date_of(other)), found["unit"])
    return None


def _elapsed(
    asking: _Asking, events: tuple[Ranked, ...], dates: tuple[Date | None, Date | None], unit: str | None
) -> Answer | None:
    start, end = dates
    if start is None or end is None:
        return None
    text = _in_unit(start, end, unit) if unit else str(edtf.elapsed(start, end))
    facts = tuple(asking.store.fact(event.candidate.number) for event in events)
    confidence = round(max(LIKELY, min(event.score for event in events)), 3)
    return Answer(text, Kind.DURATION, facts, confidence, edtf.days_between(start, end)) if text else None


def _in_unit(start: Date, end: Date, unit: str) -> str | None:
    """The time between two dates in whole units, where both are exact enough for it."""
    days = edtf.days_between(start, end)
    gap = edtf.elapsed(start, end)
    match unit.lower():
        case "days" if days is not None:
            return _counted(abs(days), "day")
        case "weeks" if days is not None:
            return _counted(abs(days) // 7, "week")
        case "months" if gap and gap.precision >= Precision.MONTH:
            return _counted(12 * gap.years + gap.months, "month")
        case "years" if gap:
            return _counted(gap.years, "year")
        case _:
            return None


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number:,} {unit}s"


def _number_of_facts(question: Question, asking: _Asking) -> Answer | None:
    if not re.match(_FACTS_ABOUT, question.text):
        return None
    subject = tuple(term for term in question.terms if term.position > 2)
    numbers = (
        covering(question._replace(terms=subject), asking.store, asking.keep, EXACTLY) if subject else []
    )
    facts = tuple(map(asking.store.fact, numbers))
    return Answer(_counted(len(facts), "fact"), Kind.COUNT, facts, 1.0, len(facts)) if facts else None


def _extreme(question: Question, ranked: Sequence[Ranked], asking: _Asking) -> Answer | None:
    """The earliest or the latest of the dated facts that have all other words of the question."""
    order = next((term for term in question.terms if term.extreme), None)
    if order is None or not ranked or order.text not in unmatched(ranked[0]):
        return None
    others = tuple(term for term in question.terms if term is not order)
    found = covering(question._replace(terms=others), asking.store, asking.keep, EXACTLY)
    facts = sorted(filter(_is_exact, map(asking.store.fact, found)), key=_by_date)
    if len(facts) < 2:
        return None
    first, second = (facts[0], facts[1]) if order.extreme < 0 else (facts[-1], facts[-2])
    if _by_date(first) == _by_date(second):
        return None
    best = next((one for one in ranked if one.candidate.id == first.id), None)
    short = best and fill(question, first, best, asking.store)
    if not best or not short:
        return None
    rest = tuple(fact for fact in facts if fact is not first)
    return Answer(facts=(first, *rest), confidence=round(max(best.score, LIKELY), 3), **short._asdict())


def _is_exact(fact: Fact) -> bool:
    return fact.date is not None and not fact.date.is_interval and not fact.date.recurs


def _by_date(fact: Fact) -> SortKey:
    return (fact.date or _NO_DATE).sort_key
