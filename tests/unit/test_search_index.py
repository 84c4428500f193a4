"""Facts, their words and the thesaurus, as they are looked up."""

import datetime as dt
import gc
import threading
import weakref

import pytest

from kzun.edtf import parse
from kzun.fact import Citation, Fact, Source
from kzun.search.filter import Filter
from kzun.search.index import Index
from kzun.search.thesaurus import Bond, Role
from kzun.search.updating import without_asks
from tests.builders import ARTICLE, fact
from tests.stores import BARE, index_of

EVERYTHING = Filter()
FACTS = (
    fact(
        "bridge.opening", "The Kestrel Bridge opened in Oakhaven.", date="1931-05-09", where=("Oakhaven",),
        keywords=("inauguration",), asks=("when could one first cross?",), **BARE,
    ),
    fact("bridge.length", "It is long.", value=74000, unit="metres", qualifier="about", **BARE),
    fact("choir.founding", "Mira Solen founded the Larkspur Choir.", who=("Mira Solen", "Ada Brin"), **BARE),
    fact("choir.languages", "It sings in Welsh.", value=("Old Welsh", "Manx"), answer="in chorus", **BARE),
    fact("choir.tour", "The choir toured.", date="1960/..", value="Tarn and Velm", **BARE),
)  # fmt: skip


@pytest.fixture(scope="module")
def index() -> Index:
    return index_of(
        *FACTS,
        names=[["Larkspur Choir", "Жаворонок"], ["Mira Solen", "Solen"]],
        words=[["tour", "travel"], ["tour", "turret"]],
        forms=[["sing", "sang", "sung"]],
        contrary=[["open", "close"]],
        light=["country"],
    )


def ids(numbers: list[int], index: Index) -> list[str]:
    return [index.fact(number).id for number in numbers]


@pytest.mark.parametrize(
    "one",
    [
        *FACTS,
        fact("a.sourced", source=Citation(ARTICLE, "the second heading")),
        fact("a.of-another-day", as_of=parse("2001")),
        fact("a.undescribed", source=Citation(Source(id="lost")), as_of=None),
        fact(
            "a.extra",
            extra={
                "day": dt.date(1931, 5, 9),
                "hour": dt.time(9, 30, 1, 5),
                "moments": [dt.datetime(1931, 5, 9, 9, 30, tzinfo=dt.UTC), {"none": {}}],
                "mixed": ["сөз", 1.5, True, -(2**53)],
                "\0date": "no tag",
            },
        ),
        fact(
            "a.odd", "Quotes \" and ' and \0 and \\ and 😀 and \u202e.", who=("\0",), keywords=('"',), **BARE
        ),
    ],
    ids=lambda one: one.id,
)
def test_a_fact_comes_back_as_it_was(one: Fact) -> None:
    index = index_of(fact("z.other", **BARE), one)

    (number,) = index.numbers_of(one.id)
    assert index.fact(number) == one


def test_an_index_without_facts_finds_nothing() -> None:
    index = index_of()

    assert index.size == 0
    assert index.ids() == ()
    assert list(index.all_facts(EVERYTHING)) == []
    assert index.candidates([["bridg"]], EVERYTHING, 5) == []


def test_an_id_finds_its_fact_a_topic_all_its_facts_and_another_word_none(index: Index) -> None:
    assert ids(index.numbers_of("choir.tour"), index) == ["choir.tour"]
    assert ids(index.numbers_of("bridge"), index) == ["bridge.opening", "bridge.length"]
    for unknown in ("zzz", "", "choir.", "bridge.%", "\ud800", "\0"):
        assert index.numbers_of(unknown) == []


def test_the_ids_are_those_of_topics_and_facts(index: Index) -> None:
    assert sorted(index.ids()) == sorted(["bridge", "choir", *(one.id for one in FACTS)])


def test_all_facts_stand_in_the_order_of_the_store(index: Index) -> None:
    assert list(index.all_facts(EVERYTHING)) == list(FACTS)


