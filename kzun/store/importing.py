"""Files of facts in the formats that kzun writes: from rows to drafts, each at its place."""

import codecs
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, assert_never

from kzun.fact import FACT_KEYS, Gate, Table, toml_type
from kzun.problem import Problem, Severity
from kzun.store.document import Document, parse_document, problems_at
from kzun.store.drafts import Draft, Place, Places
from kzun.store.locate import KeyPath, locate
from kzun.store.shapes import Shape
from kzun.store.topic import TOPIC_KEYS

_LISTS = ("facts", "hits")  # where an envelope has its facts
_ENVELOPE = ("schema", "query", "outcome", "answer", "declined", "corrected", *_LISTS)
_DERIVED = ("id", "topic", "file", "line", "score", "reasons")  # what a fact's table has not
_ARRAYS = ("who", "where", "keywords", "asks", "see")
_SPACE = re.compile(r"[ \t\r\n]*")
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_FLOAT = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?")
_GUARDED = re.compile(r"'(?=[=+\-@])")
_LONGEST_INTEGER = 20  # digits; beyond the greatest that a fact may have, and short enough for Python


class Rows(NamedTuple):
    """The drafts of a file, and what is wrong with rows that are none."""

    drafts: tuple[Draft, ...]
    problems: tuple[Problem, ...] = ()
    head: Table = MappingProxyType({})  # what a topic's file says of the topic


class _Row(NamedTuple):
    """A raw fact; `places` of the row's own keys."""

    value: object
    places: Places


class _RefusedError(Exception):
    """A text that is not of its format, with the problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.text)


class _DuplicateKeyError(Exception):
    """An object of JSON with a key twice, of which a reader would take one."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(key)


def read_rows(path: str, content: bytes, shape: Shape) -> Rows:
    """The facts that a file holds; `path` is its name in problems."""
    drafts: list[Draft] = []
    problems: list[Problem] = []
    head: Table = {}
    try:
        for row in _rows(path, content, shape):
            draft = _draft(row)
            if isinstance(draft, Draft):
                drafts.append(draft)
            else:
                problems.append(draft)
        if shape is Shape.TOML:
            head, flaws = _head(_document(path, content))
            problems += (flaw._replace(path=path) for flaw in flaws)
    except _RefusedError as error:
        problems.append(error.problem)
    return Rows(tuple(drafts), tuple(problems), head)


def read_one(path: str, content: bytes, fact_id: str | None) -> Draft | Problem:
    """The one fact, in TOML or JSON, that a text describes; without `fact_id`, the text has it, too."""
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        if content.lstrip().startswith(b"{"):
            rows = [_Row(value, places) for value, places in _json_rows(path, _decoded(path, content))]
            row = rows[0] if len(rows) == 1 else _Row(None, _at((path, 1, 1)))
        else:
            document = _document(path, content)
            row = _Row(document.table, partial(_located, path, document.text, ()))
    except _RefusedError as error:
        return error.problem
    value = {**row.value, "id": fact_id} if fact_id and isinstance(row.value, dict) else row.value
    return _draft(row._replace(value=value))


def _rows(path: str, content: bytes, shape: Shape) -> Iterator[_Row]:
    match shape:
        case Shape.TOML:
            return _toml_rows(path, content)
        case Shape.JSON:
            return _json_rows(path, _decoded(path, content))
        case Shape.JSONL:
            return _json_lines(path, _decoded(path, content))
        case Shape.CSV:
            return _csv_rows(path, _decoded(path, content))
        case _:
            assert_never(shape)


def _document(path: str, content: bytes) -> Document:
    document = parse_document(Path(path), content)
    if isinstance(document, Problem):
        raise _RefusedError(document._replace(path=path))
    return document


