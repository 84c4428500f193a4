"""Answers drawn for a terminal, with Rich; nothing that a store says is read as mark-up."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from itertools import groupby
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias, assert_never

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.padding import Padding
from rich.segment import Segment
from rich.style import Style
from rich.text import Text

from kzun import edtf
from kzun.fact import Citation, Fact, amount
from kzun.problem import Problem, Severity
from kzun.rules import fix_of
from kzun.search.reply import Hit, Reply
from kzun.views.bars import axis, bar, squares
from kzun.views.eras import Era, eras, span
from kzun.views.legible import glyphs_for, legible
from kzun.views.links import web_link
from kzun.views.notes import behind, count
from kzun.views.plain import plain
from kzun.views.records import cell, in_json_types, in_short, others
from kzun.views.results import Checked, Explained, Listed, Result, Short, Shown, Timeline

if TYPE_CHECKING:
    from rich.table import Table

Blocks: TypeAlias = Iterator[RenderableType]
Years: TypeAlias = tuple[int, int] | None
Marks: TypeAlias = Mapping[str, frozenset[str]]  # by fact id, the words of the fact that matched

_WIDEST = 110  # longer lines are hard to read
_NARROWEST = 20
_WIDE = 120  # from here on, a timeline has a track of bars
_TRACK = 32
_WIDEST_TIMELINE = _WIDEST + _TRACK
_INDENT = 2
_STEM = 4  # letters of a word from which on it may be a stem, with an ending to follow
_SHORTEST_DATES = 16  # so that a day with its month stands in one line
_READABLE = 40  # cells that a statement should have beside its id and date

_LINK = re.compile(r"(\x1b]8;id=)(\d+);")

_ANSWER = "bold green"
_DECLINED = "yellow"
_HEADING = "bold"
_ID = "cyan"
_DATE = "green"
_MATCH = "bold"
_ASIDE = "dim"
_SEVERITY = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow"}


class Lines(Text):
    """A text that is drawn a line at a time; all at once, Rich takes a long one apart in quadratic time."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterable[Segment]:
        """Each line, and its end."""
        style = console.get_style(self.style)
        for line in self.wrap(console, options.max_width, overflow="fold"):
            yield from Segment.apply_style(line.render(console), style)
            yield Segment.line()


class Hanging:
    """Cells on a line, of which the last goes on beneath itself.

    A grid of Rich would look the same; to load its tables takes a fifth as long as to load all else of it.
    """

    def __init__(self, heads: Iterable[Text], widths: Iterable[int], last: Text) -> None:
        self._head = Text()
        for head, width in zip(heads, widths, strict=True):
            self._head.append_text(head).append(" " * (width + _INDENT - head.cell_len))
        self._last = last

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterable[Text]:
        """Each line."""
        across = self._head.cell_len
        first, *others = self._last.wrap(console, options.max_width - across, overflow="fold")
        yield self._head + first
        yield from (Text(" " * across).append_text(line) for line in others)


def draw(result: Result, *, width: int, color: bool, encoding: str = "utf-8") -> str:
    """The answer for a person, in lines of up to `width` cells; without colour there are no escape codes.

    Where `encoding` lacks letters, they are put in Latin ones.
    """
    screen = StringIO()
    widest = _WIDEST_TIMELINE if isinstance(result, Timeline) and width >= _WIDE else _WIDEST
    console = _console(screen, min(max(width, _NARROWEST), widest), color=color)
    for block in _blocks(legible(result, encoding), console.width):
        console.print(block)
    drawn = _with_links_counted(re.sub(r" +$", "", screen.getvalue(), flags=re.MULTILINE))
    return drawn.translate(glyphs_for(encoding))


def _with_links_counted(drawn: str) -> str:
    """With 1, 2, 3 for the numbers that tell links apart, which Rich begins anywhere."""
    numbers: dict[str, int] = {}
    return _LINK.sub(lambda link: f"{link[1]}{numbers.setdefault(link[2], len(numbers) + 1)};", drawn)


