"""The commands that write: add, edit, remove and import."""

import os
import sys
from collections.abc import Callable, Iterable
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

from typer import Argument, Option

from kzun.commands.options import Debug, ExclusiveOptionsError, Stores, one_of
from kzun.commands.streams import give, say, say_problems, standard_input, warn
from kzun.errors import (
    ExitCode,
    KzunError,
    RefusedDraftError,
    TakenIdError,
    UnknownChoiceError,
    UnreadableError,
    UsageError,
)
from kzun.fact import nearest_names
from kzun.problem import Problem
from kzun.store.shapes import Shape
from kzun.views.plain import plain

_ID = "id (topic.key)"
_SEVERAL = ("who", "where", "keywords", "asks", "see")
_UNASKED = ("qualifier", "answer", "as_of", "extra")
_HOW = dict.fromkeys(_SEVERAL, " (several: one; another)") | {"date": " (1992-03-02, 1992, 1991/1992)"}

if TYPE_CHECKING:  # what writes is loaded when something is written, as the help has these commands, too
    from kzun import editor
    from kzun.store.drafts import Draft
    from kzun.store.writer import Change
    from kzun.writing import Desk, Written


class UnsaidFactError(UsageError):
    """A fact to be added of which nothing is said."""

    def __init__(self, fact: str | None) -> None:
        self.fact = fact
        self.hint = f"kzun add {fact or 'topic.key'} --statement 'One sentence.'"
        super().__init__("nothing is said of the fact" if fact else "no id is given")


class UnmendedDraftError(UsageError):
    """A text from an editor that is not written, as it has problems."""

    def __init__(self, fact: str) -> None:
        self.fact = fact
        super().__init__(f"{fact} is not changed")


DryRun = Annotated[bool, Option("--dry-run", help="Write the changes that would be made, and make none.")]
Fact_ = Annotated[str, Argument(metavar="ID", help="A fact, as topic.key.")]
NewId = Annotated[str | None, Argument(metavar="[TOPIC.KEY]", help="The id of the new fact.")]
Input = Annotated[
    str | None, Argument(metavar="[-]", help="Read the fact from standard input, in TOML or JSON.")
]
Title = Annotated[str | None, Option("--title", metavar="TEXT", help="The title of the topic, if it is new.")]
Set = Annotated[
    list[str] | None,
    Option("--set", metavar="FIELD=VALUE", help="Set a field; again for each item of an array."),
]
Unset = Annotated[list[str] | None, Option("--unset", metavar="FIELD", help="Remove a field; repeatable.")]
Unlink = Annotated[bool, Option("--unlink", help="Remove it from the `see` of other facts, too.")]
File = Annotated[str, Argument(metavar="FILE", help="A file of facts, or -.")]
ShapeOf = Annotated[
    Shape | None,
    Option(
        "-f", "--format", metavar="FORMAT", parser=one_of("format", Shape), help="toml, json, jsonl or csv."
    ),
]


class Desktop(NamedTuple):
    """The options of every command that writes."""

    stores: Stores = None
    dry_run: DryRun = False
    debug: Debug = False
    named: tuple[str, ...] = ()  # no option: the stores that the line names

    def desk(self) -> "Desk":
        """Where facts are written."""
        from kzun.writing import Desk

        return Desk.at(tuple(self.stores or ()), os.environ)


class Fields(NamedTuple):
    """The fields of a fact, each as it is said in words."""

    statement: Annotated[str | None, Option(metavar="TEXT", help="A sentence that stands on its own.")] = None
    date: Annotated[
        str | None, Option(metavar="DATE", help="When: 1992-03-02, 1992-03, 1992, 1991/1992, 1890~.")
    ] = None
    value: Annotated[
        list[str] | None, Option(metavar="TEXT", help="Its figure or object; repeatable, as all lists.")
    ] = None
    unit: Annotated[str | None, Option(metavar="TEXT", help="Of the figure: tenge, metres.")] = None
    qualifier: Annotated[str | None, Option(metavar="TEXT", help="Before the figure: more than.")] = None
    who: Annotated[list[str] | None, Option(metavar="NAME", help="A person or body; repeatable.")] = None
    where: Annotated[list[str] | None, Option(metavar="PLACE", help="A place; repeatable.")] = None
    answer: Annotated[
        str | None, Option(metavar="TEXT", help="The short answer, where no other field says it.")
    ] = None
    keywords: Annotated[
        list[str] | None, Option(metavar="WORD", help="Another word that people use for it; repeatable.")
    ] = None
    asks: Annotated[
        list[str] | None, Option(metavar="TEXT", help="A question that it must answer; repeatable.")
    ] = None
    see: Annotated[list[str] | None, Option(metavar="ID", help="A related fact; repeatable.")] = None
    source: Annotated[str | None, Option(metavar="KEY", help="A source, as sources.toml names it.")] = None
    at: Annotated[str | None, Option(metavar="TEXT", help="The place in the source: a page.")] = None
    as_of: Annotated[str | None, Option(metavar="DATE", help="When a changing figure held.")] = None
    extra: Annotated[list[str] | None, Option(metavar="NAME=VALUE", help="Anything else; repeatable.")] = None

    def said(self) -> dict[str, list[str]]:
        """What was said of each field."""
        said = {name: [value] if isinstance(value, str) else value for name, value in self._asdict().items()}
        return {name: list(values) for name, values in said.items() if values}


