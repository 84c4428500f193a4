"""What a question asks: for what kind of thing, and in which words, each with all that may stand for it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from kzun.search import spelling
from kzun.search.index import Index
from kzun.search.kinds import asked
from kzun.search.reply import Kind
from kzun.search.text import sound, stem, words
from kzun.search.thesaurus import Bond, Role

# Of two that are as near to a misspelt one, the first is taken.
_QUESTION_WORDS = ("what", "where", "when", "which", "how", "who", "whose", "whom", "why", "many", "much")
_QUESTION_WORD_LETTERS = range(3, 7)  # of a word that may be one of them, misspelt
MOST_WORDS = 64  # of a question are looked at; the rest of a long text adds nothing but time
_SHORTEST_PART = 4  # letters of each half of two words that were written as one


class Evidence(StrEnum):
    """Why a phrase of a fact stands for a word of the question."""

    EXACT = "word"
    FORM = "form"
    NAME = "name"
    FAMILY = "synonym"
    SOUND = "spelling of a name"
    SPELLING = "correction"
    PART = "part of a phrase"


QUALITY = {
    Evidence.SOUND: 0.9,
    Evidence.SPELLING: 0.9,  # a correction of several letters is worth less
    Evidence.EXACT: 1.0,
    Evidence.FORM: 0.97,
    Evidence.NAME: 0.95,
    Evidence.FAMILY: 0.65,
}
PART = 0.3  # the quality of one word of a phrase
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
        return next((term for term in self.terms if 0 <= self.head - term.position < term.length), None)


class _Word(NamedTuple):
    typed: str
    read: str
    quality: float = 1.0
    evidence: Evidence = Evidence.EXACT
    others: tuple[tuple[str, float], ...] = ()  # further readings and their quality


def analyse(text: str, index: Index) -> Question:
    """Take a question apart. Any text is a question; one of no content has no terms."""
    read = list(_split(_read_all(words(text)[:MOST_WORDS], index), index))
    plain = [word.read for word in read]
    kind, head = asked(plain)
    terms = tuple(_terms(read, names_in(text), index))
    terms = tuple(term._replace(role=Role.LIGHT) if _names_kind(term, kind, head) else term for term in terms)
    content = tuple({term.stems: term for term in reversed(terms) if term.role is not Role.STOP}.values())[
        ::-1
    ]
    return Question(text, kind, head, content, _corrected(read), tuple(plain))


def _corrected(read: Iterable[_Word]) -> dict[str, str]:
    """What was typed, and as what it was read; a word that was split is read as two."""
    corrected: dict[str, str] = {}
    for word in read:
        if word.evidence in (Evidence.SPELLING, Evidence.SOUND):
            corrected[word.typed] = f"{corrected.get(word.typed, '')} {word.read}".strip()
    return corrected


def _names_kind(term: Term, kind: Kind | None, head: int) -> bool:
    """Whether a term only says what kind of thing is asked for: "which organisation"."""
    is_head = 0 <= head - term.position < term.length
    return is_head and term.role is None and kind in (Kind.WHO, Kind.WHERE, Kind.DATE)


def names_of(name: str, index: Index) -> tuple[str, ...]:
    """A name in stems, as it was meant, in all spellings that the index knows."""
    phrase = " ".join(stem(_read(word, index).read) for word in words(name)[:MOST_WORDS])
    return (phrase, *index.kin(phrase, Bond.NAME)) if phrase else ()


# The words, as they were meant.


def _read_all(typed: Sequence[str], index: Index) -> Iterator[_Word]:
    """The words as they were meant; two that only together are a word of some fact are one."""
    position = 0
    while position < len(typed):
        pair = typed[position : position + 2]
        if len(pair) == 2 and not all(_is_known(word, index) for word in pair) and _is_one_word(pair, index):
            yield _Word(" ".join(pair), "".join(pair), QUALITY[Evidence.FORM], Evidence.FORM)
            position += 2
        else:
            yield _read(typed[position], index)
            position += 1


def _is_one_word(pair: Sequence[str], index: Index) -> bool:
    """Whether facts write two neighbouring words as one: "peace keeping"."""
    if len(pair) < 2 or any(index.role(word) or len(word) < _SHORTEST_PART for word in pair):
        return False
    return index.facts_with(stem("".join(pair))) > 0


_COMPARISONS = (("iest", "y"), ("ier", "y"), ("est", ""), ("er", ""), ("est", "e"), ("er", "e"))


def _read(word: str, index: Index) -> _Word:
    """A word as it was meant: itself if anything knows it, else what it most likely stands for."""
    if _is_known(word, index) or not word.isalpha():
        return _Word(word, word)
    meant = spelling.nearest(word, _QUESTION_WORDS) if len(word) in _QUESTION_WORD_LETTERS else None
    if meant:
        return _Word(word, meant, QUALITY[Evidence.SPELLING], Evidence.SPELLING)
    base = next(
        (
            word[: -len(end)] + mend
            for end, mend in _COMPARISONS
            if word.endswith(end)
            if _is_known(word[: -len(end)] + mend, index)
        ),
        None,
    )
    if base:
        return _Word(word, base, QUALITY[Evidence.FORM], Evidence.FORM)
    readings: dict[str, float] = {}
    if len(word) > spelling.SHORTEST:
        for other in index.sounding_like(sound(word)):
            readings[other] = QUALITY[Evidence.SOUND]
    for correction in spelling.corrections(word, index.spellings(word), index.frequency):
        if _leads_to_facts(correction.word, index):
            readings.setdefault(correction.word, correction.quality)
    if not readings:
        return _Word(word, word)
    ordered = sorted(readings.items(), key=lambda item: -item[1])
    best, quality = ordered[0]
    evidence = Evidence.SOUND if sound(best) == sound(word) else Evidence.SPELLING
    return _Word(word, best, quality, evidence, tuple(ordered[1:4]))


def _leads_to_facts(word: str, index: Index) -> bool:
    """Whether a word, or what it can be exchanged for, stands in some fact, or is only a question's frame."""
    cut = stem(word)
    if index.facts_with(cut) or index.role(word) or index.role(cut):
        return True
    families = {known.family for known in index.phrases_at(cut)}
    return any(index.facts_with(member) for family in families for member in index.family(family))


