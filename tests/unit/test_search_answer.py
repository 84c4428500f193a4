"""The short answer that a fact gives, and why none is given."""

from typing import Any

import pytest

from kzun import edtf
from kzun.fact import Fact, to_table
from kzun.factbase import FactBase
from kzun.search.answer import evidence_of
from kzun.search.asked import Short
from kzun.search.filling import fill, wanted
from kzun.search.filter import Filter
from kzun.search.question import analyse
from kzun.search.ranking import search
from kzun.search.reply import Declined, Kind, Outcome, Refusal
from kzun.search.slots import Slot, slots_of
from tests.builders import fact
from tests.stores import BARE, base_of, index_of

STORE = (
    fact(
        "bridge.opening",
        "The Kestrel Bridge opened to traffic.",
        date="1931-05-09",
        where=("Oakhaven",),
        **BARE,
    ),
    fact("bridge.length", "The Kestrel Bridge is 412 metres long.", value=412, unit="metres", **BARE),
    fact("bridge.architect", "Tobias Marl designed the Kestrel Bridge.", who=("Tobias Marl",), **BARE),
    fact("bridge.toll", "The toll was abolished in spring.", answer="because the loan was repaid", **BARE),
    fact(
        "choir.founding",
        "Mira Solen founded the Larkspur Choir.",
        date="1987-03-01",
        who=("Mira Solen",),
        **BARE,
    ),
    fact(
        "choir.languages",
        "The Larkspur Choir sings in several languages.",
        value=("Welsh", "Breton", "Manx"),
        **BARE,
    ),
    fact("choir.joining", "The Larkspur Choir joined the Guild of Voices.", date="1990-06-15", **BARE),
    fact("choir.motto", "The motto of the Larkspur Choir is in Latin.", answer="cantamus ergo sumus", **BARE),
    fact(
        "company.staff",
        "Brindle Works employs many people.",
        value=2400,
        unit="people",
        qualifier="more than",
        **BARE,
    ),
    fact("company.status", "Brindle Works is a non-permanent tenant with a lease.", **BARE),
    fact("rivers.delta", "Spring floods feed the delta of the Corl, where herons nest.", **BARE),
)


def thing(statement: str = "The bridge stands.", /, **fields: Any) -> Fact:
    return fact("thing.one", statement, **{**BARE, **fields})


def short(question: str, one: Fact, **lines: Any) -> Short | None:
    """What a fact gives for a question."""
    index = index_of(one, **lines)
    asked = analyse(question, index)
    (ranked,) = search(asked, index, Filter(), wanted(asked))
    return fill(asked, one, ranked, index)


def said(one: Fact) -> Short:
    """The statement, given where no field says what is asked."""
    return Short(one.statement, Kind.TEXT)


@pytest.fixture(scope="module")
def base() -> FactBase:
    return base_of(*STORE)


# When.


@pytest.mark.parametrize(
    ("date", "text"),
    [
        ("1931-05-09", "9 May 1931"),
        ("1931-05", "May 1931"),
        ("1931", "1931"),
        ("1931~", "about 1931"),
        ("1975/1978", "1975 to 1978"),
        ("1975/..", "since 1975"),
        ("XXXX-05-09", "9 May"),
    ],
)
def test_a_when_is_answered_by_the_date_in_words(date: str, text: str) -> None:
    assert short("when did the bridge stand", thing(date=date)) == Short(text, Kind.DATE, date)


@pytest.mark.parametrize(
    "statement",
    [
        "The bridge opened in 1931.",
        "The bridge opened in May.",
        "The bridge opened in the 12th century.",
        "The bridge opened on a Monday.",
        "The bridge opened in the 1930s.",
        "The bridge opened about 300 BC.",
        "The bridge opens on Sundays.",
        "The bridge opens at 6:30.",
        "The bridge opens at 9 a.m. for all.",
        "The bridge opens at noon.",
    ],
)
def test_a_when_without_a_date_is_answered_by_a_statement_that_says_it(statement: str) -> None:
    assert short("when did the bridge open", thing(statement)) == said(thing(statement))


@pytest.mark.parametrize("when", ["Fridays from half past six", "from the third day", "in spring 1931"])
def test_a_when_without_a_date_is_answered_by_an_answer_that_tells_a_time(when: str) -> None:
    assert short("when does the bridge open", thing(answer=when)) == Short(when, Kind.DATE, when)


def test_an_answer_that_tells_no_time_answers_no_when() -> None:
    assert short("when does the bridge open", thing(answer="for traffic")) is None


@pytest.mark.parametrize("statement", ["The bridge opened to traffic.", "The bridge may open."])
def test_a_statement_without_a_time_lacks_a_when(statement: str) -> None:
    assert short("when did the bridge open", thing(statement)) is None


def test_a_date_that_the_question_has_told_itself_answers_no_when() -> None:
    assert short("when did the bridge stand on 9 May 1931", thing(date="1931-05-09")) is None


def test_a_which_day_is_not_answered_by_a_month_that_the_question_has_told_itself() -> None:
    opened = thing("The bridge opened in May 1931.", date="1931-05")

    assert short("on which day in May 1931 did the bridge open", opened) is None
    assert short("on which day did the bridge open", opened) == Short("May 1931", Kind.DATE, "1931-05")


def test_a_kind_of_day_is_told_by_the_name_of_one() -> None:
    day = "International Day of Songs"
    made = thing(
        "In May 1931 the guild proclaimed the International Day of Songs.", answer=day, date="1931-05"
    )

    assert short("which international day was proclaimed", made) == Short(day, Kind.TEXT, day)
    assert short("what is the international day of songs", made) == Short("May 1931", Kind.DATE, "1931-05")
    assert short("on which day was it proclaimed", made) == Short("May 1931", Kind.DATE, "1931-05")


def test_a_which_month_is_not_answered_by_a_year() -> None:
    assert short("in which month did the bridge open", thing("The bridge opened.", date="1931")) is None


def test_names_of_people_are_counted_as_people() -> None:
    signed = thing("Several people signed the letter.", value=("John Adams", "Anna Williams"))

    assert short("how many people signed the letter", signed) == Short("2", Kind.COUNT, 2)


def test_kinds_of_people_are_not_counted_as_people() -> None:
    freed = thing("Citizens were freed at the bridge.", value=("women", "children"))

    assert short("how many citizens were freed at the bridge", freed) is None


# Who and where.


