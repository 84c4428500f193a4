"""Dates: what is read and refused, how dates compare, and how they are said."""

import pytest

from kzun import edtf
from kzun.edtf import (
    Day,
    Elapsed,
    Point,
    Precision,
    days_between,
    elapsed,
    in_words,
    length,
    parse,
    parse_day,
)
from kzun.errors import BadDateError


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("1992-03-02", (1992, 3, 2), (1992, 3, 2), Precision.DAY),
        ("2009-12", (2009, 12, 1), (2009, 12, 31), Precision.MONTH),
        ("2015", (2015, 1, 1), (2015, 12, 31), Precision.YEAR),
        ("2017/2018", (2017, 1, 1), (2018, 12, 31), Precision.YEAR),
        ("2009-12/2010", (2009, 12, 1), (2010, 12, 31), Precision.YEAR),
        ("2010/2010-05", (2010, 1, 1), (2010, 5, 31), Precision.YEAR),
        ("2010-05/2010", (2010, 5, 1), (2010, 12, 31), Precision.YEAR),
        ("1992/1992", (1992, 1, 1), (1992, 12, 31), Precision.YEAR),
        ("2017/..", (2017, 1, 1), None, Precision.YEAR),
        ("../1991", None, (1991, 12, 31), Precision.YEAR),
        ("1990~", (1990, 1, 1), (1990, 12, 31), Precision.YEAR),
        ("XXXX-08-29", None, None, Precision.DAY),
        ("0000", (0, 1, 1), (0, 12, 31), Precision.YEAR),
        ("9999-12-31", (9999, 12, 31), (9999, 12, 31), Precision.DAY),
    ],
)
def test_a_date_has_the_bounds_of_what_it_may_mean(
    text: str, earliest: Day | None, latest: Day | None, precision: Precision
) -> None:
    date = parse(text)

    assert (date.earliest, date.latest, date.precision) == (earliest, latest, precision)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("1992-02", (1992, 2, 29)),
        ("1993-02", (1993, 2, 28)),
        ("1900-02", (1900, 2, 28)),
        ("2000-02", (2000, 2, 29)),
        ("0000-02", (0, 2, 29)),
        ("1992-04", (1992, 4, 30)),
    ],
)
def test_a_month_ends_where_the_gregorian_calendar_says(text: str, last: Day) -> None:
    assert parse(text).latest == last


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("1990", Point(1990)),
        ("1990~", Point(1990, approximate=True)),
        ("1990-05?", Point(1990, 5, uncertain=True)),
        ("1990-05-02%", Point(1990, 5, 2, approximate=True, uncertain=True)),
    ],
)
def test_a_mark_belongs_to_its_date(text: str, point: Point) -> None:
    assert parse(text) == edtf.Date(text, point, point)


def test_a_mark_belongs_to_its_end_of_an_interval() -> None:
    date = parse("1984-06-02?/2004~")

    assert date.start == Point(1984, 6, 2, uncertain=True)
    assert date.end == Point(2004, approximate=True)


def test_a_day_of_every_year_recurs_and_has_no_ends() -> None:
    date = parse("XXXX-02-29")

    assert (date.recurs, date.every_year, date.ends, date.is_interval) == (True, (2, 29), (), False)


def test_only_a_day_of_every_year_recurs() -> None:
    assert not parse("1992-03-02").recurs
    assert not parse("../1991").recurs


def test_only_two_ends_make_an_interval() -> None:
    assert parse("2017/..").is_interval
    assert parse("1992/1992").is_interval
    assert not parse("1992").is_interval


