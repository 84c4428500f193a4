"""A tmux of a test's own, told what to do and looked at until it has done it."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

_PATIENCE = 60  # seconds


class Tmux:
    """Terminals behind a socket in a folder, with these variables."""

    def __init__(self, folder: Path, environ: dict[str, str]) -> None:
        self._folder, self._environ = folder, environ

    def __call__(self, *words: str) -> str:
        """What a command of tmux writes."""
        done = subprocess.run(
            ["tmux", "-S", "socket", "-f", os.devnull, *words],
            cwd=self._folder,
            env=self._environ,
            check=True,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )
        return done.stdout

    def wait(self, is_there: Callable[[str], bool], *how: str) -> str:
        """The screen, captured so, when this is there."""
        until = monotonic() + _PATIENCE
        while not is_there(screen := self("capture-pane", "-p", *how)):
            assert monotonic() < until, screen
            sleep(0.05)
        return screen