@pytest.mark.parametrize(
    ("question", "field", "kind"),
    [("who", "who", Kind.WHO), ("where", "where", Kind.WHERE)],
)
def test_a_who_or_where_is_answered_by_the_names_of_the_field(question: str, field: str, kind: Kind) -> None:
    one, several = thing(**{field: ("Ada Tarn",)}), thing(**{field: ("Ada", "Tarn", "Brin")})

    assert short(f"{question} is at the bridge", one) == Short("Ada Tarn", kind, "Ada Tarn")
    assert short(f"{question} is at the bridge", several) == Short(
        "Ada, Tarn and Brin", kind, ("Ada", "Tarn", "Brin")
    )


def test_names_that_the_question_has_told_itself_are_left_out() -> None:
    pair = thing("The bridge was built by two.", who=("Tobias Marl", "Ada Brin"))

    assert short("who built the bridge with Tobias Marl", pair) == Short("Ada Brin", Kind.WHO, "Ada Brin")


def test_a_name_that_is_another_name_of_one_in_the_question_is_left_out() -> None:
    pair = thing("The bridge was built by two.", who=("Tobias Marl", "Ada Brin"))

    told = short("who built the bridge with Markle", pair, names=[["Tobias Marl", "Markle"]])

    assert told == Short("Ada Brin", Kind.WHO, "Ada Brin")


def test_somebody_who_is_asked_for_by_name_is_told_by_what_they_are() -> None:
    marl = thing("Tobias Marl is the Builder of Bridges.", who=("Tobias Marl",), answer="Builder of Bridges")

    told = short("who is Markle", marl, names=[["Tobias Marl", "Markle"]])

    assert told == Short("Builder of Bridges", Kind.WHO, "Builder of Bridges")


def test_of_several_names_the_answer_of_the_fact_is_the_one() -> None:
    pair = thing("Marl refused the prize that he and Brin had won.", who=("Tobias Marl", "Ada Brin"))

    assert short("who refused the prize", pair._replace(answer="Tobias Marl")) == Short(
        "Tobias Marl", Kind.WHO, "Tobias Marl"
    )
    assert short("who refused the prize", pair) == Short(
        "Tobias Marl and Ada Brin", Kind.WHO, ("Tobias Marl", "Ada Brin")
    )


def test_a_name_that_begins_with_another_name_is_not_named_by_that() -> None:
    news = thing("Guild News had the talk with the Guild.", who=("Guild News", "Guild"))

    assert short("to whom did the Guild talk", news) == Short("Guild News", Kind.WHO, "Guild News")


def test_initials_make_no_other_name() -> None:
    pair = thing("J. F. Marl was followed by Brin.", who=("J. F. Marl", "Ada Brin"))

    assert short("who followed Marl", pair) == Short("Ada Brin", Kind.WHO, "Ada Brin")


@pytest.mark.parametrize("statement", ["The fair was held in May 1931.", "The fair was held by the Guild."])
def test_a_month_or_a_body_is_no_place(statement: str) -> None:
    assert short("where was the fair held", thing(statement, who=("Guild",))) is None


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("which country joined the Guild of Voices", Short("Velmark", Kind.WHERE, "Velmark")),
        ("in which country was the Guild of Voices joined", None),
        ("which countries joined the Guild of Voices", None),
    ],
)
def test_which_country_acts_is_told_by_the_name_of_who_acts(question: str, told: Short | None) -> None:
    assert short(question, thing("Velmark joined the Guild of Voices.", who=("Velmark",))) == told


def test_which_countries_are_met_is_told_by_values_that_are_names() -> None:
    borders = thing("The land has two neighbours.", value=("Velmark", "Tarn"))
    kinds = thing("The land has two kinds of borders.", value=("river", "road"))

    assert short("which countries does the land have as neighbours", borders) == Short(
        "Velmark and Tarn", Kind.WHERE, ("Velmark", "Tarn")
    )
    assert short("which countries does the land have as neighbours", kinds) is None


def test_which_countries_act_is_told_by_the_names_of_those_who_act() -> None:
    joined = thing("Two joined the Guild of Voices.", who=("Velmark", "Tarn"))

    assert short("which countries joined the Guild of Voices", joined) == Short(
        "Velmark and Tarn", Kind.WHERE, ("Velmark", "Tarn")
    )


@pytest.mark.parametrize("field", ["answer", "value"])
@pytest.mark.parametrize(("question", "kind"), [("who", Kind.WHO), ("where", Kind.WHERE)])
def test_a_who_or_where_is_answered_by_an_answer_or_value_that_is_a_name(
    question: str, kind: Kind, field: str
) -> None:
    named = thing(**{field: "Oakhaven"})

    assert short(f"{question} is the bridge", named) == Short("Oakhaven", kind, "Oakhaven")


@pytest.mark.parametrize("question", ["who built the bridge", "where did the bridge stand"])
def test_a_who_or_where_is_answered_by_a_statement_with_another_name(question: str) -> None:
    built = thing("The bridge was built by Marl to stand near Tarn.")

    assert short(question, built) == said(built)


@pytest.mark.parametrize("question", ["who built the bridge in Tarn", "where did the bridge of Tarn stand"])
@pytest.mark.parametrize(
    "statement", ["A bridge was built to stand.", "Once the bridge in Tarn was built to stand."]
)
def test_a_statement_without_another_name_lacks_a_who_and_a_where(question: str, statement: str) -> None:
    assert short(question, thing(statement)) is None


@pytest.mark.parametrize("question", ["who built the bridge", "where did the bridge stand"])
def test_a_who_or_where_is_answered_by_a_paragraph_without_fields(question: str) -> None:
    paragraph = thing("A bridge was built by a monk. It stood on a river. It was of wood.")

    assert short(question, paragraph) == said(paragraph)


def test_a_month_and_what_the_question_is_about_are_no_names_of_somebody() -> None:
    dated, named = (
        thing(f"The second Guild Fair was held {where}.", date="1990-05")
        for where in ("in May", "on the bridge in September")
    )

    assert [short("who held the fair", one) for one in (dated, named)] == [None, None]


def test_a_who_is_answered_by_a_statement_of_somebody_without_a_name() -> None:
    signed = thing("In spring both ministers signed the pact.", where=("Velm",))
    unsaid = thing("The pact of the ministers was signed in spring.", where=("Velm",))

    assert [short("who signed the pact", one) for one in (signed, unsaid)] == [said(signed), None]


def test_a_which_countries_is_answered_by_a_statement_of_several_and_by_none_of_one() -> None:
    several, one = (
        thing(f"All voted for it; {names}.", date="1990") for names in ("Tarn and Velm left", "Tarn left")
    )

    assert [short("which countries left", each) for each in (several, one)] == [said(several), None]


@pytest.mark.parametrize("place", ["Isle of Man", "King Street"])
def test_a_place_may_have_the_name_of_somebody(place: str) -> None:
    born = thing("She was born there.", answer=place, who=("Mira Solen",))

    assert short("where was Mira Solen born", born) == Short(place, Kind.WHERE, place)


