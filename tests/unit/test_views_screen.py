"""What the golden files cannot show: what a screen never does."""

import pyte
import pytest
from rich.cells import cell_len
from rich.console import Console

from kzun.fact import Citation, Source
from kzun.problem import Problem, Severity
from kzun.search.reply import Answer, Hit, Kind, Reason, Refusal
from kzun.views.results import Anniversary, Checked, Explained, Listed, Result, Short, Shown, Timeline
from kzun.views.screen import Lines, draw
from tests.builders import RESULTS, STAMP, TODAY, answered, declined, fact


@pytest.mark.parametrize("width", [1, 20, 40, 60, 80, 120, 200])
@pytest.mark.parametrize("name", RESULTS)
def test_no_line_is_wider_than_the_screen_or_ends_in_space(name: str, width: int) -> None:
    lines = draw(RESULTS[name], width=width, color=False).splitlines()

    assert max(map(cell_len, lines)) <= max(width, 20)
    assert [line for line in lines if line != line.rstrip()] == []


@pytest.mark.parametrize("name", RESULTS)
def test_without_colour_there_is_no_escape_code(name: str) -> None:
    assert "\x1b" not in draw(RESULTS[name], width=80, color=False)


@pytest.mark.parametrize("width", [60, 80, 120, 200])
@pytest.mark.parametrize("name", RESULTS)
def test_a_terminal_shows_a_coloured_screen_as_the_one_without_colour(name: str, width: int) -> None:
    plain = draw(RESULTS[name], width=width, color=False)

    assert shown(draw(RESULTS[name], width=width, color=True), width) == plain.splitlines()


def test_a_terminal_shows_words_that_matched_in_bold_and_titles_as_links() -> None:
    drawn = draw(RESULTS["search"], width=80, color=True)
    screen = terminal(drawn, 80)

    bold = "".join(screen.buffer[1][cell].data for cell in range(80) if screen.buffer[1][cell].bold)
    assert bold == "stampvalue"
    assert "\x1b]8;id=1;https://www.inform.kz/un-30\x1b\\" in drawn


def test_wide_letters_leave_the_columns_straight() -> None:
    facts = tuple(
        fact("a.b", f"{text} is here.", date=date)
        for text, date in (("亚信峰会", "1990"), ("Қазақстан", "1992/1999"), ("😀", "1995~"))
    )
    screen = terminal(draw(Timeline(facts), width=120, color=True), 120)

    lines = [line for line in screen.display if "is here" in line]
    starts = {line.index(word) for line, word in zip(lines, ("亚", "Қ", "😀"), strict=True)}
    assert len(starts) == 1


def test_a_long_text_is_drawn_line_by_line_so_that_its_time_grows_with_its_length() -> None:
    segments = Console(width=20).render(Lines("word " * 9, style="dim"))

    assert [(segment.text, str(segment.style)) for segment in segments] == [
        ("word word word word ", "dim"),
        ("\n", "None"),
        ("word word word word ", "dim"),
        ("\n", "None"),
        ("word ", "dim"),
        ("\n", "None"),
    ]


def test_a_screen_that_lacks_letters_has_them_in_latin() -> None:
    stamp = fact("a.b", "Банкнот фабрикасы, 700 теңге", who=("БҰҰ",), extra={"қала": ["Алматы", 7]})

    drawn = draw(Shown((stamp,), {}), width=80, color=False, encoding="ascii")

    assert drawn.isascii()
    assert "Banknot fabrikasy, 700 tengge" in drawn
    assert "qala: Almaty; 7" in drawn
    assert "теңге".encode("koi8-r", "replace").decode("koi8-r") not in draw(
        Shown((stamp,), {}), width=80, color=False, encoding="koi8-r"
    )


@pytest.mark.parametrize(
    "environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"COLUMNS": "20"}, {"FORCE_COLOR": "1"}]
)
@pytest.mark.parametrize("color", [True, False])
def test_the_environment_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], *, color: bool
) -> None:
    result = RESULTS["timeline"]
    before = draw(result, width=80, color=color)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert draw(result, width=80, color=color) == before


@pytest.mark.parametrize(
    "text", ["[bold]x[/bold]", "[/x]", ":smile:", "[link=https://un.org]x[/link]", "\\[x]"]
)
def test_mark_up_in_a_statement_is_shown_as_it_is(text: str) -> None:
    marked = fact("a.b", f"It is {text}.")

    assert f"It is {text}." in draw(Timeline((marked,)), width=80, color=False)


