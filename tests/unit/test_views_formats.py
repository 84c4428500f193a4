"""What the golden files cannot show: odd cells, odd links, odd days."""

import pytest
import tomli
from icalendar import Calendar

from kzun.errors import UnknownChoiceError
from kzun.problem import Problem, Severity
from kzun.search.reply import Hit, Outcome, Reason, Refusal, Reply
from kzun.views import events, json, notes
from kzun.views.delimited import csv, tsv
from kzun.views.documents import markdown, toml
from kzun.views.formats import Format, Surface, draw
from kzun.views.links import web_link
from kzun.views.plain import plain
from kzun.views.records import Page, Table
from kzun.views.results import Explained, Listed, Short, Shown, Timeline
from tests.builders import DATED, HITS, RESULTS, STAMP, TODAY, answered, declined, fact

SURFACE = Surface(80, color=False, today=TODAY)


@pytest.mark.parametrize(
    "control", ["\t", "\n", "\r\n", "\x00", "\x1b", "\x7f", "\x85", "\x9b", "\u2028", "\u202e", "\u2066"]
)
def test_a_control_character_is_one_space_in_a_cell_and_an_escape_in_json(control: str) -> None:
    assert tsv([(f"a{control}b", "c")]) == "a b\tc\n"
    assert json.line(f"a{control}b").isascii()
    assert json.line(f"a{control}b").isprintable() is False  # for its newline alone
    assert json.line(f"a{control}b")[:-1].isprintable()


def test_json_keeps_letters_of_all_scripts() -> None:
    assert json.document({"сөз": "қазақ 中文"}) == '{\n  "сөз": "қазақ 中文"\n}\n'


def test_json_has_no_nan() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        json.line(float("nan"))


@pytest.mark.parametrize("formula", ["=1+1", "+7 727", "-5", "@SUM(A1)", "\t=1+1".strip()])
def test_a_cell_that_looks_like_a_formula_gets_an_apostrophe(formula: str) -> None:
    assert csv(Table(("x",), ((formula,),))) == f"x\n'{formula}\n"


def test_csv_of_nothing_is_nothing() -> None:
    assert draw(Short(declined(Refusal.NO_CONTENT)), Format.CSV, SURFACE) == ""


def test_markdown_takes_no_text_for_mark_up() -> None:
    page = Page("*a*", Table(("x",), (("[a](javascript:b) | `c` <d> \\ &amp; ~e~",),)))

    assert markdown(page) == (
        "**\\*a\\***\n\n| x |\n| --- |\n| \\[a\\](javascript:b) \\| \\`c\\` \\<d\\> \\\\ \\&amp; \\~e\\~ |\n"
    )


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://un.org/a?b=c&d#e", "https://un.org/a?b=c&d#e"),
        ("HTTP://un.org", "HTTP://un.org"),
        ("https://un.org/a b)\x1b]8;;", "https://un.org/a%20b%29%1B]8;;"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("un.org", None),
        ("https://", None),
        ("", None),
        (None, None),
    ],
)
def test_only_addresses_of_the_web_are_links(url: str | None, link: str | None) -> None:
    assert web_link(url) == link


def test_toml_leaves_out_what_is_empty_and_reads_back() -> None:
    document = {
        "a": None,
        "b": {"c": None, "d": "\x9b\u202eқ\n"},
        "e": [{"f": None, "g": ()}],
        "h": ("x", "y"),
    }

    assert tomli.loads(toml(document)) == {"b": {"d": "\x9b\u202eқ\n"}, "e": [{"g": []}], "h": ["x", "y"]}
    assert "\x9b" not in toml(document)


def test_toml_of_no_answer_is_empty() -> None:
    assert draw(Short(declined(Refusal.NO_CONTENT)), Format.TOML, SURFACE) == ""


def test_a_calendar_holds_what_has_days() -> None:
    calendar = Calendar.from_ical(events.ics(DATED, TODAY))

    starts = {
        str(event["uid"]): (event.decoded("dtstart"), event.decoded("dtend"))
        for event in calendar.walk("VEVENT")
    }
    assert {uid: (str(start), str(end)) for uid, (start, end) in starts.items()} == {
        "un.arrival@kzun": ("1991-12-20", "1991-12-21"),
        "un.application@kzun": ("1991-12-31", "1992-03-03"),
        "un.admission@kzun": ("1992-03-02", "1992-03-03"),
        "un.cica@kzun": ("2022-10-12", "2022-10-14"),
        "un.visit@kzun": ("2022-11-02", "2022-11-03"),
        "un.nuclear-day@kzun": ("1972-08-29", "1972-08-30"),
    }


def test_an_event_without_a_link_has_none() -> None:
    assert "URL" not in events.ics([fact("a.b", date="1992-03-02", source=None)], TODAY)


