"""What a question asks of one fact, and how much of the fact the question says itself."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from kzun.fact import Fact, Value, amount
from kzun.search.index import Index
from kzun.search.question import Question, Term
from kzun.search.ranking import Ranked
from kzun.search.reading import Evidence
from kzun.search.reply import Kind
from kzun.search.slots import MONTHS, Slot, said_in
from kzun.search.text import stem, stems, words
from kzun.search.thesaurus import Bond, Role

_ACTORS = frozenset("country countries state states nation nations republic republics".split())


class Short(NamedTuple):
    """What fills the slot that a question asks for, before anything is known of its confidence."""

    text: str
    kind: Kind
    value: Value | None = None
    unit: str | None = None
    qualifier: str | None = None


class Asked(NamedTuple):
    """A question, a fact that may answer it, and what they have in common."""

    question: Question
    fact: Fact
    mentioned: frozenset[str]  # stems that the question has, or a name for them
    matched: frozenset[str]  # terms of the question that the fact has
    aliases: frozenset[str]  # other names of what the question names
    store: Index
    is_own: bool  # whether the fact has the very question among its own

    def is_new(self, text: str) -> bool:
        """Whether a text says more than the question itself did."""
        return any(stem(word) not in self.mentioned for word in self._telling(text))

    def is_named(self, name: str) -> bool:
        """Whether the question names this, in full or by either end of it: Lyons, for Deborah Lyons."""
        if " ".join(stems(name)) in self.aliases:
            return True
        cut = [stem(word) for word in self._telling(name) if len(word) > 1] or [name]  # without initials
        known = [one in self.mentioned for one in cut]
        by_end = [end for end, is_known in ((cut[0], known[0]), (cut[-1], known[-1])) if is_known]
        # "UN" names the UN, and not UN News.
        is_own = any(not (self.store.is_somebody(end) or self._is_word(end)) for end in by_end)
        return all(known) or (is_own and 2 * sum(known) >= len(known))

    def _is_word(self, cut: str) -> bool:
        """Whether a stem is of a word for which the thesaurus has others: of Midland Railway, "railway"."""
        is_name = any(term.is_name and cut in term.stems.split() for term in self.question.terms)
        return not is_name and any(one.bond is Bond.WORD for one in self.store.bonds(cut))

    def is_other(self, name: str) -> bool:
        """Whether a name is of another than the question names: no "Eighth Fair" is the host of a fair."""
        ends = [*stems(name)[-1:], *stems(name.partition(" of ")[0])[-1:]]
        return any(end not in self.mentioned for end in ends)

    def may_be_place(self, name: str) -> bool:
        """Whether a name behind a preposition may be of a place: none of a month is, nor of a body."""
        return name.lower() not in MONTHS and not self.store.is_somebody(" ".join(stems(name)))

    def is_mostly_new(self, text: str) -> bool:
        """Whether the question has less than half of a text."""
        telling = self._telling(text)
        return 2 * sum(stem(word) in self.mentioned for word in telling) < len(telling)

    def _telling(self, text: str) -> list[str]:
        return [word for word in words(text) if self.store.role(word) is not Role.STOP]

    def places_of(self, verb: str, said: Sequence[str]) -> Iterator[int]:
        """Where a verb stands among words, in whatever form."""
        cut = stem(verb)
        forms = (cut, *self.store.kin(cut, Bond.FORM))
        return (at for at, word in enumerate(said) if stem(word) in forms)

    def names(self, noun: str) -> bool:
        """Whether this is the noun of "which year" or "how many years"."""
        head = self.question.head
        return head >= 0 and stem(self.question.words[head]) == stem(noun)

    @property
    def is_actor(self) -> bool:
        """Whether the question is which country does something, and not in which it is done."""
        which, *others = self.question.words
        return self.question.head == 1 and which in ("which", "what") and others[0] in _ACTORS

    @property
    def is_plain(self) -> bool:
        """Whether the fact is a statement and no more, as in a store of plain text."""
        fact = self.fact
        return not (fact.date or fact.value is not None or fact.who or fact.answer)


def asked_of(question: Question, fact: Fact, ranked: Ranked, index: Index) -> Asked:
    """What the question asks of a fact that was ranked for it."""
    matched = frozenset(match.term.stems for match in ranked.matches if match.alternative)
    aliases = frozenset(_other_names(question))
    return Asked(
        question,
        fact,
        mentioned=frozenset(_mentioned(question, ranked)),
        matched=matched,
        aliases=aliases,
        store=index,
        is_own=ranked.is_own,
    )


def _mentioned(question: Question, ranked: Ranked) -> Iterable[str]:
    yield from map(stem, question.words)
    for match in ranked.matches:
        if match.alternative and match.alternative.evidence is not Evidence.FAMILY:
            yield from match.alternative.stems.split()


def _other_names(question: Question) -> Iterable[str]:
    for term in question.terms:
        yield from (one.stems for one in term.alternatives if one.evidence is Evidence.NAME)


def names_unit(counted: Term, unit: str) -> bool:
    """Whether a text, such as a unit, has what is counted."""
    cut = f" {' '.join(stems(unit))} "
    return any(f" {one.stems} " in cut for one in counted.alternatives)


def said_of_kind(asked: Asked, slot: Slot) -> Short | None:
    """The statement, if it says a thing of this kind."""
    return statement_of(asked) if said_in(asked.fact.statement) & slot else None


def statement_of(asked: Asked) -> Short:
    """The whole statement."""
    return Short(asked.fact.statement, Kind.TEXT)


def number_of(fact: Fact, kind: Kind) -> Short:
    """The value with its unit and qualifier."""
    value = fact.value if isinstance(fact.value, int | float) else None
    return Short(amount(fact.value, fact.unit, fact.qualifier), kind, value, fact.unit, fact.qualifier)


def listed(items: Sequence[str]) -> str:
    """Items in a sentence; semicolons where an item has a comma of its own.

    >>> listed(["a", "b", "c"]), listed(["a, b", "c"])
    ('a, b and c', 'a, b; c')
    """
    if any("," in item for item in items):
        return "; ".join(items)
    *most, last = items
    return f"{', '.join(most)} and {last}" if most else last
