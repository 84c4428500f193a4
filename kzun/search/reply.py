"""What a search gives back: the hits, and the answer or the reason why there is none."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from kzun.fact import Fact


class Kind(StrEnum):
    """The kind of thing that an answer is."""

    DATE = "date"
    VALUE = "value"
    WHO = "who"
    WHERE = "where"
    LIST = "list"
    REASON = "reason"
    DURATION = "duration"
    COUNT = "count"
    TEXT = "text"


class Outcome(StrEnum):
    """How a search ended."""

    ANSWERED = "answered"
    RELATED = "related"  # facts were found, but none says what is asked
    NONE = "none"


class Refusal(StrEnum):
    """Why no answer is given."""

    UNKNOWN_WORD = "unknown-word"
    LACKS_KIND = "lacks-kind"
    CONTRARY = "contrary"
    AMBIGUOUS = "ambiguous"
    NO_CONTENT = "no-content"


class Reason(NamedTuple):
    """A part of a hit's score, and the evidence for it."""

    name: str
    word: str  # of the query
    matched: str  # of the fact
    points: float


class Hit(NamedTuple):
    """A fact that matches the query, and why it stands where it stands."""

    fact: Fact
    score: float  # 0 to 1, comparable between queries; the sum of the reasons' points
    reasons: tuple[Reason, ...] = ()


class Answer(NamedTuple):
    """The short answer, and the facts that it is taken or computed from."""

    text: str
    kind: Kind
    facts: tuple[Fact, ...]  # at least one
    confidence: float  # 0 to 1: the share of such answers that are right
    value: int | float | str | tuple[str, ...] | None = None
    unit: str | None = None
    qualifier: str | None = None


class Declined(NamedTuple):
    """Why there is no answer, the words that no fact mentions, and the facts that are too close to call."""

    reason: Refusal
    words: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


class Reply(NamedTuple):
    """The reply to one query."""

    query: str
    outcome: Outcome
    answer: Answer | None
    declined: Declined | None
    corrected: Mapping[str, str]  # word as typed -> word as read
    hits: tuple[Hit, ...]
