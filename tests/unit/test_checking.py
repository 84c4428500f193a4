import json
import os
from pathlib import Path

import pytest

from kzun.cli import main
from kzun.rules import RULES
from kzun.store.check import check_facts
from kzun.store.reader import read_store

SOURCES = '[article]\ntitle = "An article"\ndate = 2022-10-28\n'


def codes(folder: Path, facts: str) -> list[str]:
    """What the rules over many facts find, by fact and code."""
    (folder / "sources.toml").write_text(SOURCES, encoding="utf-8")
    (folder / "x.toml").write_text(facts, encoding="utf-8")
    contents = read_store(folder)
    assert contents.problems == ()
    return [
        f"{problem.line}:{problem.column} {problem.code}: {problem.text}"
        for problem in check_facts(contents.facts, contents.paths)
    ]


def fact(key: str, fields: str) -> str:
    return f'[{key}]\nsource = "article"\n{fields}\n'


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        (
            'statement = "It is."\ndate = 2022-10-29',
            ["4:1 after-source: 2022-10-29 is after the source, of 2022-10-28"],
        ),
        (
            'statement = "It is."\nas_of = "2023"',
            ["4:1 after-source: 2023 is after the source, of 2022-10-28"],
        ),
        ('statement = "It is."\ndate = "2022-10"', []),
        ('statement = "It is."\ndate = "XXXX-12-01"', []),
        (
            'statement = "It costs 800 tenge."\nvalue = 700',
            ["4:1 other-figure: value is 700, and the statement says 800"],
        ),
        ('statement = "It costs 74,000.5 tenge."\nvalue = 74000.5', []),
        ('statement = "It costs seven hundred for 2 people."\nvalue = 700', []),
        (
            'statement = "In 1992 it joined."\ndate = 1991-03-02',
            ["4:1 other-date: date is 1991-03-02, and the statement says 1992"],
        ),
        ('statement = "It joined in 1992, after 1991."\ndate = "1991-03"', []),
        (
            'statement = "It joined."\ndate = "1991-03"\nkeywords = ["joined"]',
            ["5:13 needless-keyword: 'joined' stands in the statement already"],
        ),
    ],
)
def test_a_fact_that_does_not_agree_with_itself_is_told(
    tmp_path: Path, fields: str, found: list[str]
) -> None:
    assert codes(tmp_path, fact("a", fields)) == found


def test_one_question_with_two_values_is_told(tmp_path: Path) -> None:
    ask = 'statement = "It is."\nasks = ["How much?"]\nvalue = '

    assert codes(tmp_path, fact("a", f"{ask}7\nunit = 'mm'") + fact("b", f"{ask}8")) == [
        "10:9 contrary-values: x.a is asked the same, and says 7 mm"
    ]


def test_each_rule_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    for rule in RULES:
        assert main(["check", "--rule", rule.code]) == 0
        assert capsys.readouterr().out == f"{rule.severity}[{rule.code}]: {rule.meaning}\nfix: {rule.fix}\n"


def test_an_unknown_rule_is_refused_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--rule", "no-sourc"]) == 2
    assert capsys.readouterr().err.startswith("kzun: error: no rule 'no-sourc'; did you mean no-source")


def test_a_checked_file_is_judged_within_its_store(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "sources.toml").write_text(SOURCES, encoding="utf-8")
    (tmp_path / "x.toml").write_text(fact("a", 'statement = "It is."'), encoding="utf-8")
    (tmp_path / "y.toml").write_text("[a]\nunit = 7\n", encoding="utf-8")

    assert main(["check", str(tmp_path / "x.toml")]) == 0
    assert capsys.readouterr().out == ""
    assert main(["check", str(tmp_path / "x.toml"), "--facts", str(tmp_path)]) == 0
    assert main(["check", str(tmp_path)]) == 1
    assert main(["check", str(tmp_path / "y.toml")]) == 1
    told = [line.split(" ")[1] for line in capsys.readouterr().out.splitlines()]
    assert told == ["error[missing-key]:", "error[wrong-type]:"] * 2
    assert main(["check", str(tmp_path / "gone")]) == 3


@pytest.mark.parametrize("name", ["notes.txt", "pipe.toml", "link.toml", ".hidden.toml"])
def test_what_is_never_read_is_not_said_to_be_in_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (tmp_path / "x.toml").write_text(fact("a", 'statement = "It is."'), encoding="utf-8")
    (tmp_path / "notes.txt").write_text("[a]", encoding="utf-8")
    (tmp_path / ".hidden.toml").write_text("[a", encoding="utf-8")
    (tmp_path / "link.toml").symlink_to("nothing")
    os.mkfifo(tmp_path / "pipe.toml")

    assert main(["check", str(tmp_path / name)]) == 3
    assert capsys.readouterr().err.startswith(f"kzun: error: cannot read {tmp_path / name}: ")


def test_each_problem_in_json_says_how_to_mend_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.toml").write_text('[a]\nstatement = "It is."\n', encoding="utf-8")

    assert main(["check", "--json", str(tmp_path)]) == 0
    assert json.loads(capsys.readouterr().out)["problems"] == [
        {
            "path": str(tmp_path / "x.toml"),
            "line": 1,
            "column": 1,
            "severity": "warning",
            "code": "no-source",
            "text": "x.a names no source",
            "fix": "Add `source`.",
        }
    ]
