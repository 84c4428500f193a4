"""The user's editor: which one it is, and a draft that it is given and that outlives what goes wrong."""

import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from kzun.errors import FailedEditorError

_VARIABLES = ("VISUAL", "EDITOR")
_DEFAULT = "vi"
_PLUS = ("vi", "vim", "nvim", "nano", "emacs", "emacsclient", "ed", "ex", "kak", "mg", "joe", "ne", "pico")
_GOTO = ("code", "codium", "cursor")
_COLON = ("hx", "subl", "zed", "micro")


class Draft(NamedTuple):
    """A copy of a file, in a folder of its own."""

    path: Path

    @classmethod
    def of(cls, name: str, content: bytes) -> "Draft":
        """A new draft; a file of this name, as editors look at its ending."""
        path = Path(tempfile.mkdtemp(prefix="kzun-")) / name
        path.write_bytes(content)
        return cls(path)

    def text(self) -> bytes:
        """What it holds now."""
        return self.path.read_bytes()

    def discard(self) -> None:
        """Remove it, once it is written or was not changed."""
        shutil.rmtree(self.path.parent, ignore_errors=True)


def command(environ: Mapping[str, str], path: Path, line: int) -> list[str]:
    """The words that open a file at a line; an editor that is not known gets no line.

    >>> command({"EDITOR": "nano -w"}, Path("a.toml"), 4)
    ['nano', '-w', '+4', 'a.toml']
    >>> command({"VISUAL": "code --wait", "EDITOR": "nano"}, Path("a.toml"), 4)
    ['code', '--wait', '--goto', 'a.toml:4']
    """
    words = next(
        (shlex.split(environ[name]) for name in _VARIABLES if environ.get(name, "").strip()), [_DEFAULT]
    )
    name = Path(words[0]).name
    if name in _PLUS:
        return [*words, f"+{line}", str(path)]
    if name in _GOTO:
        return [*words, "--goto", f"{path}:{line}"]
    return [*words, f"{path}:{line}" if name in _COLON else str(path)]


def open_editor(draft: Draft, words: Sequence[str]) -> None:
    """Wait for the editor. Raises FailedEditorError, and keeps the draft."""
    try:
        status = subprocess.run(words, check=False).returncode  # noqa: S603 - the user's own command
    except OSError as error:
        reason = error.strerror or str(error)
        raise FailedEditorError(words[0], reason, os.fspath(draft.path)) from error
    if status:
        raise FailedEditorError(words[0], f"exit status {status}", os.fspath(draft.path))
