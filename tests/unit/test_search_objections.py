"""What speaks against a fact that has the words of a question."""

import pytest

from kzun import edtf
from kzun.fact import Fact
from kzun.search.filter import Filter
from kzun.search.reply import Refusal
from tests.builders import fact
from tests.stores import BARE, base_of

PRIZE = fact(
    "prize.solen",
    "Mira Solen won the Larkspur Prize for her songs.",
    date="1987-03-01",
    who=("Mira Solen",),
    **BARE,
)
LAUNCH = fact("wren.launch", "Wren 12 left the dock in a storm.", date="1969-11-14", **BARE)
MAYOR = ("Ida Brandt", "Tobias Marl")
SHOT = "Ida Brandt was shot in Oakhaven, and Tobias Marl took over."


def answer_of(question: str, *facts: Fact) -> str | None:
    reply = base_of(*facts).search(question)
    return reply.answer and reply.answer.text


def refusal_of(question: str, *facts: Fact) -> tuple[Refusal, tuple[str, ...]] | None:
    """The reason and the words of a reply that declines."""
    declined = base_of(*facts).search(question).declined
    return declined and (declined.reason, declined.words)


@pytest.mark.parametrize(
    "question", ["when was Mira Solen born", "when did Mira Solen retire", "where was Mira Solen buried"]
)
def test_a_fact_that_has_but_the_name_is_not_of_what_is_asked(question: str) -> None:
    reply = base_of(PRIZE._replace(where=("Oakhaven",))).search(question)

    assert reply.answer is None
    assert reply.declined
    assert reply.declined.reason is Refusal.UNKNOWN_WORD


@pytest.mark.parametrize("question", ["when did Mira Solen win a prize", "Mira Solen songs when"])
def test_a_fact_that_has_more_than_the_name_is(question: str) -> None:
    assert answer_of(question, PRIZE) == "1 March 1987"


def test_what_is_counted_or_how_is_no_more_than_the_frame_of_a_question() -> None:
    crowd = fact("march.crowd", "The Larkspur March drew a crowd.", value=900, unit="people", **BARE)

    assert answer_of("how many people were on the Larkspur March", crowd) == "900 people"
    assert answer_of("how many people died in the Larkspur March", crowd) is None


def test_a_phrase_that_is_met_in_its_last_word_is_met() -> None:
    joining = fact("guild.velmark", "Velmark was its 47th member.", date="2007", who=("Velmark",), **BARE)
    words = [["join", "become a member"]]

    reply = base_of(joining, words=words).search("when did Velmark become a member")
    assert reply.answer
    assert reply.answer.text == "2007"


def test_a_part_of_a_phrase_that_is_not_enough_is_named() -> None:
    crowd = fact("march.crowd", "The Larkspur March drew people.", value=900, unit="people", **BARE)

    declined = base_of(crowd).search("how many people died in the Larkspur March").declined
    assert declined
    assert declined.words == ("how many people died",)


@pytest.mark.parametrize("question", ["when was line 3 of the tram opened", "when was tram line 4 opened"])
def test_a_number_behind_a_word_is_another_than_that_of_the_fact(question: str) -> None:
    line = fact("tram.two", "Line 2 of the tram was opened on 3 April 1970.", date="1970-04-03", **BARE)

    assert answer_of(question, line) is None
    assert answer_of(question.replace("3", "2").replace("4", "2"), line) == "3 April 1970"


@pytest.mark.parametrize("number", ["14", "11", "1"])
def test_a_number_behind_a_name_is_another_than_that_of_the_fact(number: str) -> None:
    reply = base_of(LAUNCH).search(f"when did Wren {number} leave the dock")

    assert reply.declined
    assert (reply.declined.reason, reply.declined.words) == (Refusal.CONTRARY, (number,))


@pytest.mark.parametrize(
    "question",
    ["when did Wren 12 leave the dock", "when did Wren leave the dock in 1969", "Wren 12 storm when"],
)
def test_a_number_that_the_fact_has_behind_the_name_is_no_hindrance(question: str) -> None:
    assert answer_of(question, LAUNCH) == "14 November 1969"


def test_who_is_something_is_not_told_by_a_fact_of_who_did_something_else() -> None:
    hall = fact(
        "court.hall", "The hall of the Court of Tarn was built by Ada Brin.", who=("Ada Brin",), **BARE
    )
    president = fact("court.president", "Mira Solen presides over the Court of Velm.", **BARE)

    assert answer_of("who is the president of the Court of Tarn", hall, president) is None
    assert answer_of("who built the hall of the Court of Tarn", hall, president) == "Ada Brin"


HELD = "was the Secretary General of the Guild of Voices"
THEN = fact("guild.then", f"Mira Solen {HELD}.", date="1989/1994", who=("Mira Solen",), **BARE)
NOW = fact(
    "guild.now",
    f"Ada Brin, a former mayor, {HELD} after that.",
    date="2024-09-18/..",
    who=("Ada Brin",),
    **BARE,
)


@pytest.mark.parametrize(
    "question",
    [
        "who is the Secretary General of the Guild of Voices",
        "who is the current Secretary General of the Guild of Voices",
        "who is the Secretary General of the Guild of Voices now",
    ],
)
def test_who_is_something_is_told_by_the_fact_that_holds_still(question: str) -> None:
    base = base_of(THEN, NOW, today="2026-11-25", light=["now"], contrary=[["former", "current"]])

    reply = base.search(question)
    assert reply.answer
    assert reply.answer.text == "Ada Brin"