def _decoded(path: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = f"the byte 0x{content[error.start]:02x} is not UTF-8"
        before = content[: error.start].decode(errors="replace")
        raise _refused(path, before, len(before), "encoding", text) from error


def _toml_rows(path: str, content: bytes) -> Iterator[_Row]:
    """An envelope, or a topic's file."""
    _, text, table = _document(path, content)
    name = next((name for name in _LISTS if isinstance(table.get(name), list)), None)
    if name:
        rows = table[name]
        for number, row in enumerate(rows if isinstance(rows, list) else ()):
            yield _Row(row, partial(_located, path, text, (name, number)))
        return
    topic = Path(path).stem
    for key, value in table.items():
        if isinstance(value, dict):
            yield _Row({**value, "id": f"{topic}.{key}"}, partial(_located, path, text, (key,)))


def _head(document: Document) -> tuple[Table, tuple[Problem, ...]]:
    """What stands above the tables of a topic's file, and what is wrong with it."""
    if any(isinstance(document.table.get(name), list) for name in _LISTS):
        return {}, ()
    head = {key: value for key, value in document.table.items() if not isinstance(value, dict)}
    gate = Gate(head)
    gate.refuse_unknown_keys(TOPIC_KEYS)
    for name, read in (("title", gate.text), ("summary", gate.text), ("declines", gate.texts)):
        read(name)
    return head, problems_at(document, gate.flaws)


def _json_rows(path: str, text: str) -> Iterator[_Row]:
    """An envelope, an array of facts, or one fact."""
    start = _after_space(text, 0)
    if text[start : start + 1] == "[":
        yield from _json_items(path, text, start)
        return
    whole = _json_value(path, text, start)
    if text[_after_space(text, whole.end) :]:
        raise _refused(path, text, _after_space(text, whole.end), "syntax", "more than one value")
    name = next((name for name in _LISTS if isinstance(whole.value, dict) and name in whole.value), None)
    if name is None:
        yield _Row(whole.value, _at(_place(path, text, start)))
        return
    for key, offset in _json_members(path, text, start):
        if key == name:
            yield from _json_items(path, text, offset)


class _Parsed(NamedTuple):
    value: object
    end: int


def _json_value(path: str, text: str, start: int) -> _Parsed:
    try:
        return _Parsed(*_DECODER.raw_decode(text, start))
    except json.JSONDecodeError as error:
        raise _refused(path, text, error.pos, "syntax", error.msg[:1].lower() + error.msg[1:]) from error
    except RecursionError as error:
        raise _refused(path, text, start, "too-deep", "arrays or objects nest too deep") from error
    except _DuplicateKeyError as error:
        text_of = f"the key {error.key!r} is given twice in one object"
        raise _refused(path, text, start, "syntax", text_of) from error
    except ValueError as error:  # Python makes no integer of more than some thousand digits
        raise _refused(path, text, start, "bad-number", "an integer of too many digits") from error


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object, of which no key hides another."""
    value = dict(pairs)
    if len(value) < len(pairs):
        keys = Counter(key for key, _ in pairs)
        raise _DuplicateKeyError(keys.most_common(1)[0][0])
    return value


_DECODER = json.JSONDecoder(object_pairs_hook=_object)


def _json_members(path: str, text: str, start: int) -> Iterator[tuple[object, int]]:
    """The keys of an object that parses, and where their values begin."""
    at = _after_space(text, start + 1)
    while text[at] != "}":
        key, end = _json_value(path, text, at)
        at = _after_space(text, _after_space(text, end) + 1)
        yield key, at
        at = _after_space(text, _json_value(path, text, at).end)
        if text[at] == ",":
            at = _after_space(text, at + 1)


def _json_items(path: str, text: str, start: int) -> Iterator[_Row]:
    """The items of an array."""
    if text[start] != "[":
        raise _refused(path, text, start, "wrong-type", "an array of facts is wanted")
    at = _after_space(text, start + 1)
    line, counted = 1, 0
    while text[at : at + 1] != "]":
        value, end = _json_value(path, text, at)
        line, counted = line + text.count("\n", counted, at), at
        yield _Row(value, _at((path, line, at - text.rfind("\n", 0, at))))
        at = _after_space(text, end)
        if text[at : at + 1] not in {",", "]"}:
            raise _refused(path, text, at, "syntax", "expecting ',' or ']'")
        if text[at] == ",":
            at = _after_space(text, at + 1)


def _json_lines(path: str, text: str) -> Iterator[_Row]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                start = _after_space(line, 0)
                value, end = _json_value(path, line, start)
                if line[_after_space(line, end) :]:
                    raise _refused(path, line, end, "syntax", "more than one value in a line")
                yield _Row(value, _at((path, number, 1)))
            except _RefusedError as error:
                yield _Row(error.problem._replace(line=number), _at((path, number, 1)))


def _csv_rows(path: str, text: str) -> Iterator[_Row]:
    import csv  # only for this format
    from io import StringIO

    csv.field_size_limit(max(len(text), csv.field_size_limit()))  # a cell may be as long as it likes
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    headers: list[str] = []
    line = 1
    try:
        for cells in reader:
            if headers and cells:
                yield _csv_row(headers, cells, (path, line, 1))
            elif cells:
                headers = _headers(cells, (path, line, 1))
            line = reader.line_num + 1
    except csv.Error as error:
        raise _RefusedError(Problem(path, line, 1, Severity.ERROR, "syntax", str(error))) from error


def _headers(cells: list[str], place: Place) -> list[str]:
    """What the columns are called, of which none hides another."""
    name, number = Counter(cells).most_common(1)[0]
    if number > 1:
        text = f"{number} columns are called {name!r}"
        raise _RefusedError(Problem(*place, Severity.ERROR, "syntax", text))
    return cells


def _csv_row(headers: Sequence[str], cells: Sequence[str], place: Place) -> _Row:
    if len(cells) != len(headers):
        text = f"{len(cells)} of the {len(headers)} cells that the first line has"
        return _Row(Problem(*place, Severity.ERROR, "syntax", text), _at(place))
    said = {name: _GUARDED.sub("", cell, count=1) for name, cell in zip(headers, cells, strict=True) if cell}
    row: dict[str, object] = {name: _of_cell(name, cell) for name, cell in said.items() if "." not in name}
    of_source = {
        name.removeprefix("source."): cell for name, cell in said.items() if name.startswith("source.")
    }
    if "source" in said:
        row["source"] = {"id": said["source"], **of_source}
    return _Row(row, _at(place))


def _of_cell(name: str, cell: str) -> object:
    if name in _ARRAYS:
        return cell.split("; ")
    match name:
        case "value" if _INTEGER.fullmatch(cell) and len(cell) < _LONGEST_INTEGER:
            return int(cell)
        case "value" if _FLOAT.fullmatch(cell) and not _INTEGER.fullmatch(cell):
            return float(cell)
        case "value" if "; " in cell:
            return cell.split("; ")
        case "extra":
            try:
                return json.loads(cell)
            except (ValueError, RecursionError):
                return cell
        case _:
            return cell


def _draft(row: _Row) -> Draft | Problem:
    if isinstance(row.value, Problem):
        return row.value
    place = row.places([()])[0]
    if not isinstance(row.value, dict):
        kind = "null" if row.value is None else toml_type(row.value)
        return Problem(*place, Severity.ERROR, "wrong-type", f"a fact wants table, not {kind}")
    fact_id = row.value.get("id")
    if not isinstance(fact_id, str):
        return Problem(*place, Severity.ERROR, "missing-key", "id is missing")
    table = {
        name: value for name, value in row.value.items() if name not in _DERIVED and not _is_absent(value)
    }
    source, described = _parted(table.get("source"))
    if source is not None:
        table["source"] = source
    return Draft(fact_id, _in_order(table), row.places, described)


def _is_absent(value: object) -> bool:
    return value is None or value in ([], {})


def _in_order(table: Table) -> Table:
    known = {name: table[name] for name in FACT_KEYS if name in table}
    return {**known, **table}


def _parted(source: object) -> tuple[object, Table | None]:
    """A citation as a fact's table has it, and the description of its source, if there is one."""
    if not isinstance(source, Mapping):
        return source, None
    said = {name: value for name, value in source.items() if value is not None}
    citation = {name: said[name] for name in ("id", "at") if name in said}
    described = {name: value for name, value in said.items() if name != "at"}
    is_described = len(described) > 1 and isinstance(said.get("id"), str)
    short = citation["id"] if list(citation) == ["id"] else citation
    return short, described if is_described else None


def _located(path: str, text: str, above: KeyPath, paths: Sequence[KeyPath]) -> list[Place]:
    places = locate(text, [(*above, *each) for each in paths])
    return [(path, *places[(*above, *each)]) for each in paths]


def _at(place: Place) -> Places:
    """All keys at one place."""
    return lambda paths: [place for _ in paths]


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _place(path: str, text: str, offset: int) -> Place:
    return path, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _refused(path: str, text: str, offset: int, code: str, said: str) -> _RefusedError:
    return _RefusedError(Problem(*_place(path, text, offset), Severity.ERROR, code, said))