def test_a_date_is_written_as_it_was_read() -> None:
    assert str(parse("2009-12~/..")) == "2009-12~/.."


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2021-02-29", "February 2021 has 28 days"),
        ("1900-02-29", "February 1900 has 28 days"),
        ("0001-02-29", "February 0001 has 28 days"),
        ("2021-04-31", "April 2021 has 30 days"),
        ("2021-01-00", "there is no day 00"),
        ("2021-13", "there is no month 13"),
        ("2021-00-01", "there is no month 00"),
        ("2021-21", "there is no month 21"),
        ("2021/2021-02-29", "February 2021 has 28 days"),
        ("2018/2017", "it ends before it begins"),
        ("1992-03-02/1992-03-01", "it ends before it begins"),
        ("2010/2009-12", "it ends before it begins"),
        ("../..", "one end must be a date"),
        ("1990/", "an open end is written .."),
        ("/1990", "an open end is written .."),
        ("/", "an open end is written .."),
        ("", "write YYYY, YYYY-MM or YYYY-MM-DD"),
        ("..", "write YYYY, YYYY-MM or YYYY-MM-DD"),
        ("1990 ", "write YYYY, YYYY-MM or YYYY-MM-DD"),
        (" 1990", "write YYYY, YYYY-MM or YYYY-MM-DD"),
        ("1990\n", "write YYYY, YYYY-MM or YYYY-MM-DD"),
        ("1990-1-2", "write YYYY, YYYY-MM or YYYY-MM-DD"),
        ("199", "write YYYY, YYYY-MM or YYYY-MM-DD"),
        ("19900", "write YYYY, YYYY-MM or YYYY-MM-DD"),
        ("-1990", "write YYYY, YYYY-MM or YYYY-MM-DD"),
        ("199X", "write YYYY, YYYY-MM or YYYY-MM-DD"),
        ("1990~?", "write YYYY, YYYY-MM or YYYY-MM-DD"),
        ("1990~-05", "write YYYY, YYYY-MM or YYYY-MM-DD"),
        ("1990-05-02T12:00:00", "write YYYY, YYYY-MM or YYYY-MM-DD"),
        ("١٩٩٠", "write YYYY, YYYY-MM or YYYY-MM-DD"),
        ("1990/1991/1992", "write YYYY, YYYY-MM or YYYY-MM-DD"),
        ("1990/XXXX-08-29", "write YYYY, YYYY-MM or YYYY-MM-DD"),
        ("XXXX", "write month and day as MM-DD, and nothing after them"),
        ("XXXX-08", "write month and day as MM-DD, and nothing after them"),
        ("XXXX-08-29~", "write month and day as MM-DD, and nothing after them"),
        ("XXXX-08-29/..", "write month and day as MM-DD, and nothing after them"),
        ("XXXX-02-30", "February has 29 days"),
        ("XXXX-13-01", "there is no month 13"),
    ],
)
def test_anything_else_is_refused_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(BadDateError) as refusal:
        parse(text)

    assert (refusal.value.text, refusal.value.reason) == (text, reason)


def test_month_and_day_make_a_day_of_any_year() -> None:
    assert parse_day("08-29") == (8, 29)
    assert parse_day("02-29") == (2, 29)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("02-30", "February has 29 days"),
        ("13-01", "there is no month 13"),
        ("04-00", "there is no day 00"),
        ("8-29", "write month and day as MM-DD, and nothing after them"),
        ("today", "write month and day as MM-DD, and nothing after them"),
        ("XXXX-08-29", "write month and day as MM-DD, and nothing after them"),
        ("08-29\n", "write month and day as MM-DD, and nothing after them"),
    ],
)
def test_a_day_of_any_year_is_refused_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(BadDateError) as refusal:
        parse_day(text)

    assert (refusal.value.text, refusal.value.reason) == (text, reason)


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ("1992-03-02", "1992-03-02"),
        ("1992-03-02", "1992-03-02/1992-04"),
        ("1992-03-02", "1992/1992-03-02"),
        ("2009-12", "2009-12-31/2010"),
        ("2015", "2015-06-15"),
        ("2017/..", "2500"),
        ("../1991", "0000"),
        ("../1991", "1991-12-31/.."),
        ("2015", "../2015-01-01"),
        ("1990~", "1990"),
    ],
)
def test_a_date_may_overlap_a_range_that_any_day_of_it_lies_in(text: str, within: str) -> None:
    assert parse(text).may_overlap(parse(within))


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ("1992-03-02", "1992-03-03/.."),
        ("1992-03-02", "../1992-03-01"),
        ("2009-12", "2010"),
        ("2017/..", "2016"),
        ("../1991", "1992"),
        ("1990~", "1991"),
        ("XXXX-08-29", "1990/2000"),
        ("1992", "XXXX-08-29"),
        ("XXXX-08-29", "XXXX-08-29"),
    ],
)
def test_a_date_with_no_day_in_the_range_overlaps_it_not(text: str, within: str) -> None:
    assert not parse(text).may_overlap(parse(within))
    assert not parse(text).must_overlap(parse(within))


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ("1992-03-02", "1992-03"),
        ("2009-12", "2009-12-01/2009-12-31"),
        ("2009-12", "2009/.."),
        ("2017/2018", "2018-06"),
        ("2017/2018", "2018-12-31/2020"),
        ("1992/1992", "1992-06"),
        ("2017/..", "2017"),
        ("../1991", "1991/1992"),
        ("2017/2018~", "2017"),
        ("2017?/2018", "2018"),
    ],
)
def test_a_date_must_overlap_a_range_that_holds_what_is_sure_of_it(text: str, within: str) -> None:
    assert parse(text).must_overlap(parse(within))


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ("2009-12", "2009-12-01/2009-12-30"),
        ("2009-12", "2009-12-02/2010"),
        ("2015", "2015-06"),
        ("2017/..", "2017-06"),
        ("2017/..", "2018"),
        ("../1991", "1990"),
        ("2017/2018~", "2018"),
        ("2017~/2018~", "2017/2018"),
        ("1990~", "1990"),
        ("1990?", "1980/2000"),
    ],
)
def test_a_date_that_may_lie_outside_overlaps_the_range_only_perhaps(text: str, within: str) -> None:
    assert parse(text).may_overlap(parse(within))
    assert not parse(text).must_overlap(parse(within))


