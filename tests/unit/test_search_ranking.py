"""The order of the facts for a question, and what their scores are made of."""

import math
from collections.abc import Sequence

import pytest

from kzun.edtf import parse
from kzun.fact import Fact
from kzun.search.filling import wanted
from kzun.search.filter import Filter
from kzun.search.index import Index
from kzun.search.question import analyse
from kzun.search.ranking import BULK, FIELD_WEIGHTS, Ranked, covering, rarity, search, weights
from kzun.search.slots import Slot
from tests.builders import fact
from tests.stores import BARE, index_of

FACTS = (
    fact(
        "bridge.opening",
        "The Kestrel Bridge opened to traffic.",
        date="1931-05-09",
        where=("Oakhaven",),
        **BARE,
    ),
    fact("bridge.length", "The Kestrel Bridge is 412 metres long.", value=412, unit="metres", **BARE),
    fact("bridge.closure", "The Kestrel Bridge was closed for repairs.", date="1975/1978", **BARE),
    fact("choir.founding", "Mira Solen founded the Larkspur Choir.", who=("Mira Solen",), **BARE),
    fact("choir.tour", "The Larkspur Choir sang in Oakhaven and in Tarn. It was cold.", **BARE),
    fact(
        "company.seat", "Brindle Works has its office in Tarn.", where=("Tarn",), keywords=("firm",), **BARE
    ),
)
FAMILIES = [["open", "inaugurate"], ["office", "bureau"]]
EVERYTHING = Filter()
QUESTIONS = (
    "when did the Kestrel Bridge open",
    "wen was the kestral brige inaugurated",
    "Oakhaven",
    "who founded the choir in Tarn",
    "how many metres is the bridge",
    "Brindle Works bureau",
    "sang cold",
    "firm",
)


@pytest.fixture(scope="module")
def index() -> Index:
    return index_of(*FACTS, words=FAMILIES)


def ranked(question: str, index: Index, keep: Filter = EVERYTHING, limit: int = 0) -> list[Ranked]:
    asked = analyse(question, index)
    return search(asked, index, keep, wanted(asked), limit)


def found(question: str, index: Index, keep: Filter = EVERYTHING, limit: int = 0) -> list[str]:
    return [one.candidate.id for one in ranked(question, index, keep, limit)]


def order(question: str, *facts: Fact, **lines: Sequence[object]) -> list[str]:
    return found(question, index_of(*facts, **lines))


def score(question: str, fact_id: str, index: Index) -> float:
    return next(one.score for one in ranked(question, index) if one.candidate.id == fact_id)


def points(question: str, fact_id: str, index: Index) -> dict[str, float]:
    reasons = next(one.reasons for one in ranked(question, index) if one.candidate.id == fact_id)
    return {reason.name: reason.points for reason in reasons}


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_reasons_add_up_to_the_score_exactly(question: str, index: Index) -> None:
    hits = ranked(question, index)

    assert hits != []
    assert [one.score for one in hits] == [sum(reason.points for reason in one.reasons) for one in hits]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_score_lies_between_0_and_1_and_so_does_each_reason(question: str, index: Index) -> None:
    hits = ranked(question, index)

    assert all(0 < one.score <= 1 for one in hits)
    assert all(0 < reason.points <= 1 for one in hits for reason in one.reasons)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_best_fact_stands_first(question: str, index: Index) -> None:
    scores = [one.score for one in ranked(question, index)]

    assert scores == sorted(scores, reverse=True)


def test_a_reason_names_the_word_and_what_it_matched(index: Index) -> None:
    reasons = ranked("when was the kestral bridge inaugurated", index)[0].reasons

    matched = [(str(reason.name), reason.word, reason.matched) for reason in reasons if reason.word]
    assert matched == [
        ("correction", "kestral", "kestrel"), ("word", "bridge", "bridg"), ("synonym", "inaugurated", "open"),
    ]  # fmt: skip


