"""The short answer to a question out of the facts that rank first, or the reason why there is none."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise
from math import exp
from typing import NamedTuple

from kzun import edtf
from kzun.fact import Fact
from kzun.search.dates import days_among
from kzun.search.filling import Short, fill
from kzun.search.index import Index
from kzun.search.kinds import deed
from kzun.search.question import Question
from kzun.search.ranking import Match, Ranked, gap
from kzun.search.reading import Evidence
from kzun.search.reply import Answer, Declined, Kind, Refusal
from kzun.search.slots import Slot
from kzun.search.text import stem, words
from kzun.search.thesaurus import Bond, Role

LIKELY = 0.44  # an answer that is less likely than this to be right is not given
CLOSE_CALL = 0.005  # two facts whose scores lie nearer than this share of the first are too close to call
MOST_SENTENCES = 2  # of a fact that may say the contrary of a question; a longer one says many things
BOUND = 28  # characters between a role and whose it is, at most: "representative of Kazakhstan to the UN"
TELLING = 0.15  # the share of the question's weight from which a name must be in the fact that answers

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


class Verdict(NamedTuple):
    """An answer, or the reason why there is none; never both."""

    answer: Answer | None
    declined: Declined | None


def choose(question: Question, ranked: Sequence[Ranked], index: Index) -> Verdict:
    """The answer that the first fact gives, or why it gives none."""
    if all(term.role is Role.LIGHT and not term.is_name for term in question.terms):
        return _declined(Refusal.NO_CONTENT)
    if not ranked:
        return _declined(Refusal.UNKNOWN_WORD, words=_unknown(question))
    first = ranked[0]
    fact = index.fact(first.candidate.number)
    contrary = [
        *_other_years(first, fact), *_other_days(question, first, fact), *_still_to_come(question, fact)
    ]  # fmt: skip
    if _is_brief(first):
        contrary += [
            *contraries(first, index),
            *_negations(question, fact),
            *_other_ordinals(first),
            *_other_versions(first),
            *_lower_ranks(question, first),
        ]
    if contrary:
        return _declined(Refusal.CONTRARY, words=contrary, facts=[fact.id])
    is_about_another = any(_is_about_another(match, question, fact, index) for match in first.matches)
    if is_about_another or (_is_brief(first) and _lacks_deed(question, first)):
        return _unmentioned(first)
    short = fill(question, fact, first, index)
    confidence = likelihood(question, ranked, short)
    if confidence < LIKELY and unmatched(first):
        return _unmentioned(first)
    if short is None or (_is_brief(first) and _is_unbound(question, first)):
        return _declined(Refusal.LACKS_KIND, words=_question_word(question), facts=[fact.id])
    rivals = _rivals(question, ranked, short, index)
    if confidence < LIKELY:
        rivals = rivals or [one.candidate.id for one in ranked[1:2]]
    if rivals:
        return _declined(Refusal.AMBIGUOUS, facts=[fact.id, *rivals])
    return Verdict(Answer(facts=(fact,), confidence=round(confidence, 3), **short._asdict()), None)


def _unmentioned(first: Ranked) -> Verdict:
    """The words that no fact mentions; where each is in some fact, those that the nearest fact lacks."""
    unknown = [
        match.term.text for match in first.matches if match.term.role is None and not match.term.is_known
    ]
    if unknown:
        return _declined(Refusal.UNKNOWN_WORD, words=unknown)
    return _declined(Refusal.UNKNOWN_WORD, words=unmatched(first), facts=[first.candidate.id])


def _is_about_another(match: Match, question: Question, fact: Fact, index: Index) -> bool:
    """Whether the fact lacks a name that no fact has, or that is another's than those it is about."""
    term = match.term
    before = question.words[term.position - 1] if term.position else ""
    # Written small, a name is told by where it stands: "the mission in geneva".
    is_placed = not term.is_known and term.role is None and before in _PLACING
    if match.alternative or not (term.is_name or is_placed):
        return False
    if not term.is_known or before == "about":
        return True
    names = (term.stems, *index.kin(term.stems, Bond.NAME))
    return bool(fact.who) and match.share >= TELLING and any(map(index.is_somebody, names))