@pytest.mark.parametrize(
    ("stem", "facts"),
    [("choir", 3), ("larkspur", 1), ("larkspur choir", 1), ("welsh manx", 1), ("zzz", 0), ("bridg zzz", 0)],
)
def test_a_stem_is_counted_once_a_fact_and_a_phrase_as_its_rarest_stem(
    stem: str, facts: int, index: Index
) -> None:
    assert index.facts_with(stem) == facts


@pytest.mark.parametrize(
    "stem",
    [
        "inaugur",
        "cross",
        "74000",
        "metr",
        "about",
        "solen",
        "manx",
        "chorus",
        "velm",
        "1931",
        "may",
        "sinc",
        "found",
        "languag",
    ],
)
def test_every_text_of_a_fact_is_searched(stem: str, index: Index) -> None:
    assert len(index.candidates([[stem]], EVERYTHING, 5)) == 1


def test_a_word_is_known_as_it_is_written_and_by_its_stem(index: Index) -> None:
    known = [
        (index.is_word(word), index.is_stem(word), index.frequency(word))
        for word in ("opened", "open", "turret", "zzz")
    ]

    assert known == [(True, False, 1), (False, True, 0), (True, True, 0), (False, False, 0)]


def test_roles_and_contraries_are_those_of_the_thesaurus(index: Index) -> None:
    assert [index.role(word) for word in ("the", "countri", "bridge")] == [Role.STOP, Role.LIGHT, None]
    assert [index.opposites(stem) for stem in ("open", "close", "bridg")] == [
        {"close"},
        {"open"},
        frozenset(),
    ]


@pytest.mark.parametrize(
    ("phrase", "bond", "kin"),
    [
        ("tour", Bond.WORD, {"travel", "turret"}),
        ("travel", Bond.WORD, {"tour"}),
        ("sang", Bond.FORM, {"sing", "sung"}),
        ("larkspur choir", Bond.NAME, {"zhavoronok"}),
        ("zhavoronok", Bond.NAME, {"larkspur choir"}),
        ("mira", Bond.PART, {"mira solen", "solen"}),
        ("mira", Bond.NAME, set()),
        ("larkspur zzz", Bond.NAME, set()),
        ("zzz", Bond.WORD, set()),
    ],
)
def test_kin_are_the_others_of_a_family(phrase: str, bond: Bond, kin: set[str], index: Index) -> None:
    assert set(index.kin(phrase, bond)) == kin


def test_names_and_values_of_several_words_are_phrases(index: Index) -> None:
    names = ("ada brin", "old welsh", "tarn and velm", "mira solen", "oakhaven", "manx", "ada", "welsh manx")

    assert {name for name in names if Bond.ITEM in {known.bond for known in index.bonds(name)}} == {
        "ada brin", "old welsh", "tarn and velm", "mira solen",
    }  # fmt: skip


def test_a_phrase_is_as_long_as_it_is_known(index: Index) -> None:
    for phrase, length in (("larkspur choir sang", 2), ("tarn and velm", 3), ("tarn and choir", 1), ("", 1)):
        assert index.phrase_length(phrase.split()) == length


def test_who_stands_whole_among_people_is_somebody(index: Index) -> None:
    assert [index.is_somebody(name) for name in ("mira solen", "ada brin", "mira", "oakhaven")] == [
        True, True, False, False,
    ]  # fmt: skip


def test_a_value_as_long_as_a_sentence_is_no_phrase() -> None:
    index = index_of(fact("a.b", value="one two three four five six seven eight nine", **BARE))

    assert index.bonds("one two three four five six seven eight nine") == ()


def test_spellings_share_a_first_or_second_letter_and_about_the_length(index: Index) -> None:
    near = index.spellings("bredge")

    assert "bridge" in near
    assert all(word[0] == "b" or word[1] == "r" for word in near)
    assert all(4 <= len(word) <= 8 for word in near)


def test_only_words_of_facts_sound_like_anything(index: Index) -> None:
    assert index.sounding_like("kestrel") == ["kestrel"]
    assert index.sounding_like("turet") == []