@pytest.mark.parametrize(
    ("spans", "name"),
    [
        (("2020/2029", "2030/.."), "Mira Solen"),
        (("1989/1994", "2024/2029"), "Ada Brin"),
        (("1989/1994", "1995/1999"), None),
    ],
)
def test_who_is_something_is_told_by_the_fact_of_today(spans: tuple[str, str], name: str | None) -> None:
    facts = (
        fact("velm.one", "Mira Solen is the mayor of Velm.", date=spans[0], who=("Mira Solen",), **BARE),
        fact("velm.two", "Ada Brin is the mayor of Velm.", date=spans[1], who=("Ada Brin",), **BARE),
    )

    reply = base_of(*facts, today="2026-11-25").search("who is the mayor of Velm")
    assert (reply.answer and reply.answer.text) == name


def test_who_did_it_is_not_told_by_a_fact_of_whom_it_was_done_to() -> None:
    shot = fact("mayor.death", SHOT, date="1963-11-22", who=MAYOR, **BARE)

    assert refusal_of("who shot Ida Brandt", shot) == (Refusal.LACKS_KIND, ("who",))
    assert answer_of("who took over from Ida Brandt", shot) == "Tobias Marl"


def test_who_did_it_may_be_told_behind_what_was_done() -> None:
    cup = fact("tarn.cup", "The Tarn Cup was won in Rome, and Solen lifted it.", who=("Mira Solen",), **BARE)

    assert answer_of("who won the Tarn Cup", cup) == "Mira Solen"


@pytest.mark.parametrize(
    "statement", ["Ida Brandt was shot by Edda Rohn.", "Edda Rohn shot Ida Brandt.", "Ida Brandt was shot."]
)
def test_who_did_it_is_told_by_a_fact_that_names_the_doer(statement: str) -> None:
    shot = fact("mayor.death", statement, who=("Edda Rohn",), **BARE)

    assert answer_of("who shot Ida Brandt", shot) == "Edda Rohn"


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("which country joined the guild in Tarn", "Velmark"),
        ("which country left the guild in Tarn", None),
        ("which guild members boycotted Tarn", None),
        ("which country then joined the guild in Tarn", "Velmark"),
    ],
)
def test_which_country_did_it_is_told_by_a_fact_of_the_deed(question: str, answer: str | None) -> None:
    joining = fact("guild.joining", "Velmark joined the guild in Tarn.", who=("Velmark",), **BARE)

    assert answer_of(question, joining) == answer


def test_a_fact_that_names_nobody_does_not_answer_for_somebody_of_another() -> None:
    songs = fact("songs.kind", "Songs, it is said, are taught at schools.", where=("Tarn",), **BARE)

    assert answer_of("where are songs taught", PRIZE, songs) == "Tarn"
    assert refusal_of("where are songs taught at schools of Mira Solen", PRIZE, songs) == (
        Refusal.UNKNOWN_WORD,
        ("mira solen",),
    )
    assert answer_of("where are songs taught at schools according to Mira Solen", PRIZE, songs) == "Tarn"


@pytest.mark.parametrize(
    ("question", "is_told"),
    [
        ("when did the guild first meet in Tarn", True),
        ("when was the guild's first session in Tarn", False),
        ("when was the very first session of the guild in Tarn", False),
        ("when was the sixth session of the guild in Tarn", True),
    ],
)
def test_what_is_done_at_first_is_no_first_of_several(question: str, is_told: bool) -> None:  # noqa: FBT001
    session = fact("guild.session", "The guild met in Tarn for its sixth session.", date="1990-06-15", **BARE)

    assert (answer_of(question, session) == "15 June 1990") is is_told


def test_words_that_only_facts_have_which_are_not_kept_are_named() -> None:
    declined = base_of(PRIZE, LAUNCH).search("the prize", keep=Filter(topics=("wren",))).declined

    assert declined
    assert (declined.reason, declined.words) == (Refusal.UNKNOWN_WORD, ("prize",))


VICE = fact(
    "velmark.vice",
    "Ida Brandt is the first woman to be vice president of Velmark.",
    who=("Ida Brandt",),
    **BARE,
)
FULL = fact(
    "velmark.republic", "Velmark got a republic, with Ada Brin as first president.", who=("Ada Brin",), **BARE
)


def test_a_fact_of_a_lower_rank_gives_way_to_one_of_the_rank() -> None:
    assert answer_of("who was the first president of Velmark", VICE, FULL) == "Ada Brin"
    assert refusal_of("who was the first president of Velmark", VICE) == (Refusal.CONTRARY, ("president",))
    assert answer_of("who was the first vice president of Velmark", VICE, FULL) == "Ida Brandt"


def test_a_fact_that_alone_is_left_gives_way_to_none() -> None:
    over = fact("velm.one", "Ada Brin is the president of Velm.", date="1989/1994", who=("Ada Brin",), **BARE)
    vice = fact("velm.two", "Ida Brandt is the vice president of Velm.", date="2024/..", who=("Ida",), **BARE)

    declined = base_of(over, vice, today="2026-11-25").search("who is the president of Velm").declined
    assert declined
    assert (declined.reason, declined.words) == (Refusal.CONTRARY, ("president",))