@pytest.mark.parametrize(
    "text",
    [
        "1992-03-02",
        "1992-03-02~",
        "1991-12-20/1992-03-02",
        "1992-03-02/1993",
        "1992-03-02/..",
        "../1992-03-02",
        "XXXX-03-02",
    ],
)
def test_an_anniversary_is_of_a_day_or_of_a_spans_first_or_last_day(text: str) -> None:
    assert parse(text).falls_on(3, 2)


@pytest.mark.parametrize(
    "text",
    ["1992-03-01", "1992-02-02", "1992-03", "1992", "1992-03-01/1992-03-03", "1992-03/..", "XXXX-02-03"],
)
def test_other_days_months_and_years_have_no_such_anniversary(text: str) -> None:
    assert not parse(text).falls_on(3, 2)


def test_dates_stand_earliest_first_and_the_coarser_before_the_finer() -> None:
    in_order = [
        "../1990-12",
        "../1991",
        "0000",
        "1991-12-31",
        "1992",
        "1992?",
        "1992/1992-05",
        "1992/1999",
        "1992/..",
        "1992-01",
        "1992-01/1992-03",
        "1992-01-01",
        "1992-01-01/1992-01-03",
        "1992-01-02",
        "9999",
        "XXXX-02-29",
        "XXXX-08-29",
    ]

    dates = sorted((parse(text) for text in reversed(in_order)), key=lambda date: date.sort_key)

    assert [str(date) for date in dates] == in_order


@pytest.mark.parametrize(
    ("text", "year"), [("1992-03-02", 1992), ("1992/1999", 1992), ("../1991", None), ("XXXX-08-29", None)]
)
def test_a_date_stands_under_its_first_year_if_it_has_one(text: str, year: int | None) -> None:
    assert parse(text).year == year


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1992-03-02", "2 March 1992"),
        ("2009-12", "December 2009"),
        ("2015", "2015"),
        ("2017/2018", "2017 to 2018"),
        ("2017/..", "since 2017"),
        ("../1991", "until 1991"),
        ("2022-10-12/2022-10-13", "12 to 13 October 2022"),
        ("1991-12-20/1992-03-02", "20 December 1991 to 2 March 1992"),
        ("1992-02-28/1992-03-03", "28 February to 3 March 1992"),
        ("1992-03/1992-06", "March to June 1992"),
        ("1991-12/1992-03", "December 1991 to March 1992"),
        ("2009-12/2010", "December 2009 to 2010"),
        ("1992-03/1992-06-30", "March 1992 to 30 June 1992"),
        ("1992/1992", "1992"),
        ("1990~", "about 1990"),
        ("1990?", "1990 (uncertain)"),
        ("1990%", "about 1990 (uncertain)"),
        ("1990~/1995?", "about 1990 to 1995 (uncertain)"),
        ("1992-03~/1992-06", "about March 1992 to June 1992"),
        ("1992-03/1992-06?", "March 1992 to June 1992 (uncertain)"),
        ("1992~/1992~", "about 1992"),
        ("1990~/..", "since about 1990"),
        ("XXXX-08-29", "29 August"),
        ("0988", "988"),
        ("0000-03-15", "15 March 1 BC"),
    ],
)
def test_a_date_is_said_as_in_a_sentence(text: str, words: str) -> None:
    assert in_words(parse(text)) == words


