"""Known words that a misspelt word may stand for; the one module that uses rapidfuzz."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from kzun.search.text import MAX_WORD

_EDITS = ((6, 1), (11, 2), (MAX_WORD, 3))  # up to how many letters, how many edits
SHORTEST = 4  # letters; a shorter word is one edit from too many others, unless it lacks a letter
_LEAST = 0.65  # the quality under which another word is just another word
_MOST_NEAR = 24  # words as near as that, each of which may be known twice
_MOST = 4  # corrections that are worth a look


class Correction(NamedTuple):
    """A known word, and how far it lies from what was typed."""

    word: str
    distance: int  # optimal string alignment: insertions, deletions, substitutions, swaps of neighbours
    quality: float  # 0 to 1


def corrections(word: str, known: list[str], frequency: Callable[[str], int]) -> list[Correction]:
    """The nearest of the known words, best first; frequent words before rare ones.

    The distance is optimal string alignment (Damerau 1964, restricted), at most 1 up to 6 letters, 2 up to
    11, then 3. A word of 4 letters wants a swap, or an edit that keeps its first letter; one of 3 lacks a
    letter behind that.
    """
    if len(word) < SHORTEST - 1 or not word.isalpha():
        return []
    from rapidfuzz import process  # 18 ms to import: only when a word is unknown
    from rapidfuzz.distance import OSA

    most = next(edits for letters, edits in _EDITS if len(word) <= letters)
    near = process.extract(word, known, scorer=OSA.distance, score_cutoff=most, limit=2 * _MOST_NEAR)
    distances = {other: int(distance) for other, distance, _ in near if _is_likely(word, other)}
    found = [
        Correction(other, distance, _quality(word, other, distance)) for other, distance in distances.items()
    ]
    likely = [one for one in found if one.quality >= _LEAST]
    return sorted(likely, key=lambda one: (-round(one.quality, 2), -frequency(one.word)))[:_MOST]


def _quality(word: str, other: str, distance: int) -> float:
    """The share of the letters that are right; a wrong first letter that is not swapped counts twice."""
    is_mended = word[0] == other[0] or sorted(word) == sorted(other)
    return 1 - (distance + (not is_mended)) / (max(len(word), len(other)) + 1)


def nearest(word: str, known: Sequence[str]) -> str | None:
    """The one of a few words that is a single edit away, if there is one."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    found = process.extractOne(word, known, scorer=OSA.distance, score_cutoff=1)
    return found[0] if found else None


def most_alike(wanted: str, names: Sequence[str], limit: int = 3) -> tuple[str, ...]:
    """The names that are written most like `wanted`, best first."""
    from rapidfuzz import process
    from rapidfuzz.distance import JaroWinkler

    found = process.extract(wanted, names, scorer=JaroWinkler.similarity, score_cutoff=0.7, limit=limit)
    return tuple(name for name, _, _ in found)


def _is_likely(word: str, other: str) -> bool:
    if len(other) < SHORTEST - 1:
        return False
    if len(word) > SHORTEST:
        return True
    if len(word) < SHORTEST:
        return len(other) > len(word) and word[0] == other[0]
    return sorted(word) == sorted(other) or word[0] == other[0]
