"""The words of a question as they were meant: spelling mended, joined and split words told apart."""

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from kzun.search import spelling
from kzun.search.index import Index
from kzun.search.text import sound, stem
from kzun.search.thesaurus import Role

# Of two that are as near to a misspelt one, the first is taken.
_QUESTION_WORDS = dict.fromkeys("what where when which how who whose whom why many much".split()).keys()
_AMOUNTS = tuple("many much long often old far big large tall high deep".split())  # behind "how"
_QUESTION_WORD_LETTERS = range(2, 7)  # of a word that may be one of them, misspelt
_SHORTEST_ASKING = 2  # letters; a word of so few is one only where it stands first: "wo built it"
_COMPARISONS = (("iest", "y"), ("ier", "y"), ("est", ""), ("er", ""), ("est", "e"), ("er", "e"))
_SHORTEST_SWAPPED = 3  # letters; longer words are mended whatever they say
_SHORTEST_PART = 4  # letters of each of two words that were written as one, or one as two
PARTICLES = frozenset("down up off out over back".split())  # of "splash down", or "down town"
_LEADERS = (*_QUESTION_WORDS, "the")  # that are written together with the word behind them
_MOST_READINGS = 4
_MOST_SILENT = 3  # letters by which two spellings of one sound differ


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
    Evidence.EXACT: 1.0,
    Evidence.FORM: 0.97,
    Evidence.NAME: 0.95,
    Evidence.SOUND: 0.9,
    Evidence.SPELLING: 0.9,  # at best: the more letters are mended, the less it is
    Evidence.FAMILY: 0.65,
}


class Word(NamedTuple):
    """A word of the question, as it was typed and as it was read; quality is 0 to 1."""

    typed: str
    read: str
    quality: float = 1.0
    evidence: Evidence = Evidence.EXACT
    others: tuple[tuple[str, float], ...] = ()  # further readings and their quality


def read_words(typed: Sequence[str], index: Index, abbreviations: Container[str] = ()) -> list[Word]:
    """The words as they were meant, in order; they may be more or fewer than were typed.

    None of the abbreviations is another word misspelt.
    """
    return [part for word in _joined(typed, index, abbreviations) for part in _split(word, index)]


def is_one_word(pair: Sequence[str], index: Index) -> bool:
    """Whether facts write two neighbouring words as one: "peace keeping"."""
    if len(pair) < 2 or not all(word in PARTICLES or _is_part(word, index) for word in pair):
        return False
    return index.facts_with(stem("".join(pair))) > 0


def _is_part(word: str, index: Index) -> bool:
    return len(word) >= _SHORTEST_PART and index.role(word) is None


def _joined(typed: Sequence[str], index: Index, abbreviations: Container[str]) -> Iterator[Word]:
    """The words as they were meant; two that only together are a word of some fact are one."""
    position = 0
    while position < len(typed):
        pair = typed[position : position + 2]
        if not all(_is_known(word, index) for word in pair) and is_one_word(pair, index):
            yield Word(" ".join(pair), "".join(pair), QUALITY[Evidence.FORM], Evidence.FORM)
            position += 2
        else:
            word = typed[position]
            if word in abbreviations:
                yield Word(word, word)
            else:
                yield _question_word(typed, position, index) or _read(word, index)
            position += 1


def _read(word: str, index: Index) -> Word:
    """A word as it was meant: itself if anything knows it, else what it most likely stands for."""
    if _is_known(word, index) or not word.isalpha():
        return Word(word, word)
    if stop := _swapped_stop(word, index):
        return Word(word, stop, QUALITY[Evidence.SPELLING], Evidence.SPELLING)
    if base := _compared(word, index):
        return Word(word, base, QUALITY[Evidence.FORM], Evidence.FORM)
    readings = _readings(word, index)
    if not readings:
        return Word(word, word)
    (best, quality), *others = sorted(readings.items(), key=lambda reading: -reading[1])[:_MOST_READINGS]
    evidence = Evidence.SOUND if sound(best) == sound(word) else Evidence.SPELLING
    return Word(word, best, quality, evidence, tuple(others))


def _is_known(word: str, index: Index) -> bool:
    return index.is_word(word) or index.is_stem(stem(word))


