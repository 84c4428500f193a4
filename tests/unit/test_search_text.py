"""Text as the search sees it."""

import pytest

from kzun.search.text import MAX_WORD, fold, sentences, sound, stem, stems, words


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Réunion", "reunion"),
        ("Straße", "strasse"),
        ("ﬁne ①", "fine 1"),
        ("İstanbul", "istanbul"),
        ("Kestrel’s ‘bridge’", "kestrel's 'bridge'"),
        ("“Kestrel” – the „bridge“ — of non‑stop trains", '"kestrel" - the "bridge" - of non-stop trains'),
        ("٣٤ ²", "34 2"),
        ("e\u0301te\u0301", "ete"),
        ("PLAIN", "plain"),
        ("", ""),
    ],
)
def test_folded_text_is_lower_case_without_marks(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Қазақстан", "qazaqstan"),
        ("Нұрсұлтан Назарбаев", "nursultan nazarbaev"),
        ("Алматы", "almaty"),
        ("Щучинск", "shchuchinsk"),
        ("ООН", "oon"),
        ("БҰҰ", "buu"),
        ("中文", "zhongwen"),
    ],
)
def test_other_scripts_stand_in_latin_letters(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_a_text_of_many_letters_is_folded_in_one_pass() -> None:
    letters = "".join(map(chr, range(0x4E00, 0x9FFF)))

    assert fold(letters) == "".join(map(fold, letters))


@pytest.mark.parametrize("control", ["\0", "\ud800", "\u202e", "\u200b"])
def test_what_is_no_character_of_a_word_parts_words_or_goes(control: str) -> None:
    assert fold(f"kestrel{control} bridge").split()[-1] == "bridge"
    assert words(f"kestrel {control} bridge") == ["kestrel", "bridge"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("74,000 people", ["74000", "people"]),
        ("1,234,567", ["1234567"]),
        ("74\u00a0000", ["74000"]),
        ("74\u202f000", ["74000"]),
        ("1,234\u00a0567\u202f890", ["1234567890"]),
        ("1,000.5", ["1000.5"]),
        ("3.5 %", ["3.5"]),
        ("3,5", ["3.5"]),
        ("1,23", ["1.23"]),
        ("12,3456", ["12.3456"]),
        ("1.2.3", ["1.2.3"]),
        ("in 1992.", ["in", "1992"]),
        ("2022-10-24", ["2022", "10", "24"]),
        ("$5, 50%", ["5", "50"]),
    ],
)
def test_figures_keep_their_digits_together(written: str, read: list[str]) -> None:
    assert words(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("U.N.", ["un"]),
        ("the U.S.A.", ["the", "usa"]),
        ("U.N.-led", ["un", "led"]),
        ("e.g. so", ["eg", "so"]),
        ("A. B. Cole", ["a", "b", "cole"]),
        ("end.Next", ["end", "next"]),
    ],
)
def test_initials_with_dots_are_one_word(written: str, read: list[str]) -> None:
    assert words(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("the bridge's length", ["the", "bridge", "length"]),
        ("the bridge’s length", ["the", "bridge", "length"]),
        ("the bridges' length", ["the", "bridges", "length"]),
        ("O'Neil", ["oneil"]),
        ("don't", ["dont"]),
        ("'quoted'", ["quoted"]),
    ],
)
def test_a_possessive_is_dropped_and_other_apostrophes_close_up(written: str, read: list[str]) -> None:
    assert words(written) == read


@pytest.mark.parametrize("written", ["non-permanent", "Non\u2011permanent", "non permanent", "nonpermanent"])
def test_non_belongs_to_the_word_behind_it(written: str) -> None:
    assert words(written) == ["nonpermanent"]


@pytest.mark.parametrize(
    ("written", "read"), [("anon-x", ["anon", "x"]), ("non-", ["non"]), ("non 5", ["non", "5"])]
)
def test_non_stays_apart_from_what_is_no_word(written: str, read: list[str]) -> None:
    assert words(written) == read


@pytest.mark.parametrize("written", ["", " \t\n", "?!", "—…", "\0\0"])
def test_text_without_letters_and_digits_has_no_words(written: str) -> None:
    assert words(written) == []


def test_a_word_is_cut_to_a_sane_length() -> None:
    assert words("a" * 1000) == ["a" * MAX_WORD]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("countries", "country"),
        ("joined", "joining"),
        ("bridges", "bridge"),
        ("1990s", "1990"),
        ("sings", "sing"),
    ],
)
def test_inflections_of_a_word_share_its_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bridge", "bride"), ("river", "riven"), ("21st", "21"), ("important", "imports"),
        ("experimented", "experienced"), ("nationality", "nation"),
    ],
)  # fmt: skip
def test_other_words_have_other_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_the_stems_of_a_text_stand_in_its_order() -> None:
    assert stems("The Bridges' 1930s opening") == ["the", "bridg", "1930", "open"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tokayev", "toqaev"),
        ("tokayev", "tokaev"),
        ("kasym", "qassym"),
        ("zhomart", "jomart"),
        ("khan", "han"),
        ("vassilenko", "wasilenko"),
        ("philip", "filip"),
        ("yelena", "elena"),
        ("guterres", "guterrez"),
        ("pushkin", "puskin"),
    ],
)
def test_spellings_of_one_name_sound_alike(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(
    ("one", "other"), [("value", "valley"), ("rose", "ruse"), ("bridge", "bride"), ("mira", "mara")]
)
def test_other_names_sound_unlike(one: str, other: str) -> None:
    assert sound(one) != sound(other)


@pytest.mark.parametrize(
    ("statement", "parts"),
    [
        ("It opened in 1931. 3 others followed.", ["It opened in 1931.", "3 others followed."]),
        ("Was it so? Yes! It was.", ["Was it so?", "Yes!", "It was."]),
        ("One paragraph\n\nAnother", ["One paragraph", "Another"]),
        ("It is 3.5 metres wide", ["It is 3.5 metres wide"]),
        ("See end.Next", ["See end.Next"]),
        ("It met (in 1931). Then it fell.", ["It met (in 1931).", "Then it fell."]),
        ("It is called “Span”. “Span” is short.", ["It is called “Span”.", "“Span” is short."]),
        ("", []),
        (" ", []),
    ],
)
def test_a_text_is_cut_between_its_sentences(statement: str, parts: list[str]) -> None:
    assert sentences(statement) == parts
