"""The tree of errors, each with its exit status.

KzunError
    UsageError                    the words of the call are wrong
        EmptyQueryError           nothing is asked
        BadDateError              a date that does not parse
        UnknownChoiceError        a word that is not one of those offered
        RefusedDraftError         what is to be written would not be read
        TakenIdError              a new fact under an id that another has
        ReferencedError           a fact to be removed that others name in their `see`
    NotFoundError                 the call is right, and what it names is not there
        UnknownFactError          no fact, and no topic, of this id
        UnknownFieldError         a fact without the field that is asked for
    StoreError                    a store cannot be read or written
        MissingStoreError         no file or folder at a named path
            UnmadeStoreError      ... where new facts should go
        UnreadableError           a file or folder that refuses to be read
        EmptyStoreError           a store that holds no facts
        DamagedStoreError         under --strict, a file with problems
        UnwritableStoreError      a file or folder that refuses to be written
            ReadOnlyStoreError    the bundled store
            LockedStoreError      a store that somebody else is writing
            ChangedFileError      a file that somebody else has changed since it was read
            RefusedFileError      a file whose problems keep it from being written
        UnplaceableEditError      a key that stands where it cannot be changed alone
        FailedEditorError         an editor that does not start, or gives up
        RefusedImportError        a file of facts with rows that are none
"""

from collections.abc import Iterable, Sequence
from enum import IntEnum
from shlex import join

from kzun.problem import Problem


class ExitCode(IntEnum):
    """What the shell is told."""

    FOUND = 0
    NOT_FOUND = 1
    USAGE = 2
    STORE = 3
    INTERRUPTED = 130


class KzunError(Exception):
    """Anything that the command line reports as one line and an exit status."""

    exit_code = ExitCode.USAGE
    hint: str | None = None
    problems: Sequence[Problem] = ()  # what it is made of, to be told before it


class UsageError(KzunError):
    """The words of the call are wrong."""


class EmptyQueryError(UsageError):
    """Nothing is asked."""

    hint = "kzun search when did Kazakhstan join"

    def __init__(self) -> None:
        super().__init__("nothing is asked: QUERY is empty")


class BadDateError(UsageError):
    """A date that does not parse, with the reason."""

    def __init__(self, text: str, reason: str) -> None:
        self.text, self.reason = text, reason
        super().__init__(f"{text!r} is no date: {reason}")


class UnknownChoiceError(UsageError):
    """A word that is not one of those offered; `kind` says what it should name."""

    def __init__(self, kind: str, wanted: str, valid: Iterable[str], nearest: Sequence[str] = ()) -> None:
        self.kind, self.wanted, self.valid, self.nearest = kind, wanted, tuple(valid), tuple(nearest)
        super().__init__(f"no {kind} {wanted!r}{suggestion(nearest)} (one of {', '.join(self.valid)})")


class RefusedDraftError(UsageError):
    """What is to be written would not be read, with every problem of it."""

    def __init__(self, fact: str, problems: Sequence[Problem]) -> None:
        self.fact, self.problems = fact, tuple(problems)
        if problems:
            self.hint = join(["kzun", "check", "--rule", problems[0].code])
        super().__init__(f"{fact} is not written: {_counted(len(self.problems), 'problem')}")


class TakenIdError(UsageError):
    """A new fact under an id that another has."""

    def __init__(self, fact: str, place: str) -> None:
        self.fact, self.place = fact, place
        self.hint = f"kzun edit {fact}"
        super().__init__(f"{fact} is taken ({place})")


class ReferencedError(UsageError):
    """A fact to be removed that others name in their `see`."""

    def __init__(self, fact: str, problems: Sequence[Problem]) -> None:
        self.fact, self.problems = fact, tuple(problems)
        self.hint = f"kzun remove --unlink {fact}"
        super().__init__(f"{fact} is not removed: {_counted(len(self.problems), 'reference')}")


class NotFoundError(KzunError):
    """The call is right, and what it names is not there."""

    exit_code = ExitCode.NOT_FOUND


class UnknownFactError(NotFoundError):
    """No fact and no topic of the store has this id."""

    def __init__(self, wanted: str, nearest: Sequence[str] = ()) -> None:
        self.wanted, self.nearest = wanted, tuple(nearest)
        self.hint = f"kzun show {nearest[0]}" if nearest else "kzun list"
        super().__init__(f"no fact or topic {wanted!r}{suggestion(nearest)}")