def test_facts_with_all_groups_come_before_those_with_some() -> None:
    facts = [fact(f"a.filler{number}", "The kestrel flew.", **BARE) for number in range(300)]
    index = index_of(
        *facts,
        fact("a.two", "The kestrel saw a heron.", **BARE),
        fact("a.all", "The kestrel saw a heron nest.", **BARE),
    )

    groups = [["nest"], ["heron"], ["kestrel"]]
    assert ids(index.candidates(groups, EVERYTHING, 1), index) == ["a.all"]
    assert ids(index.candidates(groups, EVERYTHING, 2), index) == ["a.all", "a.two"]
    assert len(index.candidates(groups, EVERYTHING, 302)) == 302


def test_of_a_large_store_the_facts_with_all_groups_come_first_too(monkeypatch: pytest.MonkeyPatch) -> None:
    for limit in ("_FEW", "_LARGE", "_MOST_WEIGHED"):
        monkeypatch.setattr(f"kzun.search.index.{limit}", 5)
    index = index_of(
        *(fact(f"a.filler{number}", "The kestrel flew.", **BARE) for number in range(50)),
        fact("a.two", "The kestrel saw a heron.", **BARE),
        fact("a.all", "The kestrel saw a heron nest.", **BARE),
    )

    groups = [["nest"], ["heron"], ["kestrel"]]
    assert ids(index.candidates(groups, EVERYTHING, 1), index) == ["a.all"]
    assert ids(index.candidates(groups, EVERYTHING, 2), index) == ["a.all", "a.two"]
    assert len(index.candidates([["kestrel"]], EVERYTHING, 9)) == 9
    assert len(index.candidates([["kestrel"]], Filter(topics=("a",)), 9)) == 9
    assert index.candidates([], EVERYTHING, 9) == []


@pytest.mark.parametrize("size", [3, 300])
def test_candidates_are_few_and_each_stands_once(size: int) -> None:
    index = index_of(*(fact(f"a.n{number}", "The kestrel saw a heron.", **BARE) for number in range(size)))

    numbers = index.candidates([["kestrel", "bird"], ["heron"], []], EVERYTHING, size)

    assert sorted(numbers) == sorted(set(numbers))
    assert len(numbers) == size


def test_any_number_of_facts_can_be_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kzun.search.index._AT_ONCE", 2)
    index = index_of(*(fact(f"a.n{number}", f"Weir {number}.", **BARE) for number in range(5)))
    numbers = index.candidates([["weir"]], EVERYTHING, 5)

    assert [one.id for one in index.look_at(numbers)] == ids(numbers, index)


def test_facts_with_all_groups_stand_in_the_order_of_the_store(index: Index) -> None:
    assert ids(index.with_all([["choir", "bridg"], ["found", "tour", "open"]], EVERYTHING), index) == [
        "bridge.opening", "choir.founding", "choir.tour",
    ]  # fmt: skip
    assert index.with_all([["choir"], []], EVERYTHING) == []
    assert index.with_all([], EVERYTHING) == []


def test_without_its_asks_a_fact_is_not_found_by_them_for_a_while(index: Index) -> None:
    with without_asks(index, "bridge.opening"):
        during = (
            index.candidates([["cross"]], EVERYTHING, 5),
            index.facts_with("cross"),
            index.facts_with("bridg"),
        )
    after = index.candidates([["cross"]], EVERYTHING, 5), index.facts_with("cross")

    assert during == ([], 0, 2)
    assert after == (index.numbers_of("bridge.opening"), 1)


def test_without_its_asks_a_fact_is_whole_again_after_an_error(index: Index) -> None:
    with pytest.raises(KeyError), without_asks(index, "bridge.opening"):
        raise KeyError

    assert index.facts_with("cross") == 1


def test_an_index_may_end_in_another_thread_than_it_began_in() -> None:
    made: list[Index] = []
    thread = threading.Thread(target=lambda: made.append(index_of(*FACTS)))
    thread.start()
    thread.join()

    kept = weakref.ref(made.pop())
    gc.collect()

    assert kept() is None
