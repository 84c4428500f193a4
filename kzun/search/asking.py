"""A question, or the words of one, put to an index."""

from collections.abc import Iterator

from kzun.edtf import Date
from kzun.fact import Fact
from kzun.search import answer, ranking
from kzun.search.filling import wanted
from kzun.search.filter import Filter
from kzun.search.index import Index
from kzun.search.question import Question, analyse, names_of
from kzun.search.ranking import Ranked
from kzun.search.reply import Hit, Outcome, Reply

_EVERYTHING = Filter()
_NOBODY = "\0"  # the stems of a name without letters: no fact has them
_LEAST = 5  # hits that an answer looks at, however few are wanted
_SYNONYMS = 0.6  # the least quality of what may stand for a word in a timeline: a synonym does


def ask(query: str, index: Index, keep: Filter, limit: int, today: Date | None) -> Reply:
    """The reply to a question or a few words, with its hits, the best first; limit 0 is all."""
    question = analyse(query, index)
    keep = as_known(keep, index)
    ranked = _ranked(question, index, keep, limit and max(limit, _LEAST))
    chosen, declined = answer.choose(question, ranked, index, today)
    if question.may_be_computed:
        from kzun.search.computed import compute  # few questions are

        chosen = compute(question, ranked, index, keep=keep, today=today, stated=chosen) or chosen
    hits = tuple(
        Hit(index.fact(one.candidate.number), one.score, one.reasons) for one in ranked[: limit or None]
    )
    outcome = Outcome.ANSWERED if chosen else Outcome.RELATED if hits else Outcome.NONE
    return Reply(query, outcome, chosen, None if chosen else declined, question.corrected, hits)


def first(query: str, index: Index) -> str | None:
    """The id of the fact that stands first; None where there is none."""
    ranked = _ranked(analyse(query, index), index, _EVERYTHING, _LEAST)
    return ranked[0].candidate.id if ranked else None


def covering(query: str, index: Index, keep: Filter) -> Iterator[Fact]:
    """The facts that have every content word of the query, or a synonym of it, in the order of the store."""
    numbers = ranking.covering(analyse(query, index), index, as_known(keep, index), _SYNONYMS)
    return map(index.fact, numbers)


def as_known(keep: Filter, index: Index) -> Filter:
    """The filter with every name in all spellings that the index knows."""
    who, where = (
        tuple(known for name in names for known in names_of(name, index) or (_NOBODY,))
        for names in (keep.who, keep.where)
    )
    return keep._replace(who=who, where=where)


def _ranked(question: Question, index: Index, keep: Filter, limit: int) -> list[Ranked]:
    return ranking.search(question, index, keep, wanted(question), limit)
