"""Documents to keep and to paste: Markdown and TOML."""

import re
from collections.abc import Iterator, Mapping

from kzun.views.links import web_link
from kzun.views.plain import escape_controls, plain
from kzun.views.records import Document, Page, Row

_MARKUP = re.compile(r"[\\`*_\[\]<>&|~$#]")


def markdown(page: Page) -> str:
    """The caption in bold, and the table as GitHub draws it; no text is taken for mark-up."""
    caption = f"**{escaped(page.caption)}**\n" if page.caption else ""
    return "\n".join(filter(None, (caption, _table(page))))


def escaped(text: str) -> str:
    r"""The text with a backslash before what Markdown would obey; CommonMark 0.31, 2.4."""
    return _MARKUP.sub(r"\\\g<0>", plain(text).strip())


def toml(document: Mapping[str, object] | None) -> str:
    """The document with its empty fields left out, as TOML has no null."""
    import tomli_w  # only for this format

    return escape_controls(tomli_w.dumps(_without_nulls(document or {})))


def _table(page: Page) -> str:
    headers, rows = page.table
    if not rows:
        return ""
    addresses = page.addresses or (None,) * len(rows)
    lines = (_cells(row, web_link(address)) for row, address in zip(rows, addresses, strict=True))
    return "".join(f"| {' | '.join(line)} |\n" for line in (headers, ["---"] * len(headers), *lines))


def _cells(row: Row, link: str | None) -> Iterator[str]:
    *most, last = map(escaped, row)
    yield from most
    yield f"[{last}]({link})" if link else last


def _without_nulls(document: Mapping[str, object]) -> Document:
    return {name: _tables_without_nulls(value) for name, value in document.items() if value is not None}


def _tables_without_nulls(value: object) -> object:
    match value:
        case Mapping():
            return _without_nulls(value)
        case list():
            return [_tables_without_nulls(item) for item in value]
        case _:
            return value
