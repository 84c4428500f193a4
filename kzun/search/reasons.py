"""Why: the cause or the purpose that a fact gives."""

from kzun.fact import Fact
from kzun.search.asked import Asked, Short, listed, said_of_kind
from kzun.search.reply import Kind
from kzun.search.slots import Slot, asks_why, says_why
from kzun.search.text import words

_CAUSES = frozenset("because since due owing to as for after by through mark of".split())


def reason(asked: Asked) -> Short | None:
    """Why it is so: the answer, the values of a fact that is there for it, or the statement."""
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
    return said_of_kind(asked, Slot.REASON_SAID)


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
