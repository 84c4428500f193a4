"""The short answer to a question out of the facts that rank first, or the reason why there is none."""

from collections.abc import Callable, Iterable, Sequence
from itertools import takewhile
from math import exp
from typing import NamedTuple

from kzun.edtf import Date
from kzun.fact import Fact
from kzun.search.asked import Short
from kzun.search.contraries import contrary_words, lower_ranks
from kzun.search.filling import fill
from kzun.search.index import Index
from kzun.search.measures import is_measured
from kzun.search.objections import tells_of_a_plan, tells_of_another, tells_of_no_doer
from kzun.search.question import Question, Term
from kzun.search.ranking import Match, Ranked
from kzun.search.reading import Evidence
from kzun.search.reply import Answer, Declined, Kind, Refusal
from kzun.search.slots import Slot
from kzun.search.text import stems, words
from kzun.search.thesaurus import Role

LIKELY = 0.44  # an answer that is less likely than this to be right is not given
ABOUT_AS_GOOD = 0.02  # the share of the first's score within which facts give way to others
NEARLY_AS_GOOD = 0.3  # ... within which who did it comes before when it was done
CLOSE_CALL = 0.005  # two facts whose scores lie nearer than this share of the first are too close to call

# Logistic regression over the development questions of several stores, fitted as a whole: no weight stands
# for a question. It says how probable it is that the first fact is the right one.
WEIGHTS = {
    "score": 7.8, "margin": 4.7, "missing": -1.4, "unnamed": -0.9, "unfocused": -1.4, "only stated": -1.7
}  # fmt: skip
BIAS = -2.9
PARTLY = 0.7  # how much of a phrase is missing of which the fact has but one word

_QUESTION_WORDS = {
    Kind.DATE: "when",
    Kind.VALUE: "how much",
    Kind.COUNT: "how many",
    Kind.WHO: "who",
    Kind.WHERE: "where",
    Kind.LIST: "which",
    Kind.REASON: "why",
    Kind.DURATION: "how long",
    Kind.TEXT: "what",
}
_OF_NAMES = frozenset((Kind.WHO, Kind.WHERE))  # that are answered by another fact than that of the date
_TO_ASK = frozenset("able sure aware certain".split())  # "are you able to tell me"
_OF_TODAY = frozenset(("is", "are", "current", "now"))


class Verdict(NamedTuple):
    """An answer, or the reason why there is none; never both."""

    answer: Answer | None
    declined: Declined | None


def choose(question: Question, ranked: Sequence[Ranked], index: Index, today: Date | None = None) -> Verdict:
    """The answer that the first fact gives, or why it gives none; `today` is a day."""
    is_light = all(term.role is Role.LIGHT and not term.is_name for term in question.terms)
    if is_light or _is_to_the_tool(question):
        return _declined(Refusal.NO_CONTENT)
    if not ranked:
        return _declined(Refusal.UNKNOWN_WORD, words=_unknown(question))
    ranked = _answering_first(question, ranked, index, today)
    first = ranked[0]
    fact = index.fact(first.candidate.number)
    if first.is_own:
        return _judged(question, ranked, fact, index)
    if contrary := contrary_words(question, first, fact, index):
        return _declined(Refusal.CONTRARY, words=contrary, facts=[fact.id])
    if tells_of_another(question, first, index):
        return _unmentioned(question, first)
    return _judged(question, ranked, fact, index)


def _is_to_the_tool(question: Question) -> bool:
    """Whether an "are you a robot" is about the tool itself, of which no store tells anything."""
    is_about_it = question.kind is None and question.words[:2] == ("are", "you")
    return is_about_it and _TO_ASK.isdisjoint(question.words[2:3])


