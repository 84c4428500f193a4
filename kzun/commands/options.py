"""The options that commands share, each written once."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from shlex import quote
from typing import Annotated, NamedTuple, TypeVar

import typer
from typer import Option

from kzun import edtf
from kzun.config import NO_CONFIG, Color, Config
from kzun.edtf import Date, Precision
from kzun.errors import BadDateError, UnknownChoiceError, UsageError
from kzun.fact import nearest_names
from kzun.views.formats import Format

_ON_STORES = ("kzun show", "kzun list", "kzun edit", "kzun remove", "kzun add")

_Word = TypeVar("_Word", bound=StrEnum)


class ExclusiveOptionsError(UsageError):
    """Two options of which at most one can be obeyed."""

    def __init__(self, one: str, other: str) -> None:
        self.one, self.other = one, other
        super().__init__(f"{one} and {other} exclude each other")


def one_of(kind: str, words: type[_Word]) -> Callable[[str], _Word]:
    """A parser for one of these words; `kind` says in an error what they are."""

    def read(word: str) -> _Word:
        known = tuple(words)
        if word in known:
            return words(word)
        raise UnknownChoiceError(kind, word, known, nearest_names(word, known))

    return read


def offered(kind: str) -> Callable[[typer.Context, str], list[tuple[str, str]]]:
    """What completes a word of this kind; loaded for a shell that asks, and for nobody else."""

    def offer(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        from kzun.completion import OFFERS

        return OFFERS[kind](ctx, incomplete)

    return offer


def _day(text: str) -> Date:
    """A plain day; a clock shows nothing else."""
    day = edtf.parse(text)
    is_plain = day.ends and not day.is_interval and all(end.is_sure for end in day.ends)
    if is_plain and day.precision is Precision.DAY:
        return day
    raise BadDateError(text, "a clock shows one day, as YYYY-MM-DD")


_FORMATS = "text (on a terminal), tsv (in a pipe), csv, json, jsonl, markdown, toml; for a timeline, ics."
_read_format, _read_color = one_of("format", Format), one_of("value of --color", Color)
Form = Annotated[
    Format | None,
    Option(
        "-f",
        "--format",
        metavar="FORMAT",
        parser=_read_format,
        help=_FORMATS,
        autocompletion=offered("formats"),
    ),
]
AsJson = Annotated[bool, Option("--json", help="Short for -f json.")]
Stores = Annotated[
    list[str] | None,
    Option(
        "--facts",
        metavar="PATH",
        help="A store; repeatable (else $KZUN_FACTS, yours, bundled).",
    ),
]
When = Annotated[
    Color,
    Option(
        "--color",
        metavar="WHEN",
        parser=_read_color,
        help="auto, always or never.",
        autocompletion=offered("colors"),
    ),
]
Plain = Annotated[bool, Option("--plain", help="Write what a pipe gets.")]
Pretty = Annotated[bool, Option("--pretty", help="Write what a terminal gets.")]
Today = Annotated[
    Date | None, Option("--today", metavar="DATE", parser=_day, help="The day that kzun takes for today.")
]
Strict = Annotated[bool, Option("--strict", help="Stop at a damaged file; in check, fail at a warning.")]
NoCache = Annotated[bool, Option("--no-cache", help="Read all files, and keep nothing for the next time.")]
NoPager = Annotated[bool, Option("--no-pager", help="Write all at once, however long it is.")]
Debug = Annotated[bool, Option("--debug", help="Show where in kzun an error arose.")]


class Call(NamedTuple):
    """The options of every command that reads."""

    form: Form = None
    as_json: AsJson = False
    stores: Stores = None
    color: When = Color.AUTO
    plain: Plain = False
    pretty: Pretty = False
    today: Today = None
    strict: Strict = False
    no_cache: NoCache = False
    no_pager: NoPager = False
    debug: Debug = False
    config: Config = NO_CONFIG  # no option
    named: tuple[str, ...] = ()  # no option: the stores that the line names


def with_stores(hint: str | None, stores: Iterable[str]) -> str | None:
    """The hint for these stores, where it is a command that does not name any."""
    if not hint or not hint.startswith(_ON_STORES) or "--facts" in hint:
        return hint
    return " ".join((hint, *(f"--facts {quote(store)}" for store in stores)))
