"""Knowledge about words, compiled for look-up."""

from itertools import combinations

import tomli

from kzun.search.text import stems
from kzun.search.thesaurus import NO_FAMILY, Bond, Phrase, Role, Thesaurus, compile_thesaurus
from kzun.store.stores import words_path


def test_no_tables_make_an_empty_thesaurus() -> None:
    assert compile_thesaurus([]) == compile_thesaurus([{}]) == Thesaurus((), (), {}, frozenset())


def test_the_members_of_a_line_are_one_family_of_stems() -> None:
    thesaurus = compile_thesaurus([{"words": [["joins", "become a member"], ["price", "cost"]]}])

    assert thesaurus.phrases == (
        Phrase("join", 0, Bond.WORD),
        Phrase("becom a member", 0, Bond.WORD),
        Phrase("price", 1, Bond.WORD),
        Phrase("cost", 1, Bond.WORD),
    )


def test_a_phrase_stands_with_each_form_of_its_first_word_too() -> None:
    forms = [["throw", "threw", "thrown"]]
    thesaurus = compile_thesaurus([{"words": [["expel", "throw out"]], "forms": forms}])

    members = [phrase.stems for phrase in thesaurus.phrases if phrase.bond is Bond.WORD]
    assert members == ["expel", "throw out", "threw out", "thrown out"]


def test_a_name_is_not_inflected() -> None:
    thesaurus = compile_thesaurus([{"names": [["Throw Bridge"]], "forms": [["throw", "threw"]]}])

    assert [phrase.stems for phrase in thesaurus.phrases if phrase.bond is Bond.NAME] == ["throw bridg"]


def test_of_several_lines_of_forms_the_first_holds() -> None:
    tables = [{"words": [["lie low"]], "forms": [["lie", "lay"]]}, {"forms": [["lie", "lied"]]}]

    members = [phrase.stems for phrase in compile_thesaurus(tables).phrases if phrase.bond is Bond.WORD]
    assert members == ["lie low", "lay low"]


def test_names_forms_and_words_are_bound_differently() -> None:
    thesaurus = compile_thesaurus(
        [{"words": [["song", "tune"]], "names": [["Oak", "Дуб"]], "forms": [["sing", "sang"]]}]
    )

    assert {(phrase.stems, phrase.bond) for phrase in thesaurus.phrases} == {
        ("song", Bond.WORD), ("tune", Bond.WORD),
        ("oak", Bond.NAME), ("dub", Bond.NAME),
        ("sing", Bond.FORM), ("sang", Bond.FORM),
    }  # fmt: skip
    assert len({phrase.family for phrase in thesaurus.phrases}) == 3


def test_members_that_are_one_stem_or_none_are_dropped() -> None:
    thesaurus = compile_thesaurus([{"words": [["song", "songs", "Song", "?!"]]}])

    assert thesaurus.phrases == (Phrase("song", 0, Bond.WORD),)


def test_a_word_may_stand_in_several_families() -> None:
    thesaurus = compile_thesaurus([{"words": [["long", "length"]]}, {"words": [["long", "yearn"]]}])

    assert [phrase.family for phrase in thesaurus.phrases if phrase.stems == "long"] == [0, 1]


def test_the_long_words_of_a_name_may_be_met_alone() -> None:
    thesaurus = compile_thesaurus([{"names": [["Mira van Solen", "Solen"]]}])

    assert thesaurus.phrases == (
        Phrase("mira van solen", 0, Bond.NAME),
        Phrase("solen", 0, Bond.NAME),
        Phrase("mira", 0, Bond.PART),
    )


def test_words_of_other_families_have_no_parts() -> None:
    thesaurus = compile_thesaurus(
        [{"words": [["print run", "edition size"]], "forms": [["take part", "took part"]]}]
    )

    assert {phrase.bond for phrase in thesaurus.phrases} == {Bond.WORD, Bond.FORM}


def test_contraries_hold_both_ways_and_once() -> None:
    thesaurus = compile_thesaurus(
        [{"contrary": [["joining", "leave"], ["leave", "join"]]}, {"contrary": [["join", "leave"]]}]
    )

    assert thesaurus.contraries == (("join", "leav"), ("leav", "join"))


def test_stop_words_are_kept_as_written_and_light_words_by_their_stem() -> None:
    thesaurus = compile_thesaurus([{"stop": ["having", "what's"], "light": ["countries", "long ago"]}])

    assert thesaurus.roles == {
        "having": Role.STOP, "what": Role.STOP, "countri": Role.LIGHT, "long": Role.LIGHT, "ago": Role.LIGHT,
    }  # fmt: skip


def test_a_stop_phrase_is_no_stop_word() -> None:
    thesaurus = compile_thesaurus([{"stop": ["by the way"]}])

    assert thesaurus.phrases == (Phrase("by the way", NO_FAMILY, Bond.STOP),)
    assert thesaurus.roles == {}


def test_of_several_roles_the_first_holds() -> None:
    stop_first = compile_thesaurus([{"stop": ["still"]}, {"light": ["still"]}])
    light_first = compile_thesaurus([{"light": ["still"]}, {"stop": ["still"]}])

    assert (stop_first.roles, light_first.roles) == ({"still": Role.STOP}, {"still": Role.LIGHT})


def test_a_stop_word_of_one_table_is_not_light_too() -> None:
    assert compile_thesaurus([{"light": ["still"], "stop": ["still"]}]).roles == {"still": Role.STOP}


def test_all_words_may_be_meant_by_a_misspelt_one() -> None:
    thesaurus = compile_thesaurus(
        [
            {"words": [["Print Run", "edition"]], "names": [["Дуб", "Oak"]], "forms": [["sing", "sang"]]},
            {"light": ["Years"], "stop": ["the way"], "contrary": [["up", "down"]]},
        ]
    )

    assert thesaurus.words == {
        "print", "run", "edition", "dub", "oak", "sing", "sang", "years", "the", "way",
    }  # fmt: skip


def test_no_two_words_that_are_given_as_contrary_are_given_as_the_same() -> None:
    given = tomli.loads(words_path().read_text(encoding="utf-8"))
    contrary = {frozenset(" ".join(stems(side)) for side in pair) for pair in given["contrary"]}

    lines = [[" ".join(stems(member)) for member in line] for line in given["words"]]
    assert [line for line in lines if any(frozenset(two) in contrary for two in combinations(line, 2))] == []


def test_tables_that_say_the_same_are_compiled_once_and_others_anew() -> None:
    first, again, other = (
        compile_thesaurus([{"words": [["open", word]]}]) for word in ("start", "start", "begin")
    )

    assert again is first
    assert other.words == {"open", "begin"}
