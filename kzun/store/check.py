"""Rules over many facts, which no single file can break."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from kzun import edtf
from kzun.fact import Fact, Value, amount
from kzun.problem import Problem, Severity
from kzun.store.findings import Finding, placed

Rule: TypeAlias = Callable[[Sequence[Fact]], Iterator[Finding]]

_WORD = re.compile(r"\w+")
_YEAR = re.compile(r"(?<![\w.,-])(?:1[0-9]|20)[0-9]{2}(?![\w%-]|[.,][0-9])")
_FIGURE = re.compile(r"(?<![\w.,-])[0-9][0-9,]*(?:\.[0-9]+)?(?![\w-])")
_NUMBER_WORD = re.compile(
    r"(?i)\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|hundred|thousand|"
    r"million|billion|trillion|first|second|third|half|once|twice|\w+th)\b"
)


def check_facts(facts: Sequence[Fact], paths: Mapping[str, Path]) -> tuple[Problem, ...]:
    """What the rules find, each at its place; `paths` says in which file each fact stands."""
    return placed((finding for rule in RULES for finding in rule(facts)), paths)


def no_source(facts: Sequence[Fact]) -> Iterator[Finding]:
    """A fact that does not say where it comes from cannot be verified."""
    for fact in facts:
        if fact.source is None:
            yield _warning(fact, (), "no-source", f"{fact.id} names no source")


def one_way_see(facts: Sequence[Fact]) -> Iterator[Finding]:
    """What a fact sees should see it too."""
    seen_by = {fact.id: fact.see for fact in facts}
    for fact in facts:
        for number, target in enumerate(fact.see):
            if fact.id not in seen_by.get(target, (fact.id,)):
                yield _warning(fact, ("see", number), "one-way-see", f"{target} does not see {fact.id}")


def needless_keyword(facts: Sequence[Fact]) -> Iterator[Finding]:
    """A keyword is for words that the statement lacks."""
    for fact in facts:
        statement = _spaced(fact.statement)
        for number, keyword in enumerate(fact.keywords):
            if _spaced(keyword) in statement:
                text = f"{keyword!r} stands in the statement already"
                yield _warning(fact, ("keywords", number), "needless-keyword", text)


def after_source(facts: Sequence[Fact]) -> Iterator[Finding]:
    """A source cannot have seen what begins after it; nor can a figure have held then."""
    for fact in facts:
        written = fact.source.source.date if fact.source else None
        end = written.latest if written and not written.recurs else None
        for name, date in (("date", fact.date), ("as_of", fact.as_of)):
            if end and date and not date.recurs and date.earliest and date.earliest > end:
                yield _warning(fact, (name,), "after-source", f"{date} is after the source, of {written}")


def contrary_values(facts: Sequence[Fact]) -> Iterator[Finding]:
    """One question has one value."""
    first: dict[str, Fact] = {}
    for fact in facts:
        for number, ask in enumerate(fact.asks):
            other = first.setdefault(_spaced(ask), fact)
            if None not in (fact.value, other.value) and _said(fact) != _said(other):
                text = f"{other.id} is asked the same, and says {amount(*_said(other))}"
                yield _warning(fact, ("asks", number), "contrary-values", text)


def other_figure(facts: Sequence[Fact]) -> Iterator[Finding]:
    """A statement that has figures has the value among them, unless it says it in words."""
    for fact in facts:
        figures = [_figure(found) for found in _FIGURE.findall(_YEAR.sub("", fact.statement))]
        if isinstance(fact.value, int | float) and len(figures) == 1 and fact.value not in figures:
            text = f"value is {fact.value}, and the statement says {figures[0]:g}"
            if not _NUMBER_WORD.search(fact.statement):
                yield _warning(fact, ("value",), "other-figure", text)


def other_date(facts: Sequence[Fact]) -> Iterator[Finding]:
    """A statement that names years names one within its date."""
    for fact in facts:
        years = [int(year) for year in _YEAR.findall(fact.statement)]
        if fact.date is None or fact.date.recurs or not years:
            continue
        if not any(fact.date.may_overlap(edtf.parse(f"{year:04}")) for year in years):
            text = f"date is {fact.date}, and the statement says {', '.join(map(str, years))}"
            yield _warning(fact, ("date",), "other-date", text)


RULES: tuple[Rule, ...] = (
    no_source,
    one_way_see,
    needless_keyword,
    after_source,
    contrary_values,
    other_figure,
    other_date,
)


def _warning(fact: Fact, path: tuple[str | int, ...], code: str, text: str) -> Finding:
    return Finding(fact.id, path, Severity.WARNING, code, text)


def _said(fact: Fact) -> tuple[Value | None, str | None, str | None]:
    return fact.value, fact.unit, fact.qualifier


def _figure(text: str) -> float:
    return float(text.replace(",", ""))


def _spaced(text: str) -> str:
    """The words in small letters, each between spaces, so that whole words are found in it.

    >>> _spaced("The UN's stamp")
    ' the un s stamp '
    """
    return f" {' '.join(_WORD.findall(text.casefold()))} "
