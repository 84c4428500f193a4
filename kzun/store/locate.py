"""Where the keys and array items of a TOML text stand.

The parser says so of syntax errors only; a key that parses and yet is wrong has to be found again.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple, TypeAlias, cast

import tomli

KeyPath: TypeAlias = tuple[str | int, ...]  # keys, and numbers of array items from 0

_BASIC = r'"[^"\\\n]*(?:\\.[^"\\\n]*)*"'
_LITERAL = r"'[^'\n]*'"
# Up to two quotation marks may stand before the three that close a multi-line string.
_LONG_BASIC = r'"""[^"\\]*(?:(?:\\.|"{1,2}(?!"))[^"\\]*)*"{3,5}'
_LONG_LITERAL = r"'''[^']*(?:'{1,2}(?!')[^']*)*'{3,5}"
STRING = f"{_LONG_BASIC}|{_LONG_LITERAL}|{_BASIC}|{_LITERAL}"
_COMMENT = r"#[^\n]*"

_BETWEEN_STATEMENTS = rf"(?:[ \t\r\n]+|{_COMMENT})*"
_BETWEEN_ITEMS = rf"(?:[ \t\r\n,]+|{_COMMENT})*"
_HEADER_OPENING = r"\[\[?[ \t]*"
_KEY = rf"([A-Za-z0-9_-]+|{_BASIC}|{_LITERAL})[ \t]*(\.[ \t]*|=[ \t]*|\]\]?)"
_SCALAR = rf"(?s){STRING}|[^,\]}}#\n]+"

_HEADER = r"\n[ \t]*\[[ \t]*([A-Za-z0-9_-]+)[ \t]*\]"
# Each alternative begins with a literal character, so that the search skips all others at once.
_TOKEN = rf"(?s){_HEADER}|\[|\]|\{{|\}}|{_COMMENT}|{STRING}"
_DEPTHS = {"[": 1, "{": 1, "]": -1, "}": -1}
# What may stand between the brackets of a header, and also as the only item between those of an array.
_VALUE_LIKE = r"[0-9_-]+(?:[eE][0-9_-]+)?|0[box][0-9A-Fa-f_]+|true|false|inf|nan|-inf|-nan"
_VALUE_IN_BRACKETS = rf"\n[ \t]*\[[ \t]*(?:{_VALUE_LIKE})[ \t]*\]"


class Position(NamedTuple):
    """A place in a text."""

    line: int  # 1-based
    column: int  # 1-based, in characters


def locate(text: str, paths: Iterable[KeyPath]) -> Mapping[KeyPath, Position]:
    r"""Where each of `paths` stands in a text that the parser accepts.

    A key stands where it is written, an array item where it begins, a table at the bracket of its
    header, or without one where it is first named. What is not there stands where the nearest table or
    array around it does, and in the end at line 1, column 1.

    >>> for position in locate("[value]\nwho = ['UN', 7]", [("value", "who", 1), ("value", "unit")]).values():
    ...     print(*position)
    2 14
    1 1
    """
    paths = tuple(paths)
    walk = _Walk(text, frozenset(path[:length] for path in paths for length in range(len(path) + 1)))
    walk.to_the_end()
    offsets = {path: _nearest(path, walk.offsets) for path in paths}
    positions = dict(_positions(text, sorted(set(offsets.values()))))
    return {path: positions[offset] for path, offset in offsets.items()}


def table_lines(text: str, keys: Iterable[str]) -> Mapping[str, int]:
    """The line of each top-level table's header, as `locate` would say, but many times as fast."""
    lines = dict(_header_lines(f"\n{text}"))
    missing = [(key,) for key in keys if key not in lines]
    if missing:
        lines |= {str(path[0]): position.line for path, position in locate(text, missing).items()}
    return lines


def _header_lines(text: str) -> Iterator[tuple[str, int]]:
    line, start = 0, 0
    for header in _bare_headers(text):
        line += text.count("\n", start, header.start() + 1)
        start = header.start() + 1
        yield header[1], line


def _bare_headers(text: str) -> Iterable[re.Match[str]]:
    """The headers of one bare key.

    What looks like one is one, unless it stands in a string of several lines, or is an item of an array
    of several lines and so a value. Where neither can be, nothing else has to be looked at.
    """
    if '"""' in text or "'''" in text or re.search(_VALUE_IN_BRACKETS, text):
        return _outermost_headers(text)
    return re.finditer(_HEADER, text)


def _outermost_headers(text: str) -> Iterator[re.Match[str]]:
    depth = 0
    for token in re.finditer(_TOKEN, text):
        if token.lastindex is None:
            depth += _DEPTHS.get(text[token.start()], 0)
        elif not depth:
            yield token


class Statement(NamedTuple):
    """A header, or a key with its value; its last line with the comment and the line break."""

    path: KeyPath  # of the table or the key, from the top
    table: KeyPath | None  # that a key stands in; None for a header
    start: int  # where its line begins, as an offset
    end: int