def _console(screen: StringIO, width: int, *, color: bool) -> Console:
    """A console that is told everything, as Rich takes from the environment what is left open."""
    return Console(
        file=screen,
        width=width,
        height=1,
        color_system="standard" if color else None,  # the colours that the reader chose for the terminal
        no_color=not color,
        force_terminal=color,
        force_interactive=False,
        force_jupyter=False,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
    )


def _blocks(result: Result, width: int) -> Blocks:
    match result:
        case Reply():
            return _reply(result, width)
        case Short(reply):
            return _short(reply)
        case Explained(reply):
            return _explained(reply, width)
        case Timeline():
            return _timeline(result, width)
        case Shown():
            return _shown(result, width)
        case Listed():
            return _listed(result, width)
        case Checked():
            return _checked(result, width)
        case _:
            assert_never(result)


def _reply(reply: Reply, width: int) -> Blocks:
    marks = _marks(reply.hits)
    if reply.answer:
        yield from _answer(reply.answer.text, reply.answer.facts, marks)
    else:
        yield _said(in_short(reply), _DECLINED)
    if related := others(reply):
        yield ""
        yield _said("related facts", _HEADING)
        yield _inset(_aligned(related, width - _INDENT, marks))


def _answer(text: str, facts: Iterable[Fact], marks: Marks) -> Blocks:
    yield _said(text, _ANSWER)
    for fact in facts:
        if fact.statement != text:
            yield _inset(_statement(fact, marks))
        yield _inset(_grounds(fact))


def _short(reply: Reply) -> Blocks:
    if reply.answer:
        yield _said(reply.answer.text, _ANSWER)


def _explained(reply: Reply, width: int) -> Blocks:
    yield from _reply(reply, width)
    for place, hit in enumerate(reply.hits):
        yield ""
        yield _said(hit.fact.id, _ID)
        yield _inset(_reasons(hit))
        if place == 1 and hit.score <= reply.hits[0].score:
            yield _inset(_said(behind(reply.hits[0], hit), _ASIDE))


def _reasons(hit: Hit) -> RenderableType:
    grid = _grid(4)
    grid.columns[-1].justify = "right"
    for name, word, matched, points in hit.reasons:
        grid.add_row(_said(name), _said(word), _said(matched, _MATCH), f"{points:.3f}")
    grid.add_row(_said("score", _ASIDE), "", "", _said(f"{hit.score:.3f}", _HEADING))
    return grid


def _timeline(timeline: Timeline, width: int) -> Blocks:
    told = eras(timeline)
    years = span(timeline.facts) if width >= _WIDE else None
    across = _across([entry.date for era in told for entry in era.entries], width - (_TRACK if years else 0))
    most = max((len(era.entries) for era in told), default=0)
    if years:
        yield _said(" " * (across + 2 * _INDENT) + axis(years, _TRACK), _ASIDE)
    for place, era in enumerate(told):
        if place:
            yield ""
        yield _heading(era, most)
        yield _inset(_dated(era, across, years))