FOUNDING = fact("wren.founding", "Wren Works was founded on 5 April 1993.", date="1993-04-05", **BARE)
FOUNDERS = fact(
    "wren.founders",
    "The founders of Wren Works are Ada Brin and Mira Solen.",
    who=("Ada Brin", "Mira Solen"),
    **BARE,
)


def test_a_fact_without_people_gives_way_to_one_that_says_who() -> None:
    words = [["found", "founder"]]

    reply = base_of(FOUNDING, FOUNDERS, words=words).search("who founded Wren Works")
    assert reply.answer
    assert reply.answer.text == "Ada Brin and Mira Solen"
    reply = base_of(FOUNDING, FOUNDERS, words=words).search("when was Wren Works founded")
    assert reply.answer
    assert reply.answer.text == "5 April 1993"


def test_a_fact_without_people_does_not_give_way_to_one_that_lacks_a_word() -> None:
    assert answer_of("who founded Wren Works in April", FOUNDING, FOUNDERS) is None


def test_what_is_done_first_is_not_what_is_done_for_the_second_time() -> None:
    power = fact(
        "guild.power",
        "Brin seized the chair for the second time in 1981.",
        date="1981",
        who=("Brin",),
        **BARE,
    )

    assert answer_of("when did Brin first seize the chair", power) is None
    assert answer_of("when did Brin seize the chair", power) == "1981"


@pytest.mark.parametrize(("amount", "told"), [("three", None), ("3", None), ("one", "30 May 2023")])
def test_an_amount_is_another_than_that_of_the_fact(amount: str, told: str | None) -> None:
    worth = fact("wren.worth", "Wren Works reached one trillion crowns.", date="2023-05-30", **BARE)

    assert answer_of(f"when did Wren Works reach {amount} trillion crowns", worth) == told


@pytest.mark.parametrize(
    "amount", ["1500000 crowns", "one and a half million crowns", "1.5 million crowns", "crowns"]
)
def test_an_amount_of_another_scale_is_no_other_amount(amount: str) -> None:
    mills = fact("tarn.worth", "Tarn Mills reached 1.5 million crowns.", date="2001-06-01", **BARE)

    assert answer_of(f"when did Tarn Mills reach {amount}", mills) == "1 June 2001"


@pytest.mark.parametrize("end", ["resign as", "retire as", "cease to be", "leave as"])
def test_the_end_of_what_holds_still_is_not_known(end: str) -> None:
    head = fact("wren.head", "Ada Brin is chair of Wren Works.", date="1993/..", who=("Ada Brin",), **BARE)

    word = end.split(maxsplit=1)[0]
    assert refusal_of(f"when did Ada Brin {end} chair of Wren Works", head) == (Refusal.CONTRARY, (word,))
    assert answer_of("since when is Ada Brin chair of Wren Works", head) == "since 1993"


def test_an_end_that_the_fact_tells_of_is_known() -> None:
    plant = fact("plant.end", "The Larkspur plant has been closed since 1999.", date="1999/..", **BARE)

    assert answer_of("when did the Larkspur plant close", plant) == "since 1999"


def test_what_it_cost_is_not_told_by_a_fact_without_a_figure() -> None:
    dam = fact("dam.making", "The dam of Tarn was finished in spring.", where=("Tarn",), date="1965", **BARE)
    price = fact(
        "dam.price", "The dam of Tarn cost 9 million crowns.", value=9, unit="million crowns", **BARE
    )

    assert answer_of("what did the dam of Tarn cost", dam) is None
    assert answer_of("what did the dam of Tarn cost", dam, price) == "9 million crowns"


@pytest.mark.parametrize("question", ["who is the chief executive of Wren", "who runs Wren"])
def test_whose_it_is_may_be_told_by_the_topic_alone(question: str) -> None:
    head = fact(
        "wren.ceo",
        "Ada Brin has been the chief executive since 1993.",
        date="1993/..",
        who=("Ada Brin",),
        **BARE,
    )

    assert answer_of(question, head) == "Ada Brin"


def test_who_did_it_is_not_told_by_a_fact_that_names_nobody() -> None:
    theft = fact("cup.theft", "The Tarn Cup was stolen from a show in Velm.", date="1966", **BARE)

    assert refusal_of("who stole the Tarn Cup", theft) == (Refusal.LACKS_KIND, ("who",))


@pytest.mark.parametrize("rank", ["semi", "quarter"])
def test_a_lower_round_is_another_than_the_final(rank: str) -> None:
    crowd = fact(
        "cup.crowd", "96 spectators watched the final of the cup.", value=96, unit="spectators", **BARE
    )

    asked = f"how many spectators watched the {rank}-final of the cup"
    assert refusal_of(asked, crowd) == (Refusal.CONTRARY, (rank,))
    assert answer_of("how many spectators watched the final of the cup", crowd) == "96 spectators"


@pytest.mark.parametrize("end", ["cost", "sell for"])
def test_a_price_is_not_told_by_a_fact_without_a_figure(end: str) -> None:
    picture = fact("art.eaters", "The Reed Eaters was painted in Velm.", where=("Velm",), **BARE)

    assert answer_of(f"what did The Reed Eaters {end}", picture) is None


