"""Screens as a terminal shows them."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from time import sleep

import pytest
from rich.cells import cell_len

from tests.readme import environment, lay_out
from tests.tmux import Tmux

WIDTHS = (60, 80, 120, 200)
COMMANDS = (
    "kzun",
    "kzun search when did Kazakhstan join",
    "kzun search what is the stmap value --explain",
    "kzun search what is the stamp perforation",
    "kzun search what is the stamp value -a",
    "kzun timeline",
    "kzun timeline --on 03-02",
    "kzun show stamp un-day",
    "kzun list",
    "kzun check --facts bridges",
)
COLOURED = COMMANDS[1:4] + COMMANDS[5:-1]
_ESCAPE = re.compile(r"\x1b\[[0-9;:]*m|\x1b\]8;.*?(?:\x1b\\|\x07)|[\x0e\x0f]")
_WHOLE = ("-J", "-S", "-")  # what has left the screen too, each line in one
_END = re.compile(r"^END:\d+$", re.MULTILINE)


class Terminal:
    """A terminal, in a tmux of its own."""

    def __init__(self, folder: Path, width: int, variables: dict[str, str]) -> None:
        self._folder = folder
        self._tmux = Tmux(folder, variables)
        shell = ("env", "-i", *(f"{name}={value}" for name, value in variables.items()), "sh")
        settings = ("set-option", "-g", "history-limit", "20000")
        self._tmux(*settings, ";", "new-session", "-d", "-x", str(width), "-y", "50", *shell)
        self._wait(lambda screen: bool(screen.strip()))  # for the prompt, or keys would be shown before it

    def screen(self, command: str) -> str:
        """All that a command writes, with its escape codes; a line that did not fit is one line again."""
        script = f"clear\n{command}\nprintf 'END:%s\\n' $?\n"
        (self._folder / "command").write_text(script, encoding="utf-8")
        self._tmux("clear-history")
        self._tmux("send-keys", ". ./command", "Enter")
        self._wait(lambda screen: bool(_END.search(screen)))
        drawn = self._capture("-e").partition("END:")[0]
        self._tmux("send-keys", "clear", "Enter")
        while _END.search(self._capture()):
            self._tmux("clear-history")
            sleep(0.05)
        return drawn

    def close(self) -> None:
        self._tmux("kill-server")

    def _wait(self, is_there: Callable[[str], bool]) -> None:
        self._tmux.wait(is_there, *_WHOLE)

    def _capture(self, *how: str) -> str:
        return self._tmux("capture-pane", "-p", *_WHOLE, *how)


@pytest.fixture(scope="module", params=WIDTHS)
def width(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture(scope="module")
def opened(width: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Terminal]]:
    """Opens terminals of this width; the given variables are added, or taken away where they are empty."""
    terminals: list[Terminal] = []

    def with_variables(**changes: str) -> Terminal:
        folder = tmp_path_factory.mktemp("screen")
        lay_out(folder)
        variables = environment(folder / "home") | {"TERM": "screen-256color", "COLUMNS": ""} | changes
        kept = {name: value for name, value in variables.items() if value}
        terminals.append(Terminal(folder, width, kept))
        return terminals[-1]

    yield with_variables
    for terminal in terminals:
        terminal.close()


@pytest.fixture(scope="module")
def plain(opened: Callable[..., Terminal]) -> Terminal:
    return opened(NO_COLOR="1")


@pytest.fixture(scope="module")
def coloured(opened: Callable[..., Terminal]) -> Terminal:
    return opened(NO_COLOR="")


@pytest.mark.parametrize("command", COMMANDS)
def test_without_colour_a_screen_has_no_escape_code_and_fits(
    plain: Terminal, width: int, command: str
) -> None:
    drawn = plain.screen(command)

    assert "\x1b" not in drawn
    assert [line for line in drawn.splitlines() if cell_len(line.rstrip()) > width] == []
    assert "Traceback" not in drawn
    assert drawn.strip()


@pytest.mark.parametrize("command", COLOURED)
def test_colour_changes_nothing_but_the_looks(plain: Terminal, coloured: Terminal, command: str) -> None:
    drawn = coloured.screen(command)

    assert "\x1b[" in drawn
    assert _lines(_ESCAPE.sub("", drawn)) == _lines(plain.screen(command))


def _lines(drawn: str) -> list[str]:
    return [line.rstrip() for line in drawn.splitlines()]
