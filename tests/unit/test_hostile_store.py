"""A store that holds everything that a terminal would obey: no command lets it through."""

import json
import re
import sys
from pathlib import Path

import pytest
import tomli_w

from kzun.cli import main
from kzun.views.formats import Format

EVIL = (
    "\x1b[31mred\x1b]8;;http://evil\x1b\\link\x07\x9b1m\x9d0;title\x9c\x90q\x85\u2028\u2029"
    "\u202egnp\u2066\u2069\u200f\u061c\r\nnext\tcell\x00\x7f [bold]x[/bold] [/] :smile: =1+1"
)
TABLE = {
    "title": EVIL,
    "summary": EVIL,
    "value": {
        "statement": f"The stamp {EVIL}.",
        "date": "1992-03-02",
        "value": EVIL,
        "unit": EVIL,
        "qualifier": EVIL,
        "who": [EVIL],
        "where": [EVIL],
        "answer": EVIL,
        "keywords": [EVIL],
        "asks": [EVIL],
        "see": ["evil.number"],
        "source": {"id": "evil", "at": EVIL},
        "extra": {EVIL: {"deep": [EVIL]}},
    },
    "number": {"statement": f"A number {EVIL}.", "date": "1992", "value": 7, "unit": EVIL},
    EVIL: {"statement": EVIL},
}
SOURCE = {
    "evil": {"title": EVIL, "publisher": EVIL, "author": EVIL, "note": EVIL, "url": f"https://evil/{EVIL}"}
}
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
OWN = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;id=[0-9]*;https?://[!-~]*\x1b\\|\x1b\]8;;\x1b\\")
CALLS = {
    "search": ["search", "stamp"],
    "explained": ["search", "stamp", "--explain"],
    "answer": ["search", "what", "is", "the", "evil", "number", "-a"],
    "evil query": ["search", EVIL.replace("\x00", "")],
    "timeline": ["timeline"],
    "anniversary": ["timeline", "--on", "03-02"],
    "show": ["show", "evil"],
    "list": ["list"],
    "check": ["check"],
}


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "evil.toml").write_text(tomli_w.dumps(TABLE), encoding="utf-8")
    (tmp_path / "sources.toml").write_text(tomli_w.dumps(SOURCE), encoding="utf-8")
    monkeypatch.setenv("KZUN_FACTS", str(tmp_path))
    monkeypatch.setenv("KZUN_CONFIG", "")
    monkeypatch.setenv("TERM", "xterm")


@pytest.mark.parametrize("form", [None, *(form for form in Format if form is not Format.ICS)])
@pytest.mark.parametrize("call", CALLS)
def test_no_output_in_a_pipe_holds_what_a_terminal_obeys(
    call: str, form: Format | None, capsys: pytest.CaptureFixture[str]
) -> None:
    main([*CALLS[call], *(["-f", form] if form else [])])

    out, err = capsys.readouterr()
    assert OBEYED.findall(out) == []
    assert OBEYED.findall(err) == []


def test_a_calendar_holds_nothing_that_a_terminal_obeys(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["timeline", "-f", "ics", "--yearly"]) == 0
    assert OBEYED.findall(capsys.readouterr().out.replace("\r\n", "\n")) == []


@pytest.mark.parametrize("field", ["statement", "value", "unit", "who", "extra", "source.url", "source.at"])
def test_a_raw_value_is_harmless(field: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["show", "evil.value", "--field", field])

    assert OBEYED.findall(capsys.readouterr().out) == []


@pytest.mark.parametrize("call", CALLS)
def test_a_terminal_gets_no_codes_but_those_of_kzun(
    call: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)

    main([*CALLS[call], "--no-pager"])

    out, err = capsys.readouterr()
    assert "\x1b" in out or call == "evil query"
    assert OBEYED.findall(OWN.sub("", out)) == []
    assert OBEYED.findall(err) == []


def test_json_keeps_the_original_text(capsys: pytest.CaptureFixture[str]) -> None:
    main(["show", "evil.value", "--json"])

    (read,) = json.loads(capsys.readouterr().out)["facts"]
    for name in ("unit", "qualifier", "answer", "value"):
        assert read[name] == EVIL
    for name in ("who", "where", "keywords", "asks"):
        assert read[name] == [EVIL]
    assert read["extra"] == {EVIL: {"deep": [EVIL]}}
    assert read["source"]["title"] == EVIL


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize("line", ["kzun show ", "kzun list --who ", "kzun list --where ", "kzun list -t "])
def test_a_shell_is_offered_nothing_that_a_terminal_obeys(
    shell: str, line: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_KZUN_COMPLETE", f"complete_{shell}")
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(line.count(" ")))
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", line)
    monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")

    main([])

    assert OBEYED.findall(capsys.readouterr().out) == []


ESCAPE = "\x1b[31m\u202e\x9b"
WRITING = {
    "add": ["add", "evil.new", "--statement", ESCAPE, "--title", ESCAPE],
    "add dry": ["add", "evil.new", "--statement", EVIL.replace("\x00", ""), "--who", ESCAPE, "--dry-run"],
    "add a bad id": ["add", f"evil.{ESCAPE}", "--statement", "x"],
    "add bad fields": ["add", "evil.new", "--statement", "x", "--date", ESCAPE, "--see", ESCAPE],
    "add an unknown source": ["add", "evil.new", "--statement", "x", "--source", ESCAPE],
    "edit": ["edit", "evil.value", "--set", f"unit={ESCAPE}"],
    "edit dry": ["edit", "evil.value", "--set", f"unit={ESCAPE}", "--dry-run"],
    "edit no field": ["edit", "evil.value", "--set", f"{ESCAPE}=1"],
    "edit no fact": ["edit", ESCAPE, "--set", "unit=x"],
    "remove": ["remove", "evil.number", "--unlink"],
    "remove dry": ["remove", "evil.number", "--unlink", "--dry-run"],
    "remove what is seen": ["remove", "evil.number"],
    "import no file": ["import", f"{ESCAPE}.toml"],
    "import no format": ["import", f"x.{ESCAPE}"],
    "no command": [ESCAPE],
    "no option": ["list", f"--{ESCAPE}"],
    "no topic": ["list", ESCAPE],
    "no field": ["show", "evil.value", "--field", ESCAPE],
    "no rule": ["check", "--rule", ESCAPE],
    "no store": ["list", "--facts", ESCAPE],
    "no path": ["check", ESCAPE],
}


@pytest.mark.parametrize("is_terminal", [True, False])
@pytest.mark.parametrize("call", WRITING)
def test_what_writers_and_errors_say_is_harmless(
    call: str,
    is_terminal: bool,  # noqa: FBT001 - a parameter of a test
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = TABLE | {"title": EVIL, "summary": EVIL}
    del whole[EVIL]  # or the file would not be written
    (tmp_path / "evil.toml").write_text(tomli_w.dumps(whole), encoding="utf-8")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: is_terminal)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False)

    main(WRITING[call])

    out, err = capsys.readouterr()
    assert out + err
    assert "\x1b" not in out + err
    is_patch = "dry" in call and not is_terminal  # which has to say what the file says, to the byte
    assert is_patch or OBEYED.findall(out + err) == []


def test_names_of_files_are_harmless(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / f"e{ESCAPE}\n.toml").write_text("[x\n", encoding="utf-8")

    statuses = [
        main([*words]) for words in (["check"], ["check", "--pretty"], ["list"], ["list", "--strict"])
    ]

    out, err = capsys.readouterr()
    assert statuses == [1, 1, 0, 3]
    assert OBEYED.findall(OWN.sub("", out) + err) == []