def statements(text: str) -> tuple[Statement, ...]:
    r"""The statements of a text that the parser accepts, in their order.

    >>> [text.path for text in statements("[value]\nwho.a = 7 # seven\n\n# end")]
    [('value',), ('value', 'who', 'a')]
    """
    walk = _Walk(text, frozenset())
    walk.to_the_end()
    return tuple(walk.statements)


class _Walk:
    """One pass over a TOML text, which notes where the wanted paths begin."""

    def __init__(self, text: str, wanted: frozenset[KeyPath]) -> None:
        self.offsets: dict[KeyPath, int] = {(): 0}
        self.statements: list[Statement] = []
        self._text = text
        self._wanted = wanted
        self._at = 0
        self._table: KeyPath = ()
        self._lengths: dict[KeyPath, int] = {}  # of the arrays of tables, so far

    def to_the_end(self) -> None:
        self._take(_BETWEEN_STATEMENTS)
        while self._at < len(self._text):
            self._statement()
            self._take(_BETWEEN_STATEMENTS)

    def _statement(self) -> None:
        start = self._text.rfind("\n", 0, self._at) + 1
        if self._text[self._at] == "[":
            self._header()
            path, table = self._table, None
        else:
            path, table = self._keys(self._table), self._table
            self._value(path)
        end = self._text.find("\n", self._at) + 1 or len(self._text)
        self.statements.append(Statement(path, table, start, end))

    def _header(self) -> None:
        start = self._at
        opening = self._take(_HEADER_OPENING)[0]
        table = self._keys(())
        if opening.startswith("[["):
            if table not in self._lengths:
                self._settle(table, start)
            self._lengths[table] = self._lengths.get(table, 0) + 1
            table = self._newest(table)
        self._settle(table, start)
        self._table = table

    def _keys(self, path: KeyPath) -> KeyPath:
        """Step over a dotted key, whose parts lead down from `path`."""
        delimiter = "."
        while delimiter.startswith("."):
            start = self._at
            key, delimiter = self._take(_KEY).groups()
            path = (*self._newest(path), _unquoted(key))
            self._offer(path, start)
        return path

    def _newest(self, path: KeyPath) -> KeyPath:
        """An array of tables stands for its last one so far."""
        return (*path, self._lengths[path] - 1) if path in self._lengths else path

    def _value(self, path: KeyPath) -> None:
        """Step over a value; with a stack, since values nest deeper than calls may."""
        around: list[tuple[KeyPath, int | None]] = []  # with the next item's number; None in inline tables
        while True:
            match self._text[self._at : self._at + 1]:
                case "[":
                    around.append((path, 0))
                    self._at += 1
                case "{":
                    around.append((path, None))
                    self._at += 1
                case _:
                    self._take(_SCALAR)
            self._leave(around)
            if not around:
                return
            path = self._next_item(around)

    def _leave(self, around: list[tuple[KeyPath, int | None]]) -> None:
        """Step out of the arrays and inline tables that end here."""
        while around:
            self._take(_BETWEEN_ITEMS)
            if self._text[self._at : self._at + 1] not in {"]", "}"}:
                return
            around.pop()
            self._at += 1

    def _next_item(self, around: list[tuple[KeyPath, int | None]]) -> KeyPath:
        path, number = around[-1]
        if number is None:
            return self._keys(path)
        around[-1] = path, number + 1
        self._offer((*path, number), self._at)
        return (*path, number)

    def _offer(self, path: KeyPath, offset: int) -> None:
        if path in self._wanted:
            self.offsets.setdefault(path, offset)

    def _settle(self, path: KeyPath, offset: int) -> None:
        """A header counts for more than an earlier mention."""
        if path in self._wanted:
            self.offsets[path] = offset

    def _take(self, pattern: str) -> re.Match[str]:
        found = _compiled(pattern).match(self._text, self._at)
        if found is None:
            raise ValueError(f"no TOML at character {self._at}")
        self._at = found.end()
        return found


@lru_cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """The pattern, made when it is first used: files without a problem need none."""
    return re.compile(pattern)


def _unquoted(key: str) -> str:
    return cast("str", tomli.loads(f"key = {key}")["key"]) if key[0] in "\"'" else key


def _nearest(path: KeyPath, offsets: Mapping[KeyPath, int]) -> int:
    while path not in offsets:
        path = path[:-1]
    return offsets[path]


def _positions(text: str, offsets: Iterable[int]) -> Iterable[tuple[int, Position]]:
    """The positions of ascending offsets."""
    line, line_start = 1, 0
    for offset in offsets:
        line += text.count("\n", line_start, offset)
        line_start = text.rfind("\n", line_start, offset) + 1 or line_start
        yield offset, Position(line, offset - line_start + 1)
