"""Long answers go to the pager, and short ones, pipes and those who want none do without."""

import os
import shlex
import sys
from pathlib import Path

import pytest

from kzun.cli import main
from kzun.pager import is_longer, page

STORE = "".join(f'[fact-{number}]\nstatement = "Statement {number}."\n' for number in range(40))


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts" / "many.toml").write_text(STORE, encoding="utf-8")
    monkeypatch.setenv("KZUN_FACTS", str(tmp_path / "facts"))
    monkeypatch.setenv("KZUN_CONFIG", "")
    monkeypatch.setenv("KZUN_PAGER", keeping(tmp_path))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LINES", "24")
    return tmp_path


def keeping(folder: Path) -> str:
    """A pager that keeps what it is shown in a file."""
    program = "import sys; open(sys.argv[1], 'wb').write(sys.stdin.buffer.read())"
    return shlex.join([sys.executable, "-c", program, str(folder / "shown")])


def test_a_text_is_longer_than_a_screen_when_no_line_is_left_for_the_prompt() -> None:
    assert is_longer("x\n" * 24, 24)
    assert not is_longer("x\n" * 23, 24)


def test_a_terminal_pages_what_does_not_fit(
    store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)

    assert main(["list", "--color", "never"]) == 0

    shown = (store / "shown").read_text(encoding="utf-8")
    assert (shown.count("\n"), capsys.readouterr().out) == (41, "")


@pytest.mark.parametrize("words", [["list", "--no-pager"], ["list", "--plain"], ["list", "-n", "3"]])
def test_a_terminal_gets_the_rest_at_once(
    store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)

    assert main(words) == 0
    assert capsys.readouterr().out
    assert not (store / "shown").exists()


@pytest.mark.parametrize("words", [["list"], ["list", "--pretty"]])
def test_a_pipe_has_no_pager(store: Path, capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    assert main(words) == 0
    assert capsys.readouterr().out.count("\n") >= 40
    assert not (store / "shown").exists()


@pytest.mark.parametrize("command", ["", "cat", "no-such-pager -x", "'open"])
def test_without_a_pager_that_runs_all_is_written_at_once(command: str) -> None:
    assert page("x\n", command, os.environ) is False


def test_a_pager_may_be_left_early() -> None:
    assert page("x\n" * 200_000, shlex.join([sys.executable, "-c", ""]), os.environ) is True


def test_a_bare_less_is_told_to_show_colours(tmp_path: Path) -> None:
    program = "import os, sys; open(sys.argv[1], 'w').write(os.environ['LESS'])"
    command = shlex.join([sys.executable, "-c", program, str(tmp_path / "said")])

    page("x\n", command, {})

    assert (tmp_path / "said").read_text(encoding="utf-8") == "FRX"