def test_a_key_that_only_begins_with_a_purpose_asks_for_none() -> None:
    built = thing("The bridge was shut.", answer="Dunn Brothers")._replace(id="thing.purpose-built")

    assert short("why was the bridge shut", built) is None


def test_an_office_is_no_place() -> None:
    head = thing("She once led the guild.", answer="Head of the Guild of Voices", who=("Mira Solen",))

    assert short("which country is Mira Solen from", head) is None


def test_a_question_for_several_names_is_not_answered_by_a_fact_without_them() -> None:
    assert (
        short("which people built the bridge", thing("The bridge near Tarn was built.", value=7, unit="days"))
        is None
    )


def test_a_question_for_things_is_not_answered_by_their_number() -> None:
    counted = thing("The bridge near Tarn joins several countries.", value=2, unit="countries")

    assert short("which countries does the bridge join", counted) is None


# How much and how many.


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"value": 7}, Short("7", Kind.VALUE, 7)),
        ({"value": 3.5, "unit": "metres"}, Short("3.5 metres", Kind.VALUE, 3.5, "metres")),
        (
            {"value": 74000, "unit": "tenge", "qualifier": "about"},
            Short("about 74,000 tenge", Kind.VALUE, 74000, "tenge", "about"),
        ),
        ({"value": "a fortune"}, Short("a fortune", Kind.VALUE, "a fortune")),
    ],
)
def test_a_how_much_is_answered_by_the_value_with_qualifier_and_unit(
    fields: dict[str, Any], expected: Short
) -> None:
    assert short("how much is the bridge", thing(**fields)) == expected


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("what is the area of the bridge", "people"),
        ("what is the price of the bridge", "metres"),
        ("how tall is the bridge", "square metres"),
        ("how old is the bridge", "tonnes"),
    ],
)
def test_a_value_of_another_quantity_lacks_what_is_asked(question: str, unit: str) -> None:
    assert short(question, thing(value=412, unit=unit), words=[["area", "price", "tall", "old"]]) is None


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("what is the area of the bridge", "hectares"),
        ("what is the price of the bridge", "ducats"),
        ("how tall is the bridge", "metres"),
        ("how big is the bridge", "people"),
    ],
)
def test_a_value_of_the_asked_quantity_or_of_an_unknown_one_answers(question: str, unit: str) -> None:
    assert short(question, thing(value=412, unit=unit)) == Short(f"412 {unit}", Kind.VALUE, 412, unit)


def test_a_statement_with_another_figure_lacks_the_quantity() -> None:
    fields = thing("The bridge, with five arches, covers an area.", who=("Ada Brin",))

    assert short("what is the area of the bridge", fields) is None


@pytest.mark.parametrize("statement", ["The bridge cost 7 crowns.", "The bridge cost half a crown."])
def test_a_how_much_without_a_value_is_answered_by_a_statement_with_a_figure(statement: str) -> None:
    assert short("how much did the bridge cost", thing(statement)) == said(thing(statement))


def test_a_statement_without_a_figure_lacks_a_how_much() -> None:
    assert short("how much did the bridge cost", thing("The bridge cost a fortune.")) is None


def test_a_count_is_answered_by_the_number_of_what_is_counted() -> None:
    arches = thing("The bridge stands on arches.", value=7, unit="arches", qualifier="at least")

    assert short("how many arches has the bridge", arches) == Short(
        "at least 7 arches", Kind.COUNT, 7, "arches", "at least"
    )


def test_a_count_is_answered_by_a_number_without_a_unit() -> None:
    assert short("how many arches has the bridge", thing(value=7)) == Short("7", Kind.COUNT, 7)


def test_a_list_counts_what_its_fact_names_and_nothing_else() -> None:
    guards = thing("The bridge has guards.", value=("soldiers", "dogs"), keywords=("troops",))

    assert short("how many troops has the bridge", guards) is None


def test_a_count_is_answered_by_the_length_of_a_list() -> None:
    rivers = thing("Rivers meet at the bridge.", value=("Ash", "Brae", "Corl"))

    assert short("how many rivers meet at the bridge", rivers) == Short("3", Kind.COUNT, 3)


@pytest.mark.parametrize("statement", ["The bridge has seven stone arches.", "The bridge has 7 arches."])
def test_a_count_is_answered_by_a_statement_that_counts_the_thing(statement: str) -> None:
    dated = thing(statement, date="1931")

    assert short("how many arches has the bridge", dated) == said(dated)


@pytest.mark.parametrize(
    "one",
    [
        thing("The bridge has arches.", value=412, unit="metres"),
        thing("The bridge has arches.", date="1931"),
        thing("The bridge has arches and 2 lanes.", date="1931"),
        thing("The bridge has arches."),
    ],
)
def test_a_count_of_something_else_lacks_the_count(one: Fact) -> None:
    assert short("how many arches has the bridge", one) is None


# Lists, reasons, lengths of time.


def test_a_number_that_might_be_a_year_counts() -> None:
    moved = thing("1,500 moved to the bridge.", who=("Guild",))

    assert short("how many moved to the bridge", moved) == said(moved)


@pytest.mark.parametrize("question", ["how many staff moved to the bridge", "how many moved to the bridge"])
@pytest.mark.parametrize("when", ["in 1931", "on 4 March 1931"])
def test_a_date_counts_nothing(question: str, when: str) -> None:
    assert short(question, thing(f"Staff moved to the bridge {when}.", who=("Guild",))) is None


def test_a_number_of_the_question_itself_counts_nothing() -> None:
    fair = thing("The 1931 fair and its stalls were at the bridge.", who=("Guild",))

    assert short("how many stalls were at the 1931 fair", fair) is None


@pytest.mark.parametrize(
    ("statement", "is_told"),
    [
        ("The guild built the bridge from March 1931 until 4 May 1933.", False),
        ("The guild built the bridge in 1931 with 40 carts.", True),
    ],
)
def test_a_date_tells_no_how_much(statement: str, is_told: bool) -> None:  # noqa: FBT001
    built = thing(statement, who=("Guild",))

    assert short("how much did the guild do at the bridge", built) == (said(built) if is_told else None)


@pytest.mark.parametrize("field", ["value", "who", "where"])
def test_a_list_is_answered_by_a_field_of_several(field: str) -> None:
    several = thing("Those met at the bridge.", **{field: ("Ash", "Brae", "Corl")})

    assert short("list what met at the bridge", several) == Short(
        "Ash, Brae and Corl", Kind.LIST, ("Ash", "Brae", "Corl")
    )