def _unknown(question: Question) -> list[str]:
    """The words that no fact has; light ones only where there are no others."""
    unknown = [term for term in question.terms if not term.is_known]
    return [term.text for term in unknown if term.role is None] or [term.text for term in unknown]


def _question_word(question: Question) -> list[str]:
    return [_QUESTION_WORDS[question.kind]] if question.kind else []


def unmatched(ranked: Ranked) -> list[str]:
    """The words of the question that carry meaning and that the fact does not mention."""
    return [
        match.term.text for match in ranked.matches if match.term.role is None and match.alternative is None
    ]


def likelihood(question: Question, ranked: Sequence[Ranked], short: Short | None = None) -> float:
    """The probability, 0 to 1, that the first fact answers the question, with this if anything."""
    evidence = evidence_of(question, ranked, short)
    return 1 / (1 + exp(-BIAS - sum(WEIGHTS[name] * amount for name, amount in evidence.items())))


def evidence_of(question: Question, ranked: Sequence[Ranked], short: Short | None) -> dict[str, float]:
    """What speaks for and against the first fact, by name; each amount is 0 to 1."""
    first = ranked[0]
    second = ranked[1].score if len(ranked) > 1 else 0.0
    counting = [match for match in first.matches if match.alternative or not question.asks_by(match.term)]
    content = [match for match in counting if match.term.role is None] or first.matches
    missing = _share_missing(content)
    matched = sum(match.share for match in first.matches if match.alternative)
    # In a text without fields, what is asked for often goes by another word.
    has_fields = bool(first.candidate.slots & _FILLED)
    focus = question.focus if has_fields else ()
    return {
        "score": first.score,
        "margin": (1 - missing) * matched * (first.score - second) / first.score if first.score else 0.0,
        "missing": missing,
        "unnamed": _share_missing([match for match in first.matches if match.term.is_name]),
        "unfocused": max((_missing(match) for match in content if match.term in focus), default=0.0),
        "only stated": float(has_fields and short is not None and _is_only_stated(short)),
    }


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


def _is_brief(ranked: Ranked) -> bool:
    """Whether the fact says so little that a word in it is about what is asked; a paragraph does not."""
    candidate = ranked.candidate
    return bisect_left(candidate.breaks, candidate.ends[0]) - 1 <= MOST_SENTENCES  # the text begins with one


def contraries(ranked: Ranked, index: Index) -> list[str]:
    """The words of the question of which the fact says the opposite, and the question does not say that too.

    "Was it permanent or temporary" is no contrary of a fact that has one of the two.
    """
    columns = ranked.candidate.columns
    text = f"{columns.statement}{columns.names}{columns.keywords}"
    met = [match.alternative.stems for match in ranked.matches if match.alternative]
    asked = frozenset(chain(met, *map(str.split, met)))
    denied = (_denied(match, asked, columns.statement, text, index) for match in ranked.matches)
    return list(chain.from_iterable(denied))


def _denied(match: Match, asked: frozenset[str], statement: str, text: str, index: Index) -> list[str]:
    """The term, or the words of it, of which a text says an opposite that is not asked for."""
    if _is_negated(match, statement) and f"non{match.term.stems}" not in asked:
        return [match.term.text]
    if match.alternative:
        return []
    # Of "close to", it may be "close" that is denied.
    parts = list(zip(match.term.text.split(), match.term.stems.split(), strict=False))
    denied = [word for word, cut in parts if _has_any(opposites(cut, index) - asked, text)]
    return denied or [match.term.text] * _has_any(opposites(match.term.stems, index) - asked, text)


def _has_any(phrases: Iterable[str], text: str) -> bool:
    return any(f" {phrase} " in text for phrase in phrases)


def _other_years(ranked: Ranked, fact: Fact) -> list[str]:
    """The years in the question that lie outside the fact's date."""
    date = fact.date
    if date is None or date.recurs:
        return []
    years = [
        match.term.text
        for match in ranked.matches
        if match.alternative is None and re.match(_YEAR, match.term.text)
    ]
    return [year for year in years if not date.may_overlap(edtf.parse(year))]


