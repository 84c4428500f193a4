"""Words offered to bash, zsh and fish, as Typer does it; yet nothing that a store says is run by a shell."""

import re
from typing import ClassVar

from typer._click import Command
from typer._click.shell_completion import CompletionItem, add_completion_class
from typer._completion_classes import BashComplete, FishComplete, ZshComplete, completion_init
from typer._completion_shared import COMPLETION_SCRIPT_ZSH, _completion_scripts
from typer.completion import shell_complete

from kzun.errors import KzunError
from kzun.views.plain import plain

_LONGEST = 70  # letters of what a word means; more would push the words apart
_UNTYPABLE = re.compile(r"[\\$`\"\x00-\x1f\x7f-\x9f]")  # words that no shell takes without quoting of its own
_SPECIAL = re.compile(r"([^\w@%+,./:-])")  # to bash; \w has the letters of every script
_LOOKALIKES = str.maketrans(
    {"'": "\u2019", '"': "\u201d", "`": "\u2019", "\\": "/", "$": None, "[": "(", "]": ")"}
)

_AT_ONCE = """
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  %(complete_func)s "$@"
fi
"""


def teach_zsh() -> None:
    """Have zsh complete at the first Tab too, with which it does no more than load Typer's script."""
    _completion_scripts["zsh"] = COMPLETION_SCRIPT_ZSH + _AT_ONCE


def answer(command: Command, variable: str, instruction: str) -> int:
    """Write what the shell asks for; an exit status. What goes wrong offers nothing, in silence."""
    completion_init()
    for style in (Bash, Zsh, Fish):
        add_completion_class(style, style.name)
    try:
        return shell_complete(command, {}, "kzun", variable, instruction)
    except KzunError:
        return 0


class Bash(BashComplete):
    """Which shows the words alone."""

    name: ClassVar[str] = "bash"

    def get_completion_args(self) -> tuple[list[str], str]:
        """Without the `=` that bash makes a word of its own."""
        words, incomplete = super().get_completion_args()
        return [word for word in words if word != "="], incomplete.removeprefix("=")

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """Those that can be typed."""
        return _typable(super().get_completions(args, incomplete))

    def format_completion(self, item: CompletionItem) -> str:
        r"""A word as it is typed: `New\ York`."""
        return _SPECIAL.sub(r"\\\1", str(item.value))


class Zsh(ZshComplete):
    """Which evaluates what it is told: a list in double quotes, within single ones."""

    name: ClassVar[str] = "zsh"

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """Those that can be typed."""
        return _typable(super().get_completions(args, incomplete))

    def format_completion(self, item: CompletionItem) -> str:
        """A word and what it means."""
        meaning = _meaning(item)
        return f"{_quoted(str(item.value))}:{_quoted(meaning)}" if meaning else _quoted(str(item.value))


class Fish(FishComplete):
    """Which takes a word and what it means with a tab between them."""

    name: ClassVar[str] = "fish"

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """Those that can be typed."""
        return _typable(super().get_completions(args, incomplete))

    def format_completion(self, item: CompletionItem) -> str:
        """A word and what it means."""
        return f"{item.value}\t{_meaning(item)}".rstrip("\t")


def _typable(items: list[CompletionItem]) -> list[CompletionItem]:
    return [
        item
        for item in items
        if not _UNTYPABLE.search(str(item.value)) and plain(str(item.value)) == item.value
    ]


def _meaning(item: CompletionItem) -> str:
    """The first letters of what a word means, without those that a shell would obey."""
    said = plain(str(item.help or "")).translate(_LOOKALIKES)
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1].rstrip()}\u2026"


def _quoted(text: str) -> str:
    """The text in double quotes, within single quotes, where a colon would end it."""
    return '"' + text.replace("'", "'\\''").replace(":", r"\\:") + '"'
