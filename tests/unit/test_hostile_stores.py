"""Files that nobody should have: a writer says so with a position, or succeeds, and loses nothing."""

# ruff: noqa: E501 - a table of cases

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kzun.cli import main
from kzun.store import writer
from tests.invalid_toml import INVALID as NO_TOML
from tests.writers import ROOT

ADD = ("add", "x.new", "--statement", "It is.", "--facts")
EDIT = ("edit", "x.old", "--set", "unit=mm", "--facts")
OLD = b'[old]\nstatement = "Old."\n'
NEW = b'\n[new]\nstatement = "It is."\n'
INVALID = {
    "array-comma": b"a = [1,,2]", "array-unclosed": b"a = [1", "bool-case": b"a = True", "bool-half": b"a = tru",
    "control-in-comment": b"# \x01", "control-in-string": b'a = "\x00"', "control-alone": b"\x0b", "cr-alone": b"a = 1\rb = 2",
    "date-day": b"a = 2021-02-30", "date-month": b"a = 2021-13-01", "time-hour": b"a = 25:00:00", "time-short": b"a = 1:2:3",
    "datetime-zone": b"a = 2021-01-01T00:00:00+25:00", "encoding-bytes": b'a = "\xff"', "encoding-utf16": b"\xff\xfea\x00",
    "encoding-bom-late": b"a = 1\n\xef\xbb\xbf", "float-dot": b"a = 1.", "float-leading-dot": b"a = .5", "float-us": b"a = 1__0.0",
    "float-exp": b"a = 1e", "inline-open": b"a = { b = 1", "inline-twice": b"a = { b = 1, b = 2 }",
    "inline-extended": b"a = {}\n[old.a.b]", "integer-zero": b"a = 012", "integer-us": b"a = 1_", "integer-hex": b"a = 0xg",
    "integer-sign": b"a = +-1", "key-bare": b"\xc3\xa4 = 1", "key-empty": b"= 1", "key-twice": b"a = 1\na = 2", "key-no-value": b"a =",
    "key-two-lines": b"a\n= 1", "key-dotted": b"a = 1\na.b = 2", "key-multiline": b'"""a""" = 1', "string-open": b'a = "x', "string-escape": b'a = "\\q"',
    "string-newline": b'a = "x\ny"', "string-surrogate": b'a = "\\ud800"', "string-unicode": b'a = "\\U00110000"', "string-multi-open": b'a = """x',
    "string-literal-open": b"a = 'x", "table-twice": b"[a]\n[a]", "table-empty": b"[]", "table-open": b"[a", "table-array": b"[[a]]\n[a]",
    "table-array-open": b"[[a]", "table-of-value": b"a = 1\n[old.a]", "table-text-after": b"[a] b", "spec-two-in-line": b"a = 1 b = 2", "tokens": b"!@#",
    "deep-arrays": b"a = " + b"[" * 10_000, "deep-closed": b"a = " + b"[" * 10_000 + b"]" * 10_000, "deep-inline": b"a = " + b"{ b = " * 10_000,
    "many-digits": b"a = " + b"1" * 5_000,
}  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "facts"
    folder.mkdir()
    (folder / "x.toml").write_bytes(OLD)
    return folder