def _is_known(word: str, index: Index) -> bool:
    return index.is_word(word) or index.is_stem(stem(word))


def _split(read: Iterable[_Word], index: Index) -> Iterator[_Word]:
    """Two words that were written as one become two again."""
    for word in read:
        parts = None if _is_settled(word, index) else _parts(word.typed, index)
        if parts:
            yield from (_Word(word.typed, part, QUALITY[Evidence.NAME], Evidence.SPELLING) for part in parts)
        else:
            yield word


def _is_settled(word: _Word, index: Index) -> bool:
    """Whether a word was understood as it was written, or is but a small correction away from that."""
    if word.read == word.typed:
        return _is_known(word.typed, index)
    return word.quality >= QUALITY[Evidence.SPELLING]


def _parts(word: str, index: Index) -> tuple[str, str] | None:
    cuts = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
    halves = [(word[:cut], word[cut:]) for cut in cuts]
    both = [pair for pair in halves if all(index.frequency(half) and not index.role(half) for half in pair)]
    return max(both, key=lambda pair: min(map(index.frequency, pair)), default=None)


# The terms, with what may stand for them.


def names_in(text: str) -> frozenset[str]:
    """The folded words of a text that are written with a capital inside a sentence.

    >>> sorted(names_in("When did Kuwait join the UN?"))
    ['kuwait', 'un']
    """
    return frozenset(word for name in _CAPITAL.findall(text) for word in words(name))


_CAPITAL = re.compile(r"(?<=\S )[\"'(«“]?([A-ZÀ-ÞА-ЯӘҒҚҢӨҰҮҺІ][\w'’.-]*)")


def _terms(read: list[_Word], names: frozenset[str], index: Index) -> Iterator[Term]:
    position = 0
    while position < len(read):
        length = _phrase_length(read, position, index)
        yield _term(read[position : position + length], position, names, index)
        position += length