def _judged(question: Question, ranked: Sequence[Ranked], fact: Fact, index: Index) -> Verdict:
    """What the first fact gives, or lacks, where nothing that it says speaks against it."""
    first = ranked[0]
    short = fill(question, fact, first, index)
    confidence = likelihood(question, ranked, short)
    if confidence < LIKELY and unmatched(first):
        return _unmentioned(question, first)
    if short is None or not (first.is_own or _tells_of_it(question, first, fact)):
        return _declined(Refusal.LACKS_KIND, words=_question_word(question), facts=[fact.id])
    rivals = _rivals(question, ranked, short, index)
    if confidence < LIKELY:
        rivals = rivals or [one.candidate.id for one in ranked[1:2]]
    if rivals:
        return _declined(Refusal.AMBIGUOUS, facts=[fact.id, *rivals])
    return Verdict(Answer(facts=(fact,), confidence=round(confidence, 3), **short._asdict()), None)


def _tells_of_it(question: Question, first: Ranked, fact: Fact) -> bool:
    return not (tells_of_no_doer(question, first, fact) or tells_of_a_plan(question, first))


def _answering_first(
    question: Question, ranked: Sequence[Ranked], index: Index, today: Date | None
) -> Sequence[Ranked]:
    """The facts without those that give way to others about as good, and one that says who or where first."""
    ranked = _without(_over(question, ranked, index, today), ranked)
    ranked = _without(_lesser(ranked, lambda one: lower_ranks(question, one)), ranked)
    ranked = _without(_lesser(ranked, lambda one: tells_of_another(question, one, index)), ranked)
    ranked = _without(_lesser(ranked, lambda one: tells_of_a_plan(question, one)), ranked)
    if question.kind not in _OF_NAMES or _gives(question, ranked[0], index):
        return ranked
    least = ranked[0].score * (1 - NEARLY_AS_GOOD)
    for one in ranked[1:3]:
        if one.score >= least and not any(map(_missing, one.matches)) and _gives(question, one, index):
            return [one, *(other for other in ranked[1:] if other is not one)]
    return ranked


def _without(yielding: set[int], ranked: Sequence[Ranked]) -> Sequence[Ranked]:
    return [one for one in ranked if one.candidate.number not in yielding]


def _over(question: Question, ranked: Sequence[Ranked], index: Index, today: Date | None) -> set[int]:
    """For a "who is", the facts of a time that is over, where there is one of today."""
    if question.kind is not Kind.WHO or today is None or _OF_TODAY.isdisjoint(question.words):
        return set()
    dates = [(one.candidate.number, index.fact(one.candidate.number).date) for one in _as_good(ranked)]
    spans = [(number, date.may_overlap(today)) for number, date in dates if date and date.is_interval]
    over = {number for number, is_now in spans if not is_now}
    return over if len(over) < len(spans) else set()


def _lesser(ranked: Sequence[Ranked], speaks_against: Callable[[Ranked], object]) -> set[int]:
    """Of the facts about as good as the first, those that something speaks against, if it does not of all.

    For a "who was the president", that is one of a vice president; for all questions, one of something else,
    or of a mere plan.
    """
    good = _as_good(ranked)
    lesser = {one.candidate.number for one in good if not one.is_own and speaks_against(one)}
    return lesser if len(lesser) < len(good) else set()


def _as_good(ranked: Sequence[Ranked]) -> list[Ranked]:
    least = ranked[0].score * (1 - ABOUT_AS_GOOD)
    return list(takewhile(lambda one: one.score >= least, ranked))


def _gives(question: Question, ranked: Ranked, index: Index) -> bool:
    short = fill(question, index.fact(ranked.candidate.number), ranked, index)
    return short is not None and not _is_only_stated(short)


def _unmentioned(question: Question, first: Ranked) -> Verdict:
    """The words that no fact mentions; where each is in some fact, those that the nearest fact lacks.

    Where it lacks none, it tells of another thing by the same words, and not what is asked.
    """
    unknown = [
        match.term.text for match in first.matches if match.term.role is None and not match.term.is_known
    ]
    if unknown:
        return _declined(Refusal.UNKNOWN_WORD, words=unknown)
    lacking = unmatched(first) or [match.term.text for match in first.matches if _missing(match)]
    if not lacking:
        return _declined(Refusal.LACKS_KIND, words=_question_word(question), facts=[first.candidate.id])
    return _declined(Refusal.UNKNOWN_WORD, words=lacking, facts=[first.candidate.id])


