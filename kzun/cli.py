"""The command line: words become one call of the library, one view and an exit status."""

import os
import shutil
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext, suppress
from datetime import datetime
from enum import StrEnum
from errno import EBADF
from functools import partial, wraps
from inspect import Parameter, Signature, signature
from io import TextIOWrapper
from itertools import chain, takewhile
from pathlib import Path
from shlex import join, quote
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, NamedTuple, TextIO, TypeVar, assert_never

import typer
from typer import Argument, Option
from typer._click import Command, Context, HelpFormatter
from typer._click.exceptions import NoSuchOption
from typer._click.exceptions import UsageError as TyperUsageError
from typer.core import TyperGroup, TyperOption
from typer.main import get_command

from kzun import edtf
from kzun.config import NO_CONFIG, Color, Config, color_of, format_of, limit_of, pager_of, read_config
from kzun.edtf import Date, Precision
from kzun.errors import (
    BadDateError,
    DamagedStoreError,
    EmptyQueryError,
    ExitCode,
    KzunError,
    MissingStoreError,
    NotFoundError,
    RefusedDraftError,
    TakenIdError,
    UnknownChoiceError,
    UnknownTopicError,
    UnreadableError,
    UsageError,
    suggestion,
)
from kzun.fact import nearest_names
from kzun.factbase import FactBase
from kzun.help import READ_CODES, Help, write_examples, write_shared
from kzun.pager import is_longer, page
from kzun.problem import Problem, Severity
from kzun.search.filter import Filter
from kzun.search.reply import Declined, Outcome, Refusal, Reply
from kzun.store.shapes import Shape
from kzun.store.stores import VARIABLE as STORES
from kzun.store.stores import cache_folder
from kzun.views import json
from kzun.views.delimited import tsv
from kzun.views.formats import Format, Surface, draw
from kzun.views.notes import damage, left_out, notes
from kzun.views.plain import plain
from kzun.views.records import Documents, answer_document, field_of, reply_document
from kzun.views.results import Anniversary, Checked, Explained, Listed, Result, Short, Shown, Timeline
from kzun.waiting import bar

COMPLETE = "_KZUN_COMPLETE"  # set by the scripts that Typer writes for shells
_ALL = 0
_ID = "id (topic.key)"
_SEVERAL = ("who", "where", "keywords", "asks", "see")
_UNASKED = ("qualifier", "answer", "as_of", "extra")
_HOW = dict.fromkeys(_SEVERAL, " (several: one; another)") | {"date": " (1992-03-02, 1992, 1991/1992)"}
_COMPLETION = {
    "--install-completion": "Set up completion in bash, zsh or fish.",
    "--show-completion": "Write the script that would be set up.",
}
_MORE = "More: kzun --help, kzun COMMAND --help"
_ON_STORES = ("kzun show", "kzun list", "kzun edit", "kzun remove", "kzun add")
if TYPE_CHECKING:
    from kzun import editor
    from kzun.store.drafts import Draft
    from kzun.store.writer import Change
    from kzun.writing import Desk, Written

_Asked = TypeVar("_Asked")
_Found = TypeVar("_Found")
_Word = TypeVar("_Word", bound=StrEnum)
_Work = Callable[..., ExitCode]
_Resolved = tuple[str | None, Command | None, list[str]]
_Group = tuple[Any, ...]  # a NamedTuple of options that commands share


class ExclusiveOptionsError(UsageError):
    """Two options of which at most one can be obeyed."""

    def __init__(self, one: str, other: str) -> None:
        self.one, self.other = one, other
        super().__init__(f"{one} and {other} exclude each other")


class MissingOptionError(UsageError):
    """An option that says nothing without another."""

    def __init__(self, option: str, wanted: str) -> None:
        self.option, self.wanted = option, wanted
        self.hint = f"kzun timeline {option} {wanted}"
        super().__init__(f"{option} wants {wanted}")


class UnsaidFactError(UsageError):
    """A fact to be added of which nothing is said."""

    def __init__(self, fact: str | None) -> None:
        self.fact = fact
        self.hint = f"kzun add {fact or 'topic.key'} --statement 'One sentence.'"
        super().__init__("nothing is said of the fact" if fact else "no id is given")


class UnmendedDraftError(UsageError):
    """A text from an editor that is not written, as it has problems."""

    def __init__(self, fact: str) -> None:
        self.fact = fact
        super().__init__(f"{fact} is not changed")


class UnwritableError(KzunError):
    """Standard output or error takes no more."""

    exit_code = ExitCode.STORE

    def __init__(self, stream: str, reason: str) -> None:
        self.stream, self.reason = stream, reason
        super().__init__(f"cannot write to {stream}: {reason}")


class UnexpectedError(KzunError):
    """A mistake in kzun itself."""

    exit_code = ExitCode.STORE

    def __init__(self, cause: Exception, words: Sequence[str]) -> None:
        self.cause = cause
        self.hint = join(["kzun", *words[:1], "--debug", *words[1:]])
        super().__init__(f"unexpected {type(cause).__name__}: {cause}")


def _number(text: str) -> int:
    """A count; ValueError for what is none, which Typer puts in words."""
    number = int(text)
    if number < 0:
        raise ValueError
    return number


def _day(text: str) -> Date:
    """A plain day; a clock shows nothing else."""
    day = edtf.parse(text)
    is_plain = day.ends and not day.is_interval and all(end.is_sure for end in day.ends)
    if is_plain and day.precision is Precision.DAY:
        return day
    raise BadDateError(text, "a clock shows one day, as YYYY-MM-DD")


