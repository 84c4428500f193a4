"""Writing into stores: facts are added, changed, removed and imported here; the library's other face."""

import codecs
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from copy import deepcopy
from pathlib import Path
from typing import NamedTuple

import tomli

from kzun.errors import (
    ChangedFileError,
    MissingStoreError,
    ReadOnlyStoreError,
    ReferencedError,
    RefusedDraftError,
    RefusedFileError,
    RefusedImportError,
    TakenIdError,
    UnknownChoiceError,
    UnknownFactError,
    UnmadeStoreError,
    UnplaceableEditError,
    UnreadableError,
    UnwritableStoreError,
    UsageError,
)
from kzun.fact import FACT_KEYS, Table, nearest_names
from kzun.problem import Problem, Severity
from kzun.store.composing import day_or_text
from kzun.store.document import Document, parse_document, problems_at
from kzun.store.drafts import (
    Draft,
    Known,
    Plan,
    as_document,
    damage,
    is_within,
    plan,
    undeclared_sources_are_possible,
)
from kzun.store.editing import Field, with_field, without_fact, without_field
from kzun.store.files import StoreFile
from kzun.store.findings import Finding, placed
from kzun.store.importing import read_one, read_rows
from kzun.store.locate import table_lines
from kzun.store.paths import is_folder, is_there, refusal, shown
from kzun.store.reader import Contents, read_stores
from kzun.store.shapes import Shape
from kzun.store.stores import VARIABLE, bundled_store, chosen_stores, split_paths, user_store
from kzun.store.topic import Sources, read_topic
from kzun.store.writer import Change, content_of, locked, write

_TEXTS = ("who", "where", "keywords", "asks", "see")  # the fields that are arrays of strings
_DATES = ("date", "as_of")
_TABLES = ("source", "extra")  # the fields that have fields


class Written(NamedTuple):
    """What has been done, or would be."""

    changes: tuple[Change, ...]
    facts: tuple[str, ...]  # ids of those that were written
    kept: tuple[str, ...] = ()  # ids of those that were there already
    hidden: tuple[str, ...] = ()  # ids of those that another store has, too


