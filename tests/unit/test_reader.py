"""What is read of stores, and how all that is wrong with them is reported at its place."""

import errno
import gc
import os
import re
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import tomli

from kzun import edtf
from kzun.errors import MissingStoreError, UnreadableError
from kzun.fact import Citation, Fact, Part, Source, Topic
from kzun.problem import Problem, Severity
from kzun.store.findings import Finding, placed
from kzun.store.reader import Contents, read_store, read_stores
from kzun.store.topic import Decline

CASES = Path(__file__).parents[1] / "cases" / "toml"


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that problems name short paths, as a user would."""
    monkeypatch.chdir(tmp_path)


def write(files: Mapping[str, str | bytes], root: str = "facts") -> Path:
    """A store of these files."""
    for name, content in files.items():
        path = Path(root, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Path(root)


def problems(files: Mapping[str, str | bytes]) -> list[str]:
    """What is reported of a store of these files."""
    return lines(read_store(write(files)))


def lines(contents: Contents) -> list[str]:
    return [str(problem) for problem in contents.problems]


def ids(contents: Contents) -> list[str]:
    return [fact.id for fact in contents.facts]


def fact(key: str, **fields: str) -> str:
    """The TOML of a fact."""
    more = "".join(f"{name} = {value}\n" for name, value in fields.items())
    return f'[{key}]\nstatement = "It is {key}."\n{more}'


def test_the_cases_are_there() -> None:
    assert len(list(CASES.glob("*.toml"))) > 10


@pytest.mark.parametrize("case", sorted(CASES.glob("*.toml")), ids=lambda case: case.stem)
def test_every_problem_is_reported_at_its_place_and_the_rest_is_read(case: Path) -> None:
    contents = read_store(write({case.name: case.read_text(encoding="utf-8")}))

    report = [*lines(contents), f"read: {' '.join(ids(contents))}"]
    assert report == case.with_suffix(".txt").read_text(encoding="utf-8").splitlines()


def test_a_store_is_its_facts_topics_sources_thesaurus_and_questions_to_decline() -> None:
    root = write(
        {
            "un/stamp.toml": (
                'title = "The stamp"\nsummary = "What it costs."\ndeclines = ["who drew it?"]\n\n'
                + fact("value", source='"leaflet"', see='["un-day.date"]')
            ),
            "un-day.toml": fact("date", date="1945-10-24") + fact("name"),
            "sources.toml": '[leaflet]\ntitle = "A leaflet"\ndate = 2022-10-28\n',
            "thesaurus.toml": 'names = [["UN", "United Nations"]]\n',
        }
    )
    leaflet = Source(id="leaflet", title="A leaflet", date=edtf.parse("2022-10-28"))

    assert read_store(root) == Contents(
        parts=(
            Part(
                0,
                "un-day.toml",
                Topic("un-day", ""),
                (
                    Fact(
                        id="un-day.date",
                        statement="It is date.",
                        date=edtf.parse("1945-10-24"),
                        file="un-day.toml",
                        line=1,
                    ),
                    Fact(id="un-day.name", statement="It is name.", file="un-day.toml", line=4),
                ),
            ),
            Part(
                0,
                "un/stamp.toml",
                Topic("stamp", "The stamp", "What it costs."),
                (
                    Fact(
                        id="stamp.value",
                        statement="It is value.",
                        source=Citation(leaflet),
                        as_of=edtf.parse("2022-10-28"),
                        see=("un-day.date",),
                        file="un/stamp.toml",
                        line=5,
                        topic_title="The stamp",
                    ),
                ),
            ),
        ),
        sources={"leaflet": leaflet},
        thesauri=({"names": [["UN", "United Nations"]]},),
        declines=(Decline("who drew it?", "facts/un/stamp.toml", 3, 13),),
        problems=(),
        paths={
            "un-day.date": root / "un-day.toml",
            "un-day.name": root / "un-day.toml",
            "stamp.value": root / "un/stamp.toml",
        },
    )


def test_an_empty_folder_is_an_empty_store() -> None:
    Path("facts").mkdir()

    assert read_store(Path("facts")) == Contents((), {}, (), (), (), {})


def test_a_single_file_is_a_store() -> None:
    contents = read_store(write({"stamp.toml": fact("value")}) / "stamp.toml")

    assert [(one.id, one.file) for one in contents.facts] == [("stamp.value", "stamp.toml")]


@pytest.mark.parametrize("name", ["nowhere", "facts/stamp.toml/inside", "facts/nowhere.toml"])
def test_a_store_that_is_not_there_is_an_error(name: str) -> None:
    write({"stamp.toml": fact("value")})

    with pytest.raises(MissingStoreError, match=f"^no store at {re.escape(name)}$"):
        read_store(Path(name))


def test_a_store_is_a_folder_or_a_toml_file_and_nothing_else() -> None:
    write({"notes.txt": ""})
    os.mkfifo("pipe.toml")

    for name in ("facts/notes.txt", "pipe.toml", os.devnull):
        with pytest.raises(UnreadableError, match="neither a folder nor a TOML file"):
            read_store(Path(name))


@pytest.mark.parametrize("name", ["loop", "x" * 300])
def test_a_store_that_cannot_be_looked_at_is_an_error(name: str) -> None:
    Path("loop").symlink_to("loop")

    with pytest.raises(UnreadableError, match=f"^cannot read {name}: "):
        read_store(Path(name))


def test_a_folder_that_cannot_be_listed_is_an_error_as_root_and_a_problem_within(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root = write({"stamp.toml": fact("value"), "locked/un.toml": fact("date")})
    scandir = os.scandir

    def refuse(path: Path) -> "os._ScandirIterator[str]":
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    contents = read_store(root)

    assert ids(contents) == ["stamp.value"]
    assert lines(contents) == ["facts/locked:1:1: error[unreadable]: Permission denied"]
    with pytest.raises(UnreadableError, match=r"^cannot read facts/locked: Permission denied$"):
        read_store(root / "locked")


def test_a_file_that_cannot_be_read_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    root = write({"stamp.toml": fact("value"), "un.toml": fact("date", see='["stamp.value"]')})
    read_bytes = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "stamp.toml":
            raise OSError("no reason is given")
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    contents = read_store(root)

    assert ids(contents) == ["un.date"]
    assert lines(contents) == ["facts/stamp.toml:1:1: error[unreadable]: no reason is given"]


def test_only_regular_files_that_are_not_hidden_are_read() -> None:
    root = write(
        {
            "stamp.toml": fact("value"),
            ".hidden.toml": fact("value"),
            ".git/un.toml": fact("value"),
            "notes.txt": "nothing",
            "folder.toml/inner.toml": fact("value"),
            "UPPER.TOML": fact("value"),
        }
    )
    write({"linked.toml": fact("value"), "folder/entered.toml": fact("value")}, "elsewhere")
    os.mkfifo(root / "pipe.toml")
    (root / "link.toml").symlink_to(Path("../elsewhere/linked.toml"))
    (root / "broken.toml").symlink_to("nowhere")
    (root / "device.toml").symlink_to(os.devnull)
    (root / "folder").symlink_to(Path("../elsewhere/folder"))
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(root / "socket.toml"))
        contents = read_store(root)

    assert ids(contents) == ["inner.value", "link.value", "stamp.value"]
    assert contents.problems == ()


def test_a_symlink_to_itself_is_a_problem() -> None:
    root = write({"stamp.toml": fact("value")})
    (root / "loop.toml").symlink_to("loop.toml")

    assert lines(read_store(root)) == [f"facts/loop.toml:1:1: error[unreadable]: {os.strerror(errno.ELOOP)}"]


@pytest.mark.skipif(sys.platform == "darwin", reason="its file systems allow no such names")
def test_a_name_that_is_no_utf_8_is_a_problem_that_can_be_printed() -> None:
    root = write({"stamp.toml": fact("value")})
    (root / os.fsdecode(b"\xff")).mkdir()
    (root / os.fsdecode(b"\xe9t\xe9.toml")).touch()

    assert lines(read_store(root)) == [
        "facts/\\xe9t\\xe9.toml:1:1: error[encoding]: its name is not UTF-8",
        "facts/\\xff:1:1: error[encoding]: its name is not UTF-8",
    ]


def test_the_files_of_sub_folders_are_read_in_the_order_of_their_paths() -> None:
    root = write({"b.toml": fact("x"), "a/c/z.toml": fact("x"), "a/d.toml": fact("x"), "c/a.toml": fact("x")})

    assert [one.file for one in read_store(root).facts] == ["a/c/z.toml", "a/d.toml", "b.toml", "c/a.toml"]


def test_a_second_file_of_a_stem_is_an_error_that_names_both_and_is_left_out() -> None:
    root = write(
        {
            "a/stamp.toml": fact("value"),
            "b/stamp.toml": 'title = "Other"\n' + fact("print-run", unti='"x"'),
            "un.toml": fact("date", see='["stamp.value", "stamp.print-run"]'),
            "a/sources.toml": '[one]\ntitle = "One"\n',
            "sources.toml": '[two]\ntitle = "Two"\n',
            "a/thesaurus.toml": 'light = ["one"]\n',
            "thesaurus.toml": 'light = ["two"]\n',
        }
    )
    contents = read_store(root)

    assert ids(contents) == ["stamp.value", "un.date"]
    assert contents.topics["stamp"].title == "stamp"
    assert list(contents.sources) == ["one"]
    assert contents.thesauri == ({"light": ["one"]},)
    double = "{1}:1:1: error[duplicate-stem]: two files of one stem, {0} and {1}; this one is left out"
    assert lines(contents) == [
        double.format("facts/a/stamp.toml", "facts/b/stamp.toml"),
        "facts/b/stamp.toml:4:1: error[unknown-key]: unknown key 'unti'; did you mean unit?",
        double.format("facts/a/sources.toml", "facts/sources.toml"),
        double.format("facts/a/thesaurus.toml", "facts/thesaurus.toml"),
    ]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Stamp.toml", "'Stamp' is no id: small letters, digits and single hyphens; did you mean stamp?"),
        ("un.day.toml", "'un.day' is no id: small letters, digits and single hyphens; did you mean un-day?"),
        ("марка.toml", "'марка' is no id: small letters, digits and single hyphens"),
    ],
)
def test_a_file_whose_stem_is_no_id_is_left_out(name: str, said: str) -> None:
    contents = read_store(write({name: fact("value"), "un.toml": fact("date")}))

    assert lines(contents) == [f"facts/{name}:1:1: error[bad-id]: {said}"]
    assert (ids(contents), list(contents.topics)) == (["un.date"], ["un"])


def test_a_damaged_file_does_not_hide_the_others() -> None:
    contents = read_store(write({"a.toml": fact("x"), "b.toml": "[", "c.toml": b"\xff", "d.toml": fact("x")}))

    assert ids(contents) == ["a.x", "d.x"]
    assert [(problem.path, problem.code) for problem in contents.problems] == [
        ("facts/b.toml", "syntax"),
        ("facts/c.toml", "encoding"),
    ]


def test_problems_come_by_path_line_and_column() -> None:
    found = problems(
        {
            "b.toml": fact("x", who="[1, 2]", see='["no.where"]', unit="1"),
            "a.toml": fact("y", source='"none"') + "[z]\n",
        }
    )

    assert [problem.partition(": ")[0] for problem in found] == [
        "facts/a.toml:3:1",
        "facts/a.toml:4:1",
        "facts/b.toml:3:8",
        "facts/b.toml:3:11",
        "facts/b.toml:4:8",
        "facts/b.toml:5:1",
    ]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"\xff", "1:1"),
        (b"a = 'x'\nb = '\xd2\x9b\xc3'\n", "2:7"),
        (b"\xef\xbb\xbfa = '\xff'", "1:6"),
        ("a = 'ә'".encode("utf-16"), "1:1"),
        (b"a = '\xed\xa0\x80'", "1:6"),
        (b"a = 1\r\n\xc3", "2:1"),
    ],
)
def test_the_first_byte_that_is_no_utf_8_is_reported_at_its_place(content: bytes, place: str) -> None:
    (problem,) = problems({"stamp.toml": content})

    assert re.fullmatch(
        rf"facts/stamp\.toml:{place}: error\[encoding\]: the byte 0x[0-9a-f]{{2}} is not UTF-8", problem
    )


def test_a_byte_order_mark_and_carriage_returns_are_nothing_to_speak_of() -> None:
    text = fact("value", unit="7") + '[x]\nstatement = """a\nb"""'
    content = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    contents = read_store(write({"stamp.toml": content}))

    assert lines(contents) == ["facts/stamp.toml:3:1: error[wrong-type]: unit wants string, not integer"]
    assert [(one.line, one.statement) for one in contents.facts] == [(4, "a\nb")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[x]\nextra.a = " + "[" * 5000 + "]" * 5000, 2),
        ("[x]\n\nextra.a = " + "{ a = " * 5000 + "1" + " }" * 5000, 3),
        ("[x]\nstatement = 'x'\nextra" + ".a" * 100_000 + " = 1", 3),
    ],
)
def test_what_nests_too_deep_for_the_parser_is_a_problem_on_its_line(text: str, line: int) -> None:
    (problem,) = problems({"stamp.toml": text + "\n" + fact("value")})

    place, said = problem.split(": ", 1)
    assert place.startswith(f"facts/stamp.toml:{line}:")
    assert said == "error[too-deep]: arrays, inline tables or dotted keys nest too deep"


def test_what_nests_too_deep_is_reported_at_the_character_from_which_on_the_parser_refuses_it() -> None:
    text = "[x]\nextra.a = " + "[" * 5000 + "]" * 5000
    contents = read_store(write({"stamp.toml": text}))

    ((_, line, column, *_),) = contents.problems
    end = len("\n".join([*text.split("\n")[: line - 1], ""])) + column
    with pytest.raises(RecursionError):
        tomli.loads(text[:end])
    with pytest.raises(tomli.TOMLDecodeError):
        tomli.loads(text[: end - 1])


def test_an_integer_of_too_many_digits_is_a_problem_where_it_begins() -> None:
    found = problems({"stamp.toml": fact("value", value="-" + "1" * 5000), "un.toml": fact("x")})

    assert found == ["facts/stamp.toml:3:10: error[bad-number]: an integer of too many digits"]


def test_what_may_stand_in_a_damaged_file_is_not_called_missing() -> None:
    contents = read_store(
        write(
            {
                "sources.toml": "[",
                "stamp.toml": "[",
                "un.toml": fact("date", see='["stamp.value"]', source='"leaflet"'),
            }
        )
    )

    assert [(problem.path, problem.code) for problem in contents.problems] == [
        ("facts/sources.toml", "syntax"),
        ("facts/stamp.toml", "syntax"),
    ]
    assert ids(contents) == ["un.date"]


def test_what_is_damaged_itself_is_not_called_missing() -> None:
    contents = read_store(
        write(
            {
                "sources.toml": "[leaflet]\nurl = 7\n",
                "stamp.toml": "[value]\n" + fact("x", see='["stamp.value"]', source='"leaflet"'),
            }
        )
    )

    assert lines(contents) == [
        "facts/sources.toml:1:1: error[missing-key]: title is missing",
        "facts/sources.toml:2:1: error[wrong-type]: url wants string, not integer",
        "facts/stamp.toml:1:1: error[missing-key]: statement is missing",
    ]
    assert ids(contents) == ["stamp.x"]


def test_a_source_is_a_table_and_the_nearest_one_is_named() -> None:
    contents = read_store(
        write(
            {
                "sources.toml": 'leaflet = "A leaflet"\n[article]\ntitle = "An article"\n',
                "stamp.toml": fact("x", source='{ at = "1", id = "artcle" }'),
            }
        )
    )

    assert lines(contents) == [
        "facts/sources.toml:1:1: error[wrong-type]: 'leaflet' wants table, not string",
        "facts/stamp.toml:3:22: error[unknown-source]: no source 'artcle'; did you mean article?",
    ]
    assert ids(contents) == ["stamp.x"]


def test_the_lines_of_a_thesaurus_that_hold_are_kept_and_the_others_reported() -> None:
    contents = read_store(
        write(
            {
                "thesaurus.toml": """\
