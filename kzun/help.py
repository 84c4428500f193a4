"""Help that fits a screen: what a command has of its own in full, what all have in common by name."""

from typing import ClassVar

from typer._click import Context, HelpFormatter, Parameter
from typer.core import TyperCommand

_EXIT = "Exit: {}, 2 wrong call, {} store, 130 interrupted."
READ_CODES = _EXIT.format("0 found, 1 not found", "3 unreadable")
_WRITTEN = _EXIT.format("0 done, 1 not found", "3 unwritable")
_EXIT_CODES = {
    "check": _EXIT.format("0 sound, 1 has errors", "3 unreadable"),
    **dict.fromkeys(("add", "edit", "remove", "import"), _WRITTEN),
}
EXAMPLES = {
    "kzun": ("kzun search when did Kazakhstan join", "kzun search 'what is the stamp value?' --json"),
    "search": ("kzun search -a 'what is the stamp value?'",),
    "timeline": ("kzun timeline --on today", "kzun timeline -t accession -f ics > accession.ics"),
    "show": ("kzun show stamp.value", "kzun show stamp --field statement"),
    "list": ("kzun list stamp", "kzun list --who UNDP --json"),
    "add": (
        "kzun add stamp.size --statement 'The stamp is 40 mm wide.'",
        "kzun add stamp.size - < fact.toml",
    ),
    "edit": ("kzun edit stamp.value", "kzun edit stamp.value --set value=700"),
    "remove": ("kzun remove stamp.value --dry-run",),
    "import": ("kzun import facts.csv --dry-run",),
    "check": ("kzun check", "kzun check --facts my-facts --strict"),
}


class Help(TyperCommand):
    """A command whose help has the shared options in a line or two, and examples."""

    shared: ClassVar[frozenset[str]] = frozenset()

    def collect_usage_pieces(self, ctx: Context) -> list[str]:
        """What it takes, without braces around what it must be given."""
        return [piece.strip("{}") for piece in super().collect_usage_pieces(ctx)]

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """What it takes; `kzun --help` says what the shared options mean."""
        own, shared = _parted(self, ctx)
        if records := _records(own, ctx):
            with formatter.section("Options"):
                formatter.write_dl(records)
        with formatter.section("Shared options (see kzun --help)"):
            _write_named(_records(shared, ctx), formatter)

    def format_epilog(self, ctx: Context, formatter: HelpFormatter) -> None:  # noqa: ARG002 - Typer's interface
        """Examples that can be run, and the exit codes."""
        name = str(self.name)
        write_examples(name, formatter)
        formatter.write(f"{_EXIT_CODES.get(name, READ_CODES)}\n")


def write_examples(name: str, formatter: HelpFormatter) -> None:
    """The examples of a command."""
    with formatter.section("Examples"):
        formatter.write("".join(f"  {line}\n" for line in EXAMPLES[name]))


def write_shared(command: Help, ctx: Context, formatter: HelpFormatter) -> None:
    """The options that `command` shares with all others, and what they mean."""
    with formatter.section("Options of every command"):
        formatter.write_dl(_records(_parted(command, ctx)[1], ctx))


def _parted(command: Help, ctx: Context) -> tuple[list[Parameter], list[Parameter]]:
    """The options of the command's own, and the shared ones."""
    options = [each for each in command.get_params(ctx) if each.param_type_name == "option"]
    own = [each for each in options if each.name not in command.shared]
    return own, [each for each in options if each.name in command.shared]


def _records(options: list[Parameter], ctx: Context) -> list[tuple[str, str]]:
    records = (each.get_help_record(ctx) for each in options)
    return [record for record in records if record]


def _write_named(records: list[tuple[str, str]], formatter: HelpFormatter) -> None:
    """The options side by side, each in one line with its argument."""
    from textwrap import fill  # of help alone

    named = "  ".join(name.replace(" ", "\0") for name, _ in records)
    indent = " " * formatter.current_indent
    lines = fill(
        named, formatter.width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )
    formatter.write(lines.replace("\0", " ") + "\n")
