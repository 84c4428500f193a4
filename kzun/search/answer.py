"""The short answer to a question out of the facts that rank first, or the reason why there is none."""

import re
from collections.abc import Iterable, Sequence
from math import exp
from typing import NamedTuple, assert_never

from kzun import edtf
from kzun.fact import Fact, Value, amount
from kzun.search.index import Index
from kzun.search.question import COPULAS, Evidence, Question, Term, is_plural
from kzun.search.ranking import Match, Ranked
from kzun.search.reply import Answer, Declined, Kind, Refusal
from kzun.search.slots import NUMERALS, Slot, said_in
from kzun.search.text import fold, stem, stems, words
from kzun.search.thesaurus import Bond, Role

LIKELY = 0.4  # an answer that is less likely than this to be right is not given
CLOSE_CALL = 0.005  # two facts whose scores lie nearer than this share of the first are too close to call

# Logistic regression over the development questions of three stores, fitted as a whole: no weight stands for
# a question. It says how probable it is that the first fact is the right one.
WEIGHTS = {"score": 3.1, "margin": 6.8, "missing": -3.1, "unnamed": -1.0, "missing of a look-up": -2.9}
BIAS = -1.5


_WANTED = {
    Kind.DATE: Slot.DATE | Slot.TIME_SAID,
    Kind.VALUE: Slot.NUMBER | Slot.OBJECT | Slot.FIGURE_SAID,
    Kind.COUNT: Slot.NUMBER | Slot.LIST | Slot.FIGURE_SAID,
    Kind.WHO: Slot.WHO | Slot.NAME_SAID,
    Kind.WHERE: Slot.WHERE | Slot.NAME_SAID,
    Kind.LIST: Slot.LIST | Slot.WHO | Slot.WHERE,
    Kind.REASON: Slot.ANSWER | Slot.REASON_SAID,
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


class Verdict(NamedTuple):
    """An answer, or the reason why there is none; never both."""

    answer: Answer | None
    declined: Declined | None


def wanted(question: Question) -> Slot:
    """The slots of a fact that can answer the question; none for a look-up."""
    return _WANTED[question.kind] if question.kind else Slot(0)


def choose(question: Question, ranked: Sequence[Ranked], index: Index) -> Verdict:
    """The answer that the first fact gives, or why it gives none."""
    if not question.terms:
        return _declined(Refusal.NO_CONTENT)
    if not ranked:
        return _declined(Refusal.UNKNOWN_WORD, words=_unknown(question))
    first = ranked[0]
    fact = index.fact(first.candidate.number)
    contrary = [*contraries(first, index), *_other_years(first, fact), *_negations(question, fact)]
    if contrary:
        return _declined(Refusal.CONTRARY, words=contrary, facts=[fact.id])
    missing = unmatched(first)
    if any(match.term.is_name and not match.term.is_known for match in first.matches):
        return _declined(Refusal.UNKNOWN_WORD, words=missing, facts=[fact.id])
    confidence = likelihood(question, ranked)
    if confidence < LIKELY and missing:
        return _declined(Refusal.UNKNOWN_WORD, words=missing, facts=[fact.id])
    short = fill(question, fact, first, index)
    if short is None:
        return _declined(Refusal.LACKS_KIND, facts=[fact.id])
    rivals = _rivals(question, ranked, short, index)
    if rivals:
        return _declined(Refusal.AMBIGUOUS, facts=[fact.id, *rivals])
    if confidence < LIKELY:
        return _declined(Refusal.UNKNOWN_WORD, words=missing, facts=[fact.id])
    return Verdict(Answer(facts=(fact,), confidence=round(confidence, 3), **short._asdict()), None)


def _unknown(question: Question) -> list[str]:
    """The words that no fact has; light ones only where there are no others."""
    unknown = [term for term in question.terms if not term.is_known]
    return [term.text for term in unknown if term.role is None] or [term.text for term in unknown]


def unmatched(ranked: Ranked) -> list[str]:
    """The words of the question that carry meaning and that the fact does not mention."""
    return [
        match.term.text
        for match in ranked.matches
        if match.term.role is None and match.alternative is None
    ]


def likelihood(question: Question, ranked: Sequence[Ranked]) -> float:
    """The probability, 0 to 1, that the first fact answers the question."""
    evidence = evidence_of(question, ranked)
    return 1 / (1 + exp(-BIAS - sum(WEIGHTS[name] * amount for name, amount in evidence.items())))


def evidence_of(question: Question, ranked: Sequence[Ranked]) -> dict[str, float]:
    """What speaks for and against the first fact, by name; each amount is 0 to 1."""
    first = ranked[0]
    second = ranked[1].score if len(ranked) > 1 else 0.0
    matched = sum(match.share for match in first.matches if match.alternative)
    missing = _share_missing(first)
    return {
        "score": first.score,
        "margin": matched * (first.score - second) / first.score if first.score else 0.0,
        "missing": missing,
        "unnamed": _share_unnamed(first),
        "missing of a look-up": missing if question.kind is None else 0.0,
    }


def _share_missing(ranked: Ranked) -> float:
    """The share of the content words that the fact does not mention; each counts the same."""
    content = [match for match in ranked.matches if match.term.role is None] or ranked.matches
    return sum(match.alternative is None for match in content) / len(content)


def _share_unnamed(ranked: Ranked) -> float:
    """The share of the names in the question that the fact does not mention; each counts the same."""
    names = [match for match in ranked.matches if match.term.is_name]
    return sum(match.alternative is None for match in names) / len(names) if names else 0.0


def contraries(ranked: Ranked, index: Index) -> list[str]:
    """The words of the question of which the fact says the opposite."""
    statement = ranked.candidate.statement
    text = "".join((statement, ranked.candidate.names, ranked.candidate.keywords))
    return [
        match.term.text
        for match in ranked.matches
        if _is_negated(match, statement)
        or (match.alternative is None and any(f" {one} " in text for one in _opposites_of(match.term, index)))
    ]


def _opposites_of(term: Term, index: Index) -> frozenset[str]:
    """The opposites of a term and, as "close to" may mean no more than "close", of each of its words."""
    return frozenset(one for phrase in {term.stems, *term.stems.split()} for one in opposites(phrase, index))


def _other_years(ranked: Ranked, fact: Fact) -> list[str]:
    """The years in the question that lie outside the fact's date."""
    date = fact.date
    if date is None or date.recurs:
        return []
    years = [match.term.text for match in ranked.matches if match.alternative is None and _YEAR.match(match.term.text)]
    return [year for year in years if not date.may_overlap(edtf.parse(year))]


_YEAR = re.compile(r"(?:1\d|20)\d\d$")
_NEGATIONS = frozenset("not never didnt doesnt dont isnt arent wasnt werent hasnt havent hadnt".split())


def _negations(question: Question, fact: Fact) -> list[str]:
    """The words that deny in a question about what the fact affirms."""
    denying = [word for word in question.words if word in _NEGATIONS]
    return denying if denying and _NEGATIONS.isdisjoint(words(fact.statement)) else []


def _is_negated(match: Match, statement: str) -> bool:
    """Whether the fact says "non-permanent" where the question says "permanent"."""
    cut = match.term.stems
    return f" non{cut} " in statement and f" {cut} " not in statement


def opposites(phrase: str, index: Index) -> frozenset[str]:
    """What says the contrary of a phrase, by the thesaurus: each side of a pair stands for its family."""
    same = (phrase, *index.kin(phrase, Bond.FORM), *index.kin(phrase, Bond.WORD))
    direct = {opposite for one in same for opposite in index.opposites(one)}
    return frozenset(other for one in direct for other in (one, *index.kin(one, Bond.FORM), *index.kin(one, Bond.WORD)))


def _declined(refusal: Refusal, *, words: Iterable[str] = (), facts: Iterable[str] = ()) -> Verdict:
    return Verdict(None, Declined(refusal, tuple(words), tuple(facts)))


def _rivals(question: Question, ranked: Sequence[Ranked], short: Short, index: Index) -> list[str]:
    """Facts too close to the first to be passed over, that would give another answer."""
    first = ranked[0]
    rivals = []
    for other in ranked[1:4]:
        if first.score - other.score > CLOSE_CALL * first.score:
            break
        rival = fill(question, index.fact(other.candidate.number), other, index)
        if rival and rival.text != short.text:
            rivals.append(other.candidate.id)
    return rivals


# The slot.


def fill(question: Question, fact: Fact, ranked: Ranked, index: Index) -> Short | None:
    """What the fact gives for the kind of thing that is asked, or None where it has nothing of the kind."""
    matched = frozenset(match.term.stems for match in ranked.matches if match.alternative)
    asked = _Asked(question, fact, frozenset(_mentioned(question, ranked)), matched, index)
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
    index: Index

    def is_new(self, text: str) -> bool:
        """Whether a text says more than the question itself did."""
        return any(
            stem(word) not in self.mentioned for word in words(text) if self.index.role(word) is not Role.STOP
        )

    def is_named(self, name: str) -> bool:
        """Whether the question names this already, in full or by its beginning: "Northwind" for Northwind Tools."""
        cut = stems(name)
        known = [one in self.mentioned for one in cut]
        return not self.is_new(name) or (known[0] and 2 * sum(known) >= len(known))

    @property
    def wants_many(self) -> bool:
        """Whether the question asks for several: "which countries"."""
        head = self.question.head
        return head >= 0 and is_plural(self.question.words[head])

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


def _date(asked: _Asked) -> Short | None:
    fact = asked.fact
    if fact.date and asked.is_new(edtf.in_words(fact.date)):
        return Short(edtf.in_words(fact.date), Kind.DATE, str(fact.date))
    return _said(asked, Slot.TIME_SAID)


def _names(asked: _Asked, names: tuple[str, ...], kind: Kind) -> Short | None:
    new = tuple(name for name in names if not asked.is_named(name))
    said = [text for text in (asked.fact.answer, asked.fact.value) if isinstance(text, str) and _is_name(text, asked)]
    if said and (asked.question.head >= 0 or not new):  # "which body" may be another than who acts or speaks
        return Short(said[0], kind, said[0])
    if new:
        return Short(listed(new), kind, new if len(new) > 1 else new[0])
    if not asked.is_plain and (asked.wants_many or (kind is Kind.WHO and names and asked.question.head < 0)):
        return None
    places = set(_PLACE.findall(asked.fact.statement))
    said_of = places if kind is Kind.WHERE else set(names_said(asked.fact.statement)) - places
    return _statement(asked) if any(map(asked.is_new, said_of)) else None


def _is_name(text: str, asked: _Asked) -> bool:
    cut = stems(text.removeprefix("the "))
    is_mostly_new = 2 * sum(one in asked.mentioned for one in cut) < len(cut)
    return text.removeprefix("the ")[:1].isupper() and is_mostly_new


def _count(asked: _Asked) -> Short | None:
    fact, head = asked.fact, asked.question.counted
    if isinstance(fact.value, int | float) and _is_counted(head, asked):
        return _number(fact, Kind.COUNT)
    if isinstance(fact.value, tuple) and head and not any(_names_unit(head, item) for item in fact.value):
        return Short(str(len(fact.value)), Kind.COUNT, len(fact.value))
    return _statement(asked) if _said_to_be_many(asked, head) else None


_ANYTHING = frozenset("people persons individuals items pieces units copies".split())


def _is_counted(counted: Term | None, asked: _Asked) -> bool:
    """Whether the fact's number counts what is asked for: its unit names it, or names just anything."""
    unit = asked.fact.unit
    if counted is None or not unit or _names_unit(counted, unit):
        return True
    return unit in _ANYTHING and counted.stems in asked.matched


def _names_unit(counted: Term, unit: str) -> bool:
    cut = f" {' '.join(stems(unit))} "
    return any(f" {one.stems} " in cut for one in counted.alternatives)


def _said_to_be_many(asked: _Asked, counted: Term | None) -> bool:
    """Whether the statement has a number shortly before the thing that is counted."""
    said = words(asked.fact.statement)
    numbers = [at for at, word in enumerate(said) if word[0].isdigit() or word in NUMERALS]
    if asked.is_plain or counted is None:
        return bool(numbers)
    return any(_names_unit(counted, " ".join(said[at + 1 : at + 5])) for at in numbers)


def _figure(asked: _Asked) -> Short | None:
    fact = asked.fact
    match fact.value:
        case int() | float():
            return _number(fact, Kind.VALUE)
        case str() if asked.is_new(fact.value):
            return Short(fact.value, Kind.VALUE, fact.value)
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
    if fact.answer and _gives_reason(fact.answer, fact.statement):
        return Short(fact.answer, Kind.REASON, fact.answer)
    if isinstance(fact.value, tuple):
        return Short(listed(fact.value), Kind.REASON, fact.value)
    return _said(asked, Slot.REASON_SAID)


def _gives_reason(answer: str, statement: str) -> bool:
    """Whether a short answer begins like a cause or purpose, or stands behind such a beginning."""
    begins = words(answer)[:3]
    said = words(statement)
    at = next((at for at in range(len(said)) if said[at : at + len(begins)] == begins), len(said))
    return bool(begins) and not _CAUSES.isdisjoint((begins[0], *said[max(0, at - 2) : at][: 2 * (at < len(said))]))


_SPANS = re.compile(r"\b(?:second|minute|hour|day|week|month|year|decade|centur)(?:s|y|ies)?\b")


def _duration(asked: _Asked) -> Short | None:
    fact = asked.fact
    if "ago" in asked.question.words:
        return None  # no fact can state it: it changes with the day
    if isinstance(fact.value, int | float) and fact.unit:
        return _number(fact, Kind.DURATION)
    if fact.date and (span := edtf.length(fact.date)):
        return Short(str(span), Kind.DURATION, str(fact.date))
    if _SPANS.search(fact.answer or ""):
        return Short(fact.answer or "", Kind.DURATION, fact.answer)
    return _statement(asked) if _SPANS.search(fold(fact.statement)) else _said(asked, Slot.FIGURE_SAID) if asked.is_plain else None


def _thing(asked: _Asked) -> Short | None:
    fact = asked.fact
    if fact.answer and asked.is_new(fact.answer):
        return Short(fact.answer, Kind.TEXT, fact.answer)
    match fact.value:
        case str() if asked.is_new(fact.value):
            return Short(fact.value, Kind.TEXT, fact.value)
        case tuple():
            return Short(listed(fact.value), Kind.LIST, fact.value)
        case int() | float() if _is_copular(asked.question):
            return _number(fact, Kind.VALUE)
        case _:
            return _statement(asked)


def _wants_names(question: Question, fact: Fact) -> bool:
    """Whether "which countries" meets a fact that only says how many countries."""
    head = question.head_term
    if head is None or not fact.unit or not is_plural(question.words[question.head]):
        return False
    return _names_unit(head, fact.unit)


def _looked_up(asked: _Asked) -> Short | None:
    """A look-up names a fact and asks for nothing: its short answer if it has one, else what it states."""
    fact = asked.fact
    if isinstance(fact.value, int | float):
        return _number(fact, Kind.VALUE)
    return _thing(asked)


def _said(asked: _Asked, slot: Slot) -> Short | None:
    return _statement(asked) if said_in(asked.fact.statement) & slot else None


def _statement(asked: _Asked) -> Short:
    return Short(asked.fact.statement, Kind.TEXT)


def _number(fact: Fact, kind: Kind) -> Short:
    value = fact.value if isinstance(fact.value, int | float) else None
    return Short(amount(fact.value, fact.unit, fact.qualifier), kind, value, fact.unit, fact.qualifier)


def _is_copular(question: Question) -> bool:
    return any(word in COPULAS for word in question.words[1:3])


def listed(items: Sequence[str]) -> str:
    """Items in a sentence; semicolons where an item has a comma of its own.

    >>> listed(["a", "b", "c"]), listed(["a, b", "c"])
    ('a, b and c', 'a, b; c')
    """
    if any("," in item for item in items):
        return "; ".join(items)
    *most, last = items
    return f"{', '.join(most)} and {last}" if most else last


_NAME = re.compile(r"(?<=[\w,;:] )[\"'(«“]?([A-ZÀ-ÞА-Я][\w'’-]*(?: (?:of |the |and |de |von )*[A-ZÀ-ÞА-Я][\w'’-]*)*)")


_PLACE = re.compile(
    r"\b(?:in|at|on|near|from|to|into|off|across|between|through|outside|of|under|over|along)\s+(?:the\s+)?"
    r"([A-ZÀ-ÞА-Я][\w'’-]*(?: (?:of |the |and |de )*[A-ZÀ-ÞА-Я][\w'’-]*)*)"
)


def names_said(statement: str) -> list[str]:
    """What looks like a name inside the sentences of a statement.

    >>> names_said("The office opened in New York for Ms Lyons.")
    ['New York', 'Ms Lyons']
    """
    return _NAME.findall(statement)
