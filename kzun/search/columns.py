"""The words of a fact in the columns of the index, cut to stems."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import filterfalse
from typing import NamedTuple, TypeAlias

from kzun import edtf
from kzun.search.text import only_word, plain, sentences, stem, stem_all, words_of_plain

Fields: TypeAlias = Mapping[str, object]  # of a fact, as `fact.to_table` gives them

NAMES = ("statement", "names", "keywords", "asks", "topic_words", "figures", "title")
BREAKS = "/;"  # "/" stands around the sentences of a statement, ";" around the items of a list
_MOST_YEARS = 40  # between the ends of a span; an epoch is not asked for by its years
EMPTY = " ; ; "  # a column without items

_MARK = "\0"  # what is no word begins with it; where a fact itself has it, it is as good as a space
_SENTENCE, _ITEM, _COLUMN = f"{_MARK}/", f"{_MARK};", f"{_MARK}|"
_MARKS = {_SENTENCE: "/", _ITEM: ";", _COLUMN: "\n"}


class Columns(NamedTuple):
    """A fact's columns, of which each is its stems and breaks between single spaces."""

    statement: str
    names: str  # who, where and values: each item whole
    keywords: str
    asks: str
    topic_words: str
    figures: str  # the date in words, the number, its unit and qualifier
    title: str  # of the topic


class Stems(dict[str, str]):
    """The stems of each chunk; of one that was met before, at the cost of a look."""

    def __init__(self) -> None:
        super().__init__(_MARKS)

    def learn(self, chunks: Iterable[str]) -> None:
        """Cut the new ones among many chunks together, as far as each is one word."""
        unmet = set(filterfalse(self.__contains__, chunks))
        new = {chunk: word for chunk in unmet if (word := only_word(chunk))}
        self.update(zip(new, stem_all(list(new.values())), strict=True))

    def __missing__(self, chunk: str) -> str:
        self[chunk] = cut = " ".join(map(stem, words_of_plain(chunk)))
        return cut


def chunks_of(fact_id: str, topic_title: str, fields: Fields, when: str | None = None) -> list[str]:
    """What stands in a fact between spaces, words with their commas.

    `when` is what `date_said` gives for its date, if that is at hand; None to have it read from the fields.
    """
    if when is None:
        date = fields.get("date")
        when = _said_of(str(date)) if date else ""
    return plain(_marked(fact_id, topic_title, fields, when)).split()


@lru_cache(maxsize=4096)  # a batch meets the same dates again and again, at 2.5 µs each
def _said_of(date: str) -> str:
    return date_said(edtf.parse(date))


def date_said(date: edtf.Date | None) -> str:
    """The date of a fact in words, with the years between its ends; empty for a fact without one.

    >>> date_said(edtf.parse("1992-03-02")), date_said(edtf.parse("1992/1995")), date_said(None)
    ('2 March 1992', '1992 to 1995 1993 1994', '')
    """
    if date is None:
        return ""
    between = range(date.start.year + 1, date.end.year) if date.start and date.end else range(0)
    said = edtf.in_words(date)
    return " ".join((said, *map(str, between))) if 0 < len(between) <= _MOST_YEARS else said


def columns_of(chunks: Sequence[str], stems: Stems) -> Columns:
    """The columns that are made of these chunks.

    >>> fields = {"statement": "It rained. Crowds came.", "who": ["Mira Solen"]}
    >>> columns_of(chunks_of("fair.opening", "", fields), Stems())[:3]
    (' / it rain / crowd came / ', ' ; mira solen ; ', ' ; ; ')
    """
    text = " ".join(map(stems.__getitem__, chunks))
    if "  " in text:  # what is no word leaves nothing between two spaces
        text = " ".join(filter(None, text.split(" ")))
    return Columns._make(text.split("\n")[1:-1])


def words_in(chunks: Mapping[str, int]) -> Counter[str]:
    """How often each word stands in chunks of which it is known how often they stand somewhere.

    >>> words_in({"peace-keeping,": 2, "peace": 1})
    Counter({'peace': 3, 'keeping': 2})
    """
    counts: Counter[str] = Counter()
    for chunk, times in chunks.items():
        for word in () if chunk in _MARKS else words_of_plain(chunk):
            counts[word] += times
    return counts


def items_of(column: str) -> list[str]:
    """The items of a column, in stems, the empty ones too.

    >>> items_of(" ; mira solen ; un ; ")
    ['mira solen', 'un']
    """
    return [item.strip() for item in column.split(";")[1:-1]]


def listed(items: Sequence[str]) -> str:
    """A column of these items: what `items_of` takes apart.

    >>> listed(["mira solen", "un"])
    ' ; mira solen ; un ; '
    """
    return f" ; {' ; '.join(items)} ; "


def texts_of(value: object) -> Sequence[str]:
    """The texts that a field holds: none where it is empty or a number."""
    if isinstance(value, list):
        return value
    return (value,) if value and isinstance(value, str) else ()


def _marked(fact_id: str, topic_title: str, fields: Fields, when: str) -> str:
    """All words of the fact, in one text, with marks between columns, sentences and items."""
    get = fields.get
    value, answer = get("value"), get("answer")
    number = value if isinstance(value, int | float) else ""
    names = [*texts_of(get("who")), *texts_of(get("where")), *texts_of(value), *texts_of(answer)]
    rows = (
        _row(_SENTENCE, sentences(str(fields["statement"]))),
        _row(_ITEM, names),
        _row(_ITEM, texts_of(get("keywords"))),
        _row(_ITEM, texts_of(get("asks"))),
        _row(_ITEM, fact_id.split(".", 1)),
        _row(_ITEM, (when, f"{get('qualifier') or ''} {number} {get('unit') or ''}")),
        _row(_ITEM, texts_of(topic_title)),
    )
    return f"{_COLUMN}{_COLUMN.join(rows)}{_COLUMN}"


def _row(mark: str, parts: Sequence[str]) -> str:
    if not parts:
        return f" {mark} {mark} "
    row = f" {mark} {f' {mark} '.join(parts)} {mark} "
    if row.count(_MARK) > len(parts) + 1:
        return _row(mark, [part.replace(_MARK, " ") for part in parts])
    return row
