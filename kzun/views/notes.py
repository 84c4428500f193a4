"""What a person is told beside an answer: why there is none, what was read otherwise, how much there is."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from shlex import quote
from typing import assert_never

from kzun.fact import Fact
from kzun.problem import Problem, Severity
from kzun.search.reply import Declined, Hit, Outcome, Reason, Refusal, Reply
from kzun.views.results import Checked, Explained, Listed, Result, Short, Shown, Timeline

_LOSSES = 3  # that are worth telling
_LEAST_LOSS = 0.0005  # of a score that is told to three places


def notes(result: Result) -> tuple[str, ...]:
    """Corrections, counts and hints, a line each; the answer can be read without them."""
    match result:
        case (Reply() as reply) | Explained(reply):
            return (*_corrections(reply), *_next_step(reply))
        case Short(reply):
            return (*_corrections(reply), *_shortcoming(reply))
        case Timeline(facts) | Listed(facts):
            return (count(len(facts), "fact"),)
        case Shown() | Checked():
            return ()
        case _:
            assert_never(result)


def left_out(facts: Iterable[Fact]) -> tuple[str, ...]:
    """How many facts a calendar has no day for; nothing where it has them all."""
    from kzun.views.events import days_of  # which nothing but a calendar needs

    number = sum(days_of(fact) is None for fact in facts)
    return (f"{count(number, 'fact')} left out: no day to put them on",) if number else ()


def damage(problems: Iterable[Problem]) -> dict[str, str]:
    """By path, a warning for each file that has errors: the first of them, and how many more there are."""
    errors = sorted(problem for problem in problems if problem.severity is Severity.ERROR)
    return {path: _first_of(tuple(found)) for path, found in groupby(errors, key=attrgetter("path"))}


def why(declined: Declined) -> str:
    """The reason why there is no answer.

    >>> why(Declined(Refusal.UNKNOWN_WORD, words=("perforation", "gum")))
    'no fact mentions "perforation" or "gum"'
    >>> why(Declined(Refusal.UNKNOWN_WORD, words=("gum",), facts=("stamp.issue",)))
    'stamp.issue comes nearest, and does not mention "gum"'
    >>> why(Declined(Refusal.LACKS_KIND, words=("when",)))
    'facts were found, but none says when'
    """
    match declined.reason:
        case Refusal.UNKNOWN_WORD if declined.facts:
            return f"{declined.facts[0]} comes nearest, and does not mention {_quoted(declined.words)}"
        case Refusal.UNKNOWN_WORD:
            return f"no fact mentions {_quoted(declined.words)}"
        case Refusal.LACKS_KIND:
            return f"facts were found, but none says {_either(declined.words) or 'what is asked'}"
        case Refusal.CONTRARY:
            return f"facts were found, but they say the contrary{_of(declined.words)}"
        case Refusal.AMBIGUOUS:
            return f"the question fits more than one fact: {_either(declined.facts)}"
        case Refusal.NO_CONTENT:
            return "the question has no word to look for"
        case _:
            assert_never(declined.reason)


def behind(first: Hit, second: Hit) -> str:
    """By how much a hit comes second, and where it lost that: the greatest losses first."""
    points = Counter({_label(reason): reason.points for reason in first.reasons})
    points.subtract({_label(reason): reason.points for reason in second.reasons})
    losses = [f"{label} {lost:.3f}" for label, lost in points.most_common(_LOSSES) if lost >= _LEAST_LOSS]
    lead = f"{first.score - second.score:.3f} behind the first"
    return f"{lead}: {', '.join(losses)}" if losses else lead


def _label(reason: Reason) -> str:
    return reason.word or reason.name


def count(number: int, name: str) -> str:
    """The number with its noun.

    >>> count(0, "fact"), count(1, "fact"), count(12, "fact")
    ('no facts', '1 fact', '12 facts')
    """
    return f"{number or 'no'} {name}{'' if number == 1 else 's'}"


def _corrections(reply: Reply) -> Iterator[str]:
    return (f"{typed}, read as {read}" for typed, read in reply.corrected.items())


def _next_step(reply: Reply) -> Iterator[str]:
    if reply.outcome is Outcome.NONE:
        yield "hint: kzun list"


def _shortcoming(reply: Reply) -> Iterator[str]:
    if reply.declined:
        yield why(reply.declined)


def _first_of(errors: Sequence[Problem]) -> str:
    first, *more = errors
    rest = f" (and {count(len(more), 'more error')}; see kzun check {quote(first.path)})" if more else ""
    return f"{first.path}:{first.line}:{first.column}: {first.text}{rest}"


def _of(words: Sequence[str]) -> str:
    return f" of {_quoted(words)}" if words else ""


def _quoted(words: Iterable[str]) -> str:
    return _either([f'"{word}"' for word in words])


def _either(names: Sequence[str]) -> str:
    *most, last = names or ("",)
    return f"{', '.join(most)} or {last}" if most else last
