"""Dates against the calendar of `datetime`, the `edtf` package, and themselves."""

import calendar
import datetime as dt

from edtf import EDTFParseException, parse_edtf
from hypothesis import assume, given
from hypothesis import strategies as st

from kzun.edtf import Date, Day, Precision, days_between, elapsed, in_words, parse
from kzun.errors import BadDateError

MARKS = st.sampled_from(["", "~", "?", "%"])
YEARS = st.integers(0, 9999).map("{:04}".format)
MONTHS = st.dates().map("{:%m}".format)
CALENDAR_DAYS = st.dates()
DAYS = CALENDAR_DAYS.map(dt.date.isoformat)
PLAIN_POINTS = st.one_of(YEARS, st.builds("{}-{}".format, YEARS, MONTHS), DAYS)
POINTS = st.builds("{}{}".format, PLAIN_POINTS, MARKS)
RECURRING = st.dates().map("XXXX-{:%m-%d}".format)
TWO_DIGITS = st.integers(0, 99).map("{:02}".format)
LOOKALIKES = st.one_of(
    st.builds("{}-{}{}".format, YEARS, TWO_DIGITS, MARKS),
    st.builds("{}-{}-{}{}".format, YEARS, TWO_DIGITS, TWO_DIGITS, MARKS),
)


def _in_order(one: str, other: str) -> str:
    """The interval between two points, whichever is the earlier."""
    start, end = sorted((one, other))
    return f"{start}/{end}"


INTERVALS = st.one_of(
    st.builds(_in_order, POINTS, POINTS), st.builds("{}/..".format, POINTS), st.builds("../{}".format, POINTS)
)
RANGES = st.one_of(POINTS, INTERVALS).map(parse)
DATES = st.one_of(POINTS, INTERVALS, RECURRING).map(parse)
PLAIN_DAYS = DAYS.map(parse)


def _parsed(text: str) -> Date | None:
    try:
        return parse(text)
    except BadDateError:
        return None


def _bounds_by_oracle(text: str) -> tuple[Day, Day] | None:
    try:
        date = parse_edtf(text)
    except EDTFParseException:
        return None
    return Day(*date.lower_strict()[:3]), Day(*date.upper_strict()[:3])


def _is_oracles_own(text: str) -> bool:
    """Whether the oracle reads more than this subset: seasons, and 29 February of any year."""
    return text[5:7] in {f"{season}" for season in range(21, 42)} or text[5:10] == "02-29"


@given(DATES)
def test_a_date_that_is_written_and_read_again_is_the_same(date: Date) -> None:
    assert parse(str(date)) == date


@given(st.one_of(st.text(), st.from_regex(r"[0-9X./~?%-]*"), LOOKALIKES))
def test_any_text_is_a_date_or_refused_by_name(text: str) -> None:
    date = _parsed(text)

    assert date is None or str(date) == text


@given(LOOKALIKES)
def test_validity_and_bounds_agree_with_the_edtf_package(text: str) -> None:
    assume(not _is_oracles_own(text))
    date = _parsed(text)

    assert (date and (date.earliest, date.latest)) == _bounds_by_oracle(text)


@given(st.builds(_in_order, POINTS, POINTS))
def test_the_bounds_of_intervals_agree_with_the_edtf_package(text: str) -> None:
    date = parse(text)

    assert (date.earliest, date.latest) == _bounds_by_oracle(text)


@given(st.integers(1, 9999), st.integers(1, 12), st.integers(0, 40))
def test_a_day_is_a_date_if_it_is_in_the_calendar(year: int, month: int, day: int) -> None:
    text = f"{year:04}-{month:02}-{day:02}"
    try:
        dt.date(year, month, day)
    except ValueError:
        assert _parsed(text) is None
    else:
        assert parse(text).earliest == (year, month, day)


@given(POINTS, POINTS)
def test_an_interval_is_refused_if_it_ends_before_it_begins(one: str, other: str) -> None:
    reaches_the_start = parse(other).may_overlap(parse(f"{one}/.."))

    assert (_parsed(f"{one}/{other}") is not None) == reaches_the_start


@given(DATES, DATES)
def test_overlap_is_mutual(one: Date, other: Date) -> None:
    assert one.may_overlap(other) == other.may_overlap(one)


@given(DATES, DATES)
def test_what_must_overlap_may_overlap(date: Date, within: Date) -> None:
    assert not date.must_overlap(within) or date.may_overlap(within)


@given(RANGES)
def test_a_date_may_overlap_itself(date: Date) -> None:
    assert date.may_overlap(date)


@given(PLAIN_DAYS, RANGES)
def test_of_a_plain_day_overlap_is_certain_or_none(day: Date, within: Date) -> None:
    assert day.must_overlap(within) == day.may_overlap(within)


@given(st.lists(DATES))
def test_sorted_dates_begin_one_after_the_other_and_recurring_days_come_last(dates: list[Date]) -> None:
    ordered = sorted(dates, key=lambda date: date.sort_key)
    begins = [(date.recurs, date.earliest or (-1,), date.every_year or ()) for date in ordered]

    assert begins == sorted(begins)


@given(DATES, DATES)
def test_only_equal_dates_share_a_place_in_the_order(one: Date, other: Date) -> None:
    assert (one.sort_key == other.sort_key) == (one == other)


@given(CALENDAR_DAYS, st.integers(1, 12), st.integers(1, 31))
def test_a_day_has_the_one_anniversary(date: dt.date, month: int, day: int) -> None:
    assert parse(date.isoformat()).falls_on(date.month, date.day)
    assert parse(date.isoformat()).falls_on(month, day) == ((date.month, date.day) == (month, day))


@given(DATES)
def test_words_are_single_spaced_and_keep_no_notation(date: Date) -> None:
    words = in_words(date)

    assert words == " ".join(words.split())
    assert not set(words) & set("/-~?%")


@given(CALENDAR_DAYS, CALENDAR_DAYS)
def test_days_between_agree_with_datetime(a: dt.date, b: dt.date) -> None:
    assert days_between(parse(a.isoformat()), parse(b.isoformat())) == (b - a).days


@given(DATES, DATES)
def test_what_elapsed_is_the_same_both_ways(a: Date, b: Date) -> None:
    assert elapsed(a, b) == elapsed(b, a)


@given(CALENDAR_DAYS, CALENDAR_DAYS)
def test_what_elapsed_leads_from_the_earlier_day_to_the_later(one: dt.date, other: dt.date) -> None:
    begin, end = sorted((one, other))
    difference = elapsed(parse(begin.isoformat()), parse(end.isoformat()))

    assert difference is not None
    assert difference.precision is Precision.DAY
    assert 0 <= difference.months < 12
    assert 0 <= difference.days < 31
    year, month = divmod(12 * begin.year + begin.month - 1 + 12 * difference.years + difference.months, 12)
    month_length = calendar.monthrange(year, month + 1)[1]
    anchor = dt.date(year, month + 1, min(begin.day, month_length))
    assert anchor + dt.timedelta(difference.days) == end
