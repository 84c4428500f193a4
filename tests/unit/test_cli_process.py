"""The command as a process of its own: streams, signals and what it loads."""

import json
import os
import pty
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KZUN = [sys.executable, "-m", "kzun"]
STAMP = """
title = "The anniversary stamp"

[value]
statement = "The anniversary stamp has a face value of 700 теңге."
value = 700
unit = "теңге"
"""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "facts"
    folder.mkdir()
    (folder / "stamp.toml").write_text(STAMP, encoding="utf-8")
    return folder


@pytest.fixture
def environ(store: Path, tmp_path: Path) -> dict[str, str]:
    """Of the caller's variables only PATH, so that none of them decides what a test sees."""
    own = {"PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path), "LC_ALL": "C"}
    return {
        "PATH": os.environ["PATH"],
        "KZUN_FACTS": str(store),
        "PYTHONIOENCODING": "ascii",
        "TERM": "xterm",
        **own,
    }


@pytest.fixture
def batch(environ: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A batch that waits for questions."""
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [*KZUN, "search", "--batch", "-"], stdin=pipe, stdout=pipe, stderr=pipe, env=environ
    ) as waiting:
        yield waiting
        waiting.kill()


def test_a_pipe_is_utf_8_whatever_the_locale(environ: dict[str, str]) -> None:
    done = subprocess.run([*KZUN, "list"], capture_output=True, env=environ, check=True)

    assert done.stdout.decode() == (
        "stamp.value\t\t700 теңге\tThe anniversary stamp has a face value of 700 теңге.\n"
    )


def test_an_argument_that_is_no_utf_8_is_a_query_and_comes_back_as_utf_8(environ: dict[str, str]) -> None:
    done = subprocess.run(
        [*KZUN, "search", "stamp", b"\xff", "--json"], capture_output=True, env=environ, check=False
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert '"query": "stamp \ufffd"' in done.stdout.decode()


@pytest.mark.parametrize("words", [["list"], ["--help"], ["search", "--batch", "-"]])
def test_a_reader_that_has_left_is_no_error(environ: dict[str, str], words: list[str]) -> None:
    theirs, ours = os.pipe()
    os.close(theirs)
    done = subprocess.run(
        [*KZUN, *words], input=b"stamp", stdout=ours, stderr=subprocess.PIPE, env=environ, check=False
    )
    os.close(ours)

    assert (done.returncode, done.stderr) == (0, b"")


def test_an_error_that_nobody_waits_for_is_quiet(environ: dict[str, str]) -> None:
    theirs, ours = os.pipe()
    os.close(theirs)
    done = subprocess.run(
        [*KZUN, "show", "x.y"], stdout=subprocess.PIPE, stderr=ours, env=environ, check=False
    )
    os.close(ours)

    assert (done.returncode, done.stdout) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is full")
def test_a_full_disk_is_one_error_line(environ: dict[str, str]) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run([*KZUN, "list"], stdout=full, stderr=subprocess.PIPE, env=environ, check=False)

    assert (done.returncode, done.stderr) == (
        3,
        b"kzun: error: cannot write to standard output: No space left on device\n",
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is full")
def test_an_error_that_nobody_can_read_keeps_its_status(environ: dict[str, str]) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [*KZUN, "show", "x.y"], stdout=subprocess.PIPE, stderr=full, env=environ, check=False
        )

    assert (done.returncode, done.stdout) == (1, b"")


def test_a_batch_replies_before_the_next_question_is_asked(batch: subprocess.Popen[bytes]) -> None:
    assert batch.stdin
    assert batch.stdout
    for question in ("stamp value", "қанша тұрады", ""):
        batch.stdin.write(f"{question}\n".encode())
        batch.stdin.flush()
        assert json.loads(batch.stdout.readline())["query"] == question
    batch.stdin.close()

    assert (batch.stdout.read(), batch.wait()) == (b"", 0)


def test_an_interrupted_batch_ends_quietly(batch: subprocess.Popen[bytes]) -> None:
    assert batch.stdin
    assert batch.stdout
    assert batch.stderr
    batch.stdin.write(b"stamp\n")
    batch.stdin.flush()
    batch.stdout.readline()
    batch.send_signal(signal.SIGINT)

    assert (batch.wait(), batch.stdout.read(), batch.stderr.read()) == (130, b"", b"")


def test_a_terminal_gets_a_coloured_screen(environ: dict[str, str]) -> None:
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [*KZUN, "show", "stamp.value"], stdout=theirs, stderr=subprocess.PIPE, env=environ, check=False
    )
    os.close(theirs)
    with os.fdopen(ours, "rb", buffering=0) as screen:
        drawn = screen.read(10_000)

    assert (done.returncode, done.stderr) == (0, b"")
    assert drawn.startswith(b"\x1b[1;36mstamp.value\x1b[0m\r\n")


@pytest.mark.parametrize(
    "words",
    [
        ["search", "stamp", "value"],
        ["search", "stamp", "--json"],
        ["timeline"],
        ["show", "stamp"],
        ["list"],
        ["--help"],
    ],
)
def test_a_pipe_loads_no_library_that_only_other_formats_need(
    environ: dict[str, str], words: list[str]
) -> None:
    spare = {"rich", "tomli_w", "tomlkit", "icalendar", "filelock", "importlib.metadata", "pydantic"}
    told = f"print(sorted({spare!r} & sys.modules.keys()))"
    program = f"import sys; from kzun.cli import main; main({words!r}); {told}"

    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        env=environ,
        check=True,
        text=True,
        encoding="utf-8",
    )

    assert done.stdout.splitlines()[-1] == "[]"


WRITING = [
    ["list"],
    ["search", "stamp", "--json"],
    ["check", "--rule", "no-source"],
    ["add", "stamp.gum", "--statement", "It is sweet."],
    ["--help"],
    ["list", "--help"],
    ["--version"],
    [],
]


@pytest.mark.parametrize("words", WRITING)
def test_an_output_that_takes_nothing_is_an_error(environ: dict[str, str], words: list[str]) -> None:
    said = " ".join(shlex.quote(word) for word in (*KZUN, *words))
    closed = subprocess.run(f"{said} >&-", shell=True, capture_output=True, env=environ, check=False)  # noqa: S602

    assert (closed.returncode, closed.stderr) == (
        3,
        b"kzun: error: cannot write to standard output: Bad file descriptor\n",
    )


@pytest.mark.parametrize(
    "words", [["add", "stamp.gum", "-"], ["import", "-", "-f", "csv"], ["search", "--batch", "-"]]
)
def test_an_input_that_is_closed_is_an_error(environ: dict[str, str], words: list[str]) -> None:
    said = " ".join(shlex.quote(word) for word in (*KZUN, *words))
    done = subprocess.run(f"{said} <&-", shell=True, capture_output=True, env=environ, check=False)  # noqa: S602

    assert (done.returncode, done.stdout) == (3, b"")
    assert done.stderr == b"kzun: error: cannot read -: Bad file descriptor\n"


@pytest.mark.parametrize(
    "words", [["list"], ["check"], ["check", "."], ["check", "x.toml"], ["add", "a.b", "--statement", "A."]]
)
def test_a_working_folder_that_has_gone_is_an_error(
    environ: dict[str, str], tmp_path: Path, words: list[str]
) -> None:
    (tmp_path / "gone").mkdir()
    said = " ".join(shlex.quote(word) for word in (*KZUN, *words))
    done = subprocess.run(  # noqa: S602
        f"rmdir ../gone; KZUN_FACTS=facts {said}",
        shell=True,
        cwd=tmp_path / "gone",
        capture_output=True,
        env=environ,
        check=False,
    )

    assert (done.returncode, done.stdout) == (3, b"")
    assert re.fullmatch(
        rb"kzun: error: (no store at|cannot read|no facts in) \S+(: .*)?\n(hint: .*\n)?", done.stderr
    )
