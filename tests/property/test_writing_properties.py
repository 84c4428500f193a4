"""What is written is read again as it was, and what is not changed stays."""

# ruff: noqa: E501 - what is typed and what is told stands in one line, as it does on a screen

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st

from kzun.fact import BIGGEST_INTEGER, Fact, to_table
from kzun.store.editing import with_field, without_fact, without_field
from kzun.store.reader import read_store
from kzun.store.shapes import Shape
from kzun.views.formats import Format, Surface, draw
from kzun.views.results import Listed
from kzun.writing import Desk, draft_of_fields
from tests.builders import TODAY

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(str.strip)
LISTS = st.lists(TEXTS, min_size=1, max_size=3)
VALUES = (
    st.integers(-BIGGEST_INTEGER, BIGGEST_INTEGER)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS
    | LISTS
)
DATES = st.sampled_from(("1992-03-02", "2009-12", "2017/..", "XXXX-08-29", "1991-12-20/1992-03-02", "2022~"))
PLAIN = st.booleans() | st.integers(-(2**53), 2**53) | TEXTS
EXTRAS = st.dictionaries(
    TEXTS, st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner), max_leaves=5),
    min_size=1, max_size=3,
)  # fmt: skip
FIELDS = {
    "date": DATES, "value": VALUES, "unit": TEXTS, "qualifier": TEXTS, "who": LISTS, "where": LISTS,
    "answer": TEXTS, "keywords": LISTS, "asks": LISTS, "source": st.sampled_from(("article", "book"))
    | st.fixed_dictionaries({"id": st.just("book"), "at": TEXTS}), "as_of": DATES, "extra": EXTRAS,
}  # fmt: skip
TABLES = st.fixed_dictionaries({"statement": TEXTS}, optional=FIELDS)
SOURCES = '[article]\ntitle = "An article"\ndate = 2022-10-28\n\n[book]\ntitle = "A book"\nnote = "Red."\n'


def without_place(fact: Fact) -> Fact:
    return fact._replace(file="", line=0)


@pytest.mark.parametrize("form", [Format.JSON, Format.JSONL, Format.TOML])
@given(table=TABLES)
@settings(max_examples=60)
def test_a_fact_survives_being_added_read_exported_imported_and_read(
    form: Format, table: dict[str, object]
) -> None:
    with TemporaryDirectory() as folder:
        first, second = Path(folder, "first"), Path(folder, "second")
        first.mkdir()
        second.mkdir()
        (first / "sources.toml").write_text(SOURCES, encoding="utf-8")
        Desk.at([str(first)], os.environ).add(draft_of_fields("a.b", table))
        added = read_store(first)
        exported = draw(Listed(added.facts, added.topics), form, Surface(80, color=False, today=TODAY))
        shape = Shape(form.value)
        Desk.at([str(second)], os.environ).import_rows(f"facts.{form}", exported.encode(), shape)
        imported = read_store(second)

    assert (added.problems, imported.problems) == ((), ())
    assert [without_place(fact) for fact in imported.facts] == [without_place(fact) for fact in added.facts]
    assert list(map(str, to_table(imported.facts[0]))) == list(map(str, to_table(added.facts[0])))


COMMENTS = st.sampled_from(("", "# a comment\n", "\n", "\n\n# [a]\n", "   # indented = 1\n", "\t\n"))
LINES = {
    "statement": st.sampled_from(('statement = "It is."', 'statement="""\nIt\nis."""   # long', "statement = 'It'")),
    "value": st.sampled_from(("value = 7 # seven", "value\t=\t7.0", "value = [ 'a',\n # inner\n 'b' ]", "")),
    "unit": st.sampled_from(('unit = "tenge"#money', 'unit = "ten#ge"', '"unit" = "x"', "")),
    "source": st.sampled_from(("source = 'article'", "source = { id = 'book', at = 'p. 1' } # cited", "source.id = 'book'", "")),
    "asks": st.sampled_from(('asks = [\n  "why?", # because\n\n  "who?" ]', "asks = ['[b]', \"\"\"\n[c]\n\"\"\"]", "asks = [ 'who?' # a\n , # b\n '#]' # c\n # d\n\n ]", "asks=[#\n]", "")),
    "extra": st.sampled_from(("extra.a = 1", "extra = { a.b = 1 }", "[b.extra] # sub\nx = 1", "")),
}  # fmt: skip


