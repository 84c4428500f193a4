"""What a question asks, and in which words."""

import pytest

from kzun.search.index import Index
from kzun.search.kinds import asked, is_plural
from kzun.search.question import Question, Term, analyse, names_in, names_of
from kzun.search.reading import Evidence
from kzun.search.reply import Kind
from kzun.search.text import words
from kzun.search.thesaurus import Role
from tests.builders import fact
from tests.stores import BARE, index_of

FACTS = (
    fact("bridge.opening", "The Kestrel Bridge opened to traffic in Oakhaven.", where=("Oakhaven",), **BARE),
    fact("bridge.length", "The Kestrel Bridge is 412 metres long.", value=412, unit="metres", **BARE),
    fact("bridge.guard", "Peacekeeping troops guard the bridge.", **BARE),
    fact("choir.founding", "Mira Solen founded the Larkspur Choir.", who=("Mira Solen",), **BARE),
    fact(
        "choir.song", "The choir sang for Tokayev at Saint Orla Abbey.", where=("Saint Orla Abbey",), **BARE
    ),
    fact("rivers.list", "Three rivers meet there.", value=("Upper Ash", "Brae"), **BARE),
)


@pytest.fixture(scope="module")
def index() -> Index:
    return index_of(
        *FACTS,
        words=[["open", "inaugurate"], ["song", "piece of music"]],
        names=[["Kestrel Bridge", "Пустельга", "Old Span"]],
        forms=[["sing", "sang"]],
        stop=["by the way"],
    )


def read(text: str, index: Index) -> list[str]:
    """The stems of the terms that a question has."""
    return [term.stems for term in analyse(text, index).terms]


def only_term(text: str, index: Index) -> Term:
    (term,) = analyse(text, index).terms
    return term


def evidence(term: Term) -> dict[str, Evidence]:
    return {one.stems: one.evidence for one in term.alternatives}