class Desk(NamedTuple):
    """Where facts are written, and what is read beside it."""

    roots: tuple[Path, ...]  # the most important first
    own: Path  # the store that new facts go to; it need not exist

    @classmethod
    def at(cls, stores: Sequence[str] = (), environ: Mapping[str, str] = os.environ) -> "Desk":
        """The stores of `--facts`, else of KZUN_FACTS, of which the first is written; else the user's own."""
        roots = chosen_stores(stores, environ)
        is_named = bool(stores or split_paths(environ.get(VARIABLE, "")))
        return cls(roots, roots[0] if is_named else user_store())

    def add(self, draft: Draft, title: str | None = None, *, dry_run: bool = False) -> Written:
        """Append one fact to its topic, which is made with `title` if it is new.

        Raises RefusedDraftError, TakenIdError, ReadOnlyStoreError and UnwritableStoreError.
        """
        with self._writing(self.own, dry_run=dry_run):
            contents = self._read()
            planned = plan([draft], contents, self.own, {"title": title} if title else {})
            if [problem.code for problem in planned.problems] == ["taken-id"]:
                raise TakenIdError(draft.id, _place(contents.paths[draft.id], draft.id))
            if planned.problems:
                raise RefusedDraftError(draft.id, planned.problems)
            return self._carried_out(planned, contents, dry_run=dry_run)

    def import_rows(self, path: str, content: bytes, shape: Shape, *, dry_run: bool = False) -> Written:
        """Append all facts of a file, with their sources, or none. Raises RefusedImportError."""
        rows = read_rows(path, content, shape)
        with self._writing(self.own, dry_run=dry_run):
            contents = self._read()
            planned = plan(rows.drafts, contents, self.own, rows.head, again=True)
            if problems := sorted((*rows.problems, *planned.problems)):
                raise RefusedImportError(path, problems)
            return self._carried_out(planned, contents, dry_run=dry_run)

    def change(
        self,
        fact_id: str,
        new: Mapping[Field, object],
        unwanted: Sequence[Field] = (),
        *,
        dry_run: bool = False,
    ) -> Written:
        """Set some fields of a fact and remove others; every other byte of its file stays."""
        path, root = self.place_of(fact_id)
        with self._writing(root, dry_run=dry_run):
            contents = self._read()
            old = _content(path)
            change = _changed(path, old, fact_id, new, unwanted)
            self.judge(change, contents, fact_id)
            return _done(root, (change,) if change.new != old else (), fact_id, dry_run=dry_run)

    def opened(self, fact_id: str) -> tuple[Path, bytes, int]:
        """The file of a fact, what it holds, and the line of the fact's table."""
        path, _ = self.place_of(fact_id)
        content = _content(path)
        return path, content, line_of(Change(path, None, content), fact_id.partition(".")[2]) or 1

    def replace(self, change: Change, fact_id: str, *, dry_run: bool = False) -> Written:
        """Put a whole new text, which an editor has made, in place of the one that it was made from."""
        _, root = self.place_of(fact_id)
        with self._writing(root, dry_run=dry_run):
            self.judge(change, self._read(), fact_id)
            changes = (change,) if change.new != change.old else ()
            return _done(root, changes, fact_id, dry_run=dry_run)

    def remove(self, fact_id: str, *, unlink: bool = False, dry_run: bool = False) -> Written:
        """Remove a fact; with `unlink`, also from the `see` of others. Raises ReferencedError.

        A fact of this id in another store comes to light, and is then what the others see.
        """
        path, root = self.place_of(fact_id)
        roots = {root}
        if unlink:
            contents = self._read()
            links = self._referring(fact_id, contents)
            roots |= {self._root_of(contents.paths[link.fact]) for link in links}
        with ExitStack() as writing:
            for each in sorted(roots):
                writing.enter_context(self._writing(each, dry_run=dry_run))
            contents = self._read()
            references = self._referring(fact_id, contents)
            if references and not unlink:
                raise ReferencedError(fact_id, placed(references, contents.paths))
            changes = _removals(fact_id, path, {finding.fact for finding in references}, contents)
            return _done(root, changes, fact_id, dry_run=dry_run)

    def place_of(self, fact_id: str) -> tuple[Path, Path]:
        """The file in which a fact stands, and its store.

        Raises UnknownFactError and ReadOnlyStoreError; RefusedFileError where its topic cannot be read.
        """
        contents = self._read()
        if fact_id not in contents.paths:
            _refuse_damaged(fact_id.partition(".")[0], contents)
            raise UnknownFactError(fact_id, nearest_names(fact_id, tuple(contents.paths)))
        path = contents.paths[fact_id]
        root = self._root_of(path)
        self._refuse_read_only(root)
        return path, root

    def judge(self, change: Change, contents: Contents, fact_id: str) -> None:
        """Raises RefusedDraftError where a change brings errors that were not there before."""
        if problems := self.new_errors(change, contents):
            raise RefusedDraftError(fact_id, problems)

    def new_errors(self, change: Change, contents: Contents | None = None) -> tuple[Problem, ...]:
        """The errors that the stores would have with a change and have not without it."""
        contents = contents or self._read()
        document = parse_document(change.path, change.new)
        if isinstance(document, Problem):
            return (document,)
        new = tuple(_errors(change.path, change.new, contents))
        before = _errors(change.path, change.old or b"", contents) if new else ()
        old = {(each.code, each.text) for each in before}
        return (
            *(each for each in new if (each.code, each.text) not in old),
            *self._missed(change, document, contents),
        )

    def _missed(self, change: Change, new: Document, contents: Contents) -> tuple[Problem, ...]:
        """What would be missed: by facts of other files; by all, where nothing is left of a file."""
        ids = {fact_id for fact_id, path in contents.paths.items() if path == change.path}
        stem = StoreFile(change.path, "").stem
        left = {f"{stem}.{key}" for key in new.table}
        if ids and not change.new.strip():
            text = "nothing is left of the file; kzun remove takes facts out of it"
            return (Problem(shown(change.path), 1, 1, Severity.ERROR, "empty", text),)
        links = (link for fact_id in sorted(ids - left) for link in self._referring(fact_id, contents))
        return placed((link for link in links if link.fact not in ids), contents.paths)

    def _referring(self, fact_id: str, contents: Contents) -> tuple[Finding, ...]:
        """The links to a fact that would lead to nothing without it."""
        links = tuple(_links_to(fact_id, contents))
        root = self._root_of(contents.paths[fact_id])
        others = [each for each in self._all_roots() if each != root]
        is_elsewhere = links and others and fact_id in read_stores(others).paths
        return () if is_elsewhere else links

    def _read(self) -> Contents:
        return read_stores(self._all_roots())

    def _all_roots(self) -> tuple[Path, ...]:
        if self.own in self.roots or not is_there(self.own):
            return self.roots
        return (self.own, *self.roots)

    def _root_of(self, path: Path) -> Path:
        return next(root for root in (self.own, *self.roots) if is_within(path, root))

    def _refuse_read_only(self, root: Path) -> None:
        if root == bundled_store():
            raise ReadOnlyStoreError(shown(root), shown(user_store()))

    def _writing(self, root: Path, *, dry_run: bool) -> AbstractContextManager[None]:
        """The store for oneself; the user's own is made, if it is not there."""
        self._refuse_read_only(root)
        if root in self.roots:
            _refuse_unmade(root)
        if dry_run:
            return nullcontext()
        if root not in self.roots:
            try:
                root.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise UnwritableStoreError(shown(root), refusal(error)) from error
        return locked(root)

    def _carried_out(self, planned: Plan, contents: Contents, *, dry_run: bool) -> Written:
        if not dry_run and planned.changes:
            write(self.own, planned.changes)
        hidden = tuple(fact_id for fact_id in planned.added if fact_id in contents.paths)
        return Written(planned.changes, planned.added, planned.kept, hidden)


