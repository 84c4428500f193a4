"""Timelines: their headings, marks and anniversaries."""

from typing import Any

import pytest
from icalendar import Calendar

from kzun.edtf import parse
from kzun.fact import Citation, Source
from kzun.views.bars import axis, bar, squares
from kzun.views.chronicle import chronicle
from kzun.views.eras import eras, span
from kzun.views.events import ics
from kzun.views.results import Anniversary, Timeline
from tests.builders import ARTICLE, TODAY, fact


def headed(*dates: str) -> list[tuple[str, list[str]]]:
    """The headings of a timeline of such dates, and the dates under each."""
    told = eras(Timeline(tuple(fact("a.b", date=date) for date in dates)))
    return [(era.name, [entry.date for entry in era.entries]) for era in told]


def test_a_short_time_is_told_in_years() -> None:
    assert headed("1991-12", "1992-03-02", "1992/1995", "2011") == [
        ("1991", ["December"]),
        ("1992", ["2 March", "1992 to 1995"]),
        ("2011", ["2011"]),
    ]


def test_a_longer_time_is_told_in_decades() -> None:
    assert headed("../1990", "1991-12", "1999/2011", "2011-02") == [
        ("earlier", ["until 1990"]),
        ("1990s", ["December 1991", "1999 to 2011"]),
        ("2010s", ["February 2011"]),
    ]


def test_a_very_long_time_is_told_in_centuries() -> None:
    assert [name for name, _ in headed("1465", "1991", "XXXX-08-29")] == [
        "1400 to 1499",
        "1900 to 1999",
        "every year",
    ]


def test_the_span_is_that_of_the_years_that_are_named() -> None:
    assert span([fact("a.b", date="../1990"), fact("a.c", date="1992/1999"), fact("a.d")]) == (1990, 1999)
    assert span([fact("a.b", date="XXXX-08-29"), fact("a.c")]) is None


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("1992-03-02", "2 March 1992 (30 years)"),
        ("2021-03-02", "2 March 2021 (1 year)"),
        ("1991-12-20/1992-03-02", "20 December 1991 to 2 March 1992 (30 years)"),
        ("2022-03-02", "2 March 2022"),
        ("2030-03-02", "2 March 2030"),
        ("XXXX-03-02", "2 March"),
        ("1980-01-01", "1 January 1980"),
    ],
)
def test_an_anniversary_says_how_many_years_it_has_been(date: str, said: str) -> None:
    kept = (fact("a.a", date="1900"), fact("a.b", date=date), fact("a.c", date="2100"))

    told = eras(Timeline(kept, Anniversary((3, 2), TODAY)))

    assert said in [entry.date for era in told for entry in era.entries]


def test_a_bar_of_a_date_that_is_not_there_is_empty() -> None:
    assert bar(None, (1990, 1999), 10) == ""


def test_squares_are_as_many_as_facts_until_there_are_too_many() -> None:
    assert [len(squares(number, 20)) for number in (1, 20)] == [1, 20]
    assert [len(squares(number, 4000)) for number in (1, 1000, 4000)] == [1, 5, 20]


def test_the_axis_names_its_ends() -> None:
    assert axis((1990, 1999), 12) == "1990    1999"
    assert axis((1990, 1990), 12) == "1990"


def test_a_chronicle_takes_no_text_for_mark_up() -> None:
    wild = fact("a.b", "[x](javascript:y) *z*\n# h", date="1992", source=None)

    assert chronicle(Timeline((wild, fact("a.c", "Undated.", source=None)))) == (
        "## 1992\n\n- **1992**: \\[x\\](javascript:y) \\*z\\* \\# h\n\n## every year\n\n- Undated.\n"
    )


def test_a_chronicle_has_each_source_once_at_its_end() -> None:
    wild = Source(id="wild", title="[a]", publisher="*b*", date=parse("2022-10"), url="javascript:x")
    facts = (
        fact("a.b", "It was.", date="1992"),
        fact("a.c", "It is.", date="1992", source=Citation(wild)),
        fact("a.d", "It has been.", date="1992"),
    )

    assert chronicle(Timeline(facts)).splitlines() == [
        "## 1992",
        "",
        "- **1992**: It was. [1]",
        "- **1992**: It is. [2]",
        "- **1992**: It has been. [1]",
        "",
        "## Sources",
        "",
        f"1. [{ARTICLE.title}]({ARTICLE.url}), Kazinform, Staff writer, 28 October 2022",
        r"2. \[a\], \*b\*, October 2022",
    ]


def test_yearly_events_come_again_and_say_when_they_were_first() -> None:
    facts = (
        fact("a.day", "It was.", date="1992-03-02"),
        fact("a.span", "It lasted.", date="2022-10-12/2022-10-13"),
        fact("a.years", "It went on.", date="1992-01-01/1999-12-31"),
        fact("a.every", "It is.", date="XXXX-08-29"),
    )

    events = events_of(ics(facts, TODAY, yearly=True))

    told = [(str(event["summary"]), (event["dtend"].dt - event["dtstart"].dt).days) for event in events]
    assert told == [("It was. (1992)", 1), ("It lasted. (2022)", 2), ("It went on. (1992)", 1), ("It is.", 1)]
    assert all(event["rrule"] == {"FREQ": ["YEARLY"]} for event in events)


def test_an_event_leaves_its_day_free_and_says_where_it_comes_from() -> None:
    (event,) = events_of(ics([fact("a.day", date="1992-03-02")], TODAY))

    assert str(event["transp"]) == "TRANSPARENT"
    assert str(event["description"]) == "a.day · UN and Kazakhstan: 30 years of partnership"


def test_events_of_one_time_come_once() -> None:
    (event,) = events_of(ics([fact("a.day", date="1992-03-02")], TODAY))

    assert "rrule" not in event
    assert parse("1992-03-02").earliest == tuple(event["dtstart"].dt.timetuple()[:3])


def events_of(calendar: str) -> list[Any]:
    """The events of a calendar, as another program would read them."""
    return [*Calendar.from_ical(calendar).walk("VEVENT")]