def test_the_leap_day_comes_every_year_that_has_it() -> None:
    text = events.ics([fact("a.b", date="XXXX-02-29")], TODAY)

    assert "DTSTART;VALUE=DATE:19720229\r\n" in text
    assert "RRULE:FREQ=YEARLY\r\n" in text


@pytest.mark.parametrize(
    "date", [None, "1992", "1992-03", "1992-03-02/..", "../1992-03-02", "0000-01-01", "9999-12-31"]
)
def test_a_date_without_days_that_a_calendar_knows_is_no_event(date: str | None) -> None:
    assert events.days_of(fact("a.b", date=date)) is None


@pytest.mark.parametrize("name", sorted(name for name in RESULTS if not name.startswith("timeline")))
def test_only_a_timeline_is_a_calendar(name: str) -> None:
    with pytest.raises(UnknownChoiceError, match="no format 'ics'"):
        draw(RESULTS[name], Format.ICS, SURFACE)


def test_notes_tell_what_was_read_otherwise_and_how_much_was_found() -> None:
    assert notes.notes(answered()) == ("valeu, read as value",)
    assert notes.notes(Explained(answered())) == ("valeu, read as value",)
    assert notes.notes(Timeline(DATED)) == ("10 facts",)
    assert notes.notes(Listed((), {})) == ("no facts",)
    assert notes.notes(Shown((STAMP,), {})) == ()
    assert notes.notes(RESULTS["check"]) == ()


def test_notes_of_nothing_found_say_where_to_look() -> None:
    assert notes.notes(declined(Refusal.NO_CONTENT, hits=())) == ("hint: kzun list",)


def test_notes_of_a_short_answer_that_there_is_not_say_why() -> None:
    assert notes.notes(Short(declined(Refusal.UNKNOWN_WORD, "perforation"))) == (
        'no fact mentions "perforation"',
    )
    assert notes.notes(Short(answered(corrected={}))) == ()


def test_a_calendar_says_how_many_facts_it_leaves_out() -> None:
    assert notes.left_out(DATED) == ("4 facts left out: no day to put them on",)
    assert notes.left_out(DATED[1:3]) == ()


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (declined(Refusal.UNKNOWN_WORD, "perforation"), 'no fact mentions "perforation"'),
        (declined(Refusal.UNKNOWN_WORD, "a", "b", "c"), 'no fact mentions "a", "b" or "c"'),
        (declined(Refusal.LACKS_KIND, "how many"), "facts were found, but none says how many"),
        (declined(Refusal.LACKS_KIND), "facts were found, but none says what is asked"),
        (declined(Refusal.CONTRARY, "left"), 'facts were found, but they say the contrary of "left"'),
        (declined(Refusal.CONTRARY), "facts were found, but they say the contrary"),
        (
            declined(Refusal.AMBIGUOUS, facts=("a.b", "c.d")),
            "the question fits more than one fact: a.b or c.d",
        ),
        (declined(Refusal.NO_CONTENT), "the question has no word to look for"),
    ],
)
def test_a_declined_reply_says_why_on_its_first_line(reply: Reply, reason: str) -> None:
    assert draw(reply, Format.TEXT, SURFACE).splitlines()[0] == reason


def test_a_damaged_file_is_one_warning() -> None:
    problems = [
        Problem("b.toml", 2, 1, Severity.ERROR, "x", "second"),
        Problem("a.toml", 1, 1, Severity.ERROR, "x", "alone"),
        Problem("b.toml", 1, 5, Severity.ERROR, "x", "first"),
        Problem("c.toml", 1, 1, Severity.WARNING, "x", "harmless"),
    ]

    assert notes.damage(problems) == {
        "a.toml": "a.toml:1:1: alone",
        "b.toml": "b.toml:1:5: first (and 1 more error; see kzun check b.toml)",
    }


def test_a_reply_without_answer_and_reason_has_an_empty_caption() -> None:
    reply = answered(answer=None, outcome=Outcome.RELATED, hits=HITS[:1])

    assert draw(reply, Format.MARKDOWN, SURFACE).startswith("| id |")


def test_a_line_break_of_two_characters_is_one_space() -> None:
    assert plain("a\r\nb\n\rc") == "a b  c"


def test_a_second_hit_is_told_where_it_lost() -> None:
    first = Hit(
        fact("stamp.value"), 0.9, (Reason("word", "stamp", "stamp", 0.6), Reason("closeness", "", "", 0.3))
    )
    second = Hit(
        fact("stamp.issue"), 0.7, (Reason("word", "stamp", "stamp", 0.6), Reason("closeness", "", "", 0.1))
    )

    assert notes.behind(first, second) == "0.200 behind the first: closeness 0.200"
    assert notes.behind(first, first) == "0.000 behind the first"
