"""The gate: which raw tables are facts and sources, and every flaw of those that are not."""

import datetime as dt
from typing import Any

import pytest
import tomli

from kzun import edtf, fact
from kzun.fact import (
    Citation,
    Fact,
    Flaw,
    FlawedTableError,
    Source,
    amount,
    nearest_names,
    read_fact,
    read_source,
    to_table,
    toml_type,
)

ARTICLE = Source(id="article", title="Thirty years", date=edtf.parse("2022-10-28"))
SOURCES = {"article": ARTICLE}


def read(text: str) -> Fact:
    """The fact `stamp.value` of a statement and this TOML."""
    return read_fact("stamp.value", {"statement": "It costs 700 tenge.", **tomli.loads(text)}, SOURCES)


def flaws(text: str) -> tuple[Flaw, ...]:
    """What is wrong with the fact of a statement and this TOML."""
    with pytest.raises(FlawedTableError) as caught:
        read(text)
    return caught.value.flaws


def nested(levels: int) -> dict[str, Any]:
    """A table in a table, `levels` deep."""
    table: dict[str, Any] = {}
    for _ in range(levels - 1):
        table = {"in": table}
    return table


def test_a_table_with_every_key_is_a_fact_with_every_field() -> None:
    table = tomli.loads(
        """
        statement = "The stamp costs more than 700 tenge."
        date = 2022-10-24
        value = 700
        unit = "tenge"
        qualifier = "more than"
        who = ["Kazpost"]
        where = ["Astana", "Almaty"]
        answer = "700 tenge, and more"
        keywords = ["price"]
        asks = ["how much is the stamp?"]
        see = ["stamp.print-run"]
        source = { id = "article", at = "the last heading" }
        as_of = "2022-10"
        extra = { gum = { dry = true } }
        """
    )

    assert read_fact("stamp.value", table, SOURCES, file="a/stamp.toml", line=4) == Fact(
        id="stamp.value",
        statement="The stamp costs more than 700 tenge.",
        date=edtf.parse("2022-10-24"),
        value=700,
        unit="tenge",
        qualifier="more than",
        who=("Kazpost",),
        where=("Astana", "Almaty"),
        answer="700 tenge, and more",
        keywords=("price",),
        asks=("how much is the stamp?",),
        see=("stamp.print-run",),
        source=Citation(ARTICLE, "the last heading"),
        as_of=edtf.parse("2022-10"),
        extra={"gum": {"dry": True}},
        file="a/stamp.toml",
        line=4,
    )


def test_a_statement_alone_is_a_fact() -> None:
    assert read("") == Fact(id="stamp.value", statement="It costs 700 tenge.")


def test_a_fact_belongs_to_the_topic_that_its_id_begins_with() -> None:
    assert read("").topic == "stamp"


def test_a_fact_holds_as_of_the_date_of_its_source() -> None:
    assert read('source = "article"').as_of == ARTICLE.date


def test_a_source_that_nobody_describes_is_kept_by_its_id() -> None:
    assert read('source = "leaflet"').source == Citation(Source(id="leaflet"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("value = 9007199254740992", 2**53),
        ("value = -9007199254740992", -(2**53)),
        ("value = 0", 0),
        ("value = 1e300", 1e300),
        ('value = "a quarter"', "a quarter"),
        ('value = ["red", "blue"]', ("red", "blue")),
    ],
)
def test_a_value_is_a_figure_or_text_or_several_texts(text: str, value: fact.Value) -> None:
    assert read(text).value == value


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("date = 1992-03-02", "1992-03-02"),
        ("date = 0001-01-01", "0001-01-01"),
        ('date = "2009-12"', "2009-12"),
        ('date = "XXXX-08-29"', "XXXX-08-29"),
    ],
)
def test_a_date_may_be_written_as_toml_or_as_edtf(text: str, date: str) -> None:
    assert read(text).date == edtf.parse(date)


