"""The command that finds what is wrong with a store."""

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from kzun.commands.options import Call
from kzun.commands.reading import present, read_facts
from kzun.commands.streams import give
from kzun.errors import ExitCode, MissingStoreError, UnknownChoiceError, UnreadableError
from kzun.fact import nearest_names
from kzun.problem import Problem, Severity
from kzun.views.results import Checked

Paths = Annotated[list[str] | None, Argument(metavar="[PATH...]", help="Stores, or files of a store.")]
Asks = Annotated[bool, Option("--asks", help="Put the questions of each fact to the others, too.")]
RuleCode = Annotated[str | None, Option("--rule", metavar="CODE", help="Say what a code means.")]


def check(call: Call, paths: Paths = None, *, asks: Asks = False, rule: RuleCode = None) -> ExitCode:
    """Find what is wrong with a store, or with some of its files."""
    if rule is not None:
        return _explain(rule)
    named, only = checked_stores(paths or (), call.stores or ())
    problems = read_facts(call._replace(stores=list(named) or None)).check(asks=asks)
    problems = tuple(problem for problem in problems if not only or only(problem.path))
    failing = [problem for problem in problems if call.strict or problem.severity is Severity.ERROR]
    return present(call, Checked(problems, _excerpts(problems)), found=not failing)


def _explain(code: str) -> ExitCode:
    """Write what one code means."""
    from kzun.rules import RULES

    found = {rule.code: rule for rule in RULES}
    if code not in found:
        raise UnknownChoiceError("rule", code, found, nearest_names(code, tuple(found)))
    rule = found[code]
    give(f"{rule.severity}[{rule.code}]: {rule.meaning}\nfix: {rule.fix}\n")
    return ExitCode.FOUND


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


def _excerpts(problems: Iterable[Problem]) -> dict[tuple[str, int], str]:
    """The lines that problems point at, of those files that can be read."""
    excerpts: dict[tuple[str, int], str] = {}
    for path in {problem.path for problem in problems}:
        with suppress(OSError):
            lines = Path(path).read_text(encoding="utf-8", errors="replace").split("\n")
            excerpts |= {(path, number): line for number, line in enumerate(lines, start=1)}
    return excerpts
