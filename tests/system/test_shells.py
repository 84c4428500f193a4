"""Completion in the shells themselves: at a prompt, with what `--install-completion` sets up."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tmux import Tmux

ROOT = Path(__file__).parents[2]
SHELLS = ("bash", "zsh", "fish")
PROMPT = "ready>"
PROMPTS = {
    "bash": (".bashrc", f"PS1='{PROMPT} '\n"),
    "zsh": (".zshrc", f"PS1='{PROMPT} '\n"),
    "fish": (".config/fish/config.fish", f"function fish_prompt; echo -n '{PROMPT} '; end\n"),
}


class Prompt:
    """A shell in a terminal of its own, at its prompt."""

    def __init__(self, shell: str, folder: Path, environ: dict[str, str]) -> None:
        self._tmux = Tmux(folder, environ)
        self._tmux("new-session", "-d", "-x", "110", "-y", "40", shell, "-i")
        self._tmux.wait(lambda screen: PROMPT in screen)

    def after_tab(self, line: str, shows: str) -> str:
        """The screen when it shows this, after a line and a Tab."""
        self._tmux("send-keys", "-l", line)
        self._tmux.wait(lambda screen: line.rstrip() in screen)
        self._tmux("send-keys", "Tab")
        return self._tmux.wait(lambda screen: shows in screen)

    def close(self) -> None:
        self._tmux("kill-server")


@pytest.fixture
def prompt(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Prompt]:
    """A new session of the shell, for a user who has installed completion."""
    shell = str(request.param)
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    (tmp_path / "bin").mkdir()
    script = tmp_path / "bin" / "kzun"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kzun "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    environ = {
        "PATH": f"{script.parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "HOME": str(tmp_path),
        "KZUN_CONFIG": "",
        "KZUN_FACTS": ":bundled:",
        "TERM": "screen",
        "LC_ALL": "C.UTF-8",
        "ZDOTDIR": str(tmp_path),
    }
    install = [shell, "-c", "kzun --install-completion; true"]  # `true`, or the shell would be gone
    subprocess.run(install, env=environ, check=True, capture_output=True, timeout=60)
    file, said = PROMPTS[shell]
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    with (tmp_path / file).open("a", encoding="utf-8") as lines:
        lines.write(f"\n{said}")
    opened = Prompt(shell, tmp_path, environ)
    yield opened
    opened.close()


in_each_shell = pytest.mark.parametrize("prompt", SHELLS, indirect=True)
in_shells_that_tell = pytest.mark.parametrize("prompt", ["zsh", "fish"], indirect=True)


@in_each_shell
def test_the_first_tab_completes_an_id(prompt: Prompt) -> None:
    prompt.after_tab("kzun show stamp.va", shows="kzun show stamp.value")


@in_each_shell
def test_a_place_of_two_words_is_completed_as_one(prompt: Prompt) -> None:
    prompt.after_tab("kzun list --where New", shows=r"kzun list --where New\ York")


@in_each_shell
def test_a_command_is_completed(prompt: Prompt) -> None:
    prompt.after_tab("kzun timel", shows="kzun timeline")


@in_shells_that_tell
def test_ids_stand_beside_their_statements(prompt: Prompt) -> None:
    screen = prompt.after_tab("kzun show un-day.", shows="un-day.guterres")

    line = next(line for line in screen.splitlines() if line.startswith("un-day.guterres"))
    assert "António Guterres is the Secretary-General of the UN." in line


@in_shells_that_tell
def test_formats_stand_beside_what_they_are_for(prompt: Prompt) -> None:
    screen = prompt.after_tab("kzun timeline -f ", shows="jsonl")

    assert "for a calendar" in screen
    assert "one line of JSON a fact" in screen


@in_shells_that_tell
def test_people_stand_beside_the_number_of_their_facts(prompt: Prompt) -> None:
    screen = prompt.after_tab("kzun list --who A", shows="António Guterres")

    assert " facts" in screen
