"""Facts and their sources as an index keeps them: in JSON, ready to be shown."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, NamedTuple, TypeAlias

from kzun import edtf
from kzun.fact import FACT_KEYS, Fact, Source

Fields: TypeAlias = dict[str, object]


class Document(NamedTuple):
    """What is kept of a fact beside its id and its file."""

    source: str | None  # id
    line: int
    topic_title: str
    fields: Fields  # as `fact.to_table` gives them


def document(fact: Fact, fields: Fields) -> str:
    """In JSON the source's id, the line, the topic's title, and the fields in the order of FACT_KEYS."""
    row = [fact.source and fact.source.source.id, fact.line, fact.topic_title, *map(fields.get, FACT_KEYS)]
    while row[-1] is None:
        row.pop()
    return _IN_JSON.encode(row)


def read_document(text: str) -> Document:
    """What `document` has written."""
    source, line, title, *row = _FROM_JSON.decode(text)
    fields = {key: said for key, said in zip(FACT_KEYS, row, strict=False) if said is not None}
    return Document(source, line, title, fields)


def source_document(source: Source) -> str:
    """All of a source."""
    filled = {
        "id": source.id, "title": source.title, "publisher": source.publisher, "author": source.author,
        "date": str(source.date) if source.date else None, "url": source.url, "note": source.note,
    }  # fmt: skip
    return _IN_JSON.encode(filled)


def read_source_document(text: str) -> Source:
    """What `source_document` has written."""
    filled = json.loads(text)
    date = filled.pop("date")
    return Source(date=edtf.parse(date) if date else None, **filled)


# What TOML has and JSON lacks, in `extra`: kept as {tag: ISO text}.
_TAGS: Mapping[str, Callable[[str], object]] = {
    "\0datetime": dt.datetime.fromisoformat,
    "\0date": dt.date.fromisoformat,
    "\0time": dt.time.fromisoformat,
}


def _tagged(value: dt.date | dt.time) -> dict[str, str]:
    return {f"\0{type(value).__name__}": value.isoformat()}


def _untagged(table: dict[str, Any]) -> object:
    if len(table) == 1:
        ((key, text),) = table.items()
        if key in _TAGS:
            with suppress(ValueError):  # a table of the store's own that happens to look like a tag
                return _TAGS[key](text)
    return table


_IN_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_tagged)
_FROM_JSON = json.JSONDecoder(object_hook=_untagged)
