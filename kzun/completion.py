"""The words that may follow on the command line, each with what it means; names come from the store."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from typer import Context

from kzun.config import FORMATS, Color, read_config
from kzun.fact import Fact
from kzun.factbase import FactBase
from kzun.search.filter import Filter
from kzun.store.stores import VARIABLE, cache_folder
from kzun.views.formats import Format
from kzun.views.notes import count
from kzun.views.records import FIELDS

Offer = tuple[str, str]  # a word, and what it means

_FORMATS = {
    Format.TEXT: "what a terminal gets",
    Format.TSV: "what a pipe gets",
    Format.CSV: "for a spreadsheet, with every field",
    Format.JSON: "one document",
    Format.JSONL: "one line of JSON a fact",
    Format.MARKDOWN: "to paste and to send",
    Format.TOML: "one document, as a store is written",
    Format.ICS: "for a calendar",
}


def ids(ctx: Context, incomplete: str) -> list[Offer]:
    """Topics with their titles, facts with their statements."""
    base = _base(ctx)
    topic, dot, _ = incomplete.partition(".")
    begun = tuple(known for known in base.topics if (known == topic if dot else known.startswith(topic)))
    facts = base.list(keep=Filter(topics=begun)) if begun else ()  # as few as can be: each takes its time
    return _begun((*_titles(base), *((fact.id, fact.statement) for fact in facts)), incomplete)


def topics(ctx: Context, incomplete: str) -> list[Offer]:
    """Topics with their titles."""
    return _begun(_titles(_base(ctx)), incomplete)


def people(ctx: Context, incomplete: str) -> list[Offer]:
    """People and organisations, those of most facts first."""
    return _begun(_counted(name for fact in _facts(ctx) for name in fact.who), incomplete)


def places(ctx: Context, incomplete: str) -> list[Offer]:
    """Places, those of most facts first."""
    return _begun(_counted(name for fact in _facts(ctx) for name in fact.where), incomplete)


def formats(ctx: Context, incomplete: str) -> list[Offer]:
    """The formats of the command."""
    known = Format if ctx.command.name == "timeline" else FORMATS
    return _begun(((form, _FORMATS[form]) for form in known), incomplete)


def colors(_: Context, incomplete: str) -> list[Offer]:
    """When to colour."""
    return _begun(((color, "") for color in Color), incomplete)


def fields(_: Context, incomplete: str) -> list[Offer]:
    """The fields of a fact."""
    return _begun(((name, "") for name in FIELDS), incomplete)


def days(_: Context, incomplete: str) -> list[Offer]:
    """The one day that has a name."""
    return _begun([("today", "anniversaries of this day")], incomplete)


OFFERS: Mapping[str, Callable[[Context, str], list[Offer]]] = {
    "ids": ids,
    "topics": topics,
    "people": people,
    "places": places,
    "formats": formats,
    "colors": colors,
    "fields": fields,
    "days": days,
}


def _base(ctx: Context) -> FactBase:
    """The facts of the stores that the line names so far, else of the usual ones."""
    named = ctx.params.get("stores") or (() if os.environ.get(VARIABLE) else read_config(os.environ).stores)
    return FactBase.open(tuple(named), environ=os.environ, cache=cache_folder(os.environ))


def _facts(ctx: Context) -> tuple[Fact, ...]:
    return _base(ctx).list()


def _titles(base: FactBase) -> Iterable[Offer]:
    return ((topic.id, topic.title) for topic in base.topics.values())


def _counted(names: Iterable[str]) -> Iterable[Offer]:
    return ((name, count(number, "fact")) for name, number in Counter(names).most_common())


def _begun(offers: Iterable[Offer], incomplete: str) -> list[Offer]:
    return [offer for offer in offers if offer[0].startswith(incomplete)]