def test_how_much_money_is_not_told_by_a_figure_of_something_else() -> None:
    years = fact(
        "guild.years", "The Larkspur Guild has spent 8 years in Velm.", value=8, unit="years", **BARE
    )

    assert answer_of("how much money has the Larkspur Guild spent in Velm", years) is None
    assert answer_of("how many years has the Larkspur Guild spent in Velm", years) == "8 years"


@pytest.mark.parametrize("word", ["when", "why"])
def test_what_befell_a_thing_is_not_told_by_a_fact_of_something_else(word: str) -> None:
    march = fact(
        "march.start",
        "The great Larkspur March of choirs set out for Velm because it was May.",
        date="1931-05",
        **BARE,
    )

    asked = f"{word} was the great Larkspur March of choirs for Velm cancelled"
    assert refusal_of(asked, march) == (Refusal.UNKNOWN_WORD, ("cancelled",))


def test_what_befell_a_thing_is_told_by_a_fact_of_it() -> None:
    march = fact("march.end", "The Larkspur March was cancelled in May.", date="1931-05", **BARE)

    assert answer_of("when was the Larkspur March cancelled", march) == "May 1931"


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("Mira Solen, the mayor of Velm, signed the charter.", None),
        ("Mira Solen was the mayor of Velm from 1931 on.", "1931"),
        ("Mira Solen took office as mayor of Velm.", "1931"),
    ],
)
def test_when_somebody_became_something_is_told_by_a_beginning_or_a_span(
    statement: str, told: str | None
) -> None:
    mayor = fact("velm.mayor", statement, date="1931", who=("Mira Solen",), **BARE)

    assert answer_of("when did Mira Solen become mayor of Velm", mayor) == told


@pytest.mark.parametrize("turn", ["next", "last", "previous"])
def test_which_of_several_it_is_has_to_be_told(turn: str) -> None:
    vote = fact("velm.vote", "Velm had a vote for its council.", date="1931-05", **BARE)

    assert answer_of("when was the vote for the council of Velm", vote) == "May 1931"
    assert answer_of(f"when was the {turn} vote for the council of Velm", vote) is None


def test_how_long_it_lasted_asks_for_no_last_one() -> None:
    siege = fact("velm.siege", "The great siege of Velm went on.", value=11, unit="months", **BARE)

    assert answer_of("how long did the great siege of Velm last", siege) == "11 months"


@pytest.mark.parametrize("aside", ["after 1999", "after 2003", "before 1992", "before 1990"])
def test_a_year_after_the_end_or_before_the_beginning_is_contrary(aside: str) -> None:
    term = fact("velm.term", "Mira Solen was mayor of Velm.", date="1992/1999", value="mayor of Velm", **BARE)

    assert refusal_of(f"what was Mira Solen in Velm {aside}", term) == (Refusal.CONTRARY, (aside[-4:],))


@pytest.mark.parametrize("aside", ["after 1992", "before 1999", "until 1999"])
def test_a_year_on_this_side_of_the_end_is_no_hindrance(aside: str) -> None:
    term = fact("velm.term", "Mira Solen was mayor of Velm.", date="1992/1999", value="mayor of Velm", **BARE)

    assert answer_of(f"what was Mira Solen in Velm {aside}", term) == "mayor of Velm"


def test_a_year_is_not_outside_a_day_of_every_year() -> None:
    fair = fact("velm.fair", "Velm has had a fair every May after 1999.", date="XXXX-05-01", **BARE)

    assert answer_of("when has Velm a fair after 1999", fair) == "1 May"


def test_what_it_cost_is_not_told_by_how_many_there_were() -> None:
    trial = fact("velm.trial", "The trial in Velm had many children.", value=900, unit="children", **BARE)

    assert answer_of("what did the trial in Velm cost", trial) is None


def test_what_something_is_is_not_told_by_a_fact_of_something_else() -> None:
    concert = fact("velm.end", "Velm gave a great farewell concert.", value=900, unit="people", **BARE)

    assert answer_of("what was the song of the great farewell concert in Velm", concert) is None
    assert answer_of("what was the great farewell concert in Velm", concert) == "900 people"


def test_a_name_is_not_said_by_the_word_that_is_a_part_of_it() -> None:
    line = fact("velm.line", "The Tarn Railway built the line to Velm.", who=("Tarn Railway",), **BARE)

    assert answer_of("who built the railway to Velm", line) == "Tarn Railway"


def test_a_name_of_some_weight_has_to_be_in_the_fact_though_it_is_nobody_s() -> None:
    joined = fact("guild.tarn", "Tarn joined the Guild of Voices with a song.", date="1854", **BARE)
    other = fact("guild.velm", "The song of Velm is old.", where=("Velm",), **BARE)

    assert answer_of("when did Tarn join the Guild of Voices", joined, other) == "1854"
    assert refusal_of("when did Velm join the Guild of Voices", joined, other) == (
        Refusal.UNKNOWN_WORD,
        ("velm",),
    )


def test_a_fact_that_lacks_a_name_gives_way_to_one_as_good_that_has_it() -> None:
    near = fact("guild.one", "The song of the guild opened a fair in Tarn.", date="1854", **BARE)
    far = near._replace(id="guild.two", statement="The songs of the guild opened a fair in Velm.", date=None)

    assert answer_of("when did the song of the guild open a fair in Velm", near, far) != "1854"


