"""The order of the facts for a question: a score for each, made of reasons that can be added up by hand.

A term's weight is its inverse document frequency (Robertson and Spärck Jones 1976), as a share of that of all
terms of the question. What a matched term gives is its share times the quality of the match, times the
weight of the field that it stands in, times a saturation in term frequency and length as in BM25 (Robertson
and Zaragoza 2009).
"""

from bisect import bisect, insort
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import log
from typing import NamedTuple

from kzun.search.columns import EMPTY
from kzun.search.columns import NAMES as COLUMNS
from kzun.search.filter import Filter
from kzun.search.index import Candidate, Index
from kzun.search.question import Alternative, Question, Term
from kzun.search.reply import Kind, Reason
from kzun.search.slots import Slot
from kzun.search.text import stem
from kzun.search.thesaurus import Role

COVERAGE = 0.39  # the most that the matched terms can give, as a share of the question
BULK = 0.25  # ... that they can give by being many and rare, whatever the question
CLOSENESS = 0.105  # ... that neighbours in the question which are neighbours in the fact can give
FOCUS = 0.15  # ... that terms which stand in one sentence can give
WHOLE = 0.045  # ... that a person, place or value which the question names whole can give
FIT = 0.06  # ... that having the kind of thing which is asked for can give
OWN = 0.14  # the share of what is lacking to 1 that a question gives which the fact has among its own

MOST_CANDIDATES = 64
LONG = 600  # stems of a statement in which a word must stand twice to count as much as once in a short one
BREVITY = 0.3  # how much of that wants a sentence in which little else stands
MANY = 4.0  # matched words, each as rare as can be, are as many as count
NAME = 1.2  # the weight of a name, of another word's
LIGHT = 0.3  # the weight of a light word, of a content word's
FAR = 40  # characters between neighbours beyond which they are none
NEAR = 6  # characters between neighbours count as none: an article, a preposition

_OWN_QUESTION = "own question"
_ROUNDING = 1e-9  # more than sums of the same points in another order differ by

FIELD_WEIGHTS = {
    "statement": 1.0,
    "names": 1.0,
    "keywords": 0.95,
    "asks": 0.9,
    "topic_words": 0.9,
    "figures": 0.95,
    "title": 0.6,
}


class Match(NamedTuple):
    """How a term is matched in a fact."""

    term: Term
    alternative: Alternative | None  # None: it is not
    share: float  # of the question's weight
    strength: float  # 0 to 1
    places: list[int]  # the characters of the fact's text where it stands
    is_titled: bool = False  # only the title of the topic has it

    @property
    def is_own(self) -> bool:
        """Whether the fact itself has the term: a title tells what its facts are about, and nothing of that.

        "The life and death of Mira Solen" is no fact of her death, but each of its facts is about her.
        """
        return self.alternative is not None and (self.term.is_name or not self.is_titled)


class Ranked(NamedTuple):
    """A candidate with its score, and what the score is made of."""

    candidate: Candidate
    score: float
    matches: tuple[Match, ...]
    reasons: tuple[Reason, ...]

    @property
    def is_own(self) -> bool:
        """Whether the fact has the very question among its own, which it must answer."""
        return any(reason.name == _OWN_QUESTION for reason in self.reasons)

    @property
    def lacking(self) -> tuple[Term, ...]:
        """The terms of the question that the fact itself does not have."""
        return tuple(match.term for match in self.matches if not match.is_own)


def weights(terms: Iterable[Term], index: Index) -> list[float]:
    """The share of each term in the weight of the question; they sum to 1."""
    raw = [_importance(term) * rarity(term.facts, index.size) for term in terms]
    total = sum(raw) or 1.0
    return [weight / total for weight in raw]


def bulk(terms: Iterable[Term], index: Index) -> float:
    """The weight of all terms of the question, in that of `MANY` words that no fact has."""
    total = sum(_importance(term) * rarity(term.facts, index.size) for term in terms)
    return total / (MANY * rarity(0, index.size))


def _importance(term: Term) -> float:
    if term.is_name:
        return NAME
    return LIGHT if term.role is Role.LIGHT else 1.0


def rarity(facts: int, size: int) -> float:
    """Inverse document frequency, never negative: the form of Lucene's BM25."""
    return log(1 + (size - facts + 0.5) / (facts + 0.5))


def search(question: Question, index: Index, keep: Filter, wanted: Slot, limit: int = 0) -> list[Ranked]:
    """The facts that a filter keeps and that have to do with the question, best first; limit 0 is all."""
    rarest_first = sorted(question.terms, key=lambda term: (term.role is Role.LIGHT, term.facts))
    groups = [tuple(one.stems for one in term.alternatives) for term in rarest_first]
    numbers = index.candidates(groups, keep, MOST_CANDIDATES if limit else index.size)
    return rank(question, index.look_at(numbers), index, wanted, limit)


