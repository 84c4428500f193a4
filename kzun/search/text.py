"""Text as the search sees it: Latin letters without marks, split into words, cut to stems."""

import re
import unicodedata
from functools import lru_cache

import Stemmer

MAX_WORD = 64  # characters; what is longer is no word that anybody looks up
_WORD = re.compile(r"(?:[a-z]\.){2,}(?:'s)?|\d+(?:[.,]\d+)+|[a-z0-9]+(?:'[a-z]+)?")
_SENTENCE_END = re.compile(
    r"(?:(?<=[a-zA-Z0-9)\]\"'»”’][.!?])|(?<=[.!?][\"'»”’)\]]))\s+(?=[\"'(«“‘]?[A-Z0-9])|\n\s*\n"
)
_NEGATED = re.compile(r"\bnon[-\u2010\u2011 ]+(?=[a-z])")  # "non-permanent" is another word than "permanent"
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼʹ`´", "'"))
_THOUSANDS = re.compile(r"(?<=\d)[,\u00a0\u202f](?=\d{3}(?!\d))")


def fold(text: str) -> str:
    """Lower-case ASCII: marks dropped, other scripts in Latin letters.

    Compatibility decomposition is Unicode Standard Annex 15's NFKD.

    >>> fold("Réunion"), fold("Қазақстан"), fold("Kazakhstan’s")
    ('reunion', 'qazaqstan', "kazakhstan's")
    """
    text = text.translate(_APOSTROPHES)
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    if not text.isascii():
        text = _in_latin_letters(text)
    return text.lower()


def words(text: str) -> list[str]:
    """The folded words of a text, in order; figures keep their digits together.

    >>> words("The UN's U.N.-led 74,000 people, 3.5 % (peace-keeping)")
    ['the', 'un', 'un', 'led', '74000', 'people', '3.5', 'peace', 'keeping']
    >>> words("don't"), words("?!")
    (['dont'], [])
    """
    plain = _NEGATED.sub("non", fold(_THOUSANDS.sub("", text)))
    return [_trim(match) for match in _WORD.findall(plain)]


def sentences(text: str) -> list[str]:
    """A text cut where a sentence ends and another begins.

    >>> sentences("It joined in 1992. It has 3.5 million people.")
    ['It joined in 1992.', 'It has 3.5 million people.']
    >>> sentences("(It stood, e.g. until 1990.) Then it fell.")
    ['(It stood, e.g. until 1990.)', 'Then it fell.']
    """
    return [part for part in _SENTENCE_END.split(text) if part.strip()]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The word without its inflection, by the Snowball (Porter2) stemmer for English.

    >>> stem("countries"), stem("joined"), stem("1990s"), stem("un")
    ('countri', 'join', '1990', 'un')
    """
    if word[:1].isdigit():
        return word.removesuffix("s")
    return str(_stemmer().stemWord(word))


def stems(text: str) -> list[str]:
    """The stems of a text's words, in order."""
    return [stem(word) for word in words(text)]


_SOUNDS = (
    ("shch", "s"), ("sch", "s"), ("tsch", "c"), ("dzh", "j"), ("zh", "j"), ("dj", "j"), ("kh", "h"),
    ("gh", "g"), ("ph", "f"), ("sh", "s"), ("ch", "c"), ("ts", "c"), ("tz", "c"), ("ck", "k"),
    ("qu", "k"), ("q", "k"),
    ("x", "ks"), ("w", "v"), ("ou", "u"), ("oo", "u"), ("ye", "e"), ("yo", "o"), ("yu", "u"), ("ya", "a"),
    ("io", "o"), ("iu", "u"), ("ia", "a"), ("y", "i"), ("j", "i"), ("c", "k"), ("z", "s"), ("h", ""),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """A key that spellings of one name in Latin letters share (q/k, kh/h, -ev/-yev, i/y, doubled letters).

    >>> sound("tokayev") == sound("toqaev") == sound("tokaev")
    True
    >>> sound("vassilenko") == sound("vasilenko"), sound("value") == sound("valley")
    (True, False)
    """
    for spelling, plain in _SOUNDS:
        word = word.replace(spelling, plain)
    return _DOUBLED.sub(r"\1", word)


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


def _trim(word: str) -> str:
    """A matched word without its possessive, its inner dots and apostrophes, cut to a sane length."""
    if "'" in word:
        word = word.removesuffix("'s").replace("'", "")
    if word.endswith("."):
        word = word.replace(".", "")
    return word.replace(",", ".")[:MAX_WORD]


def _in_latin_letters(text: str) -> str:
    from anyascii import anyascii  # 18 ms to import: only for text that needs it

    return anyascii(text)