# The kind.


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("when did it open", Kind.DATE),
        ("When was the bridge built?", Kind.DATE),
        ("the bridge was built when", Kind.DATE),
        ("tell me when it opened", Kind.DATE),
        ("since when is it open", Kind.DATE),
        ("until when did it last", Kind.DATE),
        ("in what year did it open", Kind.DATE),
        ("what year was it", Kind.DATE),
        ("which year did the choir sing", Kind.DATE),
        ("on what date did it open", Kind.DATE),
        ("what day did it open", Kind.DATE),
        ("on which day", Kind.DATE),
        ("what is the date of the opening", Kind.DATE),
        ("opening date", Kind.DATE),
        ("date of the opening", Kind.DATE),
        ("year of construction", Kind.DATE),
        ("who built the bridge", Kind.WHO),
        ("Who's the boss?", Kind.WHO),
        ("whose bridge is it", Kind.WHO),
        ("whom did she marry", Kind.WHO),
        ("by whom was it built", Kind.WHO),
        ("which person built it", Kind.WHO),
        ("what company built it", Kind.WHO),
        ("bridge built by who", Kind.WHO),
        ("where is the bridge", Kind.WHERE),
        ("where did it happen", Kind.WHERE),
        ("which country is it in", Kind.WHERE),
        ("in which city is it", Kind.WHERE),
        ("in what place was it", Kind.WHERE),
        ("the bridge is where", Kind.WHERE),
        ("how much does it cost", Kind.VALUE),
        ("how big is the bridge", Kind.VALUE),
        ("how tall is the tower", Kind.VALUE),
        ("how old is it", Kind.VALUE),
        ("how far", Kind.VALUE),
        ("what is the price", Kind.VALUE),
        ("what's the price of the bridge", Kind.VALUE),
        ("what is the length of the bridge", Kind.VALUE),
        ("what percentage of it", Kind.VALUE),
        ("what area does it cover", Kind.VALUE),
        ("in what quantity was it made", Kind.VALUE),
        ("bridge price", Kind.VALUE),
        ("price of the bridge", Kind.VALUE),
        ("how many arches", Kind.COUNT),
        ("how many people live there", Kind.COUNT),
        ("how many were printed", Kind.COUNT),
        ("in how many rivers", Kind.COUNT),
        ("number of arches", Kind.COUNT),
        ("how long is the bridge", Kind.DURATION),
        ("how long did it take", Kind.DURATION),
        ("for how long was it closed", Kind.DURATION),
        ("how long ago did it open", Kind.DURATION),
        ("bridge how long", Kind.DURATION),
        ("how soon after the flood was it rebuilt", Kind.DURATION),
        ("months between the flood and the fair", Kind.DURATION),
        ("why was it built", Kind.REASON),
        ("for what reason", Kind.REASON),
        ("what caused the fall", Kind.REASON),
        ("reason for the closure", Kind.REASON),
        ("list the rivers", Kind.LIST),
        ("name the rivers", Kind.LIST),
        ("what is the bridge", Kind.TEXT),
        ("what are the rivers", Kind.TEXT),
        ("what did the choir sing", Kind.TEXT),
        ("what was decided", Kind.TEXT),
        ("what happened in 1992", Kind.TEXT),
        ("which bridge is longest", Kind.TEXT),
        ("how does it work", Kind.TEXT),
        ("how", Kind.TEXT),
        ("what", Kind.TEXT),
        ("for whom was it built", Kind.TEXT),
        ("what is built when a bridge falls", Kind.TEXT),
        ("a bridge falls when the river does what", Kind.TEXT),
        ("what is the name of a river in the area", Kind.TEXT),
        ("what areas does it cross", Kind.TEXT),
        ("what are the three areas of work", Kind.TEXT),
        ("which area is the widest", Kind.TEXT),
        ("bridge built by", Kind.WHO),
        ("bridge built by, name", Kind.WHO),
        ("to whom was it given", Kind.WHO),
        ("with whom did it share the river", Kind.WHO),
        ("it was given to whom", Kind.TEXT),
        ("has it been open for ten years", None),
        ("was the bridge built by a guild", None),
        ("was it the guild who built it", None),
        ("in which zone", Kind.WHERE),
        ("bridge", None),
        ("the bridge", None),
        ("bridge built", None),
        ("Kestrel Bridge Oakhaven", None),
        ("name of the bridge", None),
        ("what was the name of the man who built it", Kind.WHO),
        ("what is the name of the bridge", Kind.TEXT),
        ("Kestrel Bridge date of opening", Kind.DATE),
        ("price", None),
        ("", None),
    ],
)
def test_a_question_asks_for_a_kind(text: str, kind: Kind | None) -> None:
    assert asked(words(text))[0] is kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("wen did it open", Kind.DATE),
        ("whne did it open", Kind.DATE),
        ("wo opened it", Kind.WHO),
        ("hwere is it", Kind.WHERE),
        ("wher is it", Kind.WHERE),
        ("wich city is it in", Kind.WHERE),
        ("hwo long is it", Kind.DURATION),
        ("waht year did it open", Kind.DATE),
        ("how mny arches are there", Kind.COUNT),
        ("how mnay arches are there", Kind.COUNT),
        ("how lnog did it last", Kind.DURATION),
    ],
)
def test_a_misspelt_question_word_asks_all_the_same(text: str, kind: Kind, index: Index) -> None:
    assert analyse(text, index).kind is kind


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("in what year did it open", "year"),
        ("which rivers meet", "rivers"),
        ("which old stone bridge was rebuilt", "bridge"),
        ("how many arches are there", "arches"),
        ("number of large arches", "arches"),
        ("when did it open", None),
        ("bridge", None),
    ],
)
def test_the_noun_behind_the_question_word_is_the_head(text: str, head: str | None) -> None:
    read = words(text)

    place = asked(read)[1]

    assert (read[place] if place >= 0 else None) == head


def test_the_head_stands_in_a_term_and_of_a_count_it_is_what_is_counted(index: Index) -> None:
    many, which = analyse("how many troops are there", index), analyse("which troops are there", index)

    assert many.counted == many.head_term == only_term("troops", index)._replace(position=2)
    assert which.head_term == many.head_term._replace(position=1)
    assert which.counted is None


def test_a_question_without_a_head_has_no_head_term(index: Index) -> None:
    assert analyse("when did the bridge open", index).head_term is None
    assert analyse("how many", index).counted is None


@pytest.mark.parametrize(
    ("text", "focus"),
    [
        ("which troops guard it", ["troops"]),
        ("who is the guard of the bridge", ["guard"]),
        ("what is the Larkspur Choir", ["larkspur", "choir"]),
        ("how long is the bridge", []),
        ("how old is the bridge", ["old"]),
        ("who sang for the choir", []),
        ("bridge guard", []),
    ],
)
def test_the_focus_is_what_is_asked_for(text: str, focus: list[str], index: Index) -> None:
    assert [term.text for term in analyse(text, index).focus] == focus


