"""Fact bases from files, as the command line and other programs use them."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from kzun.edtf import parse
from kzun.errors import (
    EmptyQueryError,
    EmptyStoreError,
    MissingStoreError,
    UnknownFactError,
    UnreadableError,
)
from kzun.fact import Fact, Topic
from kzun.factbase import FactBase
from kzun.problem import Severity
from kzun.search.filter import Filter
from kzun.search.reply import Kind, Outcome
from tests.builders import fact
from tests.stores import BARE, base_of, write_store

BRIDGE = """
title = "The Kestrel Bridge"
summary = "An old bridge."

[opening]
statement = "The Kestrel Bridge opened to traffic."
date = 1931-05-09
see = ["choir.founding", "bridge.length"]

[length]
statement = "The Kestrel Bridge is 412 metres long."
value = 412
unit = "metres"
"""
CHOIR = """
[founding]
statement = "Mira Solen founded the Larkspur Choir."
date = "1987-03"
who = ["Mira Solen"]
see = ["bridge.opening"]
"""
DATED = (
    fact("choir.yearly", "The choir feast is kept.", date="XXXX-05-09", **BARE),
    fact("choir.late", "The choir toured the Kestrel hills.", date="1999", **BARE),
    fact("choir.span", "The choir was on leave.", date="1990-05-09/1991-03-01", **BARE),
    fact("choir.early", "The choir was founded.", date="1987-03-01", **BARE),
    fact("choir.undated", "The choir is large.", **BARE),
    fact("choir.month", "The choir rented a hall.", date="1987-03", **BARE),
    fact("choir.since", "The choir has had a name.", date="1988-03-01/..", **BARE),
)
IN_ORDER = [f"choir.{key}" for key in ("month", "early", "since", "span", "late", "yearly")]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return _store(tmp_path / "facts", bridge=BRIDGE, choir=CHOIR)


@pytest.fixture(scope="module")
def dated() -> FactBase:
    return base_of(*DATED, words=[["tour", "voyage"]])


def _store(folder: Path, **files: str) -> Path:
    folder.mkdir()
    for stem, text in files.items():
        (folder / f"{stem}.toml").write_text(text, encoding="utf-8")
    return folder


def opened(*folders: Path) -> FactBase:
    return FactBase.open([str(folder) for folder in folders], environ={})


def ids(facts: Sequence[Fact]) -> list[str]:
    return [one.id for one in facts]


# Opening.


def test_a_store_is_opened_with_its_facts_and_topics(store: Path) -> None:
    base = opened(store)

    assert ids(base.list()) == ["bridge.opening", "bridge.length", "choir.founding"]
    assert base.topics == {
        "bridge": Topic("bridge", "The Kestrel Bridge", "An old bridge."), "choir": Topic("choir", "choir"),
    }  # fmt: skip
    assert base.problems == ()


def test_the_environment_names_the_stores(store: Path, tmp_path: Path) -> None:
    other = _store(tmp_path / "other", river='[ford]\nstatement = "It is shallow."\n')

    base = FactBase.open(environ={"KZUN_FACTS": f"{other}{os.pathsep}{store}"})

    assert ids(base.list()) == ["river.ford", "bridge.opening", "bridge.length", "choir.founding"]


def test_a_fact_of_an_earlier_store_hides_that_of_a_later_one(store: Path, tmp_path: Path) -> None:
    own = _store(
        tmp_path / "own",
        bridge='title = "Mine"\n[length]\nstatement = "The Kestrel Bridge is 413 metres."\nvalue = 413\n',
        thesaurus='words = [["long", "sesquipedalian"]]',
    )

    base = opened(own, store)

    assert ids(base.list()) == ["bridge.length", "bridge.opening", "choir.founding"]
    assert base.show("bridge.length")[0].value == 413
    assert base.topics["bridge"] == Topic("bridge", "Mine", "An old bridge.")
    assert base.search("how sesquipedalian is the bridge").hits[0].fact.id == "bridge.length"


def test_a_base_does_not_change_when_files_do(store: Path) -> None:
    base = opened(store)
    (store / "bridge.toml").unlink()

    assert ids(base.show("bridge")) == ["bridge.opening", "bridge.length"]
    assert ids(opened(store).list()) == ["choir.founding"]


def test_a_damaged_file_hides_no_other(store: Path) -> None:
    (store / "river.toml").write_text("[ford\n", encoding="utf-8")
    (store / "hill.toml").write_bytes(b"title = '\xff'")
    (store / "mill.toml").write_text('[wheel]\nstatement = "It turns."\ncolour = "red"\n', encoding="utf-8")

    base = opened(store)

    assert ids(base.list()) == ["bridge.opening", "bridge.length", "choir.founding"]
    assert [(Path(one.path).name, one.severity, one.code) for one in base.problems] == [
        ("hill.toml", Severity.ERROR, "encoding"),
        ("mill.toml", Severity.ERROR, "unknown-key"),
        ("river.toml", Severity.ERROR, "syntax"),
    ]
    assert base.search("who founded the Larkspur Choir").outcome is Outcome.ANSWERED


def test_a_store_of_damaged_files_alone_is_opened_for_its_problems(tmp_path: Path) -> None:
    base = opened(_store(tmp_path / "facts", river="[ford\n"))

    assert base.list() == ()
    assert len(base.problems) == 1
    assert base.search("river").outcome is Outcome.NONE


@pytest.mark.parametrize("files", [{}, {"thesaurus": 'words = [["a", "b"]]'}, {"river": 'title = "A river"'}])
def test_a_store_without_facts_and_problems_is_empty(files: dict[str, str], tmp_path: Path) -> None:
    folder = _store(tmp_path / "facts", **files)

    with pytest.raises(EmptyStoreError) as caught:
        opened(folder)

    assert caught.value.paths == (str(folder),)


def test_a_store_that_is_not_there_is_missing(tmp_path: Path) -> None:
    with pytest.raises(MissingStoreError):
        opened(tmp_path / "nowhere")


def test_a_store_that_is_no_store_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "facts.txt").write_text("no store")

    with pytest.raises(UnreadableError):
        opened(tmp_path / "facts.txt")


# Searching.


@pytest.mark.parametrize("query", ["", " ", "\t\n", "\u3000\u2003"])
def test_a_query_of_white_space_asks_nothing(query: str, dated: FactBase) -> None:
    with pytest.raises(EmptyQueryError):
        dated.search(query)


def test_a_reply_holds_the_query_as_it_was_typed(dated: FactBase) -> None:
    assert dated.search("  When was the\tchior founded? ").query == "  When was the\tchior founded? "


def test_a_reply_says_what_was_corrected(dated: FactBase) -> None:
    assert dated.search("when was the chior founded").corrected == {"chior": "choir"}


@pytest.mark.parametrize(
    ("query", "outcome"),
    [
        ("when was the choir founded", Outcome.ANSWERED),
        ("how much was the choir's leave", Outcome.RELATED),
        ("zzyzx", Outcome.NONE),
    ],
)
def test_a_search_ends_answered_related_or_with_none(query: str, outcome: Outcome, dated: FactBase) -> None:
    reply = dated.search(query)

    assert reply.outcome is outcome
    assert (reply.answer is None) is (outcome is not Outcome.ANSWERED)
    assert (reply.declined is None) is (outcome is Outcome.ANSWERED)
    assert (reply.hits == ()) is (outcome is Outcome.NONE)


@pytest.mark.parametrize(("limit", "hits"), [(1, 1), (3, 3), (5, 5), (0, 7), (99, 7)])
def test_a_search_gives_as_many_hits_as_wanted(limit: int, hits: int, dated: FactBase) -> None:
    found = dated.search("choir", limit=limit).hits

    assert len(found) == hits
    assert found == dated.search("choir", limit=0).hits[:hits]


def test_a_search_gives_five_hits_if_nothing_else_is_said(dated: FactBase) -> None:
    assert len(dated.search("choir").hits) == 5


def test_a_search_in_reverse_gives_the_same_hits_with_the_best_last(dated: FactBase) -> None:
    ahead, back = dated.search("choir founded", limit=3), dated.search("choir founded", limit=3, reverse=True)

    assert back.hits == ahead.hits[::-1]
    assert (back.answer, back.declined) == (ahead.answer, ahead.declined)


def test_an_answer_is_looked_for_in_what_the_filter_keeps(dated: FactBase) -> None:
    reply = dated.search("when was the choir founded", keep=Filter(start=parse("1990")))

    assert reply.answer is None or "choir.early" not in ids(reply.answer.facts)
    assert {"choir.early", "choir.month"}.isdisjoint(hit.fact.id for hit in reply.hits)


def test_a_today_is_what_a_length_of_time_is_counted_to() -> None:
    base = base_of(*DATED, today="1987-03-02")

    answer = base.search("how long ago was the choir founded").answer

    assert answer is not None
    assert (answer.text, answer.kind) == ("1 day", Kind.DURATION)


# Timelines.


def test_a_timeline_is_every_dated_fact_earliest_first(dated: FactBase) -> None:
    assert ids(dated.timeline()) == IN_ORDER


@pytest.mark.parametrize("query", ["", "  "])
def test_a_timeline_of_an_empty_query_is_the_whole(query: str, dated: FactBase) -> None:
    assert ids(dated.timeline(query)) == IN_ORDER


@pytest.mark.parametrize(
    ("query", "covered"),
    [
        ("choir founded", ["choir.early"]),
        ("the choir", IN_ORDER),
        ("choir voyage", ["choir.late"]),
        ("chior tuored", ["choir.late"]),
        ("choir kestrel zzyzx", []),
        ("large", []),
        ("the of", []),
    ],
)
def test_a_timeline_of_a_query_covers_every_content_word(
    query: str, covered: list[str], dated: FactBase
) -> None:
    assert ids(dated.timeline(query)) == covered


@pytest.mark.parametrize(
    ("on", "found"),
    [
        ((5, 9), ["choir.span", "choir.yearly"]),
        ((3, 1), ["choir.early", "choir.since", "choir.span"]),
        ((1, 1), []),
        ((2, 29), []),
    ],
)
def test_anniversaries_are_days_first_days_last_days_and_days_of_every_year(
    on: tuple[int, int], found: list[str], dated: FactBase
) -> None:
    assert ids(dated.timeline(on=on)) == found


def test_a_timeline_is_limited_after_it_is_sorted_and_reversed(dated: FactBase) -> None:
    assert ids(dated.timeline(limit=2)) == IN_ORDER[:2]
    assert ids(dated.timeline(limit=2, reverse=True)) == IN_ORDER[:-3:-1]
    assert ids(dated.timeline(limit=0, reverse=True)) == IN_ORDER[::-1]


def test_a_range_keeps_days_of_every_year_out(dated: FactBase) -> None:
    assert ids(dated.timeline(keep=Filter(start=parse("1990")))) == [
        "choir.since",
        "choir.span",
        "choir.late",
    ]


def test_of_one_date_the_ids_decide() -> None:
    base = base_of(*(fact(f"choir.{key}", "It sang.", date="1987", **BARE) for key in ("c", "a", "b")))

    assert ids(base.timeline()) == ["choir.a", "choir.b", "choir.c"]


# Looking up.


def test_an_id_shows_its_fact_and_a_topic_all_its_facts(store: Path) -> None:
    base = opened(store)

    assert ids(base.show("bridge.length")) == ["bridge.length"]
    assert ids(base.show("bridge")) == ["bridge.opening", "bridge.length"]
    assert (base.show("bridge.length")[0].file, base.show("bridge.length")[0].line) == ("bridge.toml", 10)


@pytest.mark.parametrize(("wanted", "nearest"), [("bridge.lenght", "bridge.length"), ("choirs", "choir")])
def test_an_unknown_id_is_refused_with_the_nearest(wanted: str, nearest: str, store: Path) -> None:
    with pytest.raises(UnknownFactError) as caught:
        opened(store).show(wanted)

    assert (caught.value.wanted, caught.value.nearest[0]) == (wanted, nearest)


@pytest.mark.parametrize("wanted", ["", "zzz", "\ud800", "bridge.%", "'"])
def test_an_id_like_no_other_is_refused_without_any(wanted: str, store: Path) -> None:
    with pytest.raises(UnknownFactError) as caught:
        opened(store).show(wanted)

    assert caught.value.wanted == wanted


def test_a_list_is_in_the_order_of_the_store_limited_and_reversed(dated: FactBase) -> None:
    everything = ids(DATED)

    assert ids(dated.list()) == everything
    assert ids(dated.list(limit=2)) == everything[:2]
    assert ids(dated.list(reverse=True)) == everything[::-1]
    assert ids(dated.list(limit=2, reverse=True)) == everything[:-3:-1]
    assert ids(dated.list(keep=Filter(start=parse("1999")), limit=1)) == ["choir.late"]


def test_related_facts_are_those_that_a_fact_sees_in_its_order(store: Path) -> None:
    base = opened(store)

    assert ids(base.related(base.show("bridge.opening")[0])) == ["choir.founding", "bridge.length"]
    assert base.related(base.show("bridge.length")[0]) == ()
    assert base.related(fact("a.b", see=("bridge.zzz",))) == ()


# Checking.


def codes(base: FactBase, *, asks: bool = False) -> list[tuple[str, str, int]]:
    return [(Path(one.path).name, one.code, one.line) for one in base.check(asks=asks)]


SOURCED = """
[opening]
statement = "The Kestrel Bridge opened to traffic."
source = "gazette"
asks = ["when did the bridge open", "who wept on the quay?"]

