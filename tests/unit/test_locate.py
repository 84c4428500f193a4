"""Where keys and array items stand in TOML texts of every style."""

import pytest
import tomli

from kzun.store.locate import KeyPath, locate, table_lines


def place(text: str, *path: str | int) -> tuple[int, int]:
    """The line and column at which `path` is found in a text that the parser accepts."""
    tomli.loads(text)
    return locate(text, [path])[path]


STAMP = """\
# the stamp
title = "The stamp"   # of [value]

[value]
statement = "It has [print-run] a # and a \\" in it."
  who = [ "UN", # not "Kazpost"
    'Kazpost',
    7, ]
source = { id = "article", at = "[end]" }

  [ "print-run" ]
statement = \"\"\"
[value]
who = "nobody" ""\\" \"\"\"\"\"
text = '''
'[fake]
''''

[value.extra]
a.b."c.d" = 1
a.e = [[1, 2], [3, { f = 4, g.h = [5] }]]
when = 1979-05-27 07:32:00

[[value.extra.rows]]
name = "one"
[value.extra.rows.deep]
x = 1
[[value.extra.rows]]
name = "two"
[[value.extra.rows.cells]]
y = 2
"""


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        ((), 1, 1),
        (("title",), 2, 1),
        (("value",), 4, 1),
        (("value", "statement"), 5, 1),
        (("value", "who"), 6, 3),
        (("value", "who", 0), 6, 11),
        (("value", "who", 1), 7, 5),
        (("value", "who", 2), 8, 5),
        (("value", "source"), 9, 1),
        (("value", "source", "id"), 9, 12),
        (("value", "source", "at"), 9, 28),
        (("print-run",), 11, 3),
        (("print-run", "statement"), 12, 1),
        (("print-run", "text"), 15, 1),
        (("value", "extra"), 19, 1),
        (("value", "extra", "a"), 20, 1),
        (("value", "extra", "a", "b"), 20, 3),
        (("value", "extra", "a", "b", "c.d"), 20, 5),
        (("value", "extra", "a", "e"), 21, 3),
        (("value", "extra", "a", "e", 0), 21, 8),
        (("value", "extra", "a", "e", 0, 1), 21, 12),
        (("value", "extra", "a", "e", 1, 1), 21, 20),
        (("value", "extra", "a", "e", 1, 1, "f"), 21, 22),
        (("value", "extra", "a", "e", 1, 1, "g"), 21, 29),
        (("value", "extra", "a", "e", 1, 1, "g", "h", 0), 21, 36),
        (("value", "extra", "when"), 22, 1),
        (("value", "extra", "rows"), 24, 1),
        (("value", "extra", "rows", 0), 24, 1),
        (("value", "extra", "rows", 0, "name"), 25, 1),
        (("value", "extra", "rows", 0, "deep", "x"), 27, 1),
        (("value", "extra", "rows", 1), 28, 1),
        (("value", "extra", "rows", 1, "name"), 29, 1),
        (("value", "extra", "rows", 1, "cells", 0, "y"), 31, 1),
    ],
)
def test_a_key_stands_where_it_is_written_and_an_item_where_it_begins(
    path: KeyPath, line: int, column: int
) -> None:
    assert place(STAMP, *path) == (line, column)


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        (("value", "unit"), 4, 1),
        (("value", "who", 3), 6, 3),
        (("value", "who", 1, "name"), 7, 5),
        (("value", "source", "page"), 9, 1),
        (("fake",), 1, 1),
    ],
)
def test_what_is_not_there_stands_at_what_would_be_around_it(path: KeyPath, line: int, column: int) -> None:
    assert place(STAMP, *path) == (line, column)


def test_many_paths_are_found_at_once() -> None:
    assert locate("a = 1\nb = [2]\n", [("b", 0), ("a",), ("c",)]) == {
        ("b", 0): (2, 6),
        ("a",): (1, 1),
        ("c",): (1, 1),
    }