@pytest.mark.parametrize(("noun", "role"), [("city", Role.LIGHT), ("village", None)])
def test_a_noun_that_says_no_more_than_the_kind_weighs_little(noun: str, role: Role | None) -> None:
    index = index_of(*FACTS, words=[["city", "town"], ["village", "hamlet"]])

    assert {term.text: term.role for term in analyse(f"in which {noun} is it", index).terms} == {noun: role}


def test_a_question_for_a_length_of_time_asks_by_its_frame() -> None:
    index = index_of(*FACTS, words=[["duration", "how long"], ["last", "final"]])
    question = analyse("how long did the bridge last", index)

    assert [term.text for term in question.terms if question.asks_by(term)] == ["how long", "last"]


@pytest.mark.parametrize(
    ("word", "plural"),
    [("rivers", True), ("people", True), ("was", False), ("class", False), ("bus", False), ("river", False)],
)
def test_a_plural_is_known_by_its_end(word: str, *, plural: bool) -> None:
    assert is_plural(word) is plural


# The terms.


def test_stop_words_and_stop_phrases_are_no_terms(index: Index) -> None:
    assert read("by the way, when did the bridge open?", index) == ["bridg", "open"]


@pytest.mark.parametrize("text", ["", "the of", "what is it?", "?!", "by the way", "\0"])
def test_a_question_of_no_content_has_no_terms(text: str, index: Index) -> None:
    assert analyse(text, index).terms == ()


def test_a_word_that_stands_twice_is_one_term(index: Index) -> None:
    assert read("bridge bridges Bridge troops", index) == ["bridg", "troop"]


def test_a_term_says_where_it_stands(index: Index) -> None:
    terms = analyse("When did the Kestrel Bridge open?", index).terms

    assert [(term.text, term.position, term.length) for term in terms] == [
        ("kestrel bridge", 3, 2),
        ("open", 5, 1),
    ]


def test_a_light_word_is_a_light_term(index: Index) -> None:
    roles = {term.text: term.role for term in analyse("the year of the bridge", index).terms}

    assert roles == {"year": Role.LIGHT, "bridge": None}


def test_what_a_question_for_a_date_begins_with_is_no_term(index: Index) -> None:
    assert [term.text for term in analyse("in which year was the bridge open", index).terms] == [
        "bridge",
        "open",
    ]


def test_a_name_that_ends_in_a_word_for_time_is_a_term() -> None:
    fair = index_of(fact("tarn.day", "Tarn Day was cold."), names=[["Tarn Day", "Day of Tarn"]])

    assert [term.text for term in analyse("which tarn day was cold", fair).terms] == ["tarn day", "cold"]


def test_a_word_is_counted_in_the_facts_that_have_it(index: Index) -> None:
    assert [term.facts for term in analyse("troops bridge zzz", index).terms] == [1, 3, 0]


def test_a_word_that_nothing_has_is_unknown(index: Index) -> None:
    term = only_term("zzz", index)

    assert (term.is_known, term.alternatives, term.facts) == (False, (), 0)


def test_a_synonym_stands_for_a_word_and_the_word_for_itself(index: Index) -> None:
    assert evidence(only_term("opens", index)) == {"open": Evidence.EXACT}
    assert evidence(only_term("inaugurated", index)) == {"open": Evidence.FAMILY}


def test_an_inflection_that_a_stemmer_misses_stands_for_its_word(index: Index) -> None:
    assert evidence(only_term("singing", index)) == {"sang": Evidence.FORM}


@pytest.mark.parametrize("name", ["Пустельга", "pustelga", "Old Span", "old span"])
def test_a_name_stands_for_the_thing_under_any_of_its_names(name: str, index: Index) -> None:
    term = only_term(name, index)

    assert evidence(term) == {"kestrel bridg": Evidence.NAME}
    assert term.is_name


def test_a_family_is_worth_less_than_a_name_and_a_name_less_than_the_word(index: Index) -> None:
    ordered = [only_term(text, index).alternatives[0].quality for text in ("open", "Пустельга", "inaugurate")]

    assert ordered == sorted(ordered, reverse=True)
    assert len(set(ordered)) == 3
    assert all(0 < quality <= 1 for quality in ordered)


def test_a_name_of_several_words_is_one_term_that_its_words_stand_for_a_little(index: Index) -> None:
    term = only_term("who is Mira Solen", index)

    assert evidence(term) == {
        "mira solen": Evidence.EXACT, "mira": Evidence.PART, "solen": Evidence.PART,
    }  # fmt: skip
    assert [one.quality for one in term.alternatives] == sorted(
        (one.quality for one in term.alternatives), reverse=True
    )