class UnknownTopicError(NotFoundError):
    """No topic of the stores has this id."""

    def __init__(self, wanted: str, nearest: Sequence[str] = ()) -> None:
        self.wanted, self.nearest = wanted, tuple(nearest)
        self.hint = f"kzun list -t {nearest[0]}" if nearest else "kzun list"
        super().__init__(f"no topic {wanted!r}{suggestion(nearest)}")


class UnknownFieldError(NotFoundError):
    """The fact has no such field, or has it empty."""

    def __init__(self, fact: str, field: str) -> None:
        self.fact, self.field = fact, field
        self.hint = f"kzun show {fact}"
        super().__init__(f"{fact} has no {field}")


class StoreError(KzunError):
    """A store cannot be read or written."""

    exit_code = ExitCode.STORE


class MissingStoreError(StoreError):
    """A store is named, and there is nothing at that path."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(f"no store at {path}")


class UnmadeStoreError(MissingStoreError):
    """A named store that new facts should go to, and that nobody has made: it may be a slip of the pen."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.hint = join(["mkdir", "-p", path])


class UnreadableError(StoreError):
    """The system refuses to read a file or folder."""

    def __init__(self, path: str, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"cannot read {path}: {reason}")


class EmptyStoreError(StoreError):
    """None of the stores holds a fact that can be used."""

    def __init__(self, paths: Sequence[str]) -> None:
        self.paths = tuple(paths)
        named = ["--facts", paths[0]] if paths else []
        self.hint = join(["kzun", "add", "topic.key", "--statement", "One sentence.", *named])
        super().__init__(f"no facts in {', '.join(paths) or 'any store'}")


class DamagedStoreError(StoreError):
    """Under --strict, a file with problems stops the command."""

    def __init__(self, paths: Sequence[str]) -> None:
        self.paths = tuple(paths)
        self.hint = join(["kzun", "check", *paths])
        super().__init__(f"damaged: {', '.join(paths)}")


class UnwritableStoreError(StoreError):
    """A file or folder that refuses to be written."""

    def __init__(self, path: str, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"cannot write {path}: {reason}")


class ReadOnlyStoreError(UnwritableStoreError):
    """The bundled store, which belongs to the program."""

    def __init__(self, path: str, own: str) -> None:
        self.own = own
        super().__init__(path, f"the bundled store is read-only; your own store is {own}")


class LockedStoreError(UnwritableStoreError):
    """A store that somebody else is writing."""

    def __init__(self, path: str, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(path, f"another kzun has been writing there for {seconds:g} seconds")


class ChangedFileError(UnwritableStoreError):
    """A file that somebody else has changed since it was read."""

    def __init__(self, path: str) -> None:
        super().__init__(path, "it has changed since it was read; nothing of it was overwritten")


class RefusedFileError(UnwritableStoreError):
    """A file whose problems keep it from being written."""

    def __init__(self, path: str, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        self.hint = join(["kzun", "check", path])
        super().__init__(path, "it is damaged")


class UnplaceableEditError(StoreError):
    """A key that stands where it cannot be changed alone."""

    def __init__(self, fact: str, field: str) -> None:
        self.fact, self.field = fact, field
        self.hint = f"kzun edit {fact}"
        super().__init__(f"{field} of {fact} cannot be changed alone as it is written")


class FailedEditorError(StoreError):
    """An editor that does not start, or gives up, or leaves no text."""

    def __init__(self, editor: str, reason: str) -> None:
        self.editor, self.reason = editor, reason
        super().__init__(f"cannot edit with {editor!r}: {reason}")


class RefusedImportError(StoreError):
    """A file of facts with rows that are none."""

    def __init__(self, path: str, problems: Sequence[Problem]) -> None:
        self.path, self.problems = path, tuple(problems)
        super().__init__(f"nothing is imported from {path}: {_counted(len(self.problems), 'problem')}")


def _counted(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"


def suggestion(nearest: Sequence[str]) -> str:
    """The words "did you mean" with what is nearest; empty when nothing is near.

    >>> suggestion(["stamp.value", "stamp.unit"])
    '; did you mean stamp.value or stamp.unit?'
    >>> suggestion([])
    ''
    """
    if not nearest:
        return ""
    *most, last = nearest
    return f"; did you mean {', '.join(most)} or {last}?" if most else f"; did you mean {last}?"
