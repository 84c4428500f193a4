"""Facts survive their way through raw tables and files."""

import datetime as dt
from typing import Any

import tomli
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from kzun import edtf
from kzun.fact import Citation, Fact, Flaw, FlawedTableError, Source, read_fact, to_table
from tests.stores import index_of

TEXTS = st.text(min_size=1, max_size=20).filter(str.strip)
FILE_TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\r"), min_size=1, max_size=20
).filter(
    str.strip
)  # a file in UTF-8 has no lone surrogates, and TOML reads a carriage return as a line's end
DATES = st.sampled_from(
    (
        "1992-03-02",
        "2009-12",
        "2015",
        "2017/2018",
        "2017/..",
        "../1991",
        "1990~",
        "1990?",
        "1990%",
        "XXXX-08-29",
    )
).map(edtf.parse)
FIGURES = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
MOMENTS = st.dates() | st.times() | st.datetimes() | st.datetimes(timezones=st.just(dt.UTC))


def facts_of(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Fact]:
    """Facts with any of these texts in every field that takes text."""
    several = st.lists(texts, max_size=3).map(tuple)
    extra: st.SearchStrategy[Any] = st.recursive(
        texts
        | st.booleans()
        | st.integers(-(2**63), 2**63 - 1)
        | st.floats(allow_nan=False, allow_infinity=False)
        | MOMENTS,
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts, inner, max_size=2),
        max_leaves=4,
    )
    return st.builds(
        Fact,
        id=st.just("a.b"),
        statement=texts,
        date=st.none() | DATES,
        value=st.none() | FIGURES | texts | st.lists(texts, min_size=1, max_size=3).map(tuple),
        unit=st.none() | texts,
        qualifier=st.none() | texts,
        who=several,
        where=several,
        answer=st.none() | texts,
        keywords=several,
        asks=several,
        see=several,
        source=st.none()
        | st.builds(
            Citation,
            st.sampled_from((Source(id="dated", date=edtf.parse("2022")), Source(id="bare"))),
            st.none() | texts,
        ),
        extra=st.dictionaries(texts, extra, max_size=2),
        file=st.just(""),
        line=st.just(0),
        topic_title=st.just(""),
    ).flatmap(_with_as_of)


def _with_as_of(one: Fact) -> st.SearchStrategy[Fact]:
    """By default a fact is as of its source's date."""
    default = one.source.source.date if one.source else None
    return (st.just(default) | DATES).map(lambda as_of: one._replace(as_of=as_of))


def sources_of(one: Fact) -> dict[str, Source]:
    return {one.source.source.id: one.source.source} if one.source else {}


@given(facts_of(TEXTS))
def test_a_fact_comes_back_from_its_table(one: Fact) -> None:
    assert read_fact(one.id, to_table(one), sources_of(one)) == one


@given(facts_of(FILE_TEXTS))
def test_a_fact_comes_back_from_a_file(one: Fact) -> None:
    written = tomli_w.dumps(to_table(one))

    assert read_fact(one.id, tomli.loads(written), sources_of(one)) == one


@given(facts_of(FILE_TEXTS))
def test_a_fact_comes_back_from_an_index(one: Fact) -> None:
    index = index_of(one)

    assert [index.fact(number) for number in index.numbers_of("a.b")] == [one]


@given(facts_of(TEXTS))
def test_a_table_names_only_what_the_fact_has(one: Fact) -> None:
    assert all(value not in (None, [], {}, "") for value in to_table(one).values())


@given(
    st.dictionaries(
        st.sampled_from(("statement", "date", "value", "who", "source", "extra", "zzz")) | TEXTS,
        st.booleans() | FIGURES | TEXTS | MOMENTS | st.lists(TEXTS | FIGURES) | st.dictionaries(TEXTS, TEXTS),
    )
)
def test_any_table_is_a_fact_or_is_refused_with_its_flaws(table: dict[str, object]) -> None:
    flaws: tuple[Flaw, ...] = ()
    try:
        made = read_fact("a.b", table, {})
    except FlawedTableError as error:
        flaws = error.flaws
    else:
        assert made.statement == table["statement"]

    assert all(flaw.path == () or flaw.path[0] in table for flaw in flaws)
    assert flaws or "statement" in table
