"""Answers that no fact states and several facts give exactly."""

from collections.abc import Sequence

import pytest

from kzun.factbase import FactBase
from kzun.search.filter import Filter
from kzun.search.reply import Answer, Kind, Outcome
from tests.builders import fact
from tests.stores import BARE, base_of

OPENING = fact("bridge.opening", "The Kestrel Bridge opened to traffic.", date="1931-05-09", **BARE)
FOUNDING = fact("choir.founding", "Mira Solen founded the Larkspur Choir.", date="1931-03-01", **BARE)
STORE = (
    OPENING,
    FOUNDING,
    fact("bridge.length", "The Kestrel Bridge is 412 metres long.", value=412, unit="metres", **BARE),
    fact("bridge.closure", "The Kestrel Bridge was shut for repairs.", date="1975/1978", **BARE),
    fact("bridge.paint", "The Kestrel Bridge was painted green.", date="1950", **BARE),
    fact("bridge.lights", "The Kestrel Bridge got lamps.", date="1952-07", **BARE),
    fact("feast.day", "The lantern feast is kept in Oakhaven.", date="XXXX-08-29", **BARE),
    fact("company.lease", "Brindle Works rented a mill for a decade.", **BARE),
    *(
        fact(
            f"tour.{town.lower()}",
            f"The Larkspur Choir toured {town}.",
            date=f"{1960 + number}-04-01",
            where=(town,),
            **BARE,
        )
        for number, town in enumerate(("Tarn", "Velm", "Ostry", "Quill", "Pask", "Narrow", "Dunmere", "Ebb"))
    ),
)


@pytest.fixture(scope="module")
def base() -> FactBase:
    """Asked on 1 January 1932."""
    return base_of(*STORE, today="1932-01-01")


def answer(question: str, base: FactBase, keep: Filter | None = None) -> Answer:
    reply = base.search(question, keep=keep or Filter())
    assert reply.answer is not None, reply.declined
    assert (reply.outcome, reply.declined) == (Outcome.ANSWERED, None)
    assert 0 <= reply.answer.confidence <= 1
    return reply.answer


def ids(given: Answer) -> list[str]:
    return [one.id for one in given.facts]


def text(question: str, base: FactBase) -> str | None:
    given = base.search(question).answer
    return given.text if given else None


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("how long ago did the Kestrel Bridge open", "7 months and 23 days"),
        ("How long ago was the Kestrel Bridge opened?", "7 months and 23 days"),
        ("how long has it been since the Kestrel Bridge opened", "7 months and 23 days"),
        ("how much time has passed since the Kestrel Bridge opened", "7 months and 23 days"),
        ("how many days ago did the Kestrel Bridge open", "237 days"),
        ("how many weeks ago did the Kestrel Bridge open", "33 weeks"),
        ("how many months ago did the Kestrel Bridge open", "7 months"),
        ("how many years ago did the Kestrel Bridge open", "0 years"),
        ("how many days has it been since the Kestrel Bridge opened", "237 days"),
    ],
)
def test_how_long_ago_is_counted_from_today(question: str, told: str, base: FactBase) -> None:
    given = answer(question, base)

    assert (given.text, given.kind, given.value, ids(given)) == (told, Kind.DURATION, 237, ["bridge.opening"])


@pytest.mark.parametrize(
    ("unit", "told"), [("day", "1 day"), ("week", "0 weeks"), ("month", "0 months"), ("year", "0 years")]
)
def test_one_of_a_unit_is_not_several(unit: str, told: str) -> None:
    base = base_of(*STORE, today="1931-05-10")

    assert text(f"how many {unit}s ago did the Kestrel Bridge open", base) == told


def test_large_numbers_of_days_are_grouped() -> None:
    base = base_of(*STORE, today="2020-01-01")

    assert text("how many days ago did the Kestrel Bridge open", base) == "32,379 days"


def test_a_date_that_is_no_day_gives_no_days_but_about_as_many_years() -> None:
    base = base_of(*STORE, today="2020-01-01")

    assert text("how long ago was the Kestrel Bridge painted", base) == "about 70 years"
    assert text("how many years ago was the Kestrel Bridge painted", base) == "70 years"
    assert text("how many days ago was the Kestrel Bridge painted", base) is None
    assert text("how many months ago was the Kestrel Bridge painted", base) is None
    assert text("how many months ago did the Kestrel Bridge get lamps", base) == "810 months"


def test_without_a_today_nothing_is_long_ago() -> None:
    assert text("how long ago did the Kestrel Bridge open", base_of(*STORE)) is None


def test_how_long_ago_is_never_the_length_of_a_span(base: FactBase) -> None:
    assert text("how long ago was the Kestrel Bridge shut", base) is None


@pytest.mark.parametrize(
    "event", ["the lantern feast kept", "the mill rented", "the Pelican Bridge opened", "zzyzx", ""]
)
def test_how_long_ago_wants_a_dated_fact_of_the_event(event: str, base: FactBase) -> None:
    assert text(f"how long ago was {event}", base) is None


