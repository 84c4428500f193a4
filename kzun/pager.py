"""Long answers, shown a screen at a time by the program that the user has for it."""

import shlex
from collections.abc import Mapping
from contextlib import suppress

# So that a bare `less` or `lv` shows colours, and stays out of the way of a text that fits; as git does.
_HABITS = {"LESS": "FRX", "LV": "-c", "LESSCHARSET": "utf-8"}


def is_longer(text: str, height: int) -> bool:
    """Whether the text has more lines than a screen, which drawn text has none too wide for."""
    return text.count("\n") >= height


def page(text: str, command: str, environ: Mapping[str, str]) -> bool:
    """Show the text with the pager; False where there is none, or none that can be run.

    It runs until the user leaves it. Ctrl-C is for the pager to hear, and leaving early is no error.
    """
    from signal import SIG_IGN, SIGINT, signal  # none of it is needed in a pipe
    from subprocess import PIPE, Popen

    words = _words(command)
    if not words or words == ["cat"]:
        return False
    try:
        pager = Popen(words, stdin=PIPE, env=_HABITS | dict(environ))  # noqa: S603 - the user chose it
    except OSError:
        return False
    before = signal(SIGINT, SIG_IGN)
    try:
        with suppress(BrokenPipeError):
            pager.communicate(text.encode(errors="replace"))
    finally:
        signal(SIGINT, before)
    return True


def _words(command: str) -> list[str]:
    """The words of a command line; none where its quotes do not close."""
    try:
        return shlex.split(command)
    except ValueError:
        return []
