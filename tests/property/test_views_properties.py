"""Whatever stands in a store or a query, a view neither obeys it nor loses it."""

import csv
import json
import re
from io import StringIO

import tomli
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from kzun.fact import Citation, Fact, Source, Topic
from kzun.problem import Problem, Severity
from kzun.search.reply import Answer, Declined, Hit, Kind, Outcome, Reason, Refusal, Reply
from kzun.views.formats import Format, Surface, draw
from kzun.views.records import FIELDS
from kzun.views.results import Checked, Explained, Listed, Result, Short, Shown, Timeline
from kzun.views.screen import Hanging
from tests.builders import TODAY, fact

OBEYED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
DRAWN = re.compile(
    r"\x1b\[[0-9;]*m|\x1b\]8;id=[0-9]*;[!-~]*\x1b\\|\x1b\]8;;\x1b\\"
)  # what a coloured screen has of its own
SNAGS = (
    "\x1b[31m", "\x1b]8;;http://x\x1b\\", "\x9b1m", "\x07", "\t", "\r\n", "\n", "\x85", "\u2028", "\u202e",
    "\u2066", "\udc80", "[bold]", "[/]", "[link=x]", ":smile:", "|", "\\", "`", "<b>", "](javascript:x)",
    "=1+1", '"', "'", ",", "\u4e2d\u6587", "e\u0301", "\U0001f469\u200d\U0001f467",
)  # fmt: skip
ANY_TEXT = st.lists(st.sampled_from(SNAGS) | st.text(max_size=8), min_size=1, max_size=6).map("".join)
LETTERS = st.sampled_from(("a", "b", "-", " ", "\u4e2d", "e\u0301"))
PRINTED = st.lists(LETTERS, min_size=1, max_size=30).map("".join).map(str.strip).filter(bool)
DATES = st.sampled_from((None, "1992-03-02", "2009-12", "2017/..", "XXXX-08-29", "1991-12-20/1992-03-02"))


@st.composite
def facts(draw_from: st.DrawFn) -> Fact:
    """A fact with any text in every field that takes text."""
    text, texts = draw_from(ANY_TEXT), draw_from(st.lists(ANY_TEXT, max_size=2).map(tuple))
    source = Source(
        id=text, title=draw_from(ANY_TEXT), publisher=text, author=text, url=draw_from(ANY_TEXT), note=text
    )
    return fact(
        draw_from(st.sampled_from(("a.b", "a.c", "d.e"))),
        draw_from(ANY_TEXT),
        date=draw_from(DATES),
        value=draw_from(
            st.none()
            | st.integers()
            | st.floats(allow_nan=False, allow_infinity=False)
            | ANY_TEXT
            | st.just(texts)
        ),
        unit=text,
        qualifier=draw_from(ANY_TEXT),
        who=texts,
        where=texts,
        answer=text,
        keywords=texts,
        asks=texts,
        see=texts,
        source=draw_from(st.none() | st.just(Citation(source, text))),
        extra={text: {"of": [text, float("inf")]}},
        file=text,
    )


@st.composite
def replies(draw_from: st.DrawFn) -> Reply:
    """A reply, answered or declined, with any text in it."""
    found = tuple(draw_from(st.lists(facts(), max_size=3, unique_by=lambda fact: fact.id)))
    text = draw_from(ANY_TEXT)
    hits = tuple(Hit(one, 0.5, (Reason(text, text, text, 0.5),)) for one in found)
    is_answered = draw_from(st.booleans())
    if found and is_answered:
        answer = Answer(text, Kind.TEXT, found[:2], 0.5, text, text, text)
        return Reply(text, Outcome.ANSWERED, answer, None, {text: text}, hits)
    declined = Declined(draw_from(st.sampled_from(Refusal)), (text,), (text,))
    return Reply(text, Outcome.RELATED if hits else Outcome.NONE, None, declined, {}, hits)


SOME_FACTS = st.lists(facts(), max_size=3, unique_by=lambda fact: fact.id).map(tuple)
PROBLEMS = st.builds(
    Problem, ANY_TEXT, st.just(3), st.integers(1, 200), st.sampled_from(Severity), ANY_TEXT, ANY_TEXT
)
RESULTS: st.SearchStrategy[Result] = st.one_of(
    replies(),
    replies().map(Short),
    replies().map(Explained),
    SOME_FACTS.map(Timeline),
    SOME_FACTS.map(lambda found: Shown(found, {one.id: found for one in found})),
    st.builds(Listed, SOME_FACTS, ANY_TEXT.map(lambda text: {"a": Topic("a", text)})),
    st.builds(lambda problem, line: Checked((problem,), {(problem.path, 3): line}), PROBLEMS, ANY_TEXT),
)
SURFACES = st.builds(
    Surface,
    st.integers(20, 110),
    st.booleans(),
    st.just(TODAY),
    st.sampled_from(("utf-8", "ascii", "koi8-r")),
)


