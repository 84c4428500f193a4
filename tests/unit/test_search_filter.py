"""Which facts a command is about."""

import pytest

from kzun.edtf import parse
from kzun.factbase import FactBase
from kzun.search.filter import Filter
from tests.builders import fact
from tests.stores import BARE, base_of

FACTS = (
    fact("bridge.before", "It stood until then.", date="../1930", who=("Ada Brin",), **BARE),
    fact("bridge.day", "It stood that day.", date="1931-05-09", where=("Oakhaven",), **BARE),
    fact("bridge.month", "It stood that month.", date="1931-05", where=("Upper Oakhaven", "Tarn"), **BARE),
    fact("choir.year", "It stood that year.", date="1931~", who=("Mira Solen", "Ada Brin"), **BARE),
    fact("choir.span", "It stood for years.", date="1930-06/1932", who=("Solen Ada",), **BARE),
    fact("choir.since", "It has stood since.", date="1932-02/..", where=("Тарн",), **BARE),
    fact("feast.yearly", "It is kept.", date="XXXX-08-29", **BARE),
    fact("feast.undated", "It stood.", **BARE),
)
ALL = [one.id for one in FACTS]


@pytest.fixture(scope="module")
def base() -> FactBase:
    return base_of(
        *FACTS, names=[["Mira Solen", "M. Solen", "Мира Солен"], ["Oakhaven", "Дубрава", "Oak Harbour"]]
    )


def kept(base: FactBase, keep: Filter) -> list[str]:
    return [one.id for one in base.list(keep=keep)]


def test_an_empty_filter_keeps_everything(base: FactBase) -> None:
    assert kept(base, Filter()) == ALL


@pytest.mark.parametrize(
    ("topics", "ids"),
    [
        (("choir",), ALL[3:6]),
        (("feast", "bridge"), [*ALL[:3], *ALL[6:]]),
        (("zzz",), []),
        (("bridge.day",), []),
        (("",), []),
    ],
)
def test_topics_are_kept_by_their_ids(topics: tuple[str, ...], ids: list[str], base: FactBase) -> None:
    assert kept(base, Filter(topics=topics)) == ids


@pytest.mark.parametrize(
    "name", ["Mira Solen", "mira solen", "Мира Солен", "M. Solen", "Mira Solem", "Mira Solen's"]
)
def test_a_person_is_kept_in_any_spelling(name: str, base: FactBase) -> None:
    assert kept(base, Filter(who=(name,))) == ["choir.year"]


@pytest.mark.parametrize("name", ["Oakhaven", "OAKHAVEN", "Дубрава", "oak harbour", "Oakhavn"])
def test_a_place_is_kept_in_any_spelling_and_within_longer_names(name: str, base: FactBase) -> None:
    assert kept(base, Filter(where=(name,))) == ["bridge.day", "bridge.month"]


def test_a_place_in_another_script_is_kept(base: FactBase) -> None:
    assert kept(base, Filter(where=("Tarn",))) == ["bridge.month", "choir.since"]


@pytest.mark.parametrize("name", ["Nobody Known", "Oakhaven Upper", "Solen Mira Brin"])
def test_a_name_that_no_fact_has_keeps_nothing(name: str, base: FactBase) -> None:
    assert kept(base, Filter(who=(name,), where=())) == []


@pytest.mark.parametrize("name", ["", "?!", "\0"])
def test_a_name_without_letters_keeps_nothing(name: str, base: FactBase) -> None:
    assert kept(base, Filter(who=(name,))) == []
    assert kept(base, Filter(where=(name,))) == []


def test_of_several_names_any_is_enough_and_of_several_conditions_all_hold(base: FactBase) -> None:
    assert kept(base, Filter(who=("Mira Solen", "Ada Brin"))) == ["bridge.before", "choir.year"]
    assert kept(base, Filter(who=("Ada Brin",), topics=("choir",))) == ["choir.year"]
    assert kept(base, Filter(who=("Ada Brin",), where=("Tarn",))) == []


@pytest.mark.parametrize(
    ("start", "end", "ids"),
    [
        ("1931-05-09", "1931-05-09", ["bridge.day", "bridge.month", "choir.year", "choir.span"]),
        ("1931-05-10", "1931-05-20", ["bridge.month", "choir.year", "choir.span"]),
        ("1931-06", None, ["choir.year", "choir.span", "choir.since"]),
        ("1931-05-31", "1931-06", ["bridge.month", "choir.year", "choir.span"]),
        ("1932", "1932", ["choir.span", "choir.since"]),
        ("1933", None, ["choir.since"]),
        (None, "1930", ["bridge.before", "choir.span"]),
        (None, "1930-05", ["bridge.before"]),
        ("1930-12-31", "1930-12-31", ["bridge.before", "choir.span"]),
        ("1932-02/..", None, ["choir.span", "choir.since"]),
        (None, "../1930-05", ["bridge.before"]),
        ("9999", None, ["choir.since"]),
        (None, "0000", ["bridge.before"]),
        ("1940", "1920", []),
    ],
)
def test_a_range_keeps_what_may_overlap_it_both_ends_included(
    start: str | None, end: str | None, ids: list[str], base: FactBase
) -> None:
    keep = Filter(start=parse(start) if start else None, end=parse(end) if end else None)

    assert kept(base, keep) == ids


@pytest.mark.parametrize("keep", [Filter(start=parse("../1990")), Filter(end=parse("1990/.."))])
def test_an_open_end_of_a_range_leaves_that_side_open(keep: Filter, base: FactBase) -> None:
    assert kept(base, keep) == ALL[:6]


def test_the_same_facts_are_kept_for_a_search_and_a_timeline(base: FactBase) -> None:
    keep = Filter(topics=("choir",), start=parse("1931"), end=parse("1931"))

    assert sorted(hit.fact.id for hit in base.search("stood", keep=keep).hits) == ["choir.span", "choir.year"]
    assert [one.id for one in base.timeline("stood", keep=keep)] == ["choir.span", "choir.year"]
    assert [one.id for one in base.timeline(keep=keep)] == ["choir.span", "choir.year"]


@pytest.mark.parametrize("topic", ["\ud800", "a\0b", "' OR 1", "%"])
def test_any_text_may_be_asked_for_as_topic_person_and_place(topic: str, base: FactBase) -> None:
    assert kept(base, Filter(topics=(topic,))) == []
    assert base.list(keep=Filter(who=(topic,))) == base.list(keep=Filter(where=(topic,))) == ()
