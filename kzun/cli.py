"""The command line: words become a command, and what comes of it an exit status."""

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from functools import wraps
from importlib import import_module
from inspect import Parameter, Signature, signature
from itertools import chain, takewhile
from shlex import join
from typing import Annotated, Any

import typer
from typer import Option
from typer._click import Command, Context, HelpFormatter
from typer._click.exceptions import NoSuchOption
from typer._click.exceptions import UsageError as TyperUsageError
from typer.core import TyperGroup, TyperOption
from typer.main import get_command

from kzun.commands.options import Call, with_stores
from kzun.commands.streams import give, let_go, report, speak_utf8
from kzun.config import read_config
from kzun.errors import ExitCode, KzunError, UnknownChoiceError, UsageError, suggestion
from kzun.fact import nearest_names
from kzun.help import READ_CODES, Help, write_examples, write_shared
from kzun.store.stores import VARIABLE as STORES
from kzun.views.plain import plain

COMPLETE = "_KZUN_COMPLETE"  # set by the scripts that Typer writes for shells
_COMPLETION = {
    "--install-completion": "Set up completion in bash, zsh or fish.",
    "--show-completion": "Write the script that would be set up.",
}
_MORE = "More: kzun --help, kzun COMMAND --help"

_Work = Callable[..., ExitCode]
_Resolved = tuple[str | None, Command | None, list[str]]
_Group = tuple[Any, ...]  # a NamedTuple of options that commands share

WORKS = {  # by name, in the order of the help: where in `kzun.commands` the work of a command is
    "search": "looking.search",
    "timeline": "looking.timeline",
    "show": "looking.show",
    "list": "looking.list_facts",
    "check": "checking.check",
    "add": "editing.add",
    "edit": "editing.edit",
    "remove": "editing.remove",
    "import": "editing.import_facts",
}

Version = Annotated[bool, Option("-V", "--version", help="Say which this is.")]
Verbose = Annotated[bool, Option("--verbose", help="With --version: say what is set, and where.")]


class UnexpectedError(KzunError):
    """A mistake in kzun itself."""

    exit_code = ExitCode.STORE

    def __init__(self, cause: Exception, words: Sequence[str]) -> None:
        self.cause = cause
        self.hint = join(["kzun", *words[:1], "--debug", *words[1:]])
        super().__init__(f"unexpected {type(cause).__name__}: {cause}")


class Commands(TyperGroup):
    """The commands; an unknown one is answered with the line that was perhaps meant."""

    def list_commands(self, ctx: Context) -> list[str]:  # noqa: ARG002 - Typer's interface
        """The names of all commands, in the order of the help."""
        return list(WORKS)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:  # noqa: ARG002 - Typer's interface
        """A command, loaded and made when it is asked for: to make all takes as long as Python itself."""
        if cmd_name in WORKS and cmd_name not in self.commands:
            alone = typer.Typer(add_completion=False, rich_markup_mode=None)
            alone.command(cmd_name, cls=Spoken)(_spelt_out(_work(WORKS[cmd_name])))
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
    speak_utf8()
    try:
        if instruction := os.environ.get(COMPLETE):
            return _complete(instruction)
        if words[:1] and words[0] in _COMPLETION:
            _set_up_completion()
        return _obey(words)
    except BrokenPipeError:
        let_go(sys.stdout)
        let_go(sys.stderr)
        return ExitCode.FOUND
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED


def _complete(instruction: str) -> int:
    from kzun.shells import answer  # for a shell that asks, and nobody else

    return answer(get_command(app), COMPLETE, instruction)


def _set_up_completion() -> None:
    from kzun.shells import teach_zsh  # for who sets it up, and nobody else

    teach_zsh()


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
        return report(_worded(error, words))


@app.callback(invoke_without_command=True)
def kzun(context: typer.Context, *, version: Version = False, verbose: Verbose = False) -> ExitCode:
    """Answers plain questions from a folder of facts, with their sources."""
    if version:
        from kzun.about import settings, version_line  # only here: they take 20 ms to import

        said = (version_line(), *(settings(os.environ) if verbose else ()))
        give("".join(f"{plain(line)}\n" for line in said))
        raise typer.Exit
    if context.invoked_subcommand is None and isinstance(context.command, Commands):
        give(context.command.in_short(context))
    return ExitCode.FOUND


def _work(place: str) -> _Work:
    """What a command does; its module is loaded for it."""
    module, _, name = place.partition(".")
    work: _Work = getattr(import_module(f"kzun.commands.{module}"), name)
    return work


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
            error.hint = with_stores(error.hint, named)
            raise

    shared = chain.from_iterable(_options_of(group) for group in groups.values())
    by_name = [each.replace(kind=Parameter.KEYWORD_ONLY) for each in (*own, *shared)]
    spelt_out.__signature__ = Signature(by_name)  # type: ignore[attr-defined]
    return spelt_out


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


def _is_group(kind: object) -> bool:
    """Whether a parameter takes a group of options; one that takes an option is annotated with it."""
    return isinstance(kind, type) and issubclass(kind, tuple)


def _options_of(group: type[_Group]) -> list[Parameter]:
    return [each for each in signature(group).parameters.values() if each.name not in {"config", "named"}]


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
        give(f"{context.get_help()}\n")
        raise typer.Exit


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
    moved = _behind_its_command(error.ctx, words, error.option_name) if error.ctx else []
    nearest = () if moved else (error.possibilities or ())[:1]
    known = UsageError(f"no option {error.option_name!r}{suggestion(nearest)}")
    place = next((place for place, word in enumerate(words) if word.startswith(error.option_name)), 1)
    if error.ctx and any(parameter.name == "query" for parameter in error.ctx.command.params):
        known.hint = join(["kzun", *words[:place], "--", *words[place:]])
    elif moved:
        known.hint = join(["kzun", *moved])
    elif nearest:
        mended = nearest[0] + words[place].removeprefix(error.option_name)
        known.hint = join(["kzun", *words[:place], mended, *words[place + 1 :]])
    else:
        known.hint = _help(words)
    return known


def _behind_its_command(context: Context, words: Sequence[str], option: str) -> list[str]:
    """The line with the command first, where an option of it stands before it; nothing where none does."""
    place = next((place for place, word in enumerate(words) if word in WORKS), 0)
    if not place or not isinstance(context.command, Commands):
        return []
    command = context.command.get_command(context, words[place])
    takes_it = command and any(option in parameter.opts for parameter in command.params)
    return [words[place], *words[:place], *words[place + 1 :]] if takes_it else []


def _misused(error: TyperUsageError, words: Sequence[str]) -> UsageError:
    message = error.format_message().rstrip(".")
    known = UsageError(message[:1].lower() + message[1:])
    known.hint = _help(words)
    return known


def _help(words: Sequence[str]) -> str:
    return join(["kzun", *takewhile(lambda word: not word.startswith("-"), words[:1]), "--help"])