def test_items_with_commas_are_parted_by_semicolons() -> None:
    several = thing(value=("Ash, upper", "Brae"))

    told = short("list the bridge", several)

    assert told == Short("Ash, upper; Brae", Kind.LIST, ("Ash, upper", "Brae"))


def test_a_list_is_answered_by_a_plain_statement_and_by_an_answer_but_not_by_other_fields() -> None:
    plain, answered, dated = thing(), thing(answer="ash and brae"), thing(date="1931")

    told = [short("list the bridge", one) for one in (plain, answered, dated)]

    assert told == [said(plain), Short("ash and brae", Kind.TEXT, "ash and brae"), None]


@pytest.mark.parametrize("reason", ["because it rusted", "to mark a jubilee", "due to rust"])
def test_a_why_is_answered_by_an_answer_that_gives_a_reason(reason: str) -> None:
    assert short("why was the bridge shut", thing("The bridge was shut.", answer=reason)) == Short(
        reason, Kind.REASON, reason
    )


def test_a_why_is_answered_by_several_values_of_a_fact_that_is_there_for_it() -> None:
    why = thing("The bridge was shut.", value=("rust", "frost"), asks=("why was it shut?",))
    by_whom = thing("The bridge was shut.", value=("the mayor", "the guild"), keywords=("shut by",))

    told = [short("why was the bridge shut", one) for one in (why, by_whom)]

    assert told == [Short("rust and frost", Kind.REASON, ("rust", "frost")), None]


def test_a_why_is_not_answered_by_what_is_told_with_a_purpose() -> None:
    bridges = thing("Two bridges were closed to save money.", value=("Oak Bridge", "Ash Bridge"))

    assert short("why were bridges closed", bridges) == said(bridges)


def test_a_why_is_answered_by_the_answer_of_a_fact_that_is_there_for_it() -> None:
    shut = thing("The bridge was shut in the frost.", answer="the frost", keywords=("reason",))

    assert short("why was the bridge shut", shut) == Short("the frost", Kind.REASON, "the frost")


def test_a_why_is_not_answered_by_a_cause_that_it_names_itself() -> None:
    thanked = thing("The guild was thanked.", answer="for the shut bridge", keywords=("reason",))

    assert short("why was the bridge shut", thanked) is None


def test_a_why_is_not_answered_by_what_a_fact_of_no_reason_says() -> None:
    lent = thing("The guild lends carts to bridges.", answer="carts", who=("the guild",))

    assert short("why was the bridge shut", lent) is None


@pytest.mark.parametrize(
    "statement",
    [
        "The bridge was shut because it rusted.",
        "The bridge was shut due to rust.",
        "Rust led the bridge to be shut.",
    ],
)
def test_a_why_is_answered_by_a_statement_that_gives_a_reason(statement: str) -> None:
    assert short("why was the bridge shut", thing(statement)) == said(thing(statement))


@pytest.mark.parametrize("noun", ["protest against a toll", "memory of a mayor", "return for a loan"])
def test_a_why_is_answered_by_a_statement_of_what_it_was_done_in(noun: str) -> None:
    shut = thing(f"The bridge was shut, in {noun}.", answer=f"in {noun}")

    assert short("why was the bridge shut", shut) == said(shut)


@pytest.mark.parametrize("key", ["shut-cause", "why-shut", "reason"])
def test_a_why_is_answered_by_a_fact_whose_key_asks_for_it(key: str) -> None:
    shut = thing("A frost had shut the bridge.", answer="a frost")._replace(id=f"thing.{key}")

    assert short("why was the bridge shut", shut) == Short("a frost", Kind.REASON, "a frost")


@pytest.mark.parametrize("conjunction", ["as", "after", "since"])
def test_a_why_is_answered_by_a_clause_behind_a_conjunction(conjunction: str) -> None:
    clause = "ice had broken a pier"
    shut = thing(f"The bridge was shut, {conjunction} {clause}.", answer=clause)

    assert short("why was the bridge shut", shut) == Short(clause, Kind.REASON, clause)


@pytest.mark.parametrize("answer", ["mayor", "the first head of the guild of Velm"])
def test_a_why_is_not_answered_by_what_is_no_clause(answer: str) -> None:
    served = thing(f"The guild shut the bridge as {answer}.", answer=answer, who=("Guild",))

    assert short("why did the guild shut the bridge", served) is None


def test_a_statement_without_a_reason_lacks_a_why() -> None:
    assert short("why was the bridge shut", thing("The bridge was shut.", answer="a gate")) is None


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (thing(value=3, unit="weeks"), Short("3 weeks", Kind.DURATION, 3, "weeks")),
        (thing(value=412, unit="metres"), Short("412 metres", Kind.DURATION, 412, "metres")),
        (thing(value=3, unit="golden balls"), None),
        (
            thing(date="1975-05-01/1978-05-03"),
            Short("3 years and 2 days", Kind.DURATION, "1975-05-01/1978-05-03"),
        ),
        (thing(date="1975/1976"), Short("1975 to 1976", Kind.DURATION, "1975/1976")),
        (
            thing(date="1975-05-08/1975-05-09"),
            Short("8 to 9 May 1975", Kind.DURATION, "1975-05-08/1975-05-09"),
        ),
        (thing(answer="two years"), Short("two years", Kind.DURATION, "two years")),
        (thing("The bridge stood for ten days."), Short("The bridge stood for ten days.", Kind.TEXT)),
        (thing("The bridge stood in 1931."), Short("The bridge stood in 1931.", Kind.TEXT)),
        (thing("The bridge is 412 metres."), Short("The bridge is 412 metres.", Kind.TEXT)),
        (thing("The bridge stood long."), None),
        (thing("The bridge stood.", date="1975"), None),
        (thing("The bridge stood.", date="1975/.."), None),
    ],
)
def test_a_how_long_is_answered_by_a_measure_a_span_or_a_statement_of_one(
    one: Fact, expected: Short | None
) -> None:
    assert short("how long did the bridge stand", one) == expected


def test_a_how_long_is_it_is_answered_by_how_long_it_holds() -> None:
    truce = thing("The truce at the bridge is in force.", date="1990-01-01/1993-05-02")

    assert short("how long is the truce at the bridge", truce) == Short(
        "3 years, 4 months and 1 day", Kind.DURATION, "1990-01-01/1993-05-02"
    )


def test_a_how_long_is_it_is_not_answered_by_when_it_was_the_longest() -> None:
    longest = thing("The bridge was the longest until the pier was built.", date="1937/1964")

    assert short("how long is the pier", longest) is None


def test_a_how_long_is_it_is_not_answered_by_when_it_was_made() -> None:
    built = thing("The bridge was built.", date="1872-04-01/1876-04-30")

    assert short("how long is the bridge", built) is None
    assert short("how long did the bridge take", built) == Short(
        "4 years and 29 days", Kind.DURATION, "1872-04-01/1876-04-30"
    )


