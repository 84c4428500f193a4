"""What a question asks: for what kind of thing, and in which words, each with all that may stand for it."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from kzun.search.dates import days_in_words
from kzun.search.index import Index
from kzun.search.kinds import PARTICULAR, asked, is_plural, subject
from kzun.search.reading import QUALITY, Evidence, Word, is_one_word, read_words, role_of
from kzun.search.reply import Kind
from kzun.search.text import fold, stem, words
from kzun.search.thesaurus import Bond, Role

MOST_WORDS = 64  # of a question are looked at; the rest of a long text adds nothing but time


PART = 0.3  # the quality of one word of a phrase
DOUBTFUL = 0.8  # the quality of a reading of four letters of which one is another
SECOND = 0.95  # the quality of a second reading, of that of its correction
_SEVERAL = {("what", "are"), ("what", "were"), ("which", "are"), ("which", "were")}
_BESIDE = frozenset(("before", "after"))
_HELD = frozenset(("held", "located", "situated"))
_FIRST = frozenset(("first", "earliest", "oldest"))
_LAST = frozenset(("last", "latest", "newest", "most recent"))
_EVIDENCE = {Bond.NAME: Evidence.NAME, Bond.FORM: Evidence.FORM, Bond.WORD: Evidence.FAMILY}


class Alternative(NamedTuple):
    """A phrase, in stems, that may stand for a term; quality is 0 to 1."""

    stems: str
    quality: float
    evidence: Evidence
    first: str  # of the stems


class Term(NamedTuple):
    """A word or phrase of the question that carries meaning."""

    text: str  # as it was typed
    stems: str  # as it was read
    facts: int  # about how many facts have it, or an alternative
    alternatives: tuple[Alternative, ...]  # that some fact has, the best first
    role: Role | None  # LIGHT: little depends on it
    is_known: bool  # some fact has it or an alternative
    position: int  # of its first word in the question
    length: int  # in words
    stems_to_find: frozenset[str]  # the first stem of each alternative: a fact with none of them has no match
    is_name: bool  # it names a person, place or thing, or is written like a name

    def has(self, place: int) -> bool:
        """Whether the word at this place of the question is one of its own."""
        return self.position <= place < self.position + self.length

    @property
    def extreme(self) -> int:
        """Which of several things in time it asks for: -1 is the first, 1 the last, 0 neither."""
        said = self.text.lower()
        return -1 if said in _FIRST else 1 if said in _LAST else 0


class Question(NamedTuple):
    """A question, taken apart."""

    text: str
    kind: Kind | None  # None: a look-up, which asks for no kind
    head: int  # the place in `words` of the noun behind "which", "what" or "how many"; -1 if there is none
    terms: tuple[Term, ...]
    corrected: dict[str, str]
    words: tuple[str, ...]  # as they were read

    @property
    def counted(self) -> Term | None:
        """Of a "how many", the term of what is counted."""
        return self.head_term if self.kind is Kind.COUNT else None

    @property
    def head_term(self) -> Term | None:
        """The term in which the head stands, if it carries meaning."""
        return next((term for term in self.terms if term.has(self.head)), None)

    @property
    def wants_many(self) -> bool:
        """Whether several things are asked for: "which countries", "what are the aims"."""
        if self.head >= 0 and is_plural(self.words[self.head]):
            return True
        return self.kind is Kind.TEXT and any(pair in _SEVERAL for pair in pairwise(self.words))

    @property
    def focus(self) -> tuple[Term, ...]:
        """The terms of what is asked for: the airline of "which airline", the head of "who is the head"."""
        places = range(self.head, self.head + 1) if self.head >= 0 else self._places_of_measure()
        places = places or subject(self.words)
        return tuple(term for term in self.terms if term.role is None and _overlaps(term, places))

    @property
    def neighbour(self) -> Term | None:
        """Of a "who was mayor before Mira Solen", the term of her who is no answer."""
        names = (term for term in self.terms if term.is_name) if self.kind is Kind.WHO else ()
        before = ((self.words[: term.position][-1:], term) for term in names)
        return next((term for word, term in before if not _BESIDE.isdisjoint(word)), None)

    @property
    def may_be_computed(self) -> bool:
        """Whether it is of a form that `computed.compute` knows; cheap, for every question is asked it."""
        return self.kind in (Kind.DURATION, Kind.COUNT) or any(term.extreme for term in self.terms)

    def asks_by(self, term: Term) -> bool:
        """Whether a term is but the frame of a question: "how long did it last", "which chemist found it"."""
        is_last = self.kind is Kind.DURATION and term.stems == "last"
        is_calling = self.kind is Kind.WHO and term.has(self.head)
        return (
            is_last
            or is_calling
            or (self.kind in (Kind.DURATION, Kind.VALUE) and term.stems.startswith("how "))
        )

    def _places_of_measure(self) -> range:
        """The places of "how old" or "how much money" in a question for a value."""
        at = self.words.index("how") if self.kind is Kind.VALUE and "how" in self.words else -1
        return range(at, at + 2 + (self.words[at + 1 : at + 2] == ("much",))) if at >= 0 else range(0)


def analyse(text: str, index: Index) -> Question:
    """Take a question apart. Any text is a question; one of no content has no terms."""
    read = read_words(words(days_in_words(text))[:MOST_WORDS], index, _abbreviations_in(text))
    plain = [word.read for word in read]
    kind, head = asked(plain)
    terms = tuple(_terms(read, names_in(text), index))
    terms = tuple(term._replace(role=Role.LIGHT) if _names_kind(term, kind, head) else term for term in terms)
    if kind is Kind.DATE and not {"what", "which"}.isdisjoint(plain[: max(0, head)]):
        terms = tuple(term for term in terms if not _is_frame(term, head))  # every fact may have a date
    return Question(text, kind, head, _distinct(terms), _corrected(read), tuple(plain))


def _distinct(terms: Iterable[Term]) -> tuple[Term, ...]:
    """The terms that mean something, each once, where it stands first."""
    by_stems: dict[str, Term] = {}
    for term in terms:
        if term.role is not Role.STOP:
            by_stems.setdefault(term.stems, term)
    return tuple(by_stems.values())


def _corrected(read: Iterable[Word]) -> dict[str, str]:
    """What was typed, and as what it was read; a word that was split is read as two."""
    corrected: dict[str, str] = {}
    for word in read:
        if word.evidence in (Evidence.SPELLING, Evidence.SOUND):
            corrected[word.typed] = f"{corrected.get(word.typed, '')} {word.read}".strip()
    return corrected


def _overlaps(term: Term, places: range) -> bool:
    return term.position < places.stop and places.start < term.position + term.length


def _names_kind(term: Term, kind: Kind | None, head: int) -> bool:
    """Whether a term only says what kind of thing is asked for: "which organisation", "where was it held"."""
    if kind in (Kind.DATE, Kind.WHERE) and term.text.lower() in _HELD:
        return True
    is_head = term.has(head) and term.stems not in PARTICULAR
    return is_head and term.role is None and kind in (Kind.WHO, Kind.WHERE, Kind.DATE)


def _is_frame(term: Term, head: int) -> bool:
    """Whether a term is but the noun of "which year", and no name such as "Tarn Day"."""
    return term.has(head) and term.role is Role.LIGHT and not term.is_name


def names_of(name: str, index: Index) -> tuple[str, ...]:
    """A name in stems, as it was meant, in all spellings that the index knows."""
    phrase = " ".join(stem(word.read) for word in read_words(words(name)[:MOST_WORDS], index))
    return (phrase, *index.kin(phrase, Bond.NAME)) if phrase else ()


def names_in(text: str) -> frozenset[str]:
    """The folded words of a text that are written with a capital inside a sentence.

    >>> sorted(names_in("When did Kuwait join the UN?"))
    ['kuwait', 'un']
    """
    if text.islower():
        return frozenset()
    initials = "".join(re.findall(_INITIAL, text))
    if len(initials) > 2 and initials.isupper():
        return frozenset()  # all are written with one, which tells nothing
    return frozenset(word for name in re.findall(_CAPITAL, text) for word in words(name))


def _abbreviations_in(text: str) -> frozenset[str]:
    """The folded words of two or three letters that are all capitals, in a text that has others."""
    return frozenset() if text.isupper() else frozenset(map(fold, re.findall(_ABBREVIATION, text)))


_INITIAL = r"\b[^\W\d_]"

_ABBREVIATION = r"\b[A-Z]{2,3}\b"
_CAPITAL = r"(?<=\S )[\"'(«“]?([A-ZÀ-ÞА-ЯӘҒҚҢӨҰҮҺІ][\w'’.-]*)"


def _terms(read: list[Word], names: frozenset[str], index: Index) -> Iterator[Term]:
    position = 0
    while position < len(read):
        length = _phrase_length(read, position, index)
        yield _term(read[position : position + length], position, names, index)
        position += length


def _phrase_length(read: list[Word], position: int, index: Index) -> int:
    """How many words from here on make one phrase that the thesaurus or, written as one, a fact knows."""
    cut = [stem(word.read) for word in read[position : position + 8]]
    longest = index.phrase_length(cut)
    if longest == 1 and is_one_word([word.read for word in read[position : position + 2]], index):
        return 2
    return longest


def _term(read: list[Word], position: int, names: frozenset[str], index: Index) -> Term:
    phrase = " ".join(stem(word.read) for word in read)
    alternatives = _alternatives(read, phrase, index)
    known = (index.facts_with(one.stems) for one in alternatives)
    return Term(
        text=" ".join(dict.fromkeys(word.typed for word in read)),
        stems=phrase,
        facts=index.facts_with(phrase) or max(known, default=0),
        alternatives=alternatives,
        role=_role_of(read, phrase, index),
        is_known=bool(alternatives),
        position=position,
        length=len(read),
        stems_to_find=frozenset(one.first for one in alternatives),
        is_name=not names.isdisjoint(word.typed for word in read) or _is_bound(phrase, _NAMES, index),
    )


def _alternatives(read: list[Word], phrase: str, index: Index) -> tuple[Alternative, ...]:
    """All that may stand for some words, the best first."""
    least = min(read, key=lambda word: word.quality)
    found: dict[str, Alternative] = {}
    _add_with_kin(found, phrase, least.quality, least.evidence, index)
    match read:
        case [word]:
            for other, quality in word.others:
                _add_with_kin(found, stem(other), quality * SECOND, word.evidence, index)
        case [one, other]:
            _add(found, stem(one.read + other.read), least.quality * SECOND, Evidence.SPELLING, index)
    for word in read if len(read) > 1 else ():
        if index.role(word.read) is None:
            _add(found, stem(word.read), PART * least.quality, Evidence.PART, index)
    return tuple(sorted(found.values(), key=lambda one: -one.quality))


def _add_with_kin(
    found: dict[str, Alternative], phrase: str, quality: float, evidence: Evidence, index: Index
) -> None:
    """Add a phrase, its inflections, and the members of their families and of their names."""
    _add(found, phrase, quality, evidence, index)
    if not found:
        for member in index.kin(phrase, Bond.PART):
            _add(found, member, quality * PART, Evidence.PART, index)
    forms = [phrase, *_inflected(phrase, index)]
    for form in forms[1:]:
        _add(found, form, quality * QUALITY[Evidence.FORM], evidence if quality < 1 else Evidence.FORM, index)
    for form in forms:
        for bond in (Bond.NAME, Bond.WORD):
            kind = _EVIDENCE[bond]
            for member in index.kin(form, bond):
                _add(found, member, quality * QUALITY[kind], kind, index)
                for inflected in index.kin(member, Bond.FORM):
                    _add(found, inflected, quality * QUALITY[kind], kind, index)


def _inflected(phrase: str, index: Index) -> Iterator[str]:
    """The other forms of a word, or of a phrase by its first word: "became a member"."""
    first, _, others = phrase.partition(" ")
    yield from index.kin(phrase, Bond.FORM)
    if others:
        yield from (f"{form} {others}" for form in index.kin(first, Bond.FORM))


_NAMES = (Bond.NAME, Bond.ITEM)


def _is_bound(phrase: str, bonds: tuple[Bond, ...], index: Index) -> bool:
    """Whether the thesaurus has the phrase by one of these bonds."""
    return any(one.bond in bonds for one in index.bonds(phrase))


def _add(
    found: dict[str, Alternative], phrase: str, quality: float, evidence: Evidence, index: Index
) -> None:
    if index.facts_with(phrase) and (phrase not in found or found[phrase].quality < quality):
        found[phrase] = Alternative(phrase, quality, evidence, phrase.partition(" ")[0])


def _role_of(read: list[Word], phrase: str, index: Index) -> Role | None:
    """Of a phrase, the role of its weightiest word; one of stop words alone is light."""
    if _is_bound(phrase, (Bond.STOP,), index):
        return Role.STOP
    roles = [_role_of_word(word, index) for word in read]
    if None in roles:
        return None
    return Role.STOP if roles == [Role.STOP] else Role.LIGHT


def _role_of_word(word: Word, index: Index) -> Role | None:
    """The role of a word as it was read; a short one that differs by a letter may be a word of its own."""
    role = role_of(word.read, index)
    is_doubtful = word.quality <= DOUBTFUL and len(word.typed) == len(word.read)
    is_swapped = sorted(word.typed) == sorted(word.read)
    return None if role is Role.LIGHT and is_doubtful and not is_swapped else role