def _across(dates: Iterable[str], width: int) -> int:
    """The cells that dates take, of up to a third of those that they share with the statements."""
    most = max(width // 3, min(width // 2, _SHORTEST_DATES))
    return min(max((cell_len(line) for date in dates for line in _broken(date, most)), default=0), most)


def _heading(era: Era, most: int) -> Text:
    """The era, and how much there is of it."""
    heading = Text.assemble(_said(era.name, _HEADING), "  ", _said(squares(len(era.entries), most), _DATE))
    return heading.append(f" {len(era.entries)}", _ASIDE)


def _dated(era: Era, across: int, years: Years) -> RenderableType:
    grid = _grid(3 if years else 2)
    grid.columns[0].width = across
    if years:
        grid.columns[1].width = _TRACK
    for date, fact in era.entries:
        statement = _said(fact.statement).append(" ").append_text(_said(f"[{fact.id}]", _ASIDE))
        track = [_said(bar(fact.date, years, _TRACK), _ID)] if years else []
        lines = (_said(line, _DATE) for line in _broken(date, across))
        grid.add_row(Text("\n").join(lines), *track, statement)
    return grid


def _broken(date: str, across: int) -> list[str]:
    """The lines of a date: one if it fits, else what begins with its end, or is said of it, has its own."""
    first, *parts = re.split(r"(?<= to) | (?=\()", date)
    lines = [first]
    for part in parts:
        if cell_len(f"{lines[-1]} {part}") <= across:
            lines[-1] += f" {part}"
        else:
            lines.append(part)
    return lines


def _shown(shown: Shown, width: int) -> Blocks:
    for place, fact in enumerate(shown.facts):
        if place:
            yield ""
        yield _said(fact.id, f"{_HEADING} {_ID}")
        yield _inset(_said(fact.statement))
        yield _inset(_fields(fact), above=1)
        if related := shown.related.get(fact.id):
            yield _inset(_said("related facts", _HEADING), above=1)
            yield _inset(_aligned(related, width - _INDENT))


def _fields(fact: Fact) -> RenderableType:
    grid = _grid(2)
    for name, lines in _field_lines(fact):
        for place, line in enumerate(lines):
            grid.add_row("" if place else _said(name, _ASIDE), line)
    return grid


def _field_lines(fact: Fact) -> Iterator[tuple[str, list[Text]]]:
    yield "date", _lines(fact.date and edtf.in_words(fact.date))
    yield "value", _lines(amount(fact.value, fact.unit, fact.qualifier))
    yield "who", _lines(cell(fact.who))
    yield "where", _lines(cell(fact.where))
    yield "answer", _lines(fact.answer)
    yield "keywords", _lines(cell(fact.keywords))
    yield "asks", _lines(*fact.asks)
    yield "see", _lines(cell(fact.see))
    yield "source", _source_lines(fact.source) if fact.source else []
    yield "as of", _lines(fact.as_of and edtf.in_words(fact.as_of))
    yield "extra", _lines(*(f"{name}: {cell(in_json_types(value))}" for name, value in fact.extra.items()))
    yield "file", _lines(fact.file and f"{fact.file}:{fact.line}")


def _source_lines(citation: Citation) -> list[Text]:
    source, at = citation
    date = source.date and edtf.in_words(source.date)
    made_by = _joined(_lines(source.publisher, source.author, date))
    rest = _lines(at and f"at: {at}", source.url, source.note)
    return [line for line in (_title(citation), made_by, *rest) if line]


def _listed(listed: Listed, width: int) -> Blocks:
    for place, (topic, of_topic) in enumerate(groupby(listed.facts, key=attrgetter("topic"))):
        facts = tuple(of_topic)
        if place:
            yield ""
        yield _topic_line(topic, listed, len(facts))
        yield _inset(
            _columns([(_said(fact.id, _ID), _said(fact.statement)) for fact in facts], width - _INDENT)
        )


def _topic_line(topic_id: str, listed: Listed, facts: int) -> Text:
    topic = listed.topics.get(topic_id)
    title = _lines(topic and topic.title)
    return _joined([_said(topic_id, f"{_HEADING} {_ID}"), *title, _said(count(facts, "fact"), _ASIDE)])


def _checked(checked: Checked, width: int) -> Blocks:
    for place, problem in enumerate(checked.problems):
        if place:
            yield ""
        yield _problem(problem)
        if line := checked.lines.get((problem.path, problem.line)):
            yield from _excerpt(problem, plain(line), width)
        if fix := fix_of(problem.code):
            yield _inset(_said(f"fix: {fix}", _ASIDE))
    if checked.problems:
        yield ""
    yield _said(_summary(checked.problems), _HEADING)


def _problem(problem: Problem) -> Text:
    named = f"{problem.severity}[{problem.code}]"
    return Text.assemble(
        _said(f"{problem.path}:{problem.line}:{problem.column}: "),
        _said(named, _SEVERITY[problem.severity]),
        _said(f": {problem.text}"),
    )


def _excerpt(problem: Problem, line: str, width: int) -> Blocks:
    """The line that the problem is in, from where its place can be seen, and a caret beneath that place."""
    number = f"{problem.line:>5}"
    place = problem.column - 1
    begin = max(0, place - (width - len(number)) // 2)
    before = " " * cell_len(line[begin:place])
    yield _cut(Text.assemble((f"{number} | ", _ASIDE), line[begin:]))
    yield _cut(Text.assemble((f"{' ' * len(number)} | ", _ASIDE), before, ("^", _SEVERITY[problem.severity])))


def _summary(problems: Iterable[Problem]) -> str:
    severities = [problem.severity for problem in problems]
    counts = ((severities.count(severity), severity) for severity in Severity)
    return ", ".join(count(number, severity) for number, severity in counts if number) or "no problems"


def _marks(hits: Iterable[Hit]) -> Marks:
    return {
        hit.fact.id: frozenset(reason.matched for reason in hit.reasons if reason.matched) for hit in hits
    }


def _statement(fact: Fact, marks: Marks) -> Text:
    """The statement, with the words that matched made to stand out."""
    text = _said(fact.statement)
    for word in marks.get(fact.id, ()):
        ending = r"\w*" if len(word) >= _STEM else ""
        text.highlight_regex(rf"(?i)(?<!\w){re.escape(plain(word))}{ending}(?!\w)", _MATCH)
    return text


def _grounds(fact: Fact) -> Text:
    """What a fact rests on: its id, its source, and when it held."""
    as_of = fact.as_of and f"as of {edtf.in_words(fact.as_of)}"
    cited = (
        [_title(fact.source), *_lines(fact.source.source.publisher, fact.source.at)] if fact.source else []
    )
    return _joined([_said(fact.id, _ID), *cited, *_lines(as_of)])


def _title(citation: Citation) -> Text:
    source = citation.source
    return _said(source.title or source.id, Style(link=web_link(source.url)))


def _aligned(facts: Iterable[Fact], width: int, marks: Marks = MappingProxyType({})) -> RenderableType:
    """Id, date and statement of each fact."""
    return _columns([(_said(fact.id, _ID), _date(fact), _statement(fact, marks)) for fact in facts], width)


def _date(fact: Fact) -> Text:
    return _said(edtf.in_words(fact.date) if fact.date else "", _DATE)


def _columns(rows: Sequence[tuple[Text, ...]], width: int) -> RenderableType:
    """Rows in columns; where that leaves the last one too little room, it goes beneath the others."""
    widths = [max(cell.cell_len for cell in column) for column in zip(*rows, strict=True)]
    kept = [place for place, across in enumerate(widths) if across]
    if width - sum(widths[place] + _INDENT for place in kept[:-1]) < _READABLE:
        return _stacked(rows)
    *heads, last = kept
    across = [widths[place] for place in heads]
    return Group(*(Hanging((row[place] for place in heads), across, row[last]) for row in rows))


def _stacked(rows: Iterable[tuple[Text, ...]]) -> RenderableType:
    return Group(*(block for *heads, last in rows for block in (_joined(heads), _inset(last))))


def _joined(texts: Iterable[Text]) -> Text:
    return Text(" · ", style="").join(text for text in texts if text)


def _lines(*values: str | None) -> list[Text]:
    return [_said(value) for value in values if value]


def _said(text: str, style: str | Style = "") -> Text:
    return Lines(plain(text), style=style)


def _cut(text: Text) -> RenderableType:
    text.no_wrap, text.overflow = True, "crop"
    return Group(text)  # printed bare, a text is copied without this


def _inset(block: RenderableType, above: int = 0) -> RenderableType:
    return Padding(block, (above, 0, 0, _INDENT))


def _grid(columns: int) -> "Table":
    from rich.table import Table  # not for a search, nor a list

    grid = Table.grid(padding=(0, _INDENT, 0, 0))
    for _ in range(columns):
        grid.add_column(overflow="fold")  # a word that is too long is broken, never cut
    return grid