@pytest.mark.parametrize("text", ["Saint Orla Abbey", "upper ash", "kestrel bridge"])
def test_a_person_place_value_or_name_of_several_words_is_one_term(text: str, index: Index) -> None:
    assert only_term(text, index).is_name


@pytest.mark.parametrize("written", ["1992-03-02", "02.03.1992", "March 2nd, 1992"])
def test_a_day_is_read_as_facts_have_it(written: str, index: Index) -> None:
    assert analyse(f"what opened on {written}", index).words == ("what", "opened", "on", "2", "march", "1992")


def test_half_a_name_is_no_phrase(index: Index) -> None:
    assert read("Saint Orla", index) == ["saint", "orla"]


def test_of_two_phrases_the_longer_holds() -> None:
    index = index_of(*FACTS, names=[["Saint Orla", "Orla"], ["Kestrel", "Kes"]])

    assert read("Saint Orla Abbey", index) == ["saint orla abbey"]


def test_a_first_name_alone_stands_a_little_for_the_whole_name() -> None:
    index = index_of(fact("a.b", "Solen sang.", **BARE), names=[["Mira Solen", "Solen"]])

    alternatives = {one.stems: one.evidence for one in only_term("Mira", index).alternatives}

    assert alternatives == {"solen": Evidence.PART}


def test_a_word_with_a_capital_inside_a_sentence_is_a_name(index: Index) -> None:
    named = {term.text: term.is_name for term in analyse("When did Zorba guard troops?", index).terms}

    assert named == {"zorba": True, "guard": False, "troops": False}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("When did Kestrel open?", ["kestrel"]),
        ("Kestrel opened", []),
        ("who (Mira) sang “Larkspur”", ["larkspur", "mira"]),
        ("где Қазақстан", ["qazaqstan"]),
        ("it joined the U.N. then", ["un"]),
        ("WHEN DID KESTREL OPEN?", []),
        ("When Did Kestrel Open?", []),
        ("", []),
    ],
)
def test_names_are_the_words_with_a_capital_inside_a_sentence(text: str, names: list[str]) -> None:
    assert sorted(names_in(text)) == names


# The words, as they were meant.


def test_a_question_that_is_spelt_right_is_not_corrected(index: Index) -> None:
    assert analyse("When did the Kestrel Bridge open in Oakhaven?", index).corrected == {}


def test_corrections_are_reported_as_typed_and_as_read(index: Index) -> None:
    question = analyse("wen did the Kestral brige open", index)

    assert question.corrected == {"wen": "when", "kestral": "kestrel", "brige": "bridge"}
    assert question.words == ("when", "did", "the", "kestrel", "bridge", "open")
    assert [term.text for term in question.terms] == ["kestral brige", "open"]


def test_a_corrected_word_is_worth_less_than_the_word(index: Index) -> None:
    typed, meant = only_term("trafic", index), only_term("traffic", index)

    assert typed.stems == meant.stems
    assert typed.alternatives[0].quality < meant.alternatives[0].quality
    assert typed.alternatives[0].evidence in (Evidence.SPELLING, Evidence.SOUND)


def test_another_spelling_of_a_name_is_read_by_its_sound(index: Index) -> None:
    question = analyse("when did it sing for Toqaev", index)

    assert question.corrected == {"toqaev": "tokayev"}
    assert evidence(question.terms[-1]) == {"tokayev": Evidence.SOUND}


@pytest.mark.parametrize(("typed", "role"), [("bank", None), ("bcak", Role.LIGHT), ("bakc", Role.LIGHT)])
def test_a_short_word_that_only_resembles_a_light_one_is_not_light(typed: str, role: Role | None) -> None:
    index = index_of(*FACTS, fact("bridge.back", "Troops came back.", **BARE), light=["back"])

    assert {term.text: term.role for term in analyse(f"when did the {typed} open", index).terms}[
        typed
    ] == role


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("brg opened", {"brg": "brug"}),
        ("the dne", {}),  # "done" is a stop word
        ("it wll", {}),  # "well" is a light one
        ("when did BRG open", {}),  # an abbreviation
        ("the big bridge", {}),  # "bilg" is there, but it is a word
    ],
)
def test_three_letters_stand_for_one_word_that_says_something(text: str, read: dict[str, str]) -> None:
    said = "The bridge is called Brug. It is done well by a bilg."
    index = index_of(fact("bridge.name", said, **BARE), stop=["done"], light=["well"])

    assert analyse(text, index).corrected == read