@pytest.mark.parametrize(
    "question",
    [
        "how {unit} between the founding of the Larkspur Choir and the opening of the Kestrel Bridge",
        "how {unit} passed between the opening of the Kestrel Bridge and the founding of the Larkspur Choir",
        "how {unit} from the founding of the Larkspur Choir to the opening of the Kestrel Bridge",
        "how {unit} from the founding of the Larkspur Choir until the opening of the Kestrel Bridge?",
        "how {unit} after the founding of the Larkspur Choir did the Kestrel Bridge open",
        "how {unit} was the founding of the Larkspur Choir before the opening of the Kestrel Bridge",
    ],
)
@pytest.mark.parametrize(
    ("unit", "told"),
    [
        ("long", "2 months and 8 days"), ("many days", "69 days"), ("many weeks", "9 weeks"),
        ("many months", "2 months"), ("many years", "0 years"),
    ],
)  # fmt: skip
def test_the_time_between_two_dated_facts_is_counted(
    question: str, unit: str, told: str, base: FactBase
) -> None:
    given = answer(question.format(unit=unit), base)

    assert (given.text, given.kind) == (told, Kind.DURATION)
    assert given.value in (69, -69)
    assert sorted(ids(given)) == ["bridge.opening", "choir.founding"]


@pytest.mark.parametrize(
    "question",
    [
        "how long between the opening of the Kestrel Bridge and the opening of the Kestrel Bridge",
        "how long between the opening of the Kestrel Bridge and the feast of lanterns in Oakhaven",
        "how many days between the opening of the Kestrel Bridge and the painting of the Kestrel Bridge",
        "how long between the opening of the Zzyzx and the founding of the Qqq",
    ],
)
def test_the_time_between_wants_two_dated_facts(question: str, base: FactBase) -> None:
    assert text(question, base) is None


def test_a_length_of_time_that_a_fact_states_is_better_than_one_that_is_computed() -> None:
    base = base_of(
        *STORE,
        fact(
            "bridge.delay",
            "Between the founding of the Larkspur Choir and the opening of the Kestrel Bridge lay ten weeks.",
            value=10,
            unit="weeks",
            **BARE,
        ),
    )

    given = answer(
        "how long between the founding of the Larkspur Choir and the opening of the Kestrel Bridge", base
    )

    assert (given.text, ids(given)) == ("10 weeks", ["bridge.delay"])


@pytest.mark.parametrize(
    ("question", "keep", "told", "counted"),
    [
        ("how many facts about Mira Solen", Filter(), "1 fact", ["choir.founding"]),
        ("how many facts are there about the lantern feast", Filter(), "1 fact", ["feast.day"]),
        ("How many statements mention green or paint?", Filter(), "1 fact", ["bridge.paint"]),
        (
            "how many facts about the Larkspur Choir", Filter(topics=("tour",), where=("Tarn", "Velm")),
            "2 facts", ["tour.tarn", "tour.velm"],
        ),
    ],
)  # fmt: skip
def test_facts_about_a_thing_are_counted(
    question: str, keep: Filter, told: str, counted: Sequence[str], base: FactBase
) -> None:
    given = answer(question, base, keep)

    assert (given.text, given.kind, given.value) == (told, Kind.COUNT, len(counted))
    assert sorted(ids(given)) == counted


@pytest.mark.parametrize(
    "question", ["how many facts about zzyzx", "how many facts", "how many facts are there"]
)
def test_facts_about_nothing_are_not_counted(question: str, base: FactBase) -> None:
    assert text(question, base) is None


@pytest.mark.parametrize(
    ("question", "told", "fact_id"),
    [
        ("when did the Larkspur Choir first tour", "1 April 1960", "tour.tarn"),
        ("where did the Larkspur Choir first tour", "Tarn", "tour.tarn"),
        ("when was the earliest tour of the Larkspur Choir", "1 April 1960", "tour.tarn"),
        ("when did the Larkspur Choir last tour", "1 April 1967", "tour.ebb"),
        ("when was the latest tour of the Larkspur Choir", "1 April 1967", "tour.ebb"),
    ],
)
def test_the_first_and_the_last_are_those_of_the_dates(
    question: str, told: str, fact_id: str, base: FactBase
) -> None:
    given = answer(question, base)

    assert (given.text, given.facts[0].id) == (told, fact_id)
    assert len(given.facts) == 8


def test_the_first_within_a_filter_is_the_first_of_what_it_keeps(base: FactBase) -> None:
    given = answer("when did the Larkspur Choir first tour", base, Filter(where=("Quill", "Ostry")))

    assert (given.text, ids(given)) == ("1 April 1962", ["tour.ostry", "tour.quill"])


def test_a_fact_that_says_first_itself_answers_itself() -> None:
    base = base_of(
        *STORE, fact("tour.claim", "Velm was the first that the Larkspur Choir toured.", date="1961", **BARE)
    )

    assert ids(answer("what was the first that the Larkspur Choir toured", base)) == ["tour.claim"]


def test_of_one_fact_and_of_equal_dates_none_is_the_first() -> None:
    one = base_of(OPENING, fact("river.ford", "The ford was kept.", **BARE))
    equal = base_of(
        OPENING, fact("bridge.party", "The Kestrel Bridge opened with a party.", date="1931-05-09", **BARE)
    )

    for base in (one, equal):
        given = base.search("when did the Kestrel Bridge first open").answer
        assert given is None or len(given.facts) == 1