def draft_of_fields(fact_id: str, table: Table) -> Draft:
    """A draft of what was said in options, at which its problems stand."""
    return Draft(fact_id, table, lambda paths: [(_option(path), 0, 0) for path in paths])


def draft_of_text(fact_id: str | None, path: str, content: bytes) -> Draft:
    """A draft of what a text in TOML or JSON says, and its id if none is given. Raises RefusedDraftError."""
    draft = read_one(path, content, fact_id)
    if isinstance(draft, Problem):
        raise RefusedDraftError(fact_id or "the fact", (draft,))
    return draft


def content_to_import(path: str) -> bytes:
    """What a file holds. Raises UnreadableError."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise UnreadableError(path, refusal(error)) from error


def table_of(said: Mapping[str, Sequence[str]]) -> Table:
    """A fact's raw table, of what options say; `at` is the place in its source, `extra` is NAME=VALUE."""
    table = {name: value_of((name,), texts) for name, texts in said.items() if name not in {"at", "extra"}}
    if "at" in said:
        table["source"] = {**({"id": table["source"]} if "source" in table else {}), "at": said["at"][0]}
    for field, value in changes_of([f"extra.{text}" for text in said.get("extra", ())]).items():
        _put(table, field, value)
    return table


def changes_of(texts: Iterable[str]) -> dict[Field, object]:
    """What `FIELD=VALUE` says, of a field once or several times. Raises UsageError."""
    said: dict[Field, list[str]] = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign:
            raise UsageError(f"{text!r} wants FIELD=VALUE")
        said.setdefault(field_of(name), []).append(value)
    return {field: value_of(field, values) for field, values in said.items()}


def texts(written: Written) -> Iterator[tuple[str, str, str]]:
    """Each file that is changed: its path, its old text and its new one."""
    for path, old, new in written.changes:
        yield shown(path), (old or b"").decode(), new.decode()


def places(written: Written) -> tuple[str, ...]:
    """Where the facts now stand: of one the line, of several the files."""
    if len(written.facts) == 1 and written.changes:
        change = written.changes[-1]
        line = line_of(change, written.facts[0].partition(".")[2])
        if line:
            return (f"{shown(change.path)}:{line}",)
    return tuple(shown(change.path) for change in written.changes)


def shows(written: Written) -> str | None:
    """The one fact that was written; None for several, and for one that is removed or renamed."""
    if len(written.facts) != 1 or not written.changes:
        return None
    topic, _, key = written.facts[0].partition(".")
    is_there = any(change.path.stem == topic and line_of(change, key) for change in written.changes)
    return written.facts[0] if is_there else None


def warnings(written: Written) -> Iterator[str]:
    """What may not have been meant."""
    for fact_id in written.hidden:
        yield f"{fact_id} hides the fact of this id in another store"


def field_of(name: str) -> Field:
    """The way to a field, as `source.at`. Raises UnknownChoiceError for none of a fact's."""
    first, *rest = name.split(".")
    if first not in FACT_KEYS or (rest and first not in _TABLES) or not all(rest):
        raise UnknownChoiceError("field", name, FACT_KEYS, nearest_names(first, FACT_KEYS))
    return first, *rest


