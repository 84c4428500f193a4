"""The commands that look into stores: search, timeline, show and list."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Annotated, NamedTuple, TypeVar

from typer import Argument, Option

from kzun import edtf
from kzun.commands.options import Call, ExclusiveOptionsError, offered, with_stores
from kzun.commands.reading import present, read_facts, today_of
from kzun.commands.streams import give, report, standard_input, warn
from kzun.config import limit_of
from kzun.edtf import Date
from kzun.errors import (
    BadDateError,
    DamagedStoreError,
    EmptyQueryError,
    ExitCode,
    NotFoundError,
    UnknownTopicError,
    UnreadableError,
    UsageError,
)
from kzun.fact import Fact, nearest_names
from kzun.factbase import FactBase
from kzun.search.filter import Filter
from kzun.search.reply import Declined, Outcome, Refusal, Reply
from kzun.views import json
from kzun.views.delimited import tsv
from kzun.views.formats import Format
from kzun.views.notes import damage
from kzun.views.records import Documents, answer_document, field_of, reply_document
from kzun.views.results import Anniversary, Explained, Listed, Short, Shown, Timeline

_ALL = 0

_Asked = TypeVar("_Asked")
_Found = TypeVar("_Found")


class MissingOptionError(UsageError):
    """An option that says nothing without another."""

    def __init__(self, option: str, wanted: str) -> None:
        self.option, self.wanted = option, wanted
        self.hint = f"kzun timeline {option} {wanted}"
        super().__init__(f"{option} wants {wanted}")


class ReversedSpanError(UsageError):
    """A first day that lies behind the last."""

    def __init__(self, start: Date, end: Date) -> None:
        self.start, self.end = start, end
        super().__init__(f"--from {start} is after --to {end}")


def _number(text: str) -> int:
    """A count; ValueError for what is none, which Typer puts in words."""
    number = int(text)
    if number < 0:
        raise ValueError
    return number


def _bound(text: str) -> Date:
    """A date that others can be before or after."""
    date = edtf.parse(text)
    if date.recurs:
        raise BadDateError(text, "a day of every year is neither first nor last; see --on")
    return date


Limit = Annotated[
    int | None,
    Option("-n", "--limit", metavar="N", parser=_number, help="At most N facts (search: 5); 0 is all."),
]
Topics = Annotated[
    list[str] | None,
    Option(
        "-t",
        "--topic",
        metavar="TOPIC",
        help="Only facts of this topic; repeatable.",
        autocompletion=offered("topics"),
    ),
]
Who = Annotated[
    list[str] | None,
    Option(
        "--who",
        metavar="NAME",
        help="Only facts about this person or body; repeatable.",
        autocompletion=offered("people"),
    ),
]
Where = Annotated[
    list[str] | None,
    Option(
        "--where",
        metavar="PLACE",
        help="Only facts about this place; repeatable.",
        autocompletion=offered("places"),
    ),
]
From = Annotated[
    Date | None, Option("--from", metavar="DATE", parser=_bound, help="Only what may be on or after DATE.")
]
To = Annotated[
    Date | None, Option("--to", metavar="DATE", parser=_bound, help="Only what may be on or before DATE.")
]
Reverse = Annotated[bool, Option("--reverse", help="Last things first.")]

Query = Annotated[list[str] | None, Argument(metavar="QUERY...", help="Words, which need no quotes.")]
InShort = Annotated[bool, Option("-a", "--answer", help="Write the short answer alone.")]
Explain = Annotated[bool, Option("--explain", help="Write why each fact stands where it stands.")]
Batch = Annotated[
    str | None, Option("--batch", metavar="FILE", help="Answer each line of FILE, or of -, in JSON.")
]
On = Annotated[
    str | None,
    Option(
        "--on",
        metavar="MM-DD|today",
        help="Only what has its anniversary on this day.",
        autocompletion=offered("days"),
    ),
]
Yearly = Annotated[bool, Option("--yearly", help="In a calendar, have each day again in every year.")]
Ids = Annotated[list[str], Argument(metavar="ID...", help="Facts or topics.", autocompletion=offered("ids"))]
Field = Annotated[
    str | None,
    Option(
        "--field",
        metavar="NAME",
        help="Write the raw value of this field alone.",
        autocompletion=offered("fields"),
    ),
]
TopicIds = Annotated[
    list[str] | None,
    Argument(metavar="[TOPIC...]", help="Short for -t TOPIC.", autocompletion=offered("topics")),
]


class Choice(NamedTuple):
    """The options that choose facts."""

    limit: Limit = None
    topics: Topics = None
    who: Who = None
    where: Where = None
    start: From = None
    end: To = None
    reverse: Reverse = False

    @property
    def keep(self) -> Filter:
        """The facts to keep. Raises ReversedSpanError."""
        first, last = self.start and self.start.earliest, self.end and self.end.latest
        if self.start and self.end and first and last and first > last:
            raise ReversedSpanError(self.start, self.end)
        topics, who, where = (tuple(names or ()) for names in (self.topics, self.who, self.where))
        return Filter(topics, who, where, self.start, self.end)

    def most(self, default: int) -> int:
        """How many facts to give at most; 0 is all."""
        return default if self.limit is None else self.limit


def search(
    choice: Choice,
    call: Call,
    query: Query = None,
    *,
    answer: InShort = False,
    explain: Explain = False,
    batch: Batch = None,
) -> ExitCode:
    """Answer a question, and list the facts behind it."""
    most = choice.most(int(limit_of(call.config).value))
    ask = partial(_chosen(call, choice).search, keep=choice.keep, limit=most, reverse=choice.reverse)
    if batch is not None:
        _refuse_in_batch(call, query)
        return _answer_each(_lines_of(batch), ask, in_short=answer)
    reply = ask(" ".join(query or ()))
    if answer:
        return present(call, Short(reply), found=reply.answer)
    return present(call, Explained(reply) if explain else reply, found=reply.hits)


def timeline(
    choice: Choice, call: Call, query: Query = None, *, on: On = None, yearly: Yearly = False
) -> ExitCode:
    """List dated facts in order."""
    if yearly and call.form is not Format.ICS:
        raise MissingOptionError("--yearly", "--format ics")
    day, most = _month_and_day(on, call), choice.most(_ALL)
    is_calendar = call.form is Format.ICS
    facts = _chosen(call, choice).timeline(
        " ".join(query or ()),
        keep=choice.keep,
        on=day,
        limit=_ALL if is_calendar else most,
        reverse=choice.reverse,
    )
    if is_calendar and most:
        facts = _with_days(facts, most)
    anniversary = Anniversary(day, today_of(call)) if day else None
    return present(call, Timeline(facts, anniversary, yearly=yearly), found=facts)


def _with_days(facts: Sequence[Fact], most: int) -> tuple[Fact, ...]:
    """As many facts as hold so many for a calendar, which has no place for those without a day."""
    from kzun.views.events import days_of

    places = [place for place, fact in enumerate(facts, 1) if days_of(fact)]
    return tuple(facts[: places[most - 1]] if len(places) >= most else facts)


def show(call: Call, ids: Ids, *, field: Field = None) -> ExitCode:
    """Show everything about a fact, or about all facts of a topic."""
    base = _open(call)
    found = _each(base.show, ids, call.named)
    facts = tuple(chain.from_iterable(found))
    complete = len(found) == len(ids)
    if field is not None:
        values = _each(partial(field_of, name=field), facts, call.named)
        give(tsv((value,) for value in values))
        complete = complete and len(values) == len(facts)
    elif facts:
        present(call, Shown(facts, {fact.id: base.related(fact) for fact in facts}), found=facts)
    return ExitCode.FOUND if complete else ExitCode.NOT_FOUND


def list_facts(call: Call, choice: Choice, wanted: TopicIds = None) -> ExitCode:
    """List topics and the ids of their facts."""
    choice = choice._replace(topics=[*(wanted or ()), *(choice.topics or ())])
    base = _chosen(call, choice)
    facts = base.list(keep=choice.keep, limit=choice.most(_ALL), reverse=choice.reverse)
    return present(call, Listed(facts, base.topics), found=facts)


def _open(call: Call) -> FactBase:
    """The facts, after a warning for each damaged file; under --strict, DamagedStoreError."""
    base = read_facts(call)
    damaged = damage(base.problems)
    if damaged and call.strict:
        raise DamagedStoreError(tuple(damaged))
    for warning in damaged.values():
        warn(warning)
    return base


def _chosen(call: Call, choice: Choice) -> FactBase:
    """The facts, of which those of topics are wanted that there are; else UnknownTopicError."""
    base = _open(call)
    for topic in choice.topics or ():
        if topic not in base.topics:
            raise UnknownTopicError(topic, nearest_names(topic, tuple(base.topics)))
    return base


def _refuse_in_batch(call: Call, query: Sequence[str] | None) -> None:
    if query:
        raise ExclusiveOptionsError("--batch", "QUERY")
    if call.form not in {None, Format.JSON, Format.JSONL}:
        raise ExclusiveOptionsError("--batch", f"--format {call.form}")


def _answer_each(questions: Iterable[str], ask: Callable[[str], Reply], *, in_short: bool) -> ExitCode:
    """Write a line of JSON for each question, as soon as there is an answer."""
    documents = Documents()
    for question in questions:
        reply = _reply(ask, question)
        said = answer_document(reply.answer) if in_short else reply_document(reply, documents)
        give(json.line(said))
    return ExitCode.FOUND


def _reply(ask: Callable[[str], Reply], question: str) -> Reply:
    """The reply, which an empty line gets too, so that there are as many lines as questions."""
    try:
        return ask(question)
    except EmptyQueryError:
        return Reply(question, Outcome.NONE, None, Declined(Refusal.NO_CONTENT), {}, ())


def _lines_of(path: str) -> Iterator[str]:
    """The lines of a UTF-8 file, or for "-" of standard input, each as soon as it is there.

    What is not UTF-8 is U+FFFD, as it must not come back in JSON.
    """
    try:
        with nullcontext(standard_input()) if path == "-" else Path(path).open("rb") as lines:
            for line in lines:
                yield line.decode(errors="replace").strip("\ufeff\r\n")
    except OSError as error:
        raise UnreadableError(path, error.strerror or str(error)) from error


def _month_and_day(on: str | None, call: Call) -> tuple[int, int] | None:
    if on is None:
        return None
    return edtf.parse_day(str(today_of(call))[-len("MM-DD") :] if on == "today" else on)


def _each(find: Callable[[_Asked], _Found], asked: Iterable[_Asked], stores: Iterable[str]) -> list[_Found]:
    """What is found; what is not there is reported, and is no reason to stop."""
    found = []
    for one in asked:
        try:
            found.append(find(one))
        except NotFoundError as error:
            error.hint = with_stores(error.hint, stores)
            report(error)
    return found
