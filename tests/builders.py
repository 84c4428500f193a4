"""Facts, replies and problems for tests: a small store, and what is found in it."""

from typing import Any

from kzun import edtf
from kzun.fact import Citation, Fact, Source, Topic
from kzun.problem import Problem, Severity
from kzun.search.reply import Answer, Declined, Hit, Kind, Outcome, Reason, Refusal, Reply
from kzun.views.results import Anniversary, Checked, Explained, Listed, Result, Short, Shown, Timeline

TODAY = edtf.parse("2022-10-28")
ARTICLE = Source(
    id="kazinform-2022",
    title="UN and Kazakhstan: 30 years of partnership",
    publisher="Kazinform",
    author="Staff writer",
    date=TODAY,
    url="https://www.inform.kz/un-30",
    note="Published for United Nations Day",
)
TOPICS = {
    "stamp": Topic("stamp", "The anniversary stamp", "Issued for United Nations Day."),
    "un": Topic("un", "Kazakhstan in the United Nations"),
}


def fact(fact_id: str, statement: str = "A statement.", *, date: str | None = None, **fields: Any) -> Fact:
    """A fact of the article, with its date in EDTF."""
    return Fact(
        id=fact_id,
        statement=statement,
        date=edtf.parse(date) if date else None,
        **{
            "source": Citation(ARTICLE),
            "as_of": ARTICLE.date,
            "file": f"{fact_id.partition('.')[0]}.toml",
            "line": 4,
            **fields,
        },
    )


STAMP = fact(
    "stamp.value",
    "The anniversary stamp has a face value of 700 tenge.",
    value=700,
    unit="tenge",
    keywords=("price", "cost", "KZT"),
    asks=("what is the stamp value", "how much does the stamp cost?"),
    see=("stamp.print-run",),
    source=Citation(ARTICLE, "October 24 - UN Day"),
)
PRINT_RUN = fact(
    "stamp.print-run",
    "More than 74,000 copies of the stamp were printed, on sheets of twelve, by Банкнот фабрикасы in Алматы.",
    date="2022-10",
    value=74000,
    unit="copies",
    qualifier="more than",
    where=("Almaty",),
    line=14,
    extra={"sheets": {"rows": 3, "columns": 4}, "gum": "self-adhesive"},
)
ARRIVAL = fact(
    "un.arrival",
    "Akmaral Arystanbekova arrived in New York as Senior Counsellor to the Permanent Mission of the USSR.",
    date="1991-12-20",
    who=("Akmaral Arystanbekova",),
    where=("New York",),
)
ADMISSION = fact(
    "un.admission",
    "Kazakhstan was unanimously admitted as a member of the UN at the 46th UN General Assembly.",
    date="1992-03-02",
    who=("Kazakhstan", "UN General Assembly"),
    where=("New York",),
    line=12,
)
DATED = (
    fact("un.union", "Kazakhstan was part of the Soviet Union.", date="../1991", source=None, as_of=None),
    ARRIVAL,
    fact("un.application", "The application was examined.", date="1991-12-31/1992-03-02"),
    fact("un.envoy", "Akmaral Arystanbekova was Permanent Representative.", date="1992/1999"),
    ADMISSION,
    fact("un.tests", "The UN proclaimed a day against nuclear tests.", date="2009-12"),
    fact("un.talks", "The Astana Process on Syria has been hosted.", date="2017/.."),
    fact("un.cica", "The sixth CICA summit (亚信峰会) was held in Astana.", date="2022-10-12/2022-10-13"),
    fact("un.visit", "An envoy visited Almaty.", date="2022-11-02~"),
    fact("un.nuclear-day", "The day against nuclear tests is kept.", date="XXXX-08-29"),
)

_REASONS = (Reason("word", "stamp", "stamp", 0.5), Reason("spelling", "valeu", "value", 0.25))
HITS = (
    Hit(PRINT_RUN, 0.5, (Reason("word", "stamp", "stamp", 0.5),)),
    Hit(STAMP, 0.75, _REASONS),
    Hit(ADMISSION, 0.125, (Reason("synonym", "value", "member", 0.125),)),
)


def answered(**changes: Any) -> Reply:
    """A reply with a short answer, whose fact is the second hit."""
    answer = Answer("700 tenge", Kind.VALUE, (STAMP,), 0.97, 700, "tenge")
    reply = Reply("stamp valeu", Outcome.ANSWERED, answer, None, {"valeu": "value"}, HITS)
    return reply._replace(**changes)


def declined(
    reason: Refusal, *words: str, facts: tuple[str, ...] = (), hits: tuple[Hit, ...] = HITS[:2]
) -> Reply:
    """A reply without an answer."""
    outcome = Outcome.RELATED if hits else Outcome.NONE
    return Reply(" ".join(words), outcome, None, Declined(reason, words, facts), {}, hits)


PROBLEMS = (
    Problem(
        "stamp.toml", 3, 8, Severity.ERROR, "bad-date", "'2021-02-29' is no date: February 2021 has 28 days"
    ),
    Problem(
        "stamp.toml", 9, 1, Severity.WARNING, "hidden", "stamp.value hides that of ../facts/stamp.toml:4"
    ),
    Problem("un.toml", 1, 5, Severity.ERROR, "syntax", "expected '=' after a key"),
)
LINES = {("stamp.toml", 3): 'date = "2021-02-29"\n', ("un.toml", 1): "数据数据 = 1"}
RESULTS: dict[str, Result] = {
    "search": answered(),
    "search-declined": declined(Refusal.UNKNOWN_WORD, "perforation"),
    "search-none": declined(Refusal.UNKNOWN_WORD, "perforation", hits=()),
    "explain": Explained(answered()),
    "answer": Short(answered()),
    "timeline": Timeline(DATED),
    "timeline-on": Timeline((DATED[2], ADMISSION), Anniversary((3, 2), TODAY)),
    "timeline-years": Timeline((DATED[7], DATED[8])),
    "show": Shown((STAMP, PRINT_RUN), {"stamp.value": (PRINT_RUN,), "stamp.print-run": ()}),
    "list": Listed((STAMP, PRINT_RUN, ARRIVAL, ADMISSION), TOPICS),
    "check": Checked(PROBLEMS, LINES),
}
