"""From a topic's file to its facts."""

import re
from collections.abc import Container, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from kzun.errors import suggestion
from kzun.fact import FACT_KEYS, Fact, Flaw, FlawedTableError, Gate, Source, Table, nearest_names, read_fact
from kzun.problem import Problem
from kzun.store.document import Document, below, problems_at
from kzun.store.files import StoreFile
from kzun.store.locate import locate, table_lines
from kzun.store.paths import shown

TOPIC_KEYS = ("title", "summary", "declines")  # top-level keys that are no facts

_ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"


class Sources(NamedTuple):
    """The sources that facts may name."""

    described: Mapping[str, Source]
    declared: Container[str]  # ids, those of damaged descriptions too
    are_all: bool = True  # False when a file of them cannot be read

    def lack(self, source_id: str) -> bool:
        """Whether it is certain that no file declares it."""
        return self.are_all and source_id not in self.declared


class Decline(NamedTuple):
    """A question that the store must not answer, and where it stands."""

    question: str
    path: str
    line: int
    column: int


class Link(NamedTuple):
    """An item of a fact's `see`."""

    fact: str
    number: int  # from 0
    target: str


class TopicFile(NamedTuple):
    """What a file says about a topic."""

    path: Path
    name: str  # within its store
    topic: str
    title: str | None = None
    summary: str | None = None
    facts: tuple[Fact, ...] = ()
    declared: tuple[str, ...] = ()  # ids of its facts, damaged ones too
    damaged_links: tuple[Link, ...] = ()  # of the damaged ones
    declines: tuple[Decline, ...] = ()
    problems: tuple[Problem, ...] = ()
    is_whole: bool = True  # False for a file that cannot be read or is left out: it may hold other facts


class _Place(NamedTuple):
    """Where a fact stands."""

    fact_id: str
    file: str
    line: int
    topic_title: str


class _Entry(NamedTuple):
    """A table of the file: a fact, or what keeps it from being one."""

    fact: Fact | None
    flaws: tuple[Flaw, ...] = ()
    links: tuple[Link, ...] = ()


def read_topic(document: Document, file: StoreFile, sources: Sources) -> TopicFile:
    """The facts of a file that can be used, and a problem for everything that is wrong in it."""
    tables = dict(_fact_tables(document.table))
    head = {key: value for key, value in document.table.items() if key not in tables}
    well_named = set(filter(is_id, tables))
    lines = table_lines(document.text, well_named)
    ids = {key: f"{file.stem}.{key}" for key in tables}
    gate = Gate(head)
    gate.refuse_unknown_keys(TOPIC_KEYS)
    title, summary, _ = gate.text("title"), gate.text("summary"), gate.texts("declines")
    entries = [
        _entry(
            key,
            table,
            sources,
            _Place(ids[key], file.name, lines.get(key, 0), title or ""),
            is_well_named=key in well_named,
        )
        for key, table in tables.items()
    ]
    flaws = [_explained(flaw, head) for flaw in gate.flaws]
    flaws += (flaw for entry in entries for flaw in entry.flaws)
    return TopicFile(
        path=file.path,
        name=file.name,
        topic=file.stem,
        title=title,
        summary=summary,
        facts=tuple(entry.fact for entry in entries if entry.fact),
        declared=tuple(ids.values()),
        damaged_links=tuple(link for entry in entries for link in entry.links),
        declines=_declines(document),
        problems=problems_at(document, flaws),
    )


def is_id(text: str) -> bool:
    """Whether a topic, or a fact within its topic, may be called so.

    >>> is_id("print-run"), is_id("Print_run"), is_id("2022")
    (True, False, True)
    """
    return re.fullmatch(_ID, text) is not None


def bad_id(text: str) -> str:
    """What is wrong with an id that is none.

    >>> bad_id("Print_run")
    "'Print_run' is no id: small letters, digits and single hyphens; did you mean print-run?"
    """
    proper = "-".join(re.findall(r"[a-z0-9]+", text.lower()))
    rule = f"{text!r} is no id: small letters, digits and single hyphens"
    return rule + suggestion([proper] if proper else [])


def _fact_tables(table: Table) -> Iterator[tuple[str, Table]]:
    for key, value in table.items():
        if isinstance(value, dict) and key not in TOPIC_KEYS:
            yield key, value


def _entry(key: str, table: Table, sources: Sources, place: _Place, *, is_well_named: bool) -> _Entry:
    flaws: tuple[Flaw, ...] = () if is_well_named else (Flaw((), "bad-id", bad_id(key)),)
    fact_id, file, line, title = place
    try:
        fact = read_fact(fact_id, table, sources.described, file=file, line=line, topic_title=title)
    except FlawedTableError as error:
        flaws += error.flaws
    missing = _unknown_source(table, sources)
    if not flaws:
        return _Entry(fact, below(key, missing))
    return _Entry(None, below(key, flaws + missing), tuple(_links(fact_id, table)))


def _unknown_source(table: Table, sources: Sources) -> tuple[Flaw, ...]:
    source = table.get("source")
    source_id = source.get("id") if isinstance(source, dict) else source
    if not isinstance(source_id, str) or not source_id.strip() or not sources.lack(source_id):
        return ()
    text = f"no source {source_id!r}" + suggestion(nearest_names(source_id, tuple(sources.described)))
    return (Flaw(("source", "id"), "unknown-source", text),)


def _links(fact_id: str, table: Table) -> Iterator[Link]:
    match table.get("see"):
        case [*targets]:
            texts = ((number, target) for number, target in enumerate(targets) if isinstance(target, str))
            yield from (Link(fact_id, number, target) for number, target in texts)


def _explained(flaw: Flaw, head: Table) -> Flaw:
    """With the likeliest reason why a key stands at the top of a file."""
    key = flaw.path[0]
    match flaw.code, head[str(key)]:
        case "wrong-type", dict():
            return flaw._replace(text=f"{flaw.text}; it describes the topic, so no fact can have it as key")
        case "unknown-key", [dict(), *_]:
            return flaw._replace(text=f"{flaw.text}; a fact is one table, with its key in single brackets")
        case "unknown-key", _ if key in FACT_KEYS:
            return flaw._replace(text=f"{flaw.text}; a fact's keys stand below its [key]")
    return flaw


def _declines(document: Document) -> tuple[Decline, ...]:
    match document.table.get("declines"):
        case [*items]:
            texts = (
                (number, text) for number, text in enumerate(items) if isinstance(text, str) and text.strip()
            )
            questions = {("declines", number): text for number, text in texts}
            places = locate(document.text, questions)
            return tuple(
                Decline(text, shown(document.path), *places[path]) for path, text in questions.items()
            )
    return ()
