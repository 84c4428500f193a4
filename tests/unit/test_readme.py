"""The README tells the truth: its examples print what it says that they print."""

import doctest
import re
from pathlib import Path

import pytest

from tests.readme import Example, blocks, examples, files, lay_out, run

EXAMPLES = examples()
SESSIONS = blocks("pycon")
COMMANDS = {"search", "timeline", "show", "list", "check", "add", "edit", "import"}

# What the examples run beside kzun: POSIX has all of it. Other tools belong into ```sh blocks.
POSIX = {
    "awk",
    "cat",
    "cut",
    "echo",
    "export",
    "grep",
    "head",
    "mkdir",
    "printf",
    "sed",
    "sort",
    "tail",
    "uniq",
    "wc",
    "while",
}
_QUOTED_OR_ASSIGNED = re.compile(r"'[^']*'|\b\w+=(?!\$)\S* |\b\w+=")
_TOOL = re.compile(r"(?:^|[|;(]|&&)[ \t]*(\w+)", re.MULTILINE)


def test_there_are_examples_of_every_command() -> None:
    commands = " ".join(example.command for example in EXAMPLES)

    assert {"search", "timeline", "show", "list", "check", "add", "edit", "import"} <= set(
        re.findall(r"\bkzun (\w+)", commands)
    )
    assert SESSIONS
    assert files()


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.command for example in EXAMPLES])
def test_an_example_prints_what_stands_below_it(example: Example, tmp_path: Path) -> None:
    lay_out(tmp_path)

    done = run(example.command, tmp_path)

    assert done.stdout == example.output, done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.command for example in EXAMPLES])
def test_an_example_runs_nothing_but_kzun_and_what_posix_has(example: Example) -> None:
    tools = set(_TOOL.findall(_QUOTED_OR_ASSIGNED.sub("", example.command))) - {"do", "done"}

    assert tools <= {"kzun", *POSIX}


@pytest.mark.parametrize("session", SESSIONS)
def test_a_python_session_goes_as_shown(
    session: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KZUN_FACTS", raising=False)
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    test = doctest.DocTestParser().get_doctest(session, {}, "README", "README.md", 0)
    said: list[str] = []

    outcome = doctest.DocTestRunner().run(test, out=said.append)

    assert outcome.attempted
    assert not outcome.failed, "".join(said)


def test_the_first_two_commands_answer_a_question_and_run_the_tests() -> None:
    first, second, *_ = blocks("sh")

    assert first == (
        "python3 -m venv .venv && .venv/bin/pip install -q . && "
        ".venv/bin/kzun search when did Kazakhstan join\n"
    )
    assert second == (
        "python3 -m venv .venv && .venv/bin/pip install -q -e '.[dev]' && .venv/bin/pytest -n auto --cov\n"
    )