words = [["price", "cost"], ["alone"], "loose", ["a", 7, ""]]
names = "UN"
forms = [["go", "went", "gone"]]
contrary = [["first", "last"], ["one", "two", "three"], ["single"]]
light = ["year", ""]
stop = [["the"], "a"]
wrods = []
"""
            }
        )
    )

    assert contents.thesauri == (
        {
            "words": [["price", "cost"]],
            "names": [],
            "forms": [["go", "went", "gone"]],
            "contrary": [["first", "last"]],
            "light": ["year"],
            "stop": ["a"],
        },
    )
    assert [line.removeprefix("facts/thesaurus.toml:") for line in lines(contents)] == [
        "1:29: error[wrong-type]: a line of words wants two strings or more, not 1",
        "1:40: error[wrong-type]: words wants arrays of strings, not string",
        "1:55: error[wrong-type]: words wants string, not integer",
        "1:58: error[empty]: words is empty",
        "2:1: error[wrong-type]: names wants array of arrays, not string",
        "4:32: error[wrong-type]: a line of contrary wants two strings, not 3",
        "4:57: error[wrong-type]: a line of contrary wants two strings, not 1",
        "5:18: error[empty]: light is empty",
        "6:9: error[wrong-type]: stop wants string, not array",
        "7:1: error[unknown-key]: unknown key 'wrods'; did you mean words?",
    ]


def test_a_name_may_stand_alone() -> None:
    contents = read_store(write({"thesaurus.toml": 'names = [["Tarn"], []]\n'}))

    assert contents.thesauri == ({"names": [["Tarn"]]},)
    assert lines(contents) == [
        "facts/thesaurus.toml:1:20: error[wrong-type]: a line of names wants a string or more, not 0"
    ]


def test_a_damaged_thesaurus_is_a_problem_and_hides_no_other() -> None:
    write({"thesaurus.toml": "words = ["}, "mine")
    write({"thesaurus.toml": 'stop = ["the"]'}, "theirs")
    contents = read_stores([Path("mine"), Path("theirs")])

    assert contents.thesauri == ({"stop": ["the"]},)
    assert [problem.code for problem in contents.problems] == ["syntax"]


def test_the_general_thesaurus_lies_under_all_stores() -> None:
    write({"thesaurus.toml": 'stop = ["mine"]'}, "mine")
    write({"thesaurus.toml": 'stop = ["theirs"]'}, "theirs")
    Path("words.toml").write_text('stop = ["general"]\n[x]\n')
    contents = read_stores([Path("mine"), Path("theirs")], Path("words.toml"))

    assert contents.thesauri == ({"stop": ["mine"]}, {"stop": ["theirs"]}, {"stop": ["general"]})
    assert [problem[:3] for problem in contents.problems] == [("words.toml", 2, 1)]


def test_questions_to_decline_are_carried_with_their_places() -> None:
    contents = read_store(write({"stamp.toml": 'declines = ["who drew it?",\n  7, "", "where is it?"]\n'}))

    assert contents.declines == (
        Decline("who drew it?", "facts/stamp.toml", 1, 13),
        Decline("where is it?", "facts/stamp.toml", 2, 10),
    )


def test_the_fact_of_an_earlier_store_hides_the_one_of_a_later() -> None:
    write({"stamp.toml": "\n" + fact("value", answer='"mine"') + "[damaged]\n"}, "mine")
    damaged = fact("damaged", see='["no.where"]', unit="7")
    write({"sub/stamp.toml": fact("value") + fact("paper") + damaged}, "theirs")
    contents = read_stores([Path("mine"), Path("theirs")])

    assert [(one.id, one.answer, one.file) for one in contents.facts] == [
        ("stamp.value", "mine", "stamp.toml"),
        ("stamp.paper", None, "sub/stamp.toml"),
    ]
    assert lines(contents) == [
        "mine/stamp.toml:2:1: warning[hides]: stamp.value hides the one of theirs/sub/stamp.toml",
        "mine/stamp.toml:5:1: error[missing-key]: statement is missing",
        "mine/stamp.toml:5:1: warning[hides]: stamp.damaged hides the one of theirs/sub/stamp.toml",
        "theirs/sub/stamp.toml:8:1: error[wrong-type]: unit wants string, not integer",
    ]
    assert contents.paths == {
        "stamp.value": Path("mine/stamp.toml"),
        "stamp.damaged": Path("mine/stamp.toml"),
        "stamp.paper": Path("theirs/sub/stamp.toml"),
    }


def test_what_an_earlier_store_says_of_a_topic_or_source_holds() -> None:
    source = '[leaflet]\ntitle = "{}"\n[{}]\ntitle = "Own"\n'
    write(
        {"stamp.toml": 'title = "Mine"\n', "un.toml": "", "sources.toml": source.format("Mine", "a")}, "mine"
    )
    write(
        {
            "stamp.toml": 'title = "Theirs"\nsummary = "Theirs"\n' + fact("value", source='"leaflet"'),
            "un.toml": 'title = "Theirs"\n',
            "sources.toml": source.format("Theirs", "b"),
        },
        "theirs",
    )
    contents = read_stores([Path("mine"), Path("theirs")])

    assert contents.topics == {"stamp": Topic("stamp", "Mine", "Theirs"), "un": Topic("un", "Theirs")}
    assert {one.id: one.title for one in contents.sources.values()} == {
        "leaflet": "Mine",
        "a": "Own",
        "b": "Own",
    }
    assert [one.source for one in contents.facts] == [Citation(Source(id="leaflet", title="Mine"))]


def test_a_fact_may_name_facts_and_sources_of_other_stores() -> None:
    write({"stamp.toml": fact("value", see='["un.date"]', source='"theirs"')}, "mine")
    write(
        {"un.toml": fact("date", see='["stamp.value"]'), "sources.toml": '[theirs]\ntitle = "T"\n'}, "theirs"
    )

    assert read_stores([Path("mine"), Path("theirs")]).problems == ()


@pytest.mark.parametrize("is_enabled", [True, False])
def test_reading_leaves_the_garbage_collector_as_it_was(*, is_enabled: bool) -> None:
    was_enabled = gc.isenabled()
    (gc.enable if is_enabled else gc.disable)()
    try:
        read_store(write({"stamp.toml": fact("value")}))
        assert gc.isenabled() == is_enabled
    finally:
        (gc.enable if was_enabled else gc.disable)()


def test_a_finding_stands_at_the_key_or_item_that_it_concerns() -> None:
    contents = read_store(write({"stamp.toml": "\n" + fact("value", asks='["how much?", "what price?"]')}))
    finding = Finding("stamp.value", ("asks", 1), Severity.WARNING, "missed", "It is missed.")

    assert placed([finding], contents.paths) == (
        Problem("facts/stamp.toml", 4, 22, Severity.WARNING, "missed", "It is missed."),
    )


@pytest.mark.parametrize("content", ["", "[", None])
def test_a_finding_about_a_file_that_has_changed_since_stands_at_its_beginning(content: str | None) -> None:
    contents = read_store(write({"stamp.toml": "\n" + fact("value")}))
    path = contents.paths["stamp.value"]
    path.unlink() if content is None else path.write_text(content)
    finding = Finding("stamp.value", (), Severity.WARNING, "missed", "It is missed.")

    assert [problem[:3] for problem in placed([finding], contents.paths)] == [("facts/stamp.toml", 1, 1)]
