"""Changes of one fact in a topic's text, which leave every other byte as it was."""

import re
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, TypeAlias, cast

from kzun.errors import UnplaceableEditError
from kzun.fact import FACT_KEYS
from kzun.store.composing import field_text, key_text, line_ending, value_on_one_line, value_text
from kzun.store.document import Document, parse_document
from kzun.store.locate import STRING, KeyPath, Statement, locate, statements

Field: TypeAlias = tuple[str, ...]  # ("source", "at") is `at` within `source`

_STRING_AND_COMMENTS = re.compile(rf"({STRING})(?:\s*#[^\n]*\n)+\s*\]", re.DOTALL)  # with which an array ends
_WIDEST = 100  # characters of a value that is to stand in one line


class Splice(NamedTuple):
    """New text for a part of an old one."""

    start: int
    end: int
    text: str


def with_field(text: str, key: str, field: Field, value: object) -> str:
    """The text with a field of the fact [key] set. Raises UnplaceableEditError."""
    found = statements(text)
    path = (key, *field)
    holder = _holder(found, path)
    if holder:
        statement = text[holder.start : holder.end]
        written = _in_style_of(statement, value).replace("\n", line_ending(text))
        new = _set_within(statement, holder, path, value, written)
        return _spliced(text, [Splice(holder.start, holder.end, new)])
    parts = [each for each in found if _is_below(each.path, path)]
    if parts and not isinstance(value, dict) and len(field) > 1:
        raise UnplaceableEditError(key, ".".join(field))
    kept = [each for each in found if each not in parts]
    cuts = [_without(each) for each in parts]
    return _spliced(text, [*cuts, _insertion(text, kept, path, value)])


def without_field(text: str, key: str, field: Field) -> str:
    """The text without a field of the fact [key]; the text itself, where there is none."""
    found = statements(text)
    path = (key, *field)
    holder = _holder(found, path)
    if holder and holder.path != path:
        new = _unset_within(text[holder.start : holder.end], holder, path)
        return _spliced(text, [Splice(holder.start, holder.end, new)])
    return _spliced(text, [_without(each) for each in found if _is_below(each.path, path)])


def without_fact(text: str, key: str) -> str:
    """The text without the fact [key] and the blank lines after it; comments around it stay."""
    parts = [each for each in statements(text) if _is_below(each.path, (key,))]
    cuts = [_without(each) for each in parts]
    if cuts:
        last = cuts[-1]
        if not text[: cuts[0].start].rstrip(" \t\r\n").rpartition("\n")[2].lstrip().startswith("#"):
            cuts[-1] = last._replace(end=_after_blank_lines(text, last.end))
    return _spliced(text, cuts)


def _in_style_of(statement: str, value: object) -> str:
    """The value in as many lines as it had: one, or as tomli-w has it."""
    in_one = value_on_one_line(value)
    return in_one if "\n" not in statement.strip() and len(in_one) < _WIDEST else value_text(value)


def _holder(found: Iterable[Statement], path: KeyPath) -> Statement | None:
    """The key that has the value in its own: it, or one whose value is a table around it."""
    keys = (each for each in found if each.table is not None)
    return next((each for each in keys if path[: len(each.path)] == each.path), None)


def _is_below(path: KeyPath, top: KeyPath) -> bool:
    return path[: len(top)] == top


def _set_within(text: str, holder: Statement, path: KeyPath, value: object, written: str) -> str:
    """One statement with a value in it set, by way of tomlkit."""
    import tomlkit  # only for edits: it takes 60 ms to import

    names = cast("Field", path[len(holder.table or ()) :])
    if isinstance(value, list) and (extended := _extended(text, names, value)):
        return extended
    document = tomlkit.parse(text)
    around = cast("MutableMapping[str, object]", document)
    for place, name in enumerate(names[:-1]):
        inner = around.get(name)
        if not isinstance(inner, MutableMapping):
            around[name] = tomlkit.value(value_text(_nested(names[place + 1 :], value, inner)))
            return tomlkit.dumps(document)
        around = inner
    around[names[-1]] = tomlkit.value(written)
    return tomlkit.dumps(document)


