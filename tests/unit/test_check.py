"""Rules over many facts: what they warn of, where, and what they let pass."""

from pathlib import Path

import pytest

from kzun.store.check import check_facts
from kzun.store.reader import read_store

FACT = """
[{key}]
statement = "{statement}"
source = {{ id = "leaflet" }}
see = {see}
keywords = {keywords}
"""


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that warnings name short paths, as a user would."""
    monkeypatch.chdir(tmp_path)


def warnings(**files: str) -> list[str]:
    """What the rules say of a store of these topics."""
    for topic, text in files.items():
        Path(f"{topic}.toml").write_text(text, encoding="utf-8")
    contents = read_store(Path())
    return [str(problem) for problem in check_facts(contents.facts, contents.paths)]


def fact(key: str, statement: str = "It is.", see: str = "[]", keywords: str = "[]") -> str:
    """The TOML of a fact with a source, on lines 2 to 6."""
    return FACT.format(key=key, statement=statement, see=see, keywords=keywords)


def test_a_fact_needs_a_source() -> None:
    text = fact("paper") + '\n  [value]\n  statement = "It costs 700 tenge."\n'

    assert warnings(stamp=text) == ["stamp.toml:8:3: warning[no-source]: stamp.value names no source"]


def test_facts_that_see_each_other_are_in_order() -> None:
    assert (
        warnings(a=fact("x", see='["b.y"]'), b=fact("y", see='["c.z", "a.x"]'), c=fact("z", see='["b.y"]'))
        == []
    )


def test_a_fact_that_is_seen_should_see_in_return() -> None:
    assert warnings(a=fact("x", see='["b.y", "b.z"]'), b=fact("y", see='["a.x"]') + fact("z")) == [
        "a.toml:5:15: warning[one-way-see]: b.z does not see a.x"
    ]


def test_what_is_seen_and_is_not_there_is_left_to_the_reader() -> None:
    assert warnings(a=fact("x", see='["b.y", "a.x"]')) == []


@pytest.mark.parametrize("keyword", ["stamp", "Stamp", "FACE VALUE", "700", "tenge", "700 tenge"])
def test_a_keyword_that_stands_in_the_statement_is_needless(keyword: str) -> None:
    text = fact("value", "The stamp's face value is 700 tenge.", keywords=f'["price", "{keyword}"]')

    assert warnings(stamp=text) == [
        f"stamp.toml:6:22: warning[needless-keyword]: {keyword!r} stands in the statement already"
    ]


@pytest.mark.parametrize("keyword", ["stamps", "tam", "face 700", "value face", "70", "марка", "%", "—"])
def test_a_keyword_that_does_not_stand_in_the_statement_as_whole_words_is_not(keyword: str) -> None:
    assert (
        warnings(stamp=fact("value", "The stamp's face value is 700 tenge.", keywords=f'["{keyword}"]')) == []
    )


def test_warnings_come_in_the_order_of_their_places() -> None:
    found = warnings(
        b=fact("x", keywords='["it"]') + '[y]\nstatement = "It is."\n',
        a=fact("x", see='["b.x"]', keywords='["is"]'),
    )

    assert [line.partition(": ")[0] for line in found] == [
        "a.toml:5:8",
        "a.toml:6:13",
        "b.toml:6:13",
        "b.toml:7:1",
    ]
