"""Rules over many facts, which no single file can break."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from kzun.fact import Fact
from kzun.problem import Problem, Severity
from kzun.store.findings import Finding, placed

Rule: TypeAlias = Callable[[Sequence[Fact]], Iterator[Finding]]

_WORD = re.compile(r"\w+")


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


RULES: tuple[Rule, ...] = (no_source, one_way_see, needless_keyword)


def _warning(fact: Fact, path: tuple[str | int, ...], code: str, text: str) -> Finding:
    return Finding(fact.id, path, Severity.WARNING, code, text)


def _spaced(text: str) -> str:
    """The words in small letters, each between spaces, so that whole words are found in it.

    >>> _spaced("The UN's stamp")
    ' the un s stamp '
    """
    return f" {' '.join(_WORD.findall(text.casefold()))} "
