"""The words of a fact in the columns of the index, cut to stems."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

from kzun.search.text import plain, sentences, stem, words_of_plain

Fields: TypeAlias = Mapping[str, object]  # of a fact, as `fact.to_table` gives them

NAMES = ("statement", "names", "keywords", "asks", "topic_words", "figures")
BREAKS = "/;"  # "/" stands around the sentences of a statement, ";" around the items of a list

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


class Chunk(NamedTuple):
    """What stands in a text between two spaces: a word with its commas and brackets, or several, or none."""

    stems: str
    words: tuple[str, ...]


class Chunks(dict[str, Chunk]):
    """Chunks as they were read; one that was met before costs a look."""

    def __init__(self) -> None:
        super().__init__((mark, Chunk(stems, ())) for mark, stems in _MARKS.items())

    def __missing__(self, chunk: str) -> Chunk:
        words = words_of_plain(chunk)
        self[chunk] = read = Chunk(" ".join(map(stem, words)), tuple(words))
        return read


def read_chunks(fact_id: str, fields: Fields, when: str, known: Chunks) -> list[Chunk]:
    """All that stands in a fact; `when` is its date in words."""
    return list(map(known.__getitem__, plain(_marked(fact_id, fields, when)).split()))


def columns_of(chunks: Sequence[Chunk]) -> Columns:
    r"""The columns that are made of these chunks.

    >>> fields = {"statement": "It rained. Crowds came.", "who": ["Mira Solen"]}
    >>> columns_of(read_chunks("fair.opening", fields, "", Chunks()))[:3]
    (' / it rain / crowd came / ', ' ; mira solen ; ', ' ; ; ')
    """
    return Columns._make(" ".join([stems for stems, _ in chunks if stems]).split("\n")[1:-1])


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
    return (value,) if isinstance(value, str) else ()


def _marked(fact_id: str, fields: Fields, when: str) -> str:
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
    )
    return f"{_COLUMN}{_COLUMN.join(rows)}{_COLUMN}"


def _row(mark: str, parts: Sequence[str]) -> str:
    if not parts:
        return f" {mark} {mark} "
    row = f" {mark} {f' {mark} '.join(parts)} {mark} "
    if row.count(_MARK) > len(parts) + 1:
        return _row(mark, [part.replace(_MARK, " ") for part in parts])
    return row
