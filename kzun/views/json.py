"""JSON: a value over several lines or in one; strict, and in UTF-8."""

import json

from kzun.views.plain import escape_controls

_IN_ONE_LINE = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_INDENTED = json.JSONEncoder(ensure_ascii=False, allow_nan=False, indent=2)


def document(value: object) -> str:
    """The value for one whole answer, indented."""
    return escape_controls(_INDENTED.encode(value)) + "\n"


def line(value: object) -> str:
    r"""The value for one of many answers.

    >>> line({"unit": "теңге", "at": "\x1b\udc80"}) == '{"unit":"теңге","at":"\\u001b\ufffd"}\n'
    True
    """
    return escape_controls(_IN_ONE_LINE.encode(value)) + "\n"