def value_of(field: Field, texts: Sequence[str]) -> object:
    """What a field is to hold, of what was said for it, once or several times. Raises UsageError.

    >>> value_of(("value",), ["700"]), value_of(("unit",), ["700"]), value_of(("who",), ["UN"])
    (700, '700', ['UN'])
    >>> value_of(("who",), ['["UN", "KazPost"]']), value_of(("value",), ["700 # as printed"])
    (['UN', 'KazPost'], '700 # as printed')
    """
    if field[0] in _TEXTS:
        return _array_of_texts(texts) or list(texts)
    if field == ("value",) and len(texts) > 1:
        return list(texts)
    if len(texts) > 1:
        raise UsageError(f"{'.'.join(field)} takes one value, not {len(texts)}")
    if field[0] in _DATES:
        return day_or_text(texts[0])
    is_open = field == ("value",) or field[0] == "extra" or (field == ("source",) and texts[0][:1] == "{")
    return _as_toml(field, texts[0]) if is_open else texts[0]


def line_of(change: Change, key: str) -> int | None:
    """Where a fact's table begins in the new text of its file; None where it has none."""
    document = parse_document(change.path, change.new)
    if isinstance(document, Problem) or key not in document.table:
        return None
    return table_lines(document.text, [key])[key]


def _as_toml(field: Field, text: str) -> object:
    """A number, an array or a table, if it is one, and else the text itself."""
    value = _parsed(text)
    is_of_kind = field[0] != "value" or type(value) in {int, float, str, list}
    return text if value is None or not is_of_kind else value


def _array_of_texts(texts: Sequence[str]) -> list[str] | None:
    """The items of an array that is said at once, in TOML."""
    value = _parsed(texts[0]) if len(texts) == 1 else None
    return value if isinstance(value, list) and all(isinstance(item, str) for item in value) else None


def _parsed(text: str) -> object:
    """The one value that a text is in TOML, with nothing beside it, such as a comment; None if it is none."""
    try:
        items = tomli.loads(f"x = [{text}, 0]")["x"]
    except (ValueError, RecursionError):
        return None
    return items[0] if len(items) == 2 else None


def _option(path: Sequence[str | int]) -> str:
    match path[:1]:
        case (str(field),):
            return f"--{field.replace('_', '-')}"
        case _:
            return "kzun add"


def _place(path: Path, fact_id: str) -> str:
    finding = Finding(fact_id, (), Severity.ERROR, "", "")
    problem = placed([finding], {fact_id: path})[0]
    return f"{problem.path}:{problem.line}"


def _content(path: Path) -> bytes:
    content = content_of(path)
    if content is None:
        raise ChangedFileError(shown(path))
    return content


def _changed(
    path: Path, old: bytes, fact_id: str, new: Mapping[Field, object], unwanted: Sequence[Field]
) -> Change:
    """The change of one file; checked to say what was wanted, and nothing else."""
    key = fact_id.partition(".")[2]
    document = as_document(path, old)
    if not isinstance(document.table.get(key), dict):
        raise ChangedFileError(shown(path))
    text, expected = document.text, deepcopy(document.table)
    for field in unwanted:
        _forget(expected, (key, *field))
    for field, value in new.items():
        _put(expected, (key, *field), value)
    try:
        for field in unwanted:
            text = without_field(text, key, field)
        for field, value in new.items():
            text = with_field(text, key, field, value)
    except (UnplaceableEditError, ValueError, RecursionError) as error:  # the last two are tomlkit's
        raise UnplaceableEditError(fact_id, _listed([*unwanted, *new])) from error
    return _verified(Change(path, old, old), text, expected, fact_id, [*unwanted, *new])


def _verified(plain: Change, text: str, expected: Table, fact_id: str, fields: Sequence[Field]) -> Change:
    """The change with the new text, if it says what is expected."""
    try:
        change = plain._replace(new=_mark(plain.new) + text.encode())
        is_meant = _canonical(tomli.loads(text)) == _canonical(expected)
    except UnicodeEncodeError as error:
        problem = Problem("--set", 0, 0, Severity.ERROR, "encoding", "the value is not UTF-8")
        raise RefusedDraftError(fact_id, (problem,)) from error
    except (ValueError, RecursionError):
        is_meant = False
    if not is_meant:
        raise UnplaceableEditError(fact_id, _listed(fields))
    return change


