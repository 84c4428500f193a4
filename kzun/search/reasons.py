"""Why: the cause or the purpose that a fact gives."""

import re

from kzun.fact import Fact
from kzun.search.asked import Asked, Short, listed, said_of_kind
from kzun.search.reply import Kind
from kzun.search.slots import Slot, asks_why, says_why
from kzun.search.text import fold, words

_CAUSES = frozenset("because since due owing to as for after by through mark of".split())
_CONJUNCTIONS = frozenset(("as", "after", "since"))  # of a cause, where a clause follows
_FINITE = r"\b(?:is|are|was|were|has|have|had|did|could|would|[a-z]{3,}ed)\b"
_MISHAPS = (
    r"deaths?|collapse|fall|loss|attacks?|complaints?|protests?|fire|floods?|crash|accident|scandal|outbreak|"
    r"dispute|criticism|war|defeat|explosion|earthquake|storm|threats?|allegations|strikes?|invasion|coup"
)
_AFTER = rf"\b(?:after|following|amid) (?:(?:the|a|an|his|her|its|their) )?(?:{_MISHAPS})\b"


def reason(asked: Asked) -> Short | None:
    """Why it is so: the answer, the values of a fact that is there for it, or the statement."""
    fact = asked.fact
    if not asked.is_plain and not _tells_why(fact) and not _tells_after_what(asked):
        return None
    is_for_it = _is_asked_why(fact)
    if fact.answer:
        if _begins_with_cause(fact.answer) and not asked.is_mostly_new(fact.answer):
            return None  # what it is a reason for is something else
        if is_for_it or _gives_reason(fact.answer, fact.statement):
            return Short(fact.answer, Kind.REASON, fact.answer)
    if isinstance(fact.value, tuple) and is_for_it:
        return Short(listed(fact.value), Kind.REASON, fact.value)
    return said_of_kind(asked, Slot.REASON_SAID)


def _begins_with_cause(answer: str) -> bool:
    return not _CAUSES.isdisjoint(words(answer)[:1])


def _tells_why(fact: Fact) -> bool:
    """Whether a fact is there to give a cause or a purpose, or says in so many words that it does."""
    answer = fact.answer or ""
    is_clause = re.search(_FINITE, fold(answer)) and _stands_behind(_CONJUNCTIONS, answer, fact.statement)
    return bool(is_clause) or _is_asked_why(fact) or _begins_with_cause(answer) or says_why(fact.statement)


def _tells_after_what(asked: Asked) -> bool:
    """Whether a fact that has all that a "why was it shut" has tells after what it came about."""
    is_all = all(term.stems in asked.matched for term in asked.question.terms if term.role is None)
    return is_all and re.search(_AFTER, fold(asked.fact.statement)) is not None


def _is_asked_why(fact: Fact) -> bool:
    """Whether keywords, questions or the key of a fact, such as "crash-cause", ask for a cause or purpose."""
    key = fact.id.partition(".")[2].split("-")
    return asks_why((*fact.keywords, *fact.asks, key[-1])) or key[0] == "why"


def _gives_reason(answer: str, statement: str) -> bool:
    """Whether a short answer begins like a cause or purpose, or stands behind such a beginning."""
    return _begins_with_cause(answer) or _stands_behind(_CAUSES, answer, statement, within=2)


def _stands_behind(before: frozenset[str], answer: str, statement: str, within: int = 1) -> bool:
    """Whether a statement has a short answer within a few words behind one of these."""
    begins, said = words(answer)[:3], words(statement)
    at = next((at for at in range(len(said)) if said[at : at + len(begins)] == begins), 0)
    return not before.isdisjoint(said[max(0, at - within) : at])