def add(
    fields: Fields,
    desktop: Desktop,
    fact_id: NewId = None,
    source_text: Input = None,
    *,
    title: Title = None,
) -> ExitCode:
    """Add a fact: from options, standard input, or as asked."""
    from kzun import writing

    add_one = partial(desktop.desk().add, title=title, dry_run=desktop.dry_run)
    if fact_id == "-" and source_text is None:
        fact_id, source_text = None, "-"
    if source_text is not None:
        written = add_one(writing.draft_of_text(fact_id, "-", _text_of_fact(source_text, fields)))
    elif fact_id and fields.said():
        written = add_one(writing.draft_of_fields(fact_id, writing.table_of(fields.said())))
    else:
        written = _added_by_asking(add_one, fact_id, fields.said())
    return _tell(desktop, "added", written)


def edit(desktop: Desktop, fact_id: Fact_, *, new: Set = None, unwanted: Unset = None) -> ExitCode:
    """Change a fact: in your editor, or by --set and --unset."""
    from kzun import writing

    desk = desktop.desk()
    if not new and not unwanted:
        return _tell(desktop, "changed", _edited(desk, fact_id, dry_run=desktop.dry_run))
    changes = writing.changes_of(new or ())
    fields = tuple(map(writing.field_of, unwanted or ()))
    return _tell(desktop, "changed", desk.change(fact_id, changes, fields, dry_run=desktop.dry_run))


def remove(desktop: Desktop, fact_id: Fact_, *, unlink: Unlink = False) -> ExitCode:
    """Remove a fact; where others refer to it, they are named first."""
    written = desktop.desk().remove(fact_id, unlink=unlink, dry_run=desktop.dry_run)
    return _tell(desktop, "removed", written)


def import_facts(desktop: Desktop, path: File, *, shape: ShapeOf = None) -> ExitCode:
    """Add all facts of a file that kzun wrote, or none."""
    from kzun import writing

    chosen = shape or _shape_of(path)
    content = _whole_input() if path == "-" else writing.content_to_import(path)
    return _tell(desktop, "added", desktop.desk().import_rows(path, content, chosen, dry_run=desktop.dry_run))


def _text_of_fact(word: str, fields: Fields) -> bytes:
    """What standard input says of a fact, of which the options then say nothing."""
    if word != "-":
        raise UsageError(f"unexpected {word!r}; - stands for standard input")
    if fields.said():
        raise ExclusiveOptionsError("-", f"--{next(iter(fields.said()))}")
    return _whole_input()


def _whole_input() -> bytes:
    """All of standard input. Raises UnreadableError."""
    try:
        return standard_input().read()
    except OSError as error:
        raise UnreadableError("-", error.strerror or str(error)) from error


def _added_by_asking(
    add_one: "Callable[[Draft], Written]", fact_id: str | None, said: dict[str, list[str]]
) -> "Written":
    """A person at a terminal is asked for what is missing, and again for what is wrong; nobody else is."""
    from kzun import writing

    if not (sys.stdin and sys.stdin.isatty()):
        raise UnsaidFactError(fact_id)
    fact_id = fact_id or _ask(_ID) or ""
    said = said or _asked_for(name for name in Fields._fields if name not in _UNASKED)
    while True:
        try:
            return add_one(writing.draft_of_fields(fact_id, writing.table_of(said)))
        except (RefusedDraftError, TakenIdError) as error:
            fact_id, said = _asked_again(error, fact_id, said)