def _phrase_length(read: list[_Word], position: int, index: Index) -> int:
    """How many words from here on make one phrase that the thesaurus or, written as one, a fact knows."""
    cut = [stem(word.read) for word in read[position : position + 8]]
    lengths = [
        phrase.stems.count(" ") + 1
        for phrase in index.phrases_at(cut[0])
        if phrase.stems == " ".join(cut[: phrase.stems.count(" ") + 1])
    ]
    longest = max(lengths, default=1)
    if longest == 1 and _is_one_word([word.read for word in read[position : position + 2]], index):
        return 2
    return longest


def _joined(read: list[_Word]) -> str:
    return stem("".join(word.read for word in read))


def _term(read: list[_Word], position: int, names: frozenset[str], index: Index) -> Term:
    phrase = " ".join(stem(word.read) for word in read)
    quality = min(word.quality for word in read)
    evidence = min(read, key=lambda word: word.quality).evidence
    found: dict[str, Alternative] = {}
    _add_with_kin(found, phrase, quality, evidence, index)
    if len(read) == 1:
        for other, other_quality in read[0].others:
            _add_with_kin(found, stem(other), other_quality * 0.95, read[0].evidence, index)
    else:
        if len(read) == 2:
            _add(found, _joined(read), 0.95 * quality, Evidence.SPELLING, index)
        for word in read:
            if index.role(word.read) is None:
                _add(found, stem(word.read), PART * quality, Evidence.PART, index)
    alternatives = sorted(found.values(), key=lambda one: -one.quality)
    role = _role_of(read, phrase, index)
    facts = index.facts_with(phrase) or max((index.facts_with(one.stems) for one in alternatives), default=0)
    is_name = not names.isdisjoint(word.typed for word in read) or _is_bound(phrase, _NAMES, index)
    typed = " ".join(dict.fromkeys(word.typed for word in read))
    return Term(
        typed,
        phrase,
        facts,
        tuple(alternatives),
        role,
        bool(alternatives),
        position,
        len(read),
        frozenset(one.first for one in alternatives),
        is_name,
    )


def _add_with_kin(
    found: dict[str, Alternative], phrase: str, quality: float, evidence: Evidence, index: Index
) -> None:
    """Add a phrase, its inflections, and the members of their families and of their names."""
    _add(found, phrase, quality, evidence, index)
    if not found:
        for member in index.kin(phrase, Bond.PART):
            _add(found, member, quality * PART, Evidence.PART, index)
    forms = [phrase, *index.kin(phrase, Bond.FORM)]
    for form in forms[1:]:
        _add(found, form, quality * QUALITY[Evidence.FORM], evidence if quality < 1 else Evidence.FORM, index)
    for form in forms:
        for bond in (Bond.NAME, Bond.WORD):
            kind = _EVIDENCE[bond]
            for member in index.kin(form, bond):
                _add(found, member, quality * QUALITY[kind], kind, index)
                for inflected in index.kin(member, Bond.FORM):
                    _add(found, inflected, quality * QUALITY[kind], kind, index)


_NAMES = (Bond.NAME, Bond.ITEM)


def _is_bound(phrase: str, bonds: tuple[Bond, ...], index: Index) -> bool:
    """Whether the thesaurus has the phrase by one of these bonds."""
    return any(
        one.stems == phrase and one.bond in bonds for one in index.phrases_at(phrase.partition(" ")[0])
    )


def _add(
    found: dict[str, Alternative], phrase: str, quality: float, evidence: Evidence, index: Index
) -> None:
    if index.facts_with(phrase) and (phrase not in found or found[phrase].quality < quality):
        found[phrase] = Alternative(phrase, quality, evidence, phrase.partition(" ")[0])


def _role_of(read: list[_Word], phrase: str, index: Index) -> Role | None:
    """Of a phrase, the role of its weightiest word; one of stop words alone is light."""
    if _is_bound(phrase, (Bond.STOP,), index):
        return Role.STOP
    roles = [index.role(word.read) or index.role(stem(word.read)) for word in read]
    if None in roles:
        return None
    return Role.STOP if roles == [Role.STOP] else Role.LIGHT