@pytest.mark.parametrize(
    ("text", "path", "code", "said"),
    [
        ('untis = "tenge"', ("untis",), "unknown-key", "unknown key 'untis'; did you mean unit?"),
        (
            "value = true",
            ("value",),
            "wrong-type",
            "value wants integer, float, string or array of strings, not boolean",
        ),
        (
            "value = {}",
            ("value",),
            "wrong-type",
            "value wants integer, float, string or array of strings, not table",
        ),
        (
            "value = 1992-03-02",
            ("value",),
            "wrong-type",
            "value wants integer, float, string or array of strings, not local date",
        ),
        ('value = ["red", 7]', ("value", 1), "wrong-type", "value wants string, not integer"),
        ("value = []", ("value",), "empty", "value is empty"),
        ('value = " "', ("value",), "empty", "value is empty"),
        ("value = nan", ("value",), "bad-number", "value is nan, which is no figure"),
        ("value = -inf", ("value",), "bad-number", "value is -inf, which is no figure"),
        ("value = 9007199254740993", ("value",), "bad-number", "value is beyond 2^53; write it as a string"),
        (f"value = 0x{'f' * 5000}", ("value",), "bad-number", "value is beyond 2^53; write it as a string"),
        ("unit = 1", ("unit",), "wrong-type", "unit wants string, not integer"),
        ('unit = "\\t"', ("unit",), "empty", "unit is empty"),
        ('who = "UN"', ("who",), "wrong-type", "who wants array of strings, not string"),
        ('who = ["UN", ""]', ("who", 1), "empty", "who is empty"),
        ('asks = ["when?", ["where?"]]', ("asks", 1), "wrong-type", "asks wants string, not array"),
        (
            "date = 1992-03-02T10:00:00",
            ("date",),
            "wrong-type",
            "date wants local date or EDTF string, not date-time",
        ),
        ("date = 10:00:00", ("date",), "wrong-type", "date wants local date or EDTF string, not local time"),
        ("date = 1992", ("date",), "wrong-type", "date wants local date or EDTF string, not integer"),
        (
            'date = "March 1992"',
            ("date",),
            "bad-date",
            "'March 1992' is no date: write YYYY, YYYY-MM or YYYY-MM-DD",
        ),
        (
            'as_of = "2021-02-29"',
            ("as_of",),
            "bad-date",
            "'2021-02-29' is no date: February 2021 has 28 days",
        ),
        (
            "source = 7",
            ("source",),
            "wrong-type",
            'source wants string or { id = "...", at = "..." }, not integer',
        ),
        ('source = ""', ("source",), "empty", "source is empty"),
        ('source = { at = "the end" }', ("source",), "missing-key", "source.id is missing"),
        ("source = { id = 7 }", ("source", "id"), "wrong-type", "source.id wants string, not integer"),
        (
            'source = { id = "article", at = " " }',
            ("source", "at"),
            "empty",
            "source.at is empty",
        ),
        (
            'source = { id = "article", idd = "x" }',
            ("source", "idd"),
            "unknown-key",
            "unknown key 'idd'; did you mean id?",
        ),
        ("extra = 7", ("extra",), "wrong-type", "extra wants table, not integer"),
        ("extra = { a = [1, inf] }", ("extra", "a", 1), "bad-number", "extra.a is inf, which is no figure"),
        (
            "extra = { a = 9223372036854775808 }",
            ("extra", "a"),
            "bad-number",
            "extra.a is beyond 64 bits; write it as a string",
        ),
    ],
)
def test_what_is_no_fact_is_refused_at_the_key_that_is_wrong(
    text: str, path: tuple[str | int, ...], code: str, said: str
) -> None:
    assert flaws(text) == (Flaw(path, code, said),)


def test_an_unknown_key_that_is_near_to_none_is_told_all_of_them() -> None:
    (flaw,) = flaws("zzz = 1")

    assert flaw.text == f"unknown key 'zzz' (known: {', '.join(fact.FACT_KEYS)})"


