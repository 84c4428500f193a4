"""The text of new tables, and where it goes in a file."""

import datetime as dt
import re
from collections.abc import Mapping

from kzun.fact import FACT_KEYS, Table

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATES = ("date", "as_of")
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def table_text(key: str, table: Table) -> str:
    """A fact or a source as TOML, with its keys in the order of the format.

    >>> fact = {"source": {"id": "a", "at": "b"}, "statement": "It is.", "date": "1992-03-02"}
    >>> print(table_text("value", fact))
    [value]
    statement = "It is."
    date = 1992-03-02
    source = { id = "a", at = "b" }
    <BLANKLINE>
    """
    ordered = {name: table[name] for name in sorted(table, key=_place)}
    extra = ordered.pop("extra", None)
    lines = [f"[{key_text(key)}]\n", *(field_text(name, value) for name, value in ordered.items())]
    return "".join(lines) + (f"\n{_dumped({key: {'extra': extra}})}" if extra else "")


def field_text(name: str, value: object) -> str:
    """A key with its value, in lines of their own; a table is written inline."""
    return f"{key_text(name)} = {value_text(day_or_text(value) if name in _DATES else value)}\n"


def key_text(name: str) -> str:
    """A key, in quotation marks where it needs them."""
    return _dumped({name: 0}).removesuffix(" = 0\n")


def value_text(value: object) -> str:
    """A value; a table is written inline."""
    if isinstance(value, Mapping):
        return _inline(value)
    return _dumped({"x": value}).removeprefix("x = ").removesuffix("\n")


def day_or_text(value: object) -> object:
    """A day as TOML's own date, which needs no quotation marks; any other date as it is."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:  # for the reader to say why
            return value
    return value


def appended(old: str, new: str) -> str:
    """A text with tables after it, and a blank line between; line breaks are as in the text.

    What stood there is a beginning of what is given, to the byte.
    """
    ending = line_ending(old)
    missing = "" if not old or old.endswith("\n") else ending
    parted = not old or old.endswith(("\n\n", "\n\r\n")) or not old.strip()
    return old + missing + ("" if parted else ending) + new.replace("\n", ending)


def line_ending(text: str) -> str:
    r"""How most lines of a text end.

    >>> line_ending("a\r\nb\r\n") == "\r\n", line_ending("a") == "\n"
    (True, True)
    """
    return "\r\n" if "\r\n" in text and text.count("\r\n") * 2 > text.count("\n") else "\n"


def new_topic(head: Table) -> str:
    """The beginning of a topic's file."""
    return _dumped(head)


def _place(name: str) -> int:
    return FACT_KEYS.index(name) if name in FACT_KEYS else 0


def _inline(table: Mapping[str, object]) -> str:
    items = (f"{key_text(name)} = {value_on_one_line(value)}" for name, value in table.items())
    return f"{{ {', '.join(items)} }}" if table else "{}"


def value_on_one_line(value: object) -> str:
    """As TOML 1.0 wants it within an inline table."""
    if isinstance(value, list):
        return f"[{', '.join(map(value_on_one_line, value))}]"
    return value_text(value)


def _dumped(table: Table) -> str:
    """What tomli-w writes; what a screen would obey, and nobody would see, is escaped."""
    import tomli_w  # only for writers

    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", tomli_w.dumps(table))
