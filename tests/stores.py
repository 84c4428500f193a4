"""Small stores about invented things, opened for tests of the search."""

import sqlite3
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import tomli_w

from kzun import edtf
from kzun.fact import Fact, Part, Topic, to_table
from kzun.factbase import FactBase
from kzun.search.index import Index
from kzun.search.indexing import build
from kzun.search.thesaurus import compile_thesaurus

BARE: dict[str, Any] = {"source": None, "as_of": None}  # of `builders.fact`: nothing that a test does not say
FRAME = {
    "stop": [
        "a", "an", "the", "of", "in", "on", "at", "to", "for", "by", "with", "from", "and", "or", "it", "its",
        "is", "are", "was", "were", "be", "did", "do", "does", "has", "have", "had", "there",
        "what", "when", "where", "which", "who", "whom", "whose", "why", "how", "many", "much",
    ],
    "light": ["year", "day", "place", "long", "tell"],
}  # fmt: skip


def index_of(*facts: Fact, **lines: Iterable[object]) -> Index:
    """The index of these facts, with a thesaurus of these lines over the most common stop words."""
    tables = ({key: list(value) for key, value in lines.items()}, FRAME)
    sources = {one.source.source.id: one.source.source for one in facts if one.source}
    parts = [
        Part(0, file, Topic(file.removesuffix(".toml"), ""), tuple(of_file))
        for file, of_file in groupby(facts, key=lambda one: one.file)
    ]
    return build(sqlite3.connect(":memory:"), parts, compile_thesaurus(tables), sources=sources.values())


def base_of(*facts: Fact, today: str | None = None, **lines: Iterable[object]) -> FactBase:
    """A fact base of these facts, with a thesaurus of these lines over the general one."""
    with TemporaryDirectory() as folder:
        write_store(Path(folder), *facts, **lines)
        return FactBase.open([folder], environ={}, today=edtf.parse(today) if today else None)


def write_store(folder: Path, *facts: Fact, **lines: Iterable[object]) -> None:
    """Write facts to the files of their topics, and the thesaurus beside them."""
    tables: dict[str, dict[str, object]] = {}
    for fact in facts:
        topic, _, key = fact.id.partition(".")
        titled: dict[str, object] = {"title": fact.topic_title} if fact.topic_title else {}
        tables.setdefault(topic, titled)[key] = to_table(fact)
    if lines:
        tables["thesaurus"] = {key: list(value) for key, value in lines.items()}
    for stem, table in tables.items():
        (folder / f"{stem}.toml").write_bytes(tomli_w.dumps(table).encode())