@st.composite
def documents(draw_from: st.DrawFn) -> str:
    """A file with a fact [b] between two others, with comments everywhere."""
    lines = [
        draw_from(st.sampled_from(("", 'title = "T" # t\n'))),
        draw_from(COMMENTS),
        "[a]#\nstatement = 'A'\n",
    ]
    lines += [draw_from(COMMENTS), "[b] # b\n"]
    for written in LINES.values():
        line = draw_from(written)
        lines += [draw_from(COMMENTS), f"{line}\n" if line else ""]
    lines += [draw_from(COMMENTS), draw_from(st.sampled_from(("", "[c]\nstatement = 'C'")))]
    text = "".join(lines)
    return text.replace("\n", "\r\n") if draw_from(st.booleans()) else text


CHANGES = st.sampled_from((
    (("statement",), "Another."), (("value",), 8), (("value",), ["a", "c"]), (("unit",), "tyin"), (("who",), ["UN"]),
    (("asks",), ["who?", "when?"]), (("asks",), ["who?", "#]", "when?"]), (("source",), {"id": "book", "at": "p. 2"}), (("source", "at"), "p. 3"),
    (("extra", "z"), 5), (("date",), "1992"), (("qualifier",), "about\u202e\x07"),
))  # fmt: skip


def kept(old: str, new: str) -> int:
    """How many characters of a text stand at the beginning and at the end of another."""
    start = alike(old, new)
    return start + alike(old[start:][::-1], new[start:][::-1])


def alike(old: str, new: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = zip(old, new, strict=False)
    return next((place for place, (one, other) in enumerate(pairs) if one != other), min(len(old), len(new)))


@given(text=documents(), change=CHANGES)
@settings(max_examples=400)
def test_setting_a_field_changes_that_field_and_leaves_every_other_byte(
    text: str, change: tuple[tuple[str, ...], object]
) -> None:
    field, value = change
    old = tomli.loads(text)
    if field == ("source", "at") and "source" not in old["b"]:
        old["b"]["source"] = {}
    new_text = with_field(text, "b", field, value)
    new = tomli.loads(new_text)

    around, expected = old["b"], new["b"]
    for name in field[:-1]:
        around[name] = {"id": around[name]} if isinstance(around.get(name), str) else around.get(name, {})
        around, expected = around[name], expected[name]
    around[field[-1]] = value
    assert new == old
    comments = [line for line in text.splitlines() if line.strip().startswith("#")]
    if field[0] not in {"asks", "value"}:
        assert [line for line in new_text.splitlines() if line.strip().startswith("#")] == comments
    rest, new_rest = without_field(text, "b", field[:1]), without_field(new_text, "b", field[:1])
    assert new_rest in {rest, rest + "\r\n", rest + "\n"}


@given(text=documents(), field=st.sampled_from(("value", "unit", "source", "asks", "extra")))
@settings(max_examples=200)
def test_unsetting_a_field_takes_out_its_lines_and_nothing_else(text: str, field: str) -> None:
    old = tomli.loads(text)
    new_text = without_field(text, "b", (field,))

    old["b"].pop(field, None)
    assert tomli.loads(new_text) == old
    assert kept(text, new_text) >= len(new_text)


@given(text=documents())
def test_removing_a_fact_leaves_the_others_and_their_comments(text: str) -> None:
    old = tomli.loads(text)
    new_text = without_fact(text, "b")

    old.pop("b")
    assert tomli.loads(new_text) == old
    assert text.startswith(new_text[: text.index("[b]")])
