"""One file of a store, parsed; or the problem that keeps it from being so."""

import codecs
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import tomli

from kzun.fact import Flaw
from kzun.problem import Problem, Severity
from kzun.store.files import file_problem
from kzun.store.locate import Position, locate
from kzun.store.paths import refusal, shown


class Document(NamedTuple):
    """A file's text and what it says."""

    path: Path
    text: str
    table: dict[str, object]


def read_document(path: Path) -> Document | Problem:
    """The file's TOML, in UTF-8 with or without a byte order mark.

    The problem's code is `unreadable`, `encoding`, `syntax`, `too-deep` or `bad-number`.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        return file_problem(path, "unreadable", refusal(error))
    return parse_document(path, content)


def parse_document(path: Path, content: bytes) -> Document | Problem:
    """As `read_document`, of what has been read already."""
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        return _undecodable(path, content, error.start)
    return _parsed(path, text)


def problems_at(document: Document, flaws: Sequence[Flaw]) -> tuple[Problem, ...]:
    """The flaws of a document as errors, each at its place."""
    if not flaws:
        return ()
    places = locate(document.text, (flaw.path for flaw in flaws))
    path = shown(document.path)
    return tuple(Problem(path, *places[flaw.path], Severity.ERROR, flaw.code, flaw.text) for flaw in flaws)


def below(key: str, flaws: Iterable[Flaw]) -> tuple[Flaw, ...]:
    """The flaws of a table within a document, as the document's own."""
    return tuple(flaw._replace(path=(key, *flaw.path)) for flaw in flaws)


def _undecodable(path: Path, content: bytes, offset: int) -> Problem:
    place = _end_of(content[:offset].decode())
    return file_problem(path, "encoding", f"the byte 0x{content[offset]:02x} is not UTF-8", place)


def _parsed(path: Path, text: str) -> Document | Problem:
    try:
        return Document(path, text, tomli.loads(text))
    except tomli.TOMLDecodeError as error:
        text = error.msg[:1].lower() + error.msg[1:]
        return file_problem(path, "syntax", text, Position(error.lineno, error.colno))
    except RecursionError:
        place = _end_of(_accepted(text, RecursionError))
        return file_problem(path, "too-deep", "arrays, inline tables or dotted keys nest too deep", place)
    except ValueError:  # Python makes no integer of more than some thousand digits
        place = _end_of(_accepted(text, ValueError).rstrip("0123456789_"))
        return file_problem(path, "bad-number", "an integer of too many digits", place)


def _accepted(text: str, refusal: type[Exception]) -> str:
    """The beginning of a text up to what the parser refuses.

    For these two it does not say where that is, and so is asked about beginnings, which it refuses from
    that place on.
    """
    return text[: bisect_left(range(len(text)), 1, key=lambda end: _refusal(text[: end + 1]) is refusal)]


def _refusal(text: str) -> type[Exception] | None:
    try:
        tomli.loads(text)
    except (ValueError, RecursionError) as error:
        return type(error)
    return None


def _end_of(text: str) -> Position:
    """Where the character stands that follows `text`."""
    return Position(text.count("\n") + 1, len(text) - text.rfind("\n"))