def test_words_that_matched_stand_out_whole() -> None:
    hits = (
        Hit(
            fact("a.b", "UN values are unanimous; un-valued."),
            1,
            (Reason("word", "un", "un", 0.5), Reason("word", "value", "valu", 0.5)),
        ),
    )

    drawn = draw(declined(Refusal.NO_CONTENT, hits=hits), width=80, color=True)

    assert (
        "\x1b[1mUN\x1b[0m \x1b[1mvalues\x1b[0m are unanimous; \x1b[1mun\x1b[0m-\x1b[1mvalued\x1b[0m." in drawn
    )


def test_a_link_of_another_kind_than_the_web_is_none() -> None:
    source = Citation(Source(id="x", title="A title", url="javascript:alert(1)"))

    assert "\x1b]8" not in draw(Shown((fact("a.b", source=source),), {}), width=80, color=True)


def test_an_answer_that_is_the_statement_is_said_once() -> None:
    answer = Answer(STAMP.statement, Kind.TEXT, (STAMP,), 0.9)

    assert draw(answered(answer=answer, hits=()), width=80, color=False).count(STAMP.statement) == 1


def test_a_computed_answer_rests_on_all_its_facts() -> None:
    facts = (
        fact("a.one", "The first.", source=None, as_of=None),
        fact("a.two", "The second.", source=None, as_of=None),
    )
    answer = Answer("2", Kind.COUNT, facts, 0.9, 2)

    assert draw(answered(answer=answer, hits=()), width=80, color=False) == (
        "2\n  The first.\n  a.one\n  The second.\n  a.two\n"
    )


@pytest.mark.parametrize(
    ("result", "drawn"),
    [
        (Timeline(()), ""),
        (Listed((), {}), ""),
        (Short(declined(Refusal.NO_CONTENT)), ""),
        (Checked((), {}), "no problems\n"),
        (Explained(declined(Refusal.NO_CONTENT, hits=())), "the question has no word to look for\n"),
    ],
)
def test_an_empty_answer_is_drawn_empty(result: Result, drawn: str) -> None:
    assert draw(result, width=80, color=False) == drawn


def test_a_timeline_can_be_of_undated_facts_and_of_the_year_before_1() -> None:
    facts = (
        fact("a.b", "Undated."),
        fact("a.c", "Early.", date="0000-03"),
        fact("a.d", "Later.", date="1990%"),
    )

    assert draw(Timeline(facts), width=80, color=False).splitlines() == [
        "every year  ■ 1",
        "                          Undated. [a.b]",
        "",
        "0 to 99  ■ 1",
        "  March 1 BC              Early. [a.c]",
        "",
        "1900 to 1999  ■ 1",
        "  about 1990 (uncertain)  Later. [a.d]",
    ]


def test_a_long_date_is_broken_before_its_end_and_before_what_is_said_of_it() -> None:
    kept = Timeline((fact("a.b", "It held.", date="1945-10-24/1999-11-24"),), Anniversary((10, 24), TODAY))

    assert draw(kept, width=60, color=False).splitlines() == [
        "1940s  ■ 1",
        "  24 October 1945 to  It held. [a.b]",
        "  24 November 1999",
        "  (77 years)",
    ]


def test_the_years_of_a_track_stand_clear_of_the_fullest_heading() -> None:
    crowded = Timeline(tuple(fact(f"a.{number}", "It was.", date="1991-12-16") for number in range(20)))

    assert draw(crowded, width=120, color=False).splitlines()[:3] == [
        "               1991",
        "1991  ■■■■■■■■■■■■■■■■■■■■ 20",
        "  16 December                                ●   It was. [a.0]",
    ]


def test_a_topic_without_a_title_is_its_id() -> None:
    assert draw(Listed((fact("a.b", "It is."),), {}), width=80, color=False) == "a · 1 fact\n  a.b  It is.\n"


def test_the_caret_stays_in_sight_of_a_long_line() -> None:
    problem = Problem("a.toml", 7, 301, Severity.ERROR, "x", "y")
    line = "a" * 300 + "!" + "b" * 300

    _, excerpt, caret, *_ = draw(
        Checked((problem,), {("a.toml", 7): line}), width=60, color=False
    ).splitlines()

    assert excerpt[caret.index("^")] == "!"


def terminal(drawn: str, width: int) -> pyte.Screen:
    """A terminal of this width that has been sent this."""
    screen = pyte.Screen(width, drawn.count("\n") + 1)
    pyte.Stream(screen).feed(drawn.replace("\n", "\r\n"))
    return screen


def shown(drawn: str, width: int) -> list[str]:
    """The lines that a terminal shows, without the blanks at their ends."""
    return [line.rstrip() for line in terminal(drawn, width).display[:-1]]
