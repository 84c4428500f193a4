"""The store reader over random stores, and its positions over TOML of every style."""

import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import tomli
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from kzun import edtf
from kzun.fact import Fact, to_table
from kzun.store.locate import KeyPath, locate, table_lines
from kzun.store.reader import Contents, read_store

IDS = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,3})?", fullmatch=True)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(str.strip)
TEXTS = st.lists(WORDS, max_size=3).map(tuple)
DATES = st.none() | st.sampled_from(["1992-03-02", "2009-12~", "2017/..", "XXXX-08-29"]).map(edtf.parse)
FIGURES = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.none() | FIGURES | WORDS | st.lists(WORDS, min_size=1, max_size=3).map(tuple)
EXTRAS = st.dictionaries(
    WORDS,
    st.recursive(
        st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(max_size=5) | st.dates(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
        max_leaves=5,
    ),
    max_size=3,
)
FACTS = st.builds(
    Fact,
    id=IDS.map("topic.{}".format),
    statement=WORDS,
    date=DATES,
    value=VALUES,
    unit=st.none() | WORDS,
    qualifier=st.none() | WORDS,
    who=TEXTS,
    where=TEXTS,
    answer=st.none() | WORDS,
    keywords=TEXTS,
    asks=TEXTS,
    see=st.just(()),
    source=st.none(),
    as_of=DATES,
    extra=EXTRAS,
    file=st.just(""),
    line=st.just(0),
    topic_title=st.just(""),
)
DEEP = 3  # parts of a path, below which no arrays and tables are written
TOPICS = st.lists(FACTS, max_size=4, unique_by=lambda fact: fact.id)

BLANKS = st.sampled_from(["", " ", "\t ", "  "])
GAPS = st.sampled_from(["", " ", "\n", "\r\n  ", " # a [comment], \"it's\n", "\n# '''\n\t"])
BREAKS = st.sampled_from(["\n", "\r\n", " # [x]\n", '\n\n# """\n', "\n \t\n"])
KEYS = st.sampled_from(
    ["a", "value", "2017", "true", "1e5", "0x1", "inf", "A_b", "a b", "a.b", "қ", 'q"', "#", ""]
)
SCALARS = st.sampled_from(
    [
        "7", "-inf", "+1e5", "2017", "true", "1992-03-02", "1992-03-02 10:00:00.5", "10:00:00", "0xff",
        '""', "''", '"a \\"[b]\\" # c"', "'a \\'", '"""\n[value]\n a = "b" \\""""', "'''\n[2017]\n''a'''''",
        '"""a\\\n  ""b"""""', "''''''", '"қ, ]"', "'}'",
    ]
)  # fmt: skip


class Page:
    """A TOML text in the making, and where each of its keys and items was written."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.text = ""
        self.places: dict[KeyPath, tuple[int, int]] = {(): (1, 1)}

    def write(self, *texts: str | st.SearchStrategy[str]) -> None:
        for text in texts:
            self.text += text if isinstance(text, str) else self.draw(text)

    def here(self) -> tuple[int, int]:
        """The place of what is written next."""
        return self.text.count("\n") + 1, len(self.text) - self.text.rfind("\n")

    def key(self, path: KeyPath) -> None:
        self.places.setdefault(path, self.here())
        self.write(st.sampled_from(spellings(str(path[-1]))))

    def header(self, path: KeyPath, brackets: str) -> None:
        self.write(BLANKS)
        place = self.here()
        self.write(brackets, BLANKS)
        for end, part in enumerate(path, start=1):
            if isinstance(part, str):
                self.write("." if end > 1 else "", BLANKS)
                self.key(path[:end])
                self.write(BLANKS)
        self.places[path] = place
        self.write("]" * len(brackets), BREAKS)

    def assignments(self, path: KeyPath, keys: list[str]) -> None:
        for key in keys:
            self.write(BLANKS)
            self.assignment((*path, key))
            self.write(BREAKS)

    def assignment(self, path: KeyPath) -> None:
        self.key(path)
        for part in self.draw(st.lists(KEYS, max_size=2)):
            self.write(BLANKS, ".", BLANKS)
            path = (*path, part)
            self.key(path)
        self.write(BLANKS, "=", BLANKS)
        self.value(path)

    def value(self, path: KeyPath) -> None:
        kinds = [self.scalar, self.scalar, self.array, self.inline_table]
        self.draw(st.sampled_from(kinds[: 2 if len(path) > DEEP else 4]))(path)

    def scalar(self, _: KeyPath) -> None:
        self.write(SCALARS)

    def array(self, path: KeyPath) -> None:
        self.write("[", GAPS)
        for number in range(self.draw(st.integers(0, 3))):
            self.write("," if number else "", GAPS)
            self.places[*path, number] = self.here()
            self.value((*path, number))
            self.write(GAPS)
        self.write("]")

    def inline_table(self, path: KeyPath) -> None:
        self.write("{", BLANKS)
        for number, key in enumerate(self.draw(st.lists(KEYS, unique=True, max_size=3))):
            self.write("," if number else "", BLANKS)
            self.assignment((*path, key))
            self.write(BLANKS)
        self.write("}")

    def table(self, path: KeyPath) -> None:
        """A table under its header, or one within it, or both, in either order."""
        inner, *keys = self.draw(st.lists(KEYS, unique=True, min_size=1, max_size=3))
        for part in self.draw(st.sampled_from([(path,), (path, inner), (inner, path), (inner,)])):
            if part is path:
                self.header(path, "[")
                self.assignments(path, keys)
            else:
                self.header((*path, inner), "[")
                self.assignments((*path, inner), self.draw(st.lists(KEYS, unique=True, max_size=2)))

    def array_of_tables(self, path: KeyPath) -> None:
        for number in range(self.draw(st.integers(1, 3))):
            inner, *keys = self.draw(st.lists(KEYS, unique=True, min_size=1, max_size=3))
            self.item_header(path, number)
            self.assignments((*path, number), keys)
            if len(path) < DEEP and self.draw(st.booleans()):
                self.draw(st.sampled_from([self.array_of_tables, self.table]))((*path, number, inner))

    def item_header(self, path: KeyPath, number: int) -> None:
        known = self.places.get(path)
        self.header(path, "[[")
        self.places[*path, number] = self.places[path]
        self.places[path] = known or self.places[path]


def spellings(key: str) -> list[str]:
    """The ways to write a key."""
    escaped = key.replace("\\", "\\\\").replace('"', '\\"')
    codes = "".join(f"\\u{ord(letter):04x}" for letter in key)
    bare = [key] if re.fullmatch("[A-Za-z0-9_-]+", key) else []
    return [*bare, *bare, *bare, f'"{escaped}"', f"'{key}'", f'"{codes}"']


@st.composite
def pages(draw: st.DrawFn) -> Page:
    """A TOML text in somebody's own style."""
    page = Page(draw)
    page.write(BREAKS)
    keys = draw(st.lists(KEYS, unique=True, max_size=6))
    preamble = draw(st.integers(0, len(keys)))
    page.assignments((), keys[:preamble])
    for key in keys[preamble:]:
        draw(st.sampled_from([page.table, page.array_of_tables]))((key,))
    return page


def key_paths(value: object, path: KeyPath = ()) -> Iterator[KeyPath]:
    """Every path of a parsed value."""
    yield path
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for part, inner in pairs:
        yield from key_paths(inner, (*path, part))


def read(**files: str | bytes) -> Contents:
    """What is read of a store of these topics."""
    with TemporaryDirectory() as folder:
        for stem, content in files.items():
            Path(folder, f"{stem}.toml").write_bytes(
                content if isinstance(content, bytes) else content.encode()
            )
        return read_store(Path(folder))


def written(facts: list[Fact]) -> str:
    """A topic's file of these facts."""
    return tomli_w.dumps({fact.id.removeprefix("topic."): to_table(fact) for fact in facts})


@given(pages())
def test_every_key_and_item_is_found_where_it_was_written(page: Page) -> None:
    assert set(page.places) == set(key_paths(tomli.loads(page.text)))

    assert locate(page.text, page.places) == page.places


@given(pages())
def test_the_lines_of_tables_are_those_at_which_they_are_found(page: Page) -> None:
    tables = [key for key, value in tomli.loads(page.text).items() if isinstance(value, dict)]

    lines = table_lines(page.text, tables)

    assert {key: lines[key] for key in tables} == {key: page.places[key,][0] for key in tables}


@given(
    st.dictionaries(WORDS, EXTRAS, max_size=4), st.fixed_dictionaries({"multiline_strings": st.booleans()})
)
def test_every_key_of_a_written_document_is_found_where_its_text_stands(
    table: dict[str, Any], style: dict[str, bool]
) -> None:
    text = tomli_w.dumps(table, **style)
    lines = text.split("\n")

    for path, (line, column) in locate(text, key_paths(tomli.loads(text))).items():
        found = lines[line - 1][column - 1 :]
        if path and isinstance(path[-1], str):
            key = tomli_w.dumps({path[-1]: 0}).removesuffix(" = 0\n")
            assert found.startswith((f"{key} =", f"{key}.", f"{key}]")) or found.strip("[]").endswith(key)


@given(TOPICS)
def test_facts_that_are_written_are_read_again(facts: list[Fact]) -> None:
    text = written(facts)
    contents = read(topic=text)

    assert contents.problems == ()
    assert [fact._replace(file="", line=0) for fact in contents.facts] == facts
    headers = [text.split("\n")[fact.line - 1] for fact in contents.facts]
    assert headers == [f"[{fact.id.removeprefix('topic.')}]" for fact in facts]


@given(TOPICS, st.data())
def test_whatever_happens_to_a_file_is_a_problem_within_it_and_no_error(
    facts: list[Fact], data: st.DataObject
) -> None:
    content = written(facts).encode()
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(content))] * 2)))
    content = content[:start] + data.draw(st.binary(max_size=8)) + content[end:]
    contents = read(topic=content, other="[fact]\nstatement = 'It is whole.'\n")

    rows = content.decode(errors="replace").split("\n")
    assert contents.facts[0].id == "other.fact"
    for problem in contents.problems:
        assert problem.path.endswith("topic.toml")
        assert 1 <= problem.line <= len(rows)
        assert 1 <= problem.column <= len(rows[problem.line - 1]) + 1


@given(st.binary(max_size=60))
def test_any_bytes_are_a_file_of_a_store(content: bytes) -> None:
    contents = read(topic=content, sources=content, thesaurus=content)

    assert contents.facts == ()