# What, and look-ups.


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"answer": "a span of stone"}, Short("a span of stone", Kind.TEXT, "a span of stone")),
        ({"value": "a span of stone"}, Short("a span of stone", Kind.TEXT, "a span of stone")),
        ({"value": ("stone", "iron")}, Short("stone and iron", Kind.LIST, ("stone", "iron"))),
        ({"value": 412, "unit": "metres"}, Short("412 metres", Kind.VALUE, 412, "metres")),
        ({}, Short("The bridge stands.", Kind.TEXT)),
        ({"answer": "the bridge"}, Short("The bridge stands.", Kind.TEXT)),
        ({"value": "Bridge"}, Short("The bridge stands.", Kind.TEXT)),
    ],
)
def test_a_what_is_answered_by_the_short_answer_else_by_the_statement(
    fields: dict[str, Any], expected: Short
) -> None:
    assert short("what is the bridge", thing(**fields)) == expected


@pytest.mark.parametrize(
    ("where", "told"),
    [
        (("Mount Velm",), Short("Mount Velm", Kind.TEXT, "Mount Velm")),
        (("Mount Velm", "Tarn"), Short("885 metres", Kind.VALUE, 885, "metres")),
        ((), Short("885 metres", Kind.VALUE, 885, "metres")),
    ],
)
def test_a_superlative_is_answered_by_the_one_place_of_the_fact(where: tuple[str, ...], told: Short) -> None:
    highest = thing("The highest mountain is 885 metres high.", value=885, unit="metres", where=where)

    assert short("what is the highest mountain", highest) == told


@pytest.mark.parametrize(
    ("who", "told"),
    [
        (("Velm Seven",), Short("Velm Seven", Kind.WHO, "Velm Seven")),
        (("Velm Seven", "Mira Solen"), Short("The forum is for peace and safety.", Kind.TEXT)),
    ],
)
def test_a_which_that_says_the_value_itself_is_answered_by_the_one_whose_it_is(
    who: tuple[str, ...], told: Short
) -> None:
    forum = thing("The forum is for peace and safety.", value=("peace", "safety"), who=who)

    assert short("which forum is for peace and safety", forum) == told


def test_a_name_is_no_number() -> None:
    wren = thing("The boat at the bridge is called Wren.", value=15, unit="metres")

    assert short("what is the name of the boat at the bridge", wren) == said(wren)


def test_a_what_that_asks_for_a_deed_is_not_answered_by_a_number() -> None:
    measured = thing(value=412, unit="metres")

    assert short("what stands as a bridge", measured) == said(measured)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"value": 412, "unit": "metres"}, Short("412 metres", Kind.VALUE, 412, "metres")),
        ({"answer": "stone"}, Short("stone", Kind.TEXT, "stone")),
        ({"date": "1931"}, Short("The bridge stands.", Kind.TEXT)),
    ],
)
def test_a_look_up_is_answered_by_the_short_answer_else_by_the_statement(
    fields: dict[str, Any], expected: Short
) -> None:
    assert short("bridge", thing(**fields)) == expected


# What stands in a fact.


@pytest.mark.parametrize(
    ("one", "filled"),
    [
        (thing("It stands."), Slot(0)),
        (thing("It stands.", date="1931"), Slot.DATE),
        (thing("It stands.", value=7), Slot.NUMBER),
        (thing("It stands.", value=0), Slot.NUMBER),
        (thing("It stands.", value="stone"), Slot.OBJECT),
        (thing("It stands.", value=("a", "b")), Slot.LIST),
        (thing("It stands.", who=("Ada",)), Slot.WHO),
        (thing("It stands.", where=("Tarn",)), Slot.WHERE),
        (thing("It stands.", answer="stone"), Slot.ANSWER),
        (thing("It stands near Tarn."), Slot.NAME_SAID),
        (thing("It has seven arches."), Slot.FIGURE_SAID),
        (thing("It may stand."), Slot(0)),
        (thing("It stood in the 19th century."), Slot.TIME_SAID | Slot.FIGURE_SAID),
        (thing("It fell because it rusted."), Slot.REASON_SAID),
        (thing("It stands.", keywords=("its purpose",)), Slot.REASON),
        (thing("It stands.", asks=("Why does it stand?",)), Slot.REASON),
    ],
)
def test_a_fact_gives_what_its_fields_and_its_statement_say(one: Fact, filled: Slot) -> None:
    assert slots_of(to_table(one)) == filled


# A whole reply.


@pytest.mark.parametrize(
    ("question", "text", "kind", "fact_id"),
    [
        ("when did the Kestrel Bridge open", "9 May 1931", Kind.DATE, "bridge.opening"),
        ("When was the kestrel brige inaugurated?", "9 May 1931", Kind.DATE, "bridge.opening"),
        ("where did the Kestrel Bridge open", "Oakhaven", Kind.WHERE, "bridge.opening"),
        ("what is the length of the Kestrel Bridge", "412 metres", Kind.VALUE, "bridge.length"),
        ("who designed the Kestrel Bridge", "Tobias Marl", Kind.WHO, "bridge.architect"),
        ("why was the toll abolished", "because the loan was repaid", Kind.REASON, "bridge.toll"),
        (
            "which languages does the Larkspur Choir sing in",
            "Welsh, Breton and Manx",
            Kind.LIST,
            "choir.languages",
        ),
        ("in how many languages does the Larkspur Choir sing", "3", Kind.COUNT, "choir.languages"),
        ("what is the motto of the Larkspur Choir", "cantamus ergo sumus", Kind.TEXT, "choir.motto"),
        ("how many people does Brindle Works employ", "more than 2400 people", Kind.COUNT, "company.staff"),
        ("kestrel bridge length", "412 metres", Kind.VALUE, "bridge.length"),
        ("what feeds the delta of the Corl", STORE[-1].statement, Kind.TEXT, "rivers.delta"),
    ],
)
def test_a_question_that_a_fact_answers_is_answered(
    question: str, text: str, kind: Kind, fact_id: str, base: FactBase
) -> None:
    reply = base.search(question)

    assert reply.outcome is Outcome.ANSWERED
    assert reply.declined is None
    assert reply.answer is not None
    assert (reply.answer.text, reply.answer.kind) == (text, kind)
    assert [one.id for one in reply.answer.facts] == [fact_id]
    assert 0 <= reply.answer.confidence <= 1


def test_what_a_fact_lacks_is_not_answered(base: FactBase) -> None:
    reply = base.search("when do spring floods feed the delta")

    assert (reply.outcome, reply.answer) == (Outcome.RELATED, None)
    assert reply.declined == Declined(Refusal.LACKS_KIND, ("when",), ("rivers.delta",))


