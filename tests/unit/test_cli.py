import io
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from kzun import cli
from kzun.__main__ import run as run_script
from kzun.cli import main
from kzun.commands import reading
from kzun.commands.reading import wants_color
from kzun.config import Color
from kzun.edtf import Date, parse
from kzun.errors import EmptyQueryError, ExitCode, MissingStoreError, UnknownFactError
from kzun.fact import Fact
from kzun.problem import Problem
from kzun.search.filter import Filter
from kzun.search.reply import Refusal, Reply
from tests.builders import ADMISSION, DATED, LINES, PRINT_RUN, PROBLEMS, STAMP, TOPICS, answered, declined

HERE = Path(__file__).parents[2]
ALL = "search, timeline, show, list, check, add, edit, remove, import"
COMMANDS = ("search", "timeline", "show", "list", "check")


class StubBase:
    """A fact base that answers as the test says, and keeps what it was asked."""

    def __init__(self) -> None:
        self.reply = answered()
        self.facts: tuple[Fact, ...] = (STAMP, PRINT_RUN)
        self.problems: tuple[Problem, ...] = ()
        self.topics = TOPICS
        self.asked: list[tuple[Any, ...]] = []
        self.failure: BaseException | None = None

    def open(
        self,
        stores: Sequence[str] = (),
        *,
        environ: Mapping[str, str],
        today: Date | None,
        cache: Path | None = None,
        tell: object = None,
    ) -> "StubBase":
        self.asked.append(("open", stores, environ is os.environ, today))
        if self.failure:
            raise self.failure
        return self

    def search(self, query: str, **options: Any) -> Reply:
        self.asked.append(("search", query, options))
        if not query.strip():
            raise EmptyQueryError
        return self.reply._replace(query=query)

    def timeline(self, query: str, **options: Any) -> tuple[Fact, ...]:
        self.asked.append(("timeline", query, options))
        return self.facts

    def show(self, wanted: str) -> tuple[Fact, ...]:
        found = tuple(fact for fact in self.facts if wanted in {fact.id, fact.topic})
        if not found:
            raise UnknownFactError(wanted, ["stamp.value"])
        return found

    def list(self, **options: Any) -> tuple[Fact, ...]:
        self.asked.append(("list", options))
        return self.facts

    def check(self, *, asks: bool) -> tuple[Problem, ...]:
        self.asked.append(("check", asks))
        return PROBLEMS

    def related(self, fact: Fact) -> tuple[Fact, ...]:
        return (PRINT_RUN,) if fact.see else ()


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "KZUN_FACTS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("KZUN_CONFIG", "")
    monkeypatch.setenv("KZUN_PAGER", "")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def base(monkeypatch: pytest.MonkeyPatch) -> StubBase:
    stub = StubBase()
    monkeypatch.setattr(reading, "FactBase", stub)
    return stub


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Calls `main` with words; gives the exit status and what stands on the two streams."""

    def call(*words: str) -> tuple[int, str, str]:
        status = main(words)
        out, err = capsys.readouterr()
        return int(status), out, err

    return call


@pytest.fixture
def run_on_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """As `run`, with a terminal for standard output."""

    def call(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        return run(*words)

    return call


def test_a_piped_search_is_rows_with_the_answering_fact_first(base: StubBase, run: Run) -> None:
    status, out, err = run("search", "stamp", "valeu")

    assert (status, err) == (0, "")
    assert out.splitlines() == [
        f"stamp.value\t\t700 tenge\t{STAMP.statement}",
        f"stamp.print-run\t2022-10\tmore than 74,000 copies\t{PRINT_RUN.statement}",
        f"un.admission\t1992-03-02\t\t{ADMISSION.statement}",
    ]


def test_a_search_takes_its_words_as_one_query_and_its_flags_from_anywhere(base: StubBase, run: Run) -> None:
    words = "-t stamp what is it? -n 3 --who UN --who UNDP --where Almaty --from 1992 --to 1999-12 --reverse"

    run("search", *words.split())

    keep = Filter(("stamp",), ("UN", "UNDP"), ("Almaty",), parse("1992"), parse("1999-12"))
    assert base.asked[1:] == [("search", "what is it?", {"keep": keep, "limit": 3, "reverse": True})]


def test_a_search_gives_five_hits_and_a_list_all_facts_unless_told_otherwise(
    base: StubBase, run: Run
) -> None:
    run("search", "x")
    run("list")

    assert base.asked[1][2]["limit"] == 5
    assert base.asked[3][1]["limit"] == 0


@pytest.mark.parametrize("query", ["'", "?", "-", '"', "*:[](", "$(x)", "\x1b[31m", "қазақ", "\udcff"])
def test_any_text_is_a_query(base: StubBase, run: Run, query: str) -> None:
    assert run("search", query, "--json")[0] == 0
    assert base.asked[1][1] == query


def test_words_after_two_dashes_may_begin_with_one(base: StubBase, run: Run) -> None:
    run("search", "--", "-5", "degrees", "--json")

    assert base.asked[1][1] == "-5 degrees --json"


def test_the_store_the_environment_and_the_day_are_passed_down(base: StubBase, run: Run) -> None:
    run("list", "--facts", "a", "--facts", "b", "--today", "2022-10-28")

    assert base.asked[0] == ("open", ("a", "b"), True, parse("2022-10-28"))


def test_the_clock_is_read_where_no_day_is_given(
    base: StubBase, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("list")

    today = base.asked[0][3]
    assert today.precision == 3
    assert 2024 < today.year < 9999


def test_json_is_one_envelope(base: StubBase, run: Run) -> None:
    status, out, _ = run("search", "stamp", "--json")

    assert (status, json.loads(out)["schema"]) == (0, "kzun.search/1")
    assert out == run("search", "stamp", "-f", "json")[1] == run("search", "stamp", "--json", "-f", "json")[1]


def test_nothing_found_is_status_1_and_no_row(base: StubBase, run: Run) -> None:
    base.reply = declined(Refusal.UNKNOWN_WORD, "perforation", hits=())

    assert run("search", "perforation") == (1, "", "")


def test_related_facts_are_something_found(base: StubBase, run: Run) -> None:
    base.reply = declined(Refusal.UNKNOWN_WORD, "perforation")

    assert run("search", "perforation")[0] == 0


def test_the_short_answer_stands_alone(base: StubBase, run: Run) -> None:
    assert run("search", "stamp", "value", "-a") == (0, "700 tenge\n", "")


def test_the_short_answer_in_json_is_the_answer_object(base: StubBase, run: Run) -> None:
    assert json.loads(run("search", "stamp", "--answer", "--json")[1])["text"] == "700 tenge"


def test_no_short_answer_is_status_1_and_nothing_or_null(base: StubBase, run: Run) -> None:
    base.reply = declined(Refusal.UNKNOWN_WORD, "perforation")

    assert run("search", "perforation", "-a") == (1, "", "")
    assert run("search", "perforation", "-a", "--json") == (1, "null\n", "")


def test_on_a_terminal_no_short_answer_has_its_reason_beside_it(base: StubBase, run_on_terminal: Run) -> None:
    base.reply = declined(Refusal.UNKNOWN_WORD, "perforation")

    assert run_on_terminal("search", "perforation", "-a") == (1, "", 'no fact mentions "perforation"\n')


def test_reasons_are_rows(base: StubBase, run: Run) -> None:
    assert run("search", "stamp", "--explain")[1].splitlines()[1:3] == [
        "stamp.value\tword\tstamp\tstamp\t0.5",
        "stamp.value\tspelling\tvaleu\tvalue\t0.25",
    ]


def test_a_terminal_gets_a_screen_and_is_told_of_corrections(base: StubBase, run_on_terminal: Run) -> None:
    status, out, err = run_on_terminal("search", "stamp", "valeu")

    assert (status, err) == (0, "valeu, read as value\n")
    assert out.startswith("\x1b[1;32m700 tenge\x1b[0m\n")


def test_a_plain_terminal_gets_what_a_pipe_gets(base: StubBase, run_on_terminal: Run) -> None:
    assert run_on_terminal("search", "stamp", "valeu", "--plain")[1:] == (
        "".join(
            f"{row}\n" for row in run_on_terminal("search", "stamp", "--plain", "-f", "tsv")[1].splitlines()
        ),
        "",
    )


def test_a_pretty_pipe_gets_what_a_terminal_gets(base: StubBase, run: Run) -> None:
    status, out, err = run("search", "stamp", "valeu", "--pretty")

    assert (status, err) == (0, "valeu, read as value\n")
    assert out.startswith("\x1b[1;32m700 tenge\x1b[0m\n")


def test_forced_colour_draws_a_screen_in_a_pipe_and_tells_nothing_beside_it(
    base: StubBase, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    status, out, err = run("search", "stamp", "--color", "always")
    monkeypatch.setenv("FORCE_COLOR", "1")

    assert (status, err) == (0, "")
    assert out.startswith("\x1b[1;32m700 tenge\x1b[0m\n")
    assert run("search", "stamp")[1] == out
    assert "\x1b" not in run("search", "stamp", "--color", "never")[1]
    assert "\x1b" not in run("search", "stamp", "--plain")[1]


def test_text_in_a_pipe_has_no_colour(base: StubBase, run: Run) -> None:
    assert run("search", "stamp", "-f", "text")[1].startswith("700 tenge\n  The anniversary")


@pytest.mark.parametrize(
    ("color", "environ", "terminal", "wanted"),
    [
        (Color.ALWAYS, {"NO_COLOR": "1"}, False, True),
        (Color.NEVER, {"FORCE_COLOR": "1"}, True, False),
        (Color.AUTO, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        (Color.AUTO, {"NO_COLOR": "", "FORCE_COLOR": "1"}, False, True),
        (Color.AUTO, {"FORCE_COLOR": "1", "TERM": "dumb"}, False, True),
        (Color.AUTO, {"TERM": "dumb"}, True, False),
        (Color.AUTO, {}, True, True),
        (Color.AUTO, {}, False, False),
    ],
)
def test_colour_follows_the_option_then_the_environment_then_the_terminal(
    color: Color, environ: dict[str, str], *, terminal: bool, wanted: bool
) -> None:
    assert wants_color(color, environ, terminal=terminal) is wanted


def test_a_batch_answers_a_line_with_a_line(base: StubBase, run: Run, tmp_path: Path) -> None:
    (tmp_path / "questions").write_bytes("\ufeffstamp value\r\n\nқұны ?\n\xff".encode()[:-2] + b"\xff")

    status, out, err = run("search", "--batch", str(tmp_path / "questions"), "-f", "jsonl")

    replies = [json.loads(line) for line in out.splitlines()]
    assert (status, err) == (0, "")
    assert [reply["query"] for reply in replies] == ["stamp value", "", "құны ?", "\ufffd"]
    assert [reply["outcome"] for reply in replies] == ["answered", "none", "answered", "answered"]
    assert replies[1]["declined"] == {"reason": "no-content", "words": [], "facts": []}


def test_a_batch_of_short_answers_has_a_line_for_each(
    base: StubBase, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"stamp\n\n")))

    status, out, _ = run("search", "--batch", "-", "-a")

    assert status == 0
    assert [line and json.loads(line) for line in out.splitlines()][1] is None
    assert json.loads(out.splitlines()[0])["text"] == "700 tenge"


def test_a_batch_that_cannot_be_read_is_status_3(base: StubBase, run: Run, tmp_path: Path) -> None:
    status, out, err = run("search", "--batch", str(tmp_path))

    assert (status, out, err) == (3, "", f"kzun: error: cannot read {tmp_path}: Is a directory\n")


def test_a_timeline_passes_its_day_on(base: StubBase, run: Run) -> None:
    run("timeline", "UN", "day", "--on", "10-24", "-n", "2")
    run("timeline", "--on", "today", "--today", "2022-03-02")
    run("timeline")

    options = {"keep": Filter(), "limit": 2, "reverse": False}
    assert base.asked[1] == ("timeline", "UN day", options | {"on": (10, 24)})
    assert base.asked[3] == ("timeline", "", options | {"on": (3, 2), "limit": 0})
    assert base.asked[5] == ("timeline", "", options | {"on": None, "limit": 0})


def test_a_calendar_tells_a_terminal_what_it_leaves_out(base: StubBase, run_on_terminal: Run) -> None:
    base.facts = DATED

    status, out, err = run_on_terminal("timeline", "-f", "ics", "--today", "2022-10-28")

    assert (status, err) == (0, "4 facts left out: no day to put them on\n")
    assert out.startswith("BEGIN:VCALENDAR\r\n")


@pytest.mark.parametrize(("most", "events"), [("1", 1), ("2", 2), ("9", 6), ("0", 6)])
def test_a_calendar_has_as_many_events_as_are_wanted(
    base: StubBase, run: Run, most: str, events: int
) -> None:
    base.facts = DATED

    _, out, _ = run("timeline", "-f", "ics", "-n", most)

    assert out.count("BEGIN:VEVENT") == events


@pytest.mark.parametrize("span", [("2000-06", "2000"), ("2000", "2000-06"), ("1999/..", "2001")])
def test_a_span_that_begins_no_later_than_it_ends_is_none_reversed(
    base: StubBase, run: Run, span: tuple[str, str]
) -> None:
    base.facts = DATED

    assert run("list", "--from", span[0], "--to", span[1])[0] == 0


def test_an_empty_timeline_is_status_1(base: StubBase, run_on_terminal: Run) -> None:
    base.facts = ()

    assert run_on_terminal("timeline", "x") == (1, "", "no facts\n")


def test_show_prints_what_there_is_and_reports_what_is_missing(base: StubBase, run: Run) -> None:
    status, out, err = run("show", "stamp.value", "stmap.value", "-f", "jsonl")

    assert (status, [json.loads(line)["id"] for line in out.splitlines()]) == (1, ["stamp.value"])
    assert err.splitlines() == [
        "kzun: error: no fact or topic 'stmap.value'; did you mean stamp.value?",
        "hint: kzun show stamp.value",
    ]


def test_show_of_a_topic_is_all_its_facts(base: StubBase, run: Run) -> None:
    status, out, _ = run("show", "stamp", "--pretty", "--color", "never")

    assert status == 0
    assert [line for line in out.splitlines() if line.startswith("stamp.")] == [
        "stamp.value",
        "stamp.print-run",
    ]


def test_show_of_nothing_known_prints_nothing(base: StubBase, run: Run) -> None:
    status, out, _ = run("show", "x.y", "--json")

    assert (status, out) == (1, "")


def test_a_field_is_printed_raw_and_alone(base: StubBase, run: Run) -> None:
    assert run("show", "stamp", "--field", "value") == (0, "700\n74000\n", "")
    assert run("show", "stamp.value", "--field", "keywords") == (0, "price; cost; KZT\n", "")


def test_an_empty_field_is_status_1(base: StubBase, run: Run) -> None:
    assert run("show", "stamp", "--field", "date") == (
        1,
        "2022-10\n",
        "kzun: error: stamp.value has no date\nhint: kzun show stamp.value\n",
    )


def test_an_unknown_field_lists_the_known_ones(base: StubBase, run: Run) -> None:
    status, out, err = run("show", "stamp.value", "--field", "valeu")

    assert (status, out) == (2, "")
    assert err.startswith("kzun: error: no field 'valeu'; did you mean value")
    assert "source.url" in err


def test_a_list_counts_its_facts(base: StubBase, run_on_terminal: Run) -> None:
    status, out, err = run_on_terminal("list", "--color", "never")

    assert (status, err) == (0, "2 facts\n")
    assert out.startswith("stamp · The anniversary stamp · 2 facts\n")


def test_check_lines_are_those_of_compilers_and_errors_are_status_1(base: StubBase, run: Run) -> None:
    status, out, err = run("check")

    assert (status, err) == (1, "")
    assert out.splitlines() == [
        "stamp.toml:3:8: error[bad-date]: '2021-02-29' is no date: February 2021 has 28 days",
        "stamp.toml:9:1: warning[hidden]: stamp.value hides that of ../facts/stamp.toml:4",
        "un.toml:1:5: error[syntax]: expected '=' after a key",
    ]


def test_check_fails_at_warnings_only_under_strict(
    base: StubBase, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "check", lambda *, asks: (PROBLEMS[1],))

    assert run("check")[0] == 0
    assert run("check", "--strict")[0] == 1


def test_check_can_put_the_questions(base: StubBase, run: Run) -> None:
    run("check", "--asks")

    assert base.asked[-1] == ("check", True)


def test_check_shows_a_terminal_the_lines(
    base: StubBase, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("stamp.toml").write_text(f"\n\n{LINES['stamp.toml', 3]}", encoding="utf-8")

    out = run("check", "-f", "text")[1]

    assert '    3 | date = "2021-02-29"\n      |        ^\n' in out
    assert "    1 |" not in out
    assert out.endswith("\n\n2 errors, 1 warning\n")


def test_each_damaged_file_is_one_warning(base: StubBase, run: Run) -> None:
    base.problems = (*PROBLEMS, PROBLEMS[0]._replace(line=7))

    status, _, err = run("list")

    assert status == 0
    assert err == (
        "kzun: warning: stamp.toml:3:8: '2021-02-29' is no date: February 2021 has 28 days"
        " (and 1 more error; see kzun check stamp.toml)\n"
        "kzun: warning: un.toml:1:5: expected '=' after a key\n"
    )


def test_under_strict_a_damaged_file_is_status_3(base: StubBase, run: Run) -> None:
    base.problems = PROBLEMS

    assert run("list", "--strict") == (
        3,
        "",
        "kzun: error: damaged: stamp.toml, un.toml\nhint: kzun check stamp.toml un.toml\n",
    )


def test_a_missing_store_is_status_3(base: StubBase, run: Run) -> None:
    base.failure = MissingStoreError("/no/\x1b[31mstore")

    assert run("list") == (3, "", "kzun: error: no store at /no/ [31mstore\n")


@pytest.mark.parametrize(
    ("words", "error", "hint"),
    [
        (["search"], "nothing is asked: QUERY is empty", "kzun search when did Kazakhstan join"),
        (["search", " "], "nothing is asked: QUERY is empty", "kzun search when did Kazakhstan join"),
        (["search", "is", "it", "-5", "x y"], "no option '-5'", "kzun search is it -- -5 'x y'"),
        (["search", "x", "-ax"], "no option '-x'", "kzun search -- x -ax"),
        (["timeline", "--limt=3"], "no option '--limt'; did you mean --limit?", "kzun timeline -- --limt=3"),
        (["list", "--limt", "3"], "no option '--limt'; did you mean --limit?", "kzun list --limit 3"),
        (["list", "--topc=a b"], "no option '--topc'; did you mean --topic?", "kzun list '--topic=a b'"),
        (["--foo"], "no option '--foo'", "kzun --help"),
        (["--facts", "x y", "list"], "no option '--facts'", "kzun list --facts 'x y'"),
        (["--json", "search", "x"], "no option '--json'", "kzun search --json x"),
        (["--verbos", "list"], "no option '--verbos'; did you mean --verbose?", "kzun --verbose list"),
        (["help"], f"no command 'help' (one of {ALL})", "kzun --help"),
        (["help", "search"], f"no command 'help' (one of {ALL})", "kzun search --help"),
        (["search", "x", "-n"], "option '-n' requires an argument", "kzun search --help"),
        (["search", "x", "-n", "few"], "invalid value for '-n' / '--limit': few", "kzun search --help"),
        (["search", "x", "-n", "-1"], "invalid value for '-n' / '--limit': -1", "kzun search --help"),
        (["edit", "a.b", "extra"], "got unexpected extra argument(s) (extra)", "kzun edit --help"),
        (["show"], "missing argument 'ID...'", "kzun show --help"),
        (
            ["serach", "x", "-a"],
            f"no command 'serach'; did you mean search? (one of {ALL})",
            "kzun search x -a",
        ),
        (
            ["when", "did", "it's"],
            f"no command 'when' (one of {ALL})",
            """kzun search when did 'it'"'"'s'""",
        ),
        (
            ["list", "-f", "tsv,"],
            "no format 'tsv,'; did you mean tsv? (one of text, tsv, csv, json, jsonl, markdown, toml, ics)",
            None,
        ),
        (["list", "-f", "ics"], "no format 'ics' (one of text, tsv, csv, json, jsonl, markdown, toml)", None),
        (["list", "--color", "x"], "no value of --color 'x' (one of auto, always, never)", None),
        (["list", "--from", "x"], "'x' is no date: write YYYY, YYYY-MM or YYYY-MM-DD", None),
        (
            ["list", "--to", "XXXX-08-29"],
            "'XXXX-08-29' is no date: a day of every year is neither first nor last; see --on",
            None,
        ),
        (["list", "--today", "2022"], "'2022' is no date: a clock shows one day, as YYYY-MM-DD", None),
        (
            ["list", "--today", "2022-01-01~"],
            "'2022-01-01~' is no date: a clock shows one day, as YYYY-MM-DD",
            None,
        ),
        (
            ["list", "--today", "XXXX-01-01"],
            "'XXXX-01-01' is no date: a clock shows one day, as YYYY-MM-DD",
            None,
        ),
        (["timeline", "--on", "13-01"], "'13-01' is no date: there is no month 13", None),
        (["list", "--from", "2000", "--to", "1999-12"], "--from 2000 is after --to 1999-12", None),
        (["timeline", "--from", "2000", "--to", "../1999"], "--from 2000 is after --to ../1999", None),
        (["list", "--plain", "--pretty"], "--plain and --pretty exclude each other", None),
        (["timeline", "--yearly"], "--yearly wants --format ics", "kzun timeline --yearly --format ics"),
        (["list", "--json", "-f", "csv"], "--json and --format csv exclude each other", None),
        (["search", "x", "--batch", "-"], "--batch and QUERY exclude each other", None),
        (["search", "--batch", "-", "-f", "csv"], "--batch and --format csv exclude each other", None),
    ],
)
def test_a_mistake_in_the_call_is_one_error_line_and_a_line_that_helps(
    base: StubBase, run: Run, words: list[str], error: str, hint: str | None
) -> None:
    told = f"kzun: error: {error}\n" + (f"hint: {hint}\n" if hint else "")

    assert run(*words) == (2, "", told)


def test_a_bare_call_is_help_with_two_examples(run: Run) -> None:
    status, out, err = run()

    assert (status, err) == (0, "")
    assert out.endswith(
        "  kzun search when did Kazakhstan join\n  kzun search 'what is the stamp value?' --json\n"
        "More: kzun --help, kzun COMMAND --help\n"
    )


@pytest.mark.parametrize("flag", ["-h", "--help"])
@pytest.mark.parametrize("command", COMMANDS)
def test_help_names_the_options_that_all_commands_share(run: Run, command: str, flag: str) -> None:
    status, out, _ = run(command, flag)

    assert status == 0
    for option in (
        "-f, --format",
        "--json",
        "--facts",
        "--color",
        "--plain",
        "--pretty",
        "--today",
        "--strict",
        "--debug",
    ):
        assert f"  {option}" in out


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("search", ("-n, --limit", "-t, --topic", "--who", "--where", "--from", "--to", "--reverse")),
        ("search", ("-a, --answer", "--explain", "--batch")),
        (
            "timeline",
            ("-n, --limit", "-t, --topic", "--who", "--where", "--from", "--to", "--reverse", "--on"),
        ),
        ("show", ("--field",)),
        ("list", ("-n, --limit", "-t, --topic", "--who", "--where", "--from", "--to", "--reverse")),
        ("check", ("--asks",)),
    ],
)
def test_help_names_the_options_of_a_command(run: Run, command: str, options: tuple[str, ...]) -> None:
    out = run(command, "--help")[1]

    assert [option for option in options if f"  {option}" not in out] == []


@pytest.mark.parametrize("command", ["", *ALL.split(", ")])
def test_help_is_what_its_golden_file_shows(run: Run, command: str) -> None:
    golden = HERE / "tests" / "golden_help" / f"{command or 'kzun'}.txt"

    out = run(*filter(None, [command]), "--help")[1]

    if os.environ.get("KZUN_UPDATE_GOLDEN"):
        golden.write_text(out, encoding="utf-8")
        pytest.skip("written anew")
    assert out == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "height"),
    [
        ([], 24),
        *(([command, "--help"], 24) for command in ALL.split(", ") if command != "add"),
        (["add", "--help"], 32),  # has an option for each field
        (["--help"], 42),
    ],
)
def test_help_fits_a_screen(run: Run, words: list[str], height: int) -> None:
    lines = run(*words)[1].splitlines()

    assert len(lines) < height
    assert max(map(len, lines)) < 80


def test_help_in_full_explains_the_shared_options_and_the_exit_codes(run: Run) -> None:
    out = run("--help")[1]

    assert "  --today DATE         The day that kzun takes for today.\n" in out
    assert "Exit: 0 found, 1 not found, 2 wrong call, 3 unreadable store, 130 interrupted.\n" in out


def test_list_takes_topics_as_words_too(base: StubBase, run: Run) -> None:
    run("list", "stamp", "-t", "un")

    assert base.asked[-1] == ("list", {"keep": Filter(("stamp", "un")), "limit": 0, "reverse": False})


def test_a_hint_names_the_stores_that_the_line_names(base: StubBase, run: Run) -> None:
    assert run("list", "stmap", "--facts", "my facts")[2].endswith(
        "hint: kzun list -t stamp --facts 'my facts'\n"
    )
    assert run("show", "x", "--facts", "a", "--facts", "b")[2].endswith(
        "hint: kzun show stamp.value --facts a --facts b\n"
    )


def test_an_unknown_topic_is_status_1_and_perhaps_another_was_meant(base: StubBase, run: Run) -> None:
    assert run("list", "-t", "stmap") == (
        1,
        "",
        "kzun: error: no topic 'stmap'; did you mean stamp?\nhint: kzun list -t stamp\n",
    )
    assert run("search", "x", "-t", "xyz")[2] == "kzun: error: no topic 'xyz'\nhint: kzun list\n"


@pytest.mark.parametrize("flag", ["-V", "--version"])
def test_the_version_is_that_of_the_package(run: Run, monkeypatch: pytest.MonkeyPatch, flag: str) -> None:
    monkeypatch.setattr("importlib.metadata.version", lambda name: f"1.2.3 of {name}")

    assert run(flag) == (0, "kzun 1.2.3 of kzun\n", "")


def test_a_mistake_in_kzun_is_one_line_and_where_to_see_more(base: StubBase, run: Run) -> None:
    base.failure = KeyError("x")

    assert run("list", "--json") == (
        3,
        "",
        "kzun: error: unexpected KeyError: 'x'\nhint: kzun list --debug --json\n",
    )


def test_debug_shows_where_an_error_arose(base: StubBase, run: Run) -> None:
    base.failure = MissingStoreError("/nowhere")

    status, _, err = run("list", "--debug")

    assert status == 3
    assert err.startswith("Traceback (most recent call last):\n")
    assert err.endswith("kzun: error: no store at /nowhere\n")


def test_debug_after_two_dashes_is_a_word(base: StubBase, run: Run) -> None:
    base.failure = MissingStoreError("/nowhere")

    assert run("search", "--", "--debug")[2] == "kzun: error: no store at /nowhere\n"


def test_an_interruption_is_quiet(base: StubBase, run: Run) -> None:
    base.failure = KeyboardInterrupt()

    assert run("list") == (ExitCode.INTERRUPTED, "", "")


def test_a_closed_pipe_is_quiet(base: StubBase, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "write", broken)

    assert run("list") == (0, "", "")


def test_a_full_disk_is_status_3(base: StubBase, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "write", full)

    assert run("list") == (
        3,
        "",
        "kzun: error: cannot write to standard output: No space left on device\n",
    )


def test_what_cannot_be_written_as_the_shell_has_closed_the_output_is_an_error(
    base: StubBase, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", None)

    assert main(["list"]) == 3


def test_what_is_told_beside_the_answer_may_be_closed(
    base: StubBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", None)

    assert main(["list"]) == 0
    assert main(["lsit"]) == 2


@pytest.fixture
def left(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The statuses with which the process would have been left."""
    statuses: list[int] = []
    monkeypatch.setattr(os, "_exit", statuses.append)
    return statuses


def test_run_leaves_with_the_status(base: StubBase, left: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["kzun", "show", "x.y"])
    run_script()

    assert left == [1]


def test_run_is_quiet_when_it_is_interrupted_before_it_begins(
    left: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "main", interrupted)
    run_script()

    assert left == [130]


def interrupted() -> int:
    raise KeyboardInterrupt


def broken(_text: str) -> int:
    raise BrokenPipeError


def full(_text: str) -> int:
    raise OSError(28, "No space left on device")