def test_a_fact_that_says_more_of_the_question_stands_before_one_that_says_less(index: Index) -> None:
    assert found("when did the Kestrel Bridge open", index)[0] == "bridge.opening"
    assert found("choir in Oakhaven", index)[0] == "choir.tour"


def test_the_word_itself_stands_before_a_synonym_and_a_synonym_before_nothing() -> None:
    facts = (
        fact("a.nothing", "The bridge stood for traffic.", **BARE),
        fact("a.synonym", "The bridge was inaugurated for traffic.", **BARE),
        fact("a.exact", "The bridge was opened for traffic.", **BARE),
    )

    assert order("bridge opened", *facts, words=FAMILIES) == ["a.exact", "a.synonym", "a.nothing"]


def test_the_word_itself_is_worth_more_than_an_inflection_and_that_more_than_a_synonym() -> None:
    facts = (
        fact("a.sang", "They sang.", **BARE),
        fact("a.chant", "They chant.", **BARE),
        fact("a.sing", "They sing.", **BARE),
    )

    read = order("sing", *facts, words=[["sing", "chant"]], forms=[["sing", "sang"]])

    assert read == ["a.sing", "a.sang", "a.chant"]


def test_a_word_that_is_spelt_right_is_worth_more_than_a_misspelt_one(index: Index) -> None:
    assert score("kestrel", "bridge.opening", index) > score("kestral", "bridge.opening", index)


def test_another_name_is_worth_less_than_the_name_and_more_than_a_synonym() -> None:
    index = index_of(
        fact("a.b", "Oakhaven.", **BARE), names=[["Oakhaven", "Дубрава"]], words=[["Oakhaven", "harbour"]]
    )

    scores = [score(question, "a.b", index) for question in ("Oakhaven", "Дубрава", "harbour")]

    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 3


def test_neighbours_in_the_question_that_are_neighbours_in_the_fact_count_for_more() -> None:
    filler = "on a clear and quiet day of the long and rather dry and sunny spring of that year"
    facts = (
        fact("a.far", f"A kestrel flew {filler} to a bridge.", **BARE),
        fact("a.near", f"A kestrel bridge stood {filler} by water.", **BARE),
    )
    index = index_of(*facts)

    assert found("kestrel bridge", index) == ["a.near", "a.far"]
    assert points("kestrel bridge", "a.near", index)["closeness"] > points(
        "kestrel bridge", "a.far", index
    ).get("closeness", 0)


def test_words_of_one_sentence_count_for_more_than_words_of_two() -> None:
    facts = (
        fact("a.two", "The kestrel flew away. It never saw a bridge.", **BARE),
        fact("a.one", "It flew away. The kestrel never saw a bridge.", **BARE),
    )
    index = index_of(*facts)

    assert (
        points("kestrel saw bridge", "a.one", index)["one sentence"]
        > points("kestrel saw bridge", "a.two", index)["one sentence"]
    )


def test_a_person_or_place_that_is_named_whole_counts_for_more(index: Index) -> None:
    assert "whole name" in points("who is Mira Solen", "choir.founding", index)
    assert "whole name" in points("mira and solen", "choir.founding", index)
    assert "whole name" not in points("who is Solen", "choir.founding", index)


def test_a_word_that_only_the_title_has_parts_no_neighbours() -> None:
    kestrel = {"topic_title": "The Kestrel bridge", **BARE}
    facts = (
        fact(
            "a.far",
            "Launched long before, on a clear and quiet day of spring, was a ferry; then Kestrel.",
            **kestrel,
        ),
        fact(
            "a.near",
            "Kestrel was launched on a clear and quiet day of spring, long before a ferry was so.",
            **kestrel,
        ),
    )
    index = index_of(*facts)

    assert found("when was the Kestrel bridge launched", index) == ["a.near", "a.far"]
    assert "closeness" in points("when was the Kestrel bridge launched", "a.near", index)