@pytest.mark.parametrize(
    ("question", "words", "fact_id"),
    [
        ("when did the Larkspur Choir leave the Guild of Voices", ("leave",), "choir.joining"),
        ("when did the Larkspur Choir quit the Guild of Voices", ("quit",), "choir.joining"),
        ("why is Brindle Works a permanent tenant with a lease", ("permanent",), "company.status"),
        ("when did the Kestrel Bridge close", ("close",), "bridge.opening"),
        ("when did the Kestrel Bridge close to traffic", ("close",), "bridge.opening"),
    ],
)
def test_a_fact_that_says_the_contrary_does_not_answer(
    question: str, words: tuple[str, ...], fact_id: str, base: FactBase
) -> None:
    reply = base.search(question)

    assert (reply.outcome, reply.answer) == (Outcome.RELATED, None)
    assert reply.declined == Declined(Refusal.CONTRARY, words, (fact_id,))


def test_a_fact_that_says_both_sides_answers_either() -> None:
    base = base_of(
        fact("choir.guild", "The choir joined the guild in 1990 and left it in 1999.", **BARE),
        fact("choir.tour", "They toured Tarn.", **BARE),
    )

    assert [base.search(f"when did the choir {verb} the guild").outcome for verb in ("join", "leave")] == [
        Outcome.ANSWERED
    ] * 2


def test_a_fact_that_says_non_does_answer_a_question_that_says_it(base: FactBase) -> None:
    answered = base.search("is Brindle Works a non-permanent tenant").answer

    assert answered is not None
    assert [one.id for one in answered.facts] == ["company.status"]


def test_facts_too_close_to_call_are_named() -> None:
    base = base_of(
        fact("bridge.first", "The Kestrel Bridge opened.", date="1931", **BARE),
        fact("bridge.second", "The Kestrel Bridge opened.", date="1978", **BARE),
    )

    reply = base.search("when did the Kestrel Bridge open")

    assert (reply.outcome, reply.answer) == (Outcome.RELATED, None)
    assert reply.declined == Declined(Refusal.AMBIGUOUS, (), ("bridge.first", "bridge.second"))


def test_facts_that_give_the_same_answer_are_not_ambiguous() -> None:
    base = base_of(
        fact("bridge.first", "The Kestrel Bridge opened.", date="1931", **BARE),
        fact("bridge.second", "The Kestrel Bridge opened.", date="1931", **BARE),
    )

    reply = base.search("when did the Kestrel Bridge open")

    assert reply.declined is None or reply.declined.reason is not Refusal.AMBIGUOUS


def test_a_fact_that_states_the_answer_of_the_first_is_no_rival() -> None:
    base = base_of(
        fact("wren.plan", "The Kestrel Bridge opened upon a dull hour.", value="a toll house", **BARE),
        fact("wren.toll", "The Kestrel Bridge opened with a toll house.", value="a lamp", **BARE),
    )

    answered = base.search("what did the Kestrel Bridge open with").answer

    assert answered is not None
    assert answered.text == "a toll house"


def test_a_fact_that_has_but_its_statement_is_no_rival_of_one_that_has_a_value() -> None:
    fields = ("bridges and roads", "schools")
    base = base_of(
        fact("guild.fields", "The Larkspur Guild has works in some fields.", value=fields, **BARE),
        fact(
            "guild.count",
            "The Larkspur Guild has works in most fields.",
            value=("fields of the guild",),
            **BARE,
        ),
    )

    answered = base.search("in which fields has the Larkspur Guild works").answer

    assert answered is not None
    assert answered.value == fields


@pytest.mark.parametrize(
    "question",
    ["what", "when is it?", "?!", "who are you", "the", "...", "how are you today", "what is it so far"],
)
def test_a_question_of_no_content_is_not_answered(question: str, base: FactBase) -> None:
    reply = base.search(question)

    assert (reply.outcome, reply.answer, reply.hits) == (Outcome.NONE, None, ())
    assert reply.declined == Declined(Refusal.NO_CONTENT)


def test_what_is_asked_of_the_tool_is_not_answered(base: FactBase) -> None:
    assert base.search("are you the Kestrel Bridge").declined == Declined(Refusal.NO_CONTENT, (), ())


@pytest.mark.parametrize(
    "question",
    ["are you able to tell me when the Kestrel Bridge opened", "are you sure the Kestrel Bridge opened"],
)
def test_what_the_tool_is_only_asked_to_tell_is_answered(question: str, base: FactBase) -> None:
    answered = base.search(question).answer

    assert answered is not None
    assert [one.id for one in answered.facts] == ["bridge.opening"]


def test_a_number_that_another_fact_has_within_one_of_its_own_is_not_stated_there() -> None:
    base = base_of(
        fact("tarn.arches", "The Tarn bridge has 2 arches.", value=2, unit="arches", **BARE),
        fact("velm.arches", "The Velm bridge has 12 arches.", value=12, unit="arches", **BARE),
    )

    assert base.search("how many arches has the bridge").declined == Declined(
        Refusal.AMBIGUOUS, (), ("tarn.arches", "velm.arches")
    )


def test_a_name_that_is_a_word_names_somebody_where_it_is_written_as_one() -> None:
    battle = thing("Ulysses Price defeated Robert Marl.", who=("Ulysses Price", "Robert Marl"))

    assert short("who did Price defeat", battle, words=[["price", "cost"]]) == Short(
        "Robert Marl", Kind.WHO, "Robert Marl"
    )


def test_words_that_no_fact_has_are_named(base: FactBase) -> None:
    reply = base.search("zzyzx frobnicates")

    assert (reply.outcome, reply.answer, reply.hits) == (Outcome.NONE, None, ())
    assert reply.declined == Declined(Refusal.UNKNOWN_WORD, ("zzyzx", "frobnicates"))


def test_words_that_no_fact_has_are_not_corrected_to_words_that_no_fact_has_either(base: FactBase) -> None:
    assert base.search("zorgon frobnicates").corrected == {}


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("when did the Larkspur Choir tour Zanzibar", ("zanzibar",)),
        ("who is the zzyzx of Brindle Works", ("zzyzx",)),
        ("how much does the perforation of the delta cost", ("perforation", "cost")),
    ],
)
def test_words_that_the_best_fact_lacks_are_named(
    question: str, words: tuple[str, ...], base: FactBase
) -> None:
    reply = base.search(question)

    assert (reply.outcome, reply.answer) == (Outcome.RELATED, None)
    assert reply.declined is not None
    assert reply.declined.reason is Refusal.UNKNOWN_WORD
    assert set(words) <= set(reply.declined.words)


