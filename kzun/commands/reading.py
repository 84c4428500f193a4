"""What all commands that read do: they open the facts, and show what they have found."""

import os
import shutil
import sys
from collections.abc import Mapping
from datetime import datetime
from typing import assert_never

from kzun import edtf
from kzun.commands.options import Call, ExclusiveOptionsError
from kzun.commands.streams import give, say
from kzun.config import NO_CONFIG, Color, Config, color_of, format_of, pager_of
from kzun.edtf import Date
from kzun.errors import ExitCode
from kzun.factbase import FactBase
from kzun.pager import is_longer, page
from kzun.store.stores import cache_folder
from kzun.views.formats import Format, Surface, draw
from kzun.views.notes import left_out, notes
from kzun.views.plain import plain
from kzun.views.results import Result, Timeline
from kzun.waiting import bar


def read_facts(call: Call) -> FactBase:
    """The facts of the stores. Raises ExclusiveOptionsError, and what FactBase.open does."""
    if call.plain and call.pretty:
        raise ExclusiveOptionsError("--plain", "--pretty")
    if call.as_json and call.form not in {None, Format.JSON}:
        raise ExclusiveOptionsError("--json", f"--format {call.form}")
    cache = None if call.no_cache else cache_folder(os.environ)
    stores, today = tuple(call.stores or ()), today_of(call)
    with bar(sys.stderr) as tell:
        return FactBase.open(stores, environ=os.environ, today=today, cache=cache, tell=tell)


def present(call: Call, result: Result, *, found: object) -> ExitCode:
    """Write the answer; beside it, on a terminal, what there is to say of it.

    The exit status says whether anything is `found`.
    """
    terminal = _is_terminal(call)
    color = wants_color(call.color, os.environ, call.config, terminal=terminal)
    form = _form(call, pretty=terminal or color)
    columns, lines = shutil.get_terminal_size()
    encoding = sys.stdout.encoding if terminal and sys.stdout else "utf-8"
    text = draw(result, form, Surface(columns, color, today_of(call), encoding))
    if terminal:
        said = (
            left_out(result.facts) if form is Format.ICS and isinstance(result, Timeline) else notes(result)
        )
        say("".join(f"{plain(line)}\n" for line in said))
    if not (_pages(call, text, lines) and page(text, pager_of(os.environ, call.config).value, os.environ)):
        give(text)
    return ExitCode.FOUND if found else ExitCode.NOT_FOUND


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


def today_of(call: Call) -> Date:
    """The day that is taken for today."""
    return call.today or edtf.parse(datetime.now().astimezone().date().isoformat())


def _pages(call: Call, text: str, lines: int) -> bool:
    """Whether to call the pager: on a terminal that is one, for what does not fit."""
    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    return is_terminal and not call.no_pager and not call.plain and is_longer(text, lines)


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