@given(RESULTS, SURFACES, st.sampled_from((Format.TEXT, Format.TSV, Format.CSV, Format.MARKDOWN)))
def test_no_control_character_of_a_store_reaches_a_reader(
    result: Result, surface: Surface, form: Format
) -> None:
    drawn = DRAWN.sub("", draw(result, form, surface))

    assert OBEYED.search(drawn.replace("\t", "") if form is Format.TSV else drawn) is None


@given(RESULTS, SURFACES)
def test_no_line_is_wider_than_the_screen(result: Result, surface: Surface) -> None:
    lines = DRAWN.sub("", draw(result, Format.TEXT, surface)).split("\n")

    assert max(map(cell_len, lines)) <= surface.width


@given(SOME_FACTS, SURFACES)
def test_a_piped_fact_is_a_line_of_four_cells(found: tuple[Fact, ...], surface: Surface) -> None:
    lines = draw(Timeline(found), Format.TSV, surface).split("\n")

    assert [line.count("\t") for line in lines] == [3] * len(found) + [0]


@given(RESULTS, SURFACES, st.sampled_from((Format.JSON, Format.JSONL, Format.TOML)))
def test_json_and_toml_escape_what_could_be_obeyed(result: Result, surface: Surface, form: Format) -> None:
    assert OBEYED.search(draw(result, form, surface)) is None


@given(facts(), SURFACES)
def test_json_gives_back_the_text_of_every_field(one: Fact, surface: Surface) -> None:
    read = json.loads(draw(Timeline((one,)), Format.JSON, surface), parse_constant=no_json)["facts"][0]

    for name in ("statement", "unit", "qualifier", "answer", "file"):
        assert read[name] == in_utf_8(getattr(one, name))
    for name in ("who", "where", "keywords", "asks", "see"):
        assert read[name] == list(map(in_utf_8, getattr(one, name)))
    match one.value:
        case str():
            assert read["value"] == in_utf_8(one.value)
        case tuple():
            assert read["value"] == list(map(in_utf_8, one.value))
        case _:
            assert read["value"] == one.value
    assert read["extra"] == {in_utf_8(key): {"of": [in_utf_8(key), "inf"]} for key in one.extra}


@given(facts(), SURFACES)
def test_toml_gives_back_the_text_of_every_field(one: Fact, surface: Surface) -> None:
    read = tomli.loads(draw(Timeline((one,)), Format.TOML, surface))["facts"][0]

    for name in ("statement", "unit", "qualifier", "answer", "file"):
        assert read[name] == in_utf_8(getattr(one, name))


@given(SOME_FACTS, SURFACES)
def test_a_calendar_can_be_read(found: tuple[Fact, ...], surface: Surface) -> None:
    events = Calendar.from_ical(draw(Timeline(found), Format.ICS, surface)).walk("VEVENT")

    with_days = [one for one in found if one.date and str(one.date) not in {"2009-12", "2017/.."}]
    assert [event["uid"] for event in events] == [f"{one.id}@kzun" for one in with_days]


@given(SOME_FACTS, SURFACES)
def test_a_spreadsheet_has_every_field_and_no_formula(found: tuple[Fact, ...], surface: Surface) -> None:
    headers, *rows = csv.reader(draw(Timeline(found), Format.CSV, surface).splitlines())

    assert tuple(headers) == FIELDS
    assert [row[0] for row in rows] == [one.id for one in found]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def no_json(constant: str) -> None:
    """Refuse NaN and the infinities, which Python would take."""
    raise ValueError(constant)


def in_utf_8(text: str | None) -> str | None:
    """With U+FFFD for what no encoding knows."""
    return text and re.sub("[\ud800-\udfff]", "\ufffd", text)


@given(rows=st.lists(st.tuples(PRINTED, PRINTED, PRINTED), min_size=1, max_size=4), room=st.integers(2, 60))
def test_what_hangs_stands_as_in_a_table(rows: list[tuple[str, str, str]], room: int) -> None:
    widths = [max(map(cell_len, column)) for column in list(zip(*rows, strict=True))[:-1]]
    width = sum(across + 2 for across in widths) + room
    table = Table.grid(padding=(0, 2, 0, 0))
    for across in (*widths, room):
        table.add_column(overflow="fold", width=across)
    for row in rows:
        table.add_row(*map(Text, row))
    hanging = Group(*(Hanging(map(Text, heads), widths, Text(last)) for *heads, last in rows))

    assert printed(hanging, width) == printed(table, width)


def printed(block: RenderableType, width: int) -> list[str]:
    screen = StringIO()
    Console(file=screen, width=width, color_system=None).print(block)
    return [line.rstrip() for line in screen.getvalue().splitlines()]
