"""Facts, their sources and topics; and the one gate through which a raw table becomes a fact."""

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from kzun import edtf
from kzun.errors import BadDateError, suggestion

Value: TypeAlias = int | float | str | tuple[str, ...]
Table: TypeAlias = Mapping[str, object]

NOTHING: Table = MappingProxyType({})
BIGGEST_INTEGER = 2**53  # beyond it, JSON readers that use doubles lose digits
TOML_INTEGERS = 2**63  # those of TOML 1.0 lie from -2^63 to 2^63 - 1; the parser takes any
DEEPEST_TABLE = 100
_LONG_NUMBER = 10_000  # from here on, digits are grouped: years are not
FACT_KEYS = (
    "statement", "date", "value", "unit", "qualifier", "who", "where", "answer",
    "keywords", "asks", "see", "source", "as_of", "extra",
)  # fmt: skip
SOURCE_KEYS = ("title", "publisher", "author", "date", "url", "note")
CITATION_KEYS = ("id", "at")


class Source(NamedTuple):
    """Where facts come from: a row of `sources.toml`."""

    id: str
    title: str | None = None  # None for a source that no file describes
    publisher: str | None = None
    author: str | None = None
    date: edtf.Date | None = None
    url: str | None = None
    note: str | None = None


class Citation(NamedTuple):
    """A source, and the place in it."""

    source: Source
    at: str | None = None


class Topic(NamedTuple):
    """What a file of facts is about."""

    id: str
    title: str
    summary: str | None = None


class Fact(NamedTuple):
    """A sourced statement; the fields are those of the store format."""

    id: str  # topic.key
    statement: str
    date: edtf.Date | None = None
    value: Value | None = None
    unit: str | None = None
    qualifier: str | None = None
    who: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    answer: str | None = None
    keywords: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    source: Citation | None = None
    as_of: edtf.Date | None = None  # by default its source's date
    extra: Table = NOTHING
    file: str = ""  # within its store, with forward slashes
    line: int = 0  # of the table's header, 1-based
    topic_title: str = ""  # as its file has it

    @property
    def topic(self) -> str:
        """The id of the topic that it belongs to."""
        return self.id.partition(".")[0]


class Part(NamedTuple):
    """What one file adds to the facts of the stores."""

    store: int  # its place among the stores, from 0
    name: str  # of the file within its store
    topic: Topic  # the title is empty where the file has none
    facts: tuple[Fact, ...]
    is_whole: bool = True  # False for a file that cannot be read or is left out


class Flaw(NamedTuple):
    """What is wrong with a table, and at which key or array item of it."""

    path: tuple[str | int, ...]
    code: str
    text: str


class FlawedTableError(ValueError):
    """A raw table that is no fact or source, with every flaw of it."""

    def __init__(self, flaws: tuple[Flaw, ...]) -> None:
        self.flaws = flaws
        super().__init__("; ".join(flaw.text for flaw in flaws))


def read_fact(
    fact_id: str,
    table: Table,
    sources: Mapping[str, Source],
    *,
    file: str = "",
    line: int = 0,
    topic_title: str = "",
) -> Fact:
    """The fact that a raw TOML table describes; dates may be TOML dates or EDTF strings.

    A source that `sources` lacks is kept by its id alone. Raises FlawedTableError with every flaw.
    """
    gate = Gate(table)
    gate.refuse_unknown_keys(FACT_KEYS)
    gate.require("statement")
    citation = gate.citation(sources)
    fact = Fact(
        id=fact_id,
        statement=gate.text("statement") or "",
        date=gate.date("date"),
        value=gate.value(),
        unit=gate.text("unit"),
        qualifier=gate.text("qualifier"),
        who=gate.texts("who"),
        where=gate.texts("where"),
        answer=gate.text("answer"),
        keywords=gate.texts("keywords"),
        asks=gate.texts("asks"),
        see=gate.texts("see"),
        source=citation,
        as_of=gate.date("as_of") or (citation.source.date if citation else None),
        extra=gate.table("extra"),
        file=file,
        line=line,
        topic_title=topic_title,
    )
    gate.close()
    return fact


def read_source(source_id: str, table: Table) -> Source:
    """The source that a table of `sources.toml` describes. Raises FlawedTableError with every flaw."""
    gate = Gate(table)
    gate.refuse_unknown_keys(SOURCE_KEYS)
    gate.require("title")
    source = Source(
        id=source_id,
        title=gate.text("title"),
        publisher=gate.text("publisher"),
        author=gate.text("author"),
        date=gate.date("date"),
        url=gate.text("url"),
        note=gate.text("note"),
    )
    gate.close()
    return source


