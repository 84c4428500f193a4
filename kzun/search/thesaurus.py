"""Knowledge about words, compiled for look-up: families, names, inflections, contraries, and light words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple, TypeAlias, cast

from kzun.search.text import stem, words


class Bond(StrEnum):
    """What makes the members of a family exchangeable."""

    NAME = "name"  # one thing under several names
    FORM = "form"  # inflections of one word
    WORD = "word"  # words that mean the same in a question
    PART = "part"  # a word out of a longer name
    STOP = "stop"  # a phrase that says nothing: small talk
    ITEM = "item"  # a person, place or value of some fact, in several words; a family of its own


class Role(StrEnum):
    """How much a word says about what is asked."""

    STOP = "stop"  # nothing: articles, prepositions, question words
    LIGHT = "light"  # little: a fact may well lack it


class Phrase(NamedTuple):
    """A member of a family, in stems with single spaces between them."""

    stems: str
    family: int
    bond: Bond


class Thesaurus(NamedTuple):
    """Rows for look-up; a word may have several roles in different stores, and the first holds."""

    phrases: tuple[Phrase, ...]
    contraries: tuple[tuple[str, str], ...]  # (stems, stems that say the opposite), both ways
    roles: Mapping[str, Role]  # of stop words as they are written, of light words by their stem
    words: frozenset[str]  # all words of it as they are written


_SHORTEST_PART = 4  # letters of a name's part: shorter ones are "of", "and", "de"
NO_FAMILY = -1  # of a phrase that stands alone
_Inflections: TypeAlias = Mapping[str, tuple[str, ...]]
_Line: TypeAlias = str | tuple[str, ...]  # a word, or a family
_Table: TypeAlias = tuple[tuple[str, tuple[_Line, ...]], ...]  # the lines under each key
_BONDS = (("names", Bond.NAME), ("forms", Bond.FORM), ("words", Bond.WORD))


def compile_thesaurus(tables: Sequence[Mapping[str, object]]) -> Thesaurus:
    """Join raw thesaurus tables, the most important first. Their keys are those of the store format."""
    return _compiled(tuple(map(_frozen, tables)))


def _frozen(table: Mapping[str, object]) -> _Table:
    return tuple(
        (
            key,
            tuple(
                line if isinstance(line, str) else tuple(line)
                for line in cast("list[list[str] | str]", lines)
            ),
        )
        for key, lines in table.items()
    )


@lru_cache(maxsize=2)  # stores that are opened one after the other mostly have the built-in one alone
def _compiled(frozen: tuple[_Table, ...]) -> Thesaurus:
    tables = tuple(map(dict, frozen))
    inflections = _inflections(tables)
    families = [
        (bond, _members(line, inflections if bond is Bond.WORD else {}))
        for table in tables
        for key, bond in _BONDS
        for line in _lines(table, key)
    ]
    phrases = (
        *(
            Phrase(member, number, bond)
            for number, (bond, members) in enumerate(families)
            for member in members
        ),
        *_parts_of_names(families),
        *(
            Phrase(_stemmed(line), NO_FAMILY, Bond.STOP)
            for table in tables
            for line in _listed(table, "stop")
            if " " in line
        ),
    )
    contraries = tuple(
        dict.fromkeys(
            pair
            for table in tables
            for left, right in _lines(table, "contrary")
            for pair in _both_ways(_stemmed(left), _stemmed(right))
        )
    )
    roles: dict[str, Role] = {}
    for table in tables:
        for word in _listed(table, "stop"):
            if " " not in word:
                for part in _words(word):
                    roles.setdefault(part, Role.STOP)
        for word in _listed(table, "light"):
            for part in _words(word):
                roles.setdefault(stem(part), Role.LIGHT)
    return Thesaurus(phrases, contraries, roles, _written(tables))


def _parts_of_names(families: Iterable[tuple[Bond, tuple[str, ...]]]) -> Iterator[Phrase]:
    """The single words of names of several words, which may be met alone: a first name, a surname."""
    for number, (bond, members) in enumerate(families):
        if bond is Bond.NAME:
            parts = dict.fromkeys(part for member in members if " " in member for part in member.split(" "))
            yield from (
                Phrase(part, number, Bond.PART)
                for part in parts
                if len(part) >= _SHORTEST_PART and part not in members
            )


def _written(tables: Sequence[Mapping[str, object]]) -> frozenset[str]:
    """Every word of the tables; a misspelt one may stand for it."""
    lines = (line for table in tables for key in ("names", "forms", "words") for line in _lines(table, key))
    lists = (_listed(table, key) for table in tables for key in ("light", "stop"))
    return frozenset(word for line in (*lines, *lists) for phrase in line for word in _words(phrase))


def _lines(table: Mapping[str, object], key: str) -> list[list[str]]:
    return cast("list[list[str]]", table.get(key, []))


def _listed(table: Mapping[str, object], key: str) -> list[str]:
    return cast("list[str]", table.get(key, []))


def _members(line: Iterable[str], inflections: _Inflections) -> tuple[str, ...]:
    """The members' stems, with inflections of phrases; what leaves nothing, and repetitions, are dropped."""
    members = (each for member in map(_stemmed, line) if member for each in _inflected(member, inflections))
    return tuple(dict.fromkeys(members))


def _inflections(tables: Sequence[Mapping[str, object]]) -> _Inflections:
    """The other forms of words that have irregular ones, in stems; the first line that has a word holds."""
    known: dict[str, tuple[str, ...]] = {}
    for line in (tuple(map(_stemmed, line)) for table in tables for line in _lines(table, "forms")):
        for one in line:
            known.setdefault(one, line)
    return known


def _inflected(phrase: str, inflections: _Inflections) -> Iterator[str]:
    """A phrase, and as it stands with each form of its first word: "take over", "took over"."""
    yield phrase
    first, *others = phrase.split(" ")
    if others:
        yield from (" ".join((form, *others)) for form in inflections.get(first, ()))


def _stemmed(phrase: str) -> str:
    return " ".join(map(stem, _words(phrase)))


@lru_cache(maxsize=16_384)
def _words(phrase: str) -> tuple[str, ...]:
    """The words of a phrase, which is met as a member, as a form, and among all words."""
    return tuple(words(phrase))


def _both_ways(left: str, right: str) -> Iterator[tuple[str, str]]:
    yield left, right
    yield right, left