@pytest.mark.parametrize(
    ("text", "path", "line", "column"),
    [
        ("", ("a",), 1, 1),
        ("a = 1", ("a",), 1, 1),
        ("\r\n[a]\r\nb = [\r\n1,\r\n2]\r\n", ("a", "b", 1), 5, 1),
        ("[a.b]\n[a]\nc = 1", ("a",), 2, 1),
        ("[a.b]\nc = 1", ("a",), 1, 2),
        ("[a.b]\nc = 1", ("a", "b"), 1, 1),
        ("a.b = 1\na.c = 2", ("a",), 1, 1),
        ("a = {}\nb = []\nc = 1", ("c",), 3, 1),
        ('"\\u0041b" = 1', ("Ab",), 1, 1),
        ("'a\"b' = 1", ('a"b',), 1, 1),
        ('"" = 1', ("",), 1, 1),
        ("[ a . 'b' ]\n c\t=\t1", ("a", "b", "c"), 2, 2),
        ("[[ a ]]\n[[a]]\nb = 1", ("a", 1, "b"), 3, 1),
        ("[[a]]", ("a",), 1, 1),
        ("[[a.b]]\n[a.b.c]\nd = 1", ("a", "b", 0, "c", "d"), 3, 1),
        ("a = [ # ]\n# ]\n  1]", ("a", 0), 3, 3),
        ("'кілт' = 1\nb = ['ә', 'і']", ("b", 1), 2, 11),
        ('a = """\\\n  x\\""""""\nb = 1', ("b",), 3, 1),
        ("a = ''''b'''''\nc = 1", ("c",), 2, 1),
        ('a = ["""]""", \'\'\',\'\'\', "]", 1]', ("a", 3), 1, 29),
        ("a = [1979-05-27 07:32:00, +1e5, -inf, true]", ("a", 3), 1, 39),
        ("a = 1 # b = 2\nb = 3", ("b",), 2, 1),
        ("a = " + "[" * 300 + "]" * 300 + "\nb = 1", ("b",), 2, 1),
    ],
)  # fmt: skip
def test_every_style_of_toml_is_read(text: str, path: KeyPath, line: int, column: int) -> None:
    assert place(text, *path) == (line, column)


def test_an_inline_table_may_stretch_over_lines_where_the_parser_lets_it() -> None:
    text = "a = { b = 1, # b\n  c = [2],\n  d = 3,\n}\n"

    assert locate(text, [("a", "c", 0), ("a", "d")]) == {("a", "c", 0): (2, 8), ("a", "d"): (3, 3)}


@pytest.mark.parametrize("text", ["a", "a =", "a = [", "a = [1", "a = {", "[a", "= 1", "a = 1 ]", '"a" "b"'])
def test_what_is_no_toml_is_an_error_and_never_a_loop(text: str) -> None:
    with pytest.raises(ValueError, match="no TOML at character"):
        locate(text, [("a",)])


@pytest.mark.parametrize(
    "text",
    [
        "[value]\n",
        "\n\n  [ value ] # here\n",
        "title = 'x'\r\n\r\n[value]\r\n",
        "[value.extra]\n[value]\n",
        '["value"]\n',
        "value = {}\n",
        "a = 1\nvalue.unit = 'm'\n",
        "[other]\na = '''\n[value]\n'''\n[value]\n",
        '[other]\na = """\n[value]\n"""\n[value]\n',
        "# '''\n[value]\n",
        "[other]\na = \"'''\"\n[value]\n",
        "[other]\na = 1\n[[other.value]]\n[value]\n",
    ],
)
def test_the_line_of_a_table_is_that_of_its_header_or_first_mention(text: str) -> None:
    assert table_lines(text, ["value"])["value"] == place(text, "value")[0]


YEARS = """\
2017.statement = "It is no table of its own."
2017.value = [
  "a", [
[2017]
  ]
]
[1992]
x = [
[1992-03-02], [1992],
[true],
[2016]
]
y = { z = [
[1e5]
] }
[true]
[1992-03-02]
[2016]
"""


@pytest.mark.parametrize("key", ["2017", "1992", "true", "1992-03-02", "2016"])
def test_an_array_item_that_looks_like_a_header_is_none(key: str) -> None:
    assert table_lines(YEARS, [key])[key] == place(YEARS, key)[0]


def test_tables_that_are_not_asked_for_may_be_left_out() -> None:
    assert table_lines('["odd key"]\n[value]\n', []) == {"value": 2}


def test_the_lines_of_tables_without_any_are_none() -> None:
    assert table_lines("title = 'x'", []) == {}
