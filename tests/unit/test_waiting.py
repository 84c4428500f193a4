"""A bar shows that a large store is read, to a person and only if that takes a while."""

from collections.abc import Iterator
from io import StringIO
from itertools import count
from pathlib import Path

import pytest

from kzun.factbase import FactBase
from kzun.kept import Step
from kzun.waiting import bar

ENVIRON = {"TERM": "xterm", "NO_COLOR": "1"}


class Terminal(StringIO):
    """A stream that says that a person looks at it."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for name, value in ENVIRON.items():
        monkeypatch.setenv(name, value)


def ticks(step: float) -> Iterator[float]:
    """The times that a clock shows, look by look."""
    return count(0.0, step)


def told(stream: StringIO, step: float, environ: dict[str, str] = ENVIRON) -> str:
    """What stands on a stream after it was told of a thousand files, of which each took so many seconds."""
    clock = ticks(step)
    with bar(stream, environ, lambda: next(clock)) as tell:
        if tell:
            for number in range(1000):
                tell(Step.READING, number, 1000)
            tell(Step.INDEXING, 7, 1000)
    return stream.getvalue()


def test_what_is_done_in_half_a_second_shows_nothing() -> None:
    assert told(Terminal(), 0.0004) == ""


def test_what_takes_longer_shows_how_far_it_is_and_leaves_the_line_empty() -> None:
    shown = told(Terminal(), 0.01)

    assert shown.index("reading files") < shown.index(" 49/1000") < shown.index(" 59/1000")
    assert shown.endswith("\x1b[2K")


def test_both_steps_are_told() -> None:
    assert "indexing facts" in told(Terminal(), 0.2)


@pytest.mark.parametrize(("stream", "environ"), [(StringIO(), ENVIRON), (Terminal(), {"TERM": "dumb"})])
def test_nobody_else_is_shown_anything(stream: StringIO, environ: dict[str, str]) -> None:
    assert told(stream, 9.0, environ) == ""


def test_a_closed_stream_is_told_nothing() -> None:
    with bar(None) as tell:
        assert tell is None


def test_a_store_tells_of_its_files_and_facts(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.toml").write_text('[one]\nstatement = "It is."\n', encoding="utf-8")
    said: list[tuple[Step, int, int]] = []
    FactBase.open([str(tmp_path)], environ={}, tell=lambda *step: said.append(step)).close()

    assert said == [(Step.READING, 0, 2), (Step.READING, 1, 2), (Step.INDEXING, 2, 2)]
