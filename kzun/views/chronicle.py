"""A timeline to send: in Markdown, under headings, with its sources."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from kzun import edtf
from kzun.fact import Fact, Source
from kzun.views.documents import escaped
from kzun.views.eras import Entry, eras
from kzun.views.links import web_link
from kzun.views.results import Timeline

Numbers: TypeAlias = Mapping[Source, int]


def chronicle(timeline: Timeline) -> str:
    """A list under each heading, and one of the sources; no text is taken for mark-up."""
    numbers = _numbers(timeline.facts)
    sections = [
        _section(escaped(era.name), (f"- {_item(entry, numbers)}" for entry in era.entries))
        for era in eras(timeline)
    ]
    if numbers:
        sections.append(
            _section("Sources", (f"{number}. {_cited(source)}" for source, number in numbers.items()))
        )
    return "\n".join(sections)


def _numbers(facts: Iterable[Fact]) -> Numbers:
    """A number for each source, from 1 on."""
    sources = dict.fromkeys(fact.source.source for fact in facts if fact.source)
    return {source: number for number, source in enumerate(sources, start=1)}


def _section(heading: str, lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in (f"## {heading}", "", *lines))


def _item(entry: Entry, numbers: Numbers) -> str:
    return "".join(_parts(entry, numbers))


def _parts(entry: Entry, numbers: Numbers) -> Iterator[str]:
    if entry.date:
        yield f"**{escaped(entry.date)}**: "
    yield escaped(entry.fact.statement)
    if entry.fact.source:
        yield f" [{numbers[entry.fact.source.source]}]"


def _cited(source: Source) -> str:
    title = escaped(source.title or source.id)
    link = web_link(source.url)
    date = source.date and edtf.in_words(source.date)
    made_by = map(escaped, filter(None, (source.publisher, source.author, date)))
    return ", ".join((f"[{title}]({link})" if link else title, *made_by))
