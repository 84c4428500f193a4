"""What a shell offers: words of the call and names of the store, none of which it would run."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kzun.cli import main

Offered = Callable[[str, str], list[str]]

STAMP = """
title = "The anniversary stamp"
[value]
statement = "It's 700 tenge: $(touch x) `id` [bold] \\\\ \\"quoted\\" \\u001b[31m and more and more and more."
who = ["UN", "Côte d'Ivoire", "$(touch y)", "UNDP"]
where = ["New York"]
date = "1992-03-02"
[unit]
statement = "The unit is the tenge."
who = ["UNDP"]
"""


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "stamp.toml").write_text(STAMP, encoding="utf-8")
    monkeypatch.setenv("KZUN_FACTS", str(tmp_path))
    monkeypatch.setenv("KZUN_CONFIG", "")


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Offered:
    """What a shell is offered at the end of a line."""

    def complete(shell: str, line: str) -> list[str]:
        monkeypatch.setenv("_KZUN_COMPLETE", f"complete_{shell}")
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", str(line.count(" ")))
        monkeypatch.setenv("_TYPER_COMPLETE_ARGS", line)
        monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
        assert main([]) == 0
        return [line for line in capsys.readouterr().out.splitlines() if line]

    return complete


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("kzun ti", ["timeline"]),
        ("kzun show ", ["stamp", "stamp.value", "stamp.unit"]),
        ("kzun show stamp.v", ["stamp.value"]),
        ("kzun list -t ", ["stamp"]),
        ("kzun list --topic = st", ["stamp"]),
        ("kzun list --who ", ["UNDP", "UN", r"Côte\ d\'Ivoire"]),
        ("kzun timeline --where ", [r"New\ York"]),
        ("kzun list -f js", ["json", "jsonl"]),
        ("kzun list -f ", ["text", "tsv", "csv", "json", "jsonl", "markdown", "toml"]),
        ("kzun timeline -f i", ["ics"]),
        ("kzun list --color ", ["auto", "always", "never"]),
        ("kzun timeline --on ", ["today"]),
        ("kzun show stamp --field source.t", ["source.title"]),
        ("kzun search --ex", ["--explain"]),
        ("kzun search wh", []),
        ("kzun serach ", []),
        ("kzun list --facts /nowhere -t ", []),
    ],
)
def test_bash_is_offered_words(offered: Offered, line: str, words: list[str]) -> None:
    assert offered("bash", line) == words


def test_zsh_is_offered_words_with_what_they_mean_and_nothing_to_run(offered: Offered) -> None:
    assert offered("zsh", "kzun show stamp.") == [
        (
            '_arguments \'*: :(("stamp.value":'
            '"It\u2019s 700 tenge\\\\: (touch x) \u2019id\u2019 (bold) / '
            '\u201dquoted\u201d  (31m and more and m\u2026"'
        ),
        '"stamp.unit":"The unit is the tenge."))\'',
    ]
    assert offered("zsh", "kzun list --who C") == ["_arguments '*: :((\"Côte d'\\''Ivoire\":\"1 fact\"))'"]
    assert offered("zsh", "kzun list --color n") == ["_arguments '*: :((\"never\"))'"]


def test_fish_is_offered_words_with_what_they_mean(offered: Offered) -> None:
    assert offered("fish", "kzun show stamp.u") == ["stamp.unit\tThe unit is the tenge."]
    assert offered("fish", "kzun list --who ") == ["UNDP\t2 facts", "UN\t1 fact", "Côte d'Ivoire\t1 fact"]
    assert offered("fish", "kzun list --color n") == ["never"]


def test_the_stores_of_the_line_are_those_that_are_asked(offered: Offered, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "coin.toml").write_text('[value]\nstatement = "x"\n', encoding="utf-8")

    assert offered("bash", f"kzun show --facts {tmp_path / 'other'} c") == ["coin", "coin.value"]


@pytest.mark.parametrize(
    ("shell", "says"), [("bash", "complete -o"), ("zsh", "loadautofunc"), ("fish", "complete")]
)
def test_each_shell_is_told_how_to_ask(
    shell: str, says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("typer.completion._get_shell_name", lambda: shell)

    with pytest.raises(SystemExit) as left:
        main(["--show-completion"])

    assert left.value.code == 0
    assert says in capsys.readouterr().out
