"""Answers for a screen that lacks letters: in those that it has."""

from collections.abc import Mapping
from typing import Any, TypeVar

from kzun.views.bars import MARKS

_GLYPHS = {**MARKS, "\N{MIDDLE DOT}": "-"}  # one cell each, as is what it becomes

_Any = TypeVar("_Any")


def legible(answer: _Any, encoding: str) -> _Any:
    """The answer with every letter that `encoding` lacks put in Latin ones; all others stay.

    >>> legible(("700 теңге", 7), "ascii")
    ('700 tengge', 7)
    """
    answer_as: Any = answer
    match answer_as:
        case str() if type(answer_as) is str and not _has(encoding, answer_as):
            return _in_latin(answer_as, encoding)  # type: ignore[return-value]
        case tuple():
            parts = (legible(part, encoding) for part in answer_as)
            return type(answer_as)._make(parts) if hasattr(answer_as, "_make") else tuple(parts)  # type: ignore[return-value]
        case list():
            return [legible(part, encoding) for part in answer_as]  # type: ignore[return-value]
        case Mapping():
            return {legible(key, encoding): legible(value, encoding) for key, value in answer_as.items()}  # type: ignore[return-value]
        case _:
            return answer


def glyphs_for(encoding: str) -> dict[int, str]:
    """For `str.translate`: the marks of views that the encoding lacks."""
    return {ord(glyph): other for glyph, other in _GLYPHS.items() if not _has(encoding, glyph)}


def _has(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _in_latin(text: str, encoding: str) -> str:
    from anyascii import anyascii  # only for letters that a screen lacks

    return "".join(letter if _has(encoding, letter) else anyascii(letter) for letter in text)