def _extended(text: str, names: Field, value: Sequence[object]) -> str | None:
    """A statement in which an array has become the new one by dropping and appending, with its comments.

    None where that cannot be, or where tomlkit 0.14 makes it part of a comment.
    """
    import tomlkit

    old = _said_in(text, names)
    if not isinstance(old, list) or not old:
        return None
    document = tomlkit.parse(_with_last_comma(text, (*names, len(old) - 1)))
    items = _within(document, names)
    if not isinstance(items, list) or not _changed_in_place(items, value):
        return None
    new = tomlkit.dumps(document)
    return new if _said_in(new, names) == value else None


def _said_in(text: str, names: Field) -> object:
    """What a statement says of a key; None where it is no TOML."""
    document = parse_document(Path(), text.encode())
    return _within(document.table, names) if isinstance(document, Document) else None


def _within(table: object, names: Field) -> object:
    for name in names:
        table = table.get(name) if isinstance(table, Mapping) else None
    return table


def _with_last_comma(text: str, last: KeyPath) -> str:
    """An array with a comma behind its last item, if comments follow: tomlkit would append without one."""
    line, column = locate(text, [last])[last]
    start = sum(len(each) + 1 for each in text.split("\n")[: line - 1]) + column - 1
    found = _STRING_AND_COMMENTS.match(text, start)
    return f"{text[: found.end(1)]},{text[found.end(1) :]}" if found else text


def _nested(names: Field, value: object, old: object) -> object:
    """Tables around a value; in the outermost also what the key held, which can only be a source's id."""
    *above, last = names
    table: dict[str, object] = {last: value}
    for name in reversed(above):
        table = {name: table}
    return table if old is None else {"id": str(old), **table}


def _changed_in_place(old: list[object], new: Sequence[object]) -> bool:
    """Whether an array could be made the new one by dropping and appending, which keeps its comments."""
    kept = [item for item in old if item in new]
    if not kept or kept != list(new[: len(kept)]):
        return False
    for place in reversed(range(len(old))):
        if old[place] not in new:
            del old[place]
    old.extend(new[len(kept) :])
    return True


def _unset_within(text: str, holder: Statement, path: KeyPath) -> str:
    """One statement without a part of its value."""
    import tomlkit  # only for edits

    document = tomlkit.parse(text)
    *names, last = cast("Field", path[len(holder.table or ()) :])
    around = cast("MutableMapping[str, object]", document)
    for name in names:
        inner = around.get(name)
        if not isinstance(inner, MutableMapping):
            return text
        around = inner
    with suppress(KeyError):
        del around[last]
    return tomlkit.dumps(document)


def _without(statement: Statement) -> Splice:
    return Splice(statement.start, statement.end, "")


def _insertion(text: str, found: Sequence[Statement], path: KeyPath, value: object) -> Splice:
    """A new line for the key, where the order of the format wants it."""
    headers = (each.path for each in found if each.table is None and path[: len(each.path)] == each.path)
    table = max(headers, key=len, default=())
    before = _before(found, table, path)
    ending = line_ending(text)
    line = _dotted(path[len(table) :], value).replace("\n", ending)
    if before is None:
        return Splice(len(text), len(text), line)
    missing = "" if text[: before.end].endswith("\n") else ending
    return Splice(before.end, before.end, missing + line)


def _before(found: Sequence[Statement], table: KeyPath, path: KeyPath) -> Statement | None:
    """What the new line goes after: the last key that the format has before it, or the header."""
    direct = [each for each in found if each.table == table and table] or [
        each for each in found if each.table == () and each.path[:1] == path[:1]
    ]
    header = [each for each in found if each.table is None and each.path == table and table]
    field = path[1] if len(path) > 1 else ""
    earlier = [each for each in direct if _order(each.path[1]) <= _order(field)]
    return next(reversed(earlier or header or direct), None)


def _order(field: str | int) -> int:
    return FACT_KEYS.index(str(field)) if field in FACT_KEYS else len(FACT_KEYS)


def _dotted(names: KeyPath, value: object) -> str:
    *most, last = map(str, names)
    return "".join(f"{key_text(name)}." for name in most) + field_text(last, value)


def _after_blank_lines(text: str, offset: int) -> int:
    while True:
        end = text.find("\n", offset) + 1
        if not end or text[offset:end].strip():
            return offset
        offset = end


def _spliced(text: str, splices: Iterable[Splice]) -> str:
    """The text with its parts replaced, of which none overlaps another."""
    for start, end, new in sorted(splices, reverse=True):
        text = text[:start] + new + text[end:]
    return text