def test_a_building_has_to_be_one() -> None:
    talks = fact("guild.talks", "The guild and the choir met for talks.", where=("Tarn",), **BARE)

    assert answer_of("in which town did the guild and the choir meet for talks", talks) == "Tarn"
    assert answer_of("in which building did the guild and the choir meet for talks", talks) is None


LIFE = "The life and death of Mira Solen, the mayor"


@pytest.mark.parametrize(
    "question", ["when did Mira Solen die", "who was the mayor of Velm", "where was the death of Mira Solen"]
)
def test_what_only_the_title_of_a_topic_says_is_no_fact(question: str) -> None:
    wedding = fact(
        "solen.wedding",
        "Mira Solen had her wedding in Velm.",
        date="1931",
        who=("Ada Brin",),
        where=("Velm",),
        topic_title=LIFE,
        **BARE,
    )

    assert answer_of(question, wedding) is None


def test_a_title_that_says_the_contrary_does_not_keep_a_fact_from_being_so() -> None:
    opening = fact(
        "tarn.opening",
        "The Tarn bridge was opened.",
        date="1878",
        topic_title="Bridges opened and closed",
        **BARE,
    )

    assert refusal_of("when was the Tarn bridge closed", opening) == (Refusal.CONTRARY, ("closed",))


def test_whose_it_is_may_be_told_by_the_title_alone() -> None:
    drummer = fact(
        "choir.drums", "Ida Brandt is the drummer.", who=("Ida Brandt",), topic_title="Larkspur", **BARE
    )

    assert answer_of("who is the drummer of Larkspur", drummer) == "Ida Brandt"


def test_of_how_much_it_is_the_title_may_say() -> None:
    length = fact(
        "tarn.length", "The Tarn is 108 km long.", value=108, unit="km", topic_title="River Tarn", **BARE
    )

    assert answer_of("Tarn river length", length) == "108 km"


@pytest.mark.parametrize("verb", ["was elected", "was crowned", "was sworn in as"])
def test_who_is_made_something_becomes_it(verb: str) -> None:
    mayor = fact("velm.mayor", f"Mira Solen {verb} mayor of Velm.", date="1931", **BARE)

    assert answer_of("when did Mira Solen become mayor of Velm", mayor) == "1931"


def test_who_was_something_for_a_span_became_it_at_its_beginning() -> None:
    mayor = fact("velm.mayor", "Mira Solen was the first mayor of Velm.", date="1992/1999", **BARE)

    assert answer_of("when did Mira Solen become first mayor of Velm", mayor) == "1992 to 1999"


def test_where_somebody_is_from_is_no_span() -> None:
    signed = fact("velm.charter", "Mira Solen from Tarn, mayor of Velm, signed it.", date="1931", **BARE)

    assert answer_of("when did Mira Solen become mayor of Velm", signed) is None


def test_a_year_that_the_statement_has_so_is_not_outside() -> None:
    act = fact(
        "act.tax",
        "The act taxes houses built after 1950.",
        date="1948",
        value="houses built after 1950",
        **BARE,
    )

    assert answer_of("what does the act tax that was built after 1950", act) is not None


@pytest.mark.parametrize(
    "question", ["how many months did the siege of Velm last", "when did the fair in Velm last open"]
)
def test_last_is_no_turn_where_it_is_a_verb_or_an_adverb(question: str) -> None:
    siege = fact("velm.siege", "The siege of Velm went on.", value=11, unit="months", **BARE)
    fair = fact("velm.fair", "The fair in Velm is to open.", date="1931", **BARE)

    assert answer_of(question, siege, fair) is not None


def test_a_calling_that_the_fact_lacks_is_no_hindrance() -> None:
    radium = fact("radium.find", "Ada Brin discovered radium in Velm.", who=("Ada Brin",), **BARE)

    assert answer_of("which scientist discovered radium in Velm", radium) == "Ada Brin"


@pytest.mark.parametrize("nth", ["16th", "17th", "18th"])
def test_one_of_several_is_not_told_by_how_many_there_are(nth: str) -> None:
    rounds = fact("talks.rounds", "Tarn held 17 rounds of the talks.", date="1990/1994", **BARE)

    assert refusal_of(f"when was the {nth} round of the talks held", rounds) == (Refusal.CONTRARY, (nth,))
    assert answer_of("when were 17 rounds of the talks held", rounds) == "1990 to 1994"


def test_an_ordinal_of_a_day_is_no_hindrance() -> None:
    meeting = fact("guild.meeting", "The guild met on 3 May 1950.", date="1950-05-03", **BARE)

    assert answer_of("when did the guild meet on the 3rd", meeting, PRIZE, LAUNCH) == "3 May 1950"


@pytest.mark.parametrize("asked", ["elected mayor", "elected mayor of Velm", "appointed chair"])
def test_what_somebody_was_made_is_not_told_by_a_fact_of_the_one_who_is_it(asked: str) -> None:
    visit = fact(
        "velm.visit",
        "The mayor of Velm and chair of the guild, Ida Brandt, met Ada Brin.",
        date="1990-06-15",
        who=("Ida Brandt", "Ada Brin"),
        **BARE,
    )

    assert answer_of(f"when was Ida Brandt {asked}", visit) is None
    assert answer_of("when did Ada Brin meet the mayor of Velm", visit) == "15 June 1990"


