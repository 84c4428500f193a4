"""What a user has settled: read from a file, under the flags and the environment."""

import sys
from pathlib import Path

import platformdirs
import pytest

from kzun.cli import main
from kzun.commands.reading import wants_color
from kzun.config import (
    NO_CONFIG,
    Color,
    Config,
    ConfigError,
    Setting,
    color_of,
    config_path,
    format_of,
    limit_of,
    pager_of,
    read_config,
)
from kzun.errors import UnreadableError
from kzun.views.formats import Format


def written(folder: Path, text: str) -> dict[str, str]:
    """An environment that names a file with this text."""
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return {"KZUN_CONFIG": str(path)}


def test_every_setting_is_read(tmp_path: Path) -> None:
    environ = written(
        tmp_path,
        'stores = ["/a", "b", ":bundled:"]\nformat = "csv"\ncolor = "never"\npager = "less"\nlimit = 9\n',
    )

    stores = ("/a", str(tmp_path / "b"), ":bundled:")
    path = tmp_path / "config.toml"
    assert read_config(environ) == Config(path, stores, Format.CSV, Color.NEVER, "less", 9)


def test_a_store_may_lie_in_the_users_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/somebody")

    assert read_config(written(tmp_path, 'stores = ["~/facts"]')).stores == ("/home/somebody/facts",)


def test_without_a_file_nothing_is_settled(tmp_path: Path) -> None:
    assert read_config({"XDG_CONFIG_HOME": str(tmp_path)}) == Config(tmp_path / "kzun" / "config.toml")
    assert read_config({"KZUN_CONFIG": ""}) == NO_CONFIG


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ('\n formt = "csv"', "unknown key 'formt'; did you mean format? ({path}:2:2)"),
        ("x = 1", "unknown key 'x' (known: stores, format, color, pager, limit) ({path}:1:1)"),
        (
            'format = "cvs"',
            "format wants one of text, tsv, csv, json, jsonl, markdown, toml, not 'cvs'; did you mean csv?",
        ),
        ('format = "ics"', "format wants one of text, tsv, csv, json, jsonl, markdown, toml, not 'ics'"),
        ("color = true", "color wants one of auto, always, never, not true ({path}:1:1)"),
        ("limit = -1", "limit wants an integer from 0 on, not -1 ({path}:1:1)"),
        ("limit = true", "limit wants an integer from 0 on, not true ({path}:1:1)"),
        ("limit = 2.5", "limit wants an integer from 0 on, not float ({path}:1:1)"),
        ('stores = "a"', "stores wants an array of paths, not 'a' ({path}:1:1)"),
        ("stores = [1]", "stores wants an array of paths, not array ({path}:1:1)"),
        ("[pager]", "pager wants a command in a string, not table ({path}:1:1)"),
        ("limit = ", "invalid value ({path}:1:9)"),
        ("limt = 1\ncolour = 1", "unknown key 'limt'; did you mean limit? ({path}:1:1, and 1 more)"),
    ],
)
def test_what_cannot_be_obeyed_is_an_error_with_its_position(tmp_path: Path, text: str, error: str) -> None:
    environ = written(tmp_path, text)

    with pytest.raises(ConfigError) as raised:
        read_config(environ)

    assert str(raised.value).startswith(error.format(path=environ["KZUN_CONFIG"]))


def test_a_file_that_is_named_has_to_be_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError):
        read_config({"KZUN_CONFIG": str(tmp_path / "none.toml")})


@pytest.mark.skipif(sys.platform not in {"linux", "darwin"}, reason="elsewhere, folders have other names")
def test_the_file_lies_where_the_system_keeps_such_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/somebody")
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)

    assert config_path({}) == platformdirs.user_config_path("kzun") / "config.toml"
    assert config_path({}, "darwin") == Path("/home/somebody/Library/Application Support/kzun/config.toml")


FILE = Path("/c.toml")


@pytest.mark.parametrize(
    ("environ", "config", "setting"),
    [
        ({"KZUN_PAGER": "", "PAGER": "more"}, Config(FILE, pager="most"), Setting("", "KZUN_PAGER")),
        ({"PAGER": "more"}, Config(FILE, pager="most"), Setting("more", "PAGER")),
        ({}, Config(FILE, pager="most"), Setting("most", "/c.toml")),
        ({}, NO_CONFIG, Setting("less -FRX", "default")),
    ],
)
def test_the_pager_is_that_of_the_environment_then_of_the_file(
    environ: dict[str, str], config: Config, setting: Setting
) -> None:
    assert pager_of(environ, config) == setting


