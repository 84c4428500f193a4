"""The commands that write, as a person calls them."""

# ruff: noqa: E501, ISC004 - what is typed and what is told stands in one line, as it does on a screen

import io
import json
import stat
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kzun.cli import main
from kzun.commands import editing
from kzun.store.stores import bundled_store

TOPIC = """\
title = "The anniversary stamp"

# What it costs.
[value] # the face value
statement = "The stamp has a face value of 700 tenge."
value = 700
unit = "tenge" # since 1993
see = ["stamp.gum"]
source = "article"

# What holds it.
[gum]
statement = "The gum is sweet."
see = ["stamp.value", "stamp.value"]
source = { id = "article", at = "p. 1" }
"""
SOURCES = '[article]\ntitle = "An article"\ndate = 2022-10-28\n'

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The store that KZUN_FACTS names; its paths are short, as the tests stand in its folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KZUN_FACTS", "facts")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    (tmp_path / "drafts").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "drafts"))
    folder = tmp_path / "facts"
    folder.mkdir()
    (folder / "stamp.toml").write_text(TOPIC, encoding="utf-8")
    (folder / "sources.toml").write_text(SOURCES, encoding="utf-8")
    return folder


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Calls `main`; `said` stands on standard input, which is a terminal if `terminal` says so."""

    def call(*words: str, said: str | bytes = "", terminal: bool = False) -> tuple[int, str, str]:
        content = said.encode() if isinstance(said, str) else said
        stdin = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8")
        monkeypatch.setattr(stdin, "isatty", lambda: terminal)
        monkeypatch.setattr(sys, "stdin", stdin)
        status = main(words)
        out, err = capsys.readouterr()
        return int(status), out, err

    return call


def topic(store: Path) -> str:
    return (store / "stamp.toml").read_bytes().decode()


def test_a_fact_is_appended_and_what_stood_there_keeps_every_byte(store: Path, run: Run) -> None:
    done = run(
        "add", "stamp.size", "--statement", "It is 40 mm wide.", "--value", "40", "--unit", "mm", "--who", "KazPost",
        "--who", "UN", "--date", "2022-10-24", "--source", "article", "--at", "p. 2", "--extra", "colour.name=blue",
        "--extra", "colour.number=7", "--as-of", "2022~", "--see", "stamp.gum",
    )  # fmt: skip

    assert done == (0, "added stamp.size to facts/stamp.toml:17\nshow it: kzun show stamp.size\n", "")
    assert topic(store) == TOPIC + (
        '\n[size]\nstatement = "It is 40 mm wide."\ndate = 2022-10-24\nvalue = 40\nunit = "mm"\n'
        'who = [\n    "KazPost",\n    "UN",\n]\nsee = [\n    "stamp.gum",\n]\n'
        'source = { id = "article", at = "p. 2" }\nas_of = "2022~"\n'
        '\n[size.extra.colour]\nname = "blue"\nnumber = 7\n'
    )


def test_a_new_topic_is_made_with_its_title(store: Path, run: Run) -> None:
    done = run("add", "un.seat", "--statement", "Its seat is in New York.", "--title", "The UN")

    assert done[0] == 0
    assert (
        store / "un.toml"
    ).read_text() == 'title = "The UN"\n\n[seat]\nstatement = "Its seat is in New York."\n'


def test_by_default_the_users_own_store_is_made_and_written(
    store: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KZUN_FACTS")
    own = store.parent / "home" / "kzun" / "facts"

    assert run("add", "un.seat", "--statement", "It is in New York.")[0] == 0
    assert run("add", "un.language", "--statement", "It speaks six.")[0] == 0
    assert run("list", "--facts", str(own))[1].splitlines() == [
        "un.seat\t\t\tIt is in New York.",
        "un.language\t\t\tIt speaks six.",
    ]


def test_a_dry_run_writes_the_diff_and_nothing_else(store: Path, run: Run) -> None:
    done = run("add", "stamp.a", "--statement", "A.", "--dry-run")

    assert done[1] == (
        "--- facts/stamp.toml\n+++ facts/stamp.toml\n@@ -13,3 +13,6 @@\n"
        ' statement = "The gum is sweet."\n see = ["stamp.value", "stamp.value"]\n'
        ' source = { id = "article", at = "p. 1" }\n+\n+[a]\n+statement = "A."\n'
    )
    assert sorted(path.name for path in store.iterdir()) == ["sources.toml", "stamp.toml"]
    assert topic(store) == TOPIC


@pytest.mark.parametrize(
    "said",
    [
        'statement = "It is."\nvalue = 7\nsource = "article"\n',
        '{"statement": "It is.", "value": 7, "source": {"id": "article"}}',
    ],
)
def test_a_fact_is_read_from_standard_input(store: Path, run: Run, said: str) -> None:
    assert run("add", "stamp.a", "-", said=said)[0] == 0
    assert topic(store) == TOPIC + '\n[a]\nstatement = "It is."\nvalue = 7\nsource = "article"\n'


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("stamp.a", "-"), b'\xef\xbb\xbf{"statement": "It is."}'),
        (("-",), b'{"statement": "It is.", "id": "stamp.a"}'),
        (("-",), b'id = "stamp.a"\nstatement = "It is."\n'),
        (("stamp.a", "-"), b'id = "stamp.b"\nstatement = "It is."\n'),
    ],
)
def test_standard_input_may_have_a_mark_and_the_id(
    store: Path, run: Run, words: tuple[str, ...], said: bytes
) -> None:
    assert run("add", *words, said=said)[0] == 0
    assert topic(store) == TOPIC + '\n[a]\nstatement = "It is."\n'


def test_a_source_that_is_described_beside_the_fact_is_added_first(store: Path, run: Run) -> None:
    said = 'statement = "It is."\nsource = { id = "book", title = "A book", date = 2020, at = "p. 7" }\n'

    status, out, err = run("add", "stamp.a", "-", said=said.replace("2020", '"2020"'))

    assert (status, out, err) == (0, "added stamp.a to facts/stamp.toml:17\nshow it: kzun show stamp.a\n", "")
    assert topic(store) == TOPIC + '\n[a]\nstatement = "It is."\nsource = { id = "book", at = "p. 7" }\n'
    assert (store / "sources.toml").read_text(encoding="utf-8") == (
        SOURCES + '\n[book]\ntitle = "A book"\ndate = 2020\n'.replace("2020", '"2020"')
    )


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("statement = 'x'\n who = [1]\n", "-:2:9: error[wrong-type]: who wants string, not integer"),
        ("statement = ", "-:1:13: error[syntax]: "),
        ("[" * 10_000, "-:1:"),
        (b"statement = '\xff'", "-:1:14: error[encoding]: the byte 0xff is not UTF-8"),
        ('{"statement": "x", "who": [1]}', "-:1:1: error[wrong-type]: who wants string, not integer"),
        ('{"statement": \n x}', "-:2:2: error[syntax]: expecting value"),
        ('{"a":' * 10_000, "-:1:1: error[too-deep]: arrays or objects nest too deep"),
        ('{"statement": "\\udc80"}', "-:1:1: error[encoding]: statement is not UTF-8"),
        ('{"statement": "x", "extra": {"a": null}}', "-:1:1: error[wrong-type]: extra holds what TOML"),
        ('{"value": ' + "1" * 5000 + "}", "-:1:1: error[bad-number]: an integer of too many digits"),
    ],
)
def test_a_bad_draft_is_refused_at_its_place(store: Path, run: Run, said: str | bytes, problem: str) -> None:
    status, out, err = run("add", "stamp.a", "-", said=said)

    assert (status, out, topic(store)) == (2, "", TOPIC)
    assert err.startswith(problem)
    assert err.splitlines()[-2].startswith("kzun: error: stamp.a is not written: ")


def test_every_problem_of_a_draft_is_told_at_its_option(store: Path, run: Run) -> None:
    done = run(
        "add",
        "sources.B_c",
        "--statement",
        " ",
        "--date",
        "2021-02-30",
        "--see",
        "stamp.gun",
        "--source",
        "artcle",
    )

    assert done == (
        2,
        "",
        "kzun add: error[bad-id]: 'B_c' is no id: small letters, digits and single hyphens; did you mean b-c?\n"
        "kzun add: error[bad-id]: 'sources' is no topic: sources.toml is for other things than facts\n"
        "--statement: error[empty]: statement is empty\n"
        "--date: error[bad-date]: '2021-02-30' is no date: February 2021 has 28 days\n"
        "--source: error[unknown-source]: no source 'artcle'; did you mean article?\n"
        "--see: error[dangling-see]: no fact 'stamp.gun'; did you mean stamp.gum or stamp.value?\n"
        "kzun: error: sources.B_c is not written: 6 problems\nhint: kzun check --rule bad-id\n",
    )


@pytest.mark.parametrize("fact_id", ["stamp", "stamp.title"])
def test_what_can_be_no_id_is_refused(store: Path, run: Run, fact_id: str) -> None:
    status, _, err = run("add", fact_id, "--statement", "x")

    assert (status, "error[bad-id]" in err, topic(store)) == (2, True, TOPIC)


def test_a_taken_id_is_refused_with_its_place(store: Path, run: Run) -> None:
    assert run("add", "stamp.gum", "--statement", "x") == (
        2,
        "",
        "kzun: error: stamp.gum is taken (facts/stamp.toml:12)\nhint: kzun edit stamp.gum\n",
    )


@pytest.mark.parametrize(
    "words",
    [
        ("add", "stamp.zz", "--statement", "x"),
        ("edit", "stamp.value", "--set", "unit=x"),
        ("remove", "stamp.value"),
    ],
)
def test_the_bundled_store_is_not_written_and_the_users_own_is_named(
    store: Path, run: Run, words: tuple[str, ...]
) -> None:
    assert run(*words, "--facts", ":bundled:") == (
        3,
        "",
        f"kzun: error: cannot write {bundled_store()}: the bundled store is read-only; "
        f"your own store is {store.parent}/home/kzun/facts\n",
    )


def test_a_fact_that_hides_another_stores_is_added_with_a_warning(store: Path, run: Run) -> None:
    (store.parent / "mine").mkdir()
    done = run("add", "stamp.gum", "--statement", "Bitter.", "--facts", "mine", "--facts", "facts")

    assert done[0] == 0
    assert done[2] == "kzun: warning: stamp.gum hides the fact of this id in another store\n"


def test_bare_on_a_terminal_it_asks_for_the_fields(store: Path, run: Run) -> None:
    answers = "stamp.a\nIt is.\n1992\n7\nmm\nUN; KazPost\n\n\n\n\narticle\np. 1\n"
    status, _, err = run("add", said=answers, terminal=True)

    assert status == 0
    assert err.startswith("id (topic.key): statement: date (1992-03-02, 1992, 1991/1992): value: unit: who (")
    assert topic(store) == TOPIC + (
        '\n[a]\nstatement = "It is."\ndate = "1992"\nvalue = 7\nunit = "mm"\nwho = [\n    "UN",\n    "KazPost",\n]\n'
        'source = { id = "article", at = "p. 1" }\n'
    )


def test_what_is_wrong_is_asked_for_again_and_nothing_else(store: Path, run: Run) -> None:
    answers = "stamp.gum\n\n1992-13\n\nmm\n\n\n\n\n\nartcle\n\n"
    mended = "It is.\n1992\narticle\nstamp.a\n"
    status, _, err = run("add", said=answers + mended, terminal=True)

    assert (status, topic(store)) == (
        0,
        TOPIC + '\n[a]\nstatement = "It is."\ndate = "1992"\nunit = "mm"\nsource = "article"\n',
    )
    told = [line.rpartition("error[")[2].partition("]")[0] for line in err.splitlines()]
    assert told == [
        "missing-key",
        "bad-date",
        "unknown-source",
        "taken-id",
        "statement: date (1992-03-02, 1992, 1991/1992): source: id (topic.key): ",
    ]


def test_a_taken_id_is_asked_for_again(store: Path, run: Run) -> None:
    answers = "stamp.gum\nIt is." + "\n" * 11 + "stamp.a\n"
    status, _, err = run("add", said=answers, terminal=True)

    assert (status, topic(store)) == (0, TOPIC + '\n[a]\nstatement = "It is."\n')
    assert "stamp.gum is taken (facts/stamp.toml:12)\nid (topic.key): " in err


def test_who_gives_no_better_answer_is_refused(store: Path, run: Run) -> None:
    status, _, err = run("add", said="stamp.a\nIt is.\n1992-13\n", terminal=True)

    assert (status, topic(store)) == (2, TOPIC)
    assert err.endswith("kzun: error: stamp.a is not written: 1 problem\nhint: kzun check --rule bad-date\n")


def test_what_is_typed_in_another_encoding_is_asked_for_again(store: Path, run: Run) -> None:
    said = b"stamp.a\n\xff\n" + b"\n" * 10 + b"It is.\n"

    assert run("add", said=said, terminal=True)[0] == 0
    assert topic(store) == TOPIC + '\n[a]\nstatement = "It is."\n'


@pytest.mark.parametrize("words", [("add",), ("add", "stamp.a"), ("add", "--statement", "x")])
def test_off_a_terminal_it_never_asks(store: Path, run: Run, words: tuple[str, ...]) -> None:
    status, out, err = run(*words, said="stamp.a\nIt is.\n")

    assert (status, out, topic(store)) == (2, "", TOPIC)
    assert "hint: kzun add " in err


def test_options_without_an_id_ask_for_it_alone(store: Path, run: Run) -> None:
    assert run("add", "--statement", "It is.", said="stamp.a\n", terminal=True)[0] == 0
    assert topic(store).endswith('[a]\nstatement = "It is."\n')


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("add", "stamp.a", "x"), "kzun: error: unexpected 'x'; - stands for standard input\n"),
        (("add", "stamp.a", "-", "--unit", "x"), "kzun: error: - and --unit exclude each other\n"),
        (("edit", "stamp.gum", "--set", "unit"), "kzun: error: 'unit' wants FIELD=VALUE\n"),
        (
            ("edit", "stamp.gum", "--set", "unit=a", "--set", "unit=b"),
            "kzun: error: unit takes one value, not 2\n",
        ),
        (("import", "facts.xml"), "kzun: error: no format 'xml' (one of toml, json, jsonl, csv)\n"),
    ],
)
def test_a_misused_writer_is_one_error(store: Path, run: Run, words: tuple[str, ...], error: str) -> None:
    assert run(*words) == (2, "", error)


def test_an_unknown_field_is_refused_with_the_nearest(store: Path, run: Run) -> None:
    status, _, err = run("edit", "stamp.gum", "--unset", "stetement")

    assert (status, err.startswith("kzun: error: no field 'stetement'; did you mean statement?")) == (2, True)


def test_setting_fields_changes_them_alone(store: Path, run: Run) -> None:
    done = run(
        "edit", "stamp.value", "--set", "value=800.5", "--set", "date=1992-03-02", "--set", "who=A", "--set", "who=B",
        "--set", "source.at=p. 3", "--unset", "unit",
    )  # fmt: skip

    assert done == (0, "changed stamp.value in facts/stamp.toml:4\nshow it: kzun show stamp.value\n", "")
    assert topic(store) == TOPIC.replace(
        "value = 700\n", 'value = 800.5\nwho = [\n    "A",\n    "B",\n]\n'
    ).replace('unit = "tenge" # since 1993\n', "").replace(
        'source = "article"\n', 'source = { id = "article", at = "p. 3" }\n'
    ).replace('700 tenge."\n', '700 tenge."\ndate = 1992-03-02\n')


def test_setting_what_stands_there_changes_nothing(store: Path, run: Run) -> None:
    inode = (store / "stamp.toml").stat().st_ino

    assert run("edit", "stamp.value", "--set", "unit=tenge") == (0, "nothing changed\n", "")
    assert (store / "stamp.toml").stat().st_ino == inode


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ("date=2021-02-30", "facts/stamp.toml:6:1: error[bad-date]: "),
        (
            "see=stamp.gun",
            "facts/stamp.toml:8:8: error[dangling-see]: no fact 'stamp.gun'; did you mean stamp.gum or",
        ),
        ("source=artcle", "facts/stamp.toml:9:1: error[unknown-source]: no source 'artcle'"),
        ("unit= ", "facts/stamp.toml:7:1: error[empty]: unit is empty"),
        ("unit=\udcff", "--set: error[encoding]: the value is not UTF-8"),
    ],
)
def test_a_change_that_the_reader_would_refuse_is_not_made(
    store: Path, run: Run, change: str, problem: str
) -> None:
    status, out, err = run("edit", "stamp.value", "--set", change)

    assert (status, out, topic(store)) == (2, "", TOPIC)
    assert err.startswith(problem)


def test_what_was_wrong_before_does_not_hinder_a_change(store: Path, run: Run) -> None:
    (store / "stamp.toml").write_text(TOPIC + 'colour = "blue"\ndate = "x"\n', encoding="utf-8")

    assert run("edit", "stamp.gum", "--set", "date=1992")[0] == 0
    assert topic(store) == TOPIC + 'colour = "blue"\ndate = "1992"\n'


def test_an_unknown_fact_is_refused_with_the_nearest(store: Path, run: Run) -> None:
    assert run("edit", "stamp.gun", "--set", "unit=x") == (
        1,
        "",
        "kzun: error: no fact or topic 'stamp.gun'; did you mean stamp.gum or stamp.value?\nhint: kzun show stamp.gum\n",
    )


def test_a_field_within_what_is_no_table_is_refused(store: Path, run: Run) -> None:
    status, _, err = run("edit", "stamp.value", "--set", "extra.a=1", "--set", "extra.a.b=2")

    assert (status, err, topic(store)) == (2, "kzun: error: value.extra.a.b: a is no table\n", TOPIC)


def test_references_to_a_fact_are_named_before_it_is_removed(store: Path, run: Run) -> None:
    status, _, err = run("remove", "stamp.value")

    assert (status, topic(store)) == (2, TOPIC)
    assert err == (
        "facts/stamp.toml:14:8: error[dangling-see]: stamp.gum sees stamp.value\n"
        "facts/stamp.toml:14:23: error[dangling-see]: stamp.gum sees stamp.value\n"
        "kzun: error: stamp.value is not removed: 2 references\nhint: kzun remove --unlink stamp.value\n"
    )


def test_a_fact_is_removed_with_the_references_to_it(store: Path, run: Run) -> None:
    (store / "un.toml").write_text(
        '[a]\nstatement = "A."\nsee = ["stamp.value", "stamp.gum"]\n', encoding="utf-8"
    )
    status, out, _ = run("remove", "stamp.value", "--unlink")

    assert (status, out) == (0, "removed stamp.value from facts/un.toml, facts/stamp.toml\n")
    assert topic(store) == (
        'title = "The anniversary stamp"\n\n# What it costs.\n\n# What holds it.\n[gum]\n'
        'statement = "The gum is sweet."\nsource = { id = "article", at = "p. 1" }\n'
    )
    assert (store / "un.toml").read_text(encoding="utf-8") == '[a]\nstatement = "A."\nsee = ["stamp.gum"]\n'
    assert run("check")[0] == 0


def test_of_a_store_that_is_one_file_only_its_topic_can_be_written(store: Path, run: Run) -> None:
    (store / "un.toml").write_text('[a]\nstatement = "A."\n', encoding="utf-8")
    file = "facts/un.toml"

    assert run("add", "un.b", "--statement", "B.", "--facts", file)[0] == 0
    status, _, err = run("add", "stamp.c", "--statement", "C.", "--facts", file)
    assert (status, err.startswith("kzun add: error[bad-id]: facts/un.toml holds facts of the topic un")) == (
        2,
        True,
    )


def editor(folder: Path, *scripts: str) -> str:
    """An editor that does what the scripts of `sed` say, one a call; then nothing more."""
    path = folder / "editor"
    steps = "\n".join(f"{number}) sed -i '{script}' \"$1\";;" for number, script in enumerate(scripts))
    path.write_text(
        f'#!/bin/sh\nn=$(cat "$0.n" 2>/dev/null || echo 0)\necho $((n + 1)) > "$0.n"\ncase $n in\n{steps}\nesac\n'
    )
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_the_editor_changes_the_file(store: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", editor(store.parent, "s/sweet/bitter/"))

    assert run("edit", "stamp.gum")[:2] == (
        0,
        "changed stamp.gum in facts/stamp.toml:12\nshow it: kzun show stamp.gum\n",
    )
    assert topic(store) == TOPIC.replace("sweet", "bitter")


def test_an_editor_that_changes_nothing_writes_nothing(
    store: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", editor(store.parent))

    assert run("edit", "stamp.gum") == (0, "nothing changed\n", "")


def test_a_person_may_mend_what_is_wrong_with_the_text_kept(
    store: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", editor(store.parent, "s/sweet/bitter/; s/^unit/unti/", "s/^unti/unit/"))
    status, _, err = run("edit", "stamp.gum", said="y\n", terminal=True)

    assert (status, err) == (
        0,
        "facts/stamp.toml:7:1: error[unknown-key]: unknown key 'unti'; did you mean unit?\nedit it again? [Y/n] ",
    )
    assert topic(store) == TOPIC.replace("sweet", "bitter")


@pytest.mark.parametrize(("said", "terminal"), [("n\n", True), ("", True), ("y\n", False)])
def test_a_text_that_is_given_up_is_kept_beside_the_store(
    store: Path, run: Run, monkeypatch: pytest.MonkeyPatch, said: str, *, terminal: bool
) -> None:
    monkeypatch.setenv("VISUAL", editor(store.parent, "s/^unit/unti/"))
    status, _, err = run("edit", "stamp.gum", said=said, terminal=terminal)

    kept = Path(err.splitlines()[-1].removeprefix("hint: your text is kept in "))
    assert (status, kept.read_text(encoding="utf-8")) == (2, TOPIC.replace("unit =", "unti ="))
    assert topic(store) == TOPIC


def test_what_somebody_else_wrote_meanwhile_is_kept_and_so_is_the_text(
    store: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = store / "stamp.toml"
    path = store.parent / "both"
    path.write_text(f'#!/bin/sh\necho "# theirs" >> {other}\nsed -i s/sweet/bitter/ "$1"\n')
    path.chmod(0o700)
    monkeypatch.setenv("VISUAL", str(path))
    status, _, err = run("edit", "stamp.gum")

    assert (status, topic(store)) == (3, TOPIC + "# theirs\n")
    kept = Path(err.splitlines()[-1].removeprefix("hint: your text is kept in "))
    assert kept.read_text(encoding="utf-8") == TOPIC.replace("sweet", "bitter")


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("no-such-editor", "'no-such-editor': No such file or directory"),
        ("false", "'false': exit status 1"),
        ("vim 'x", '"vim \'x": no closing quotation'),
        ("sh -c 'kill -9 $$'", "'sh': signal 9"),
        ("rm", "'rm': it has left no file that can be read"),
        ("sh -c 'rm $0; mkdir $0'", "'sh': it has left no file that can be read"),
    ],
)
def test_an_editor_that_fails_is_an_error_and_leaves_nothing(
    store: Path, run: Run, monkeypatch: pytest.MonkeyPatch, command: str, reason: str
) -> None:
    monkeypatch.setenv("VISUAL", command)

    assert run("edit", "stamp.gum") == (3, "", f"kzun: error: cannot edit with {reason}\n")
    assert (topic(store), list((store.parent / "drafts").iterdir())) == (TOPIC, [])


def test_what_an_editor_wrote_before_it_failed_is_kept(
    store: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "sh -c 'sed -i s/sweet/bitter/ $0; exit 3'")
    status, _, err = run("edit", "stamp.gum")

    kept = Path(err.splitlines()[-1].removeprefix("hint: your text is kept in "))
    assert (status, kept.read_text(encoding="utf-8")) == (3, TOPIC.replace("sweet", "bitter"))


def test_ctrl_c_is_the_editors(store: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "sh -c 'kill -INT $PPID; sed -i s/sweet/bitter/ $0'")

    assert run("edit", "stamp.gum")[0] == 0
    assert topic(store) == TOPIC.replace("sweet", "bitter")


def test_who_interrupts_instead_of_mending_is_told_where_the_text_is(
    store: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted() -> bool:
        raise KeyboardInterrupt

    monkeypatch.setenv("VISUAL", editor(store.parent, "s/^unit/unti/"))
    monkeypatch.setattr(editing, "_wants_to_mend", interrupted)
    status, _, err = run("edit", "stamp.gum")

    kept = Path(err.splitlines()[-1].removeprefix("hint: your text is kept in "))
    assert (status, kept.read_text(encoding="utf-8")) == (130, TOPIC.replace("unit =", "unti ="))


def test_a_draft_that_cannot_be_made_is_an_error(
    store: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(store / "gone"))

    assert run("edit", "stamp.gum") == (
        3,
        "",
        f"kzun: error: cannot write {store}/gone: No such file or directory\n",
    )


def test_a_file_of_which_an_editor_leaves_nothing_is_not_replaced(
    store: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "sh -c ': > $0'")
    status, _, err = run("edit", "stamp.gum")

    assert (status, topic(store)) == (2, TOPIC)
    assert err.startswith(
        "facts/stamp.toml:1:1: error[empty]: nothing is left of the file; kzun remove takes"
    )


def test_a_fact_that_others_see_is_not_taken_away_in_an_editor(
    store: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (store / "un.toml").write_text('[a]\nstatement = "A."\nsee = ["stamp.gum"]\n', encoding="utf-8")
    monkeypatch.setenv("VISUAL", editor(store.parent, "s/^.gum./[glue]/; s/stamp.gum/stamp.glue/"))
    status, _, err = run("edit", "stamp.gum")

    assert (status, topic(store)) == (2, TOPIC)
    assert err.startswith("facts/un.toml:3:8: error[dangling-see]: un.a sees stamp.gum\n")


def test_a_fact_that_is_renamed_in_an_editor_is_said_to_be_in_its_file(
    store: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", editor(store.parent, "s/^.gum./[glue]/; s/stamp.gum/stamp.glue/"))

    assert run("edit", "stamp.gum") == (0, "changed stamp.gum in facts/stamp.toml\n", "")


def test_a_fact_of_a_file_that_cannot_be_read_is_not_said_to_be_unknown(store: Path, run: Run) -> None:
    (store / "stamp.toml").write_text(TOPIC + "[glue\n", encoding="utf-8")

    assert run("edit", "stamp.gum", "--set", "unit=mm") == (
        3,
        "",
        "facts/stamp.toml:16:6: error[syntax]: expected ']' at the end of a table declaration\n"
        "kzun: error: cannot write facts/stamp.toml: it is damaged\nhint: kzun check facts/stamp.toml\n",
    )


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ("unit=7", 'unit = "7" # since 1993'),
        ("value=700 # x", 'value = "700 # x"'),
        ('value=["a", "b"]', 'value = ["a", "b"]'),
        ("value=true", 'value = "true"'),
        ("value=1_000", "value = 1000"),
        ("value=2020-01-01", 'value = "2020-01-01"'),
        ('see=["stamp.gum", "stamp.value"]', 'see = ["stamp.gum", "stamp.value"]'),
        ("source.at=[12]", 'source = { id = "article", at = "[12]" }'),
        ("source={ id = 'article', at = 'p. 4' }", 'source = { id = "article", at = "p. 4" }'),
        ("extra.a.b=2020-01-01", "extra.a.b = 2020-01-01"),
        ("extra.c={ d = [1, 2] }", "extra.c = { d = [1, 2] }"),
        ("unit=\x1b[31m\u202e", 'unit = "\\u001b[31m\\u202e" # since 1993'),
    ],
)
def test_a_field_is_set_to_what_is_said(store: Path, run: Run, change: str, line: str) -> None:
    assert run("edit", "stamp.value", "--set", change)[0] == 0
    assert line in topic(store).splitlines()


@pytest.mark.parametrize("value", ["nan", "inf", "1e400"])
def test_what_is_no_figure_is_refused_as_such(store: Path, run: Run, value: str) -> None:
    status, _, err = run("edit", "stamp.value", "--set", f"value={value}")

    assert (status, topic(store)) == (2, TOPIC)
    assert err.startswith("facts/stamp.toml:6:1: error[bad-number]: value is ")


def test_a_fact_that_hides_another_is_removed_whatever_sees_it(store: Path, run: Run) -> None:
    (store.parent / "mine").mkdir()
    named = ("--facts", "mine", "--facts", "facts")
    run("add", "stamp.gum", "--statement", "Bitter.", *named)

    assert run("remove", "stamp.gum", *named)[0] == 0
    assert run("show", "stamp.gum", "--field", "statement", *named)[1] == "The gum is sweet.\n"


def test_references_from_another_store_are_removed_too(store: Path, run: Run) -> None:
    mine = store.parent / "mine"
    mine.mkdir()
    (mine / "un.toml").write_text('[a]\nstatement = "A."\nsee = ["stamp.gum"]\n', encoding="utf-8")
    done = run("remove", "stamp.gum", "--unlink", "--facts", "mine", "--facts", "facts")

    assert done[:2] == (0, "removed stamp.gum from mine/un.toml, facts/stamp.toml\n")
    assert (mine / "un.toml").read_text(encoding="utf-8") == '[a]\nstatement = "A."\n'
    assert (mine / ".kzun.lock").exists()


def exported(run: Run, form: str) -> str:
    return run("list", "-f", form)[1]


@pytest.mark.parametrize("form", ["toml", "json", "jsonl", "csv"])
def test_what_was_exported_is_imported_with_its_sources(store: Path, run: Run, form: str) -> None:
    text = exported(run, form)
    (store.parent / f"all.{form}").write_text(text, encoding="utf-8")
    (store.parent / "new").mkdir()
    done = run("import", f"all.{form}", "--facts", "new")

    assert done == (0, "added 2 facts to new/sources.toml, new/stamp.toml\n", "")
    new = json.loads(run("list", "--json", "--facts", "new")[1])["facts"]
    old = json.loads(run("list", "--json")[1])["facts"]
    assert [{**fact, "line": 0} for fact in new] == [{**fact, "line": 0} for fact in old]
    assert (
        run("import", "-", "-f", form, "--facts", "new", said=text)[1] == "nothing added (2 there already)\n"
    )


def test_a_search_and_a_topics_file_can_be_imported_too(store: Path, run: Run) -> None:
    (store.parent / "found.json").write_text(run("search", "gum", "--json")[1], encoding="utf-8")
    (store.parent / "un.toml").write_text('title = "UN"\n[a]\nstatement = "A."\n', encoding="utf-8")
    (store.parent / "new").mkdir()

    assert run("import", "un.toml", "--facts", "new")[0] == 0
    assert run("show", "un.a", "--facts", "new")[1] == "un.a\t\t\tA.\n"
    status, _, err = run("import", "found.json", "--facts", "new")
    assert (status, err.splitlines()[-1].startswith("kzun: error: nothing is imported")) in {
        (0, False),
        (3, True),
    }


def test_every_bad_row_is_told_with_its_line_and_nothing_is_imported(store: Path, run: Run) -> None:
    rows = ['{"id": "un.a", "statement": "A."}', "", '{"id": "un.b"}', "[", '{"statement": "C."}', "7"]
    rows += ['{"id": "stamp.gum", "statement": "Other."}', '{"id": "un.a", "statement": "Again."}']
    status, out, err = run("import", "-", "-f", "jsonl", said="\n".join(rows))

    assert (status, out, (store / "un.toml").exists()) == (3, "", False)
    assert [line.partition(" error")[2] for line in err.splitlines()[:-1]] == [
        "[duplicate-id]: un.a is given 2 times",
        "[missing-key]: statement is missing",
        "[syntax]: expecting value",
        "[missing-key]: id is missing",
        "[wrong-type]: a fact wants table, not integer",
        "[taken-id]: stamp.gum is taken (facts/stamp.toml)",
        "[duplicate-id]: un.a is given 2 times",
    ]
    assert [line.split(":")[1] for line in err.splitlines()[:-1]] == ["1", "3", "4", "5", "6", "7", "8"]
    assert err.endswith("kzun: error: nothing is imported from -: 7 problems\n")


@pytest.mark.parametrize(
    ("form", "text", "problem"),
    [
        (
            "csv",
            'id,statement\nun.a,"A\nB"\nun.b\n',
            "-:4:1: error[syntax]: 1 of the 2 cells that the first line has",
        ),
        ("csv", 'id,statement\nun.a,"A"x\n', "-:2:1: error[syntax]: "),
        ("csv", "id,statement,id\nun.a,A,un.b\n", "-:1:1: error[syntax]: 2 columns are called 'id'"),
        (
            "json",
            '[{"id": "un.a", "id": "un.b"}]',
            "-:1:2: error[syntax]: the key 'id' is given twice in one",
        ),
        ("json", "null", "-:1:1: error[wrong-type]: a fact wants table, not null"),
        ("toml", "titel = 'UN'\n", "-:1:1: error[unknown-key]: unknown key 'titel'; did you mean title?"),
        ("toml", "title = 7\n[a]\nstatement = 'A.'\n", "-:1:1: error[wrong-type]: title wants string"),
        ("csv", "id,statement,sayd\nun.a,A,B\n", "-:2:1: error[unknown-key]: unknown key 'sayd'"),
        ("csv", "id,statement,extra\nun.a,A,{\n", "-:2:1: error[wrong-type]: extra wants table, not string"),
        ("json", '{"facts": 7}', "-:1:11: error[wrong-type]: an array of facts is wanted"),
        ("json", '{"facts": [{"id": "un.a"}]} x', "-:1:29: error[syntax]: more than one value"),
        ("json", '[{"id": "un.a", "statement": "x"}\n {', "-:2:2: error[syntax]: expecting ',' or ']'"),
        (
            "json",
            "[1",
            "-:1:2: error[wrong-type]: a fact wants table, not integer\n-:1:3: error[syntax]: expecting",
        ),
        (
            "jsonl",
            '{"id": "un.a", "statement": "x"} y\n',
            "-:1:33: error[syntax]: more than one value in a line",
        ),
        (
            "toml",
            "[[facts]]\nid = 'un.a'\nstatement = 7\n",
            "-:3:1: error[wrong-type]: statement wants string, not integer",
        ),
        ("toml", "[[facts]]\nid = \n", "-:2:6: error[syntax]: "),
        ("json", b'[\n"\xff"]', "-:2:2: error[encoding]: the byte 0xff is not UTF-8"),
        (
            "json",
            '[{"id":"un.a","statement":"x","source":{"id":"article","title":"Other"}}]',
            "-:1:2: error[other-source]: ",
        ),
        (
            "json",
            '[{"id":"un.a","statement":"x","source":{"id":"b","date":7}}]',
            "-:1:2: error[missing-key]: title is missing",
        ),
    ],
)
def test_a_bad_file_is_refused_at_its_place(
    store: Path, run: Run, form: str, text: str | bytes, problem: str
) -> None:
    status, out, err = run("import", "-", "-f", form, said=text)

    assert (status, out) == (3, "")
    assert err.startswith(problem)
    assert err.splitlines()[-1].startswith("kzun: error: nothing is imported from -: ")


@pytest.mark.parametrize(
    ("form", "text", "lines"),
    [
        ("csv", 'id,statement\nun.a,\n,B\nun.c,C\nun.d,"D\n', ["2", "3", "5"]),
        ("json", '[{"id": "un.a"},\n7,\n{"id": "un.c", "statement": "C"},\nx]', ["1", "2", "4"]),
    ],
)
def test_rows_before_one_that_cannot_be_read_are_told_of_too(
    store: Path, run: Run, form: str, text: str, lines: list[str]
) -> None:
    status, _, err = run("import", "-", "-f", form, said=text)

    assert (status, [line.split(":")[1] for line in err.splitlines()[:-1]]) == (3, lines)


def test_blank_lines_before_the_header_of_csv_are_passed_over(store: Path, run: Run) -> None:
    assert run("import", "-", "-f", "csv", said="\n\nid,statement\nun.a,A\n")[0] == 0


def test_a_cell_of_csv_may_be_long(store: Path, run: Run) -> None:
    assert run("import", "-", "-f", "csv", said=f"id,statement\nun.a,{'x' * 300_000}\n")[0] == 0


def test_what_a_topics_file_says_of_the_topic_is_imported_with_it(store: Path, run: Run) -> None:
    text = 'title = "The UN"\nsummary = "All of it."\ndeclines = [\n    "why?",\n]\n\n[a]\nstatement = "A."\n'
    (store.parent / "un.toml").write_text(text, encoding="utf-8")

    assert run("import", "un.toml")[0] == 0
    assert (store / "un.toml").read_text(encoding="utf-8") == text


def test_an_empty_csv_holds_no_facts(store: Path, run: Run) -> None:
    assert run("import", "-", "-f", "csv", said="") == (0, "nothing added\n", "")


def test_the_types_of_csv_come_back_as_far_as_they_go(store: Path, run: Run) -> None:
    text = 'id,statement,value,who,extra,date\nun.a,\'=A,-7,A; B,"{""x"":1}",1992\nun.b,B,1.5,,,\nun.c,C,x; y,,,\n'

    assert run("import", "-", "-f", "csv", said=text.replace(",-7,", ",'-7,"))[0] == 0
    assert (store / "un.toml").read_text(encoding="utf-8") == (
        '[a]\nstatement = "=A"\ndate = "1992"\nvalue = -7\nwho = [\n    "A",\n    "B",\n]\n\n[a.extra]\nx = 1\n\n'
        '[b]\nstatement = "B"\nvalue = 1.5\n\n[c]\nstatement = "C"\nvalue = [\n    "x",\n    "y",\n]\n'
    )


def test_a_file_that_is_not_there_is_an_error(store: Path, run: Run) -> None:
    assert run("import", "gone.json") == (
        3,
        "",
        "kzun: error: cannot read gone.json: No such file or directory\n",
    )


def test_sources_do_not_fit_into_a_store_that_is_one_file(store: Path, run: Run) -> None:
    (store.parent / "un.toml").write_text("", encoding="utf-8")
    row = '[{"id": "un.a", "statement": "A.", "source": {"id": "b", "title": "B"}}]'
    status, _, err = run("import", "-", "-f", "json", "--facts", "un.toml", said=row)

    assert (status, err) == (
        3,
        "kzun: error: cannot write un.toml: it is one file, and sources would be another\n",
    )


def test_a_store_of_ones_own_that_cannot_be_made_is_an_error(
    store: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KZUN_FACTS")
    (store.parent / "home").write_text("in the way", encoding="utf-8")
    status, _, err = run("add", "un.a", "--statement", "A.")

    assert (status, err) == (
        3,
        f"kzun: error: cannot write {store.parent}/home/kzun/facts: Not a directory\n",
    )


def test_a_change_can_be_tried_without_being_made(store: Path, run: Run) -> None:
    status, out, _ = run("edit", "stamp.value", "--unset", "source.at", "--set", "unit=tyin", "--dry-run")

    assert (status, topic(store)) == (0, TOPIC)
    assert [line for line in out.splitlines() if line[:1] in "+-"][2:] == [
        '-unit = "tenge" # since 1993',
        '+unit = "tyin" # since 1993',
    ]


def test_a_draft_on_a_screen_cannot_command_it(
    store: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (store / "stamp.toml").write_text(TOPIC + "# \u202e\n", encoding="utf-8")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)

    assert "\u202e" not in run("add", "stamp.a", "--statement", "A.", "--dry-run")[1]


def test_the_dates_and_times_of_extra_come_back_from_toml(store: Path, run: Run) -> None:
    extra = "on = 2020-01-02\nat = 10:11:12\n"
    (store / "un.toml").write_text(f'[a]\nstatement = "A."\n\n[a.extra]\n{extra}', encoding="utf-8")
    (store.parent / "other").mkdir()
    exported = run("show", "un.a", "-f", "toml")[1]

    run("import", "-", "-f", "toml", "--facts", "other", said=exported)

    assert (store.parent / "other" / "un.toml").read_text(encoding="utf-8").endswith(extra)


def test_a_named_store_that_is_not_there_is_not_made_but_said_how_to_make(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = tmp_path / "my facts"

    assert main(["add", "a.b", "--statement", "It is.", "--facts", str(store)]) == 3
    assert capsys.readouterr().err == f"kzun: error: no store at {store}\nhint: mkdir -p '{store}'\n"
    assert not store.exists()