def _other_days(question: Question, ranked: Ranked, fact: Fact) -> list[str]:
    """The words of a day in the question that is not the fact's, and that the fact does not mention."""
    lacking = {match.term.stems for match in ranked.matches if match.alternative is None}
    if fact.date is None or fact.date.recurs:
        return []
    return [
        word
        for day in days_among(question.words)
        if not day.may_overlap(fact.date)
        for word in words(edtf.in_words(day))
        if stem(word) in lacking
    ]


def _still_to_come(question: Question, fact: Fact) -> list[str]:
    """The "will" of a question for the time of what was past when the fact held."""
    date, known = fact.date, fact.as_of
    is_ahead = "will" in question.words and _PAST.isdisjoint(question.words)  # no "when did Will Smith win"
    if question.kind is not Kind.DATE or not is_ahead or not (date and known):
        return []
    is_past = not date.recurs and date.latest and known.latest and date.latest <= known.latest
    return ["will"] if is_past else []


def _other_ordinals(ranked: Ranked) -> list[str]:
    """The ordinals in the question where the fact has another: the first summit, and it is the sixth."""
    lacking = [match.term for match in ranked.matches if match.alternative is None]
    asked = [term.text for term in lacking if term.stems in _ORDINALS]
    return asked if asked and not ranked.candidate.stems.isdisjoint(_ORDINALS) else []


def _other_versions(ranked: Ranked) -> list[str]:
    """The numbers with a point in the question where the fact has another: version 2.1, and it is 2.2."""
    lacking = [match.term.text for match in ranked.matches if match.alternative is None]
    asked = [word for word in lacking if re.fullmatch(_VERSION, word)]
    if asked and any(re.fullmatch(_VERSION, said) for said in ranked.candidate.stems):
        return asked
    return []


def _lower_ranks(question: Question, ranked: Ranked) -> list[str]:
    """What a "who is" asks for where the fact has only a lower rank: the minister, and it is the deputy."""
    if question.kind is not Kind.WHO or not _LOWER.isdisjoint(map(stem, question.words)):
        return []
    said = ranked.candidate.columns.statement.split()
    lower = {rank for before, rank in pairwise(said) if before in _LOWER}
    full = {rank for before, rank in pairwise(said) if before not in _LOWER}
    return [term.text for term in question.focus if term.stems.split()[-1] in lower - full]


def _is_unbound(question: Question, ranked: Ranked) -> bool:
    """Whether a "who is the president of Russia" meets a president and a Russia that lie apart."""
    if question.kind is not Kind.WHO or question.head >= 0:
        return False
    focus = question.focus
    met = [match for match in ranked.matches if match.places]
    roles = [match for match in met if match.term in focus and not match.term.is_name]
    owners = [match for match in met if match.term not in focus and match.term.is_name]
    return bool(roles and owners) and all(gap(role, owner) > BOUND for role in roles for owner in owners)


def _lacks_deed(question: Question, ranked: Ranked) -> bool:
    """Whether the fact says nothing of what somebody has done, by a "who chaired the session"."""
    place = deed(question.words)
    lacking = (match.term for match in ranked.matches if match.alternative is None)
    deeds = (term for term in lacking if term.has(place))
    # Light words make a weighty phrase: "who called it off" is no matter of calling.
    return question.kind is Kind.WHO and any(term.role is None or term.length > 1 for term in deeds)


_LOWER = frozenset(map(stem, "deputy vice assistant associate acting junior".split()))
_ORDINALS = frozenset(
    map(stem, "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split())
)
_PAST = frozenset("did was were has had".split())
_PLACING = frozenset("in at from of about".split())
_VERSION = r"\d+(?:\.\d+)+"
_YEAR = r"(?:1\d|20)\d\d$"
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
    return frozenset(
        other for one in direct for other in (one, *index.kin(one, Bond.FORM), *index.kin(one, Bond.WORD))
    )


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