@pytest.mark.parametrize(
    "question",
    [
        "what is the toll of the Kestrel Bridge in Oakhaven",
        "which company opened the Kestrel Bridge",
        "who is the president of the Larkspur Choir",
    ],
)
def test_a_fact_that_lacks_just_what_is_asked_for_does_not_answer(question: str, base: FactBase) -> None:
    assert base.search(question).answer is None


def test_a_lead_counts_for_less_where_words_are_missing(base: FactBase) -> None:
    index = index_of(*STORE)

    def margin(text: str) -> float:
        question = analyse(text, index)
        ranked = search(question, index, Filter(), wanted(question), 2)
        return evidence_of(question, ranked, None)["margin"]

    assert margin("when did the Larkspur Choir join the Guild in Wales") < margin(
        "when did the Larkspur Choir join the Guild"
    )


def test_an_answer_that_no_field_gives_is_only_stated() -> None:
    index = index_of(*STORE)
    question = analyse("what is the Kestrel Bridge", index)
    ranked = search(question, index, Filter(), wanted(question), 2)

    def stated(given: Short) -> float:
        return evidence_of(question, ranked, given)["only stated"]

    assert stated(Short("412 metres", Kind.VALUE, 412, "metres")) == 0.0
    assert stated(Short("The Kestrel Bridge is 412 metres long.", Kind.TEXT)) == 1.0


@pytest.mark.parametrize("name", ["Pelican", "Zzyzx"])
def test_a_name_that_no_fact_has_is_not_answered_for(name: str, base: FactBase) -> None:
    reply = base.search(f"when did the {name} Bridge open")

    assert (reply.outcome, reply.answer) == (Outcome.RELATED, None)
    assert reply.declined == Declined(Refusal.UNKNOWN_WORD, (name.lower(),))


def test_a_name_that_only_other_facts_have_is_not_answered_for(base: FactBase) -> None:
    reply = base.search("when did Tobias Marl found the Larkspur Choir")

    assert reply.answer is None or reply.answer.text != "1 March 1987"


def test_a_year_outside_the_date_of_the_fact_is_contrary(base: FactBase) -> None:
    reply = base.search("did the Kestrel Bridge open in 1950")

    assert reply.declined == Declined(Refusal.CONTRARY, ("1950",), ("bridge.opening",))


LONG = "The Larkspur Choir did not rehearse in the old hall. It opened its own. It was closed last. It sings."


@pytest.mark.parametrize(
    "question", ["what did the choir not rehearse in first", "what did the choir never open"]
)
def test_a_paragraph_says_too_many_things_to_be_contrary(question: str) -> None:
    reply = base_of(fact("choir.hall", LONG, **BARE)).search(question)

    assert (reply.declined.reason if reply.declined else None) is not Refusal.CONTRARY


def test_a_fact_of_another_version_is_contrary() -> None:
    release = fact("larch.release", "Version 2.2 of Larch fixed bugs in May.", value=41, unit="bugs", **BARE)
    base = base_of(release)

    assert base.search("how many bugs did Larch 2.1 fix").declined == Declined(
        Refusal.CONTRARY, ("2.1",), ("larch.release",)
    )
    assert base.search("how many bugs did Larch 2.2 fix").answer is not None


def test_a_role_and_a_name_that_do_not_belong_together_are_no_answer() -> None:
    statement = "Mayor Ada Brin spoke on the opening day to the Guild of Voices."
    speech = fact("oakhaven.speech", statement, who=("Ada Brin",), **BARE)
    base = base_of(speech, names=[["Guild of Voices", "GoV"]])

    assert base.search("who is the mayor of the Guild of Voices").answer is None
    assert base.search("which mayor spoke to the Guild of Voices").answer is not None


def test_a_name_that_stands_for_somebody_the_fact_is_not_about_is_not_answered_for() -> None:
    meeting = fact("oakhaven.meeting", "Ada Brin met Tobias Marl.", who=("Ada Brin", "Tobias Marl"), **BARE)
    song = fact("oakhaven.song", "Mira Solen sang.", who=("Mira Solen",), **BARE)
    base = base_of(meeting, song, names=[["Mira Solen", "Solen"], ["Ada Brin", "Brin"]])

    assert base.search("whom did Brin and Marl meet with Solen").answer is None


@pytest.mark.parametrize("question", ["who is the mayor of Oakhaven", "who is the lord mayor of Oakhaven"])
def test_a_fact_of_a_lower_rank_does_not_answer_for_the_rank(question: str) -> None:
    deputy = fact("oakhaven.deputy", "Ada Brin is the deputy mayor of Oakhaven.", who=("Ada Brin",), **BARE)

    assert base_of(deputy).search(question).answer is None


@pytest.mark.parametrize("question", ["who is the deputy mayor of Oakhaven", "who opened the bridge"])
def test_a_lower_rank_answers_for_itself_and_for_deeds(question: str) -> None:
    statement = "Ada Brin, deputy mayor of Oakhaven, opened the bridge."
    deputy = fact("oakhaven.deputy", statement, who=("Ada Brin",), **BARE)

    reply = base_of(deputy).search(question)

    assert (reply.answer.text if reply.answer else None) == "Ada Brin"


SESSION = fact(
    "guild.session",
    "Ada Brin addressed the sixth session of the Guild of Voices in Oakhaven.",
    who=("Ada Brin",),
    **BARE,
)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("who addressed the sixth session of the Guild of Voices", "Ada Brin"),
        ("who also addressed the sixth session of the Guild of Voices", "Ada Brin"),
        ("who officially addressed the sixth session of the Guild of Voices", "Ada Brin"),
        ("who chaired the sixth session of the Guild of Voices", None),
        ("who then called off the sixth session of the Guild of Voices", None),
    ],
)
def test_who_did_something_is_told_by_a_fact_of_the_deed(question: str, answer: str | None) -> None:
    reply = base_of(SESSION).search(question)

    assert (reply.answer and reply.answer.text) == answer


def test_what_will_be_is_not_told_by_a_fact_of_what_has_been() -> None:
    joining = fact(
        "choir.joining", "The choir asked to join the Guild of Voices in 1990.", date="1990", **BARE
    )
    known = joining._replace(as_of=edtf.parse("1991"))

    assert base_of(known).search("when did the choir ask to join the Guild of Voices").answer
    assert base_of(known).search("when will the choir join the Guild of Voices").answer is None


def test_what_will_is_a_name_of_has_been() -> None:
    prize = fact("prize.will", "Will Marl won the Larkspur Prize in 1990.", date="1990", **BARE)
    known = prize._replace(as_of=edtf.parse("1991"))

    assert base_of(known).search("when did Will Marl win the Larkspur Prize").answer