@pytest.mark.parametrize(
    ("a", "b", "days"),
    [
        ("1991-12-20", "1992-03-02", 73),
        ("1992-03-02", "1991-12-20", -73),
        ("1992-03-02", "1992-03-02", 0),
        ("1900-02-28", "1900-03-01", 1),
        ("2000-02-28", "2000-03-01", 2),
        ("0000-01-01", "0001-01-01", 366),
        ("0000-01-01", "9999-12-31", 3652424),
    ],
)
def test_the_days_between_two_days_are_counted_with_their_sign(a: str, b: str, days: int) -> None:
    assert days_between(parse(a), parse(b)) == days


@pytest.mark.parametrize("text", ["1992", "1992-03", "1992-03-02~", "1992-03-02/1992-03-02", "XXXX-03-02"])
def test_there_is_no_exact_number_of_days_to_anything_but_a_plain_day(text: str) -> None:
    day = parse("1992-03-02")

    assert days_between(day, parse(text)) is None
    assert days_between(parse(text), day) is None


@pytest.mark.parametrize(
    ("a", "b", "words"),
    [
        ("1991-12-20", "1992-03-02", "2 months and 11 days"),
        ("1992-03-02", "1991-12-20", "2 months and 11 days"),
        ("1992-03-02", "2022-10-28", "30 years, 7 months and 26 days"),
        ("1992-03-02", "1992-03-03", "1 day"),
        ("1992-03-02", "2022-03-02", "30 years"),
        ("1992-03-02", "1993-03-05", "1 year and 3 days"),
        ("1992-03-02", "1992-03-02", "0 days"),
        ("1992", "1999", "7 years"),
        ("1992", "1992", "less than a year"),
        ("1991-12", "1993-03", "1 year and 3 months"),
        ("1991-12", "1991-12", "less than a month"),
        ("1992-03-02", "1997", "about 5 years"),
        ("1997", "1992-03-02", "about 5 years"),
        ("1992-03-02", "1992-05", "about 2 months"),
        ("1992", "1992-05", "less than a year"),
        ("1992~", "1997", "about 5 years"),
        ("1992", "1997?", "about 5 years"),
        ("1992-03-02", "1992-05-03~", "about 2 months and 1 day"),
    ],
)
def test_what_elapsed_is_said_in_calendar_units(a: str, b: str, words: str) -> None:
    assert str(elapsed(parse(a), parse(b))) == words


@pytest.mark.parametrize(
    ("a", "b", "difference"),
    [
        ("2021-01-31", "2021-02-28", Elapsed(0, 0, 28)),
        ("2021-01-31", "2021-03-01", Elapsed(0, 1, 1)),
        ("2021-01-31", "2021-03-31", Elapsed(0, 2, 0)),
        ("2020-02-29", "2021-02-28", Elapsed(0, 11, 30)),
        ("2020-02-29", "2021-03-01", Elapsed(1, 0, 1)),
    ],
)
def test_no_month_is_counted_before_its_day_is_reached(a: str, b: str, difference: Elapsed) -> None:
    assert elapsed(parse(a), parse(b)) == difference


def test_the_coarser_of_two_precisions_decides_what_elapsed() -> None:
    difference = elapsed(parse("1992-03-02"), parse("1997"))

    assert difference == Elapsed(5, precision=Precision.YEAR, approximate=True)


@pytest.mark.parametrize("text", ["1990/1992", "1990/..", "../1992", "XXXX-03-02"])
def test_nothing_elapses_to_what_is_no_single_date(text: str) -> None:
    assert elapsed(parse("1980"), parse(text)) is None
    assert elapsed(parse(text), parse("1980")) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1992/1999", "7 years"),
        ("1991-12-20/1992-03-02", "2 months and 11 days"),
        ("2009-12/2012", "about 3 years"),
        ("1992/1999~", "about 7 years"),
        ("2010-05/2010", "less than a year"),
    ],
)
def test_an_interval_is_as_long_as_what_elapses_between_its_ends(text: str, words: str) -> None:
    assert str(length(parse(text))) == words


@pytest.mark.parametrize("text", ["1992/..", "../1992", "1992", "XXXX-03-02"])
def test_what_has_no_two_ends_has_no_length(text: str) -> None:
    assert length(parse(text)) is None