def _bound(text: str) -> Date:
    """A date that others can be before or after."""
    date = edtf.parse(text)
    if date.recurs:
        raise BadDateError(text, "a day of every year is neither first nor last; see --on")
    return date


def _one_of(kind: str, words: type[_Word]) -> Callable[[str], _Word]:
    """A parser for one of these words; `kind` says in an error what they are."""

    def read(word: str) -> _Word:
        known = tuple(words)
        if word in known:
            return words(word)
        raise UnknownChoiceError(kind, word, known, nearest_names(word, known))

    return read


def _offered(kind: str) -> Callable[[typer.Context, str], list[tuple[str, str]]]:
    """What completes a word of this kind; loaded for a shell that asks, and for nobody else."""

    def offer(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        from kzun.completion import OFFERS

        return OFFERS[kind](ctx, incomplete)

    return offer


_FORMATS = "text (on a terminal), tsv (in a pipe), csv, json, jsonl, markdown, toml; for a timeline, ics."
_read_format, _read_color = _one_of("format", Format), _one_of("value of --color", Color)
Form = Annotated[
    Format | None,
    Option(
        "-f",
        "--format",
        metavar="FORMAT",
        parser=_read_format,
        help=_FORMATS,
        autocompletion=_offered("formats"),
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
        autocompletion=_offered("colors"),
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

Limit = Annotated[
    int | None,
    Option("-n", "--limit", metavar="N", parser=_number, help="At most N facts (search: 5); 0 is all."),
]
Topics = Annotated[
    list[str] | None,
    Option(
        "-t",
        "--topic",
        metavar="TOPIC",
        help="Only facts of this topic; repeatable.",
        autocompletion=_offered("topics"),
    ),
]
Who = Annotated[
    list[str] | None,
    Option(
        "--who",
        metavar="NAME",
        help="Only facts about this person or body; repeatable.",
        autocompletion=_offered("people"),
    ),
]
Where = Annotated[
    list[str] | None,
    Option(
        "--where",
        metavar="PLACE",
        help="Only facts about this place; repeatable.",
        autocompletion=_offered("places"),
    ),
]
From = Annotated[
    Date | None, Option("--from", metavar="DATE", parser=_bound, help="Only what may be on or after DATE.")
]
To = Annotated[
    Date | None, Option("--to", metavar="DATE", parser=_bound, help="Only what may be on or before DATE.")
]
Reverse = Annotated[bool, Option("--reverse", help="Last things first.")]

Query = Annotated[list[str] | None, Argument(metavar="QUERY...", help="Words, which need no quotes.")]
InShort = Annotated[bool, Option("-a", "--answer", help="Write the short answer alone.")]
Explain = Annotated[bool, Option("--explain", help="Write why each fact stands where it stands.")]
Batch = Annotated[
    str | None, Option("--batch", metavar="FILE", help="Answer each line of FILE, or of -, in JSON.")
]
On = Annotated[
    str | None,
    Option(
        "--on",
        metavar="MM-DD|today",
        help="Only what has its anniversary on this day.",
        autocompletion=_offered("days"),
    ),
]
Yearly = Annotated[bool, Option("--yearly", help="In a calendar, have each day again in every year.")]
Ids = Annotated[list[str], Argument(metavar="ID...", help="Facts or topics.", autocompletion=_offered("ids"))]
Field = Annotated[
    str | None,
    Option(
        "--field",
        metavar="NAME",
        help="Write the raw value of this field alone.",
        autocompletion=_offered("fields"),
    ),
]
TopicIds = Annotated[
    list[str] | None,
    Argument(metavar="[TOPIC...]", help="Short for -t TOPIC.", autocompletion=_offered("topics")),
]
Asks = Annotated[bool, Option("--asks", help="Put the questions of each fact to the others, too.")]
Paths = Annotated[list[str] | None, Argument(metavar="[PATH...]", help="Stores, or files of a store.")]
RuleCode = Annotated[str | None, Option("--rule", metavar="CODE", help="Say what a code means.")]
Fact_ = Annotated[str, Argument(metavar="ID", help="A fact, as topic.key.")]
NewId = Annotated[str | None, Argument(metavar="[TOPIC.KEY]", help="The id of the new fact.")]
Input = Annotated[
    str | None, Argument(metavar="[-]", help="Read the fact from standard input, in TOML or JSON.")
]
File = Annotated[str, Argument(metavar="FILE", help="A file of facts, or -.")]
DryRun = Annotated[bool, Option("--dry-run", help="Write the changes that would be made, and make none.")]
Title = Annotated[str | None, Option("--title", metavar="TEXT", help="The title of the topic, if it is new.")]
Set = Annotated[
    list[str] | None,
    Option("--set", metavar="FIELD=VALUE", help="Set a field; again for each item of an array."),
]
Unset = Annotated[list[str] | None, Option("--unset", metavar="FIELD", help="Remove a field; repeatable.")]
Unlink = Annotated[bool, Option("--unlink", help="Remove it from the `see` of other facts, too.")]
ShapeOf = Annotated[
    Shape | None,
    Option(
        "-f", "--format", metavar="FORMAT", parser=_one_of("format", Shape), help="toml, json, jsonl or csv."
    ),
]
Version = Annotated[bool, Option("-V", "--version", help="Say which this is.")]
Verbose = Annotated[bool, Option("--verbose", help="With --version: say what is set, and where.")]


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


class Desktop(NamedTuple):
    """The options of every command that writes."""

    stores: Stores = None
    dry_run: DryRun = False
    debug: Debug = False
    named: tuple[str, ...] = ()  # no option: the stores that the line names

    def desk(self) -> "Desk":
        """Where facts are written."""
        from kzun.writing import Desk

        return Desk.at(tuple(self.stores or ()), os.environ)


class Fields(NamedTuple):
    """The fields of a fact, each as it is said in words."""

    statement: Annotated[str | None, Option(metavar="TEXT", help="A sentence that stands on its own.")] = None
    date: Annotated[
        str | None, Option(metavar="DATE", help="When: 1992-03-02, 1992-03, 1992, 1991/1992, 1890~.")
    ] = None
    value: Annotated[
        list[str] | None, Option(metavar="TEXT", help="Its figure or object; repeatable, as all lists.")
    ] = None
    unit: Annotated[str | None, Option(metavar="TEXT", help="Of the figure: tenge, metres.")] = None
    qualifier: Annotated[str | None, Option(metavar="TEXT", help="Before the figure: more than.")] = None
    who: Annotated[list[str] | None, Option(metavar="NAME", help="A person or body; repeatable.")] = None
    where: Annotated[list[str] | None, Option(metavar="PLACE", help="A place; repeatable.")] = None
    answer: Annotated[
        str | None, Option(metavar="TEXT", help="The short answer, where no other field says it.")
    ] = None
    keywords: Annotated[
        list[str] | None, Option(metavar="WORD", help="Another word that people use for it; repeatable.")
    ] = None
    asks: Annotated[
        list[str] | None, Option(metavar="TEXT", help="A question that it must answer; repeatable.")
    ] = None
    see: Annotated[list[str] | None, Option(metavar="ID", help="A related fact; repeatable.")] = None
    source: Annotated[str | None, Option(metavar="KEY", help="A source, as sources.toml names it.")] = None
    at: Annotated[str | None, Option(metavar="TEXT", help="The place in the source: a page.")] = None
    as_of: Annotated[str | None, Option(metavar="DATE", help="When a changing figure held.")] = None
    extra: Annotated[list[str] | None, Option(metavar="NAME=VALUE", help="Anything else; repeatable.")] = None

    def said(self) -> dict[str, list[str]]:
        """What was said of each field."""
        said = {name: [value] if isinstance(value, str) else value for name, value in self._asdict().items()}
        return {name: list(values) for name, values in said.items() if values}


class Choice(NamedTuple):
    """The options that choose facts."""

    limit: Limit = None
    topics: Topics = None
    who: Who = None
    where: Where = None
    start: From = None
    end: To = None
    reverse: Reverse = False

    @property
    def keep(self) -> Filter:
        """The facts to keep."""
        topics, who, where = (tuple(names or ()) for names in (self.topics, self.who, self.where))
        return Filter(topics, who, where, self.start, self.end)

    def most(self, default: int) -> int:
        """How many facts to give at most; 0 is all."""
        return default if self.limit is None else self.limit


class Commands(TyperGroup):
    """The commands; an unknown one is answered with the line that was perhaps meant."""

    def list_commands(self, ctx: Context) -> list[str]:  # noqa: ARG002 - Typer's interface
        """The names of all commands, in the order of the help."""
        return list(WORKS)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:  # noqa: ARG002 - Typer's interface
        """A command, made when it is asked for: to make all of them takes as long as Python itself."""
        if cmd_name in WORKS and cmd_name not in self.commands:
            alone = typer.Typer(add_completion=False, rich_markup_mode=None)
            alone.command(cmd_name, cls=Spoken)(_spelt_out(WORKS[cmd_name]))
            self.commands[cmd_name] = get_command(alone)
        return self.commands.get(cmd_name)

    def resolve_command(self, ctx: Context, args: list[str]) -> _Resolved:
        """As the group has it, for a command that there is."""
        name, *rest = args
        if name in WORKS:
            return super().resolve_command(ctx, args)
        nearest = nearest_names(name, tuple(WORKS))
        error = UnknownChoiceError("command", name, WORKS, nearest)
        if name == "help":
            error.hint = join(["kzun", *(word for word in rest[:1] if word in WORKS), "--help"])
        else:
            error.hint = join(["kzun", nearest[0], *rest] if nearest else ["kzun", "search", *args])
        raise error

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        """As for every command."""
        return _printing(super().get_help_option(ctx))

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """The commands first, then what all of them take, then what is said without any."""
        self.format_commands(ctx, formatter)
        if isinstance(search := self.get_command(ctx, "search"), Help):
            write_shared(search, ctx, formatter)
        options = [each.get_help_record(ctx) for each in self.get_params(ctx) if each.name != "help"]
        with formatter.section("Options without a command"):
            formatter.write_dl([(name, _COMPLETION.get(name, said)) for name, said in filter(None, options)])

    def format_epilog(self, ctx: Context, formatter: HelpFormatter) -> None:  # noqa: ARG002 - Typer's interface
        """The examples, and the exit codes."""
        write_examples("kzun", formatter)
        formatter.write(f"{READ_CODES}\n")

    def in_short(self, ctx: Context) -> str:
        """What a bare call is told: the commands and the examples, and where there is more."""
        formatter = ctx.make_formatter()
        self.format_usage(ctx, formatter)
        self.format_help_text(ctx, formatter)
        self.format_commands(ctx, formatter)
        write_examples("kzun", formatter)
        formatter.write(f"{_MORE}\n")
        return formatter.getvalue()


app = typer.Typer(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,  # Rich in --help costs 75 ms
    pretty_exceptions_enable=False,
)


def main(argv: Sequence[str] | None = None) -> int:
    """The exit status of the command that `argv` states, by default what the shell gave."""
    words = sys.argv[1:] if argv is None else list(argv)
    _speak_utf8()
    try:
        if instruction := os.environ.get(COMPLETE):
            return _complete(instruction)
        if words[:1] and words[0] in _COMPLETION:
            _set_up_completion()
        return _obey(words)
    except BrokenPipeError:
        _let_go(sys.stdout)
        _let_go(sys.stderr)
        return ExitCode.FOUND
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED


def _complete(instruction: str) -> int:
    from kzun.shells import answer  # for a shell that asks, and nobody else

    return answer(get_command(app), COMPLETE, instruction)


def _set_up_completion() -> None:
    from kzun.shells import teach_zsh  # for who sets it up, and nobody else

    teach_zsh()


def _speak_utf8() -> None:
    """Pipes are UTF-8 whatever the locale; what an encoding lacks becomes `?`."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="replace", newline="\n")


def _obey(words: list[str]) -> int:
    """Run the command; the one place that catches errors."""
    try:
        with get_command(app).make_context("kzun", words.copy()) as context:
            return int(context.command.invoke(context))
    except BrokenPipeError:
        raise
    except typer.Exit as done:
        return done.exit_code
    except Exception as error:  # noqa: BLE001 - nobody gets a traceback who has not asked for one
        if "--debug" in takewhile(lambda word: word != "--", words):
            traceback.print_exception(error)
        return _fail(_worded(error, words))


@app.callback(invoke_without_command=True)
def kzun(context: typer.Context, *, version: Version = False, verbose: Verbose = False) -> ExitCode:
    """Answers plain questions from a folder of facts, with their sources."""
    if version:
        from kzun.about import settings, version_line  # only here: they take 20 ms to import

        said = (version_line(), *(settings(os.environ) if verbose else ()))
        _print("".join(f"{plain(line)}\n" for line in said))
        raise typer.Exit
    if context.invoked_subcommand is None and isinstance(context.command, Commands):
        _print(context.command.in_short(context))
    return ExitCode.FOUND


def _spelt_out(work: _Work) -> _Work:
    """The work of a command, with its groups of options spelt out as the options that they are made of."""
    parameters = signature(work).parameters.values()
    groups = {each.name: each.annotation for each in parameters if _is_group(each.annotation)}
    own = [each for each in parameters if each.name not in groups]

    @wraps(work)
    def spelt_out(**options: object) -> ExitCode:
        grouped = {name: _gathered(group, options) for name, group in groups.items()}
        named = (name for group in grouped.values() for name in getattr(group, "named", ()))
        try:
            return work(**grouped, **options)
        except KzunError as error:
            error.hint = _of_stores(error.hint, named)
            raise

    shared = chain.from_iterable(_options_of(group) for group in groups.values())
    by_name = [each.replace(kind=Parameter.KEYWORD_ONLY) for each in (*own, *shared)]
    spelt_out.__signature__ = Signature(by_name)  # type: ignore[attr-defined]
    return spelt_out


class Spoken(Help):
    """A command, with its help."""

    shared = frozenset((*Call._fields, "help"))

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        """The option that writes the help."""
        return _printing(super().get_help_option(ctx))


def _printing(option: TyperOption | None) -> TyperOption | None:
    """The option of help, told to write as all else is written: Typer takes a closed output for success."""
    if option:
        option.callback = _print_help
    return option


def _print_help(context: Context, _: object, wanted: bool) -> None:  # noqa: FBT001 - Typer's interface
    if wanted and not context.resilient_parsing:
        _print(f"{context.get_help()}\n")
        raise typer.Exit


def _of_stores(hint: str | None, stores: Iterable[str]) -> str | None:
    """The hint for these stores, where it is a command that does not name any."""
    if not hint or not hint.startswith(_ON_STORES) or "--facts" in hint:
        return hint
    return " ".join((hint, *(f"--facts {quote(store)}" for store in stores)))


def _is_group(kind: object) -> bool:
    """Whether a parameter takes a group of options; one that takes an option is annotated with it."""
    return isinstance(kind, type) and issubclass(kind, tuple)


def _options_of(group: type[_Group]) -> list[Parameter]:
    return [each for each in signature(group).parameters.values() if each.name not in {"config", "named"}]


def _gathered(group: type[_Group], options: dict[str, Any]) -> _Group:
    """The group with its share of the options; what the call leaves open is as the user has configured it."""
    own: dict[str, Any] = {each.name: options.pop(each.name) for each in _options_of(group)}
    if "stores" in own:
        config = read_config(os.environ)
        own["named"] = tuple(own["stores"] or ())
        own["stores"] = own["stores"] or (None if os.environ.get(STORES) else list(config.stores) or None)
        if group is Call:
            own["config"] = config
    return group(**own)


def search(
    choice: Choice,
    call: Call,
    query: Query = None,
    *,
    answer: InShort = False,
    explain: Explain = False,
    batch: Batch = None,
) -> ExitCode:
    """Answer a question, and list the facts behind it."""
    most = choice.most(int(limit_of(call.config).value))
    ask = partial(_chosen(call, choice).search, keep=choice.keep, limit=most, reverse=choice.reverse)
    if batch is not None:
        _refuse_in_batch(call, query)
        return _answer_each(_lines_of(batch), ask, in_short=answer)
    reply = ask(" ".join(query or ()))
    if answer:
        return _show(call, Short(reply), found=reply.answer)
    return _show(call, Explained(reply) if explain else reply, found=reply.hits)


def timeline(
    choice: Choice, call: Call, query: Query = None, *, on: On = None, yearly: Yearly = False
) -> ExitCode:
    """List dated facts in order."""
    if yearly and call.form is not Format.ICS:
        raise MissingOptionError("--yearly", "--format ics")
    day = _month_and_day(on, call)
    facts = _chosen(call, choice).timeline(
        " ".join(query or ()),
        keep=choice.keep,
        on=day,
        limit=choice.most(_ALL),
        reverse=choice.reverse,
    )
    anniversary = Anniversary(day, _today(call)) if day else None
    return _show(call, Timeline(facts, anniversary, yearly=yearly), found=facts)


def show(call: Call, ids: Ids, *, field: Field = None) -> ExitCode:
    """Show everything about a fact, or about all facts of a topic."""
    base = _open(call)
    found = _each(base.show, ids, call.named)
    facts = tuple(chain.from_iterable(found))
    complete = len(found) == len(ids)
    if field is not None:
        values = _each(partial(field_of, name=field), facts, call.named)
        _print(tsv((value,) for value in values))
        complete = complete and len(values) == len(facts)
    elif facts:
        _show(call, Shown(facts, {fact.id: base.related(fact) for fact in facts}), found=facts)
    return ExitCode.FOUND if complete else ExitCode.NOT_FOUND


def list_facts(call: Call, choice: Choice, wanted: TopicIds = None) -> ExitCode:
    """List topics and the ids of their facts."""
    choice = choice._replace(topics=[*(wanted or ()), *(choice.topics or ())])
    base = _chosen(call, choice)
    facts = base.list(keep=choice.keep, limit=choice.most(_ALL), reverse=choice.reverse)
    return _show(call, Listed(facts, base.topics), found=facts)


def check(call: Call, paths: Paths = None, *, asks: Asks = False, rule: RuleCode = None) -> ExitCode:
    """Find what is wrong with a store, or with some of its files."""
    if rule is not None:
        return _explain(rule)
    named, only = checked_stores(paths or (), call.stores or ())
    problems = _read(call._replace(stores=list(named) or None)).check(asks=asks)
    problems = tuple(problem for problem in problems if not only or only(problem.path))
    failing = [problem for problem in problems if call.strict or problem.severity is Severity.ERROR]
    return _show(call, Checked(problems, _excerpts(problems)), found=not failing)


def add(
    fields: Fields,
    desktop: Desktop,
    fact_id: NewId = None,
    source_text: Input = None,
    *,
    title: Title = None,
) -> ExitCode:
    """Add a fact: from options, standard input, or as asked."""
    from kzun import writing

    add_one = partial(desktop.desk().add, title=title, dry_run=desktop.dry_run)
    if fact_id == "-" and source_text is None:
        fact_id, source_text = None, "-"
    if source_text is not None:
        written = add_one(writing.draft_of_text(fact_id, "-", _standard_input(source_text, fields)))
    elif fact_id and fields.said():
        written = add_one(writing.draft_of_fields(fact_id, writing.table_of(fields.said())))
    else:
        written = _added_by_asking(add_one, fact_id, fields.said())
    return _tell(desktop, "added", written)


def edit(desktop: Desktop, fact_id: Fact_, *, new: Set = None, unwanted: Unset = None) -> ExitCode:
    """Change a fact: in your editor, or by --set and --unset."""
    from kzun import writing

    desk = desktop.desk()
    if not new and not unwanted:
        return _tell(desktop, "changed", _edited(desk, fact_id, dry_run=desktop.dry_run))
    changes = writing.changes_of(new or ())
    fields = tuple(map(writing.field_of, unwanted or ()))
    return _tell(desktop, "changed", desk.change(fact_id, changes, fields, dry_run=desktop.dry_run))


def remove(desktop: Desktop, fact_id: Fact_, *, unlink: Unlink = False) -> ExitCode:
    """Remove a fact; where others refer to it, they are named first."""
    written = desktop.desk().remove(fact_id, unlink=unlink, dry_run=desktop.dry_run)
    return _tell(desktop, "removed", written)


def import_facts(desktop: Desktop, path: File, *, shape: ShapeOf = None) -> ExitCode:
    """Add all facts of a file that kzun wrote, or none."""
    from kzun import writing

    chosen = shape or _shape_of(path)
    content = _whole_input() if path == "-" else writing.content_to_import(path)
    return _tell(desktop, "added", desktop.desk().import_rows(path, content, chosen, dry_run=desktop.dry_run))


WORKS: Mapping[str, _Work] = {
    "search": search,
    "timeline": timeline,
    "show": show,
    "list": list_facts,
    "check": check,
    "add": add,
    "edit": edit,
    "remove": remove,
    "import": import_facts,
}


def checked_stores(
    paths: Sequence[str], stores: Sequence[str]
) -> tuple[Sequence[str], Callable[[str], bool] | None]:
    """The stores to read, and which paths to report; a file is judged within its store.

    That is the named one that it lies in, else its own folder.
    """
    if not paths:
        return stores, None
    for path in paths:
        _refuse_unchecked(path)
    roots = {path: next((store for store in stores if _lies_in(path, store)), None) for path in paths}
    read = [
        store or (path if os.path.isdir(path) else str(Path(path).parent))  # noqa: PTH112
        for path, store in roots.items()
    ]
    return tuple(dict.fromkeys((*stores, *read))), lambda found: any(_lies_in(found, path) for path in paths)


def _refuse_unchecked(path: str) -> None:
    """Nothing is said to be in order that was not looked at. Raises MissingStoreError and UnreadableError."""
    if not os.path.lexists(path):
        raise MissingStoreError(path)
    if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir can raise
        return
    if not (os.path.isfile(path) and path.endswith(".toml")):  # noqa: PTH113
        raise UnreadableError(path, "it is neither a folder nor a TOML file")
    if Path(path).name.startswith("."):
        raise UnreadableError(path, "hidden files are no topics")


def _lies_in(path: str, root: str) -> bool:
    absolute, above = _absolute(path), _absolute(root)
    return absolute == above or above in absolute.parents


def _absolute(path: str) -> Path:
    """Where a path leads, but for links; the path itself, where the working folder has gone."""
    try:
        return Path(os.path.abspath(path))  # noqa: PTH100 - links stay
    except FileNotFoundError:
        return Path(path)


def _explain(code: str) -> ExitCode:
    """Write what one code means."""
    from kzun.rules import RULES

    found = {rule.code: rule for rule in RULES}
    if code not in found:
        raise UnknownChoiceError("rule", code, found, nearest_names(code, tuple(found)))
    rule = found[code]
    _print(f"{rule.severity}[{rule.code}]: {rule.meaning}\nfix: {rule.fix}\n")
    return ExitCode.FOUND


def _standard_input(word: str, fields: Fields) -> bytes:
    if word != "-":
        raise UsageError(f"unexpected {word!r}; - stands for standard input")
    if fields.said():
        raise ExclusiveOptionsError("-", f"--{next(iter(fields.said()))}")
    return _whole_input()


def _whole_input() -> bytes:
    """All of standard input. Raises UnreadableError."""
    try:
        return _input().read()
    except OSError as error:
        raise UnreadableError("-", error.strerror or str(error)) from error


def _input() -> BinaryIO:
    """Standard input, unless the shell has closed it. Raises UnreadableError."""
    if not sys.stdin:
        raise UnreadableError("-", os.strerror(EBADF))
    return sys.stdin.buffer


def _added_by_asking(
    add_one: "Callable[[Draft], Written]", fact_id: str | None, said: dict[str, list[str]]
) -> "Written":
    """A person at a terminal is asked for what is missing, and again for what is wrong; nobody else is."""
    from kzun import writing

    if not (sys.stdin and sys.stdin.isatty()):
        raise UnsaidFactError(fact_id)
    fact_id = fact_id or _ask(_ID) or ""
    said = said or _asked_for(name for name in Fields._fields if name not in _UNASKED)
    while True:
        try:
            return add_one(writing.draft_of_fields(fact_id, writing.table_of(said)))
        except (RefusedDraftError, TakenIdError) as error:
            fact_id, said = _asked_again(error, fact_id, said)


def _asked_again(
    error: RefusedDraftError | TakenIdError, fact_id: str, said: dict[str, list[str]]
) -> tuple[str, dict[str, list[str]]]:
    """The id and fields, with another answer for each that is wrong. Raises the error where there is none."""
    _say_problems(error.problems)
    if not error.problems:
        _say(f"{plain(str(error))}\n")
    wrong = dict.fromkeys(map(_asked_field, error.problems))
    answers = _asked_for(name for name in wrong if name)
    another = _ask(_ID) if None in wrong or not wrong else fact_id
    if another is None or not (answers or another != fact_id):
        raise error
    rest = {name: texts for name, texts in said.items() if name not in wrong}
    return another, {**rest, **answers}


def _asked_field(problem: Problem) -> str | None:
    """The field to ask for again; None for the id, which has no option."""
    if problem.path.startswith("--"):
        return problem.path.removeprefix("--").replace("-", "_")
    return "statement" if problem.code == "missing-key" else None


def _asked_for(fields: Iterable[str]) -> dict[str, list[str]]:
    """What a person says of fields, until the input ends; nothing is no answer."""
    asked = ((name, _ask(f"{name}{_HOW.get(name, '')}")) for name in fields)
    answers = takewhile(lambda answer: answer[1] is not None, asked)
    return {
        name: [part.strip() for part in answer.split(";")] if name in _SEVERAL else [answer]
        for name, answer in answers
        if answer
    }


def _ask(question: str) -> str | None:
    """What a person says; None where the input ends."""
    _say(f"{question}: ")
    line = _input().readline()
    return line.decode(errors="surrogateescape").strip() if line else None


def _edited(desk: "Desk", fact_id: str, *, dry_run: bool) -> "Written":
    """What the user's editor makes of a fact's file; whatever goes wrong, the text is kept."""
    from kzun import editor

    path, old, line = desk.opened(fact_id)
    draft = editor.Draft.of(path.name, old)
    try:
        change = _mended(desk, fact_id, path, draft, line)
        written = desk.replace(change, fact_id, dry_run=dry_run)
    except (KzunError, KeyboardInterrupt) as error:
        if kept := draft.give_up():
            _say_kept(error, kept)
        raise
    draft.discard()
    return written


def _mended(desk: "Desk", fact_id: str, path: Path, draft: "editor.Draft", line: int) -> "Change":
    """What is to be written; what is wrong with it is shown, and may be mended in the editor."""
    from kzun import editor
    from kzun.store.writer import Change

    while True:
        text = editor.text_from(draft, editor.command(os.environ, draft.path, line))
        change = Change(path, draft.old, text)
        problems = desk.new_errors(change)
        if not problems:
            return change
        _say_problems(problems)
        if not _wants_to_mend():
            raise UnmendedDraftError(fact_id)
        line = problems[0].line


def _say_kept(error: BaseException, draft: str) -> None:
    """Say where the text is: beside the error, or to who interrupts, of whom nothing else is said."""
    if isinstance(error, KzunError):
        error.hint = f"your text is kept in {draft}"
    else:
        _say(f"\nhint: your text is kept in {plain(draft)}\n")


def _say_problems(problems: Iterable[Problem]) -> None:
    _say("".join(f"{plain(_told(problem))}\n" for problem in problems))


def _wants_to_mend() -> bool:
    """Whether the user goes back to the editor; nobody else is asked."""
    if not (sys.stdin and sys.stdin.isatty()):
        return False
    _say("edit it again? [Y/n] ")
    answer = _input().readline()
    return bool(answer) and not answer.strip().lower().startswith(b"n")


def _shape_of(path: str) -> Shape:
    suffix = Path(path).suffix.removeprefix(".")
    known = tuple(Shape)
    if suffix in known:
        return Shape(suffix)
    raise UnknownChoiceError("format", suffix or path, known, nearest_names(suffix, known))


def _tell(desktop: Desktop, verb: str, written: "Written") -> ExitCode:
    """Say what was written and where; of a dry run, the changes."""
    from kzun import writing
    from kzun.views import changes

    if desktop.dry_run:
        text = changes.diff(changes.Rewritten(*each) for each in writing.texts(written))
        is_seen = sys.stdout is not None and sys.stdout.isatty()  # a terminal would obey controls
        _print("".join(f"{plain(line)}\n" for line in text.split("\n")[:-1]) if is_seen else text)
        return ExitCode.FOUND
    for warning in writing.warnings(written):
        _say(f"kzun: warning: {plain(warning)}\n")
    places = tuple(map(plain, writing.places(written)))
    shows = writing.shows(written)
    _print(changes.done(verb, written.facts, places, len(written.kept), shows=shows, stores=desktop.named))
    return ExitCode.FOUND


def _open(call: Call) -> FactBase:
    """The facts, after a warning for each damaged file; under --strict, DamagedStoreError."""
    base = _read(call)
    damaged = damage(base.problems)
    if damaged and call.strict:
        raise DamagedStoreError(tuple(damaged))
    for warning in damaged.values():
        _say(f"kzun: warning: {plain(warning)}\n")
    return base


def _chosen(call: Call, choice: Choice) -> FactBase:
    """The facts, of which those of topics are wanted that there are; else UnknownTopicError."""
    base = _open(call)
    for topic in choice.topics or ():
        if topic not in base.topics:
            raise UnknownTopicError(topic, nearest_names(topic, tuple(base.topics)))
    return base


def _read(call: Call) -> FactBase:
    if call.plain and call.pretty:
        raise ExclusiveOptionsError("--plain", "--pretty")
    if call.as_json and call.form not in {None, Format.JSON}:
        raise ExclusiveOptionsError("--json", f"--format {call.form}")
    cache = None if call.no_cache else cache_folder(os.environ)
    stores, today = tuple(call.stores or ()), _today(call)
    with bar(sys.stderr) as tell:
        return FactBase.open(stores, environ=os.environ, today=today, cache=cache, tell=tell)


def _refuse_in_batch(call: Call, query: Sequence[str] | None) -> None:
    if query:
        raise ExclusiveOptionsError("--batch", "QUERY")
    if call.form not in {None, Format.JSON, Format.JSONL}:
        raise ExclusiveOptionsError("--batch", f"--format {call.form}")


def _show(call: Call, result: Result, *, found: object) -> ExitCode:
    """Write the answer; beside it, on a terminal, what there is to say of it."""
    terminal = _is_terminal(call)
    color = wants_color(call.color, os.environ, call.config, terminal=terminal)
    form = _form(call, pretty=terminal or color)
    columns, lines = shutil.get_terminal_size()
    encoding = sys.stdout.encoding if terminal and sys.stdout else "utf-8"
    text = draw(result, form, Surface(columns, color, _today(call), encoding))
    if terminal:
        said = (
            left_out(result.facts) if form is Format.ICS and isinstance(result, Timeline) else notes(result)
        )
        _say("".join(f"{plain(line)}\n" for line in said))
    if not (_pages(call, text, lines) and page(text, pager_of(os.environ, call.config).value, os.environ)):
        _print(text)
    return ExitCode.FOUND if found else ExitCode.NOT_FOUND


def _pages(call: Call, text: str, lines: int) -> bool:
    """Whether to call the pager: on a terminal that is one, for what does not fit."""
    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    return is_terminal and not call.no_pager and not call.plain and is_longer(text, lines)


def wants_color(
    color: Color, environ: Mapping[str, str], config: Config = NO_CONFIG, *, terminal: bool
) -> bool:
    """Whether to colour: as the option says, else the environment (no-color.org, force-color.org).

    The file speaks for a terminal alone, so that no setting puts escape codes into a pipe.
    """
    match color:
        case Color.ALWAYS:
            return True
        case Color.NEVER:
            return False
        case Color.AUTO:
            settled = color_of(environ, config)
            forced = settled.origin == "FORCE_COLOR"
            return forced or (terminal and settled.value != Color.NEVER)
        case _:
            assert_never(color)


def _form(call: Call, *, pretty: bool) -> Format:
    if call.as_json:
        return Format.JSON
    if call.form or not pretty or call.plain:
        return call.form or Format.TSV
    return Format(format_of(call.config).value) if _is_terminal(call) else Format.TEXT


def _is_terminal(call: Call) -> bool:
    if call.plain or call.pretty:
        return call.pretty
    return sys.stdout is not None and sys.stdout.isatty()


def _today(call: Call) -> Date:
    return call.today or edtf.parse(datetime.now().astimezone().date().isoformat())


def _month_and_day(on: str | None, call: Call) -> tuple[int, int] | None:
    if on is None:
        return None
    return edtf.parse_day(str(_today(call))[-len("MM-DD") :] if on == "today" else on)


def _each(find: Callable[[_Asked], _Found], asked: Iterable[_Asked], stores: Iterable[str]) -> list[_Found]:
    """What is found; what is not there is reported, and is no reason to stop."""
    found = []
    for one in asked:
        try:
            found.append(find(one))
        except NotFoundError as error:
            error.hint = _of_stores(error.hint, stores)
            _fail(error)
    return found


def _answer_each(questions: Iterable[str], ask: Callable[[str], Reply], *, in_short: bool) -> ExitCode:
    """Write a line of JSON for each question, as soon as there is an answer."""
    documents = Documents()
    for question in questions:
        reply = _reply(ask, question)
        said = answer_document(reply.answer) if in_short else reply_document(reply, documents)
        _print(json.line(said))
    return ExitCode.FOUND


def _reply(ask: Callable[[str], Reply], question: str) -> Reply:
    """The reply, which an empty line gets too, so that there are as many lines as questions."""
    try:
        return ask(question)
    except EmptyQueryError:
        return Reply(question, Outcome.NONE, None, Declined(Refusal.NO_CONTENT), {}, ())


def _lines_of(path: str) -> Iterator[str]:
    """The lines of a UTF-8 file, or for "-" of standard input, each as soon as it is there.

    What is not UTF-8 is U+FFFD, as it must not come back in JSON.
    """
    try:
        with nullcontext(_input()) if path == "-" else Path(path).open("rb") as lines:
            for line in lines:
                yield line.decode(errors="replace").strip("\ufeff\r\n")
    except OSError as error:
        raise UnreadableError(path, error.strerror or str(error)) from error


def _excerpts(problems: Iterable[Problem]) -> dict[tuple[str, int], str]:
    """The lines that problems point at, of those files that can be read."""
    excerpts: dict[tuple[str, int], str] = {}
    for path in {problem.path for problem in problems}:
        with suppress(OSError):
            lines = Path(path).read_text(encoding="utf-8", errors="replace").split("\n")
            excerpts |= {(path, number): line for number, line in enumerate(lines, start=1)}
    return excerpts


def _worded(error: Exception, words: Sequence[str]) -> KzunError:
    match error:
        case KzunError():
            return error
        case NoSuchOption():
            return _unknown_option(error, words)
        case TyperUsageError():
            return _misused(error, words)
        case _:
            return UnexpectedError(error, words)


def _unknown_option(error: NoSuchOption, words: Sequence[str]) -> UsageError:
    """With the line that was perhaps meant; where words are asked about, that which asks about this one."""
    nearest = (error.possibilities or ())[:1]
    known = UsageError(f"no option {error.option_name!r}{suggestion(nearest)}")
    place = next((place for place, word in enumerate(words) if word.startswith(error.option_name)), 1)
    if error.ctx and any(parameter.name == "query" for parameter in error.ctx.command.params):
        known.hint = join(["kzun", *words[:place], "--", *words[place:]])
    elif nearest:
        mended = nearest[0] + words[place].removeprefix(error.option_name)
        known.hint = join(["kzun", *words[:place], mended, *words[place + 1 :]])
    elif error.ctx and (moved := _behind_its_command(error.ctx, words)):
        known.hint = join(["kzun", *moved])
    else:
        known.hint = _help(words)
    return known


def _behind_its_command(context: Context, words: Sequence[str]) -> list[str]:
    """The line with the command first, where the options stand before it; nothing where it has none."""
    commands = WORKS if isinstance(context.command, Commands) else {}
    place = next((place for place, word in enumerate(words) if word in commands), 0)
    return [words[place], *words[:place], *words[place + 1 :]] if place else []


def _misused(error: TyperUsageError, words: Sequence[str]) -> UsageError:
    message = error.format_message().rstrip(".")
    known = UsageError(message[:1].lower() + message[1:])
    known.hint = _help(words)
    return known


def _help(words: Sequence[str]) -> str:
    return join(["kzun", *takewhile(lambda word: not word.startswith("-"), words[:1]), "--help"])


def _fail(error: KzunError) -> ExitCode:
    hint = f"hint: {plain(error.hint)}\n" if error.hint else ""
    said = "".join(f"{plain(_told(problem))}\n" for problem in error.problems)
    with suppress(UnwritableError):  # there is nowhere left to say so
        _say(f"{said}kzun: error: {plain(str(error))}\n{hint}")
    return error.exit_code


def _told(problem: Problem) -> str:
    """A problem of a file, or of an option, which has no lines."""
    if problem.line:
        return str(problem)
    return f"{problem.path}: {problem.severity}[{problem.code}]: {problem.text}"


def _say(text: str) -> None:
    """Tell a person; nobody, where the shell has closed standard error."""
    if sys.stderr:
        _write(text, sys.stderr, "standard error")


def _print(text: str) -> None:
    """Give what was asked for. Raises UnwritableError, also where the shell has closed standard output."""
    if sys.stdout:
        _write(text, sys.stdout, "standard output")
    elif text:
        raise UnwritableError("standard output", os.strerror(EBADF))


def _write(text: str, stream: TextIO, name: str) -> None:
    """Write at once."""
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _let_go(stream)
        raise UnwritableError(name, error.strerror or str(error)) from error


def _let_go(stream: TextIO) -> None:
    """What is left to write goes nowhere, or Python would complain of it on its way out."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
