"""Which known words a misspelt word may stand for."""

from collections.abc import Sequence

import pytest

from kzun.search.spelling import corrections, most_alike, nearest

KNOWN = {
    "bridge": 9, "bride": 2, "open": 3, "stamp": 5, "from": 2, "farm": 7, "value": 4, "valet": 1,
    "kestrel": 4, "organisation": 1, "larkspur": 2, "pen": 8, "pe": 8,
}  # fmt: skip


def corrected(word: str, known: Sequence[str] = tuple(KNOWN)) -> list[str]:
    return [one.word for one in corrections(word, list(known), lambda one: KNOWN.get(one, 0))]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("brdge", "bridge"),  # a letter left out
        ("kestrrel", "kestrel"),  # one too many
        ("kestral", "kestrel"),  # another
        ("stmap", "stamp"),  # two swapped
        ("larskpur", "larkspur"),
        ("arkspur", "larkspur"),  # the first left out
        ("organizatoin", "organisation"),  # two slips in a long word
        ("orgnization", "organisation"),
    ],
)
def test_a_misspelt_word_stands_for_the_nearest_known_one(typed: str, meant: str) -> None:
    assert corrected(typed)[0] == meant


@pytest.mark.parametrize("typed", ["", "p", "pn", "op"])
def test_a_word_of_less_than_three_letters_is_left_alone(typed: str) -> None:
    assert corrected(typed) == []


@pytest.mark.parametrize(
    ("typed", "meant"), [("opn", ["open"]), ("ope", ["open"]), ("pen", []), ("epn", []), ("opx", [])]
)
def test_three_letters_may_lack_one_behind_the_first(typed: str, meant: list[str]) -> None:
    assert corrected(typed, ["open"]) == meant


@pytest.mark.parametrize("typed", ["cia", "vet", "ida"])
def test_three_letters_that_may_lack_another_or_are_a_word_are_left_alone(typed: str) -> None:
    assert corrected(typed, ["cica", "ciao", "veto", "idea"]) == []


@pytest.mark.parametrize(("typed", "meant"), [("bgride", ["bridge"]), ("bdigre", []), ("bgrixe", [])])
def test_of_six_letters_one_may_stand_elsewhere(typed: str, meant: list[str]) -> None:
    assert corrected(typed, ["bridge"]) == meant


@pytest.mark.parametrize("typed", ["opne", "oepn", "poen"])
def test_four_letters_may_be_swapped(typed: str) -> None:
    assert corrected(typed, ["open"]) == ["open"]


@pytest.mark.parametrize(("typed", "meant"), [("opem", ["open"]), ("upen", []), ("open", ["open"])])
def test_an_edit_of_four_letters_keeps_the_first(typed: str, meant: list[str]) -> None:
    assert corrected(typed, ["open"]) == meant


@pytest.mark.parametrize("typed", ["br1dge", "stamp2", "1931", "2o22"])
def test_nothing_is_corrected_across_digits(typed: str) -> None:
    assert corrected(typed, ["bridge", "stamp", "stamps"]) == []


@pytest.mark.parametrize(
    ("typed", "known"),
    [("bredg", "bridge"), ("kastrol", "kestrels"), ("orgniztn", "organisation"), ("zzzzz", "bridge")],
)
def test_what_lies_too_far_is_no_correction(typed: str, known: str) -> None:
    assert corrected(typed, [known]) == []


def test_nothing_is_corrected_to_a_short_word() -> None:
    assert corrected("peny", ["pe", "an"]) == []


def test_of_words_equally_near_the_frequent_one_comes_first() -> None:
    assert corrected("fram", ["from", "farm"]) == ["farm", "from"]


def test_a_nearer_word_comes_before_a_more_frequent_one() -> None:
    assert corrected("carpentr", ["carpet", "carpenter"]) == ["carpenter", "carpet"]


def test_corrections_say_how_far_and_how_good_they_are() -> None:
    found = corrections("carpentr", ["carpenter", "carpet"], lambda _: 1)

    assert [(one.word, one.distance) for one in found] == [("carpenter", 1), ("carpet", 2)]
    assert 1 > found[0].quality > found[1].quality > 0


def test_a_first_letter_kept_is_worth_more_than_one_lost() -> None:
    kept, lost = corrections("larkspor", ["larkspur"], len)[0], corrections("markspur", ["larkspur"], len)[0]

    assert (kept.distance, lost.distance) == (1, 1)
    assert kept.quality > lost.quality


def test_only_a_few_corrections_are_worth_a_look() -> None:
    known = [f"kestre{letter}" for letter in "abcdefghijk"]

    assert 0 < len(corrected("kestrez", known)) < len(known)


@pytest.mark.parametrize(("typed", "found"), [("wen", "when"), ("whne", "when"), ("zzz", None), ("w", None)])
def test_the_nearest_of_a_few_is_a_single_edit_away(typed: str, found: str | None) -> None:
    assert nearest(typed, ["when", "what"]) == found


def test_the_names_most_alike_come_best_first() -> None:
    names = ["stamp.print-run", "choir", "stamp.value"]

    assert most_alike("stamp.valu", names)[0] == "stamp.value"
    assert "choir" not in most_alike("stamp.valu", names)
    assert len(most_alike("stamp", [f"stamp.{number}" for number in range(9)], limit=2)) == 2


def test_nothing_alike_is_nothing() -> None:
    assert most_alike("zzz", ["stamp.value"]) == ()
