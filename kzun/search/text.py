"""Text as the search sees it: Latin letters without marks, split into words, cut to stems."""

import re
from collections.abc import Sequence
from functools import lru_cache

import Stemmer

MAX_WORD = 64  # characters; what is longer is no word that anybody looks up
_WORD = re.compile(r"(?:[a-z]\.){2,}(?:'s)?|\d+(?:[.,]\d+)+|[a-z0-9]+(?:'[a-z]+)?")
# White space comes first in it: a search skips at once what cannot begin a match.
_SENTENCE_END = (
    r"\s(?:(?:(?<=[a-zA-Z0-9)\]\"'»”’][.!?]\s)|(?<=[.!?][\"'»”’)\]]\s))\s*(?=[\"'(«“‘]?[A-Z0-9])"
    r"|(?<=\n)\s*\n)"
)
_ENDING = (".", "!", "?", "\n")  # one of them stands before every sentence but the first
_NEGATED = r"\bnon[-\u2010\u2011 ]+(?=[a-z])"  # "non-permanent" is another word than "permanent"
_AROUND = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"  # of a word; all of string.punctuation
_PUNCTUATION = (
    dict.fromkeys("’‘ʼʹ´", "'") | dict.fromkeys("“”„", '"') | dict.fromkeys("‐‑–—", "-")
)  # as anyascii
_SEPARATORS = (
    ",\u00a0\u202f"  # between thousands; a pattern of all takes long to compile, and most texts have one
)


def fold(text: str) -> str:
    """Lower-case ASCII: marks dropped, other scripts in Latin letters.

    Compatibility decomposition is Unicode Standard Annex 15's NFKD.

    >>> fold("Réunion"), fold("Қазақстан"), fold("Kazakhstan’s")
    ('reunion', 'qazaqstan', "kazakhstan's")
    """
    return (text if text.isascii() else text.translate(_LETTERS)).replace("`", "'").lower()


def plain(text: str) -> str:
    """The folded text, without commas between thousands, and with "non-" as a part of its word.

    >>> plain("Its 74,000 non-permanent members")
    'its 74000 nonpermanent members'
    """
    if "," in text or not text.isascii():
        text = _joined_thousands(text)
    text = fold(text)
    return re.sub(_NEGATED, "non", text) if "non" in text else text


def words(text: str) -> list[str]:
    """The folded words of a text, in order; figures keep their digits together.

    >>> words("The UN's U.N.-led 74,000 people, 3.5 % (peace-keeping)")
    ['the', 'un', 'un', 'led', '74000', 'people', '3.5', 'peace', 'keeping']
    >>> words("don't"), words("?!")
    (['dont'], [])
    """
    return words_of_plain(plain(text))


def words_of_plain(text: str) -> list[str]:
    """The words of a text, or of a part of it between spaces, that `plain` has folded."""
    word = only_word(text)
    return [word] if word else [_trimmed(match) for match in _WORD.findall(text)]


def only_word(text: str) -> str:
    """The word of letters that is all of a folded text but for punctuation around it; empty, if none is.

    >>> only_word('"bridge,"'), only_word("peace-keeping")
    ('bridge', '')
    """
    word = text.strip(_AROUND)
    return word if word.isalpha() and len(word) <= MAX_WORD else ""


def sentences(text: str) -> list[str]:
    """A text cut where a sentence ends and another begins.

    >>> sentences("It joined in 1992. It has 3.5 million people.")
    ['It joined in 1992.', 'It has 3.5 million people.']
    >>> sentences("(It stood, e.g. until 1990.) Then it fell.")
    ['(It stood, e.g. until 1990.)', 'Then it fell.']
    """
    within = text[:-1]
    if not any(end in within for end in _ENDING):
        return [text] if text.strip() else []
    return [part for part in re.split(_SENTENCE_END, text) if part.strip()]


# Words that the stemmer takes for others: "important" for "import", "nationality" for "nation".
_OVERSTEMMED = {
    "authorities": "authority", "authority": "authority", "defendant": "defendant",
    "defendants": "defendant", "experiment": "experiment",
    "experimented": "experiment", "experimenting": "experiment", "experiments": "experiment",
    "humanity": "humanity", "importance": "important",
    "important": "important", "importantly": "important", "nationalities": "nationality",
    "nationality": "nationality", "objective": "objective", "objectives": "objective",
    "publication": "publish", "publications": "publish", "several": "several",
}  # fmt: skip


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The word without its inflection, by the Snowball (Porter2) stemmer for English.

    >>> stem("countries"), stem("joined"), stem("1990s"), stem("un")
    ('countri', 'join', '1990', 'un')
    >>> stem("important"), stem("imports")
    ('important', 'import')
    """
    if word[:1].isdigit():
        return word.removesuffix("s")
    return _OVERSTEMMED.get(word) or str(_stemmer().stemWord(word))


def stem_all(known: Sequence[str]) -> list[str]:
    """The stem of each of many words of letters alone, at a third of the cost of one by one."""
    stemmed = zip(known, _stemmer().stemWords(known), strict=True)
    return [_OVERSTEMMED.get(word, cut) for word, cut in stemmed]


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
_DOUBLED = r"(.)\1+"


@lru_cache(maxsize=4096)
def sound(word: str) -> str:
    """A key that spellings of one name in Latin letters share (q/k, kh/h, -ev/-yev, i/y, doubled letters).

    >>> sound("tokayev") == sound("toqaev") == sound("tokaev")
    True
    >>> sound("vassilenko") == sound("vasilenko"), sound("value") == sound("valley")
    (True, False)
    """
    return _sound(word)


def sounds(known: Sequence[str]) -> list[str]:
    """The key of `sound` for each of many words, at a fiftieth of the time.

    >>> sounds(["tokayev", "tokaev"]) == [sound("tokayev"), sound("tokaev")]
    True
    """
    return _sound("\n".join(known)).split("\n") if known else []


def _sound(text: str) -> str:
    for spelling, key in _SOUNDS:
        text = text.replace(spelling, key)
    return re.sub(_DOUBLED, r"\1", text)


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english", 0)  # without a cache of its own


def _trimmed(match: str) -> str:
    """A matched word without its possessive, its inner dots and apostrophes, of a sane length."""
    if match.isalnum():
        return match[:MAX_WORD]
    if "'" in match:
        match = match.removesuffix("'s").replace("'", "")
    if match.endswith("."):
        match = match.replace(".", "")
    return match.replace(",", ".")[:MAX_WORD]


def _joined_thousands(text: str) -> str:
    """The text without what separates thousands: of that, most texts have one kind, or none."""
    separators = "".join(mark for mark in _SEPARATORS if mark in text)
    return re.sub(rf"(?<=\d)[{separators}](?=\d{{3}}(?!\d))", "", text) if separators else text


class _Letters(dict[int, str]):
    """What stands for each character, whatever its neighbours are; of a new one, it is found out."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _latin(chr(code))
        return found


# With ASCII, as `str.translate` takes an exception for each character of a text that a table lacks.
_LETTERS = _Letters({code: chr(code) for code in range(128)})


def _latin(letter: str) -> str:
    if letter in _PUNCTUATION:
        return _PUNCTUATION[letter]
    import unicodedata  # 1 ms to load, and anyascii 18: only for a letter that needs them

    parts = unicodedata.normalize("NFKD", letter)
    base = "".join(part for part in parts if not unicodedata.combining(part))
    if base.isascii():
        return base
    from anyascii import anyascii

    return anyascii(base)