def join_topics(described: Iterable[Topic]) -> dict[str, Topic]:
    """The topics by id; of several files of one topic, the first title and the first summary hold.

    >>> join_topics([Topic("un-day", ""), Topic("un-day", "", "It is on 24 October.")])
    {'un-day': Topic(id='un-day', title='un day', summary='It is on 24 October.')}
    """
    topics: dict[str, Topic] = {}
    for topic in described:
        _, title, summary = topics.get(topic.id, Topic(topic.id, ""))
        topics[topic.id] = Topic(topic.id, title or topic.title, summary or topic.summary)
    return {key: topic._replace(title=topic.title or key.replace("-", " ")) for key, topic in topics.items()}


def to_table(fact: Fact) -> dict[str, object]:
    """The raw table from which `read_fact` makes the same fact; dates are EDTF, defaults are left out."""
    table: dict[str, object] = {
        "statement": fact.statement,
        "date": _text_or_none(fact.date),
        "value": list(fact.value) if isinstance(fact.value, tuple) else fact.value,
        "unit": fact.unit,
        "qualifier": fact.qualifier,
        "who": list(fact.who),
        "where": list(fact.where),
        "answer": fact.answer,
        "keywords": list(fact.keywords),
        "asks": list(fact.asks),
        "see": list(fact.see),
        "source": _citation_table(fact.source),
        "as_of": _text_or_none(fact.as_of) if fact.as_of != _default_as_of(fact.source) else None,
        "extra": dict(fact.extra),
    }
    return {key: value for key, value in table.items() if value or value == 0}


def amount(value: Value | None, unit: str | None = None, qualifier: str | None = None) -> str:
    """A value with what stands before and after it; an array joined by `; `.

    >>> amount(700, "tenge"), amount(74000, "people", "more than"), amount(("Astana", "Almaty"))
    ('700 tenge', 'more than 74,000 people', 'Astana; Almaty')
    """
    return " ".join(filter(None, (qualifier, _figure(value), unit)))


def _figure(value: Value | None) -> str:
    match value:
        case None:
            return ""
        case tuple():
            return "; ".join(value)
        case int() | float() if abs(value) >= _LONG_NUMBER:
            return f"{value:,}"
        case _:
            return str(value)


def _text_or_none(date: edtf.Date | None) -> str | None:
    return str(date) if date else None


def _citation_table(citation: Citation | None) -> object:
    if citation is None:
        return None
    return citation.source.id if citation.at is None else {"id": citation.source.id, "at": citation.at}


def _default_as_of(citation: Citation | None) -> edtf.Date | None:
    return citation.source.date if citation else None