def test_what_somebody_was_made_is_told_by_a_fact_of_becoming_it() -> None:
    mayor = fact(
        "velm.mayor", "Ida Brandt became mayor of Velm in 1931.", date="1931", who=("Ida Brandt",), **BARE
    )

    assert answer_of("when was Ida Brandt elected mayor", mayor, PRIZE, LAUNCH, SEAT) == "1931"


SEAT = fact(
    "council.seat",
    "Velm sat in the council of the Guild as a non-permanent member.",
    value="non-permanent member",
    **BARE,
)


def test_to_a_question_for_yes_or_no_a_non_is_an_answer() -> None:
    asked = "was Velm a permanent member of the council of the Guild"

    assert answer_of(asked, SEAT) == "non-permanent member"
    assert refusal_of(f"why {asked}", SEAT) == (Refusal.CONTRARY, ("permanent",))


def test_a_figure_is_no_answer_to_a_question_for_yes_or_no_that_is_denied() -> None:
    votes = SEAT._replace(value=120, unit="votes")

    asked = "was Velm a permanent member of the council of the Guild"
    assert refusal_of(asked, votes) == (Refusal.CONTRARY, ("permanent",))


@pytest.mark.parametrize("question", ["when was the Lark Agency created", "when did Tarn join the Guild"])
def test_what_is_only_planned_has_not_been_done(question: str) -> None:
    agency = fact(
        "lark.plan", "Mira Solen proposed in May 1990 that a Lark Agency be created.", date="1990-05", **BARE
    )
    guild = fact("guild.tarn", "In June 1991 the Guild promised to let Tarn join.", date="1991-06", **BARE)

    assert refusal_of(question, agency, guild) == (Refusal.LACKS_KIND, ("when",))


@pytest.mark.parametrize(
    "question", ["when did Mira Solen propose a Lark Agency", "when was the Lark Agency proposed"]
)
def test_when_it_was_planned_is_told_by_a_fact_of_the_plan(question: str) -> None:
    agency = fact(
        "lark.plan", "Mira Solen proposed in May 1990 that a Lark Agency be created.", date="1990-05", **BARE
    )

    assert answer_of(question, agency) == "May 1990"


def test_a_fact_of_a_plan_gives_way_to_one_as_good_of_the_deed() -> None:
    plan = fact("guild.plan", "In June 1991 the Guild promised to admit Tarn.", date="1991-06", **BARE)
    deed = fact("guild.deed", "In June 1993 the Guild did admit Tarn at last.", date="1993-06", **BARE)

    assert answer_of("when did the Guild admit Tarn", plan, deed) == "June 1993"


SOLD = fact("portrait.sale", "Velm bought the Larkspur portrait from Tarn in 1990.", date="1990", **BARE)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("when did Tarn buy the Larkspur portrait", None),
        ("when did Velm buy the Larkspur portrait", "1990"),
        ("when was the Larkspur portrait bought from Tarn", "1990"),
    ],
)
def test_what_was_bought_from_somebody_they_did_not_buy(question: str, told: str | None) -> None:
    assert answer_of(question, SOLD) == told


DEATH = fact("solen.death", "Mira Solen died at Oakhaven in 1999.", date="1999", who=("Mira Solen",), **BARE)


@pytest.mark.parametrize("cause", ["of a fever", "after an illness"])
def test_what_somebody_died_of_has_to_be_told(cause: str) -> None:
    ill = fact("solen.fever", f"Mira Solen died at Oakhaven {cause}.", who=("Mira Solen",), **BARE)

    assert refusal_of("what did Mira Solen die of", DEATH) == (Refusal.LACKS_KIND, ("what",))
    assert answer_of("what did Mira Solen die of", ill) == ill.statement


def test_what_a_thing_is_made_of_is_not_told_by_a_fact_of_no_making() -> None:
    lute = fact("lute.stamp", "The Larkspur lute is on the stamp.", **BARE)
    wood = fact("lute.wood", "The Larkspur lute is made of pine.", **BARE)

    assert answer_of("what is the Larkspur lute made of", lute) is None
    assert answer_of("what is the Larkspur lute made of", wood) == wood.statement


STAFF = fact("works.staff", "Brindle Works employs 214 people.", value=214, unit="people", **BARE)


FAIRS = [
    fact(f"fair.stall-{number}", f"At the fair of 2019 stall {number} was sold.", **BARE)
    for number in range(9)
]


@pytest.mark.parametrize("when", ["in 2019", "during 2019", "by 2019"])
def test_a_figure_of_no_date_is_not_that_of_a_year(when: str) -> None:
    asked = f"how many people did Brindle Works employ {when}"

    assert refusal_of(asked, STAFF, *FAIRS) == (Refusal.UNKNOWN_WORD, ("2019",))


def test_a_figure_of_no_date_is_that_of_no_year() -> None:
    assert answer_of("how many people does Brindle Works employ", STAFF) == "214 people"


