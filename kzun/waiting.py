"""A bar on standard error while stores are read, for a person who would wait."""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from kzun.kept import Step, Tell

if TYPE_CHECKING:
    from rich.progress import Progress

_PATIENCE = 0.5  # seconds, before which nothing is shown
_PAUSE = 0.1  # ... between two looks of the bar
_SAID = {Step.READING: "reading files", Step.INDEXING: "indexing facts"}


@contextmanager
def bar(
    stream: TextIO | None,
    environ: Mapping[str, str] = os.environ,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Tell | None]:
    """Whom to tell what is done: on a terminal, a bar shows it from half a second on until all is done."""
    if stream is None or not stream.isatty() or environ.get("TERM") == "dumb":
        yield None
        return
    shown = _Bar(stream, clock)
    try:
        yield shown.tell
    finally:
        shown.stop()


class _Bar:
    """Drawn when there is something new to say, and not by a thread of its own."""

    def __init__(self, stream: TextIO, clock: Callable[[], float]) -> None:
        self._stream, self._clock = stream, clock
        self._next = clock() + _PATIENCE
        self._progress: Progress | None = None

    def tell(self, step: Step, done: int, total: int) -> None:
        """Show how far it has got, unless that was shown a moment ago."""
        now = self._clock()
        if now < self._next:
            return
        self._next = now + _PAUSE
        if self._progress is None:
            self._progress = _progress(self._stream)
            self._progress.add_task(_SAID[step], total=total, completed=done)
            self._progress.start()
        (task,) = self._progress.task_ids
        self._progress.update(task, description=_SAID[step], completed=done, total=total)
        self._progress.refresh()

    def stop(self) -> None:
        """Leave the line as it was."""
        if self._progress:
            self._progress.stop()


def _progress(stream: TextIO) -> "Progress":
    from rich.console import Console  # 50 ms: only where half a second has gone already
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(file=stream),
        transient=True,
        auto_refresh=False,
    )