@pytest.mark.parametrize(
    ("environ", "color", "setting"),
    [
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, Color.ALWAYS, Setting("never", "NO_COLOR")),
        ({"FORCE_COLOR": "1"}, Color.NEVER, Setting("always", "FORCE_COLOR")),
        ({"TERM": "dumb"}, None, Setting("never", "TERM")),
        ({"TERM": "dumb"}, Color.ALWAYS, Setting("always", "/c.toml")),
        ({}, None, Setting("auto", "default")),
    ],
)
def test_colour_is_that_of_the_environment_then_of_the_file(
    environ: dict[str, str], color: Color | None, setting: Setting
) -> None:
    assert color_of(environ, Config(FILE, color=color)) == setting


def test_format_and_limit_are_those_of_the_file() -> None:
    assert format_of(Config(FILE, format=Format.CSV)) == Setting("csv", "/c.toml")
    assert format_of(NO_CONFIG) == Setting("text", "default")
    assert limit_of(Config(FILE, limit=0)) == Setting("0", "/c.toml")
    assert limit_of(NO_CONFIG) == Setting("5", "default")


def test_no_setting_colours_a_pipe() -> None:
    always = Config(FILE, color=Color.ALWAYS)

    assert not wants_color(Color.AUTO, {}, always, terminal=False)
    assert wants_color(Color.AUTO, {"TERM": "dumb"}, always, terminal=True)
    assert not wants_color(Color.AUTO, {}, Config(FILE, color=Color.NEVER), terminal=True)


STORE = '[value]\nstatement = "The stamp costs 700 tenge."\nvalue = 700\nunit = "tenge"\n'


@pytest.fixture
def settled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user with a store, a file of settings and no variables."""
    for name in ("NO_COLOR", "FORCE_COLOR", "KZUN_FACTS", "PAGER"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts" / "stamp.toml").write_text(STORE, encoding="utf-8")
    path = tmp_path / "config.toml"
    path.write_text('stores = ["facts"]\nformat = "csv"\ncolor = "never"\nlimit = 3\n', encoding="utf-8")
    monkeypatch.setenv("KZUN_CONFIG", str(path))
    monkeypatch.setenv("KZUN_PAGER", "")
    monkeypatch.setenv("KZUN_CACHE_DIR", str(tmp_path / "cache"))
    return path


def test_a_pipe_has_the_stores_of_the_file_and_the_rows_that_scripts_rely_on(
    settled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["list"]) == 0
    assert capsys.readouterr().out == "stamp.value\t\t700 tenge\tThe stamp costs 700 tenge.\n"


def test_a_terminal_has_the_format_of_the_file_unless_the_call_names_one(
    settled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["list", "--pretty"])
    main(["list", "--pretty", "-f", "text"])

    assert [line for line in capsys.readouterr().out.splitlines() if "700" in line] == [
        "stamp.value,stamp,The stamp costs 700 tenge.,,700,tenge,,,,,,,,,,,,,,,,,{},stamp.toml,1".replace(
            "{}", ""
        ),
        "  stamp.value  The stamp costs 700 tenge.",
    ]


def test_the_environment_names_other_stores(
    settled: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KZUN_FACTS", "/nowhere")

    assert main(["list"]) == 3
    assert capsys.readouterr().err == "kzun: error: no store at /nowhere\n"


def test_a_flaw_of_the_file_is_one_error_line_and_a_way_round_it(
    settled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settled.write_text('pagr = "more"\n', encoding="utf-8")

    assert main(["list"]) == 2
    assert capsys.readouterr().err == (
        f"kzun: error: unknown key 'pagr'; did you mean pager? ({settled}:1:1)\n"
        "hint: KZUN_CONFIG= kzun --version --verbose\n"
    )


def test_the_version_in_full_says_where_each_setting_comes_from(
    settled: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PAGER", "more")
    monkeypatch.delenv("KZUN_PAGER")
    monkeypatch.setenv("TERM", "xterm")

    assert main(["--version", "--verbose"]) == 0

    _, python, *rest = capsys.readouterr().out.splitlines()
    assert python.startswith("python  3.")
    assert rest == [
        f"config  {settled} (read)",
        f"stores  {settled.parent / 'facts'} ({settled})",
        f"cache   {settled.parent / 'cache'} (KZUN_CACHE_DIR)",
        f"format  csv ({settled})",
        f"color   never ({settled})",
        "pager   more (PAGER)",
        f"limit   3 ({settled})",
    ]


def test_the_version_in_full_names_the_users_own_store_before_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("KZUN_FACTS", raising=False)
    monkeypatch.setenv("KZUN_CONFIG", "")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))

    main(["-V", "--verbose"])

    out = capsys.readouterr().out
    assert "config  none (KZUN_CONFIG)\n" in out
    assert "/kzun/facts (default, once it is there)\n" in out