@pytest.mark.parametrize(
    ("question", "is_own"),
    [("What is the Larkspur?", True), ("what was Larkspur", False), ("Larkspur", False)],
)
def test_a_question_that_a_fact_is_there_to_answer_counts_for_it(question: str, is_own: bool) -> None:  # noqa: FBT001
    index = index_of(fact("a.b", "The Larkspur sings.", asks=("what is the Larkspur?",), **BARE))

    assert ("own question" in points(question, "a.b", index)) is is_own


def test_of_facts_about_as_good_the_one_that_asks_the_very_question_answers() -> None:
    facts = (
        fact(
            "a.change", "The Larkspur became a guild.", answer="a guild", asks=("what became of it?",), **BARE
        ),
        fact(
            "a.nature",
            "The Larkspur joins forces.",
            answer="a choir",
            asks=("what is the Larkspur?",),
            **BARE,
        ),
    )

    assert order("what is the Larkspur", *facts) == ["a.nature", "a.change"]


def test_a_fact_that_has_the_asked_kind_stands_before_one_that_has_it_not() -> None:
    facts = (
        fact("a.undated", "The Kestrel Bridge opened quietly.", **BARE),
        fact("a.dated", "The Kestrel Bridge opened quietly.", date="1931", **BARE),
    )

    assert order("when did the Kestrel Bridge open", *facts) == ["a.dated", "a.undated"]
    assert order("did the Kestrel Bridge open", *facts) == ["a.undated", "a.dated"]


def test_a_count_of_what_is_counted_stands_before_a_count_of_something_else() -> None:
    facts = (
        fact("a.metres", "The bridge has arches.", value=412, unit="metres", **BARE),
        fact("a.arches", "The bridge has arches.", value=7, unit="arches", **BARE),
    )

    assert order("how many arches has the bridge", *facts) == ["a.arches", "a.metres"]


def test_a_question_of_many_words_that_are_matched_scores_higher_than_one_of_few(index: Index) -> None:
    few, many = "Kestrel Bridge", "Kestrel Bridge opened to traffic"

    weights_of_words = [points(text, "bridge.opening", index)["weight of words"] for text in (few, many)]

    assert 0 < weights_of_words[0] < weights_of_words[1] <= BULK


def test_a_word_weighs_by_the_field_that_it_stands_in() -> None:
    fields = {"asks": ("tarn",), "keywords": ("tarn",), "who": ("tarn",)}
    index = index_of(
        *(fact(f"x.{name}", "It stands.", **{**BARE, name: text}) for name, text in fields.items())
    )

    weights_of_fields = [points("tarn", f"x.{name}", index)["word"] for name in fields]

    assert weights_of_fields == pytest.approx(
        [weights_of_fields[2] * FIELD_WEIGHTS[name] for name in ("asks", "keywords", "names")]
    )


def test_equal_facts_stand_in_the_order_of_the_store() -> None:
    names = ["d", "b", "e", "a", "c"]
    facts = [fact(f"bridge.{name}", "The bridge stood.", **BARE) for name in names]

    assert order("bridge", *facts) == [f"bridge.{name}" for name in names]


def test_a_rare_word_decides_over_common_ones() -> None:
    facts = (
        fact("a.rare", "The heron nests.", **BARE),
        *(fact(f"a.common{number}", "The old stone bridge stood.", **BARE) for number in range(8)),
    )

    assert order("stone heron", *facts)[0] == "a.rare"


@pytest.mark.parametrize(("limit", "hits"), [(1, 1), (2, 2), (4, 4), (100, 6)])
def test_the_first_of_few_are_the_first_of_all(limit: int, hits: int, index: Index) -> None:
    question = "Kestrel Bridge choir Tarn office"

    assert len(ranked(question, index, limit=limit)) == hits
    assert ranked(question, index, limit=limit) == ranked(question, index)[:limit]


def test_more_facts_than_are_looked_at_closely_are_all_found_without_a_limit() -> None:
    facts = [fact(f"bridge.n{number}", f"The bridge of pier {number}.", **BARE) for number in range(150)]

    assert len(order("bridge", *facts)) == 150