@pytest.mark.parametrize("name", INVALID)
@pytest.mark.parametrize("words", [ADD, EDIT])
def test_no_invalid_file_is_written_and_each_is_told_with_a_position(
    name: str, words: tuple[str, ...], store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = OLD + INVALID[name] + b"\n"
    (store / "x.toml").write_bytes(content)
    status = main([*words, str(store)])
    err = capsys.readouterr().err

    assert (store / "x.toml").read_bytes() == content
    assert "Traceback" not in err
    assert status == 3
    assert re.match(re.escape(f"{store}/x.toml:") + r"\d+:\d+: error\[", err)
    assert f"kzun: error: cannot write {store}/x.toml: it is damaged" in err


def test_all_that_is_no_toml_is_told_with_a_position_and_not_written(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {f"{name.replace('/', '-').replace('_', '-')}.toml": text for name, text in NO_TOML.items()}
    for name, text in files.items():
        (store / name).write_bytes(text)
    checked = main(["check", str(store), "--no-cache"])
    told = [line for line in capsys.readouterr().out.splitlines() if f"{store}/x.toml" not in line]
    rows = "\n".join(json.dumps({"id": f"{Path(name).stem}.new", "statement": "It is."}) for name in files)
    (store.parent / "rows.jsonl").write_text(rows, encoding="utf-8")
    written = [
        main(["add", f"{Path(name).stem}.new", "--statement", "It is.", "--facts", str(store / name)])
        for name in list(files)[::20]
    ]
    imported = main(["import", str(store.parent / "rows.jsonl"), "--facts", str(store)])

    assert (checked, imported, set(written)) == (1, 3, {3})
    assert [re.sub(r":[0-9]+:[0-9]+: error\[(syntax|encoding)\]: .+", "", line) for line in told] == [
        f"{store}/{name}" for name in sorted(files)
    ]
    assert {name: (store / name).read_bytes() for name in files} == files


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (OLD.replace(b"\n", b"\r\n"), NEW.replace(b"\n", b"\r\n")),
        (b"\xef\xbb\xbf" + OLD, NEW),
        (OLD.rstrip(b"\n"), b"\n" + NEW),
        (OLD + b"\n", NEW.lstrip(b"\n")),
        (OLD + b"# the end", b"\n" + NEW),
        (b"", NEW.lstrip(b"\n")),
        (b"\xef\xbb\xbf", NEW.lstrip(b"\n")),
        (b"\n \n", NEW.lstrip(b"\n")),
    ],
)
def test_whatever_a_file_looks_like_an_added_fact_leaves_its_bytes(
    old: bytes, new: bytes, store: Path
) -> None:
    (store / "x.toml").write_bytes(old)

    assert main([*ADD, str(store)]) == 0
    assert (store / "x.toml").read_bytes() == old + new


def test_a_pipe_in_a_files_place_is_never_opened(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (store / "x.toml").unlink()
    os.mkfifo(store / "x.toml")

    assert main([*ADD, str(store)]) == 3
    assert capsys.readouterr().err == f"kzun: error: cannot write {store}/x.toml: it is no plain file\n"


def test_a_link_stays_one(store: Path, tmp_path: Path) -> None:
    (store / "x.toml").rename(tmp_path / "real")
    (store / "x.toml").symlink_to(tmp_path / "real")

    assert main([*ADD, str(store)]) == 0
    assert (store / "x.toml").is_symlink()
    assert (tmp_path / "real").read_bytes() == OLD + NEW


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*ADD, str(tmp_path / "gone")]) == 3
    gone = f"{tmp_path}/gone"
    assert capsys.readouterr().err == f"kzun: error: no store at {gone}\nhint: mkdir -p {gone}\n"
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_fifty_megabytes_is_written(store: Path) -> None:
    line = b"# " + b"x" * 997 + b"\n"
    big = OLD + line * 50_000
    (store / "x.toml").write_bytes(big)

    assert main([*ADD, str(store)]) == 0
    assert (store / "x.toml").read_bytes() == big + NEW


def test_a_folder_that_vanishes_while_facts_are_written_is_an_error(
    store: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def vanish(*_: object) -> None:
        store.rename(store.with_name("elsewhere"))

    monkeypatch.setattr(writer, "_sweep", vanish)

    assert main([*ADD, str(store)]) == 3
    assert capsys.readouterr().err == (
        f"kzun: error: cannot write {store}/x.toml: it has changed since it was read; "
        "nothing of it was overwritten\n"
    )
    assert (store.with_name("elsewhere") / "x.toml").read_bytes() == OLD


def kzun_of_nobody(*words: str) -> subprocess.CompletedProcess[str]:
    """The command without root's right to read and write what it may not."""
    lowered = "-dac_override,-dac_read_search"
    words = (sys.executable, "-m", "kzun", *words)
    if os.geteuid() == 0:
        words = ("setpriv", f"--bounding-set={lowered}", f"--inh-caps={lowered}", *words)
    try:
        environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "KZUN_CONFIG": ""}
        return subprocess.run(words, capture_output=True, check=False, env=environ, text=True)
    except FileNotFoundError:
        pytest.skip("there is no setpriv")