[quay]
statement = "Many wept on the quay."
source = "gazette"
"""
SOURCES = '[gazette]\ntitle = "The Oakhaven Gazette"\n'


def test_a_store_with_nothing_wrong_has_no_problems(tmp_path: Path) -> None:
    base = opened(_store(tmp_path / "facts", bridge=SOURCED, sources=SOURCES))

    assert base.check() == ()


def test_a_check_finds_what_only_shows_in_many_facts_together(store: Path) -> None:
    assert codes(opened(store)) == [
        ("bridge.toml", "no-source", 5),
        ("bridge.toml", "one-way-see", 8),
        ("bridge.toml", "no-source", 10),
        ("choir.toml", "no-source", 2),
    ]


def test_a_check_holds_what_the_reader_found(store: Path) -> None:
    (store / "river.toml").write_text("[ford\n", encoding="utf-8")

    base = opened(store)

    assert set(base.problems) < set(base.check())
    assert list(base.check()) == sorted(base.check())


def test_a_check_says_which_facts_hide_others(store: Path, tmp_path: Path) -> None:
    own = _store(tmp_path / "own", bridge='[length]\nstatement = "It is long."\n')

    assert ("bridge.toml", "hides", 1) in codes(opened(own, store))


def test_a_question_that_another_fact_answers_first_is_missed(tmp_path: Path) -> None:
    base = opened(_store(tmp_path / "facts", bridge=SOURCED, sources=SOURCES))

    (problem,) = base.check(asks=True)

    assert (problem.severity, problem.code, problem.line) == (Severity.WARNING, "missed-ask", 5)
    assert problem.text == "'who wept on the quay?' finds bridge.quay first"
    assert base.check(asks=True) == (problem,)


def test_a_question_that_finds_nothing_is_missed(tmp_path: Path) -> None:
    text = '[opening]\nstatement = "It opened."\nsource = "gazette"\nasks = ["zzyzx"]\n'
    base = opened(_store(tmp_path / "facts", bridge=text, sources=SOURCES))

    assert [one.text for one in base.check(asks=True)] == ["'zzyzx' finds nothing first"]


def test_a_question_that_a_topic_declines_and_a_fact_answers_is_a_problem(tmp_path: Path) -> None:
    text = 'declines = ["when did the Kestrel Bridge fall", "when did the Kestrel Bridge open?"]\n' + BRIDGE
    base = opened(_store(tmp_path / "facts", bridge=text, choir=CHOIR))

    answered = [one for one in base.check(asks=True) if one.code == "answered-decline"]

    assert [(one.line, one.severity, one.text) for one in answered] == [
        (1, Severity.WARNING, "'when did the Kestrel Bridge open?' is answered: 9 May 1931")
    ]
    assert [one.code for one in base.check()].count("answered-decline") == 0


def test_after_a_check_the_questions_of_facts_are_searched_again(tmp_path: Path) -> None:
    text = SOURCED.replace("who wept on the quay?", "when was the sesquicentennial")
    base = opened(_store(tmp_path / "facts", bridge=text, sources=SOURCES))
    before = base.search("sesquicentennial")

    base.check(asks=True)

    assert base.search("sesquicentennial") == before
    assert [hit.fact.id for hit in before.hits] == ["bridge.opening"]


# With an index that is kept.


def replies(base: FactBase) -> list[object]:
    """What a base says to one of everything."""
    return [
        base.list(),
        dict(base.topics),
        base.problems,
        base.search("when did the Kestrel Bridge open"),
        base.search("how many facts about the bridge", keep=Filter(topics=("bridge",)), reverse=True),
        base.timeline("founded"),
        base.show("bridge"),
        base.related(base.show("bridge.opening")[0]),
        base.check(asks=True),
    ]


def kept(store: Path, cache: Path) -> FactBase:
    return FactBase.open([str(store)], environ={}, cache=cache)


def test_an_index_that_is_kept_says_what_the_files_say(store: Path, tmp_path: Path) -> None:
    (store / "river.toml").write_text("[ford\n", encoding="utf-8")
    expected = replies(opened(store))

    assert replies(kept(store, tmp_path / "cache")) == expected
    assert replies(kept(store, tmp_path / "cache")) == expected
    assert [path.suffix for path in (tmp_path / "cache").iterdir()] == [".index"]


def test_a_file_that_changes_comes_or_goes_is_noticed(store: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    seen = [ids(kept(store, cache).list())]
    for change in (
        lambda: (store / "bridge.toml").write_text(
            '[ford]\nstatement = "It is shallow."\n', encoding="utf-8"
        ),
        lambda: (store / "river.toml").write_text('[ash]\nstatement = "It is deep."\n', encoding="utf-8"),
        (store / "choir.toml").unlink,
    ):
        change()
        seen.append(ids(kept(store, cache).list()))

    assert seen == [
        ["bridge.opening", "bridge.length", "choir.founding"],
        ["bridge.ford", "choir.founding"],
        ["bridge.ford", "choir.founding", "river.ash"],
        ["bridge.ford", "river.ash"],
    ]


@pytest.mark.parametrize("start", [0, 100, 4096, 20_000])
def test_a_damaged_index_is_made_again(start: int, store: Path, tmp_path: Path) -> None:
    expected = replies(kept(store, tmp_path / "cache"))
    (index,) = (tmp_path / "cache").iterdir()
    whole = index.read_bytes()
    status = index.stat()
    index.write_bytes(whole[:start] + b"\xa5" * (len(whole) - start))
    os.utime(index, ns=(status.st_atime_ns, status.st_mtime_ns))

    assert replies(kept(store, tmp_path / "cache")) == expected


@pytest.mark.parametrize("start", [4096, 12_288])
def test_an_index_that_is_damaged_while_it_is_used_is_mended(start: int, store: Path, tmp_path: Path) -> None:
    expected = replies(kept(store, tmp_path / "cache"))
    base = kept(store, tmp_path / "cache")
    (index,) = (tmp_path / "cache").iterdir()
    with index.open("r+b") as file:
        file.seek(start)
        file.write(b"\xa5" * (index.stat().st_size - start))

    assert replies(base) == expected


def test_where_no_index_can_be_kept_the_files_are_read(store: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("no folder")

    assert replies(kept(store, tmp_path / "cache")) == replies(opened(store))


def test_an_empty_store_is_empty_with_an_index_too(tmp_path: Path) -> None:
    folder = _store(tmp_path / "facts")

    with pytest.raises(EmptyStoreError):
        kept(folder, tmp_path / "cache")


# The store that comes with the program.


@pytest.mark.parametrize(
    ("question", "text"),
    [("when did Kazakhstan join", "2 March 1992"), ("what is the stamp value", "700 tenge")],
)
def test_the_bundled_store_answers_the_questions_of_the_manual(question: str, text: str) -> None:
    base = FactBase.open([":bundled:"], environ={})

    answer = base.search(question).answer

    assert answer is not None
    assert answer.text == text


def test_a_written_store_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_store(tmp_path, *DATED)

    assert opened(tmp_path).list() == tuple(
        fact(one.id, one.statement, date=str(one.date) if one.date else None, **{**BARE, "line": read.line})
        for one, read in zip(DATED, opened(tmp_path).list(), strict=True)
    )
