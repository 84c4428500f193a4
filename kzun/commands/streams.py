"""The standard streams: what a command reads there, what it gives, and what it says beside that."""

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from errno import EBADF
from io import TextIOWrapper
from typing import BinaryIO, TextIO

from kzun.errors import ExitCode, KzunError, UnreadableError
from kzun.problem import Problem
from kzun.views.plain import plain


class UnwritableError(KzunError):
    """Standard output or error takes no more."""

    exit_code = ExitCode.STORE

    def __init__(self, stream: str, reason: str) -> None:
        self.stream, self.reason = stream, reason
        super().__init__(f"cannot write to {stream}: {reason}")


def speak_utf8() -> None:
    """Pipes are UTF-8 whatever the locale; what an encoding lacks becomes `?`."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="replace", newline="\n")


def standard_input() -> BinaryIO:
    """Standard input, unless the shell has closed it. Raises UnreadableError."""
    if not sys.stdin:
        raise UnreadableError("-", os.strerror(EBADF))
    return sys.stdin.buffer


def give(text: str) -> None:
    """Give what was asked for. Raises UnwritableError, also where the shell has closed standard output."""
    if sys.stdout:
        _write(text, sys.stdout, "standard output")
    elif text:
        raise UnwritableError("standard output", os.strerror(EBADF))


def say(text: str) -> None:
    """Tell a person; nobody, where the shell has closed standard error."""
    if sys.stderr:
        _write(text, sys.stderr, "standard error")


def warn(warning: str) -> None:
    """Say what is wrong, and is no reason to stop."""
    say(f"kzun: warning: {plain(warning)}\n")


def say_problems(problems: Iterable[Problem]) -> None:
    """Say what is wrong, a line for each problem."""
    say("".join(f"{plain(_told(problem))}\n" for problem in problems))


def report(error: KzunError) -> ExitCode:
    """Say what an error is, after the problems that it is made of, and what would help; its exit status."""
    hint = f"hint: {plain(error.hint)}\n" if error.hint else ""
    said = "".join(f"{plain(_told(problem))}\n" for problem in error.problems)
    with suppress(UnwritableError):  # there is nowhere left to say so
        say(f"{said}kzun: error: {plain(str(error))}\n{hint}")
    return error.exit_code


def let_go(stream: TextIO) -> None:
    """Send nowhere what is left to write, or Python would complain of it on its way out."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _told(problem: Problem) -> str:
    """A problem of a file, or of an option, which has no lines."""
    if problem.line:
        return str(problem)
    return f"{problem.path}: {problem.severity}[{problem.code}]: {problem.text}"


def _write(text: str, stream: TextIO, name: str) -> None:
    """Write at once."""
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        let_go(stream)
        raise UnwritableError(name, error.strerror or str(error)) from error
