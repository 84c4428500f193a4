"""A timeline to send: in Markdown, under headings, with its sources."""

from collections.abc import Iterator

from kzun.fact import Citation
from kzun.views.documents import escaped
from kzun.views.eras import Entry, eras
from kzun.views.links import web_link
from kzun.views.results import Timeline


def chronicle(timeline: Timeline) -> str:
    """A list under each heading; no text is taken for mark-up."""
    return "\n".join(
        f"## {escaped(era.name)}\n\n{''.join(map(_item, era.entries))}" for era in eras(timeline)
    )


def _item(entry: Entry) -> str:
    return f"- {''.join(_parts(entry))}\n"


def _parts(entry: Entry) -> Iterator[str]:
    if entry.date:
        yield f"**{escaped(entry.date)}**: "
    yield escaped(entry.fact.statement)
    if entry.fact.source:
        yield f" ({_cited(entry.fact.source)})"


def _cited(citation: Citation) -> str:
    title = escaped(citation.source.title or citation.source.id)
    link = web_link(citation.source.url)
    return f"[{title}]({link})" if link else title
