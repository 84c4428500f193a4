"""What a command has found: the answers that views draw."""

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

from kzun.edtf import Date
from kzun.fact import Fact, Topic
from kzun.problem import Problem
from kzun.search.reply import Reply


class Short(NamedTuple):
    """A reply of which the short answer alone is wanted."""

    reply: Reply


class Explained(NamedTuple):
    """A reply of which the reasons are wanted."""

    reply: Reply


class Anniversary(NamedTuple):
    """A month and day, as it is kept in the year of `today`."""

    on: tuple[int, int]
    today: Date  # a day


class Timeline(NamedTuple):
    """Dated facts in order, perhaps for an anniversary; in a calendar, once or `yearly`."""

    facts: tuple[Fact, ...]
    anniversary: Anniversary | None = None
    yearly: bool = False


class Shown(NamedTuple):
    """Facts of which everything is wanted, and by id the facts that each names as related."""

    facts: tuple[Fact, ...]
    related: Mapping[str, tuple[Fact, ...]]


class Listed(NamedTuple):
    """Facts by topic, and by id the topics."""

    facts: tuple[Fact, ...]
    topics: Mapping[str, Topic]


class Checked(NamedTuple):
    """Problems of a store, and by path and line number the lines that they point at, where there are any."""

    problems: tuple[Problem, ...]
    lines: Mapping[tuple[str, int], str]


Result: TypeAlias = Reply | Short | Explained | Timeline | Shown | Listed | Checked