@pytest.mark.parametrize("text", ["population of Ho", "population of wo", "how odd is it", "how bold is it"])
def test_what_is_no_question_word_is_not_read_as_one(text: str, index: Index) -> None:
    assert analyse(text, index).corrected == {}


@pytest.mark.parametrize("typed", ["teh", "hte"])
def test_a_swapped_stop_word_is_read_as_one(typed: str, index: Index) -> None:
    asked = analyse(f"who guards {typed} bridge", index)

    assert asked.corrected == {typed: "the"}
    assert [term.stems for term in asked.terms] == ["guard", "bridg"]


def test_a_name_that_no_fact_has_is_not_read_as_another_that_is_spelt_like_it() -> None:
    facts = (fact("gambia.capital", "Banjul is the capital of Gambia.", **BARE),)

    assert analyse("capital of zambia", index_of(*facts)).corrected == {"zambia": "gambia"}
    assert analyse("capital of zambia", index_of(*facts, names=[["Zambia"]])).corrected == {}


def test_a_misspelt_word_has_further_readings() -> None:
    index = index_of(fact("a.b", "Kestrels and kestral.", **BARE), fact("a.c", "A kestrol.", **BARE))

    assert len(only_term("kestrul", index).alternatives) > 1


@pytest.mark.parametrize(("text", "meant"), [("longest", "long"), ("longer", "long")])
def test_a_comparison_is_read_by_its_base(text: str, meant: str, index: Index) -> None:
    question = analyse(text, index)

    assert (question.words, question.corrected) == ((meant,), {})


@pytest.mark.parametrize("text", ["br1dge", "0xff", "zzzzzzzzz", "qqq"])
def test_what_resembles_nothing_is_read_as_it_stands(text: str, index: Index) -> None:
    question = analyse(text, index)

    assert (question.words, question.corrected) == ((text,), {})


def test_two_words_written_as_one_are_two_again(index: Index) -> None:
    question = analyse("larkspurchoir", index)

    assert question.words == ("larkspur", "choir")
    assert [term.stems for term in question.terms] == ["larkspur", "choir"]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("thebridge", ("the", "bridge")),
        ("whichbridge", ("which", "bridge")),
        ("howmany", ("how", "many")),
        ("whatis", ("what", "is")),
        ("theater", ("theater",)),
        ("showbridge", ("showbridge",)),
    ],
)
def test_an_article_or_question_word_is_parted_from_the_word_behind_it(
    typed: str, read: tuple[str, ...], index: Index
) -> None:
    assert analyse(f"{typed} troops", index).words == (*read, "troops")


def test_a_split_word_is_reported_whole(index: Index) -> None:
    assert analyse("larkspurchoir", index).corrected == {"larkspurchoir": "larkspur choir"}


def test_two_words_that_facts_write_as_one_are_joined() -> None:
    index = index_of(*FACTS, words=[["peace", "keeping"]])

    assert "peacekeep" in evidence(only_term("peace keeping", index))


@pytest.mark.parametrize("typed", ["splash down", "down town"])
def test_a_particle_is_joined_with_what_is_no_word_without_it(typed: str) -> None:
    index = index_of(fact("a.b", "The splashdown was seen downtown.", **BARE), stop=["down"])

    assert typed.replace(" ", "") in {term.stems for term in analyse(typed, index).terms}


def test_two_words_that_facts_write_as_one_are_joined_before_they_are_corrected(index: Index) -> None:
    question = analyse("peace keeping", index)

    assert question.words == ("peacekeeping",)
    assert "peacekeep" in {one.stems for term in question.terms for one in term.alternatives}


def test_only_the_beginning_of_a_long_text_is_looked_at(index: Index) -> None:
    question: Question = analyse("zzz " * 500 + "bridge", index)

    assert [term.stems for term in question.terms] == ["zzz"]


# Names, for filters.


@pytest.mark.parametrize("name", ["Пустельга", "Kestrel Bridge", "old span", "KESTREL brige"])
def test_a_name_is_known_in_all_its_spellings(name: str, index: Index) -> None:
    assert set(names_of(name, index)) == {"kestrel bridg", "pustelga", "old span"}


@pytest.mark.parametrize(
    ("name", "known"), [("Mira Solem", ("mira solen",)), ("Zzz", ("zzz",)), ("Oakhavn", ("oakhaven",))]
)
def test_a_name_is_read_as_it_was_meant(name: str, known: tuple[str, ...], index: Index) -> None:
    assert names_of(name, index) == known