def test_the_second_largest_is_not_the_largest() -> None:
    holder = fact("works.owner", "Tarn is the largest owner of Brindle Works.", who=("Tarn",), **BARE)

    assert refusal_of("who is the second largest owner of Brindle Works", holder) == (
        Refusal.CONTRARY,
        ("second",),
    )
    assert answer_of("who is the largest owner of Brindle Works", holder) == "Tarn"


@pytest.mark.parametrize("done", ["were arrested", "have been sent home"])
def test_of_whom_something_was_done_to_is_not_told_by_how_many_came(done: str) -> None:
    crowd = fact("march.crowd", "2,500 people were on the Larkspur March.", value=2500, unit="people", **BARE)

    assert answer_of(f"how many people {done} on the Larkspur March", crowd) is None
    assert answer_of("how many people were on the Larkspur March", crowd) == "2500 people"


@pytest.mark.parametrize(
    "statement",
    [
        "Brindle Works makes no carts, because the guild forbade it.",
        "Brindle Works refused to make carts, because the guild forbade it.",
    ],
)
def test_a_question_may_deny_what_the_fact_denies_by_another_word(statement: str) -> None:
    carts = fact("works.carts", statement, answer="because the guild forbade it", **BARE)

    assert answer_of("why does Brindle Works not make carts", carts) == "because the guild forbade it"


def test_a_question_for_yes_or_no_needs_every_name_that_it_has() -> None:
    left = fact("velm.harbour", "Velm left its harbour to rust.", who=("Velm",), **BARE)
    others = [
        fact(f"tarn.{key}", f"Tarn has a {key}.", who=("Tarn",), **BARE) for key in ("mill", "pier", "mint")
    ]

    assert answer_of("did Velm leave Tarn", left, *others) is None
    assert answer_of("did Velm leave its harbour", left, *others)


SPEAKER = fact(
    "house.speaker", "Mira Solen was elected Speaker, succeeding Ida Brandt.", who=("Mira Solen",), **BARE
)
SWORN = fact(
    "house.mayor",
    "Mira Solen was sworn in as mayor by Tobias Marl.",
    who=("Mira Solen", "Tobias Marl"),
    **BARE,
)


def test_who_came_before_somebody_is_told_by_a_fact_of_their_succession() -> None:
    assert answer_of("who was Speaker before Mira Solen", SPEAKER) == SPEAKER.statement
    assert answer_of("who was mayor before Mira Solen", SWORN) is None
    assert answer_of("who was sworn in as mayor", SWORN) == "Mira Solen and Tobias Marl"


def test_whom_somebody_beat_is_told_by_a_statement_of_it() -> None:
    beaten = fact("vote.solen", "Mira Solen beat the sitting mayor Ida Brandt.", who=("Mira Solen",), **BARE)

    assert answer_of("who did Mira Solen beat", beaten) == beaten.statement


def test_where_it_was_held_is_told_by_a_fact_of_it_with_a_place() -> None:
    tried = fact("case.place", "The Larkspur case was heard in Oakhaven.", where=("Oakhaven",), **BARE)

    assert answer_of("where was the Larkspur case held", tried) == "Oakhaven"


def test_why_it_was_done_may_be_told_by_after_what() -> None:
    off = fact(
        "walk.off", "The Larkspur strike was called off after the death of the queen.", date="1999", **BARE
    )

    assert answer_of("why was the Larkspur strike called off", off) == off.statement
    assert answer_of("why was the long Larkspur strike resumed", off) is None


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("how much did the Larkspur book cost", None),
        ("total cost of the 400 Larkspur copies", None),
        ("how many copies of the Larkspur book were there", "400 copies"),
    ],
)
def test_a_price_is_no_number_of_things(question: str, told: str | None) -> None:
    book = fact("book.run", "The Larkspur book had 400 copies.", value=400, unit="copies", **BARE)

    assert answer_of(question, book) == told


def test_a_share_of_a_cost_is_no_price() -> None:
    share = fact(
        "work.share",
        "The guild bears a share of the cost of the Kestrel Bridge.",
        value=40,
        unit="per cent",
        **BARE,
    )

    assert (
        answer_of("what share of the cost of the Kestrel Bridge does the guild bear", share) == "40 per cent"
    )


def test_a_temperature_is_told_by_its_unit() -> None:
    iron = fact("iron.melting", "Larkspur iron melts.", value=1538, unit="°C", **BARE)

    assert answer_of("at what temperature does Larkspur iron melt", iron) == "1538 °C"


@pytest.mark.parametrize(("measure", "told"), [("wide", None), ("long", "27 km")])
def test_a_road_is_no_27_km_wide(measure: str, told: str | None) -> None:
    road = fact("road.royal", "The Royal Road of Tarn ran from Velm to Brae.", value=27, unit="km", **BARE)

    assert answer_of(f"how {measure} was the Royal Road", road) == told


@pytest.mark.parametrize("verb", ["founded", "heads", "runs"])
def test_who_has_founded_what_is_only_planned_is_not_known(verb: str) -> None:
    plan = fact(
        "lark.plan",
        "President Mira Solen proposed that a Lark Agency be founded.",
        who=("Mira Solen",),
        **BARE,
    )

    assert answer_of(f"who {verb} the Lark Agency", plan) is None
    assert answer_of("who proposed the Lark Agency", plan) == "Mira Solen"