def _question_word(typed: Sequence[str], position: int, index: Index) -> Word | None:
    """The question word that a word is one letter away from, where no other asks; behind "how", an amount."""
    word = typed[position]
    if len(word) not in _QUESTION_WORD_LETTERS or not word.isalpha() or _is_known(word, index):
        return None
    meant = None
    if position > 0 and typed[position - 1] == "how":
        amount = spelling.nearest(word, _AMOUNTS)
        meant = amount if amount and not Counter(word) - Counter(amount) else None  # "lng", but no "odd"
    elif _QUESTION_WORDS.isdisjoint(typed) and (position == 0 or len(word) > _SHORTEST_ASKING):
        meant = spelling.nearest(word, tuple(_QUESTION_WORDS))
    return Word(word, meant, QUALITY[Evidence.SPELLING], Evidence.SPELLING) if meant else None


def _swapped_stop(word: str, index: Index) -> str | None:
    """The stop word of three letters of which two neighbours are swapped: "teh"."""
    if len(word) != _SHORTEST_SWAPPED:
        return None
    swapped = (word[1] + word[0] + word[2], word[0] + word[2] + word[1])
    return next((other for other in swapped if index.role(other) is Role.STOP), None)


def _compared(word: str, index: Index) -> str | None:
    """The known word of which this is the comparative or the superlative."""
    bases = (word.removesuffix(end) + mended for end, mended in _COMPARISONS if word.endswith(end))
    return next((base for base in bases if _is_known(base, index)), None)


def _readings(word: str, index: Index) -> dict[str, float]:
    """Words that a word may stand for, with their quality: what sounds like it, and what is spelt like it."""
    key = sound(word)
    sounding = index.sounding_like(key) if len(key) >= spelling.SHORTEST else ()
    likely = (other for other in sounding if abs(len(other) - len(word)) <= _MOST_SILENT)
    readings = dict.fromkeys(likely, QUALITY[Evidence.SOUND])
    may_be_frame = len(word) >= spelling.SHORTEST  # "wel" is no "well"
    for correction in spelling.corrections(word, index.spellings(word), index.frequency):
        is_likely = may_be_frame or not role_of(correction.word, index)
        if is_likely and _leads_to_facts(correction.word, index):
            readings.setdefault(correction.word, correction.quality)
    return readings


def role_of(word: str, index: Index) -> Role | None:
    """How much a word says, by itself or by its stem."""
    return index.role(word) or index.role(stem(word))


def _leads_to_facts(word: str, index: Index) -> bool:
    """Whether a word, or what it can be exchanged for, stands in some fact, or is only a question's frame."""
    cut = stem(word)
    if index.facts_with(cut) or role_of(word, index):
        return True
    return any(
        index.facts_with(member) for family in index.families_at(cut) for member in index.family(family)
    )


def _split(word: Word, index: Index) -> Iterator[Word]:
    """The word, or the two words that were written as one."""
    parts = None if _is_settled(word, index) else _parts(word.typed, index)
    if parts is None:
        yield word
    else:
        yield from (Word(word.typed, part, QUALITY[Evidence.NAME], Evidence.SPELLING) for part in parts)


def _is_settled(word: Word, index: Index) -> bool:
    """Whether a word was understood as it was written, or is but a small correction away from that."""
    if word.read == word.typed:
        return _is_known(word.typed, index)
    return word.quality >= QUALITY[Evidence.SPELLING]


def _parts(word: str, index: Index) -> tuple[str, str] | None:
    return _leading_part(word, index) or _content_parts(word, index)


def _leading_part(word: str, index: Index) -> tuple[str, str] | None:
    """An article or question word, and the known word that was written together with it: "thestamp"."""
    for leader in _LEADERS:
        rest = word.removeprefix(leader)
        if rest != word and (index.role(rest) is Role.STOP or _is_content(rest, index)):
            return leader, rest
    return None


def _is_content(word: str, index: Index) -> bool:
    return len(word) >= _SHORTEST_PART and index.frequency(word) > 0


def _content_parts(word: str, index: Index) -> tuple[str, str] | None:
    cuts = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
    halves = [(word[:cut], word[cut:]) for cut in cuts]
    both = [pair for pair in halves if all(index.frequency(half) and not index.role(half) for half in pair)]
    return max(both, key=lambda pair: min(map(index.frequency, pair)), default=None)