def test_a_fact_needs_a_statement() -> None:
    with pytest.raises(FlawedTableError, match=r"^statement is missing$") as caught:
        read_fact("stamp.value", {}, SOURCES)

    assert caught.value.flaws == (Flaw((), "missing-key", "statement is missing"),)


def test_every_flaw_of_a_table_is_found() -> None:
    found = flaws('unit = ""\nvalue = nan\ndate = 7\nsource = { at = 1 }')

    assert [(flaw.path, flaw.code) for flaw in found] == [
        (("source",), "missing-key"),
        (("source", "at"), "wrong-type"),
        (("date",), "wrong-type"),
        (("value",), "bad-number"),
        (("unit",), "empty"),
    ]


def test_extra_holds_whatever_toml_can_say() -> None:
    table = tomli.loads("extra = { a = [true, 1.5, 9223372036854775807], b = { c = 10:00:00 } }")

    assert read_fact("stamp.value", {"statement": "It is.", **table}, SOURCES).extra == table["extra"]


def test_extra_may_nest_a_hundred_levels_and_no_deeper() -> None:
    deepest, deeper = nested(fact.DEEPEST_TABLE), nested(fact.DEEPEST_TABLE + 1)

    assert read_fact("a.b", {"statement": "It is.", "extra": deepest}, {}).extra == deepest
    with pytest.raises(FlawedTableError, match=r"^extra nests deeper than 100 levels$"):
        read_fact("a.b", {"statement": "It is.", "extra": deeper}, {})


def test_a_source_has_all_that_its_table_says() -> None:
    table = tomli.loads(
        """
        title = "Thirty years"
        publisher = "Kazinform"
        author = "A. Writer"
        date = 2022-10-28
        url = "https://example.org"
        note = "in English"
        """
    )

    assert read_source("article", table) == Source(
        id="article",
        title="Thirty years",
        publisher="Kazinform",
        author="A. Writer",
        date=edtf.parse("2022-10-28"),
        url="https://example.org",
        note="in English",
    )


def test_a_source_needs_a_title_and_takes_no_unknown_key() -> None:
    with pytest.raises(FlawedTableError) as caught:
        read_source("article", {"titel": "Thirty years"})

    assert caught.value.flaws == (
        Flaw(("titel",), "unknown-key", "unknown key 'titel'; did you mean title?"),
        Flaw((), "missing-key", "title is missing"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        'date = "2017~/.."\nvalue = 1.5\nunit = "km"\nqualifier = "about"\nanswer = "far"',
        'value = ["a", "b"]\nwho = ["c"]\nwhere = ["d"]\nkeywords = ["e"]\nasks = ["f?"]\nsee = ["g.h"]',
        'source = "article"',
        'source = { id = "article", at = "here" }\nas_of = 2001-01-01\nextra = { x = { y = 1 } }',
        'as_of = "2001"',
        "value = 0",
    ],
)
def test_the_table_of_a_fact_makes_the_same_fact(text: str) -> None:
    read_back = read_fact("stamp.value", to_table(read(text)), SOURCES)

    assert read_back == read(text)


def test_the_table_of_a_fact_leaves_out_what_is_not_said() -> None:
    assert to_table(read('source = "article"')) == {"statement": "It costs 700 tenge.", "source": "article"}


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (1, "integer"),
        (1.5, "float"),
        ("", "string"),
        ([], "array"),
        (dt.datetime(1992, 3, 2, tzinfo=dt.UTC), "date-time"),
        (dt.time(10), "local time"),
        (None, "NoneType"),
    ],
)
def test_a_type_is_called_as_toml_calls_it(value: object, name: str) -> None:
    assert toml_type(value) == name


def test_the_nearest_names_come_best_first_and_few() -> None:
    known = ("value", "values", "valued", "valley", "unit")

    assert nearest_names("value", known) == ("value", "values", "valued")
    assert nearest_names("zebra", known) == ()


def test_an_amount_without_a_value_is_the_words_around_it() -> None:
    assert amount(None, "tenge", "some") == "some tenge"