@pytest.mark.parametrize("words", [ADD, EDIT])
@pytest.mark.parametrize("mode", [0o555, 0o755])
def test_a_folder_or_file_that_is_read_only_is_an_error(
    words: tuple[str, ...], mode: int, store: Path
) -> None:
    (store / "x.toml").chmod(0o444)
    store.chmod(mode)
    done = kzun_of_nobody(*words, str(store))
    store.chmod(0o755)

    place = store if mode == 0o555 else store / "x.toml"
    assert (done.returncode, done.stderr) == (3, f"kzun: error: cannot write {place}: Permission denied\n")
    assert (store / "x.toml").read_bytes() == OLD


@pytest.mark.parametrize("words", [ADD, EDIT, ("check", "--facts")])
def test_a_folder_that_may_not_be_entered_is_an_error(words: tuple[str, ...], store: Path) -> None:
    store.parent.chmod(0o600)
    done = kzun_of_nobody(*words, str(store))
    store.parent.chmod(0o700)

    assert (done.returncode, done.stderr) == (3, f"kzun: error: cannot read {store}: Permission denied\n")


def mounted(command: str, tmp_path: Path, store: Path) -> subprocess.CompletedProcess[bytes]:
    """A shell in a world of its own, in which the store lies on a small disk, `$1`."""
    words = ["unshare", "--map-root-user", "--mount", "sh", "-c", command, "sh", str(store)]
    try:
        return subprocess.run(words, capture_output=True, check=False, cwd=tmp_path)
    except FileNotFoundError:
        pytest.skip("there is no unshare")


def test_a_full_disk_loses_nothing(store: Path, tmp_path: Path) -> None:
    python = sys.executable
    fill = (
        'mount -t tmpfs -o size=64k none "$1" || exit 99; '
        'printf \'[old]\\nstatement = "Old."\\n\' > "$1/x.toml"; touch "$1/.kzun.lock"; '
        'dd if=/dev/zero of="$1/fill" bs=1k 2>/dev/null; '
        f'PYTHONPATH={ROOT} {python} -m kzun add x.new --statement "It is." --facts "$1"; echo $?; '
        'cat "$1/x.toml"; ls -A "$1"'
    )
    done = mounted(fill, tmp_path, store)
    if done.returncode == 99 or b"unshare" in done.stderr:
        pytest.skip("no disk may be mounted here")

    assert done.stdout.decode() == "3\n" + OLD.decode() + ".kzun.lock\nfill\nx.toml\n"
    assert done.stderr.decode() == f"kzun: error: cannot write {store}/x.toml: No space left on device\n"


def test_a_name_as_long_as_the_system_takes_is_written(store: Path) -> None:
    topic = "x" * (255 - len(".toml"))

    assert main(["add", f"{topic}.new", "--statement", "It is.", "--facts", str(store)]) == 0
    assert (store / f"{topic}.toml").read_bytes() == NEW.lstrip(b"\n")


@pytest.mark.parametrize("words", [["add", "x.new", "--statement", "It is."], ["list"], ["check"]])
def test_a_name_that_is_too_long_is_an_error(
    words: list[str], store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "x" * 5_000

    assert main([*words, "--facts", name]) == 3
    assert "unexpected" not in capsys.readouterr().err


def test_a_store_that_is_a_link_to_a_folder_is_written(store: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(store)

    assert main([*ADD, str(tmp_path / "link")]) == 0
    assert (store / "x.toml").read_bytes() == OLD + NEW
    assert sorted(path.name for path in store.iterdir()) == [".kzun.lock", "x.toml"]