@pytest.mark.parametrize(
    ("keep", "kept"),
    [
        (Filter(topics=("choir",)), ["choir.tour"]),
        (Filter(topics=("choir", "company")), ["choir.tour", "company.seat"]),
        (Filter(where=("tarn",)), ["company.seat"]),
        (Filter(where=("tarn", "oakhaven")), ["bridge.opening", "company.seat"]),
        (Filter(topics=("zzz",)), []),
        (Filter(start=parse("1930"), end=parse("1940")), ["bridge.opening"]),
    ],
)
def test_a_filter_leaves_the_facts_that_satisfy_it(keep: Filter, kept: list[str], index: Index) -> None:
    assert sorted(found("Oakhaven Tarn", index, keep)) == kept


def test_a_question_that_shares_nothing_with_the_facts_finds_none(index: Index) -> None:
    assert found("zzz qqq", index) == []
    assert found("the of", index) == []
    assert found("", index) == []


def test_weights_are_shares_of_one(index: Index) -> None:
    terms = analyse("the year when the Kestrel Bridge did open in Zzz", index).terms

    shares = dict(zip((term.text for term in terms), weights(terms, index), strict=True))

    assert math.isclose(sum(shares.values()), 1)
    assert shares["zzz"] > shares["kestrel"] > 0
    assert shares["year"] < shares["bridge"]


def test_no_terms_weigh_nothing(index: Index) -> None:
    assert weights((), index) == []


@pytest.mark.parametrize("size", [1, 10, 10_000])
def test_the_rarer_a_word_the_more_it_weighs_and_never_less_than_nothing(size: int) -> None:
    rarities = [rarity(facts, size) for facts in range(min(size, 50) + 1)]

    assert rarities == sorted(rarities, reverse=True)
    assert min(rarities) > 0


@pytest.mark.parametrize(
    ("query", "covered"),
    [
        ("bridge", ["bridge.opening", "bridge.length", "bridge.closure"]),
        ("kestrel bridge repairs", ["bridge.closure"]),
        ("what year was the bridge closed", ["bridge.closure"]),  # a light word may lack
        ("bridge inaugurated", ["bridge.opening"]),
        ("bridge zzz", []),
        ("the of", []),
        ("oakhaven", ["bridge.opening", "choir.tour"]),
    ],
)
def test_facts_cover_a_query_if_they_have_all_its_content_words(
    query: str, covered: list[str], index: Index
) -> None:
    numbers = covering(analyse(query, index), index, EVERYTHING, quality=0.6)

    assert [index.fact(number).id for number in numbers] == covered


def test_what_stands_for_a_word_too_poorly_covers_nothing(index: Index) -> None:
    assert covering(analyse("inaugurated", index), index, EVERYTHING, quality=0.9) == []


def test_a_look_up_asks_for_no_kind(index: Index) -> None:
    assert "asked kind" not in points("Oakhaven", "bridge.opening", index)
    assert wanted(analyse("Oakhaven", index)) == Slot(0)


DRUMS = fact("choir.drums", "Ida Brandt is on drums.", topic_title="Larkspur, the choir", **BARE)


def test_the_title_of_a_topic_is_found_too() -> None:
    other = fact("band.drums", "Ada Brin is on drums.", **BARE)

    assert order("who is on drums in the Larkspur", other, DRUMS) == ["choir.drums", "band.drums"]


def test_the_title_of_a_topic_weighs_less_than_what_a_fact_says() -> None:
    own = fact("band.drums", "Larkspur is with drums.", **BARE)

    assert order("Larkspur drums", DRUMS, own) == ["band.drums", "choir.drums"]


def test_the_title_of_a_topic_covers_no_query() -> None:
    index = index_of(DRUMS)

    def covered(query: str) -> list[str]:
        return [index.fact(number).id for number in covering(analyse(query, index), index, EVERYTHING, 0.6)]

    assert covered("drums") == ["choir.drums"]
    assert covered("Larkspur drums") == []
