"""Whatever is asked, a search answers in order, and never fails."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from kzun.edtf import Date, parse
from kzun.errors import UnknownFactError
from kzun.fact import Fact
from kzun.factbase import FactBase
from kzun.search.filling import wanted
from kzun.search.filter import Filter
from kzun.search.index import Index
from kzun.search.question import MOST_WORDS, analyse
from kzun.search.ranking import Ranked, search
from kzun.search.reply import Outcome
from kzun.search.text import MAX_WORD, fold, stem, words
from tests.builders import fact
from tests.stores import BARE, base_of, index_of

FACTS = (
    fact(
        "bridge.opening",
        "The Kestrel Bridge opened to traffic.",
        date="1931-05-09",
        where=("Oakhaven",),
        **BARE,
    ),
    fact("bridge.length", "The Kestrel Bridge is 412 metres long.", value=412, unit="metres", **BARE),
    fact("bridge.closure", "The Kestrel Bridge was shut for repairs.", date="1975/1978", **BARE),
    fact(
        "choir.founding",
        "Mira Solen founded the Larkspur Choir.",
        date="1987-03",
        who=("Mira Solen",),
        **BARE,
    ),
    fact(
        "choir.joining",
        "The Larkspur Choir joined a guild in Tarn.",
        date="1990-06-15",
        where=("Tarn",),
        **BARE,
    ),
    fact("choir.languages", "The Larkspur Choir sings.", value=("Welsh", "Manx"), **BARE),
    fact(
        "feast.day", "The lantern feast is kept in Oakhaven.", date="XXXX-08-29", where=("Oakhaven",), **BARE
    ),
    fact(
        "company.since",
        "Brindle Works has been in Тарн.",
        date="1960/..",
        who=("Brindle Works",),
        where=("Тарн",),
        **BARE,
    ),
)
BASE = base_of(*FACTS, today="2020-01-01")
AGAIN = base_of(*FACTS, today="2020-01-01")
INDEX = index_of(*FACTS)
SNAGS = (
    '"', "''", "NEAR(kestrel bridge, 2)", "AND", "OR NOT", "*", "kestrel*", "-bridge", "^",
    "statement:", "{a b}:", "+", "(", ")", "\0", "\ud800", "\udcff", "😀", "\u202e", "مرحبا", "שלום",
    "Қазақстан", "中文", "½", "ß", "İ", "\u0345", "\r\n", "%s", "{}", "\\", "'; DROP TABLE facts; --",
    "1,000", "1.2.3", "U.N.", "non-", "'s", "１２", "\ufeff", "ﬁ", "x" * 70,
)  # fmt: skip
ASKING = (
    "when", "did", "the", "how", "long", "ago", "many", "days", "between", "and", "since", "before",
    "after", "first", "last", "facts", "about", "which", "what", "who", "where", "why", "number of",
    "list", "not", "Kestrel", "Bridge", "kestral", "choir", "Larkspur", "larkspurchoir", "open",
    "leave", "join", "founded", "Oakhaven", "Tarn", "metres", "languages", "1931", "412", "sang",
    "zzyzx",
)  # fmt: skip
PIECES = st.sampled_from(SNAGS) | st.sampled_from(ASKING) | st.text(max_size=12)
ANY_TEXT = (
    st.text()
    | st.lists(PIECES, min_size=1, max_size=12).map(" ".join)
    | st.lists(PIECES, max_size=6).map("".join)
)
QUESTIONS = st.lists(st.sampled_from(ASKING), min_size=1, max_size=10).map(" ".join)
DAYS = st.sampled_from(
    ("1930", "1931-05", "1931-05-09", "1960", "1977-01", "1987", "1990/1991", "2020", "9999")
).map(parse)
NAMES = (
    st.sampled_from(("Oakhaven", "oakhavn", "Tarn", "Тарн", "Mira Solen", "Brindle Works", "Nobody", "?!"))
    | ANY_TEXT
)
FILTERS = st.builds(
    Filter,
    topics=st.lists(st.sampled_from(("bridge", "choir", "feast", "zzz")) | ANY_TEXT, max_size=2).map(tuple),
    who=st.lists(NAMES, max_size=2).map(tuple),
    where=st.lists(NAMES, max_size=2).map(tuple),
    start=st.none() | DAYS,
    end=st.none() | DAYS,
)
SPARSE = st.builds(Filter, start=st.none() | DAYS, end=st.none() | DAYS) | FILTERS
DATES = st.sampled_from(
    (
        "1992-03-02",
        "2009-12",
        "2015",
        "2017/2018",
        "2017/..",
        "../1991",
        "1990~",
        "XXXX-08-29",
        "XXXX-02-29",
        "0000",
    )
)
LONG = 100_000


def asked(text: str) -> str:
    """The text, or some word where it is white space, which asks nothing."""
    return text if text.strip() else "bridge"


def satisfies(one: Fact, keep: Filter) -> bool:
    """Whether a fact is kept, by the plain reading of the filter."""
    return (
        (not keep.topics or one.topic in keep.topics)
        and (not keep.who or _has(one.who, keep.who))
        and (not keep.where or _has(one.where, keep.where))
        and _within(one.date, keep)
    )


def _has(names: tuple[str, ...], wanted_names: tuple[str, ...]) -> bool:
    """Whether some of the names may be meant: any that is spelt somewhat like one of those."""
    return bool(names) and any(words(name) for name in wanted_names)


def _within(date: Date | None, keep: Filter) -> bool:
    if not (keep.start or keep.end):
        return True
    if date is None or date.recurs:
        return False
    after = (
        keep.start is None
        or date.latest is None
        or keep.start.earliest is None
        or date.latest >= keep.start.earliest
    )
    before = (
        keep.end is None
        or date.earliest is None
        or keep.end.latest is None
        or date.earliest <= keep.end.latest
    )
    return after and before


def hits(question: str, index: Index) -> list[Ranked]:
    analysed = analyse(question, index)
    return search(analysed, index, Filter(), wanted(analysed))


@given(query=ANY_TEXT.map(asked), keep=SPARSE, limit=st.integers(0, 9), reverse=st.booleans())
@example(query="\0", keep=Filter(), limit=5, reverse=False)
@example(query="\ud800", keep=Filter(topics=("\ud800",)), limit=5, reverse=False)
@example(query="how long between and", keep=Filter(), limit=5, reverse=False)
@example(query="how many facts about ", keep=Filter(), limit=0, reverse=True)
def test_any_text_is_a_query_and_never_an_error(
    query: str, keep: Filter, limit: int, *, reverse: bool
) -> None:
    reply = BASE.search(query, keep=keep, limit=limit, reverse=reverse)

    assert reply.query == query
    assert (reply.answer is None) is (reply.outcome is not Outcome.ANSWERED)
    assert (reply.declined is None) is (reply.answer is not None)
    assert reply.answer is None or (
        0 <= reply.answer.confidence <= 1 and reply.answer.facts and reply.answer.text
    )
    assert len(reply.hits) <= (limit or len(FACTS))


@given(ANY_TEXT, SPARSE, st.none() | st.tuples(st.integers(1, 12), st.integers(1, 31)))
def test_any_text_is_a_timeline_and_never_an_error(
    query: str, keep: Filter, on: tuple[int, int] | None
) -> None:
    found = BASE.timeline(query, keep=keep, on=on)

    assert set(map(id, found)) <= set(map(id, BASE.timeline(keep=keep)))
    assert all(one.date and (on is None or one.date.falls_on(*on)) for one in found)


@given(ANY_TEXT)
def test_any_text_is_an_id_or_is_unknown(text: str) -> None:
    try:
        found = BASE.show(text)
    except UnknownFactError:
        found = ()

    assert found == tuple(one for one in BASE.list() if text in (one.id, one.topic))


@settings(max_examples=20)
@given(
    st.sampled_from(
        (*SNAGS, *ASKING, "between a and", "how long after was", "non- ", "a.b.", "Qq ", "?", "\n")
    ),
    st.sampled_from(("", "how long ", "how many days since ", "how many facts ")),
    st.sampled_from(("", " ")),
)
def test_a_text_of_100_kb_is_a_query_like_any_other(piece: str, beginning: str, joint: str) -> None:
    text = asked(beginning + (piece + joint) * (LONG // len(piece + joint)))

    assert BASE.search(text).query == text
    assert len(analyse(text, INDEX).words) <= 2 * MOST_WORDS


@given(ANY_TEXT.map(asked), SPARSE)
def test_a_reply_is_the_same_every_time(query: str, keep: Filter) -> None:
    assert AGAIN.search(query, keep=keep) == BASE.search(query, keep=keep) == BASE.search(query, keep=keep)


@given(QUESTIONS | ANY_TEXT.map(asked), SPARSE)
def test_hits_stand_by_their_scores_which_their_reasons_make(query: str, keep: Filter) -> None:
    found = BASE.search(query, keep=keep, limit=0).hits

    scores = [hit.score for hit in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert scores == [sum(reason.points for reason in hit.reasons) for hit in found]


@given(QUESTIONS, st.integers(1, 9))
def test_few_hits_are_the_first_of_all_with_the_same_answer(query: str, limit: int) -> None:
    few, every = BASE.search(query, limit=limit), BASE.search(query, limit=0)

    assert few.hits == every.hits[:limit]
    assert (few.answer, few.declined) == (every.answer, every.declined)


@given(QUESTIONS, FILTERS)
def test_every_hit_of_a_filtered_search_satisfies_the_filter(query: str, keep: Filter) -> None:
    reply = BASE.search(query, keep=keep, limit=0)

    assert [hit.fact.id for hit in reply.hits if not satisfies(hit.fact, keep)] == []
    assert [one.id for one in BASE.list(keep=keep) if not satisfies(one, keep)] == []
    assert reply.answer is None or all(satisfies(one, keep) for one in reply.answer.facts)


@settings(max_examples=20)
@given(st.lists(DATES, min_size=1, max_size=9))
def test_a_timeline_is_sorted_whatever_the_dates(dates: list[str]) -> None:
    base: FactBase = base_of(
        *(fact(f"a.n{number}", "It was.", date=date, **BARE) for number, date in enumerate(dates))
    )

    timeline = base.timeline()

    assert [one.date.sort_key for one in timeline if one.date] == sorted(
        parse(date).sort_key for date in dates
    )
    assert base.timeline(reverse=True) == timeline[::-1]


@given(
    QUESTIONS,
    st.text(st.sampled_from("bcdfgmpvwxz "), min_size=3).filter(str.strip),
    st.integers(0, len(FACTS)),
)
def test_an_unrelated_fact_never_hides_a_fact_that_was_found(query: str, statement: str, place: int) -> None:
    stranger = fact("stranger.one", f"Q{statement}.", **BARE)
    facts = (*FACTS[:place], stranger, *FACTS[place:])

    before = {one.candidate.id for one in hits(query, INDEX)}
    after = {one.candidate.id for one in hits(query, index_of(*facts))}

    assert before <= after


@given(st.sampled_from(FACTS))
def test_a_fact_is_found_by_its_own_statement_first(one: Fact) -> None:
    assert BASE.search(one.statement).hits[0].fact == one._replace(
        file=f"{one.topic}.toml", line=BASE.show(one.id)[0].line
    )


@given(st.text())
def test_a_fact_keeps_whatever_title_its_topic_has_and_its_own_columns(title: str) -> None:
    titled = fact("choir.drums", "Ida Brandt is on drums.", topic_title=title, **BARE)

    found = hits("drums", index := index_of(titled))[0].candidate

    assert index.fact(found.number) == titled
    assert (
        found.columns[:-1]
        == hits("drums", index_of(titled._replace(topic_title="")))[0].candidate.columns[:-1]
    )


@given(ANY_TEXT)
def test_words_are_short_ascii_and_stay_what_they_are(text: str) -> None:
    read = words(text)

    assert all(word and len(word) <= MAX_WORD and word.isascii() and word == word.lower() for word in read)
    assert all(stem(word) for word in read)
    assert fold(fold(text)) == fold(text)
    assert words(" ".join(read)) == read or "non" in " ".join(read) or any("." in word for word in read)


@given(one=st.text(), other=st.text())
def test_a_text_is_folded_as_its_parts_are(one: str, other: str) -> None:
    assert fold(one + other) == fold(one) + fold(other)