def covering(question: Question, index: Index, keep: Filter, quality: float) -> list[int]:
    """The numbers of the facts that have every content word of the question, in the order of the store.

    `quality` is the least, 0 to 1, of what may stand for a word.
    """
    content = [term for term in question.terms if term.role is None] or list(question.terms)
    groups = [tuple(one.stems for one in term.alternatives if one.quality >= quality) for term in content]
    return index.with_all(groups, keep)


def rank(
    question: Question, candidates: Iterable[Candidate], index: Index, wanted: Slot, limit: int = 0
) -> list[Ranked]:
    """The candidates, best first, equal ones in the order of the store; limit 0 is all."""
    shares, whole = weights(question.terms, index), bulk(question.terms, index)
    asked = f"; {' '.join(map(stem, question.words))} ;"
    fits = (
        (_fit(question, candidate, wanted), float(asked in candidate.columns.asks), candidate)
        for candidate in candidates
    )
    hopeful = sorted(
        (
            (_lifted(_most(question.terms, shares, whole, fit, one), own), fit, own, one)
            for fit, own, one in fits
        ),
        key=lambda one: (-one[0], one[3].number),
    )
    ranked: list[Ranked] = []
    for most, fit, own, candidate in hopeful:
        least = ranked[limit - 1].score if limit and len(ranked) >= limit else 0.0
        if most < least:
            break  # neither this one nor any behind it can be among the first
        matches = _matches(question.terms, shares, candidate)
        gains = [one.share * one.strength for one in matches]
        if _lifted(_bound(gains, shares, whole, fit, candidate), own) >= least:
            insort(ranked, _score(candidate, matches, whole, fit, own), key=_place)
    return ranked[: limit or None]


def _place(ranked: Ranked) -> tuple[float, int]:
    return -ranked.score, ranked.candidate.number


def _lifted(score: float, own: float) -> float:
    """A score of a fact that has the very question (1) or has it not (0)."""
    return score + OWN * own * max(0.0, 1 - score)


def _most(
    terms: Iterable[Term], shares: Sequence[float], whole: float, fit: float, candidate: Candidate
) -> float:
    """The most that the score of a candidate can be, from the stems that it has, wherever they stand."""
    gains = [
        0.0 if candidate.stems.isdisjoint(term.stems_to_find) else share * term.alternatives[0].quality
        for term, share in zip(terms, shares, strict=True)
    ]
    return _bound(gains, shares, whole, fit, candidate)


def _bound(
    gains: Sequence[float], shares: Sequence[float], whole: float, fit: float, candidate: Candidate
) -> float:
    """The most that a candidate can score when each term gives so much of its share; 0 if it is not there."""
    gained = sum(gains)
    most = (COVERAGE + FOCUS) * gained + BULK * min(1.0, whole * gained) + FIT * fit + _ROUNDING
    if candidate.columns.names != EMPTY:
        most += WHOLE * sum(share for share, gain in zip(shares, gains, strict=True) if gain)
    pairs = sum(map(min, pairwise(shares)))
    return most + CLOSENESS * sum(map(min, pairwise(gains))) / pairs if pairs else most


def _matches(terms: Iterable[Term], shares: Iterable[float], candidate: Candidate) -> tuple[Match, ...]:
    norm = candidate.length / LONG
    return tuple(_match(term, share, candidate, norm) for term, share in zip(terms, shares, strict=True))


def _score(candidate: Candidate, matches: tuple[Match, ...], whole: float, fit: float, own: float) -> Ranked:
    reasons = [
        Reason(
            one.alternative.evidence,
            one.term.text,
            one.alternative.stems,
            COVERAGE * one.share * one.strength,
        )
        for one in matches
        if one.alternative
    ]
    for name, most, measure in (
        ("weight of words", BULK, min(1.0, whole * gained_by(matches))),
        ("closeness", CLOSENESS, _closeness(matches)),
        ("one sentence", FOCUS, _focus(matches, candidate.breaks)),
        ("whole name", WHOLE, _wholeness(matches, candidate)),
        ("asked kind", FIT, fit),
    ):
        if measure:
            reasons.append(Reason(name, "", "", most * measure))
    score = sum(reason.points for reason in reasons)
    if own:
        reasons.append(Reason(_OWN_QUESTION, "", "", _lifted(score, own) - score))
    return Ranked(candidate, sum(reason.points for reason in reasons), matches, tuple(reasons))


def gained_by(matches: Iterable[Match]) -> float:
    """The share of the question's weight that the matches give."""
    return sum(match.share * match.strength for match in matches)


