"""What people build of kzun with other tools, as the README has it; a tool that is missing skips its test."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.readme import blocks

ROOT = Path(__file__).parents[2]
FZF = next(block for block in blocks("sh") if "fzf" in block)


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """A user with nothing but PATH, on which `kzun` is this one."""
    (tmp_path / "bin").mkdir()
    script = tmp_path / "bin" / "kzun"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kzun "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    return {
        "PATH": f"{script.parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "HOME": str(tmp_path),
        "KZUN_CONFIG": "",
        "KZUN_FACTS": ":bundled:",
        "TERM": "xterm",
        "LC_ALL": "C.UTF-8",
    }


def said(command: str, environ: dict[str, str], folder: Path, program: str = "bash") -> str:
    """What a command line writes; it has to succeed."""
    done = subprocess.run(
        [program, "-c", command],
        capture_output=True,
        cwd=folder,
        env=environ,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def needs(tool: str) -> pytest.MarkDecorator:
    """Skips a test where a tool is missing."""
    return pytest.mark.skipif(shutil.which(tool) is None, reason=f"{tool} is not installed")


@needs("fzf")
def test_fzf_picks_an_id_which_show_takes(environ: dict[str, str], tmp_path: Path) -> None:
    pick = "fzf --delimiter '\\t' --with-nth 1,4 --filter 'stamp.value' --preview 'kzun show {1}'"
    command = f"kzun list | {pick} | cut -f1 | head -1"

    assert said(f"kzun show $({command}) --field value", environ, tmp_path) == "700\n"


def test_a_prompt_says_a_fact_of_the_day(environ: dict[str, str], tmp_path: Path) -> None:
    command = "kzun timeline --on today --today 2026-03-02 -n 2 | cut -f4"

    assert said(command, environ, tmp_path).count("\n") == 2


def test_a_day_without_a_fact_writes_nothing(environ: dict[str, str], tmp_path: Path) -> None:
    assert said("kzun timeline --on 02-29 || true", environ, tmp_path) == ""


def test_a_loop_puts_questions(environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "questions.txt").write_text("what is the stamp value\nwho is on the moon\n", encoding="utf-8")
    command = (
        'while read -r question; do kzun search -a -- "$question" || echo "not known"; done < questions.txt'
    )

    assert said(command, environ, tmp_path) == "700 tenge\nnot known\n"


@needs("jq")
def test_jq_reads_the_envelope(environ: dict[str, str], tmp_path: Path) -> None:
    assert said("kzun search stamp value --json | jq -r .answer.text", environ, tmp_path) == "700 tenge\n"
    assert said(
        "kzun timeline -t cica -f jsonl | jq -r 'select(.date != null) | .id' | head -1", environ, tmp_path
    ).startswith("cica.")


def test_a_cron_job_writes_a_calendar(environ: dict[str, str], tmp_path: Path) -> None:
    bare = {name: environ[name] for name in ("PATH", "PYTHONPATH", "HOME")}  # cron has little more

    (tmp_path / "public").mkdir()

    said(blocks("crontab")[0].removeprefix("0 6 * * * "), bare, tmp_path, program="sh")

    calendar = (tmp_path / "public" / "anniversaries.ics").read_text(encoding="utf-8")
    assert calendar.startswith("BEGIN:VCALENDAR")
    assert calendar.count("RRULE:FREQ=YEARLY") == calendar.count("BEGIN:VEVENT") > 0


FACT = '[value]\nstatement = "The stamp costs 700 tenge."\nvalue = 700\nunit = "tenge"\nsource = "book"\n'
SOURCES = '[book]\ntitle = "A book"\n'


@needs("make")
def test_make_checks_a_store_when_it_has_changed(environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts" / "stamp.toml").write_text(FACT, encoding="utf-8")
    (tmp_path / "facts" / "sources.toml").write_text(SOURCES, encoding="utf-8")
    (tmp_path / "Makefile").write_text(blocks("make")[0], encoding="utf-8")

    assert "kzun check" in said("make", environ, tmp_path)
    assert "up to date" in said("make", environ, tmp_path)


@needs("git")
def test_a_hook_keeps_a_damaged_store_out_of_a_commit(environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "garden").mkdir()
    fact = tmp_path / "garden" / "stamp.toml"
    (tmp_path / "garden" / "sources.toml").write_text(SOURCES, encoding="utf-8")
    fact.write_text(FACT.replace("unit", "unti"), encoding="utf-8")
    said("git init -q . && git config user.email a@b.c && git config user.name a", environ, tmp_path)
    hook = tmp_path / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(blocks("bash")[0], encoding="utf-8")
    hook.chmod(0o755)

    refused = subprocess.run(
        ["bash", "-c", "git add garden && git commit -qm x"],
        capture_output=True,
        cwd=tmp_path,
        env=environ,
        text=True,
        check=False,
    )

    assert refused.returncode != 0
    assert (
        "garden/stamp.toml:4:1: error[unknown-key]: unknown key 'unti'; did you mean unit?" in refused.stderr
    )
    fact.write_text(FACT, encoding="utf-8")
    said("git add garden && git commit -qm x 2>/dev/null", environ, tmp_path)


@needs("fzf")
@needs("tmux")
def test_fzf_shows_a_fact_beside_the_list(environ: dict[str, str], tmp_path: Path) -> None:
    server = ["tmux", "-S", str(tmp_path / "socket")]
    picking = environ | {"FZF_DEFAULT_OPTS": "--query stamp.value", "NO_COLOR": "1"}
    told = FZF.replace("{1} --pretty", "{1} --pretty | tee seen; tmux wait-for -S seen")
    (tmp_path / "pick").write_text(told, encoding="utf-8")
    ask = "cd; . ./pick >picked; tmux wait-for -S picked"
    try:
        subprocess.run([*server, "new-session", "-x", "120", "-y", "24", "-d", "sh"], env=picking, check=True)
        subprocess.run([*server, "send-keys", ask, "Enter"], env=picking, check=True)
        subprocess.run([*server, "wait-for", "seen"], env=picking, check=True, timeout=60)
        subprocess.run([*server, "send-keys", "Enter"], env=picking, check=True)
        subprocess.run([*server, "wait-for", "picked"], env=picking, check=True, timeout=60)
    finally:
        subprocess.run([*server, "kill-server"], env=picking, check=False)

    for file in ("seen", "picked"):
        shown = (tmp_path / file).read_text(encoding="utf-8")
        assert shown.startswith("stamp.value\n  The anniversary stamp has a face value")


@needs("tmux")
def test_a_long_answer_on_a_terminal_is_paged(environ: dict[str, str], tmp_path: Path) -> None:
    server = ["tmux", "-S", str(tmp_path / "socket")]
    paging = environ | {"KZUN_PAGER": "sh -c 'cat > paged'"}
    ask = "cd; kzun list; tmux wait-for -S done"
    try:
        subprocess.run([*server, "new-session", "-x", "80", "-y", "24", "-d", "sh"], env=paging, check=True)
        subprocess.run([*server, "send-keys", ask, "Enter"], env=paging, check=True)
        subprocess.run([*server, "wait-for", "done"], env=paging, check=True, timeout=60)
    finally:
        subprocess.run([*server, "kill-server"], env=paging, check=False)

    assert "stamp.value" in (tmp_path / "paged").read_text(encoding="utf-8")


BASH = """
eval "$(_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION=1 kzun --show-completion bash)"
COMP_WORDS=(kzun show stamp.v); COMP_CWORD=2; _kzun_completion kzun; printf '%s\\n' "${COMPREPLY[@]}"
"""


def test_bash_completes_an_id(environ: dict[str, str], tmp_path: Path) -> None:
    assert said(BASH, environ, tmp_path) == "stamp.value\n"
