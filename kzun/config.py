"""What a user has settled once and for all: `config.toml`, which gives way to flags and the environment."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, TypeVar

from kzun.errors import ExitCode, KzunError, UnreadableError, suggestion
from kzun.fact import Flaw, nearest_names, toml_type
from kzun.problem import Problem
from kzun.views.formats import Format

VARIABLE = "KZUN_CONFIG"  # another file, or empty for none
PAGER_VARIABLES = ("KZUN_PAGER", "PAGER")
PAGER = "less -FRX"
HITS = 5  # of a search
FORMATS = tuple(form for form in Format if form is not Format.ICS)  # those that each command has

_Table = Mapping[str, object]
_Default = TypeVar("_Default")


class Color(StrEnum):
    """When to colour."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class Config(NamedTuple):
    """The settings of a file; None, or empty, where it leaves them open."""

    path: Path | None = None
    stores: tuple[str, ...] = ()
    format: Format | None = None  # of a terminal: what a pipe gets is for programs to rely on
    color: Color | None = None  # likewise
    pager: str | None = None  # empty for none
    limit: int | None = None  # of a search


NO_CONFIG = Config()


class Setting(NamedTuple):
    """What holds, and where it comes from: a variable, a file or the default."""

    value: str
    origin: str


class ConfigError(KzunError):
    """The file says what cannot be obeyed."""

    exit_code = ExitCode.USAGE

    def __init__(self, problem: Problem, more: int = 0) -> None:
        self.problem, self.more = problem, more
        self.hint = f"{VARIABLE}= kzun --version --verbose"
        place = f"{problem.path}:{problem.line}:{problem.column}"
        super().__init__(f"{problem.text} ({place}{f', and {more} more' if more else ''})")


def config_path(environ: Mapping[str, str], platform: str = sys.platform) -> Path | None:
    """Where the file is looked for; None where KZUN_CONFIG is set and empty.

    As `platformdirs.user_config_path` has it, which takes 6 ms to import.
    """
    if VARIABLE in environ:
        return Path(environ[VARIABLE]) if environ[VARIABLE] else None
    default = "~/Library/Application Support" if platform == "darwin" else "~/.config"
    folder = environ.get("XDG_CONFIG_HOME", "").strip() or os.path.expanduser(default)  # noqa: PTH111 - if it can
    return Path(folder) / "kzun" / "config.toml"


def read_config(environ: Mapping[str, str]) -> Config:
    """The settings. Raises ConfigError at the first flaw, and UnreadableError."""
    path = config_path(environ)
    if path is None or not (VARIABLE in environ or path.exists()):
        return Config(path)
    from kzun.store.document import Document, problems_at, read_document  # with the parser of TOML

    found = read_document(path)
    if isinstance(found, Problem) and found.code == "unreadable":
        raise UnreadableError(found.path, found.text)
    problems = problems_at(found, tuple(_flaws(found.table))) if isinstance(found, Document) else (found,)
    if problems:
        first, *more = sorted(problems)
        raise ConfigError(first, len(more))
    return _config(path, found.table if isinstance(found, Document) else {})


def pager_of(environ: Mapping[str, str], config: Config) -> Setting:
    """The command that shows what is longer than the screen; empty for none."""
    for name in PAGER_VARIABLES:
        if name in environ:
            return Setting(environ[name], name)
    return _settled(config, config.pager, PAGER)


def color_of(environ: Mapping[str, str], config: Config) -> Setting:
    """What holds for a terminal: `never`, `always` or `auto`."""
    if environ.get("NO_COLOR"):
        return Setting(Color.NEVER, "NO_COLOR")
    if environ.get("FORCE_COLOR"):
        return Setting(Color.ALWAYS, "FORCE_COLOR")
    if config.color is None and environ.get("TERM") == "dumb":
        return Setting(Color.NEVER, "TERM")
    return _settled(config, config.color, Color.AUTO)


def format_of(config: Config) -> Setting:
    """The format of a terminal."""
    return _settled(config, config.format, Format.TEXT)


def limit_of(config: Config) -> Setting:
    """How many hits a search gives."""
    return _settled(config, config.limit, HITS)


def _settled(config: Config, value: _Default | None, default: _Default) -> Setting:
    return Setting(str(default), "default") if value is None else Setting(str(value), str(config.path))


def _config(path: Path, table: Mapping[str, object]) -> Config:
    """The settings of a table without flaws."""
    return Config(
        path,
        tuple(_store(name, path.parent) for name in _texts(table.get("stores", []))),
        Format(str(table["format"])) if "format" in table else None,
        Color(str(table["color"])) if "color" in table else None,
        str(table["pager"]) if "pager" in table else None,
        int(str(table["limit"])) if "limit" in table else None,
    )


def _store(name: str, folder: Path) -> str:
    """A store as the file names it: from the user's own folder, or from that of the file."""
    if name.startswith(":"):
        return name
    return str(folder / os.path.expanduser(name))  # noqa: PTH111 - leaves "~" alone where there is no home


def _flaws(table: _Table) -> Iterator[Flaw]:
    for key, value in table.items():
        if key not in _WANTED:
            nearest = nearest_names(key, tuple(_WANTED), limit=1)
            known = suggestion(nearest) or f" (known: {', '.join(_WANTED)})"
            yield Flaw((key,), "unknown-key", f"unknown key {key!r}{known}")
        elif not (wanted := _WANTED[key]).fits(value):
            nearest = nearest_names(str(value), wanted.words, limit=1)
            meant = suggestion(nearest)
            yield Flaw((key,), "wrong-type", f"{key} wants {wanted.named}, not {_shown(value)}{meant}")


def _shown(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()  # as TOML has it
        case str() | int():
            return repr(value)
        case _:
            return toml_type(value)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(filter(None, value)) if isinstance(value, list) else ()


class _Wanted(NamedTuple):
    """What a key takes."""

    named: str
    fits: Callable[[object], bool]
    words: tuple[str, ...] = ()  # all that it takes, where these are few


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item for item in value)


_WANTED = {
    "stores": _Wanted("an array of paths", _is_texts),
    "format": _Wanted(f"one of {', '.join(FORMATS)}", lambda value: value in FORMATS, FORMATS),
    "color": _Wanted(f"one of {', '.join(Color)}", lambda value: value in tuple(Color), tuple(Color)),
    "pager": _Wanted("a command in a string", lambda value: isinstance(value, str)),
    "limit": _Wanted("an integer from 0 on", _is_count),
}