def _listed(fields: Iterable[Field]) -> str:
    return ", ".join(".".join(field) for field in fields)


def _canonical(table: Table) -> str:
    """The same for tables that say the same; `==` takes 1 for true, and nan for something else than nan."""
    return json.dumps(table, sort_keys=True, default=repr)


def _mark(content: bytes) -> bytes:
    return codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""


def _put(table: dict[str, object], path: Field, value: object) -> None:
    *above, last = path
    around = table
    for name in above:
        inner = around.get(name)
        if not isinstance(inner, dict):
            if inner is not None and name != "source":
                raise UsageError(f"{'.'.join(path)}: {name} is no table")
            inner = {"id": inner} if name == "source" and inner is not None else {}
            around[name] = inner
        around = inner
    around[last] = value


def _forget(table: dict[str, object], path: Field) -> None:
    *above, last = path
    around: object = table
    for name in above:
        around = around.get(name) if isinstance(around, dict) else None
    if isinstance(around, dict):
        around.pop(last, None)


def _errors(path: Path, content: bytes, contents: Contents) -> Iterator[Problem]:
    """The errors that the reader would find in one file."""
    document = parse_document(path, content)
    if isinstance(document, Problem):
        yield document
        return
    sources = Sources(
        contents.sources, contents.sources.keys(), are_all=not undeclared_sources_are_possible(contents)
    )
    topic = read_topic(document, StoreFile(path, path.name), sources)
    yield from topic.problems
    own_ids = [*topic.declared, *(other for other, its_path in contents.paths.items() if its_path != path)]
    known = Known.of(contents._replace(paths=dict.fromkeys(own_ids, path)))
    for fact in topic.facts:
        key = fact.id.partition(".")[2]
        flaws = tuple(flaw._replace(path=(key, *flaw.path)) for flaw in known.flaws(fact.see))
        yield from problems_at(document, flaws)


def _links_to(fact_id: str, contents: Contents) -> Iterator[Finding]:
    for fact in contents.facts:
        for number, target in enumerate(fact.see):
            if target == fact_id != fact.id:
                text = f"{fact.id} sees {fact_id}"
                yield Finding(fact.id, ("see", number), Severity.ERROR, "dangling-see", text)


def _refuse_unmade(root: Path) -> None:
    try:
        is_folder(root)
    except MissingStoreError as error:
        raise UnmadeStoreError(shown(root)) from error


def _refuse_damaged(topic: str, contents: Contents) -> None:
    """Raises RefusedFileError where a file of this topic cannot be read: who knows what stands in it."""
    problems = [problem for problem in damage(contents) if Path(problem.path).stem == topic]
    if problems:
        raise RefusedFileError(problems[0].path, problems)


def _removals(fact_id: str, path: Path, others: Iterable[str], contents: Contents) -> tuple[Change, ...]:
    """Those who refer to the fact first, so that at no time one refers to nothing."""
    sees = {fact.id: fact.see for fact in contents.facts}
    before: dict[Path, bytes] = {}
    after: dict[Path, bytes] = {}
    for other in sorted(others):
        its_path = contents.paths[other]
        before.setdefault(its_path, _content(its_path))
        rest = [target for target in sees[other] if target != fact_id]
        content = after.get(its_path, before[its_path])
        new: dict[Field, object] = {("see",): rest} if rest else {}
        after[its_path] = _changed(its_path, content, other, new, () if rest else (("see",),)).new
    content = after.pop(path, before.setdefault(path, _content(path)))
    after[path] = _without(path, content, fact_id)
    return tuple(Change(each, before[each], content) for each, content in after.items())


def _without(path: Path, content: bytes, fact_id: str) -> bytes:
    key = fact_id.partition(".")[2]
    document: Document = as_document(path, content)
    if key not in document.table:
        raise ChangedFileError(shown(path))
    expected = {name: value for name, value in document.table.items() if name != key}
    text = without_fact(document.text, key)
    return _verified(Change(path, content, content), text, expected, fact_id, [("it",)]).new


def _done(root: Path, changes: tuple[Change, ...], fact_id: str, *, dry_run: bool) -> Written:
    if changes and not dry_run:
        write(root, changes)
    return Written(changes, (fact_id,) if changes else ())
