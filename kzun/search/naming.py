"""Who did it, and where: the names of a fact that a question does not say itself."""

import re
from itertools import pairwise

from kzun.search.asked import Asked, Short, listed, statement_of
from kzun.search.kinds import FORMS_OF_BE, deed, is_calling
from kzun.search.question import Question
from kzun.search.reply import Kind
from kzun.search.slots import MONTHS
from kzun.search.text import fold, sentences, words

FEW_SENTENCES = 2  # in which a person or place has a name; a longer text may say "the host", "a hospital"

_OFFICES = frozenset(
    "head chief president minister secretary representative coordinator director chairman chairwoman "
    "ambassador governor mayor commander agency council assembly commission organisation organization "
    "committee ministry".split()
)
_WHOM = frozenset(
    (who, did) for who in ("who", "whom") for did in ("did", "does", "do", "had", "has", "have")
)
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
    if not new or (len(new) == 1 and asked.is_actor and asked.question.wants_many):
        return None
    return Short(listed(new), kind, new if len(new) > 1 else new[0])


def stated_name(asked: Asked, names: tuple[str, ...], kind: Kind) -> Short | None:
    """The statement, where it says a name that is new, as these of the fact's field are not."""
    is_told = kind is Kind.WHO and names and asked.question.head < 0 and not _asks_for_another(asked.question)
    return None if is_told and not asked.is_plain else _stated(asked, kind)


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


def _asks_for_another(question: Question) -> bool:
    """Whether it asks whom somebody met, or who came before or after them: another than who acts."""
    pairs = list(pairwise(question.words))
    return not _WHOM.isdisjoint(pairs) or question.neighbour is not None


def _named_otherwise(asked: Asked, kind: Kind) -> str | None:
    """The answer or the value of the fact, where it is a name, and of a person no place, nor the reverse."""
    others = asked.fact.where if kind is Kind.WHO else asked.fact.who
    texts = (text for text in (asked.fact.answer, asked.fact.value) if isinstance(text, str))
    named = (text for text in texts if _is_name(text, asked) and text not in others)
    return next((text for text in named if kind is Kind.WHO or not _is_office(text)), None)


def _is_office(text: str) -> bool:
    """Whether a name is of an office or a body, which is no place."""
    return not _OFFICES.isdisjoint(words(text))


def _stated(asked: Asked, kind: Kind) -> Short | None:
    """The statement, where it says a name or a place that the question does not."""
    if asked.is_plain and len(sentences(asked.fact.statement)) > FEW_SENTENCES:
        return statement_of(asked)
    if kind is Kind.WHERE and re.search(_EVERYWHERE, fold(asked.fact.statement)):
        return statement_of(asked)
    places = {place for place in re.findall(_PLACE, asked.fact.statement) if asked.may_be_place(place)}
    names = {name for name in names_said(asked.fact.statement) if name.lower() not in MONTHS}
    actors = {name for name in names if not any(name in one for one in asked.fact.who)}
    said_of = actors if asked.is_actor else places if kind is Kind.WHERE else names - places
    new = [
        one for name in said_of for one in name.split(" and ") if asked.is_new(one) and asked.is_other(one)
    ]
    is_enough = bool(new) and (asked.is_plain or len(new) > asked.question.wants_many)
    return statement_of(asked) if is_enough or (kind is Kind.WHO and _says_who(asked)) else None


def _says_who(asked: Asked) -> bool:
    """Whether somebody without a name stands before the verb of a "who signed it": "both ministers"."""
    place = deed(asked.question.words)
    if place < 0 or "who" not in asked.question.words:
        return False
    for said in map(words, sentences(asked.fact.statement)):
        at = next(asked.places_of(asked.question.words[place], said), 0)
        if any(map(is_calling, said[:at])) and said[at - 1] not in FORMS_OF_BE:
            return True
    return False


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