class Gate:
    """Reads a raw table key by key and collects what is wrong with it."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._flaws: list[Flaw] = []

    @property
    def flaws(self) -> tuple[Flaw, ...]:
        """What has been found so far."""
        return tuple(self._flaws)

    def close(self) -> None:
        if self._flaws:
            raise FlawedTableError(self.flaws)

    def refuse_unknown_keys(self, known: tuple[str, ...]) -> None:
        for key in self._table:
            if key not in known:
                self._flaw((key,), "unknown-key", _unknown_key(key, known))

    def require(self, key: str) -> None:
        if key not in self._table:
            self._flaw((), "missing-key", f"{key} is missing")

    def text(self, key: str) -> str | None:
        value = self._table.get(key)
        if value is None:
            return None
        return self._text_at((key,), value)

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._table.get(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            self._wrong_type((key,), "array of strings", value)
            return ()
        if set(map(type, value)) <= {str} and all(map(str.strip, value)):
            return tuple(value)  # nearly always, and at a fourth of the cost
        return tuple(self._texts_at(key, value))

    def date(self, key: str) -> edtf.Date | None:
        value = self._table.get(key)
        if value is None:
            return None
        if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            value = value.isoformat()
        if not isinstance(value, str):
            self._wrong_type((key,), "local date or EDTF string", value)
            return None
        try:
            return edtf.parse(value)
        except BadDateError as error:
            self._flaw((key,), "bad-date", str(error))
            return None

    def value(self) -> Value | None:
        value = self._table.get("value")
        match value:
            case None:
                return None
            case str():
                return self._text_at(("value",), value)
            case []:
                self._empty(("value",))
                return None
            case list():
                return self.texts("value")
        return self._figure(value)

    def _figure(self, value: object) -> float | None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            self._wrong_type(("value",), "integer, float, string or array of strings", value)
        elif isinstance(value, int) and abs(value) > BIGGEST_INTEGER:
            self._flaw(("value",), "bad-number", "value is beyond 2^53; write it as a string")
        elif isinstance(value, float) and not math.isfinite(value):
            self._flaw(("value",), "bad-number", f"value is {value}, which is no figure")
        else:
            return value
        return None

    def table(self, key: str) -> Table:
        value = self._table.get(key)
        if value is None:
            return NOTHING
        if isinstance(value, dict):
            self._refuse_unportable((key,), value)
            return MappingProxyType(value)
        self._wrong_type((key,), "table", value)
        return NOTHING

    def _refuse_unportable(self, path: tuple[str | int, ...], value: object) -> None:
        """Not every export can carry what the parser takes: JSON has no nan, and writers recurse."""
        match value:
            case dict() | list() if len(path) > DEEPEST_TABLE:
                self._flaw(path, "too-deep", f"{path[0]} nests deeper than {DEEPEST_TABLE} levels")
            case dict():
                for key, item in value.items():
                    self._refuse_unportable((*path, key), item)
            case list():
                for position, item in enumerate(value):
                    self._refuse_unportable((*path, position), item)
            case int() if not -TOML_INTEGERS <= value < TOML_INTEGERS:
                self._flaw(path, "bad-number", f"{_dotted(path)} is beyond 64 bits; write it as a string")
            case float() if not math.isfinite(value):
                self._flaw(path, "bad-number", f"{_dotted(path)} is {value}, which is no figure")
            case _:
                pass

    def citation(self, sources: Mapping[str, Source]) -> Citation | None:
        value = self._table.get("source")
        match value:
            case None:
                return None
            case str():
                source_id, at = self._text_at(("source",), value), None
            case dict():
                source_id, at = self._citation_parts(value)
            case _:
                self._wrong_type(("source",), 'string or { id = "...", at = "..." }', value)
                return None
        return Citation(sources.get(source_id) or Source(id=source_id), at) if source_id else None

    def _citation_parts(self, citation: Table) -> tuple[str | None, str | None]:
        for key in citation:
            if key not in CITATION_KEYS:
                self._flaw(("source", key), "unknown-key", _unknown_key(key, CITATION_KEYS))
        if "id" not in citation:
            self._flaw(("source",), "missing-key", "source.id is missing")
        return self._part(citation, "id"), self._part(citation, "at")

    def _part(self, citation: Table, key: str) -> str | None:
        return self._text_at(("source", key), citation[key]) if key in citation else None

    def _texts_at(self, key: str, values: list[object]) -> Iterator[str]:
        for position, value in enumerate(values):
            text = self._text_at((key, position), value)
            if text is not None:
                yield text

    def _text_at(self, path: tuple[str | int, ...], value: object) -> str | None:
        if not isinstance(value, str):
            self._wrong_type(path, "string", value)
            return None
        if not value.strip():
            self._empty(path)
            return None
        return value

    def _empty(self, path: tuple[str | int, ...]) -> None:
        self._flaw(path, "empty", f"{_dotted(path)} is empty")

    def _wrong_type(self, path: tuple[str | int, ...], wanted: str, value: object) -> None:
        self._flaw(path, "wrong-type", f"{_dotted(path)} wants {wanted}, not {toml_type(value)}")

    def _flaw(self, path: tuple[str | int, ...], code: str, text: str) -> None:
        self._flaws.append(Flaw(path, code, text))


def _dotted(path: tuple[str | int, ...]) -> str:
    """A key path as one names it: which item of an array it is, its position says.

    >>> _dotted(("source", "at")), _dotted(("who", 2))
    ('source.at', 'who')
    """
    return ".".join(part for part in path if isinstance(part, str))


def toml_type(value: object) -> str:
    """What TOML calls the type of a parsed value.

    >>> toml_type(True), toml_type({}), toml_type(dt.date(1992, 3, 2))
    ('boolean', 'table', 'local date')
    """
    return next((name for kind, name in _TOML_TYPES if isinstance(value, kind)), type(value).__name__)


_TOML_TYPES: tuple[tuple[type, str], ...] = (
    (bool, "boolean"),  # before int, of which it is a kind
    (int, "integer"),
    (float, "float"),
    (str, "string"),
    (list, "array"),
    (dict, "table"),
    (dt.datetime, "date-time"),  # before date, of which it is a kind
    (dt.date, "local date"),
    (dt.time, "local time"),
)


def _unknown_key(key: str, known: tuple[str, ...]) -> str:
    nearest = nearest_names(key, known, limit=1)
    return f"unknown key {key!r}" + (suggestion(nearest) or f" (known: {', '.join(known)})")


@lru_cache(maxsize=1024)  # a name that is misspelt once often is so throughout
def nearest_names(wanted: str, known: tuple[str, ...], limit: int = 3) -> tuple[str, ...]:
    """Up to `limit` names that are written most like `wanted`, best first, as `difflib` has it."""
    from difflib import get_close_matches  # only where something is misspelt: it takes 3 ms to import

    return tuple(get_close_matches(wanted, known, n=limit, cutoff=0.6))
