"""Days in a question, however they are written."""

import pytest

from kzun import edtf
from kzun.search.dates import days_among, days_in_words
from kzun.search.text import words


@pytest.mark.parametrize(
    "written",
    [
        "2 March 1992",
        "2nd March 1992",
        "2nd of March 1992",
        "2 mar 1992",
        "02 Mar. 1992",
        "1992-03-02",
        "1992/3/2",
        "02.03.1992",
        "2.3.1992",
        "2/3/1992",
        "02-03-1992",
    ],
)
def test_a_day_is_read_in_any_form(written: str) -> None:
    assert days_in_words(f"who came on {written}") == "who came on 2 March 1992"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("March 2", "2 March"),
        ("march the 2nd, 1992", "2 March, 1992"),
        ("Sept 5", "5 September"),
        ("3/22/1992", "22 March 1992"),
        ("12 and 13 October", "12 and 13 October"),
        ("in 2022-10", "in October 2022"),
        ("from 2017-18", "from 2017-18"),
    ],
)
def test_the_day_comes_before_the_month_and_the_month_before_the_year(written: str, said: str) -> None:
    assert days_in_words(written) == said


@pytest.mark.parametrize(
    "text", ["", "who came", "31.02.1992", "3.11.2", "10.0.0.1", "1992-99", "in 1992", "may we"]
)
def test_what_is_no_day_stays_as_it_is(text: str) -> None:
    assert days_in_words(text) == text


def test_days_with_a_year_are_found_among_words() -> None:
    found = list(days_among(words("from 2 March 1992 or 3 April to 31 February 1993 and 5 May 1994")))

    assert found == [edtf.parse("1992-03-02"), edtf.parse("1994-05-05")]