def _match(term: Term, share: float, candidate: Candidate, norm: float) -> Match:
    """The best that any alternative of the term gives."""
    best: Alternative | None = None
    strength, places = 0.0, list[int]()
    if candidate.stems.isdisjoint(term.stems_to_find):
        return Match(term, best, share, strength, places)
    for alternative in term.alternatives:
        if alternative.quality <= strength:
            break  # they are sorted, and no field weighs more than 1
        if alternative.first not in candidate.stems:
            continue
        at = _positions(candidate.text, f" {alternative.stems} ")
        if at and (weight := alternative.quality * _weight(at, candidate.ends, norm)) > strength:
            best, strength, places = alternative, weight, at
    return Match(term, best, share, strength, places, bool(places) and places[0] >= candidate.ends[_TITLE])


_TITLE = COLUMNS.index("title") - 1  # where the column before it ends
_WEIGHTS = tuple(map(FIELD_WEIGHTS.__getitem__, COLUMNS))


def _weight(places: list[int], ends: Sequence[int], norm: float) -> float:
    """The weight of a word at these places: that of the best of the fields, saturated in the statement."""
    times = bisect(places, ends[0])
    if times:
        return _WEIGHTS[0] * times / (times + norm)
    return max(_WEIGHTS[bisect(ends, place)] for place in places) / (1 + norm)


def _positions(text: str, needle: str) -> list[int]:
    found, at = [], text.find(needle)
    while at >= 0:
        found.append(at)
        at = text.find(needle, at + 1)
    return found


def _closeness(matches: tuple[Match, ...]) -> float:
    """The share of neighbouring terms that are neighbours in a field of the fact too.

    What only the title says stands between no two others: of "the Kestrel bridge opened", its "bridge".
    """
    total = sum(min(left.share, right.share) for left, right in pairwise(matches))
    most = sum(
        min(left.share * left.strength, right.share * right.strength) for left, right in pairwise(matches)
    )
    gained = 0.0
    for left, right in pairwise(match for match in matches if not match.is_titled):
        if left.places and right.places:
            closeness = max(0.0, min(1.0, 1 - (gap(left, right) - NEAR) / FAR))
            gained += min(left.share, right.share) * closeness * min(left.strength, right.strength)
    return min(gained, most) / total if total else 0.0


def gap(left: Match, right: Match) -> int:
    """The least number of characters between two matches; against the order of the question, a few more."""
    ahead = len(left.alternative.stems) if left.alternative else 0
    behind = len(right.alternative.stems) if right.alternative else 0
    return min(
        at - place - ahead if at >= place else place - at - behind + NEAR
        for place in left.places
        for at in right.places
    )


def _focus(matches: tuple[Match, ...], breaks: Sequence[int]) -> float:
    """The greatest share of the question that stands in one sentence, or in one item of a list."""
    gains: dict[int, list[float]] = {}
    for match in matches:
        if match.alternative:
            for sentence in {bisect(breaks, place) for place in match.places}:
                gain = gains.setdefault(sentence, [0.0, 0.0])
                gain[0] += match.share * match.strength
                gain[1] += len(match.alternative.stems)
    return max(
        (gain * _brevity(letters, sentence, breaks) for sentence, (gain, letters) in gains.items()),
        default=0.0,
    )


def _brevity(letters: float, sentence: int, breaks: Sequence[int]) -> float:
    """1 where nothing but matched words stands in the sentence, less the more there is beside them."""
    length = breaks[sentence] - (breaks[sentence - 1] if sentence else 0)
    return 1 - BREVITY + BREVITY * min(1.0, letters / length)


def _wholeness(matches: tuple[Match, ...], candidate: Candidate) -> float:
    """The share of the question in people, places and values of the fact that it names whole."""
    gained, run, weight = 0.0, "", 0.0
    for match in matches:
        cut = match.alternative.stems if match.alternative else ""
        run, weight = (f"{run} {cut}".strip(), weight + match.share) if cut else ("", 0.0)
        if cut and f"; {cut} ;" in candidate.columns.names:
            gained, weight = gained + match.share, weight - match.share
        elif run and f"; {run} ;" in candidate.columns.names:
            gained, weight = gained + weight, 0.0  # and no share is gained twice
    return min(1.0, gained)


_FIELDS = ~(Slot.TIME_SAID | Slot.FIGURE_SAID | Slot.NAME_SAID | Slot.REASON_SAID).value


def _fit(question: Question, candidate: Candidate, wanted: Slot) -> float:
    """Whether the fact has the kind of thing that is asked for.

    Half where only the statement says it; of several things, half where it has but one; and of a count, half
    where another thing is counted.
    """
    if not wanted.value & candidate.slots & _FIELDS:
        return 0.5 if wanted.value & candidate.slots else 0.0
    if question.kind is Kind.TEXT and not candidate.slots & Slot.LIST.value and question.wants_many:
        return 0.5
    counted = question.counted
    if counted is None or candidate.slots & Slot.LIST.value:
        return 1.0
    return 1.0 if any(f" {one.stems} " in candidate.columns.figures for one in counted.alternatives) else 0.5