def test_who_was_the_first_is_not_told_by_a_fact_of_another() -> None:
    assert answer_of("who was the first Speaker", SPEAKER) is None
    assert answer_of("who was Speaker", SPEAKER) == "Mira Solen"


def test_who_signed_it_is_not_told_by_when_it_was_signed() -> None:
    pact = fact(
        "pact.tarn",
        "Tarn left the Great War by the Pact of Velm, signed on 3 March 1918.",
        where=("Velm",),
        **BARE,
    )
    by = pact._replace(
        statement="Tarn left the war by the Pact of Velm, signed on 3 March 1918 by Ida Brandt."
    )

    assert answer_of("who signed the Pact of Velm", pact) is None
    assert answer_of("who signed the Pact of Velm", by) == by.statement


def test_a_first_name_alone_is_of_somebody_else() -> None:
    death = fact("solen.death", "Mira Solen died in 1851.", date="1851", who=("Mira Solen",), **BARE)
    mother = fact("solen.mother", "Her mother was Mira Brandt.", who=("Mira Brandt",), **BARE)

    assert answer_of("when did Mira Brandt die", death, mother) is None
    assert answer_of("when did Mira Solen die", death, mother) == "1851"


@pytest.mark.parametrize(
    "question", ["which countries take part in the Velm process", "which country hosts the Velm process"]
)
def test_one_country_is_not_several(question: str) -> None:
    talks = fact("velm.host", "Tarn hosts the Velm process, and takes part.", where=("Tarn",), **BARE)

    assert answer_of(question, talks) == (None if "countries" in question else "Tarn")


@pytest.mark.parametrize(
    ("statement", "question"),
    [
        ("Ida Brandt, who would later lead the guild, was born in 1930.", "when was Ida Brandt born"),
        ("Velm promised in 1961 to send a boat, and Lark 11 landed in 1969.", "when did Lark 11 land"),
        ("Tarn offered to merge, and the merger was completed in 1956.", "when was the merger completed"),
        (
            "The pact, under which members promise to defend each other, was signed in 1972.",
            "when was the pact signed",
        ),
        (
            "Under the plan to renew the works, a new foundry was opened in 1972.",
            "when was the foundry opened",
        ),
    ],
)
def test_what_is_done_beside_a_plan_is_done(statement: str, question: str) -> None:
    done = fact("a.done", statement, date="1980", **BARE)

    assert answer_of(question, done) == "1980"


@pytest.mark.parametrize(
    ("statement", "question"),
    [
        ("Tobias Marl attended the wedding, far away in Velm.", "who did not attend the wedding"),
        ("Tobias Marl finished the race, though his brother failed.", "who did not finish the race"),
        ("Tobias Marl signed the pact without delay.", "who did not sign the pact"),
    ],
)
def test_a_fact_that_denies_something_else_is_contrary(statement: str, question: str) -> None:
    affirmed = fact("a.affirmed", statement, who=("Tobias Marl",), **BARE)

    assert refusal_of(question, affirmed) == (Refusal.CONTRARY, ("not",))


def test_a_fact_answers_the_very_question_that_it_is_there_for() -> None:
    bell = fact(
        "bell.metal", "The Larkspur bell is bronze.", asks=("what is the Larkspur bell made of?",), **BARE
    )
    plan = fact(
        "lark.plan",
        "Mira Solen hoped to found a Lark Agency.",
        date="1990",
        asks=("when was the Lark Agency founded",),
        **BARE,
    )

    assert answer_of("What is the Larkspur bell made of?", bell) == bell.statement
    assert answer_of("when was the Lark Agency founded", plan) == "1990"


@pytest.mark.parametrize("question", ["how deep is the Brae Trench", "what is the depth of the Brae Trench"])
def test_a_trench_that_is_said_to_be_deep_may_be_11_km_so(question: str) -> None:
    trench = fact("brae.trench", "The Brae Trench is 11 km deep.", value=11, unit="km", **BARE)

    assert answer_of(question, trench) == "11 km"


def test_a_figure_is_of_the_year_as_of_which_it_is_known() -> None:
    known = STAFF._replace(as_of=edtf.parse("2019-10-28"))

    assert answer_of("how many people did Brindle Works employ in 2019", known, *FAIRS) == "214 people"


def test_who_landed_on_something_did_so() -> None:
    moon = fact("moon.landing", "Neil Crane landed on the moon in 1970.", **BARE)

    assert answer_of("who landed on the moon", moon) == moon.statement


def test_what_came_from_somebody_may_have_been_done_by_them() -> None:
    band = fact("cup.win", "The band from Velmore won the Brass Cup in 1988.", date="1988", **BARE)

    assert answer_of("when did Velmore win the Brass Cup", band) == "1988"


def test_a_test_match_is_no_superlative() -> None:
    match = fact("brae.match", "The Brae test match took place in 1932.", date="1932", **BARE)

    assert answer_of("when was the third Brae test match", match) == "1932"


def test_somebody_known_by_a_first_name_is_the_one_of_that_name() -> None:
    painted = fact("supper.town", "Leonardo painted the Last Supper in Velm.", where=("Velm",), **BARE)
    born = fact("leonardo.birth", "His birth was in 1452.", who=("Leonardo da Vinci",), **BARE)

    assert answer_of("where did Leonardo da Vinci paint the Last Supper", painted, born) == "Velm"