def _unknown(question: Question) -> list[str]:
    """The words that no fact has, or none that is kept; light ones only where there are no others."""
    terms = [term for term in question.terms if not term.is_known] or list(question.terms)
    return [term.text for term in terms if term.role is None] or [term.text for term in terms]


def _question_word(question: Question) -> list[str]:
    return [_QUESTION_WORDS[question.kind]] if question.kind else []


def unmatched(ranked: Ranked) -> list[str]:
    """The words of the question that carry meaning and that the fact does not mention."""
    return [term.text for term in ranked.lacking if term.role is None]


def likelihood(question: Question, ranked: Sequence[Ranked], short: Short | None = None) -> float:
    """The probability, 0 to 1, that the first fact answers the question, with this if anything."""
    evidence = evidence_of(question, ranked, short)
    return 1 / (1 + exp(-BIAS - sum(WEIGHTS[name] * amount for name, amount in evidence.items())))


def evidence_of(question: Question, ranked: Sequence[Ranked], short: Short | None) -> dict[str, float]:
    """What speaks for and against the first fact, by name; each amount is 0 to 1."""
    first = ranked[0]
    second = ranked[1].score if len(ranked) > 1 else 0.0
    counting = [
        match
        for match in first.matches
        if match.alternative or not _is_measure(match.term, question, first, short)
    ]
    content = [match for match in counting if match.term.role is None] or first.matches
    missing = _share_missing(content)
    matched = sum(match.share for match in first.matches if match.alternative)
    # In a text without fields, what is asked for often goes by another word.
    has_fields = bool(first.candidate.slots & _FILLED)
    focus = question.focus if has_fields else ()
    return {
        "score": first.score,
        "margin": (1 - missing) * matched * max(0.0, first.score - second) / (first.score or 1.0),
        "missing": missing,
        "unnamed": _share_missing([match for match in first.matches if match.term.is_name]),
        "unfocused": max((_missing(match) for match in content if match.term in focus), default=0.0),
        "only stated": float(has_fields and short is not None and _is_only_stated(short)),
    }


def _is_measure(term: Term, question: Question, first: Ranked, short: Short | None) -> bool:
    """Whether a term only says for what amount the question is, or the unit of the answer says it."""
    unit = (short and short.unit) or ""
    return question.asks_by(term) or is_measured(words(term.text), unit, first.candidate.stems)


def _share_missing(matches: Sequence[Match]) -> float:
    """The share of the matches that are none; each counts the same."""
    return sum(map(_missing, matches)) / len(matches) if matches else 0.0


def _missing(match: Match) -> float:
    """How much of a term the fact does not mention."""
    if match.alternative is None:
        return 1.0
    return PARTLY if match.alternative.evidence is Evidence.PART else 0.0


def _is_only_stated(short: Short) -> bool:
    """Whether the answer is no field of the fact but its whole statement."""
    return short.kind is Kind.TEXT and short.value is None


_FILLED = (Slot.DATE | Slot.NUMBER | Slot.OBJECT | Slot.LIST | Slot.WHO | Slot.ANSWER).value


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
        if rival is None or rival.text == short.text or _states(other, short):
            continue
        if _is_only_stated(short) or not _is_only_stated(rival):
            rivals.append(other.candidate.id)
    return rivals


def _states(ranked: Ranked, short: Short) -> bool:
    """Whether a fact says the same in its statement; of a number, that may be another thing's."""
    is_number = isinstance(short.value, int | float)
    return not is_number and f" {' '.join(stems(short.text))} " in ranked.candidate.columns.statement