def _asked_again(
    error: RefusedDraftError | TakenIdError, fact_id: str, said: dict[str, list[str]]
) -> tuple[str, dict[str, list[str]]]:
    """The id and fields, with another answer for each that is wrong. Raises the error where there is none."""
    say_problems(error.problems)
    if not error.problems:
        say(f"{plain(str(error))}\n")
    wrong = dict.fromkeys(map(_asked_field, error.problems))
    answers = _asked_for(name for name in wrong if name)
    another = _ask(_ID) if None in wrong or not wrong else fact_id
    if another is None or not (answers or another != fact_id):
        raise error
    rest = {name: texts for name, texts in said.items() if name not in wrong}
    return another, {**rest, **answers}


def _asked_field(problem: Problem) -> str | None:
    """The field to ask for again; None for the id, which has no option."""
    if problem.path.startswith("--"):
        return problem.path.removeprefix("--").replace("-", "_")
    return "statement" if problem.code == "missing-key" else None


def _asked_for(fields: Iterable[str]) -> dict[str, list[str]]:
    """What a person says of fields, until the input ends; nothing is no answer."""
    asked = ((name, _ask(f"{name}{_HOW.get(name, '')}")) for name in fields)
    answers = takewhile(lambda answer: answer[1] is not None, asked)
    return {
        name: [part.strip() for part in answer.split(";")] if name in _SEVERAL else [answer]
        for name, answer in answers
        if answer
    }


def _ask(question: str) -> str | None:
    """What a person says; None where the input ends."""
    say(f"{question}: ")
    line = standard_input().readline()
    return line.decode(errors="surrogateescape").strip() if line else None


def _edited(desk: "Desk", fact_id: str, *, dry_run: bool) -> "Written":
    """What the user's editor makes of a fact's file; whatever goes wrong, the text is kept."""
    from kzun import editor

    path, old, line = desk.opened(fact_id)
    draft = editor.Draft.of(path.name, old)
    try:
        change = _mended(desk, fact_id, path, draft, line)
        written = desk.replace(change, fact_id, dry_run=dry_run)
    except (KzunError, KeyboardInterrupt) as error:
        if kept := draft.give_up():
            _say_kept(error, kept)
        raise
    draft.discard()
    return written


def _mended(desk: "Desk", fact_id: str, path: Path, draft: "editor.Draft", line: int) -> "Change":
    """What is to be written; what is wrong with it is shown, and may be mended in the editor."""
    from kzun import editor
    from kzun.store.writer import Change

    while True:
        text = editor.text_from(draft, editor.command(os.environ, draft.path, line))
        change = Change(path, draft.old, text)
        problems = desk.new_errors(change)
        if not problems:
            return change
        say_problems(problems)
        if not _wants_to_mend():
            raise UnmendedDraftError(fact_id)
        line = problems[0].line


def _say_kept(error: BaseException, draft: str) -> None:
    """Say where the text is: beside the error, or to who interrupts, of whom nothing else is said."""
    if isinstance(error, KzunError):
        error.hint = f"your text is kept in {draft}"
    else:
        say(f"\nhint: your text is kept in {plain(draft)}\n")


def _wants_to_mend() -> bool:
    """Whether the user goes back to the editor; nobody else is asked."""
    if not (sys.stdin and sys.stdin.isatty()):
        return False
    say("edit it again? [Y/n] ")
    answer = standard_input().readline()
    return bool(answer) and not answer.strip().lower().startswith(b"n")


def _shape_of(path: str) -> Shape:
    suffix = Path(path).suffix.removeprefix(".")
    known = tuple(Shape)
    if suffix in known:
        return Shape(suffix)
    raise UnknownChoiceError("format", suffix or path, known, nearest_names(suffix, known))


def _tell(desktop: Desktop, verb: str, written: "Written") -> ExitCode:
    """Say what was written and where; of a dry run, the changes."""
    from kzun import writing
    from kzun.views import changes

    if desktop.dry_run:
        text = changes.diff(changes.Rewritten(*each) for each in writing.texts(written))
        is_seen = sys.stdout is not None and sys.stdout.isatty()  # a terminal would obey controls
        give("".join(f"{plain(line)}\n" for line in text.split("\n")[:-1]) if is_seen else text)
        return ExitCode.FOUND
    for warning in writing.warnings(written):
        warn(warning)
    places = tuple(map(plain, writing.places(written)))
    shows = writing.shows(written)
    give(changes.done(verb, written.facts, places, len(written.kept), shows=shows, stores=desktop.named))
    return ExitCode.FOUND
