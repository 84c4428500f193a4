"""Who did it, and where: the names of a fact that a question does not say itself."""

import re
from itertools import pairwise

from kzun.search.asked import Asked, Short, listed, statement_of
from kzun.search.question import Question
from kzun.search.reply import Kind
from kzun.search.text import fold, sentences

FEW_SENTENCES = 2  # in which a person or place has a name; a longer text may say "the host", "a hospital"

_NAME = r"(?<=[\w,;:] )[\"'(«“]?([A-ZÀ-ÞА-Я][\w'’-]*(?: (?:of |the |and |de |von )*[A-ZÀ-ÞА-Я][\w'’-]*)*)"
_EVERYWHERE = (
    r"\b(?:everywhere|"
    r"(?:across|around|throughout|all over|(?:every|all|most) (?:parts?|corners?) of) the (?:world|globe))\b"
)
_PLACE = (
    r"\b(?:in|at|on|near|from|to|into|off|across|between|through|outside|of|under|over|along)\s+(?:the\s+)?"
    r"([A-ZÀ-ÞА-Я][\w'’-]*(?: (?:of |the |and |de )*[A-ZÀ-ÞА-Я][\w'’-]*)*)"
)


def named(asked: Asked, names: tuple[str, ...], kind: Kind) -> Short | None:
    """The people or places that are asked for: the fact's field, its answer or value."""
    new, said = unnamed(asked, names), _named_otherwise(asked, kind)
    if said and (asked.question.head >= 0 or not new):  # "which body" may be another than who acts or speaks
        return Short(said, kind, said)
    if not new and kind is Kind.WHERE:
        new = _actors(asked) or _named_values(asked)
    if not new:
        return None
    return Short(listed(new), kind, new if len(new) > 1 else new[0])


def stated_name(asked: Asked, names: tuple[str, ...], kind: Kind) -> Short | None:
    """The statement, where it says a name that is new, as these of the fact's field are not."""
    is_lacking = asked.question.wants_many or (kind is Kind.WHO and names and asked.question.head < 0)
    return None if is_lacking and not asked.is_plain else _stated(asked, kind)


def asks_whose(question: Question) -> bool:
    """Whether it asks for the one whose something is, or to whom it is done, for whom there is no field."""
    return "whose" in question.words or ("to", "whom") in pairwise(question.words)


def unnamed(asked: Asked, names: tuple[str, ...]) -> tuple[str, ...]:
    """Of the names that the question does not name, the one that the fact means, else all of them."""
    new = tuple(name for name in names if not asked.is_named(name))
    return (asked.fact.answer,) if asked.fact.answer in new else new


def names_said(statement: str) -> list[str]:
    """What looks like a name inside the sentences of a statement.

    >>> names_said("The office opened in New York for Ms Lyons.")
    ['New York', 'Ms Lyons']
    """
    return re.findall(_NAME, statement)


def _named_otherwise(asked: Asked, kind: Kind) -> str | None:
    """The answer or the value of the fact, where it is a name, and of a person no place, nor the reverse."""
    others = asked.fact.where if kind is Kind.WHO else asked.fact.who
    texts = (text for text in (asked.fact.answer, asked.fact.value) if isinstance(text, str))
    return next((text for text in texts if _is_name(text, asked) and text not in others), None)


def _stated(asked: Asked, kind: Kind) -> Short | None:
    """The statement, where it says a name or a place that the question does not."""
    if asked.is_plain and len(sentences(asked.fact.statement)) > FEW_SENTENCES:
        return statement_of(asked)
    if kind is Kind.WHERE and re.search(_EVERYWHERE, fold(asked.fact.statement)):
        return statement_of(asked)
    places = {place for place in re.findall(_PLACE, asked.fact.statement) if asked.may_be_place(place)}
    said_of = places if kind is Kind.WHERE else set(names_said(asked.fact.statement)) - places
    return statement_of(asked) if any(map(asked.is_new, said_of)) else None


def _actors(asked: Asked) -> tuple[str, ...]:
    """For a "which country did it", who did; for a "which countries", only several."""
    actors = unnamed(asked, asked.fact.who) if asked.is_actor else ()
    return actors if len(actors) > 1 or not asked.question.wants_many else ()


def _named_values(asked: Asked) -> tuple[str, ...]:
    """For a "which countries does it border", the values of the fact, where they are names."""
    value = asked.fact.value if asked.question.wants_many and isinstance(asked.fact.value, tuple) else ()
    return value if all(item[:1].isupper() for item in value) else ()


def _is_name(text: str, asked: Asked) -> bool:
    return text.removeprefix("the ")[:1].isupper() and asked.is_mostly_new(text)
