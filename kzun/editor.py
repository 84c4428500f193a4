"""The user's editor: which one it is, and a draft that it is given and that outlives what goes wrong."""

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from kzun.errors import FailedEditorError, UnwritableStoreError

_VARIABLES = ("VISUAL", "EDITOR")
_DEFAULT = "vi"
_PLUS = ("vi", "vim", "nvim", "nano", "emacs", "emacsclient", "ed", "ex", "kak", "mg", "joe", "ne", "pico")
_GOTO = ("code", "codium", "cursor")
_COLON = ("hx", "subl", "zed", "micro")


class Draft(NamedTuple):
    """A copy of a file, in a folder of its own."""

    path: Path
    old: bytes  # what it was made of

    @classmethod
    def of(cls, name: str, content: bytes) -> "Draft":
        """A new draft; a file of this name, as editors look at its ending. Raises UnwritableStoreError."""
        try:
            path = Path(tempfile.mkdtemp(prefix="kzun-")) / name
            path.write_bytes(content)
        except OSError as error:
            raise UnwritableStoreError(tempfile.gettempdir(), error.strerror or str(error)) from error
        return cls(path, content)

    def text(self) -> bytes | None:
        """What it holds now; None where it cannot be read any more."""
        try:
            return self.path.read_bytes()
        except OSError:
            return None

    def discard(self) -> None:
        """Remove it, once it is written or was not changed."""
        shutil.rmtree(self.path.parent, ignore_errors=True)

    def give_up(self) -> str | None:
        """Where the text is kept; None where there is nothing to keep."""
        if self.text() in {None, self.old}:
            self.discard()
            return None
        return os.fspath(self.path)


def command(environ: Mapping[str, str], path: Path, line: int) -> list[str]:
    """The words that open a file at a line; an editor that is not known gets no line.

    Raises FailedEditorError for words that no shell could read.

    >>> command({"EDITOR": "nano -w"}, Path("a.toml"), 4)
    ['nano', '-w', '+4', 'a.toml']
    >>> command({"VISUAL": "code --wait", "EDITOR": "nano"}, Path("a.toml"), 4)
    ['code', '--wait', '--goto', 'a.toml:4']
    """
    said = next((environ[name] for name in _VARIABLES if environ.get(name, "").strip()), _DEFAULT)
    try:
        words = shlex.split(said)
    except ValueError as error:
        raise FailedEditorError(said, str(error).lower()) from error
    name = Path(words[0]).name
    if name in _PLUS:
        return [*words, f"+{line}", str(path)]
    if name in _GOTO:
        return [*words, "--goto", f"{path}:{line}"]
    return [*words, f"{path}:{line}" if name in _COLON else str(path)]


def text_from(draft: Draft, words: Sequence[str]) -> bytes:
    """What the editor has made of a draft. Raises FailedEditorError, and keeps the draft."""
    try:
        with _interruptible():
            status = subprocess.run(words, check=False).returncode  # noqa: S603 - the user's own command
    except OSError as error:
        raise FailedEditorError(words[0], error.strerror or str(error)) from error
    if status:
        ending = f"signal {-status}" if status < 0 else f"exit status {status}"
        raise FailedEditorError(words[0], ending)
    text = draft.text()
    if text is None:
        raise FailedEditorError(words[0], "it has left no file that can be read")
    return text


@contextmanager
def _interruptible() -> Iterator[None]:
    """Ctrl-C is the editor's; a handler that does nothing is, unlike none, not handed down to it."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