def test_of_two_things_in_a_question_a_fact_may_say_the_one() -> None:
    hall = fact("hall.kind", "The hall of the Larkspur Choir is a temporary one.", **BARE)
    base = base_of(hall, contrary=[["permanent", "temporary"]])

    assert base.search("is the hall of the Larkspur Choir permanent or temporary").answer
    assert base.search("is the hall of the Larkspur Choir permanent").answer is None
    assert base.search("is the hall of the Larkspur Choir permanent or lasting").answer is None


@pytest.mark.parametrize(
    "question", ["what did Ada Brin say about geneva", "when did Ada Brin speak in geneva"]
)
def test_a_place_that_nothing_knows_is_not_answered_for_though_it_is_written_small(question: str) -> None:
    speech = fact(
        "guild.speech", "Ada Brin spoke on 4 May 1931.", who=("Ada Brin",), date="1931-05-04", **BARE
    )

    assert base_of(speech).search(question).answer is None


@pytest.mark.parametrize("noun", ["copies", "copys", "pieces", "stamps"])
def test_what_is_counted_may_go_by_a_word_for_any_thing(noun: str) -> None:
    stamp = fact("stamp.run", "The stamp was printed 9,000 times.", value=9000, unit="stamps", **BARE)

    reply = base_of(stamp).search(f"how many {noun} of the stamp were printed")

    assert reply.answer
    assert reply.answer.text == "9000 stamps"


def test_of_several_things_a_list_comes_before_its_items() -> None:
    facts = (
        fact("choir.first-aim", "The first aim of the choir is song.", value="song", **BARE),
        fact(
            "choir.aims",
            "Among the aims of the Larkspur Choir are song and cheer.",
            value=("song", "cheer"),
            **BARE,
        ),
    )

    reply = base_of(*facts).search("what are the aims of the choir")

    assert reply.answer
    assert reply.answer.text == "song and cheer"


def test_until_when_is_not_told_by_a_fact_of_a_beginning() -> None:
    choir = fact("choir.season", "The Larkspur Choir began its winter season in 1987.", date="1987", **BARE)
    base = base_of(choir, words=[["end", "until what"], ["begin", "start"]], contrary=[["begin", "end"]])

    assert base.search("when did the winter season begin").answer
    assert base.search("until what year did the winter season run").declined == Declined(
        Refusal.CONTRARY, ("until what",), ("choir.season",)
    )


def test_a_day_that_is_not_that_of_the_fact_is_contrary(base: FactBase) -> None:
    reply = base.search("did the Larkspur Choir join the Guild of Voices on 1990-06-16")

    assert reply.declined == Declined(Refusal.CONTRARY, ("16",), ("choir.joining",))


@pytest.mark.parametrize(("year", "name"), [("1989", "Solen"), ("1991", "Solen"), ("1996", "Brin")])
def test_a_year_between_the_ends_of_a_span_is_one_of_it(year: str, name: str) -> None:
    terms = {"Solen": "1989/1993", "Brin": "1993/1999"}
    mayors = [
        fact(f"mayor.{who.lower()}", f"{who} was the mayor of Oakhaven.", date=span, who=(who,), **BARE)
        for who, span in terms.items()
    ]

    reply = base_of(*mayors).search(f"who was the mayor of Oakhaven in {year}")
    assert reply.answer
    assert reply.answer.text == name


def test_a_year_of_the_date_of_the_fact_is_no_hindrance(base: FactBase) -> None:
    assert base.search("did the Kestrel Bridge open in 1931").outcome is Outcome.ANSWERED


def test_a_question_that_denies_what_a_fact_affirms_is_contrary(base: FactBase) -> None:
    reply = base.search("did the Kestrel Bridge not open")

    assert reply.declined == Declined(Refusal.CONTRARY, ("not",), ("bridge.opening",))


@pytest.mark.parametrize("limit", [0, 1, 2, 100])
@pytest.mark.parametrize(
    "question", ["when did the Kestrel Bridge open", "Larkspur Choir", "who opened Zzyzx"]
)
def test_an_answer_does_not_depend_on_how_many_hits_are_wanted(
    question: str, limit: int, base: FactBase
) -> None:
    few, some = base.search(question, limit=limit), base.search(question)

    assert (few.answer, few.declined, few.outcome) == (some.answer, some.declined, some.outcome)


@pytest.mark.parametrize(
    ("statement", "told"),
    [("The Tarn line climbs up to Velm.", "1169 feet"), ("The Tarn line is long as to Velm.", None)],
)
def test_a_unit_says_which_measure_a_number_is(statement: str, told: str | None) -> None:
    line = fact("line.top", statement, value=1169, unit="feet", **BARE)

    answered = base_of(line).search("height of Tarn line").answer

    assert (answered and answered.text) == told


def test_a_calling_says_more_than_that_somebody_is_asked_for() -> None:
    base = base_of(
        fact("march.report", "The journalist Ida Brandt told of it.", who=("Ida Brandt",), **BARE),
        fact("march.lead", "Mira Solen was ahead of it.", who=("Mira Solen",), **BARE),
    )

    answered = base.search("which journalist was it").answer

    assert answered is not None
    assert answered.text == "Ida Brandt"


@pytest.mark.parametrize("place", ["everywhere", "all over the world", "in every corner of the globe"])
def test_a_where_may_be_everywhere(place: str) -> None:
    songs = thing(f"The bridge is sung of {place}.")

    assert short("where is the bridge sung of", songs) == said(songs)


@pytest.mark.parametrize(
    "question", ["whose health did the Larkspur Guild protect", "to whom did the Larkspur Guild give it"]
)
def test_whose_it_is_and_to_whom_may_be_told_by_an_answer(question: str) -> None:
    guild = thing("The Larkspur Guild gave it.", who=("Larkspur Guild",), answer="the herons of the delta")

    assert short(question, guild) == Short("the herons of the delta", Kind.TEXT, "the herons of the delta")


def test_who_did_it_is_not_told_by_an_answer_that_is_no_name() -> None:
    guild = thing("The Larkspur Guild gave it.", who=("Larkspur Guild",), answer="the herons of the delta")

    assert short("who gave it to the Larkspur Guild", guild) is None


def test_which_forum_it_is_is_told_by_whose_the_value_is_where_a_part_of_it_is_said() -> None:
    forum = thing("The forum is for peace and safety.", value=("peace", "safety"), who=("Velm Seven",))

    assert short("which forum is for peace", forum) == Short("Velm Seven", Kind.WHO, "Velm Seven")
    assert short("which song is for peace", forum) == Short(
        "peace and safety", Kind.LIST, ("peace", "safety")
    )
